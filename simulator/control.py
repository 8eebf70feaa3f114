"""The simulator's own API under ``/_sim``: what people do on their phones, and trouble on demand."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from simulator import screen, town
from simulator.faults import Faults
from simulator.line import LineApi
from simulator.line_phone import LinePhones
from simulator.line_state import LineState
from simulator.slack_phone import SlackPhones
from simulator.slack_state import SlackState
from simulator.slack_teams import SlackTeams
from simulator.webhook_delivery import Outcome, WebhookSender
from simulator.world import Account, Impossible, World

ACTIONS = {
    "line": {"say", "press", "tap", "sticker", "unsend", "block", "follow", "event"},
    "slack": {"say", "press", "submit", "choose", "close", "command", "shortcut", "unsend", "event"}
    | {"home", "press_home", "report_photo"},
}


@dataclass(frozen=True)
class Simulator:
    """All parts of one simulated world."""

    world: World
    sender: WebhookSender
    line: LineState
    line_api: LineApi
    slack: SlackState
    line_phones: LinePhones
    slack_teams: SlackTeams
    slack_phones: SlackPhones
    faults: dict[str, Faults]

    def account(self, user_id: str) -> Account:
        """The account, or 404."""
        account = self.world.accounts.get(user_id)
        if account is None:
            raise HTTPException(404, f"nobody has the id {user_id}")
        return account

    def phones(self, account: Account) -> LinePhones | SlackPhones:
        """The phones of the account's platform."""
        return self.line_phones if account.platform == "line" else self.slack_phones_of(account.team)

    def slack_phones_of(self, team: str) -> SlackPhones:
        """The phones of a workspace; "" is the demo's."""
        state = self.slack_teams.of(team)
        return self.slack_phones if state is self.slack else self.slack_phones.of(state)

    def act(self, user_id: str, action: str, arguments: dict[str, Any]) -> Any:
        """Let a person do something; 409 if it can't be done, 422 if it makes no sense."""
        account = self.account(user_id)
        if action not in ACTIONS[account.platform]:
            raise HTTPException(409, f"a {account.platform} phone can't {action}")
        deed: Callable[..., Any] = getattr(self.phones(account), action)
        try:
            inspect.signature(deed).bind(user_id, **arguments)
        except TypeError as error:
            raise HTTPException(422, str(error)) from None
        try:
            done = deed(user_id, **arguments)
        except Impossible as error:
            raise HTTPException(409, str(error)) from None
        return told(done) if isinstance(done, Outcome) else {"problems": done}

    def look(self, user_id: str) -> dict[str, Any]:
        """A phone's screen: the chat, and the modal if one is open."""
        account = self.account(user_id)
        with self.world.lock:
            views = self.slack_teams.of(account.team).views.get(user_id)
            return {
                "account": asdict(account) | {"blocked": user_id in self.line.blocked},
                "revision": self.world.revision,
                "now": self.world.clock.now(),
                "bubbles": screen.chat(self.world.chats[user_id]),
                "modal": views[-1] if views else None,
                "menu": self._menu(account),
                "home": self.slack_teams.of(account.team).homes.get(user_id),
            }

    def _menu(self, account: Account) -> dict[str, Any] | None:
        """What stands below a LINE chat: its picture's place, and the areas to tap."""
        menu = self.line.menus.shown_to(account.user_id) if account.platform == "line" else None
        return {"picture": f"/_sim/menus/{menu.id}", **menu.form} if menu else None


def told(outcome: Outcome) -> dict[str, Any]:
    """What the bot answered to the webhook, as JSON."""
    return {
        "status": outcome.status,
        "held": outcome.held,
        "seconds": round(outcome.seconds, 3),
        "body": outcome.body.decode(errors="replace"),
    }


async def _simulator(request: Request) -> Simulator:
    sim: Simulator = request.app.state.simulator
    return sim


Sim = Annotated[Simulator, Depends(_simulator)]
router = APIRouter(prefix="/_sim")
"""Works on the ``Simulator`` in the application's state."""


@router.get("/dump")
def dump(sim: Sim) -> dict[str, Any]:
    """All that happened and all that stands."""
    return sim.world.dump()


@router.get("/clock")
def clock(sim: Sim) -> dict[str, float]:
    """The world's time."""
    return {"now": sim.world.clock.now(), "ahead": sim.world.clock.ahead()}


@router.post("/clock")
def advance(sim: Sim, body: dict[str, float | str]) -> dict[str, float]:
    """Let time pass: so many ``seconds``, or ``until`` a moment of the town (``monday``)."""
    monday = body.get("until") == "monday"
    sim.world.clock.advance(town.until_monday(sim.world.clock.now()) if monday else float(body["seconds"]))
    sim.world.touch()
    return clock(sim)


