"""Fuzz what takes bytes from outside, guided by coverage: ``python -m tests.fuzz.soak`` does all, or the targets named.

Each target runs in a process of its own, with atheris (https://github.com/google/atheris), from small examples and what
was found before. An input that takes more than 5 seconds or a gigabyte, that ends the process, or after which a target
raises what it must not, is kept in ``build/fuzz`` and told; so is any attempt to open a connection, or to write.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "fuzz"
SECONDS, MEGABYTES = 5, 1000
"""How long one input may take, and how much memory."""

INSTRUMENTED = ("kg", "markdown_it", "pypdf", "dateutil", "starlette")
"""The packages whose branches lead the search."""


def main() -> int:
    """Fuzz, one target after the other, and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="of tests/fuzz/targets.py")
    parser.add_argument("--runs", type=int, default=50_000, help="executions of each target")
    parser.add_argument("--seconds", type=int, default=600, help="the most that a target gets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        fuzz(chosen.child, sys.argv[0], chosen)
    from tests.fuzz.targets import TARGETS

    failed = [name for name in chosen.targets or TARGETS if not _run(name, chosen)]
    print(f"{'nothing' if not failed else ', '.join(failed)} failed")
    return int(bool(failed))


def _run(name: str, chosen: argparse.Namespace) -> bool:
    """Whether a target came through."""
    command = [sys.executable, "-m", "tests.fuzz.soak", "--child", name]
    command += [f"--runs={chosen.runs}", f"--seconds={chosen.seconds}", f"--seed={chosen.seed}"]
    KEPT.mkdir(parents=True, exist_ok=True)
    log = KEPT / f"{name}.log"
    with log.open("w") as output:
        code = subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, check=False).returncode
    text = log.read_text(errors="replace")
    runs = re.findall(r"stat::number_of_executed_units:\s+(\d+)", text)
    peak = re.findall(r"stat::peak_rss_mb:\s+(\d+)", text)
    slowest = re.findall(r"stat::slowest_unit_time_sec:\s+(\d+)", text)
    told = f"{runs[-1]:>8} executions · slowest {slowest[-1]} s · {peak[-1]} MB" if runs else f"see {log}"
    print(f"{name:14} {told} · {'fine' if code == 0 else 'FAILED'}", flush=True)
    return code == 0


def fuzz(name: str, program: str, chosen: argparse.Namespace) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(
        include=["kg", "markdown_it", "pypdf", "dateutil", "starlette"], enable_loader_override=False
    ):
        from tests.fuzz import seeds
        from tests.fuzz.guards import watched
        from tests.fuzz.targets import TARGETS, fits, known

    known()
    target = TARGETS[name]
    corpus, found = KEPT / name, KEPT / f"{name}-"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds.of(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
        fits(seed, target)  # what is loaded once is loaded now
    words = KEPT / f"{name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in seeds.words(name)))
    watched()
    atheris.Setup(
        [
            program,
            str(corpus),
            f"-runs={chosen.runs}",
            f"-max_total_time={chosen.seconds}",
            f"-seed={chosen.seed}",
            f"-timeout={SECONDS}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-artifact_prefix={found}",
            f"-dict={words}",
            "-max_len=4096",
            "-print_final_stats=1",
            "-verbosity=0",
        ],
        lambda content: fits(content, target) and None,
    )
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
