"""docs/architecture.md is true: what it names exists, what it draws is what import-linter holds us to."""

from __future__ import annotations

import pkgutil
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SENTENCES = "".join(re.findall('^msgid "(.*)"', (ROOT / "bot/locale/en.po").read_text(encoding="utf-8"), re.MULTILINE))
LINTED: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
HOUSES: list[str] = LINTED["root_packages"]

QUOTED = re.findall("`([^`]+)`", re.sub("```.*?```", "", PAGE, flags=re.DOTALL))
PATHS = [quoted for quoted in QUOTED if re.fullmatch(r"[\w.-]*/[\w./-]*|[\w.-]+\.(py|md|toml|example)", quoted)]
NAMES = [quoted for quoted in QUOTED if re.fullmatch(rf"({'|'.join(HOUSES)})(\.\w+)+", quoted) and quoted not in PATHS]


def section(title: str) -> str:
    """What stands under a heading."""
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def table(text: str, first: str) -> list[list[str]]:
    """The cells of the table whose first column is called so, without its head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    heads = [number for number, row in enumerate(rows) if set(row[0]) == {"-"}]
    start = next(number for number in heads if rows[number - 1][0] == first) + 1
    end = next((number - 1 for number in heads if number > start), len(rows))
    return rows[start:end]


def drawn() -> dict[str, set[str]]:
    """House → the houses it points at in the picture, and those behind them."""
    arrows = re.findall(r"^ *(\w+)(?:\[.*?\])? --> ([\w &]+)$", PAGE, re.MULTILINE)
    ways = {
        house: {there for start, ends in arrows if start == house for there in ends.split(" & ")} for house in HOUSES
    }
    for _ in HOUSES:
        ways = {house: there.union(*(ways[next_one] for next_one in there)) for house, there in ways.items()}
    return ways


def contracted() -> dict[str, set[str]]:
    """House → the houses it may import by the contracts of pyproject.toml."""
    layers = next(contract["layers"] for contract in LINTED["contracts"] if contract["type"] == "layers")
    floors = [set(layer.split(" | ")) for layer in layers]
    ways: dict[str, set[str]] = {house: set(HOUSES) - {house} for house in HOUSES}
    for number, floor in enumerate(floors):
        for house in floor:
            ways[house] -= set().union(*floors[: number + 1])
    for contract in LINTED["contracts"]:
        if contract["type"] == "forbidden":
            for house in ways.keys() & contract["source_modules"]:
                ways[house] -= set(contract["forbidden_modules"])
    return ways


def test_the_picture_of_the_houses_is_what_import_linter_allows() -> None:
    """Somebody who trusts the arrows is not refused by the linter, and somebody it lets through has seen the arrow."""
    assert drawn() == contracted()


def test_every_file_on_the_page_is_there() -> None:
    """A file that was moved or renamed is missed here, with its name."""
    assert [path for path in PATHS if not (ROOT / path).exists()] == []


def test_every_name_on_the_page_is_in_the_code() -> None:
    """A function, class or word that was renamed is missed here, with its name."""
    dotted = [quoted for quoted in QUOTED if re.fullmatch(r"\w+(\.\w+)+", quoted) and quoted not in PATHS]

    assert [name for name in dotted if not found(name)] == []


def test_the_test_that_the_page_runs_is_there() -> None:
    """Whoever copies the line runs a test."""
    file, test = re.findall(r"(tests/\S+)::(\w+)", PAGE)[0]

    assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")


def found(name: str) -> bool:
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def test_the_houses_and_the_rooms_of_handlers_are_all_there() -> None:
    """No room is built, and none torn down, without the map."""
    text = section("The houses")
    rooms = {
        f"`handlers/{path.name}{'/' if path.is_dir() else ''}`"
        for path in (ROOT / "handlers").iterdir()
        if not path.name.startswith("__")
    }

    assert [row[0] for row in table(text, "house")] == [f"`{house}/`" for house in sorted(HOUSES, key=_as_drawn)]
    assert {row[0] for row in table(text, "room")} == rooms


def _as_drawn(house: str) -> int:
    """From the roof down, as the table has them."""
    return ["bot", "handlers", "storage", "masking", "policy", "audit", "simulator"].index(house)


def test_the_words_people_read_are_on_our_cards_and_pages() -> None:
    """A word of the glossary is one that the interface uses, and each names its place in the code."""
    rows = table(section("Words"), "Japanese")

    assert [word for word, _, _ in rows if word not in SENTENCES] == []
    assert [word for word, _, code in rows if code.strip("`") not in NAMES] == []


def test_each_of_our_own_words_names_its_place_in_the_code() -> None:
    """No word without a place to look it up."""
    assert [word for word, _, code in table(section("Words"), "word") if not named(code)] == []


def test_each_recipe_and_each_answer_names_places() -> None:
    """A recipe without a place is advice."""
    recipes = re.findall(r"^\*\*(.*?)\*\*(.*)$", section("Recipes"), re.MULTILINE)
    answers = re.findall(r"^\d+\. \*\*(.*?)\*\*(.*)$", section("Questions of a stranger"), re.MULTILINE)

    assert len(recipes) >= 7
    assert len(answers) == 11
    assert [title for title, text in [*recipes, *answers] if not named(text) and "pytest" not in text] == []


def named(text: str) -> bool:
    return any(quoted in PATHS or quoted in NAMES for quoted in re.findall("`([^`]+)`", text))


def test_the_page_stays_a_map() -> None:
    """What doesn't fit belongs into the code."""
    assert len(PAGE.splitlines()) <= 250
