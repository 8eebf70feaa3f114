"""The sandbox's own sentences, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

TEXTS = Path(__file__).parents[2] / "simulator" / "static" / "texts.js"


def test_each_sentence_has_a_name_of_its_own_in_both_languages() -> None:
    """In JavaScript a second sentence of the same name takes the first one's place without a word."""
    written = dict(
        re.findall(r"^  (ja|en): \{$(.*?)^  \}", TEXTS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    )
    ja, en = (Counter(re.findall(r"^    (\w+):", written[language], re.MULTILINE)) for language in ("ja", "en"))

    assert ja == en
    assert set(ja.values()) == {1}
