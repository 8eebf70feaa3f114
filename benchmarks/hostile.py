"""``python -m benchmarks.hostile``: every hostile file through the worker; prints the ten slowest answers.

Besides the files made here it takes those of ``../shared/testdata`` (hostile, phone), where that is at hand.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from masking import MaskingError, MaskingPool, Unreadable
from tests.masking.hostile_files import made

COLLECTED = Path("../shared/testdata")
LIMIT = 10
"""Seconds within which each file has to be answered; the worker is stopped before."""


def files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    for name, _, data in made():
        yield name, data
    for folder in ("hostile", "phone"):
        for path in sorted(COLLECTED.joinpath(folder).glob("*")):
            yield path.name, path.read_bytes()


def main() -> None:
    """Answer each file and tell how long it took; a worker that was stopped starts again outside the clock."""
    rows = []
    with MaskingPool(Path(".models"), memory_mb=2000, seconds=LIMIT - 2) as pool:
        for name, data in files():
            pool.warm()
            began = time.perf_counter()
            answer = _answer(pool, data)
            rows.append((time.perf_counter() - began, name, answer))
    answers = Counter(answer for _, _, answer in rows)
    print(f"{len(rows)} files, all answered, load {os.getloadavg()[0]:.1f}")
    print(", ".join(f"{answer} {count}" for answer, count in answers.most_common()))
    for seconds, name, answer in sorted(rows, reverse=True)[:10]:
        print(f"{seconds:6.2f} s  {name}: {answer}")
    assert max(rows)[0] <= LIMIT


def _answer(pool: MaskingPool, data: bytes) -> str:
    try:
        pool.find(data)
    except Unreadable as refused:
        return refused.reason
    except MaskingError as error:
        return type(error).__name__
    return "a picture"


if __name__ == "__main__":
    main()
