"""Forms as modals: what the app needs from the rest of the bot to open one and to check it, within Slack's 3 s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from handlers.cards import PageLink
from handlers.forms.form import Form
from handlers.recipient import Sentences


@dataclass(frozen=True)
class FormView:
    """A form as one person sees it.

    Attributes:
        form: Its questions.
        case_id: The case it is about; None starts a report.
        sentences: The reader's language.
        hidden: Answers known already; not shown, and handed in with the others.
        given: What has been answered in it so far; which questions apply depends on that.
        facts: What the case's cards tell of it, label and value (R-087).
        link: The way to its page, where the picture and the words are.
    """

    form: Form
    case_id: str | None
    sentences: Sentences
    hidden: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    link: PageLink | None = None


PHOTO = "photo"
"""What complaints about an uploaded file are kept under; no field of a form is called so."""


@dataclass(frozen=True)
class Submission:
    """What a person handed in; ``photo`` is a Slack file id. ``answers`` lacks fields that were left empty."""

    form: str
    case_id: str | None
    answers: dict[str, str]
    photo: str | None


class FormSource(Protocol):
    """Where the app gets its forms; called in a thread, and changes nothing."""

    def open_form(self, button_id: str | None, slack_user: str) -> FormView | None:
        """The form behind a button (None: a new report); None if it opens none or this person may not have it now.

        None is not the end: the press then goes into the inbox like any other, and is answered in the chat.
        """

    def change_form(self, told: Submission, slack_user: str) -> FormView | None:
        """The same form with the questions that apply after these answers; None if it can't be had any more."""

    def check_form(self, told: Submission, slack_user: str) -> dict[str, str]:
        """What is wrong with a submitted modal while it is still open; the submission itself arrives by the inbox.

        Returns:
            Field (``PHOTO``, or "" for none of them) → sentence in the person's language; empty if it can be handed in.
        """
