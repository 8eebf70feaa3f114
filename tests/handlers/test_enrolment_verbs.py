"""A code lets in the person it was made for: the first account at once, one more after somebody said yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.event import Event
from handlers.commands.chat import AdmitAccount, Enrol, RefuseCode
from handlers.commands.office import RevokeAccounts
from handlers.errors import ExpiredCode, NotAllowed, TooManyCodes, UnknownButton, UsedCode, WrongCode
from handlers.network.accounts import new_code
from storage.enrolments import TRIES_AN_HOUR, VALID_FOR
from storage.tables import Applicant
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

ASKED, OFFICE, WAITS = (
    "新しいアカウントはあなたのものですか？",
    "新しいアカウントの確認",
    "新しいアカウントが確認を待っています",
)
ADDED, DENIED = "新しいアカウントが登録されました", "新しいアカウントは登録しませんでした"
NEW = "U0NEWPHONE1"


def code_for(town: TownInProcess, code: str) -> str:
    """What the operator prints."""
    with town.app.writing() as ctx:
        made = new_code(code, ctx)
        ctx.uow.commit()
    return made


def in_use(town: TownInProcess, external_id: str) -> str | None:
    """Whose account that is."""
    with town.reading() as uow:
        account = uow.people.account("slack", external_id)
        return account.member.code if account else None


def waiting(town: TownInProcess) -> str:
    """The one who waits."""
    with town.reading() as uow:
        return uow.session.query(Applicant).one().id


@pytest.fixture
def applied(town: TownInProcess) -> TownInProcess:
    """Somebody came with a code of P01's, who has an account."""
    town.run(Enrol("slack", NEW, code_for(town, "P01")))
    town.deliver()
    return town


def test_the_first_account_needs_the_code_alone_and_its_store_hears(town: TownInProcess) -> None:
    """R-113: of a person without any account; whoever is responsible for the store is told."""
    town.run(RevokeAccounts("P01"))
    town.run(Enrol("slack", NEW, code_for(town, "P01")))
    assert in_use(town, NEW) == "P01"
    assert town.last("P01").title == "登録が完了しました"
    assert town.last("P02").title == ADDED
    assert dict(town.last("P02").facts)["会員"].endswith("（P01）")


@pytest.mark.parametrize(
    ("code", "trained", "says", "never"),
    [
        ("P01", True, ["まず「状況」", "「通報」と送るか"], ["配信してよいか", "端末をなくした", "研修"]),
        ("P02", True, ["配信してよいか", "端末をなくした", "警戒情報がここに"], ["研修", "毎週のまとめ"]),
        ("P02", False, ["まず研修を受けて"], ["まず「状況」"]),
        ("P29", False, ["毎週のまとめ", "まず「状況」"], ["「通報」と送るか", "研修"]),
    ],
)
def test_the_first_card_says_who_one_is_and_what_to_do_first(
    town: TownInProcess, code: str, says: list[str], never: list[str], *, trained: bool
) -> None:
    """R-062, R-122: by role, with the training first where it is missing and needed."""
    with town.app.writing() as ctx:
        member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, code)
        assert member
        member.trained_until = member.trained_until if trained else None
        ctx.uow.commit()
    town.run(RevokeAccounts(code))
    town.run(Enrol("slack", NEW, code_for(town, code)))
    town.deliver()
    card = next(card for card in town.chats["slack"].sent[NEW] if card.title == "登録が完了しました")
    told = "\n".join(card.lines)
    assert all(words in told for words in says)
    assert not any(words in told for words in never)
    facts = dict(card.facts)
    assert facts.pop("会員").endswith(f"（{code}）")
    assert facts


def test_one_more_account_gets_nothing_before_a_yes(applied: TownInProcess) -> None:
    """R-113: nobody's cards go to whoever holds a code; all who can tell hear of it, and the store."""
    assert in_use(applied, NEW) is None
    assert ASKED in applied.titles("P01")
    assert OFFICE in applied.titles("P29")
    assert WAITS in applied.titles("P02")
    applied.warn()
    assert NEW not in applied.chats["slack"].sent
    with applied.reading() as uow:
        assert uow.people.is_waiting("slack", NEW, applied.now)
        assert noted(uow).count(Event.ACCOUNT_APPLY) == 1


@pytest.mark.parametrize(("who", "label"), [("P01", "はい、私です"), ("P29", "本人でした")])
def test_an_old_account_or_the_secretariat_says_yes(applied: TownInProcess, who: str, label: str) -> None:
    """R-113: then it is an account like any other, and the old one and the store hear of it."""
    applied.press(who, label)
    applied.deliver()
    assert in_use(applied, NEW) == "P01"
    assert "登録が完了しました" in [card.title for card in applied.chats["slack"].sent[NEW]]
    assert ADDED in applied.titles("P01")
    assert ADDED in applied.titles("P02")
    with pytest.raises(UnknownButton):
        applied.press(who, label)


