"""Typed equals pressed: LINE on a computer draws no quick replies, and people copy what they read on a button."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from handlers.cards import ButtonAction
from handlers.context import Context
from handlers.dialogue.called import is_called
from handlers.dialogue.words import heard
from handlers.forms.around import bare_of
from policy.spelling import letters
from storage.tables import Account, ButtonMeaning, Conversation

_BRACKETS: Final = re.compile("[（）()]")
"""「取り消す（回収）」 is called by both names."""

_WISHED: Final = re.compile("(?:たい|て(?:ください|ほしい))(?:です|んですが)?$")
"""「取り下げたいです」, 「取り下げてください」."""

LEAST: Final = 2
"""Letters of a beginning: 「解」 alone, or an "e", is no label that somebody read aloud."""

WHOLE_WORD: Final = 4
"""Letters of a beginning that is known on earlier cards too."""

MOST: Final = 60
"""Buttons of the newest cards that are looked through; a card has up to a dozen."""


def meant_button(account: Account, open_form: Conversation | None, text: str, ctx: Context) -> ButtonMeaning | None:
    """The button whose label somebody typed: of the newest card its beginning will do, of others the whole.

    A beginning has ``LEAST`` letters, and only one button begins so.

    Beside an open form only buttons of its case count, so that no answer is taken for something else.
    """
    said = letters(text)
    offered = [
        button
        for button in ctx.uow.buttons.newest(account.id, MOST)
        if button.action != ButtonAction.ANSWER and (open_form is None or button.case_id == open_form.case_id)
    ]
    if not said or not offered:
        return None
    whole = next((button for button in offered if said in _labels(button, ctx)), None)
    if whole is not None or open_form is not None or len(said) < LEAST:
        return whole
    newest = [button for button in offered if button.created_at == offered[0].created_at]
    politely = {said, heard(text), _WISHED.sub("", said), *map(letters, bare_of(text))}
    begun = [button for button in newest if _begins(politely, _labels(button, ctx))]
    called = begun or [one for one in newest if is_called(one, text) or _is_part_of_store(politely, one, ctx)]
    return called[0] if len(called) == 1 else _only_act(politely, offered, ctx)


def _only_act(said: Iterable[str], offered: list[ButtonMeaning], ctx: Context) -> ButtonMeaning | None:
    """「取り下げたい」: what one act alone is called on any card; not 「はい」, which answered something else."""
    longer = [one for one in said if len(one) >= WHOLE_WORD]
    begun = [button for button in offered if _begins(longer, _labels(button, ctx))]
    acts = {(button.action, button.case_id, *sorted(map(str, button.arguments.items()))) for button in begun}
    return begun[0] if len(acts) == 1 else None


def _begins(said: Iterable[str], labels: Iterable[str]) -> bool:
    beginnings = tuple(one for one in said if len(one) >= LEAST)
    return any(label.startswith(beginnings) for label in labels)


def _is_part_of_store(said: Iterable[str], button: ButtonMeaning, ctx: Context) -> bool:
    """「公園口です」: what those who work there call it."""
    names = _labels(button, ctx) if not button.label else ()
    return any(len(one) >= LEAST and one in name for one in said for name in names)


def _labels(button: ButtonMeaning, ctx: Context) -> set[str]:
    """What stands on it, in every language, and each of its names; of a choice of stores the store's name."""
    if button.label:
        labels = [ctx.ports.sentences(language)(button.label) for language in ("ja", "en")]
        return {letters(part) for label in labels for part in (label, *_BRACKETS.split(label))} - {""}
    store_id = button.arguments.get("store_id")
    return {letters(ctx.uow.stores.get(store_id).full_name)} if store_id else set()
