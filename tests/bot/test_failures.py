"""What a refusal means, and how long a platform asks us to wait."""

from __future__ import annotations

import pytest

from bot.chat import MEANINGS, retry_after
from storage.tables import Failure


def test_every_failure_says_what_it_means() -> None:
    """Silence and faults of ours are the only ones after which the card may have arrived."""
    assert {failure for failure in MEANINGS if not MEANINGS[failure].answer} == {Failure.UNREACHABLE, Failure.FAULT}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "30"}, 30), ({"Retry-After": "soon"}, 1), ({"Retry-After": "²"}, 1), ({}, 1), (None, 1)],
)
def test_a_pause_is_read_from_the_answer(headers: dict[str, str] | None, seconds: int) -> None:
    """Bad input: whatever is no number of seconds is none."""
    assert retry_after(headers).total_seconds() == seconds
