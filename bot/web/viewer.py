"""What happens at each page behind a link: look who it is, do what they ask, show where they stand."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.application import Application
from bot.refusals import Refusal, refused
from bot.web.answering import LATER_MS, SOON_MS, Answering
from bot.web.around import AroundForm
from bot.web.authentication import NotBelieved, Standing, TurnedAway, Unknown, Visitor
from bot.web.browsers import browser_hash, give_cookie, new_browser
from bot.web.devices import device_of
from bot.web.doorkeeper import Doorkeeper
from bot.web.notices import notice_for
from bot.web.parts import answers_of, hands_in
from bot.web.pictures import Asked, load, material_of
from bot.web.render import rendered
from bot.web.reply import answer_for
from bot.web.steps import TELLING, problem_of, returned_of, shown_of, step_of
from bot.web.taps import TapForm
from bot.web.viewmodels import Notice, Page
from bot.web.wishes import AROUND, NO_CORNER, NONE, UNCHOSEN, UNDRAWN, UNTAPPED, Wish
from handlers.commands.chat import Command, SubmitCase
from handlers.commands.pages import MeetBrowser, NarrowAlert, RecordView, SeeBrowser, TakeRest, TickByHand
from handlers.commands.picture import ConfirmMask, DrawAround, EditMask, PickSuspect, TapMask, TurnPhoto
from handlers.commands.video import PickStill
from handlers.errors import HanshoError
from handlers.recipient import read_in
from masking import watermark
from masking.figure.brush import loaded
from policy.access import Purpose


class Viewer(Doorkeeper):
    """All pages behind links.

    Every method may raise TurnedAway; ``turn_away`` makes a page of it.
    """

    def __init__(self, app: Application, *, masking: bool) -> None:
        super().__init__(app)
        self._answered = Answering(app, masking=masking)

    def page(self, request: Request, token: str, wish: Wish) -> Response:
        """Show where the reader stands. Never binds a browser, since chat apps open links to preview them.

        R-095: a look is on record before a word leaves; then all is asked again, since the alert may have been recalled
        while it was written down.
        """
        visitor = self._visitor(request, token)
        if visitor.is_due:
            self._run(visitor, SeeBrowser(visitor.account_id, visitor.browser_id))
        if visitor.standing is Standing.BOUND and self._tells(visitor):
            self._run(visitor, RecordView(visitor.account_id, visitor.case_id, visitor.purpose, picture=False))
            visitor = self._visitor(request, token)
        return self._show(visitor, token, wish)

    def open(self, request: Request, token: str, form_token: str) -> Response:
        """The person pressed 「開く」: bind their first browser, or have the chat asked about another one.

        From now on it is known by a cookie that nobody has seen before.
        """
        if self._visitor(request, token).standing is not Standing.NEW:
            return _back_to(token)
        visitor, given = self._believed(request, token, form_token), new_browser()
        came_as, device = browser_hash(visitor.cookie), device_of(request.headers)
        self._run(visitor, MeetBrowser(visitor.account_id, visitor.link_id, came_as, browser_hash(given), device))
        response = _back_to(token)
        give_cookie(response, given, https=self._https)
        return response

    def known(self, request: Request, token: str, form_token: str) -> Response:
        """The person compared the number with the one in the chat; it is shown no longer."""
        visitor = self._believed(request, token, form_token)
        self._run(visitor, SeeBrowser(visitor.account_id, visitor.browser_id, read=True))
        return _back_to(token)

    def state(self, request: Request, token: str) -> Response:
        """Where the reader stands, in a few bytes, for the page's own polling."""
        visitor = self._visitor(request, token)
        if visitor.standing is not Standing.BOUND:
            return JSONResponse({"shown": visitor.standing.value})
        with self._app.reading() as ctx:
            case = ctx.uow.cases.get(visitor.case_id)
            return JSONResponse({"shown": shown_of(case, step_of(case, visitor.purpose))})

    def picture(self, request: Request, token: str, asked: Asked) -> Response:
        """R-095: put the look on record, then hand the picture out with the reader's watermark burned in."""
        # Part of our page only: in a tab of its own it would be one tap from being saved.
        if request.headers.get("sec-fetch-dest", "image") != "image":
            raise Unknown
        visitor = self._bound(request, token)
        with self._app.reading() as ctx:
            load(visitor, asked, ctx)
        self._run(visitor, RecordView(visitor.account_id, visitor.case_id, visitor.purpose, picture=True))
        # All of it once more, since the alert may have been recalled while the look was written down.
        visitor = self._bound(request, token)
        with self._app.reading() as ctx:
            found = load(visitor, asked, ctx)
        burned = watermark(*found)
        return Response(burned, media_type="image/jpeg", headers={"Content-Disposition": "inline"})

    def pick(self, request: Request, token: str, form_token: str, *, point: tuple[str, str], person: str) -> Response:
        """The reporter points at the suspect, by a tap or by a number."""
        visitor = self._reporter(request, token, form_token)
        chosen = self._chosen(visitor, point, person)
        if chosen is None:
            return self._say(visitor, token, UNCHOSEN, Wish(again="1", status=409))
        return self._run_on_page(visitor, token, PickSuspect(visitor.account_id, visitor.case_id, *chosen))

    def turn(self, request: Request, token: str, form_token: str) -> Response:
        """The reporter turns the photo by a quarter."""
        visitor = self._reporter(request, token, form_token)
        return self._correct(visitor, token, TurnPhoto(visitor.account_id, visitor.case_id))

    def choose(self, request: Request, token: str, form_token: str, still: str) -> Response:
        """The reporter chooses one still of the video."""
        visitor = self._reporter(request, token, form_token)
        number = int(still) if still.isdecimal() and len(still) == 1 else 0
        return self._run_on_page(visitor, token, PickStill(visitor.account_id, visitor.case_id, number))

    def edit(self, request: Request, token: str, form_token: str, *, sha256: str, strokes: str) -> Response:
        """The reporter covers and reveals by hand."""
        visitor = self._reporter(request, token, form_token)
        try:
            drawn = loaded(strokes)
        except ValueError:
            return self._say(visitor, token, UNDRAWN, Wish(status=400))
        return self._correct(visitor, token, EditMask(visitor.account_id, visitor.case_id, sha256, drawn))

    def tap(self, request: Request, token: str, form: TapForm) -> Response:
        """The reporter taps what belongs to the suspect, or what doesn't; or takes the last tap back."""
        visitor = self._reporter(request, token, form.form_token)
        with self._app.reading() as ctx:
            material = material_of(visitor, ctx)
            figure, aim = material.picking("").figure, material.aim("")
        try:
            tap = form.tap(figure, aim)
        except ValueError:
            return self._say(visitor, token, UNTAPPED, Wish(edit="1", status=400))
        command = TapMask(visitor.account_id, visitor.case_id, form.sha256, tap)
        return self._correct(visitor, token, command, Wish(edit=form.mode))

    def around(self, request: Request, token: str, form: AroundForm) -> Response:
        """The reporter draws a line around the suspect; as long as it isn't closed, it comes back one corner longer."""
        visitor = self._reporter(request, token, form.form_token)
        with self._app.reading() as ctx:
            view = material_of(visitor, ctx).surrounding("", ())
        try:
            corners = form.drawn(view.figure, view.aim)
        except ValueError:
            return self._say(visitor, token, NO_CORNER, Wish(again=AROUND, status=400))
        wish = Wish(again=AROUND, corners=corners)
        if not form.done:
            return self._show(visitor, token, wish)
        return self._run_on_page(visitor, token, DrawAround(visitor.account_id, visitor.case_id, corners), wish)

    def confirm(self, request: Request, token: str, posted: dict[str, str]) -> Response:
        """The reporter confirms exactly the masked picture that they saw; a flawed one with a reason (R-041).

        What they answered below it is kept before, so that nobody taps it twice.
        """
        visitor = self._reporter(request, token, posted.get("form_token", ""))
        sha256, reason = posted.get("sha256", ""), posted.get("reason", "")
        if "part" in posted:
            self._run(visitor, answers_of(visitor, posted))
        command = ConfirmMask(visitor.account_id, visitor.case_id, sha256, reason)
        return self._run_on_page(visitor, token, command, Wish(typed=reason))

    def answer(self, request: Request, token: str, posted: dict[str, str]) -> Response:
        """One part of a form: kept, and done what the form is for once nothing is missing."""
        visitor = self._bound_believed(request, token, posted.get("form_token", ""))
        response = self._run_on_page(visitor, token, answers_of(visitor, posted), Wish(tried=posted.get("part", "")))
        if response.status_code == HTTPStatus.SEE_OTHER and self._hands_in(visitor, posted):
            return self._run_on_page(visitor, token, SubmitCase(visitor.account_id, visitor.case_id))
        return response

    def submit(self, request: Request, token: str, form_token: str) -> Response:
        """Whoever wrote the alert hands it to its approvers."""
        visitor = self._bound_believed(request, token, form_token, Purpose.MASK, Purpose.COMPLETE)
        return self._run_on_page(visitor, token, SubmitCase(visitor.account_id, visitor.case_id))

    def take(self, request: Request, token: str, form_token: str) -> Response:
        """Somebody responsible takes it on to complete the report."""
        visitor = self._bound_believed(request, token, form_token, Purpose.COMPLETE)
        return self._run_on_page(visitor, token, TakeRest(visitor.account_id, visitor.case_id))

    def reply(self, request: Request, token: str, form_token: str, press: str) -> Response:
        """A neighbour answers below the alert; what is no longer offered does nothing, and the page says what is."""
        visitor = self._bound_believed(request, token, form_token, Purpose.ALERT)
        with self._app.reading() as ctx:
            account, case = ctx.uow.people.account_by_id(visitor.account_id), ctx.uow.cases.get(visitor.case_id)
            command = answer_for(account, case, press, ctx)
        return self._run_on_page(visitor, token, command) if command else _back_to(token)

    def narrow(
        self, request: Request, token: str, form_token: str, *, binding: str, stores: tuple[str, ...], form: str
    ) -> Response:
        """An approver takes stores or a form away, or ticks far stores (R-030, R-117)."""
        visitor = self._bound_believed(request, token, form_token, Purpose.PREVIEW)
        return self._run_on_page(
            visitor, token, NarrowAlert(visitor.account_id, visitor.case_id, binding, stores, form)
        )

    def tick(self, request: Request, token: str, form_token: str, *, binding: str) -> Response:
        """An approver looked at what a hand opened in the picture (R-118)."""
        visitor = self._bound_believed(request, token, form_token, Purpose.PREVIEW)
        return self._run_on_page(visitor, token, TickByHand(visitor.account_id, visitor.case_id, binding))

    def turn_away(self, request: Request, away: TurnedAway) -> Response:
        """One message: as JSON to our scripts, as a page to people."""
        if isinstance(away, Unknown | NotBelieved):
            refused(Refusal.FORM if isinstance(away, NotBelieved) else Refusal.LINK)
        notice, language = notice_for(away, self._app.ports)
        if request.headers.get("accept", "").startswith("application/json"):
            return JSONResponse({"sentence": "".join(notice.lines)}, status_code=notice.status)
        return self._notice(notice, language)

    # --- do what they ask ------------------------------------------------------------------------------------------

    def _run_on_page(self, visitor: Visitor, token: str, command: Command, wish: Wish = NONE) -> Response:
        """Back to the page; where the command is refused, the page that was wished for, and why."""
        try:
            self._app.run(command)
        except HanshoError as error:
            t = self._app.ports.sentences(visitor.language)
            return self._show(visitor, token, replace(wish, problem=read_in(t, error.told), status=409))
        return _back_to(token, wish)

    def _correct(self, visitor: Visitor, token: str, command: Command, wish: Wish = NONE) -> Response:
        """R-118: answered with the page on which the next picture is, and the mode that was chosen."""
        response = self._run_on_page(visitor, token, command, wish)
        self._answered(visitor.case_id)
        return response

    def _hands_in(self, visitor: Visitor, posted: dict[str, str]) -> bool:
        with self._app.reading() as ctx:
            return hands_in(visitor, posted, ctx)

    def _tells(self, visitor: Visitor) -> bool:
        """Whether the page tells of a person."""
        with self._app.reading() as ctx:
            case = ctx.uow.cases.get(visitor.case_id)
            return step_of(case, visitor.purpose) in TELLING or bool(returned_of(case, visitor.purpose, ctx))

    def _chosen(self, visitor: Visitor, point: tuple[str, str], person: str) -> tuple[int, int] | None:
        """The tapped pixel, else the middle of the numbered person; None if it is neither, or outside the picture."""
        with self._app.reading() as ctx:
            picking = material_of(visitor, ctx).picking("")
        if "".join(point):
            return picking.figure.point(*point)
        return next((p.middle for p in picking.people if str(p.number) == person), None)

    # --- show ------------------------------------------------------------------------------------------------------

    def _say(self, visitor: Visitor, token: str, sentence: str, wish: Wish) -> Response:
        problem = self._app.ports.sentences(visitor.language)(sentence)
        return self._show(visitor, token, replace(wish, problem=problem))

    def _show(self, visitor: Visitor, token: str, wish: Wish = NONE) -> Response:
        t = self._app.ports.sentences(visitor.language)
        cookie = visitor.cookie or new_browser()
        form_token = self._signer.form_token(visitor.link_id, visitor.known_by or cookie)
        page = Page(visitor.language, f"/p/{token}", form_token, visitor.standing.value, typed=wish.typed)
        page = replace(page, problem=wish.problem, number=visitor.number)
        if visitor.standing is Standing.ASKED:
            return rendered("ask.html", t=t, page=page, every=SOON_MS)
        if visitor.standing is Standing.NEW:
            response = rendered("open.html", t=t, page=page)
            give_cookie(response, cookie, https=self._https)
            return response
        with self._app.reading() as ctx:
            case = ctx.uow.cases.get(visitor.case_id)
            step = step_of(case, visitor.purpose)
            page = replace(page, shown=shown_of(case, step), case_number=case.number)
            template, view = material_of(visitor, ctx).sheet(step, page.address, wish)
            asked = returned_of(case, visitor.purpose, ctx)
            failed = "" if wish.again == AROUND else problem_of(case, step, t)
            page = replace(page, problem=wish.problem or failed, returned=asked)
        every = SOON_MS if template == "working.html" else LATER_MS
        return rendered(template, t=t, status=wish.status, page=page, every=every, view=view)

    def _notice(self, notice: Notice, language: str) -> Response:
        page = Page(language, "", "", "")
        t = self._app.ports.sentences(language)
        return rendered("notice.html", t=t, status=notice.status, page=page, view=notice)


def _back_to(token: str, wish: Wish = NONE) -> Response:
    asked = urlencode({name: value for name, value in (("edit", wish.edit), ("tried", wish.tried)) if value})
    return RedirectResponse(f"/p/{token}?{asked}" if asked else f"/p/{token}", status_code=303)
