"""People with phones, for tests and the story: a LINE and a Slack phone are handled alike, over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import httpx

from simulator.message import Message, message_of
from simulator.screen import block_words
from simulator.webhook_delivery import FRESH, LOOPBACK

PATIENCE = 90.0
"""Seconds a person waits for the bot, on a machine that is busy with other things as well."""

LOOK_EVERY = 0.05
"""Seconds between two looks at a phone while waiting."""


class Unable(Exception):
    """The person can't do that; the message says what is on the screen instead."""


class People:
    """The town over its control API; a context manager that closes its connections.

    Args:
        url: Where the simulator listens.
    """

    def __init__(self, url: str = "http://127.0.0.1:8000") -> None:
        self.read_until = 0  # the town's revision up to which nothing is news to anybody
        self._client = httpx.Client(base_url=url, timeout=60, trust_env=False, verify=LOOPBACK, limits=FRESH)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def read_all(self) -> None:
        """Whatever stands in any chat by now is news to nobody, and none of its buttons is waited for."""
        self.read_until = int(self.get("/revision")["revision"])

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def phone(self, who: str, platform: str | None = None) -> Phone:
        """The phone of a person, by name, member code or user id; with two, say which platform."""
        for account in self.get("/people"):
            if who in {account["name"], account["code"], account["user_id"]} and platform in {
                None,
                account["platform"],
            }:
                return Phone(self, account)
        raise Unable(f"nobody called {who!r} has such a phone")

    def phones(self) -> list[Phone]:
        """Everybody's phones."""
        return [Phone(self, account) for account in self.get("/people")]

    def faults(self, platform: str, **values: Any) -> None:
        """Trouble with ``line`` or ``slack``: see ``simulator.faults.Faults``."""
        self.post(f"/faults/{platform}", values)

    def habits(self, **values: Any) -> None:
        """How webhooks travel: see ``simulator.webhook_delivery.Habits``."""
        self.post("/habits", values)

    @contextmanager
    def held(self, *, backwards: bool = False, together: bool = False) -> Iterator[None]:
        """Hold back what people send inside the block, then deliver it ``backwards`` or ``together``."""
        self.habits(hold=True)
        yield
        self.post("/release", {"backwards": backwards, "together": together})

    def replay(self, last: int = 1) -> int:
        """Send the last-but-n webhook again, byte for byte; returns the bot's status."""
        return int(self.post("/replay", {"last": last})["status"])

    def verify(self, platform: str) -> int:
        """What LINE or Slack sends when the bot's address is entered in its console; returns the bot's status."""
        return int(self.post(f"/verify/{platform}", {})["status"])

    def quota(self, limit: int | None, used: int = 0) -> None:
        """LINE's monthly quota; ``limit`` None means unlimited."""
        self.post("/quota", {"limit": limit, "used": used})

    def wait(self, **period: float) -> float:
        """Let time pass in the simulated world, e.g. ``hours=1``; returns the seconds it is ahead now."""
        factors = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
        seconds = sum(factors[unit] * amount for unit, amount in period.items())
        return float(self.post("/clock", {"seconds": seconds})["ahead"])

    def dump(self) -> dict[str, Any]:
        """All that happened."""
        return dict(self.get("/dump"))

    def calls(self, what: str) -> list[dict[str, Any]]:
        """Log entries of one kind, e.g. ``line.push``, ``slack.chat.postMessage``, ``line.webhook``."""
        return [entry for entry in self.dump()["log"] if entry["what"] == what]

    def get(self, path: str) -> Any:
        """Ask the control API."""
        return _json(self._client.get(f"/_sim{path}"))

    def post(self, path: str, body: Any) -> Any:
        """Tell the control API."""
        return _json(self._client.post(f"/_sim{path}", json=body))

    def send_bytes(self, path: str, data: bytes, kind: str) -> Any:
        """Hand a file to the control API."""
        return _json(self._client.post(f"/_sim{path}", content=data, headers={"content-type": kind}))


def _json(answer: httpx.Response) -> Any:
    if answer.is_error:
        raise Unable(answer.text)
    return answer.json()


