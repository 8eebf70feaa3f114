"""The room of notices: what each seat finds, prints and publishes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, update

from bot.paper import sheet as printing
from handlers.errors import NoFont
from policy.rule_names import RULE_NAMES
from storage.tables import Poster, Publication, Store
from tests.bot.desk.sitting import Browser, hidden
from tests.bot.desk.test_rooms import AUDITOR, FOREIGN, MANAGER, OFFICE, OWN, store_id
from tests.world.in_process import TownInProcess
from tests.world.town import DESK

Make = Callable[[str], Browser]
PUBLISH = "/desk/notices/publish"
BUTTON = "いまの規則と参加店を公開する"


@pytest.fixture(autouse=True)
def _has_a_desk(town: TownInProcess) -> None:
    town.open_desk()


def test_lights_and_sheets_of_ones_own_stores(town: TownInProcess, browser: Make) -> None:
    """R-023, R-064: the office and the auditor see all, a manager theirs; nobody but the office publishes."""
    pages = {}
    for code in (OFFICE, AUDITOR, MANAGER):
        mine = browser(code)
        mine.sign_in()
        pages[code] = mine.get("/desk/notices").text
    assert all(OWN in page and "いまの版の掲示を写真で確かめました。" in page for page in pages.values())
    assert [FOREIGN in pages[code] for code in (OFFICE, AUDITOR, MANAGER)] == [True, True, False]
    assert [BUTTON in pages[code] for code in (OFFICE, AUDITOR, MANAGER)] == [True, False, False]
    assert f"/desk/notices/{store_id(town, OWN)}/poster/a4" in pages[MANAGER]


def test_a_poster_is_printed_of_what_is_published_alone(town: TownInProcess, browser: Make) -> None:
    """R-029, R-031: not of rules that nobody has published yet, not of a foreign store, not of another kind."""
    try:
        printing._families()
    except NoFont:
        pytest.skip("no Japanese font here")
    mine = browser(MANAGER)
    mine.sign_in()
    own, foreign = store_id(town, OWN), store_id(town, FOREIGN)
    for kind, size in (("poster", "a4"), ("camera", "a3")):
        sheet = mine.get(f"/desk/notices/{own}/{kind}/{size}")
        assert (sheet.status_code, sheet.content[:5]) == (200, b"%PDF-")
        assert sheet.headers["content-disposition"] == f'attachment; filename="{kind}-{OWN}-{size}.pdf"'
    for address in (f"{foreign}/poster/a4", f"{own}/flyer/a4", f"{own}/poster/a5"):
        assert mine.get(f"/desk/notices/{address}").status_code == 404
    town.set_rules(**DESK, radius_km=2)
    assert mine.get(f"/desk/notices/{own}/poster/a4").status_code == 404
    assert "ポスターは、いまの規則を公開してから印刷できます。" in mine.get("/desk/notices").text


def test_the_office_publishes_once_nothing_blocks(town: TownInProcess, browser: Make) -> None:
    """R-026, R-029: the page says what to do; a press then does it, and a second one nothing more."""
    town.set_rules(**{**DESK, "desk_hours": "", "radius_km": 2})
    mine = browser(OFFICE)
    mine.sign_in()
    page = mine.get("/desk/notices")
    assert "公開できません" in page.text
    assert RULE_NAMES["desk_hours"] in page.text
    assert "disabled" in page.text.split(BUTTON)[0].rsplit("<button", 1)[1]
    mine.press(page, PUBLISH)
    assert _versions(town) == 2
    town.set_rules(**DESK, radius_km=2)
    page = mine.get("/desk/notices")
    assert "知らせる範囲（km）は、公開中は 3、いまの規則では 2 です。" in page.text
    for _ in range(2):
        assert mine.press(page, PUBLISH).status_code == 200
    assert _versions(town) == 3
    assert "お知らせと実際が違うところ" in mine.get("/desk/notices").text  # posters of before hang in the shops


def test_nobody_but_the_office_publishes(town: TownInProcess, browser: Make) -> None:
    """R-064, R-097: not even whoever knows the address."""
    town.set_rules(**DESK, radius_km=2)
    for code in (MANAGER, AUDITOR):
        mine = browser(code)
        mine.sign_in()
        token = hidden(mine.get("/desk/notices"), "/desk/out")
        assert mine.http.post(PUBLISH, data={**token, "once": code}).status_code != 200
    assert _versions(town) == 2


def test_a_network_that_never_published_reads_that_before_anything_of_photographs(
    town: TownInProcess, browser: Make
) -> None:
    """R-122: on the secretariat's first day there is nothing yet that a photograph could show."""
    with town.app.writing() as ctx:
        for table in (Poster, Publication):
            ctx.uow.session.execute(delete(table))
        ctx.uow.session.execute(update(Store).values(notice_posted_on=None))
        ctx.uow.commit()
    mine = browser(OFFICE)
    mine.sign_in()
    today = mine.get("/desk").text
    assert "お知らせを、まだ公開していません。公開してください。" in today
    assert "お知らせの写真がありません" not in today
    mine.press(mine.get("/desk/notices"), PUBLISH)
    assert "お知らせの写真がありません" in mine.get("/desk").text


def _versions(town: TownInProcess) -> int:
    with town.reading() as uow:
        return uow.session.query(Publication).count()
