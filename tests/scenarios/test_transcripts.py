"""What chats would still hold years later: every message the bot ever sent on LINE and Slack, and what stands there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from handlers.case.sealed import assessments_of, load_report
from policy.assessment import TESTS
from tests.world.answers import FEATURES, REPORT
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp, wait_until

pytestmark = ON_SQLITE

TO_MEND = "上着の色を映像で確かめてください"
OWN = {"goods": "折りたたみ傘 3本を紙袋に", "direction": "港の倉庫の裏手へ"}
"""Others than the questions give as examples."""
OVER = "この事案は終了しました"
SENDING = ("line.reply", "line.push", "line.multicast", "slack.chat.postMessage", "slack.chat.update")


def test_no_chat_ever_held_what_describes_a_person(town: TownOverHttp, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-040, R-064, R-087: whole cases on both platforms, ended in every way; and at its end Slack says only that."""
    for name, own in OWN.items():
        monkeypatch.setitem(REPORT, name, own)
    secrets = {*OWN.values(), FEATURES, REPORT["step_up_reason"], TO_MEND, "徒歩", "店員が見た"}

    def given_back_and_withdrawn() -> None:
        town.hand_in()
        town.submit()
        town.give_back("P03", TO_MEND)
        town.reporter.wait_for("差し戻されました")
        town.insist(town.reporter, "取り下げる")

    def cleared() -> None:
        town.warn_with_picture()
        town.neighbour.press("見かけた")
        town.neighbour.wait_for("「見かけた」を伝えました")
        secrets.update(in_the_vault(town))
        town.insist(town.reporter, "解除する")

    def recalled() -> None:
        town.warn()
        secrets.update(in_the_vault(town))
        town.stop("recall")

    def refused() -> None:
        town.hand_in()
        town.submit()
        town.say_yes(town.responsible, no="subsidiarity")

    def expired() -> None:
        town.hand_in()
        town.submit()
        for phone in (town.responsible, town.approver):
            town.say_yes(phone)
        secrets.update(in_the_vault(town))
        town.let_pass(hours=25)
        town.wait_for_state("ended")

    for story in (given_back_and_withdrawn, cleared, recalled, expired, refused):
        closes(town, story)

    said = [json.dumps(call, ensure_ascii=False) for call in sent(town)]
    assert len(said) > 50
    for secret in secrets:
        assert not [message for message in said if secret in message], secret


def closes(town: TownOverHttp, story: Callable[[], object]) -> None:
    """Play it to its end; then each of its messages on Slack says that it is over, but for stops to confirm."""
    story()
    wait_until(lambda: not still_open(town), "every message on Slack to be redrawn")


def still_open(town: TownOverHttp) -> list[str]:
    """What Slack shows of the case as if it were going on."""
    number, ended_at = town.case().number, town.case().ended_at
    if ended_at is None:
        return ["the case itself"]
    shown = [bubble for chat in town.sent.values() for bubble in chat if not bubble.mine and "blocks" in bubble.raw]
    of_case = [bubble for bubble in shown if number in bubble.raw["text"] and bubble.at < ended_at.timestamp()]
    return [bubble.raw["text"] for bubble in of_case if not bubble.raw["text"].startswith(OVER)]


def sent(town: TownOverHttp) -> list[Any]:
    """Everything that went over the wire to a chat, first versions of redrawn messages too."""
    return [entry for entry in town.people.dump()["log"] if entry["what"] in SENDING]


def in_the_vault(town: TownOverHttp) -> set[str]:
    """What this case's people wrote."""
    with town.app.reading() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        report = load_report(case, ctx)
        assert report is not None
        reasons = {getattr(given, test.name).reason for given in assessments_of(case, ctx) for test in TESTS}
        return {report.goods, report.direction, report.features} | reasons
