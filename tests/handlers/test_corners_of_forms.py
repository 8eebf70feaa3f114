"""No corners in the forms that follow a report either: each question of each, and every word of command beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers.commands.chat import AnswerQuestion, BeginForm, SubmitForm
from handlers.conversation import form_for
from handlers.dialogue.forms import FORMS
from handlers.forms.form import Field
from policy.forms.names import FormName
from policy.states import State
from storage.tables import Account
from tests.handlers.corners import NO_CHOICE, NO_TEXT, WORDLESS, Chat
from tests.world.answers import judged
from tests.world.in_process import TownInProcess

BESIDE = (
    *("研修", "規則", "台帳", "管理画面", "招待", "端末", "端末をなくした"),
    *("事故・漏えい", "事故訓練", "申出", "掲示", "ヘルプ", "状況"),
)
"""Every word of command that begins no report and does nothing at once; each answers by a card of its own."""

REPORTER = {"line": "P01", "slack": "P04"}
JUDGE = {"line": "P02", "slack": "P03"}
SECOND = {"line": "P03", "slack": "P02"}
"""By platform: who reports, who is asked everything in the chat, whose yes is the second one."""
WORDS = {"reason": "西口の店でも同じ棚が狙われているため"}


@pytest.fixture(params=["line", "slack"])
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def fields(chat: Chat, form: str) -> Iterator[Field]:
    """The questions that are asked, one after the other, each answered once the block is done with it."""
    town, case = chat.town, chat.town.newest(REPORTER[chat.platform])
    town.run(BeginForm(chat.account, case.id, form, case.binding or "", in_chat=True))
    while True:
        with town.reading() as uow:
            row, account = uow.conversations.get(chat.account), uow.session.get_one(Account, chat.account)
            if row is None:
                return
            assert row.form == form
            with town.app.reading() as ctx:
                field = form_for(form, account, uow.cases.get(case.id), ctx).form.field(row.asking)
        yield field
        typed = WORDS.get(field.name) or judged(of=chat.code).get(field.name, "")
        chat.run(AnswerQuestion(chat.account, case.id, field.name, field.options[0].value if field.options else typed))


def nothing_is_lost(chat: Chat, form: str, half: int) -> int:
    """At each question whatever doesn't answer it leaves it open; how many questions there were."""
    asked = 0
    for number, field in enumerate(fields(chat, form)):
        wrong = NO_CHOICE if field.options else NO_TEXT
        wordless, words = WORDLESS[chat.platform][(number + half) % 4 :: 4], wrong[(number + half) % 6 :: 6]
        beside = BESIDE[(number + half) % 6 :: 6]
        chat.stands(field.name, [*map(chat.means, wordless), *map(chat.words, words)], [*map(chat.words, beside)])
        asked += 1
    return asked


def test_each_question_of_each_form_stands_whatever_is_said_beside_it(town: TownInProcess, platform: str) -> None:
    """R-127: from narrowing the receivers to the recall, on both platforms; no form is left out."""
    half = ("line", "slack").index(platform)
    reporter, judge = Chat(town, REPORTER[platform], platform), Chat(town, JUDGE[platform], platform)
    town.hand_in(reporter.code)
    walked = {FormName.REPORT: 1}  # by ``test_corners``
    for form in (FormName.AUDIENCE, FormName.FAR_STORE):
        walked[form] = nothing_is_lost(reporter, form, half)
    town.submit(reporter.code)
    looks(town, judge)
    walked[FormName.RETURN] = nothing_is_lost(judge, FormName.RETURN, half)
    town.press(reporter.code, "承認者へ送る")
    looks(town, judge)
    walked[FormName.ASSESS] = nothing_is_lost(judge, FormName.ASSESS, half)
    other, case = Chat(town, SECOND[platform], platform), town.newest(reporter.code)
    looks(town, other)
    said = {**judged(of=other.code), "binding": case.binding or ""}
    town.run(SubmitForm(town.account(other.code), FormName.ASSESS, case.id, said))
    town.deliver()
    for form in (FormName.CORRECT, FormName.RECALL):
        walked[form] = nothing_is_lost(reporter, form, half)
    assert {*walked} == FORMS.keys()
    assert town.newest(reporter.code).state is State.ENDED


def looks(town: TownInProcess, chat: Chat) -> None:
    """At the page with the alert as it would go out."""
    case = town.newest(REPORTER[chat.platform])
    town.look_at(town.account(chat.code), case.id)
