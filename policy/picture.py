"""When a picture may be taken in, and when its masked form may leave the store (guideline L22, L225, L233)."""

from __future__ import annotations

import re
from collections.abc import Collection

from policy.facts import AlertForm, PictureFacts, Report
from policy.quality import flaws
from policy.rules import Rules
from policy.verdict import N_, Allow, Deny, Verdict, all_of

MOST_BY_HAND = 20
"""Percent of what is shown. Up to there a hand has mended an edge or a sleeve; above it, it has said who that is."""

LEAST_LEFT = 30
"""Percent of the box around the suspect. Of 63 masked people of everyday photographs half the body or nearly that was
shown in all 49 at or above it, and in 6 of the 14 below."""

_SHA256 = re.compile("[0-9a-f]{64}")


def may_take(rules: Rules) -> Verdict:
    """R-003, L22: a text-only network neither keeps nor sends pictures."""
    if rules.text_only:
        return Deny(
            "R-003",
            N_("このネットワークでは写真や動画を受け取れません。何も保存していません。「通報」と送ってください。"),
        )
    return Allow()


def may_show(*, vulnerable: bool, rules: Rules) -> Verdict:
    """R-003, R-117, L22, L225: no picture in a network of words, nor of who may be a minor, unwell or confused."""
    if rules.text_only:
        return Deny("R-003", N_("このネットワークでは画像を扱いません。「特徴を文字で」を選んでください。"))
    if vulnerable:
        return Deny(
            "R-117",
            N_(
                "配慮が必要な人の画像は送れません（「わからない」のときも）。「特徴を文字で」か「人の特徴は伝えず、注意だけ」を選んでください。"
            ),
        )
    return Allow()


def may_leave(picture: PictureFacts | None, report: Report, rules: Rules) -> Verdict:
    """R-117, L225: a picture leaves only if the chosen form shows one, and then only masked and looked at."""
    if report.form is AlertForm.PICTURE:
        shown = may_show(vulnerable=report.vulnerable, rules=rules)
        return all_of((shown, _check_masked(picture), _check_quality(picture)))
    if picture is None:
        return Allow()
    return Deny("R-117", N_("文字だけの警戒情報に画像は付けられません。画像を外してください。"))


def _check_masked(picture: PictureFacts | None) -> Verdict:
    """R-118, R-119, L233: everybody else and every face filled, re-checked by machine and seen by the reporter."""
    if picture is None or not _SHA256.fullmatch(picture.sha256):
        return Deny("R-118", N_("顔と周りの人を隠した画像がありません。写真を送り直すか、文字だけで送ってください。"))
    if not picture.verified:
        return Deny("R-119", N_("顔や周りの人が隠れたことを確認できていません。対象者を選び直してください。"))
    if not picture.confirmed_by_reporter:
        return Deny(
            "R-117",
            N_("顔と周りの人を隠した画像を、通報者がまだ確認していません。画面で「この画像でよい」を押してください。"),
        )
    return Allow()


def _check_quality(picture: PictureFacts | None) -> Verdict:
    """R-041, L115: a flawed picture leaves only with somebody's reason."""
    if picture is None or picture.overridden or not flaws(picture.quality):
        return Allow()
    return Deny("R-041", N_("画像に注意点があります。画像のページを開いて、それでも使う理由を書いてください。"))


def tells_clothes(left: int) -> bool:
    """R-117, L225: whether so much is left (percent of the suspect's box) that a picture says more than words."""
    return left >= LEAST_LEFT


def needs_tick(picture: PictureFacts | None) -> bool:
    """R-118, L233: whether so much of the figure was opened by hand that approvers say that they looked at it."""
    return picture is not None and picture.by_hand > MOST_BY_HAND


def check_by_hand(picture: PictureFacts | None, members: Collection[str]) -> Verdict:
    """R-118, L233: what mostly a hand says belongs to the suspect, one of these members has looked at and ticked."""
    if picture is None or not needs_tick(picture) or picture.ticked_by.intersection(members):
        return Allow()
    return Deny(
        "R-118",
        N_(
            "画像の{percent}%は、通報者が手で見せた部分です。先に「内容を見る」を開き、点線の中を確かめて「点線の中を見ました」を押してください。"
        ),
        {"percent": picture.by_hand},
    )