class Phone:
    """One person's phone. What is done returns the HTTP status of the bot's answer (0: none in time)."""

    def __init__(self, people: People, account: dict[str, Any]) -> None:
        self._people = people
        self.user_id: str = account["user_id"]
        self.platform: str = account["platform"]
        self.name: str = account["name"]
        self.code: str = account["code"]
        self.language: str = account["language"]
        self._path = f"/phones/{self.user_id}"
        self._acted_at = 0
        self._returned: set[tuple[str, int]] = set()

    def say(self, text: str) -> int:
        """Type and send."""
        return self._do("say", text=text)

    def send_photo(self, data: bytes, kind: str = "image/jpeg", ready_in: float = 0.0) -> int:
        """Send a picture or video; LINE can be told to have it ready only ``ready_in`` seconds later."""
        self._acted()
        return int(self._people.send_bytes(f"{self._path}/photo?ready_in={ready_in}", data, kind)["status"])

    def press(self, label: str, on: Message | None = None, seconds: float = PATIENCE) -> int:
        """Press the newest button or quick reply with that label (or whose label contains it); waits for it."""
        self._until(lambda: self._offering(label, on), seconds, f"button {label!r}")
        return self._do("press", label=label, message_id=on.id if on else None)

    def tap(self, label: str, seconds: float = PATIENCE) -> int:
        """Tap a button of the menu below the chat (LINE), once it is there."""
        self._until(lambda: label in self.menu(), seconds, f"menu with {label!r}")
        return self._do("tap", label=label)

    def menu(self) -> list[str]:
        """What the menu's areas are called, in reading order."""
        return [area["action"]["label"] for area in (self.look()["menu"] or {"areas": []})["areas"]]

    def sticker(self) -> int:
        """Send a sticker (LINE)."""
        return self._do("sticker")

    def unsend(self) -> int:
        """Take back one's own newest message."""
        return self._do("unsend")

    def block(self) -> int:
        """Block the bot (LINE)."""
        return self._do("block")

    def follow(self) -> int:
        """Befriend or unblock the bot (LINE)."""
        return self._do("follow")

    def command(self, command: str, text: str = "") -> int:
        """A slash command (Slack)."""
        return self._do("command", command=command, text=text)

    def shortcut(self, callback_id: str) -> int:
        """A global shortcut (Slack)."""
        return self._do("shortcut", callback_id=callback_id)

    def home(self) -> list[str]:
        """What stands on the Home tab (Slack): titles, paragraphs, facts and buttons."""
        return [line for block in (self.look()["home"] or {"blocks": []})["blocks"] for line in block_words(block)]

    def open_home(self) -> int:
        """Open the Home tab (Slack)."""
        return self._do("home")

    def press_home(self, label: str, seconds: float = PATIENCE) -> int:
        """Press a button on the Home tab (Slack), once it is there."""
        self._until(lambda: label in self.home(), seconds, f"home with {label!r}")
        return self._do("press_home", label=label)

    def report_photo(self) -> int:
        """「この写真を通報」 on one's newest message (Slack)."""
        return self._do("report_photo")

    def modal(self, title: str = "", seconds: float = PATIENCE) -> dict[str, Any]:
        """The open modal (Slack), once one is open whose title contains ``title``."""
        found = self._until(lambda: self._open_modal(title), seconds, f"modal {title!r}")
        return dict(found)

    def submit(self, answers: dict[str, Any]) -> dict[str, str]:
        """Fill in the open modal by label and send it; ``bytes`` become uploads. Returns complaints by block id."""
        self.modal()
        filled = {label: self._uploaded(value) for label, value in answers.items()}
        self._acted()
        return dict(self._people.post(f"{self._path}/do/submit", {"answers": filled})["problems"])

    def close(self) -> int:
        """Close the modal with its ✕ (Slack)."""
        return self._do("close")

    def inbox(self) -> list[Message]:
        """Every message from the bot that still stands, oldest first."""
        return [message_of(bubble) for bubble in self.look()["bubbles"] if not bubble["mine"]]

    def wait_for(self, text: str, seconds: float = PATIENCE) -> Message:
        """The newest message containing ``text`` that is news.

        News is what arrived or changed since this person's last own act, and what was never returned before.

        Raises:
            TimeoutError: nothing came; the message shows the inbox.
        """
        found: Message = self._until(lambda: self._news(text), seconds, f"{text!r}")
        self._returned.add((found.id, found.revision))
        return found

    def open_link(self, label: str = "", seconds: float = PATIENCE) -> str:
        """The newest link, or the newest whose button contains ``label``."""
        return str(self._until(lambda: self._link(label), seconds, f"link {label!r}"))

    def look(self) -> dict[str, Any]:
        """The screen as the control API gives it."""
        return dict(self._people.get(self._path))

    def _do(self, action: str, **arguments: Any) -> int:
        self._acted()
        return int(self._people.post(f"{self._path}/do/{action}", arguments)["status"])

    def _acted(self) -> None:
        self._acted_at = int(self._people.get("/revision")["revision"])

    def _news(self, text: str) -> Message | None:
        unread = reversed(self._unread())
        fresh = (m for m in unread if m.revision > self._acted_at or (m.id, m.revision) not in self._returned)
        return next((m for m in fresh if text in str(m)), None)

    def _offering(self, label: str, on: Message | None) -> bool:
        return any(label in b for m in self._unread() if on is None or m.id == on.id for b in m.buttons)

    def _unread(self) -> list[Message]:
        return [m for m in self.inbox() if m.revision > self._people.read_until]

    def _link(self, label: str) -> str | None:
        for bubble in reversed(self.look()["bubbles"]):
            for button in bubble["buttons"]:
                if button["url"] and label in button["label"]:
                    return str(button["url"])
        return None

    def _open_modal(self, title: str) -> dict[str, Any] | None:
        modal = self.look()["modal"]
        return modal if modal and title in modal["title"]["text"] else None

    def _uploaded(self, value: Any) -> Any:
        if not isinstance(value, bytes):
            return value
        return [self._people.send_bytes(f"{self._path}/upload", value, "image/jpeg")["file_id"]]

    def _until(self, look: Any, seconds: float, what: str) -> Any:
        end = time.monotonic() + seconds
        while not (found := look()):
            if time.monotonic() > end:
                inbox = "\n---\n".join(str(m) for m in self.inbox()[-5:])
                raise TimeoutError(f"{self.name}: no {what} within {seconds} s. Inbox:\n{inbox}")
            time.sleep(LOOK_EVERY)
        return found
