"""Signs of a check that has become a habit: what honest people seldom do, told with how often (guideline L169, L227).

That somebody always said yes is none: where nine of ten reports deserve it, most people do for weeks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, combinations
from typing import Final

from policy.chance import Share
from policy.verdict import N_

HABIT: Final = timedelta(weeks=8)
"""How far back one looks: in a week nobody answers often enough to show a habit."""

BORNE: Final = 1 / 5
"""Share of answers that honest people give in a hurry, in the words they used before, or in the same moment as a
colleague; of alerts that go out in spite of a flaw."""

TOGETHER: Final = timedelta(seconds=30)
"""Nobody reads the page and writes four reasons in the half minute after a colleague, but by chance."""

REST: Final = 5
"""Hours a day in which somebody who answers for themselves sleeps, at whatever time."""

AWAKE: Final = 1 / 50
"""Share of answers that fall into them all the same: a night in two months."""


@dataclass(frozen=True)
class AnswerRow:
    """One person's assessment. ``reasons`` are salted hashes, so that copies show and texts don't.

    ``hasty``: given sooner after the page was opened than it takes to read it; None: from before that was measured.
    ``refused``: the test that the person said no to; empty for a yes.
    """

    case_id: str
    member_id: str
    answered_at: datetime
    reasons: tuple[str, ...]
    hasty: bool | None = None
    refused: str = ""

    @property
    def yes(self) -> bool:
        """Whether the person said yes to all."""
        return not self.refused


@dataclass(frozen=True)
class Sign:
    """Something to look at: clause, what is seen and what to ask (msgids and values), how often, and whom it means.

    ``members``, ``store``, ``business``: our ids; empty where it is about the network.
    """

    clause: str
    sentence: str
    ask: str
    values: dict[str, str | int] = field(default_factory=dict)
    share: Share | None = None
    members: tuple[str, ...] = ()
    store: str = ""
    business: str = ""


def of_answers(answers: Iterable[AnswerRow]) -> tuple[Sign, ...]:
    """R-110, R-113, R-114: how the approvers answered in the last ``HABIT``."""
    by_time = sorted(answers, key=lambda answer: (answer.answered_at, answer.case_id, answer.member_id))
    copied = _copied(by_time)
    of_person: dict[str, list[AnswerRow]] = defaultdict(list)
    for answer in by_time:
        of_person[answer.member_id].append(answer)
    of_people = (
        (*_hasty(member_id, given), *_copies(member_id, given, copied), *_sleepless(member_id, given))
        for member_id, given in sorted(of_person.items())
    )
    return (*chain.from_iterable(of_people), *_pairs(by_time))


def of_overrides(store_id: str, overridden: Sequence[bool]) -> Iterator[Sign]:
    """R-041, R-124: the exception to our own rules, as often as it was made in the alerts that one store sent."""
    share = Share(sum(overridden), len(overridden))
    if share.exceeds(BORNE):
        yield Sign(
            "R-041",
            N_("画像の注意点や範囲の外を、理由を書いて通した警戒情報が多い店舗があります。"),
            N_("カメラの向きや明るさを直せないか、遠い店舗まで要るのかを聞いてください。"),
            share=share,
            store=store_id,
        )


def _hasty(member_id: str, given: Sequence[AnswerRow]) -> Iterator[Sign]:
    """R-110, L219: answers that came sooner than their page could be read."""
    measured = [answer.hasty for answer in given if answer.hasty is not None]
    share = Share(sum(measured), len(measured))
    if share.exceeds(BORNE):
        yield Sign(
            "R-110",
            N_("読むのにかかる時間より早い判定が多い承認者がいます。"),
            N_("内容と画像を見ているか、忙しい時間に頼まれていないかを聞いてください。"),
            share=share,
            members=(member_id,),
        )


def _copied(by_time: Sequence[AnswerRow]) -> set[tuple[str, str]]:
    """R-110: case and person of each answer whose words served them twice, or stood in a colleague's before."""
    first: dict[str, AnswerRow] = {}
    found = set()
    for answer in by_time:
        for reason in answer.reasons:
            earlier = first.setdefault(reason, answer)
            if earlier.member_id != answer.member_id:
                found.add((answer.case_id, answer.member_id))
            elif earlier.case_id != answer.case_id:
                found |= {(one.case_id, one.member_id) for one in (earlier, answer)}
    return found


def _copies(member_id: str, given: Sequence[AnswerRow], copied: set[tuple[str, str]]) -> Iterator[Sign]:
    """R-110, L219: the same sentence for another case, or from a colleague, is a sentence about neither."""
    legible = [answer for answer in given if answer.reasons]
    share = Share(sum((answer.case_id, member_id) in copied for answer in legible), len(legible))
    if share.exceeds(BORNE):
        yield Sign(
            "R-110",
            N_("ほかの事案や、ほかの人と同じ文の理由が多い承認者がいます。"),
            N_("その事案だけの理由を自分の言葉で書くよう伝え、書きにくい理由を聞いてください。"),
            share=share,
            members=(member_id,),
        )


def _sleepless(member_id: str, given: Sequence[AnswerRow]) -> Iterator[Sign]:
    """R-064, L138: whoever answers at each hour of the day is several people, or hands the telephone on."""
    hours = [0] * 24
    for answer in given:
        hours[answer.answered_at.hour] += 1
    around = hours + hours
    quietest = min(sum(around[first : first + REST]) for first in range(24))
    share = Share(quietest, len(given))
    if share.exceeds(AWAKE):
        yield Sign(
            "R-064",
            N_("昼も夜も判定し、休む時間のない承認者がいます（いちばん静かな5時間の割合）。"),
            N_("端末やアカウントを何人かで使っていないか、当番が重すぎないかを聞いてください。"),
            share=share,
            members=(member_id,),
        )


def _pairs(by_time: Iterable[AnswerRow]) -> Iterator[Sign]:
    """R-113, L221: two who answer in one moment again and again decide once; more often than the others do."""
    of_case: dict[str, list[AnswerRow]] = defaultdict(list)
    for answer in by_time:
        of_case[answer.case_id].append(answer)
    both: Counter[tuple[str, str]] = Counter()
    close: Counter[tuple[str, str]] = Counter()
    for answers in of_case.values():
        last = {answer.member_id: answer.answered_at for answer in answers}
        for pair in combinations(sorted(last), 2):
            both[pair] += 1
            close[pair] += abs(last[pair[1]] - last[pair[0]]) <= TOGETHER
    all_close, all_both = close.total(), both.total()
    for pair, count in sorted(both.items()):
        share = Share(close[pair], count)
        usual = (all_close - share.count) / max(1, all_both - count)
        if share.exceeds(max(BORNE, usual)):
            yield Sign(
                "R-113",
                N_("いつも同じ瞬間に答える2人の承認者がいます（30秒以内の割合）。"),
                N_("別々に見て決めているか、1人が2人分を答えていないかを聞いてください。"),
                share=share,
                members=pair,
            )
