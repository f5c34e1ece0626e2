"""What can go wrong, as one tree of exceptions.

KgError                  anything below; the command line prints it in one line and exits with 2
├── DocumentError        a document cannot be found or read
├── OntologyError        faults in ontology/, all of them, each with file and line
├── GraphError           a graph cannot be found, read, written or reached
├── QueryError           a SPARQL query is wrong
├── QuestionError        a question in English cannot be understood
├── EntityNotFoundError  no entity of the graph has that name
├── CorrectionsError     the user's corrections cannot be read, or quote what no document says
├── TooLargeError        an answer is larger than is allowed
├── GoldError            gold annotations cannot be found or read
├── ClusterError         the machines that are to read cannot be reached, or are lost
└── MissingPartError     a part that is not installed: an extra, a model
"""

from __future__ import annotations

from collections.abc import Sequence


class KgError(Exception):
    """The root of everything that kg raises on purpose; its text is one clear line."""


class DocumentError(KgError):
    """A document cannot be found or read."""


class OntologyError(KgError):
    """Faults in ontology/.

    :param faults: one text per fault, ``file:line: what is wrong``.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        more = f" (and {len(self.faults) - 1} more: kg ontology check)" if len(self.faults) > 1 else ""
        super().__init__(f"{self.faults[0]}{more}")


class GraphError(KgError):
    """A graph cannot be found, read, written or reached."""


class QueryError(KgError):
    """A SPARQL query is wrong, or an endpoint refuses it."""


class QuestionError(KgError):
    """A question in English cannot be understood."""


class EntityNotFoundError(KgError, LookupError):
    """No entity of the graph has that name."""


class CorrectionsError(KgError):
    """The user's corrections cannot be read, or quote what no document says."""


class TooLargeError(KgError):
    """An answer is larger than is allowed."""


class GoldError(KgError):
    """Gold annotations cannot be found or read."""


class ClusterError(KgError):
    """The machines that are to read documents cannot be reached, or are lost."""


class MissingPartError(KgError):
    """Something that kg can use is not installed here."""
