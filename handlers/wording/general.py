"""Cards about membership, help and errors."""

from __future__ import annotations

from handlers.cards import Action, ButtonAction, Card, Sentence, Text, Tone, Topic, t
from policy.lanes import MEMBER_AN_HOUR


def greeting(told: Text) -> Card:
    """A newcomer: what this is, and how to get in; in both languages, since nobody knows theirs yet."""
    return Card(
        Topic.HELP,
        t("半鐘（はんしょう）です"),
        lines=(
            t("近くの店どうしで、万引きの疑いを知らせ合うチャットです。登録した店の人だけが使えます。"),
            told,
            "This chat is for enrolled shop staff. Ask your secretariat for a code and send “register CODE”.",
        ),
    )


def edit_changes_nothing() -> Card:
    """A message was edited in the chat."""
    return Card(
        Topic.PROBLEM,
        t("編集しても変わりません"),
        lines=(t("最初に送った内容のままです。直すには、もう一度送るか「戻る」と送ってください。"),),
        tone=Tone.PROBLEM,
    )


def reached_nobody() -> Card:
    """Free words while an alert is live."""
    return Card(
        Topic.PROBLEM,
        t("この文はだれにも届いていません"),
        lines=(t("次のカードのボタンで答えてください。急ぐときは電話してください。"),),
        tone=Tone.PROBLEM,
    )


def enrolled_already() -> Card:
    """Somebody with an account sends a code."""
    return Card(
        Topic.HELP,
        t("もう登録されています"),
        lines=(
            t("このアカウントはもう使えます。登録コードは要りません。"),
            t("「状況」と送ると、いまの状況をお知らせします。"),
        ),
        tone=Tone.DONE,
    )


def help_card(*, reports: bool, trained: bool, desk: bool = False, quiet: bool = False) -> Card:
    """What can be said to Hansho.

    ``reports``: by who may report, ``trained``: by who needs no training (more), ``desk``: by who has a seat there,
    ``quiet``: when nothing is going on.
    """
    return Card(
        Topic.HELP,
        t("できること"),
        lines=(
            *((t("いま、お知らせする事案はありません。"),) if quiet else ()),
            t("急ぎのときは、まず安全を確保し、必要なら110番してください。"),
        ),
        facts=(
            *(((t("通報"), t("写真を送るか、「通報」と送る")),) if reports else ()),
            *(() if trained else ((t("研修"), t("研修の期限と受け方を見る")),)),
            (t("状況"), t("いまの事案の続きや状況を見る")),
            (t("事故・漏えい"), t("責任者をすぐに呼ぶ")),
            (t("申出"), t("写った人に案内する窓口を見る")),
            (t("規則"), t("このネットワークの規則を読む")),
            (t("台帳"), t("監査台帳の控えを受け取る（無料）")),
            *(((t("管理画面"), t("店舗、会員、警戒情報を一覧で見る")),) if desk else ()),
            *(((t("招待"), t("新しい人を加える方法を見る")),) if desk else ()),
            (t("やめる"), t("質問を中断する")),
            (t("端末"), t("ページを開ける端末を見る、すべて解除する")),
            (t("端末をなくした"), t("自分や店舗の人の端末を、すぐに使えなくする")),
        ),
        choices=(
            *((Action(t("通報する"), ButtonAction.START),) if reports else ()),
            *((Action(t("管理画面"), ButtonAction.DESK),) if desk else ()),
        ),
    )


def report_another() -> tuple[Action, ...]:
    """Below where things stand: the way to tell of something new."""
    return (Action(t("別の万引きを通報する"), ButtonAction.START),)


def problem(told: Text) -> Card:
    """An error the person can do something about; what is the matter is its title, unless that tells of somebody."""
    ours = isinstance(told, Sentence) and all(isinstance(value, int) for value in told.values.values())
    return Card(Topic.PROBLEM, t("できませんでした"), lines=(told,), tone=Tone.PROBLEM, headed=ours)


def too_fast() -> Card:
    """More came than anybody reads the answers to: what it asked for is done, and not answered for a minute."""
    return Card(
        Topic.PROBLEM,
        t("少しゆっくり送ってください"),
        lines=(
            t("送った内容は届いていて、処理もしています。お返事だけ、少し休みます。"),
            t("1分待ってから「状況」と送ると、続きから始められます。急ぐときは電話してください。"),
            t("1時間に{most}件を超えると、受け取れません。", most=MEMBER_AN_HOUR),
        ),
        tone=Tone.PROBLEM,
    )


def unexpected(error_id: str) -> Card:
    """A fault of ours, with the id that is also in the log."""
    return Card(
        Topic.PROBLEM,
        t("うまくいきませんでした"),
        lines=(t("もう一度お試しください。続くときは事務局に番号 {error_id} を伝えてください。", error_id=error_id),),
        tone=Tone.PROBLEM,
    )
