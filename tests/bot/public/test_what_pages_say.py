"""What whoever comes by a poster reads: what for, what it costs, what the desk asks; in pages that stay small."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bot.language import sentences
from bot.paper.seal import Print, words
from bot.web.links import Signer
from bot.web.render import STATIC
from handlers.commands.rights import AskPerson, DecideRequest, ExtendRequest
from handlers.recipient import read_in
from handlers.wording.statements import free, purpose
from policy.decision import Decided
from policy.notices.facts import LANGUAGES
from policy.notices.posting import Kind
from policy.rights import Wish
from storage.tables import Store
from tests.bot.public.conftest import Stranger
from tests.bot.public.test_public_pages import AT_THE_DOOR, MOST, answers, post, receipt, shop
from tests.world.in_process import TownInProcess
from tests.world.requests import about, send

STYLES = sum((STATIC / name).stat().st_size for name in ("public.css", "palette.css", "bell.svg"))
SHORT = "さくら通り店"
NAME = "＆" * 99 + "&"
"""As long as a name may be, in letters of three bytes, and one that HTML writes with five."""


def grow(town: TownInProcess, shops: int, name: str = NAME) -> None:
    """So many more shops of one business take part."""
    with town.database.unit_of_work() as uow:
        model = uow.session.query(Store).filter(Store.code == "H01").one()
        kept = {column.name: getattr(model, column.name) for column in Store.__table__.columns}
        for number in range(shops):
            more = {
                "id": f"{number:032}",
                "code": f"Z{number:03}",
                "name": f"{name}{number}",
            }
            uow.session.add(Store(**{**kept, **more}))
        uow.commit()


def links(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_for_and_that_it_costs_nothing_stand_where_people_ask(
    town: TownInProcess, stranger: Stranger, language: str
) -> None:
    """R-023, R-070, L85, L146: in each language, from the sentences of the posters; only facts may be found (L69)."""
    town.warn()
    visitor, t = stranger(AT_THE_DOOR), sentences(language)
    with town.app.reading() as ctx:
        rules = ctx.uow.stores.rules(ctx.uow.stores.the_network().id)
    for address in ("/r", shop(town)):
        page = visitor.get(address, lang=language)
        assert read_in(t, purpose(rules)) in page.text
        assert read_in(t, free()) in page.text
        assert page.headers["x-robots-tag"] == "all"
    for address in ("/r/ask", f"{shop(town)}/ask", "/r/answer", "/r/notices"):
        page = visitor.get(address, lang=language)
        assert "noindex" in page.headers["x-robots-tag"], address
    assert read_in(t, free()) in visitor.get("/r/ask", lang=language).text


@pytest.mark.parametrize(("shops", "name"), [(100, SHORT), (100, NAME), (20, NAME), (500, SHORT)], ids=str)
def test_pages_stay_small_however_many_shops_and_however_long_their_names(
    town: TownInProcess, stranger: Stranger, shops: int, name: str
) -> None:
    """R-011, R-070: 30 KB with its styles; where the names don't fit, the person writes the shop among the words."""
    grow(town, shops, name)
    visitor = stranger(AT_THE_DOOR)
    for language in LANGUAGES:
        for address in ("/r", "/r/ask"):
            size = len(visitor.get(address, lang=language).content) + STYLES
            assert size <= MOST, (address, language, size)
    ask = visitor.get("/r/ask").text
    assert ('name="shop"' in ask) != ("店の名前を5に書いてください" in ask)


def test_a_hundred_shops_are_chosen_from_a_list(town: TownInProcess, stranger: Stranger) -> None:
    """R-070: with names as shops have them, nobody has to type one."""
    grow(town, 90, SHORT)
    ask = stranger(AT_THE_DOOR).get("/r/ask").text
    assert "さくら通り店89" in ask.split('name="shop"')[1].split("</select>")[0]


def test_from_the_posters_code_to_the_receipt_by_its_own_links(town: TownInProcess, stranger: Stranger) -> None:
    """R-070, R-099: what a phone's camera reads opens the shop's facts; from there three pages, by what they link."""
    store = town.warn().store
    settings = town.app.settings
    signer = Signer(settings.link_secret.get_secret_value(), settings.public_url)
    code = urlsplit(words(Print(Kind.POSTER, store.business.code, store.code, "3f9a1c2b4d5e"), signer))
    visitor = stranger(AT_THE_DOOR)
    facts = visitor.get(f"{code.path}?{code.query}")
    assert store.full_name in facts.text
    (ask,) = {urlsplit(one).path for one in links(facts.text) if urlsplit(one).path.endswith("/ask")}
    sent = post(visitor, ask, **answers(town))
    given = receipt(sent)
    assert "連絡先を残したときは、窓口からも答えを届けます。" in sent.text
    (answer,) = {one for one in links(sent.text) if f"number={given['number']}" in one}
    path = urlsplit(answer).path
    assert f'value="{given["number"]}"' in visitor.get(answer.replace("&amp;", "&")).text
    assert "窓口が読むのを待っています" in visitor.post(path, data=given).text
    town.work()
    assert town.case().paused_at is not None, "the shop was taken from the poster"


def test_what_the_desk_asks_and_why_it_takes_longer_is_read_and_answered(
    town: TownInProcess, stranger: Stranger
) -> None:
    """R-070, L146: on the page of the receipt, with the new last day; what is added goes back to the desk."""
    town.warn()
    visitor, office = stranger(AT_THE_DOOR), town.account("P29")
    given = receipt(post(visitor, "/r/ask", **{**answers(town), "wish": Wish.QUESTION.value}))
    asked, reason = "何時ごろのことでしたか。", "別の会社の防犯カメラの記録を確かめているため"
    town.run(AskPerson(office, given["number"], asked))
    waits = visitor.post("/r/answer", data=given).text
    assert asked in waits
    assert "あなたの返事を待っています" in waits
    town.now += timedelta(days=1)
    added = visitor.post("/r/answer", data={**given, "words": "昼すぎです。"}).text
    assert "昼すぎです。" in added
    assert "あなたの返事を待っています" not in added
    before = re.findall(r"<dd>(\d+年\d+月\d+日)</dd>", added)
    town.run(ExtendRequest(office, given["number"], reason))
    longer = visitor.post("/r/answer", data=given).text
    assert "期限を延ばした理由" in longer
    assert reason in longer
    assert re.findall(r"<dd>(\d+年\d+月\d+日)</dd>", longer) != before
    assert "あなたの返事を待っています" not in longer


def test_a_granted_wish_says_on_the_page_what_was_found_and_by_which_law(
    town: TownInProcess, stranger: Stranger
) -> None:
    """R-070, R-075, L146: in the language of whoever looks."""
    case = town.warn()
    number = send(town, about(town, Wish.SUSPENSION))
    town.run(DecideRequest(town.account("P29"), number, Decided.GRANTED, "消しました。", cases=(case.number,)))
    right = {"number": number, "secret": "ABCD2345EFGH"}
    visitor = stranger(AT_THE_DOOR)
    assert "個人情報保護法 第35条第1・2・5・6項" in visitor.post("/r/answer", data=right).text
    english = visitor.post("/r/answer?lang=en", data=right).text
    for said in ("Article 35, par. 1, 2, 5, 6", "Alerts of that shop and time: 1", "All of them are over."):
        assert said in english
