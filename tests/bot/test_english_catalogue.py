"""The English catalogue is complete, fits the screens, and says what the Japanese says."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from bot.inbound import enrolment_code_in
from bot.language import LOCALE, sentences
from bot.line.render import QUICK_REPLY_LABEL
from bot.locale import docstrings
from bot.shorten import units
from bot.slack.modal import TITLE_LIMIT
from handlers.cards import Sentence
from handlers.dialogue.words import MEANT, STOP, heard
from handlers.errors import HanshoError, NotEnrolled
from handlers.forms.definitions import FORMS
from handlers.wording.alert import WHERE
from handlers.wording.general import help_card as what_can_be_said
from policy.assessment import MAX_REASON_CHARACTERS, check_reason
from policy.content import check_text
from policy.rules import Rules
from policy.wording import WORDINGS

ROOT = LOCALE.parent.parent
WORDING = sorted((ROOT / "handlers" / "wording").glob("*.py"))
KEYWORDS = {"N_": None, "t": None, "_t": None}
"""The calls ``make messages`` looks for; None: the first argument is the sentence."""

TITLE = 60
"""What ``handlers.cards.Card`` promises of its title."""

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
EXAMPLE = {"ja": "例：", "en": "e.g. "}


def extracted() -> set[str]:
    """Every sentence in the code, found as ``make messages`` finds it."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as source:
        methods, options = parse_mapping_cfg(source)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS)
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


@pytest.fixture(scope="module")
def code() -> set[str]:
    return extracted()


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (LOCALE / "en.po").open("rb") as source:
        return read_po(source, locale="en")


