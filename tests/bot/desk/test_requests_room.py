"""The desk's room of requests: a list with clocks, words for a purpose, decisions that lead back to the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from audit.event import Event
from handlers.audit.digest import plan_weekly
from handlers.commands.rights import SecondDecision
from handlers.rights.record import told_in
from policy.decision import Decided, Refused
from policy.forms.names import Choice, RecallReason
from policy.rights import LookPurpose, Part, RequestState, Wish
from policy.states import State
from policy.withheld import Item
from tests.bot.desk.sitting import Browser, hidden
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.requests import REFUSAL, WORDS, about, request, send

Make = Callable[[str], Browser]
OFFICE, AUDITOR = "P29", "P30"


def read(mine: Browser, number: str, purpose: LookPurpose = LookPurpose.ANSWER) -> httpx.Response:
    return mine.get(f"/desk/requests/{number}?purpose={purpose}")


def post(mine: Browser, page: httpx.Response, address: str, **answers: str) -> httpx.Response:
    """Fill in the form of the page that is sent there."""
    form = page.text.split(f'action="{address}"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return mine.http.post(address, data={**hidden, **answers})


def test_words_are_read_for_a_purpose_alone(town: TownInProcess, browser: Make) -> None:
    """R-007, R-070, R-097: the list and the bare page say none but the language to answer in; then the ledger knows."""
    case = town.warn()
    number = send(town, about(town), language="en")
    mine = browser(OFFICE)
    mine.sign_in()
    for page in (mine.get("/desk/requests"), mine.get(f"/desk/requests/{number}")):
        assert number in page.text
        assert WORDS not in page.text
        assert case.number not in page.text
    assert "<dt>答える言葉</dt><dd>英語</dd>" in page.text
    with town.reading() as uow:
        assert Event.REQUEST_VIEW not in noted(uow)
    assert mine.get(f"/desk/requests/{number}?purpose=for_fun").status_code == 404
    assert mine.get("/desk/requests/Q-NOTTHERE?purpose=look_to_answer").status_code == 404
    page = read(mine, number)
    assert WORDS in page.text
    assert case.number in page.text
    with town.reading() as uow:
        assert noted(uow).count(Event.REQUEST_VIEW) == 1


@pytest.mark.usefixtures("letters")
def test_the_desk_grants_and_the_alert_is_over(town: TownInProcess, browser: Make) -> None:
    """R-074, R-075, R-078: two presses are one decision, and the list says what is answered."""
    case = town.warn()
    number = send(town, about(town))
    mine = browser(OFFICE)
    mine.sign_in()
    page, address = read(mine, number), f"/desk/requests/{number}/decide"
    done = {"decided": Decided.GRANTED.value, "cases": case.number, "words": "取り消しました。"}
    unsaid = post(mine, page, address, **done)
    assert (unsaid.status_code, "回収の理由を選んでください" in unsaid.text) == (409, True)
    assert town.case().state is State.LIVE
    done |= {"reason": RecallReason.PAID.value}
    assert post(mine, page, address, **done).status_code == 200
    assert post(mine, page, address, **done).status_code == 200
    assert town.case().state is State.ENDED
    assert "回答した申出" in mine.get("/desk/requests").text
    assert post(mine, page, f"/desk/requests/{number}/ask", words="x").status_code == 409
    letter = f"/desk/requests/{number}/letter"
    assert letter in read(mine, number).text
    with town.reading() as uow:
        before = noted(uow).count(Event.REQUEST_VIEW)
    assert mine.get(letter).headers["content-type"] == "application/pdf"
    with town.reading() as uow:
        assert noted(uow).count(Event.REQUEST_VIEW) == before + 1


def test_a_refusal_is_looked_at_by_the_auditor(town: TownInProcess, browser: Make) -> None:
    """R-071: who proposed it can't agree, and sees why not; what is missing is said."""
    town.warn()
    number = send(town, about(town))
    mine, auditors = browser(OFFICE), browser(AUDITOR)
    mine.sign_in()
    address = f"/desk/requests/{number}"
    refused = {"decided": Decided.REFUSED.value, "refused": Refused.STANDS.value, "words": REFUSAL}
    short = post(mine, read(mine, number), f"{address}/decide", **{**refused, "words": "だめです。"})
    assert short.status_code == 409
    assert "40" in short.text
    assert ">だめです。</textarea>" in short.text, "nobody types it twice"
    assert f'value="{Refused.STANDS}" selected' in short.text
    bare = mine.http.post(
        f"{address}/decide", data={**hidden(short, f"{address}/decide"), "purpose": "", **refused, "words": "いや"}
    )
    assert WORDS not in bare.text, "R-097: nor is a word shown for no purpose, whatever is posted"
    post(mine, read(mine, number), f"{address}/decide", **refused)
    assert f'action="{address}/second"' not in read(mine, number, LookPurpose.SECOND).text
    auditors.sign_in()
    page = read(auditors, number, LookPurpose.SECOND)
    assert REFUSAL in page.text
    unproven = post(auditors, page, f"{address}/second", says="yes")
    assert (unproven.status_code, "本人の確認" in unproven.text) == (409, True)
    auditors.prove()
    post(auditors, page, f"{address}/second", says="yes")
    assert request(town, number).state is RequestState.ANSWERED


