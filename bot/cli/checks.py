"""What ``hansho doctor`` looks at."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from audit.growth import Doubt
from bot.chat import ChatPlatform, SendFailed
from bot.cli import surroundings
from bot.cli.files import OWNER_ONLY
from bot.cli.finding import Finding
from bot.settings import Settings
from bot.wiring import Bot, opened
from handlers.network import lights
from handlers.notices.facts import found
from handlers.recipient import read_in
from handlers.wording.access import told
from masking import MaskingError
from masking.process import walls
from policy import readiness
from policy.access import may_combine
from policy.facts import Role
from policy.readiness import Level, Light
from storage.imports import twins
from storage.tables import Failure, Network
from storage.tables.workspaces import BETWEEN
from storage.unit_of_work import UnitOfWork
from storage.writers import NoTurn

_KEEP = "keep the file and every checkpoint that people hold, and have the auditor look; nothing is signed meanwhile"
IN_DOUBT = {
    Doubt.MISSING: "HANSHO_CHECKPOINTS is gone: bring the file back, or `hansho ledger begin`: the ledger records that",
    Doubt.NOT_OURS: "HANSHO_CHECKPOINTS is not signed by our key and address: after changing one `hansho ledger begin`",
    Doubt.SHORTER: f"entries that were signed are gone from the database: {_KEEP}",
    Doubt.REWRITTEN: f"entries were changed in the database after they were signed: {_KEEP}",
}


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at one thing after another; the first broken one does not hide the others."""
    with opened(settings) as bot:
        database = _database(bot)
        yield database
        yield from _readable(settings)
        yield _models(bot)
        if not settings.demo:
            yield surroundings.places(settings)
            yield surroundings.letters()
            yield surroundings.tls(settings.public_url, bot.application.now())
        yield from _platforms(bot)
        if database.good:
            yield _ledger(bot)
            yield _backups(bot)
            yield _keys(bot)
            yield from _refused(bot)
            yield from _town(bot)


def _database(bot: Bot) -> Finding:
    try:
        bot.application.database.migrate()
    except (SQLAlchemyError, NoTurn) as error:
        return Finding("database", False, f"{type(error).__name__}: check HANSHO_DATABASE_URL")
    return Finding("database", True, "tables are there and up to date")


def _readable(settings: Settings) -> Iterator[Finding]:
    """R-064: files that an earlier version, or somebody by hand, left open to others on this machine."""
    address = make_url(settings.database_url)
    for name in [".env", *([address.database] if address.drivername == "sqlite" and address.database else [])]:
        file = Path(name)
        if file.is_file() and stat.S_IMODE(file.stat().st_mode) & OWNER_ONLY:
            yield Finding(name, False, f"others on this machine can read it: chmod 600 {name}")


def _ledger(bot: Bot) -> Finding:
    """R-097: every entry, against its own root and against what was signed last."""
    with bot.application.reading() as ctx:
        why = ctx.ports.history.doubt(ctx.uow.ledger, whole=True)
    return Finding("ledger", why is None, IN_DOUBT[why] if why else "continues what was signed last")


def _keys(bot: Bot) -> Finding:
    """R-064: the folder of keys belongs to this database, and holds those of all content that lives."""
    try:
        bot.application.database.open_keys()
    except ValueError as error:
        return Finding("keys", False, str(error))
    with bot.application.reading() as ctx:
        missing = ctx.uow.vault.missing()
    says = f"{missing} are missing in HANSHO_KEY_DIRECTORY: their content is lost; bring the files back if you can"
    return Finding("keys", not missing, says if missing else "each piece of content has its own, outside the database")


def _backups(bot: Bot) -> Finding:
    with bot.application.reading() as ctx:
        return surroundings.backups(ctx, ctx.now)


def _models(bot: Bot) -> Finding:
    pool = bot.masking_pool()
    try:
        pool.warm()
    except MaskingError as error:
        return Finding("masking", False, str(error) or f"run `python -m masking.models {bot.settings.models}`")
    finally:
        pool.close()
    missing = " and ".join(walls.lacking())
    wall = f"without {missing}: a newer kernel closes it off from files and network" if missing else "closed off"
    where = "by the decoding service" if bot.settings.decoder else "in their own process"
    return Finding("masking", True, f"models loaded and verified {where}, {wall}")


def _platforms(bot: Bot) -> Iterator[Finding]:
    if not bot.platforms:
        yield Finding("chat", False, "set the secrets of LINE or Slack; see .env.example")
    for name, platform in bot.platforms.items():
        with suppress(SQLAlchemyError):  # the database's own line tells
            yield from _accesses(bot, name, platform)


