"""Forms for Slack's modals: which one a button opens, and what is wrong with what was filled in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.edge import Edge
from bot.slack.forms import FormView
from handlers.conversation import asked, form_for
from handlers.dialogue.dispatch import MAY_BEGIN
from handlers.forms.checks import Asked, check_answers
from handlers.forms.definitions import FORMS, REPORT
from handlers.report.open import may_open
from handlers.wording import denial
from storage.tables import Account
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Forms:
    """Read-only answers for the Slack edge, which has three seconds; the inbox changes things later."""

    edge: Edge

    def open_form(self, button_id: str | None, slack_user: str) -> FormView | None:
        """The form behind a button (None: a new report), or None where the chat has to answer instead."""
        with self.edge.database.unit_of_work(read_only=True) as uow:
            account = uow.people.account("slack", slack_user)
            if account is None:
                return None
            if button_id is None:
                return self._new_report(account, uow)
            return self._behind(button_id, account, uow)

    def check_form(
        self, form_name: str, case_id: str | None, answers: dict[str, str], slack_user: str
    ) -> dict[str, str]:
        """Field name → sentence in the person's language; empty if the form can be handed in."""
        with self.edge.database.unit_of_work(read_only=True) as uow:
            account = uow.people.account("slack", slack_user)
            if account is None:
                return {}
            now = self.edge.now()
            if case_id is None:
                form, context = FORMS[form_name], self._before_case(account, uow)
            else:
                case = uow.cases.get(case_id)
                form, context = form_for(uow, case, form_name, now), asked(uow, case, now)
            t = self.edge.ports.sentences(account.member.language)
            _, wrong = check_answers(form, answers, context)
            return {name: denial(t, deny) for name, deny in wrong.items()}

    def _new_report(self, account: Account, uow: UnitOfWork) -> FormView | None:
        if not may_open(account, uow, self.edge.now()):
            return None
        return FormView(REPORT, None, self.edge.ports.sentences(account.member.language))

    def _behind(self, button_id: str, account: Account, uow: UnitOfWork) -> FormView | None:
        meaning = uow.buttons.get(button_id)
        if meaning is None or meaning.account_id != account.id or meaning.action != "form" or meaning.case_id is None:
            return None
        case, now = uow.cases.get(meaning.case_id), self.edge.now()
        name, binding = meaning.arguments["form"], meaning.arguments.get("binding", "")
        if not MAY_BEGIN[name](account, case, binding, uow, now):
            return None
        hidden = {"binding": binding} if binding else {}
        t = self.edge.ports.sentences(account.member.language)
        return FormView(form_for(uow, case, name, now), case.id, t, hidden)

    def _before_case(self, account: Account, uow: UnitOfWork) -> Asked:
        """A photo may come with the form; whether it did is checked when the form is handed in."""
        network = uow.stores.network(account.member.network_id)
        return Asked.of(network, uow.stores.rules(network.id), self.edge.now(), has_photo=True)
