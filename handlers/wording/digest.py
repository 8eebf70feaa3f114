"""The weekly digest as a card."""

from __future__ import annotations

from handlers.cards import Card, Tone
from handlers.recipient import Desk
from handlers.wording.labels import Rows, state_name
from policy.digest import Digest


def weekly(desk: Desk, figures: Digest, size: int, root: str) -> Card:
    """R-097, R-121: figures, warnings, and the ledger's head for an auditor to compare with an export."""
    warnings = tuple(f"⚠ {desk.t(sign.sentence, **sign.values)}（{sign.clause}）" for sign in figures.warnings)
    return Card(
        desk.t("週次監査ダイジェスト"),
        lines=warnings or (desk.t("気になる兆候はありません。"),),
        facts=(
            *_figures(desk, figures),
            (desk.t("台帳の件数"), str(size)),
            (desk.t("台帳のハッシュ"), root),
        ),
        tone=Tone.PROBLEM if warnings else Tone.PLAIN,
    )


def daily_head(desk: Desk, day: str, size: int, note: str) -> Card:
    """R-097: the signed note as it is, so that it can be kept and checked by anybody."""
    return Card(
        desk.t("監査台帳の控え {day}", day=day),
        lines=(
            desk.t(
                "この控えを残しておくと、あとで台帳が書き換えられていないか、だれでも確かめられます。操作は不要です。"
            ),
            note,
        ),
        facts=((desk.t("台帳の件数"), str(size)),),
        tone=Tone.PLAIN,
    )


def please_pack(desk: Desk, month: str) -> Card:
    """R-121: how the auditor's pack is made."""
    return Card(
        desk.t("{month} の監査資料を作ってください", month=month),
        lines=(
            desk.t("サーバーの担当者が次の命令で作り、外部の監査人に渡します。個人の情報や画像は入りません。"),
            f"hansho ledger pack --month {month} hansho-{month}.zip",
        ),
        tone=Tone.PLAIN,
    )


def _figures(desk: Desk, figures: Digest) -> Rows:
    minutes = figures.median_minutes_to_send
    states = [(state_name(desk, state), str(count)) for state, count in sorted(figures.by_state.items())]
    return (
        (desk.t("通報の件数"), str(figures.cases)),
        *states,
        (desk.t("配信の件数"), str(figures.sent)),
        (desk.t("回収の件数"), str(figures.recalled)),
        (desk.t("配信までの時間（分、中央値）"), "–" if minutes is None else str(minutes)),
        (desk.t("判定（はい / 全体）"), f"{figures.yes} / {figures.answers}"),
        (desk.t("消去した数"), str(figures.erased)),
        (desk.t("期限を過ぎた消去"), str(figures.overdue)),
    )
