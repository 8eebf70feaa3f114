"""Whoever sits at the desk shows that it is they: by a device's key, an app's digits, or a code on paper (R-064)."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands.keys import (
    BeginApp,
    ConfirmApp,
    DropPasskey,
    KeepPasskey,
    KeyCommand,
    NewChallenge,
    ProveByCode,
    ProveByKey,
)
from handlers.context import Context
from handlers.errors import LinkOver, NotFound
from policy.codes import may_try, step_of
from policy.desk import answers_in_time, counts_on, may_add_key
from policy.spelling import plain
from storage.tables import Account, CodeApp, DeskSession, Passkey


def new_challenge(cmd: NewChallenge, ctx: Context) -> None:
    """R-064: in this session alone, and in place of one that nobody answered."""
    _, session = _sitting(cmd, ctx)
    session.challenge = cmd.challenge


def keep_passkey(cmd: KeepPasskey, ctx: Context) -> None:
    """R-063, R-064: the first one from a session that came from the chat, others by one who has proven themselves.

    Raises:
        LinkOver: the question was another one, or is answered already.
        NotAllowed: they have a key, and have not shown it lately.
    """
    account, session = _sitting(cmd, ctx)
    _answer(session, cmd.challenge)
    require(may_add_key(has_any=_has_any(account, ctx), proven_at=session.proven_at, now=ctx.now))
    ctx.uow.add(
        Passkey(
            id=cmd.key_id,
            member_id=account.member_id,
            public=cmd.public,
            counter=cmd.counter,
            machine=cmd.device.machine,
            program=cmd.device.program,
            created_at=ctx.now,
        )
    )
    session.proven_at = ctx.now
    ctx.note(Event.KEY_ADD, None, account)
    ctx.tell(account, None, wording.desk.key_added(), urgent=True)


def prove_by_key(cmd: ProveByKey, ctx: Context) -> None:
    """R-064: one of theirs, that has not been copied as far as it counts (WebAuthn, 7.2, step 22).

    Raises:
        LinkOver: the question was another one, or is answered already.
        NotFound: no key of theirs, or one that counted less than before.
    """
    account, session = _sitting(cmd, ctx)
    _answer(session, cmd.challenge)
    key = ctx.uow.keys.passkey(cmd.key_id, account.member_id)
    if key is None or not counts_on(key.counter, cmd.counter):
        raise NotFound
    key.counter, key.used_at = cmd.counter, ctx.now
    prove(session, account, ctx)


def drop_passkey(cmd: DropPasskey, ctx: Context) -> None:
    """R-063: a device is given away.

    Raises:
        NotFound: no key of theirs.
    """
    account, _ = _sitting(cmd, ctx)
    key = ctx.uow.keys.passkey(cmd.key_id, account.member_id)
    if key is None:
        raise NotFound
    ctx.uow.keys.drop(key)
    ctx.note(Event.KEY_DROP, None, account)


def begin_app(cmd: BeginApp, ctx: Context) -> None:
    """R-064: a new secret, which counts once its digits were typed.

    Raises:
        NotAllowed: they have a key or an app, and have not shown it lately.
    """
    account, session = _sitting(cmd, ctx)
    require(may_add_key(has_any=_has_any(account, ctx), proven_at=session.proven_at, now=ctx.now))
    ctx.uow.keys.begin_app(account.member_id, cmd.secret, ctx.now)


def confirm_app(cmd: ConfirmApp, ctx: Context) -> None:
    """R-064: the app shows what it should; a wrong code is counted and changes nothing else."""
    account, session = _sitting(cmd, ctx)
    app = ctx.uow.keys.app(account.member_id, lock=True)
    if app is None or app.confirmed_at is not None:
        raise NotFound
    if not _fits(app, cmd.typed, ctx):
        return
    app.confirmed_at = ctx.now
    ctx.uow.keys.keep_paper(account.member_id, cmd.paper)
    session.proven_at = ctx.now
    ctx.note(Event.KEY_ADD, None, account)
    ctx.tell(account, None, wording.desk.key_added(), urgent=True)


def prove_by_code(cmd: ProveByCode, ctx: Context) -> None:
    """R-064: digits that were not used before, or a code from paper; a wrong one is counted.

    Raises:
        NotFound: they have no app.
        NotAllowed: too many were wrong in this hour.
    """
    account, session = _sitting(cmd, ctx)
    app = ctx.uow.keys.app(account.member_id, lock=True)
    if app is None or app.confirmed_at is None:
        raise NotFound
    if _fits(app, cmd.typed, ctx) or ctx.uow.keys.use_paper(account.member_id, plain(cmd.typed)):
        app.failed = 0
        prove(session, account, ctx)


def answers(key: Passkey, asked_at: datetime, counter: int, now: datetime) -> bool:
    """R-064: whether what it signed was asked for a moment ago, was never answered, and comes from no copy."""
    return answers_in_time(asked_at, key.used_at or key.created_at, now) and counts_on(key.counter, counter)


def _fits(app: CodeApp, typed: str, ctx: Context) -> bool:
    require(may_try(app.failed, app.failed_since, ctx.now))
    step = step_of(ctx.uow.keys.secret(app), plain(typed).replace(" ", ""), app.last_step, ctx.now)
    if step is None:
        app.failed, app.failed_since = app.failed + 1, ctx.now
        return False
    app.last_step, app.failed = step, 0
    return True


def _sitting(cmd: KeyCommand, ctx: Context) -> tuple[Account, DeskSession]:
    account, session = who(cmd.account_id, ctx), ctx.uow.desk_sessions.get(cmd.session_id)
    if session is None or session.account_id != account.id:
        raise LinkOver
    return account, session


def _answer(session: DeskSession, challenge: str) -> None:
    if not challenge or session.challenge != challenge:
        raise LinkOver
    session.challenge = None


def prove(session: DeskSession, account: Account, ctx: Context) -> None:
    """R-064: it is they, as of now; on record."""
    session.proven_at = ctx.now
    ctx.note(Event.KEY_PROVE, None, account, browser=session.browser_id)


def _has_any(account: Account, ctx: Context) -> bool:
    app = ctx.uow.keys.app(account.member_id)
    return bool(ctx.uow.keys.passkeys(account.member_id)) or (app is not None and app.confirmed_at is not None)
