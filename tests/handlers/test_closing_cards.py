"""What chats show of a case after its end, what lock screens ever showed of it, and what is said of the photo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat import SendFailed
from handlers.commands.chat import WithdrawCase
from handlers.errors import NotAllowed
from handlers.retention import cards
from storage.outbox import Outbox
from storage.tables import Account, Failure, OutboxMessage, OutboxState
from tests.world.answers import FEATURES, REPORT
from tests.world.in_process import TownInProcess, all_buttons

OVER = "この事案は終了しました"


def messages(town: TownInProcess, platform: str) -> int:
    """How many messages of the newest case stand on a platform, stops to confirm apart."""
    with town.reading() as uow:
        there = (
            uow.session.query(OutboxMessage.account_id, OutboxMessage.receipt)
            .join(Account)
            .filter(Account.platform == platform, OutboxMessage.case_id == town.case().id)
            .filter(OutboxMessage.receipt.is_not(None), OutboxMessage.topic.not_like("stop:%"))
        )
        return len({(account_id, receipt["id"]) for account_id, receipt in there})


def closed(town: TownInProcess, platform: str = "slack") -> list[str]:
    """The titles of what took messages' places."""
    return [card.title for chat in town.chats[platform].closed.values() for card in chat]


def test_every_message_of_an_ended_case_is_redrawn_where_that_is_possible(town: TownInProcess) -> None:
    """R-040: requests, answers, sightings and the alert itself, to everybody; LINE costs nothing for it."""
    town.warn()
    town.press("P19", "見かけた")
    town.deliver()
    before = messages(town, "slack")
    assert before > 3
    town.form("P01", "recall", reason="wrong_person")
    town.work()
    assert closed(town) == [OVER] * before
    assert not closed(town, "line")
    assert "【回収】" in " ".join(town.titles("P19"))
    assert any(button.label == "確認しました" for button in all_buttons(town.last("P19")))


