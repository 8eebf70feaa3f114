"""Rules, ledger and keys."""

from __future__ import annotations

import base64
import secrets
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from audit import checkpoint
from bot.cli.asking import Moment, ask, ask_twofold, asking, by
from bot.cli.files import whole_file
from bot.clock import system_clock
from bot.language import sentences
from bot.settings import Settings
from handlers.audit.checkpoint import begin_history
from handlers.audit.export import export as export_ledger
from handlers.audit.pack import pack as pack_month
from handlers.commands.office import RecordMeasure
from handlers.network.measures import measures as listed
from handlers.network.rule_versions import LANGUAGES, period, readable, version_on_record
from policy.measures import MeasureKind
from policy.references import in_force
from policy.rules import Rules, Value
from policy.twofold import Act


@click.group(invoke_without_command=True)
@click.option("--default", "defaults", is_flag=True, help="The shipped rules instead of this installation's.")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="The network decides on another value.")
@by
@click.pass_context
def rules(here: click.Context, *, defaults: bool, changes: tuple[str, ...]) -> None:
    """Print the rules in force as a readable guideline, in Japanese and English (R-127), or change one."""
    if changes:
        ask_twofold(Act.RULES, changes=dict(map(_change, changes)))
    if here.invoked_subcommand is None:
        decided = Rules() if defaults else _rules_in_force()
        for language in LANGUAGES:
            click.echo(readable(decided, in_force(system_clock().date()), sentences(language)), nl=False)


@rules.command()
@click.argument("version", default="")
def show(version: str) -> None:
    """Print a version that cases were decided under: since when, by whom, every value (R-126); or list them all."""
    with asking() as application, application.reading() as ctx:
        if version:
            click.echo(version_on_record(version, ctx), nl=False)
        else:
            click.echo("\n".join(map(period, ctx.uow.rule_sets.history())))


@click.group()
def ledger() -> None:
    """The audit ledger."""


@ledger.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@by
def export(file: Path) -> None:
    """Write all entries and a signed checkpoint; check it with `python -m audit verify FILE`."""
    with (
        whole_file(file) as part,
        asking() as application,
        application.writing() as ctx,
        part.open("w", encoding="utf-8", newline="\n") as out,
    ):
        size = export_ledger(out.write, ctx)
        ctx.uow.commit()
    click.echo(f"{size}件を書き出しました。 / {size} entries exported.")


@ledger.command()
@click.option("--month", type=Moment(["%Y-%m"]), required=True, help="Which month the figures are of.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@by
def pack(month: datetime, file: Path) -> None:
    """Write the auditor's pack of a month: ledger, signature, figures and how to verify them (R-097, R-121)."""
    with whole_file(file) as part, asking() as application, application.writing() as ctx:
        part.write_bytes(pack_month(month, ctx))
        ctx.uow.commit()
    click.echo(f"{month:%Y-%m}の監査資料を書き出しました。 / Pack written.")


@ledger.command()
@by
def begin() -> None:
    """Begin a new file of checkpoints, and put the old one aside: after a new ledger key or address (R-097)."""
    with asking() as application, application.writing() as ctx:
        size = begin_history(ctx)
        ctx.uow.commit()
    click.echo(f"{size}件目から新しい控えを始めました。 / A new file of checkpoints begins at entry {size}.")


@click.group(invoke_without_command=True)
@click.pass_context
def measures(here: click.Context) -> None:
    """The register of measures: what was received, and suspensions, recalls by the secretariat, holds (R-144)."""
    if here.invoked_subcommand is None:
        with asking() as application, application.reading() as ctx:
            for language in LANGUAGES:
                click.echo("\n".join(listed(language, ctx)))


@measures.command()
@click.argument("kind", type=click.Choice([kind.value for kind in MeasureKind]))
@click.option("--reference", required=True, help="Where its letter is filed, such as PPC-2026-07; plain letters.")
@click.option("--on", "received_on", type=Moment(["%Y-%m-%d"]), required=True, help="When it was received.")
@click.option("--store", default="", metavar="CODE", help="Which store it is about; without it the network.")
@by
def record(kind: str, reference: str, received_on: datetime, store: str) -> None:
    """The accredited body or an authority gave guidance, a recommendation or an order (R-144)."""
    ask(RecordMeasure(MeasureKind(kind), reference, received_on.date(), store))


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
    key = checkpoint.signing_key(settings.ledger_key.get_secret_value())
    click.echo(str(checkpoint.public_key(settings.ledger_origin, key)))


@keys.command()
@by
def rotate() -> None:
    """Wrap every case key anew under the first key of HANSHO_MASTER_KEYS; the older ones can then go.

    Every process needs the new key before: the one that hears the second person's yes does it.
    """
    ask_twofold(Act.KEYS)


def _change(change: str) -> tuple[str, Value]:
    name, _, value = change.partition("=")
    if name not in asdict(Rules()):
        raise click.BadParameter(f"there is no rule called {name}")
    if isinstance(getattr(Rules(), name), str):
        return name, value
    if value in {"true", "false"}:
        return name, value == "true"
    if not value.isdecimal():
        raise click.BadParameter(f"{change}: write NAME=NUMBER or NAME=true|false")
    return name, int(value)


def _rules_in_force() -> Rules:
    with asking() as application, application.reading() as ctx:
        return ctx.uow.stores.rules(ctx.uow.stores.the_network().id)
