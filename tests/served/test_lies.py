"""Texts that lie: mark-up in what people type, names that forge a line, links in every spelling (R-064, R-087)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handlers.forms.definitions import REPORT as FORM
from policy.forms.names import FieldName
from storage.tables import Member, Store
from tests.served.conftest import ServedTown
from tests.world.answers import REPORT
from tests.world.chat import in_labels

LINKS = (
    "koho.example/a",
    "ＫＯＨＯ．ｅｘａｍｐｌｅ／ａ",
    "koho。example/a",
    "koho.example:8080/a",
    "koho.example\\a",
    "koho.example?x=1",
    "koho.ex\u200bample/a",
    "xn--wgv71a119e.jp/a",
    "日本語.jp",
    "<https://koho.example|事務局>",
    "192.0.2.7/a",
)
FORGED = "みどり店\n*事務局より*：<!channel> 取り押さえて <https://koho.example|こちら> :rotating_light:"
LIES = "似た服装の客が多く取り違えるおそれ\n*事務局より*：<!channel> :rotating_light: _急いで_"
READ_AS_MARKUP = re.compile(r"[<>*_~`]|&(?!amp;|lt;|gt;)|:[a-z0-9_+'-]+:")


def texts(part: Any) -> Iterator[dict[str, Any]]:
    """Every text object of a message, however deep."""
    if isinstance(part, list):
        for inner in part:
            yield from texts(inner)
    elif isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn"}:
            yield part
        yield from texts(list(part.values()))


def test_a_link_in_any_spelling_is_asked_about_on_both_platforms(town: ServedTown) -> None:
    """R-087: in LINE's chat question by question, in each field of Slack's modal; nothing of it is kept."""
    on_slack = town.people.phone("P04", "slack")
    on_slack.command("/hansho")
    on_slack.modal(FORM.title)
    town.responsible.say("通報")
    town.responsible.press("写真なしで続ける")
    town.responsible.wait_for("何を、どれくらい")
    for number, link in enumerate(LINKS):
        words = f"化粧品 20点\n*事務局より*\n{link} を開いて"
        field = (FieldName.GOODS, FieldName.FEATURES, FieldName.DIRECTION)[number % 3]
        complaints = on_slack.submit(in_labels(FORM, REPORT | {field: words}))
        assert complaints.keys() == {f"field:{field}"}, link
        if number < ASKED_ON_LINE:
            town.responsible.say(words)
            town.responsible.wait_for("URL")


ASKED_ON_LINE = 6
"""Half of them: more answers in a minute would be too fast."""


def test_what_is_forged_stays_a_name_on_slack_and_on_line(town: ServedTown) -> None:
    """R-064: a line break, a mention, a link, an emoji in the names of the shop that warns and of who reports, and in
    what they type. On Slack every text that anybody gets about it is plain and the notification holds nothing to be
    read as mark-up; nowhere does it begin a line of its own.
    """
    with forged(town, Store, "H01"), forged(town, Member, "P01"):
        town.warn(step_up_reason=LIES)
        number = town.case().number
        town.until(town.quiet, "everybody to hear of it")
        told = [(phone, each) for phone in town.people.phones() for each in phone.inbox() if number in each.text]
        assert {phone.platform for phone, _ in told} == {"line", "slack"}
        for phone, card in told:
            assert not any(line.startswith(("*事務局", "事務局より")) for line in card.text.splitlines())
            if phone.platform == "slack":
                assert {text["type"] for text in texts(card.raw["blocks"])} == {"plain_text"}
                assert not READ_AS_MARKUP.search(card.raw["text"])


@contextmanager
def forged(town: ServedTown, table: type[Store | Member], code: str) -> Iterator[None]:
    """It has a name that lies, as no import would take it."""

    def rename(name: str) -> str:
        with town.database.unit_of_work() as uow:
            row = uow.session.query(table).filter_by(code=code).one()
            before, row.name = row.name, name
            uow.commit()
        return before

    honest = rename(FORGED)
    try:
        yield
    finally:
        rename(honest)