@router.get("/people")
def people(sim: Sim) -> list[dict[str, Any]]:
    """Everybody with a phone."""
    return [asdict(a) | {"blocked": a.user_id in sim.line.blocked} for a in sim.world.accounts.values()]


@router.post("/people")
def settle(sim: Sim, newcomers: list[dict[str, Any]]) -> None:
    """Let people move in."""
    sim.world.settle(Account(**newcomer) for newcomer in newcomers)


@router.get("/revision")
def revision(sim: Sim) -> dict[str, float]:
    """A number that rises when a phone could show something new."""
    return {"revision": sim.world.revision, "now": sim.world.clock.now()}


@router.get("/arrived")
def arrived(sim: Sim, since: int) -> list[dict[str, Any]]:
    """Who got how many messages from the bot since that revision, in the order of the town."""
    return [{"user_id": who, "count": count} for who in sim.world.accounts if (count := sim.world.arrived(who, since))]


@router.get("/phones/{user_id}")
def look(sim: Sim, user_id: str) -> dict[str, Any]:
    """What stands on a phone."""
    return sim.look(user_id)


@router.post("/phones/{user_id}/do/{action}")
def act(sim: Sim, user_id: str, action: str, arguments: dict[str, Any]) -> Any:
    """Let a person do something."""
    return sim.act(user_id, action, arguments)


@router.post("/verify/{platform}")
def verify(sim: Sim, platform: str) -> dict[str, Any]:
    """The platform's own check of the webhook's address."""
    return told(sim.line_phones.verify() if platform == "line" else sim.slack_phones.challenge())


@router.post("/phones/{user_id}/photo")
async def photo(sim: Sim, user_id: str, request: Request, ready_in: float = 0.0) -> dict[str, Any]:
    """Send a photo or video."""
    account, data = sim.account(user_id), await request.body()
    kind = request.headers.get("content-type", "image/jpeg")
    rest = {"ready_in": ready_in} if account.platform == "line" else {}
    try:
        return told(await run_in_threadpool(sim.phones(account).photo, user_id, data, kind, **rest))
    except Impossible as error:
        raise HTTPException(409, str(error)) from None


@router.post("/phones/{user_id}/upload")
async def upload(sim: Sim, user_id: str, request: Request) -> dict[str, str]:
    """A file picked in a Slack form."""
    kind = request.headers.get("content-type", "image/jpeg")
    phones = sim.slack_phones_of(sim.account(user_id).team)
    return {"file_id": phones.upload(user_id, await request.body(), kind).id}


@router.get("/media/{reference}")
def media(sim: Sim, reference: str) -> Response:
    """A file as the phones show it."""
    content = sim.line.contents.get(reference)
    file = next((state.files[reference] for state in sim.slack_teams.all() if reference in state.files), None)
    if content and not content.gone:
        return Response(content.data, media_type=content.kind)
    if file and not file.deleted:
        return Response(file.data, media_type=file.kind)
    raise HTTPException(404, "no such file")


@router.get("/menus/{menu_id}")
def menu(sim: Sim, menu_id: str) -> Response:
    """A menu's picture."""
    found = sim.line.menus.made.get(menu_id)
    if found is None:
        raise HTTPException(404, "no such menu")
    return Response(found.picture, media_type="image/png")


@router.post("/faults/{platform}")
def faults(sim: Sim, platform: str, values: dict[str, Any]) -> None:
    """Trouble at a platform."""
    try:
        sim.faults[platform].set(**values)
    except AttributeError as error:
        raise HTTPException(422, f"no fault {error}") from None


@router.post("/habits")
def habits(sim: Sim, values: dict[str, Any]) -> None:
    """How webhooks travel."""
    for name, value in values.items():
        if name not in asdict(sim.sender.habits):
            raise HTTPException(422, f"no habit {name}")
        setattr(sim.sender.habits, name, value)


@router.post("/release")
def release(sim: Sim, values: dict[str, bool]) -> list[dict[str, Any]]:
    """Deliver what was held back."""
    return [told(outcome) for outcome in sim.sender.release(**values)]


@router.post("/replay")
def replay(sim: Sim, values: dict[str, int]) -> dict[str, Any]:
    """Deliver once more."""
    return told(sim.sender.replay(**values))


@router.post("/uninstall/{team}")
def uninstall(sim: Sim, team: str) -> dict[str, Any]:
    """A workspace takes the app out: its tokens die, and Slack says so."""
    sim.slack_teams.revoke(sim.slack_teams.of(team))
    return told(sim.slack_phones_of(team).uninstalled())


@router.post("/quota")
def quota(sim: Sim, values: dict[str, int | None]) -> dict[str, int | None]:
    """LINE's monthly messages."""
    with sim.world.lock:
        sim.line.limit = values.get("limit", sim.line.limit)
        sim.line.used = values.get("used") or 0
    return {"limit": sim.line.limit, "used": sim.line.used}
