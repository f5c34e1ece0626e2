"""What takes bytes from outside, each as a function of bytes: it may refuse them in one clear line, and no more.

A target is called with any bytes. It ends normally where they are read or refused, and raises where something is wrong:
an exception that is none of kg's own, a message that is no single line, or a result that cannot be.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg import ontology
from kg.errors import KgError, OntologyError
from kg.graph import corrections
from kg.graph.store import GraphStore
from kg.lexicon.frames import frames
from kg.lexicon.grammar import grammar
from kg.lexicon.names import names
from kg.lexicon.sources import Faults
from kg.model import Correction, Document, Entity, Evidence, Fact, Reading
from kg.ontology.schema import Schema
from kg.reading import decoding, formats, markdown, metadata
from kg.showing.page import data
from kg.showing.page.page import embedded
from tests.fuzz import served

Target = Callable[[bytes], object]
LONGEST_MESSAGE = 3000
"""Characters of a line that somebody may still read."""


class DefectError(AssertionError):
    """Something that must not happen, whatever the input."""


def fits(content: bytes, target: Target) -> str:
    """Call a target: the line that refuses the content, or nothing where it is read.

    :raises DefectError: where the line is none.
    """
    try:
        target(content)
    except KgError as error:
        line = str(error)
        if not line.strip() or len(line) > LONGEST_MESSAGE:
            raise DefectError(f"a message of {len(line)} characters: {line[:200]!r}") from None
        return line
    return ""


def _document(suffix: str) -> Target:
    def target(content: bytes) -> None:
        for document in formats.read(io.BytesIO(content), suffix, "fuzz", f"fuzz{suffix}"):
            _sound(document)

    return target


def _sound(document: Document) -> None:
    told = (document.id, document.title, document.published, document.source, document.text)
    if not document.text.strip() or "\r" in document.text or any(decoding.has_surrogates(text) for text in told):
        raise DefectError(f"no text that can be written: {document!r:.200}")
    if document.published and not metadata.iso(document.published):
        raise DefectError(f"no date: {document.published!r}")


def decode(content: bytes) -> None:
    """The declared encoding, a line break, and the bytes to decode."""
    declared, _, body = content.partition(b"\n")
    text = decoding.decode(body, "fuzz", declared=declared.decode("latin-1"))
    if decoding.has_surrogates(text) or "\r" in text:
        raise DefectError("no text that can be written")


def front_matter(content: bytes) -> None:
    """The fields of front matter, and the rest as Markdown."""
    text = content.decode("utf-8", "replace")
    fields, body = metadata.front_matter(text)
    told = metadata.described(fields)
    if not text.endswith(body) or any("\n" in value for value in told.values()):
        raise DefectError(f"front matter that is none: {told!r:.200}")
    markdown.plain(body)


@cache
def known() -> ontology.Ontology:
    """The ontology that comes with kg."""
    return ontology.load()


def _in_folder(name: str, read: Callable[[Path, Faults], object]) -> Target:
    """A target that reads a file of an ontology, and reports its faults."""

    def target(content: bytes) -> None:
        with tempfile.TemporaryDirectory(dir=_memory()) as folder:
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            faults = Faults()
            read(Path(folder), faults)
        if faults.found:
            raise OntologyError(faults.found)

    return target


def _memory() -> str | None:
    """A folder in memory, where there is one: a million files are written."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _frames(folder: Path, faults: Faults) -> None:
    roles = {r.name: frozenset(role.name for role in r.roles) for r in known().relations.values()}
    frames(folder, roles, known().types, known().grammar["prepositions"], faults)


def _schema(folder: Path, faults: Faults) -> None:
    schema = Schema(folder / "kg.ttl", faults)
    schema.types(), schema.relations(), schema.version()


def _corrections(folder: Path, _: Faults) -> None:
    found = corrections.read(folder / "corrections.toml", known())
    again = corrections.from_entries({corrections.entry(one): one.applied for one in found}, known())
    if [replace(one, place="") for one in found] != [replace(one, place="") for one in again]:
        raise DefectError("corrections that change when the graph keeps them")
    _described(found)


