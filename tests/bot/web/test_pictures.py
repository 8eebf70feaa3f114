"""Pictures: on record before they leave, marked with who looks, nothing to save (R-082, R-095)."""

from __future__ import annotations

import io
import re

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image, ImageChops, ImageStat

from audit.event import Event
from bot.application import Application
from bot.web.pages import add_pages
from handlers.commands.chat import Command
from policy.states import State
from tests.bot.stages import Stage
from tests.world.databases import ON_SQLITE
from tests.world.pages import HEIGHT, MASKED, SHA256, UPRIGHT, WIDTH, TownWithPages


def decoded(picture: bytes) -> Image.Image:
    """The pixels."""
    return Image.open(io.BytesIO(picture)).convert("RGB")


def assert_marked(shown: httpx.Response, source: bytes) -> None:
    """The same picture, of the same size, with something burned into many places of it."""
    picture, plain = decoded(shown.content), decoded(source)
    assert picture.size == plain.size == (WIDTH, HEIGHT)
    changed = ImageChops.difference(picture, plain).convert("L").point(lambda v: 255 if v > 16 else 0)
    corners = [(0, 0, 200, 150), (200, 0, 400, 150), (0, 150, 200, 300), (200, 150, 400, 300)]
    assert all(changed.crop(corner).getbbox() for corner in corners)


@ON_SQLITE
def test_a_neighbour_sees_the_masked_picture_with_their_watermark(town: TownWithPages) -> None:
    """R-095: burned into the pixels; the same picture looks different to another reader."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    shown = phone.get(f"{page}/picture")
    assert shown.headers["content-type"] == "image/jpeg"
    assert_marked(shown, MASKED)
    town.move(State.ASSESSING)
    other, preview = town.opened("preview", town.responsible)
    assert other.get(f"{preview}/picture").content != shown.content


@ON_SQLITE
def test_approvers_and_neighbours_see_the_same_part_and_the_reporter_the_whole(town: TownWithPages) -> None:
    """R-117: cut to the figure with a rim of the flat colour; the bytes that are bound stay as they are."""
    town.alert_goes_live()
    with town.database.unit_of_work() as uow:
        case = uow.cases.get(town.case)
        case.evidence = {"size": [WIDTH, HEIGHT], "shown_box": [200, 60, 300, 290]}
        uow.commit()
    neighbour, alert = town.opened("alert", town.neighbour)
    assert 'width="136" height="258"' in neighbour.get(alert).text
    seen = decoded(neighbour.get(f"{alert}/picture").content)
    town.move(State.ASSESSING)
    approver, preview = town.opened("preview", town.responsible)
    also = decoded(approver.get(f"{preview}/picture").content)
    assert seen.size == also.size == (480, 911), "enlarged alike, so that the watermark can be read"
    figure = decoded(MASKED).crop((182, 42, 318, 300)).resize(seen.size)
    assert ImageStat.Stat(ImageChops.difference(seen, figure)).mean < [12, 12, 12]
    town.move(State.MASK_REVIEW)
    reporter, mask = town.opened("mask", town.reporter)
    assert decoded(reporter.get(f"{mask}/picture").content).size == (WIDTH, HEIGHT)


@ON_SQLITE
def test_the_page_names_store_and_person_over_the_picture(town: TownWithPages) -> None:
    """R-095: in Japanese too: the receiving store, the member, store time, case."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    caption = phone.get(page).text.partition("<figcaption>")[2].partition("</figcaption>")[0]
    assert re.findall("<span>([^<]+)", caption) == ["青空ストア 駅前店", "水無瀬 澪", "2026-11-23 14:00", "1123-7K2MP"]


