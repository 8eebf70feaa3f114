"""A whole case in any order: whoever does whatever whenever, nothing leaves that the guideline does not allow."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from contextlib import suppress
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from audit import checkpoint
from audit.export import Intact, examine
from bot.chat import Outgoing, SendFailed
from handlers.case.question import in_question
from handlers.case.sealed import load_report
from handlers.commands.chat import LoseTouch, Press, SubmitForm, UnsendPhoto
from handlers.commands.decided import ResumeStore
from handlers.commands.office import (
    LetBusinessLeave,
    LetStoreLeave,
    ReturnBusiness,
    ReturnStore,
    RevokeAccounts,
    SuspendStore,
)
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.commands.worker import DueCommand
from handlers.errors import HanshoError
from handlers.network.imports import import_members
from policy import approval
from policy.audience import active
from policy.content import alert_text
from policy.facts import Role
from policy.rules import Value
from policy.states import CLOSED, State
from simulator.town import MEMBER_COLUMNS
from storage.tables import Case, Delivery, DueKind, Failure, Member, OutboxMessage, Table
from storage.unit_of_work import Database, UnitOfWork
from tests.handlers.cast import (
    ANSWERERS,
    BEGINNINGS,
    DESCRIBING,
    LABELS,
    LEAVERS,
    LONGEST,
    NEIGHBOURS,
    ONE_WHO_COMES_TWICE,
    REACHABLE,
    REPORTERS,
    STAYS,
    STOPPERS,
    TOLD,
    UNTIL_EVERYTHING_ENDS,
)
from tests.world.answers import judged
from tests.world.beginnings import Moment
from tests.world.in_process import Chat, TownInProcess, all_buttons
from tests.world.ports import KEY
from tests.world.rows import is_kept


class AnyOrder(RuleBasedStateMachine):
    """People, the clock and the post office take turns; the invariants look at the rows alone."""

    template: ClassVar[Path]
    keys: ClassVar[str]
    start: ClassVar[datetime]
    begun: ClassVar[dict[tuple[str, str, tuple[str, ...]], tuple[Moment, dict[str, Any]]]]
    """Where each beginning led: the town, and what was known of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(self.template, self.folder / "town.sqlite3")
        self.database = Database(f"sqlite:///{self.folder / 'town.sqlite3'}", master_keys=self.keys)
        self.town = TownInProcess(self.database, self.start)
        self.town.furnish()
        self.states: dict[str, State] = {}
        self.yes: set[tuple[str, str, str]] = set()
        self.gone: set[str] = set()
        self.no_approvers: set[str] = set()
        self.photos = 0
        self.wrongly_sent: list[str] = []
        self.watch()

    def watch(self) -> None:
        """From now on no card leaves unseen."""
        for chat in self.town.chats.values():
            chat.before_send = self.look_at_what_leaves

    def teardown(self) -> None:
        """At the end the ledger still verifies, and after the longest period nothing is left."""
        left = self.left_after_the_longest_period()
        lines: list[str] = []
        with self.database.unit_of_work() as uow:
            size, root = uow.ledger.head()
            uow.ledger.export(lines.append, size)
            note = checkpoint.sign("hansho.example", size, base64.b16decode(root, casefold=True), KEY)
        found = examine(("".join(lines) + note).encode())
        self.town.close()
        self.database.close()
        shutil.rmtree(self.folder)
        assert isinstance(found, Intact)
        assert left == []

    def left_after_the_longest_period(self) -> list[str]:
        """R-040, R-043: what still has to do with a case or with somebody who left, once every period is over."""
        for chat in self.town.chats.values():
            chat.trouble = None
        for period in (UNTIL_EVERYTHING_ENDS, LONGEST):
            self.town.now += period
            self.town.work()
        self.town.run(DueCommand(DueKind.ERASE_PEOPLE, None, {}))
        with self.database.unit_of_work() as uow:
            uow.tidy(self.town.now)
            uow.commit()
        with self.database.unit_of_work(read_only=True) as uow:
            kept = [table for table in Table.metadata.sorted_tables if table.name not in STAYS.split()]
            left = [t.name for t in kept if uow.session.scalar(select(func.count()).select_from(t))]
            names = uow.session.scalars(
                select(Member.code).where(Member.left_at.is_not(None), Member.erased_at.is_(None))
            )
            return [*left, *names]

    # --- turns ---

    def attempt(self, command: Any) -> bool:
        """Whether it was done; a "no" with a sentence is as good an outcome."""
        try:
            self.town.run(command)
        except HanshoError:
            return False
        return True

    def newest(self) -> Case | None:
        with self.database.unit_of_work(read_only=True) as uow:
            cases = [uow.cases.latest_of(member_id) for member_id in self.reporters(uow)]
            return max((case for case in cases if case), key=lambda case: case.created_at, default=None)

    def reporters(self, uow: UnitOfWork) -> list[str]:
        """Their member ids; asked often, so without all that belongs to a person."""
        return [*uow.session.scalars(select(Member.id).where(Member.code.in_(REPORTERS)))]

    def asked(self, case_id: str | None) -> str:
        """What its approvers are asked about."""
        with self.database.unit_of_work(read_only=True) as uow:
            return in_question(uow.cases.get(case_id or ""), self.town.app.context(uow)).binding

    def account(self, code: str) -> str | None:
        with suppress(AssertionError):
            return self.town.account(code)
        return None

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def begin(self, beginning: tuple[str, str, tuple[str, ...]]) -> None:
        """Most stories start with a report that gets somewhere; each of these beginnings is played once."""
        if beginning not in self.begun:
            self.play(*beginning)
            self.everything_is_in_order()
        for chat in self.town.chats.values():
            chat.before_send = Chat.before_send
        here = self.town.moment()
        assert here is not None
        moment, known = self.begun.setdefault(
            beginning, (here, {"states": self.states, "yes": self.yes, "photos": self.photos})
        )
        self.town.resume(moment)
        vars(self).update(deepcopy(known))
        self.watch()

    def play(self, form: str, vulnerable: str, answers: tuple[str, ...]) -> None:
        """A report, who answers, and a new version of it that they answer again."""
        self.report("P01", form, vulnerable)
        self.look_for_suspect()
        self.press("P01", "承認者へ送る")
        for turn, code in enumerate((*answers, *answers)):
            if turn == len(answers):
                self.everything_is_in_order()
                self.rewrite("P01", "緑")
            self.answer(code, "", looks=True, stale=False)

    @rule(
        code=st.sampled_from(REPORTERS),
        form=st.sampled_from(["warning", "features", "picture"]),
        vulnerable=st.sampled_from(["no", "unknown"]),
    )
    def report(self, code: str, form: str, vulnerable: str) -> None:
        account = self.account(code)
        if account is None:
            return
        self.photos += form == "picture"
        photo = f"photo-{self.photos}" if form == "picture" else None
        self.attempt(SubmitForm(account, "report", None, {**TOLD, "form": form, "vulnerable": vulnerable}, photo))

    @rule(code=st.sampled_from(REPORTERS), hat=st.sampled_from(["灰色", "黄色", "青色"]))
    def rewrite(self, code: str, hat: str) -> None:
        """Other words for the report, or a new version of what is out (R-111)."""
        case, account = self.newest(), self.account(code)
        if case and account:
            self.attempt(SubmitForm(account, "report", case.id, {**TOLD, "features": f"{hat}の帽子、黒いズボン"}))

    @rule()
    def look_for_suspect(self) -> None:
        """The photo is fetched, somebody is picked, masked and confirmed."""
        case = self.newest()
        if case is None:
            return
        self.town.work()
        self.attempt(PickSuspect(case.reporter_account_id, case.id, 40, 40))
        self.town.work()
        case = self.newest()
        if case and case.masked_sha256:
            self.attempt(ConfirmMask(case.reporter_account_id, case.id, case.masked_sha256))

    @rule(code=st.sampled_from(REPORTERS))
    def unsend(self, code: str) -> None:
        account = self.account(code)
        if account:
            self.attempt(UnsendPhoto(account, f"photo-{self.photos}"))

    @rule(code=st.sampled_from((*REPORTERS, *ANSWERERS, *NEIGHBOURS)), label=st.sampled_from(LABELS.split()))
    def press(self, code: str, label: str) -> None:
        """Any button they were ever given, old ones too."""
        if self.account(code) is None:
            return
        self.town.deliver()
        found = [b for card in self.town.cards(code) for b in all_buttons(card) if b.label == label]
        if not found:
            return
        with self.database.unit_of_work(read_only=True) as uow:
            meaning = uow.buttons.get(found[-1].id)
        if meaning and not self.attempt(Press(meaning.account_id, found[-1].id)):
            return
        if meaning and meaning.action == "withdraw_assessment":
            self.yes = {given for given in self.yes if given != (meaning.case_id, code, self.asked(meaning.case_id))}

    @rule(
        code=st.sampled_from(ANSWERERS),
        no=st.sampled_from(["", "", "", "", "subsidiarity"]),
        looks=st.booleans(),
        stale=st.sampled_from([False, False, False, True]),
    )
    def answer(self, code: str, no: str, looks: bool, stale: bool) -> None:
        case, account = self.newest(), self.account(code)
        if case is None or account is None:
            return
        binding = "0" * 64 if stale else self.asked(case.id)
        if looks or case.form == "picture":
            self.town.look_at(account, case.id)
        answers = judged(no, of=f"{code} {case.number}") | {"binding": binding}
        if self.attempt(SubmitForm(account, "assess", case.id, answers)) and not no and not stale:
            self.yes.add((case.id, code, binding))

    @rule(code=st.sampled_from(("P02", "P03")), form=st.just("return"))
    def give_back(self, code: str, form: str) -> None:
        case, account = self.newest(), self.account(code)
        if case is None or account is None:
            return
        answers = {"reason": "上着の色が映像と違うので確認してください", "binding": self.asked(case.id)}
        self.attempt(SubmitForm(account, form, case.id, answers))

    @rule(
        code=st.sampled_from(STOPPERS),
        form=st.sampled_from(["recall", "correct"]),
        wrong=st.sampled_from(["features", "goods", "picture"]),
    )
    def stop(self, code: str, form: str, wrong: str) -> None:
        case, account = self.newest(), self.account(code)
        if case and account:
            self.attempt(SubmitForm(account, form, case.id, {"reason": "wrong_person", "wrong": wrong}))

    @rule(code=st.sampled_from(LEAVERS))
    @precondition(lambda self: len(self.gone) < 2)
    def leave(self, code: str) -> None:
        if code not in self.gone:
            self.gone.add(code)
            self.town.leave(code)

    @rule(code=st.sampled_from(("P02", "P03", "P04", "P09")))
    def revoke(self, code: str) -> None:
        """A phone is stolen: what came from it falls, and nothing more comes."""
        if self.attempt(RevokeAccounts(code, since=self.town.now - timedelta(days=1))):
            self.yes = {given for given in self.yes if given[1] != code}

    @rule(code=st.sampled_from(("P02", "P03")), same=st.booleans())
    def import_again(self, code: str, same: bool) -> None:
        """A person comes a second time, under a code that Excel shortened; the import says no (R-113)."""
        with self.database.unit_of_work() as uow:
            member = self.town.member(code, uow)
            twin = ONE_WHO_COMES_TWICE.format(code=f"P{int(code[1:])}" if same else "P99", name=member.name)
            done = import_members(twin.encode(), self.town.app.context(uow))
            uow.commit()
        assert member.left_at is not None or done.errors

    @rule(role=st.sampled_from(["approver", "approver", "staff"]), new_phone=st.booleans())
    def import_changes(self, role: str, new_phone: bool) -> None:
        """A file gives the second approver another role or phone: what came from the old one falls (R-113)."""
        self.photos += new_phone
        phone = f"U0PHONE{self.photos}" if new_phone else ""
        row = f"P03,朝霧 蓮,ja,{self.town.now.date() + timedelta(days=300)},{role},H01,,{phone}"
        with self.database.unit_of_work() as uow:
            done = import_members(f"{MEMBER_COLUMNS}\n{row}\n".encode(), self.town.app.context(uow))
            uow.commit()
        if done.errors:
            return
        self.no_approvers = {"P03"} if role == "staff" else set()
        if new_phone:
            self.yes = {given for given in self.yes if given[1] != "P03"}

    @rule(code=st.sampled_from(("P04", "P09")), blocked=st.booleans())
    def lose_touch(self, code: str, blocked: bool) -> None:
        with self.database.unit_of_work(read_only=True) as uow:
            member = uow.people.by_code(uow.stores.the_network().id, code)
            assert member is not None
            line = next(a.id for a in member.accounts if a.platform == "line")
        self.attempt(LoseTouch(line, blocked))

    @rule(
        rules=st.sampled_from([{}, {"text_only": True}, {"life_hours": 6}, {"approvals_needed": 3}, {"radius_km": 1}])
    )
    def change_rules(self, rules: dict[str, Value]) -> None:
        self.town.set_rules(**rules)

    @rule(
        code=st.sampled_from(("A01", "H01", "T01")),
        ways=st.sampled_from([(SuspendStore, ResumeStore), (LetStoreLeave, ReturnStore)]),
        back=st.booleans(),
        hours=st.sampled_from([None, 1, 30]),
    )
    def stop_taking_part(self, code: str, ways: tuple[Any, Any], back: bool, hours: int | None) -> None:
        """A store is suspended or leaves, now or at a moment ahead, or comes back."""
        at = None if hours is None else self.town.now + timedelta(hours=hours)
        self.attempt(ways[back](code, at))

    @rule(code=st.sampled_from(("HANDO", "AOZORA")), back=st.booleans())
    def withdraw_agreement(self, code: str, back: bool) -> None:
        """A business takes its agreement back, or gives it anew."""
        self.attempt(ReturnBusiness(code) if back else LetBusinessLeave(code))

    @rule(days=st.integers(1, 3))
    def hold(self, days: int) -> None:
        case = self.newest()
        with suppress(HanshoError):
            if case:
                self.town.hold(case.id, days=days)

    @rule(unreachable=st.booleans())
    def trouble(self, unreachable: bool) -> None:
        """LINE does not answer for a while."""
        self.town.chats["line"].trouble = SendFailed(Failure.UNREACHABLE) if unreachable else None

    @rule(minutes=st.sampled_from([1, 6, 11, 61, 600, 1440]))
    def time_passes(self, minutes: int) -> None:
        self.town.wait(minutes=minutes)

    # --- what must hold whatever happened ---

    @invariant()
    def everything_is_in_order(self) -> None:
        with self.database.unit_of_work(read_only=True) as uow:
            for case in self.cases(uow):
                state = State(case.state)
                before = self.states.get(case.id, State.DRAFT)
                assert state in REACHABLE[before]
                self.states[case.id] = state
                self.check_kept(case, uow)
                if state is State.LIVE and before is not State.LIVE:
                    self.check_quorum(case, uow)
                if state is State.RETURNED or state in CLOSED:
                    self.yes = {given for given in self.yes if given[0] != case.id}
        self.check_nothing_twice()
        assert self.wrongly_sent == []

    def cases(self, uow: UnitOfWork) -> list[Case]:
        found = []
        for member_id in self.reporters(uow):
            latest = uow.cases.latest_of(member_id)
            found += [latest, *uow.cases.open_of(member_id)] if latest else []
        return list({case.id: case for case in found}.values())

    def check_kept(self, case: Case, uow: UnitOfWork) -> None:
        """R-040, R-065: no original once it is out or over, nothing masked once it is over, but for a hold."""
        held = case.hold_until is not None and case.hold_until > self.town.now
        over = State(case.state) in CLOSED
        if not held and (over or case.state == State.LIVE):
            assert not uow.vault.has_key(case.id, "original") or not self.any_of(uow, case, "original")
        if over and not held:
            assert not self.any_of(uow, case, "masked")
        if over or case.state == State.LIVE:
            assert case.expires_at is not None
        if case.state == State.LIVE:
            assert case.sent_at is not None
            assert (self.town.now - case.sent_at).total_seconds() <= 24 * 3600 + 60
        if case.state in (State.DRAFT, State.MASKING, State.MASK_REVIEW, State.RETURNED, State.ASSESSING):
            assert not uow.deliveries.of_case(case.id)
            assert (self.town.now - case.created_at).total_seconds() <= 24 * 3600 + 60

    def any_of(self, uow: UnitOfWork, case: Case, kind: str) -> bool:
        return any(is_kept(uow, case.id, kind, name) for name in ("received", "upright", "picture"))

    def check_quorum(self, case: Case, uow: UnitOfWork) -> None:
        """R-111, R-113, R-114: the right people, for exactly these bytes."""
        self.check_people(case)
        report = load_report(case, self.town.app.context(uow))
        assert report is not None
        picture = uow.vault.get(case.id, "masked", "picture") if case.form == "picture" else None
        assert case.binding == approval.binding(
            picture_sha256=hashlib.sha256(picture).hexdigest() if picture else None,
            text=alert_text(report),
            audience=case.audience,
            life_hours=case.life_hours,
            rules_version=case.rule_version,
        )
        for row in uow.deliveries.of_case(case.id):
            self.check_delivery(row, case, uow)

    def check_people(self, case: Case) -> None:
        """R-113, R-114: two present people of the store, one responsible, neither of them the reporter."""
        people = {code for case_id, code, binding in self.yes if (case_id, binding) == (case.id, case.binding)}
        people -= self.gone | self.no_approvers | {case.reporter.code}
        assert len(people & {"P01", "P02", "P03", "P04"}) >= 2
        assert people & {"P02", "P04"}
        if case.vulnerable:
            assert "P29" in people

    def check_delivery(self, row: Delivery, case: Case, uow: UnitOfWork) -> None:
        """R-005, R-124: a store that takes part and was approved, and a person it named."""
        assert row.store_id in case.audience
        assert active(uow.stores.store_facts(row.store), self.town.now)
        member = uow.people.member_facts(row.account.member)
        assert any(member.is_a(role, row.store_id) for role in (Role.CONTACT, Role.SECOND_CONTACT))
        assert row.account.member.code not in self.gone

    def look_at_what_leaves(self, message: Outgoing) -> None:
        """Each card at the moment it leaves; found faults wait for the invariants, since senders swallow errors."""
        words = str(message.card)
        self.wrongly_sent += [f"「{word}」 in 「{message.card.title}」" for word in DESCRIBING if word in words]
        with self.database.unit_of_work(read_only=True) as uow:
            row = uow.session.get(OutboxMessage, message.id)
            assert row is not None
            if row.account.revoked_at is not None and not message.in_place:
                self.wrongly_sent.append(f"to a revoked account: {message.card.title}")
            if row.delivery is not None or "警戒情報の内容が変わりました" in message.card.title:
                case = uow.cases.get(row.case_id or "")
                try:
                    assert case.state == State.LIVE
                    assert self.town.now < case.expires_at
                    assert active(uow.stores.store_facts(case.store), self.town.now)
                    if row.delivery is not None or not case.narrowed:  # taking back is free
                        self.check_people(case)
                    if row.delivery is not None:
                        self.check_delivery(row.delivery, case, uow)
                except AssertionError as fault:
                    self.wrongly_sent.append(f"{message.card.title}: {fault}")

    def check_nothing_twice(self) -> None:
        """No person has the alert of one case twice."""
        for post in self.town.chats.values():
            for cards in post.sent.values():
                numbers = [dict(card.facts).get("事案") for card in cards if card.title == "警戒のお願い"]
                assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("examples", [8])
def test_no_order_of_events_sends_or_keeps_what_it_should_not(
    town_file: Path, master_keys: str, now: datetime, examples: int
) -> None:
    """R-040, R-111, R-113, R-114: never live without the right people's yes, nothing kept too long, nothing twice."""
    AnyOrder.template, AnyOrder.keys, AnyOrder.start, AnyOrder.begun = town_file, master_keys, now, {}
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            phases=[Phase.generate],
        ),
    )
