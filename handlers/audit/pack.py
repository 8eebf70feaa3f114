"""The outside auditor's monthly pack: the ledger, its signature, the month in numbers, and how to check it all."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers.audit.digest import figures_of
from handlers.audit.export import write_signed
from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.network.rule_versions import version_on_record
from policy.digest import Digest
from policy.verdict import N_, Deny

README: Final = """\
半鐘 監査資料 {month}
====================

ledger.txt    監査台帳の全件と、署名付きチェックポイント
figures.json  この月の集計（件数、判定、消去、気になる兆候）。個人の情報、画像、通報の文章は入っていません
rules/        この月の事案が従った規則の全文（版ごと：いつから、だれが決めたか、すべての値、当時の文書）
README.txt    この説明

確かめ方（ネットワーク不要。Python 3.11、cryptography、rfc8785 と、半鐘の audit フォルダーだけで動きます）

  python -m audit verify ledger.txt --key 公開鍵

- 公開鍵は、この資料とは別の道（契約書や対面）で受け取ったものを使ってください。資料に入れた鍵は証拠になりません。
- 参加店舗や事務局に毎日届く「監査台帳の控え」、または先月の資料と、この台帳がつながっていることも確かめられます:
  python -m audit verify ledger.txt --key 公開鍵 --head 件数:ハッシュ
  （この資料の時点は {size}:{root}）
- 台帳の case:alert:send の rules は、rules/ のファイル名（版）です。network:rules:set が、だれがどの版からどの版へ
  変えたかを示します。
- figures.json の件数は、台帳の event の数と照らし合わせられます（例：case:alert:send の数と配信の件数。
  月をまたいだ事案は、通報された月に数えます）。

Hansho, pack for the outside auditor, {month}
=============================================

ledger.txt    the whole ledger with its signed checkpoint
figures.json  the month in numbers; no personal data, pictures or texts of reports
rules/        the rules that the month's cases were decided under, in full: by version, since when, by whom
README.txt    this text

To check it, offline, with Python 3.11, cryptography, rfc8785 and Hansho's `audit` folder alone:

  python -m audit verify ledger.txt --key PUBLIC

- Use the public key that you were given by another way (contract, in person). A key in this file would prove nothing.
- Compare with the daily heads that member stores and the secretariat get, or with last month's pack:
  python -m audit verify ledger.txt --key PUBLIC --head SIZE:HASH      (this pack is {size}:{root})
- The `rules` of each case:alert:send names a file in rules/; network:rules:set says who changed what to what.
- Count the events of the ledger against figures.json, for example case:alert:send against "sent"; a case belongs to
  the month in which it was reported.
"""


def pack(day: date, ctx: Context) -> bytes:
    """R-097, R-121: a zip file with ledger, signature, the figures of that day's month, and how to verify them.

    Raises:
        NotAllowed: the month has not begun.
    """
    since = datetime(day.year, day.month, 1, tzinfo=ZoneInfo(ctx.uow.stores.the_network().timezone))
    if since > ctx.now:
        raise NotAllowed(Deny("R-121", N_("この月はまだ始まっていません。今月か、それより前の月を書いてください。")))
    until = min((since + timedelta(days=32)).replace(day=1), ctx.now)
    month = f"{since:%Y-%m}"
    lines: list[str] = []
    size, root = write_signed(lines.append, ctx)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("ledger.txt", "".join(lines))
        packed.writestr("figures.json", _figures(figures_of(since, until, ctx), month, ctx))
        for version in sorted(
            {row.version for row in ctx.uow.rule_sets.history(ctx.uow.rule_sets.cited(since, until))}
        ):
            packed.writestr(f"rules/{version}.txt", version_on_record(version, ctx))
        packed.writestr("README.txt", README.format(month=month, size=size, root=root))
    ctx.note(Event.LEDGER_PACK, None, size=size, month=month)
    return file.getvalue()


def _figures(digest: Digest, month: str, ctx: Context) -> str:
    t = ctx.ports.sentences("ja")
    told = {
        "month": month,
        **asdict(digest),
        "by_state": dict(sorted(digest.by_state.items())),
        "warnings": [
            {
                "clause": sign.clause,
                "about": [*sign.members, *filter(None, (sign.store, sign.business))],
                "sentence": t(sign.sentence, **sign.values),
                "ask": t(sign.ask),
                "share": sign.share and {**asdict(sign.share), "interval": sign.share.interval},
            }
            for sign in digest.warnings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
