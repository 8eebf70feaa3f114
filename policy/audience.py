"""Which stores receive an alert: near ones of any trade, never more than needed (guideline L103, L189–195, L231)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from policy.distance import distance_km
from policy.facts import AlertForm, Belonging, StoreFacts
from policy.forms.names import RecallReason
from policy.notices.posting import may_send_under
from policy.rules import Rules
from policy.verdict import N_, Allow, Deny, Verdict, all_of

NARROWER_M = (300, 500, 1000, 2000, 5000)
"""What a reporter can choose below the network's radius: the block, the shopping street, then about twice as far."""


RINGS = (1 / 9, 1 / 3, 1)
"""Parts of the radius in which to look, one after the other: each has nine times the area of the one before, so that
the fifty nearest of a crowded town are found without looking at thousands.
"""


def active(store: Belonging, now: datetime) -> Verdict:
    """R-005, R-009, R-122, L22, L51, L227: a store takes part while it belongs, agreed, and shows its notice."""
    if not store.business_agreed:
        return Deny("R-009", N_("この事業者の参加同意がまだ記録されていません。事務局に連絡してください。"))
    if not store.notice_posted:
        return Deny("R-122", N_("店頭のお知らせの掲示がまだ確認されていません。掲示してから事務局に連絡してください。"))
    if store.business_left_at is not None and store.business_left_at <= now:
        return Deny("R-009", N_("この事業者は今、ネットワークに参加していません。事務局に連絡してください。"))
    if store.joined_at > now or (store.left_at is not None and store.left_at <= now):
        return Deny("R-005", N_("この店舗は今、ネットワークに参加していません。事務局に連絡してください。"))
    if is_suspended(store, now):
        return Deny("R-005", N_("この店舗の参加は停止中です。事務局に連絡してください。"))
    return Allow()


def is_suspended(store: Belonging, now: datetime) -> bool:
    """R-144, L261: from its first moment on, and up to its last, if it has one."""
    begun = store.suspended_at is not None and store.suspended_at <= now
    return begun and (store.suspended_until is None or now < store.suspended_until)


def lost_ground(store: StoreFacts, form: AlertForm | None, rules: Rules, now: datetime) -> RecallReason | None:
    """R-003, R-005, R-009, R-144, L22, L51, L261: why this store's alert can't go on; None if nothing speaks for it.

    A store that still belongs but lacks its responsible person sends nothing new; what is out stays with the network.
    """
    if form == AlertForm.PICTURE and rules.text_only:
        return RecallReason.TEXT_ONLY
    verdict = active(store, now)
    if not isinstance(verdict, Deny):
        return None
    if is_suspended(store, now):
        return RecallReason.SUSPENDED
    return RecallReason.NO_AGREEMENT if verdict.clause == "R-009" else RecallReason.LEFT


def may_originate(store: StoreFacts, now: datetime) -> Verdict:
    """R-023, R-061, R-125, L85, L135, L231: the participating store itself decides, through its responsible person."""
    if not store.has_responsible:
        return Deny("R-061", N_("店舗責任者が登録されていないため、送れません。事務局に登録を依頼してください。"))
    return all_of((active(store, now), may_send_under(store, now)))


def may_receive(
    sender: StoreFacts,
    store: StoreFacts,
    *,
    radius_km: float,
    far_store_ids: Collection[str],
    rules: Rules,
    now: datetime,
) -> Verdict:
    """R-030, R-089, R-090, R-124, L103, L189, L195, L231: near, or in the same building, or added by hand.

    The trade of a store plays no part. A facility reaches as far as the network's own radius, so that a name that two
    buildings share carries nothing across the country.
    """
    if store.id == sender.id or store.network_id != sender.network_id:
        return Deny("R-089", N_("この店舗は配信先になりません。"))
    if not active(store, now):
        return active(store, now)
    distance = distance_km(sender, store)
    in_building = sender.facility is not None and sender.facility == store.facility and distance <= rules.radius_km
    added = store.id in far_store_ids and store.business_id == sender.business_id
    if distance <= min(radius_km, rules.radius_km) or in_building or added:
        return Allow()
    return Deny("R-030", N_("この店舗は配信の範囲の外です。自社の店舗なら、理由を書いて追加できます。"))


def audience(
    sender: StoreFacts,
    stores: Sequence[StoreFacts],
    *,
    radius_km: float,
    far_store_ids: frozenset[str],
    left_out: Collection[str] = (),
    rules: Rules,
    now: datetime,
) -> tuple[str, ...]:
    """R-044, R-124, L121, L231: ids of the receiving stores, nearest first, at most ``rules.max_stores``.

    Stores added by hand keep their place when the rest has to be cut: each stands there for a reason. Those the sender
    leaves out (R-117) make room for others within reach.
    """
    reached = [
        store
        for store in {s.id: s for s in stores}.values()
        if store.id not in left_out
        and may_receive(sender, store, radius_km=radius_km, far_store_ids=far_store_ids, rules=rules, now=now)
    ]
    reached.sort(key=lambda store: (store.id not in far_store_ids, distance_km(sender, store), store.id))
    kept = reached[: rules.max_stores]
    kept.sort(key=lambda store: (distance_km(sender, store), store.id))
    return tuple(store.id for store in kept)


def may_narrow(reach_m: int | None, rules: Rules) -> Verdict:
    """R-117, R-124, L225, L231: the sender may warn within less than the network's radius, never within more.

    ``reach_m``: one of ``NARROWER_M``; None is as far as the rules go.
    """
    if reach_m is None or reach_m in narrower(rules):
        return Allow()
    return Deny("R-124", N_("配信の範囲は {radius} km より広くできません。"), {"radius": rules.radius_km})


def narrower(rules: Rules) -> tuple[int, ...]:
    """R-124: the choices below the network's radius, in metres."""
    return tuple(metres for metres in NARROWER_M if metres < rules.radius_km * 1000)


def check_audience(store_ids: Sequence[str], *, sender_id: str, rules: Rules) -> Verdict:
    """R-044, R-085, L121, L187: somebody to warn, nobody twice, not the sender, and within the ceiling."""
    if not store_ids:
        return Deny("R-124", N_("近くに配信できる店舗がありません。110番と自店の警戒で対応してください。"))
    if len(set(store_ids)) != len(store_ids) or sender_id in store_ids:
        return Deny("R-085", N_("同じ店舗が2回入っています。配信先を選び直してください。"))
    if len(store_ids) > rules.max_stores:
        return Deny(
            "R-044",
            N_("配信先は {most} 店舗までです。範囲を狭くしてください。"),
            {"most": rules.max_stores},
        )
    return Allow()


def may_add_far(sender: StoreFacts, store: StoreFacts, *, radius_km: int, now: datetime) -> Verdict:
    """R-030, L103: beyond the radius only stores of one's own business, one by one; the form asks for each reason."""
    if store.id == sender.id or store.network_id != sender.network_id or store.business_id != sender.business_id:
        return Deny("R-030", N_("範囲の外に追加できるのは自社の店舗だけです。"))
    if distance_km(sender, store) <= radius_km:
        return Deny("R-030", N_("この店舗は範囲の中にあるため、追加しなくても届きます。"))
    return active(store, now)


def far_stores(sender: StoreFacts, stores: Sequence[StoreFacts], *, radius_km: int, now: datetime) -> tuple[str, ...]:
    """R-030, L103: ids of the stores that may be added by hand, nearest first."""
    found = [store for store in stores if may_add_far(sender, store, radius_km=radius_km, now=now)]
    return tuple(store.id for store in sorted(found, key=lambda store: (distance_km(sender, store), store.id)))
