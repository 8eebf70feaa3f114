"""The reporter picks the suspect, waits, compares and confirms (R-117, R-118, R-119)."""

from __future__ import annotations

import hashlib

import pytest

from bot.web.security import LONGEST_EDIT
from handlers.case.strokes import strokes_of, taps_asked_about
from handlers.commands.picture import EditMask, KeepMasked, PickSuspect, RefuseMask
from masking import Stroke, Tap
from masking.figure.brush import MOST_POINTS, dumped
from policy.states import State
from tests.world.databases import ON_SQLITE
from tests.world.pages import HEIGHT, SHA256, WIDTH, Phone, TownWithPages, form_token, painted

pytestmark = ON_SQLITE


def step(phone: Phone, page: str) -> str:
    """Where the page's own polling would find the reporter."""
    return str(phone.get(f"{page}/state").json()["shown"])


def picked(town: TownWithPages) -> dict[str, str]:
    """The point that masking was asked for."""
    with town.database.unit_of_work() as uow:
        work = uow.due.claim(town.clock(), 60)
        while work is not None and work.kind != "mask":
            uow.due.done(work, town.clock())
            work = uow.due.claim(town.clock(), 60)
        return {name: work.arguments[name] for name in ("x", "y")} if work else {}


def test_from_the_photo_to_the_confirmed_picture(town: TownWithPages) -> None:
    """R-118: wait, pick, wait, look, confirm; the page moves on by itself through its state."""
    phone, page = town.opened("mask", town.reporter)
    assert step(phone, page) == "finding"
    town.photo_arrives()
    assert step(phone, page) == "pick"
    assert "周りの人と顔を塗りつぶしています" in phone.submit(page, "pick", x="250", y="170").text
    assert step(phone, page) == "masking"
    assert picked(town) == {"x": "250", "y": "170"}
    masked = painted("#3d3d3d", "PNG")
    town.app.run(KeepMasked(town.case, town.turn(), masked, {}))
    assert step(phone, page) == f"review-{SHA256[:12]}"
    done = phone.submit(page, "confirm", sha256=hashlib.sha256(masked).hexdigest())
    assert "画像を確認しました" in done.text
    assert step(phone, page) == "confirmed"


def test_people_are_numbered_and_reachable_by_keyboard(town: TownWithPages) -> None:
    """R-041, R-118: each person is a box in the picture's own pixels and a choice; a dark picture is noted."""
    town.photo_arrives()
    phone, page = town.opened("mask", town.reporter)
    text = phone.get(page).text
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in text
    assert '<rect x="200" y="60" width="100" height="230"' in text
    assert text.count('type="radio" name="person"') == 2
    assert "2番の人" in text
    assert "写真が暗めです" in text


def test_a_number_points_to_the_middle_of_that_person(town: TownWithPages) -> None:
    """R-118: without scripts or a steady hand the number does."""
    town.photo_arrives()
    phone, page = town.opened("mask", town.reporter)
    phone.submit(page, "pick", x="", y="", person="2")
    assert picked(town) == {"x": "250", "y": "175"}


def test_a_photo_that_lies_on_its_side_can_be_turned(town: TownWithPages) -> None:
    """R-118: offered beside every photo; then its people are looked for again."""
    town.photo_arrives()
    phone, page = town.opened("mask", town.reporter)
    assert "右へ回す" in phone.get(page).text
    assert "写真の中の人を探しています" in phone.submit(page, "turn").text
    assert step(phone, page) == "finding"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"x": "", "y": ""},
        {"x": "-1", "y": "5"},
        {"x": "1.5", "y": "5"},
        {"x": str(WIDTH), "y": "5"},
        {"x": "5", "y": str(HEIGHT)},
        {"x": "９９９", "y": "5"},
        {"x": "²", "y": "5"},
        {"x": "9" * 3000, "y": "5"},
        {"person": "3"},
        {"person": "<script>"},
    ],
)
def test_a_choice_that_is_none_is_asked_for_again(town: TownWithPages, form: dict[str, str]) -> None:
    """R-118: nothing is masked for a point outside the picture; the page says what to do."""
    town.photo_arrives()
    phone, page = town.opened("mask", town.reporter)
    again = phone.submit(page, "pick", **form)
    assert again.status_code == 409
    assert "対象者をタップするか、番号を選んでください" in again.text
    assert step(phone, page) == "pick"


