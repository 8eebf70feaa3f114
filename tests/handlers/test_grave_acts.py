"""What ends or undoes something for others asks once; the answer acts at once (R-125)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.cards import ButtonAction
from handlers.commands.chat import Press
from handlers.dialogue.sure import MAY
from handlers.errors import NotAllowed
from handlers.wording.sure import QUESTIONS
from policy.states import State
from tests.world.in_process import TownInProcess

LEAVE_IT = "いいえ、やめておく"


def judged(town: TownInProcess) -> None:
    """P02 said yes; P03 has yet to answer."""
    town.hand_in()
    town.submit()
    town.answer("P02")


def state(town: TownInProcess) -> object:
    """Where the newest case stands, and how many answers count."""
    with town.reading() as uow:
        given = uow.cases.assessments(town.case().id)
        return town.case().state, len([row for row in given if row.withdrawn_at is None])


ACTS = [
    pytest.param(TownInProcess.warn, "P01", "解除する", (State.ENDED, 2), id="all-clear"),
    pytest.param(TownInProcess.hand_in, "P01", "取り下げる", (State.WITHDRAWN, 0), id="a draft"),
    pytest.param(judged, "P01", "取り下げる", (State.WITHDRAWN, 1), id="a report with its approvers"),
    pytest.param(judged, "P02", "判定を取り消す", (State.ASSESSING, 0), id="one's yes"),
]


@pytest.mark.parametrize(("before", "code", "label", "done"), ACTS)
def test_a_grave_act_asks_once_and_no_changes_nothing(
    town: TownInProcess, before: Callable[[TownInProcess], object], code: str, label: str, done: object
) -> None:
    """R-125: in the same reply, typed or pressed; yes does it, pressed twice or late says how it stands."""
    before(town)
    was = state(town)
    for ask in (lambda: town.press(code, label, sure=False), lambda: town.say(code, label)):
        ask()
        question = town.last(code)
        assert [button.label for button in question.buttons] == [f"はい、{label}", LEAVE_IT]
        assert state(town) == was
        town.press(code, LEAVE_IT)
        assert town.last(code).title == "何も変えていません"
        assert state(town) == was
    town.press(code, f"はい、{label}")
    assert state(town) == done
    with pytest.raises(NotAllowed):
        town.press(code, f"はい、{label}")
    with pytest.raises(NotAllowed):
        town.press(code, label, sure=False)
    assert state(town) == done


def test_slack_asks_by_itself_when_pressed_but_not_when_typed(town: TownInProcess) -> None:
    """R-125: one press, with the platform's own dialogue; whoever types the label saw none."""
    town.hand_in()
    town.submit()
    town.answer("P03")
    town.deliver()
    card = next(card for card in reversed(town.cards("P03")) if "判定を取り消す" in [b.label for b in card.buttons])
    (button,) = (button for button in card.buttons if button.label == "判定を取り消す")
    assert button.confirm
    assert (button.confirm.yes, button.confirm.no) == ("はい、判定を取り消す", LEAVE_IT)
    town.say("P03", "判定を取り消す")
    assert town.last("P03").title == "判定を取り消しますか？"
    assert state(town) == (State.ASSESSING, 1)
    town.run(Press(town.account("P03"), button.id))
    assert state(town) == (State.ASSESSING, 0)


@pytest.mark.parametrize("typed", ["解", "は"])
def test_one_letter_presses_nothing(town: TownInProcess, typed: str) -> None:
    """R-125: a beginning has two letters; 「はい」 answers the question."""
    town.warn()
    town.press("P01", "解除する", sure=False)
    town.say("P01", typed)
    assert town.case().state == State.LIVE
    town.press("P01", "解除する", sure=False)
    town.say("P01", "はい")
    assert town.case().state == State.ENDED


def test_every_grave_act_has_its_question_and_its_rule() -> None:
    """R-125: and a recall or a correction asks for its reason first."""
    assert QUESTIONS.keys() == MAY.keys()
    assert ButtonAction.LEAVE_IT not in QUESTIONS
