"""A person outside asks: kept sealed, answered in time by people who are no party, and what was granted is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from audit.event import Event
from handlers.commands.chat import Resume
from handlers.commands.rights import (
    AddToRequest,
    AskPerson,
    DecideRequest,
    ExtendRequest,
    LookAtRequest,
    SecondDecision,
)
from handlers.errors import NotAllowed, NotFound, TooManyAtOnce
from handlers.rights.reach import reach_of
from handlers.rights.record import asked_in, clock_of, told_in
from policy.clocks import ANSWER_DAYS, LONGEST_WAIT, Level, answer_by, level
from policy.decision import Decided, Refused
from policy.forms.names import RecallReason, Wrong
from policy.rights import READABLE, LookPurpose, Part, RequestState, Wish
from policy.states import Ending, State
from storage.tables import Case, DueKind, RequestWords
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.requests import REFUSAL, WORDS, about, request, send

OFFICE, AUDITOR, STORE = "P29", "P30", "P01"


def decide(town: TownInProcess, number: str, decided: Decided, words: str = "お答えします。", **more: object) -> None:
    town.run(DecideRequest(town.account(OFFICE), number, decided, words, **more))  # type: ignore[arg-type]


def pass_(town: TownInProcess, days: int, kind: DueKind) -> None:
    """So many days pass, and what of this kind fell due is done."""
    town.now += timedelta(days=days)
    while town._one_due((kind,)):
        pass
    town.deliver()


def refuse(town: TownInProcess, number: str) -> None:
    decide(town, number, Decided.REFUSED, REFUSAL, refused=Refused.STANDS)
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))


def answer_to(town: TownInProcess, number: str) -> str:
    with town.app.reading() as ctx:
        return next((words for _, _, words in told_in(request(town, number), ctx, Part.ANSWER)), "")


def test_the_word_for_requests_says_where_to_turn_and_to_the_desk_what_waits(town: TownInProcess) -> None:
    """R-070, R-076, R-099: shop staff hear whom to name to the person before them, and nothing of what others asked."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))
    for code, reads in ((STORE, False), (AUDITOR, True)):
        town.say(code, "申出")
        town.deliver()
        assert "写った人などの申出の窓口" in town.titles(code)
        assert any(number == name for card in town.cards(code) for name, *_ in card.facts) == reads, code
        town.say(code, "ヘルプ")
        assert {"申出", "事故・漏えい"} <= {word for word, *_ in town.last(code).facts}, "both are found there"


def test_words_are_sealed_and_die_ninety_days_after_the_answer(town: TownInProcess) -> None:
    """R-040, R-043, R-064, R-070: no column has them; then the key, and three years later the record."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))
    with town.reading() as uow:
        sealed = uow.session.scalars(select(RequestWords.sealed)).all()
        assert not any(WORDS.encode() in (one or b"") for one in sealed)
    decide(town, number, Decided.OTHER)
    assert answer_to(town, number) == "お答えします。"
    key = town.database.keys.folder / (request(town, number).key_id or "")
    assert key.is_file()
    pass_(town, READABLE.days + 1, DueKind.ERASE_REQUEST)
    assert not key.exists()
    assert answer_to(town, number) == ""
    with town.app.reading() as ctx:
        assert asked_in(request(town, number), ctx) is None
        assert noted(ctx.uow).count(Event.REQUEST_ERASE) == 1
    assert request(town, number).decided is Decided.OTHER
    pass_(town, 3 * 365, DueKind.ERASE_REQUEST_RECORD)
    with town.reading() as uow:
        assert uow.requests.by_number(number) is None
        assert noted(uow).count(Event.REQUEST_END) == 1


def test_what_has_no_answer_is_not_erased_and_the_desk_is_reminded(town: TownInProcess) -> None:
    """R-070: at its coming, as nobody reads it, at half the time, four fifths and its last day; overdue it stays."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))
    for _ in range(15):
        pass_(town, 1, DueKind.REMIND_REQUEST)
    cards = [card for card in town.cards(OFFICE) if card.title.startswith("対応を待つ申出")]
    assert len(cards) == len(("now", "unread", "unread for too long", "half", "most", "all of it"))
    town.press(OFFICE, "管理画面")
    assert town.last(OFFICE).link is not None
    assert not any(WORDS in line for card in cards for line in (*card.lines, *(v for _, v in card.facts)))
    pass_(town, 200, DueKind.ERASE_REQUEST)
    with town.app.reading() as ctx:
        assert asked_in(request(town, number), ctx) is not None


