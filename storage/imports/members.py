"""``members.csv``: people, one row per role, and how they are reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from policy.access import may_combine
from policy.duties import NETWORK_WIDE
from policy.facts import Role
from policy.likeness import Likeness, Pair, PersonSketch, alike_people, same_name
from policy.training import check_until
from policy.verdict import N_, Deny
from storage.imports import standing, twins
from storage.imports.placed import place
from storage.imports.rows import JAPAN, Row, RowError, Settles, read
from storage.imports.standing import Cells, Change, changed
from storage.tables import Account, Member, Network
from storage.unit_of_work import UnitOfWork

ID_COLUMNS = {
    "line_user_id": (
        "line",
        re.compile(r"U[0-9a-f]{32}", re.ASCII),
        N_("LINE のユーザー ID は U で始まる 33 文字です。空欄なら登録コードを発行します。"),
    ),
    "slack_user_id": (
        "slack",
        re.compile(r"([TE][A-Z0-9]{5,20}/)?[UW][A-Z0-9]{5,20}", re.ASCII),
        N_(
            "Slack のメンバー ID は U か W で始まります。会社ごとにSlackがあるときは「T…/U…」です。"
            "空欄なら登録コードを発行します。"
        ),
    ),
}
"""Column → chat platform, what an id looks like there, and what is said of one that doesn't."""

COLUMNS = ("member_code", "name", "language", "trained_until", "role", "store_code", *ID_COLUMNS)

LANGUAGES = ("ja", "en")

ANOTHER = "…"
"""An account's id is told to nobody."""

_TWINS = {
    Likeness.CODE: N_(
        "「{other}」と先頭の 0 や記号しか違いません（Excel は先頭の 0 を消します）。"
        "同じ人なら「{other}」と書いてください。"
        "別の人なら「別のもの」と指定して取り込んでください（--confirm-new {code}）。"
    ),
    Likeness.NAME: N_(
        "「{other}」と同じ名前で、役割のある場所も重なります。同じ人なら「{other}」と書いてください"
        "（退会した人は、先に会員に戻します：hansho members return {other}）。"
        "別の人なら「別のもの」と指定して取り込んでください（--confirm-new {code}）。"
    ),
    Likeness.ACCOUNT: N_(
        "「{other}」が使っていた ID です。同じ人なら「{other}」と書いてください。"
        "別の人なら「別のもの」と指定して取り込んでください（--confirm-new {code}）。"
    ),
}


@dataclass(frozen=True)
class MemberLine:
    """One role of one person, as its row says; ``ids``: of each of ``ID_COLUMNS``; ``waits``: for a second person."""

    row: Row
    code: str
    name: str
    language: str
    trained_until: date | None
    role: str
    store_id: str | None
    ids: dict[str, str | None]
    waits: bool = False


class Checked(NamedTuple):
    """All lines of each person by member code; every fault, by line; the pairs vouched for; what it changes."""

    people: dict[str, list[MemberLine]]
    errors: list[RowError]
    vouched: dict[Pair, Likeness]
    changes: list[Change]


def checked(uow: UnitOfWork, data: bytes | str, confirmed: twins.Confirmed, now: datetime) -> Checked:
    """The people of the file.

    Args:
        uow: Where the stores and people are that are known already.
        data: UTF-8 with or without BOM, or Shift_JIS; columns as in ``COLUMNS``.
        confirmed: What the operator says of codes in it.
        now: Training holds so long from this day on (R-062).
    """
    errors: list[RowError] = []
    rows = read(data, COLUMNS, errors)
    if not uow.stores.has_network():
        return Checked(
            {}, [RowError(1, "", N_("店舗がまだ登録されていません。先に店舗を取り込んでください。"))], {}, []
        )
    network = uow.stores.the_network()
    stores = twins.ids(uow, network).stores
    known = standing.people(uow)
    standing.keep_standing(rows, "member_code", standing.OF_PERSON, known)
    lines = [_parse(row, stores) for row in rows]
    _check_together(lines)
    _check_training(lines, now)
    place(uow, lines)
    _check_against(uow, network, lines, confirmed)
    people: dict[str, list[MemberLine]] = {}
    for line in lines:
        people.setdefault(line.code, []).append(line)
    _check_roles(network, people)
    vouched = _check_twins(uow, network, people, confirmed)
    changes = [] if errors else [*_changes(uow, people, known)]
    return Checked(people, sorted(errors, key=lambda error: error.line), vouched, changes)


def _changes(uow: UnitOfWork, people: Mapping[str, list[MemberLine]], known: Mapping[str, Cells]) -> Iterator[Change]:
    """R-001, R-113: whoever loses a role or an account loses what they may do by it."""
    roles, accounts = standing.roles(uow), standing.accounts(uow)
    for code, lines in people.items():
        if code not in known:
            continue
        yield from changed(code, {column: getattr(lines[0], column) for column in standing.OF_PERSON}, known)
        held, now = roles.get(code, set()), {(line.role, line.row.plain("store_code")) for line in lines}
        if held != now:
            yield Change(code, "role", _listed(held), _listed(now), takes_away=not held <= now)
        for column, given in {column: given for line in lines for column, given in line.ids.items() if given}.items():
            before = accounts.get((code, ID_COLUMNS[column][0]), set())
            if given not in before:
                yield Change(code, column, ANOTHER if before else "", ANOTHER, takes_away=bool(before))


def _listed(roles: Iterable[tuple[str, str]]) -> str:
    return ", ".join(sorted(" ".join(filter(None, role)) for role in roles))


