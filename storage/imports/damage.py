"""What a bad export leaves in a name: lost letters, and letters read in another encoding."""

from __future__ import annotations

import re

from policy.verdict import N_

_LOST = re.compile("[?？\ufffd〓]|&#x?[0-9a-f]+;", re.IGNORECASE)
"""What programs write for a letter that Shift_JIS doesn't have, such as 𠮷."""

_ODD = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")
"""Half-width kana and private letters: Japanese in EUC-JP or UTF-8 that was read as Shift_JIS is full of them."""

_WRONG = ("cp932", "latin-1", "cp1252")
"""In what UTF-8 is read by mistake."""


def damage(text: str) -> str | None:
    """What is wrong with the text and what to do (msgid); None if it reads as somebody wrote it."""
    if _LOST.search(text):
        return N_("「？」など、文字が失われた跡があります。元の文字に直し、UTF-8 で保存してください。")
    if _ODD.search(text) or any(_is_misread(text, encoding) for encoding in _WRONG):
        return N_("文字化けか半角カナがあります。UTF-8 で保存し直し、カナは全角で書いてください。")
    return None


def _is_misread(text: str, encoding: str) -> bool:
    """Whether these are UTF-8's bytes in other letters: no name comes out as valid UTF-8 by chance."""
    try:
        return not text.encode(encoding).decode().isascii()
    except UnicodeError:
        return False
