"""Due work that needs the outside: fetching photos, masking, asking for the quota. Each ends in a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from functools import partial

from bot.access import ask_access
from bot.application import Application
from bot.attachment import PHOTO_LIMIT
from bot.chat import ChatPlatform, ContentGone, ContentTooLarge, SendFailed
from bot.homes import Homes
from bot.in_mind import InMind
from bot.log import log
from bot.paper.reader import PosterReader
from bot.trial import Trial, Visit
from bot.web.links import Signer
from handlers.case.picture import bytes_of
from handlers.case.strokes import strokes_of, taps_asked_about, taps_of
from handlers.commands.chat import Command
from handlers.commands.picture import KeepMasked, KeepPhoto, RefuseMask, RefusePhoto, ShowPeople
from handlers.commands.video import KeepStills, NoteProgress
from handlers.commands.worker import NoteFile, NoteQuota
from handlers.commands.workspaces import NoteRefusal
from handlers.picture.waiting import ARRIVED, OVERRUN
from handlers.wording.video import CELLS
from masking import (
    AllCovered,
    Found,
    MaskingPool,
    NobodyThere,
    Overrun,
    StillVisible,
    Unreadable,
    is_recording,
    is_video,
)
from policy.facts import QualityFacts
from policy.quality import flaws
from policy.verdict import N_
from storage.places import RECEIVED, UPRIGHT, Place
from storage.tables import DueKind, DueWork, Failure, FoundPeople, FoundPerson, Scene

UNREADABLE = {
    "too_large": N_("ファイルが大きすぎます。25MBまでの写真を送ってください。"),
    "too_many_pixels": N_(
        "画素数が多すぎます。ふつうのJPEGは2億画素、ほかの形式は5000万画素までです。カメラの設定で画素数を減らすか、写真の画面を撮って送ってください。"
    ),
    "animated": N_("動く画像は使えません。写真（静止画）を送ってください。"),
    "not_an_image": N_("写真として読み取れませんでした。JPEG、PNG、HEICの写真を送ってください。"),
    "broken": N_("ファイルが壊れていて読み取れませんでした。もう一度撮るか、別の写真を送ってください。"),
    "not_a_video": N_("動画として読み取れませんでした。MP4かMOVの動画を送ってください。"),
    "video_too_large": N_("動画のファイルが大きすぎます。100MBまでの動画を送ってください。"),
    "video_too_long": N_("動画が長すぎます。60秒までに短くして送ってください。"),
    "video_too_many_pixels": N_("動画の画素数が多すぎます。4Kまでの動画を送ってください。"),
    "video_without_pictures": N_("動画に映像がありませんでした。別の動画か、写真を送ってください。"),
    "video_broken": N_("動画が壊れていて読み取れませんでした。別の動画か、写真を送ってください。"),
}
RECORDING = N_(
    "防犯カメラの録画機の形式なので読み取れません。録画機か再生ソフトで、動画はMP4、静止画はJPEGに書き出して送ってください。"
)
"""What a recorder writes, told by its bytes, whatever its name says."""
VIDEO_OVERRUN = N_("動画の処理が時間内に終わりませんでした。もっと短い動画か、写真を送ってください。")
VIDEO_GONE = N_("動画を受け取れませんでした。送信が取り消されたか、期限が切れています。もう一度送ってください。")
GONE = N_("写真を受け取れませんでした。送信が取り消されたか、期限が切れています。もう一度送ってください。")
NOBODY = N_("その場所に人が見つかりませんでした。対象者の体の中心を選んでください。")
STILL_VISIBLE = N_("ほかの人や顔を隠しきれなかったため、この画像は使えません。別の写真を使うか、文字で伝えてください。")
STILL_VISIBLE_BY_HAND = N_(
    "見せた所に、ほかの人や顔が見えるおそれがあるため、この修正は反映していません。「戻す」で減らしてから反映してください。"
)
STILL_VISIBLE_BY_TAP = N_(
    "ほかの人や顔が見えるおそれがあるため、このタップは反映していません。対象者の体の、もっと真ん中をタップしてください。"
)
AROUND_VISIBLE = N_(
    "囲んだ中に、ほかの人や顔が見えるおそれがあるため、使えません。首から下だけを、もっと内側で囲み直すか、文字で伝えてください。"
)
ALL_HIDDEN = N_("対象者がすべて隠れるため、このタップは反映していません。別の所をタップしてください。")
ALL_COVERED = N_(
    "対象者がすべて塗りつぶされたため、この修正は反映していません。「戻す」で減らしてから反映してください。"
)

WATCHED = timedelta(seconds=120)
"""How much longer a video's work is ours after each sign of progress, by when the next has to come."""

SLOW = frozenset({DueKind.FETCH_VIDEO})
"""Kinds that take up to minutes, so that nobody's photo should wait behind them."""

