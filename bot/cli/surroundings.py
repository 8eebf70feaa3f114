"""What ``hansho doctor`` looks at around the bot: paths, certificate, the machine's clock, and the last backup."""

from __future__ import annotations

import math
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import make_url

from bot.cli.finding import Finding
from bot.paper.sheet import has_letters
from bot.settings import Settings
from handlers.context import Context
from handlers.retention.restore import last_backup

PATIENCE: Final = 5
"""Seconds for an address to answer."""

RENEWED: Final = timedelta(days=14)
"""Whoever renews certificates by itself does so a month before their end."""

SKEW: Final = timedelta(seconds=30)
"""Six digits of an app are good for as long; Slack refuses what is five minutes off."""

EACH_DAY: Final = timedelta(hours=36)
"""A backup is made each morning; one may be late."""


def tls(public_url: str, now: datetime) -> Finding:
    """R-064: whether a browser would trust what stands before the bot, and for how long still."""
    parts = urlsplit(public_url)
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as wrapped,
        ):
            ends = str((wrapped.getpeercert() or {}).get("notAfter", ""))
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message
        return Finding("TLS", False, f"no browser trusts the certificate of {host} ({why}): renew it at the proxy")
    except OSError:  # also what TLS itself stumbles over
        mend = "look at DNS, the firewall and the proxy (deploy/Caddyfile, deploy/nginx.conf)"
        return Finding("TLS", False, f"nobody answers at {host}:{port}: {mend}")
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
    if until - now < RENEWED:
        return Finding("TLS", False, f"the certificate ends on {until:%Y-%m-%d}: see why the proxy did not renew it")
    return Finding("TLS", True, f"trusted, until {until:%Y-%m-%d}")


def clock(theirs: datetime, ours: datetime) -> Finding:
    """R-064, R-097: times in the ledger are this machine's, and the second factor goes by them."""
    off = abs(theirs - ours)
    if off <= SKEW:
        return Finding("clock", True, "as the platforms have it")
    seconds = math.floor(off.total_seconds())
    way = "behind" if theirs > ours else "ahead"
    return Finding("clock", False, f"{seconds} seconds {way}: have it set by the network (timedatectl set-ntp true)")


def backups(ctx: Context, now: datetime) -> Finding:
    """R-141: when the last one was made, as the ledger has it."""
    mend = "enable hansho-backup.timer (docs/running.md, section 6), or run `hansho backup FILE`"
    made = last_backup(ctx)
    if made is None:
        return Finding("backup", True, f"none was ever made: {mend}", works_for_now=True)
    age = now - made
    if age > EACH_DAY:
        return Finding("backup", False, f"the last one is {age.days} days old: {mend}")
    return Finding("backup", True, f"the last one is {age // timedelta(hours=1)} hours old")


def letters() -> Finding:
    """R-023, R-122: posters, cards and letters are printed with a font of this machine's; without, no shop can join."""
    if has_letters():
        return Finding("print", True, "there are Japanese letters to print with")
    mend = "sudo apt install fonts-morisawa-bizud-gothic, and restart"
    return Finding("print", False, f"no Japanese letters for posters, cards and letters: {mend}")


def places(settings: Settings) -> Finding:
    """R-064, R-141: whoever types a command in another folder must not begin a second database, or miss the keys."""
    address = make_url(settings.database_url)
    database = Path(address.database) if address.drivername == "sqlite" and address.database else None
    named = {
        "HANSHO_DATABASE_URL": database,
        "HANSHO_KEY_DIRECTORY": settings.key_directory,
        "HANSHO_CHECKPOINTS": settings.checkpoints,
        "HANSHO_MODELS": settings.models,
        "HANSHO_DECODER": settings.decoder,
    }
    here = [name for name, path in named.items() if path is not None and not path.is_absolute()]
    if not here:
        return Finding("paths", True, "the same from every folder")
    mend = f"type commands in {Path.cwd()}, or write paths from / on into .env"
    return Finding("paths", True, f"{', '.join(here)}: counted from the folder one is in: {mend}", works_for_now=True)