@pytest.mark.usefixtures("letters")
def test_a_disclosure_is_refused_item_by_item_and_the_person_reads_each(town: TownInProcess, browser: Make) -> None:
    """R-072, R-073: nothing wholesale; what was typed is kept; each item has its line, with law and reason."""
    town.warn()
    number = send(town, about(town, Wish.DISCLOSURE))
    mine = browser(OFFICE)
    mine.sign_in()
    address = f"/desk/requests/{number}"
    refusal = {"decided": Decided.REFUSED.value, "refused": Refused.HINDERS.value, "words": REFUSAL}
    wholesale = post(mine, read(mine, number), f"{address}/decide", **refusal)
    assert wholesale.status_code == 409
    assert "開示を断るときは、項目ごとに" in wholesale.text
    come = "身分証を持って、平日の昼に窓口に来てください。"
    some = {"decided": Decided.OTHER.value, "words": come, "cases": town.case().number}
    lines = {f"of_{item}": Refused.HINDERS.value for item in Item} | {f"of_{Item.WHETHER}": Choice.YES.value}
    said = {f"words_{item}": f"{item.name} を知らせると、見分け方が広まるおそれがある。" for item in Item}
    short = post(mine, wholesale, f"{address}/decide", **some, **lines, **{**said, f"words_{Item.PICTURE}": "だめ"})
    assert short.status_code == 409
    assert ">だめ</textarea>" in short.text
    assert post(mine, short, f"{address}/decide", **some, **lines, **said).status_code == 200
    assert request(town, number).state is RequestState.PROPOSED, "what withholds takes two, whatever it is called"
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    with town.app.reading() as ctx:
        ((_, _, answer),) = told_in(request(town, number), ctx, Part.ANSWER)
    assert f"・警戒情報があったかどうか：{said[f'words_{Item.WHETHER}']}" in answer
    assert (
        answer.count("お見せできません（業務の適正な実施に著しい支障がある、個人情報保護法 第33条第2項第2号）")
        == len(Item) - 1
    )
    assert mine.get(f"{address}/letter").headers["content-type"] == "application/pdf"


def test_what_is_overdue_is_red_and_comes_first_in_the_digest(town: TownInProcess, browser: Make) -> None:
    """R-070: on the list, and in the secretariat's week."""
    town.warn()
    send(town, about(town, Wish.QUESTION))
    town.now += timedelta(days=16)
    mine = browser(OFFICE)
    mine.sign_in()
    assert 'class="light bad"' in mine.get("/desk/requests").text
    with town.app.writing() as ctx:
        plan_weekly(ctx)
        ctx.uow.commit()
    town.wait(days=7)
    digest = next(card for card in reversed(town.cards(OFFICE)) if card.title == "週次監査ダイジェスト")
    assert digest.lines[0] == "⚠ 期限を過ぎた申出：1 件"
