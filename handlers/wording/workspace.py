"""Cards to the secretariat about the Slack workspaces of the network."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import Card, Text, Tone, Topic, t
from storage.tables import Installation, Store


def came(row: Installation) -> Card:
    """A business's workspace let us in."""
    lines = (t("そこにいる会員は、登録コードで登録できます。心当たりがなければ、サーバーの担当者に伝えてください。"),)
    return _about(row, t("Slackのワークスペースが加わりました"), lines)


def ended(row: Installation, unreached: Sequence[Store]) -> Card:
    """It took us out; the shops that nobody would ring any more are named, since they have to be called."""
    lines = (t("そのSlackにいる会員には、もう何も届きません。別のアカウントを登録してもらってください。"),)
    shops = tuple((t("届かない店舗"), f"{store.full_name}（{store.code}）") for store in unreached)
    return _about(row, t("Slackのワークスペースが外れました"), lines, shops, Tone.PROBLEM)


def fails(row: Installation) -> Card:
    """Its token can't be renewed."""
    lines = (
        t("接続の鍵を更新できないため、そのSlackにまもなく何も届かなくなります。"),
        t("新しい招待リンクで、もう一度追加してもらってください。ほかのワークスペースには届いています。"),
    )
    return _about(row, t("Slackのワークスペースにつながりません"), lines, tone=Tone.PROBLEM)


def _about(
    row: Installation,
    title: Text,
    lines: tuple[Text, ...],
    facts: tuple[tuple[Text, Text], ...] = (),
    tone: Tone = Tone.PLAIN,
) -> Card:
    named = (t("ワークスペース"), f"{row.name}（{row.workspace}）")
    return Card(Topic.WORKSPACE, title, lines=lines, facts=(named, *facts), tone=tone)
