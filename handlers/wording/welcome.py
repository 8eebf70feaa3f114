"""The first card of somebody who has just been enrolled: who they are here, what they can do, what to do first."""

from __future__ import annotations

from handlers.cards import Action, ButtonAction, Card, Elsewhere, Text, Tone, Topic, t
from handlers.wording.labels import ROLES
from policy.facts import Role
from policy.verdict import N_
from storage.tables import Member

Place = tuple[str, tuple[Role, ...]]
"""A store's name ("" for the whole network), and what somebody is there."""

REPORTS = frozenset({Role.STAFF, Role.RESPONSIBLE, Role.DEPUTY, Role.APPROVER})
"""At a store; whoever has none of them has nothing to report from."""

CAN = (
    (REPORTS, N_("「通報」と送るか、写真を送ると、万引きの疑いを通報できます。")),
    (
        {Role.RESPONSIBLE, Role.DEPUTY, Role.APPROVER},
        N_("店から通報があると、配信してよいかをここでお聞きします。4つの質問に答えてください。"),
    ),
    ({Role.RESPONSIBLE, Role.DEPUTY}, N_("店の人が端末をなくしたら、「端末をなくした」と送って止められます。")),
    (
        {Role.RESPONSIBLE, Role.DEPUTY, Role.APPROVER, Role.CONTACT, Role.SECOND_CONTACT},
        N_("近くの店の警戒情報がここに届きます。届いたら、ボタンで答えてください。"),
    ),
    ({Role.SECRETARIAT}, N_("疑いの連絡、毎週のまとめ、確認の依頼がここに届きます。")),
    (
        {Role.RESPONSIBLE, Role.DEPUTY, Role.SECRETARIAT, Role.AUDITOR},
        N_("「管理画面」と送ると、店舗や警戒情報の一覧を開けます。"),
    ),
    ({Role.AUDITOR}, N_("監査台帳の控えがここに届きます。")),
)
"""What which roles can do; a person reads the lines of all their roles."""


def welcome(member: Member, places: tuple[Place, ...], training: str, *, trained: bool) -> Card:
    """The account is enrolled. ``training``: where the training is, if anywhere online."""
    roles = {role for _, held in places for role in held}
    first = (
        t("まず「状況」と送ってみてください。いま何が起きているかを、いつでも確かめられます。")
        if trained
        else t("まず研修を受けて、事務局に連絡してください。済むまでは、通報も警戒情報の閲覧もできません。")
    )
    return Card(
        Topic.HELP,
        t("登録が完了しました"),
        lines=(first, *(t(line) for who, line in CAN if roles & set(who))),
        facts=(
            (t("会員"), t("{name}（{code}）", name=member.name, code=member.code)),
            *((name or t("ネットワーク全体"), _and([t(ROLES[role]) for role in held])) for name, held in places),
        ),
        choices=(Action(t("通報する"), ButtonAction.START),) if trained and roles & REPORTS else (),
        page=None if trained or not training else Elsewhere(t("研修を受ける"), training),
        tone=Tone.DONE,
    )


def ask_for_code() -> Card:
    """How somebody new comes in, for a member who can't let them in."""
    return Card(
        Topic.HELP,
        t("新しい人を招待する"),
        lines=(
            t("登録コードを出せるのは事務局です。新しい人の名前、店舗、役割を事務局に伝えてください。"),
            t("コードを受け取った人が、自分のチャットで「登録 コード」と送れば始められます。"),
        ),
    )


def _and(names: list[Text]) -> Text:
    """Any number of them in one line."""
    first, *others = names
    for other in others:
        first = t("{one}・{other}", one=first, other=other)
    return first