def test_nobody_stands_there(town: TownWithPages) -> None:
    """R-118: the sentence of the one who masked stands above the picture, ready for another try."""
    town.photo_arrives()
    phone, page = town.opened("mask", town.reporter)
    phone.submit(page, "pick", x="150", y="10")
    town.app.run(RefuseMask(town.case, town.turn(), "その場所に人が見つかりませんでした。"))
    shown = phone.get(page)
    assert shown.status_code == 200
    assert "その場所に人が見つかりませんでした。" in shown.text
    assert step(phone, page) == "pick"


def test_a_second_tap_on_the_button_changes_nothing(town: TownWithPages) -> None:
    """R-118: a double press answers with a sentence, and masking runs once."""
    town.photo_arrives()
    phone, page = town.opened("mask", town.reporter)
    token = form_token(phone.get(page))
    form = {"form_token": token, "x": "250", "y": "170"}
    assert phone.post(f"{page}/pick", form).status_code == 200
    second = phone.post(f"{page}/pick", form)
    assert second.status_code == 409
    assert "いまは選べません" in second.text
    assert picked(town) == {"x": "250", "y": "170"}


def test_another_suspect_can_be_picked_until_the_approvers_have_it(town: TownWithPages) -> None:
    """R-118: 「選び直す」 leads back to the numbers, also after confirming."""
    town.mask_arrives()
    phone, page = town.opened("mask", town.reporter)
    assert "対象者を選んでください" in phone.get(f"{page}?again=1").text
    phone.submit(page, "confirm", sha256=SHA256)
    assert "選び直す" in phone.get(page).text
    token = form_token(phone.get(f"{page}?again=1"))
    assert phone.post(f"{page}/pick", {"form_token": token, "x": "60", "y": "100"}).status_code == 200
    assert step(phone, page) == "masking"


def test_a_picture_that_changed_meanwhile_cannot_be_confirmed(town: TownWithPages) -> None:
    """R-117: the confirmation is for exactly the bytes that were seen."""
    town.mask_arrives()
    phone, page = town.opened("mask", town.reporter)
    refused = phone.submit(page, "confirm", sha256="0" * 64)
    assert refused.status_code == 409
    assert "画像が変わりました" in refused.text
    assert step(phone, page).startswith("review-")


def test_the_page_compares_before_and_after(town: TownWithPages) -> None:
    """R-118: both pictures, and the hash that will be confirmed."""
    town.mask_arrives()
    phone, page = town.opened("mask", town.reporter)
    text = phone.get(page).text
    assert f"{page}/picture?original=1" in text
    assert f"{page}/picture?sha256={SHA256}" in text
    assert f'name="sha256" value="{SHA256}"' in text


@pytest.mark.parametrize(
    ("form", "taps"),
    [
        ({"kind": "keep", "x": "250", "y": "170"}, (Tap(250, 170, keep=True),)),
        ({"kind": "hide", "at.x": "164", "at.y": "123"}, (Tap(200, 150, keep=False),)),
        ({"kind": "keep", "at.x": "0", "at.y": "0", "cell": "1"}, (Tap(33, 33, keep=True),)),
    ],
)
def test_a_tap_reaches_masking_however_it_is_made(
    town: TownWithPages, form: dict[str, str], taps: tuple[Tap, ...]
) -> None:
    """R-118: by the editor in the picture's pixels, by a button in those of the screen, by a square's number."""
    masked_by_hand(town)
    phone, page = town.opened("mask", town.reporter)
    assert "塗りつぶしています" in phone.submit(page, "tap", sha256=SHA256, **form).text
    with town.database.unit_of_work(read_only=True) as uow:
        assert taps_asked_about(uow.cases.get(town.case), town.app.context(uow)) == taps


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "keep"},
        {"x": "250", "y": "170"},
        {"kind": "erase", "x": "250", "y": "170"},
        {"kind": "keep", "x": str(WIDTH), "y": "5"},
        {"kind": "keep", "at.x": "0", "at.y": "0"},
        {"kind": "keep", "at.x": "328", "at.y": "5"},
        {"kind": "keep", "cell": "0"},
        {"kind": "keep", "cell": "31"},
    ],
)
def test_a_tap_that_is_none_says_what_to_do(town: TownWithPages, form: dict[str, str]) -> None:
    """R-118: nothing is masked for a place outside, or for one of which nobody says what it is."""
    masked_by_hand(town)
    phone, page = town.opened("mask", town.reporter)
    told = phone.submit(page, "tap", sha256=SHA256, **form)
    assert told.status_code == 400
    assert "を選んでから、画像の中をタップするか" in told.text
    assert step(phone, page).startswith("review-")


