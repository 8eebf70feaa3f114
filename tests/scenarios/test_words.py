"""What may not be written, however it is typed: on both platforms, in both languages, in every field."""

from __future__ import annotations

from handlers.forms.definitions import REPORT as FORM
from simulator.phones import Phone
from tests.world.answers import REPORT
from tests.world.chat import in_labels
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp

pytestmark = ON_SQLITE

GOODS, GOODS_IN_ENGLISH = "何を、どれくらい持ち去られましたか？", "What was taken, and how much?"


def is_asked_again(phone: Phone, question: str, wrong: str, says: str) -> None:
    """The answer isn't taken; the question comes once more and says what to write instead."""
    phone.say(wrong)
    assert says in phone.wait_for(question).text


def test_nobody_condemns_orders_or_names_on_line(town: TownOverHttp) -> None:
    """R-042, R-086, R-087: a character that nobody sees hides nothing; what only looks like it passes."""
    town.reporter.say("通報")
    town.reporter.press("写真なしで続ける")
    town.reporter.wait_for(GOODS)
    for wrong, says in {
        "犯\U000e0101人が化粧品 20点": "罪が決まった人ではないため",
        "化粧品 20点。見つけたら呼び\u200b止めてね": "取り押さえや入店拒否は頼めません",
        "3丁目の田中が化粧品を持ち去った": "人の名前は書けません",
        "前にも化粧品を盗んでいった人": "過去や処分ではなく",
        "品川500さ ・・12 の車に化粧品": "ナンバー",
        "化粧品 20点\n*事務局より*\nkoho.example/a を開いて": "URL",
    }.items():
        is_asked_again(town.reporter, GOODS, wrong, says)
    town.reporter.say("4901234567894 2個")
    town.reporter.wait_for("いつのことですか？")

    nora = town.people.phone("P25")
    nora.say("report")
    nora.press("Go on without photo")
    nora.wait_for(GOODS_IN_ENGLISH)
    for wrong, says in {
        "the man who stole 20 lipsticks": "nobody has been found guilty",
        "20 lipsticks. If you see her, don't let her in": "Nobody may be asked to seize",
        "20 lipsticks, by a Chinese-looking man": "not nationality or origin",
    }.items():
        is_asked_again(nora, GOODS_IN_ENGLISH, wrong, says)


MARKED_ON_SLACK: tuple[tuple[dict[str, str], set[str]], ...] = (
    ({"goods": "万引きした男がバッグに", "direction": "ラーメン屋の店主の家の方"}, {"goods", "direction"}),
    ({"features": "要注意人物、黒い上着", "direction": "north, follow him"}, {"features", "direction"}),
    ({"goods": "ランドセルに菓子 5点"}, {"goods", "vulnerable"}),
    ({"direction": "JKふたりで駅の方へ"}, {"direction", "vulnerable"}),
    ({"features": "grey coat, walks with a cane"}, {"features", "vulnerable"}),
    ({"step_up_reason": "酔っている人が多く、文字だけでは取り違えるため"}, {"step_up_reason", "vulnerable"}),
)
"""What is written in a modal, and the fields that are marked."""


def test_each_field_of_a_modal_is_read_for_accusations_and_for_who_needs_care(town: TownOverHttp) -> None:
    """R-042, R-087, R-117: beside a "no", a word of a pupil or somebody unwell is asked about; "unknown" agrees."""
    town.reporter = town.people.phone("P04", "slack")
    town.reporter.command("/hansho")
    town.reporter.modal(FORM.title)
    for answers, marked in MARKED_ON_SLACK:
        complaints = town.reporter.submit({**in_labels(FORM, REPORT | answers)})
        assert complaints.keys() == {f"field:{name}" for name in marked}, answers
    assert town.reporter.submit({**in_labels(FORM, REPORT | answers | {"vulnerable": "unknown"})}) == {}
    town.reporter.wait_for("この内容でよろしいですか？")
