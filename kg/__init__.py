"""kg reads documents and keeps who did what to whom, with the sentence that states each fact.

>>> import kg, pathlib, tempfile
>>> note = pathlib.Path(tempfile.mkdtemp()) / "note.txt"
>>> _ = note.write_text("Italy has banned DeepSeek.")
>>> graph = kg.build(note)
>>> [fact.relation for fact in graph.facts(entity="Italy")]
['Restriction']
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.errors import (
        ClusterError,
        CorrectionsError,
        DocumentError,
        EntityNotFoundError,
        GoldError,
        GraphError,
        KgError,
        MissingPartError,
        OntologyError,
        QueryError,
        QuestionError,
        TooLargeError,
    )
    from kg.knowledge_graph import KnowledgeGraph, build, load
    from kg.model import (
        Amount,
        Correction,
        Date,
        Document,
        Entity,
        Evidence,
        Fact,
        Mention,
        Naming,
        Reading,
        Reference,
        Rejection,
        RoleMention,
        label_of,
    )
    from kg.ontology import Ontology

__version__ = "0.1.0"

__all__ = [
    "Amount",
    "ClusterError",
    "Correction",
    "CorrectionsError",
    "Date",
    "Document",
    "DocumentError",
    "Entity",
    "EntityNotFoundError",
    "Evidence",
    "Fact",
    "GoldError",
    "GraphError",
    "KgError",
    "KnowledgeGraph",
    "Mention",
    "MissingPartError",
    "Naming",
    "Ontology",
    "OntologyError",
    "QueryError",
    "QuestionError",
    "Reading",
    "Reference",
    "Rejection",
    "RoleMention",
    "TooLargeError",
    "__version__",
    "build",
    "label_of",
    "load",
]

_HOMES = ("kg.errors", "kg.model", "kg.ontology", "kg.knowledge_graph")
"""Where the public names are defined, lightest first: `import kg` itself loads none of them (PEP 562)."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    wanted = _HOMES[3:] if name in ("KnowledgeGraph", "build", "load") else _HOMES[:3]
    home = next(module for module in map(import_module, wanted) if hasattr(module, name))
    globals()[name] = getattr(home, name)
    return globals()[name]


def __dir__() -> list[str]:
    return __all__


class _Package(ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        # Importing the submodule kg.build would otherwise hide the function of that name.
        if not (name == "build" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