def test_of_many_at_once_the_desk_hears_now_and_within_the_hour(town: TownInProcess) -> None:
    """R-070, R-078: a question from each of nine addresses costs the desk two messages: one card each, with all of it;
    their mornings are the same one's.
    """

    def cards() -> int:
        return sum(title.startswith("対応を待つ申出") for title in town.titles(OFFICE))

    town.warn()
    for number in range(9):
        send(town, about(town, Wish.QUESTION), f"Q-{number:07}", f"192.0.2.{number}")
        pass_(town, 0, DueKind.REMIND_REQUEST)
    assert cards() == 1
    town.now += timedelta(hours=1)
    pass_(town, 0, DueKind.REMIND_REQUEST)
    assert cards() == 2
    for _ in range(15):
        pass_(town, 1, DueKind.REMIND_REQUEST)
    assert cards() == len(("now", "within the hour", "unread", "too long", "half", "most", "all of it"))


def test_a_picture_that_is_kept_back_rings_at_night_and_a_question_waits_for_the_morning(town: TownInProcess) -> None:
    """R-096, R-099, R-127: whoever says that it was not them has hours, not days."""
    town.warn()
    midnight = town.now.replace(hour=15, minute=0)
    town.now = midnight
    send(town, about(town, Wish.QUESTION))
    pass_(town, 0, DueKind.REMIND_REQUEST)
    assert not any(title.startswith("対応を待つ申出") for title in town.titles(OFFICE))
    send(town, about(town), "Q-TONIGHT")
    pass_(town, 0, DueKind.REMIND_REQUEST)
    assert any(title.startswith("対応を待つ申出") for title in town.titles(OFFICE))


def test_a_flood_from_one_address_makes_five_rows_and_hinders_nobody(town: TownInProcess) -> None:
    """R-070: others are let in meanwhile, and so is that address an hour later; a page sent twice asks once."""
    town.warn()
    asked = about(town, Wish.COMPLAINT)
    for number in range(200):
        try:
            send(town, asked, f"Q-{number:07}")
        except TooManyAtOnce:
            assert number >= 5
    send(town, asked, "Q-0000001", "192.0.2.2")
    send(town, asked, "Q-OTHERS", "192.0.2.2")
    with town.reading() as uow:
        network = uow.stores.the_network().id
        assert len(uow.requests.listed(network, answered=False, most=300)) == 6
    town.now += timedelta(hours=1)
    send(town, asked, "Q-LATER")


def test_a_plausible_objection_darkens_the_picture_first(town: TownInProcess) -> None:
    """R-096, R-099: within the minute; shown again only when its store and the secretariat have both looked."""
    case = town.warn()
    number = send(town, about(town))
    assert town.case().paused_at is not None
    for code in (OFFICE, STORE):
        assert "本人から「違う」という申出がありました" in town.titles(code)
    town.run(Resume(town.account(STORE), case.id))
    assert town.case().paused_at is not None
    refuse(town, number)
    assert town.case().paused_at is None
    assert answer_to(town, number) == REFUSAL
    with town.reading() as uow:
        events = [entry["event"] for entry in uow.ledger.of_case(case.id)]
    assert {Event.REQUEST_SUSPEND, Event.ALERT_PAUSE, Event.REQUEST_STAND, Event.ALERT_RESUME} <= set(events)


def test_the_secretariat_alone_does_not_show_it_again(town: TownInProcess) -> None:
    """R-099: the store answers for its alert; until it says so the picture stays dark."""
    case = town.warn()
    refuse(town, send(town, about(town)))
    assert town.case().paused_at is not None
    town.run(Resume(town.account(STORE), case.id))
    assert town.case().paused_at is None


@pytest.mark.parametrize(
    "changed", [{"hour": None}, {"hour": 3}, {"store_id": ""}, {"wish": Wish.COMPLAINT}, {"day": None}]
)
def test_what_is_not_plausible_darkens_nothing(town: TownInProcess, changed: dict[str, object]) -> None:
    """R-099: without the shop, the day and about the hour anybody could do it."""
    town.warn()
    send(town, about(town, **changed))  # type: ignore[arg-type]
    assert town.case().paused_at is None


