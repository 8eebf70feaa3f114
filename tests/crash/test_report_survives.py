"""SIGKILL while a report with a photograph comes in, lives and is erased: nothing lost, twice, or kept too long."""

from __future__ import annotations

import threading
from contextlib import suppress
from http import HTTPStatus

import httpx

from simulator.browser import Browser
from tests.world.answers import REPORT
from tests.world.as_process import TownAsProcess
from tests.world.chat import report_steps
from tests.world.over_http import PATIENCE, PICTURE, SUSPECT

ALERT = "警戒のお願い"


def test_a_report_survives_seven_deaths(town: TownAsProcess) -> None:
    """R-040, R-043: killed at seven points between the photo and the erasure, the story goes on where it stood."""
    with Browser() as browser:
        _after_the_acknowledgement(town)
        _while_fetching_the_photo(town)
        _between_two_answers(town)
        link = _while_masking(town, browser)
        _before_the_mask_is_confirmed(town, browser, link)
        _over_the_expiry(town)
        _over_the_erasure(town)
    town.nobody_got_anything_twice()


def _after_the_acknowledgement(town: TownAsProcess) -> None:
    """The webhook was answered with 200; nobody has looked at it yet."""
    town.kill()
    town.start("--no-worker")
    assert town.reporter.send_photo(PICTURE.read_bytes()) == HTTPStatus.OK
    town.kill()
    assert town.reporter.inbox() == []


def _while_fetching_the_photo(town: TownAsProcess) -> None:
    """LINE has given the photo away, we have not got it."""
    town.people.faults("line", hang_next=1, hang_seconds=5, only="content")
    town.start()
    town.reporter.wait_for("写真を受け取りました", PATIENCE)
    town.reporter.wait_for("何を、どれくらい", PATIENCE)
    town.until(lambda: town.people.calls("line.content"), "the photo to be on its way")
    town.until(town.quiet, "all answers to be recorded")
    town.kill()
    assert town.case().state == "masking"
    assert town.kept("original") == (0, 0)
    town.come_back()
    town.wait_for_state("mask_review", PATIENCE)


def _between_two_answers(town: TownAsProcess) -> None:
    """LINE took the next question as a free reply, and we died before we heard so."""
    town.people.faults("line", hang_next=1, hang_seconds=5, only="reply")
    town.reporter.say(REPORT["goods"])
    town.reporter.wait_for("いつのことですか", PATIENCE)
    town.kill()
    assert town.waiting() == 1
    town.come_back()
    town.until(town.quiet, "the question to be settled")
    assert town.who_got("いつのことですか") == [town.reporter.user_id]
    for step in report_steps(form="picture")[1:]:
        if not step.question.startswith("いつのことですか"):
            town.reporter.wait_for(step.question, PATIENCE)
        if step.pressed:
            town.reporter.press(step.answer)
        else:
            town.reporter.say(step.answer)


def _while_masking(town: TownAsProcess, browser: Browser) -> str:
    """The picture is in the hands of the masking process."""
    link = town.reporter.open_link("画像を確認する", PATIENCE)
    picking = threading.Thread(target=_pick, args=(browser, link))
    picking.start()
    town.until(lambda: town.at_work_on("mask"), "the masking to begin", closely=True)
    town.kill()
    picking.join(PATIENCE)
    assert town.case().masked_sha256 is None
    town.come_back()
    town.until(lambda: town.case().masked_sha256, "the mask")
    return link


def _pick(browser: Browser, link: str) -> None:
    """The page that waits for the mask dies with the bot."""
    with suppress(httpx.TransportError):
        browser.pick(link, *SUSPECT)


def _before_the_mask_is_confirmed(town: TownAsProcess, browser: Browser, link: str) -> None:
    """The masked picture stands on the page, unconfirmed."""
    town.kill()
    assert town.case().mask_confirmed_at is None
    town.start()
    browser.confirm(link)
    town.reporter.wait_for("この内容でよろしいですか？", PATIENCE)
    town.reporter.press("承認者へ送る")
    town.reporter.wait_for("0 / 2", PATIENCE)


def _over_the_expiry(town: TownAsProcess) -> None:
    """The bot is dead when the alert ends; once back, it ends it, and nobody is warned any more."""
    for phone in (town.responsible, town.approver):
        town.look_at_preview(phone)
    town.say_yes(town.responsible)
    town.people.faults("line", latency_ms=300)
    town.say_yes(town.approver)
    town.until(lambda: town.who_got(ALERT), "the first neighbour to be warned", closely=True)
    town.kill()
    assert town.kept("original") == (0, 0)
    assert town.kept("masked") == (2, 1), "the picture and the colours found in it"
    town.people.wait(hours=25)
    town.people.faults("line", latency_ms=0)
    warned = town.who_got(ALERT)
    town.start()
    town.wait_for_state("ended", PATIENCE)
    town.until(town.quiet, "everything to be said")
    assert town.kept("masked") == (0, 0)
    assert set(town.who_got(ALERT)) <= set(warned), "a card on Slack is redrawn at the end"


def _over_the_erasure(town: TownAsProcess) -> None:
    """Killed in the moment of the last erasure: key, bytes and the database's log hold nothing any more."""
    secrets = town.secrets()
    assert secrets
    assert all(town.on_disk(secret) for secret in secrets)
    town.people.wait(days=31)
    town.until(
        lambda: town.at_work_on("erase_text") or town.case().state == "erased", "the erasure to begin", closely=True
    )
    town.kill()
    town.come_back()
    town.wait_for_state("erased", PATIENCE)
    town.until(town.quiet, "everything to be said")
    # Our looking can stand in the way of cutting the log; then the next commit, a heartbeat at the latest, does it.
    town.until(lambda: not any(town.on_disk(secret) for secret in secrets), "the log to be cut")
    town.kill()
    assert town.kept() == (0, 0)
    assert not any(town.on_disk(REPORT["goods"].encode(encoding)) for encoding in ("utf-8", "utf-16-le"))
