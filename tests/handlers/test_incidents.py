"""Something goes wrong: one tap, the right people called and no more of them, and nothing closed before it is done."""

from __future__ import annotations

from datetime import timedelta
from threading import Lock

import pytest
from sqlalchemy import delete, select

from audit.event import Event
from handlers.audit.digest import plan_weekly
from handlers.commands.chat import Command
from handlers.commands.incidents import (
    HoldAlert,
    NameAlert,
    SayGoingOn,
    StopAccess,
    TakeIncident,
    WriteIncident,
)
from handlers.commands.office import ChangeRole, LetMemberLeave
from handlers.errors import AlreadyAsked, NotAllowed, NotFound
from policy.facts import Role
from policy.hold import HoldReason
from policy.incidents.clocks import Report
from policy.incidents.kinds import KEPT, REVIEW, Part, Stop
from policy.incidents.playbooks import Outcome, Step
from policy.states import Ending, State
from storage.tables import Case, DueKind, Incident, IncidentWords, LedgerEntry, OutboxMessage, OutboxState
from tests.world.in_process import TownInProcess
from tests.world.incidents import CALL, OFFICE, STORE, calls, named, newest, report, tap
from tests.world.ledgers import noted

AUDITOR, NEIGHBOUR = "P30", "P09"
TAKE = "対応します"
WORDS = "終業後の点検で、店の端末の設定が原因とわかった。"


def says(town: TownInProcess, code: str, words: str) -> bool:
    """Whether a card of theirs has these words."""
    town.deliver()
    return any(words in str(line) for card in town.cards(code) for line in card.lines)


def test_one_tap_calls_both_roles_together(town: TownInProcess) -> None:
    """R-135, R-139: nobody has to be found first; the finder's own words are not asked for."""
    named(town)
    tap(town)
    assert (calls(town, "P04"), calls(town, "P05"), calls(town, "P06"), calls(town, OFFICE)) == (1, 1, 0, 0)
    assert town.last(STORE).title == "事故を記録しました"


@pytest.mark.parametrize("word", ["事故", "事故・漏えい", "漏えい", "インシデント", "incident", "leak"])
def test_any_word_for_it_opens_the_question(town: TownInProcess, word: str) -> None:
    """R-135: whatever people call it."""
    town.say(STORE, word)
    card = town.last(STORE)
    assert card.title == "何がありましたか？"
    assert len(card.buttons) == 6


def test_without_named_people_the_secretariat_is_called(town: TownInProcess) -> None:
    """R-061, R-135: a vacant duty is the secretariat's, from the first minute."""
    tap(town)
    assert calls(town, OFFICE) == 1


def test_the_same_press_twice_opens_one(town: TownInProcess) -> None:
    """R-135: wet hands press twice."""
    first = tap(town)
    town.press(STORE, "消えた・壊れた")
    assert newest(town).id == first.id
    assert calls(town, OFFICE) == 1


def test_after_five_minutes_the_next_are_called_and_then_nobody(town: TownInProcess) -> None:
    """R-135: deputies, then the secretariat, each person once, and no endless ringing."""
    named(town)
    tap(town)
    town.wait(minutes=4)
    assert calls(town, "P06") == 0
    town.wait(minutes=2)
    assert (calls(town, "P06"), calls(town, OFFICE)) == (1, 0)
    town.wait(minutes=5)
    assert calls(town, OFFICE) == 1
    town.wait(hours=20)
    assert [calls(town, code) for code in ("P04", "P05", "P06", OFFICE)] == [1, 1, 1, 1]


def test_the_first_who_answers_ends_all_calls(town: TownInProcess) -> None:
    """R-135: nobody is called after somebody took it, and a second one hears that it is taken."""
    named(town)
    tap(town)
    town.press("P04", TAKE)
    assert town.last("P04").title == "あなたが対応します"
    town.wait(hours=1)
    assert (calls(town, "P06"), calls(town, OFFICE)) == (0, 0)
    town.press("P05", TAKE)
    assert "もうほかの人が対応しています。何も変わりません。" in town.last("P05").lines
    with town.reading() as uow:
        assert newest(town).taken_by == uow.people.account_by_id(town.account("P04")).member_id


