"""What is published, whether it hangs in each shop, and who hears of what isn't so."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest

from audit.event import Event
from bot.paper.seal import Print, words
from bot.web.links import Signer
from handlers.commands.chat import SendPhoto
from handlers.commands.decided import ResumeStore
from handlers.commands.notices import NotePoster, PublishNotices
from handlers.commands.office import (
    LetBusinessLeave,
    LetStoreLeave,
    ReturnBusiness,
    ReturnStore,
    SuspendStore,
)
from handlers.errors import NotAllowed
from handlers.network.imports import import_stores
from handlers.notices.facts import found, poster_of, stated_now
from handlers.notices.watch import plan_notices
from policy.notices.posting import Kind, Unread
from policy.rule_names import RULE_NAMES
from storage.imports.stores import COLUMNS
from storage.tables import Case, DueKind, DueWork, Poster, Publication, Store
from tests.handlers.later import later
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.town import DESK

OFFICE, CLERK, MANAGER, OTHER = "P29", "P01", "P02", "P09"
OWN = "H01"
PUT_UP, WEEK, DAY, OVER = (
    "店頭のお知らせを貼ってください",
    "店頭のお知らせの期限まで 1 週間を切りました",
    "店頭のお知らせの期限まで 1 日を切りました",
    "店頭のお知らせがないため、警戒情報を送れません",
)
CONFIRMED, OLD, UNPROVEN = (
    "掲示を確かめました",
    "いまの版のポスターではありません",
    "掲示を確かめられませんでした",
)


@pytest.fixture(autouse=True)
def _has_a_desk(town: TownInProcess) -> None:
    town.rules = {}
    town.open_desk()


def publish(town: TownInProcess) -> None:
    """At the terminal."""
    town.run(PublishNotices())


@remembered
def narrower(town: TownInProcess) -> None:
    """The network decides on a smaller radius, so that every poster says something else."""
    town.set_rules(**DESK, radius_km=2)
    publish(town)
    town.work()


def photographed(town: TownInProcess, who: str, code: str = OWN, version: str = "", **changes: Any) -> None:
    """Somebody's photo was read: the poster of today of this shop, unless said otherwise."""
    with town.app.reading() as ctx:
        store = ctx.uow.session.query(Store).filter_by(code=code).one()
        today = poster_of(store, stated_now(ctx.uow.stores.the_network(), ctx)).version
        business = store.business.code
    town.run(NotePoster(town.account(who), business, code, version or today, **changes))
    town.work()


def poster(town: TownInProcess, kind: Kind = Kind.POSTER) -> Poster:
    """What the shop is to show."""
    with town.reading() as uow:
        store = uow.session.query(Store).filter_by(code=OWN).one()
        return uow.notices.wanted([store.id])[store.id, kind]


def says_of_cameras(town: TownInProcess, word: str) -> None:
    """The secretariat imports the shop's row anew, with what it says of cameras."""
    with town.app.writing() as ctx:
        store = ctx.uow.session.query(Store).filter_by(code=OWN).one()
        row = {
            **dict.fromkeys(COLUMNS, ""),
            "business_code": store.business.code,
            "business_name": store.business.name,
            "agreed_on": str(store.business.agreed_on),
            "store_code": store.code,
            "store_name": store.name,
            "latitude": str(store.latitude),
            "longitude": str(store.longitude),
            "facility": store.facility or "",
            "cameras": word,
        }
        result = import_stores(f"{','.join(row)}\n{','.join(row.values())}\n", ctx)
        assert not result.errors
        ctx.uow.commit()
    town.work()


def reports(town: TownInProcess, who: str = CLERK) -> int:
    """How many reports somebody has begun, after saying that they want to."""
    with suppress(NotAllowed):
        town.say(who, "通報")
    with town.reading() as uow:
        return uow.session.query(Case).count()


def test_a_smaller_radius_is_published_and_every_shop_puts_up_a_new_poster(town: TownInProcess) -> None:
    """R-026, R-122: the earlier version stays on record, the ledger names it, and the shop's people are asked."""
    before = poster(town)
    narrower(town)
    after = poster(town)
    assert (before.posted_at is None, after.posted_at, after.version != before.version) == (False, None, True)
    with town.reading() as uow:
        versions = uow.session.query(Publication).order_by(Publication.published_at).all()
        assert [one.facts["radius_km"] for one in versions] == [1, 3, 2]
        assert versions[1].replaced_at == versions[2].published_at
        assert Event.NOTICE_PUBLISH in noted(uow)
    assert PUT_UP in town.titles(MANAGER)
    publish(town)
    with town.reading() as uow:
        assert uow.session.query(Publication).count() == 3


