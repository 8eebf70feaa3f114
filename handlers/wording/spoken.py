"""How one says the letters of a number or a secret on the telephone, so that B is not heard as D (R-070)."""

from __future__ import annotations

from typing import Final

from policy.verdict import N_

SPOKEN: Final = {
    "A": N_("アメリカのA"),
    "B": N_("ボストンのB"),
    "C": N_("カナダのC"),
    "D": N_("デンマークのD"),
    "E": N_("英語のE"),
    "F": N_("フランスのF"),
    "G": N_("ゴルフのG"),
    "H": N_("ホテルのH"),
    "J": N_("ジャパンのJ"),
    "K": N_("ケニアのK"),
    "M": N_("メキシコのM"),
    "N": N_("日本のN"),
    "P": N_("パリのP"),
    "Q": N_("クイーンのQ"),
    "R": N_("ローマのR"),
    "S": N_("スペインのS"),
    "T": N_("東京のT"),
    "U": N_("ユニオンのU"),
    "V": N_("ビクトリーのV"),
    "W": N_("ワシントンのW"),
    "X": N_("エックス線のX"),
    "Y": N_("横浜のY"),
    "Z": N_("ゼブラのZ"),
    "-": N_("ハイフン"),
}
"""Msgids; digits are said as they stand."""


def spoken(letters: str) -> tuple[str, ...]:
    """Letter by letter (msgids)."""
    return tuple(SPOKEN.get(letter, letter) for letter in letters)
