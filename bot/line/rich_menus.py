"""LINE's rich menus at LINE: made once, linked to people, told by their names.

Limits: Messaging API reference: a hundred menus an hour are created, a hundred deleted; 500 people a bulk link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus

from linebot.v3.messaging import ApiException, RichMenuBulkLinkRequest, RichMenuBulkUnlinkRequest, RichMenuRequest

from bot.line.channel import TIMEOUT, Channel
from bot.line.menus import DEFAULT, PREFIX, RichMenu, every
from handlers.home import Home
from policy.menu import Menu

BULK = 500


class RichMenus:
    """Every call about menus. All raise what the SDK raises."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._ids: dict[str, str] = {}

    def link(self, to: Sequence[str], home: Home) -> bool:
        """Put this menu before these people, and the default one before strangers; False: it was never made."""
        if home.menu is Menu.STRANGER:
            self._in_parts(to, self._unlink)
            return True
        name = RichMenu(home.menu, home.live, home.language).name
        if name not in self._ids:
            self._ids = self._ours()
        menu_id = self._ids.get(name)
        if menu_id is None:
            return False
        self._in_parts(to, lambda part: self._link(menu_id, part))
        return True

    def missing(self) -> int:
        """How many of them are not at LINE, or as an earlier version made them."""
        return len({menu.name for menu in every()} - self._ours().keys())

    def furnish(self, relink: Callable[[], None]) -> Iterator[str]:
        """Make what is missing, keep what is the same, ``relink`` everybody, then delete what is old; says each.

        Done twice it does nothing; ended half-way, the next time goes on from there.
        """
        there, made = self._ours(), 0
        for menu in every():
            if menu.name in there and self._has_picture(there[menu.name]):
                continue
            if menu.name in there:  # it was made, and then something broke before its picture was there
                self._delete(there.pop(menu.name))
            there[menu.name] = self._make(menu)
            made += 1
            yield f"+ {menu.key}"
        self._channel.api().set_default_rich_menu(there[DEFAULT.name], _request_timeout=TIMEOUT)
        self._ids = there
        if made:
            relink()
        for name in sorted(there.keys() - {menu.name for menu in every()}):
            self._delete(there[name])
            yield f"- {name.removeprefix(PREFIX)}"

    def _ours(self) -> dict[str, str]:
        listed = self._channel.api().get_rich_menu_list(_request_timeout=TIMEOUT).richmenus
        return {menu.name: menu.rich_menu_id for menu in listed if menu.name.startswith(PREFIX)}

    def _make(self, menu: RichMenu) -> str:
        """A menu without a picture can't be shown, and its name would say that all is well."""
        api = self._channel.api()
        made = str(api.create_rich_menu(RichMenuRequest.from_dict(menu.form()), _request_timeout=TIMEOUT).rich_menu_id)
        try:
            self._channel.content_api().set_rich_menu_image(
                made, menu.picture, _headers={"Content-Type": "image/png"}, _request_timeout=TIMEOUT
            )
        except Exception:
            self._delete(made)
            raise
        return made

    def _has_picture(self, menu_id: str) -> bool:
        try:
            return bool(self._channel.content_api().get_rich_menu_image(menu_id, _request_timeout=TIMEOUT))
        except ApiException as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            return False

    def _delete(self, menu_id: str) -> None:
        self._channel.api().delete_rich_menu(menu_id, _request_timeout=TIMEOUT)

    def _link(self, menu_id: str, to: Sequence[str]) -> None:
        request = RichMenuBulkLinkRequest(richMenuId=menu_id, userIds=list(to))
        try:
            self._channel.api().link_rich_menu_id_to_users(request, _request_timeout=TIMEOUT)
        except ApiException as error:
            if error.status == HTTPStatus.NOT_FOUND:  # deleted behind our back; the next look finds out
                self._ids = {}
            raise

    def _unlink(self, to: Sequence[str]) -> None:
        request = RichMenuBulkUnlinkRequest(userIds=list(to))
        self._channel.api().unlink_rich_menu_id_from_users(request, _request_timeout=TIMEOUT)

    def _in_parts(self, to: Sequence[str], call: Callable[[Sequence[str]], None]) -> None:
        """For one id that LINE does not know it refuses all of them: so that one is found, and left alone."""
        if len(to) > BULK:
            self._in_parts(to[:BULK], call)
            self._in_parts(to[BULK:], call)
            return
        try:
            call(to)
        except ApiException as error:
            if error.status != HTTPStatus.BAD_REQUEST:
                raise
            middle = len(to) // 2
            if middle:
                self._in_parts(to[:middle], call)
                self._in_parts(to[middle:], call)
