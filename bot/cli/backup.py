"""``hansho backup`` and ``hansho restore`` (R-141)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from audit import checkpoint
from audit.export import Broken, Head, UnusableError, examine
from bot.application import Application
from bot.cli.asking import asking, by
from bot.cli.files import new_file
from handlers.audit.checkpoint import begin_history
from handlers.retention.replay import entries_of
from handlers.retention.restore import Restored, note_backup
from handlers.retention.restore import restore as bring_back
from storage.backup import Backup, Unfit, write

Existing = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@by
def backup(file: Path) -> None:
    """Write stores, people, decisions and the ledger to FILE: no picture, no text, no key (R-141)."""
    with asking() as application, new_file(file) as part:
        with application.database.snapshot() as uow:
            rows = write(uow, part, application.now())
        sha256 = hashlib.sha256(part.read_bytes()).hexdigest()
        with application.writing() as ctx:
            note_backup(rows, sha256, ctx)
            ctx.uow.commit()
    click.echo(
        f"{rows}行を {file} に保存しました。画像、文章、鍵は入っていません。 / {rows} rows, no content, no keys."
    )
    click.echo(f"SHA-256 {sha256}")
    click.echo("`hansho ledger export` の控えと一緒に、鍵とは別の場所に、30日まで保管してください。")


@click.command()
@click.argument("file", type=Existing)
@click.option("--ledger", type=Existing, help="The newest export of the ledger: what was erased since stays erased.")
@click.option("--without-ledger", is_flag=True, help="There is no export that is newer than the backup.")
def restore(file: Path, ledger: Path | None, *, without_ledger: bool) -> None:
    """Put a backup into an empty database, erase again what was erased since, and recall live alerts (R-141)."""
    if (ledger is None) != without_ledger:
        raise click.UsageError(
            "最新の監査台帳の書き出しを --ledger FILE で渡してください。ないときだけ --without-ledger を付けます。"
            " / Give the newest ledger export, or say that there is none."
        )
    try:
        kept = Backup(file)
        with asking() as application:
            newest = entries_of(_newest(ledger, kept, application)) if ledger else []
            with application.writing() as ctx:
                done = bring_back(kept, newest, ctx)
                ctx.uow.commit()
            with application.writing() as ctx:
                if ctx.ports.history.doubt(ctx.uow.ledger):  # it knows of days that are lost, or is lost itself
                    begin_history(ctx)
                ctx.uow.commit()
    except Unfit as error:
        raise click.ClickException(str(error)) from error
    _say(done, str(kept.manifest["made_at"]))


def _newest(ledger: Path, kept: Backup, application: Application) -> list[bytes]:
    """All lines of the export, if it is ours, whole, and goes on where the backup's ends."""
    settings = application.settings
    key = checkpoint.public_key(settings.ledger_origin, checkpoint.signing_key(settings.ledger_key.get_secret_value()))
    head = kept.manifest["ledger"]
    data = ledger.read_bytes()
    try:
        found = examine(data, key=key, earlier=Head(head["size"], bytes.fromhex(head["root"])))
    except UnusableError as error:
        raise click.ClickException(f"{ledger}: {error.what.ja} / {error.what.en}") from error
    if isinstance(found, Broken):
        raise click.ClickException(f"{ledger}: {found.line}行目: {found.what.ja} / {found.what.en}")
    return data.split(b"\n")[: found.head.size]


def _say(done: Restored, made_at: str) -> None:
    """What was done, and what is lost."""
    for line in (
        f"{made_at} のバックアップから {done.rows} 行を戻しました。 / {done.rows} rows restored.",
        f"監査台帳: その後の {done.entries} 件を引き継ぎました。 / {done.entries} later ledger entries taken over.",
        f"その後の消去・退会・失効 {done.erased} 件を、もう一度行いました。 / Erased or ended again: {done.erased}.",
        f"配信中だった警戒情報 {done.recalled} 件を回収します。ボットが動くと届きます。 / Recalled: {done.recalled}.",
        f"作成中・判定中だった通報 {done.lapsed} 件を終了しました。 / Reports ended unsent: {done.lapsed}.",
        "失われたもの: 画像、文章、リンク、ボタン、端末の登録。 / Lost: pictures, texts, links, buttons, browsers.",
    ):
        click.echo(line)
    for at, sender, receivers in done.unknown:
        click.echo(
            f"バックアップの後に送られた警戒情報があります。電話で回収を伝えてください: {at.isoformat()} {sender}"
            f" → {'、'.join(receivers)} / Sent after the backup: call these stores."
        )
    if done.import_again:
        click.echo(
            "店舗や会員がその後に変わっています。最新の CSV を取り込んでください。 / Import the newest CSV files."
        )
    if done.rules_changed:
        click.echo(
            "規則がその後に変わっています。`hansho rules` で確かめてください。 / The rules changed since: check them."
        )
