"""Every request is checked anew: 404 for who has no business here, 410 for who had (R-001, R-005, R-063, R-064)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from policy.facts import Role
from policy.states import State
from storage.tables import Delivery, MemberRole
from storage.unit_of_work import UnitOfWork
from tests.world.pages import Phone, TownWithPages

Change = Callable[[UnitOfWork, TownWithPages], object]


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


def change(town: TownWithPages, how: Change) -> None:
    """Something happens outside the viewer."""
    with town.database.unit_of_work() as uow:
        how(uow, town)
        uow.commit()


def test_unknown_expired_revoked_and_foreign_links_answer_alike(town: TownWithPages) -> None:
    """R-064: nobody learns whether a page exists; the bodies are the same to the byte."""
    town.alert_goes_live()
    phone = town.phone()
    revoked = town.link("alert", town.neighbour)
    change(town, lambda uow, _: uow.links.revoke_case(town.case, town.clock()))
    expired, foreign = town.link("alert", town.neighbour, hours=0), town.link("alert", town.responsible)
    signed_unknown = town.signer.page("never-given-out").removeprefix(town.url)
    answers = [everything(phone, page) for page in (expired, revoked, foreign, signed_unknown, "/p/made.up", "/p/x")]
    assert {status for answer in answers for status, _ in answer} == {404}
    assert len({body for answer in answers for _, body in answer}) == 1
    assert "ページが見つかりません" in answers[0][0][1]
    assert "[en] " in answers[0][0][1], "whoever reads it may not read Japanese"


def _drop_role(uow: UnitOfWork, town: TownWithPages) -> None:
    for role in uow.people.account_by_id(town.neighbour).member.roles:
        uow.session.delete(role)


def _other_shop(uow: UnitOfWork, town: TownWithPages) -> None:
    _drop_role(uow, town)
    member_id = uow.people.account_by_id(town.neighbour).member_id
    uow.add(MemberRole(member_id=member_id, role=Role.CONTACT.value, store_id=town.shop))


def _suspend(uow: UnitOfWork, town: TownWithPages) -> None:
    uow.stores.get(town.next_door).suspended_at = town.clock()


def _store_leaves(uow: UnitOfWork, town: TownWithPages) -> None:
    uow.stores.get(town.next_door).left_at = town.clock()


def _training_ends(uow: UnitOfWork, town: TownWithPages) -> None:
    uow.people.account_by_id(town.neighbour).member.trained_until = date(2026, 11, 1)


def _revoke_account(uow: UnitOfWork, town: TownWithPages) -> None:
    uow.people.account_by_id(town.neighbour).revoked_at = town.clock()


def _shrink_audience(uow: UnitOfWork, town: TownWithPages) -> None:
    uow.cases.get(town.case).audience = []


AT_ONCE: dict[str, Change] = {
    "the member leaves": lambda uow, q: uow.people.leave(uow.people.account_by_id(q.neighbour).member, q.clock()),
    "the account is revoked": _revoke_account,
    "the role is taken away": _drop_role,
    "the member moves to another shop": _other_shop,
    "the store leaves the network": _store_leaves,
    "the store is suspended": _suspend,
    "the training runs out": _training_ends,
    "the store is no longer addressed": _shrink_audience,
}


@pytest.mark.parametrize("what", AT_ONCE)
def test_the_page_dies_at_the_next_request_when(town: TownWithPages, what: str) -> None:
    """R-005, R-062, R-063, R-064: the open page, its picture and its polling all answer 404 at once."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    assert phone.get(f"{page}/picture").status_code == 200
    looks = len(town.views())
    change(town, AT_ONCE[what])
    assert {status for status, _ in everything(phone, page)} == {404}
    assert len(town.views()) == looks


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [("recall", "取り消しました"), ("all_clear", "警戒は解除されました"), ("expiry", "時間になった")],
)
def test_who_could_see_it_is_told_that_it_ended(town: TownWithPages, ending: str, sentence: str) -> None:
    """R-078: the bound browser reads 410 with the reason; anybody else reads 404."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    town.end(ending)
    gone = phone.get(page)
    assert gone.status_code == 410
    assert "この警戒情報は終了しました" in gone.text
    assert sentence in gone.text
    assert phone.get(f"{page}/picture").status_code == 410
    assert phone.get(f"{page}/state", accept="application/json").json()["sentence"]
    assert town.phone().get(page).status_code == 404


def test_an_alert_past_its_end_is_over_before_the_clock_closes_it(town: TownWithPages) -> None:
    """R-043: expiry does not wait for a worker."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    town.clock.at += timedelta(hours=24)
    assert phone.get(page).status_code == 410
    assert phone.get(f"{page}/picture").status_code == 410


def test_a_browser_that_was_never_let_in_is_not_told_that_it_ended(town: TownWithPages) -> None:
    """R-064: waiting for a yes is not having seen."""
    town.alert_goes_live()
    _, page = town.opened("alert", town.neighbour)
    waiting = town.phone()
    waiting.press_open(page)
    town.end("recall")
    assert waiting.get(page).status_code == 404


def test_a_colleague_cannot_use_the_reporters_page(town: TownWithPages) -> None:
    """R-064: picking the suspect is the reporter's, even among people of the same shop."""
    town.photo_arrives()
    assert town.phone().get(town.link("mask", town.responsible)).status_code == 404


def test_the_reporters_page_is_over_once_the_approvers_have_it(town: TownWithPages) -> None:
    """R-113: what approvers look at can't be picked anew."""
    town.mask_arrives()
    phone, page = town.opened("mask", town.reporter)
    town.move(State.ASSESSING)
    over = phone.get(page)
    assert over.status_code == 410
    assert "結果はチャットにお知らせします" in over.text
    assert phone.get(f"{page}/picture?original=1").status_code == 410


def test_a_neighbour_without_a_delivery_sees_nothing(town: TownWithPages) -> None:
    """R-064: the alert is for whom it was delivered to."""
    town.alert_goes_live()

    def withdraw(uow: UnitOfWork, q: TownWithPages) -> None:
        row = uow.deliveries.for_account(q.case, q.neighbour)
        assert isinstance(row, Delivery)
        uow.session.delete(row)

    change(town, withdraw)
    assert town.phone().get(town.link("alert", town.neighbour)).status_code == 404
