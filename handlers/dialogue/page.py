"""A form on a page: the same answers as in the chat, kept part by part, and judged by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.case.involved import who
from handlers.case.record import require, zone_of
from handlers.case.sealed import (
    aside_of,
    load_report,
    put_aside,
    said_with_photo,
    take_aside,
    take_said_with_photo,
)
from handlers.commands.pages import AnswerOnPage, TakeRest
from handlers.commands.steps import FilledForm, OfferRest
from handlers.context import Context
from handlers.conversation import OpenForm, circumstances, form_for, is_open
from handlers.dialogue.forms import FORMS
from handlers.errors import NotFound
from handlers.forms.parts import OF_FORM, PARTS, Part, PartName
from handlers.forms.reading import read
from policy.forms.fields import applicable, faults
from policy.forms.names import FormName
from policy.forms.report import answers_of_report
from policy.forms.table import FORM_RULES
from policy.verdict import Deny
from storage.tables import Account, Case


@dataclass(frozen=True)
class SoFar:
    """How far somebody has come with a form.

    Attributes:
        answers: Field → answer, whether it will do or not.
        wrong: What stands in the way of the whole form; a field without an answer among them.
    """

    answers: Mapping[str, str]
    wrong: tuple[Deny, ...]

    def lacks(self, part: Part) -> bool:
        """Whether something of this part is missing, or won't do."""
        return any(deny.field in part.answers for deny in self.wrong)


def so_far(form: str, account: Account, case: Case, ctx: Context) -> SoFar:
    """What this person answered, in whatever way, and what is still missing."""
    asked = form_for(form, account, case, ctx)
    answers = answers_so_far(asked, ctx)
    return SoFar(answers, faults(FORM_RULES[form], answers, circumstances(asked, answers, ctx)))


def is_begun(account: Account, case: Case, ctx: Context) -> bool:
    """Whether this person is in the midst of the report, or of writing it anew."""
    return is_open(form_for(FormName.REPORT, account, case, ctx), ctx) or bool(aside_of(case, account, ctx))


def is_written(account: Account, case: Case, ctx: Context) -> bool:
    """R-112: whether there is a report, and no answers of this person's that have yet to become part of it."""
    return load_report(case, ctx) is not None and not is_begun(account, case, ctx)


def next_part(form: str, so_far: SoFar) -> PartName:
    """The first part in which something is missing, else the last."""
    parts = OF_FORM[form]
    return next((part.name for part in parts if so_far.lacks(part)), parts[-1].name)


def answer_on_page(cmd: AnswerOnPage, ctx: Context) -> None:
    """R-127: keep one part's answers, and do what the form is for once the whole of it will do.

    What won't do is kept as well, so that nobody writes it twice; the page says at its field what is wrong.
    R-114: whoever answers what somebody else began takes it, before their answers count.
    """
    account, case, part = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id), PARTS[PartName(cmd.part)]
    form = part.form.name
    require(FORMS[form].may_begin(account, case, cmd.binding, ctx))
    if form == FormName.REPORT and account.member_id not in case.reporters:
        if cmd.taking:
            raise NotFound
        ctx.then(TakeRest(account.id, case.id))
        ctx.then(replace(cmd, taking=True))
        return
    asked = form_for(form, account, case, ctx)
    zone, given = zone_of(case, ctx), part.given(cmd.posted)
    answers = {name: one for name, one in answers_so_far(asked, ctx).items() if name not in part.answers} | {
        name: read(asked.form.field(name), value, ctx.said_at, zone) for name, value in given.items()
    }
    if said_with_photo(case, account, ctx) in given.values():
        take_said_with_photo(case, account, ctx)
    rules = FORM_RULES[form]
    if faults(rules, answers, circumstances(asked, answers, ctx)):
        _keep(asked, answers, ctx)
        if part.name is PartName.TILL and account.member_id == case.reporter_id:
            _offer(account, case, ctx)
        return
    if is_open(asked, ctx):
        ctx.uow.conversations.end(account.id)
    take_aside(case, account, ctx)
    ctx.then(FilledForm(account.id, case.id, form, applicable(rules, answers), cmd.binding))


def _offer(account: Account, case: Case, ctx: Context) -> None:
    """Once what is known at the till is there, somebody else may write the rest."""
    if not so_far(FormName.REPORT, account, case, ctx).lacks(PARTS[PartName.TILL]):
        ctx.then(OfferRest(account.id, case.id))


def answers_so_far(asked: OpenForm, ctx: Context) -> dict[str, str]:
    """From the open form, else from what was put aside, else from the report as it is."""
    account, case = asked.account, asked.case
    if is_open(asked, ctx):
        return ctx.uow.conversations.answers(account.id) or {}
    report = load_report(case, ctx) if asked.form.name == FormName.REPORT else None
    return aside_of(case, account, ctx) or (answers_of_report(report) if report else {})


def _keep(asked: OpenForm, answers: dict[str, str], ctx: Context) -> None:
    """Where the chat goes on from them, if it is asking."""
    following = asked.form.next_field(answers)
    if is_open(asked, ctx) and following:
        ctx.uow.conversations.save(asked.account.id, following.name, answers, ctx.now)
        return
    if is_open(asked, ctx):
        ctx.uow.conversations.end(asked.account.id)
    put_aside(asked.case, asked.account, answers, ctx)
