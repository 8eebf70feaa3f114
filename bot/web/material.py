"""From rows and the vault to what the templates show."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.web.aim import Aim
from bot.web.around import Corners, written
from bot.web.choices import choices_of
from bot.web.feet import numbered
from bot.web.reply import reply_of
from bot.web.sheets import completing, judging, till_of, writing
from bot.web.steps import WORDS, Step, scenes_of
from bot.web.viewmodels import (
    Alert,
    Choosing,
    Figure,
    Finished,
    Picking,
    Preview,
    Reviewing,
    SceneView,
    Surrounding,
    Working,
)
from bot.web.wishes import AROUND, NONE, Wish
from handlers.case.picture import is_shown, picture_of, quality_of
from handlers.case.question import Question, as_sent, in_question, told_in_question
from handlers.case.reader import mark_of
from handlers.case.sealed import shown_refusal
from handlers.case.strokes import by_hand_of, room_of, strokes_of, taps_of
from handlers.case.told import told
from handlers.context import Context
from handlers.picture.review import may_choose, may_draw_around
from handlers.recipient import read_in
from handlers.wording.assess import for_approvers
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import CALM, HEDGED, Rows, alert_rows
from handlers.wording.moments import moment_of
from masking.figure.brush import LARGEST_RADIUS, MOST_POINTS, MOST_STROKES, dumped
from masking.results import DARK_FILL, Box
from policy.mark import Mark
from policy.picture import check_by_hand, tells_clothes
from policy.quality import flaws
from policy.states import State
from policy.verdict import N_
from storage.tables import Account, Case, FoundPeople

QUALITY: Final = {
    "dark": N_("写真が暗めです。人を見落とすことがあるので、結果をよく確かめてください。"),
    "blurred": N_("写真がぶれています。人を見落とすことがあるので、結果をよく確かめてください。"),
    "small": N_("写真が小さめです。人を見落とすことがあるので、結果をよく確かめてください。"),
}
"""R-041: what masking noticed about the picture, in its own words."""

REFILLED: Final = N_("顔に見える所が見つかったため、そこはもう一度塗りつぶしました。")
"""R-119: the second search has the last word."""

LEFT: Final = N_("対象者の枠の{percent}%が見えます。服装がわかります。")
HARDLY_LEFT: Final = N_("対象者の枠の{percent}%しか見えません。ほとんど残りません。文字で伝えるほうが確実です。")
"""R-117: whether the picture is of use at all."""

MARGIN: Final = 0.08
"""Of the figure's long side: enough to see that nothing is cut off."""

REACH: Final = 0.15
"""Of the long side: as far as a hand may open something (``masking.figure.strokes.PADDING``)."""

NOBODY: Final = FoundPeople(0, 0)
"""As long as nobody has looked."""


def part_of(case: Case) -> Box | None:
    """What approvers and neighbours are shown of the masked picture: the figure and some of the fill around it.

    The rest is one flat colour; on a phone it would make the figure small.
    """
    shown = (case.evidence or {}).get("shown_box")
    if shown is None:
        return None
    wide, high = size_of(case)
    x0, y0, x1, y1 = shown
    room = round(MARGIN * max(x1 - x0, y1 - y0))
    return max(0, x0 - room), max(0, y0 - room), min(wide, x1 + room), min(high, y1 + room)


def size_of(case: Case) -> tuple[int, int]:
    """Width and height. Whom masking found is forgotten when an alert leaves; what it measured stays until its end."""
    found = case.picture.found
    if found is not None:
        return found.width, found.height
    wide, high = (case.evidence or {}).get("size", (0, 0))
    return wide, high


def around(case: Case) -> Box:
    """What the reporter is shown to tap on without scripts: the suspect's box, what is shown, and room around both."""
    found, evidence = case.picture.found or NOBODY, case.evidence or {}
    boxes = [box[:4] for box in (*evidence.get("suspects", ()), evidence.get("shown_box")) if box]
    if not boxes:
        return 0, 0, max(1, found.width), max(1, found.height)
    left, top, right, bottom = ([box[side] for box in boxes] for side in range(4))
    x0, y0, x1, y1 = min(left), min(top), max(right), max(bottom)
    room = round(REACH * max(x1 - x0, y1 - y0))
    return max(0, x0 - room), max(0, y0 - room), min(found.width, x1 + room), min(found.height, y1 + room)