def test_every_look_is_on_record(town: TownWithPages) -> None:
    """R-095: one view per picture handed out, one entry of a minute's; looking at the page alone is none."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    assert not any(view.picture for view in town.views())
    phone.get(f"{page}/picture")
    phone.get(f"{page}/picture")
    looks = [(view.account_id, view.purpose) for view in town.views() if view.picture]
    assert looks == [(town.neighbour, "alert")] * 2
    with town.database.unit_of_work(read_only=True) as uow:
        delivery = uow.deliveries.for_account(town.case, town.neighbour)
        assert delivery is not None
        assert delivery.opened_at == town.clock()
        entries = [entry["event"] for entry in uow.ledger.of_case(town.case)]
    assert entries.count(Event.PICTURE_VIEW) == 1


class FullDisk(Application):
    """An edge whose database takes nothing more."""

    def run(self, command: Command, **_: object) -> None:
        raise OSError(type(command).__name__)


def test_a_look_that_cannot_be_recorded_is_not_granted(town: TownWithPages, bot_stage: Stage) -> None:
    """R-095: no record, no picture."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    app = FastAPI()
    add_pages(app, FullDisk(town.app.settings, town.database, town.app.ports, town.clock))
    bot_stage.app = app
    refused = phone.get(f"{page}/picture")
    assert refused.status_code == 500
    assert not refused.headers["content-type"].startswith("image/")


@ON_SQLITE
def test_only_the_reporter_sees_the_original_and_only_while_masking(town: TownWithPages) -> None:
    """R-065, R-118: approvers and neighbours get the masked one whatever they ask for."""
    town.mask_arrives()
    phone, page = town.opened("mask", town.reporter)
    assert_marked(phone.get(f"{page}/picture?original"), UPRIGHT)
    assert_marked(phone.get(f"{page}/picture"), MASKED)
    town.move(State.ASSESSING)
    approver, preview = town.opened("preview", town.responsible)
    assert_marked(approver.get(f"{preview}/picture"), MASKED)
    assert approver.get(f"{preview}/picture?original=1").status_code == 404


@ON_SQLITE
def test_the_picture_is_exactly_the_one_the_page_speaks_of(town: TownWithPages) -> None:
    """R-117: a page that is out of date does not show another picture under the old hash."""
    town.mask_arrives()
    phone, page = town.opened("mask", town.reporter)
    assert phone.get(f"{page}/picture?sha256={SHA256}").status_code == 200
    assert phone.get(f"{page}/picture?sha256={'0' * 64}").status_code == 404
    assert len(town.views()) == 1


@ON_SQLITE
def test_bytes_that_are_not_the_confirmed_ones_never_leave(town: TownWithPages) -> None:
    """R-117: what the vault holds is checked against the hash that people approved."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    with town.database.unit_of_work() as uow:
        uow.vault.put(town.case, "masked", "picture", UPRIGHT, town.clock())
        uow.commit()
    assert phone.get(f"{page}/picture").status_code == 404
    assert not any(view.picture for view in town.views())


def test_an_erased_picture_is_not_found(town: TownWithPages) -> None:
    """R-040: after the key is gone there is nothing to show and nothing to record."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    with town.database.unit_of_work() as uow:
        uow.vault.destroy(town.case, "masked", town.clock())
        uow.commit()
    assert phone.get(f"{page}/picture").status_code == 404
    assert not any(view.picture for view in town.views())


@pytest.mark.parametrize("destination", ["document", "iframe", "empty", "object"])
@ON_SQLITE
def test_a_picture_does_not_open_outside_its_page(town: TownWithPages, destination: str) -> None:
    """R-095: no tab of its own from which it is one tap to save."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    assert phone.get(f"{page}/picture", **{"sec-fetch-dest": destination}).status_code == 404
    assert phone.get(f"{page}/picture", **{"sec-fetch-dest": "image"}).status_code == 200


@ON_SQLITE
def test_nothing_offers_to_save_the_picture(town: TownWithPages) -> None:
    """R-095: shown inline, no file name, no download link."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    assert phone.get(f"{page}/picture").headers["content-disposition"] == "inline"
    assert "download" not in phone.get(page).text
