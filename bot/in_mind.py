"""What masking remembers of pictures goes with the first of them that is no longer there (R-065)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from masking import MaskingPool


class InMind:
    """Knows by its hash which picture of each case masking may still remember.

    Of the others too all is forgotten with one: their next correction is analysed anew, which takes a second or two.
    """

    def __init__(self, pool: MaskingPool) -> None:
        self._pool = pool
        self._marks: dict[str, bytes] = {}

    def bear(self, case_id: str, picture: bytes) -> None:
        """R-065: it takes the place of the case's one before."""
        mark = hashlib.sha256(picture).digest()
        if self._marks.get(case_id, mark) != mark:
            self._forget()
        self._marks[case_id] = mark

    def let_go(self, picture_of: Callable[[str], bytes]) -> None:
        """R-065: of what is gone or another one by now; ``picture_of``: a case's bytes as they are kept."""
        known = dict(self._marks)
        if known != {case_id: hashlib.sha256(picture_of(case_id)).digest() for case_id in known}:
            self._forget()

    def _forget(self) -> None:
        self._marks = {}
        self._pool.forget()
