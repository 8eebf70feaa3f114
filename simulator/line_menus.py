"""LINE's rich menus: made, pictured, linked and shown, as strictly as LINE does.

Source: Messaging API reference, https://developers.line.biz/en/reference/messaging-api/#rich-menu.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from linebot.v3.messaging.models import RichMenuBulkLinkRequest, RichMenuBulkUnlinkRequest, RichMenuRequest

from simulator.clock import Clock
from simulator.line_flex import check_action
from simulator.line_lengths import Problem, graphemes, problem
from simulator.line_limits import unmodelled

WIDEST, NARROWEST, LOWEST, FLATTEST = 2500, 800, 250, 1.45
AREAS, MENUS, BYTES, AN_HOUR, BULK = 20, 1000, 1_000_000, 100, 500
NAME, BAR, LABEL = 300, 14, 20
HOUR = 3600.0
PNG = b"\x89PNG\r\n\x1a\n"


class MenuRefused(Exception):
    """LINE says no: status, message and details."""

    def __init__(self, status: int, message: str, details: list[Problem] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.details = status, message, details


@dataclass
class Menu:
    """One rich menu; without a picture it can't be shown."""

    id: str
    form: dict[str, Any]
    picture: bytes = b""


@dataclass
class Menus:
    """All of an account's; callers hold the world's lock."""

    clock: Clock
    made: dict[str, Menu] = field(default_factory=dict)
    default: str | None = None
    linked: dict[str, str] = field(default_factory=dict)
    _acts: dict[str, list[float]] = field(default_factory=dict)
    _number: int = 0

    def create(self, form: Any) -> str:
        """A new menu's id; a hundred an hour."""
        self._count("create")
        problems = check_menu(form)
        if problems:
            raise MenuRefused(400, f"The request body has {len(problems)} error(s)", problems)
        if len(self.made) >= MENUS:
            raise MenuRefused(400, "The maximum number of rich menus has been reached")
        self._number += 1
        menu_id = f"richmenu-{self._number:032x}"
        self.made[menu_id] = Menu(menu_id, form)
        return menu_id

    def delete(self, menu_id: str) -> None:
        """Whoever was linked to it sees the default one."""
        self._count("delete")
        self.get(menu_id)
        del self.made[menu_id]
        self.linked = {user: menu for user, menu in self.linked.items() if menu != menu_id}
        self.default = None if self.default == menu_id else self.default

    def get(self, menu_id: str) -> Menu:
        """The menu, or 404."""
        if menu_id not in self.made:
            raise MenuRefused(404, "Not found")
        return self.made[menu_id]

    def upload(self, menu_id: str, data: bytes, kind: str) -> None:
        """Its picture, once, of its own size."""
        menu = self.get(menu_id)
        if menu.picture:
            raise MenuRefused(400, "An image has already been uploaded to the richmenu")
        if kind != "image/png" or not data.startswith(PNG):
            raise MenuRefused(415, "Unsupported media type")
        if len(data) > BYTES:
            raise MenuRefused(413, "Request entity too large")
        size = menu.form["size"]
        if struct.unpack(">II", data[16:24]) != (size["width"], size["height"]):
            raise MenuRefused(400, "The image size does not match the size of the richmenu")
        menu.picture = data

    def set_default(self, menu_id: str) -> None:
        """For everybody who is linked to none."""
        if not self.get(menu_id).picture:
            raise MenuRefused(400, "must upload richmenu image before applying it to user")
        self.default = menu_id

    def link(self, body: Any) -> None:
        """Bulk link."""
        users = self._users(body, RichMenuBulkLinkRequest)
        if not self.get(body["richMenuId"]).picture:
            raise MenuRefused(400, "must upload richmenu image before applying it to user")
        self.linked |= dict.fromkeys(users, body["richMenuId"])

    def unlink(self, body: Any) -> None:
        """Bulk unlink."""
        for user in self._users(body, RichMenuBulkUnlinkRequest):
            self.linked.pop(user, None)

    def shown_to(self, user_id: str) -> Menu | None:
        """What stands below this person's chat."""
        return self.made.get(self.linked.get(user_id) or self.default or "")

    def _users(self, body: Any, model: Any) -> list[str]:
        problems = unmodelled(body, model.from_dict)
        users = body.get("userIds") if isinstance(body, dict) else None
        if problems or not isinstance(users, list) or not 1 <= len(users) <= BULK:
            raise MenuRefused(400, "The request body is invalid", problems)
        return users

    def _count(self, act: str) -> None:
        now = self.clock.now()
        acts = self._acts[act] = [at for at in self._acts.get(act, []) if at > now - HOUR]
        if len(acts) >= AN_HOUR:
            raise MenuRefused(429, "The API rate limit has been exceeded. Try again later.")
        acts.append(now)


def check_menu(form: Any) -> list[Problem]:
    """What LINE would refuse in a rich menu object; empty if it is fine."""
    return unmodelled(form, RichMenuRequest.from_dict) or list(_beyond(form))


def _beyond(form: dict[str, Any]) -> Iterator[Problem]:
    width, height = form["size"]["width"], form["size"]["height"]
    if not NARROWEST <= width <= WIDEST:
        yield problem(f"must be between {NARROWEST} and {WIDEST}", "size/width")
    if height < LOWEST or width / height < FLATTEST:
        yield problem("aspect ratio", "size/height")
    if not 1 <= graphemes(form["name"]) <= NAME:
        yield problem(f"Length must be between 1 and {NAME}", "name")
    if not 1 <= graphemes(form["chatBarText"]) <= BAR:
        yield problem(f"Length must be between 1 and {BAR}", "chatBarText")
    if len(form["areas"]) > AREAS:
        yield problem(f"Size must be between 0 and {AREAS}", "areas")
    for number, area in enumerate(form["areas"]):
        box, at = area["bounds"], f"areas[{number}]"
        if box["x"] + box["width"] > width or box["y"] + box["height"] > height or min(box.values()) < 0:
            yield problem("must be within the menu", f"{at}.bounds")
        yield from check_action(area["action"], LABEL, f"{at}.action", labelled=True)
