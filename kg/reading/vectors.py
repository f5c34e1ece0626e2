"""Word vectors, remembered.

What a spaCy model makes of a word before it looks at the neighbours depends on the word's own features alone: hashed
embeddings of its norm, prefix, suffix and shape (Miranda et al., 2022, "Multi hash embeddings in spaCy"), mixed by one
layer. Asked once for each such word, it takes next to no time; the vectors are the same to the bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc
    from thinc.api import Model

MOST = 20_000
"""How many words are remembered; then the memory begins anew."""
FEATURES, DOCUMENTS = "extract_features", "ragged2list"
"""The first and the last layer of an embedding that looks at each word by itself, as thinc names them."""


def remember(pipeline: Pipeline) -> None:
    """Let every embedding of a pipeline that looks at each word by itself remember its vectors.

    Embeddings of another make, as those of a transformer, and those on a graphics card stay as they are.
    """
    from spacy.pipeline import TrainablePipe
    from thinc.api import NumpyOps

    trained = (component.model for _, component in pipeline.pipeline if isinstance(component, TrainablePipe))
    for model in trained:
        for node in list(model.walk()) if isinstance(model.ops, NumpyOps) else ():
            if node.layers and node.layers[0].name == FEATURES and node.layers[-1].name == DOCUMENTS:
                model.replace_node(node, _remembered(node))


class Vectors:
    """The vectors of words by their features, as an embedding makes them of each word by itself."""

    def __init__(self, embedding: Model[Any, Any]) -> None:
        self._layers, self._numpy = embedding.layers[1:], embedding.ops.xp
        self._places: dict[bytes, int] = {}
        self._vectors = self._numpy.empty((0, 0))

    def of(self, features: Sequence[NDArray[Any]]) -> list[NDArray[np.float32]]:
        """The vectors (words, width) of the words of documents, each given by its features (words, columns)."""
        rows = self._numpy.concatenate(features)
        keys = rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist()
        new = {key: i for i, key in enumerate(keys) if key not in self._places}
        if len(self._places) + len(new) > len(self._vectors):
            self._places, new = {}, {key: i for i, key in enumerate(keys)}
        if new:
            self._learn(list(new), rows[list(new.values())])
        ends = self._numpy.cumsum([len(words) for words in features])
        vectors = self._vectors[[self._places[key] for key in keys]]
        return list(self._numpy.split(vectors, ends[:-1]))

    def _learn(self, keys: Sequence[bytes], features: NDArray[Any]) -> None:
        made: Any = [features]
        for layer in self._layers:
            made = layer.predict(made)
        (vectors,), start = made, len(self._places)
        if not start:
            self._vectors = self._numpy.empty((max(MOST, len(keys)), vectors.shape[1]), dtype=vectors.dtype)
        self._vectors[start : start + len(keys)] = vectors
        self._places.update(zip(keys, range(start, start + len(keys)), strict=True))


def _remembered(embedding: Model[Any, Any]) -> Model[Any, Any]:
    """An embedding that asks its layers once for each word."""
    from thinc.api import Model

    columns = embedding.layers[0].attrs["columns"]
    vectors = Vectors(embedding)

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
        if is_train or not any(map(len, docs)):
            return embedding(docs, is_train)
        features = [doc.to_array(columns).reshape((len(doc), len(columns))) for doc in docs]
        return vectors.of(features), lambda _gradients: []

    return Model("remembered", forward, layers=[embedding])
