"""What cards are made of, beside the report and the rules' own facts: frozen, and known to no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policy.clocks import Level
from policy.facts import Role
from policy.forms.names import Wrong
from policy.incidents.kinds import What
from policy.quality import Flaw
from policy.rights import RequestState, Wish
from policy.states import UNSENT, DeliveryAnswer, DeliveryState, Ending, State
from policy.steps import Due, worst


@dataclass(frozen=True)
class EarlierAnswer:
    """How an earlier report of the same event ended before it was sent (R-112).

    Attributes:
        number: Of that case.
        ending: How it ended.
        at: When.
        test: Which of the four was answered with "no"; "" if nobody did.
        role: As what the person answered.
        reason: What they wrote; "" once it is erased.
    """

    number: str
    ending: Ending
    at: datetime
    test: str = ""
    role: Role = Role.SECRETARIAT
    reason: str = ""


@dataclass(frozen=True)
class IncidentFacts:
    """An incident: nothing of what anybody wrote.

    Attributes:
        number: What people call it.
        what: What its finder said.
        known_at: The first tap.
        going_on: Whether it still goes on; None: not answered.
        drill: Nothing happened.
        called: Whether anybody could be called.
        stores: Where its finder works.
        taken_as: As what somebody took it; None: nobody has.
        taken_at: When.
        closed_at: Its end, if it ended.
    """

    number: str
    what: What
    known_at: datetime
    going_on: bool | None
    drill: bool
    called: bool
    stores: str
    taken_as: Role | None = None
    taken_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class RequestFacts:
    """A request of somebody outside: nothing of what they wrote.

    Attributes:
        number: What people call it.
        wish: What is asked for.
        state: Where it stands.
        store: Business and name of the shop it is about; "" if the person doesn't know.
        received_at: When it came.
        dues: What it waits for at our end, the nearest first.
        suspends: A live alert's picture is kept back for it.
    """

    number: str
    wish: Wish
    state: RequestState
    store: str
    received_at: datetime
    dues: tuple[Due, ...]
    suspends: bool

    @property
    def level(self) -> Level:
        """How urgent it is."""
        return worst(self.dues)


@dataclass(frozen=True)
class CaseFacts:
    """A case as cards speak of it.

    Attributes:
        number: What people call it.
        store: Business and name of the reporting store.
        event_at: When it happened; None before the report says so.
        state: Where it stands.
        ending: How it ended, if it has.
        binding: What the approvers say yes to; "" before they are asked.
        expires_at: End of the draft, then of the alert.
        life_hours: How long the alert is to live.
        stores: How many stores it goes to.
        reach_m: Metres, where the reporter warns within less than the network reaches.
        proposed: Names of the far stores that the reporter wants to warn and no approver has ticked (R-030).
        left_out: Names of the stores within reach that the reporter does not want to warn.
        has_photo: A photo is there or on its way.
        in_words: It was reported for words alone, so that no picture is left to speak of.
        held_until: Until then nothing of it is erased (R-142).
        flaws: What may mislead about the picture that goes out (R-041).
        override: Why it is used all the same.
        by_hand: Percent of what the picture shows that a hand opened (R-118).
        version: Which version of the alert is spoken of.
        narrowed: What turned out wrong since it was sent, and is told no longer (R-049).
        paused: Doubts keep back what shows a person, until the sending store answers (R-096).
        earlier: While it lies with its approvers: what was answered before about the same event.
    """

    number: str
    store: str
    event_at: datetime | None
    state: State
    ending: Ending | None
    binding: str
    expires_at: datetime
    life_hours: int
    stores: int
    reach_m: int | None = None
    proposed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    has_photo: bool = False
    in_words: bool = False
    held_until: datetime | None = None
    flaws: tuple[Flaw, ...] = ()
    override: str = ""
    by_hand: int = 0
    version: int = 1
    narrowed: tuple[Wrong, ...] = ()
    paused: bool = False
    earlier: tuple[EarlierAnswer, ...] = ()


@dataclass(frozen=True)
class StoreProgress:
    """How far the alert has come at one store, by the one of its people who got furthest.

    ``delivery`` None: nobody there could be written to.
    """

    store: str
    delivery: DeliveryState | None
    answer: DeliveryAnswer | None = None
    answered_at: datetime | None = None
    where: str = ""
    """Of a sighting: in_store, left or empty."""
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
    stop_unsent: bool = False
    """A recall or correction can't get there: whoever ended the alert telephones."""

    @property
    def to_telephone(self) -> bool:
        """R-078: whether nobody there can have heard what they must hear."""
        read = self.opened_at is not None or self.answer is not None
        return self.confirmed_at is None and (self.stop_unsent or (self.delivery in UNSENT and not read))
