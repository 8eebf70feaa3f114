"""What a network has published about itself, and which store shows it (R-023, R-026, R-122)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policy.notices.posting import Kind, Reminder
from storage.tables.base import Table, new_id, only_where
from storage.tables.network import Store
from storage.tables.words import Word


class Publication(Table):
    """One version of what the network says of itself, while it was in force; never deleted, since posters cite it.

    ``facts``: ``policy.notices.facts.Stated``. ``stores``: ids of those that it named as taking part.
    ``published_by``: whom the ledger names.
    """

    __tablename__ = "publications"
    __table_args__ = (
        Index("uq_publications_in_force", "network_id", unique=True, **only_where("replaced_at IS NULL")),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    facts: Mapped[dict[str, Any]]
    stores: Mapped[list[Any]]
    published_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    published_by: Mapped[str | None]


class Poster(Table):
    """One version of a notice in a store, from when it was wanted; ``posted_at``: when a photograph first showed it.

    ``kind``: the poster about alerts, or what hangs at the cameras. ``told``: the last of ``Reminder`` that its people
    had.
    """

    __tablename__ = "posters"
    __table_args__ = (
        Index("uq_posters_wanted", "store_id", "kind", unique=True, **only_where("replaced_at IS NULL")),
        Index("ix_posters_missing", "store_id", **only_where("replaced_at IS NULL AND posted_at IS NULL")),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind, 20))
    version: Mapped[str] = mapped_column(String(12))
    wanted_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    told: Mapped[Reminder | None] = mapped_column(Word(Reminder, 20))
    store: Mapped[Store] = relationship(lazy="joined")
