"""Requests of people outside: what they ask for and how it was answered; their words lie sealed beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policy.decision import Decided, Refused
from policy.handing import Bearer, Mandate, Proof
from policy.rights import Channel, Part, RequestState, Told, Wish
from storage.tables.base import Table, new_id
from storage.tables.network import Store
from storage.tables.words import PublicUse, Word


class Request(Table):
    """One request. Without its words it says of nobody who they are."""

    __tablename__ = "requests"
    __table_args__ = (Index("ix_requests_open", "network_id", "state", "received_at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    salt: Mapped[bytes]
    secret: Mapped[bytes]
    """Of the receipt's twelve characters: ``policy.rights.fingerprint``."""
    form: Mapped[str] = mapped_column(String(64), unique=True)
    """Hash of the page that asked, so that a reloaded one asks once."""
    channel: Mapped[Channel] = mapped_column(Word(Channel, 20), server_default=Channel.PAGE.value)
    entered_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    """Who of the desk wrote it down for the person; None if they wrote it themselves."""
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    store_id: Mapped[str | None] = mapped_column(ForeignKey("stores.id"))
    wish: Mapped[Wish] = mapped_column(Word(Wish, 20))
    language: Mapped[str] = mapped_column(String(4))
    state: Mapped[RequestState] = mapped_column(Word(RequestState, 20))
    received_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    """When somebody of the desk first read it."""
    extended_at: Mapped[datetime | None]
    decided: Mapped[Decided | None] = mapped_column(Word(Decided, 20))
    refused: Mapped[Refused | None] = mapped_column(Word(Refused, 24))
    wrong: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """``policy.forms.names.Wrong``: what the decision takes back of the alerts that it is about."""
    shown: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """``policy.withheld.Item``: what of these alerts the person is to be shown at the desk."""
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    seconded_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    answered_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the answer reached the person, as they opened it or as somebody of the desk says."""
    told_how: Mapped[Told | None] = mapped_column(Word(Told, 20))
    told_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    key_id: Mapped[str | None] = mapped_column(String(32))
    """The key of ``storage.key_directory`` that its words lie under; None once they are erased."""
    store: Mapped[Store | None] = relationship(lazy="selectin")


class RequestWords(Table):
    """What was written, by whom in the sense of ``Part`` and when; ``sealed`` None once it is erased."""

    __tablename__ = "request_words"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    part: Mapped[Part] = mapped_column(Word(Part, 20))
    at: Mapped[datetime]
    sealed: Mapped[bytes | None]


class RequestCase(Table):
    """A case that a request is about."""

    __tablename__ = "request_cases"
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, index=True)
    suspended_at: Mapped[datetime | None]
    """Since when its picture is kept back for this."""
    stands_at: Mapped[datetime | None]
    """When its store said that it stands by the alert."""


class HandOver(Table):
    """One look at the papers of whoever stands at the desk, and what came of it; nothing of the papers is kept."""

    __tablename__ = "hand_overs"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    bearer: Mapped[Bearer] = mapped_column(Word(Bearer, 20))
    proof: Mapped[Proof] = mapped_column(Word(Proof, 20))
    mandate: Mapped[Mandate] = mapped_column(Word(Mandate, 20))
    checked_by: Mapped[str] = mapped_column(ForeignKey("members.id"))
    checked_at: Mapped[datetime]
    compared_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    compared_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]


class PublicTry(Table):
    """How often somebody unknown did something since ``began_at``; ``mark``: a keyed hash of an address or a number."""

    __tablename__ = "public_tries"
    use: Mapped[PublicUse] = mapped_column(Word(PublicUse, 12), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    times: Mapped[int]
