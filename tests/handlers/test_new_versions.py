"""Anything that describes goes out only as a new version of the alert, and by the whole check once more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.web.material import Material
from bot.web.viewmodels import Alert
from handlers.commands.chat import ConfirmStop, SubmitForm, WithdrawCase
from handlers.commands.office import RevokeAccounts
from handlers.errors import NotAllowed
from handlers.wording.assess import ANSWERED_BEFORE
from policy.states import VersionState
from tests.handlers.later import later
from tests.world.answers import FEATURES, REPORT, judged
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess

NEW = "灰色の上着、黒いズボン、大きな手提げ袋"
CHANGED = "警戒情報の内容が変わりました（第2版）"
DECIDE = "配信中の警戒情報を見直してください"


@remembered
def rewrite(town: TownInProcess, code: str = "P01", **changed: str) -> None:
    """A new version, handed in."""
    town.form(code, "report", **{**REPORT, "features": NEW, **changed})


def page(town: TownInProcess, code: str = "P09") -> Alert:
    """What a neighbour sees."""
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        return Material(ctx.uow.people.account_by_id(town.account(code)), case, ctx).alert("/p/x")


def judge(town: TownInProcess, case_id: str, code: str, no: str = "") -> None:
    """A look at what lies before the approvers of any case, then four answers."""
    town.look_at(town.account(code), case_id)
    with town.reading() as uow:
        case = uow.cases.get(case_id)
        waiting = [row.binding for row in uow.cases.versions(case_id) if row.state is VersionState.PENDING]
    answers = {**judged(no, of=f"{code} {case.number}"), "binding": (*waiting, case.binding or "")[0]}
    town.run(SubmitForm(town.account(code), "assess", case_id, answers))


def out(town: TownInProcess, case_id: str) -> bool:
    """Whether the newest of the case is in the neighbours' hands."""
    with town.reading() as uow:
        versions = uow.cases.versions(case_id)
        return uow.cases.get(case_id).state == "live" and all(row.state is VersionState.SENT for row in versions[-1:])


def says(town: TownInProcess, words: str) -> bool:
    """Whether a neighbour's page says that."""
    return words in [value for _, value in page(town).rows]


def states(town: TownInProcess) -> list[VersionState]:
    """What became of the later versions."""
    with town.reading() as uow:
        return [row.state for row in uow.cases.versions(town.case().id)]


def test_a_new_version_needs_two_fresh_approvals_and_reaches_every_store(town: TownInProcess) -> None:
    """R-049, R-111, R-113: what is out stays until then; the cards say that there is something new, no word of it."""
    town.set_rules(radius_km=3)
    town.warn()
    rewrite(town)
    town.answer("P02")
    town.deliver()
    assert says(town, FEATURES)
    assert CHANGED not in town.titles("P09")
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        preview = Material(ctx.uow.people.account_by_id(town.account("P03")), case, ctx).preview("/p/x")
    assert NEW in [value for _, value in preview.alert.rows]
    town.answer("P03")
    town.deliver()
    assert states(town) == [VersionState.SENT]
    assert says(town, NEW)
    assert not says(town, FEATURES)
    card = town.last("P09")
    assert (card.title, card.link is not None) == (CHANGED, True)
    assert not any(NEW in text for text in (*card.lines, *(value for _, value in card.facts)))
    town.run(ConfirmStop(town.account("P09"), town.case().id))
    assert town.case().state == "live"
    town.wait(minutes=11)
    assert "警戒のお願い" in town.titles("P12"), "second contacts are called, and their page has the newest"
    assert town.kept("text", "report")
    assert town.kept("text", "report:2")


def test_the_approvals_of_the_first_version_do_not_count_for_the_second(town: TownInProcess) -> None:
    """R-111: nor do those of the second after a third was handed in."""
    town.warn()
    rewrite(town)
    town.answer("P02")
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    rewrite(town)
    town.answer("P03")
    assert states(town) == [VersionState.WITHDRAWN, VersionState.PENDING]
    town.answer("P02")
    assert states(town) == [VersionState.WITHDRAWN, VersionState.SENT]
    assert town.case().version == 3


def test_a_no_refuses_the_version_and_not_the_alert(town: TownInProcess) -> None:
    """R-112: and stands when the same is tried again: the refuser or the secretariat has to say yes."""
    town.warn()
    rewrite(town)
    town.answer("P03", no="proportionality")
    assert states(town) == [VersionState.REFUSED]
    assert town.case().state == "live"
    assert says(town, FEATURES)
    assert town.last("P01").title == "第2版は送られませんでした"
    rewrite(town)
    town.answer("P02")
    town.answer("P04")
    assert states(town)[-1] is VersionState.PENDING
    town.answer("P03")
    assert states(town)[-1] is VersionState.SENT