def test_a_line_is_drawn_around_somebody_corner_by_corner_without_scripts(town: TownWithPages) -> None:
    """R-118: offered where masking showed nobody; by a picture that is a button, by number, and taken back."""
    town.photo_arrives()
    phone, page = town.opened("mask", town.reporter)
    assert "なぞって囲む" not in phone.get(page).text
    phone.submit(page, "pick", x="150", y="10")
    town.app.run(RefuseMask(town.case, town.turn(), "その場所に人が見つかりませんでした。"))
    assert "なぞって囲む" in phone.get(page).text
    form = {"form_token": form_token(phone.get(f"{page}?again=around")), "corners": ""}
    for place in ({"at.x": "82", "at.y": "82"}, {"cell": "6"}, {"undo": "1"}, {"cell": "30"}, {"cell": "25"}):
        shown = phone.post(f"{page}/around", {**form, **place}).text
        form["corners"] = shown.split('name="corners" value="')[1].split('"')[0]
    assert form["corners"].split()[0] == "100,100"
    for wrong in ({"cell": "99"}, {"corners": f"{WIDTH},0", "done": "1"}, {"corners": "1;2", "done": "1"}):
        assert "囲む線の角を置いてください" in phone.post(f"{page}/around", {**form, **wrong}).text
    assert "塗りつぶしています" in phone.post(f"{page}/around", {**form, "done": "1"}).text
    with town.database.unit_of_work(read_only=True) as uow:
        _, (line,) = strokes_of(uow.cases.get(town.case), town.app.context(uow))
    assert (line.kind, len(line.points)) == ("around", 3)


@pytest.mark.parametrize(("left", "sentence"), [(0.3, "服装がわかります"), (0.29, "文字で伝えるほうが確実です")])
def test_the_page_says_how_much_is_left_before_the_reporter_goes_on(
    town: TownWithPages, left: float, sentence: str
) -> None:
    """R-117: in words, with the share."""
    masked_by_hand(town)
    with town.database.unit_of_work() as uow:
        uow.cases.get(town.case).evidence = {"left": left}
        uow.commit()
    phone, page = town.opened("mask", town.reporter)
    text = phone.get(page).text
    assert sentence in text
    assert f"{round(100 * left)}%" in text


COVER = Stroke("cover", 12, ((60, 100), (80, 120)))


def masked_by_hand(town: TownWithPages) -> None:
    """The mask that arrives after somebody was picked, as masking hands it over."""
    town.photo_arrives()
    town.app.run(PickSuspect(town.reporter, town.case, 250, 170))
    town.app.run(KeepMasked(town.case, town.turn(), painted("#3d3d3d", "PNG"), {}, ((10, 10, 90, 10, 50, 90),)))


def test_strokes_from_the_page_reach_masking(town: TownWithPages) -> None:
    """R-118: the page waits while the corrected picture is made, and has the room and the people for the editor."""
    masked_by_hand(town)
    phone, page = town.opened("mask", town.reporter)
    text = phone.get(page).text
    assert "[[10, 10, 90, 10, 50, 90]]" in text
    assert "[[1, 20, 40, 100, 240, 70, 264], [2, 200, 60, 100, 230, 250, 274]]" in text
    waiting = phone.submit(page, "edit", sha256=SHA256, strokes=dumped([COVER]))
    assert "周りの人と顔を塗りつぶしています" in waiting.text
    with town.database.unit_of_work(read_only=True) as uow:
        assert strokes_of(uow.cases.get(town.case), town.app.context(uow)) == ((), (COVER,))


