"""LINE's rich menus as data: which there are, where their buttons stand, what each sends, and their pictures.

Limits: Messaging API reference, rich menu object and rich menu image (800–2,500 pixels wide, at least 250 high, width
at least 1.45 times the height, 1 MB, 20 areas, 14 characters in the chat bar).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from bot.language import sentences
from handlers.wording.menu import BAR, ENTRIES, Does, Entry
from policy.menu import Menu, key_of

WIDTH: Final = 1200
"""Pixels: as many as a phone's screen has, or more."""

ROW: Final = 280
WIDE: Final = 150
"""Height of a button that has a row of its own: a thumb's width."""
STRIP: Final = 110
"""Height of the red strip above the buttons while an alert lives."""

PREFIX: Final = "hansho:"
"""Names our menus among those that the account's owner made by hand, which stay."""

LANGUAGES: Final = ("ja", "en")
CAMERA: Final = "https://line.me/R/nv/camera/"
"""LINE URL scheme: opens the camera from the chat (phones only; the album stands beside it in the first question)."""

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""

PICTURES: Final = Path(__file__).parent / "pictures"
"""As ``python -m bot.line.draw`` draws them; kept, so that no server needs a Japanese font."""


@dataclass(frozen=True)
class RichMenu:
    """One of them."""

    menu: Menu
    live: bool
    language: str

    @property
    def key(self) -> str:
        """As ``handlers.home.Home.key``."""
        return key_of(self.menu, live=self.live, language=self.language)

    @cached_property
    def name(self) -> str:
        """With a hash of all that makes it up, so that one look at LINE's list tells whether it is there."""
        made = json.dumps(self._form(), sort_keys=True).encode() + self.picture
        return f"{PREFIX}{self.key}:{hashlib.sha256(made).hexdigest()[:16]}"

    @property
    def file(self) -> Path:
        """Where its picture lies."""
        return PICTURES / f"{self.key.replace(':', '-')}.png"

    @cached_property
    def picture(self) -> bytes:
        """PNG."""
        return self.file.read_bytes()

    @property
    def tiles(self) -> tuple[Entry, ...]:
        """The buttons that stand in columns."""
        return tuple(entry for entry in ENTRIES[self.menu] if not entry.wide)

    @property
    def columns(self) -> int:
        """Three where there are six of them."""
        return 3 if len(self.tiles) > 4 else 2  # noqa: PLR2004 - two rows of two

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return WIDTH, sum(height for _, (left, _, _, height) in self.boxes() if left == 0) + self._top

    def boxes(self) -> Iterator[tuple[Entry, Box]]:
        """Each button and where it stands, without a gap."""
        width, below = WIDTH // self.columns, self._top + -(-len(self.tiles) // self.columns) * ROW
        for number, entry in enumerate(self.tiles):
            row, column = divmod(number, self.columns)
            yield entry, (column * width, row * ROW + self._top, width, ROW)
        for number, entry in enumerate(entry for entry in ENTRIES[self.menu] if entry.wide):
            yield entry, (0, below + number * WIDE, WIDTH, WIDE)

    @property
    def _top(self) -> int:
        return STRIP if self.live else 0

    def form(self) -> dict[str, Any]:
        """As ``POST /v2/bot/richmenu`` takes it."""
        return {**self._form(), "name": self.name}

    def _form(self) -> dict[str, Any]:
        width, height = self.size
        areas = [_area(box, self._action(entry)) for entry, box in self.boxes()]
        if self.live:
            status = next(entry for entry in ENTRIES[self.menu] if entry.word == "状況")
            areas.append(_area((0, 0, WIDTH, STRIP), self._action(status)))
        return {
            "size": {"width": width, "height": height},
            "selected": True,
            "chatBarText": sentences(self.language)(BAR),
            "areas": areas,
        }

    def _action(self, entry: Entry) -> dict[str, Any]:
        t = sentences(self.language)
        word = t(entry.word)
        match entry.does:
            case Does.SAY:
                return {"type": "message", "label": word, "text": word}
            case Does.CAMERA:
                return {"type": "uri", "label": word, "uri": CAMERA}
            case Does.ENROL:
                # The words are ready, only the code is missing; the keyboard opens on phones.
                ready = {"inputOption": "openKeyboard", "fillInText": f"{word} "}
                return {"type": "postback", "label": word, "data": entry.does.value, **ready}


def _area(box: Box, action: dict[str, Any]) -> dict[str, Any]:
    left, top, width, height = box
    return {"bounds": {"x": left, "y": top, "width": width, "height": height}, "action": action}


def every() -> Iterator[RichMenu]:
    """All that there are; nothing is live for strangers and untrained people."""
    for language in LANGUAGES:
        for menu in Menu:
            yield RichMenu(menu, live=False, language=language)
            if menu not in (Menu.STRANGER, Menu.UNTRAINED):
                yield RichMenu(menu, live=True, language=language)


DEFAULT: Final = RichMenu(Menu.STRANGER, live=False, language="ja")
"""What everybody sees who is linked to none."""
