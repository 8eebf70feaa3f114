"""The parts in which a page asks a form: what whoever stands at the till knows, and what somebody adds in peace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.forms.definitions import ASSESS, REPORT, RETURN
from handlers.forms.form import Field, Form, Option
from policy.facts import Ground
from policy.forms.names import Choice, FieldName, FormName
from policy.verdict import N_


class PartName(StrEnum):
    """Which questions stand on one page."""

    TILL = "till"
    PEACE = "peace"
    JUDGE = "judge"
    GIVE_BACK = "give_back"


class Joint(StrEnum):
    """Questions that a page asks in place of two of the form."""

    CHECKED = "checked"
    APPLIES = "applies"


class Joined(StrEnum):
    """What is chosen there, where no word of the form's own says it."""

    NOT_CHECKED = "not_checked"
    NEITHER = "neither"
    KNOWN = "known"
    CARE = "care"
    BOTH = "both"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Ask:
    """One question on a page.

    Attributes:
        field: How it is asked.
        means: Of a question in place of several: its choice → their answers; else empty.
    """

    field: Field
    means: Mapping[str, Mapping[str, str]]

    @property
    def answers(self) -> tuple[str, ...]:
        """The fields of the form that it answers."""
        return tuple(dict.fromkeys(name for one in self.means.values() for name in one)) or (self.field.name,)

    def given(self, chosen: str, words: str) -> dict[str, str]:
        """What it answers: words before a choice, since they were typed on purpose; empty if there is neither.

        Of a question that may be left out, what goes without saying.
        """
        if self.means:
            return dict(self.means.get(chosen, {}))
        said = words.strip() or chosen or (self.field.default if self.field.in_words else "")
        return {self.field.name: said} if said else {}

    def chosen(self, answers: Mapping[str, str]) -> str:
        """Which of its choices these answers are; empty if none."""
        if not self.means:
            return answers.get(self.field.name, self.field.default)
        return next((one for one, means in self.means.items() if means.items() <= answers.items()), "")


@dataclass(frozen=True)
class Part:
    """What one page asks of a form."""

    name: PartName
    form: Form
    asks: tuple[Ask, ...]

    @property
    def answers(self) -> frozenset[str]:
        """The fields of the form that it covers."""
        return frozenset(name for ask in self.asks for name in ask.answers)

    def given(self, posted: Mapping[str, str]) -> dict[str, str]:
        """Field → what was chosen or typed; ``posted``: by the names that the page gave."""
        pairs = (
            ask.given(posted.get(ask.field.name, ""), posted.get(words_of(ask.field.name), "")) for ask in self.asks
        )
        return {name: value for one in pairs for name, value in one.items()}


def words_of(name: str) -> str:
    """What the page calls the words typed in place of a choice."""
    return f"{name}.words"


def _of(form: Form, *names: str) -> Iterator[Ask]:
    return (Ask(form.field(name), {}) for name in names)


_CHECKED = Ask(
    Field(
        Joint.CHECKED,
        N_("確かめた方法"),
        N_("支払いがないことを、どう確かめましたか？"),
        (*REPORT.field(FieldName.GROUND).options, Option(Joined.NOT_CHECKED, N_("まだ確かめていない"))),
    ),
    {
        **{ground: {FieldName.GROUND: ground, FieldName.PAYMENT_CHECKED: Choice.YES} for ground in Ground},
        Joined.NOT_CHECKED: {FieldName.PAYMENT_CHECKED: Choice.NO},
    },
)


def _applies(known: Choice, vulnerable: Choice) -> dict[str, str]:
    return {FieldName.KNOWN_PERSON: known, FieldName.VULNERABLE: vulnerable}


_APPLIES = Ask(
    Field(
        Joint.APPLIES,
        N_("あてはまるもの"),
        N_("対象者にあてはまるものは？"),
        (
            Option(Joined.NEITHER, N_("どれもない")),
            Option(Joined.KNOWN, N_("名前や連絡先がわかる（常連など）")),
            Option(Joined.CARE, N_("18歳未満か、体調や様子が心配")),
            Option(Joined.BOTH, N_("両方")),
            Option(Joined.UNSURE, N_("年齢や様子がわからない")),
        ),
        N_("迷うときは「年齢や様子がわからない」を選んでください"),
    ),
    {
        Joined.NEITHER: _applies(Choice.NO, Choice.NO),
        Joined.KNOWN: _applies(Choice.YES, Choice.NO),
        Joined.CARE: _applies(Choice.NO, Choice.YES),
        Joined.BOTH: _applies(Choice.YES, Choice.YES),
        Joined.UNSURE: _applies(Choice.NO, Choice.UNKNOWN),
    },
)

_AT_THE_TILL = (FieldName.GOODS, FieldName.WHEN, FieldName.DIRECTION, FieldName.TRAVEL)
_JOINED = (*_CHECKED.answers, *_APPLIES.answers)

PARTS: Mapping[PartName, Part] = {
    PartName.TILL: Part(PartName.TILL, REPORT, tuple(_of(REPORT, *_AT_THE_TILL))),
    PartName.PEACE: Part(
        PartName.PEACE,
        REPORT,
        (
            _CHECKED,
            *_of(REPORT, FieldName.POLICE),
            _APPLIES,
            *_of(REPORT, *(f.name for f in REPORT.fields if f.name not in (*_AT_THE_TILL, *_JOINED, FieldName.POLICE))),
        ),
    ),
    PartName.JUDGE: Part(PartName.JUDGE, ASSESS, tuple(_of(ASSESS, *(field.name for field in ASSESS.fields)))),
    PartName.GIVE_BACK: Part(PartName.GIVE_BACK, RETURN, tuple(_of(RETURN, FieldName.REASON))),
}

OF_FORM: Mapping[str, tuple[Part, ...]] = {
    FormName.REPORT: (PARTS[PartName.TILL], PARTS[PartName.PEACE]),
    FormName.ASSESS: (PARTS[PartName.JUDGE],),
    FormName.RETURN: (PARTS[PartName.GIVE_BACK],),
}
