"""A report with a video, as people live it: one scene is chosen, and from then on it is a photo."""

from __future__ import annotations

import threading

import pytest

from bot.jobs import UNREADABLE
from masking import MaskingPool, Still
from masking.results import Progress
from simulator.browser import Browser
from simulator.synthetic_clip import SyntheticClip
from storage.vault import Erased
from tests.world.databases import ON_SQLITE
from tests.world.over_http import SUSPECT, TownOverHttp

pytestmark = ON_SQLITE

SUSPECT_IN_CLIP = (287, 233)
"""The person in black, in pixels of its first frame."""


@pytest.fixture(scope="module")
def film() -> bytes:
    return SyntheticClip(seconds=1.0, rate=15).mp4()


def test_a_video_on_line_becomes_an_alert_with_a_picture(town: TownOverHttp, film: bytes) -> None:
    """R-003, R-065, R-118: filmed, a scene chosen, the suspect picked, the neighbours warned; LINE was slow with it."""
    town.reporter.send_photo(film, "video/mp4", ready_in=3)
    town.reporter.wait_for("動画を受け取りました")
    town.answer_questions(form="picture")

    link = town.reporter.open_link("画像を確認する")
    with Browser() as browser:
        town.let_pass(minutes=1)
        looked = browser.choose_still(link, 1)
        assert 1 <= len(looked) <= 6
        assert all(picture.headers["content-type"] == "image/jpeg" for picture in looked)
        assert stored(town) == ["received"] or stored(town) == ["upright"]
        browser.pick(link, *SUSPECT_IN_CLIP)
        browser.confirm(link)

    town.reporter.wait_for("この内容でよろしいですか？")
    town.submit()
    town.look_at_preview(town.responsible)
    town.say_yes(town.responsible)
    town.look_at_preview(town.approver)
    town.say_yes(town.approver)
    town.neighbour.wait_for("警戒のお願い")
    assert stored(town) == []


def test_a_video_that_cannot_be_used_gets_a_clear_answer(town: TownOverHttp, film: bytes) -> None:
    """Bad input: cut off in the middle; what else may be wrong with one, and what is said of it, is told elsewhere."""
    town.reporter.send_photo(film[: len(film) // 2], "video/mp4")
    assert UNREADABLE["video_broken"] in town.reporter.wait_for("この動画は使えませんでした").text
    assert town.case().state == "draft"
    assert stored(town) == []


def test_another_shops_photo_does_not_wait_for_a_video(
    town: TownOverHttp, film: bytes, pool: MaskingPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suspect is near the door of the second shop while the first shop's video is still being looked through."""
    begun, photo_is_through = threading.Event(), threading.Event()
    stills = pool.stills

    def slowly(data: bytes, progress: Progress) -> tuple[Still, ...]:
        begun.set()
        assert photo_is_through.wait(60)
        return stills(data, progress)

    monkeypatch.setattr(pool, "stills", slowly)
    town.reporter.send_photo(film, "video/mp4")
    assert begun.wait(60)
    town.neighbour.send_photo(town.picture.read_bytes())
    with Browser() as browser:
        browser.pick(town.neighbour.open_link("画像を確認する"), *SUSPECT)
        photo_is_through.set()
        browser.choose_still(town.reporter.open_link("画像を確認する"), 1)


def stored(town: TownOverHttp) -> list[str]:
    """What of the original can still be read."""
    case, found = town.case(), []
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        for name in ("received", "upright", *(f"still-{number}" for number in range(1, 7))):
            try:
                uow.vault.get(case.id, "original", name)
            except Erased:
                continue
            found.append(name)
    return found