def test_more_messages_than_slack_changes_in_a_minute_are_redrawn_in_turns(
    town: TownInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-040: as many a minute as leave room for other cards; none is forgotten, and none is redrawn twice."""
    monkeypatch.setattr(cards, "A_MINUTE", 2)
    town.warn()
    before = messages(town, "slack")
    town.form("P01", "recall", reason="wrong_person")
    town.work()
    assert len(closed(town)) == 2
    town.wait(minutes=before)
    assert closed(town) == [OVER] * before


def test_a_card_that_was_leaving_at_the_end_is_redrawn_once_it_is_there(town: TownInProcess) -> None:
    """R-040, R-078: Slack was away while the case ended."""
    town.hand_in()
    town.submit()
    town.outbox.step()
    before = len(closed(town))
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    town.wait(minutes=2)
    assert len(closed(town)) >= before
    with town.reading() as uow:
        assert not uow.outbox.is_leaving(town.case().id)


def test_a_card_that_arrives_between_two_questions_of_the_round_is_redrawn(
    town: TownInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-040: PostgreSQL shows each question the state of its own moment: on its way, and there at the next."""
    town.hand_in()
    town.chats["slack"].trouble = SendFailed(Failure.UNREACHABLE)
    town.submit()
    town.deliver()
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    town.chats["slack"].trouble = None

    def then_all_arrives(question: Callable[[Outbox, str], Any]) -> Callable[[Outbox, str], Any]:
        def asked(outbox: Outbox, case_id: str) -> Any:
            answer = question(outbox, case_id)
            leaving = select(OutboxMessage.id).where(
                OutboxMessage.overtaken, OutboxMessage.state == OutboxState.PENDING
            )
            outbox.sent({row: {"id": row} for row in outbox._session.scalars(leaving)}, town.now)
            return answer

        return asked

    for name in ("is_leaving", "overtaken"):
        monkeypatch.setattr(Outbox, name, then_all_arrives(getattr(Outbox, name)))
    town.wait(minutes=2)
    assert len(closed(town)) == messages(town, "slack") > 0


def test_a_recall_after_the_all_clear_is_what_the_closed_cards_say(town: TownInProcess) -> None:
    """R-078: they say how the case ended, the last time it did."""
    town.warn()
    town.press("P01", "解除する")
    town.work()
    town.form("P01", "recall", reason="wrong_person")
    town.work()
    ways = [dict(chat[-1].facts)["終了の理由"] for chat in town.chats["slack"].closed.values()]
    assert ways == ["取り消し（回収）"] * len(ways)


def test_a_chat_rings_and_describes_nobody(town: TownInProcess) -> None:
    """R-064, R-087: goods, direction and features stand on the page; no card of anybody has them."""
    town.warn()
    told = "".join(repr(card) for code in ("P01", "P02", "P03", "P09", "P29") for card in town.cards(code))
    assert "警戒のお願い" in told
    assert [word for word in (*FEATURES.split("、"), REPORT["goods"], REPORT["direction"]) if word in told] == []


def test_a_lock_screen_names_title_shop_and_number_alone(town: TownInProcess) -> None:
    """R-064, R-087: others read it too, so that it says no more, whatever the card is about."""
    town.warn()
    town.press("P09", "見かけた")
    town.form("P01", "recall", reason="wrong_person")
    town.work()
    case = town.case()
    for code in ("P01", "P02", "P03", "P09", "P29"):
        for card in town.cards(code):
            assert card.notice in (card.title, f"{card.title}｜{case.store.full_name}｜{case.number}")


def test_no_chat_repeats_the_word_that_was_refused(town: TownInProcess) -> None:
    """R-087: LINE keeps it for ever; the one who wrote it reads it one line above."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    town.say("P01", "犯人が化粧品をとった")
    (why, *_) = town.last("P01").lines
    assert "「その言葉」は" in why
    assert "犯人" not in why


def test_what_is_said_of_the_photo_is_true_under_a_hold_too(town: TownInProcess) -> None:
    """R-040, R-142: erased or held; and what lies in the reporter's own chat is theirs to delete."""
    town.photographed()
    town.hold(town.case().id, days=7)
    town.press("P01", "取り下げる")
    said = " ".join(town.last("P01").lines)
    assert "保全中のため" in said
    assert "消去しました" not in said
    assert town.kept("original", "upright")


def test_the_reporter_hears_what_became_of_the_photo_and_how_to_delete_theirs(town: TownInProcess) -> None:
    """R-065: LINE lets nobody else delete it."""
    town.photographed()
    town.press("P01", "取り下げる")
    said = " ".join(town.last("P01").lines)
    assert "半鐘に保存していた写真と画像は消去しました" in said
    assert "このチャットと端末からも削除してください" in said
    town.press("P01", "写真の消し方")
    assert "送信取消" in town.last("P01").lines[0]


def test_an_old_button_says_how_its_report_ended(town: TownInProcess) -> None:
    """R-111: not that it was erased, which tells nobody what happened."""
    town.hand_in()
    town.press("P01", "取り下げる")
    for label in ("承認者へ送る", "書き直す", "取り下げる"):
        with pytest.raises(NotAllowed) as refusal:
            town.press("P01", label)
        assert refusal.value.deny.reason == "この通報はもう取り下げられています。"


@pytest.mark.parametrize(
    ("reference", "title"), [("F1", "チャットの写真を削除しました"), ("kept", "チャットに写真が残っています")]
)
def test_the_file_on_slack_goes_too_where_the_workspace_lets_it(
    town: TownInProcess, reference: str, title: str
) -> None:
    """R-065: asked for with our own copy's erasure; a refusal is told to the only one who can do it."""
    town.fill_in("P04", "slack", photo=reference, **{**REPORT, "form": "picture"})
    town.work()
    town.run(WithdrawCase(town.account("P04", "slack"), town.newest("P04").id))
    town.work()
    assert title in town.titles("P04")
    with town.reading() as uow:
        events = [entry["event"] for entry in uow.ledger.of_case(town.newest("P04").id)]
    assert ("case:file:delete" in events) == (reference == "F1")
