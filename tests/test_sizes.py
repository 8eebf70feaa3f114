"""A file fits a reader's patience, and a function their screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.test_architecture import HOUSES, ROOT

FILE, FUNCTION = 300, 40
"""Lines, as CONTRIBUTING.md says."""


def sources(*houses: str) -> Iterator[tuple[str, str]]:
    """Name and text of every module there."""
    for house in houses:
        for path in sorted((ROOT / house).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From its ``def`` to its end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_a_reader_bears() -> None:
    """Tests may be longer than what they test: a story is read from its beginning to its end."""
    too_long = {name for name, text in sources(*HOUSES) if text.count("\n") > FILE}
    too_long |= {name for name, text in sources("tests") if text.count("\n") > 500}
    assert not too_long


def test_no_function_is_longer_than_a_screen() -> None:
    """Only stories may be, which are in the tests."""
    functions = (
        (f"{name}:{node.name}", lines_of(node))
        for name, text in sources(*HOUSES)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert [name for name, lines in functions if lines > FUNCTION] == []
