"""The room of notices: which store shows what, the sheets to print, and the button that publishes (R-023, R-122)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from bot.paper.seal import Print
from bot.paper.sheet import Size, sheet
from bot.web.authentication import Refused, Unknown
from bot.web.desk.acts import Posted, Wrong
from bot.web.desk.notices import shown, version_for
from bot.web.desk.posts import Sent
from bot.web.desk.rooms import Rooms
from bot.web.desk.routes import LONGEST_DESK
from bot.web.public.facts import facts
from handlers.commands.notices import PublishNotices
from handlers.errors import HanshoError
from policy.desk import Room
from policy.notices.posting import Kind

ADDRESS = "/desk/notices"


class NoticeRoom(Rooms):
    """Every method may raise TurnedAway."""

    def notices(self, request: Request, after: str, wrong: Wrong | None = None) -> Response:
        """R-064: of the network, or of one's own stores."""
        guest = self.guest(request, Room.NOTICES)
        with self._app.reading() as ctx:
            return self._show("notices", Room.NOTICES, guest, ctx, shown(guest, after, ctx), wrong=wrong)

    def sheet(self, request: Request, store_id: str, kind: str, size: str) -> Response:
        """R-023, R-031, L85, L107: a sheet to print, by the rules in force, if those are what is published."""
        guest = self.guest(request, Room.NOTICES)
        if kind not in set(Kind) or size not in set(Size):
            raise Unknown
        with self._app.reading() as ctx:
            store, version = version_for(guest, store_id, ctx)
            made = Print(Kind(kind), store.business.code, store.code, version)
            view = facts(store, ctx)
        try:
            body = sheet(made, Size(size), view, self._signer)
        except HanshoError as error:
            raise Refused(guest, error) from error
        named = {"content-disposition": f'attachment; filename="{kind}-{store.code}-{size}.pdf"'}
        return Response(body, media_type="application/pdf", headers=named)

    def publish_notices(self, request: Request, posted: Posted) -> Response:
        """R-026: what is in force, if nothing in it contradicts."""
        return self.or_again(
            "publish",
            {},
            lambda: self._do(request, posted, ADDRESS, lambda _guest: PublishNotices()),
            lambda wrong: self.notices(request, "", wrong),
        )


async def _room(request: Request) -> NoticeRoom:
    room: NoticeRoom = request.app.state.desk
    return room


Here = Annotated[NoticeRoom, Depends(_room)]

router = APIRouter(prefix=ADDRESS, include_in_schema=False, max_body_size=LONGEST_DESK)
"""As ``bot.web.desk.routes.router``."""


@router.get("")
def notices(here: Here, request: Request, *, after: str = "") -> Response:
    """Lights, contradictions, sheets."""
    return here.notices(request, after)


@router.get("/{store_id}/{kind}/{size}")
def one_sheet(here: Here, request: Request, store_id: str, kind: str, size: str) -> Response:
    """Poster or camera notice of a store, to print."""
    return here.sheet(request, store_id, kind, size)


@router.post("/publish")
def publish(here: Here, request: Request, sent: Sent) -> Response:
    """What is in force is published."""
    return here.publish_notices(request, sent)