@pytest.mark.parametrize(
    "goes",
    [LetMemberLeave("P04"), ChangeRole("P04", role=Role.INCIDENT_MANAGER, store="", give=False)],
    ids=["they leave", "they lose the role"],
)
def test_when_who_looked_after_it_is_gone_all_are_called_once_more(town: TownInProcess, goes: Command) -> None:
    """R-135, R-136: an incident is never in the hands of somebody who isn't there; who is still there keeps theirs."""
    named(town)
    theirs, kept = tap(town).number, tap(town, NEIGHBOUR).number
    town.run(TakeIncident(town.account("P04"), theirs))
    town.run(TakeIncident(town.account("P05"), kept))
    before = calls(town, "P05")
    town.run(goes)
    assert calls(town, "P05") == before + 1
    with town.reading() as uow:
        taken = {one.number: one.taken_at for one in uow.session.scalars(select(Incident))}
    assert taken[theirs] is None
    assert taken[kept] is not None
    town.run(TakeIncident(town.account("P05"), theirs))
    town.wait(minutes=20)
    assert calls(town, "P06") == 0


def test_an_answer_stops_calls_that_are_in_a_senders_hand(town: TownInProcess) -> None:
    """R-135: claimed and about to leave; the person is not rung for what somebody has already taken."""
    named(town)
    incident, taken, one_at_a_time = tap(town), [], Lock()

    def somebody_is_faster(message: object) -> None:
        with one_at_a_time:
            if not taken:
                taken.append(message)
                town.app.run(TakeIncident(town.account("P04"), incident.number))

    for chat in town.chats.values():
        chat.before_send = somebody_is_faster  # type: ignore[assignment]
    town.deliver()
    assert calls(town, "P04") + calls(town, "P05") == 0
    with town.reading() as uow:
        rows = uow.session.scalars(select(OutboxMessage).where(OutboxMessage.topic.like("incident_call:%"))).all()
        assert {row.state for row in rows} <= {OutboxState.FAILED, OutboxState.WITHHELD}


def test_only_whose_task_it_is_may_take_it(town: TownInProcess) -> None:
    """R-135, R-136: a clerk, the auditor, or somebody with another duty."""
    named(town)
    incident = tap(town)
    for code in (STORE, AUDITOR, "P07"):
        with pytest.raises(NotAllowed):
            town.run(TakeIncident(town.account(code), incident.number))
    assert newest(town).taken_at is None


def test_a_screenshot_calls_the_alert_back_at_once(town: TownInProcess) -> None:
    """R-078, R-096: with one alert before its finder nobody asks which, whoever of the neighbours finds it."""
    town.warn()
    incident = tap(
        town, NEIGHBOUR if NEIGHBOUR in town.deliveries() else next(iter(town.deliveries())), "画面を撮られた"
    )
    case = town.case()
    assert (case.state, case.ending) == (State.ENDED, Ending.RECALL)
    with town.reading() as uow:
        assert [row.case_id for row in uow.incidents.cases(incident)] == [case.id]
        assert noted(uow).count(Event.INCIDENT_RECALL) == 1


def test_a_drill_calls_people_and_recalls_nothing(town: TownInProcess) -> None:
    """R-135: the same screens with 訓練; who would not answer it can't begin one."""
    town.warn()
    with pytest.raises(NotAllowed):
        town.say(STORE, "事故訓練")
    tap(town, OFFICE, "画面を撮られた", "事故訓練")
    assert town.case().state is State.LIVE
    assert newest(town).drill
    assert all(title.startswith("【訓練】") for title in town.titles(OFFICE) if CALL in title)


def test_the_responsible_stop_people_devices_and_stores_from_the_incident(town: TownInProcess) -> None:
    """R-063, R-136, R-144: with the verbs that there are, in their name; others may not, and a drill stops nothing."""
    town.appoint("P04", Role.INCIDENT_MANAGER)
    number = tap(town).number
    manager = town.account("P04")

    def stop(what: Stop, code: str, by: str = manager) -> None:
        town.run(StopAccess(by, newest(town).number, what, code))

    with pytest.raises(NotAllowed):
        stop(Stop.STORE, "A01", town.account("P09"))
    with pytest.raises(NotFound):
        stop(Stop.DEVICES, "nobody")
    stop(Stop.DEVICES, "P09")
    stop(Stop.ACCOUNTS, "P10")
    stop(Stop.STORE, "A01")
    with town.reading() as uow:
        network = uow.stores.the_network().id
        store, lost = uow.stores.by_code(network, "A01"), uow.people.by_code(network, "P10")
        assert store
        assert lost
        assert store.suspended_at == town.now
        assert all(one.revoked_at for one in lost.accounts)
        (entry,) = [one for one in uow.ledger.newest(None, 10**6, 50) if one["event"] == Event.STORE_SUSPEND]
        assert entry["actor"] == town.member("P04", uow).id
        assert noted(uow).count(Event.INCIDENT_STOP) == 3
    tap(town, OFFICE, word="事故訓練")
    assert newest(town).number != number
    with pytest.raises(NotAllowed):
        stop(Stop.STORE, "H02")