@pytest.mark.parametrize("who", ["P01", "P29"])
def test_a_no_keeps_it_out_for_good(applied: TownInProcess, who: str) -> None:
    """R-113: both hear that the code was in other hands; it is used up, and a yes of the other comes too late."""
    other, yes = ("P29", "本人でした") if who == "P01" else ("P01", "はい、私です")
    applied.press(who, "いいえ")
    applied.deliver()
    assert DENIED in applied.titles("P01")
    assert DENIED in applied.titles("P29")
    with pytest.raises(UnknownButton):
        applied.press(other, yes)
    assert in_use(applied, NEW) is None
    with applied.reading() as uow:
        assert [event for event in noted(uow) if event == Event.ACCOUNT_DENY] == [Event.ACCOUNT_DENY]


def test_nobody_else_may_say_yes_nor_anybody_after_two_days(applied: TownInProcess) -> None:
    """R-113: not the responsible person, not a stranger to it; and what nobody answered is over."""
    applicant = waiting(applied)
    for code in ("P02", "P09"):
        with pytest.raises(NotAllowed):
            applied.run(AdmitAccount(applied.account(code), applicant, theirs=True))
    applied.now += VALID_FOR
    with pytest.raises(UnknownButton):
        applied.press("P29", "本人でした")
    assert in_use(applied, NEW) is None


def test_whoever_leaves_takes_along_who_waits(applied: TownInProcess) -> None:
    """R-063: a yes of the secretariat brings no leaver back."""
    applied.leave("P01")
    with pytest.raises(UnknownButton):
        applied.press("P29", "本人でした")


def test_a_code_lives_two_days_and_dies_with_its_first_use(town: TownInProcess) -> None:
    """R-113: the slip that lay about opens nothing; nor does one that somebody else has used; each is told which."""
    town.run(RevokeAccounts("P01"))
    old = code_for(town, "P01")
    town.now += VALID_FOR
    with pytest.raises(ExpiredCode):
        town.run(Enrol("slack", NEW, old))
    code = code_for(town, "P01")
    town.run(Enrol("slack", NEW, code))
    with pytest.raises(UsedCode):
        town.run(Enrol("slack", "U0SECOND1", code))
    town.run(Enrol("slack", NEW, code))
    assert town.last("P01").title == "もう登録されています"


def test_five_wrong_codes_an_hour_and_each_is_on_record(town: TownInProcess) -> None:
    """R-113, L231: then even the right one has to wait; others are not held up, and the ledger knows nobody by it."""
    town.run(RevokeAccounts("P01"))
    code = code_for(town, "P01")
    for _ in range(TRIES_AN_HOUR):
        with pytest.raises(WrongCode):
            town.run(Enrol("slack", NEW, "AAAA-BBBB"))
        town.run(RefuseCode("slack", NEW))
    for _ in range(3):
        with pytest.raises(TooManyCodes):
            town.run(Enrol("slack", NEW, code))
        town.run(RefuseCode("slack", NEW))
    with town.reading() as uow:
        assert noted(uow).count(Event.ENROLMENT_REFUSE) == TRIES_AN_HOUR + 1
        lines: list[str] = []
        uow.ledger.export(lines.append, uow.ledger.head()[0])
        assert not [line for line in lines if NEW in line]
        assert uow.people.code_tries("slack", "U0SECOND1", town.now) == 0
        # A clock that is put back lets nobody wait for it.
        assert uow.people.code_tries("slack", NEW, town.now - timedelta(days=1)) == 0
    town.now += timedelta(hours=1)
    town.run(Enrol("slack", NEW, code))
    assert in_use(town, NEW) == "P01"


@pytest.mark.parametrize("said", ["招待", "招待する", "しょうたい", "invite"])
def test_invitation_leads_the_secretariat_to_the_desk_and_makes_no_code(town: TownInProcess, said: str) -> None:
    """R-001, R-064: a phone alone lets nobody in; whoever can't make a code hears whom to ask."""
    for code in ("P29", "P01", "P02"):
        town.say(code, said)
    office, clerk, lead = (town.last(code) for code in ("P29", "P01", "P02"))
    assert {card.title for card in (office, clerk, lead)} == {"新しい人を招待する"}
    assert office.link is not None
    assert "登録コードを作る" in office.lines[0]
    assert clerk.link is None
    assert lead.link is None
    assert "事務局" in clerk.lines[0]
    with town.reading() as uow:
        assert Event.ENROLMENT_ISSUE not in noted(uow)
