"""What a case leaves behind goes with its reason: rows are read as a thief of the database would read them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.commands.chat import SendAnotherPhoto, SendPhoto, WithdrawCase
from handlers.commands.picture import ConfirmMask, PickSuspect
from storage.tables import Assessment, CaseKey, FarStore, Table
from tests.handlers.later import later
from tests.world.answers import REPORT, judged
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted


def everything(town: TownInProcess) -> str:
    """Every value of every row."""
    with town.reading() as uow:
        rows = [uow.session.execute(select(table)).all() for table in Table.metadata.sorted_tables]
    return repr(rows)


def sent_with_a_picture(town: TownInProcess) -> str:
    """Live, with a picture; returns the hash of the picture."""
    town.photographed()
    town.submit()
    for code in ("P02", "P03"):
        town.look(code)
        town.answer(code)
    town.deliver()
    return town.case().masked_sha256 or ""


def test_where_somebody_tapped_goes_with_the_photo(town: TownInProcess) -> None:
    """R-040, R-065: people found and the tap go when the alert goes out; the masked picture stays usable."""
    town.photographed()
    assert town.case().picture.picked == (40, 40)
    assert "'x': '40'" in everything(town)
    town.submit()
    for code in ("P02", "P03"):
        town.look(code)
        town.answer(code)
    case = town.case()
    assert case.state == "live"
    assert (case.picture.picked, case.picture.found, case.photo_reference) == (None, None, None)
    assert case.picture.verified
    assert "'x': '40'" not in everything(town)


@pytest.mark.parametrize("ends", ["sent", "withdrawn", "words", "another", "given up", "a day"])
def test_what_masking_remembers_of_a_picture_goes_with_it_however_it_goes(
    town: TownInProcess, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    """R-065: on LINE too, where no file of the sender's can be deleted; and not as long as the picture is there."""
    forgotten: list[str] = []
    monkeypatch.setattr(town.masking, "forget", lambda: forgotten.append(ends))
    town.photographed()
    account, case = town.account("P01"), town.case()
    town.run(PickSuspect(account, case.id, 60, 60))
    town.work()
    assert forgotten == []
    if ends == "sent":
        town.run(ConfirmMask(account, case.id, town.case().masked_sha256 or ""))
        town.submit()
        for code in ("P02", "P03"):
            town.look(code)
            town.answer(code)
    elif ends == "withdrawn":
        town.run(WithdrawCase(account, case.id))
    elif ends == "words":
        town.form("P01", "report", **REPORT)
    elif ends == "another":
        town.run(SendPhoto(account, "photo-2"))
    elif ends == "given up":
        town.run(SendAnotherPhoto(account, case.id))
    else:
        later(town, hours=25)
    town.work()
    assert set(forgotten) == {ends}


def test_no_row_knows_the_picture_after_its_end(town: TownInProcess) -> None:
    """R-040: its hash and what masking measured go with it; the ledger never had the hash itself."""
    sha256 = sent_with_a_picture(town)
    assert sha256 in everything(town)
    town.press("P01", "解除する")
    town.deliver()
    assert sha256 not in everything(town)
    case = town.case()
    assert (case.evidence, case.mask_confirmed_at, case.picture.verified) == (None, None, False)


def test_what_was_never_sent_dies_when_its_case_closes(town: TownInProcess) -> None:
    """R-040, R-112: the report goes at once; the "no" with its reasons is shown for 24 hours more."""
    town.hand_in()
    town.submit()
    town.answer("P02", no="subsidiarity")
    town.deliver()
    assert town.case().state == "refused"
    assert not town.kept("text", "report")
    assert not town.kept("text", "salt")
    answer = f"assessment:{assessment(town).id}"
    assert town.kept("reasons", answer)
    later(town, hours=25)
    assert not town.kept("reasons", answer)
    assert town.case().state == "erased"


def test_a_hold_keeps_what_was_never_sent_too(town: TownInProcess) -> None:
    """R-142: an abuse may well be a report that was refused."""
    town.hand_in()
    town.hold(town.case().id, days=2)
    town.submit()
    town.answer("P02", no="subsidiarity")
    assert town.kept("text", "report")
    later(town, days=3)
    assert not town.kept("text", "report")
    assert town.case().state == "erased"


def test_which_stores_were_left_out_or_added_goes_with_the_text(town: TownInProcess) -> None:
    """R-040: it tells where somebody works; who got the alert stays on record."""
    town.warn()
    with town.app.writing() as ctx:
        case = ctx.uow.cases.get(town.case().id)
        case.left_out = [case.audience[-1]]
        ctx.uow.add(FarStore(case_id=case.id, store_id=case.audience[0]))
        ctx.uow.commit()
    later(town, days=2)
    later(town, days=31)
    case = town.case()
    assert case.state == "erased"
    assert (case.left_out, case.binding) == ([], None)
    assert case.audience
    assert assessment(town).binding == ""
    with town.reading() as uow:
        assert uow.cases.far_stores(case.id) == []


def assessment(town: TownInProcess) -> Assessment:
    """The first answer of the newest case."""
    with town.reading() as uow:
        return uow.cases.assessments(town.case().id)[0]


@pytest.mark.parametrize("ends", ["refused", "withdrawn", "lapsed"])
def test_a_case_ends_although_its_keys_were_destroyed_before_a_commit_that_failed(
    town: TownInProcess, ends: str
) -> None:
    """R-040, R-064: the keys go first; if the database fails then, doing it again ends the case all the same."""
    case = town.hand_in()
    town.submit()
    town.look("P02")
    with town.reading() as uow:
        key = uow.session.get_one(CaseKey, (case.id, "text")).key_id
    town.database.keys.destroy([key or ""])
    if ends == "refused":
        town.form("P02", "assess", **judged("subsidiarity", of=f"P02 {case.number}"), binding=town.binding())
    elif ends == "withdrawn":
        town.run(WithdrawCase(town.account("P01"), case.id))
    else:
        later(town, hours=24)
    town.deliver()
    assert town.case().state in (ends, "erased")
    with town.reading() as uow:
        assert "case:text:erase" in noted(uow)
