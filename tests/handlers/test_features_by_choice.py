"""Features by tapping: few taps, in the reader's language, bound like all the rest; or a few words in their place."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.language import sentences
from bot.line.render import QUICK_REPLY_LABEL
from bot.shorten import units
from bot.web.sheets import sheet_of
from bot.web.wishes import Wish
from handlers.case.sealed import keep_report, load_report
from handlers.commands.chat import SendPhoto, WithdrawCase
from handlers.commands.picture import PickSuspect
from handlers.forms.definitions import REPORT as FORM
from handlers.forms.parts import PartName
from handlers.recipient import read_in
from handlers.wording.labels import look_lines
from policy.access import Purpose
from policy.content import alert_text
from policy.facts import AlertForm
from policy.forms.fields import judge_all
from policy.forms.names import FieldName
from policy.forms.report import LOOK, REMARK_CHARACTERS, REPORT, answers_of_report, report_from
from policy.look import UNSAID, Bag, Colour, Look, Lower, Upper
from storage import places
from tests.handlers.test_typing_verbs import answer, asked_for
from tests.policy.test_form_rules import ASKED
from tests.world.answers import REPORT as ANSWERS
from tests.world.facts import report
from tests.world.in_process import TownInProcess

CHOSEN = Look(top_colour=Colour.BLACK, upper=Upper.JACKET, bag=Bag.RUCKSACK)


@pytest.fixture
def choosing(town: TownInProcess) -> TownInProcess:
    """P01 is asked for the first feature."""
    asked_for(town, "form")
    answer(town, "features")
    return town


def test_features_are_tapped_and_read_as_everyday_words(choosing: TownInProcess) -> None:
    """R-086: three taps, the rest left out with a fourth; nothing was typed about the person."""
    answer(choosing, Colour.BLACK)
    answer(choosing, Upper.JACKET)
    answer(choosing, UNSAID)
    choosing.press("P01", "残りは書かない")
    answer(choosing, ANSWERS["step_up_reason"])

    assert choosing.on_page("P01", Purpose.MASK)["特徴"] == "黒のジャケット"


def test_whoever_prefers_words_writes_them_in_place_of_a_choice(choosing: TownInProcess) -> None:
    """R-086: what is typed at any of these questions is the remark, and the questions left are passed over."""
    answer(choosing, Colour.BLACK)
    answer(choosing, "白いロゴの手提げ袋")
    answer(choosing, ANSWERS["step_up_reason"])

    assert choosing.on_page("P01", Purpose.MASK)["特徴"] == "上は黒\n白いロゴの手提げ袋"


def test_an_alert_of_features_without_any_asks_for_them_again(choosing: TownInProcess) -> None:
    """R-086: everything left out says nothing; a picture may speak for itself."""
    choosing.press("P01", "残りは書かない")

    assert "特徴を入力してください" in choosing.last("P01").lines[0]
    assert judge_all(REPORT, answers_of_report(report(form=AlertForm.PICTURE, features="")), ASKED)


def test_a_remark_is_short_and_checked_as_before(choosing: TownInProcess) -> None:
    """R-042, R-117, R-127: forty characters, and no accusation in them."""
    answer(choosing, "黒" * (REMARK_CHARACTERS + 1))
    assert f"{REMARK_CHARACTERS}文字まで" in choosing.last("P01").lines[0]
    answer(choosing, "万引きした男")
    assert "罪が決まった人ではない" in choosing.last("P01").lines[0]


def test_choices_are_bound_and_go_out_only_where_features_do() -> None:
    """R-086, R-111, R-116: every word chosen is in the bytes that are approved; what isn't known is in none."""
    chosen = report(look=CHOSEN, features="")

    assert alert_text(chosen).items() >= {"top_colour": "black", "upper": "jacket", "bag": "rucksack"}.items()
    assert "hair" not in alert_text(chosen)
    assert alert_text(replace(chosen, form=AlertForm.WARNING)).keys().isdisjoint(LOOK)
    assert report_from(answers_of_report(chosen)) == chosen
    assert judge_all(REPORT, answers_of_report(chosen), ASKED)
    assert not judge_all(REPORT, answers_of_report(chosen) | {FieldName.HAIR: "女子高生"}, ASKED)


@pytest.mark.parametrize(("language", "lines"), [("ja", "黒のジャケット リュック"), ("en", "Jacket, Black Rucksack")])
def test_each_reader_reads_them_in_their_own_language(language: str, lines: str) -> None:
    """R-040, R-086: a choice is a word of a list, so it is translated; a remark is not."""
    assert " ".join(read_in(sentences(language), line) for line in look_lines(CHOSEN)) == lines


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_choice_fits_the_buttons_of_line(language: str) -> None:
    """R-127: at most thirteen quick replies, the one that leaves the rest out among them, each short enough."""
    for name in LOOK:
        labels = [sentences(language)(option.label) for option in FORM.field(name).options]
        assert len(labels) + 1 <= 13
        assert all(units(label) <= QUICK_REPLY_LABEL for label in labels)


def test_a_report_sealed_before_there_were_choices_opens(town: TownInProcess) -> None:
    """R-112: its features stand in its own words, however many they were."""
    case = town.hand_in()
    with town.database.unit_of_work() as uow:
        ctx = town.app.context(uow)
        row = uow.cases.get(case.id)
        sealed = load_report(row, ctx)
        assert sealed is not None
        keep_report(row, replace(sealed, features="黒いキャップ、" * 10), ctx)
        body = json.loads(uow.vault.get(case.id, *places.REPORT))
        del body["look"]
        uow.vault.put(case.id, *places.REPORT, json.dumps(body).encode(), town.now)
        opened = load_report(row, ctx)

    assert opened is not None
    assert opened.look == Look()
    assert opened.features == "黒いキャップ、" * 10


def test_the_pictures_own_colours_stand_first_and_are_never_chosen(town: TownInProcess) -> None:
    """R-086, R-117: each says that it is from the picture; a tap decides, and they die with the picture."""
    town.masking.colours = (Colour.BLACK, Colour.NAVY)
    account = town.account("P01")
    town.run(SendPhoto(account, "photo-1"))
    town.work()
    assert offered(town, FieldName.TOP_COLOUR) == []
    town.run(PickSuspect(account, town.case().id, 40, 40))
    town.work()
    assert offered(town, FieldName.TOP_COLOUR) == [Colour.BLACK]
    assert offered(town, FieldName.LOWER) == [Lower.NAVY_TROUSERS, Lower.JEANS]
    assert offered(town, FieldName.BAG) == []
    assert town.kept(*places.COLOURS)
    town.run(WithdrawCase(account, town.case().id))
    assert not town.kept(*places.COLOURS)


def offered(town: TownInProcess, field: FieldName) -> list[str]:
    """What the page puts first as seen in the picture; nothing of it is chosen."""
    with town.app.reading() as ctx:
        account, case = ctx.uow.people.account_by_id(town.account("P01")), ctx.uow.cases.get(town.case().id)
        sheet = sheet_of(FORM.name, account, case, ctx, Wish(part=PartName.PEACE))
    chips = next(ask.chips for ask in sheet.asks if ask.name == field)
    seen = [chip.value for chip in chips if chip.known_from]
    assert [chip.value for chip in chips][: len(seen)] == seen
    assert [chip.value for chip in chips if chip.chosen] == [UNSAID]
    return seen
