"""The room of requests: what is shown there and what is done; each post is one command, once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.paper.letter import letter
from bot.paper.slip import slip
from bot.web.authentication import Refused, Unknown
from bot.web.browsers import give_cookie
from bot.web.desk import entered, handing, requests
from bot.web.desk.acts import CODE_COOKIE, CODE_SECONDS, Posted, Wrong, moment_of
from bot.web.desk.people_rooms import PeopleRooms
from bot.web.desk.reception import Guest
from bot.web.desk.request_forms import Ticked, act
from bot.web.public.answer import answer_of
from bot.web.public.forms import LEGIBLE, NUMBER_LENGTH, SECRET_LENGTH, asked_in, secret_in
from handlers.commands.rights import EnterRequest, HandOver, LookAtRequest
from handlers.errors import HanshoError, NotFound
from policy.desk import Room
from policy.notices.facts import LANGUAGES
from policy.rights import ENTERED, SALT_BYTES, Channel, LookPurpose, fingerprint


class RequestRooms(PeopleRooms):
    """That room; every method may raise TurnedAway."""

    def requests(self, request: Request) -> Response:
        """R-070: what people outside ask, and until when it is answered."""
        guest = self.guest(request, Room.REQUESTS)
        with self._app.reading() as ctx:
            return self._show("requests", Room.REQUESTS, guest, ctx, requests.listed(guest, ctx))

    def request(self, request: Request, number: str, purpose: str, wrong: Wrong | None = None) -> Response:
        """R-007, R-097: what for is on record before a word of it leaves."""
        guest = self.guest(request, Room.REQUESTS)
        if purpose:
            if purpose not in set(LookPurpose):
                raise Unknown
            self._look(guest, number, LookPurpose(purpose))
        with self._app.reading() as ctx:
            view = requests.one(guest, number, ctx, read=bool(purpose))
            return self._show("request", Room.REQUESTS, guest, ctx, view, wrong=wrong, purpose=purpose)

    def answer(
        self, request: Request, posted: Posted, number: str, how: str, given: Mapping[str, str], ticked: Ticked
    ) -> Response:
        """R-070, R-071: a request is asked about, extended, decided, looked at a second time; refused, shown again."""
        back = requests.address(number)

        def done() -> Response:
            return self._do(request, posted, back, lambda guest: act(guest.account_id, number, how, given, ticked))

        def again(wrong: Wrong) -> Response:
            return self.request(request, number, given.get("purpose", ""), wrong)

        typed = {**given, **{name: " ".join(values) for name, values in ticked.items()}}
        return self.or_again(how, typed, done, again)

    def request_letter(self, request: Request, number: str) -> Response:
        """R-007, R-070, R-097, L146: what the person gets on paper; on record before it leaves."""
        guest = self.guest(request, Room.REQUESTS)
        self._look(guest, number, LookPurpose.ANSWER)
        with self._app.reading() as ctx:
            asked = ctx.uow.requests.by_number(number)
            language, network = asked.language if asked else "ja", ctx.uow.stores.network(guest.network_id).name
            t = self._app.ports.sentences(language)
            view, rules = answer_of(number, ctx, t), ctx.uow.stores.rules(guest.network_id)
            if not view.answered:
                raise Unknown
        return _paper(guest, f"{number}.pdf", lambda: letter(view, network, rules, t, language))

    def _look(self, guest: Guest, number: str, purpose: LookPurpose) -> None:
        try:
            self._app.run(LookAtRequest(guest.account_id, number, purpose))
        except NotFound as error:
            raise Unknown from error

    def hand_over(self, request: Request, posted: Posted, number: str, given: Mapping[str, str]) -> Response:
        """R-070, R-097, L146: made first, on record next, and only then it leaves; a second press is refused."""
        guest = self.guest(request, Room.REQUESTS)
        with self._app.reading() as ctx:
            made = handing.paper(guest, number, ctx)

        def leaves() -> Response:
            file = _paper(guest, f"{number}-data.pdf", made)
            self._run(request, posted.form_token, lambda one: HandOver(one.account_id, number))
            return file

        return self.or_again(
            "paper", given, leaves, lambda wrong: self.request(request, number, given.get("purpose", ""), wrong)
        )

    def entering(self, request: Request, wrong: Wrong | None = None) -> Response:
        """R-070, R-076: the questions of the public page, for whoever telephones, writes on paper or stands there."""
        guest = self.guest(request, Room.REQUESTS)
        with self._app.reading() as ctx:
            return self._show("entering", Room.REQUESTS, guest, ctx, entered.shown(guest, ctx), wrong=wrong)

    def write_down(self, request: Request, posted: Posted, given: Mapping[str, str]) -> Response:
        """R-070: written down once, and then to the receipt; refused, the form again as it was typed."""
        self.guest(request, Room.REQUESTS)
        return self.or_again(
            "entering",
            given,
            lambda: self._write_down(request, posted, given),
            lambda wrong: self.entering(request, wrong),
        )

    def _write_down(self, request: Request, posted: Posted, given: Mapping[str, str]) -> Response:
        """The number and the secret are the same for the same press: a second one, which does nothing, shows them."""
        press = f"{posted.form_token} {posted.once}"
        number = f"Q-{self._signer.word(f'number {press}', LEGIBLE, NUMBER_LENGTH).replace('-', '')}"
        secret = self._signer.word(f"secret {press}", LEGIBLE, SECRET_LENGTH)
        language, salt = given.get("language", ""), os.urandom(SALT_BYTES)
        if given.get("channel") not in ENTERED or language not in LANGUAGES:
            raise Unknown

        def written(guest: Guest) -> EnterRequest:
            try:
                with self._app.reading() as ctx:
                    store_id = entered.store_in(guest, given.get("shop", ""), ctx)
                asked, at = asked_in(given, store_id), moment_of(guest, given.get("at", ""))
            except HanshoError as error:
                raise Refused(guest, error) from error
            mark, made = hashlib.sha256(press.encode()).hexdigest(), fingerprint(secret_in(secret), salt)
            return EnterRequest(
                mark, number, salt, made, asked, language, guest.account_id, Channel(given["channel"]), at
            )

        response = self._do(request, posted, f"{requests.address(number)}/receipt", written)
        give_cookie(response, f"{number}.{secret}", https=self._https, name=CODE_COOKIE, seconds=CODE_SECONDS)
        return response

    def receipt(self, request: Request, number: str) -> Response:
        """R-070: number and secret, for the person alone: read out, or printed; kept nowhere else."""
        guest = self.guest(request, Room.REQUESTS)
        with self._app.reading() as ctx:
            view = entered.receipt(guest, number, self.shown_code(request, number), ctx)
            return self._show("receipt", Room.REQUESTS, guest, ctx, view)

    def slip(self, request: Request, number: str) -> Response:
        """R-070, R-077: the same on paper, in the person's language."""
        guest = self.guest(request, Room.REQUESTS)
        with self._app.reading() as ctx:
            view = entered.receipt(guest, number, self.shown_code(request, number), ctx)
            rules, network = ctx.uow.stores.rules(guest.network_id), ctx.uow.stores.network(guest.network_id)
        if not view.secret:
            raise Unknown
        address = f"{self._app.settings.public_url.rstrip('/')}/r/answer?number={number}"
        t, zone = self._app.ports.sentences(view.language), ZoneInfo(network.timezone)
        return _paper(guest, f"{number}-slip.pdf", lambda: slip(view, address, network.name, zone, rules, t))


def _paper(guest: Guest, name: str, make: Callable[[], bytes]) -> Response:
    try:
        made = make()
    except HanshoError as error:
        raise Refused(guest, error) from error
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type="application/pdf", headers=named)
