"""Whoever telephones, writes on paper or stands there has the same door as on the page: the desk writes it down."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from audit.event import Event
from handlers import board
from handlers.commands.rights import AskPerson, DecideRequest
from handlers.network.seats import seat_of
from handlers.retention.replay import details_of
from handlers.rights.record import asked_in, clock_of
from policy.clocks import answer_by
from policy.decision import Decided
from policy.desk import Seated
from policy.rights import Channel, Told, Wish
from storage.tables import Request
from tests.bot.desk.sitting import Browser
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.photographs import text_of
from tests.world.requests import WORDS, about, send

Make = Callable[[str], Browser]
OFFICE, AUDITOR = "P29", "P30"
NEW = "/desk/requests/new"
TOKYO = ZoneInfo("Asia/Tokyo")


def said(town: TownInProcess, **changed: str) -> dict[str, str]:
    """What somebody tells the desk on the telephone about the newest alert."""
    asked = about(town)
    with town.reading() as uow:
        shop = uow.stores.get(asked.store_id).code
    given = {"channel": Channel.TELEPHONE.value, "language": "ja", "wish": Wish.REBUTTAL.value, "shop": shop}
    told = {"day": str(asked.day), "hour": str(asked.hour), "words": WORDS, "contact": "郵便で"}
    return {**given, **told, **changed}


def only(town: TownInProcess) -> Request:
    with town.reading() as uow:
        return uow.session.query(Request).one()


def due_at_the_board(town: TownInProcess) -> list[str]:
    with town.app.reading() as ctx:
        member = ctx.uow.people.account_by_id(town.account(OFFICE)).member
        seat = seat_of(member, ctx)
        assert isinstance(seat, Seated)
        return [one.key for one in board.items(seat, member.network_id, ctx)]


@pytest.mark.usefixtures("letters")
def test_a_telephone_call_darkens_the_picture_and_the_caller_gets_number_and_secret(
    town: TownInProcess, browser: Make
) -> None:
    """R-070, R-076, R-097, R-099: as on the page; who wrote it down is on record, and the secret opens the answer."""
    town.warn()
    mine = browser(OFFICE)
    mine.sign_in()
    assert NEW in mine.get("/desk/requests").text
    page = mine.get(NEW)
    receipt = mine.press(page, NEW, **said(town))
    number, secret = re.findall(r'<b class="words">([A-Z0-9-]+)</b>', receipt.text)
    assert "クイーンのQ、ハイフン、" in receipt.text, "as one says it on the telephone"
    assert mine.press(page, NEW, **said(town)).text.count(secret) == receipt.text.count(secret), "pressed twice"
    made = only(town)
    with town.app.reading() as ctx:
        member = ctx.uow.people.account_by_id(town.account(OFFICE)).member
        assert (made.number, made.channel, made.entered_by) == (number, Channel.TELEPHONE, member.id)
        asked = asked_in(made, ctx)
        assert asked is not None
        assert (asked.words, asked.contact) == (WORDS, "郵便で")
        (entry,) = ctx.uow.ledger.of_events([Event.REQUEST_RECEIVE])
        assert (entry["actor"], details_of(entry)["channel"]) == (member.id, Channel.TELEPHONE)
    town.work()
    assert town.case().paused_at is not None
    slip = mine.get(f"/desk/requests/{number}/slip")
    for word in (number, secret, "03-5244-5612"):
        assert word in text_of(slip.content), word
    assert WORDS not in receipt.text
    assert secret not in browser_without_the_cookie(mine, number)
    shown = mine.get(f"/desk/requests/{number}").text
    assert "電話" in shown
    assert OFFICE in shown
    opened = mine.http.post("/r/answer", data={"number": number, "secret": secret})
    assert opened.status_code == 200, "by number and secret, as for everybody"


def browser_without_the_cookie(mine: Browser, number: str) -> str:
    """Ten minutes later, or at another desk."""
    mine.http.cookies.delete("hansho_code")
    assert mine.get(f"/desk/requests/{number}/slip").status_code == 404
    return mine.get(f"/desk/requests/{number}/receipt").text


def test_the_clock_runs_from_the_day_on_which_the_paper_came(town: TownInProcess, browser: Make) -> None:
    """R-070: three days in the in-tray are three days less; a day that can't be is refused, and nothing is lost."""
    town.warn()
    mine = browser(OFFICE)
    mine.sign_in()
    came = (town.now - timedelta(days=3)).astimezone(TOKYO)
    on_paper = said(town, channel=Channel.PAPER.value, at=f"{came:%Y-%m-%dT%H:%M}", day="", hour="")
    for at in (town.now + timedelta(days=1), town.now - timedelta(days=400)):
        again = mine.press(mine.get(NEW), NEW, **{**on_paper, "at": f"{at.astimezone(TOKYO):%Y-%m-%dT%H:%M}"})
        assert again.status_code == 409
        assert WORDS in again.text
    later = {**on_paper, "day": f"{town.now.astimezone(TOKYO).date()}"}
    assert mine.press(mine.get(NEW), NEW, **later).status_code == 409, "it can't be about a day after it was written"
    assert mine.press(mine.get(NEW), NEW, **on_paper).status_code == 200
    made = only(town)
    assert made.received_at == came.replace(second=0, microsecond=0)
    with town.app.reading() as ctx:
        last = answer_by(clock_of(made, ctx), town.now).astimezone(TOKYO).date()
    assert last == came.date() + timedelta(days=15), "the end of the fourteenth day"


