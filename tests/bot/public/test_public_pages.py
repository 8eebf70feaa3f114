"""A person without account goes from a shop's address to a receipt and to the answer, and learns nothing else."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from babel.messages.pofile import read_po

from audit.event import Event, canonical
from audit.merkle import leaf_hash
from bot.language import LOCALE
from bot.web.public.door import LOCKED, TWICE, WRONG
from bot.web.render import HERE, STATIC
from handlers.commands.rights import DecideRequest
from handlers.rights.figures import FEWEST, frequent, tellable
from handlers.wording.rights import DECISIONS, PARTS, REFUSALS, SHORT, WISHES
from policy.clocks import ANSWER_DAYS
from policy.decision import Decided
from policy.rights import INTAKES_AN_HOUR, LONGEST_WORDS, TRIES, Wish
from tests.bot.public.conftest import Stranger, Visitor
from tests.world.in_process import TownInProcess
from tests.world.requests import WORDS, about, request, send

AT_THE_DOOR, ELSEWHERE = "192.0.2.1", "198.51.100.7"
OWN_DESK = "0422-00-0055 平日 9–17時"
MOST = 30 * 1024
TOKYO = ZoneInfo("Asia/Tokyo")


def answers(town: TownInProcess) -> dict[str, str]:
    asked = about(town)
    return {"wish": asked.wish.value, "day": str(asked.day), "hour": str(asked.hour), "words": WORDS}


def shop(town: TownInProcess) -> str:
    store = town.case().store
    return f"/r/{store.business.code}/{store.code}"


def post(visitor: Visitor, address: str, **answers: str) -> httpx.Response:
    """Open the page and send what is filled in, with what the page itself brings along."""
    page = visitor.get(address).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return visitor.post(address, data={**hidden, **answers})


def receipt(page: httpx.Response) -> dict[str, str]:
    number, secret = re.findall(r"<dd>([A-Z0-9-]+)</dd>", page.text)
    return {"number": number, "secret": secret}


@pytest.mark.usefixtures("letters")
def test_from_a_shops_address_to_the_answer_in_four_pages(town: TownInProcess, stranger: Stranger) -> None:
    """R-070, R-074, R-075, R-076, R-078, R-099: facts, questions, receipt; and later how many shops were told."""
    case, visitor = town.warn(), stranger(AT_THE_DOOR)
    with town.database.unit_of_work() as uow:
        business = uow.stores.get(case.store_id).business
        business.desk_telephone, business.desk_hours = "0422-00-0055", "平日 9–17時"
        uow.commit()
    assert OWN_DESK not in visitor.get("/r").text
    facts = visitor.get(shop(town))
    assert all(OWN_DESK in page for page in (facts.text, visitor.get(f"{shop(town)}/ask").text))
    assert f"{shop(town)}/ask" in facts.text
    assert f"{LONGEST_WORDS} 文字まで書けます。" in visitor.get(f"{shop(town)}/ask").text, "a browser cuts the rest off"
    given = receipt(post(visitor, f"{shop(town)}/ask", **answers(town)))
    waiting = visitor.post("/r/answer", data=given).text
    assert "窓口が読むのを待っています" in waiting
    assert OWN_DESK in waiting
    last = (town.now.astimezone(TOKYO) + timedelta(days=ANSWER_DAYS)).date()
    assert f"<dd>{last.year}年{last.month}月{last.day}日</dd>" in waiting, "the last day, and not the midnight after it"
    town.work()
    assert town.case().paused_at is not None
    told = visitor.post("/r/answer", data=given).text
    assert "止め" not in told.split("<main")[1].split("</main")[0]
    assert case.number not in told
    assert visitor.post("/r/letter", data=given).headers["content-type"].startswith("text/html")
    granted = DecideRequest(
        town.account("P29"), given["number"], Decided.GRANTED, "取り消しました。", cases=(case.number,)
    )
    town.run(granted)
    town.deliver()
    told = visitor.post("/r/answer", data={**given, "secret": given["secret"].lower().replace("-", " ")}).text
    stores = len({row.store_id for row in town.deliveries().values()})
    assert f"{stores} / {stores} 店" in told
    assert "取り消しました。" in told
    letter = visitor.post("/r/letter", data=given)
    assert letter.headers["content-type"] == "application/pdf"
    assert "no-store" in letter.headers["cache-control"]
    assert visitor.post("/r/letter", data={**given, "secret": "wrong"}).status_code == 403
    assert "/r/paper" in visitor.get("/r/ask").text
    assert visitor.get("/r/paper").headers["content-type"] == "application/pdf"


def test_of_what_is_no_longer_held_the_person_reads_when_it_was_erased(town: TownInProcess, stranger: Stranger) -> None:
    """R-043, R-070, L117: with place and hash of each entry in the ledger, though nobody ticked the alert."""
    case, visitor = town.warn(), stranger(AT_THE_DOOR)
    town.wait(days=35)
    given = receipt(post(visitor, f"{shop(town)}/ask", **{**answers(town), "wish": Wish.DISCLOSURE.value}))
    assert "台帳の" not in visitor.post("/r/answer", data=given).text
    town.run(DecideRequest(town.account("P29"), given["number"], Decided.NOT_HELD, "もうありません。"))
    told = visitor.post("/r/answer", data=given).text
    with town.reading() as uow:
        (entry,) = [one for one in uow.ledger.of_case(case.id) if one["event"] == Event.TEXT_ERASE]
    assert f"（台帳の {entry['sequence']} 番、{leaf_hash(canonical(entry)).hex()[:16]}）" in told
    assert "いま持っている情報はありません。" in told


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_every_page_names_the_certified_body_and_stays_small(
    town: TownInProcess, stranger: Stranger, language: str
) -> None:
    """R-011, R-077: name, number and day, from the rules in force; no script, no cookie, 30 KB with its styles."""
    town.warn()
    visitor = stranger(AT_THE_DOOR)
    styles = sum((STATIC / name).stat().st_size for name in ("public.css", "palette.css", "bell.svg"))
    for address in ("/r", shop(town), "/r/ask", f"{shop(town)}/ask", "/r/answer"):
        page = visitor.get(address, lang=language)
        assert "全国万引犯罪防止機構" in page.text
        assert "03-5244-5612" in page.text
        assert "2022-04-01" in page.text
        assert len(page.content) + styles <= MOST, address
        assert "<script" not in page.text
        assert "set-cookie" not in page.headers
    carried = visitor.get("/r/answer", lang=language, number="Q1234", along="x" * MOST)
    assert "/r/answer?number=Q1234&amp;lang=easy" in carried.text
    assert len(carried.content) + styles <= MOST, "what else an address brings along stands on no page"
    given = post(visitor, f"/r/ask?lang={language}", **answers(town))
    assert "03-5244-5612" in given.text
    assert len(given.content) + styles <= MOST


def test_easy_japanese_has_every_sentence_of_these_pages() -> None:
    """R-099: whoever reads little Japanese meets no hard word, and each place is filled."""
    with (LOCALE / "easy.po").open("rb") as source:
        easy = {str(one.id): str(one.string) for one in read_po(source) if one.id}
    templates = (HERE / "templates" / "public").glob("*.html")
    said = {words for path in templates for words in re.findall(r"""\bt\(["'](.+?)["']""", path.read_text("utf-8"))}
    said |= {words for names in (WISHES, SHORT, DECISIONS, REFUSALS, PARTS) for words in names.values()}
    assert said | {WRONG, LOCKED, TWICE} <= set(easy)
    places = {ja for ja, plain in easy.items() if set(re.findall("{.+?}", ja)) != set(re.findall("{.+?}", plain))}
    assert places == set()


def test_the_facts_are_those_of_the_rules_in_force(town: TownInProcess, stranger: Stranger) -> None:
    """R-077: changed rules change the page; of the pages this one alone may be found."""
    visitor = stranger(AT_THE_DOOR)
    with town.database.unit_of_work() as uow:
        uow.stores.the_network().rules = {"life_hours": 7, "radius_km": 2, "desk_telephone": "00-0000-0000"}
        uow.commit()
    page = visitor.get("/r")
    for said in ("7 時間以内に終わります", "2 km 以内", "00-0000-0000", "顔認証はしません"):
        assert said in page.text
    assert visitor.get("/r/nobody/nowhere").status_code == 404


def test_what_is_missing_is_said_and_nothing_is_lost(town: TownInProcess, stranger: Stranger) -> None:
    """R-070: at the question, with what was written; a page sent twice asks once."""
    town.warn()
    visitor = stranger(AT_THE_DOOR)
    wrong_days = ({"day": day} for day in ("2099-01-01", "x", "0001-01-01", "9999-12-31"))
    for changed in ({"words": " "}, {"wish": "all of it"}, {"hour": "99"}, *wrong_days):
        again = post(visitor, "/r/ask", **{**answers(town), **changed})
        assert again.status_code == 400
        assert 'role="alert"' in again.text
        assert WORDS in again.text or "words" in changed
    page = visitor.get("/r/ask").text
    sent = {**dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)), **answers(town)}
    assert visitor.post("/r/ask", data=sent).status_code == 200
    assert visitor.post("/r/ask", data=sent).status_code == 409