def _described(found: tuple[Correction, ...]) -> None:
    for one in found:
        corrections.described(one)


def _graph(suffix: str) -> Target:
    def target(content: bytes) -> None:
        with tempfile.TemporaryDirectory(dir=_memory()) as folder:
            path = Path(folder, f"graph{suffix}")
            path.write_bytes(content)
            store = GraphStore.open(path, known())
        for format_ in ("trig", "nquads", "jsonld", "rdfxml"):
            store.serialize(format_)
        store.facts(), store.entities(), store.documents(), store.readings()

    return target


def question(content: bytes) -> None:
    """A question to a small graph."""
    from kg.asking.answers import answer
    from kg.showing.answers import reply, text

    found = answer(_asked(), content.decode("utf-8", "replace"))
    text(reply(found, {}), {})


@cache
def _asked() -> GraphStore:
    from tests.cli.conftest import readings

    return GraphStore.create(readings(), known())


def sparql(content: bytes) -> None:
    """A query to a small graph, as a client of another machine may send it."""
    from kg.serving import tools

    tools.query(_asked(), content.decode("utf-8", "replace"))


def page(content: bytes) -> None:
    """A graph of hostile texts in the data of the page, which no script element may be ended by."""
    for told in _told(content):
        (one, *_), written = told.entities, embedded(data.data(GraphStore.create([told], known())))
        if any(character in written for character in "<>&\u2028\u2029"):
            raise DefectError("a character that may end the script element")
        labels = [label for _, label, *_ in json.loads(written)["entities"]]
        if one.label not in labels and one.label.isprintable():
            raise DefectError("a name that is lost")


def served_texts(content: bytes) -> None:
    """A graph of hostile texts, and what a server says of it."""
    if told := _told(content):
        served.everything(told)


def _told(content: bytes) -> list[Reading]:
    """A name, a sentence, a title and a source, each on a line, as a graph; none without name and sentence."""
    name, sentence, title, source, *_ = (*content.decode("utf-8", "replace").split("\n", 3), "", "", "", "")
    if not (name.strip() and sentence):
        return []
    one = Entity(id=f"company/{name}", label=name, type="Company", aliases=(title,) if title.strip() else ())
    other = Entity(id="country/Italy", label="Italy", type="Country")
    said = Evidence(
        document_id=title or "note",
        start=0,
        end=len(sentence),
        sentence=sentence,
        frame="",
        trigger="",
        trigger_start=0,
        trigger_end=0,
    )
    fact = Fact(
        relation="Restriction", roles={"restrictor": other, "restricted": one}, evidence=(said,), attributed_to=source
    )
    about = Document(id=title or "note", title=title, text=sentence, source=source)
    return [Reading(document=about, entities=(one, other), facts=(fact,))]


TARGETS: Mapping[str, Target] = {
    "text": _document(".txt"),
    "markdown": _document(".md"),
    "html": _document(".html"),
    "pdf": _document(".pdf"),
    "jsonl": _document(".jsonl"),
    "csv": _document(".csv"),
    "sniffed": _document(""),
    "decoding": decode,
    "front-matter": front_matter,
    "frames": _in_folder("frames/Restriction.toml", _frames),
    "grammar": _in_folder("grammar.toml", lambda folder, faults: grammar(folder, known().types, faults)),
    "names": _in_folder("names/firms.tsv", lambda folder, faults: names(folder, known().types, "", faults)),
    "schema": _in_folder("kg.ttl", _schema),
    "corrections": _in_folder("corrections.toml", _corrections),
    "trig": _graph(".trig"),
    "nquads": _graph(".nq"),
    "turtle": _graph(".ttl"),
    "jsonld": _graph(".jsonld"),
    "rdfxml": _graph(".rdf"),
    "question": question,
    "sparql": sparql,
    "page": page,
    "protocol": served.request,
    "api": served.request,
    "bodies": served.posted,
    "served": served_texts,
}
"""By name; two that are one function begin with other examples."""
