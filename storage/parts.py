"""Long lists of values, as many at a time as one statement may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

Value = TypeVar("Value")

AT_ONCE: Final = 500
"""SQLite takes some thousands, PostgreSQL's driver 65,535."""


def parted(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in their order, part by part."""
    rest = iter(values)
    while part := [*islice(rest, AT_ONCE)]:
        yield part
