"""The facts of a report, and the preview once facts and picture are complete."""

from __future__ import annotations

from handlers import wording
from handlers.approval.quorum import people_needed
from handlers.cards import Topic
from handlers.case.audience import has_far_stores, proposed, receivers
from handlers.case.involved import reporter_of
from handlers.case.picture import drop_picture, picture_of
from handlers.case.record import may_rewrite, require, rules_of, to_rewrite
from handlers.case.sealed import keep_report, load_report
from handlers.case.told import told
from handlers.commands.steps import FilledForm
from handlers.context import Context
from handlers.conversation import ask_again, circumstances, form_for
from handlers.errors import NotAllowed
from handlers.forms.definitions import REPORT
from policy.facts import AlertForm, Report
from policy.forms.fields import judge_all
from policy.forms.names import FormName
from policy.forms.report import answers_of_report, report_from
from policy.forms.table import FORM_RULES
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case


def may_describe(account: Account, case: Case, binding: str, ctx: Context) -> Verdict:
    """R-125: the reporting store's own people write the report, until it lies with the approvers."""
    return may_rewrite(account, case, ctx)


def describe_case(cmd: FilledForm, ctx: Context) -> None:
    """R-086, R-116: keep the report; a picture that is not to be sent, or may not be, is dropped at once."""
    _, case = to_rewrite(cmd, ctx)
    report = report_from(cmd.answers)
    keep_report(case, report, ctx)
    if report.form != AlertForm.PICTURE and case.photo_reference is not None:
        drop_picture(case, ctx)
    advance(case, ctx)


def mend(account: Account, case: Case, report: Report, ctx: Context) -> bool:
    """R-112: what no longer stands in a report is asked for again, all else is kept; False if everything stands."""
    asked, answers = form_for(REPORT.name, account, case, ctx), answers_of_report(report)
    verdict = judge_all(FORM_RULES[FormName.REPORT], answers, circumstances(asked, answers, ctx))
    if isinstance(verdict, Deny):
        ask_again(asked, answers, verdict, ctx)
    return not verdict


def advance(case: Case, ctx: Context) -> None:
    """Show the reporter the finished alert, or what is still missing."""
    report, reporter = load_report(case, ctx), reporter_of(case, ctx)
    if report is None or reporter is None:
        return
    rules = rules_of(case, ctx)
    with_picture = report.form == AlertForm.PICTURE
    if with_picture and case.photo_reference is None:
        ctx.tell(reporter, case, wording.report.ask_for_photo(rules.original_hours, Topic.PREVIEW))
        return
    if with_picture and case.mask_confirmed_at is None:
        ctx.tell(reporter, case, wording.report.mask_still_open(told(case, ctx)))
        return
    case.audience = list(receivers(case, ctx))
    needed = people_needed(case, ctx)
    far = has_far_stores(case, ctx)
    ctx.tell(reporter, case, wording.report.preview(told(case, ctx), report.form, needed, far_stores=far))


def complete(case: Case, ctx: Context) -> Report:
    """R-117: the report, once facts, picture and audience are all there for the approvers to look at.

    Raises:
        NotAllowed: something is missing; says what.
    """
    report = load_report(case, ctx)
    if report is None:
        raise NotAllowed(Deny("R-115", N_("まだ答えていない質問があります。「状況」と送って続けてください。")))
    if report.form == AlertForm.PICTURE and picture_of(case, ctx) is None:
        require(Deny("R-119", N_("画像の確認がまだです。画像のページを開いてください。")))
    if not receivers(case, ctx) and not proposed(case, ctx):
        require(Deny("R-124", N_("範囲内に知らせる店舗がありません。事務局に連絡してください。")))
    return report
