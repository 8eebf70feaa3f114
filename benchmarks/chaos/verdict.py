"""What must be zero after all of it, counted from the bot's database and from what stands on the phones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select

from audit.merkle import leaf_hash, root_of
from benchmarks.chaos.traced_clock import TracedClock
from bot.application import Application
from policy.states import State
from simulator.control import Simulator
from simulator.screen import words
from simulator.world import Bubble
from storage.tables import (
    Case,
    CaseKey,
    DueKind,
    DueWork,
    InboxEvent,
    InboxState,
    LedgerEntry,
    OutboxMessage,
    VaultObject,
)

ALERT: Final = "警戒のお願い"
RECALL: Final = "【回収】"
ALL_CLEAR: Final = "解除：もう警戒の必要はありません"
STOPS: Final = (RECALL, ALL_CLEAR)
ASKED: Final = "状況"
NUMBER: Final = re.compile(r"\b\d{4}-[2-9A-Z]{5}\b")

ON_ITS_WAY_SECONDS: Final = 65
"""A card that had left for the platform when the alert ended may arrive this late: a time-out, or a freeze."""

FINISHED: Final = frozenset({State.ENDED, State.WITHDRAWN, State.REFUSED, State.LAPSED, State.ERASED})


class Verdict:
    """Counts; every figure but ``seen`` must be zero."""

    def __init__(self, sim: Simulator, app: Application, clock: TracedClock) -> None:
        self._sim, self._app, self._clock = sim, app, clock
        self.twice: list[str] = []
        """Which cards came more than once, and to whom."""

    def seen(self) -> dict[str, int]:
        """How much happened."""
        chats = [(bubble, words(bubble.raw)) for bubbles in self._sim.world.chats.values() for bubble in bubbles]
        return {
            "events acknowledged": len(self._acknowledged()),
            "messages on phones": sum(not bubble.mine for bubble, _ in chats),
            "alerts": sum(ALERT in text for _, text in chats),
            "cards taken back": sum(bubble.removed and not bubble.mine for bubble, _ in chats),
            "recalls and all-clears": sum(any(stop in text for stop in STOPS) for _, text in chats),
        }

    def of_events(self) -> dict[str, int]:
        """Before old events are swept out: what was acknowledged, and what became of it."""
        with self._app.reading() as ctx:
            rows = ctx.uow.session.execute(select(InboxEvent.event_id, InboxEvent.state)).all()
        settled = {event_id for event_id, state in rows if state in {InboxState.DONE, InboxState.TOLD}}
        return {
            "events lost": len(self._acknowledged() - {event_id for event_id, _ in rows}),
            "events not settled": len({event_id for event_id, _ in rows} - settled),
        }

    def of_cards(self) -> dict[str, int]:
        """What stands on the phones, case by case."""
        with self._app.reading() as ctx:
            cases = {case.number: case for case in ctx.uow.session.scalars(select(Case))}
            attempted = dict(
                ctx.uow.session.execute(
                    select(OutboxMessage.account_id, func.sum(OutboxMessage.cards))
                    .where(OutboxMessage.attempts > 0)
                    .group_by(OutboxMessage.account_id)
                ).all()
            )
            accounts = {
                user: ctx.uow.people.account(known.platform, user) for user, known in self._sim.world.accounts.items()
            }
        doubled: Counter[str] = Counter()
        for owner, everything in self._sim.world.chats.items():
            bubbles = [bubble for bubble in everything if not bubble.removed]
            told = Counter(self._about(bubble) for bubble in bubbles if not bubble.mine)
            asked = sum(
                bubble.mine and words(bubble.raw) == ASKED for bubble in bubbles
            )  # and each alert is shown again
            more = {about: times - 1 - asked * (about[0] == ALERT) for about, times in told.items() if all(about)}
            doubled["cards doubled"] += sum(max(0, times) for times in more.values())
            self.twice += [f"{kind} {number} on {owner}" for (kind, number), times in more.items() if times > 0]
            account, there = accounts[owner], sum(not b.mine and not b.only_shown for b in bubbles)
            rows = attempted.get(account.id, 0) if account else there
            doubled["more messages than were sent"] += max(0, there - rows)
            doubled["alerts that stayed on Slack"] += sum(self._stayed(bubble) for bubble in bubbles)
            doubled["alerts after a stop"] += sum(1 for _ in self._late(bubbles, cases))
        return dict(doubled)

    def of_cases(self) -> dict[str, int]:
        """Whether everything came to an end, and what waits."""
        with self._app.reading() as ctx:
            states = [*ctx.uow.session.scalars(select(Case.state))]
            return {
                "cases stuck": sum(state not in FINISHED for state in states),
                "cards waiting": ctx.uow.outbox.waiting(),
                "work overdue": len(ctx.uow.due.overdue(ctx.now, timedelta(minutes=1))),
            }

    def waiting(self) -> int:
        """What is still on its way through the bot."""
        with self._app.reading() as ctx:
            events = select(func.count()).select_from(InboxEvent).where(InboxEvent.state == InboxState.NEW)
            late = ctx.uow.due.overdue(ctx.now, timedelta(seconds=1))
            # What could not be redrawn at once is in a minute.
            closing = select(func.count()).where(DueWork.kind == DueKind.CLOSE_CARDS, DueWork.done_at.is_(None))
            counted = sum(ctx.uow.session.scalars(count).one() for count in (events, closing))
            return counted + ctx.uow.outbox.waiting() + len(late)

    def of_content(self, *kinds: str) -> int:
        """Objects and keys of these kinds that are still there."""
        with self._app.reading() as ctx:
            session = ctx.uow.session
            objects = select(func.count()).select_from(VaultObject).where(VaultObject.kind.in_(kinds))
            keys = (
                select(func.count()).select_from(CaseKey).where(CaseKey.kind.in_(kinds), CaseKey.wrapped.is_not(None))
            )
            return session.scalars(objects).one() + session.scalars(keys).one()

    def of_ledger(self) -> int:
        """0 if every entry is there, in order, and hashes to the root that is kept; else 1."""
        with self._app.reading() as ctx:
            rows = ctx.uow.session.execute(
                select(LedgerEntry.sequence, LedgerEntry.event, LedgerEntry.leaf).order_by(LedgerEntry.sequence)
            ).all()
            size, root = ctx.uow.ledger.head()
        leaves = [leaf_hash(event.encode()) for _, event, _ in rows]
        whole = [row.sequence for row in rows] == list(range(size)) and [leaf.hex() for leaf in leaves] == [
            row.leaf for row in rows
        ]
        return 0 if whole and root_of(leaves).hex() == root else 1

    def _about(self, bubble: Bubble) -> tuple[str, str]:
        text = words(bubble.raw)
        kind = next(
            (kind for kind in (ALERT, *STOPS) if text.startswith(kind) or f" {kind}" in text.splitlines()[0]), ""
        )
        number = NUMBER.search(text)
        return kind, number[0] if number else ""

    def _stayed(self, bubble: Bubble) -> bool:
        """An alert that can be redrawn and isn't; asked when all are over."""
        return "blocks" in bubble.raw and self._about(bubble)[0] == ALERT

    def _late(self, bubbles: list[Bubble], cases: dict[str, Case]) -> Iterator[Bubble]:
        """Alerts that came behind their own stop, or long after the end."""
        stopped: set[str] = set()
        for bubble in bubbles:
            kind, number = self._about(bubble)
            if kind in STOPS:
                stopped.add(number)
            elif kind == ALERT:
                ended = cases[number].ended_at if number in cases else None
                if number in stopped or (ended and self._came_late(bubble.at, ended.timestamp())):
                    yield bubble

    def _came_late(self, at: float, ended: float) -> bool:
        machine = self._clock.machine
        return min(machine(at)) > max(machine(ended)) + ON_ITS_WAY_SECONDS

    def _acknowledged(self) -> set[str]:
        """Ids of the messages and presses that the bot answered with 200: every LINE event, Slack's Events API."""
        found = set()
        for entry in self._sim.world.log:
            if entry["what"] == "line.webhook" and 200 <= entry["status"] < 300:  # noqa: PLR2004 - success
                found |= {event["webhookEventId"] for event in entry["content"]}
            if entry["what"] == "slack.webhook" and 200 <= entry["status"] < 300 and "event_id" in entry["content"]:  # noqa: PLR2004
                found.add(entry["content"]["event_id"])
        return found
