"""A video on its way to becoming a photo: what is offered, what is kept, what is said when it can't be used."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.jobs import UNREADABLE, VIDEO_OVERRUN
from handlers.commands.chat import SendAnotherPhoto, SendPhoto, UnsendPhoto
from handlers.commands.picture import PickSuspect, RefusePhoto
from handlers.commands.video import KeepStills, NoteProgress, PickStill
from handlers.commands.worker import DueCommand
from handlers.errors import NotAllowed
from masking import DecoderAway, Overrun, Unreadable
from storage.tables import DueKind, PictureState, Scene
from tests.world.beginnings import remembered
from tests.world.in_process import STILL, TownInProcess

STILLS = ("still-1", "still-2")
ONE = (Scene(1, 1, 0.0, 0),)


def filmed(town: TownInProcess) -> str:
    """A reporter's video, looked through; returns the case's id."""
    looked_through(town)
    return town.case().id


@remembered
def looked_through(town: TownInProcess) -> None:
    town.run(SendPhoto(town.account("P01"), "video-1", video=True))
    town.work()


def kept(town: TownInProcess) -> list[str]:
    """What of the original can still be read."""
    return [name for name in ("received", "upright", *STILLS) if town.kept("original", name)]


def test_a_video_becomes_stills_and_is_kept_nowhere(town: TownInProcess) -> None:
    """R-003, R-065: two scenes to choose from under the case's key; the video was never written."""
    filmed(town)
    assert town.case().state == "mask_review"
    assert kept(town) == [*STILLS]
    assert "動画を受け取りました" in town.titles("P01")


def test_the_chosen_still_is_the_photo_from_then_on(town: TownInProcess) -> None:
    """R-118: people are looked for in it; the other stills are gone at once."""
    case_id = filmed(town)
    town.run(PickStill(town.account("P01"), case_id, 2))
    assert kept(town) == ["received"]
    town.work()
    assert kept(town) == ["upright"]
    with town.reading() as uow:
        assert uow.vault.get(case_id, "original", "upright").endswith(STILL + bytes([2]))
    town.run(PickSuspect(town.account("P01"), case_id, 40, 40))
    town.work()
    assert town.case().masked_sha256 is not None


@pytest.mark.parametrize("number", [0, 3, 7])
def test_a_still_that_was_not_offered_cannot_be_chosen(town: TownInProcess, number: int) -> None:
    """Bad input: numbers out of nowhere."""
    case_id = filmed(town)
    with pytest.raises(NotAllowed):
        town.run(PickStill(town.account("P01"), case_id, number))
    assert kept(town) == [*STILLS]


def test_a_still_is_chosen_once(town: TownInProcess) -> None:
    """A double tap changes nothing."""
    case_id = filmed(town)
    town.run(PickStill(town.account("P01"), case_id, 1))
    with pytest.raises(NotAllowed):
        town.run(PickStill(town.account("P01"), case_id, 2))
    town.work()
    with pytest.raises(NotAllowed):
        town.run(PickStill(town.account("P01"), case_id, 2))


def test_nobody_is_a_suspect_before_a_still_is_chosen(town: TownInProcess) -> None:
    """R-118: a tap that comes too early is refused."""
    case_id = filmed(town)
    with pytest.raises(NotAllowed):
        town.run(PickSuspect(town.account("P01"), case_id, 40, 40))


def test_only_the_reporting_store_chooses(town: TownInProcess) -> None:
    """R-125: a neighbour can't."""
    case_id = filmed(town)
    with pytest.raises(NotAllowed):
        town.run(PickStill(town.account("P09"), case_id, 1))


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (Unreadable("video_too_long"), UNREADABLE["video_too_long"]),
        (Unreadable("video_broken"), UNREADABLE["video_broken"]),
        (Unreadable("video_without_pictures"), UNREADABLE["video_without_pictures"]),
        (Overrun(), VIDEO_OVERRUN),
    ],
    ids=["too long", "broken", "audio only", "too slow"],
)
def test_a_video_that_cannot_be_used_says_why(
    town: TownInProcess, trouble: Unreadable | Overrun, sentence: str
) -> None:
    """R-003: one clear sentence, and the report goes on."""
    town.masking.trouble = trouble
    filmed(town)
    card = town.cards("P01")[-2]
    assert card.title == "この動画は使えませんでした"
    assert card.lines[0] == sentence
    assert town.case().state == "draft"
    assert town.case().picture == PictureState()
    assert kept(town) == []


