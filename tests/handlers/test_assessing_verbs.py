"""From the finished report to the last approval: who is asked, what counts, and what falls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.commands.chat import BeginForm, Continue, SubmitCase, SubmitForm, WithdrawAssessment, WithdrawCase
from handlers.errors import NotAllowed
from policy.forms.assess import ASSESS
from policy.forms.fields import Asked, faults
from policy.rules import Rules
from storage.tables import MemberRole
from tests.world.answers import REASONS, REPORT, judged
from tests.world.in_process import TownInProcess


def refused(town: TownInProcess, command: object) -> str:
    """The clause that says no."""
    with pytest.raises(NotAllowed) as refusal:
        town.run(command)  # type: ignore[arg-type]
    return refusal.value.deny.clause


def test_a_no_needs_only_a_word(town: TownInProcess) -> None:
    """R-112: saying no is never harder than saying yes, in a form or question by question."""
    no = {"present_danger": "no", "present_danger_reason": "違う"}
    rest = {name: "yes" for name in REASONS if name != "present_danger"}
    asked = Asked(Rules(), town.now)
    assert faults(ASSESS, {**no, **rest}, asked) == ()
    assert [deny.field for deny in faults(ASSESS, {**rest, "present_danger": "no"}, asked)] == ["present_danger_reason"]
    yes = dict.fromkeys(REASONS, "yes")
    assert [deny.field for deny in faults(ASSESS, yes, asked)] == [f"{name}_reason" for name in REASONS]


def test_the_first_no_in_the_chat_ends_the_questions_with_one_word(town: TownInProcess) -> None:
    """R-112: on LINE too; what was not asked has no answer."""
    town.hand_in()
    town.submit()
    town.look("P02")
    town.press("P02", "判定する")
    town.press("P02", "いいえ")
    town.say("P02", "違う")
    assert town.case().state == "refused"
    with town.reading() as uow:
        [row] = uow.cases.assessments(town.case().id)
        assert [getattr(row, name) for name in REASONS] == [False, None, None, None]


def test_what_was_given_back_unchanged_is_asked_and_reminded_anew(town: TownInProcess) -> None:
    """R-111: the same alert has the same hash; old answers fall all the same, and the new round has its own clock."""
    town.hand_in()
    town.submit()
    first = town.case().binding
    town.answer("P02")
    town.wait(minutes=6)
    town.give_back("P03", "上着の色を映像で確かめてください")
    town.submit()
    assert town.case().binding == first
    town.answer("P03")
    assert town.case().state == "assessing"
    before = len(town.titles("P02"))
    town.wait(minutes=6)
    assert "【再度のお願い】承認するか、お答えください" in town.titles("P02")[before:]


def test_who_lost_the_role_is_not_reminded(town: TownInProcess) -> None:
    """R-064: the alert's text goes to nobody who may not assess any more."""
    town.hand_in()
    town.submit()
    with town.database.unit_of_work() as uow:
        member = town.first_account(uow, "P03").member
        for role in [r for r in member.roles if r.store_id == town.case().store_id]:
            uow.session.delete(role)
        uow.commit()
    town.wait(minutes=6)
    assert town.titles("P03").count("【再度のお願い】承認するか、お答えください") == 0
    assert town.titles("P02").count("【再度のお願い】承認するか、お答えください") == 1


def test_rules_that_change_meanwhile_send_the_alert_back(town: TownInProcess) -> None:
    """R-111, R-126: approved under other rules is not approved; the reporter hears it and can hand it in again."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.set_rules(life_hours=6)
    town.answer("P03")
    assert town.case().state == "returned"
    assert not town.deliveries()
    assert town.last("P01").title == "差し戻されました"
    town.run(SubmitCase(town.account("P01"), town.case().id))
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "live"
    assert town.case().life_hours == 6


def test_a_habit_brings_the_secretariat_in(town: TownInProcess) -> None:
    """R-081: after three alerts in fourteen days the fourth needs the secretariat's yes as well."""
    for _ in range(3):
        town.warn()
    town.hand_in()
    town.submit()
    assert town.last("P29").title == "承認のお願い"
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "assessing"
    assert any("事務局の承認も必要です" in line for line in town.last("P01").lines)
    town.answer("P29")
    town.deliver()
    assert town.case().state == "live"
    assert {row.state for row in town.deliveries().values()} == {"sent"}


