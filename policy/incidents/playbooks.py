"""What has to be done, by whom, and where the guideline says so (guideline L206–214, L237–265): three tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.duties import acts_as
from policy.facts import MemberFacts, Role
from policy.incidents.clocks import Report
from policy.incidents.kinds import Kind, Part
from policy.verdict import N_, Allow, Deny, Verdict


class Playbook(StrEnum):
    """Which of the three."""

    LEAK = "playbook_leak"
    LOSS = "playbook_loss"
    WRONG_PERSON = "playbook_wrong_person"


class Step(StrEnum):
    """One thing to do."""

    TOLD = "step_told"
    """Whoever found it told the responsible people: done by opening it."""
    CHECKED = "step_checked"
    """The situation is clear, and the certified body knows."""
    PRESS = "step_press"
    COMMISSION = "step_commission"
    PERSON = "step_person"
    """The person knows, or a substitute notice stands."""
    CAUSE = "step_cause"
    RESTORED = "step_restored"
    PRESERVED = "step_preserved"
    POLICE = "step_police"
    """A report to the police was made, or it was decided that none is."""
    RECALLED = "step_recalled"
    ALL_STORES = "step_all_stores"
    """Every store that got the alert has confirmed its recall: closed by itself; or the exceptions are on record."""
    WHY = "step_why"
    """Which of the answers before it was sent was wrong."""
    BODY = "step_body"
    """The certified body knows, in its own form, if the scale or what may come of it asks for that."""
    EXPLAINED = "step_explained"
    CHANGES = "step_changes"


class Outcome(StrEnum):
    """How a step was closed."""

    DONE = "outcome_done"
    NOT_NEEDED = "outcome_not_needed"


@dataclass(frozen=True)
class Task:
    """A row of a playbook.

    Attributes:
        step: Which.
        roles: Who may close it; empty: it closes by itself.
        clauses: Where it stands.
        needs: What has to be written before anybody closes it, also as not needed; None: nobody does.
        may_skip: Whether "not needed" is an answer.
    """

    step: Step
    roles: frozenset[Role]
    clauses: tuple[str, ...]
    needs: Part | None
    may_skip: bool = False

    @property
    def clause(self) -> str:
        """The first of them."""
        return self.clauses[0]


def _by(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_SECURITY, _MANAGER, _PRIVACY = Role.SECURITY_OFFICER, Role.INCIDENT_MANAGER, Role.PRIVACY_OFFICER

PLAYBOOKS: Final[Mapping[Playbook, tuple[Task, ...]]] = {
    Playbook.LEAK: (
        Task(Step.TOLD, _by(), ("R-135",), None),
        Task(Step.CHECKED, _by(_SECURITY), ("R-136", "R-134"), Part.BODY),
        Task(Step.PRESS, _by(_SECURITY), ("R-137",), Part.PRESS, may_skip=True),
        Task(Step.COMMISSION, _by(_SECURITY), ("R-138", "R-130"), Part.BODY, may_skip=True),
        Task(Step.PERSON, _by(_PRIVACY), ("R-131",), Part.PERSON),
    ),
    Playbook.LOSS: (
        Task(Step.TOLD, _by(), ("R-139",), None),
        Task(Step.CAUSE, _by(_MANAGER), ("R-140",), Part.CAUSE),
        Task(Step.RESTORED, _by(Role.SECRETARIAT), ("R-141",), Part.RESTORED, may_skip=True),
        Task(Step.PRESERVED, _by(_MANAGER), ("R-142",), Part.PRESERVED, may_skip=True),
        Task(Step.BODY, _by(_SECURITY), ("R-143", "R-134"), Part.BODY, may_skip=True),
        Task(Step.POLICE, _by(_SECURITY), ("R-143",), Part.POLICE, may_skip=True),
        Task(Step.COMMISSION, _by(_SECURITY), ("R-143", "R-130"), Part.BODY, may_skip=True),
    ),
    Playbook.WRONG_PERSON: (
        Task(Step.RECALLED, _by(Role.STAFF, Role.SECRETARIAT), ("R-096",), Part.NO_ALERT, may_skip=True),
        Task(Step.ALL_STORES, _by(Role.SECRETARIAT), ("R-078",), Part.SILENT),
        Task(Step.WHY, _by(_PRIVACY), ("R-132",), Part.WHY),
        Task(Step.BODY, _by(_SECURITY), ("R-134",), Part.BODY, may_skip=True),
        Task(Step.EXPLAINED, _by(_PRIVACY), ("R-131",), Part.PERSON),
        Task(Step.CHANGES, _by(Role.SECRETARIAT), ("R-145",), Part.CHANGES),
    ),
}
"""The operator who restores sits at the terminal, which the secretariat answers for (``hansho restore``)."""

ENDING: Final = (Part.CAUSE, Part.MEASURE)
"""R-140, R-145, L254, L265: without these nothing was learnt."""


def playbook_of(kind: Kind) -> Playbook:
    """R-132, R-135, R-139, L240, L246, L253: what is gone or changed has its own; whatever else is met as a leak."""
    if kind is Kind.INACCURACY:
        return Playbook.WRONG_PERSON
    if kind in (Kind.LOSS, Kind.DESTRUCTION, Kind.DAMAGE, Kind.TAMPERING):
        return Playbook.LOSS
    return Playbook.LEAK


def task_of(kind: Kind, step: Step) -> Task | None:
    """The row; None: the playbook has no such step."""
    return next((task for task in PLAYBOOKS[playbook_of(kind)] if task.step is step), None)


def may_close(task: Task, member: MemberFacts, vacant: Collection[Role], *, of_store: bool) -> Verdict:
    """R-135, R-136, R-138, R-140, R-142, L246–257: whose step it is; another is told whose.

    ``of_store``: they work at the store whose alert it is about.
    """
    if not task.roles:
        return Deny(task.clause, N_("この手順は、条件がそろうと自動で完了します。"))
    if task.roles & acts_as(member, vacant) or (of_store and Role.STAFF in task.roles):
        return Allow()
    return Deny(task.clause, N_("この手順を完了にできるのは、{role}だけです。"), {"role": RESPONSIBLE[task.step]})


RESPONSIBLE: Final[Mapping[Step, str]] = {
    task.step: {
        _SECURITY: N_("安全管理責任者"),
        _MANAGER: N_("事故対応責任者"),
        _PRIVACY: N_("個人情報管理者"),
        Role.SECRETARIAT: N_("事務局"),
        Role.STAFF: N_("その店舗の方と事務局"),
    }[Role.STAFF if Role.STAFF in task.roles else next(iter(task.roles))]
    for tasks in PLAYBOOKS.values()
    for task in tasks
    if task.roles
}
"""Whose each step is, as it is told to somebody else."""


FIRST: Final[Mapping[Part, str]] = {
    Part.CAUSE: N_("先に原因を書いてください。"),
    Part.SILENT: N_("先に、まだ確認していない店と、電話などで伝えたことを書いてください。"),
    Part.PERSON: N_("先に、本人にどう知らせたか、知らせられないときは代わりの措置と理由を書いてください。"),
    Part.BODY: N_("先に、認定団体にいつ、どの様式で、どう連絡したか、連絡しないときはその理由を書いてください。"),
    Part.PRESS: N_("先に、報道発表の準備をいつ、だれに頼んだか、頼まないときはその理由を書いてください。"),
    Part.RESTORED: N_("先に、何をどの控えから戻したか、戻さないときはその理由を書いてください。"),
    Part.PRESERVED: N_("先に、何をどこに保存したか、保存しないときはその理由を書いてください。"),
    Part.POLICE: N_("先に、被害届の受理番号と出した先を、出さないときはその理由を書いてください。"),
    Part.WHY: N_("先に、どの判定がなぜ誤っていたかを書いてください。"),
    Part.NO_ALERT: N_("先に、回収する警戒情報がない理由を書いてください。"),
    Part.CHANGES: N_("先に、どの規則や研修をどう変えるか、変えないときはその理由を書いてください。"),
}
"""R-131–R-145, L238–L265: what a step waits for."""

TELLS_BODY: Final = (Step.CHECKED, Step.BODY)
"""R-134, L242: of each playbook the step with which the certified body knows, unless it was not needed."""


def check_step(task: Task, outcome: Outcome, written: Collection[Part]) -> Verdict:
    """R-140, R-145, L254, L265: nothing is skipped that has to be done, and no cause is left blank."""
    if outcome is Outcome.NOT_NEEDED and not task.may_skip:
        return Deny(task.clause, N_("この手順は省けません。"))
    if task.needs is not None and task.needs not in written:
        return Deny(task.clause, FIRST[task.needs])
    return Allow()


SILENCE: Final = timedelta(hours=24)
"""Shops that are closed today are open tomorrow; until then they are reminded."""


def may_stop_waiting(recalled_at: datetime | None, now: datetime) -> Verdict:
    """R-078, L126, L214: every store is asked for a day; then those that stay silent are named in place of their word.

    ``recalled_at``: when the last alert of the incident was called back; None: none was.
    """
    if recalled_at is None or now < recalled_at + SILENCE:
        return Deny(
            "R-078",
            N_("回収から {hours} 時間は、店の確認を待ちます。急ぐときは、店に電話で確認を頼んでください。"),
            {"hours": SILENCE // timedelta(hours=1)},
        )
    return Allow()


UNREPORTED: Final[Mapping[Report, str]] = {
    Report.FIRST: N_(
        "個人情報保護委員会への速報がまだです。出したことを記録してから終えてください。"
        "確報が速報を兼ねたときは、両方を記録します。"
    ),
    Report.FINAL: N_("個人情報保護委員会への確報がまだです。出したことを記録してから終えてください。"),
}


def check_end(
    kind: Kind,
    closed: Collection[Step],
    written: Collection[Part],
    *,
    classified: bool,
    has_stopped: bool,
    reports_open: Collection[Report],
    changes: bool,
) -> Verdict:
    """R-130, R-132, R-136, R-140, R-145, L237–L265: it ends classified, stopped, worked off, reported and learnt from.

    ``reports_open``: due and not made. ``changes``: a rule or a training is said to have to change.
    """
    if not classified:
        return Deny("R-132", N_("先に、事故の分類に答えてください。"))
    if not has_stopped:
        return Deny("R-136", N_("まだ続いているかもしれません。止まったことを記録してから終えてください。"))
    if any(task.step not in closed for task in PLAYBOOKS[playbook_of(kind)]):
        return Deny("R-145", N_("まだ完了していない手順があります。すべて完了にしてから終えてください。"))
    if any(part not in written for part in ENDING):
        return Deny("R-140", N_("原因と対策を書いてから終えてください。"))
    if changes and Part.CHANGES not in written:
        return Deny("R-145", FIRST[Part.CHANGES])
    missing = next((report for report in Report if report in reports_open), None)
    return Deny("R-130", UNREPORTED[missing]) if missing else Allow()
