"""A photograph of a poster is read, and kept nowhere (R-023, R-065)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.chat import ChatPlatform, ContentGone, ContentTooLarge
from bot.paper.seal import NotOurs, Print, shown
from bot.web.links import Signer
from handlers.commands.notices import NotePoster
from masking import MaskingPool, Overrun, Unreadable
from policy.notices.posting import Unread

WHY: Final = {
    NotOurs.NO_CODE: Unread.NO_CODE,
    NotOurs.STRANGE: Unread.STRANGE,
    NotOurs.SEVERAL: Unread.SEVERAL,
}


class PosterReader:
    """From the chat into the decoding process, and from there a version: no photograph is written anywhere."""

    def __init__(self, platforms: Mapping[str, ChatPlatform], pool: MaskingPool, signer: Signer) -> None:
        self._platforms = platforms
        self._pool = pool
        self._signer = signer

    def read(self, asked: Mapping[str, str]) -> NotePoster:
        """R-023, R-032, R-065, L85, L107, L142: what it shows; then it goes from the chat too, where that can be."""
        platform, reference = self._platforms[asked["platform"]], asked["reference"]
        print_ = self._print(platform, reference)
        deleted = platform.delete(reference)
        if isinstance(print_, Unread):
            return NotePoster(asked["account"], unread=print_, deleted=deleted)
        return NotePoster(asked["account"], print_.business, print_.store, print_.version, print_.kind, deleted=deleted)

    def _print(self, platform: ChatPlatform, reference: str) -> Print | Unread:
        try:
            print_ = shown(self._pool.codes(platform.fetch(reference)), self._signer)
        except (ContentGone, ContentTooLarge, Unreadable):
            return Unread.NO_PHOTO
        except Overrun:
            return Unread.NO_CODE
        return WHY[print_] if isinstance(print_, NotOurs) else print_