def test_granting_recalls_the_alert_for_everybody(town: TownInProcess) -> None:
    """R-074, R-075, R-078: each store is told at once."""
    case = town.warn()
    number = send(town, about(town))
    decide(town, number, Decided.GRANTED, cases=(case.number,), reason=RecallReason.WRONG_PERSON)
    town.deliver()
    assert (town.case().state, town.case().ending) == (State.ENDED, Ending.RECALL)
    assert any(title.startswith("【回収】") for title in town.titles("P09"))


def test_a_granted_correction_corrects_and_the_rest_stands(town: TownInProcess) -> None:
    """R-074, R-078: the colour of a bag was wrong: neighbours hear which part, the alert lives on."""
    case = town.warn()
    number = send(town, about(town, Wish.CORRECTION))
    with pytest.raises(NotAllowed):
        decide(town, number, Decided.GRANTED, cases=(case.number,))
    decide(town, number, Decided.GRANTED, cases=(case.number,), wrong=(Wrong.FEATURES,))
    town.deliver()
    assert (town.case().state, town.case().narrowed) == (State.LIVE, [Wrong.FEATURES])
    assert "【訂正】警戒情報の一部を取り下げました" in town.titles("P09")
    assert "本人の申出により、警戒情報の一部を取り下げました" in town.titles(STORE)
    with town.app.reading() as ctx:
        reach = reach_of(request(town, number), ctx)
    assert reach is not None
    assert reach.told == reach.stores > 0


def test_what_is_granted_in_part_is_done_once_two_agree(town: TownInProcess) -> None:
    """R-071, R-074, R-075: a part goes everywhere, the rest stays, and its store stands by it."""
    case = town.warn()
    number = send(town, about(town, Wish.STOP))
    town.run(Resume(town.account(STORE), case.id))
    part = {"refused": Refused.NO_GROUND, "cases": (case.number,)}
    with pytest.raises(NotAllowed):
        decide(town, number, Decided.IN_PART, REFUSAL, **part)
    with pytest.raises(NotAllowed):
        decide(town, number, Decided.GRANTED, **{**part, "refused": None}, wrong=(Wrong.FEATURES,))
    decide(town, number, Decided.IN_PART, REFUSAL, **part, wrong=(Wrong.FEATURES,))
    assert town.case().narrowed == []
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    assert (town.case().state, town.case().narrowed, town.case().paused_at) == (State.LIVE, [Wrong.FEATURES], None)


def test_only_what_place_and_time_lead_to_can_be_granted(town: TownInProcess) -> None:
    """R-070: nobody recalls an alert by a request about something else."""
    case = town.warn()
    number = send(town, about(town, hour=3))
    with pytest.raises(NotFound):
        decide(town, number, Decided.GRANTED, cases=(case.number,))


def test_no_letter_claims_what_is_not_so(town: TownInProcess) -> None:
    """R-042, R-070, R-099, L115, L146, L214: it calls nobody a thief, forbids nobody to object and asks for no money;
    nor does a question, or the reason why it takes longer. Nothing is decided meanwhile.
    """
    town.warn()
    number, office = send(town, about(town)), town.account(OFFICE)
    for words in (
        "あなたは万引き犯と確認されました。",
        "この決定への異議は受け付けません。",
        "開示の手数料として300円をお支払いください。",
    ):
        for told in (AskPerson, ExtendRequest):
            with pytest.raises(NotAllowed):
                town.run(told(office, number, words + REFUSAL))
        with pytest.raises(NotAllowed):
            decide(town, number, Decided.OTHER, words)
    row = request(town, number)
    assert (row.decided, row.extended_at, row.state, answer_to(town, number)) == (None, None, RequestState.OPEN, "")


def test_a_refusal_reaches_nobody_before_a_second_person_agrees(town: TownInProcess) -> None:
    """R-071: not the same person, and given back it is open again."""
    town.warn()
    number = send(town, about(town))
    decide(town, number, Decided.REFUSED, REFUSAL, refused=Refused.STANDS)
    assert answer_to(town, number) == ""
    assert town.last(AUDITOR).title == "申出の決定の確認をお願いします"
    with pytest.raises(NotAllowed):
        town.run(SecondDecision(town.account(OFFICE), number, agrees=True))
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=False))
    assert (request(town, number).state, request(town, number).decided) == (RequestState.OPEN, None)
    refuse(town, number)
    assert (request(town, number).state, answer_to(town, number)) == (RequestState.ANSWERED, REFUSAL)
    with pytest.raises(NotAllowed):
        decide(town, number, Decided.GRANTED)