@pytest.mark.parametrize("end", ["silence", "returned", "narrowed", "alert over"])
def test_what_is_not_approved_is_not_sent(town: TownInProcess, end: str) -> None:
    """R-111: the alert itself goes on as it was, or ends as it would have."""
    town.warn()
    rewrite(town)
    town.answer("P02")
    match end:
        case "silence":
            town.wait(minutes=61)
        case "returned":
            town.give_back("P03", "袋の色も書いてください")
        case "narrowed":
            town.form("P02", "correct", wrong="direction")
        case _:
            town.press("P01", "解除する")
    ended = {"silence": VersionState.LAPSED, "returned": VersionState.RETURNED}
    assert states(town) == [ended.get(end, VersionState.WITHDRAWN)]
    with pytest.raises(NotAllowed):
        town.answer("P03")
    assert CHANGED not in town.titles("P09")


def test_who_wrote_a_version_does_not_approve_it(town: TownInProcess) -> None:
    """R-114: an approver may write it, and then is its reporter; the first one's reporter stays out too."""
    town.warn()
    rewrite(town, "P03")
    for code in ("P03", "P01"):
        with pytest.raises(NotAllowed):
            town.answer(code)
    town.answer("P02")
    town.answer("P04")
    assert states(town) == [VersionState.SENT]


@pytest.mark.parametrize("code", ["P09", "P29"])
def test_nobody_from_elsewhere_writes_one(town: TownInProcess, code: str) -> None:
    """R-125: no neighbour, and not the secretariat."""
    town.warn()
    with pytest.raises(NotAllowed):
        rewrite(town, code)
    assert states(town) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"features": "中学生の女子、白いセーラー服"},
        {"features": "万引き犯、黒い上着"},
        {"form": "picture"},
        {"payment_checked": "no"},
        {"step_up_reason": ""},
    ],
)
def test_the_same_form_judges_it(town: TownInProcess, wrong: dict[str, str]) -> None:
    """R-047, R-049, R-086, R-117: minors, words, grounds; the original is gone, so none steps up to a picture."""
    town.warn(form="warning")
    rewrite(town, **wrong)
    assert states(town) == []
    assert town.case().state == "live"


def test_a_warning_becomes_features_only_by_the_whole_check(town: TownInProcess) -> None:
    """R-116: with a reason, and two approvals."""
    town.warn(form="warning")
    rewrite(town)
    assert not says(town, NEW)
    town.answer("P02")
    town.answer("P03")
    assert says(town, NEW)


def test_the_same_words_are_not_asked_about_again(town: TownInProcess) -> None:
    """R-111: and only one version waits at a time; after the end there is none at all."""
    town.warn()
    with pytest.raises(NotAllowed):
        rewrite(town, features=FEATURES, when=town.case().event_at.isoformat() if town.case().event_at else "")
    rewrite(town)
    with pytest.raises(NotAllowed):
        rewrite(town, features="白い帽子、青い上着")
    town.press("P01", "解除する")
    with pytest.raises(NotAllowed):
        rewrite(town)


def test_a_version_keeps_the_picture_that_is_out_or_gives_it_up(town: TownInProcess) -> None:
    """R-040, R-117: other words beside it; without it, the picture dies at once and comes back with no version."""
    town.photographed()
    town.submit()
    for code in ("P02", "P03"):
        town.answer(code)
    for form, shown in (("picture", True), ("features", False)):
        rewrite(town, form=form, direction=f"駅の{1 + len(states(town))}番出口へ")
        for code in ("P02", "P03"):
            town.answer(code)
        assert states(town)[-1] is VersionState.SENT
        assert (page(town).figure is not None, town.kept("masked", "picture")) == (shown, shown)
    rewrite(town, form="picture")
    assert len(states(town)) == 2


def test_of_a_version_only_the_decision_is_left_once_its_words_are_erased(town: TownInProcess) -> None:
    """R-040: neither its words nor a hash that would give them away to somebody who guesses."""
    town.warn()
    rewrite(town)
    for code in ("P02", "P03"):
        town.answer(code)
    for days in (2, 31):
        later(town, days=days)
    assert not town.kept("text", "report:2")
    with town.reading() as uow:
        (version,) = uow.cases.versions(town.case().id)
    assert (version.binding, version.narrowed, version.state) == ("", [], VersionState.SENT)