def test_a_wrong_secret_says_nothing_and_is_locked_after_ten(town: TownInProcess, stranger: Stranger) -> None:
    """R-070: alike for a number that there is and one that there isn't; an hour later the right one opens it."""
    town.warn()
    number = send(town, about(town))
    for tried in (number, "Q-NMBRTHAT"):
        visitor = stranger(ELSEWHERE)
        pages = [visitor.post("/r/answer", data={"number": tried, "secret": "WRNG"}) for _ in range(TRIES + 1)]
        assert [page.status_code for page in pages] == [*[403] * TRIES, 429]
        assert all(WRONG in page.text for page in pages[:TRIES])
        assert LOCKED in pages[-1].text
    right = {"number": number, "secret": "ABCD-2345-EFGH"}
    assert stranger(ELSEWHERE).post("/r/answer", data=right).status_code == 429
    town.now += timedelta(hours=1)
    assert stranger(ELSEWHERE).post("/r/answer", data=right).status_code == 200


def test_an_address_is_the_right_one_behind_a_proxy(town: TownInProcess, stranger: Stranger) -> None:
    """R-070: of whoever the proxy names, and never what a stranger writes about themselves."""
    town.warn()
    direct, proxy = stranger(AT_THE_DOOR), stranger("127.0.0.1")

    def sent(visitor: Visitor, forwarded: str) -> int:
        visitor.headers["x-forwarded-for"] = forwarded
        return post(visitor, "/r/ask", **answers(town)).status_code

    assert [sent(direct, f"203.0.113.{n}") for n in range(6)] == [*[200] * INTAKES_AN_HOUR, 429]
    assert sent(proxy, AT_THE_DOOR) == 429
    assert [sent(proxy, f"203.0.113.9, {ELSEWHERE}") for _ in range(6)] == [*[200] * INTAKES_AN_HOUR, 429]
    assert [sent(proxy, f"2001:db8::{n}") for n in range(6)] == [*[200] * INTAKES_AN_HOUR, 429]
    assert sent(proxy, "2001:db8:0:1::1") == 200


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"granted": 9, "refused": 5}, {"granted": 9, "refused": 5}),
        ({"granted": 9, "refused": 1}, {}),
        ({"granted": 9, "refused": 6, "other": 4}, {"granted": 9}),
        ({"granted": 9, "refused": 3, "other": 2}, {"granted": 9}),
        ({"granted": 4}, {}),
    ],
)
def test_no_number_tells_of_somebody(counts: dict[str, int], told: dict[str, int]) -> None:
    """R-070, R-121: neither one that is written there nor what is left when it is taken from the sum."""
    assert dict(frequent(Counter(counts))) == told


@pytest.mark.parametrize(
    ("count", "sums", "told"), [(5, (5, 10), 5), (4, (9,), None), (6, (8, 20), None), (6, (20, 8), None), (6, (6,), 6)]
)
def test_how_many_alerts_were_mended_tells_of_nobody(count: int, sums: tuple[int, ...], told: int | None) -> None:
    """R-070, R-121: nor can it be taken from another number that stands there."""
    assert tellable(count, *sums) == told


def test_figures_are_public_from_five_on(town: TownInProcess, stranger: Stranger) -> None:
    """R-070, R-121: below that a number tells of somebody."""
    town.warn()
    for count in range(FEWEST):
        assert "日数の中央値" not in stranger(AT_THE_DOOR).get("/r").text
        number = send(town, about(town, Wish.QUESTION), f"Q-{count}", f"192.0.2.{count}")
        town.run(DecideRequest(town.account("P29"), number, Decided.OTHER, "お答えします。"))
    assert "5 件に答えました" in stranger(AT_THE_DOOR).get("/r").text
    assert request(town, "Q-0").answered_at is not None
