"""Every request is checked anew: 404 for who has no business here, 410 for who had (R-001, R-005, R-063, R-064)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from policy.facts import Role
from policy.states import State
from storage.tables import Delivery, MemberRole
from storage.unit_of_work import UnitOfWork
from tests.bot.web.quarter import Phone, Quarter

Change = Callable[[UnitOfWork, Quarter], object]


def everything(phone: Phone, page: str) -> list[tuple[int, str]]:
    """What the page, its picture, its state and its forms answer."""
    answers = [
        phone.get(page),
        phone.get(f"{page}/picture"),
        phone.get(f"{page}/state"),
        phone.post(f"{page}/open", {"form_token": "x"}),
        phone.post(f"{page}/pick", {"form_token": "x", "x": "1", "y": "1"}),
        phone.post(f"{page}/confirm", {"form_token": "x", "sha256": "0"}),
    ]
    return [(answer.status_code, answer.text) for answer in answers]


def change(quarter: Quarter, how: Change) -> None:
    """Something happens outside the viewer."""
    with quarter.database.unit_of_work() as unit:
        how(unit, quarter)
        unit.commit()


def test_unknown_expired_revoked_and_foreign_links_answer_alike(quarter: Quarter) -> None:
    """R-064: nobody learns whether a page exists; the bodies are the same to the byte."""
    quarter.alert_goes_live()
    phone = quarter.phone()
    revoked = quarter.link("alert", quarter.neighbour)
    change(quarter, lambda unit, _: unit.links.revoke_case(quarter.case, quarter.clock()))
    expired, foreign = quarter.link("alert", quarter.neighbour, hours=0), quarter.link("alert", quarter.responsible)
    signed_unknown = quarter.signer.page("never-given-out").removeprefix(quarter.url)
    answers = [everything(phone, page) for page in (expired, revoked, foreign, signed_unknown, "/p/made.up", "/p/x")]
    assert {status for answer in answers for status, _ in answer} == {404}
    assert len({body for answer in answers for _, body in answer}) == 1
    assert "ページが見つかりません" in answers[0][0][1]
    assert "[en] " in answers[0][0][1], "whoever reads it may not read Japanese"


def _drop_role(unit: UnitOfWork, quarter: Quarter) -> None:
    for role in unit.people.account_by_id(quarter.neighbour).member.roles:
        unit.session.delete(role)


def _other_shop(unit: UnitOfWork, quarter: Quarter) -> None:
    _drop_role(unit, quarter)
    member_id = unit.people.account_by_id(quarter.neighbour).member_id
    unit.add(MemberRole(member_id=member_id, role=Role.CONTACT.value, store_id=quarter.shop))


def _suspend(unit: UnitOfWork, quarter: Quarter) -> None:
    unit.stores.get(quarter.next_door).suspended_at = quarter.clock()


def _store_leaves(unit: UnitOfWork, quarter: Quarter) -> None:
    unit.stores.get(quarter.next_door).left_at = quarter.clock()


def _training_ends(unit: UnitOfWork, quarter: Quarter) -> None:
    unit.people.account_by_id(quarter.neighbour).member.trained_until = date(2026, 11, 1)


def _revoke_account(unit: UnitOfWork, quarter: Quarter) -> None:
    unit.people.account_by_id(quarter.neighbour).revoked_at = quarter.clock()


def _shrink_audience(unit: UnitOfWork, quarter: Quarter) -> None:
    unit.cases.get(quarter.case).audience = []


AT_ONCE: dict[str, Change] = {
    "the member leaves": lambda unit, q: unit.people.leave(unit.people.account_by_id(q.neighbour).member, q.clock()),
    "the account is revoked": _revoke_account,
    "the role is taken away": _drop_role,
    "the member moves to another shop": _other_shop,
    "the store leaves the network": _store_leaves,
    "the store is suspended": _suspend,
    "the training runs out": _training_ends,
    "the store is no longer addressed": _shrink_audience,
}


@pytest.mark.parametrize("what", AT_ONCE)
def test_the_page_dies_at_the_next_request_when(quarter: Quarter, what: str) -> None:
    """R-005, R-062, R-063, R-064: the open page, its picture and its polling all answer 404 at once."""
    quarter.alert_goes_live()
    phone, page = quarter.opened("alert", quarter.neighbour)
    assert phone.get(f"{page}/picture").status_code == 200
    change(quarter, AT_ONCE[what])
    assert {status for status, _ in everything(phone, page)} == {404}
    assert len(quarter.views()) == 1


@pytest.mark.parametrize(
    ("ending", "sentence"), [("recall", "回収しました"), ("all_clear", "危険が去った"), ("expiry", "期限")]
)
def test_who_could_see_it_is_told_that_it_ended(quarter: Quarter, ending: str, sentence: str) -> None:
    """R-078: the bound browser reads 410 with the reason; anybody else reads 404."""
    quarter.alert_goes_live()
    phone, page = quarter.opened("alert", quarter.neighbour)
    quarter.end(ending)
    gone = phone.get(page)
    assert gone.status_code == 410
    assert "この警戒情報は終了しました" in gone.text
    assert sentence in gone.text
    assert phone.get(f"{page}/picture").status_code == 410
    assert phone.get(f"{page}/state", accept="application/json").json()["sentence"]
    assert quarter.phone().get(page).status_code == 404


def test_an_alert_past_its_end_is_over_before_the_clock_closes_it(quarter: Quarter) -> None:
    """R-043: expiry does not wait for a worker."""
    quarter.alert_goes_live()
    phone, page = quarter.opened("alert", quarter.neighbour)
    quarter.clock.at += timedelta(hours=24)
    assert phone.get(page).status_code == 410
    assert phone.get(f"{page}/picture").status_code == 410


def test_a_browser_that_was_never_let_in_is_not_told_that_it_ended(quarter: Quarter) -> None:
    """R-064: waiting for a yes is not having seen."""
    quarter.alert_goes_live()
    _, page = quarter.opened("alert", quarter.neighbour)
    waiting = quarter.phone()
    waiting.press_open(page)
    quarter.end("recall")
    assert waiting.get(page).status_code == 404


def test_a_colleague_cannot_use_the_reporters_page(quarter: Quarter) -> None:
    """R-064: picking the suspect is the reporter's, even among people of the same shop."""
    quarter.photo_arrives()
    assert quarter.phone().get(quarter.link("mask", quarter.responsible)).status_code == 404


def test_the_reporters_page_is_over_once_the_approvers_have_it(quarter: Quarter) -> None:
    """R-113: what approvers look at can't be picked anew."""
    quarter.mask_arrives()
    phone, page = quarter.opened("mask", quarter.reporter)
    quarter.move(State.ASSESSING)
    over = phone.get(page)
    assert over.status_code == 410
    assert "くわしくはチャット" in over.text
    assert phone.get(f"{page}/picture?original=1").status_code == 410


def test_a_neighbour_without_a_delivery_sees_nothing(quarter: Quarter) -> None:
    """R-064: the alert is for whom it was delivered to."""
    quarter.alert_goes_live()

    def withdraw(unit: UnitOfWork, q: Quarter) -> None:
        row = unit.deliveries.for_account(q.case, q.neighbour)
        assert isinstance(row, Delivery)
        unit.session.delete(row)

    change(quarter, withdraw)
    assert quarter.phone().get(quarter.link("alert", quarter.neighbour)).status_code == 404
