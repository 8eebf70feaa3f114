"""What is done at the desk: each post is one command, once, and leads back to a page that shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.authentication import Refused, Unknown
from bot.web.browsers import cookie_of, give_cookie
from bot.web.desk import rule_form
from bot.web.desk.reception import HOME, Guest, Reception
from handlers.commands.chat import Command
from handlers.commands.office import (
    AskHold,
    AskTwofold,
    AtDesk,
    ChangeRole,
    DatedCommand,
    DecideTwofold,
    EndSession,
    InviteMember,
    JoinMember,
    JoinStore,
    LetMemberLeave,
    LetStoreLeave,
    LockMember,
    RecallAlert,
    ReturnMember,
    ReturnStore,
    SuspendStore,
)
from handlers.errors import HanshoError, WrongTime
from handlers.network.as_shown import of_rules
from policy.clocks import is_of_our_time
from policy.facts import Role
from policy.forms.names import PEOPLES_REASONS, Choice, RecallReason
from policy.hold import HoldReason
from policy.spelling import normal
from policy.standing import Why
from policy.twofold import Act, may_name_alone
from storage.imports import members, stores
from storage.imports.rows import JAPAN

Word = TypeVar("Word", Role, Why, HoldReason, RecallReason)

CODE_COOKIE: Final = "hansho_code"
"""The code that was just made, for the page that shows it: kept nowhere else, and no longer than this."""

CODE_SECONDS: Final = 600
"""To print a card, or to read it out on the telephone."""

LONGEST_ONCE: Final = 64

DATED: Final[Mapping[str, type[DatedCommand]]] = {
    "leave": LetStoreLeave,
    "return": ReturnStore,
    "suspend": SuspendStore,
}
"""What becomes of a store, by the last part of the address."""


@dataclass(frozen=True)
class Posted:
    """What every form of the desk sends along; ``once`` is another one each time a form is shown.

    ``seen``: how that stood which the page is about (``handlers.network.as_shown``).
    """

    form_token: str
    once: str
    seen: str = ""


@dataclass(frozen=True)
class Wrong:
    """A form that is shown again: the last part of its address, what was typed into it, and what is wrong."""

    how: str
    given: Mapping[str, str]
    error: HanshoError

    @property
    def about_time(self) -> bool:
        """Whether the sentence belongs beside the day."""
        return isinstance(self.error, WrongTime)


class Acts(Reception):
    """Every post inside; each may raise TurnedAway."""

    def decide(self, request: Request, posted: Posted, act_id: str, says: str) -> Response:
        """R-097: the second person's word; what is neither of both is none."""
        if says not in (Choice.YES, Choice.NO):
            raise Unknown
        return self._do(
            request, posted, HOME, lambda guest: DecideTwofold(guest.account_id, act_id, says == Choice.YES)
        )

    def change_store(self, request: Request, posted: Posted, code: str, how: str, at: str, why: str) -> Response:
        """R-005, R-144: it leaves, is suspended, takes part again; what was suspended, if two people say so."""
        back = f"{HOME}/stores?code={code}"
        if how == "resume":

            def asked(guest: Guest) -> Command:
                moment = moment_of(guest, at)
                return AskTwofold(
                    guest.account_id, Act.RESUME, {"code": code, "at": moment.isoformat() if moment else ""}
                )

            return self._do(request, posted, back, asked)
        if how not in DATED:
            raise Unknown
        return self._do(request, posted, back, lambda guest: DATED[how](code, moment_of(guest, at), _word(Why, why)))

    def join_store(self, request: Request, posted: Posted, given: Mapping[str, str]) -> Response:
        """R-005: a new store."""
        row = _typed(stores.EVERY, given)
        back = f"{HOME}/stores?code={row['store_code']}"
        return self._do(
            request, posted, back, lambda guest: JoinStore(row, moment_of(guest, given.get("joins_at", "")))
        )

    def join_member(self, request: Request, posted: Posted, given: Mapping[str, str]) -> Response:
        """R-001: a new person."""
        row = _typed(members.COLUMNS, given)
        return self._do(request, posted, f"{HOME}/people/{row['member_code']}", lambda _guest: JoinMember(row))

    def invite(self, request: Request, posted: Posted, code: str) -> Response:
        """R-001: a one-time code, which the next page shows and nobody keeps."""
        one_time, back = self._one_time(posted, code), f"{HOME}/people/{code}"
        response = self._do(request, posted, f"{back}/card", lambda _guest: InviteMember(code, one_time))
        give_cookie(response, f"{code}.{one_time}", https=self._https, name=CODE_COOKIE, seconds=CODE_SECONDS)
        return response

    def _one_time(self, posted: Posted, code: str) -> str:
        """The same for the same press, so that a second one, which does nothing, shows what the first one made."""
        return self._signer.word(f"invitation {posted.form_token} {posted.once} {code}")

    def shown_code(self, request: Request, code: str) -> str:
        """The code that this browser just made for this person; else empty."""
        member, _, one_time = cookie_of(request, https=self._https, name=CODE_COOKIE).rpartition(".")
        return one_time if member == code else ""

    def change_member(self, request: Request, posted: Posted, code: str, how: str, at: str, why: str) -> Response:
        """R-005, R-063: they leave, come back, or open nothing any more until their chat gives them new links."""
        made: Mapping[str, Callable[[Guest], Command]] = {
            "leave": lambda guest: LetMemberLeave(code, moment_of(guest, at), _word(Why, why)),
            "return": lambda _: ReturnMember(code),
            "lock": lambda _: LockMember(code),
        }
        if how not in made:
            raise Unknown
        return self._do(request, posted, f"{HOME}/people/{code}", made[how])

    def change_role(self, request: Request, posted: Posted, code: str, role: str, store: str, give: str) -> Response:
        """R-061, R-113, R-121: one role more or less; for the whole network, two name somebody."""
        wanted, gives = _word(Role, role), give == Choice.YES
        where = store.strip() if may_name_alone(wanted) else ""
        if gives and not may_name_alone(wanted):

            def asked(guest: Guest) -> Command:
                member = self._member_id(guest, code)
                return AskTwofold(guest.account_id, Act.OVERSEER, {"member": member, "role": wanted.value})

            return self._do(request, posted, HOME, asked)
        made = ChangeRole(code, wanted, where, give=gives)
        return self._do(request, posted, f"{HOME}/people/{code}", lambda _: made)

    def ask_rules(self, request: Request, posted: Posted, given: Mapping[str, str]) -> Response:
        """R-044, R-126: other rules, as the page before has shown them; another person is asked."""

        def asked(guest: Guest) -> Command:
            with self._app.reading() as ctx:
                changes, seen = rule_form.wanted(guest, given, ctx), of_rules(guest.network_id, ctx)
            if not changes and posted.seen == seen:  # else it is said what has changed since
                raise Unknown
            return AskTwofold(guest.account_id, Act.RULES, {"changes": changes})

        return self._do(request, posted, f"{HOME}/rules", asked)

    def hold(self, request: Request, posted: Posted, number: str, days: str, reason: str) -> Response:
        """R-142: nothing of a case is to be erased for so many days; another person is asked."""
        if not (days.isascii() and days.isdecimal()):
            raise Unknown
        why = _word(HoldReason, reason)
        return self._do(
            request,
            posted,
            f"{HOME}/alerts/{number}",
            lambda guest: AskHold(number, "", int(days), why, guest.account_id),
        )

    def call_back(self, request: Request, posted: Posted, number: str, reason: str) -> Response:
        """R-078: whoever may stop an alert stops it here too, without waiting for anybody."""
        why, back = _word(RecallReason, reason), f"{HOME}/alerts/{number}"
        if why not in PEOPLES_REASONS:
            raise Unknown
        return self._do(request, posted, back, lambda guest: RecallAlert(guest.account_id, number, why))

    def end_session(self, request: Request, posted: Posted, session_id: str) -> Response:
        """R-063: one of one's own."""
        return self._do(request, posted, f"{HOME}/me", lambda guest: EndSession(guest.account_id, session_id))

    def or_again(
        self, how: str, given: Mapping[str, str], done: Callable[[], Response], again: Callable[[Wrong], Response]
    ) -> Response:
        """What is done; if a rule says no, the page once more with what was typed, so that nobody types it twice."""
        try:
            return done()
        except Refused as refused:
            try:
                response = again(Wrong(how, given, refused.error))
            except Unknown:  # there is no such page for them; they are told no all the same
                raise refused from None
            response.status_code = HTTPStatus.CONFLICT
            return response

    def _do(self, request: Request, posted: Posted, back: str, command: Callable[[Guest], Command]) -> Response:
        self._once(request, posted, command)
        return RedirectResponse(back, status_code=303)

    def _once(self, request: Request, posted: Posted, command: Callable[[Guest], Command]) -> None:
        if not 0 < len(posted.once) <= LONGEST_ONCE:
            raise Unknown
        self._run(
            request,
            posted.form_token,
            lambda guest: AtDesk(guest.account_id, guest.session_id, posted.once, command(guest), posted.seen),
        )

    def _member_id(self, guest: Guest, code: str) -> str:
        with self._app.reading() as ctx:
            member = ctx.uow.people.by_code(guest.network_id, code)
            if member is None:
                raise Unknown
            return member.id


def moment_of(guest: Guest, typed: str) -> datetime | None:
    """R-005: a day or minute in Japanese time, as at the terminal; nothing is now."""
    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as error:
        raise Refused(guest, WrongTime()) from error
    if not is_of_our_time(moment):
        raise Refused(guest, WrongTime())
    return moment if moment.tzinfo else moment.replace(tzinfo=JAPAN)


def _word(words: type[Word], said: str) -> Word:
    try:
        return words(said)
    except ValueError as error:
        raise Unknown from error


def _typed(columns: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """A row as it was typed; codes in plain letters, by which what there is already is found."""
    typed = {name: given.get(name, "").strip() for name in columns}
    return {name: normal("NFKC", said) if name.endswith("_code") else said for name, said in typed.items()}
