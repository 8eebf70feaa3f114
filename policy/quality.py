"""When a masked picture may mislead, and what it takes to use it all the same (guideline L115)."""

from __future__ import annotations

from dataclasses import dataclass

from policy.assessment import check_reason
from policy.facts import QualityFacts
from policy.rules import Rules
from policy.verdict import N_, Allow, Deny, Verdict

LEAST_SIZE = 120
"""Pixels. EN 62676-4 asks for 62.5 px a metre to observe somebody, clothes included: 106 px for 1.7 m, and some more,
since the head is filled."""

LEAST_BRIGHTNESS = 25
"""Percent. Of 70 people in everyday photographs one lay below; with a quarter of the light 97 % did."""

MOST_BLUR = 60
"""Percent. None of 70 people in everyday photographs lay above; blurred by 2 % of their height 97 % did."""


@dataclass(frozen=True)
class Flaw:
    """One thing that may mislead.

    Attributes:
        name: Word for the ledger and for pages: small, dark, blurred or text.
        sentence: Japanese (gettext msgid) with ``{name}`` places; says the number, what would do, and what helps.
        values: What fills the places.
    """

    name: str
    sentence: str
    values: dict[str, int]


def flaws(quality: QualityFacts | None) -> tuple[Flaw, ...]:
    """R-041, L115: an unclear picture makes people mistake somebody for somebody else; letters may say a name."""
    if quality is None:
        return ()
    found = []
    if quality.size < LEAST_SIZE:
        sentence = N_(
            "対象者が小さく写っています（{size}ピクセル、{least}以上ならよく見えます）。もっと大きく写った写真はありませんか。"
        )
        found.append(Flaw("small", sentence, {"size": quality.size, "least": LEAST_SIZE}))
    if quality.brightness < LEAST_BRIGHTNESS:
        sentence = N_(
            "対象者のまわりが暗く写っています（明るさは{percent}%、{least}%以上ならよく見えます）。もっと明るい写真はありませんか。"
        )
        found.append(Flaw("dark", sentence, {"percent": quality.brightness, "least": LEAST_BRIGHTNESS}))
    if quality.blur > MOST_BLUR:
        sentence = N_(
            "対象者がぼけています（ぼけの目安は{percent}%、{most}%以下ならはっきり見えます）。もっとはっきりした写真はありませんか。"
        )
        found.append(Flaw("blurred", sentence, {"percent": quality.blur, "most": MOST_BLUR}))
    if quality.texts:
        sentence = N_("見える部分に文字が{count}か所あるようです。名札、名前、日時なら塗りつぶしてください。")
        found.append(Flaw("text", sentence, {"count": quality.texts}))
    return tuple(found)


def check_override(quality: QualityFacts | None, reason: str, rules: Rules) -> Verdict:
    """R-041, L115: who uses a flawed picture says why, in a sentence that is a reason and names nobody."""
    if not flaws(quality):
        return Allow()
    if not reason.strip():
        return Deny("R-041", N_("この画像には注意点があります。それでも使う理由を書いてください。"))
    return check_reason(reason, rules)
