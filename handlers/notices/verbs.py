"""Which verb does what is asked about notices, and what of them is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from handlers.commands import notices
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.notices import post, publish, watch
from storage.tables import DueKind

HANDLERS: Final[dict[type, Callable[[Any, Context], None]]] = {
    notices.PublishNotices: publish.publish,
    notices.NotePoster: post.note_poster,
}

DUE: Final[dict[DueKind, Callable[[DueCommand, Context], None]]] = {DueKind.LOOK_AT_NOTICES: watch.look}