def test_whoever_manages_incidents_preserves_an_alert_of_it_with_a_second_person(town: TownInProcess) -> None:
    """R-142: what the incident is about, and no other; not in a drill; a second person's yes makes it count."""
    case = town.warn()
    town.appoint("P04", Role.INCIDENT_MANAGER)
    number, manager = tap(town, what="別人だった").number, town.account("P04")
    why = HoldReason.INTRUSION
    with pytest.raises(NotFound):
        town.run(HoldAlert(manager, number, "0000-AAAAA", 7, why))
    with pytest.raises(NotAllowed):
        town.run(HoldAlert(manager, number, case.number, 31, why))
    with pytest.raises(NotAllowed):
        town.run(HoldAlert(town.account(NEIGHBOUR), number, case.number, 7, why))
    town.run(HoldAlert(manager, number, case.number, 7, why))
    with pytest.raises(AlreadyAsked):
        town.run(HoldAlert(town.account(OFFICE), number, case.number, 7, why))
    town.press(AUDITOR, "認める")
    assert town.case().hold_until == town.now + timedelta(days=7)
    drill = tap(town, OFFICE, word="事故訓練").number
    town.run(NameAlert(town.account(OFFICE), drill, case.number))
    with pytest.raises(NotAllowed):
        town.run(HoldAlert(manager, drill, case.number, 7, why))


def test_words_are_sealed_and_die_five_years_after_the_end(town: TownInProcess) -> None:
    """R-043, R-064: no column and no ledger entry has them; then the key is gone."""
    incident = tap(town)
    town.run(WriteIncident(town.account(OFFICE), incident.number, Part.NOTE, WORDS))
    with town.reading() as uow:
        assert WORDS.encode() not in (uow.session.scalars(select(IncidentWords.sealed)).one() or b"")
        assert uow.incidents.read(incident, uow.incidents.parts(incident)[0]).decode() == WORDS
    key = town.database.keys.folder / (incident.key_id or "")
    assert key.is_file()
    with town.database.unit_of_work() as uow:
        uow.due.plan(DueKind.ERASE_INCIDENT, incident.id, town.now + KEPT, arguments={"incident": incident.id})
        uow.commit()
    town.now += KEPT
    while town._one_due((DueKind.ERASE_INCIDENT,)):
        pass
    assert not key.exists()


def digest(town: TownInProcess) -> list[str]:
    """What the next one says."""
    with town.database.unit_of_work() as uow:
        plan_weekly(town.app.context(uow))
        uow.commit()
    town.wait(days=7)
    cards = [card for card in town.cards(OFFICE) if card.title == "週次監査ダイジェスト"]
    return [*cards[-1].lines]


def test_sixty_days_without_one_are_a_line_in_the_digest_and_no_call(town: TownInProcess) -> None:
    """R-135: a drill counts as practice, and as nothing else."""
    idle = "事故も訓練も60日ありません。「事故訓練」と送って、一度試してください。"
    assert idle not in digest(town)
    town.now += timedelta(days=60)
    assert idle in digest(town)
    assert calls(town, OFFICE) == 0
    tap(town, OFFICE, "その他", "事故訓練")
    lines = digest(town)
    assert idle not in lines
    assert not any("委員会への報告が要る事故" in line for line in lines)


def test_reports_are_asked_for_amber_then_red_and_stand_in_the_digest(town: TownInProcess) -> None:
    """R-130: on the third and the fifth morning, to whoever reports; made, nobody is asked."""
    number = tap(town).number
    town.wait(days=6)
    asked = [title for title in town.titles(OFFICE) if title.startswith("個人情報保護委員会への報告")]
    assert [title.partition("：")[2] for title in asked] == ["期限が近い", "すぐに報告してください"]
    assert any("委員会への報告が要る事故：1 件" in line for line in digest(town))
    for which in Report:
        report(town, OFFICE, number, which)
    assert not any("委員会への報告が要る事故" in line for line in digest(town))


