"""「本人の確認」: the posts by which somebody at the desk shows that it is they, and what they show it by."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.qr import qr
from bot.web.authentication import NotBelieved
from bot.web.desk.acts import Acts, Posted
from bot.web.desk.person import Sitting, sessions
from bot.web.desk.reception import HOME, Guest
from bot.web.devices import device_of
from handlers.cards import Text
from handlers.commands.chat import Command
from handlers.commands.keys import (
    BeginApp,
    ConfirmApp,
    DropPasskey,
    KeepPasskey,
    NewChallenge,
    ProveByCode,
    ProveByKey,
)
from handlers.wording.browser import device
from policy.codes import PAPER, SECRET_BYTES
from policy.desk import FRESH, is_fresh

if TYPE_CHECKING:
    from bot.web.desk.webauthn import Devices

ME: Final = f"{HOME}/me"

CHALLENGE_BYTES: Final = 32
"""Twice what has to be (WebAuthn, 13.4.3)."""


class App(StrEnum):
    """How far an app has come that shows digits."""

    NONE = "app_none"
    BEGUN = "app_begun"
    WORKS = "app_works"


@dataclass(frozen=True)
class Key:
    """One passkey as its owner knows it again."""

    id: str
    device: Text
    created_at: datetime


@dataclass(frozen=True)
class Me:
    """Oneself at the desk.

    Attributes:
        sessions: Where one sits.
        keys: One's passkeys.
        app: Whether an app shows digits, or is to.
        secret: Of an app that was begun, to be typed where nothing can be scanned.
        drawn: The same as a QR.
        until: Until when what was shown is good enough; None if nothing was lately.
        paper: Codes that were just made; shown once.
        wrong: What was typed was none.
    """

    sessions: tuple[Sitting, ...]
    keys: tuple[Key, ...]
    app: App
    secret: str
    drawn: Markup | None
    until: datetime | None
    paper: tuple[str, ...] = ()
    wrong: bool = False


class Proof(Acts):
    """Every post about keys; each may raise TurnedAway."""

    def challenge(self, request: Request, posted: Posted) -> Response:
        """R-064: what the browser is to sign, or to make a key for; as JSON for the page's script."""
        made = base64.urlsafe_b64encode(secrets.token_bytes(CHALLENGE_BYTES)).rstrip(b"=").decode()
        self._do(request, posted, ME, lambda guest: NewChallenge(guest.account_id, guest.session_id, made))
        guest = self.guest(request)
        with self._app.reading() as ctx:
            member = ctx.uow.people.account_by_id(guest.account_id).member
            return JSONResponse(self._devices().question(made, member.id, ctx.uow.keys.passkeys(member.id)))

    def add_key(self, request: Request, posted: Posted, answer: str) -> Response:
        """R-064: a device made a key."""

        def kept(guest: Guest) -> Command:
            challenge = self._asked(guest)
            try:
                made = self._devices().made(challenge, answer)
            except ValueError as error:
                raise NotBelieved(guest) from error
            return KeepPasskey(
                guest.account_id,
                guest.session_id,
                challenge,
                made.id,
                made.public,
                made.counter,
                device_of(request.headers),
            )

        return self._do(request, posted, ME, kept)

    def prove(self, request: Request, posted: Posted, answer: str) -> Response:
        """R-064: a device signed."""

        def proven(guest: Guest) -> Command:
            challenge = self._asked(guest)
            with self._app.reading() as ctx:
                keys = ctx.uow.keys.passkeys(ctx.uow.people.account_by_id(guest.account_id).member_id)
            try:
                key_id, counter = self._devices().signed(challenge, answer, keys)
            except ValueError as error:
                raise NotBelieved(guest) from error
            return ProveByKey(guest.account_id, guest.session_id, challenge, key_id, counter)

        return self._do(request, posted, ME, proven)

    def drop_key(self, request: Request, posted: Posted, key_id: str) -> Response:
        """R-063: a key is good no longer."""
        return self._do(request, posted, ME, lambda guest: DropPasskey(guest.account_id, guest.session_id, key_id))

    def begin_app(self, request: Request, posted: Posted) -> Response:
        """R-064: an app is to show digits."""
        secret = secrets.token_bytes(SECRET_BYTES)
        return self._do(request, posted, ME, lambda guest: BeginApp(guest.account_id, guest.session_id, secret))

    def confirm_app(self, request: Request, posted: Posted, typed: str) -> Me:
        """R-064: it does; the page that comes has the codes for paper, the same at a second press."""
        guest = self.guest(request)
        paper = tuple(self._signer.word(f"paper {guest.session_id} {posted.once} {n}") for n in range(PAPER))
        self._do(request, posted, ME, lambda one: ConfirmApp(one.account_id, one.session_id, typed, paper))
        view = self._me(guest)
        return replace(view, paper=paper) if view.app is App.WORKS else replace(view, wrong=True)

    def prove_by_code(self, request: Request, posted: Posted, typed: str) -> Response | Me:
        """R-064: the app's digits, or a code from paper; a wrong one is said so."""
        response = self._do(request, posted, ME, lambda guest: ProveByCode(guest.account_id, guest.session_id, typed))
        view = self._me(self.guest(request))
        return response if view.until else replace(view, wrong=True)

    def _me(self, guest: Guest) -> Me:
        """Oneself, as the page shows it."""
        with self._app.reading() as ctx:
            member = ctx.uow.people.account_by_id(guest.account_id).member
            session = ctx.uow.desk_sessions.get(guest.session_id)
            proven = session.proven_at if session is not None else None
            app = ctx.uow.keys.app(member.id)
            state = App.NONE if app is None else App.WORKS if app.confirmed_at else App.BEGUN
            secret = base64.b32encode(ctx.uow.keys.secret(app)).decode() if app and state is App.BEGUN else ""
            return Me(
                sessions(guest, ctx),
                tuple(Key(row.id, device(row), row.created_at) for row in ctx.uow.keys.passkeys(member.id)),
                state,
                secret,
                qr(f"otpauth://totp/Hansho?secret={secret}&issuer=Hansho") if secret else None,
                proven + FRESH if proven is not None and is_fresh(proven, ctx.now) else None,
            )

    def _asked(self, guest: Guest) -> str:
        with self._app.reading() as ctx:
            session = ctx.uow.desk_sessions.get(guest.session_id)
            if session is None or not session.challenge:
                raise NotBelieved(guest)
            return session.challenge

    def _devices(self) -> Devices:
        from bot.web.desk.webauthn import Devices  # noqa: PLC0415 - loaded for who uses a key, and for nobody else

        return Devices(self._app.settings.public_url)
