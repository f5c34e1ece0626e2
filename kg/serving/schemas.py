"""Schemas: what the JSON API answers with, in JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}


def listed(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def having(optional: dict[str, Schema] | None = None, **properties: Schema) -> Schema:
    """An object that has some properties, may have others, and has no more.

    >>> having(id=TEXT)["required"]
    ['id']
    """
    return {
        "type": "object",
        "properties": properties | (optional or {}),
        "required": list(properties),
        "additionalProperties": False,
    }


def each(values: Schema) -> Schema:
    """An object whose keys are names of roles."""
    return {"type": "object", "additionalProperties": values}


PROBLEM = having(type=TEXT, title=TEXT, status=COUNT, detail=TEXT)
ENTITY = having(id=TEXT, label=TEXT, type=TEXT, aliases=listed(TEXT), mentions=COUNT)
EVIDENCE = having(document=TEXT, title=TEXT, published=TEXT, start=COUNT, end=COUNT, sentence=TEXT, words=each(TEXT))
FILLER = having({"value": {"type": "number"}, "unit": TEXT}, id=TEXT, label=TEXT)
_STATED = {"relation": TEXT, "polarity": TEXT, "modality": TEXT, "attributed_to": TEXT, "date": TEXT}
FACT = having(id=TEXT, roles=each(FILLER), evidence=listed(EVIDENCE), **_STATED)
_SAID = having(
    document=TEXT,
    start=COUNT,
    end=COUNT,
    sentence=TEXT,
    roles=each(having({"value": {"type": "number"}, "unit": TEXT}, id=TEXT, label=TEXT, text=TEXT)),
    **_STATED,
)
"""A fact as one document states it."""
_ROW = having({"partly": each(listed(TEXT))}, cells=listed(TEXT), evidence=listed(EVIDENCE))

HEALTH = having(status=TEXT, version=TEXT, graph=TEXT)
QUESTIONS = having(questions=listed(TEXT))
ANSWERS = having(
    question=TEXT,
    verdict=TEXT,
    columns=listed(TEXT),
    answers=listed(_ROW),
    nearest_columns=listed(TEXT),
    nearest=listed(_ROW),
    understood=listed(having(words=TEXT, read_as=TEXT)),
    sparql=TEXT,
)
ENTITIES = having({"total": COUNT, "more": TRUTH}, entities=listed(ENTITY))
FACTS = having(total=COUNT, facts=listed(FACT))
NEIGHBORS = having(
    entity=ENTITY,
    total=COUNT,
    neighbors=listed(having(**ENTITY["properties"], total=COUNT, facts=listed(FACT))),
)
PATHS = having(
    source=ENTITY,
    target=ENTITY,
    paths=listed(
        having(
            entities=listed(having(id=TEXT, label=TEXT, type=TEXT)),
            weight={"type": "number"},
            steps=listed(having(source=TEXT, target=TEXT, strength={"type": "number"}, facts=listed(_SAID))),
        )
    ),
)
CONFLICTS = having(
    conflicts=listed(
        having(
            relation=TEXT,
            about=listed(TEXT),
            role=TEXT,
            certain=TRUTH,
            reason=TEXT,
            documents=listed(TEXT),
            values=listed(
                having(
                    label=TEXT,
                    subject=TEXT,
                    unnamed=TEXT,
                    said_by=listed(TEXT),
                    documents=listed(TEXT),
                    independent=COUNT,
                    in_line=COUNT,
                    facts=listed(_SAID),
                )
            ),
        )
    )
)
