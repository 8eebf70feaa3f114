"""What goes on record was chosen by somebody: no form of the desk has an answer ready that nobody gave."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

import bot.web

TEMPLATES = sorted((Path(bot.web.__file__).parent / "templates" / "desk").glob("*.html"))
SELECT = re.compile(r'<select name="(?P<name>[^"]+)"(?P<how>[^>]*)>(?P<options>.*?)</select>', re.DOTALL)
NOTHING = ('<option value="">', "{{ unchosen(t) }}", '(("", ""),')

STANDS: Final = {
    ("incident.html", "{{ name }}"): "how the incident is classified now, or that nobody knows",
    ("incident.html", "kind"): "what was reported as",
    ("incident.html", "case"): "the alerts that it is about",
    ("reaching.html", "metres"): "a radius to look at; nothing is recorded",
    ("records.html", "form"): "of what kind the file is",
}
"""What may be there already, and why."""


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_chosen_before_somebody_chooses(template: Path) -> None:
    """R-007, R-061, R-097: no reason, purpose, decision or paper that was looked at is the first of a list."""
    for found in SELECT.finditer(template.read_text(encoding="utf-8")):
        ready = not any(one in found["options"] for one in NOTHING)
        if (template.name, found["name"]) in STANDS and ready:
            continue
        assert not ready, f"{template.name}: {found['name']}"


def test_what_may_be_ready_is_there() -> None:
    """Nothing of the list above has gone."""
    there = {
        (template.name, found["name"])
        for template in TEMPLATES
        for found in SELECT.finditer(template.read_text(encoding="utf-8"))
    }
    assert STANDS.keys() <= there
