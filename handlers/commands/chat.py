"""What people ask of Hansho in a chat, as imperatives. ``account_id`` is always who asks."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Command:
    """Base of all commands; first those from a chat."""


def asked_by(command: Command) -> str:
    """The account that asks; empty where it is nobody's: a terminal, the clock, somebody not enrolled."""
    return str(getattr(command, "account_id", ""))


@dataclass(frozen=True)
class Enrol(Command):
    """Tie a chat account to a membership by a one-time code."""

    platform: str
    external_id: str
    code: str


@dataclass(frozen=True)
class RefuseCode(Command):
    """A code that was none, or one too many: counted and put on record."""

    platform: str
    external_id: str


@dataclass(frozen=True)
class Say(Command):
    """Free text: a word of command, or the answer to the question that is open."""

    account_id: str
    text: str


@dataclass(frozen=True)
class ShowStep(Command):
    """The step that is open in one's report, or help."""

    account_id: str


@dataclass(frozen=True)
class NoteEdit(Command):
    """Somebody changed a message of theirs after it was sent."""

    account_id: str


@dataclass(frozen=True)
class OpenHome(Command):
    """Somebody looks at the page that stands beside the chat (Slack's Home)."""

    account_id: str


@dataclass(frozen=True)
class ShowRules(Command):
    """The network's rules that are in force; ``section``: the number of one part, or empty for the list of parts."""

    account_id: str
    section: str = ""


@dataclass(frozen=True)
class Press(Command):
    """A button or quick reply, by its opaque id; ``typed``: its label was written, so that no platform asked."""

    account_id: str
    button_id: str
    typed: bool = False


@dataclass(frozen=True)
class SendPhoto(Command):
    """A photo or video; ``reference`` is the platform's content id (LINE message id, Slack file id).

    ``further``: it was sent together with another one, after it. ``words``: what was written beside it.
    """

    account_id: str
    reference: str
    video: bool = False
    further: bool = False
    words: str = field(default="", repr=False)


@dataclass(frozen=True)
class SubmitForm(Command):
    """A whole form at once (Slack modal). ``case_id`` None starts a report; ``reference`` is an uploaded photo."""

    account_id: str
    form: str
    case_id: str | None
    answers: dict[str, str] = field(hash=False)
    reference: str | None = None


@dataclass(frozen=True)
class UnsendPhoto(Command):
    """The sender took the message back on the platform."""

    account_id: str
    reference: str


@dataclass(frozen=True)
class LoseTouch(Command):
    """The person blocked the bot (``blocked``) or took it back."""

    account_id: str
    blocked: bool


# --- what a button stands for, see ``handlers.routing.BUTTONS``


@dataclass(frozen=True)
class CaseCommand(Command):
    """Somebody asks something about one case."""

    account_id: str
    case_id: str


@dataclass(frozen=True)
class AskFirst(CaseCommand):
    """A grave act was pressed: ``does`` (``handlers.cards.ButtonAction``) is asked before it is done."""

    does: str


@dataclass(frozen=True)
class LeaveIt(CaseCommand):
    """The answer "no" to that."""


@dataclass(frozen=True)
class StartReport(Command):
    """Open a case; ``store_id`` is needed only from people of several stores."""

    account_id: str
    store_id: str = ""


@dataclass(frozen=True)
class AnswerQuestion(CaseCommand):
    """Answer the open question by choosing."""

    field: str
    value: str


@dataclass(frozen=True)
class BeginForm(CaseCommand):
    """Open a form about the case; ``in_chat``: question by question, although it could be shown whole."""

    form: str
    binding: str = ""
    in_chat: bool = False


@dataclass(frozen=True)
class ShowMore(CaseCommand):
    """「次へ」: the ``choices`` (JSON) that did not fit under the card before; ``case_id`` may be empty."""

    title: str
    choices: str


@dataclass(frozen=True)
class Continue(CaseCommand):
    """Go on without a photo, or ask again for what is still missing."""


@dataclass(frozen=True)
class SendAnotherPhoto(CaseCommand):
    """Give up the photo of the report, to send another one."""


@dataclass(frozen=True)
class SubmitCase(CaseCommand):
    """Hand the alert, exactly as previewed, to the approvers."""


@dataclass(frozen=True)
class WithdrawCase(CaseCommand):
    """Take the report back before it is sent."""


@dataclass(frozen=True)
class WithdrawAssessment(CaseCommand):
    """Take one's own yes back before the alert is sent."""


@dataclass(frozen=True)
class Resume(CaseCommand):
    """The sending store looked into the doubts: what they kept back is shown again."""


@dataclass(frozen=True)
class AllClear(CaseCommand):
    """The danger is over."""


@dataclass(frozen=True)
class ConfirmStop(CaseCommand):
    """A neighbour confirms having seen the recall or correction."""


@dataclass(frozen=True)
class KeepWatching(CaseCommand):
    """The danger is not over: the alert runs to its end."""


@dataclass(frozen=True)
class ConfirmBrowser(Command):
    """Whether a browser that the chat told of is one's own."""

    account_id: str
    browser_id: str
    mine: bool


@dataclass(frozen=True)
class EndBrowsers(Command):
    """No browser and no link of one's own opens anything any more."""

    account_id: str


@dataclass(frozen=True)
class OpenDesk(Command):
    """Somebody wants to the desk."""

    account_id: str


@dataclass(frozen=True)
class AdmitAccount(Command):
    """Whether a new account of a person who has one is theirs."""

    account_id: str
    applicant_id: str
    theirs: bool


@dataclass(frozen=True)
class LoseDevice(Command):
    """Somebody's phone is gone; whose (``member_id``) and since when (``since``: ``Since``) are asked until known."""

    account_id: str
    member_id: str = ""
    since: str = ""


@dataclass(frozen=True)
class ShowReason(CaseCommand):
    """Who said "no" lets the reporter read why."""


@dataclass(frozen=True)
class ShowDeleting(CaseCommand):
    """How one deletes a photo from one's own chat and phone."""