class Material:
    """Everything one reader is shown of one case."""

    def __init__(self, account: Account, case: Case, ctx: Context) -> None:
        self._account = account
        self._case = case
        self._ctx = ctx
        self._t = ctx.ports.sentences(account.member.language)
        self._zone = ZoneInfo(ctx.uow.stores.network(case.network_id).timezone)

    def sheet(self, step: Step, address: str, wish: Wish) -> tuple[str, object]:
        """Which template shows the step, and what it gets; the reporter may wish to choose again or to correct."""
        again, edit = wish.again, wish.edit
        if step is Step.COMPLETE:
            begun = completing(self._account, self._case, self._ctx, wish)
            return begun or ("summary.html", self.preview(address, wish))
        if not again and not edit:
            form = writing(step, wish, self._account, self._case, self._ctx)
            if form is not None:
                return "write.html", form
            if step in WORDS:
                return f"{step}.html", self.alert(address) if step is Step.ALERT else self.preview(address, wish)
        if step in (Step.FINDING, Step.MASKING):
            return "working.html", Working(masking=step is Step.MASKING, video=self._case.picture.video)
        return self._of_picture(step, address, wish)

    def _of_picture(self, step: Step, address: str, wish: Wish) -> tuple[str, object]:
        """What is chosen and looked at before the words."""
        again, edit = wish.again, wish.edit
        if step is Step.STILLS:
            return "stills.html", self.choosing(address)
        if step is Step.PICK or (again and may_choose(self._case)):
            line = again == AROUND and may_draw_around(self._case)
            return (
                ("around.html", self.surrounding(address, wish.corners))
                if line
                else ("pick.html", self.picking(address))
            )
        if step is Step.REVIEW or (edit and may_choose(self._case)):
            return "review.html", self.reviewing(address, edit)
        return "done.html", self.finished(step)

    def finished(self, step: Step) -> Finished:
        """Nothing is left to do on the page, or nothing is there to do it with."""
        t = self._t
        if step is Step.REFUSAL:
            return Finished(t("配信しなかった理由"), (shown_refusal(self._case, self._ctx),), again=False)
        lines = (t("チャットに戻って、続けてください。"),)
        return Finished(t("画像を確認しました"), lines, again=step is Step.CONFIRMED)

    def picking(self, address: str) -> Picking:
        """The upright picture and the people found in it."""
        found = self._case.picture.found or NOBODY
        figure = self._figure(f"{address}/picture?original=1")
        people = numbered(found, figure.badge)
        notes = tuple(self._t(QUALITY[note]) for note in found.notes if note in QUALITY)
        return Picking(figure, people, notes, may_draw_around(self._case))

    def surrounding(self, address: str, corners: Corners) -> Surrounding:
        """The upright picture, and the line around the suspect as far as it goes."""
        figure = self._figure(f"{address}/picture?original=1")
        aim = Aim(figure.source, (0, 0, max(1, figure.width), max(1, figure.height)))
        line = " ".join(f"{x},{y}" for x, y in map(aim.seen, corners))
        return Surrounding(figure, aim, written(corners), line)

    def choosing(self, address: str) -> Choosing:
        """The stills of the video, in the order of its time."""
        scenes = []
        for number, scene in enumerate(scenes_of(self._case), start=1):
            source = f"{address}/picture?original=1&still={number}"
            figure = Figure(source, scene.width, scene.height, self.overlay())
            minutes, seconds = divmod(int(scene.seconds), 60)
            scenes.append(SceneView(number, figure, f"{minutes}:{seconds:02}", scene.people))
        return Choosing(tuple(scenes))

    def reviewing(self, address: str, mode: str) -> Reviewing:
        """Before and after, and the hash of the after; ``mode`` is what the next tap says."""
        case, sha256 = self._case, self._case.masked_sha256 or ""
        before = self._figure(f"{address}/picture?original=1")
        after = self._figure(f"{address}/picture?sha256={sha256}")
        masked = case.evidence or {}
        _, tried = strokes_of(case, self._ctx)
        hand = {
            "room": room_of(case, self._ctx),
            "strokes": json.loads(dumped(tried)),
            "shown": masked.get("shown_box"),
            "most": {"strokes": MOST_STROKES, "points": MOST_POINTS, "radius": LARGEST_RADIUS},
        }
        refilled = masked.get("strokes", {}).get("refilled")
        note = self._t(REFILLED) if refilled else ""
        people = json.dumps([[p.number, p.x, p.y, p.width, p.height, *p.at] for p in self.picking(address).people])
        noted = tuple(self._t(flaw.sentence, **flaw.values) for flaw in flaws(quality_of(case)))
        fill = "rgb({} {} {})".format(*masked.get("fill", DARK_FILL[::-1]))
        taps = len(taps_of(case, self._ctx))
        aim, left = self.aim(address), self._left()
        till = None if case.form else till_of(self._account, case, self._ctx)
        edits = json.dumps(hand)
        return Reviewing(before, after, sha256, people, edits, fill, note, noted, left, aim, taps, mode, till)

    def aim(self, address: str) -> Aim:
        """The suspect and what stands around them, to tap on."""
        return Aim(f"{address}/picture?original=1&near=1", around(self._case))

    def _left(self) -> str:
        """R-117: how much can be told by the picture, in words, before the reporter goes on."""
        share = (self._case.evidence or {}).get("left")
        if share is None:
            return ""
        percent = round(100 * share)
        return self._t(LEFT if tells_clothes(percent) else HARDLY_LEFT, percent=min(100, percent))

    def preview(self, address: str, wish: Wish = NONE) -> Preview:
        """R-112, R-117: the alert as it would go out, and apart from it what only approvers and reporter see."""
        question, about = in_question(self._case, self._ctx), told_in_question(self._case, self._ctx)
        rows = self._rows(for_approvers(about, question.report)) if question.report else ()
        choices = choices_of(self._case, question.report, self._ctx.recipient(self._account), self._ctx)
        words = self._words(address, question, about, figure=question.shows_picture)
        if words.figure is not None:
            words = replace(words, figure=replace(words.figure, outline=self._by_hand()))
        unticked = not check_by_hand(picture_of(self._case, self._ctx), {self._account.member_id})
        confirmed = self._case.mask_confirmed_at is not None
        to_tick = question.binding if question.shows_picture and unticked else ""
        judge = judging(self._account, self._case, self._ctx, wish)
        return Preview(words, rows, choices, confirmed, to_tick, judge)

    def _by_hand(self) -> str:
        """R-118: around what a hand opened, in pixels of the part that is shown."""
        x0, y0, *_ = part_of(self._case) or (0, 0)
        return " ".join(
            f"M{' '.join(str(v - (y0 if i % 2 else x0)) for i, v in enumerate(edge))}Z"
            for edge in by_hand_of(self._case, self._ctx)
        )

    def alert(self, address: str) -> Alert:
        """R-042, R-086: what neighbours read, and nothing else."""
        question = as_sent(self._case, self._ctx)
        shown = question.shows_picture and is_shown(self._case)
        words = self._words(address, question, told(self._case, self._ctx), figure=shown)
        return replace(words, reply=reply_of(self._account, self._case, self._ctx))

    def _words(self, address: str, question: Question, about: CaseFacts, *, figure: bool) -> Alert:
        case, report = self._case, question.report
        with_picture = figure and case.masked_sha256 is not None
        return Alert(
            figure=self._cropped(f"{address}/picture?sha256={case.masked_sha256}") if with_picture else None,
            hedge=self._t(HEDGED),
            conduct=self._t(CALM),
            rows=self._rows(alert_rows(about, report)) if report else (),
            line=self.overlay(),
            corrected=bool(about.narrowed),
            version=about.version,
            paused=about.paused,
            ends=self._ends(),
        )

    def watermark(self) -> str:
        """R-095: what is burned into the picture: who looks, from which store, when, at which case. ASCII."""
        return self._mark().burned

    def overlay(self) -> tuple[str, ...]:
        """R-095: the same in words, with the names."""
        return self._mark().shown

    def _mark(self) -> Mark:
        delivery = self._ctx.uow.deliveries.for_account(self._case.id, self._account.id)
        return mark_of(self._account, self._case, delivery, self._ctx.now, self._ctx)

    def _figure(self, source: str) -> Figure:
        return Figure(source, *size_of(self._case), self.overlay())

    def _cropped(self, source: str) -> Figure:
        whole, part = self._figure(source), part_of(self._case)
        return replace(whole, width=part[2] - part[0], height=part[3] - part[1]) if part else whole

    def _rows(self, rows: Rows) -> tuple[tuple[str, str], ...]:
        reader = self._ctx.recipient(self._account)
        return tuple((reader.read(label), reader.read(value)) for label, value in rows)

    def _ends(self) -> str:
        if self._case.state != State.LIVE:
            return self._t("配信から{hours}時間", hours=self._case.life_hours)
        end = self._local(self._case.expires_at)
        return self._t("{until} まで", until=read_in(self._t, moment_of(end)))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)
