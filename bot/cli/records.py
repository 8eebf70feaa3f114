"""Rules, ledger, keys and holds."""

from __future__ import annotations

import base64
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import checkpoint
from audit.event import Event
from bot.cli.pack import pack
from bot.language import sentences
from bot.settings import Settings
from bot.wiring import build
from handlers.cards import denial
from handlers.errors import HanshoError
from handlers.recipient import read_in
from handlers.retention.erase import hold as hold_case
from policy.guideline import document
from policy.rules import Rules, check_rules, rules_from
from policy.verdict import Deny


@click.command()
@click.option("--default", "defaults", is_flag=True, help="The shipped rules instead of this installation's.")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="The network decides on another value.")
def rules(*, defaults: bool, changes: tuple[str, ...]) -> None:
    """Print the rules in force as a readable guideline, in Japanese and English (R-127), or change one."""
    if changes:
        _decide(dict(_change(change) for change in changes))
    in_force = Rules() if defaults else _rules_in_force()
    for language in ("ja", "en"):
        t = sentences(language)
        for heading, paragraphs in document(in_force):
            click.echo(f"\n## {t(heading)}\n")
            for paragraph in paragraphs:
                lines = ", ".join(f"L{line}" for line in paragraph.lines)
                place = f"[{', '.join(paragraph.clauses)}; {lines}]"
                click.echo(f"- {t(paragraph.sentence, **paragraph.values)} {place}")


@click.group()
def ledger() -> None:
    """The audit ledger."""


@ledger.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write all entries and a signed checkpoint; check it with `python -m audit verify FILE`."""
    settings = Settings()
    bot = build(settings)
    key, origin = _ledger_key(settings), settings.ledger_origin
    with bot.application.database.unit_of_work() as uow, file.open("w", encoding="utf-8", newline="\n") as out:
        size, root = uow.ledger.export(out.write)
        out.write(checkpoint.sign(origin, size, bytes.fromhex(root), key))
        uow.ledger.append(Event.LEDGER_EXPORT, at=bot.application.now(), details={"size": size})
        uow.commit()
    click.echo(f"{size}件を書き出しました。 / {size} entries exported.")


ledger.add_command(pack)


@click.group()
def keys() -> None:
    """Keys: fresh ones, and rotation of the master key."""


@keys.command()
def new() -> None:
    """Print fresh secrets for `.env`; they are shown once and stored nowhere."""
    master, link, seed = (secrets.token_bytes(32) for _ in range(3))
    click.echo(f"HANSHO_MASTER_KEYS=k{secrets.token_hex(2)}:{base64.b64encode(master).decode()}")
    click.echo(f"HANSHO_LINK_SECRET={base64.urlsafe_b64encode(link).decode()}")
    click.echo(f"HANSHO_LEDGER_KEY={base64.b64encode(seed).decode()}")


@keys.command()
def public() -> None:
    """Print the public key with which auditors check the ledger's signatures."""
    settings = Settings()
    click.echo(str(checkpoint.public_key(settings.ledger_origin, _ledger_key(settings))))


@keys.command()
def rotate() -> None:
    """Wrap every case key anew under the first key of HANSHO_MASTER_KEYS; the older ones can then go."""
    bot = build(Settings())
    with bot.application.database.unit_of_work() as uow:
        count = uow.vault.rotate()
        uow.ledger.append(Event.KEY_ROTATE, at=bot.application.now(), details={"keys": count})
        uow.commit()
    click.echo(f"{count}個の鍵を包み直しました。 / {count} keys rewrapped.")


@click.command()
@click.argument("number")
@click.option("--by", "code", required=True, help="Member code of the secretariat.")
@click.option("--days", type=click.IntRange(1, 31), required=True)
def hold(number: str, code: str, days: int) -> None:
    """Stop the erasure of a case for some days, on behalf of the secretariat (R-142)."""
    bot = build(Settings())
    with bot.application.database.unit_of_work() as uow:
        case = uow.cases.by_number(number)
        member = uow.people.by_code(uow.stores.the_network().id, code)
        if case is None or member is None:
            raise click.ClickException("no such case or member")
        try:
            hold_case(case, member, bot.application.now() + timedelta(days=days), bot.application.context(uow))
        except HanshoError as error:
            click.echo(read_in(sentences("ja"), error.told), err=True)
            sys.exit(1)
        uow.commit()
    click.echo("保全しました。 / Held.")


def _ledger_key(settings: Settings) -> Ed25519PrivateKey:
    return checkpoint.signing_key(settings.ledger_key.get_secret_value())


def _change(change: str) -> tuple[str, int | bool]:
    name, _, value = change.partition("=")
    if value in {"true", "false"}:
        return name, value == "true"
    if not value.isdecimal():
        raise click.BadParameter(f"{change}: write NAME=NUMBER or NAME=true|false")
    return name, int(value)


def _decide(changes: dict[str, int | bool]) -> None:
    """R-044, R-120: the network's own decision, within the ceilings; cases in hand are assessed anew (R-126)."""
    bot = build(Settings())
    with bot.application.database.unit_of_work() as uow:
        network = uow.stores.the_network()
        decided = {**network.rules, **changes}
        try:
            verdict = check_rules(rules_from(decided))
        except KeyError as unknown:
            raise click.BadParameter(f"there is no rule called {unknown}") from None
        if isinstance(verdict, Deny):
            raise click.BadParameter(read_in(sentences("ja"), denial(verdict)))
        network.rules = decided
        uow.ledger.append(Event.RULES_SET, at=bot.application.now(), details={"version": rules_from(decided).version})
        uow.commit()


def _rules_in_force() -> Rules:
    bot = build(Settings())
    with bot.application.database.unit_of_work(read_only=True) as uow:
        return uow.stores.rules(uow.stores.the_network().id)
