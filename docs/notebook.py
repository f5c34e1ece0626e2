"""A notebook with fresh outputs: its cells run in a Jupyter kernel."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 300
"""How long a cell may take."""


def refreshed(text: str, folder: Path) -> str:
    """A notebook whose outputs are what its cells give when they run in a folder.

    :raises nbclient.exceptions.CellExecutionError: where one fails.
    """
    notebook = nbformat.reads(text, as_version=4)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_PLATFORM_DIRS": "1"}
    with tempfile.TemporaryDirectory() as sockets:
        # The kernel is reached through files, not through ports.
        settings = Config(KernelManager={"transport": "ipc", "ip": f"{sockets}/kernel"})
        client = NotebookClient(notebook, config=settings, timeout=SECONDS, kernel_name="python3", record_timing=False)
        client.execute(cwd=str(folder), env=environment)
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number}", {}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return nbformat.writes(notebook) + "\n"
