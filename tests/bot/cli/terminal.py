"""Somebody at a terminal."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Operator = Callable[..., Result]
"""Types the words after ``hansho``, and ``answers`` where something is asked."""