@pytest.mark.parametrize("flaw", [{"channel": Channel.PAGE.value}, {"language": "fr"}])
def test_nothing_is_entered_that_the_form_does_not_offer(
    town: TownInProcess, browser: Make, flaw: dict[str, str]
) -> None:
    """R-097: least of all as if the person had used the page."""
    town.warn()
    mine = browser(OFFICE)
    mine.sign_in()
    assert mine.press(mine.get(NEW), NEW, **said(town, **flaw)).status_code == 404
    with town.reading() as uow:
        assert uow.session.query(Request).count() == 0


def test_a_shop_that_there_is_not_is_said_and_nothing_typed_is_lost(town: TownInProcess, browser: Make) -> None:
    """R-070: its code is chosen from a list as long as that is short, or typed, in any width."""
    town.warn()
    mine = browser(OFFICE)
    mine.sign_in()
    page = mine.get(NEW)
    assert '<option value="H01">半鐘堂薬局 本店</option>' in page.text
    again = mine.press(page, NEW, **said(town, shop="Z99"))
    assert (again.status_code, 'value="Z99"' in again.text, WORDS in again.text) == (409, True, True)
    mine.press(again, NEW, **said(town, shop="Ｈ０１"))
    assert only(town).store_id


def test_who_only_reads_requests_enters_none(town: TownInProcess, browser: Make) -> None:
    """R-064, R-076: an auditor finds no button, and their post is refused."""
    town.warn()
    mine = browser(AUDITOR)
    mine.sign_in()
    assert NEW not in mine.get("/desk/requests").text
    assert mine.press(mine.get(NEW), NEW, **said(town)).status_code == 409
    with town.reading() as uow:
        assert uow.session.query(Request).count() == 0


def test_the_answer_is_due_until_somebody_brought_it(town: TownInProcess, browser: Make) -> None:
    """R-070: whoever telephoned isn't left to look at a page; that each was brought is on record once."""
    town.warn()
    mine = browser(OFFICE)
    mine.sign_in()
    mine.press(mine.get(NEW), NEW, **said(town, wish=Wish.QUESTION.value))
    number = only(town).number
    address = f"/desk/requests/{number}"
    early = mine.http.post(f"{address}/telling", data={**_form(mine), "how": Told.POST.value})
    assert early.status_code == 409
    town.run(AskPerson(town.account(OFFICE), number, "何時ごろのことでしたか。"))
    asked = mine.get(f"{address}?purpose=look_to_answer")
    mine.press(asked, f"{address}/telling", purpose="", how=Told.TELEPHONE.value)
    assert "質問や知らせを届けた日時" in mine.get(address).text
    assert f'action="{address}/telling"' not in mine.get(f"{address}?purpose=look_to_answer").text
    town.run(DecideRequest(town.account(OFFICE), number, Decided.OTHER, "お答えします。"))
    assert f"/{number}" in due_at_the_board(town)
    assert "回答した申出" not in mine.get("/desk/requests").text, "it isn't done"
    page = mine.get(f"{address}?purpose=look_to_answer")
    mine.press(page, f"{address}/telling", purpose="", how=Told.POST.value)
    assert f"/{number}" not in due_at_the_board(town)
    made = only(town)
    assert (made.told_how, made.told_at) == (Told.POST, town.now)
    assert "手紙を郵送した" in mine.get(address).text
    assert "回答した申出" in mine.get("/desk/requests").text
    town.now += timedelta(minutes=10)
    assert mine.http.post(f"{address}/telling", data={**_form(mine), "how": Told.HAND.value}).status_code == 409
    assert only(town).told_how is Told.POST
    with town.reading() as uow:
        assert noted(uow).count(Event.REQUEST_TELL) == len(("the question", "the answer"))


def _form(mine: Browser) -> dict[str, str]:
    """What every form of the desk brings along."""
    text = mine.get(NEW).text
    return dict(re.findall(r'<input type="hidden" name="(form_token|once)" value="(.*?)">', text))


def test_who_used_the_page_proves_by_opening_it_that_the_answer_came(town: TownInProcess, browser: Make) -> None:
    """R-070: nobody has to bring it; the first opening is the proof, a wrong secret is none."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))
    mine = browser(OFFICE)
    right = {"number": number, "secret": "ABCD-2345-EFGH"}
    mine.http.post("/r/answer", data=right)
    assert only(town).told_at is None
    town.run(DecideRequest(town.account(OFFICE), number, Decided.OTHER, "お答えします。"))
    assert f"/{number}" not in due_at_the_board(town)
    mine.http.post("/r/answer", data={**right, "secret": "wrong"})
    assert only(town).told_at is None
    mine.http.post("/r/answer", data=right)
    assert (only(town).told_how, only(town).told_at) == (Told.PAGE, town.now)