def test_a_habit_of_the_whole_chain_brings_the_secretariat_in(town: TownInProcess) -> None:
    """R-081: three stores of the business told of the same goods at this hour, each once; the fourth is not alone."""
    for code in ("H02", "H03", "H09"):
        case = town.warn()
        with town.database.unit_of_work() as uow:
            store = uow.stores.by_code(case.network_id, code)
            assert store is not None
            uow.cases.get(case.id).store_id = store.id
            uow.commit()
        town.now += timedelta(days=1)
    town.hand_in()
    town.submit()
    assert town.last("P29").title == "承認のお願い"


def test_a_habit_that_begins_meanwhile_asks_the_secretariat_late(town: TownInProcess) -> None:
    """R-081: two cases of one store at once; the later one meets the limit when it is about to go out."""
    for _ in range(2):
        town.warn()
    town.hand_in()
    town.submit()
    waiting = town.case()
    other = town.hand_in("P02")
    town.submit("P02")
    for code in ("P03", "P04"):
        town.look_at(town.account(code), other.id)
        answers = judged(of=code) | {"binding": town.newest("P02").binding or ""}
        town.run(SubmitForm(town.account(code), "assess", other.id, answers))
    assert town.newest("P02").state == "live"
    assert waiting.id == town.case().id
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "assessing"
    town.deliver()
    assert "承認のお願い" in town.titles("P29")


def test_a_store_without_enough_approvers_hears_it_at_once(town: TownInProcess) -> None:
    """R-113: better now than after an hour of waiting; the secretariat does not fill in for the store."""
    town.leave("P03")
    town.leave("P04")
    town.hand_in(vulnerable="unknown")
    assert refused(town, SubmitCase(town.account("P01"), town.case().id)) == "R-113"


def test_everybody_is_asked_once(town: TownInProcess) -> None:
    """R-113: somebody of the store who is in the secretariat too gets one request."""
    with town.database.unit_of_work() as uow:
        uow.add(MemberRole(member_id=town.first_account(uow, "P02").member_id, role="secretariat", store_id=None))
        uow.commit()
    town.hand_in(vulnerable="unknown")
    town.submit()
    town.deliver()
    assert town.titles("P02").count("承認のお願い") == 1


def test_a_request_that_is_out_of_sight_is_what_status_brings_back(town: TownInProcess) -> None:
    """R-078, R-112: as long as their answer would count and isn't there."""
    town.hand_in()
    town.submit()
    for code, waits in (("P02", True), ("P09", False)):
        town.say(code, "状況")
        assert town.last(code).title == ("承認のお願い" if waits else "できること")
    town.answer("P02")
    town.say("P02", "状況")
    assert town.last("P02").title == "今日：1 件"  # no request to them; still one to the store they answer for
    town.press("P02", "判定を取り消す")
    town.say("P02", "状況")
    assert town.last("P02").title == "承認のお願い"
    town.answer("P02")
    town.answer("P03")
    town.say("P02", "状況")
    assert town.last("P02").title == "いまの状況：配信中"


def test_old_buttons_do_not_open_questions(town: TownInProcess) -> None:
    """R-111: what is over is not asked for again, nor kept."""
    case = town.hand_in()
    town.submit()
    assert refused(town, Continue(town.account("P01"), case.id)) == "R-111"
    assert refused(town, BeginForm(town.account("P01"), case.id, "report")) == "R-111"
    assert refused(town, SubmitCase(town.account("P01"), case.id)) == "R-111"
    assert refused(town, BeginForm(town.account("P02"), case.id, "assess", "0" * 64)) == "R-112"
    town.answer("P02")
    town.answer("P03")
    assert refused(town, WithdrawAssessment(town.account("P02"), case.id)) == "R-111"
    assert refused(town, WithdrawCase(town.account("P01"), case.id)) == "R-111"


def test_only_ones_own_yes_can_be_taken_back(town: TownInProcess) -> None:
    """R-113: whoever gave none has none to take back."""
    case = town.hand_in()
    town.submit()
    assert refused(town, WithdrawAssessment(town.account("P03"), case.id)) == "R-113"


def test_an_open_assessment_ends_with_the_round(town: TownInProcess) -> None:
    """R-112: nobody types reasons for an alert that is out already."""
    town.hand_in()
    town.submit()
    town.look("P02")
    town.press("P02", "判定する")
    town.answer("P03")
    town.answer("P02")
    with town.reading() as uow:
        assert uow.conversations.get(town.account("P02")) is None


def test_a_stranger_is_told_who_may_assess(town: TownInProcess) -> None:
    """R-113: a neighbour's manager can't, and hears that before being sent to a picture."""
    case = town.hand_in()
    town.submit()
    binding = town.case().binding or ""
    assert refused(town, BeginForm(town.account("P09"), case.id, "assess", binding)) == "R-113"