@pytest.mark.parametrize("meanwhile", ["an approver's phone is lost", "the rules change"])
def test_a_versions_cards_are_asked_about_before_each_leaves(town: TownInProcess, meanwhile: str) -> None:
    """R-111, R-113: the whole check once more; what takes something back leaves all the same."""
    town.warn()
    rewrite(town)
    for code in ("P02", "P03"):
        town.answer(code)
    if meanwhile == "the rules change":
        town.set_rules(life_hours=23)
    else:
        town.run(RevokeAccounts("P03"))
    town.deliver()
    assert CHANGED not in town.titles("P09")
    town.form("P02", "correct", wrong="features")
    assert town.last("P09").title == "【訂正】警戒情報の一部が誤りでした"


def test_a_version_from_a_lost_phone_falls(town: TownInProcess) -> None:
    """R-063: as a report would, and nobody's yes to it counts; once it is out, its store is asked to decide."""
    town.warn()
    town.wait(minutes=6)
    rewrite(town, "P04")
    town.run(RevokeAccounts("P04", since=town.now - timedelta(minutes=5)))
    assert states(town) == [VersionState.WITHDRAWN]
    rewrite(town)
    for code in ("P02", "P03"):
        town.answer(code)
    town.run(RevokeAccounts("P01", since=town.now - timedelta(minutes=5)))
    town.deliver()
    assert DECIDE in town.titles("P02")


def test_a_yes_to_a_waiting_version_falls_without_doubt_about_what_is_out(town: TownInProcess) -> None:
    """R-063: the alert that is out rests on others' answers."""
    town.warn()
    rewrite(town)
    town.answer("P04")
    town.run(RevokeAccounts("P04"))
    assert DECIDE not in town.titles("P02")
    town.answer("P02")
    assert states(town) == [VersionState.PENDING]


def test_the_rules_of_a_version_are_on_record(town: TownInProcess) -> None:
    """R-126: in full, also where they changed since the first version."""
    town.warn()
    town.set_rules(radius_km=2)
    rewrite(town)
    for code in ("P02", "P03"):
        town.answer(code)
    with town.reading() as uow:
        assert uow.rule_sets.history([town.case().rule_version])


def test_a_version_offers_its_approvers_no_other_stores(town: TownInProcess) -> None:
    """R-030: they see to whom it goes; the stores are those that have the alert, the form the one it was handed in."""
    town.warn()
    rewrite(town)
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        choices = Material(ctx.uow.people.account_by_id(town.account("P03")), case, ctx).preview("/p/x").choices
    assert (len(choices.receivers), choices.forms) == (len(town.case().audience), ())


def test_what_lapsed_once_needs_the_secretariat(town: TownInProcess) -> None:
    """R-112: a version that nobody answered is not handed in until two others are on duty."""
    town.warn()
    rewrite(town)
    town.wait(minutes=61)
    rewrite(town, features="灰色の上着、大きな手提げ袋")
    assert town.last("P29").title in town.titles("P02")
    for code in ("P02", "P03"):
        town.answer(code)
    assert states(town) == [VersionState.LAPSED, VersionState.PENDING]
    town.answer("P29")
    assert states(town)[-1] is VersionState.SENT


@pytest.mark.parametrize("first", ["version", "report"])
def test_a_no_to_a_version_and_to_a_report_of_the_same_event_is_one_no(town: TownInProcess, first: str) -> None:
    """R-112: neither is a way around the other's answer; the approvers read of it."""
    alert = town.warn().id
    town.wait(minutes=2)

    def again(*, as_version: bool) -> str:
        if as_version:
            town.run(SubmitForm(town.account("P01"), "report", alert, {**REPORT, "features": NEW}))
            return alert
        town.hand_in(features=NEW)
        town.submit()
        return town.case().id

    judge(town, again(as_version=first == "version"), "P03", no="proportionality")
    second = again(as_version=first != "version")
    town.deliver()
    assert any(ANSWERED_BEFORE in card.lines for card in town.cards("P02"))
    for code in ("P02", "P04"):
        judge(town, second, code)
    assert not out(town, second)
    judge(town, second, "P03")
    assert out(town, second)


@pytest.mark.parametrize("doubt", ["vulnerable", "known_person"])
def test_what_brought_the_secretariat_in_is_not_unsaid(town: TownInProcess, doubt: str) -> None:
    """R-110, R-117: a new version that says "no" to it would go out without the secretariat; a recall is free."""
    town.hand_in(**{doubt: "yes"})
    town.submit()
    for code in ("P02", "P03", "P29"):
        town.answer(code)
    town.deliver()
    assert town.case().state == "live"
    with pytest.raises(NotAllowed):
        rewrite(town)
    rewrite(town, **{doubt: "yes"})
    assert states(town) == [VersionState.PENDING]
