"""Every permission of a person: who may report, look, stop, hold and read (guideline L131–142, L231).

Stopping is open to many and asks for no training; starting and looking are open to few.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from policy.audience import may_originate
from policy.duties import Task, has_task
from policy.facts import MemberFacts, Role, StoreFacts
from policy.states import BEFORE_APPROVERS, IN_FORCE, State
from policy.training import LONGEST
from policy.verdict import N_, Allow, Deny, Verdict, all_of


class Purpose(StrEnum):
    """Why a page with a picture is opened; there are no others (R-007)."""

    MASK = "mask"
    COMPLETE = "complete"
    """What was begun at the till, for whoever is responsible in the shop."""
    PREVIEW = "preview"
    ALERT = "alert"
    REFUSAL = "refusal"
    """Why the approver said "no", for the reporter, if the approver allows it; no picture is left by then."""


OPERATOR = "operator"
"""Whom the ledger names for an act at the terminal that nobody of the secretariat is named for (R-097)."""

_REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}", re.ASCII)
"""Begins with a letter, so that it can't be taken for a phone number, and goes into the ledger as it is."""

_APPROVERS = frozenset({Role.APPROVER, Role.RESPONSIBLE, Role.DEPUTY})

_LEADS = frozenset({Role.RESPONSIBLE, Role.DEPUTY})

_OPEN_FOR: dict[Purpose, frozenset[State]] = {
    Purpose.MASK: BEFORE_APPROVERS,
    Purpose.COMPLETE: BEFORE_APPROVERS,
    Purpose.PREVIEW: IN_FORCE,
    Purpose.ALERT: frozenset({State.LIVE}),
    Purpose.REFUSAL: frozenset({State.REFUSED}),
}
"""In which states each page shows a picture."""


def present(member: MemberFacts, now: datetime) -> Verdict:
    """R-063, L137: a person who left has no rights from that moment on."""
    if member.left_at is None or member.left_at > now:
        return Allow()
    return Deny("R-063", N_("この会員登録は、いま有効ではありません。事務局に連絡してください。"))


def trained(member: MemberFacts, now: datetime) -> Verdict:
    """R-062, L136: reporting, approving and looking need training that has not run out; none recorded is none.

    A date beyond the ceiling is a slip of the pen, not a training.
    """
    if member.trained_until is not None and now < member.trained_until <= now + LONGEST + timedelta(days=1):
        return Allow()
    return Deny("R-062", N_("研修の記録がないか、期限が切れています。研修を受けてから、事務局に連絡してください。"))


def approves_for(member: MemberFacts, store_id: str) -> bool:
    """R-113, L221: whether the person may assess for this store, by a role they hold there."""
    return any(member.is_a(role, store_id) for role in _APPROVERS)


def may_report(member: MemberFacts, store: StoreFacts, now: datetime) -> Verdict:
    """R-061, R-062, R-125, L135–136, L231: a trained person of a store that takes part; never the secretariat alone."""
    return all_of((present(member, now), trained(member, now), _of_store(member, store.id), may_originate(store, now)))


def may_view(
    member: MemberFacts,
    *,
    purpose: str,
    store_ids: Collection[str],
    case_store_id: str,
    state: State,
    now: datetime,
) -> Verdict:
    """R-001, R-007, R-064, R-095, L18, L39, L138, L206: a picture is seen only by whom it is for, while it is for them.

    Args:
        member: Who looks, with fresh facts.
        purpose: One of ``Purpose``.
        store_ids: The stores the alert is addressed to that still take part (R-005).
        case_store_id: The reporting store.
        state: Where the case stands.
        now: Aware UTC.
    """
    if purpose not in set(Purpose):
        return Deny("R-007", N_("この画面の利用目的は決められていません。チャットのリンクから開いてください。"))
    if state not in _OPEN_FOR[Purpose(purpose)]:
        return Deny("R-095", N_("この画像の表示は終了しました。"))
    if not _is_for(member, Purpose(purpose), store_ids, case_store_id):
        return Deny("R-064", N_("このページは見つかりません。チャットに届いたリンクから開いてください。"))
    return all_of((present(member, now), trained(member, now)))


def may_cut_off(member: MemberFacts, lost: MemberFacts, *, now: datetime) -> Verdict:
    """R-063, L137: one's own accounts, and those of the people of a store that one is responsible for."""
    stores = {at for role, at in member.roles if role in _LEADS}
    if member.id == lost.id or any(at in stores for _, at in lost.roles):
        return present(member, now)
    return Deny("R-063", N_("止められるのは、自分と、責任者を務める店舗の人の端末だけです。事務局に連絡してください。"))


