"""docs/guideline-map.md is true: every requirement has its state, and what a row names exists and cites it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from policy.clauses import CLAUSES
from tests.policy.guideline_rows import HELD, MAP, NUMBER, ROOT, ROWS, Row

SECTIONS = (
    range(1, 12),
    range(20, 34),
    range(40, 51),
    range(60, 66),
    range(70, 79),
    range(80, 102),
    range(110, 128),
    range(130, 146),
)
"""The requirements of each section of the guideline, as we number them."""

NUMBERS = [f"R-{number:03}" for section in SECTIONS for number in section]

CONCERNS = {"alert", "registry", "paperwork"}
"""What a requirement that is not met yet waits for."""


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
    """Whether the name leads to a function, method or table of ours, which can be taken away; a class can't."""
    parts = dotted.split(".")
    for split in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:split])
        module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if not module.is_file():
            continue
        body: list[ast.stmt] = parsed(module).body
        found: ast.stmt | None = None
        for name in parts[split:]:
            found = member_of(body, name)
            body = found.body if isinstance(found, ast.ClassDef) else []
        return found is not None and not isinstance(found, ast.ClassDef)
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


def test_every_requirement_has_one_row() -> None:
    """R-127: none is forgotten, none stands twice, and they come in the guideline's order."""
    assert [row.requirement for row in ROWS] == NUMBERS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement)
def test_a_row_says_where_it_stands(row: Row) -> None:
    """R-127: what works is shown, what is thin says what is missing, what is not there says what it waits for."""
    held = bool(row.rules), bool(row.tests)
    match row.state:
        case "works":
            assert held == (True, True)
            assert not row.more
        case "thin":
            assert held == (True, True)
            assert row.more
        case other:
            assert other == "not yet"
            assert held == (False, False)
            assert set(row.more.split(", ")) <= CONCERNS


def test_the_numbers_that_people_read_are_true() -> None:
    """R-127: how much works is said on the page and in the README, and it is what the rows add up to."""
    count = Counter(row.state for row in ROWS)
    works, thin, open_ = count["works"], count["thin"], count["not yet"]
    page, readme = (path.read_text(encoding="utf-8") for path in (MAP, ROOT / "README.md"))

    assert f"makes {len(ROWS)} requirements: **{works} work, {thin} in part, {open_} not yet.**" in page
    assert f"{works} of its {len(ROWS)} requirements work, {thin} in part" in readme


@pytest.mark.parametrize("row", HELD, ids=lambda row: row.requirement)
def test_what_a_row_names_exists(row: Row) -> None:
    """R-127: a rule or test that was renamed or removed is missed here, with its name."""
    assert [rule for rule in row.rules if not rule_exists(rule)] == []
    assert [test for test in row.tests if function_of(test) is None] == []


@pytest.mark.parametrize("row", HELD, ids=lambda row: row.requirement)
def test_the_tests_of_a_row_cite_its_requirement(row: Row) -> None:
    """R-127: a test that is named for a requirement says so itself."""
    for test in row.tests:
        function = function_of(test)
        assert function is not None
        assert row.requirement in (ast.get_docstring(function) or ""), test


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement)
def test_lines_agree_with_the_clauses(row: Row) -> None:
    """R-127: one requirement, one line of the guideline."""
    spans = [range(int(first), int(last or first) + 1) for first, last in re.findall(r"(\d+)(?:–(\d+))?", row.lines)]

    assert spans
    assert row.requirement not in CLAUSES or any(CLAUSES[row.requirement].line in span for span in spans)


def test_whatever_the_rules_cite_stands_in_the_map() -> None:
    """R-127: no rule without a clause, a row and a test."""
    mapped = {row.requirement for row in HELD}

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
