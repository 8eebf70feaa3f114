"""Draws the pictures of LINE's menus anew: ``python -m bot.line.draw``, wherever a Japanese font is installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.language import sentences
from bot.line.looks import ACCENT, INK, MUTED, WHITE
from bot.line.menus import PICTURES, STRIP, Box, RichMenu, every
from handlers.cards import Tone
from handlers.wording.menu import LIVE, Does, Entry

FONTS: Final = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    Path("/System/Library/Fonts/ヒラギノ角ゴシック W6.ttc"),
    Path("C:/Windows/Fonts/YuGothB.ttc"),
)
"""Debian, Arch, macOS, Windows."""

GAP, ROUND = 10, 22
GROUND = "#DDE2E8"
LABEL, ABOUT, STRIP_TEXT, DISC = 56, 33, 52, 50
"""Pixels of 1,200: on a phone 3.3 mm, 1.9 mm and 3 mm high; ``DISC`` is a radius."""


class NoFont(Exception):
    """日本語のフォントがありません。Noto Sans CJK を入れてください。 / Install fonts-noto-cjk and run it again."""


def draw(menu: RichMenu) -> Image.Image:
    """A tile for each button: a letter in a disc, the word that it says, and what that is for."""
    picture = Image.new("RGB", menu.size, GROUND)
    pen, t = ImageDraw.Draw(picture), sentences(menu.language)
    if menu.live:
        pen.rectangle((0, 0, menu.size[0], STRIP), ACCENT[Tone.ALERT])
        words = f"鐘　{t(LIVE)}"
        pen.text((menu.size[0] / 2, STRIP / 2), words, WHITE, _font(STRIP_TEXT, words, menu.size[0]), anchor="mm")
    for number, (entry, box) in enumerate(menu.boxes()):
        loud = entry.word == "状況" if menu.live else number == 0
        colour = ACCENT[Tone.ALERT if menu.live else Tone.QUESTION]
        if entry.wide:
            _bar(pen, menu, entry, box)
        else:
            _tile(pen, menu, entry, box, colour if loud else WHITE)
    return picture.quantize(64)


def _tile(pen: ImageDraw.ImageDraw, menu: RichMenu, entry: Entry, box: Box, ground: str) -> None:
    left, top, width, height = box
    middle, plain, t = left + width / 2, ground == WHITE, sentences(menu.language)
    pen.rounded_rectangle((left + GAP, top + GAP, left + width - GAP, top + height - GAP), ROUND, ground)
    disc = (middle, top + height * 0.31)
    _disc(pen, entry, disc, ACCENT[Tone.PLAIN] if plain else WHITE, ground)
    word, about = t(entry.word), t(entry.about)
    pen.text((middle, top + height * 0.62), word, INK if plain else WHITE, _font(LABEL, word, width), anchor="mm")
    pen.text((middle, top + height * 0.81), about, MUTED if plain else WHITE, _font(ABOUT, about, width), anchor="mm")


def _bar(pen: ImageDraw.ImageDraw, menu: RichMenu, entry: Entry, box: Box) -> None:
    """A row of its own: the letter at the left, the word and what it is for beside each other."""
    left, top, width, height = box
    middle, t = top + height / 2, sentences(menu.language)
    pen.rounded_rectangle((left + GAP, top + GAP, left + width - GAP, top + height - GAP), ROUND, WHITE)
    _disc(pen, entry, (left + 110, middle), ACCENT[Tone.STOP], WHITE)
    word, about = t(entry.word), t(entry.about)
    pen.text((left + 200, middle), word, INK, _font(LABEL, word, width / 2), anchor="lm")
    pen.text((left + width - 60, middle), about, MUTED, _font(ABOUT, about, width / 2 - 60), anchor="rm")


def _disc(pen: ImageDraw.ImageDraw, entry: Entry, middle: tuple[float, float], colour: str, ground: str) -> None:
    x, y = middle
    if entry.does is Does.CAMERA:
        pen.rounded_rectangle((x - 62, y - 38, x + 62, y + 44), 14, colour)
        pen.rounded_rectangle((x - 24, y - 54, x + 24, y - 30), 8, colour)
        pen.ellipse((x - 28, y - 24, x + 28, y + 32), ground)
        pen.ellipse((x - 17, y - 13, x + 17, y + 21), colour)
        return
    pen.ellipse((x - DISC, y - DISC, x + DISC, y + DISC), colour)
    pen.text(middle, entry.symbol, ground, _font(DISC, entry.symbol, 2 * DISC + 60), anchor="mm")


def _font(size: int, words: str, width: float) -> ImageFont.FreeTypeFont:
    """As large as asked, or smaller where the words would not fit between the tile's edges.

    Raises:
        NoFont: none of ``FONTS`` is there.
    """
    file = next((font for font in FONTS if font.exists()), None)
    if file is None:
        raise NoFont(NoFont.__doc__)
    font = ImageFont.truetype(file, size)
    room = width - 5 * GAP
    return font if font.getlength(words) <= room else ImageFont.truetype(file, int(size * room / font.getlength(words)))


def main() -> None:
    """All of them, in place of those that were there."""
    PICTURES.mkdir(exist_ok=True)
    for menu in every():
        draw(menu).save(menu.file, optimize=True)
        sys.stdout.write(f"{menu.file.name}\n")


if __name__ == "__main__":
    try:
        main()
    except NoFont as error:
        sys.exit(str(error))
