"""The network's rules in the chat, part by part, as ``hansho rules`` prints them (R-126)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import Action, ButtonAction, Card, Text, Topic, t
from policy.guideline import Paragraph

Section = tuple[str, tuple[Paragraph, ...]]
"""A heading (msgid) and what stands under it."""


def shown(version: str, sections: Sequence[Section], number: int) -> Card:
    """One part, each sentence with what it rests on; without one of that number only the list of all parts."""
    chosen = sections[number : number + 1]
    lines = [_line(paragraph) for _, paragraphs in chosen for paragraph in paragraphs]
    return Card(
        Topic.RULES,
        t(chosen[0][0]) if chosen else t("このネットワークの規則"),
        lines=(*lines, t("読みたい章を選んでください。")),
        facts=((t("版"), version),),
        choices=tuple(
            Action(t(heading), ButtonAction.RULES, arguments={"section": str(place)})
            for place, (heading, _) in enumerate(sections)
        ),
    )


def _line(paragraph: Paragraph) -> Text:
    said = t(paragraph.sentence, **paragraph.values)
    return t("{rule}（{clauses}）", rule=said, clauses=", ".join(paragraph.clauses))
