"""Names of the choices people made, and the rows that several cards share."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import PageLink
from handlers.case.picture import quality_of
from handlers.case.tally import Tally
from handlers.forms.definitions import REACHES, REPORT, YES_NO
from handlers.ports import Sentences
from handlers.recipient import Desk
from policy.assessment import TESTS
from policy.facts import AlertForm, Report
from policy.quality import flaws
from policy.states import STATE_NAMES, State
from policy.verdict import N_, Deny
from storage.tables import Case, Delivery, Store

ENDINGS = {"all_clear": N_("解除"), "recall": N_("回収"), "expiry": N_("期限による失効")}

TEST_NAMES = {test.name: test.title for test in TESTS}

CALM = N_("見かけても、取り押さえたり入店を断ったりしないでください。安全を第一に、静かに見守ってください。")
HEDGED = N_("万引きの疑いがある事案です。事実と決まったわけではなく、見かけた人が別の人のこともあります。")

NOT_SENT = {
    "withheld": N_("送らず"),
    "failed": N_("届かず"),
    "queued": N_("送信待ち"),
    "unknown": N_("届いたか不明"),
}
"""Deliveries that did not get through, the nearest to the phone last."""

Rows = tuple[tuple[str, str], ...]


def state_name(desk: Desk, state: str) -> str:
    """A state as people read it."""
    return desk.t(STATE_NAMES[State(state)])


def ending_name(desk: Desk, case: Case) -> str:
    """How a live alert ended."""
    ending = case.ending or "expiry"
    return desk.t(ENDINGS[ending])


def denial(t: Sentences, deny: Deny) -> str:
    """A rule's sentence; words among its values, such as a state's name, are translated too."""
    values = {name: t(value) if isinstance(value, str) else value for name, value in deny.values.items()}
    return t(deny.reason, **values)


def mask_page(desk: Desk, label: str) -> PageLink | None:
    """The reporter's page, where the suspect is chosen and the masked picture confirmed; ``label`` is translated."""
    return desk.page(label, "mask", desk.case.expires_at) if desk.case else None


def choice(desk: Desk, field: str, value: str) -> str:
    """The label of a choice in the report, in the reader's language."""
    return desk.t({option.value: option.label for option in REPORT.field(field).options}[value])


def full_name(store: Store) -> str:
    """Business and store, as people in town call it."""
    return f"{store.business.name} {store.name}"


def yes_no(desk: Desk, value: bool) -> str:
    """はい or いいえ."""
    return desk.t(YES_NO[0].label if value else YES_NO[1].label)


def alert_rows(desk: Desk, case: Case, report: Report) -> Rows:
    """R-086: exactly what neighbours read, and nothing else."""
    rows = [
        (desk.t("被害"), report.goods),
        (desk.t("時刻"), desk.time(report.event_at)),
        (desk.t("店舗"), full_name(case.store)),
        (desk.t("方向"), report.direction),
        (desk.t("移動"), choice(desk, "travel", report.travel)),
    ]
    if report.form != AlertForm.WARNING and report.features:
        rows.append((desk.t("特徴"), report.features))
    return tuple(rows)


def audience_rows(desk: Desk, case: Case, left_out: Sequence[Store]) -> Rows:
    """R-124: to how many stores it goes, and what was left out of the network's own reach."""
    rows = [(desk.t("配信先"), desk.t("{stores}店舗", stores=len(case.audience)))]
    if case.reach_m is not None:
        rows.append((desk.t("範囲"), desk.t(REACHES[case.reach_m])))
    if left_out:
        rows.append((desk.t("外した店舗"), "、".join(full_name(store) for store in left_out)))
    return tuple(rows)


def flaw_rows(desk: Desk, case: Case) -> Rows:
    """R-041: what may mislead about the picture, with its numbers, and why it is used all the same."""
    found = flaws(quality_of(case)) if case.form == AlertForm.PICTURE else ()
    if not found:
        return ()
    noted = "\n".join(desk.t(flaw.sentence, **flaw.values) for flaw in found)
    return (desk.t("画像の注意点"), noted), (desk.t("それでも使う理由"), desk.override())


def tally_rows(desk: Desk, stores: Tally) -> Rows:
    """R-078: per store, who has not opened, opened when, confirmed; and where nobody could be written to."""
    return tuple(
        (full_name(store), _delivery_state(desk, max(rows, key=_progress)) if rows else desk.t("連絡先なし"))
        for store, rows in stores
    )


def _progress(row: Delivery) -> tuple[bool, bool, bool, int]:
    """Of a store's people, the one who got furthest speaks for it."""
    way = [*NOT_SENT, "sent"].index(row.state)
    return row.stop_confirmed_at is not None, row.opened_at is not None, row.answer is not None, way


def _delivery_state(desk: Desk, row: Delivery) -> str:
    if row.stop_confirmed_at:
        return desk.t("終了を確認 {time}", time=desk.time(row.stop_confirmed_at))
    if row.opened_at:
        return desk.t("画像を開いた {time}", time=desk.time(row.opened_at))
    if row.answer:
        return desk.t("返答あり")
    return desk.t(NOT_SENT.get(row.state, N_("未開封")))
