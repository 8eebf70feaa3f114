"""What makes a guess of an answer: 「車かも」, 「たぶん」, 「確認したはず」, "maybe a car" (R-112, R-127)."""

from __future__ import annotations

import re
from typing import Final

from handlers.forms.around import as_words
from policy.spelling import hiragana, plain

_GUESS: Final = (
    "(?:な)?(?:の)?かもしれ(?:ない|ません|ん)|かも(?:ね|な)?|かな[ぁあー]*|たぶん|多分|おそらく|恐らく|もしかし(?:て|たら)|"
    "どうも(?=.)|たしか|確か(?!め)|っぽ(?:い|かった)|みたい|らし(?:い|かった)|気が(?:する|します)|(?:の)?ような(?:気が(?:する|します))?|"
    "(?<=[たの])よう(?=です|だ|$)|はず|つもり|でしょう?|だろう?|やろう?|じゃろう?|(?:って|と)聞い(?:た|てい?る|てい?ます)|"
    "(?<=た)そう(?=です|だ|$)|(?:知らんけど|自信(?:は|が)?(?:ない|ありません)(?:けど|です|が)?)$|"
    r"\b(?:maybe|probabl[ey]|perhaps|possibl[ey]|might(?: be)?|may be|could be|i guess|seems?(?: to be)?|looks? like|"
    r"not (?:so )?sure but)\b"
)
_HEDGED: Final = re.compile(_GUESS)
_THOUGHT: Final = re.compile(
    f"{_GUESS}|と思[うい]|と思って|思った|\\b(?:i|we) (?:think|believe|suppose)(?: so)?\\b|\\b(?:likely|presumably)\\b"
)


def without_guess(typed: str, *, certain: bool) -> str | None:
    """What is guessed at, as ``plain`` in hiragana; None if nothing is.

    Args:
        typed: The whole answer.
        certain: Whether 「と思う」 makes a guess too: asked what they did themselves, people know.
    """
    said = hiragana(plain(as_words(typed)))
    pattern = _THOUGHT if certain else _HEDGED
    less = pattern.sub("", said)
    return None if less == said else less
