"""Cards about forms that are shown whole."""

from __future__ import annotations

from handlers.cards import Action, ButtonAction, Card, Style, Topic, t
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
