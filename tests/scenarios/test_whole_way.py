"""One photograph from report to erasure, as people live it."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.web.material import part_of
from simulator.browser import Browser
from storage.vault import Erased
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp

pytestmark = ON_SQLITE


def test_a_reported_suspect_reaches_the_neighbours_and_everything_is_erased_in_time(town: TownOverHttp) -> None:
    """R-004, R-113, R-118, R-040: two people approve; neighbours are warned, and see the suspect and nobody else;
    pictures and texts die on schedule.
    """
    town.send_alert()
    assert town.case().state == "live"
    assert stored(town, "original") == []

    card = town.neighbour.wait_for("警戒のお願い")
    assert "取り押さえ" in card.text
    shows_the_suspect_alone(town)
    town.neighbour.press("見かけた")
    town.reporter.wait_for("似た人を見かけた")
    town.secretariat.wait_for("似た人を見かけた")

    town.let_pass(hours=23, minutes=1)
    town.reporter.wait_for("警戒を終えてよいですか？")
    town.let_pass(hours=1)
    town.wait_for_state("ended")
    assert stored(town, "masked") == []
    assert stored(town, "text") != []

    town.let_pass(days=30)
    town.wait_for_state("erased")
    assert stored(town, "text") == []


def shows_the_suspect_alone(town: TownOverHttp) -> None:
    """What the neighbour's page shows: no pixel outside the suspect's figure but flat fill and watermark."""
    case = town.case()
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        kept = np.asarray(Image.open(io.BytesIO(uow.vault.get(case.id, "masked", "picture"))).convert("RGB"))

    link = town.neighbour.open_link("内容を見る")
    with Browser() as browser:
        assert "警戒" in browser.visit(link).text
        shown = np.asarray(Image.open(io.BytesIO(browser.picture(link).content)).convert("RGB")).astype(int)

    part = part_of(case)
    size = (shown.shape[1], shown.shape[0])

    def as_shown(picture: Image.Image) -> NDArray[np.int_]:
        """The same part of another picture, of the same size."""
        return np.asarray(picture.convert("RGB").crop(part).resize(size, Image.Resampling.BICUBIC)).astype(int)

    filled = (kept == kept[0, 0]).all(axis=-1)
    assert 0.5 < filled.mean() < 1
    hidden = as_shown(Image.fromarray(filled))[..., 0] == 255
    assert hidden.any()
    same = np.abs(shown - as_shown(Image.open(town.picture))).max(axis=-1) <= 3
    assert (same & hidden).sum() <= 0.02 * hidden.sum()
    assert np.median(np.abs(shown - as_shown(Image.fromarray(kept)))) <= 3, "the bound picture, but for the watermark"
    assert case.evidence is not None
    assert case.evidence["verified"]["faces_left"] == 0
    assert case.evidence["verified"]["persons_left"] <= 1, "at most the suspect looks like somebody"
    assert case.picture.verified


def stored(town: TownOverHttp, kind: str) -> list[str]:
    """Names of what can still be read of the newest case."""
    names = {"original": ["received", "upright"], "masked": ["picture"], "text": ["report"]}[kind]
    case = town.case()
    found = []
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        for name in names:
            try:
                uow.vault.get(case.id, kind, name)
            except Erased:
                continue
            found.append(name)
    return found