def may_admit(member: MemberFacts, newcomer: MemberFacts, *, now: datetime) -> Verdict:
    """R-113, L221: that a new account is theirs is said by the person, from one they have, or the secretariat."""
    if member.id == newcomer.id or _is_secretary(member, newcomer.network_id):
        return all_of((present(member, now), present(newcomer, now)))
    return Deny("R-113", N_("新しいアカウントを認められるのは、本人と事務局だけです。"))


def may_complete(member: MemberFacts, *, store_id: str, now: datetime) -> Verdict:
    """R-061, R-062, R-125, L135, L136, L231: what a clerk began is completed by a trained lead of the same store."""
    if not any(member.is_a(role, store_id) for role in _LEADS):
        return Deny("R-125", N_("通報の続きを引き受けられるのは、その店舗の責任者と代行者です。"))
    return all_of((present(member, now), trained(member, now)))


def may_show_notice(member: MemberFacts, store_id: str, now: datetime) -> Verdict:
    """R-023, R-061, L85, L135: that a notice hangs in a store is shown by somebody who works there."""
    if not any(at == store_id for _, at in member.roles):
        return Deny(
            "R-023", N_("このポスターは、あなたの店舗のものではありません。自分の店舗のポスターを撮ってください。")
        )
    return present(member, now)


def may_withdraw(member: MemberFacts, *, store_id: str, reporter_id: str, now: datetime) -> Verdict:
    """R-125, L231: what has not been sent is the reporter's, and the reporting store's approvers', to take back."""
    if member.id == reporter_id or approves_for(member, store_id):
        return present(member, now)
    return Deny("R-125", N_("この操作ができるのは、通報者と、その店舗の責任者、承認者です。"))


def may_stop(member: MemberFacts, *, store_id: str, network_id: str, now: datetime) -> Verdict:
    """R-078, R-125, L126, L214, L231: anybody of the reporting store, and the secretariat, may end an alert at once.

    Recalling is stopping: a wrong alert waits for nobody (R-096).
    """
    if _is_secretary(member, network_id):
        return present(member, now)
    return all_of((present(member, now), _of_store(member, store_id)))


def may_recall(member: MemberFacts, *, store_id: str, network_id: str, now: datetime) -> Verdict:
    """R-078, R-096, L126, L206, L214: whoever may stop an alert may call it back."""
    return may_stop(member, store_id=store_id, network_id=network_id, now=now)


def may_correct(member: MemberFacts, *, store_id: str, reporter_id: str, now: datetime) -> Verdict:
    """R-049, R-096, R-125, L126, L231: the store alone answers for its alert; the secretariat stops it, and no more.

    It asks for no training: taking back waits for nobody (R-096).
    """
    if member.id == reporter_id or approves_for(member, store_id):
        return present(member, now)
    return Deny(
        "R-049",
        N_("これができるのは、通報者と、その店舗の責任者、承認者です。誤りなら「取り消す（回収）」で取り消せます。"),
    )


def may_revise(member: MemberFacts, *, store_id: str, reporter_id: str, now: datetime) -> Verdict:
    """R-049, R-062, R-125, L126, L136, L231: new words are a new alert, so they come from a trained person of it."""
    return all_of((may_correct(member, store_id=store_id, reporter_id=reporter_id, now=now), trained(member, now)))


def may_hold(member: MemberFacts, *, network_id: str, now: datetime) -> Verdict:
    """R-142, L256: a hold has a name: of the secretariat, or of whoever preserves the state after an incident."""
    if not _has_task(Task.PRESERVE, member, (), network_id):
        return Deny("R-142", N_("保全を依頼できるのは、事務局と事故対応責任者だけです。事務局に依頼してください。"))
    return present(member, now)


def may_hand_over(member: MemberFacts, *, network_id: str, now: datetime) -> Verdict:
    """R-142, L256: what is held leaves by the secretariat's hand alone."""
    if not _is_secretary(member, network_id):
        return Deny("R-142", N_("保全した内容を引き渡せるのは事務局だけです。事務局に依頼してください。"))
    return present(member, now)


def may_oversee(member: MemberFacts, *, network_id: str, now: datetime) -> Verdict:
    """R-142, L256: the secretariat or the auditor confirms a hold and reads what is held."""
    auditor = member.network_id == network_id and member.is_a(Role.AUDITOR)
    if auditor or _is_secretary(member, network_id):
        return present(member, now)
    return Deny("R-142", N_("保全を確認し、内容を読めるのは、事務局と監査人だけです。"))


def may_answer_request(member: MemberFacts, *, vacant: Collection[Role], network_id: str, now: datetime) -> Verdict:
    """R-070, R-076, L146, L157: the desk that answers people outside."""
    if not _has_task(Task.ANSWER_REQUEST, member, vacant, network_id):
        return Deny("R-076", N_("申出に答えられるのは、申出窓口と決定者だけです。"))
    return present(member, now)


