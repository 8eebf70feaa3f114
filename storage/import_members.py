"""``members.csv``: people, one row per role, and how they are reached."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from audit.event import Event
from policy.facts import Role
from policy.verdict import N_
from storage.csv_rows import Row, RowError, read
from storage.import_result import ImportResult
from storage.tables import Account, Member, MemberRole, Network, Store
from storage.unit_of_work import UnitOfWork

COLUMNS = ("member_code", "name", "language", "trained_until", "role", "store_code", "line_user_id", "slack_user_id")

LANGUAGES = ("ja", "en")

NETWORK_WIDE = frozenset({Role.SECRETARIAT.value, Role.AUDITOR.value})
"""Roles for the whole network; all others are held at a store."""

LINE_ID = re.compile(r"U[0-9a-f]{32}", re.ASCII)
SLACK_ID = re.compile(r"[UW][A-Z0-9]{5,20}", re.ASCII)


@dataclass(frozen=True)
class _Line:
    row: Row
    code: str
    name: str
    language: str
    trained_until: date | None
    role: str
    store_id: str | None
    line_user_id: str | None
    slack_user_id: str | None


def import_members(uow: UnitOfWork, data: bytes | str, now: datetime) -> ImportResult:
    """Create or update the members of the file; members that are not in it stay as they are.

    A member's roles become exactly those of the file. An account id replaces the member's account on that platform;
    an empty one changes nothing. A new member without any account gets an enrolment code.

    Args:
        uow: The caller commits.
        data: UTF-8 with or without BOM, or Shift_JIS; columns as in ``COLUMNS``.
        now: When the members join.
    """
    errors: list[RowError] = []
    rows = read(data, COLUMNS, errors)
    try:
        network = uow.stores.the_network()
    except LookupError:
        errors.append(RowError(1, "", N_("店舗がまだ登録されていません。先に店舗を取り込んでください。")))
        return ImportResult(rows=len(rows), errors=tuple(errors))
    stores = {store.code: store for store in uow.stores.in_network(network.id)}
    lines = [_parse(row, stores) for row in rows]
    _check_together(lines)
    _check_against(uow, network, lines)
    if errors:
        return ImportResult(rows=len(rows), errors=tuple(sorted(errors, key=lambda error: error.line)))
    return _keep_all(uow, network, lines, now)


def _parse(row: Row, stores: dict[str, Store]) -> _Line:
    role = row.choice("role", [role.value for role in Role])
    store_id = None
    if role not in NETWORK_WIDE:
        code = row.code("store_code")
        store = stores.get(code)
        if store is None:
            row.wrong("store_code", N_("この店舗コードは登録されていません。店舗の一覧のコードを書いてください。"))
        store_id = store.id if store else None
    elif row.optional("store_code"):
        row.wrong("store_code", N_("この役割はネットワーク全体のものです。店舗コードは空欄にしてください。"))
    return _Line(
        row=row,
        code=row.code("member_code"),
        name=row.text("name"),
        language=row.choice("language", LANGUAGES, default="ja"),
        trained_until=row.day("trained_until"),
        role=role,
        store_id=store_id,
        line_user_id=row.matching(
            "line_user_id",
            LINE_ID,
            N_("LINE のユーザー ID は U で始まる 33 文字です。空欄なら登録コードを発行します。"),
        ),
        slack_user_id=row.matching(
            "slack_user_id",
            SLACK_ID,
            N_("Slack のメンバー ID は U か W で始まります。空欄なら登録コードを発行します。"),
        ),
    )


def _check_together(lines: list[_Line]) -> None:
    """Rows that contradict each other, say something twice, or give one account to two people."""
    people: dict[str, _Line] = {}
    roles: dict[tuple[str, str, str | None], int] = {}
    owners: dict[str, str] = {}
    for line in lines:
        first = people.setdefault(line.code, line)
        for column in ("name", "language", "trained_until"):
            if getattr(line, column) != getattr(first, column):
                line.row.wrong(
                    column,
                    N_("同じ会員の {other} 行目と違います。同じ内容にそろえてください。"),
                    other=first.row.line,
                )
        before = roles.setdefault((line.code, line.role, line.store_id), line.row.line)
        if before != line.row.line:
            line.row.wrong("role", N_("{other} 行目と同じ役割です。どちらかの行を消してください。"), other=before)
        for column, external_id in (("line_user_id", line.line_user_id), ("slack_user_id", line.slack_user_id)):
            if external_id and owners.setdefault(f"{column}:{external_id}", line.code) != line.code:
                line.row.wrong(column, N_("別の会員と同じ ID です。一人に一つの ID を書いてください。"))
    _check_one_id_each(lines)


def _check_one_id_each(lines: list[_Line]) -> None:
    for column in ("line_user_id", "slack_user_id"):
        ids: dict[str, str] = {}
        for line in lines:
            external_id = getattr(line, column)
            if external_id and ids.setdefault(line.code, external_id) != external_id:
                line.row.wrong(column, N_("同じ会員に違う ID が書かれています。どちらかにそろえてください。"))


def _check_against(uow: UnitOfWork, network: Network, lines: list[_Line]) -> None:
    """Nobody comes back under an old code, and nobody takes over somebody else's account."""
    members = {m.code: m for m in uow.session.scalars(select(Member).where(Member.network_id == network.id))}
    in_use = {
        (account.platform, account.external_id): account.member_id
        for account in uow.session.scalars(select(Account).where(Account.revoked_at.is_(None)))
    }
    for line in lines:
        member = members.get(line.code)
        if member is not None and member.left_at is not None:
            line.row.wrong("member_code", N_("この会員は退会しています。戻る場合は新しい会員コードを付けてください。"))
        for platform, external_id in (("line", line.line_user_id), ("slack", line.slack_user_id)):
            owner = in_use.get((platform, external_id or ""))
            if owner is not None and owner != (member.id if member else None):
                line.row.wrong(f"{platform}_user_id", N_("この ID は別の会員が使っています。ID を確認してください。"))


