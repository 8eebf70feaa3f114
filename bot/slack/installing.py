"""``/slack/install/CODE``: a business lets us into its Slack (OAuth 2.0, as Slack has it), by the secretariat's word.

Our page → Slack's page, where the business says yes → ``/slack/oauth_redirect``, where the code it brings becomes
tokens. ``state`` is signed, dies after some minutes, belongs to the browser that was here, and to an invitation that is
used up by it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlencode, urljoin

from fastapi import APIRouter, Request, Response
from slack_sdk.errors import SlackApiError

from bot.application import Application
from bot.log import log
from bot.loop import fault_id
from bot.refusals import Refusal, refused
from bot.settings import Settings
from bot.slack.manifest import scopes
from bot.slack.renewal import exchange, tokens_in
from bot.web.links import Signer
from bot.web.render import rendered
from bot.web.viewmodels import Notice, Page
from handlers.commands.workspaces import AdmitWorkspace
from handlers.errors import HanshoError
from policy.verdict import N_

RETURN: Final = "/slack/oauth_redirect"

MINUTES: Final = 10
"""Between our page and the return; Slack's own code lives as long."""

LONGEST: Final = 300
"""Characters of what a browser brings; ours and Slack's are shorter."""

_COOKIE: Final = "hansho_install"
_WORKSPACE: Final = re.compile("[TE][A-Z0-9]{2,30}")

OVER = (
    HTTPStatus.NOT_FOUND,
    N_("この招待リンクは使えません"),
    N_("一度使われたか、期限が切れています。新しいリンクを事務局から受け取ってください。"),
)
ASTRAY = (
    HTTPStatus.FORBIDDEN,
    N_("Slackからの返事を確認できませんでした"),
    N_("時間がたったか、別のブラウザで開いています。招待リンクを開くところから、同じブラウザでやり直してください。"),
)
DECLINED = (
    HTTPStatus.OK,
    N_("半鐘をSlackに追加できませんでした"),
    N_("何も変わっていません。やり直すときは、招待リンクをもう一度開いてください。"),
)
FAILED = (
    HTTPStatus.BAD_GATEWAY,
    N_("Slackにつながりませんでした"),
    N_("招待リンクはまだ使えます。少し待ってから、リンクを開くところからやり直してください。"),
)
DONE = (
    HTTPStatus.OK,
    N_("半鐘をSlackに追加しました"),
    N_("会員は、Slackのアプリ「hansho」に「登録 コード」と送って登録します。このページは閉じてかまいません。"),
)


class NoWorkspace(Exception):
    """Slack's answer names none of our own app's."""