def test_what_contradicts_is_not_published(town: TownInProcess) -> None:
    """R-029, R-076: it says what to do, and nothing is changed."""
    town.set_rules()
    with pytest.raises(NotAllowed) as no:
        publish(town)
    for name in ("desk_telephone", "desk_hours"):
        assert f"「{RULE_NAMES[name]}」" in no.value.told.msgid
    town.set_rules(**{**DESK, "desk_hours": "平日 9–17 時。画像は第三者に提供しません"})
    with pytest.raises(NotAllowed):
        publish(town)
    with town.reading() as uow:
        assert uow.session.query(Publication).count() == 2


def test_without_the_photograph_a_shop_is_told_three_times_and_then_warns_nobody(town: TownInProcess) -> None:
    """R-023, R-031, R-032: at once, a week and a day before; after two weeks no report begins without both photos."""
    narrower(town)
    assert town.titles(MANAGER).count(PUT_UP) == 1
    town.wait(days=8)
    assert (town.titles(MANAGER).count(PUT_UP), town.titles(MANAGER).count(WEEK)) == (1, 1)
    town.wait(days=5, hours=12)
    assert town.titles(MANAGER).count(DAY) == 1
    assert reports(town) == 1
    town.say(CLERK, "やめる")
    town.wait(days=2)
    assert town.titles(MANAGER).count(OVER) == 1
    assert reports(town) == 1
    photographed(town, CLERK)
    assert CONFIRMED in town.titles(CLERK)
    assert reports(town) == 1
    photographed(town, CLERK, kind=Kind.CAMERA)
    assert reports(town) == 2
    with town.reading() as uow:
        assert noted(uow).count(Event.NOTICE_POST) == 2


def test_a_shop_without_cameras_is_asked_for_no_notice_at_them(town: TownInProcess) -> None:
    """R-031: nor late for it; once it has some, it has two weeks of its own, and is told so."""
    says_of_cameras(town, "no")
    narrower(town)
    photographed(town, CLERK)
    assert town.last(CLERK).buttons == ()
    photographed(town, CLERK, kind=Kind.CAMERA)
    assert town.last(CLERK).title == "カメラのお知らせは、この店では確かめません"
    later(town, days=15)
    assert OVER not in town.titles(MANAGER)
    assert reports(town) == 1
    town.say(CLERK, "やめる")
    before = town.titles(MANAGER).count(PUT_UP)
    says_of_cameras(town, "yes")
    assert town.titles(MANAGER).count(PUT_UP) == before + 1
    assert not any("お客様から見やすい場所" in line for line in town.last(MANAGER).lines)
    assert any("入口か、カメラの近く" in line for line in town.last(MANAGER).lines)
    later(town, days=13)
    assert reports(town) == 2
    town.say(CLERK, "やめる")
    later(town, days=2)
    assert reports(town) == 2


def test_nobody_is_rung_out_of_bed_for_a_poster(town: TownInProcess) -> None:
    """R-127: what is published at night is told in the morning."""
    town.now = datetime.fromisoformat("2026-11-24T23:30:00+09:00")
    narrower(town)
    assert PUT_UP not in town.titles(MANAGER)
    later(town, hours=10)
    assert PUT_UP in town.titles(MANAGER)


def test_a_republished_version_gives_nobody_more_time(town: TownInProcess) -> None:
    """R-023: who is late with one poster is late with the next."""
    narrower(town)
    first = poster(town).wanted_at
    later(town, days=10)
    town.set_rules(**DESK, radius_km=1)
    publish(town)
    assert poster(town).wanted_at == first


@pytest.mark.parametrize(
    ("who", "changes", "title"),
    [
        (CLERK, {}, CONFIRMED),
        (CLERK, {"version": "0" * 12}, OLD),
        (OTHER, {}, UNPROVEN),
        (CLERK, {"unread": Unread.NO_CODE}, UNPROVEN),
        (CLERK, {"unread": Unread.STRANGE}, UNPROVEN),
    ],
)
def test_only_the_poster_of_today_by_somebody_of_the_shop_counts(
    town: TownInProcess, who: str, changes: dict[str, Any], title: str
) -> None:
    """R-023, R-032: not an old one, not another shop's person, not a stranger's code; and what became of the photo."""
    narrower(town)
    photographed(town, who, **changes)
    (card,) = [one for one in town.cards(who) if one.title == title]
    assert (poster(town).posted_at is not None) == (title == CONFIRMED)
    assert any("保存していません" in line for line in card.lines)
    assert any("ご自身で削除" in line for line in card.lines)


