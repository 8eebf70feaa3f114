"""Rules, holds, exports, and LINE and Slack: what the secretariat and the auditor read, take out and ask anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import httpx

from audit.event import Event
from bot.chat import Access, SendFailed
from handlers.commands.decided import ConfirmHold
from handlers.commands.office import AskHold
from policy.hold import UNCONFIRMED, HoldReason
from policy.rules import Rules
from storage.tables import Amiss, Business, DueKind, DueWork, Failure, Network
from tests.bot.desk.sitting import Browser, hidden
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

Make = Callable[[str], Browser]
OFFICE, AUDITOR, MANAGER = "P29", "P30", "P02"


def export(mine: Browser, content: str, form: str = "csv", purpose: str = "for_audit") -> str:
    """The file, as a table program opens it."""
    page = mine.get("/desk/records").text
    token = re.search(r'action="/desk/export">\s*<input type="hidden" name="form_token" value="(.+?)"', page)
    assert token
    sent = {"form_token": token[1], "once": content + form, "content": content, "purpose": purpose, "form": form}
    answer = mine.http.post("/desk/export", data=sent)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content.decode()


def test_a_file_is_taken_out_for_a_purpose_without_a_name_and_on_record(town: TownInProcess, browser: Make) -> None:
    """R-007, R-064, R-097: for Excel and for programs; what would run there is words."""
    case = town.warn()
    with town.database.unit_of_work() as uow:
        uow.session.query(Business).filter_by(code="AOZORA").one().name = "=cmd()"
        names = [town.member(code, uow).name for code in ("P01", "P02", "P09")]
        uow.commit()
    mine = browser(AUDITOR)
    mine.sign_in()
    alerts, stores = export(mine, "export_alerts"), export(mine, "export_stores")
    assert alerts.startswith("\ufeffnumber,")
    assert case.number in alerts
    assert ",'=cmd()," in stores
    assert not any(name in alerts + stores for name in names)
    assert [row["number"] for row in json.loads(export(mine, "export_alerts", "json"))] == [case.number]
    assert "— " in export(mine, "export_ledger")
    with town.reading() as uow:
        assert noted(uow).count(Event.DESK_EXPORT) == 4


def test_names_leave_once_another_person_allowed_it_and_for_that_alone(town: TownInProcess, browser: Make) -> None:
    """R-007, R-064, R-097, R-121: asked, allowed, on record; another purpose, the next day and the auditor are not."""
    mine, auditor = browser(OFFICE), browser(AUDITOR)
    mine.sign_in()
    auditor.sign_in()
    names = {"content": "export_people", "purpose": "for_authority", "form": "csv"}
    assert "export_people" not in auditor.get("/desk/records").text
    out = hidden(auditor.get("/desk/records"), "/desk/export")
    assert auditor.http.post("/desk/export", data={**out, **names}).status_code == 404

    def ask(**other: str) -> httpx.Response:
        return mine.press(mine.get("/desk/records"), "/desk/export", **{**names, **other})

    assert "本人の確認" in ask().text
    mine.prove()
    assert "名前の入った書き出し" in ask().text
    town.press(AUDITOR, "認める")
    file = ask()
    with town.reading() as uow:
        name = town.member("P01", uow).name
        assert noted(uow).count(Event.DESK_EXPORT) == 1
    assert f"P01,{name},半鐘堂薬局 本店: staff" in file.text
    assert name not in ask(purpose="for_meeting").text
    town.now += timedelta(hours=25)
    mine.sign_in()
    assert name not in ask().text
    with town.reading() as uow:
        assert noted(uow).count(Event.DESK_EXPORT) == 1


def test_what_is_not_in_the_lists_or_not_theirs_is_not_taken_out(town: TownInProcess, browser: Make) -> None:
    """R-007, R-064: no purpose, no file; nor for a manager, nor without our page."""
    mine, manager = browser(OFFICE), browser(MANAGER)
    mine.sign_in()
    manager.sign_in()
    good = {"content": "export_stores", "purpose": "for_audit", "form": "csv"}
    for wrong in ({"purpose": ""}, {"purpose": "curiosity"}, {"content": "export_pictures"}, {"form": "exe"}):
        assert mine.http.post("/desk/export", data={**good, **wrong}).status_code == 404
    assert mine.http.post("/desk/export", data={**good, "form_token": "guessed"}).status_code == 403
    assert manager.http.post("/desk/export", data=good).status_code == 404
    with town.reading() as uow:
        assert noted(uow).count(Event.DESK_EXPORT) == 0


def test_a_version_of_the_rules_is_read_and_compared(town: TownInProcess, browser: Make) -> None:
    """R-126, R-127: the document, the versions, and the number that changed."""
    town.warn()
    mine = browser(OFFICE)
    mine.sign_in()
    first = Rules().version
    assert first in mine.get("/desk/rules").text
    with town.database.unit_of_work() as uow:
        uow.session.query(Network).one().rules = {"life_hours": 12}
        uow.commit()
    page = mine.get(f"/desk/rules?against={first}").text
    changed = re.findall(r'<th scope="row">(.+?)</th><td.*?>(.+?)</td><td.*?>(.+?)</td>', page)
    assert changed == [("警戒情報が終わるまでの時間", "24", "12")]
    assert page.count("<ins>") == page.count("<del>") > 0
    assert "<ins>" not in mine.get(f"/desk/rules?version={first}&against={first}").text
    assert mine.get("/desk/rules?version=nowhere").status_code == 404


def test_a_hold_says_who_asked_who_allowed_and_until_when(town: TownInProcess, browser: Make) -> None:
    """R-142: by member code, so that two people are seen to be two."""
    case = town.warn()
    town.run(AskHold(case.number, "P29", 30, HoldReason.COMPLAINT))
    mine = browser(AUDITOR)
    mine.sign_in()
    assert "確認待ち" in mine.get("/desk/records").text
    town.run(ConfirmHold(case.number, "P30"))
    page = mine.get("/desk/records").text
    assert "保全中" in page
    assert re.search(r"P29.*P30", page, re.DOTALL)


def test_a_hold_that_nobody_confirmed_waits_for_a_day_and_no_longer(town: TownInProcess, browser: Make) -> None:
    """R-142: what nobody can confirm any more is over."""
    town.run(AskHold(town.warn().number, "P29", 30, HoldReason.COMPLAINT))
    town.now += UNCONFIRMED
    mine = browser(AUDITOR)
    mine.sign_in()
    page = mine.get("/desk/records").text
    assert ("確認待ち" in page, "終了" in page) == (False, True)


def test_line_and_slack_are_told_from_our_rows_and_asked_anew_by_a_button(town: TownInProcess, browser: Make) -> None:
    """R-078: what a month allows and uses; the page itself asks nobody."""
    with town.database.unit_of_work() as uow:
        uow.quota.set("line", 5000, 4321, town.now)
        uow.commit()
    mine = browser(OFFICE)
    mine.sign_in()
    page = mine.get("/desk/chats")
    assert "4321 / 5000" in page.text
    assert "LINE" in page.text
    assert mine.press(page, "/desk/chats/look").status_code == 200
    with town.reading() as uow:
        kinds = {work.kind for work in uow.session.query(DueWork).filter(DueWork.done_at.is_(None))}
        assert {DueKind.ASK_QUOTA, DueKind.ASK_ACCESS, DueKind.SHOW_HOMES} <= kinds


def test_the_page_says_what_is_wrong_with_our_access_and_what_to_do(town: TownInProcess, browser: Make) -> None:
    """R-078, R-064: quota, scopes and webhook, as the platforms said when they were asked; no answer is told too."""
    with town.database.unit_of_work() as uow:
        uow.quota.set("line", 200, 20, town.now)
        uow.commit()
    town.chats["line"].access = Access({Amiss.WEBHOOK_OFF: ""})
    town.chats["slack"].access = Access({Amiss.SCOPES: "files:read"})
    mine = browser(OFFICE)
    mine.sign_in()
    page = mine.get("/desk/chats")
    assert "20 / 200" in page.text
    assert "LINEはプランの名前を知らせません" in page.text
    assert "まだ確かめていません" in page.text
    mine.press(page, "/desk/chats/look")
    town.work()
    told = mine.get("/desk/chats").text
    assert "「Webhookの利用」をオンにしてください" in told
    assert "権限が足りません：files:read" in told
    assert "まだ確かめていません" not in told
    town.chats["line"].access, town.chats["slack"].trouble = Access({}), SendFailed(Failure.TOKEN)
    town.now += timedelta(minutes=1)
    mine.press(mine.get("/desk/chats"), "/desk/chats/look")
    while town._one_due((DueKind.ASK_ACCESS,)):
        pass
    told = mine.get("/desk/chats").text
    assert "オンにしてください" not in told
    assert "接続の鍵が使えません" in told
