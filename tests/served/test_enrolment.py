"""Codes in other hands: how long, how often, how many at once (R-113)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from audit.event import Event
from simulator.phones import Phone
from storage.enrolments import TRIES_AN_HOUR
from tests.served.conftest import ENDED, ServedTown
from tests.world.ledgers import noted

WAITS = "登録の確認を待っています"
WRONG = 'hansho_refused_total{what="wrong_code"}'


def full_width(code: str) -> str:
    """As somebody types it with a Japanese keyboard."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in code.lower())


def on_record(town: ServedTown, sender: Phone) -> int:
    """How many wrong codes of theirs are kept, each by an entry of the ledger."""
    tries = town.read(lambda uow: uow.people.code_tries(sender.platform, sender.user_id, town.app.now()))
    assert town.read(lambda uow: noted(uow).count(Event.ENROLMENT_REFUSE)) >= tries
    return tries


def test_five_tries_an_hour_and_each_refusal_is_on_record(town: ServedTown) -> None:
    """R-113: on LINE as on Slack; the sixth is refused though it is right, and the ledger has all of them. A worker
    refuses, and the server that it works beside shows how often.
    """
    before = town.figure(WRONG)
    for platform, code in (("line", "P10"), ("slack", "P11")):
        guesser, right = town.newcomer(platform), town.enrolment_code(code)
        for number in range(TRIES_AN_HOUR):
            guesser.say(f"登録 AAAA-BBB{number + 2}")
            guesser.wait_for("登録コードが違うか")
        guesser.say(f"登録 {right}")
        guesser.wait_for("登録コードの間違いが続いた")
        town.until(lambda sender=guesser: on_record(town, sender) > TRIES_AN_HOUR, "the sixth to be on record")
        town.people.wait(minutes=61)
        guesser.say(f"登録　{full_width(right)}")
        guesser.wait_for(WAITS)
    town.until(lambda: town.figure(WRONG) >= before + 2 * TRIES_AN_HOUR, "an operator to see them")


def test_of_two_who_send_a_code_at_once_one_gets_in(town: ServedTown) -> None:
    """R-113: it dies with its first use, and the one who has it gets no card before a yes; who is late hears why."""
    both, code = [town.newcomer("line"), town.newcomer("slack")], town.enrolment_code("P12")
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda phone: phone.say(f"登録 {code}"), both))

    def heard(words: str) -> list[str]:
        return [phone.user_id for phone in both if any(words in message.text for message in phone.inbox())]

    town.until(lambda: len(heard(WAITS)) == len(heard("この登録コードはもう使われました")) == 1, "one yes, one no")


@pytest.mark.parametrize(
    ("code", "lead", "platform", "who", "answer"),
    [
        ("P20", "P19", "slack", "P20", "はい、私です"),
        ("P14", "P13", "line", "P29", "本人でした"),
        ("P16", "P15", "slack", "P16", "いいえ"),
    ],
)
def test_one_more_account_hears_nothing_before_a_yes(
    town: ServedTown, code: str, lead: str, platform: str, who: str, answer: str
) -> None:
    """R-113: whoever has a member's code: their old account, the secretariat and whoever is responsible for the store
    hear of it; what goes to all accounts of the person doesn't go there, nor is anything answered; a yes brings it in,
    a no keeps it out, and everybody hears which.
    """
    owner, new = town.people.phone(code, "line"), town.newcomer(platform, code)
    new.say(f"登録 {town.enrolment_code(code)}")
    new.wait_for(WAITS)
    asked = {"P29": town.secretariat.wait_for("新しいアカウントの確認"), code: owner.wait_for("あなたのものですか？")}
    (their_lead,) = (phone for phone in town.people.phones() if phone.code == lead)
    their_lead.wait_for("新しいアカウントが確認を待っています")
    assert town.hansho("members", "lock", code).exit_code == 0
    owner.wait_for(ENDED)
    new.say("状況")
    town.until(town.quiet, "both to be done")
    assert {WAITS in message.text for message in new.inbox()} == {True}

    town.people.phone(who).press(answer, on=asked[who])
    outcome = "新しいアカウントは登録しませんでした" if answer == "いいえ" else "新しいアカウントが登録されました"
    owner.wait_for(outcome)
    (town.secretariat if answer == "いいえ" else their_lead).wait_for(outcome)
    new.say("ヘルプ")
    town.until(town.quiet, "the answer to leave")
    assert any("できること" in message.text for message in new.inbox()) is (answer != "いいえ")


def test_codes_and_questions_end_after_72_hours(town: ServedTown) -> None:
    """R-113: an hour before a code is good, an hour after it is not, on either platform; nor is a yes to whoever
    applied three days ago.
    """
    codes = {who: town.enrolment_code(who) for who in ("P09", "P11", "P10")}
    in_time, late = town.newcomer("line"), {"P11": town.newcomer("line"), "P10": town.newcomer("slack")}
    town.people.wait(hours=71)
    in_time.say(f"登録 {codes['P09']}")
    in_time.wait_for(WAITS)
    question = town.neighbour.wait_for("新しいアカウントはあなたのものですか？")
    town.people.wait(hours=2)
    for who, phone in late.items():
        phone.say(f"登録 {codes[who]}")
        phone.wait_for("この登録コードは期限が切れました")
    town.people.wait(hours=71)
    town.neighbour.press("はい、私です", on=question)
    town.neighbour.wait_for("もう使えません")
    in_time.say("状況")
    assert in_time.wait_for("登録")
    assert not any("登録が完了しました" in message.text for message in in_time.inbox())
