"""Incidents as people begin and classify them."""

from __future__ import annotations

from sqlalchemy import select

from handlers.commands.incidents import ClassifyIncident, KeepReport, NoteReport
from policy.facts import Role
from policy.incidents.classification import Answers
from policy.incidents.clocks import Report
from policy.incidents.kinds import Kind
from policy.incidents.nine import Item
from storage.tables import Incident
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess

OFFICE, STORE = "P29", "P01"
CALL = "事故の連絡"


def newest(town: TownInProcess) -> Incident:
    with town.reading() as uow:
        return uow.session.scalars(select(Incident).order_by(Incident.known_at.desc())).first()  # type: ignore[return-value]


def tap(town: TownInProcess, code: str = STORE, what: str = "消えた・壊れた", word: str = "事故") -> Incident:
    tapped(town, code, what, word)
    return newest(town)


@remembered
def tapped(town: TownInProcess, code: str, what: str, word: str) -> None:
    town.say(code, word)
    town.press(code, what)


@remembered
def named(town: TownInProcess) -> None:
    """Everybody has a duty: P04 manages, P05 answers for security, P06 stands in, P07 for privacy."""
    roles = (Role.INCIDENT_MANAGER, Role.SECURITY_OFFICER, Role.INCIDENT_DEPUTY, Role.PRIVACY_OFFICER)
    for code, role in zip(("P04", "P05", "P06", "P07"), roles, strict=True):
        town.appoint(code, role)


def classify(town: TownInProcess, code: str, number: str, proof: str = "", **said: object) -> None:
    town.run(ClassifyIncident(town.account(code), number, Answers(**{"kind": Kind.DESTRUCTION, **said}), proof))  # type: ignore[arg-type]


def calls(town: TownInProcess, code: str) -> int:
    town.deliver()
    return sum(CALL in title for title in town.titles(code))


def report(town: TownInProcess, code: str, number: str, which: Report) -> None:
    """Written, kept, and noted as made."""
    account = town.account(code)
    town.run(KeepReport(account, number, which, dict.fromkeys(Item, "調査中")))
    town.run(NoteReport(account, number, which))
