"""The environment of the peers that kg is measured against and does not need itself, made when first asked for."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from benchmarks.costs import ROOT

LOCK = ROOT / "benchmarks/peers.txt"
PLACE = ROOT / ".cache/peers"


def python() -> Path:
    """The interpreter of the environment that ``benchmarks/peers.txt`` describes.

    :raises subprocess.CalledProcessError: where something cannot be installed.
    """
    interpreter, stamp = PLACE / "bin/python", PLACE / "stamp"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing what {LOCK.relative_to(ROOT)} lists into {PLACE.relative_to(ROOT)} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=True)
        install = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
        subprocess.run([interpreter, *install], check=True)
        stamp.write_text(wanted)
    return interpreter