@pytest.mark.parametrize("decided", [Decided.OTHER, Decided.NOT_HELD])
def test_one_person_does_not_show_a_picture_again_by_another_name(town: TownInProcess, decided: Decided) -> None:
    """R-099: whoever calls a refusal "another measure" still needs a second person while a picture is kept back."""
    case = town.warn()
    number = send(town, about(town))
    town.run(Resume(town.account(STORE), case.id))
    decide(town, number, decided)
    assert (answer_to(town, number), town.case().paused_at is None) == ("", False)
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    assert (answer_to(town, number), town.case().paused_at is None) == ("お答えします。", True)


def test_nobody_judges_their_own_alert(town: TownInProcess) -> None:
    """R-099: whoever reported or judged it, or works at its shop, has no part in the answer."""
    case = town.warn()
    number = send(town, about(town))
    with town.database.unit_of_work() as uow:
        row = uow.session.get_one(Case, case.id)
        row.rewritten_by = [uow.people.account_by_id(town.account(OFFICE)).member_id]
        uow.commit()
    with pytest.raises(NotAllowed):
        decide(town, number, Decided.GRANTED)


def test_only_the_desk_reads_and_answers(town: TownInProcess) -> None:
    """R-064, R-076, R-097: who reads it is on record, and why; a shop reads nothing, an auditor decides nothing."""
    town.warn()
    number = send(town, about(town))
    with pytest.raises(NotAllowed):
        town.run(LookAtRequest(town.account(STORE), number, LookPurpose.ANSWER))
    with pytest.raises(NotAllowed):
        town.run(DecideRequest(town.account(AUDITOR), number, Decided.GRANTED, "お答えします。"))
    town.run(LookAtRequest(town.account(OFFICE), number, LookPurpose.ANSWER))
    assert request(town, number).seen_at == town.now
    with town.reading() as uow:
        (entry,) = [one for one in uow.ledger.newest(None, 10**6, 50) if one["event"] == Event.REQUEST_VIEW]
        assert entry["details"]["purpose"] == LookPurpose.ANSWER


def test_the_clock_waits_for_the_person_and_for_nobody_else(town: TownInProcess) -> None:
    """R-070: from our question to their words; one extension, whose reason they read."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))

    def end() -> object:
        with town.app.reading() as ctx:
            return answer_by(clock_of(request(town, number), ctx), town.now)

    first = end()
    town.run(AskPerson(town.account(OFFICE), number, "何時ごろのことでしたか。"))
    town.now += timedelta(days=2)
    town.run(AddToRequest(request(town, number).id, "昼すぎです。"))
    later = end()
    assert (later - first).days == 2  # type: ignore[operator]
    assert request(town, number).state is RequestState.OPEN
    reason = "別の会社の防犯カメラの記録を確かめているため"
    town.run(ExtendRequest(town.account(OFFICE), number, reason))
    assert (end() - later).days == 16  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        town.run(ExtendRequest(town.account(OFFICE), number, reason))


def test_whoever_asks_and_hears_nothing_has_to_decide_all_the_same(town: TownInProcess) -> None:
    """R-070: nobody lets a request lie by a question: two weeks later it runs on, and the desk hears of it."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))
    town.run(AskPerson(town.account(OFFICE), number, "何時ごろのことでしたか。"))
    asked, heard = town.now, []
    for moment in (asked + LONGEST_WAIT - timedelta(minutes=1), asked + LONGEST_WAIT):
        town.now = moment
        pass_(town, 0, DueKind.REMIND_REQUEST)
        heard.append(sum(title.startswith("対応を待つ申出") for title in town.titles(OFFICE)))
    assert heard[1] == heard[0] + 1
    with town.app.reading() as ctx:
        clock = clock_of(request(town, number), ctx)
    late = town.now + timedelta(days=ANSWER_DAYS + 1)
    assert (level(clock, town.now), level(clock, late)) == (Level.CALM, Level.OVER)
