"""The database, and one unit of work in it: all of it is kept at the commit, or nothing is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, text

from storage.asked_once import forget_answers
from storage.bells import Bells
from storage.buttons import Buttons
from storage.cases import Cases
from storage.conversations import Conversations
from storage.deliveries import Deliveries
from storage.desk_sessions import DeskSessions
from storage.due import Due
from storage.durability import LogSync
from storage.engine import beside, clear_log, connect, is_sqlite, unlimited
from storage.enrolments import Enrolments
from storage.figures import Figures
from storage.forgotten import Forgotten
from storage.gauges import Accesses, Heartbeats
from storage.holding_session import HoldingSession
from storage.inbox import Inbox
from storage.incidents import Incidents
from storage.installations import Installations
from storage.key_directory import KeyDirectory
from storage.keyring import Keyring
from storage.keys import Keys
from storage.leases import catch_up, free_all
from storage.ledger import Ledger
from storage.links import Links
from storage.migrate import migrate
from storage.notices import Notices
from storage.outbox import Outbox
from storage.parts import AT_ONCE
from storage.people import People
from storage.queries.desk import Desk
from storage.queries.scope import Scope
from storage.queries.staff import Staff
from storage.queries.today import Today
from storage.quotas import Quotas
from storage.requests import Requests
from storage.rule_sets import RuleSets
from storage.statements import insert_once
from storage.stores import Stores
from storage.tables import KeyFolder, Table
from storage.tidy import tidy
from storage.twofold import Twofold
from storage.usage import Uses
from storage.vault import Vault
from storage.weeks import Weeks
from storage.worker_presence import WorkerPresence
from storage.writers import FIRST

ONLY = 1
"""The only id in the table of the key folder."""


class Database:
    """One per process; safe to share between threads.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql+psycopg://…``.
        master_keys: ``id:base64,older:base64``; see ``storage.keyring``.
        key_folder: Where the keys are that have to be able to die (``storage.key_directory``); by default beside
            SQLite's file.

    Raises:
        ValueError: the address or a key can't be used; says what to do.
    """

    def __init__(self, url: str, *, master_keys: str, key_folder: Path | None = None) -> None:
        self.keyring = Keyring(master_keys)
        self.bells = Bells()
        self._engine = connect(url)
        folder = key_folder or beside(url, "keys")
        if folder is None:
            raise ValueError(
                "HANSHO_KEY_DIRECTORY: name a folder of ours outside the database, the same for every process"
            )
        self.keys = KeyDirectory(folder)
        # The option's name is PostgreSQL's; storage.engine reads it for SQLite.
        self._reader = self._engine.execution_options(postgresql_readonly=True)
        # A backup reads for seconds: PostgreSQL too has to show it one state throughout, as SQLite does anyway.
        steady = {} if is_sqlite(self._engine) else {"isolation_level": "REPEATABLE READ"}
        self._snapshot = self._reader.execution_options(**steady)
        self._hasty = self._engine.execution_options(**{FIRST: True})
        self._log_sync = LogSync(Path(self._engine.url.database or "")) if is_sqlite(self._engine) else None
        self.log_holds_erased = False
        """Erased bytes still await their removal from the log."""
        self._presence = WorkerPresence(Path(self._engine.url.database or "")) if is_sqlite(self._engine) else None

    def unit_of_work(self, *, read_only: bool = False, first: bool = False) -> UnitOfWork:
        """A unit of work; ``read_only`` ones run beside a writer and refuse to write, ``first`` ones jump the queue."""
        engine = self._reader if read_only else self._hasty if first else self._engine
        return UnitOfWork(self, engine)

    def snapshot(self) -> UnitOfWork:
        """Read only, and one state of the database throughout, whatever others write meanwhile."""
        uow = UnitOfWork(self, self._snapshot)
        unlimited(uow.session)
        return uow

    def open_keys(self) -> None:
        """R-064: make the folder of keys at the first start; at every later one it has to be the same.

        Raises:
            ValueError: it is not there, or another database's; nothing that is sealed could be opened.
        """
        try:
            with self.unit_of_work() as uow:
                if uow.session.get(KeyFolder, ONLY) is None:
                    insert_once(uow.session, KeyFolder, id=ONLY, mark=self.keys.begin())
                expected = uow.session.get_one(KeyFolder, ONLY).mark
                uow.commit()
        except OSError as error:
            raise ValueError(f"HANSHO_KEY_DIRECTORY, {self.keys.folder}: {error.strerror}") from error
        if self.keys.mark() != expected:
            raise ValueError(
                f"HANSHO_KEY_DIRECTORY, {self.keys.folder}: not the folder that belongs to this database. Mount the one"
                " folder for every process; if it is lost, all content is: restore a backup into an empty database"
            )

    def migrate(self) -> None:
        """Bring the tables to the newest version; harmless when repeated or run by several processes at once."""
        migrate(self._engine)
        # A process that was killed between an erasure's commit and the cut of the log left it to us.
        self.forget_log()

    def sign_on(self) -> None:
        """A worker begins: if no other one is alive, what was leased is free again; else its leases run out."""
        if self._presence is None:
            return
        with self._presence.joining() as alone:
            if alone:
                with self.unit_of_work() as uow:
                    free_all(uow.session)
                    uow.commit()

    def sign_off(self) -> None:
        """The worker has stopped."""
        if self._presence:
            self._presence.leave()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def sync(self) -> None:
        """Return when everything committed so far survives a power cut."""
        if self._log_sync:
            self._log_sync.wait()

    def forget_log(self) -> None:
        """R-064: after an erasure, cut SQLite's log, which still holds the old bytes; repeated if a reader blocks."""
        self.log_holds_erased = is_sqlite(self._engine) and not clear_log(self._engine)