def may_decide_request(member: MemberFacts, *, vacant: Collection[Role], network_id: str, now: datetime) -> Verdict:
    """R-070, R-076, L146, L157: what becomes of a request is decided by one who is named for that."""
    if not _has_task(Task.DECIDE_REQUEST, member, vacant, network_id):
        return Deny("R-076", N_("申出を決められるのは、申出の決定者だけです。"))
    return present(member, now)


def may_second_request(member: MemberFacts, *, vacant: Collection[Role], network_id: str, now: datetime) -> Verdict:
    """R-070, R-071, L146, L150: who reads requests may be the second person for a colleague's refusal."""
    if not _has_task(Task.READ_REQUEST, member, vacant, network_id):
        return Deny("R-071", N_("申出を読み、決定を確かめられるのは、申出の係、事務局、監査人だけです。"))
    return present(member, now)


def may_administer(member: MemberFacts, *, network_id: str, now: datetime) -> Verdict:
    """R-097, R-125, L212: an act at the terminal is put down to whoever of the secretariat decided on it."""
    if not _is_secretary(member, network_id):
        return Deny("R-125", N_("--by に書けるのは事務局の会員コードだけです。"))
    return present(member, now)


def may_vouch(by: str | None, *, secretariat: bool) -> Verdict:
    """R-113, R-097: that two codes are two is said by somebody with a name, as soon as there is a secretariat."""
    if secretariat and by in (None, OPERATOR):
        return Deny("R-113", N_("確認した人を残します。--by に事務局の会員コードを書いてください。"))
    return Allow()


def may_combine(roles: Collection[tuple[Role, str | None]], *, office_approves: bool) -> Verdict:
    """R-113, R-121, L212, L221, L227: the auditor is nothing else, and the secretariat approves for no store.

    ``office_approves``: the network allows the second in writing; then one person still counts once.
    """
    held = {role for role, _ in roles}
    if Role.AUDITOR in held and len(held) > 1:
        return Deny("R-121", N_("監査人はほかの役割と兼ねられません。別の人にするか、この行を消してください。"))
    if Role.SECRETARIAT in held and held & _APPROVERS and not office_approves:
        return Deny(
            "R-113",
            N_("事務局の人は店舗の責任者、代行者、承認者を兼ねられません。別の人にするか、この行を消してください。"),
        )
    return Allow()


def check_decision(reference: str, decided_on: date, today: date) -> Verdict:
    """R-113: a written decision can be found by its reference, and was taken before it is used."""
    if not _REFERENCE.fullmatch(reference) or decided_on > today:
        return Deny(
            "R-113",
            N_("決定の番号（英字で始まる半角の英数字とハイフン、20 文字まで）と、今日までの日付を書いてください。"),
        )
    return Allow()


def may_read_digest(member: MemberFacts, *, network_id: str, now: datetime) -> Verdict:
    """R-097, R-121, L212, L227: the secretariat and the outside auditor read the digests; no picture is in them."""
    auditor = member.network_id == network_id and member.is_a(Role.AUDITOR)
    if auditor or _is_secretary(member, network_id):
        return present(member, now)
    return Deny("R-121", N_("監査ダイジェストを読めるのは、事務局と監査人です。"))


def _of_store(member: MemberFacts, store_id: str) -> Verdict:
    if _works_at(member, store_id):
        return Allow()
    return Deny("R-125", N_("この操作ができるのは、その店舗の方だけです。店舗責任者に相談してください。"))


def _works_at(member: MemberFacts, store_id: str) -> bool:
    return any(at == store_id for _, at in member.roles)


def _has_task(task: Task, member: MemberFacts, vacant: Collection[Role], network_id: str) -> bool:
    return member.network_id == network_id and has_task(task, member, vacant)


def _is_secretary(member: MemberFacts, network_id: str) -> bool:
    return member.network_id == network_id and member.is_a(Role.SECRETARIAT)


def _is_for(member: MemberFacts, purpose: Purpose, store_ids: Collection[str], case_store_id: str) -> bool:
    """R-064: the store masks; its approvers, and the secretariat if it has to join, preview; who works there is warned.

    The bell rings at the named contacts alone; whoever else of an addressed store asks may look.
    """
    if purpose in (Purpose.MASK, Purpose.REFUSAL):
        return _works_at(member, case_store_id)
    if purpose is Purpose.COMPLETE:
        return any(member.is_a(role, case_store_id) for role in _LEADS)
    if purpose is Purpose.PREVIEW:
        return member.is_a(Role.SECRETARIAT) or approves_for(member, case_store_id)
    return any(_works_at(member, store_id) for store_id in store_ids)
