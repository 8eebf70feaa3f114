"""One person's answers to the three tests and the consent limb, and what counts as a reason (guideline L219–225)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.facts import AssessmentFacts
from policy.rules import Rules
from policy.spelling import is_hidden, kana, letters, plain
from policy.verdict import N_, Allow, Deny, Verdict, all_of
from policy.wording import check_words


@dataclass(frozen=True)
class Question:
    """One of the four questions; texts are Japanese msgids.

    ``name`` is also the field of ``AssessmentFacts`` that holds the answer; ``example`` is a reason as it could be.
    """

    name: str
    clause: str
    title: str
    question: str
    why: str
    hint: str
    example: str


TESTS: tuple[Question, ...] = (
    Question(
        "present_danger",
        "R-115",
        N_("現在の危難"),
        N_("このあとすぐ、近くの他の店でも同じ被害が起きそうですか？"),
        N_("近くの店でも起きるか、そう考えた理由は？"),
        N_("どこへ向かったか、なぜ急ぐのかを書いてください。"),
        N_("駅の方へ歩いて行き、同じ商品を置く店が並んでいる"),
    ),
    Question(
        "subsidiarity",
        "R-116",
        N_("補充性"),
        N_("ほかに防ぐ方法がなく、知らせるしかありませんか？"),
        N_("ほかに防ぐ方法があるか、そう考えた理由は？"),
        N_("試したことや、ほかの方法では足りない理由を書いてください。"),
        N_("110番したが到着まで20分かかる"),
    ),
    Question(
        "proportionality",
        "R-117",
        N_("法益権衡"),
        N_("内容、画像、配信先、時間は必要最小限ですか？"),
        N_("必要最小限かどうか、そう考えた理由は？"),
        N_("届く内容を見て、これ以上減らせない理由を書いてください。"),
        N_("顔と周りの人は隠れ、服装だけがわかる"),
    ),
    Question(
        "consent_difficulty",
        "R-110",
        N_("同意取得の困難性"),
        N_("本人の同意を得ることは難しいですか？"),
        N_("同意を得るのが難しいか、そう考えた理由は？"),
        N_("連絡できない理由を書いてください。顔見知りなら特にくわしく。"),
        N_("店を出ており、連絡先もわからない"),
    ),
)

MAX_REASON_CHARACTERS = 1000
"""A reason is a sentence or two; LINE itself ends a message at 5,000 characters."""

_BOILER_PLATE = re.compile(
    "はい|いいえ|同上|同じく?(?:です)?|上(?:記|と同じ)(?:の通り|のとおり)?|前と同じ|以上|特に?(?:なし|ない|無し)|"
    "なし|無し|"
    "問題(?:は)?(?:ない|ありません|なし|無し)|大丈夫|必要(?:だ|です|である|な|が?ある|があります|性がある)?|"
    "そのとおり|その通り|"
    "緊急(?:だ|です|である|性がある)?|やむを得(?:ない|ません)|最小限(?:だ|です)?|困難(?:だ|です)?|難しい|危険(?:だ|"
    "です)?|妥当|適切|"
    "承認(?:します|しました|する)?|了解|確認(?:済み?|しました)|わかりました|了承|お願い(?:します|いたします)?|"
    "よろしく|おーけー|おっけー|"
    "判断(?:しました|します|した|する)|思(?:います|う|われます|った)|考え(?:ます|られます|る)|理由(?:は|が)?|"
    "とにかく|たぶん|多分|"
    "(?:だ|である|です)?(?:から|ので|ため|と)|です|ます|でした|ました|した|する|これは|それは|この|その|"
    "yes|no|okay|ok|sameasabove|same|noproblem|none|nothing|necessary|needed|itis|because|approved?|agreed?|"
    "confirmed|na",
)
"""Phrases that say yes again instead of why (R-110), in the spelling of ``policy.spelling.letters``."""

_CHATTER = re.compile(
    f"(?:{kana(_BOILER_PLATE.pattern)}|(?:ちよつと)?待つて(?:ください)?|(?:また)?(?:あと|後)で(?:やります|答えます)?|保留|すみません|ごめん(?:なさい)?|"
    "ありがとう(?:ございます)?|こんにちは|えつと|もしもし|wait|later|thankyou|thanks|sorry|hello|hi|"
    "うーん|うん|ん|え|は|あの|てすと|test|[0-9])*"
)
_ASKS_BACK = re.compile(
    "え?(?:なに|何|なん|どれ|どつち|どちら|どういう(?:意味|こと)|どう)(?:だつけ|ですか|でしたつけ|だろう?|の(?:こと)?(?:ですか)?|すれば(?:いい|よい)(?:の|ですか)?|か)?|"
    "(?:なに|何|なん|どう)[をとて]?(?:て|と)?(?:書|入力|答|こた).{0,9}|"
    "(?:店長|店員|すたつふ|責任者|上司|警察|人)に(?:聞|確認|相談|連絡)(?:いて|きます|く|します|する|して|いてみます|いてみる|いてください)?(?:みます|みる|ください)?|"
    "聞いてみ(?:ます|る)|(?:つい)?さつき|(?:たつた)?今|(?:たつた)?いま|先ほど|[0-9]+(?:分|時間)(?:くらい|ぐらい|ほど)?前|"
    "(?:店員|自分|私)が見(?:た|ました)|警察|110番(?:した|しました)?|what|which|huh|what(?:is)?(?:this|that)|whatdoyoumean"
)
"""What is said to whoever asks, or answers another question; as ``_BOILER_PLATE`` is spelt."""
"""What is said to whoever asks and tells nothing of a theft, and numbers alone; as ``_BOILER_PLATE`` is spelt."""

_LEAST_DIFFERENT_CHARACTERS = 5
"""No Japanese or English sentence that gives a reason gets by with fewer."""

_LEAST_WORDS = 3
"""A reason in Latin script needs subject, verb and object; this stops keyboard rolling."""


def check_reason(reason: str, rules: Rules) -> Verdict:
    """R-087, R-110, L189, L219: a reason is a sentence of one's own, and names nobody."""
    return all_of((check_substance(reason, rules), check_words(reason, only_kept=True)))


