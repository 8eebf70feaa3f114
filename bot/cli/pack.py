"""The outside auditor's monthly pack: the ledger, its signature, the month in numbers, and how to check it all."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

import click

from audit import checkpoint
from audit.event import Event
from bot.language import sentences
from bot.settings import Settings
from bot.wiring import build
from handlers.audit.digest import figures_of
from handlers.cards import denial
from handlers.recipient import read_in
from policy.digest import Digest
from policy.verdict import Deny
from storage.unit_of_work import UnitOfWork

MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

README: Final = """\
半鐘 監査資料 {month}
====================

ledger.txt    監査台帳の全件と、署名付きチェックポイント
figures.json  この月の集計（件数、判定、消去、気になる兆候）。個人の情報、画像、通報の文章は入っていません
README.txt    この説明

確かめ方（ネットワーク不要。Python 3.11、cryptography、rfc8785 と、半鐘の audit フォルダーだけで動きます）

  python -m audit verify ledger.txt --key 公開鍵

- 公開鍵は、この資料とは別の道（契約書や対面）で受け取ったものを使ってください。資料に入れた鍵は証拠になりません。
- 参加店舗や事務局に毎日届く「監査台帳の控え」、または先月の資料と、この台帳がつながっていることも確かめられます:
  python -m audit verify ledger.txt --key 公開鍵 --head 件数:ハッシュ
  （この資料の時点は {size}:{root}）
- figures.json の件数は、台帳の event の数と照らし合わせられます（例：case:alert:send の数と配信の件数。
  月をまたいだ事案は、通報された月に数えます）。

Hansho, pack for the outside auditor, {month}
=============================================

ledger.txt    the whole ledger with its signed checkpoint
figures.json  the month in numbers; no personal data, pictures or texts of reports
README.txt    this text

To check it, offline, with Python 3.11, cryptography, rfc8785 and Hansho's `audit` folder alone:

  python -m audit verify ledger.txt --key PUBLIC

- Use the public key that you were given by another way (contract, in person). A key in this file would prove nothing.
- Compare with the daily heads that member stores and the secretariat get, or with last month's pack:
  python -m audit verify ledger.txt --key PUBLIC --head SIZE:HASH      (this pack is {size}:{root})
- Count the events of the ledger against figures.json, for example case:alert:send against "sent"; a case belongs to
  the month in which it was reported.
"""


@click.command()
@click.option("--month", required=True, metavar="YYYY-MM", help="Which month the figures are of.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def pack(month: str, file: Path) -> None:
    """Write the auditor's pack of a month: ledger, signature, figures and how to verify them (R-097, R-121)."""
    if not MONTH.fullmatch(month):
        raise click.BadParameter("write the month as YYYY-MM", param_hint="--month")
    settings = Settings()
    bot = build(settings)
    now = bot.application.now()
    with bot.application.database.unit_of_work() as uow:
        since, until = _ends(month, uow)
        if since > now:
            raise click.BadParameter("this month has not begun", param_hint="--month")
        lines: list[str] = []
        size, root = uow.ledger.export(lines.append)
        note = checkpoint.sign(
            settings.ledger_origin,
            size,
            bytes.fromhex(root),
            checkpoint.signing_key(settings.ledger_key.get_secret_value()),
        )
        figures = _figures(figures_of(since, min(until, now), bot.application.context(uow)), month)
        with ZipFile(file, "w", ZIP_DEFLATED) as packed:
            packed.writestr("ledger.txt", "".join(lines) + note)
            packed.writestr("figures.json", figures)
            packed.writestr("README.txt", README.format(month=month, size=size, root=root))
        uow.ledger.append(Event.LEDGER_PACK, at=now, details={"size": size, "month": month})
        uow.commit()
    click.echo(f"{month}の監査資料を書き出しました。 / Pack written: {size} entries.")


def _ends(month: str, uow: UnitOfWork) -> tuple[datetime, datetime]:
    """The first moments of the month and of the next, in the network's zone."""
    zone = ZoneInfo(uow.stores.the_network().timezone)
    year, number = map(int, month.split("-"))
    following = (year + 1, 1) if number == 12 else (year, number + 1)  # noqa: PLR2004 - December
    return datetime(year, number, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone)


def _figures(digest: Digest, month: str) -> str:
    t = sentences("ja")
    told = {
        "month": month,
        "cases": digest.cases,
        "by_state": {state.value: count for state, count in sorted(digest.by_state.items())},
        "sent": digest.sent,
        "recalled": digest.recalled,
        "median_minutes_to_send": digest.median_minutes_to_send,
        "answers": digest.answers,
        "yes": digest.yes,
        "erased": digest.erased,
        "overdue": digest.overdue,
        "warnings": [
            {
                "clause": sign.clause,
                "about": sign.subject,
                "sentence": read_in(t, denial(Deny(sign.clause, sign.sentence, sign.values))),
            }
            for sign in digest.warnings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
