"""What the documents tell people to type and to open is there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from benchmarks.__main__ import PAGE, beside_what_people_wrote
from bot.cli import hansho
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
NAMED = re.compile(
    r"`((?:audit|bot|handlers|masking|policy|simulator|storage|tests|docs|benchmarks)/[\w./-]*)(?:::(\w+))?`"
)
LINKED = re.compile(r"\]\((?!https?:)([^)#]+)")
TYPED = re.compile(r"`([^`\n]+)`|^(?!\s)((?:hansho|make) .*)$", re.MULTILINE)


def typed(document: Path) -> list[list[str]]:
    """Command lines, in backticks or in blocks, as words."""
    spans = (one or other for one, other in TYPED.findall(document.read_text(encoding="utf-8")))
    return [span.split("#")[0].split() for span in spans if span.startswith(("hansho ", "make "))]


def problem(words: list[str]) -> str:
    """What is wrong with a line of ``hansho``: a command or an option that does not exist."""
    command: click.Command = hansho
    context = click.Context(hansho)
    for word in words[1:]:
        options = {option for parameter in command.params for option in parameter.opts}
        if word.startswith("--") and word not in options:
            return word
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(context, word)
            if found is None:
                return word
            command = found
    return ""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    """Nobody follows a link into nothing."""
    links = LINKED.findall(document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_exist(document: Path) -> None:
    """A decision that names a file, or a test in it, is read beside it."""
    for path, test in NAMED.findall(document.read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), path
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.name != "CHANGELOG.md"], ids=lambda p: p.name)
def test_commands_exist(document: Path) -> None:
    """Whoever types what stands there is not told that there is no such command."""
    targets = set(re.findall("^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    lines = typed(document)

    assert [words for words in lines if words[0] == "make" and words[1] not in targets] == []
    assert [words for words in lines if words[0] == "hansho" and problem(words)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_settings_exist(document: Path) -> None:
    """A setting that a page names is one that is read."""
    named = set(re.findall(r"HANSHO_([A-Z0-9_]+[A-Z0-9])\b", document.read_text(encoding="utf-8")))

    assert named - {name.upper() for name in Settings.model_fields} == set()


def test_a_new_measurement_leaves_what_people_wrote_about_the_last_ones() -> None:
    """`make bench` writes one table; the page's other sentences and figures are nobody's to overwrite."""
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    first, second = (beside_what_people_wrote(page, f"| {figure} ms |\n") for figure in (1, 2))

    assert first.replace("| 1 ms |", "| 2 ms |") == second
    assert set(page.splitlines()) - set(first.splitlines()) <= {
        line for line in page.splitlines() if line.startswith(("|", "Measured on:"))
    }
    with pytest.raises(ValueError, match="has no"):
        beside_what_people_wrote("# Benchmarks", "")