@dataclass(frozen=True)
class Visit:
    """One browser's way through."""

    app: Application
    request: Request

    @property
    def settings(self) -> Settings:
        return self.app.settings

    @property
    def signer(self) -> Signer:
        return Signer(self.settings.link_secret.get_secret_value(), self.settings.public_url)

    @property
    def address(self) -> str:
        """Whereto Slack sends the browser back."""
        return f"{self.settings.public_url.rstrip('/')}{RETURN}"

    @property
    def cookie(self) -> tuple[str, bool]:
        """Its name, and whether it travels over https alone."""
        https = self.settings.public_url.startswith("https:")
        return (f"__Host-{_COOKIE}" if https else _COOKIE), https

    def show(self, template: str, status: int = HTTPStatus.OK, **view: Any) -> Response:
        """A page in the browser's language."""
        language = "en" if self.request.headers.get("accept-language", "").startswith("en") else "ja"
        page = Page(language, "", "", "")
        return rendered(template, t=self.app.ports.sentences(language), status=status, page=page, **view)

    def say(self, message: tuple[int, str, str]) -> Response:
        """A page with one message."""
        language = "en" if self.request.headers.get("accept-language", "").startswith("en") else "ja"
        status, title, line = message
        t = self.app.ports.sentences(language)
        return self.show("notice.html", status, view=Notice(status, t(title), (t(line),), done=message is DONE))

    def begin(self, code: str) -> Response:
        """What will happen, and the way to Slack; nothing is used up by looking, since programs look at links too."""
        now = self.app.now()
        with self.app.reading() as ctx:
            invitation = ctx.uow.installations.invited(code[:LONGEST], now)
        if invitation is None:
            refused(Refusal.LINK)
            return self.say(OVER)
        browser, until = secrets.token_urlsafe(16), int(now.timestamp()) + MINUTES * 60
        about = f"{invitation.id}.{until}"
        asked = {
            "client_id": self.settings.slack_client_id,
            "scope": ",".join(sorted(scopes())),
            "redirect_uri": self.address,
            "state": f"{about}.{self.signer.form_token(f'install.{about}', browser)}",
        }
        away = f"{urljoin(self.settings.slack_api_url, '../oauth/v2/authorize')}?{urlencode(asked)}"
        page = self.show("install.html", away=away)
        name, https = self.cookie
        # Lax: it comes along when Slack sends the browser back, and with nothing else from elsewhere.
        page.set_cookie(name, browser, max_age=MINUTES * 60, path="/", secure=https, httponly=True, samesite="lax")
        return page

    def went_from_here(self, state: str) -> bool:
        """R-064: whether this very browser went to Slack with it, some minutes ago."""
        about, _, token = state.rpartition(".")
        browser = self.request.cookies.get(self.cookie[0], "")
        ours = browser and self.signer.owns_form(f"install.{about}", browser, token)
        return bool(ours) and self.app.now().timestamp() < int(about.partition(".")[2])

    def finish(self, code: str, state: str) -> Response:
        """The workspace's yes becomes tokens, once; without a ``code`` it was a no."""
        if not self.went_from_here(state[:LONGEST]):
            refused(Refusal.FORM)
            return self.say(ASTRAY)
        if not code:
            return self.say(DECLINED)
        try:
            answer = exchange(self.settings, code=code[:LONGEST], redirect_uri=self.address)
            self.app.run(_admitted(answer, state.partition(".")[0], self.app))
        except HanshoError:
            return self.say(OVER)
        except (SlackApiError, OSError, HTTPException, NoWorkspace) as trouble:
            log().error("workspace not installed", fault=type(trouble).__name__, id=fault_id())
            return self.say(FAILED)
        page = self.say(DONE)
        page.delete_cookie(self.cookie[0], path="/", secure=self.cookie[1], httponly=True, samesite="lax")
        return page


def _admitted(answer: dict[str, Any], invitation_id: str, app: Application) -> AdmitWorkspace:
    """R-064: what Slack's answer lets in; an organisation is one workspace for all it has.

    Raises:
        NoWorkspace: it has not the shape that Slack gives it, or is another app's.
    """
    whose = answer.get("enterprise" if answer.get("is_enterprise_install") else "team")
    ours = app.settings.slack_app_id in ("", answer.get("app_id"))
    if not ours or not isinstance(whose, dict) or not _WORKSPACE.fullmatch(str(whose.get("id"))):
        raise NoWorkspace
    try:
        tokens, expires_at = tokens_in(answer, app.now())
    except (KeyError, ValueError, TypeError):
        raise NoWorkspace from None
    name = str(whose.get("name") or whose["id"])[:80]
    return AdmitWorkspace(invitation_id, whose["id"], name, str(answer.get("bot_user_id") or ""), tokens, expires_at)


def installing(app: Application) -> APIRouter:
    """The two addresses; without an invitation there is nothing at either."""
    router = APIRouter(include_in_schema=False)

    @router.get("/slack/install/{code}")
    def install(request: Request, code: str) -> Response:
        return Visit(app, request).begin(code)

    @router.get(RETURN)
    def back(request: Request, code: str = "", state: str = "") -> Response:
        return Visit(app, request).finish(code, state)

    return router
