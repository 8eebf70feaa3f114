"""Writing to one account: a card becomes a message in its language and store time, with its own buttons and links."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from audit.history import History
from handlers.cards import (
    Action,
    Button,
    ButtonAction,
    Card,
    Confirm,
    DeskPage,
    Elsewhere,
    Message,
    Page,
    PageLink,
    Sentence,
    Text,
    Until,
    t,
)
from handlers.wording.moments import end_of, end_of_with_year, moment_of
from handlers.wording.sure import BY_PLATFORM, NO, QUESTIONS, SURE
from policy.clocks import last_day
from policy.spelling import clean
from storage.tables import Account, Case
from storage.unit_of_work import UnitOfWork

FOUND = "found"
"""Under this name a refusal's sentence has the word that somebody wrote."""


class Sentences(Protocol):
    """A gettext catalogue: Japanese msgid in, the reader's sentence out."""

    def __call__(self, sentence: str, /, **values: str | int) -> str:
        """Translate, then fill the ``{name}`` places."""


@dataclass(frozen=True)
class Traits:
    """What a chat platform can do, as its adapter says.

    Attributes:
        can_redraw: A sent card can be changed.
        is_free: A message costs nothing, so that one a day to every store is fine.
        has_quota: There is a monthly number of messages that must last.
        shows_forms: A form is shown whole; the chat asks only whoever prefers that.
        confirms: Before a button's press is told us, the platform asks whether it is meant.
        most_choices: Quick answers that one card can offer; further ones stand behind 「次へ」.
        home_has_page: What stands there all the time shows cards; else buttons alone, and red or not.
        deletes_files: What somebody sent may be deleted by us, where their workspace allows it.
        how_to_delete: What its sender has to do otherwise (msgid).
    """

    can_redraw: bool
    is_free: bool
    has_quota: bool
    shows_forms: bool
    confirms: bool
    most_choices: int
    home_has_page: bool
    deletes_files: bool
    how_to_delete: str


@dataclass(frozen=True)
class Ports:
    """What verbs need beyond the database; ``bot.wiring`` supplies it.

    Attributes:
        sentences: Language code ("ja", "en") → catalogue.
        page: Link id → absolute signed address of the page.
        desk: The same for a link to the desk.
        random_id: A new unguessable id (≥ 128 bits, URL-safe).
        platforms: Name → traits of every platform an account may be of.
        history: Signs the ledger's checkpoints, once they are proven to continue each other.
    """

    sentences: Callable[[str], Sentences]
    page: Callable[[str], str]
    desk: Callable[[str], str]
    random_id: Callable[[], str]
    platforms: Mapping[str, Traits]
    history: History


Time = Callable[[datetime | Until], str]
"""How a moment or an end is written for a reader."""


def read_in(sentences: Sentences, text: Text, time: Time = str) -> str:
    """A text of a card in one language."""
    match text:
        case Sentence():
            values = {name: v if isinstance(v, int) else read_in(sentences, v, time) for name, v in text.values.items()}
            return sentences(text.msgid, **values)
        case datetime() | Until():
            return time(text)
        case tuple():
            return "\n".join(read_in(sentences, line, time) for line in text)
    # Somebody's own words stay in their place: a line break would begin what looks like one of our lines, and what
    # nobody can see turns the words around it.
    return " ".join(clean(str(text)).split("\n"))


def written(zone: ZoneInfo, sentences: Sentences) -> Time:
    """For people outside, and on paper: 2026-11-30 10:00; an end at midnight as the day that is over then."""

    def time(moment: datetime | Until) -> str:
        if isinstance(moment, Until):
            day = last_day(moment.end.astimezone(zone))
            return read_in(sentences, end_of_with_year(day)) if day else time(moment.end)
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    return time


def message_in(sentences: Sentences, card: Card) -> Message:
    """A card without buttons or times, for somebody who has no account."""
    title, lines = _headed(card, read_in(sentences, card.title), tuple(read_in(sentences, line) for line in card.lines))
    return Message(title, title, lines, tone=card.tone)


_FIRST = re.compile(r"(?P<title>[^\n]{1,60}?)(?:。|\.(?= |\Z))(?P<rest>.*)", re.DOTALL)
"""A first sentence that fits a title (``Card.title``), in either language."""


def first_sentence(words: str) -> tuple[str, str] | None:
    """What is the matter, as a title, and what to do next; None where the first sentence is too long for one."""
    found = _FIRST.match(words)
    return (found["title"], found["rest"].strip()) if found else None


