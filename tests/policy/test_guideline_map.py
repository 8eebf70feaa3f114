"""docs/guideline-map.md is true: what it names exists, and what the rules cite stands in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from policy.clauses import CLAUSES

ROOT = Path(__file__).parents[2]
MAP = ROOT / "docs" / "guideline-map.md"
REQUIREMENTS = ROOT.parent / "shared" / "requirements.md"
NUMBER = re.compile(r"R-\d{3}")


@dataclass(frozen=True)
class Row:
    """One row of the map's first table."""

    requirement: str
    line: int
    rules: tuple[str, ...]
    tests: tuple[str, ...]


def table_rows(columns: int) -> Iterator[list[str]]:
    """The cells of every row that starts with a requirement and has so many columns."""
    for line in MAP.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == columns and NUMBER.fullmatch(cells[0]):
            yield cells


def named(cell: str) -> tuple[str, ...]:
    return tuple(re.findall("`([^`]+)`", cell))


ROWS = [Row(cells[0], int(cells[1]), named(cells[3]), named(cells[4])) for cells in table_rows(5)]
ELSEWHERE = {cells[0] for cells in table_rows(3)}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def member_of(body: list[ast.stmt], name: str) -> ast.stmt | None:
    """The function, class or constant of that name among the statements."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and statement.name == name:
            return statement
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return statement
    return None


def rule_exists(dotted: str) -> bool:
    """Whether the dotted name leads to a module of ours and on to something defined in it."""
    parts = dotted.split(".")
    for split in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:split])
        module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if not module.is_file():
            continue
        body = parsed(module).body
        for name in parts[split:]:
            found = member_of(body, name)
            if found is None:
                return False
            body = found.body if isinstance(found, ast.ClassDef) else []
        return True
    return False


def function_of(node_id: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The function behind ``file::function`` or ``file::Class::method``."""
    file, *names = node_id.split("::")
    path = ROOT / file
    body: list[ast.stmt] = parsed(path).body if path.is_file() else []
    found: ast.stmt | None = None
    for name in names:
        found = member_of(body, name)
        body = found.body if isinstance(found, ast.ClassDef) else []
    return found if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) else None


def cited_in_policy() -> dict[str, str]:
    """Requirement → a file of policy/ that cites it, in a docstring, a comment or a Deny."""
    return {
        number: path.name
        for path in sorted((ROOT / "policy").rglob("*.py"))
        if path.name != "clauses.py"
        for number in NUMBER.findall(path.read_text(encoding="utf-8"))
    }


def denying_clauses() -> set[str]:
    """The clause of every Deny(...) and Wording(...) anywhere in policy/."""
    found = set()
    for path in (ROOT / "policy").rglob("*.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Deny", "Wording"}:
                first = node.args[0]
                assert isinstance(first, ast.Constant | ast.Attribute), f"{path.name}:{node.lineno}"
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_the_map_has_rows() -> None:
    """R-127: the page is there and is a table."""
    assert len(ROWS) >= len(CLAUSES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement)
def test_what_a_row_names_exists(row: Row) -> None:
    """R-127: a rule or test that was renamed or removed is missed here, with its name."""
    assert row.rules
    assert row.tests
    assert [rule for rule in row.rules if not rule_exists(rule)] == []
    assert [test for test in row.tests if function_of(test) is None] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement)
def test_the_tests_of_a_row_cite_its_requirement(row: Row) -> None:
    """R-127: a test that is named for a requirement says so itself."""
    for test in row.tests:
        function = function_of(test)
        assert function is not None
        assert row.requirement in (ast.get_docstring(function) or ""), test


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement)
def test_lines_agree_with_the_clauses(row: Row) -> None:
    """R-127: one requirement, one line of the guideline."""
    assert row.requirement not in CLAUSES or CLAUSES[row.requirement].line == row.line


def test_whatever_the_rules_cite_stands_in_the_map() -> None:
    """R-127: no rule without a clause, a row and a test."""
    mapped = {row.requirement for row in ROWS}

    assert {number: file for number, file in cited_in_policy().items() if number not in mapped} == {}
    assert {number: file for number, file in cited_in_policy().items() if number not in CLAUSES} == {}
    assert denying_clauses() <= mapped


def test_no_clause_is_without_a_rule() -> None:
    """R-127: a clause that no rule cites any more is taken out."""
    assert sorted(set(CLAUSES) - set(cited_in_policy())) == []


def test_public_rules_cite_a_clause() -> None:
    """R-127: every public function of policy/ that answers with a verdict says on which clause it stands."""
    silent = [
        f"{path.name}:{node.name}"
        for path in sorted((ROOT / "policy").rglob("*.py"))
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if isinstance(node.returns, ast.Name) and node.returns.id == "Verdict"
        if node.name != "all_of" and not NUMBER.search(ast.get_docstring(node) or "")
    ]

    assert silent == []


def test_every_requirement_on_the_alert_is_mapped_or_explained() -> None:
    """R-127: what is left out is left out by name."""
    if not REQUIREMENTS.is_file():
        pytest.skip("the list of requirements is not part of this repository; it was checked where it is at hand")
    rows = re.findall(
        r"^\| (R-\d{3}) \| ([\d, –-]+)[^|]*\|(?:[^|]*\|){3} ([^|]*)\|", REQUIREMENTS.read_text(), re.MULTILINE
    )
    on_alerts = {number for number, _, concern in rows if "EA" in concern}

    assert len(on_alerts) > 60
    assert sorted(on_alerts - {row.requirement for row in ROWS} - ELSEWHERE) == []


def test_nothing_is_both_mapped_and_left_out() -> None:
    """R-127: a row takes the place of its explanation."""
    assert sorted(ELSEWHERE & {row.requirement for row in ROWS}) == []
