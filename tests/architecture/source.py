"""The package's source as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "kg").rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def imports(path: Path, *, run_time: bool = False) -> Iterator[tuple[str, ast.stmt]]:
    """The modules that a file imports; with ``run_time`` without those for type checkers only."""
    skipped = _for_checkers(tree(path)) if run_time else set()
    for node in ast.walk(tree(path)):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{place(path, node)}: imports are absolute"
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def strings(path: Path) -> Iterator[ast.Constant]:
    """The string constants of a file that are no docstrings."""
    alone = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in alone:
            yield node


def identifiers(path: Path) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(tree(path)):
        for field in ("id", "attr", "arg", "name"):
            if isinstance(value := getattr(node, field, None), str):
                yield value, node


def _for_checkers(module: ast.Module) -> set[ast.AST]:
    conditions = (node for node in ast.walk(module) if isinstance(node, ast.If))
    blocks = (node for node in conditions if ast.unparse(node.test) == "TYPE_CHECKING")
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}
