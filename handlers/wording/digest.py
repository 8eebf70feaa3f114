"""The weekly digest, the ledger's daily checkpoint and the monthly pack as cards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from handlers.cards import Action, ButtonAction, Card, Tone, Topic, t
from handlers.wording.labels import Rows, state_name
from policy.digest import Digest
from policy.incidents.kinds import QUIET
from policy.readiness import Light


@dataclass(frozen=True)
class Waits:
    """What should have been done by now; it comes first.

    Attributes:
        late: Requests of people outside whose answer is overdue (R-070).
        unreported: Incidents that the commission should know of (R-130).
        lying: Incidents that have been open for long, or that nobody has looked at again (R-145).
        idle: No incident, and no drill, for long (R-135).
    """

    late: int
    unreported: int
    lying: int
    idle: bool


def weekly(week: str, figures: Digest, size: int, root: str, waits: Waits) -> Card:
    """R-097, R-121: figures, warnings, and the ledger's head for an auditor to compare with an export.

    Whom a sign means, what to ask, and the weeks before stand on the page: chats keep what they hear.
    """
    said = Counter((sign.clause, t(sign.sentence, **sign.values)) for sign in figures.warnings)
    warnings = tuple(
        t("⚠ {sign}（{clause}{times}）", sign=sign, clause=clause, times=f"×{times}" if times > 1 else "")
        for (clause, sign), times in said.items()
    )
    return Card(
        Topic.DIGEST,
        t("週次監査ダイジェスト"),
        lines=(
            *((t("⚠ 委員会への報告が要る事故：{count} 件", count=waits.unreported),) if waits.unreported else ()),
            *((t("⚠ 期限を過ぎた申出：{count} 件", count=waits.late),) if waits.late else ()),
            *(
                (t("⚠ 1か月以上終わっていないか、見直していない事故：{count} 件", count=waits.lying),)
                if waits.lying
                else ()
            ),
            *(warnings or (t("気になる兆候はありません。"),)),
            *(
                (t("事故も訓練も{days}日ありません。「事故訓練」と送って、一度試してください。", days=QUIET.days),)
                if waits.idle
                else ()
            ),
            t("8週間の推移、だれのことか、聞くことは、管理画面の「集計」で見られます。"),
        ),
        facts=(*_figures(figures), (t("台帳の件数"), size), (t("台帳のハッシュ"), root)),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.PROBLEM if warnings or waits.late or waits.unreported or waits.lying else Tone.PLAIN,
        subject=week,
    )


def checkpoint(day: str, size: int, note: str) -> Card:
    """R-097: the signed note as it is, so that it can be kept and checked by anybody."""
    return Card(
        Topic.CHECKPOINT,
        t("監査台帳の控え {day}", day=day),
        lines=(
            t("この控えを残しておくと、あとで台帳が書き換えられていないか、だれでも確かめられます。操作は不要です。"),
            tuple(note.split("\n")),
        ),
        facts=((t("台帳の件数"), size),),
        subject=day,
    )


def ledger_in_doubt(day: str) -> Card:
    """R-097, R-139: nothing is signed any more, and what to do about it."""
    return Card(
        Topic.LEDGER,
        t("監査台帳が書き換えられたおそれがあります"),
        lines=(
            t("データベースの台帳が、前に署名した内容とつながりません。直るまで、控えには署名しません。"),
            t("サーバーの担当者に hansho doctor を実行してもらい、手元の控えは消さずに監査人に渡してください。"),
            t("人の手で書き換えられた疑いがあれば、「事故・漏えい」と書いて知らせてください。"),
        ),
        tone=Tone.PROBLEM,
        subject=day,
    )


def please_pack(month: str) -> Card:
    """R-121: how the auditor's pack is made."""
    return Card(
        Topic.PACK,
        t("{month} の監査資料を作ってください", month=month),
        lines=(
            t("サーバーの担当者が次のコマンドで作り、外部の監査人に渡します。個人の情報や画像は入りません。"),
            f"hansho ledger pack --month {month} hansho-{month}.zip",
        ),
        subject=month,
    )


def please_review(light: Light, month: str) -> Card:
    """R-145: the rules are to be gone through, by which day."""
    return Card(
        Topic.PACK,
        t(light.about),
        lines=(t(light.says, **light.values),),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.QUESTION,
        subject=f"review {month}",
    )


def _figures(figures: Digest) -> Rows:
    sent, recalled = figures.median_minutes_to_send, figures.median_minutes_to_recall
    return (
        (t("通報の件数"), figures.cases),
        *((state_name(state), count) for state, count in sorted(figures.by_state.items())),
        (t("配信の件数"), figures.sent),
        (t("答えた店舗（答えた / 届いた）"), f"{figures.confirmed} / {figures.reached}"),
        (t("回収の件数"), figures.recalled),
        (t("回収から最後の確認まで（分、中央値）"), "–" if recalled is None else recalled),
        (t("全員の確認がまだない回収"), figures.recalls_unconfirmed),
        (t("配信までの時間（分、中央値）"), "–" if sent is None else sent),
        (t("判定（はい / 全体）"), f"{figures.yes} / {figures.answers}"),
        (t("消去した数"), figures.erased),
        (t("期限を過ぎた消去"), figures.overdue),
    )
