"""Slack workspaces: invite one, list them, end one, take over the accounts of the one there was."""

from __future__ import annotations

import sys

import click

from bot.cli.asking import asking, by
from handlers.commands.workspaces import EndWorkspace
from handlers.errors import NotFound
from handlers.network import workspaces


@click.group()
def slack() -> None:
    """Workspaces, where each business has its own."""


@slack.command()
@by
def invite() -> None:
    """Print a link by which one workspace may let us in, once, within 48 hours."""
    with asking() as application:
        if not application.settings.slack_client_id:
            raise click.ClickException("HANSHO_SLACK_CLIENT_ID is not set; see docs/running.md")
        with application.writing() as ctx:
            code = workspaces.invite(ctx)
            ctx.uow.commit()
    if sys.stdout.isatty():
        click.echo("入れる人だけに渡してください。 / Hand it to nobody else.", err=True)
    click.echo(f"{application.settings.public_url.rstrip('/')}/slack/install/{code}")


@slack.command("list")
def list_() -> None:
    """Those that let us in: id, name, since when."""
    with asking() as application, application.reading() as ctx:
        for row in ctx.uow.installations.standing():
            click.echo(f"{row.workspace}  {row.name}  {row.installed_at:%Y-%m-%d}")


@slack.command()
@click.argument("workspace")
@by
def adopt(workspace: str) -> None:
    """Put the accounts from the time of HANSHO_SLACK_BOT_TOKEN into this workspace (T…), which has let us in."""
    with asking() as application, application.writing() as ctx:
        moved = workspaces.adopt(workspace, ctx)
        ctx.uow.commit()
    click.echo(f"{moved} 件のアカウントを移しました。 / {moved} accounts are in {workspace} now.")


@slack.command()
@click.argument("workspace")
@by
def end(workspace: str) -> None:
    """Let go of a workspace (T…) that does not let go of us: its tokens are destroyed, its people reached elsewhere."""
    with asking() as application:
        with application.reading() as ctx:
            if workspace not in {row.workspace for row in ctx.uow.installations.standing()}:
                raise NotFound
        application.run(EndWorkspace(workspace, application.now()))
    click.echo(f"{workspace} を外しました。 / {workspace} has ended.")
