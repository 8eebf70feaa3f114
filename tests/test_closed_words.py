"""A word of a closed vocabulary is written once, where it is defined; everywhere else it is used by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
HOUSES = ("policy", "storage", "handlers", "bot")


class Use(NamedTuple):
    """A word as a string in the code."""

    file: str
    line: int
    word: str


class Other(NamedTuple):
    """Words that mean something else in this file or folder, and what."""

    where: str
    words: frozenset[str]
    why: str


def other(where: str, words: str, why: str) -> Other:
    return Other(where, frozenset(words.split()), why)


OTHERS = (
    other("bot/cli/__init__.py", "worker", "a command of the command line"),
    other("bot/line/", "text video failed primary reply camera", "LINE's JSON, and what a receipt says"),
    other("bot/slack/", "text form case photo submit", "Slack's JSON, and what we put into it for ourselves"),
    other("bot/health.py", "status", "JSON of /healthz"),
    other("bot/listening.py", "none", "uvicorn's word for no WebSockets"),
    other("bot/cli/__init__.py", "mask", "a command"),
    other("bot/cli/network.py", "return", "commands"),
    other("bot/cli/members.py", "return", "a command"),
    other("bot/cli/checks.py", "masking", "what the doctor looks at"),
    other("bot/cli/pictures.py", "picture reason", "an argument of the command, and its JSON"),
    other("bot/web/backdrop.py", "features", "GeoJSON"),
    other("bot/web/viewer.py", "reason", "a field of the page's own form"),
    other("bot/web/desk/acts.py", "return resume", "the last part of an address"),
    other("bot/web/desk/stores.py", "return resume", "the last part of an address"),
    other("bot/web/desk/forms.py", "text", "an input's type"),
    other("bot/web/desk/webauthn.py", "none", "WebAuthn: no attestation"),
    other("bot/web/desk/log.py", "case", "a field of a ledger entry"),
    other("bot/web/desk/rooms.py", "alert store", "templates"),
    other("bot/web/desk/people_rooms.py", "store", "the last part of an address"),
    other("bot/web/public/", "answer token contact", "templates and fields of forms"),
    other("bot/web/desk/request_forms.py", "refused reason", "fields of a form"),
    other("policy/rights.py", "contact", "a field of a form"),
    other("policy/decision.py", "refused", "a field of a form"),
    other("bot/web/links.py", "form", "what a signature is for"),
    other("bot/web/material.py", "room strokes", "JSON that the editor draws from"),
    other("handlers/wording/", "form reason", "an argument of a button"),
    other("handlers/routing.py", "form reason", "an argument of a button"),
    other(
        "handlers/wording/__init__.py",
        "alert assess browser device digest hand hold doubt report stop training unsent video",
        "modules",
    ),
    other(
        "bot/web/desk/asking.py",
        "alert case reason report step stop withdraw",
        "parts of addresses and fields of forms",
    ),
    other("bot/trial.py", "token", "a field of a form"),
    other("bot/web/desk/incident_rooms.py", "report", "a field of a form, and a template"),
    other("bot/web/desk/incidents.py", "bad care good", "classes of style"),
    other("bot/web/desk/reports.py", "bad good", "classes of style"),
    other("handlers/case/sealed.py", "event_at form ground", "fields of the sealed report"),
    other("handlers/alert/neighbours.py", "unknown", "where somebody was seen, in the ledger"),
    other("policy/approval.py", "picture text audience", "what the binding is made of: a new name is a new hash"),
    other("policy/content.py", "goods event_at direction travel features", "lines of the alert, bound as the others"),
    other("policy/guideline.py", "lapse", "a place in a sentence"),
    other("policy/quality.py", "text", "a flaw's name"),
    other("handlers/retention/held.py", "store ending report reasons", "fields of what is read and handed over"),
    other("handlers/network/measures.py", "case store", "fields of a ledger entry"),
    other("handlers/retention/replay.py", "store", "a field of a ledger entry"),
    other("handlers/retention/restore.py", "case store", "fields of a ledger entry"),
    other("storage/ledger.py", "case", "a field of a ledger entry"),
    other("storage/figures.py", "case", "a field of a ledger entry"),
    other("storage/migrate.py", "head", "Alembic's newest version"),
    other("storage/outbox.py", "answered", "a column"),
    other("storage/tables/picture_state.py", "video problem", "fields of the column's JSON"),
)


def files() -> Iterator[tuple[str, ast.Module]]:
    """All modules but migrations, which keep the words of their day."""
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def definitions(file: str, tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings in the body of each ``StrEnum``, and the names of places in the vault."""
    for node in ast.walk(tree):
        vocabulary = isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "StrEnum" for base in node.bases)
        place = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Place" and file == "storage/places.py"
        statements = [part for part in ast.iter_child_nodes(node) if place or isinstance(part, ast.Assign)]
        if vocabulary or place:
            for part in statements:
                yield from strings(part)


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def uses() -> list[Use]:
    """Every string of the code that is a word of some vocabulary and stands outside the definitions."""
    modules = list(files())
    defined = [constant for module in modules for constant in definitions(*module)]
    words, here = {str(constant.value) for constant in defined}, set(map(id, defined))
    return [
        Use(file, constant.lineno, str(constant.value))
        for file, tree in modules
        for constant in strings(tree)
        if constant.value in words and id(constant) not in here
    ]


def allowed(use: Use) -> bool:
    return any(use.file.startswith(other.where) and use.word in other.words for other in OTHERS)


def test_states_kinds_topics_purposes_and_places_are_called_by_name() -> None:
    """A misspelt word in a string is found by nobody; a misspelt name is found by mypy."""
    assert [use for use in uses() if not allowed(use)] == []


def test_no_exception_outlives_its_reason() -> None:
    """What means something else somewhere is still written there."""
    found = uses()

    for other in OTHERS:
        assert other.words <= {use.word for use in found if use.file.startswith(other.where)}, other