OUTSIDE = frozenset({DueKind.FETCH_PHOTO, DueKind.RENEW_TOKENS, DueKind.SEND_TRIAL})
"""Kinds that wait for somebody outside, so that no picture that is here waits to be masked behind a slow download."""

CALLS = frozenset({DueKind.ASK_ACCESS, DueKind.ASK_QUOTA, DueKind.DELETE_FILE, DueKind.SHOW_HOMES, DueKind.TAKE_BACK})
"""Short calls, which do no harm if two make them: whatever a killed worker had in hand is soon another's."""

REFUSED = (Failure.TOKEN, Failure.REFUSED)
"""What a platform says of a token that it won't renew; everything else passes."""


class Jobs:
    """Each job reads what it needs, works outside any unit of work, and returns the command with the result, if any.

    What is no fault of the picture, such as a decoding service or models that are away, is raised: the job is tried
    again (``handlers.picture.waiting`` says so, and ends it in time).
    """

    def __init__(
        self,
        app: Application,
        platforms: Mapping[str, ChatPlatform],
        pool: MaskingPool,
        visit: Visit | None = None,
    ) -> None:
        self._app = app
        self._platforms = platforms
        self._pool = pool
        homes = Homes(app, platforms)
        signer = Signer(app.settings.link_secret.get_secret_value(), app.settings.public_url)
        posters = PosterReader(platforms, pool, signer)
        self._in_mind = InMind(pool)
        self.by_kind: dict[DueKind, Callable[[DueWork], Command | None]] = {
            DueKind.FETCH_PHOTO: self.fetch,
            DueKind.FETCH_VIDEO: self.fetch,
            DueKind.FIND_PEOPLE: self.find_people,
            DueKind.MASK: self.mask,
            DueKind.ASK_QUOTA: self.ask_quota,
            DueKind.ASK_ACCESS: lambda work: ask_access(work.arguments["platform"], platforms),
            DueKind.DELETE_FILE: self.delete_file,
            DueKind.RENEW_TOKENS: self.renew_tokens,
            DueKind.SHOW_HOMES: lambda work: homes.show(work.arguments),
            DueKind.TAKE_BACK: self.take_back,
            DueKind.READ_POSTER: lambda work: posters.read(work.arguments),
            DueKind.SEND_TRIAL: Trial(app.settings, visit).send,
        }

    def fetch(self, work: DueWork) -> Command:
        """What was sent, from the platform; it keeps it for an undisclosed time, so this is the first thing done."""
        (case_id, attempt), video = _place(work), work.kind is DueKind.FETCH_VIDEO
        with self._app.reading() as ctx:
            reference = ctx.uow.cases.get(case_id).photo_reference
        if reference is None:
            return RefusePhoto(case_id, attempt, GONE)
        try:
            content = self._platforms[work.arguments["platform"]].fetch(reference)
        except ContentGone:
            return RefusePhoto(case_id, attempt, VIDEO_GONE if video else GONE, video=video)
        except ContentTooLarge:
            return RefusePhoto(case_id, attempt, UNREADABLE["video_too_large" if video else "too_large"], video=video)
        if is_video(content):
            return self._stills(work, content)
        if is_recording(content) or len(content) > PHOTO_LIMIT:
            why = RECORDING if is_recording(content) else UNREADABLE["too_large"]
            return RefusePhoto(case_id, attempt, why, video=video)
        return KeepPhoto(case_id, attempt, content)

    def _stills(self, work: DueWork, video: bytes) -> Command:
        """R-065: at once and in memory, so that the video itself is never written anywhere."""
        case_id, attempt = _place(work)
        self._say_at_work(case_id)
        told = -1

        def progress(done: int, of: int) -> None:
            nonlocal told
            cells = CELLS * done // max(1, of)
            if cells > told:
                told = cells
                self._app.run(
                    NoteProgress(case_id, attempt, cells, CELLS),
                    also=lambda uow: uow.due.renew(work, self._app.now() + WATCHED, **ARRIVED),
                )

        progress(0, CELLS)
        try:
            stills = self._pool.stills(video, progress)
        except Unreadable as error:
            return RefusePhoto(case_id, attempt, UNREADABLE[error.reason], video=True)
        except Overrun:
            return RefusePhoto(case_id, attempt, VIDEO_OVERRUN, video=True)
        scenes = tuple(Scene(still.width, still.height, still.seconds, still.people) for still in stills)
        return KeepStills(case_id, attempt, tuple(still.picture for still in stills), scenes)

    def _say_at_work(self, case_id: str) -> None:
        """Where nothing can be redrawn, the platform's own sign that somebody is working on it."""
        with self._app.reading() as ctx:
            reporter = ctx.uow.people.account_by_id(ctx.uow.cases.get(case_id).reporter_account_id)
        self._platforms[reporter.platform].at_work(reporter.external_id)

    def find_people(self, work: DueWork) -> Command:
        """Upright, without metadata, people numbered; or the upright picture once more, turned as its reporter asks."""
        case_id, attempt = _place(work)
        quarters = int(work.arguments.get("quarters", 0))
        try:
            found = self._pool.find(self._original(case_id, UPRIGHT if quarters else RECEIVED), quarters)
        except Unreadable as error:
            return RefusePhoto(case_id, attempt, UNREADABLE[error.reason])
        except Overrun:
            return RefusePhoto(case_id, attempt, OVERRUN)
        self._in_mind.bear(case_id, found.picture)
        return ShowPeople(case_id, attempt, found.picture, _found(found))

    def mask(self, work: DueWork) -> Command:
        """Only the suspect's figure below the head, corrected by hand, verified."""
        case_id, attempt = _place(work)
        point = (int(work.arguments["x"]), int(work.arguments["y"]))
        with self._app.reading() as ctx:
            case = ctx.uow.cases.get(case_id)
            drawn, tried = strokes_of(case, ctx)
            taps = taps_asked_about(case, ctx)
            tapped, standing = taps != taps_of(case, ctx), case.masked_sha256 is not None
        strokes, picture = (*drawn, *tried), self._original(case_id, UPRIGHT)
        self._in_mind.bear(case_id, picture)
        try:
            masked = self._pool.mask(picture, [point], strokes, taps)
        except NobodyThere:
            return RefuseMask(case_id, attempt, NOBODY)
        except (AllCovered, StillVisible) as error:
            return RefuseMask(case_id, attempt, _why_not(error, drawn=bool(strokes), tapped=tapped, standing=standing))
        except (Overrun, Unreadable):
            return RefuseMask(case_id, attempt, OVERRUN)
        edges = masked.room, masked.by_hand
        return KeepMasked(case_id, attempt, masked.picture, dict(masked.evidence), *edges, masked.colours)

    def ask_quota(self, work: DueWork) -> Command | None:
        """How many LINE messages are left this month; where there is no LINE nobody asks."""
        platform = work.arguments["platform"]
        if platform not in self._platforms:
            return None
        with self._app.reading() as ctx:
            known = ctx.uow.quota.get(platform)
            used = known.used if known else None
        allowance = self._platforms[platform].allowance()
        return NoteQuota(platform, allowance.allowed if allowance else None, allowance.used if allowance else 0, used)

    def delete_file(self, work: DueWork) -> Command:
        """R-065: what the reporter sent, in their own chat."""
        file = work.arguments
        deleted = self._platforms[file["platform"]].delete(file["reference"])
        return NoteFile(file["account"], work.case_id or "", deleted)

    def take_back(self, work: DueWork) -> None:
        """R-078: a worker that stood still in the middle of its call may have posted behind everybody's back."""
        with self._app.reading() as ctx:
            message = ctx.uow.outbox.get(work.arguments["message"])
            if message is None:
                return
            account, keep = message.account, message.receipt
        taken = self._platforms[account.platform].take_back(message.id, account.external_id, keep)
        if taken:
            log().warning("card taken back", message=message.id, times=taken)

    def renew_tokens(self, work: DueWork) -> Command:
        """R-064: what opens a workspace, before it expires; a refusal is told, and tried on."""
        told = work.arguments
        try:
            return self._platforms[told["platform"]].renew(told["installation_id"], told["expires_at"])
        except SendFailed as failure:
            if failure.reason in REFUSED:
                self._app.run(NoteRefusal(told["installation_id"], failure.reason))
            raise

    def forget(self) -> bool:
        """R-065: what masking remembers of pictures goes with the first that its case has no longer, however it went.

        The vault alone is asked: whoever ends a picture need not know in which processes it is remembered.
        """
        self._in_mind.let_go(partial(self._original, place=UPRIGHT))
        return False

    def _original(self, case_id: str, place: Place) -> bytes:
        with self._app.reading() as ctx:
            return bytes_of(case_id, place, ctx) or b""


def _place(work: DueWork) -> tuple[str, str]:
    """The case, and the turn at masking that the result belongs to."""
    if work.case_id is None:
        raise ValueError(work.kind)
    return work.case_id, work.arguments["turn"]


def _why_not(error: AllCovered | StillVisible, *, drawn: bool, tapped: bool, standing: bool) -> str:
    """What is said of a correction that isn't made, of a line around somebody, or of a picture that shows too much."""
    if not standing:
        return AROUND_VISIBLE if drawn else STILL_VISIBLE
    if isinstance(error, AllCovered):
        return ALL_HIDDEN if tapped else ALL_COVERED
    if tapped:
        return STILL_VISIBLE_BY_TAP
    return STILL_VISIBLE_BY_HAND if drawn else STILL_VISIBLE


def _found(found: Found) -> FoundPeople:
    """What the page needs to draw the numbers; the picture itself lies in the vault."""
    people = tuple(FoundPerson(person.number, person.box) for person in found.people)
    notes = tuple(flaw.name for flaw in flaws(QualityFacts(**asdict(found.quality))))
    return FoundPeople(found.width, found.height, people, notes)
