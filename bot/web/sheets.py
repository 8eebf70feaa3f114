"""A part of a form as a page asks it: chips to tap, room for words, and what is wrong with which answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from bot.shorten import shorten
from bot.web.asked import Asking, Chip, Judging, Offered, Sheet, Writing
from bot.web.steps import Step
from bot.web.viewmodels import Finished
from bot.web.wishes import Wish
from handlers.approval.ask import unanswered
from handlers.cards import denial
from handlers.case.question import in_question
from handlers.case.record import rules_of
from handlers.case.sealed import load_report, said_with_photo
from handlers.context import Context
from handlers.dialogue.page import SoFar, is_begun, next_part, so_far
from handlers.forms.form import Field
from handlers.forms.parts import OF_FORM, PARTS, Ask, PartName
from handlers.recipient import Sentences
from handlers.report.hand import helpers, taker
from handlers.report.suggest import Chips, at_first, seen_in_picture, suggested, typed_time
from policy.forms.names import FieldName, FormName
from policy.verdict import N_, Deny
from storage.tables import Account, Case

TITLES: Final = {
    Step.CONFIRMED: N_("画像を確認しました"),
    Step.NO_PHOTO: N_("表示できる写真がありません。写真なしで続けられます。"),
}

SAID_OF: Final = (FieldName.GOODS, FieldName.DIRECTION)
"""The questions that what somebody wrote beside their photo may answer; offered, and never chosen beforehand."""

LONGEST_CHIP: Final = 40
"""Characters of such words that are shown: two lines of a phone 360 px wide."""


def writing(step: Step, wish: Wish, account: Account, case: Case, ctx: Context) -> Writing | None:
    """The part of the report that comes next, or that is to be written anew; None if it isn't the form's turn."""
    anew = step is Step.SUMMARY and (wish.part or is_begun(account, case, ctx))
    if step not in TITLES and not anew:
        return None
    t, sheet = ctx.ports.sentences(account.member.language), sheet_of(FormName.REPORT, account, case, ctx, wish)
    pictured = step is not Step.NO_PHOTO and case.mask_confirmed_at is not None
    said = (t(TITLES[step]) if step in TITLES else "", _of_rest(case, t, ctx) if sheet.part == PartName.PEACE else "")
    return Writing("\n".join(filter(None, said)), sheet, pictured)


def _of_rest(case: Case, t: Sentences, ctx: Context) -> str:
    """Whether somebody else writes the rest."""
    if case.taken_by:
        return t("{who}さんが続きを引き受けました", who=taker(case, ctx))
    return t("店舗責任者に続きを頼みました。ここで自分で続けることもできます。") if case.offered_at else ""


def completing(account: Account, case: Case, ctx: Context, wish: Wish) -> tuple[str, object] | None:
    """R-114: the page of whoever may complete the report; None once they have, and the alert is to be read."""
    t = ctx.ports.sentences(account.member.language)
    if case.taken_by not in (None, account.member_id):
        title = t("{who}さんが続きを引き受けました", who=taker(case, ctx))
        return "done.html", Finished(title, (t("このページは閉じてかまいません。"),), again=False)
    if case.taken_by is None:
        return "take.html", _offered(account, case, ctx)
    if is_begun(account, case, ctx) or wish.part or load_report(case, ctx) is None:
        return "write.html", Writing("", sheet_of(FormName.REPORT, account, case, ctx, wish), pictured=False)
    return None


def _offered(account: Account, case: Case, ctx: Context) -> Offered:
    """What the reporter answered, as they read it, and what is left to answer."""
    reporter = ctx.uow.people.account_by_id(case.reporter_account_id)
    t, till = ctx.ports.sentences(account.member.language), till_of(reporter, case, ctx)
    labels = {ask.field.name: t(ask.field.label) for ask in PARTS[PartName.TILL].asks}
    said = {ask.name: ask.words or next((chip.label for chip in ask.chips if chip.chosen), "") for ask in till.asks}
    so, rest = so_far(FormName.REPORT, reporter, case, ctx), PARTS[PartName.PEACE]
    asks = tuple(_asking(ask, FormName.REPORT, so, False, account, case, ctx) for ask in rest.asks)
    sheet = Sheet(rest.name, asks, tried=False, earlier="", hands=False)
    return Offered(tuple((labels[name], value) for name, value in said.items()), sheet)


def till_of(account: Account, case: Case, ctx: Context) -> Sheet:
    """What whoever stands at the till knows, to be answered below the picture."""
    return sheet_of(FormName.REPORT, account, case, ctx, Wish(part=PartName.TILL))


def judging(account: Account, case: Case, ctx: Context, wish: Wish) -> Judging | None:
    """R-112: the form below the alert, for whoever is asked about it and has not answered."""
    if account.member_id not in {request.member_id for request in unanswered(case, ctx)}:
        return None
    question, reader = in_question(case, ctx), ctx.recipient(account)
    lapses = question.since + timedelta(minutes=rules_of(case, ctx).lapse_minutes)
    return Judging(
        sheet_of(FormName.ASSESS, account, case, ctx, wish),
        sheet_of(FormName.RETURN, account, case, ctx, wish),
        question.binding,
        reader.read(lapses),
        max(0, int((lapses - ctx.now) / timedelta(minutes=1))),
        f"{case.store.full_name} {case.reporter.name}",
        case.store.telephone or "",
    )


def sheet_of(form: str, account: Account, case: Case, ctx: Context, wish: Wish) -> Sheet:
    """R-127: the wished-for part, else the first in which something is missing, as far as this person has come with it.

    Before a part was sent, only what is there is called wrong.
    """
    so = so_far(form, account, case, ctx)
    parts = [one.name for one in OF_FORM[form]]
    shown = PartName(wish.part) if wish.part in parts else next_part(form, so)
    asks = tuple(_asking(ask, form, so, wish.tried == shown, account, case, ctx) for ask in PARTS[shown].asks)
    hands = shown is PartName.TILL and case.offered_at is None and case.form is None and bool(helpers(case, ctx))
    earlier = parts[parts.index(shown) - 1] if parts.index(shown) else ""
    return Sheet(shown, asks, wish.tried == shown and any(ask.wrong for ask in asks), earlier, hands)


def _asking(ask: Ask, form: str, so: SoFar, tried: bool, account: Account, case: Case, ctx: Context) -> Asking:
    field, reader, t = ask.field, ctx.recipient(account), ctx.ports.sentences(account.member.language)
    own = tuple((option.value, t(option.label)) for option in field.options)
    chosen = ask.chosen(so.answers)
    said = said_with_photo(case, account, ctx) if field.name in SAID_OF else ""
    beside = ((said, shorten(said, LONGEST_CHIP)),) if said else ()
    offered = (*beside, *suggested(field.name, so.answers, case, t, ctx))
    known = dict.fromkeys(seen_in_picture(field.name, case, ctx), t("画像から"))
    if said:
        known[said] = t("写真といっしょの文")
    if field.name == FieldName.WHEN:
        chosen = typed_time(chosen, case, ctx) if chosen else ""
        own = own[1:]  # what happened just now happened when it was reported
    chosen = chosen or at_first(field.name, case, t, ctx)
    wrong = _wrong(ask, so, tried)
    return Asking(
        name=field.name,
        title=t(field.question),
        term=t(field.label) if form == FormName.ASSESS and field.options else "",
        hint=(
            *(t(line) for line in (field.hint, field.typed) if line),
            *([t("例：{example}", example=t(field.example))] if field.example else []),
        ),
        chips=_chips((*offered, *own), chosen, known),
        words=_words(field, offered, chosen),
        multiline=field.multiline,
        wrong="" if wrong is None else reader.read(denial(wrong)),
        only_if=field.only_if.field if field.only_if else "",
    )


def _chips(offered: Iterable[tuple[str, str]], chosen: str, known: Mapping[str, str]) -> tuple[Chip, ...]:
    """What is known before anybody is asked stands first."""
    chips = (Chip(value, label, value == chosen, known.get(value, "")) for value, label in dict(offered).items())
    return tuple(sorted(chips, key=lambda chip: not chip.known_from))


def _words(field: Field, offered: Chips, chosen: str) -> str | None:
    """Words are an answer where nothing has to be chosen, and to every question that other choices were added to."""
    if field.options and not offered:
        return None
    return "" if chosen in {value for value, _ in (*offered, *((o.value, "") for o in field.options))} else chosen


def _wrong(ask: Ask, so: SoFar, tried: bool) -> Deny | None:
    """Of several faults that of an answer comes before that of a missing one."""
    mine = [deny for deny in so.wrong if deny.field in ask.answers]
    given = [deny for deny in mine if so.answers.get(deny.field)]
    return next(iter([*given, *(mine if tried else [])]), None)
