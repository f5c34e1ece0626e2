"""Everything that the page knows, as one value for JSON: small, because things refer to one another by number.

========== ============================================================================================
types      ``name``, ``label``, ``light``, ``dark`` (colours), ``shape``
relations  ``name``, ``label``, ``verb``, ``functional`` (numbers of the roles that can have one value only),
           ``roles``: ``name``, ``label``, ``question``
modalities ``name``, ``style``
documents  ``id``, ``title``, ``published``, ``kind``, ``source``
entities   [id, label, type, aliases, number of mentions, documents, same as]
values     [text, "amount", id, unit, digits] or [text, "date", value]: what fills roles and is neither entity nor words
sentences  [document, offset of its first character, text] or, where the text is left out, [document, offset, null, end]
facts      [relation, a filler for each of its roles, 1 where denied, modality, who says so, date, evidence, id]; a
           filler is the number of an entity, [the number of a value], words, or null; evidence is [sentence, start and
           end of the trigger, then role, start and end of each mention], counted in code points from the start of the
           sentence; of the id ("fact/0123…"), what follows the slash
ties       [entity, entity, label, 1 where symmetric, style, bend, facts]: the lines of the picture
links      [fact, role it starts from, role it leads to, label]: lines that lead to words or amounts, drawn on focus
nodes      [entity, x, y, size] or, where it is there from the start, [entity, x, y, size, x, y] with its opening place
groups     [x, y, reach, entities]: the communities of a large graph, the best-tied members first
base       the IRI below which the ids lie; ``namespace`` that of relations, types and roles
served     where the rest is at a server (see ``source.js``): how many ``facts``, ``documents`` and ``entities`` it has
========== ============================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from kg.graph.iris import amount_id, decimal_text, fact_id
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, label_of
from kg.ontology import NAMESPACE, Ontology, Relation
from kg.showing.page.drawing import draw
from kg.showing.page.palette import styles
from kg.showing.page.ties import MODALITIES, curves, links, ordered, ties, verb

Json = dict[str, Any]


class Graph(Protocol):
    """What the page needs of a store."""

    @property
    def ontology(self) -> Ontology:
        """The types and relations that the graph knows."""

    @property
    def base(self) -> str:
        """The IRI below which the identifiers lie."""

    def documents(self) -> list[Document]:
        """All documents."""

    def entities(self) -> list[Entity]:
        """All entities."""

    def facts(self) -> list[Fact]:
        """All facts, each with the evidence of every document that states it."""

    def mention_counts(self) -> dict[str, int]:
        """How often each entity is mentioned, by its id."""

    def documents_of(self) -> dict[str, list[str]]:
        """The ids of the documents that mention each entity, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much there is in a graph of which a page holds a part."""

    facts: int
    documents: int
    entities: int


def data(store: Graph, served: Counts | None = None) -> Json:
    """The whole of a graph as the page takes it, with places in the picture.

    :param served: where the graph is only a part of one at a server, how much that has.
    """
    made = _Data(store)
    return made.content() | made.picture() | ({"served": asdict(served)} if served else {})


def part(store: Graph, *, texts: bool = True, totals: Mapping[str, int] | None = None) -> Json:
    """A part of a graph, as a served page takes it in; it stands nowhere in the picture yet.

    :param store: the part: its facts, and the entities and documents that matter for it.
    :param texts: whether sentences come with their texts.
    :param totals: how many facts the whole graph has about entities, by their ids.
    """
    made = _Data(store)
    content = made.content() | {"ties": made.lines(), "nodes": [], "groups": []}
    if not texts:
        content["sentences"] = [[d, start, None, start + len(text)] for d, start, text in content["sentences"]]
    for entity in content["entities"] if totals is not None else ():
        entity.append((totals or {}).get(entity[0], 0))
    return content


class _Data:
    def __init__(self, store: Graph) -> None:
        self.store, self.ontology = store, store.ontology
        self.documents, self.facts = store.documents(), store.facts()
        self.entities = _all_entities(store.entities(), self.facts)
        self.index = {entity.id: number for number, entity in enumerate(self.entities)}
        self.document_index = {document.id: number for number, document in enumerate(self.documents)}
        self.types = _type_names(self.ontology, self.entities)
        self.roles = _roles(self.ontology, self.facts)
        self.relations = list(self.roles)
        self.modalities = list(dict.fromkeys([*MODALITIES, *sorted({fact.modality for fact in self.facts})]))
        self.sentences: dict[tuple[int, int, str], int] = {}
        self.values: dict[tuple[str, ...], int] = {}

    def content(self) -> Json:
        """Everything but the picture."""
        facts = [self._fact(fact) for fact in self.facts]
        return {
            "types": self._types(),
            "relations": [self._relation(name) for name in self.relations],
            "modalities": [{"name": name, "style": MODALITIES.get(name, "firm")} for name in self.modalities],
            "documents": [self._document(document) for document in self.documents],
            "entities": self._entities(),
            "facts": facts,
            "sentences": [list(key) for key in self.sentences],
            "values": [list(key) for key in self.values],
            "links": self._links(),
            "base": self.store.base,
            "namespace": NAMESPACE,
        }

    def _types(self) -> list[Json]:
        looks = styles(len(self.types))
        return [
            {"name": name, "label": label, "light": look.light, "dark": look.dark, "shape": look.shape}
            for (name, label), look in zip(self.types.items(), looks, strict=True)
        ]

    def _relation(self, name: str) -> Json:
        relation, roles = self.ontology.relations.get(name), self.roles[name]
        known = {role.name: role for role in relation.roles} if relation else {}
        return {
            "name": name,
            "label": relation.label if relation else name,
            "verb": verb(relation) if relation else name,
            "functional": _functional(relation, roles),
            "roles": [
                {"name": r, "label": known[r].label, "question": known[r].question}
                if r in known
                else {"name": r, "label": r, "question": r}
                for r in roles
            ],
        }

    def _document(self, document: Document) -> Json:
        return {
            "id": document.id,
            "title": document.title or document.id,
            "published": document.published,
            "kind": document.kind,
            "source": document.source,
        }

    def _entities(self) -> list[list[Any]]:
        counts, documents = self.store.mention_counts(), self.store.documents_of()
        numbers = {name: number for number, name in enumerate(self.types)}
        return [
            [
                entity.id,
                entity.label,
                numbers[entity.type],
                list(entity.aliases),
                counts.get(entity.id, 0),
                sorted(self._document_number(d) for d in documents.get(entity.id, [])),
                list(entity.same_as),
            ]
            for entity in self.entities
        ]

    def _document_number(self, id_: str) -> int:
        if id_ not in self.document_index:
            self.document_index[id_] = len(self.documents)
            self.documents.append(Document(id=id_, text=""))
        return self.document_index[id_]

    def _fact(self, fact: Fact) -> list[Any]:
        roles = self.roles[fact.relation]
        return [
            self.relations.index(fact.relation),
            [self._filler(fact.roles.get(role)) for role in roles],
            int(fact.polarity == "negative"),
            self.modalities.index(fact.modality),
            fact.attributed_to,
            fact.date.value if fact.date else "",
            [self._evidence(evidence, roles) for evidence in fact.evidence],
            fact_id(fact, self.ontology).rpartition("/")[2],
        ]

    def _filler(self, filler: Filler | None) -> int | list[int] | str | None:
        match filler:
            case Entity():
                return self.index[filler.id]
            case Amount():
                return self._value(filler.text, "amount", amount_id(filler), filler.unit, decimal_text(filler.value))
            case Date():
                return self._value(label_of(filler), "date", filler.value)
            case _:
                return filler

    def _value(self, *row: str) -> list[int]:
        return [self.values.setdefault(row, len(self.values))]

    def _evidence(self, evidence: Evidence, roles: Sequence[str]) -> list[int]:
        key = (self._document_number(evidence.document_id), evidence.start, evidence.sentence)
        numbers = [
            self.sentences.setdefault(key, len(self.sentences)),
            evidence.trigger_start - evidence.start,
            evidence.trigger_end - evidence.start,
        ]
        for mention in evidence.mentions:
            role = roles.index(mention.role) if mention.role in roles else -1
            numbers += [role, mention.start - evidence.start, mention.end - evidence.start]
        return numbers

    def lines(self) -> list[list[Any]]:
        """The lines between entities."""
        found = ties(self.facts, self.index, self.ontology)
        bends = curves((tie.source, tie.target) for tie in found)
        return [
            [tie.source, tie.target, tie.label, int(tie.symmetric), tie.style, bend, list(tie.facts)]
            for tie, bend in zip(found, bends, strict=True)
        ]

    def picture(self) -> Json:
        """Lines and nodes, as the network that draws them has them."""
        support = [0] * len(self.entities)
        for fact in self.facts:
            for id_ in {filler.id for filler in fact.roles.values() if isinstance(filler, Entity)}:
                support[self.index[id_]] += len(fact.evidence)
        numbers = {name: number for number, name in enumerate(self.types)}
        drawing = draw(
            [entity.label or entity.id for entity in self.entities],
            support,
            [numbers[entity.type] for entity in self.entities],
            ties(self.facts, self.index, self.ontology),
        )
        return {
            "ties": [
                [e["from"], e["to"], e["label"], int(not e["arrows"]), e["style"], e["bend"], e["facts"]]
                for e in drawing.network.edges
            ],
            "nodes": [[n["id"], n["x"], n["y"], n["size"], *n.get("opening", ())] for n in drawing.network.nodes],
            "groups": [[c.x, c.y, c.reach, list(c.members)] for c in drawing.communities],
        }

    def _links(self) -> list[list[Any]]:
        return [
            [number, roles.index(link.source), roles.index(link.target), link.label]
            for number, fact in enumerate(self.facts)
            for roles in [self.roles[fact.relation]]
            for link in links(fact, self.ontology)
            if not isinstance(fact.roles[link.target], Entity)
        ]


def _all_entities(known: Sequence[Entity], facts: Sequence[Fact]) -> list[Entity]:
    found = {entity.id: entity for entity in known}
    for fact in facts:
        for filler in fact.roles.values():
            if isinstance(filler, Entity):
                found.setdefault(filler.id, filler)
    return list(found.values())


def _type_names(ontology: Ontology, entities: Sequence[Entity]) -> Mapping[str, str]:
    """Names and labels of the types that entities can have: the ontology's concrete ones, then any others in use."""
    named = {name: type_.label for name, type_ in ontology.types.items() if not type_.abstract}
    others = sorted({entity.type for entity in entities} - set(named))
    return named | {name: ontology.types[name].label if name in ontology.types else name for name in others}


def _roles(ontology: Ontology, facts: Sequence[Fact]) -> dict[str, list[str]]:
    """The roles of each relation, in the ontology's order, then any others in use."""
    found = {name: [role.name for role in relation.roles] for name, relation in ontology.relations.items()}
    for fact in facts:
        roles = found.setdefault(fact.relation, [])
        roles += [role for role in ordered(fact, None) if role not in roles]
    return found


def _functional(relation: Relation | None, roles: Sequence[str]) -> list[list[int]]:
    """Pairs of roles, by number, of which the first has one value only in the second."""
    shortcuts = relation.shortcuts if relation else ()
    return [[roles.index(s.subject), roles.index(s.object)] for s in shortcuts if s.functional]
