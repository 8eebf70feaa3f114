"""What was seen is what is decided: a page that no longer shows how things stand does nothing, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest

from handlers.commands import incidents, office, rights
from handlers.commands import keys as of_keys
from handlers.commands.chat import Command
from handlers.commands.notices import PublishNotices
from handlers.network.as_shown import STANDS
from handlers.network.at_desk import VERBS
from policy.decision import Decided, Refused
from policy.facts import Role
from policy.handing import Bearer, Mandate, Proof
from policy.incidents.classification import Sure
from policy.incidents.kinds import Kind
from policy.incidents.nine import Item
from policy.rights import LookPurpose, RequestState
from tests.bot.desk.sitting import Browser
from tests.bot.desk.test_handing_over import granted
from tests.bot.desk.test_incidents_room import MINUTE, PRIVACY, screenshot
from tests.bot.desk.test_notices_room import DESK
from tests.bot.desk.test_rooms import store_id
from tests.world.in_process import TownInProcess
from tests.world.requests import REFUSAL, about, request, send

Make = Callable[[str], Browser]
OFFICE, AUDITOR = "P29", "P30"
SAYS = "確かめたあとで登録が変わりました"
SURE = ("happened", "sensitive", "property_risk", "malice", "encrypted", "grave", "unmasked")

OF_THE_NETWORK: set[type[Command]] = {
    *(office.LetStoreLeave, office.SuspendStore, office.ReturnStore),
    *(office.LetMemberLeave, office.ReturnMember, office.ChangeRole, office.InviteMember),
    *(office.AskTwofold, PublishNotices),
}
OF_REQUESTS: set[type[Command]] = {rights.AskPerson, rights.ExtendRequest, rights.DecideRequest, rights.SecondDecision}
OF_PAPERS: set[type[Command]] = {rights.CompareIdentity}
OF_INCIDENTS: set[type[Command]] = {
    *(incidents.ClassifyIncident, incidents.KeepReport, incidents.PublishNotice, incidents.CloseIncident)
}
"""Each pressed below on a page of before."""

STANDS_FOR_ITSELF: set[type[Command]] = {
    *(office.DecideTwofold, office.EndSession, office.LockMember, office.ReviewRules, office.BringIn),
    *(office.AskHold, office.RecallAlert),
    *(office.JoinStore, office.JoinMember, office.InviteMembers),
    *(one for one in VERBS if one.__module__ == of_keys.__name__),
    *(rights.EnterRequest, rights.CheckIdentity, rights.NoteTold),
    *(incidents.OpenIncident, incidents.TakeIncident, incidents.SayGoingOn, incidents.NameAlert, incidents.StopAccess),
    *(incidents.HoldAlert, incidents.LookAtIncident, incidents.WriteIncident, incidents.CloseStep),
    *(incidents.NoteReport, incidents.ReviewIncident, incidents.WithdrawNotice),
    *(one for one in VERBS if one.__module__.endswith("scope")),
}
"""What begins something, adds to it, happens once, or names what it is about by an id of its own; and what stops."""


@dataclass
class Hand:
    """Somebody at the desk, and whose acts on a page of before were refused by now."""

    mine: Browser
    refused: set[type[Command]] = field(default_factory=set)

    def presses(self, page: str, address: str, **typed: str) -> httpx.Response:
        """In a tab that was just opened."""
        return self.mine.press(self.mine.get(page), address, **typed)

    def is_late(
        self, act: type[Command], page: str, address: str, meanwhile: Callable[[], object], **typed: str
    ) -> httpx.Response:
        """Open the page; something changes; press. Nothing is done, and the page that comes shows how it is now."""
        before = self.mine.get(page)
        meanwhile()
        late = self.mine.press(before, address, **typed)
        assert (late.status_code, SAYS in late.text) == (409, True), act
        assert all(f'value="{choice}" selected' in late.text for name, choice in typed.items() if name == "why"), act
        self.refused.add(act)
        return late

    def decides(
        self, act: type[Command], page: str, address: str, meanwhile: Callable[[], object], **typed: str
    ) -> None:
        """The same; and by one more press it is done, as it was seen then."""
        late = self.is_late(act, page, address, meanwhile, **typed)
        assert self.mine.press(late, address, **typed).status_code == 200, act


@pytest.fixture
def sits(town: TownInProcess, browser: Make) -> Callable[[str], Hand]:
    """Somebody signed in, who has shown that it is they."""
    assert town

    def sit(code: str) -> Hand:
        mine = browser(code)
        mine.sign_in()
        mine.prove()
        return Hand(mine)

    return sit


def test_it_is_settled_of_every_act_whether_it_is_bound_to_what_was_seen() -> None:
    """R-097: a new one stands in one of both, or this fails."""
    assert STANDS.keys() == OF_THE_NETWORK | OF_REQUESTS | OF_PAPERS | OF_INCIDENTS
    assert VERBS.keys() - STANDS.keys() == STANDS_FOR_ITSELF


def test_stores_people_and_rules_are_changed_as_they_were_seen(
    town: TownInProcess, sits: Callable[[str], Hand]
) -> None:
    """R-001, R-005, R-026, R-061, R-126, R-144: from two tabs or two desks; a code that was handed over works on."""
    hand, shop, who = sits(OFFICE), f"/desk/stores/{store_id(town, 'A01')}", "/desk/people/P09"
    store, why = "/desk/stores/A01", {"why": "other_cause"}

    def at_the_terminal(command: Command) -> Callable[[], None]:
        return lambda: town.run(command)

    def another_role(role: Role) -> Callable[[], object]:
        return lambda: hand.presses(who, f"{who}/role", role=role.value, store="H01", give="yes")

    for act, how, meanwhile in (
        (office.SuspendStore, "suspend", office.LetStoreLeave("A01")),
        (office.ReturnStore, "return", office.LetBusinessLeave("AOZORA")),
        (office.LetStoreLeave, "leave", office.ReturnBusiness("AOZORA")),
        (office.AskTwofold, "resume", office.ReturnStore("A01")),
    ):
        hand.decides(act, shop, f"{store}/{how}", at_the_terminal(meanwhile), **({} if how == "resume" else why))
    role = {"role": "staff", "store": "H02", "give": "yes"}
    hand.decides(office.ChangeRole, who, f"{who}/role", another_role(Role.STAFF), **role)
    hand.decides(
        office.AskTwofold, who, f"{who}/role", another_role(Role.APPROVER), **{**role, "role": "privacy_officer"}
    )
    hand.decides(office.InviteMember, who, f"{who}/invite", lambda: hand.presses(who, f"{who}/invite"))
    hand.decides(office.LetMemberLeave, who, f"{who}/leave", another_role(Role.DEPUTY), **why)
    hand.is_late(office.ReturnMember, who, f"{who}/return", at_the_terminal(office.ReturnMember("P09")))
    form, notices = "/desk/rules/change", "/desk/notices"
    hand.decides(office.AskTwofold, f"{form}?radius_km=2", form, lambda: town.set_rules(radius_km=1))
    hand.decides(PublishNotices, notices, f"{notices}/publish", lambda: town.set_rules(**DESK, radius_km=2))
    assert hand.refused == OF_THE_NETWORK


def test_a_request_is_answered_as_it_was_read(town: TownInProcess, sits: Callable[[str], Hand]) -> None:
    """R-070, R-071, R-097: with what the person added since; no second person agrees to what they have not read."""
    town.warn()
    number = send(town, about(town))
    hand, other, address = sits(OFFICE), sits(AUDITOR), f"/desk/requests/{number}"
    read, second = f"{address}?purpose={LookPurpose.ANSWER}", f"{address}?purpose={LookPurpose.SECOND}"

    more = iter(("思い出したことがあります。", "夕方の六時ごろでした。", "友人も一緒にいました。"))

    def adds() -> None:
        town.run(rights.AddToRequest(request(town, number).id, next(more)))

    refused = {"decided": Decided.REFUSED.value, "refused": Refused.STANDS.value, "words": REFUSAL}
    hand.decides(
        rights.ExtendRequest, read, f"{address}/extend", adds, words="店の記録を取り寄せるのに、あと二週間かかります。"
    )
    hand.decides(rights.AskPerson, read, f"{address}/ask", adds, words="何時でしたか。")
    hand.decides(rights.DecideRequest, read, f"{address}/decide", adds, **refused)

    def is_decided_anew() -> None:
        other.presses(second, f"{address}/second", says="no")
        hand.presses(read, f"{address}/decide", **{**refused, "words": f"{REFUSAL}映像も確かめました。"})

    late = other.is_late(rights.SecondDecision, second, f"{address}/second", is_decided_anew, says="yes")
    assert "映像も確かめました。" in late.text
    assert request(town, number).state is RequestState.PROPOSED
    other.mine.press(late, f"{address}/second", says="yes")
    assert request(town, number).state is RequestState.ANSWERED
    assert hand.refused | other.refused == OF_REQUESTS


def test_papers_are_compared_of_whoever_the_page_names(town: TownInProcess, sits: Callable[[str], Hand]) -> None:
    """R-070, L146: not of the next one whose papers somebody looked at meanwhile."""
    _, number = granted(town)
    other, address = sits(AUDITOR), f"/desk/requests/{number}"
    page = f"{address}?purpose={LookPurpose.SECOND}"

    def comes(bearer: Bearer, mandate: Mandate) -> None:
        town.run(rights.CheckIdentity(town.account(OFFICE), number, bearer, Proof.LICENCE, mandate))

    comes(Bearer.SELF, Mandate.NONE)
    town.now += MINUTE
    other.decides(rights.CompareIdentity, page, f"{address}/comparing", lambda: comes(Bearer.AGENT, Mandate.LETTER))
    assert other.refused == OF_PAPERS


def test_an_incident_is_judged_as_it_was_read(town: TownInProcess, sits: Callable[[str], Hand]) -> None:
    """R-130, R-131: nobody's newer version, judgement or notice is replaced unread."""
    _, incident = screenshot(town)
    town.appoint(PRIVACY, Role.PRIVACY_OFFICER)
    hand, privacy, address = sits(OFFICE), sits(PRIVACY), f"/desk/incidents/{incident.number}"
    answers = dict.fromkeys(SURE, Sure.MAYBE.value) | {"kind": Kind.LEAK.value, "people": "", "proof": ""}
    outline, words = (
        Item.OUTLINE.value,
        {"words": "画像が外に出たおそれがあります。", "english": "", "reason": "連絡先不明。"},
    )
    report = f"{address}/report"

    def moves_on(hand: Hand, page: str, action: str, **typed: str) -> Callable[[], None]:
        def done() -> None:
            town.now += MINUTE
            hand.presses(page, action, **typed)

        return done

    classified = moves_on(hand, address, f"{address}/classify", **answers)
    hand.decides(incidents.ClassifyIncident, address, f"{address}/classify", classified, **answers)
    kept = moves_on(hand, report, f"{address}/keep", **{outline: "画面が撮られた。"})
    late = hand.is_late(incidents.KeepReport, report, f"{address}/keep", kept, **{outline: "別の版。"})
    assert ("別の版。" in late.text, "画面が撮られた。" in late.text) == (True, True)
    published = moves_on(privacy, address, f"{address}/publish", **words)
    privacy.decides(incidents.PublishNotice, address, f"{address}/publish", published, **words)
    ends = {"rule_change": "no", "training_change": "no"}
    hand.is_late(incidents.CloseIncident, address, f"{address}/close", classified, **ends)
    assert hand.refused | privacy.refused == OF_INCIDENTS