def _headed(card: Card, title: str, lines: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The card's title and lines; of a headed one the first sentence is the title, where it fits."""
    first = first_sentence(lines[0]) if card.headed else None
    return (first[0], tuple(filter(None, (first[1], *lines[1:])))) if first else (title, lines)


def unsaid(text: Text) -> Text:
    """R-087: the text without the word that a rule refused: the one who wrote it knows it, and no chat repeats it."""
    match text:
        case Sentence():
            return Sentence(text.msgid, {k: t("その言葉") if k == FOUND else unsaid(v) for k, v in text.values.items()})
        case tuple():
            return tuple(map(unsaid, text))
    return text


class Recipient:
    """One reader, by the account they read on."""

    def __init__(self, account: Account, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
        self._account, self._uow, self._ports, self._now = account, uow, ports, now
        self._sentences = ports.sentences(account.member.language)
        self._zone = ZoneInfo(uow.stores.network(account.member.network_id).timezone)

    def read(self, text: Text) -> str:
        """What they read."""
        return read_in(self._sentences, text, self._time)

    def message(self, card: Card, case: Case | None) -> Message:
        """The card as they get it; what its buttons and its page stand for is kept."""
        title, lines = _headed(card, self.read(card.title), tuple(self.read(unsaid(line)) for line in card.lines))
        return Message(
            title=title,
            notice=f"{title}｜{self.read(case.store.full_name)}｜{case.number}" if case else title,
            lines=lines,
            facts=tuple((self.read(label), self.read(value)) for label, value in card.facts),
            buttons=tuple(self._button(action, case) for action in card.buttons),
            choices=tuple(self._button(action, case) for action in self._page(card)),
            link=self._link(card.page, case) if card.page else None,
            tone=card.tone,
            redraws=card.redraws,
            asks_photo=card.asks_photo,
        )

    def _time(self, moment: datetime | Until) -> str:
        """Store time: 14:05 today, 11月24日 14:05 on other days of the year, else 2029年11月24日 14:05.

        An end at midnight is the day before, without a time.
        """
        if isinstance(moment, Until):
            day = last_day(moment.end.astimezone(self._zone))
            return self.read(end_of(day)) if day else self._time(moment.end)
        local, today = moment.astimezone(self._zone), self._now.astimezone(self._zone).date()
        if local.date() == today:
            return f"{local:%H:%M}"
        return self.read(moment_of(local, with_year=local.year != today.year))

    def _page(self, card: Card) -> tuple[Action, ...]:
        """As many choices as the platform shows; 「次へ」 carries the others, so that none is ever dropped."""
        most = self._ports.platforms[self._account.platform].most_choices
        if len(card.choices) <= most:
            return card.choices
        rest = [
            {
                "label": self.read(action.label),
                "does": action.does,
                "style": action.style,
                "arguments": action.arguments,
            }
            for action in card.choices[most - 1 :]
        ]
        more = {"title": self.read(card.title), "choices": json.dumps(rest, ensure_ascii=False)}
        label = t("次へ（あと{count}）", count=len(rest))
        return (*card.choices[: most - 1], Action(label, ButtonAction.MORE, arguments=more))

    def _button(self, action: Action, case: Case | None) -> Button:
        button_id = self._ports.random_id()
        case_id = case.id if case else None
        arguments, confirm = action.arguments, None
        if self._ports.platforms[self._account.platform].confirms and SURE not in arguments:
            confirm = self._confirm(action.does)
            arguments = {**arguments, SURE: BY_PLATFORM} if confirm else arguments
        label = action.label.msgid if isinstance(action.label, Sentence) and not action.label.values else ""
        self._uow.buttons.offer(button_id, self._account.id, action.does, case_id, arguments, self._now, label)
        return Button(self.read(action.label), button_id, action.style, confirm)

    def _confirm(self, does: ButtonAction) -> Confirm | None:
        question = QUESTIONS.get(does)
        if question is None:
            return None
        return Confirm(*(self.read(words) for words in (question.title, question.line, question.yes, NO)))

    def _link(self, page: Page | DeskPage | Elsewhere, case: Case | None) -> PageLink | None:
        if isinstance(page, Elsewhere):
            return PageLink(self.read(page.label), page.url)
        link_id = self._ports.random_id()
        if isinstance(page, DeskPage):
            self._uow.desk_sessions.offer(link_id, self._account.id, self._now)
            return PageLink(self.read(page.label), self._ports.desk(link_id))
        if case is None:
            return None
        self._uow.links.add(link_id, page.purpose, case.id, self._account.id, self._now, page.until)
        return PageLink(self.read(page.label), self._ports.page(link_id))
