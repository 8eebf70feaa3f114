"""The page behind an invitation's code: it opens the chat, and shows the words to be sent there (R-001)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from bot.chat import NAMES, Door
from bot.web.authentication import Unknown
from bot.web.public.door import PublicDoor
from handlers.commands.pages import OpenInvitation
from handlers.context import Context
from storage.enrolments import plain

HOME: Final = "/i"
"""Short, so that its QR code has few modules."""


@dataclass(frozen=True)
class Way:
    """One chat to come in by; ``ready``: the words stand in its field already."""

    chat: str
    address: str
    ready: bool


def words_of(code: str) -> str:
    """What its holder sends."""
    return f"登録 {code}"


def address_of(code: str) -> str:
    """The path of its page."""
    return f"{HOME}/{code}"


def ways(words: str, ctx: Context) -> tuple[Way, ...]:
    """What opens each chat, as the platforms last said; they are not asked for it now."""
    doors = {one.platform: Door(one.door, one.door_ready) for one in ctx.uow.access.all() if one.door}
    return tuple(Way(NAMES[platform], door.with_words(words), door.ready) for platform, door in doors.items())


class InvitationPage(PublicDoor):
    """As all public pages."""

    def invitation(self, request: Request, code: str) -> Response:
        """R-001: the same for a code that nobody has, so that the page tells no guesser anything.

        Raises:
            Unknown: no code looks like this.
        """
        letters = plain(code)
        if not letters:
            raise Unknown
        words = words_of(f"{letters[:4]}-{letters[4:]}")
        with self._app.reading() as ctx:
            known, there = ctx.uow.people.known_code(letters), ways(words, ctx)
        # Whatever draws a preview of a link is no person who opens it, and doesn't say that it shows a document.
        if known and known.opened_at is None and request.headers.get("sec-fetch-dest") == "document":
            self._app.run(OpenInvitation(letters))
        return self._show("invitation", request, words=words, ways=there)


async def _page(request: Request) -> InvitationPage:
    page: InvitationPage = request.app.state.public
    return page


router = APIRouter(prefix=HOME, include_in_schema=False)
"""As ``bot.web.public.routes.router``."""


@router.get("/{code}")
def invitation(page: Annotated[InvitationPage, Depends(_page)], request: Request, code: str) -> Response:
    """What opens the chat."""
    return page.invitation(request, code)