def test_a_second_video_takes_the_place_of_the_first(town: TownInProcess) -> None:
    """R-117: one per case, as with photos; of the first nothing stays."""
    filmed(town)
    town.run(SendPhoto(town.account("P01"), "video-2", video=True))
    town.deliver()
    assert kept(town) == []
    assert "前の写真や動画は消去し" in town.cards("P01")[-2].lines[0]


def test_an_unsent_video_takes_its_stills_along(town: TownInProcess) -> None:
    """R-065: taken back on the platform, dropped here."""
    filmed(town)
    town.run(UnsendPhoto(town.account("P01"), "video-1"))
    assert kept(town) == []
    assert town.case().state == "withdrawn"
    assert town.last("P01").title == "通報を取り下げました"


def test_stills_that_come_too_late_are_dropped(town: TownInProcess) -> None:
    """R-040: the case was closed while the video was looked through."""
    town.run(SendPhoto(town.account("P01"), "video-1", video=True))
    case_id, turn = town.case().id, town.turn()
    town.run(UnsendPhoto(town.account("P01"), "video-1"))
    town.run(NoteProgress(case_id, turn, 3, 5))
    town.run(KeepStills(case_id, turn, (b"late",), ONE))
    assert kept(town) == []


def test_stills_of_a_dropped_video_are_not_taken_for_the_new_one(town: TownInProcess) -> None:
    """R-118: another video was sent while the first was looked through; what comes of the first is dropped."""
    town.run(SendPhoto(town.account("P01"), "video-1", video=True))
    case_id, first = town.case().id, town.turn()
    town.run(SendAnotherPhoto(town.account("P01"), case_id))
    town.run(SendPhoto(town.account("P01"), "video-2", video=True))
    town.run(NoteProgress(case_id, first, 3, 5))
    town.run(KeepStills(case_id, first, (b"of the first",), ONE))
    town.run(RefusePhoto(case_id, first, "of the first", video=True))
    assert kept(town) == []
    assert town.case().state == "masking"
    assert "動画を調べています" not in town.titles("P01")
    town.work()
    assert kept(town) == [*STILLS]


def test_another_photo_may_be_sent_instead_of_choosing(town: TownInProcess) -> None:
    """R-117: none of the stills will do; they go at once, and can't be chosen any more."""
    case_id = filmed(town)
    town.run(SendAnotherPhoto(town.account("P01"), case_id))
    assert kept(town) == []
    assert town.case().picture == PictureState()
    with pytest.raises(NotAllowed):
        town.run(PickStill(town.account("P01"), case_id, 1))


def test_a_network_of_words_takes_no_video(town: TownInProcess) -> None:
    """R-003: refused when it arrives, and when the rules change while it is looked through."""
    town.set_rules(text_only=True)
    with pytest.raises(NotAllowed) as refused:
        town.run(SendPhoto(town.account("P01"), "video-1", video=True))
    assert "写真や動画を受け取れません" in refused.value.told.msgid

    town.set_rules()
    town.run(SendPhoto(town.account("P01"), "video-1", video=True))
    town.set_rules(text_only=True)
    town.work()
    assert kept(town) == []
    assert town.case().state == "draft"


def test_stills_die_with_the_original(town: TownInProcess) -> None:
    """R-065: nobody chose; the key is destroyed after its hours."""
    case_id = filmed(town)
    town.run(DueCommand("erase_original", case_id))
    assert kept(town) == []
    with pytest.raises(NotAllowed):
        town.run(PickStill(town.account("P01"), case_id, 1))


def test_progress_costs_no_message_on_line(town: TownInProcess) -> None:
    """R-003: the platform's own sign, and not one card for a step."""
    filmed(town)
    assert town.titles("P01").count("動画を調べています") == 0
    assert len(town.chats["line"].at_work_for) == 1


def test_a_bar_is_redrawn_on_slack_until_the_scenes_are_there(town: TownInProcess) -> None:
    """R-003: one card, up to five cells; at its end it leads to the scenes."""
    town.run(SendPhoto(town.account("P04", "slack"), "video-1", video=True))
    town.work()
    cards = town.cards("P04")
    bars = [card for card in cards if card.title == "動画を調べています"]
    assert sorted((bar.lines[0][:5] for bar in bars), key=lambda bar: bar.count("▓")) == [
        "░░░░░",
        "▓░░░░",
        "▓▓░░░",
        "▓▓▓░░",
        "▓▓▓▓░",
        "▓▓▓▓▓",
    ]
    ready = next(card for card in cards if card.title == "場面を選んでください")
    assert ready.link is not None
    assert all(card.redraws for card in (*bars, ready))


