"""What each form is for, who may fill it in, and whether an open one still stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from handlers import wording
from handlers.alert import correct, stop
from handlers.approval import assess, new_version
from handlers.cards import Topic, denial
from handlers.commands import steps
from handlers.context import Context
from handlers.conversation import OpenForm, ask, form_for, set_aside
from handlers.report import audience, describe
from policy.forms.names import FormName
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case, Conversation


class FormVerbs(NamedTuple):
    """Who may open a form about a case (``binding``: which alert they were shown), and what it is for."""

    may_begin: Callable[[Account, Case, str, Context], Verdict]
    completed: Callable[[steps.FilledForm, Context], None]


FORMS: dict[str, FormVerbs] = {
    FormName.REPORT: FormVerbs(new_version.may_begin, new_version.take_report),
    FormName.ASSESS: FormVerbs(assess.may_answer, assess.assess),
    FormName.RETURN: FormVerbs(assess.may_begin, assess.return_case),
    FormName.RECALL: FormVerbs(stop.may_begin, stop.recall),
    FormName.CORRECT: FormVerbs(correct.may_begin, correct.correct),
    FormName.FAR_STORE: FormVerbs(describe.may_describe, audience.add_far_store),
    FormName.AUDIENCE: FormVerbs(describe.may_describe, audience.narrow_audience),
}

OVER = Deny(
    "R-040",
    N_(
        "途中だった質問は、事案が先に進んだか内容が消去されたため、終わりました。「状況」と送ると、いまの状況をお知らせします。"
    ),
)


def still_open(account: Account, conversation: Conversation, ctx: Context) -> OpenForm | Deny:
    """R-040, R-111: an open form stands as long as it could be begun and what was answered so far can be read."""
    case, known = ctx.uow.cases.get(conversation.case_id), ctx.uow.conversations.answers(account.id)
    if known is None:
        return OVER
    stands = FORMS[conversation.form].may_begin(account, case, known.get("binding", ""), ctx)
    return stands if isinstance(stands, Deny) else form_for(conversation.form, account, case, ctx)


def ask_once_more(asked: OpenForm, ctx: Context) -> None:
    """The open question, as it stands now."""
    ask(asked, ctx.uow.conversations.answers(asked.account.id) or {}, ctx)


def ask_below(ctx: Context) -> None:
    """An open question comes again below whatever else was told, where that took its choices away."""
    covered = {account_id for account_id, topic in ctx.told.items() if topic is not Topic.QUESTION}
    for conversation in ctx.uow.conversations.open_among(covered) if covered else ():
        account = ctx.uow.people.account_by_id(conversation.account_id)
        asked = None if ctx.traits(account).can_redraw else still_open(account, conversation, ctx)
        if isinstance(asked, OpenForm):
            ask_once_more(asked, ctx)


def let_go(account: Account, why: Deny, ctx: Context) -> None:
    """What can't be answered any more is asked no more, and the person hears why."""
    set_aside(account, ctx)
    ctx.tell(account, None, wording.general.problem(denial(why)))