def test_the_photo_after_the_word_is_read_and_begins_no_report(town: TownInProcess) -> None:
    """R-023, R-065: nothing of it is kept; the next photo is a report's again, and so is one after ten minutes."""
    town.say(CLERK, "掲示")
    town.run(SendPhoto(town.account(CLERK), "poster-1"))
    with town.reading() as uow:
        assert uow.session.query(Case).count() == 0
        (work,) = uow.session.query(DueWork).filter_by(kind=DueKind.READ_POSTER).all()
        assert work.arguments["reference"] == "poster-1"
    town.run(SendPhoto(town.account(CLERK), "suspect-1"))
    with town.reading() as uow:
        assert uow.session.query(Case).count() == 1


@pytest.mark.parametrize(
    ("kind", "code", "title"),
    [
        (Kind.POSTER, OWN, CONFIRMED),
        (Kind.POSTER, "A01", UNPROVEN),
        (Kind.CAMERA, OWN, CONFIRMED),
        (Kind.CAMERA, "A01", UNPROVEN),
    ],
)
def test_the_code_in_the_photograph_says_which_shop_and_version(
    town: TownInProcess, kind: Kind, code: str, title: str
) -> None:
    """R-023, R-031, R-032, R-065: nothing is typed; and where the platform can, the photo goes from the chat too."""
    narrower(town)
    with town.app.reading() as ctx:
        store = ctx.uow.session.query(Store).filter_by(code=code).one()
        version = poster_of(store, stated_now(ctx.uow.stores.the_network(), ctx)).version
        made = Print(kind, store.business.code, store.code, version)
    settings = town.app.settings
    signer = Signer(settings.link_secret.get_secret_value(), settings.public_url)
    town.say(CLERK, "掲示")
    town.run(SendPhoto(town.account(CLERK), f"code:{words(made, signer)}"))
    town.work()
    (card,) = [one for one in town.cards(CLERK) if one.title == title]
    assert "このチャットからも削除しました。" in card.lines
    assert {one for one in Kind if poster(town, one).posted_at} == ({kind} if title == CONFIRMED else set())


def test_whoever_has_shown_one_notice_is_asked_for_the_other(town: TownInProcess) -> None:
    """R-023, R-031: the camera notice stands in for no poster, and the poster for no camera notice."""
    narrower(town)
    photographed(town, CLERK, kind=Kind.CAMERA)
    assert "「お客様へのお知らせ」のポスターの写真は、まだ届いていません。" in town.last(CLERK).lines
    later(town, days=15)
    assert OVER in town.titles(MANAGER)
    photographed(town, CLERK)
    assert town.last(CLERK).buttons == ()


def test_a_photo_without_a_code_says_how_to_take_it_anew(town: TownInProcess) -> None:
    """R-023: and that a photo for a report has only to be sent once more."""
    town.say(CLERK, "掲示")
    town.run(SendPhoto(town.account(CLERK), "kept-wall"))
    town.work()
    card = town.last(CLERK)
    assert card.title == UNPROVEN
    assert any("通報" in line for line in card.lines)
    town.press(CLERK, "撮り直す")
    town.run(SendPhoto(town.account(CLERK), "video-1", video=True))
    town.work()
    assert town.last(CLERK).title == "動画ではなく、ポスターの写真を送ってください"


def test_a_forgotten_word_takes_no_report_for_a_poster(town: TownInProcess) -> None:
    """R-003, R-023: whoever said it in the morning and reports at noon reports."""
    town.say(CLERK, "ポスター")
    town.now += timedelta(minutes=11)
    town.run(SendPhoto(town.account(CLERK), "suspect-1"))
    with town.reading() as uow:
        assert uow.session.query(Case).count() == 1


