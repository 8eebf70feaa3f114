"""What stands in for a rule when it is taken away: an Allow, an empty body, a constant, or what is named here."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import FunctionType
from typing import Any, Final

import numpy as np

from audit import checkpoint
from audit.history import Signed
from handlers.cards import Sentence
from handlers.incidents.trace import Found
from handlers.retention.restore import Restored
from handlers.wording.outside import Draft
from masking import Quality
from policy.clocks import Level
from policy.facts import Role
from policy.incidents.classification import NOTHING, Answers, Sure
from policy.incidents.clocks import Due, Report
from policy.incidents.kinds import Kind
from policy.incidents.nine import Entry, Source
from policy.incidents.playbooks import Playbook
from policy.lanes import Lane
from policy.menu import Menu
from policy.notices.posting import Kind as Hung
from policy.readiness import Level as Lit
from policy.readiness import Light
from policy.verdict import Allow
from tests.world.answers import FEATURES

Function = Callable[..., Any]

ANSWERS: Final[dict[str, Any]] = {"None": None, "Verdict": Allow(), "bool": True, "int": 0, "str": "same", "bytes": b""}
"""What a function answers without its rule, by the answer that it promises; it does nothing on the way."""

COLLECTIONS: Final = ("tuple[", "list[")
"""Of these it answers an empty one."""

FOR_EVER: Final = datetime(2126, 1, 1, tzinfo=UTC)


NEVER: Final = Due(Report.FIRST, FOR_EVER.date(), FOR_EVER.date(), FOR_EVER.date())


def _everybody(case: Any, ctx: Any) -> list[Any]:
    people = ctx.uow.people
    found = [(store, member) for store in case.audience for member in people.at_store(store, list(Role))]
    return [(store, account) for store, member in found if (account := people.preferred_account(member))]


def _taking_part(stores: list[Any]) -> list[Any]:
    fit: dict[str, Any] = {"business_agreed": True, "notice_posted": True, "has_responsible": True}
    return [replace(store, **fit, left_at=None, suspended_at=None, notice_due_at=None) for store in stores]


def _one_salt(was: Function) -> Function:
    return lambda case, ctx: was(case, replace(ctx, ports=replace(ctx.ports, random_id=lambda: "one for every case")))


def _quiet(was: Function) -> Function:
    none: dict[str, Any] = dict.fromkeys(("cases", "sent", "recalled", "answers", "yes", "erased", "overdue"), 0)
    return lambda *args, **kwargs: replace(was(*args, **kwargs), **none, warnings=())


def _sign_whatever(_: Function) -> Function:
    def sign(history: Any, ledger: Any, **_k: Any) -> Signed:
        size, root = ledger.head()
        return Signed(size, root, checkpoint.sign(history._origin, size, bytes.fromhex(root), history._key))

    return sign


VETOES: Final = [
    "contested",
    "in_other_heads",
    "nearer_to_strangers",
    "apart_from_tap",
    "unlike",
    "own_head",
    "headless",
]


def _no_veto(_: Function) -> Function:
    return lambda _maps, region, _tuning: np.zeros_like(region)


CONTRADICTIONS: Final = [
    *(
        f"contradictions.{name}"
        for name in ("numbers", "members", "other_words", "desk", "certified_body", "published_late", "old_posters")
    ),
]


def _always_good(_: Function) -> Function:
    return lambda *_a: Light("", Lit.GOOD, "R-000", "")


OWN: Final[dict[str, Callable[[Function], Function]]] = {
    **dict.fromkeys(VETOES, _no_veto),
    "opened_by_hand": lambda _: lambda faces, *_a: np.zeros(len(faces), np.bool_),
    "persons.strangers": lambda _: lambda faces, *_a: faces[:0],
    **dict.fromkeys(CONTRADICTIONS, lambda _: lambda *_a: None),
    **dict.fromkeys(("review.review_light", "trial.trial_light", "readiness.receives"), _always_good),
    "alike_people": lambda _: lambda _people: {},
    "alike_stores": lambda _: lambda _stores: {},
    "alike_businesses": lambda _: lambda _businesses: {},
    **dict.fromkeys(("lost_ground", "clocks.last_day"), lambda _: lambda *_a: None),
    "clocks.answer_by": lambda _: lambda *_a: FOR_EVER,
    "clocks.receipt_by": lambda _: lambda *_a: FOR_EVER,
    **dict.fromkeys(("clocks.working_days_after", "opens_before", "opens_from"), lambda _: lambda *_a: FOR_EVER),
    **dict.fromkeys(("clocks.level", "steps.worst"), lambda _: lambda *_a: Level.CALM),
    **dict.fromkeys(("kept_back_since", "unbrought_since"), lambda _: lambda *_a: None),
    "report_due": lambda _: lambda known_on, *_a: known_on,
    "first_report": lambda _: lambda _known_on: NEVER,
    "final_report": lambda _: lambda _known_on, **_k: NEVER,
    "record.is_gone": lambda _: lambda *_a: True,
    "History.reread": lambda _: lambda *_a: None,
    "outside.press": lambda _: lambda *_a: Draft("", ""),
    "contain._recalled_before": lambda _: lambda _case, ctx: ctx.now,
    "reportable": lambda _: lambda *_a: NOTHING,
    "unanswered": lambda _: lambda _what: Answers(Kind.PURPOSE, Sure.NO),
    "playbook_of": lambda _: lambda _kind: Playbook.LEAK,
    "task_of": lambda _: lambda *_a: None,
    "reminder": lambda _: lambda *_a: None,
    "asked_of": lambda _: lambda **_k: frozenset({Hung.POSTER}),
    "posting.due_at": lambda _: lambda _wanted: FOR_EVER,
    "notices.facts.found": lambda _: lambda *_a: (),
    "board._papers": lambda _: lambda *_a: (),
    "quiet_until": lambda _: lambda *_a: None,
    "_let_go": lambda _: lambda *_a: None,
    "in_company": lambda _: lambda *_a: False,
    "is_habit": lambda _: lambda *_a: False,
    "tellable": lambda _: lambda count, *_a: count,
    "nine.heading": lambda _: lambda _known: [],
    "nine.data_of": lambda _: lambda _known: [],
    "nine.entry": lambda _: lambda item, words, _drafted: Entry(item, words, Source.RECORDS),
    "scope_of": lambda was: lambda *a: replace(was(*a), people=(), lost=0),
    "mark.misread": lambda _: lambda *_a, **_k: 0,
    "trace.trace": lambda _: lambda *_a: Found((), 0),
    "secretariat_joins": lambda _: lambda *_a: False,
    "needs_secretariat": lambda _: lambda *_a: False,
    "secretariat_may_join": lambda _: lambda *_a: False,
    "ticked": lambda _: lambda case, ctx: frozenset(far.store_id for far in ctx.uow.cases.far_stores(case.id)),
    "choices_of": lambda was: lambda *a: replace(was(*a), receivers=(), forms=()),
    "keep_standing": lambda _: lambda *_a: None,
    "told_apart": lambda _: lambda stores: {store.id: store.name for store in stores},
    "town_map": lambda was: lambda *a: replace(was(*a), dots=()),
    "lighter_forms": lambda _: lambda _report: (),
    "as_light_as": lambda _: lambda report, _form: report,
    "is_copied": lambda _: lambda *_a: False,
    "is_same_event": lambda _: lambda *_a, **_k: False,
    "standing": lambda _: lambda assessments, **_k: tuple(a.member for a in assessments),
    "audience": lambda _: lambda _s, stores, **_k: tuple(store.id for store in stores),
    "far_stores": lambda _: lambda _s, stores, **_k: tuple(store.id for store in stores),
    "receivers": lambda _: lambda case, ctx: tuple(s.id for s in ctx.uow.stores.in_network(case.network_id)),
    "contacts": lambda _: _everybody,
    "readers": lambda _: lambda network_id, ctx: ctx.uow.people.in_network(network_id, list(Role)),
    "stoppable": lambda _: lambda account, ctx: ctx.uow.cases.live_in(account.member.network_id),
    "Stores.all_facts": lambda was: lambda *a: _taking_part(was(*a)),
    "faults": lambda _: lambda _secrets: (),
    "lane_for": lambda _: lambda *_a: Lane.PROMPT,
    "menu_of": lambda _: lambda *_a: Menu.RESPONSIBLE,
    "until": lambda _: lambda *_a: FOR_EVER,
    "read_held": lambda _: lambda *_a: {},
    "restore": lambda _: lambda *_a: Restored(0),
    "due_at": lambda _: lambda *_a, **_k: FOR_EVER,
    "alert_text": lambda was: lambda report: {**was(report), "features": report.features, "police": report.police},
    "statements.purpose": lambda _: lambda _rules: Sentence("防犯のため"),
    "statements.recording": lambda _: lambda: Sentence("防犯のため"),
    "statements.who_records": lambda was: lambda store, _facility: was(store, ""),
    "effect_of": lambda _: lambda *_a: None,
    "of_care": lambda _: lambda *_a: None,
    "letter.letter": lambda _: lambda *_a: b"",
    "what_remains": lambda _: lambda sent, _narrowed: dict(sent),
    "unsaid": lambda _: lambda text: text,
    "bell_rows": lambda was: lambda case: (*was(case), ("特徴", FEATURES)),
    "alert_rows": lambda was: lambda case, report: (*was(case, report), ("理由", report.step_up_reason)),
    "rule_changes.starts_at": lambda _: lambda _before, _after, decided_at: decided_at,
    "still_meant": lambda _: lambda _before, changes, _now: dict(changes),
    "weekly": _quiet,
    "_recall_minutes": lambda _: lambda *_a: None,
    "History.sign": _sign_whatever,
    "chains": lambda _: lambda *_a: {},
    "version_sent": lambda _: lambda *_a: {},
    "rules_to_cite": lambda _: lambda network, ctx: ctx.uow.stores.rules(network.id),
    "keep_salt": _one_salt,
    "Material.alert": lambda was: lambda *a, **k: replace(was(*a, **k), hedge="", conduct=""),
    "Material.picking": lambda was: lambda *a: replace(was(*a), notes=()),
    "Material.reviewing": lambda was: lambda *a: replace(was(*a), flaws=()),
    "let_through": lambda _: lambda picture, *_a: picture,
    "as_png": lambda was: lambda picture: was(picture) + b"thumbnail",
    "quality": lambda _: lambda *_a: Quality(size=1000, brightness=100, blur=0, texts=0),
    "head": lambda _: lambda figure, *_a: np.zeros_like(figure),
    "within_reach": lambda _: lambda _o, _r, closed: np.ones_like(closed),
    "captions": lambda _: lambda _letters, figure: np.zeros_like(figure),
    "surrounded": lambda _: lambda picture, *_a: np.ones(picture.shape[:2], np.bool_),
    "faces_left": lambda was: lambda masked, region, *a: was(masked, np.zeros_like(region), *a),
}
"""Where the kind of answer doesn't say it. By the end of the rule's name, so that a rule may move house."""

TABLES: Final[dict[str, Callable[[Any], Any]]] = {
    "WORDINGS": lambda _: (),
    "TESTS": lambda tests: tuple(replace(tests[0], name=test.name, clause=test.clause) for test in tests),
    "FORM_RULES": lambda forms: {name: {} for name in forms},
    "STANDS": lambda _: {},
}
"""Constants without what they are there for: no forbidden words, one question for all four tests, no rules, no act at
the desk that looks whether its page still shows how things stand."""


def take_away(rule: str) -> None:
    """Put the stand-in where the rule was, in this process, for good.

    A function gets another body in place, so that every module, table and closure that holds it has the stand-in too.

    Raises:
        LookupError: nothing says what would stand in for it.
    """
    owner, name = _place(rule)
    value = inspect.getattr_static(owner, name)
    if name in TABLES:
        _replace_everywhere(value, TABLES[name](value))
    else:
        function = _function(value)
        _swap(function, stand_in(rule, function))


def stand_in(rule: str, function: FunctionType) -> Function:
    """What is called in place of the function.

    Raises:
        LookupError: neither its name nor the answer that it promises says it.
    """
    named = next((make for end, make in OWN.items() if rule.endswith(f".{end}")), None)
    if named is not None:
        return named(_copy(function))
    promised = function.__annotations__.get("return", "")
    if promised not in ANSWERS and not promised.startswith(COLLECTIONS):
        raise LookupError(f"{rule} promises {promised}: say in tests/bite/stand_ins.py what stands in for it")
    answer = ANSWERS.get(promised, ())
    return lambda *_, **__: answer


def function_of(rule: str) -> FunctionType | None:
    """The plain function of a rule; None for a table.

    Raises:
        LookupError: it is neither.
    """
    owner, name = _place(rule)
    return None if name in TABLES else _function(inspect.getattr_static(owner, name))


def _place(rule: str) -> tuple[Any, str]:
    """The module or class that has the rule, and the rule's name in it."""
    *path, name = rule.split(".")
    for length in range(len(path), 0, -1):
        try:
            found = importlib.import_module(".".join(path[:length]))
        except ModuleNotFoundError:
            continue
        for part in path[length:]:
            found = getattr(found, part)
        return found, name
    raise LookupError(rule)


def _function(value: Any) -> FunctionType:
    """Also of a method, a property, or a command of the command line."""
    match inspect.unwrap(getattr(value, "callback", getattr(value, "fget", value))):
        case FunctionType() as function:
            return function
        case other:
            raise LookupError(f"{other!r} is no function, nor a table that tests/bite/stand_ins.py knows")


def _copy(function: FunctionType) -> FunctionType:
    copied = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copied.__kwdefaults__ = function.__kwdefaults__
    return copied


def _swap(function: FunctionType, other: Function) -> None:
    def body(*args: Any, _other: Function, **kwargs: Any) -> Any:
        return _other(*args, **kwargs)

    function.__code__ = body.__code__
    function.__defaults__ = None
    function.__kwdefaults__ = {"_other": other}


def _replace_everywhere(value: Any, other: Any) -> None:
    for module in list(sys.modules.values()):
        for name, held in list(vars(module).items()):
            if held is value:
                setattr(module, name, other)
