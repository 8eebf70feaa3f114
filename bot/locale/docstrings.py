"""Babel extractor for ``handlers/errors.py``, where the docstring of an error is its message."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import IO

Message = tuple[int, str, str, list[str]]


def extract(source: IO[bytes], keywords: Sequence[str], tags: Sequence[str], options: object) -> Iterator[Message]:  # noqa: ARG001 - Babel's shape
    """The Japanese docstring of every class, as (line, function, msgid, comments).

    An English docstring describes its class and is no message.
    """
    for node in ast.parse(source.read()).body:
        sentence = ast.get_docstring(node) if isinstance(node, ast.ClassDef) else None
        if sentence and not sentence.isascii():
            yield node.lineno, "", sentence, []
