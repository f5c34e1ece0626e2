"""A graph that nobody changes while it is open: what was read of it once is kept, the latest of it at least."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph.readings import Decoder
from kg.graph.store import GraphStore
from kg.model import Fact

KEPT = 5_000
"""So many facts are kept: some three kilobytes each."""


class Unchanging(GraphStore):
    """A store that remembers."""

    _kept: Decoder | None = None
    _known: dict[str, Fact] | None = None

    @property
    def _decoder(self) -> Decoder:
        if self._kept is None:
            self._kept = Decoder(store=self._quads, ontology=self.ontology, base=self.base)
        return self._kept

    def facts_of(self, identifiers: Iterable[str]) -> list[Fact]:
        """The facts with some identifiers or IRIs, in their order; those that were asked for last are not read again.

        :raises GraphError: where there is none with one of them.
        """
        wanted = list(identifiers)
        known = self._known = self._known if self._known is not None else {}
        missing = [one for one in dict.fromkeys(wanted) if one not in known]
        known |= dict(zip(missing, super().facts_of(missing), strict=True))
        found = [known[one] for one in wanted]
        for one in wanted:
            known[one] = known.pop(one)  # to the end, where the latest are
        for oldest in list(known)[: max(0, len(known) - KEPT)]:
            del known[oldest]
        return found
