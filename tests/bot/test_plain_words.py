"""What a shop clerk stumbled over is said in no sentence of ours (R-127)."""

from __future__ import annotations

import re
from typing import Final

from tests.bot.test_english_catalogue import extracted

STUMBLED: Final = {
    "判定 is what an approver says to the tests; all else about it is 承認": (
        "判定(?:待|中(?!央)|できる|がそろ|をお願い|を?依頼|を頼|に出|に加わ)|事務局の判定"
    ),
    "回収 alone sounds like a faulty product": (
        "(?<!取り消し（)(?<!申出により)回収(?:して(?:ください|よい)|・訂正|しますか|は?しません)"
    ),
    "everybody would be hidden": "^人を隠した|人物にふれない",
    "which way is light?": "軽い(?:方法|ほう|方を)|控えめ",
    "a form or a reproach, no question": "根拠は何|移動手段は何|なぜ、より|その理由を教えて",
    "only lawyers say it": "失効|の要件を満た|条件を満た",
    "no such word": "画面の写し|直し(?:を反映|が多)|ふつう[0-9]|次の命令|忘れてください|危険は去り",
    "a mask is worn": "マスク(?:した|前|後|画像)",
    "a mask is no door": "手で開い|部分として開い|^開きました|続きが開き",
    "who sends is 通報した店": "発信した店",
}
"""Why, and what is found in no sentence; the first list stands in ``wording`` of the project's specifications."""

RECORDS: Final = frozenset(["訓練なので、回収はしません。"])
"""Of the desk, where the secretariat knows the word."""


def test_no_sentence_says_what_people_stumbled_over() -> None:
    """R-127: whoever reads it aloud at the till understands it at once; the desk's own figures may use its words."""
    said = extracted() - RECORDS
    found = {(why, one) for why, pattern in STUMBLED.items() for one in said if re.search(pattern, one)}
    assert found == set()
