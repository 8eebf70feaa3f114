"""From rows and the vault to what the templates show."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from audit.event import Event
from bot.web.viewmodels import (
    Alert,
    Choosing,
    Figure,
    Finished,
    Page,
    Person,
    Picking,
    Reviewing,
    Scene,
    Working,
)
from handlers.case.picture import quality_of
from handlers.case.sealed import correction_of, load_report
from handlers.case.strokes import room_of, strokes_of
from handlers.picture.review import may_choose
from handlers.ports import Ports, Sentences
from handlers.recipient import Desk
from handlers.wording.labels import CALM, HEDGED, alert_rows, flaw_rows
from masking.brush import LARGEST_RADIUS, MOST_POINTS, MOST_STROKES, dumped
from masking.results import FILL
from policy.facts import AlertForm
from policy.quality import flaws
from policy.states import State
from policy.verdict import N_
from storage.tables import Account, Case, Store
from storage.unit_of_work import UnitOfWork

QUALITY: Final = {
    "dark": N_("写真が暗めです。人を見落とすことがあるので、結果をよく確かめてください。"),
    "blurred": N_("写真がぶれています。人を見落とすことがあるので、結果をよく確かめてください。"),
    "small": N_("写真が小さめです。人を見落とすことがあるので、結果をよく確かめてください。"),
}
"""R-041: what masking noticed about the picture, in its own words."""

REFILLED: Final = N_("顔に見える所が見つかったため、そこはもう一度塗りつぶしました。")
"""R-119: the second search has the last word."""

AROUND: Final = 0.08
"""Of the figure's long side: enough to see that nothing is cut off."""

OVERLAY_TIME: Final = "%Y-%m-%d %H:%M"


def step_of(unit: UnitOfWork, case: Case, purpose: str) -> str:
    """Where the reader stands; another value means that the page looks different now."""
    if purpose != "mask":
        return f"show-{case.state}-{(case.binding or '')[:12]}-{corrections(unit, case)}"
    if case.state == State.MASKING:
        return "masking" if found_in(case) else "finding"
    if stills_in(case):
        return "stills"
    if not may_choose(case):
        return "done" if case.mask_confirmed_at else "no-photo"
    if case.mask_confirmed_at:
        return "confirmed"
    return f"review-{case.masked_sha256[:12]}" if case.masked_sha256 else "pick"


def problem_of(case: Case, step: str, t: Sentences) -> str:
    """Why masking at the last choice or correction did not work, for the one who tries again."""
    problem: str | None = (case.evidence or {}).get("problem")
    return t(problem) if problem and step.startswith(("pick", "review")) else ""


def corrections(unit: UnitOfWork, case: Case) -> int:
    """R-049: how often the alert was corrected."""
    return sum(entry["event"] == Event.ALERT_CORRECT for entry in unit.ledger.of_case(case.id))


def found_in(case: Case) -> dict[str, Any] | None:
    """What masking found in the upright picture, if it has looked."""
    found: dict[str, Any] | None = (case.evidence or {}).get("found")
    return found


def stills_in(case: Case) -> list[dict[str, Any]]:
    """The frames of a video that the reporter has yet to choose from."""
    stills: list[dict[str, Any]] = (case.evidence or {}).get("stills", [])
    return stills if case.state == State.MASK_REVIEW else []


def part_of(case: Case) -> tuple[int, int, int, int] | None:
    """What approvers and neighbours are shown of the masked picture: the figure and some of the fill around it.

    The rest is one flat colour; on a phone it would make the figure small.
    """
    found, shown = found_in(case) or {}, (case.evidence or {}).get("masked", {}).get("shown_box")
    if shown is None:
        return None
    x0, y0, x1, y1 = shown
    room = round(AROUND * max(x1 - x0, y1 - y0))
    return max(0, x0 - room), max(0, y0 - room), min(found["width"], x1 + room), min(found["height"], y1 + room)


