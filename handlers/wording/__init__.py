"""Every sentence people read in a chat: pure functions from facts to cards."""

from handlers.wording import (
    alert,
    assess,
    browser,
    device,
    digest,
    doubt,
    general,
    hold,
    own_copy,
    report,
    rules,
    stop,
    training,
    unsent,
    version,
    video,
)

__all__ = [
    "alert",
    "assess",
    "browser",
    "device",
    "digest",
    "doubt",
    "general",
    "hold",
    "own_copy",
    "report",
    "rules",
    "stop",
    "training",
    "unsent",
    "version",
    "video",
]