def _keep_all(uow: UnitOfWork, network: Network, lines: list[_Line], now: datetime) -> ImportResult:
    by_member: dict[str, list[_Line]] = {}
    for line in lines:
        by_member.setdefault(line.code, []).append(line)
    created = 0
    codes: dict[str, str] = {}
    for code, own in by_member.items():
        known = select(Member).where(Member.network_id == network.id, Member.code == code)
        member = uow.session.scalars(known).one_or_none()
        new = member is None
        if member is None:
            member = Member(network_id=network.id, code=code, joined_at=now)
        _keep(uow, member, own, now)
        uow.ledger.append(
            Event.MEMBER_JOIN if new else Event.MEMBER_CHANGE,
            at=now,
            details={"member": member.id, "roles": [line.role for line in own]},
        )
        created += new
        if not _reachable(uow, member) and not uow.people.awaits_enrolment(member.id, now):
            codes[code] = uow.people.new_enrolment(member.id, now)
            uow.ledger.append(Event.ENROLMENT_ISSUE, at=now, details={"member": member.id})
    return ImportResult(rows=len(lines), created=created, updated=len(by_member) - created, codes=codes)


def _keep(uow: UnitOfWork, member: Member, lines: list[_Line], now: datetime) -> None:
    first = lines[0]
    member.name, member.language, member.trained_until = first.name, first.language, first.trained_until
    uow.add(member)
    uow.session.execute(delete(MemberRole).where(MemberRole.member_id == member.id))
    for line in lines:
        uow.add(MemberRole(member_id=member.id, role=line.role, store_id=line.store_id))
    uow.session.refresh(member, ["roles"])
    _keep_account(uow, member, "line", (line.line_user_id for line in lines), now)
    _keep_account(uow, member, "slack", (line.slack_user_id for line in lines), now)
    uow.session.refresh(member, ["accounts"])


def _keep_account(uow: UnitOfWork, member: Member, platform: str, ids: Iterable[str | None], now: datetime) -> None:
    external_id = next((found for found in ids if found), None)
    if external_id is None:
        return
    own = select(Account).where(
        Account.member_id == member.id, Account.platform == platform, Account.revoked_at.is_(None)
    )
    accounts = uow.session.scalars(own).all()
    if any(account.external_id == external_id for account in accounts):
        return
    for account in accounts:
        uow.people.revoke(account, now)
        uow.ledger.append(Event.ACCOUNT_REVOKE, at=now, details={"account": account.id})
    account = Account(member=member, platform=platform, external_id=external_id, created_at=now)
    uow.add(account)
    uow.ledger.append(Event.ACCOUNT_ENROL, at=now, details={"account": account.id})


def _reachable(uow: UnitOfWork, member: Member) -> bool:
    usable = select(Account.id).where(Account.member_id == member.id, Account.revoked_at.is_(None))
    return uow.session.execute(usable.limit(1)).first() is not None
