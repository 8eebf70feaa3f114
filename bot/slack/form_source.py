"""Forms for Slack's modals: which one a button opens, and what is wrong with what was filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.application import Application
from bot.slack.form_view import PHOTO, FormView, Submission
from handlers.cards import ButtonAction, PageLink, denial
from handlers.case.question import told_in_question
from handlers.case.record import require, zone_of
from handlers.case.sealed import load_report, said_with_photo
from handlers.context import Context
from handlers.conversation import OpenForm, circumstances, form_for
from handlers.dialogue.forms import FORMS
from handlers.dialogue.page import answers_so_far
from handlers.errors import HanshoError, NotFound
from handlers.forms.definitions import REPORT, with_options
from handlers.forms.form import Form, Option
from handlers.forms.reading import read_all
from handlers.picture.photo import may_attach
from handlers.report.open import require_open, unwritten_draft
from handlers.report.suggest import typed_time
from handlers.wording.labels import bell_rows, number_row
from policy.forms.fields import Asked, faults
from policy.forms.names import FieldName, FormName
from policy.forms.table import FORM_RULES
from policy.picture import may_take
from policy.verdict import Allow, Deny, Verdict
from storage.tables import Account, Case

NAME = "slack"


@dataclass(frozen=True)
class Forms:
    """Read-only answers for the Slack app, which has three seconds; the inbox changes things later."""

    app: Application

    def open_form(self, button_id: str | None, slack_user: str) -> FormView | None:
        """The form behind a button (None: a new report), or None where the chat has to answer instead."""
        with self.app.reading() as ctx:
            account = ctx.uow.people.account(NAME, slack_user)
            if account is None:
                return None
            return _new_report(account, ctx) if button_id is None else _behind(button_id, account, ctx)

    def change_form(self, told: Submission, slack_user: str) -> FormView | None:
        """The form as these answers change it, or None where it can't be had any more."""
        with self.app.reading() as ctx:
            account = ctx.uow.people.account(NAME, slack_user)
            if account is None:
                return None
            try:
                view = _told_again(told, account, ctx)
            except LookupError:  # a form of an earlier version, or about what has been deleted since
                return None
            return replace(view, given=told.answers) if view else None

    def check_form(self, told: Submission, slack_user: str) -> dict[str, str]:
        """Field → sentence in the person's language, "" for what no answer mends; empty if it can be handed in."""
        with self.app.reading() as ctx:
            account = ctx.uow.people.account(NAME, slack_user)
            if account is None:
                return {}
            reader = ctx.recipient(account)
            try:
                case = ctx.uow.cases.get(told.case_id) if told.case_id else unwritten_draft(account.member_id, ctx)
                wrong = _in_case(told, case, account, ctx) if case else _before_case(told, account, ctx)
            except HanshoError as error:
                return {"": reader.read(error.told)}
            except LookupError:  # a form of an earlier version, or about what has been deleted since
                return {"": reader.read(NotFound().told)}
            return {deny.field: reader.read(denial(deny)) for deny in wrong}


def _told_again(told: Submission, account: Account, ctx: Context) -> FormView | None:
    if told.case_id is None:
        return _new_report(account, ctx)
    return _about(told.form, ctx.uow.cases.get(told.case_id), account, told.answers.get("binding", ""), ctx)


def _new_report(account: Account, ctx: Context) -> FormView | None:
    """An empty one, or what was begun already."""
    draft = unwritten_draft(account.member_id, ctx)
    try:
        if draft is None:
            require_open(account, "", ctx)
    except HanshoError:
        return None
    form, given = _resumed(form_for(REPORT.name, account, draft, ctx), ctx) if draft else (REPORT, {})
    return FormView(form, None, ctx.ports.sentences(account.member.language), given=given)


def _behind(button_id: str, account: Account, ctx: Context) -> FormView | None:
    meaning = ctx.uow.buttons.get(button_id)
    if meaning is None or meaning.account_id != account.id or meaning.case_id is None:
        return None
    case = ctx.uow.cases.get(meaning.case_id)
    if meaning.action == ButtonAction.CONTINUE and load_report(case, ctx) is None:
        return _about(FormName.REPORT, case, account, "", ctx)  # nobody presses their way through 18 questions
    if meaning.action != ButtonAction.FORM:
        return None
    return _about(meaning.arguments["form"], case, account, meaning.arguments.get("binding", ""), ctx)


def _about(name: str, case: Case, account: Account, binding: str, ctx: Context) -> FormView | None:
    """R-087: with what the case's cards tell, and the way to the page that this person has of it."""
    if not FORMS[name].may_begin(account, case, binding, ctx):
        return None
    reader, t = ctx.recipient(account), ctx.ports.sentences(account.member.language)
    about = told_in_question(case, ctx)
    rows = (*bell_rows(about), number_row(about))
    form, given = _resumed(form_for(name, account, case, ctx), ctx)
    page = next((link for link in ctx.uow.links.open_of(account.id, ctx.now) if link.case_id == case.id), None)
    return FormView(
        form,
        case.id,
        t,
        hidden={"binding": binding} if binding else {},
        given=given,
        facts=tuple((reader.read(label), reader.read(value)) for label, value in rows),
        link=PageLink(t("内容を見る"), ctx.ports.page(page.id)) if page else None,
    )


def _resumed(asked: OpenForm, ctx: Context) -> tuple[Form, dict[str, str]]:
    """R-127: with what this person answered before, in whatever way, so that nothing is asked twice.

    What they wrote beside their photo stands where the first question is still open; a kept time is a choice more.
    """
    form, given = asked.form, answers_so_far(asked, ctx)
    if form.name != FormName.REPORT:
        return form, given
    said = said_with_photo(asked.case, asked.account, ctx)
    given = ({FieldName.GOODS: said} if said else {}) | given
    if moment := given.get(FieldName.WHEN, ""):
        typed = typed_time(moment, asked.case, ctx)
        given |= {FieldName.WHEN: typed}
        form = with_options(form, FieldName.WHEN, (Option(typed, typed), *form.field(FieldName.WHEN).options))
    return form, given


def _before_case(told: Submission, account: Account, ctx: Context) -> list[Deny]:
    require_open(account, "", ctx)
    network = ctx.uow.stores.network(account.member.network_id)
    rules = ctx.uow.stores.rules(network.id)
    answers = read_all(REPORT, told.answers, ctx.now, ZoneInfo(network.timezone))
    context = Asked(rules, ctx.now, has_photo=told.photo is not None)
    return _wrong(REPORT, answers, context, may_take(rules) if told.photo else Allow())


def _in_case(told: Submission, case: Case, account: Account, ctx: Context) -> list[Deny]:
    require(FORMS[told.form].may_begin(account, case, told.answers.get("binding", ""), ctx))
    asked = form_for(told.form, account, case, ctx)
    answers = read_all(asked.form, told.answers, ctx.now, zone_of(case, ctx))
    context = circumstances(asked, answers, ctx)
    context = replace(context, has_photo=context.has_photo or told.photo is not None)
    return _wrong(asked.form, answers, context, may_attach(case, context.rules) if told.photo else Allow())


def _wrong(form: Form, answers: dict[str, str], context: Asked, photo: Verdict) -> list[Deny]:
    """Everything that stands in the way of the form, and of the photo that comes with it."""
    refused = [replace(photo, field=PHOTO)] if isinstance(photo, Deny) else []
    return [*faults(FORM_RULES[form.name], answers, context), *refused]