class Material:
    """Everything one reader is shown of one case."""

    def __init__(self, unit: UnitOfWork, case: Case, account: Account, ports: Ports, now: datetime) -> None:
        self._unit = unit
        self._case = case
        self._account = account
        self._t = ports.sentences(account.member.language)
        self._now = now
        self._desk = Desk(account, case, unit, ports, now)
        self._zone = ZoneInfo(unit.stores.network(case.network_id).timezone)

    def sheet(self, page: Page, *, again: bool, edit: bool) -> tuple[str, object]:
        """Which template shows the step, and what it gets; the reporter may want to choose ``again`` or to ``edit``."""
        step = page.step
        if step.startswith("show"):
            return "alert.html", self.alert(page.address, preview=not step.startswith("show-live"))
        if step in ("finding", "masking"):
            video = "video" in (self._case.evidence or {})
            return "working.html", Working(masking=step == "masking", video=video)
        if step == "stills":
            return "stills.html", self.choosing(page.address)
        if step == "pick" or (again and step.startswith(("review", "confirmed"))):
            return "pick.html", self.picking(page.address)
        if step.startswith("review") or (edit and step == "confirmed"):
            return "review.html", self.reviewing(page.address)
        return "done.html", self.finished(step)

    def finished(self, step: str) -> Finished:
        """Nothing is left to do on the page, or nothing is there to do it with."""
        t = self._t
        if step == "no-photo":
            why = t("写真が届いていないか、使えませんでした。チャットのお知らせをご覧ください。")
            return Finished(t("表示できる写真がありません"), (why,), again=False)
        lines = (t("チャットに戻って、続けてください。"),)
        return Finished(t("画像を確認しました"), lines, again=step == "confirmed")

    def picking(self, address: str) -> Picking:
        """The upright picture and the people found in it."""
        found = found_in(self._case) or {}
        boxes = [(p["number"], *p["box"]) for p in found.get("people", ())]
        people = tuple(Person(n, x0, y0, x1 - x0, y1 - y0) for n, x0, y0, x1, y1 in boxes)
        notes = tuple(self._t(QUALITY[note]) for note in found.get("notes", ()) if note in QUALITY)
        return Picking(self._figure(f"{address}/picture?original=1"), people, notes)

    def choosing(self, address: str) -> Choosing:
        """The stills of the video, in the order of its time."""
        scenes = []
        for number, still in enumerate(stills_in(self._case), start=1):
            source = f"{address}/picture?original=1&still={number}"
            figure = Figure(source, int(still["width"]), int(still["height"]), self.overlay())
            minutes, seconds = divmod(int(still["seconds"]), 60)
            scenes.append(Scene(number, figure, f"{minutes}:{seconds:02}", int(still["people"])))
        return Choosing(tuple(scenes))

    def reviewing(self, address: str) -> Reviewing:
        """Before and after, and the hash of the after."""
        case, sha256 = self._case, self._case.masked_sha256 or ""
        before = self._figure(f"{address}/picture?original=1")
        after = self._figure(f"{address}/picture?sha256={sha256}")
        masked = (case.evidence or {}).get("masked", {})
        _, tried = strokes_of(self._unit, case)
        hand = {
            "room": room_of(self._unit, case),
            "strokes": json.loads(dumped(tried)),
            "shown": masked.get("shown_box"),
            "most": {"strokes": MOST_STROKES, "points": MOST_POINTS, "radius": LARGEST_RADIUS},
        }
        refilled = masked.get("strokes", {}).get("refilled")
        note = self._t(REFILLED) if refilled else ""
        people = json.dumps([[p.number, p.x, p.y, p.width, p.height] for p in self.picking(address).people])
        noted = tuple(self._t(flaw.sentence, **flaw.values) for flaw in flaws(quality_of(case)))
        fill = f"rgb({FILL[2]} {FILL[1]} {FILL[0]})"
        return Reviewing(before, after, sha256, people, json.dumps(hand), fill, note, noted)

    def alert(self, address: str, *, preview: bool) -> Alert:
        """R-042, R-086: the rows of the neighbours' card and nothing else."""
        case, report = self._case, load_report(self._unit, self._case)
        with_picture = report is not None and report.form == AlertForm.PICTURE and case.masked_sha256 is not None
        return Alert(
            figure=self._cropped(f"{address}/picture?sha256={case.masked_sha256}") if with_picture else None,
            hedge=self._t(HEDGED),
            conduct=self._t(CALM),
            facts=alert_rows(self._desk, case, report) if report else (),
            preview=preview,
            flaws=flaw_rows(self._desk, case) if preview else (),
            corrected=corrections(self._unit, case) > 0,
            correction=correction_of(self._unit, case),
            ends=self._ends(preview=preview),
        )

    def watermark(self) -> str:
        """R-095: what is burned into the picture: who looks, from which store, when, at which case. ASCII."""
        store = self._readers_store()
        where = f"{store.business.code}-{store.code}" if store else "NETWORK"
        parts = (where, self._account.member.code, self._local(self._now).strftime(OVERLAY_TIME), self._case.number)
        return " / ".join(parts).encode("ascii", "replace").decode()

    def overlay(self) -> tuple[str, ...]:
        """R-095: the same in words, with the names."""
        store = self._readers_store()
        where = store.name if store else self._unit.stores.network(self._case.network_id).name
        time = self._local(self._now).strftime(OVERLAY_TIME)
        return where, self._account.member.name, time, self._case.number

    def _figure(self, source: str) -> Figure:
        found = found_in(self._case) or {}
        return Figure(source, int(found.get("width", 0)), int(found.get("height", 0)), self.overlay())

    def _cropped(self, source: str) -> Figure:
        whole, part = self._figure(source), part_of(self._case)
        return replace(whole, width=part[2] - part[0], height=part[3] - part[1]) if part else whole

    def _ends(self, *, preview: bool) -> str:
        if preview:
            return self._t("配信から{hours}時間", hours=self._case.life_hours)
        return self._t("{until} まで", until=self._day_and_time(self._case.expires_at))

    def _day_and_time(self, moment: datetime) -> str:
        local = self._local(moment)
        return f"{local.month}/{local.day} {local:%H:%M}"

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    def _readers_store(self) -> Store | None:
        """The store a neighbour got the alert for, else the reporting store if they work there, else any of theirs."""
        delivery = self._unit.deliveries.for_account(self._case.id, self._account.id)
        if delivery is not None:
            return delivery.store
        stores = sorted({role.store_id for role in self._account.member.roles if role.store_id})
        if self._case.store_id in stores:
            return self._case.store
        return self._unit.stores.get(stores[0]) if stores else None