def test_whoever_reported_is_told_that_others_decide(town: TownInProcess) -> None:
    """R-114: be they responsible for the store."""
    case = town.hand_in("P02")
    town.submit("P02")
    binding = town.newest("P02").binding or ""
    assert refused(town, BeginForm(town.account("P02"), case.id, "assess", binding)) == "R-114"


def test_whoever_rewrote_the_report_has_reported_it(town: TownInProcess) -> None:
    """R-114: an approver who mends what was given back can't approve it, others do; and it is on record."""
    case = town.hand_in()
    town.submit()
    town.give_back("P03", "上着の色を映像で確かめてください")
    town.form("P03", "report", **{**REPORT, "features": "紺の上着、白いスニーカー"})
    town.submit()
    town.look("P03")
    assert refused(town, BeginForm(town.account("P03"), case.id, "assess", town.case().binding or "")) == "R-114"
    town.answer("P02")
    assert town.case().state == "assessing"
    town.answer("P04")
    assert town.case().state == "live"
    with town.reading() as uow:
        writers = [e["actor"] for e in uow.ledger.of_case(case.id) if e["event"] == "case:report:rewrite"]
        assert writers == [town.member("P03", uow).id]


def test_the_deputy_is_asked_when_the_first_stay_silent(town: TownInProcess) -> None:
    """R-113: the one appointed for it, after ten minutes and not before."""
    town.hand_in()
    town.submit()
    town.wait(minutes=9)
    assert "承認のお願い" not in town.titles("P04")
    town.wait(minutes=2)
    assert "承認のお願い" in town.titles("P04")


def test_for_somebody_who_may_be_a_minor_the_secretariat_decides_as_well(town: TownInProcess) -> None:
    """R-117: the store's two are not enough, and the third is asked from the start."""
    town.hand_in(vulnerable="unknown")
    town.submit()
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "assessing"
    assert town.last("P29").title == "承認のお願い"
    town.answer("P29")
    assert town.case().state == "live"


def test_a_draft_that_runs_out_while_it_is_assessed_tells_the_approvers(town: TownInProcess) -> None:
    """R-065: 24 hours after it began it is over, wherever it stands."""
    town.set_rules(original_hours=1, lapse_minutes=120)
    town.hand_in()
    town.submit()
    town.wait(minutes=61)
    assert town.case().state == "lapsed"
    assert town.last("P02").title == "承認のお願いは終わりました：時間切れ"


def test_nobody_near_means_nobody_is_asked(town: TownInProcess) -> None:
    """R-124: without a neighbour there is nothing to approve."""
    with town.database.unit_of_work() as uow:
        for store in uow.stores.in_network(uow.stores.the_network().id):
            if store.code != "H01":
                store.suspended_at = town.now
        uow.commit()
    case = town.hand_in()
    assert refused(town, SubmitCase(town.account("P01"), case.id)) == "R-124"


def test_a_yes_for_somebody_s_age_is_asked_again_where_the_report_denies_it(town: TownInProcess) -> None:
    """R-117, D7: the approver rewrites the reason or sends the report back; "don't know" contradicts nothing."""
    for vulnerable, asked_again in (("no", True), ("unknown", False)):
        case = town.hand_in(vulnerable=vulnerable)
        town.submit()
        town.look_at(town.account("P02"), case.id)
        told = judged(of=f"P02 {vulnerable}") | {
            "consent_difficulty_reason": "高齢の方で、話しかける間もなく出て行った"
        }
        binding = town.newest("P01").binding or ""
        town.run(SubmitForm(town.account("P02"), "assess", case.id, told | {"binding": binding}))
        assert ("差し戻してください" in " ".join(town.last("P02").lines)) is asked_again
        if asked_again:
            town.say("P02", "改札の前で姿が見えなくなったと、駅員から聞いた")
        assert town.last("P01").title.startswith("承認をお願いしています 1 / ")
        town.run(WithdrawCase(town.account("P01"), case.id))


def test_a_clock_set_back_keeps_nobody_from_answering(town: TownInProcess) -> None:
    """R-119: whoever opened the page after being asked has seen it, though the clock says that it was before; so does
    whoever came to the store within that hour.
    """
    with town.database.unit_of_work() as uow:
        town.first_account(uow, "P02").member.joined_at = town.now
        uow.commit()
    town.hand_in(when="120")
    town.submit()
    town.now -= timedelta(hours=1)
    town.answer("P02")
    town.answer("P03")
    town.deliver()
    assert town.case().state == "live"
