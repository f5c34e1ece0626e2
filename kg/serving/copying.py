"""A copy of a graph, as a folder that workers open: run as a process of its own, for a large one takes long.

The exit code is 2 where it fails, and standard output then says why, in one line.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg import ontology
from kg.errors import KgError
from kg.graph import folders
from kg.graph.store import GraphStore

FAILED = 2


def main() -> int:
    """Copy a graph: the arguments are the graph, the folder of the ontology, and the folder to write."""
    graph, folder, target = sys.argv[1:]
    try:
        folders.write(Path(target), GraphStore.open(graph, ontology.load(Path(folder))).quads())
    except KgError as error:
        # What failed to be written is nothing that the user named, nor are its parts.
        print(str(error).replace(f"{target}: ", "the server's copy of the graph ").partition(": While ")[0])
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