@pytest.mark.parametrize(
    "commands",
    [
        [LetStoreLeave(OWN)],
        [SuspendStore(OWN)],
        [LetStoreLeave(OWN), ReturnStore(OWN)],
        [LetBusinessLeave("hayashi")],
        [LetBusinessLeave("hayashi"), ReturnBusiness("hayashi")],
    ],
)
def test_whatever_changes_the_shops_is_compared_with_what_is_published(
    town: TownInProcess, commands: list[Any]
) -> None:
    """R-029, R-122: the secretariat hears of it, once, with what to do; what is as published again is not told."""
    with town.reading() as uow:
        business = uow.session.query(Store).filter_by(code=OWN).one().business.code
    for command in commands:
        town.run(type(command)(business) if "Business" in type(command).__name__ else command)
        planned = _looks(town)
        assert planned
    town.work()
    told = [card for card in town.cards(OFFICE) if "お知らせと実際が違うところ" in card.title]
    assert len(told) == (len(commands) == 1)
    assert all("新しい版を公開してください" in " ".join(card.lines) for card in told)


def test_what_begins_on_a_later_day_is_compared_when_that_day_comes(town: TownInProcess) -> None:
    """R-029, R-122: a store that returns, takes part again or joins at noon is news at noon, not the next morning."""
    with town.reading() as uow:
        business = uow.session.query(Store).filter_by(code=OWN).one().business.code
    for away, returns in (
        (LetStoreLeave(OWN), ReturnStore),
        (SuspendStore(OWN), ResumeStore),
        (LetBusinessLeave(business), ReturnBusiness),
    ):
        town.now += timedelta(minutes=1)
        noon = town.now + timedelta(hours=2)
        back = returns(away.code, noon)
        town.run(away)
        publish(town)
        town.work()
        town.run(back)
        assert not _different(town), back
        before = _told(town)
        town.now = noon
        town.work()
        assert _different(town), back
        assert _told(town) == before + 1, back
        publish(town)


def test_a_shop_whose_first_poster_hangs_takes_part_and_that_is_compared_at_once(town: TownInProcess) -> None:
    """R-029, R-122: it is one more than what is published names; the secretariat needn't wait for the morning."""
    with town.database.unit_of_work() as uow:
        store = uow.session.query(Store).filter_by(code=OWN).one()
        store.notice_posted_on = None
        uow.session.query(Poster).filter_by(store_id=store.id).update({"posted_at": None})
        uow.commit()
    publish(town)
    town.work()
    assert not _different(town)
    photographed(town, CLERK)
    assert _different(town)
    assert _told(town) == 1


def _different(town: TownInProcess) -> bool:
    """Whether other stores take part than what is published names."""
    with town.app.reading() as ctx:
        return any("増えた店" in one.says for one in found(ctx.uow.stores.the_network(), ctx))


def _told(town: TownInProcess) -> int:
    """How often the secretariat was told so."""
    return sum("増えた店" in " ".join(card.lines) for card in town.cards(OFFICE))


def test_a_change_of_rules_is_compared_with_what_is_published(town: TownInProcess) -> None:
    """R-027, R-029: which number, what is said, what is so; and the list is empty once it is published."""
    town.set_rules(**DESK, text_days=7)
    town.work()
    with town.app.reading() as ctx:
        (one,) = found(ctx.uow.stores.the_network(), ctx)
        assert one.says.startswith("文章を消すまでの日数は、")
        assert (one.values["stated"], one.values["real"]) == ("30", "7")
    publish(town)
    with town.app.reading() as ctx:
        assert not [one for one in found(ctx.uow.stores.the_network(), ctx) if one.clause != "R-032"]


def test_a_network_that_publishes_nothing_has_two_weeks_too(town: TownInProcess) -> None:
    """R-122: then no store sends; the secretariat is told before, and with the day."""
    with town.database.unit_of_work() as uow:
        uow.session.query(Publication).delete()
        uow.session.query(Poster).delete()
        uow.stores.the_network().notices_since = town.now
        uow.commit()
    with town.app.writing() as ctx:
        plan_notices(ctx)
        ctx.uow.commit()
    town.wait(days=1)
    assert any("公開の期限" in label for card in town.cards(OFFICE) for label, _ in card.facts)
    assert reports(town) == 1
    town.say(CLERK, "やめる")
    later(town, days=15)
    assert reports(town) == 1
    publish(town)
    assert reports(town) == 2


def _looks(town: TownInProcess) -> list[DueWork]:
    with town.reading() as uow:
        return uow.session.query(DueWork).filter_by(kind=DueKind.LOOK_AT_NOTICES, done_at=None).all()