def test_an_incident_that_nobody_ends_or_looks_at_again_stands_in_the_digest(town: TownInProcess) -> None:
    """R-136, R-145: open for a month; a drill that is left lying is nobody's trouble."""
    said = "⚠ 1か月以上終わっていないか、見直していない事故：1 件"
    tap(town)
    tap(town, OFFICE, "その他", "事故訓練")
    assert said not in digest(town)
    town.now += REVIEW
    assert said in digest(town)
    with town.database.unit_of_work() as uow:
        for one in uow.session.scalars(select(Incident)):
            one.closed_at = town.now
        uow.commit()
    assert said not in digest(town)
    town.now += 2 * REVIEW
    assert said in digest(town)


def test_several_alerts_are_asked_about_and_only_who_has_one_may_name_it(town: TownInProcess) -> None:
    """R-078, R-096: a stranger to the alert can't call it back by an incident; the secretariat can."""
    case = town.warn()
    with town.reading() as uow:
        near = {case.store_id, *case.audience}
        people = uow.people.in_network(case.network_id, [Role.STAFF, Role.RESPONSIBLE])
        far = next(one.code for one in people if near.isdisjoint(role.store_id for role in one.roles) and one.accounts)
    incident = tap(town, far, "画面を撮られた")
    assert town.case().state is State.LIVE
    with pytest.raises(NotAllowed):
        town.run(NameAlert(town.account(far), incident.number, case.number))
    with pytest.raises(NotFound):
        town.run(NameAlert(town.account(OFFICE), incident.number, "0000-AAAAA"))
    town.run(NameAlert(town.account(OFFICE), incident.number, case.number))
    assert town.case().ending is Ending.RECALL


def test_what_was_recalled_before_is_reported_as_of_then_and_what_ended_otherwise_as_no_recall(
    town: TownInProcess,
) -> None:
    """R-078, R-130: the report to the commission and the card say when it was called back, and only if it was."""
    case = town.warn()
    recalled_on = tap(town, what="別人だった").known_at
    town.now += timedelta(hours=5)
    later = tap(town, OFFICE, what="その他")
    town.run(NameAlert(town.account(OFFICE), later.number, case.number))
    with town.app.reading() as ctx:
        (row,) = ctx.uow.incidents.cases(later)
        assert row.recalled_at is not None
        assert abs(row.recalled_at - recalled_on) < timedelta(minutes=1)
    assert says(town, OFFICE, f"警戒情報 {case.number} は、")
    with town.database.unit_of_work() as uow:
        uow.session.get_one(Case, case.id).ending = Ending.EXPIRY
        uow.session.get_one(Case, case.id).state = State.ERASED
        uow.session.execute(delete(LedgerEntry).where(LedgerEntry.case_id == case.id))
        uow.commit()
    third = tap(town, OFFICE, what="その他")
    town.run(NameAlert(town.account(OFFICE), third.number, case.number))
    assert says(town, OFFICE, "取り消すものはありません")
    with town.app.reading() as ctx:
        assert [row.recalled_at for row in ctx.uow.incidents.cases(third)] == [None]
        assert ctx.uow.incidents.steps(third)[Step.RECALLED].outcome is Outcome.NOT_NEEDED


def test_the_second_question_is_its_finders_and_of_those_who_look_after_it(town: TownInProcess) -> None:
    """R-136: the finder knows first; that it has stopped may be known at the desk; nobody else says so."""
    number = tap(town).number
    town.press(STORE, "はい、続いている")
    assert newest(town).going_on is True
    with pytest.raises(NotAllowed):
        town.run(SayGoingOn(town.account(NEIGHBOUR), number, going_on=False))
    town.run(SayGoingOn(town.account(OFFICE), number, going_on=False))
    assert newest(town).going_on is False


def test_where_nobody_can_be_called_its_finder_is_told_to_telephone(town: TownInProcess) -> None:
    """R-135: a card never says that somebody is called who isn't."""
    with town.database.unit_of_work() as uow:
        for member in uow.people.in_network(uow.stores.the_network().id, [Role.SECRETARIAT]):
            for account in member.accounts:
                account.revoked_at = town.now
        uow.commit()
    tap(town)
    assert says(town, STORE, "事務局に電話してください")
    assert not says(town, STORE, "責任者を呼びました")


def test_an_unknown_number_says_so(town: TownInProcess) -> None:
    """R-064: and of another network's not even that it is there."""
    with pytest.raises(NotFound):
        town.run(TakeIncident(town.account(OFFICE), "J-0000-AAAAA"))
