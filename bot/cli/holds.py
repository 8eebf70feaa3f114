"""Holds: two people stop an erasure for a while, read what is held, and hand it over (R-142)."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import click

from bot.cli.asking import WAITS_FOR_ANOTHER, ask, asking
from bot.cli.files import new_file
from bot.language import sentences
from handlers.commands.office import AskHold
from handlers.retention.held import as_text, hand_over, read_held
from policy.hold import HAND_OVER_BASES, LONGEST_HOLD, HandOverBasis, HoldReason, ReadPurpose
from storage.enrolments import LETTERS

RECEIPT = """\
引渡書 / Receipt
================
事案番号 / case         {number}
日時 / at               {at}
引渡先 / to             {recipient}
根拠 / basis            {basis}
引き渡した会員 / by     {by}
ファイル / file         {file}（{size} bytes）
SHA-256                 {sha256}

開き方 / to open it: Python 3.11、cryptography、半鐘の audit フォルダーで
  python -m audit.sealed {file} contents.zip
合い言葉は、このファイルとは別の方法で伝えます。 / The passphrase comes by another way.

受領者の署名 / received by: ______________________    日付 / date: ______________
"""

number_ = click.argument("number")
by_ = click.option("--by", "code", required=True, help="Member code of whoever decides or reads.")


def _words(words: type[HoldReason | ReadPurpose | HandOverBasis]) -> click.Choice[str]:
    return click.Choice([word.value for word in words])


@click.group()
def holds() -> None:
    """Stop the erasure of a case for a while, by two people's decision (R-142)."""


@holds.command("ask")
@number_
@by_
@click.option("--days", type=click.IntRange(1, LONGEST_HOLD.days), required=True)
@click.option("--reason", type=_words(HoldReason), required=True)
def ask_(number: str, code: str, days: int, reason: str) -> None:
    """One of the secretariat asks; erasure waits 24 hours for the second person."""
    ask(AskHold(number, code, days, HoldReason(reason)))
    click.echo(WAITS_FOR_ANOTHER)


@holds.command()
@number_
@by_
@click.option("--purpose", type=_words(ReadPurpose), required=True)
def read(number: str, code: str, purpose: str) -> None:
    """Print what is still there of a held case; the ledger names who read it and for what."""
    with asking() as application, application.writing() as ctx:
        contents = read_held(number, code, ReadPurpose(purpose), ctx)
        ctx.uow.commit()  # on record before it is shown
    click.echo(as_text(contents), nl=False)


@holds.command("hand-over")
@number_
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@by_
@click.option("--basis", type=_words(HandOverBasis), required=True)
@click.option("--recipient", required=True, help="Who receives it; stands on the receipt alone.")
def hand_over_(number: str, file: Path, code: str, basis: str, recipient: str) -> None:
    """Write what is held to FILE, sealed, and a receipt beside it; the passphrase is shown once."""
    passphrase = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(6))
    receipt = file.with_name(f"{file.name}.receipt.txt")
    with new_file(file) as part, new_file(receipt) as written, asking() as application, application.writing() as ctx:
        sealed = hand_over(number, code, HandOverBasis(basis), passphrase, ctx)
        part.write_bytes(sealed)
        facts = {"at": f"{ctx.now:%Y-%m-%d %H:%M} UTC", "file": file.name, "size": len(sealed)}
        ground = HAND_OVER_BASES[HandOverBasis(basis)]
        read = " / ".join(sentences(language)(ground) for language in ("ja", "en"))
        told = {"number": number, "recipient": recipient, "basis": read, "by": code, **facts}
        written.write_text(RECEIPT.format(sha256=hashlib.sha256(sealed).hexdigest(), **told), encoding="utf-8")
        ctx.uow.commit()
    click.echo(f"{file} と {receipt.name} を書きました。 / Written.")
    click.echo(f"合い言葉（二度と表示しません） / passphrase, shown once: {passphrase}")
