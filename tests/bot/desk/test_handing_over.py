"""Somebody is shown at the desk what an alert said about them: it is they, two have compared, and it leaves once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pypdfium2
import pytest

from audit.event import Event
from handlers.commands.rights import CompareIdentity, DecideRequest, SecondDecision
from handlers.retention.replay import details_of
from policy.decision import Decided, Refused
from policy.handing import Bearer, Mandate, Proof
from policy.rights import LookPurpose, Told, Wish
from policy.withheld import Item, Line
from storage import places
from storage.tables import Case, HandOver
from tests.bot.desk.sitting import Browser, hidden
from tests.bot.desk.test_requests_room import AUDITOR, OFFICE, post, read
from tests.world.answers import FEATURES
from tests.world.in_process import TownInProcess
from tests.world.pages import painted
from tests.world.photographs import text_of
from tests.world.read_aloud import amiss
from tests.world.requests import about, request, send

Make = Callable[[str], Browser]
PAPERS = {"bearer": Bearer.SELF.value, "proof": Proof.LICENCE.value, "mandate": Mandate.NONE.value}
COME = "身分証を持って来てください。"


def granted(town: TownInProcess, lines: tuple[Line, ...] = ()) -> tuple[Case, str]:
    """An alert with a picture, and somebody who is to be shown it."""
    case = town.warn()
    with town.database.unit_of_work() as uow:
        uow.vault.put(case.id, *places.MASKED, painted("#884422", "JPEG"), town.now)
        uow.commit()
    number = send(town, about(town, Wish.DISCLOSURE))
    decided = Decided.OTHER if lines else Decided.GRANTED
    town.run(DecideRequest(town.account(OFFICE), number, decided, COME, cases=(case.number,), lines=lines))
    if lines:
        town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    return case, number


def paper(mine: Browser, number: str) -> httpx.Response:
    """Press for it, whether or not there is a button."""
    address = f"/desk/requests/{number}/paper"
    return mine.http.post(address, data={**hidden(read(mine, number), address), "purpose": LookPurpose.ANSWER.value})


def pictures_in(pdf: bytes) -> int:
    """How many pictures stand on its pages."""
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return sum(1 for page in pypdfium2.PdfDocument(pdf) for _ in page.get_objects(filter=[kind]))


@pytest.mark.usefixtures("letters")
def test_a_picture_is_handed_over_once_after_two_have_compared(town: TownInProcess, browser: Make) -> None:
    """R-070, R-097: papers, a second pair of eyes, the paper; who and what is on record, and no papers."""
    case, number = granted(town)
    mine = browser(OFFICE)
    mine.sign_in()
    assert paper(mine, number).status_code == 409, "nobody's papers were looked at"
    two = {**PAPERS, "proof": Proof.TWO_PAPERS.value}
    address = f"/desk/requests/{number}"
    assert post(mine, read(mine, number), f"{address}/checking", **two).status_code == 409
    post(mine, read(mine, number), f"{address}/checking", **PAPERS)
    assert paper(mine, number).status_code == 409, "one pair of eyes"
    assert f'action="{address}/comparing"' in read(mine, number).text
    town.run(CompareIdentity(town.account(AUDITOR), number))
    file = paper(mine, number)
    assert file.headers["content-type"] == "application/pdf"
    assert amiss(file.content) == [], "a voice can read it out"
    text = text_of(file.content)
    for said in (case.number, "".join(FEATURES.split()), case.store.full_name.replace(" ", "")):
        assert said in text, said
    assert pictures_in(file.content) == 1
    with town.reading() as uow:
        names = [uow.people.account_by_id(town.account(code)).member.name for code in ("P01", "P02", OFFICE)]
    assert not any(name.replace(" ", "") in text for name in names), "nobody else is named"
    assert paper(mine, number).status_code == 409, "once"
    with town.reading() as uow:
        (entry,) = uow.ledger.of_events([Event.REQUEST_HAND_OVER])
        said = details_of(entry)
        assert (said["picture"], said["items"]) == (True, [one.value for one in Item])
        (row,) = uow.session.query(HandOver).all()
        assert row.handed_at == town.now
    assert request(town, number).told_how is Told.HAND


def test_a_look_at_papers_is_good_for_an_hour(town: TownInProcess, browser: Make) -> None:
    """R-070: whoever went away is looked at again."""
    _, number = granted(town)
    mine = browser(OFFICE)
    mine.sign_in()
    address = f"/desk/requests/{number}"
    post(mine, read(mine, number), f"{address}/checking", **PAPERS)
    town.run(CompareIdentity(town.account(AUDITOR), number))
    for _ in range(3):
        town.now += timedelta(minutes=20)
        mine.get("/desk")
    assert paper(mine, number).status_code == 409


@pytest.mark.usefixtures("letters")
def test_what_was_withheld_or_is_held_no_longer_is_not_on_the_paper(town: TownInProcess, browser: Make) -> None:
    """R-040, R-070, R-073: item by item; the picture is gone with the alert, so one pair of eyes is enough."""
    why = "を知らせると、見分け方が広まるおそれがある。"
    lines = tuple(
        Line(item, None, "お見せします。")
        if item in (Item.WHETHER, Item.PICTURE)
        else Line(item, Refused.HINDERS, f"{item.name} {why}")
        for item in Item
    )
    case, number = granted(town, lines)
    with town.database.unit_of_work() as uow:
        uow.vault.remove(case.id, *places.MASKED)
        uow.commit()
    mine = browser(OFFICE)
    mine.sign_in()
    post(mine, read(mine, number), f"/desk/requests/{number}/checking", **PAPERS)
    file = paper(mine, number)
    text = text_of(file.content)
    assert "もう持っていません" in text
    assert pictures_in(file.content) == 0
    assert "".join(FEATURES.split()) not in text
    assert request(town, number).shown == [Item.WHETHER, Item.PICTURE]


def test_nothing_is_promised_to_be_shown_of_no_alert(town: TownInProcess, browser: Make) -> None:
    """R-070: who grants says of which case; and the answer says where to come, and with what."""
    town.warn()
    number = send(town, about(town, Wish.DISCLOSURE))
    mine = browser(OFFICE)
    mine.sign_in()
    address = f"/desk/requests/{number}/decide"
    yes = {"decided": Decided.GRANTED.value, "words": COME}
    assert post(mine, read(mine, number), address, **yes).status_code == 409
    assert post(mine, read(mine, number), address, **yes, cases=town.case().number).status_code == 200
    given = {"number": number, "secret": "ABCD-2345-EFGH"}
    assert "顔写真のある本人確認書類を持って来てください" in mine.http.post("/r/answer", data=given).text
