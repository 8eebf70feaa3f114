"""SIGKILL and SIGSTOP while an alert is approved, sent and recalled: everybody hears everything, and hears it once."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.world.as_process import START_SECONDS, TownAsProcess
from tests.world.chat import JUDGEMENT_FIELDS
from tests.world.over_http import PATIENCE

ALERT = ("警戒のお願い", "Alert: please keep watch")
RECALL = ("【回収】", "RECALL: the earlier alert")
FORM = "フォームはこちらから：三要件の判定"


def test_an_alert_survives_five_deaths_and_two_standstills(town_of_words: TownAsProcess) -> None:
    """R-113, R-078: killed at five points, and frozen in the middle of the recall and of the next alert: everyone gets
    one of each card.
    """
    town = town_of_words
    _after_the_first_approval(town)
    _before_the_form_was_opened(town)
    _while_the_last_approval_is_handled(town)
    _in_the_middle_of_sending(town)
    _after_sending_before_recording(town)
    warned = _everybody_is_warned_once(town)
    _stands_still(town, lambda: town.stop("recall"), RECALL, warned)
    town.nobody_got_anything_twice()
    _ask(town)
    town.say_yes(town.responsible)
    _stands_still(town, lambda: town.say_yes(town.approver), ALERT, warned)


def test_a_recall_reaches_those_whose_card_may_have_left(town_of_words: TownAsProcess) -> None:
    """R-078: killed before we heard that a card arrived, then recalled: who has the card hears of the recall."""
    town = town_of_words
    _ask(town)
    town.say_yes(town.responsible)
    town.people.faults("line", hang_next=SENT_AT_ONCE, hang_seconds=5, only="push")
    town.say_yes(town.approver)
    warned = town.until(lambda: town.who_got(*ALERT), "the first neighbour to be warned", closely=True)
    town.kill()
    town.people.faults("line", hang_next=0)
    town.start()
    town.stop("recall")
    town.let_leases_end()
    town.until(lambda: set(warned) <= set(town.who_got(*RECALL)), "who was warned to hear of the recall")
    town.until(town.quiet, "everything to be said")
    assert set(town.who_got(*ALERT)) <= set(town.who_got(*RECALL))
    town.nobody_got_anything_twice()


SENT_AT_ONCE = 100
"""More than all cards together: every answer is late."""


def _ask(town: TownAsProcess) -> None:
    town.hand_in()
    town.submit()
    town.until(town.quiet, "the approvers to be asked")


def _after_the_first_approval(town: TownAsProcess) -> None:
    _ask(town)
    town.say_yes(town.responsible)
    town.reporter.wait_for("1 / 2", PATIENCE)
    town.kill()
    assert town.case().state == "assessing"


def _before_the_form_was_opened(town: TownAsProcess) -> None:
    """Slack opened none, and the press was kept and not read: what comes afterwards has a button that opens it."""
    town.start("--no-worker")
    town.look("P03")
    town.people.faults("slack", fail_next=1, status=503, only="views.open")
    town.approver.press("判定する", seconds=PATIENCE)
    town.kill()
    assert not town.who_got(FORM)
    town.come_back()
    town.approver.wait_for(FORM, PATIENCE)


def _while_the_last_approval_is_handled(town: TownAsProcess) -> None:
    """The modal's answers are kept, the worker has them in hand, nothing is decided yet."""
    town.approver.press("フォームを開く")
    town.approver.modal("三要件の判定", PATIENCE)
    submitting = threading.Thread(target=town.approver.submit, args=(JUDGEMENT_FIELDS,))
    submitting.start()
    town.until(lambda: town.handling("slack"), "the approval to be in hand", closely=True)
    town.kill()
    submitting.join(PATIENCE)
    assert town.case().state == "assessing"
    assert not town.who_got(*ALERT)


def _in_the_middle_of_sending(town: TownAsProcess) -> None:
    """Some neighbours have the card, some don't, and one is on its way."""
    town.people.faults("line", latency_ms=300)
    town.come_back()
    town.until(lambda: len(town.who_got(*ALERT)) >= SOME, "some neighbours to be warned", closely=True)
    town.kill()
    assert town.waiting() > 0
    town.people.faults("line", latency_ms=0)


SOME = 2


def _after_sending_before_recording(town: TownAsProcess) -> None:
    """The platforms took cards, and we died before we heard so."""
    for platform, only in (("line", "push"), ("slack", "postMessage")):
        town.people.faults(platform, hang_next=1, hang_seconds=5, only=only)
    before = len(town.who_got(*ALERT))
    town.come_back()
    town.until(lambda: len(town.who_got(*ALERT)) > before, "one more neighbour to be warned", closely=True)
    town.kill()
    for platform in ("line", "slack"):
        town.people.faults(platform, hang_next=0)


TAKEN_OVER = 30
"""Seconds after which another worker goes on with what a dead one had in hand (docs/architecture.md: a lease)."""


def _everybody_is_warned_once(town: TownAsProcess) -> list[str]:
    town.start()
    assert town.let_leases_end() <= TAKEN_OVER
    town.until(town.quiet, "all cards to leave")
    case = town.case()
    deliveries = town.read(lambda uow: uow.deliveries.of_case(case.id))
    assert {delivery.state for delivery in deliveries} == {"sent"}
    warned = town.who_got(*ALERT)
    assert len(warned) == len(set(warned)) == len(deliveries)
    return warned


LEASE_AND_LOOK = 3 * START_SECONDS
"""A lease ends after a minute, what may have arrived is looked for another minute later, and the machine is busy."""


def _stands_still(
    town: TownAsProcess, begin: Callable[[], None], phrases: tuple[str, ...], everybody: list[str]
) -> None:
    """Two calls are under way when the worker freezes; another one tells the rest, and then the first one wakes."""
    for platform, only in (("line", "push"), ("slack", "postMessage")):
        town.people.faults(platform, hang_next=1, hang_seconds=5, only=only)
    begin()

    def told() -> list[str]:
        inboxes, number = town.inboxes().items(), town.case().number
        about_it = [(owner, text) for owner, texts in inboxes for text in texts if number in text]
        return [owner for owner, text in about_it if any(phrase in text for phrase in phrases)]

    town.until(told, "the first neighbour to hear of it", closely=True)
    with town.standing_still():
        town.until(lambda: set(told()) == set(everybody), "another worker to tell everybody", LEASE_AND_LOOK)
    town.until(town.quiet, "the worker that woke to be done")
    assert sorted(told()) == sorted(everybody)
