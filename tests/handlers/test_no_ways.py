"""Ways in which an alert does not go out, or not yet, and that nothing of it reaches a neighbour meanwhile.

What of it hangs on the wire is played over HTTP by the stories of the same name in ``tests/scenarios``.
"""

from __future__ import annotations

import pytest

from handlers.commands.chat import SubmitForm, WithdrawAssessment
from handlers.errors import NotAllowed
from storage.tables import Assessment
from tests.world.answers import REPORT, judged
from tests.world.in_process import TownInProcess

ALERT, REQUEST, AGAIN = "警戒のお願い", "承認のお願い", "【再度のお願い】承認するか、お答えください"


def reads(town: TownInProcess, code: str) -> str:
    """The newest card of somebody, as they read it."""
    card = town.last(code)
    return "\n".join((card.title, *card.lines, *(f"{label} {value}" for label, value in card.facts)))


def answers(town: TownInProcess) -> list[Assessment]:
    """What the approvers said, taken back or not."""
    with town.reading() as uow:
        return uow.cases.assessments(town.case().id)


def quiet(town: TownInProcess) -> bool:
    """No neighbour heard anything."""
    town.deliver()
    return not any(ALERT in town.titles(code) for code in ("P05", "P09", "P15", "P19"))


@pytest.fixture
def handed_in(town: TownInProcess) -> TownInProcess:
    """A report lies with the approvers."""
    town.hand_in()
    town.submit()
    return town


def test_silence_is_reminded_then_stood_in_for_then_lapses(handed_in: TownInProcess) -> None:
    """R-115: nobody answers, so the danger has passed; the deputy was asked meanwhile."""
    town = handed_in
    town.wait(minutes=6)
    assert town.titles("P02").count(AGAIN) == 1
    assert REQUEST not in town.titles("P04")
    town.wait(minutes=5)
    assert REQUEST in town.titles("P04")
    town.wait(minutes=50)
    assert "時間切れで終了しました" in reads(town, "P01")
    assert town.case().state == "lapsed"
    assert quiet(town)


def test_a_withdrawn_report_reaches_nobody(handed_in: TownInProcess) -> None:
    """R-125, R-040: taken back while it lies with the approvers; nobody outside ever read it, so it is gone at once."""
    town = handed_in
    town.press("P01", "取り下げる")
    assert "通報を取り下げました" in reads(town, "P01")
    assert "承認のお願いは終わりました" in reads(town, "P02")
    assert town.case().state == "withdrawn"
    assert not town.kept("text", "report")
    with pytest.raises(NotAllowed):
        town.answer("P02")
    assert quiet(town)


def test_the_reporter_does_not_approve_their_own_report(town: TownInProcess) -> None:
    """R-114: even a responsible person can't be reporter and approver at once."""
    case = town.hand_in("P02")
    town.submit("P02")
    town.look_at(town.account("P02"), case.id)
    yes = judged(of="P02") | {"binding": town.newest("P02").binding or ""}
    with pytest.raises(NotAllowed) as refusal:
        town.run(SubmitForm(town.account("P02"), "assess", case.id, yes))
    assert refusal.value.deny.clause == "R-114"
    assert quiet(town)


def test_whoever_mended_a_report_has_reported_it_and_the_known_need_the_secretariat(town: TownInProcess) -> None:
    """R-110, R-114: an approver wrote it anew and others decide; who could be asked isn't left to the store alone."""
    town.hand_in(known_person="yes")
    town.submit()
    town.give_back("P03", "上着の色が映像と違うので確認してください")
    assert "差し戻されました" in town.last("P01").title
    town.form("P03", "report", **{**REPORT, "known_person": "yes", "features": "灰色の上着"})
    town.submit()
    with pytest.raises(NotAllowed) as refusal:
        town.answer("P03")
    assert refusal.value.deny.clause == "R-114"
    town.answer("P02")
    town.answer("P04")
    told = reads(town, "P01")
    assert "2 / 3" in told
    assert "知っている人か連絡のとれる人" in told
    assert quiet(town)
    town.answer("P29")
    assert not quiet(town)


def test_one_person_on_two_phones_counts_once_and_a_taken_back_yes_no_longer(handed_in: TownInProcess) -> None:
    """R-113: the deputy answers on LINE and again on Slack, which is one person; withdrawn until sent, it is none."""
    town = handed_in
    town.answer("P04", platform="line")
    town.answer("P04", platform="slack")
    assert "1 / 2" in reads(town, "P01")
    assert town.case().state == "assessing"
    town.run(WithdrawAssessment(town.account("P04"), town.case().id))
    assert [row.withdrawn_at is None for row in answers(town)] == [False, False]
    town.answer("P03")
    assert "1 / 2" in reads(town, "P01")
    assert quiet(town)
    town.answer("P02")
    assert not quiet(town)


def test_a_person_who_may_be_a_minor_is_never_shown(town: TownInProcess) -> None:
    """R-117, D7: "don't know" counts as yes; a picture is refused, and the secretariat has to agree."""
    town.fill_in("P01", form="picture", vulnerable="unknown")
    assert "配慮が必要な人の画像は送れません" in reads(town, "P01")
    town.press("P01", "特徴を文字で")
    assert town.last("P01").title == "この内容でよろしいですか？"
    town.submit()
    assert REQUEST in reads(town, "P29")
    town.answer("P02")
    town.answer("P03")
    assert "2 / 3" in reads(town, "P01")
    assert quiet(town)
    town.answer("P29")
    assert not quiet(town)
