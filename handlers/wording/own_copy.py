"""Cards about what lies with the reporter: true about our copy, and about theirs (R-065, R-142)."""

from __future__ import annotations

from handlers.cards import Action, ButtonAction, Card, Text, Tone, Topic, Until, t
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import number_row


def erased_lines(case: CaseFacts, *, own: bool) -> tuple[Text, ...]:
    """What became of the photo and what was made of it, where there was one; ``own``: to whoever may have sent it."""
    ours = t("半鐘に保存していた写真と画像は消去しました。")
    if case.held_until:
        ours = t("保全中のため、半鐘に残る写真と画像は{until}まで消去しません。", until=Until(case.held_until))
    return (
        *([] if case.in_words else [ours]),
        *([t("写真を送ったときは、このチャットと端末からも削除してください。")] if own else []),
    )


def deleting() -> tuple[Action, ...]:
    """The way to a card that says how."""
    return (Action(t("写真の消し方"), ButtonAction.HOW_TO_DELETE),)


def how_to_delete(how: str) -> Card:
    """Step by step, on this platform."""
    return Card(Topic.OWN_COPY, t("写真の消し方"), lines=(t(how),))


def file_is(case: CaseFacts, *, deleted: bool) -> Card:
    """Whether the file in the reporter's own chat could be deleted."""
    if deleted:
        line = t("このチャットに送られた写真のファイルも削除しました。端末に残る写真は削除してください。")
        return Card(Topic.OWN_COPY, t("チャットの写真を削除しました"), (line,), (number_row(case),), tone=Tone.DONE)
    line = t("このチャットに送られた写真は、半鐘からは削除できませんでした。ご自身で削除してください。")
    title = t("チャットに写真が残っています")
    return Card(Topic.OWN_COPY, title, (line,), (number_row(case),), deleting(), tone=Tone.PROBLEM)
