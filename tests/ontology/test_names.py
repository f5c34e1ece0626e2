"""ontology/names: what things are called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest

from kg.lexicon import Name
from kg.ontology import folder, load
from kg.reading.names import index, key
from kg.reading.reader import Reader

FILES = sorted((folder() / "names").glob("*.tsv"))
COLUMNS = ["name", "type", "aliases", "maker", "stands_for", "flags"]
FLAGS = {"ambiguous", "family", "generic"}


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of each row of a file."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line and not line.startswith("#"):
            yield line.split("\t")


def forms(row: Name) -> tuple[str, ...]:
    return (row.name, *row.aliases, *row.short, *row.adjectives)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_are_well_formed(path: Path) -> None:
    types = {name for name, type_ in load().types.items() if not type_.abstract}
    assert path.read_text(encoding="utf-8").splitlines()[0].split("\t") == COLUMNS
    for cells in rows(path):
        assert len(cells) == len(COLUMNS), cells
        assert all(cell == " ".join(cell.split()) for cell in cells), cells
        assert cells[0]
        assert cells[1] in types, cells
        assert set(cells[5].split()) <= FLAGS, cells
        assert all(len(form) > 1 and form.strip("?~ ") for form in cells[2].split(" | ") if cells[2]), cells


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_row_repeats_its_own_name(path: Path) -> None:
    for cells in rows(path):
        written = [cells[0], *(form for form in cells[2].split(" | ") if form)]
        assert Counter(written).most_common(1)[0][1] == 1, cells


def test_makers_and_whom_names_stand_for_are_names_themselves() -> None:
    known = {row.name for row in load().names}
    assert {row.maker for row in load().names if row.maker} <= known
    assert {row.stands_for for row in load().names if row.stands_for} <= known


def test_a_name_is_listed_once() -> None:
    listed = Counter((cells[0], cells[1]) for path in FILES for cells in rows(path))
    assert [name for name, count in listed.items() if count > 1] == []


def test_no_form_is_claimed_twice_within_a_type() -> None:
    claims = defaultdict(set)
    for row in load().names:
        for form in forms(row):
            claims[key(form), row.type].add(row.name)
    assert {form: names for (form, _), names in claims.items() if len(names) > 1} == {}


def test_the_lexicon_is_broad() -> None:
    counts = Counter(row.type for row in load().names)
    assert counts.keys() == {name for name, type_ in load().types.items() if not type_.abstract}
    assert min(counts.values()) > 200
    makers = {row.maker for row in load().names if row.type == "Model"}
    assert len(makers) > 50
    assert {"OpenAI", "Alibaba", "Mistral AI", "Technology Innovation Institute", "Sarvam AI", "Maritaca AI"} <= makers


@pytest.mark.parametrize(
    "code", ["AU", "BR", "CA", "CN", "DE", "EG", "FR", "GB", "IN", "IT", "JP", "NG", "NL", "US", "ZA"]
)
def test_countries_have_their_adjectives(code: str) -> None:
    (country,) = (row for row in load().names if row.code == code)
    assert country.adjectives


def test_every_country_is_known_by_its_code() -> None:
    codes = Counter(row.code for row in load().names if row.code)
    assert codes == Counter(country.alpha_2 for country in pycountry.countries)


def test_every_name_is_found_where_it_stands() -> None:
    ontology = load()
    reader, known = Reader(ontology), index(ontology)
    lost = []
    for row in ontology.names:
        for form in [row.name] if row.code else [row.name, *row.aliases]:
            words = reader.language.words(form, 0, len(form))
            found = [(f.first, f.end, f.name) for f in known.find(words)]
            made = [name for *_, name in found] == [row.maker, row.name]  # "Google Gemini" is two names
            if (0, len(words), row.name) not in found and not made:
                lost.append(form)
    assert lost == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The People's Republic of China banned it.", ["China"]),
        ("The People’s Bank of China said so.", ["People's Bank of China"]),
        (
            "Japan's Ministry of Economy, Trade and Industry, Google said",
            ["Japan", "Ministry of Economy, Trade and Industry", "Google"],
        ),
        ("China, Telecom grew", ["China"]),
        ("TSMC (Taiwan) and Myanmar (Burma)", ["TSMC", "Taiwan", "Myanmar"]),
    ],
)
def test_marks_divide_words_unless_a_name_has_the_same(text: str, names: list[str]) -> None:
    ontology = load()
    words = Reader(ontology).language.words(text, 0, len(text))
    assert [found.name for found in index(ontology).find(words)] == names
