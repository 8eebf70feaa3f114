"""The desk's room of incidents: from "screenshot" to the nine items, the notice, and the looks behind a watermark."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pypdfium2 as pdfium
import pytest
from sqlalchemy import select

from audit.event import Event
from handlers.commands.incidents import OpenIncident
from handlers.commands.pages import RecordView
from handlers.wording.nine import ITEMS, MISSING
from policy.access import Purpose
from policy.facts import Role
from policy.hold import HoldReason
from policy.incidents.classification import Sure
from policy.incidents.clocks import Report
from policy.incidents.kinds import Kind, Part, What
from policy.incidents.nine import Item
from policy.incidents.playbooks import Outcome, Step
from policy.mark import TracePurpose
from policy.states import Ending
from storage.tables import Case, Incident, View
from tests.bot.desk.sitting import Browser, hidden
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.read_aloud import amiss

Make = Callable[[str], Browser]
OFFICE, AUDITOR, REPORTER, NEIGHBOUR, PRIVACY = "P29", "P30", "P01", "P09", "P28"
MINUTE = timedelta(minutes=1)
CAUSE = "休憩室で、個人のスマートフォンから画面を撮った。"


def the_incident(town: TownInProcess) -> Incident:
    with town.reading() as uow:
        return uow.session.scalars(select(Incident)).one()


def screenshot(town: TownInProcess) -> tuple[Case, Incident]:
    """A live alert that a neighbour looked at; its reporter hears of a picture of it and taps."""
    _screenshot(town)
    return town.case(), the_incident(town)


@remembered
def _screenshot(town: TownInProcess) -> None:
    case = town.warn()
    town.run(RecordView(town.account(NEIGHBOUR), case.id, Purpose.ALERT, picture=False))
    town.run(OpenIncident(town.account(REPORTER), What.SCREENSHOT, "a press"))
    town.deliver()


def sits(browser: Make, code: str = OFFICE) -> Browser:
    mine = browser(code)
    mine.sign_in()
    return mine


def area(page: str, name: str) -> str:
    """What stands in a form's box of this name."""
    found = re.search(f'<textarea name="{name}"[^>]*lang=[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found, name
    return html.unescape(found[1])


def do(mine: Browser, page: httpx.Response, number: str, how: str, **typed: str) -> httpx.Response:
    return mine.press(page, f"/desk/incidents/{number}/{how}", **typed)


def test_a_screenshot_is_recalled_and_its_scope_is_what_the_records_say(town: TownInProcess, browser: Make) -> None:
    """R-078, R-095, R-136: recalled at once; who got it and who looked are the deliveries and the rows of looks."""
    case, incident = screenshot(town)
    assert case.ending is Ending.RECALL
    mine = sits(browser)
    page = mine.get(f"/desk/incidents/{incident.number}").text
    with town.reading() as uow:
        looked = len({view.member_id for view in uow.session.scalars(select(View).where(View.case_id == case.id))})
        names = [uow.people.member(row.member_id).name for row in uow.deliveries.of_case(case.id) if row.sent_at]
    assert case.number in page
    assert f"{looked} 人" in page
    assert not any(name in page for name in names)
    scope = f"/desk/incidents/scope/{case.number}"
    asked = mine.get(scope)
    assert not any(name in asked.text for name in names)
    with town.reading() as uow:
        assert Event.SCOPE_VIEW not in noted(uow)
    shown = mine.press(asked, scope, purpose=TracePurpose.INCIDENT)
    assert names
    assert all(name in shown.text for name in names)
    assert "一致" in shown.text
    with town.reading() as uow:
        assert noted(uow).count(Event.SCOPE_VIEW) == 1
    assert mine.press(asked, scope, purpose="for_fun").status_code == 404


def test_a_look_that_only_the_ledger_knows_is_told(town: TownInProcess, browser: Make) -> None:
    """R-095, R-097, R-136: rows that somebody took away leave a trace in the scope."""
    case, _ = screenshot(town)
    with town.database.unit_of_work() as uow:
        uow.session.delete(uow.session.scalars(select(View).where(View.purpose == Purpose.ALERT)).one())
        uow.commit()
    mine, scope = sits(browser), f"/desk/incidents/scope/{case.number}"
    shown = mine.press(mine.get(scope), scope, purpose=TracePurpose.INCIDENT).text
    assert "台帳だけにある閲覧 1 件、台帳にない閲覧 0 件" in shown


def test_the_leak_finder_shows_the_looks_that_fit_and_no_others(town: TownInProcess, browser: Make) -> None:
    """R-007, R-095, R-097, R-136: misread and incomplete; each time a purpose and an entry, never what was typed."""
    case = town.warn()
    town.run(RecordView(town.account(NEIGHBOUR), case.id, Purpose.ALERT, picture=True))
    at = town.now
    town.wait(minutes=3)
    town.run(RecordView(town.account("P10"), case.id, Purpose.ALERT, picture=True))
    mine, address = sits(browser), "/desk/incidents/trace"
    form, since = mine.get(address), "2026-11-01"
    minute = f"{at.astimezone(ZoneInfo('Asia/Tokyo')):%H:%M}"
    typed = f"{NEIGHBOUR.replace('0', 'O')} / {minute} {case.number[-4:]}"
    found = mine.press(form, address, typed=typed, since=since, purpose=TracePurpose.INCIDENT)
    with town.reading() as uow:
        name, other = (uow.people.by_code(case.network_id, code).name for code in (NEIGHBOUR, "P10"))  # type: ignore[union-attr]
        entries = [entry for entry in uow.ledger.newest(None, 10**6, 1000) if entry["event"] == Event.LEAK_TRACE]
    assert "合う閲覧 1 件" in found.text
    assert name in found.text
    assert other not in found.text
    assert [entry["details"] for entry in entries] == [{"purpose": TracePurpose.INCIDENT, "looks": 1}]
    nothing = mine.press(form, address, typed="ZZZZ-9999", since=since, purpose=TracePurpose.INCIDENT)
    assert "合う閲覧はありません" in nothing.text
    assert name not in nothing.text
    short = mine.press(form, address, typed="P0", since=since, purpose=TracePurpose.INCIDENT)
    assert 'role="alert"' in short.text
    assert name not in short.text
    assert mine.press(form, address, typed=typed, since=since, purpose="for_fun").status_code == 404
    later = mine.press(form, address, typed=typed, since="2026-12-24", purpose=TracePurpose.INCIDENT)
    assert "合う閲覧はありません" in later.text


def test_nine_items_come_from_records_and_what_is_missing_is_marked(town: TownInProcess, browser: Make) -> None:
    """R-130, R-136: what the records say is filled in; the rest says 要確認; kept versions stay, 速報 beside 確報."""
    case, incident = screenshot(town)
    mine, address = sits(browser), f"/desk/incidents/{incident.number}/report"
    page = mine.get(address)
    assert all(name in page.text for name in ITEMS.values())
    assert case.number in page.text
    assert (page.text.count(">記録より<"), page.text.count(">要確認<")) == (3, 6)
    assert page.text.count(MISSING) == 6
    keep = f"/desk/incidents/{incident.number}/keep"
    drafted = {Item.OUTLINE.value: "画面が撮られた。", Item.CAUSE.value: CAUSE}
    mine.press(page, keep, **drafted)
    town.now += MINUTE
    page = mine.get(f"{address}?report={Report.FINAL}")
    assert CAUSE in page.text
    refused = mine.press(page, keep, **drafted)
    assert "確報には9項目すべてが必要です" in refused.text
    assert CAUSE in refused.text, "what was typed is not lost"
    mine.press(page, keep, **{item.value: f"{number} 項目め" for number, item in enumerate(Item, start=1)})
    page = mine.get(address).text
    assert page.index("<h3>速報") < page.index("<h3>確報")
    assert "9 項目め" in page
    with town.reading() as uow:
        parts = [row.part for row in uow.incidents.parts(incident)]
        assert noted(uow).count(Event.INCIDENT_DRAFT) == 2
    assert parts == [Part.FIRST_REPORT, Part.FINAL_REPORT]


@pytest.mark.usefixtures("letters")
def test_the_certified_body_gets_the_kept_version_as_a_pdf(town: TownInProcess, browser: Make) -> None:
    """R-097, R-134: its nine items in order, what is missing marked; nothing before somebody kept a version."""
    _, incident = screenshot(town)
    mine, address = sits(browser), f"/desk/incidents/{incident.number}"
    assert mine.get(f"{address}/report.pdf").status_code == 404
    mine.press(mine.get(f"{address}/report"), f"{address}/keep", **{Item.OUTLINE.value: "画面が撮られた。"})
    page = mine.get(f"{address}/report").text
    assert f"{address}/report.pdf?report={Report.FIRST}" in page
    with town.reading() as uow:
        looks = noted(uow).count(Event.INCIDENT_VIEW)
    file = mine.get(f"{address}/report.pdf?report={Report.FIRST}")
    with town.reading() as uow:
        assert noted(uow).count(Event.INCIDENT_VIEW) == looks + 1
    assert file.headers["content-type"] == "application/pdf"
    assert amiss(file.content) == [], "a voice can read it out"
    sheets = pdfium.PdfDocument(file.content)
    words = "".join(sheet.get_textpage().get_text_range() for sheet in sheets).replace("\r\n", "").replace("\n", "")
    assert "防止機構御中" in words.replace(" ", "")
    for asked in ("発覚日時：", "委員会への報告：まだ", "事故の種類：未分類"):
        assert asked in words.replace(" ", "")
    assert words.index("1．概要") < words.index("画面が撮られた。") < words.index("9．その他")
    assert words.count(MISSING) == 8


def test_only_the_privacy_officer_publishes_and_everybody_can_read_it(town: TownInProcess, browser: Make) -> None:
    """R-131: with a reason, without a name or a verdict on anybody; another role sees no form and is refused."""
    _, incident = screenshot(town)
    town.appoint(PRIVACY, Role.PRIVACY_OFFICER)
    theirs, mine = sits(browser), sits(browser, PRIVACY)
    address = f"/desk/incidents/{incident.number}"
    assert f"{address}/publish" not in theirs.get(address).text
    page = mine.get(address)
    guilty = do(mine, page, incident.number, "publish", words="犯人の画像が出ました。", reason="連絡先がわからない。")
    assert guilty.status_code == 409
    assert ">犯人の画像が出ました。</textarea>" in guilty.text, "nobody types it twice"
    assert ">連絡先がわからない。</textarea>" in guilty.text
    said = {"words": "画像が外に出たおそれがあります。", "english": "A picture may have got out."}
    do(mine, page, incident.number, "publish", **said, reason="連絡先がわからない。")
    shown = mine.get("/r/notices")
    assert said["english"] in mine.get("/r/notices?lang=en").text
    assert "画像が外に出たおそれがあります。" in shown.text
    assert "連絡先がわからない" not in shown.text
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert "/r/notices" in mine.get("/r").text
    town.now += MINUTE
    do(mine, mine.get(address), incident.number, "withdraw")
    assert "画像が外に出た" not in mine.get("/r/notices").text
    town.now += MINUTE
    do(mine, mine.get(address), incident.number, "publish", words=said["words"], english="", reason="連絡先不明。")
    assert said["words"] in mine.get("/r/notices?lang=en").text, "in Japanese alone, whoever reads English reads that"


def test_the_drafted_notice_can_be_published_as_it_stands_in_both_languages(town: TownInProcess, browser: Make) -> None:
    """R-042, R-131: it names and condemns nobody, has the day and what got out, and no word of the other language."""
    case, incident = screenshot(town)
    town.appoint(PRIVACY, Role.PRIVACY_OFFICER)
    mine, address = sits(browser, PRIVACY), f"/desk/incidents/{incident.number}"
    page = mine.get(address)
    drafted = {name: area(page.text, name) for name in ("words", "english")}
    assert do(mine, page, incident.number, "publish", **drafted, reason="だれかわからない。").status_code == 200
    japanese, english = (mine.get(f"/r/notices?lang={language}").text for language in ("ja", "en"))
    assert "の画面が撮影された" in japanese
    assert "the screen of an alert was photographed" in english
    assert "the screen" not in japanese
    assert not re.search("[ぁ-ん]", drafted["english"].replace(case.store.full_name, ""))


def test_the_press_draft_waits_for_unencrypted_and_grave(town: TownInProcess, browser: Make) -> None:
    """R-137: three paragraphs, without the shop and without anybody's guilt."""
    case, incident = screenshot(town)
    mine, address = sits(browser), f"/desk/incidents/{incident.number}"
    form = {"kind": Kind.LEAK, "people": "1", "proof": ""} | dict.fromkeys(
        ("happened", "sensitive", "property_risk", "malice", "encrypted", "unmasked"), Sure.NO
    )
    form = {**form, "happened": Sure.YES}
    do(mine, mine.get(address), incident.number, "classify", **form, grave=Sure.NO)
    assert "報道への説明の下書き" not in mine.get(address).text
    do(mine, mine.get(address), incident.number, "classify", **form, grave=Sure.YES)
    draft = mine.get(address).text.split('"報道への説明の下書き"')[-1].split("</textarea>")[0].partition(">")[2]
    english = mine.get(address).text.split("報道への説明の下書き（英語）")[-1].split("</textarea>")[0].partition(">")[2]
    assert len(draft.split("\n\n")) == len(english.split("\n\n")) == 3
    assert case.store.name not in draft + english
    assert "has reached people outside the network" in english
    assert "does not show that anybody has committed a crime" in english
    assert "犯" not in draft.replace("罪を犯したと示すものではありません", "").replace("防犯", "")


def test_a_step_is_pressed_by_its_role_alone(town: TownInProcess, browser: Make) -> None:
    """R-131, R-136: another role sees whose it is and has no button; a direct post is refused by name."""
    _, incident = screenshot(town)
    town.appoint(PRIVACY, Role.PRIVACY_OFFICER)
    mine, theirs, address = sits(browser), sits(browser, PRIVACY), f"/desk/incidents/{incident.number}"
    page = mine.get(address)
    assert f'value="{Step.CHECKED}"' in page.text
    assert f'value="{Step.PERSON}"' not in page.text
    done = {"step": Step.PERSON.value, "outcome": Outcome.DONE.value}
    refused = do(mine, page, incident.number, "step", **done)
    assert refused.status_code == 409
    assert "個人情報管理者" in refused.text
    assert do(theirs, theirs.get(address), incident.number, "step", **done).status_code == 409, (
        "not before it is said how"
    )
    do(theirs, theirs.get(address), incident.number, "write", part=Part.PERSON.value, words="電話で本人に伝えた。")
    assert do(theirs, theirs.get(address), incident.number, "step", **done).status_code == 200
    with town.reading() as uow:
        assert Step.PERSON in uow.incidents.steps(the_incident(town))


def test_an_alert_is_kept_from_erasure_on_the_incidents_page(town: TownInProcess, browser: Make) -> None:
    """R-142: asked where the incident is worked off; the page says until when, once another person has agreed."""
    case, incident = screenshot(town)
    mine, address = sits(browser), f"/desk/incidents/{incident.number}"
    asked = {"case": case.number, "why": HoldReason.SUSPECTED_ABUSE.value}
    assert do(mine, mine.get(address), incident.number, "preserve", **asked, days="31").status_code == 409
    unproven = do(mine, mine.get(address), incident.number, "preserve", **asked, days="7")
    assert (unproven.status_code, "本人の確認" in unproven.text) == (409, True)
    mine.prove()
    assert do(mine, mine.get(address), incident.number, "preserve", **asked, days="7").status_code == 200
    assert "保全：" in mine.get(address).text
    town.press(AUDITOR, "認める")
    until = (town.now + timedelta(days=7)).astimezone(ZoneInfo("Asia/Tokyo"))
    (shown,) = re.findall("保全：(.*?) まで", mine.get(address).text)
    assert f"{until:%H:%M}" in shown
    assert f"{until.day}" in shown


def test_what_was_typed_and_refused_stands_in_the_form_again(town: TownInProcess, browser: Make) -> None:
    """R-136, R-140: a number that is none, a leak that is denied without proof, an end too early, nine items."""
    _, incident = screenshot(town)
    mine, address = sits(browser), f"/desk/incidents/{incident.number}"
    page = mine.get(address)
    number = do(mine, page, incident.number, "alert", case="1130-WRONG")
    assert 'value="1130-WRONG"' in number.text
    assert 'id="alert"' in number.text, "where the sentence on top leads"
    denied = {"kind": Kind.LOSS, "happened": Sure.NO, "people": "17", "proof": ""}
    others = dict.fromkeys(("sensitive", "property_risk", "malice", "encrypted", "grave", "unmasked"), Sure.MAYBE)
    shown = do(mine, page, incident.number, "classify", **denied, **others)
    assert shown.status_code == 409
    assert 'value="17"' in shown.text
    assert f'value="{Kind.LOSS}" selected' in shown.text
    assert shown.text.count(f'value="{Sure.MAYBE}" selected') == len(others)
    early = do(mine, page, incident.number, "close", rule_change="yes", training_change="no")
    assert early.status_code == 409
    assert early.text.count('value="yes" selected') == 1
    assert early.text.count('value="no" selected') == 1
    again = do(mine, number, incident.number, "alert", case=town.case().number)
    assert 'role="alert"' not in again.text, "and once it is right it goes through"


@pytest.mark.parametrize(("code", "sees", "traces"), [(OFFICE, True, True), (AUDITOR, True, False)])
def test_who_watches_sees_no_names(town: TownInProcess, browser: Make, code: str, sees: bool, traces: bool) -> None:
    """R-121, R-136: the auditor reads what was done; whose look it was is for those who work on it."""
    case, incident = screenshot(town)
    mine, scope = sits(browser, code), f"/desk/incidents/scope/{case.number}"
    assert (mine.get(f"/desk/incidents/{incident.number}").status_code == 200) is sees
    assert (mine.press(mine.get(scope), scope, purpose=TracePurpose.INCIDENT).status_code == 200) is traces


def test_whoever_taps_at_the_desk_answers_the_second_question_there(town: TownInProcess, browser: Make) -> None:
    """R-135, R-136: as in the chat; whoever only watches is not asked."""
    mine, others = sits(browser), sits(browser, AUDITOR)
    mine.press(mine.get("/desk/incidents"), "/desk/incidents", what=What.GONE)
    incident = the_incident(town)
    address = f"/desk/incidents/{incident.number}"
    page = mine.get(address)
    assert "まだ聞いていません" in page.text
    assert f"{address}/going-on" not in others.get(address).text
    assert do(mine, page, incident.number, "going-on", says="yes").status_code == 200
    assert the_incident(town).going_on is True
    assert "続いている</dd>" in mine.get(address).text


def test_a_step_is_closed_with_the_words_beside_its_button(town: TownInProcess, browser: Make) -> None:
    """R-130, R-137, R-138: no button that would be refused; what is refused is typed once; how it ended is shown."""
    _, incident = screenshot(town)
    mine, address = sits(browser), f"/desk/incidents/{incident.number}"
    page = mine.get(address)
    assert "先に、速報を出したことを" in page.text
    assert f'value="{Step.COMMISSION}"' not in page.text
    step = {"step": Step.PRESS.value, "outcome": Outcome.NOT_NEEDED.value}
    too_long = do(mine, page, incident.number, "step", **step, words="長" * 2001)
    assert too_long.status_code == 409
    assert too_long.text.count("長" * 2001) == 1
    assert do(mine, page, incident.number, "step", **step, words="一人の画像だけで、影響は小さい。").status_code == 200
    page = mine.get(address)
    assert re.search(r'good">必要なし</span>\s*<b>報道発表の準備を頼む', page.text)
    assert "一人の画像だけで、影響は小さい。" in page.text
    first = {"report": Report.FIRST.value}
    do(mine, mine.get(f"{address}/report"), incident.number, "keep", **first, **{Item.OUTLINE.value: "撮られた。"})
    do(mine, mine.get(f"{address}/report"), incident.number, "reported", **first)
    assert f'value="{Step.COMMISSION}"' in mine.get(address).text


STAFFED = {"P25": Role.INCIDENT_MANAGER, "P26": Role.SECURITY_OFFICER, PRIVACY: Role.PRIVACY_OFFICER}
WORKS = frozenset({"write", "keep"})
FORMS_OF = {
    "P25": WORKS | {"take", "going-on", "alert", "stop", "preserve", "classify", "close"},
    "P26": WORKS | {"take", "going-on", "alert", "stop", "classify", "close", "step", "reported"},
    PRIVACY: WORKS | {"classify", "publish", "step"},
    OFFICE: WORKS | {"take", "going-on", "alert", "stop", "preserve"},
    AUDITOR: frozenset(),
}
"""Whose forms stand on the pages of an open leak, once every duty is somebody's; steps: of those who may close one."""


def test_each_duty_has_its_own_forms_and_no_others(town: TownInProcess, browser: Make) -> None:
    """R-061, R-131, R-136, R-138: what isn't theirs is no form of theirs, and refused when it is posted anyway."""
    _, incident = screenshot(town)
    for code, role in STAFFED.items():
        town.appoint(code, role)
    address = f"/desk/incidents/{incident.number}"
    for code, forms in FORMS_OF.items():
        mine = sits(browser, code)
        page, sheet = mine.get(address), mine.get(f"{address}/report")
        found = set(re.findall(rf'action="{address}/([a-z-]+)"', page.text + sheet.text))
        assert found == forms, code
        if "take" not in forms:
            before = the_incident(town).taken_at
            answer = mine.http.post(f"{address}/take", data={**hidden(mine.get("/desk/incidents"), "/desk/incidents")})
            assert answer.status_code == 409, code
            assert the_incident(town).taken_at == before
