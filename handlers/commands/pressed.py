"""A button that was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.commands import chat


@dataclass(frozen=True)
class Pressed:
    """A button as it was given out, however long ago: who pressed it, about which case, and its arguments by name."""

    account_id: str
    case_id: str
    arguments: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.arguments[name]

    def about_case(self, command: type[chat.CaseCommand]) -> chat.CaseCommand:
        """A command that needs to know nothing more."""
        return command(self.account_id, self.case_id)
