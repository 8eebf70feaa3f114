"""QR codes in photographs are read behind the wall, and only words of bearable length come out."""

from __future__ import annotations

import io

import pytest
import segno

from masking import Codes, MaskingPool, Unreadable
from masking.files.codes import read_codes
from masking.results import LONGEST_CODE


def picture_of(words: str) -> bytes:
    drawn = io.BytesIO()
    segno.make_qr(words).save(drawn, kind="png", scale=4)
    return drawn.getvalue()


def test_a_hostile_picture_of_a_code_is_opened_in_the_child_and_its_words_come_back(workshop: MaskingPool) -> None:
    """R-064, R-023: the process with the secrets decodes nothing; a broken file is a reason, not a crash."""
    assert workshop.codes(picture_of("https://hansho.example/r/A/1")) == Codes(("https://hansho.example/r/A/1",))
    with pytest.raises(Unreadable) as refused:
        workshop.codes(b"no picture")
    assert refused.value.reason == "not_an_image"


def test_a_picture_without_a_code_says_nothing(crossing: bytes) -> None:
    assert read_codes(crossing) == Codes(())


@pytest.mark.parametrize("words", ["a" * (LONGEST_CODE + 1), "two\nlines", "\x1b[2J"])
def test_what_would_command_a_terminal_or_fill_a_page_is_passed_over(words: str) -> None:
    """R-064: whatever a stranger's code says."""
    assert read_codes(picture_of(words)) == Codes(())