def test_refused_strokes_come_back_to_the_page_with_the_reason(town: TownWithPages) -> None:
    """R-119: above the picture that stands; the strokes can be taken back one by one."""
    masked_by_hand(town)
    phone, page = town.opened("mask", town.reporter)
    phone.submit(page, "edit", sha256=SHA256, strokes=dumped([COVER]))
    town.app.run(RefuseMask(town.case, town.turn(), "開けた所に、顔が見えるおそれがあります。"))
    shown = phone.get(page)
    assert "開けた所に、顔が見えるおそれがあります。" in shown.text
    assert "&#34;cover&#34;, 12, [[60, 100], [80, 120]]" in shown.text
    assert step(phone, page) == f"review-{SHA256[:12]}"


@pytest.mark.parametrize("strokes", ["", "nonsense", "[[1]]", '[["cover", 5, []]]', '[["cover", 5, [[1, -1]]]]'])
def test_what_is_no_stroke_is_answered_with_a_sentence(town: TownWithPages, strokes: str) -> None:
    """R-118: 400, the page as it was, nothing masked anew."""
    masked_by_hand(town)
    phone, page = town.opened("mask", town.reporter)
    refused = phone.submit(page, "edit", sha256=SHA256, strokes=strokes)
    assert refused.status_code == 400
    assert "直した所を読み取れませんでした" in refused.text
    assert step(phone, page).startswith("review-")


def test_edits_of_nothing_of_another_picture_or_without_our_form_are_refused(town: TownWithPages) -> None:
    """R-064, R-117: as every other form."""
    masked_by_hand(town)
    phone, page = town.opened("mask", town.reporter)
    for form, status in (
        ({"sha256": SHA256, "strokes": "[]"}, 409),
        ({"sha256": "0" * 64, "strokes": dumped([COVER])}, 409),
        ({"sha256": SHA256, "strokes": dumped([COVER]), "form_token": "x"}, 403),
        ({"sha256": SHA256, "strokes": "x" * LONGEST_EDIT}, 413),
    ):
        assert phone.submit(page, "edit", **form).status_code == status, form
    long = [Stroke("cover", 480, ((1919, 1919),) * MOST_POINTS)]
    assert phone.submit(page, "edit", sha256=SHA256, strokes=dumped(long)).status_code == 200


@pytest.mark.parametrize("state", [State.MASK_REVIEW, State.RETURNED])
def test_a_confirmed_mask_can_still_be_corrected(town: TownWithPages, state: State) -> None:
    """R-111, R-117: until the approvers have it, and when they gave it back; confirming it as it is changes nothing."""
    masked_by_hand(town)
    phone, page = town.opened("mask", town.reporter)
    phone.submit(page, "confirm", sha256=SHA256)
    town.move(state)
    assert "画像を修正する" in phone.get(page).text
    editor = phone.get(f"{page}?edit=1")
    assert "data-edit" in editor.text
    form = {"form_token": form_token(editor), "sha256": SHA256}
    assert "画像を確認しました" in phone.post(f"{page}/confirm", form).text
    assert "塗りつぶしています" in phone.post(f"{page}/edit", {**form, "strokes": dumped([COVER])}).text
    assert step(phone, page) == "masking"


def test_what_was_filled_again_is_said(town: TownWithPages) -> None:
    """R-119: otherwise people would wonder why what they opened is closed."""
    masked_by_hand(town)
    town.app.run(EditMask(town.reporter, town.case, SHA256, (COVER,)))
    evidence: dict[str, object] = {"strokes": {"drawn": 1, "refilled": 2}}
    town.app.run(KeepMasked(town.case, town.turn(), painted("#3d3d3d", "PNG"), evidence))
    phone, page = town.opened("mask", town.reporter)
    assert "そこはもう一度塗りつぶしました" in phone.get(page).text


def test_without_a_photo_the_page_points_to_the_chat(town: TownWithPages) -> None:
    """R-003: a photo that could not be used was already explained there."""
    town.move(State.DRAFT)
    phone, page = town.opened("mask", town.reporter)
    assert "表示できる写真がありません" in phone.get(page).text


def test_readers_of_english_get_english(town: TownWithPages) -> None:
    """The page speaks the member's language."""
    town.photo_arrives()
    with town.database.unit_of_work() as uow:
        uow.people.account_by_id(town.reporter).member.language = "en"
        uow.commit()
    phone, page = town.opened("mask", town.reporter)
    text = phone.get(page).text
    assert '<html lang="en">' in text
    assert "[en] 対象者を選んでください" in text
    assert "[en] 2番を選びました" not in text, "the place for the number is filled in the browser"
    assert "[en] {number}番を選びました" in text
