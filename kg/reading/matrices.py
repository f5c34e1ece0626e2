"""Matrix products at the speed of numpy, in which a row is the same to the bit wherever it stands.

A model that reads many sentences at once multiplies all their words by its weights. The library that thinc has for it
(BLIS) makes the same row of the same word whatever stands beside it, but is several times slower than numpy's on a
processor that is younger than itself. With numpy a row may depend on how many there are and on its place among them:
hardly ever in blocks of one size, by one thread. Where a trial shows that it does not, a pipeline multiplies that way.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language as Pipeline
    from thinc.api import NumpyOps

ROWS = 128
"""How many rows are multiplied at once."""


def quicken(pipeline: Pipeline) -> None:
    """Let the models of a pipeline multiply in blocks, where that is even for all their weights."""
    from spacy.pipeline import TrainablePipe
    from thinc.api import NumpyOps

    trained = (component.model for _, component in pipeline.pipeline if isinstance(component, TrainablePipe))
    nodes = [node for model in trained for node in model.walk() if type(node.ops) is NumpyOps]
    weights = [node.get_param("W") for node in nodes if node.has_param("W")]
    if all(even(weight.reshape((-1, weight.shape[-1]))) for weight in weights):
        for node in nodes:
            node.ops = in_blocks()


def even(weights: NDArray[Any]) -> bool:
    """Whether equal rows, multiplied in a block by the transpose of some weights, come out equal at every place.

    The heaviest of the weights' own rows is tried: one of zeros would be equal everywhere.
    """
    rows = weights[[abs(weights).sum(axis=1).argmax()]].repeat(ROWS, axis=0)
    found = in_blocks().gemm(rows, weights, trans2=True)
    return bool((found == found[0]).all())


@cache
def in_blocks() -> NumpyOps:
    """The operations of thinc, with products in blocks."""
    from thinc.api import NumpyOps
    from threadpoolctl import ThreadpoolController

    threads = ThreadpoolController()

    class InBlocks(NumpyOps):  # type: ignore[misc] # thinc has no types for it
        def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            if trans1 or not trans2:  # training alone asks for that
                return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            found = self.xp.empty((len(x), len(y)), dtype=x.dtype) if out is None else out
            whole = len(x) - len(x) % ROWS
            with threads.limit(limits=1, user_api="blas"):
                for i in range(0, whole, ROWS):
                    self.xp.dot(x[i : i + ROWS], y.T, out=found[i : i + ROWS])
                if whole < len(x):
                    rest = self.xp.zeros((ROWS, x.shape[1]), dtype=x.dtype)
                    rest[: len(x) - whole] = x[whole:]
                    found[whole:] = self.xp.dot(rest, y.T)[: len(x) - whole]
            return found

    return InBlocks()