@pytest.fixture(scope="module")
def english(catalogue: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def test_every_sentence_reads_in_english(code: set[str], english: dict[str, str]) -> None:
    """A member who chose English never meets a Japanese sentence."""
    untranslated = {sentence for sentence in code if not english.get(sentence, "").strip()}

    assert len(code) > 400, "the extractors found next to nothing"
    assert untranslated == set(), "run `make messages` and translate these in bot/locale/en.po"


def test_no_sentence_stands_inside_another_call() -> None:
    """There ``make messages`` doesn't find it, and an English reader would read Japanese."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for house in ("bot", "handlers", "policy")
        for path in (ROOT / house).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and call.args and ast.unparse(call.func) in KEYWORDS
        for inner in ast.walk(call.args[0])
        if isinstance(inner, ast.Call) and ast.unparse(inner.func) in KEYWORDS
    ]

    assert hidden == []


def test_nothing_stays_in_the_catalogue_that_nobody_says(
    code: set[str], catalogue: Catalog, english: dict[str, str]
) -> None:
    """Sentences that left the code leave the catalogue, and no guess of a tool stays in it."""
    assert set(english) - code == set()
    assert dict(catalogue.obsolete) == {}
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_a_translation_has_the_same_places_to_fill(english: dict[str, str]) -> None:
    """A number or a name that the Japanese sentence shows is shown in English too, and no other."""
    different = {ja: en for ja, en in english.items() if places(ja) != places(en)}

    assert different == {}


def test_english_is_english(english: dict[str, str]) -> None:
    """Only the guideline's title, in its Japanese brackets, stays Japanese."""
    mixed = {en for en in english.values() if JAPANESE.search(re.sub("「[^」]*」", "", en))}

    assert mixed == set()
    assert [en for en in english.values() if en != en.strip()] == []


def test_nobody_is_called_a_thief(english: dict[str, str]) -> None:
    """R-042: nobody is convicted here, so the English says "suspect" wherever it speaks of the person."""
    loaded = re.compile(
        r"\b(thief|thieves|thieving|culprit|criminal|offender|perpetrator|shoplifter|robber)s?\b", re.IGNORECASE
    )

    assert [en for en in english.values() if loaded.search(en)] == []


def test_a_quoted_button_is_quoted_by_its_english_name(english: dict[str, str]) -> None:
    """Whoever reads 'press "Use this picture"' finds a button of exactly that name."""
    wrong = [
        (en, english[quoted])
        for ja, en in english.items()
        for quoted in re.findall("「([^」]*)」", ja)
        if quoted in english and f"“{english[quoted]}”".lower() not in en.lower()
    ]

    assert wrong == []


def test_the_words_the_english_tells_people_to_send_are_understood() -> None:
    """Whoever reads 'send “status”' and sends "status" gets what was promised."""
    t = sentences("en")
    code = re.findall("“([^”]*)”", t(NotEnrolled().told.msgid))[-1]

    understood = STOP.union(*(words for words, _ in MEANT))
    help_card = what_can_be_said(reports=True, trained=False)
    told = [label for label, _ in help_card.facts if isinstance(label, Sentence)]
    assert {said for label in told for said in (label.msgid, t(label.msgid)) if heard(said) not in understood} == set()
    assert enrolment_code_in(code) == "ABCD-EFGH"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_labels_of_choices_and_buttons_are_never_cut(language: str) -> None:
    """Choices are LINE quick replies, and so is every button of a card too large for a bubble."""
    t = sentences(language)
    options = {option.label for form in FORMS.values() for field in form.fields for option in field.options}
    labels = {t(label) for label in (options | set(WHERE.values()) | set(arguments(0, "Action", "Page")))}

    assert len(labels) > 40
    assert {label for label in labels if units(label) > QUICK_REPLY_LABEL} == set()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_choices_of_one_question_can_be_told_apart(language: str) -> None:
    """Two Japanese labels never became one English label."""
    t = sentences(language)
    for form in FORMS.values():
        for field in form.fields:
            labels = [t(option.label) for option in field.options]

            assert len(set(labels)) == len(labels), field.name


@pytest.mark.parametrize("language", ["ja", "en"])
def test_titles_of_forms_are_never_cut(language: str) -> None:
    """Slack cuts titles and buttons of modals at 24 characters."""
    t = sentences(language)
    titles = {t(text) for form in FORMS.values() for text in (form.title, form.submit)} | {t("やめる")}

    assert {title for title in titles if units(title) > TITLE_LIMIT} == set()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_titles_of_cards_stay_on_a_line_or_two(language: str) -> None:
    """A question is the title of its card on LINE."""
    t = sentences(language)
    questions = {field.question for form in FORMS.values() for field in form.fields}
    titles = {t(sentence) for sentence in questions | set(arguments(1, "Card"))}

    assert len(titles) > 50
    assert {title for title in titles if units(title) > TITLE} == set()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_example_of_an_answer_would_be_accepted(language: str) -> None:
    """R-086, R-110: whoever copies the example of a question is not told off for it."""
    t = sentences(language)
    rules = Rules(max_field_characters=300)
    for form in FORMS.values():
        for field in form.fields:
            _, _, example = t(field.hint).partition(EXAMPLE[language]) if field.hint else ("", "", "")
            example = t(field.example) if field.example else example
            if not example:
                continue
            is_reason = field.name.endswith("reason")
            verdict = check_reason(example, rules) if is_reason else check_text(example, rules)

            assert verdict, (field.name, example, verdict)
            assert len(example) <= MAX_REASON_CHARACTERS


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_a_refusal_suggests_instead_would_be_accepted(language: str) -> None:
    """R-086, R-087: a refused text is corrected in one go by taking over the words that the refusal offers."""
    t = sentences(language)
    offered = {
        words
        for wording in WORDINGS
        for words in re.findall("[「“]([^」”]*)[」”]", t(wording.instead))
        if words != "{found}"
    }

    assert len(offered) > 5
    assert {words for words in offered if not check_text(words, Rules())} == set()


def test_english_members_read_english_and_all_others_japanese() -> None:
    """The catalogue the bot loads translates and fills; a language we don't have reads Japanese."""
    assert (
        sentences("en")("承認をお願いしています {done} / {needed}", done=1, needed=2) == "Waiting for approvers 1 / 2"
    )
    assert (
        sentences("ja")("承認をお願いしています {done} / {needed}", done=1, needed=2) == "承認をお願いしています 1 / 2"
    )
    assert sentences("fr")("はい") == "はい"
    assert sentences("en")("誰も書いていない文") == "誰も書いていない文"


def test_errors_speak_english_too() -> None:
    """The docstring of an error is its message, so it is in the catalogue like any other sentence."""
    for error in HanshoError.__subclasses__():
        japanese = error.__doc__ or ""
        if JAPANESE.search(japanese):
            assert not JAPANESE.search(sentences("en")(japanese)), error.__name__


def test_docstrings_of_errors_are_extracted_and_nothing_else() -> None:
    """Japanese docstrings of classes are messages; English ones, and those of modules and functions, are not."""
    source = '''"""モジュール。"""

class Wrong(Exception):
    """違います。"""

    def method(self) -> None:
        """メソッド。"""

class Silent(Exception):
    pass

class Described(Exception):
    """Says something in English."""
'''

    found = list(docstrings.extract(io.BytesIO(source.encode()), (), (), {}))

    assert found == [(3, "", "違います。", [])]


def test_the_catalogue_changes_only_where_sentences_change() -> None:
    """No line numbers, dates, tools or names: a diff shows translations and nothing else."""
    lines = (LOCALE / "en.po").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith(("#:", "#~", "# "))] == []
    assert [line for line in lines if "POT-Creation-Date" in line or "Generated-By" in line] == []
    assert [line for line in lines if line.startswith('"')] == [], "sentences stay on one line each (--no-wrap)"


def places(sentence: str) -> list[str]:
    """The names in braces, sorted, each once; a broken brace raises ValueError."""
    return sorted({name for _, name, _, _ in Formatter().parse(sentence) if name is not None})


def arguments(place: int, *names: str) -> Iterator[str]:
    """The sentences given in this place to the calls of these names in handlers/wording, through ``t``."""
    for path in WORDING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > place and _name(node) in names:
                yield from _sentences(node.args[place])


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _sentences(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and _name(node) == "t" and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)