@pytest.mark.parametrize(("reference", "named"), [("photo-1", "写真"), ("video-1", "動画")])
def test_nobody_waits_in_silence_for_what_never_comes(town: TownInProcess, reference: str, named: str) -> None:
    """R-003: a sentence after a minute, once; after five an end that says what to do, and the next photo works."""
    town.chats["line"].preparing = True
    town.run(SendPhoto(town.account("P01"), reference, video=reference == "video-1"))
    town.wait(seconds=50)
    assert "もう少しお待ちください" not in town.titles("P01")
    town.wait(minutes=4)
    assert town.titles("P01").count("もう少しお待ちください") == 1
    assert town.case().state == "masking"
    town.wait(minutes=1)
    end = town.cards("P01")[-2]
    assert end.title == f"この{named}は使えませんでした"
    assert "同じものをもう一度送って" in end.lines[0]
    town.chats["line"].preparing = False
    town.run(SendPhoto(town.account("P01"), "photo-2"))
    town.work()
    assert town.case().state == "mask_review"


def test_what_comes_late_but_comes_is_taken(town: TownInProcess) -> None:
    """R-003: LINE was slow, nothing more; no end follows."""
    town.chats["line"].preparing = True
    town.run(SendPhoto(town.account("P01"), "video-1", video=True))
    town.wait(minutes=2)
    town.chats["line"].preparing = False
    town.wait(minutes=10)
    assert town.case().state == "mask_review"
    assert "この動画は使えませんでした" not in town.titles("P01")


@pytest.mark.parametrize("reference", ["photo-1", "video-1"])
def test_while_the_decoder_is_away_a_picture_waits_and_is_not_to_blame(town: TownInProcess, reference: str) -> None:
    """R-003, R-064: the reporter hears that it takes longer, and of nothing else; then it goes on by itself."""
    town.masking.trouble = DecoderAway()
    town.run(SendPhoto(town.account("P01"), reference, video=reference == "video-1"))
    town.wait(minutes=2)
    assert (town.case().state, town.titles("P01").count("もう少しお待ちください")) == ("masking", 1)
    town.masking.trouble = None
    town.wait(minutes=2)
    assert town.case().state == "mask_review"
    if reference == "photo-1":
        town.masking.trouble = DecoderAway()
        town.run(PickSuspect(town.account("P01"), town.case().id, 40, 40))
        town.wait(minutes=2)
        assert town.case().masked_sha256 is None
        town.masking.trouble = None
        town.wait(minutes=2)
        assert town.case().masked_sha256
    assert not [title for title in town.titles("P01") if "使えませんでした" in title]


@pytest.mark.parametrize("reference", ["photo-1", "video-1"])
def test_who_is_given_up_while_the_decoder_is_away_is_not_told_to_send_something_smaller(
    town: TownInProcess, reference: str
) -> None:
    """R-003: after five minutes the true reason, which is on our side, and the way on without a picture."""
    town.masking.trouble = DecoderAway()
    town.run(SendPhoto(town.account("P01"), reference, video=reference == "video-1"))
    town.wait(minutes=2)
    waits = next(card for card in town.cards("P01") if card.title == "もう少しお待ちください")
    assert "届きません" not in waits.lines[0]
    town.wait(minutes=4)
    (said,) = (card.lines[0] for card in town.cards("P01") if "使えませんでした" in card.title)
    assert "写真や動画のせいではありません" in said
    assert town.case().state == "draft"


def test_a_mask_that_never_succeeds_is_chosen_anew(town: TownInProcess) -> None:
    """R-119: whatever keeps failing, the page asks for the suspect again instead of turning for hours."""
    town.run(SendPhoto(town.account("P01"), "photo-1"))
    town.work()
    town.run(PickSuspect(town.account("P01"), town.case().id, 40, 40))
    with town.database.unit_of_work() as uow:
        work = uow.due.claim(town.now, 60, [DueKind.MASK])
        assert work is not None
        uow.due.retry(work, town.now, "fault", timedelta(hours=1))
        uow.commit()
    town.wait(minutes=6)
    assert town.case().state == "mask_review"
    assert "写真や動画のせいではありません" in town.case().picture.problem
