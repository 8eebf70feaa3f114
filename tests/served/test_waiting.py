"""What never ends elsewhere ends here: a form on a closed case, a photo that doesn't come, a form that opens late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.health import STALE
from bot.line.render import QUICK_REPLIES
from handlers.commands.chat import SubmitCase, WithdrawCase
from handlers.forms.definitions import FAR_STORE
from handlers.forms.definitions import REPORT as FORM
from simulator.phones import Phone
from storage.tables import Failure, FarStore, Store
from tests.served.conftest import ENDED, ServedTown
from tests.world.answers import REPORT
from tests.world.chat import in_labels
from tests.world.over_http import PICTURE

NEVER = 10_000_000.0
"""Seconds until LINE has a photo ready."""

SLOW: dict[str, Any] = {"only": "views.open", "hang_next": 1, "hang_seconds": 2.5}
"""Half a second longer than we wait."""

SECONDS, BYTES = 10, 2**27
"""Of processor and memory that a jump may cost: far more than it takes, and far less than counting took."""

NEAR_BY, BRANCHES, FAR = 36, 145, 0.3
"""Three pages of LINE's, and more of the far ones than a menu of Slack holds; degrees."""

WHY = "同じ人が先週もその店舗に来ていて、次に向かうおそれがあるため"
LONG = "ドラッグストアチェーン武蔵野地区統括本部直営" * 3
"""Of a name the first 75 characters are the longest that Slack shows, the first 20 that LINE does."""


@pytest.fixture(autouse=True)
def _calm_afterwards(town: ServedTown) -> Any:
    yield
    for platform in ("line", "slack"):
        town.people.faults(platform, only="", hang_next=0, fail_next=0)


def take_back(town: ServedTown, phone: Phone) -> None:
    """What they have begun."""
    town.run(WithdrawCase(town.account(phone.code, phone.platform), town.newest(phone.code).id))


def test_a_form_left_open_on_a_closed_case_and_a_photo_that_never_comes(town: ServedTown) -> None:
    """R-003, R-040, R-123: a judge's question is open when the report is taken back: their next word is answered, and
    their photo begins a report of its own. LINE never has it ready: a sentence after a minute, an end after five.
    """
    judge = town.responsible
    town.fill_in("P01", "line")
    town.run(SubmitCase(town.account("P01", "line"), town.case().id))
    asked = town.until(lambda: judge.wait_for(town.case().number), "to be asked")
    town.look("P02")
    judge.press("判定する", on=asked)
    judge.wait_for("質問 1 /")
    take_back(town, town.reporter)

    judge.say("きのうの人とは別だと思います")
    judge.wait_for("")
    judge.send_photo(PICTURE.read_bytes(), ready_in=NEVER)
    judge.wait_for("写真を受け取りました")
    town.people.wait(seconds=61)
    judge.wait_for("まだアプリから届きません")
    town.people.wait(minutes=5)
    judge.wait_for("この写真は使えませんでした")
    take_back(town, judge)


def test_a_form_that_opens_late_loses_no_answer(town: ServedTown) -> None:
    """R-113, R-118: Slack opened it and was slow to say so; the chat asks meanwhile, and what is handed in counts."""
    clerk = town.people.phone("P04", "slack")
    town.people.faults("slack", **SLOW)
    clerk.command("/hansho")
    clerk.modal(FORM.title)
    clerk.wait_for("写真を送ってください")
    assert clerk.submit(in_labels(FORM, REPORT)) == {}
    clerk.wait_for("この内容でよろしいですか？")
    take_back(town, clerk)


def test_a_clock_that_jumps_stalls_nobody(town: ServedTown) -> None:
    """R-064: back by an hour while a card waits to be tried again, forward, and on by ninety days: it leaves, whoever
    asks is answered each time, and nobody counts the seconds that were left out.
    """
    owner = town.people.phone("P34", "line")
    before = sum(ENDED in message.text for message in owner.inbox())
    town.people.faults("line", only="push", fail_next=1, status=503)
    assert town.hansho("members", "lock", owner.code).exit_code == 0
    town.until(lambda: town.read(lambda uow: uow.outbox.waiting_for(Failure.UNREACHABLE)), "it to be refused once")
    seconds, size = town.cost()
    for hours in (-1, 1, 90 * 24):
        town.people.wait(hours=hours)
        for platform in ("line", "slack"):
            town.is_answered(platform)
    town.until(lambda: sum(ENDED in message.text for message in owner.inbox()) == before + 1, "the card to leave")
    town.until(lambda: is_heard_of(town), "the worker to be heard of again")
    spent, now = town.cost()
    assert spent - seconds < SECONDS
    assert now - size < BYTES


