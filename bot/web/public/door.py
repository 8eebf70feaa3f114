"""The public pages: anybody may open them, without account, cookie or script (R-011, R-070, R-099)."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.application import Application
from bot.paper.form import paper_form
from bot.paper.letter import letter
from bot.web.addresses import address_of, trusted
from bot.web.authentication import Unknown
from bot.web.links import Signer
from bot.web.public.answer import Answer, answer_of
from bot.web.public.facts import HOME, facts, store_at
from bot.web.public.forms import HOURS, asked_in, new_number, new_secret, number_in, secret_in
from bot.web.render import rendered
from handlers.commands.rights import AddToRequest, CountLook, NoteRead, ReceiveRequest
from handlers.context import Context
from handlers.errors import HanshoError, NotAllowed, TooManyAtOnce
from handlers.incidents.report import notices
from handlers.recipient import Sentences, read_in
from handlers.rights.intake import is_locked, is_unread
from handlers.wording.rights import DECISIONS, PARTS, REFUSALS, WISHES
from policy.clocks import ANSWER_DAYS, LONGEST_WAIT, RECEIPT_DAYS
from policy.rights import LONGEST_LINE, LONGEST_WORDS, READABLE, SALT_BYTES, Wish, fingerprint
from policy.verdict import N_
from storage.tables import Request as Row

LANGUAGES: Final = {"ja": "日本語", "easy": "やさしい日本語", "en": "English"}
DAYS: Final = {
    "receipt": RECEIPT_DAYS,
    "answer": ANSWER_DAYS,
    "wait": LONGEST_WAIT.days,
    "readable": READABLE.days,
}

SHOWN_AGAIN: Final = 20
"""Signs of a number that are shown again; ours have fewer."""

WRONG: Final = N_("番号か合言葉が違います。受付のときの控えを見て、もう一度入れてください。")
LOCKED: Final = N_("まちがいが続いたため、この番号は1時間使えません。1時間たってから、もう一度お試しください。")
TWICE: Final = N_("この申出は、もう受け付けました。はじめに出た番号と合言葉を使ってください。")


class PublicDoor:
    """What is shown to whoever comes.

    Raises, and nothing else: Unknown for a shop that there isn't, NoNetwork as long as nobody takes part.
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._signer = Signer(app.settings.link_secret.get_secret_value(), app.settings.public_url)
        self._proxies = trusted(app.settings.trusted_proxies)

    def facts(self, request: Request, business: str = "", store: str = "") -> Response:
        """What Hansho is here; the one page of these that search engines may keep."""
        with self._app.reading() as ctx:
            view = facts(store_at(business, store, ctx) if store else None, ctx)
        response = self._show("facts", request, view=view, decisions=DECISIONS, refusals=REFUSALS)
        response.headers["X-Robots-Tag"] = "all"
        return response

    def notices(self, request: Request) -> Response:
        """R-131: in the stead of telling somebody whom nobody can find; search engines don't keep it."""
        with self._app.reading() as ctx:
            network = ctx.uow.stores.the_network()
            standing, zone = notices(network.id, ctx), ZoneInfo(network.timezone)
        return self._show("notices", request, notices=standing, zone=zone)

    def form(self, request: Request, business: str = "", store: str = "") -> Response:
        """Six questions on one page."""
        return self._form(request, business, store, {})

    def receive(self, request: Request, posted: Mapping[str, str], business: str = "", store: str = "") -> Response:
        """R-070, R-099: the receipt, once; or the form with what is to be mended."""
        page, token = posted.get("page", ""), posted.get("token", "")
        if not self._signer.owns_form("/r/ask", page, token):
            return self._form(request, business, store, posted)
        number, secret, salt = new_number(), new_secret(), os.urandom(SALT_BYTES)
        try:
            with self._app.reading() as ctx:
                store_id = _chosen(posted, business, store, ctx)
            mark = hashlib.sha256(page.encode()).hexdigest()
            address, language = address_of(request, self._proxies), _language(request)
            made = fingerprint(secret_in(secret), salt)
            self._app.run(ReceiveRequest(mark, number, salt, made, asked_in(posted, store_id), language, address))
        except HanshoError as error:
            return self._form(request, business, store, posted, error)
        with self._app.reading() as ctx:
            if ctx.uow.requests.by_number(number) is None:
                return self._show("said", request, HTTPStatus.CONFLICT, said=self._t(request)(TWICE))
        address = f"{self._app.settings.public_url.rstrip('/')}/r/answer?number={number}"
        return self._show("receipt", request, number=number, secret=secret, address=address)

    def ask_answer(self, request: Request, number: str) -> Response:
        """Where number and secret are typed."""
        return self._answer_form(request, number)

    def answer(self, request: Request, posted: Mapping[str, str]) -> Response:
        """R-070: where the request stands, for whoever has its secret; or nothing at all."""
        found = self._opened(request, posted)
        if isinstance(found, Response):
            return found
        if words := posted.get("words", ""):
            try:
                self._app.run(AddToRequest(found.id, words))
            except NotAllowed as error:
                return self._told(request, found.number, posted, read_in(self._t(request), error.told))
        return self._told(request, found.number, posted)

    def letter(self, request: Request, posted: Mapping[str, str]) -> Response:
        """R-070, L146: the same answer, to print or to keep; before there is one, the page says how it stands."""
        found = self._opened(request, posted)
        if isinstance(found, Response):
            return found
        language, t = _language(request), self._t(request)
        with self._app.reading() as ctx:
            view, network = answer_of(found.number, ctx, t), ctx.uow.stores.network(found.network_id)
            rules = ctx.uow.stores.rules(network.id)
        if not view.answered:
            return self._told(request, found.number, posted)
        return self._pdf(request, f"{found.number}.pdf", lambda: letter(view, network.name, rules, t, language))

    def paper(self, request: Request) -> Response:
        """R-070, L146: the same questions for whoever has no phone."""
        with self._app.reading() as ctx:
            network = ctx.uow.stores.the_network()
            rules = ctx.uow.stores.rules(network.id)
        address = self._signer.public(HOME)
        language = _language(request)
        return self._pdf(request, "hansho-request.pdf", lambda: paper_form(network.name, address, rules, language))

    def _pdf(self, request: Request, name: str, make: Callable[[], bytes]) -> Response:
        try:
            body = make()
        except HanshoError as error:
            told = read_in(self._t(request), error.told)
            return self._show("said", request, HTTPStatus.SERVICE_UNAVAILABLE, said=told)
        named = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(body, media_type="application/pdf", headers=named)

    def _opened(self, request: Request, posted: Mapping[str, str]) -> Row | Response:
        """The request, if the secret is its own; all else looks and takes the same."""
        number, secret = number_in(posted.get("number", "")), secret_in(posted.get("secret", ""))
        try:
            self._app.run(CountLook(address_of(request, self._proxies)))
        except TooManyAtOnce as error:
            said = read_in(self._t(request), error.told)
            return self._answer_form(request, number, said, HTTPStatus.TOO_MANY_REQUESTS)
        with self._app.reading() as ctx:
            locked, (salt, kept) = is_locked(number, ctx), ctx.uow.requests.receipt(number)
        right = hmac.compare_digest(fingerprint(secret, salt), kept)
        if locked:
            return self._answer_form(request, number, self._t(request)(LOCKED), HTTPStatus.TOO_MANY_REQUESTS)
        if not right:
            self._app.run(CountLook("", wrong=number))
            return self._answer_form(request, number, self._t(request)(WRONG), HTTPStatus.FORBIDDEN)
        with self._app.reading() as ctx:
            found = ctx.uow.requests.by_number(number)
            unread = found is not None and is_unread(found, ctx)
        if found is None:
            raise Unknown
        if unread:
            self._app.run(NoteRead(found.id))
        return found

    def _told(self, request: Request, number: str, posted: Mapping[str, str], problem: str = "") -> Response:
        with self._app.reading() as ctx:
            view: Answer = answer_of(number, ctx, self._t(request))
        secret = posted.get("secret", "")
        return self._show(
            "answer",
            request,
            view=view,
            secret=secret,
            problem=problem,
            unsaid=posted.get("words", "") if problem else "",
            decisions=DECISIONS,
            refusals=REFUSALS,
            wishes=WISHES,
            parts=PARTS,
            most=LONGEST_WORDS,
        )

    def _answer_form(
        self, request: Request, number: str, problem: str = "", status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._show("ask_answer", request, status, number=number[:SHOWN_AGAIN], problem=problem)

    def _form(
        self,
        request: Request,
        business: str,
        store: str,
        posted: Mapping[str, str],
        error: HanshoError | None = None,
    ) -> Response:
        page = secrets.token_urlsafe(16)
        with self._app.reading() as ctx:
            view = facts(store_at(business, store, ctx) if store else None, ctx)
            zone = ZoneInfo(ctx.uow.stores.the_network().timezone)
            today = ctx.now.astimezone(zone).date().isoformat()
        status = HTTPStatus.OK if error is None else HTTPStatus.BAD_REQUEST
        if isinstance(error, TooManyAtOnce):
            status = HTTPStatus.TOO_MANY_REQUESTS
        return self._show(
            "ask",
            request,
            status,
            view=view,
            wishes=[(wish.value, WISHES[wish]) for wish in Wish],
            hours=HOURS,
            today=today,
            posted=defaultdict(str, posted),
            page=page,
            token=self._signer.form_token("/r/ask", page),
            problem=read_in(self._t(request), error.told) if error else "",
            wrong=error.deny.field if isinstance(error, NotAllowed) else "",
            most={"words": LONGEST_WORDS, "line": LONGEST_LINE},
        )

    def _t(self, request: Request) -> Sentences:
        return self._app.ports.sentences(_language(request))

    def _show(self, name: str, request: Request, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
        language = _language(request)
        with self._app.reading() as ctx:
            rules = ctx.uow.stores.rules(ctx.uow.stores.the_network().id)
        return rendered(
            f"public/{name}.html",
            t=self._t(request),
            status=status,
            language=language,
            languages=[(code, spoken, _in(request, code)) for code, spoken in LANGUAGES.items()],
            rules=rules,
            days=DAYS,
            **values,
        )


def _chosen(posted: Mapping[str, str], business: str, store: str, ctx: Context) -> str:
    """The id of the shop that the page is of, or that was chosen by its codes; "" if nobody knows."""
    if not store:
        business, _, store = posted.get("shop", "").partition("/")
    return store_at(business, store, ctx).id if store else ""


def _language(request: Request) -> str:
    """What was chosen; else English for whoever asks for it first, and Japanese for all others."""
    chosen = request.query_params.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "ja"


def _in(request: Request, code: str) -> str:
    """The same page in another language, with what it reads of its address and nothing else that came along."""
    number = request.query_params.get("number", "")[:SHOWN_AGAIN]
    about = {"number": number} if number else {}
    return f"{request.url.path}?{urlencode({**about, 'lang': code})}"