class UnitOfWork:
    """``with database.unit_of_work() as uow: …; uow.commit()``; without the commit nothing is kept."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self._database = database
        self.session = HoldingSession(engine)
        self.vault = Vault(self.session, database.keyring, database.keys)
        self.cases = Cases(self.session)
        self.rule_sets, self.notices = RuleSets(self.session), Notices(self.session)
        self.stores = Stores(self.session, self.notices)
        self.deliveries = Deliveries(self.session)
        self.buttons = Buttons(self.session)
        self.links = Links(self.session)
        self.inbox = Inbox(self.session, self.vault)
        self.installations = Installations(self.session, database.keyring, database.keys)
        self.outbox = Outbox(self.session, self.vault)
        self.due = Due(self.session)
        self.conversations = Conversations(self.session, self.vault)
        self.ledger = Ledger(self.session)
        self.figures = Figures(self.session, self.vault)
        self.weeks = Weeks(self.session)
        self.quota, self.access, self.usage = Quotas(self.session), Accesses(self.session), Uses(self.session)
        self.heartbeats = Heartbeats(self.session)
        self.forgotten = Forgotten(self.session, self.conversations)
        self.desk_sessions, self.twofold = DeskSessions(self.session), Twofold(self.session)
        sealing = (self.session, database.keyring, database.keys)
        self.requests, self.incidents = self._sealed = Requests(*sealing), Incidents(*sealing)
        self.keys = Keys(self.session, database.keyring)
        self.people = People(
            self.session,
            enrolments=Enrolments(self.session, database.keyring),
            links=self.links,
            outbox=self.outbox,
            conversations=self.conversations,
            desk_sessions=self.desk_sessions,
            keys=self.keys,
        )
        self.desk, self.staff = Desk(self.session), Staff(self.session)
        self.today, self.scope = Today(self.session), Scope(self.session)

    def rotate_words(self) -> int:
        """Seal what people wrote about requests and incidents by the current master key; returns how many.

        Raises:
            Damaged: something is sealed by a master key that is already missing.
        """
        return sum(words.rotate() for words in self._sealed)

    def add(self, row: Table) -> None:
        """Keep a new row; its id is there afterwards."""
        self.session.add(row)
        self.session.flush()

    def take_time(self) -> None:
        """This unit may work for a while beside the database: comparing all shops takes longer than a frozen worker is
        waited for.
        """
        unlimited(self.session)

    def let_go(self) -> None:
        """Write what waits, and hold no longer what was read and written: of thousands, nobody comes back to these."""
        self.session.let_go()
        forget_answers(self.session)

    def look_over(self, written: int, *tables: type[Table]) -> None:
        """Of many new rows PostgreSQL learns by itself a minute or more later, and plans meanwhile as if there were
        none: it is told here, after more than one part. SQLite plans by its indexes alone.
        """
        if written > AT_ONCE and self.session.get_bind().dialect.name == "postgresql":
            self.session.flush()
            self.session.execute(text(f"ANALYZE {', '.join(table.__tablename__ for table in tables)}"))

    def tidy(self, now: datetime) -> int:
        """R-043: delete what is finished, older than 30 days and of no case, and keys that open nothing any more.

        Returns:
            How many rows.
        """
        self.vault.sweep(self.installations.keys().union(*(words.keys() for words in self._sealed)))
        return tidy(self.session, now)

    def catch_up(self, now: datetime) -> None:
        """See to it that a clock that was set back holds nothing up (``storage.leases.catch_up``); for every beat."""
        catch_up(self.session, now)

    def take_turn(self) -> None:
        """Be the one writer now and not at the first statement: what comes while we wait for it can still join us."""
        self.session.connection()

    def commit(self, *, lasting: bool = True) -> None:
        """Keep everything. Only the edge calls this.

        ``lasting``: also over a power cut; not for a claim alone, since work that nobody claimed is claimed again.
        """
        self.ledger.settle()
        self.session.flush()
        self.vault.burn()
        for words in self._sealed:
            words.burn()
        self.session.commit()
        if lasting:
            self._database.sync()
        self._database.bells.ring(self.session)
        if self._database.log_holds_erased or any(kept.destroyed for kept in (self.vault, *self._sealed)):
            for kept in (self.vault, *self._sealed):
                kept.destroyed = False
            self._database.forget_log()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()
