"""A neighbour answers below the alert on its page, with the same buttons as in the chat."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from policy.states import DeliveryAnswer, State
from storage.tables import OutboxMessage
from tests.world.databases import ON_SQLITE
from tests.world.pages import Phone, TownWithPages

pytestmark = ON_SQLITE

READ, SEEN, DOUBT = "確認しました", "見かけた", "誤りでは？"


@pytest.fixture
def reader(town: TownWithPages) -> tuple[Phone, str]:
    """The neighbour with the page of a live alert."""
    town.alert_goes_live()
    return town.opened("alert", town.neighbour)


def offered(text: str) -> dict[str, str]:
    """What can be pressed, and what it sends."""
    return {label: sent for sent, label in re.findall(r'name="press" value="([^"]+)">([^<]+)<', text)}


def answered(town: TownWithPages) -> DeliveryAnswer | None:
    with town.database.unit_of_work(read_only=True) as uow:
        (delivery,) = uow.deliveries.of_case(town.case)
        return delivery.answer


def cards_to(town: TownWithPages, *accounts: str) -> int:
    with town.database.unit_of_work(read_only=True) as uow:
        rows = uow.session.scalars(select(OutboxMessage).where(OutboxMessage.account_id.in_(accounts)))
        return len(rows.all())


def press(reader: tuple[Phone, str], label: str) -> str:
    """Press the button; the page that comes next."""
    phone, page = reader
    there = phone.submit(page, "reply", press=offered(phone.get(page).text)[label])
    assert there.status_code == 200
    return html.unescape(there.text)


def test_who_has_read_it_says_whether_they_are_in_the_shop(town: TownWithPages, reader: tuple[Phone, str]) -> None:
    """D13: no, and then yes; the page asks what the chat would have asked, and no card costs a message."""
    before = cards_to(town, town.neighbour)
    assert list(offered(reader[0].get(reader[1]).text)) == [READ, SEEN, DOUBT]
    assert "いま店にいますか" in press(reader, READ)
    assert answered(town) is DeliveryAnswer.ACKNOWLEDGED
    assert "店に電話して、伝えてください" in press(reader, "いいえ、いません")
    assert answered(town) is DeliveryAnswer.ABSENT
    assert "確認ありがとうございます" in press(reader, "はい、店にいます")
    assert answered(town) is DeliveryAnswer.ACKNOWLEDGED
    assert cards_to(town, town.neighbour) == before


def test_who_saw_somebody_alike_says_where(town: TownWithPages, reader: tuple[Phone, str]) -> None:
    """D3: whoever is in charge hears it from the page as from the chat, each thing once."""
    assert "「見かけた」を伝えました" in press(reader, SEEN)
    heard = cards_to(town, town.reporter, town.responsible)
    assert heard > 0
    assert "様子を伝えました" in press(reader, "店内にいる")
    assert answered(town) is DeliveryAnswer.SIGHTING
    assert cards_to(town, town.reporter, town.responsible) > heard
    assert list(offered(reader[0].get(reader[1]).text)) == [DOUBT]


def test_who_doubts_says_why_and_the_picture_goes_dark_before_their_eyes(
    town: TownWithPages, reader: tuple[Phone, str]
) -> None:
    """R-096: a doubt with a reason keeps back what shows a person, at once."""
    assert "理由がわかれば教えてください" in press(reader, DOUBT)
    page = press(reader, "支払い済みと聞いた")
    assert "理由を伝えました" in page
    assert "画像と特徴の表示を止めています" in page
    assert answered(town) is DeliveryAnswer.DOUBT


def test_nothing_else_can_be_pressed_there(town: TownWithPages, reader: tuple[Phone, str]) -> None:
    """R-064, R-125: what the page does not offer does nothing, nor does an answer to what is over."""
    phone, page = reader
    sent = offered(phone.get(page).text)
    for strange in ("all_clear", "recall", "doubt:whatever", "sighting:in_store", "in_shop:yes", "", "🔔" * 50):
        assert phone.submit(page, "reply", press=strange).status_code == 200
        assert answered(town) is None
    foreign = phone.post(f"{page}/reply", {"form_token": "x", "press": sent[READ]})
    assert foreign.status_code == 403
    town.move(State.ENDED, ended_at=town.clock())
    assert phone.post(f"{page}/reply", {"form_token": "x", "press": sent[READ]}).status_code >= 400
    assert answered(town) is None
