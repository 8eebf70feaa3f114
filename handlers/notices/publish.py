"""The network publishes what is in force; from then on each store has its poster to put up (R-026, R-122)."""

from __future__ import annotations

import hashlib
import json

from audit.event import Event
from handlers.commands.notices import PublishNotices
from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.notices.facts import found, published, stated_now, taking_part
from handlers.notices.renew import renew
from handlers.notices.watch import watch
from policy.notices.facts import VERSION_LENGTH
from policy.verdict import Deny
from storage.tables import Publication


def publish(cmd: PublishNotices, ctx: Context) -> None:
    """R-026, R-029, R-122, L93, L101, L227: the rules and stores of this moment, if nothing in them contradicts.

    Raises:
        NotAllowed: something that is to be said is missing or isn't so; says what to do.
    """
    network = ctx.uow.stores.the_network()
    blocking = next((one for one in found(network, ctx) if one.blocks), None)
    if blocking is not None:
        raise NotAllowed(Deny(blocking.clause, blocking.says, blocking.values))
    said, stores = stated_now(network, ctx), sorted(store.id for store in taking_part(network, ctx))
    standing = published(network, ctx)
    if standing is not None and (standing.stated, standing.stores) == (said, frozenset(stores)):
        return
    new = Publication(
        network_id=network.id, facts=said.to_json(), stores=stores, published_at=ctx.now, published_by=ctx.by
    )
    ctx.uow.notices.publish(new)
    ctx.note(Event.NOTICE_PUBLISH, None, version=_hash(new), stores=len(stores))
    renew(network, ctx)
    watch(ctx)


def _hash(row: Publication) -> str:
    said = json.dumps([row.facts, row.stores], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:VERSION_LENGTH]
