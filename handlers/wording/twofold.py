"""Cards about what takes two people: everything the second one has to know, and two buttons (R-097)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.cards import Action, ButtonAction, Card, Style, Text, Tone, Topic, Until, t
from handlers.wording.labels import ROLES
from policy.exports import CONTENTS, PURPOSES, Content, ExportPurpose
from policy.facts import Role
from policy.forms.names import Choice
from policy.forms.rules import SWITCHES, answers_of
from policy.guideline import document
from policy.hold import HOLD_REASONS, HoldReason
from policy.notices.said import Contradiction
from policy.rule_names import RULE_NAMES
from policy.rules import Rules
from policy.twofold import Act
from policy.verdict import N_

Fact = tuple[Text, Text]

NAMES: Final = {
    Act.RULES: N_("規則の変更"),
    Act.OVERSEER: N_("事務局・監査人・係を加える"),
    Act.OFFICE: N_("事務局が店舗の承認に加わる"),
    Act.KEYS: N_("暗号の鍵の入れ替え"),
    Act.HOLD: N_("事案の保全"),
    Act.RESUME: N_("停止した店舗の再開"),
    Act.TWIN: N_("似たコードを別のものとして登録"),
    Act.NAMES: N_("名前の入った書き出し"),
    Act.NO_LEAK: N_("事故の「漏えいなし」"),
}
"""How people read them (msgids)."""


YES: Final = N_("認める")


def please_decide(act: Act, facts: tuple[Fact, ...], asker: str, until: datetime, act_id: str) -> Card:
    """R-097: to everybody who may be the second person; ``asker``: their member code."""
    return Card(
        Topic.TWOFOLD,
        t("二人目の確認：{act}", act=t(NAMES[act])),
        lines=(t("内容を確かめて、よければ「認める」を押してください。認めると、ほかの確認なしで実行されます。"),),
        facts=(*facts, (t("依頼した人"), asker), (t("期限"), Until(until))),
        buttons=(
            _button(YES, act_id, Choice.YES, Style.PRIMARY),
            _button(N_("認めない"), act_id, Choice.NO, Style.PLAIN),
        ),
        tone=Tone.QUESTION,
        subject=act_id,
    )


def decided(act: Act, facts: tuple[Fact, ...], by: str, act_id: str, *, allowed: bool) -> Card:
    """To whoever asked, and to whoever decided; ``by``: the member code of the latter."""
    return Card(
        Topic.TWOFOLD,
        t("認められました：{act}", act=t(NAMES[act]))
        if allowed
        else t("認められませんでした：{act}", act=t(NAMES[act])),
        lines=() if allowed else (t("何も変わっていません。"),),
        facts=(*facts, (t("決めた人"), by)),
        tone=Tone.DONE if allowed else Tone.PLAIN,
        redraws=True,
        subject=act_id,
    )


def over(act: Act, act_id: str) -> Card:
    """To whoever asked, and to everybody who might have decided: nobody can any more."""
    return Card(
        Topic.TWOFOLD,
        t("依頼は終わりました：{act}", act=t(NAMES[act])),
        lines=(t("依頼のあとで、もとになる登録や規則が変わりました。必要なら、もう一度依頼してください。"),),
        redraws=True,
        subject=act_id,
    )


def watches_no_more(role: Role, code: str, member_id: str) -> Card:
    """To all who may be the second person: one of them can't any more."""
    return Card(
        Topic.TWOFOLD,
        t("{role}が一人減りました：{code}", role=t(ROLES[role]), code=code),
        lines=(
            t("役割、会員の登録、チャットのどれかが終わりました。だれがしたかは台帳に残っています。"),
            t("心当たりがなければ、ほかの事務局の方か監査人に、電話で確かめてください。"),
        ),
        subject=f"gone:{member_id}",
    )


def start(*, at_once: bool) -> Fact:
    """When they would start, from the second person's yes on."""
    return (t("始まるとき"), t("認めたらすぐ") if at_once else t("認めてから24時間後"))


def rules(before: Rules, after: Rules) -> tuple[Fact, ...]:
    """Each number by its name, from what to what, and each sentence of the document that would read differently."""
    old, new = answers_of(before), answers_of(after)
    numbers = [
        (t(RULE_NAMES[name]), t("{before} → {after}", before=said(old[name]), after=said(new[name])))
        for name in new
        if old[name] != new[name]
    ]
    stood = {(p.sentence, *sorted(p.values.items())) for _, said in document(before, ()) for p in said}
    changed = [
        (t(heading), t(p.sentence, **p.values))
        for heading, said in document(after, ())
        for p in said
        if (p.sentence, *sorted(p.values.items())) not in stood
    ]
    return (*numbers, *changed)


def amiss(found: Sequence[Contradiction]) -> tuple[Fact, ...]:
    """R-026, R-029, L93, L101: what would keep from publishing."""
    return tuple((t("このままでは公開できません"), t(one.says, **one.values)) for one in found)


def said(answer: str) -> Text:
    """A rule's value as people read it."""
    if answer in SWITCHES:
        return t("はい") if SWITCHES[answer] else t("いいえ")
    return answer or t("なし")


def overseer(code: str, role: Role) -> tuple[Fact, ...]:
    """Who, as what."""
    return ((t("会員コード"), code), (t("役割"), t(ROLES[role])))


def office(reference: str, on: str) -> tuple[Fact, ...]:
    """Where the network wrote it down, and when."""
    return ((t("決定の番号"), reference), (t("決定の日"), on))


def hold(number: str, reason: HoldReason, days: int) -> tuple[Fact, ...]:
    """Which case, why, and for how long; no word of the case."""
    return (
        (t("事案番号"), number),
        (t("理由"), t(HOLD_REASONS[reason])),
        (t("期間"), t("{days} 日", days=days)),
    )


def store(name: str, at: datetime | None) -> tuple[Fact, ...]:
    """Which shop, from when on."""
    return ((t("店舗"), name), (t("いつから"), at or t("認めたらすぐ")))


def twin(one: str, other: str) -> tuple[Fact, ...]:
    """Two codes that look like one."""
    return ((t("コード"), f"{one}・{other}"), (t("確かめること"), t("本当に別の人、別の店舗、別の事業者かどうか")))


def names(content: Content, purpose: ExportPurpose) -> tuple[Fact, ...]:
    """What leaves, and what for."""
    good_for = t("認めてから24時間、依頼した人だけが書き出せます")
    return ((t("内容"), t(CONTENTS[content])), (t("目的"), t(PURPOSES[purpose])), (t("期限"), good_for))


def _button(label: str, act_id: str, says: Choice, style: Style) -> Action:
    return Action(t(label), ButtonAction.TWOFOLD, style, {"act_id": act_id, "says": says.value})
