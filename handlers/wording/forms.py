"""Cards about forms that are shown whole, and about choices that are too many for one card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.cards import Action, ButtonAction, Card, Style, Tone, Topic, t
from handlers.forms.form import Form


def form_waits(form: Form, binding: str) -> Card:
    """A press came too late to open its form, or opened it unheard: its door, and the chat for whoever prefers that."""
    about = {"form": form.name} | ({"binding": binding} if binding else {})
    return Card(
        Topic.FORM,
        t("フォームはこちらから：{form}", form=t(form.title)),
        lines=(t("フォームがもう開いていれば、そのまま送信してください。開いていなければ、下のボタンで開けます。"),),
        buttons=(
            Action(t("フォームを開く"), ButtonAction.FORM, Style.PRIMARY, about),
            Action(t("チャットで答える"), ButtonAction.FORM_IN_CHAT, arguments=about),
        ),
        redraws=True,
    )


def more_choices(title: str, choices: Sequence[Mapping[str, Any]]) -> Card:
    """The next page of choices; ``title`` and labels are in the reader's language already."""
    return Card(
        Topic.QUESTION,
        title,
        choices=tuple(
            Action(one["label"], ButtonAction(one["does"]), Style(one["style"]), one["arguments"]) for one in choices
        ),
        tone=Tone.QUESTION,
    )
