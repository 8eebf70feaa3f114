"""A shop of a network, and the notices that are printed for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.paper.seal import Print
from bot.paper.sheet import Size, sheet
from bot.web.links import Signer
from bot.web.public.facts import Facts
from policy.notices.posting import Kind
from policy.rules import Rules

RULES = Rules(
    desk_telephone="03-0000-0000",
    desk_hours="平日 9:00–17:00",
    desk_address="東京都さくら市本町1-2-3 さくら商店会館2階",
)
Printer = Callable[..., bytes]


@pytest.fixture(scope="session", autouse=True)
def printed(letters: None) -> None:
    """All of this is."""


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer("a secret of these tests alone, and long enough", "https://hansho.example.jp")


def view(store: str = "まるふく書店 さくら通り本店", rules: Rules = RULES) -> Facts:
    return Facts("さくら通り商店街", store, "/r/MARUFUKU/HONTEN", rules, (), (), None, 0)


def made(kind: Kind = Kind.POSTER, version: str = "3f9a1c2b4d5e") -> Print:
    return Print(kind, "MARUFUKU", "HONTEN", version)


@pytest.fixture(scope="session")
def notices(signer: Signer) -> dict[tuple[Kind, Size], bytes]:
    """Each sheet, once."""
    return {(kind, size): sheet(made(kind), size, view(), signer) for kind in Kind for size in Size}
