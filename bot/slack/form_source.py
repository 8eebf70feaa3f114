"""Forms for Slack's modals: which one a button opens, and what is wrong with what was filled in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.application import Application
from bot.slack.forms import FormView
from handlers.cards import ButtonAction, denial
from handlers.context import Context
from handlers.conversation import asked, form_for
from handlers.forms.checks import Asked, check_answers
from handlers.forms.definitions import FORMS, REPORT
from handlers.report.open import may_open
from handlers.routing import FORMS as FORM_VERBS
from storage.tables import Account

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

    def check_form(
        self, form_name: str, case_id: str | None, answers: dict[str, str], slack_user: str
    ) -> dict[str, str]:
        """Field name → sentence in the person's language; empty if the form can be handed in."""
        with self.app.reading() as ctx:
            account = ctx.uow.people.account(NAME, slack_user)
            if account is None:
                return {}
            if case_id is None:
                form, context = FORMS[form_name], _before_case(account, ctx)
            else:
                case = ctx.uow.cases.get(case_id)
                form, context = form_for(form_name, account, case, ctx), asked(case, ctx)
            _, wrong = check_answers(form, answers, context)
            reader = ctx.recipient(account)
            return {name: reader.read(denial(deny)) for name, deny in wrong.items()}


def _new_report(account: Account, ctx: Context) -> FormView | None:
    if not may_open(account, ctx):
        return None
    return FormView(REPORT, None, ctx.ports.sentences(account.member.language))


def _behind(button_id: str, account: Account, ctx: Context) -> FormView | None:
    meaning = ctx.uow.buttons.get(button_id)
    if meaning is None or meaning.account_id != account.id or meaning.action != ButtonAction.FORM:
        return None
    case = ctx.uow.cases.get(meaning.case_id or "")
    name, binding = meaning.arguments["form"], meaning.arguments.get("binding", "")
    if not FORM_VERBS[name].may_begin(account, case, binding, ctx):
        return None
    hidden = {"binding": binding} if binding else {}
    return FormView(form_for(name, account, case, ctx), case.id, ctx.ports.sentences(account.member.language), hidden)


def _before_case(account: Account, ctx: Context) -> Asked:
    """A photo may come with the form; whether it did is checked when the form is handed in."""
    network = ctx.uow.stores.network(account.member.network_id)
    return Asked.of(network, ctx.uow.stores.rules(network.id), ctx.now, has_photo=True)
