"""R-141: a backup comes back, and nothing that was erased since comes back with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audit.event import Entry, Event
from handlers.alert.stop import call_back
from handlers.approval.silence import let_lapse
from handlers.case.involved import reachable
from handlers.case.record import move
from handlers.context import Context
from handlers.retention.close import close
from handlers.retention.erase import WORK
from handlers.retention.replay import details_of, moment_of, replay
from policy.facts import Role
from policy.forms.names import RecallReason
from policy.retention import Kind
from policy.states import BEFORE_SENDING, TO_LEAVE, DeliveryState, Ending, State
from storage.backup import Backup, Unfit
from storage.tables import Case, Delivery, Store
from storage.vault import KINDS

ENDINGS = {Event.ALERT_ALL_CLEAR.value: Ending.ALL_CLEAR, Event.ALERT_EXPIRE.value: Ending.EXPIRY}
"""What neighbours heard the end of. Whether a recall reached everybody is not known, so it is repeated."""

NEWCOMERS = frozenset(
    {Event.MEMBER_JOIN, Event.MEMBER_CHANGE, Event.STORE_JOIN, Event.STORE_CHANGE, Event.ACCOUNT_ENROL}
)
"""Who joined or changed since stands in the newest CSV files alone."""


@dataclass
class Restored:
    """What came back, and what did not.

    Attributes:
        rows: Read from the backup.
        entries: Of the ledger, taken over from the export.
        recalled: Alerts that were live, or may have been.
        lapsed: Reports that were in hand.
        erased: Cases, people and accounts that were erased, or left, since the backup.
        import_again: People or stores joined or changed since.
        rules_changed: The rules in force are not those of the backup.
        unknown: Alerts that were sent since by cases the backup doesn't know: when, by whom, to whom.
    """

    rows: int
    entries: int = 0
    recalled: int = 0
    lapsed: int = 0
    erased: int = 0
    import_again: bool = False
    rules_changed: bool = False
    unknown: list[tuple[datetime, str, list[str]]] = field(default_factory=list)


@dataclass
class _Since:
    """What the ledger tells of one case after the backup."""

    sent_at: datetime | None = None
    stores: list[str] = field(default_factory=list)
    sender: str = ""
    ending: Ending | None = None
    erased: bool = False


def note_backup(rows: int, sha256: str, ctx: Context) -> None:
    """R-141: that a backup was made, and which file it is."""
    ctx.note(Event.BACKUP_MAKE, None, rows=rows, sha256=sha256)


def last_backup(ctx: Context) -> datetime | None:
    """R-141: when the last one was made, as the ledger has it."""
    made = ctx.uow.ledger.of_events([Event.BACKUP_MAKE])
    return datetime.fromisoformat(str(made[-1]["at"])) if made else None


def restore(backup: Backup, newest: Sequence[Entry], ctx: Context) -> Restored:
    """R-141, L255: rows first, then what people did since, then every case is closed or recalled.

    Links, buttons and browsers are not in a backup, so none of them opens anything any more.

    Args:
        backup: Whole, for an empty database.
        newest: All entries of the newest ledger, which was verified and begins as the backup's does.
        ctx: One unit of work: all of it comes back, or nothing.

    Raises:
        Unfit: the database is not empty or of another version, or the backup was taken before anything was imported.
    """
    done = Restored(backup.load(ctx.uow.session))
    if not ctx.uow.stores.has_network():
        raise Unfit("バックアップに店舗がありません。 / There are no stores in the backup.")
    size, _ = ctx.uow.ledger.head()
    since = newest[size:]
    ctx.uow.ledger.take_over(since)
    done.entries = len(since)
    for entry in since:
        done.erased += replay(entry, ctx)
    cases = _by_case(since)
    for case in ctx.uow.cases.every():
        _settle(case, cases.pop(case.id, _Since()), done, ctx)
    done.unknown = [
        (told.sent_at, _name(told.sender, ctx), [_name(store, ctx) for store in told.stores])
        for told in cases.values()
        if told.sent_at is not None and told.ending is None
    ]
    events = {entry["event"]: details_of(entry) for entry in since}
    done.import_again = bool(NEWCOMERS & events.keys())
    rules = events.get(Event.RULES_SET)
    in_force = ctx.uow.stores.rules(ctx.uow.stores.the_network().id).version
    done.rules_changed = rules is not None and rules.get("version") != in_force
    ctx.note(Event.BACKUP_RESTORE, None, rows=done.rows, entries=done.entries, recalled=done.recalled)
    return done


def _settle(case: Case, since: _Since, done: Restored, ctx: Context) -> None:
    """Content is not in a backup: keys are marked as destroyed, and no case goes on without its content."""
    for kind in sorted(KINDS):
        ctx.uow.vault.destroy(case.id, kind, ctx.now)
    if since.erased:
        ctx.uow.cases.remove(case.id)
        done.erased += 1
        return
    if case.state in BEFORE_SENDING and since.sent_at is not None:
        _take_as_sent(case, since.sent_at, since.stores, ctx)
    if case.state == State.LIVE and since.ending is not None:
        close(case, State.ENDED, since.ending, ctx)
    elif case.state == State.LIVE:
        for delivery in ctx.uow.deliveries.of_case(case.id):
            if delivery.state in TO_LEAVE:
                delivery.state = DeliveryState.UNKNOWN
        call_back(case, None, RecallReason.NOT_NEEDED, ctx)
        done.recalled += 1
    elif case.state in BEFORE_SENDING:
        let_lapse(case, ctx)
        done.lapsed += 1
    else:
        if case.state != State.ERASED:
            move(case, State.ERASED, ctx)
        ctx.uow.due.plan(WORK[Kind.RECORD], case.id, case.expires_at, case_id=case.id)


def _take_as_sent(case: Case, at: datetime, stores: Sequence[str], ctx: Context) -> None:
    """R-078: it went out after the backup; who of each store got it is not known, so all its contacts hear."""
    case.state, case.sent_at = State.LIVE, at
    for store_id in stores:
        for account in reachable(ctx.uow.people.at_store(store_id, (Role.CONTACT, Role.SECOND_CONTACT)), ctx):
            if ctx.uow.deliveries.for_account(case.id, account.id) is None:
                to = {"store_id": store_id, "member_id": account.member_id, "account_id": account.id}
                ctx.uow.add(Delivery(case_id=case.id, state=DeliveryState.UNKNOWN, sent_at=at, **to))


def _by_case(entries: Sequence[Entry]) -> dict[str, _Since]:
    told: dict[str, _Since] = defaultdict(_Since)
    for entry in entries:
        event, about = str(entry["event"]), told[str(entry.get("case", ""))]
        if event == Event.REPORT_OPEN:
            about.sender = str(details_of(entry)["store"])
        elif event == Event.ALERT_SEND:
            about.sent_at = moment_of(entry)
        elif event == Event.DELIVERY_SEND and (store := str(details_of(entry)["store"])) not in about.stores:
            about.stores.append(store)
        elif event == Event.RECORD_ERASE:
            about.erased = True
        about.ending = ENDINGS.get(event, about.ending)
    return dict(told)


def _name(store_id: str, ctx: Context) -> str:
    store = ctx.uow.session.get(Store, store_id)
    return store.full_name if store is not None else store_id