def _accesses(bot: Bot, name: str, platform: ChatPlatform) -> Iterator[Finding]:
    workspaces = platform.workspaces()
    if not workspaces:
        yield Finding(name, False, "no workspace has let it in: `hansho slack invite` prints a link for one")
    for workspace, called in workspaces.items():
        yield from _access(" ".join(filter(None, [name, workspace, called])), platform, workspace, bot)


def _access(about: str, platform: ChatPlatform, workspace: str, bot: Bot) -> Iterator[Finding]:
    try:
        access, allowance = platform.check(workspace), platform.allowance()
    except SendFailed as failure:
        mend = "install it anew by `hansho slack invite`" if workspace else "check its token"
        yield Finding(about, False, f"does not answer ({failure.reason}): {mend}")
        return
    t = bot.application.ports.sentences("en")
    left = "" if allowance is None or allowance.allowed is None else f", {allowance.allowed - allowance.used} left"
    amiss = " ".join(read_in(t, sentence) for sentence in told(access.amiss.items()))
    yield Finding(about, not amiss, amiss or f"token accepted{left}")
    if access.at:
        yield surroundings.clock(access.at, bot.application.now())


def _refused(bot: Bot) -> Iterator[Finding]:
    with bot.application.database.unit_of_work(read_only=True) as uow:
        refused = uow.outbox.waiting_for(Failure.TOKEN)
    for gate, cards in refused.items():
        mend = "put a good token into .env and restart"
        if BETWEEN in gate:
            mend = "install it anew by `hansho slack invite`"
        elif gate in bot.platforms and "" not in bot.platforms[gate].workspaces():
            mend = "the readers are in no workspace: `hansho slack adopt T…` puts them into theirs"
        yield Finding(f"cards for {gate}", False, f"{cards} wait since no token opens it: {mend}; none is lost")


def _town(bot: Bot) -> Iterator[Finding]:
    with bot.application.database.unit_of_work(read_only=True) as uow:
        if not uow.stores.has_network():
            yield Finding("stores", False, "none yet: run `hansho stores import stores.csv`")
            return
        network = uow.stores.the_network()
        yield from _twins(uow, network)
        yield from _offices(bot, uow, network)
        yield from _notices(bot, uow, network)
        yield from _stores(bot, uow, network)


def _offices(bot: Bot, uow: UnitOfWork, network: Network) -> Iterator[Finding]:
    now = bot.application.now()
    for light in (*lights.of_office(network.id, uow, now), lights.of_rules(network.id, uow, now)):
        yield _finding(bot, "network", light)


def _notices(bot: Bot, uow: UnitOfWork, network: Network) -> Iterator[Finding]:
    """R-029: what is said in public and isn't so, by the list that the desk shows too."""
    t, amiss = bot.application.ports.sentences("en"), found(network, bot.application.context(uow))
    yield from (Finding("notices", False, f"{t(one.says, **one.values)} ({one.clause})") for one in amiss)
    if not amiss:
        yield Finding("notices", True, "what is published is so")


def _stores(bot: Bot, uow: UnitOfWork, network: Network) -> Iterator[Finding]:
    """R-005, R-061, R-113: what keeps a store from taking part, by the list that the desk shows too.

    That a shop can't send is said of each only while none can: many small ones want to be warned, and no more.
    """
    now = bot.application.now()
    stores = [one for one in uow.stores.in_network(network.id) if one.left_at is None or one.left_at > now]
    lit = lights.of_stores(stores, network.id, uow, now)
    able = Counter(light.about for _, them in lit for light in them if light.level is not Level.BAD)
    send, receive = able[readiness.SENDS], able[readiness.RECEIVES]
    for store, them in lit:
        amiss = (one for one in them if one.level is Level.BAD and one.about not in readiness.SUMS)
        yield from (_finding(bot, f"store {store.code}", one) for one in amiss if not (one.only_sends and send))
    says = f"{send} can send an alert and {receive} can get one, of {len(stores)}; a town needs one and two of them"
    yield Finding("stores", bool(send) and receive > 1, says)


def _finding(bot: Bot, about: str, light: Light) -> Finding:
    t = bot.application.ports.sentences("en")
    told = f"{t(light.about)}: {t(light.says, **light.values)} ({light.clause})"
    return Finding(about, light.level is not Level.BAD, told, works_for_now=light.level is Level.CARE)


def _twins(uow: UnitOfWork, network: Network) -> Iterator[Finding]:
    """R-113: what was let in before the import looked, or when the network allowed it."""
    for (one, other), likeness in twins.standing(uow, network).items():
        says = f"may be one ({likeness}): if so, let one of them leave; if not, `--confirm-new` at the next import"
        yield Finding(f"{one} and {other}", False, says)
    for member in uow.people.in_network(network.id, [*Role]):
        facts = uow.people.member_facts(member)
        if not may_combine(facts.roles, office_approves=network.office_decided_on is not None):
            yield Finding(f"member {member.code}", False, "holds roles that one person must not hold together (R-113)")
