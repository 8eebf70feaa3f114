"""Forms as data: LINE asks field by field, Slack shows the whole as a modal."""

from __future__ import annotations

from dataclasses import dataclass

from policy.forms.fields import Condition
from policy.forms.names import Skip
from policy.verdict import N_


@dataclass(frozen=True)
class Option:
    """A choice of a field; ``label`` is a gettext msgid, ``also`` what else people call it, by spaces."""

    value: str
    label: str
    also: str = ""


REST = Option(
    Skip.REST,
    N_("残りは書かない"),
    """書かない 残りはなし なし 特になし もうない 省略 スキップ 飛ばす とばす 画像のとおり 写真のとおり 画像の通り
    写真の通り
    skip skiptherest nothingelse nomore asinthepicture asinthephoto""",
)
"""Of questions that may all be answered in words: no more of them."""


@dataclass(frozen=True)
class Field:
    """One question. With ``options`` it is answered by choosing, else in free text. Texts are gettext msgids.

    ``typed``: how it can be answered in words too, where there is room for words beside the choices. ``example``: an
    answer as it could be, which nobody may copy. What an answer must meet stands in ``policy.forms``, under the names
    of form and field. ``default`` is the answer of a whole form that leaves the question out, and is chosen beforehand
    where a form is shown whole. ``in_words`` names the text field that takes what is typed in place of a choice;
    questions up to it are then passed over. ``certain``: what people know who did it themselves, so that 「と思う」 is
    no answer.
    """

    name: str
    label: str
    question: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    typed: str = ""
    example: str = ""
    multiline: bool = False
    only_if: Condition | None = None
    default: str = ""
    in_words: str = ""
    certain: bool = False

    @property
    def choices(self) -> tuple[Option, ...]:
        """What can be chosen, in the order in which it is numbered."""
        return (*self.options, *([REST] if self.in_words else []))

    def applies(self, answers: dict[str, str]) -> bool:
        """Whether the field is asked, given the answers so far."""
        return self.only_if is None or self.only_if.holds(answers)

    def may_apply(self, answers: dict[str, str]) -> bool:
        """Whether the field is asked, or will be if an answer that is still to come asks for it."""
        return self.applies(answers) or (self.only_if is not None and self.only_if.field not in answers)


@dataclass(frozen=True)
class Form:
    """Questions in order; ``photo``: a picture may come with it."""

    name: str
    title: str
    submit: str
    fields: tuple[Field, ...]
    photo: bool = False

    def field(self, name: str) -> Field:
        """The field of that name (KeyError if none)."""
        return {f.name: f for f in self.fields}[name]

    def may_leave_out(self, field: Field) -> bool:
        """Whether a whole form may do without it: one of the questions that may all be answered in words, or those."""
        return bool(field.in_words) or any(other.in_words == field.name for other in self.fields)

    def one_back(self, asking: str, answers: dict[str, str]) -> dict[str, str]:
        """The answers without the last one before this question, so that it is asked anew; all if it is the first."""
        names = [field.name for field in self.fields]
        before = [name for name in names[: names.index(asking)] if name in answers]
        return {name: answer for name, answer in answers.items() if name not in before[-1:]}

    def from_the_first(self, answers: dict[str, str]) -> dict[str, str]:
        """What is known beside the answers to this form's questions, so that all of them are asked anew."""
        names = {field.name for field in self.fields}
        return {name: known for name, known in answers.items() if name not in names}

    def passed_over(self, field: Field) -> dict[str, str]:
        """Answers to this and all further questions that may be answered in the same words."""
        later = self.fields[self.fields.index(field) :]
        return {f.name: f.default for f in later if f.in_words == field.in_words}

    def next_field(self, answers: dict[str, str]) -> Field | None:
        """The first field that applies and has no answer yet."""
        return next((f for f in self.fields if f.name not in answers and f.applies(answers)), None)