def check_substance(reason: str, rules: Rules) -> Verdict:
    """R-110, L219: empty, too short, too long or boiler-plate is no reason."""
    core = letters(reason)
    if not core:
        return Deny("R-110", N_("理由を入力してください。見たことや試したことを一文で書けば十分です。"))
    if len(core) < rules.min_reason_characters:
        return Deny(
            "R-110",
            N_("理由が短すぎます。{least} 文字以上で、見たことや試したことを書いてください。"),
            {"least": rules.min_reason_characters},
        )
    if len(reason) > MAX_REASON_CHARACTERS:
        return Deny("R-110", N_("理由が長すぎます。{most} 文字までにしてください。"), {"most": MAX_REASON_CHARACTERS})
    if any(map(is_hidden, reason)):
        return Deny("R-110", N_("見えない文字が入っています。入力し直してください。"))
    if _says_nothing(core, reason, rules):
        return Deny(
            "R-110", N_("決まり文句や同じ文字の繰り返しでは理由になりません。この件で見たことを書いてください。")
        )
    return Allow()


def check_no(reason: str) -> Verdict:
    """R-112, L221: one word will do beside a "no"."""
    if letters(reason):
        return Allow()
    return Deny("R-112", N_("「いいえ」の理由を一言入力してください。"))


def is_yes(assessment: AssessmentFacts) -> bool:
    """R-112, R-063, L137, L221: yes to all four, not withdrawn, and from an account that is still the person's."""
    gone = assessment.withdrawn or assessment.account_revoked
    return not gone and all(getattr(assessment, test.name).yes for test in TESTS)


def is_no(assessment: AssessmentFacts) -> bool:
    """R-112, L221: no to any of the four, and not withdrawn."""
    return not assessment.withdrawn and not all(getattr(assessment, test.name).yes for test in TESTS)


def without_set_phrases(core: str) -> str:
    """R-110: what is left of a reason, in the spelling of ``letters``, once it doesn't only say yes again."""
    return _BOILER_PLATE.sub("", core)


def is_chatter(text: str) -> bool:
    """R-086, L189: whether a text says nothing that neighbours could use: 「はい」, 「ちょっと待って」, "14:20", 👍."""
    said = kana(letters(text))
    return (_CHATTER.fullmatch(said) or _ASKS_BACK.fullmatch(said)) is not None


def _says_nothing(core: str, reason: str, rules: Rules) -> bool:
    """R-110: whether nothing of one's own is left: half the least length, without set phrases and repetition."""
    if len(set(core)) < _LEAST_DIFFERENT_CHARACTERS or re.fullmatch(r"(.+?)\1+.?", core):
        return True
    if core.isascii() and len(plain(reason).split()) < _LEAST_WORDS:
        return True
    return len(without_set_phrases(core)) < rules.min_reason_characters // 2