def is_heard_of(town: ServedTown) -> bool:
    """Whether a worker has beaten lately."""
    now = town.app.now()
    return any(abs(now - beat) < STALE for beat in town.read(lambda uow: uow.heartbeats.all()).values())


@pytest.fixture
def _many_branches(town: ServedTown) -> Iterator[None]:
    """A chain with long names has moved in, for now: some shops close by, most of them far away."""
    with town.database.unit_of_work() as uow:
        near = next(store for store in uow.stores.in_network(uow.stores.the_network().id) if store.code == "H01")
        about = ("business_id", "longitude", "notice_posted_on", "joined_at")
        same = {column: getattr(near, column) for column in about}
        names = [f"{LONG} 吉祥寺{number}番街店" for number in range(BRANCHES)]
        for number, name in enumerate(names):
            latitude = near.latitude + (FAR if number >= NEAR_BY else 0)
            uow.add(Store(code=f"X{number}", name=name, latitude=latitude, **same))
        uow.commit()
    yield
    with town.database.unit_of_work() as uow:
        uow.session.query(Store).filter(Store.name.in_(names)).update({"left_at": town.app.now()})
        uow.commit()


@pytest.mark.usefixtures("_many_branches")
def test_of_many_branches_each_can_be_chosen_and_told_apart(town: ServedTown) -> None:
    """R-117, R-124: on LINE thirteen at a time, on Slack in groups of a hundred, which people search by typing; no
    choice is dropped, and the last one does what it says.
    """
    one_is_left_out_on_line(town)
    a_far_one_is_added_on_slack(town)


def one_is_left_out_on_line(town: ServedTown) -> None:
    """Page by page."""
    clerk = town.people.phone("P05", "line")
    town.fill_in("P05", "line")
    everybody, offered = len(town.newest("P05").audience), set[str]()
    assert everybody > NEAR_BY
    clerk.wait_for("この内容でよろしいですか？")
    clerk.press("配信先をしぼる")
    clerk.press("決まりの範囲すべて")
    while (page := clerk.wait_for("知らせない店舗").buttons)[-1].startswith("次へ"):  # another card asks from the start
        assert len(page) == len({*page}) <= QUICK_REPLIES
        offered |= {*page[:-1]}
        clerk.press(page[-1])
    assert len({*page, *offered}) == everybody + 1
    clerk.press(page[-1])
    clerk.wait_for("この内容でよろしいですか？")
    left = audience(town, "P05")
    assert len(left) == everybody - 1
    assert not any(name.endswith(page[-1]) for name in left)
    take_back(town, clerk)


def a_far_one_is_added_on_slack(town: ServedTown) -> None:
    """In a modal, with a reason."""
    clerk = town.people.phone("P04", "slack")
    town.fill_in("P04", "slack")
    clerk.wait_for("この内容でよろしいですか？")
    case = town.newest("P04").id
    clerk.press(FAR_STORE.title)
    view = clerk.modal(FAR_STORE.title)
    menu = next(block["element"] for block in view["blocks"] if "option_groups" in block.get("element", {}))
    labels = [option["text"]["text"] for group in menu["option_groups"] for option in group["options"]]
    assert len(labels) == len({*labels}) >= BRANCHES - NEAR_BY
    assert clerk.submit({FAR_STORE.fields[0].question: labels[-1], FAR_STORE.fields[1].question: WHY}) == {}
    (added,) = town.until(lambda: proposed(town, case), "it to be proposed")
    assert added.endswith(labels[-1][-5:])
    take_back(town, clerk)


def proposed(town: ServedTown, case: str) -> list[str]:
    """The far shops that are to be warned as well, if its approvers agree."""
    wanted = select(FarStore.store_id).where(FarStore.case_id == case)
    return town.read(lambda uow: [uow.stores.get(one).full_name for one in uow.session.scalars(wanted).all()])


def audience(town: ServedTown, code: str) -> set[str]:
    """Which shops their newest report would warn."""
    stores = town.newest(code).audience
    return town.read(lambda uow: {uow.stores.get(store_id).full_name for store_id in stores})