def _parse(row: Row, stores: Mapping[str, str]) -> MemberLine:
    role = row.choice("role", [role.value for role in Role])
    store_id = None
    if role not in NETWORK_WIDE:
        code = row.code("store_code")
        store_id = stores.get(code)
        if store_id is None:
            row.wrong("store_code", N_("この店舗コードは登録されていません。店舗の一覧のコードを書いてください。"))
    elif row.optional("store_code"):
        row.wrong("store_code", N_("この役割はネットワーク全体のものです。店舗コードは空欄にしてください。"))
    return MemberLine(
        row=row,
        code=row.code("member_code"),
        name=row.text("name"),
        language=row.choice("language", LANGUAGES, default="ja"),
        trained_until=row.day("trained_until"),
        role=role,
        store_id=store_id,
        ids={column: row.matching(column, pattern, wrong) for column, (_, pattern, wrong) in ID_COLUMNS.items()},
    )


def _check_together(lines: list[MemberLine]) -> None:
    """Rows that contradict each other, say something twice, or mix up whose account is whose."""
    people: dict[str, MemberLine] = {}
    roles: dict[tuple[str, str, str | None], int] = {}
    owners: dict[tuple[str, str], str] = {}
    owned: dict[tuple[str, str], str] = {}
    for line in lines:
        first = people.setdefault(line.code, line)
        for column in standing.OF_PERSON:
            if getattr(line, column) != getattr(first, column):
                line.row.wrong(
                    column,
                    N_("同じ会員の {other} 行目と違います。同じ内容にそろえてください。"),
                    other=first.row.line,
                )
        before = roles.setdefault((line.code, line.role, line.store_id), line.row.line)
        if before != line.row.line:
            line.row.wrong("role", N_("{other} 行目と同じ役割です。どちらかの行を消してください。"), other=before)
        for column, external_id in line.ids.items():
            if external_id and owners.setdefault((column, external_id), line.code) != line.code:
                line.row.wrong(column, N_("別の会員と同じ ID です。一人に一つの ID を書いてください。"))
            if external_id and owned.setdefault((column, line.code), external_id) != external_id:
                line.row.wrong(column, N_("同じ会員に違う ID が書かれています。どちらかにそろえてください。"))


def _check_training(lines: list[MemberLine], now: datetime) -> None:
    """R-062: nobody is trained for ever."""
    for line in lines:
        verdict = check_until(line.trained_until, now.astimezone(JAPAN).date()) if line.trained_until else None
        if isinstance(verdict, Deny):
            line.row.wrong("trained_until", verdict.reason)


def _check_roles(network: Network, people: Mapping[str, list[MemberLine]]) -> None:
    """R-113, R-121: nobody watches over themselves."""
    for lines in people.values():
        roles = {(Role(line.role), line.store_id) for line in lines if line.role in set(Role)}
        verdict = may_combine(roles, office_approves=network.office_decided_on is not None)
        if isinstance(verdict, Deny):
            lines[-1].row.wrong("role", verdict.reason)


def _check_twins(
    uow: UnitOfWork, network: Network, people: Mapping[str, list[MemberLine]], confirmed: twins.Confirmed
) -> dict[Pair, Likeness]:
    """R-113: one person under two codes would be two approvers."""
    before = twins.people(uow, network)
    after = before | {code: _sketch(lines, before.get(code)) for code, lines in people.items()}
    found = twins.added(alike_people(before.values()), alike_people(after.values()), confirmed)
    rows = {code: min((line.row for line in lines), key=lambda row: not row.faulty) for code, lines in people.items()}
    twins.refuse(found.open, rows, before, "member_code", _TWINS)
    return found.vouched


def _sketch(lines: list[MemberLine], before: PersonSketch | None) -> PersonSketch:
    """The person as the file would have them."""
    ids = {(ID_COLUMNS[column][0], given) for line in lines for column, given in line.ids.items() if given}
    return PersonSketch(
        lines[0].code,
        lines[0].name,
        frozenset(line.store_id for line in lines),
        frozenset(ids) | (before.accounts if before else frozenset()),
    )


def _check_against(uow: UnitOfWork, network: Network, lines: list[MemberLine], confirmed: twins.Confirmed) -> None:
    """Nobody comes back by an old file, nobody takes over somebody else's account, and nobody somebody's code."""
    known = select(Member.code, Member.id, Member.name, Member.left_at).where(Member.network_id == network.id)
    members = {member.code: member for member in uow.session.execute(known)}
    taken = select(Account.platform, Account.external_id, Account.member_id).where(Account.revoked_at.is_(None))
    in_use = {(account.platform, account.external_id): account.member_id for account in uow.session.execute(taken)}
    for line in lines:
        member = members.get(line.code)
        if member is not None and member.left_at is not None:
            line.row.wrong(
                "member_code",
                N_("この会員は退会しています。戻る場合は、先に会員に戻してください（hansho members return {code}）。"),
                code=line.code,
            )
        elif (
            member and not line.row.faulty and line.code not in confirmed.same and not same_name(member.name, line.name)
        ):
            line.row.wrong(
                "name",
                N_(
                    "「{code}」の名前が登録と違います。別の人なら新しい会員コードを付けてください。"
                    "同じ人の名前が変わったのなら「同じもの」と指定して取り込んでください（--confirm-same {code}）。"
                ),
                settles=Settles.SAME,
                code=line.code,
            )
        for column, external_id in line.ids.items():
            owner = in_use.get((ID_COLUMNS[column][0], external_id or ""))
            if owner is not None and owner != (member.id if member else None):
                line.row.wrong(column, N_("この ID は別の会員が使っています。ID を確認してください。"))
