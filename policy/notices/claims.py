"""What a network's own words claim that can't be so: read sentence by sentence, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy.notices.amounts import Measure, amounts, bare_numbers, counted, plain
from policy.notices.said import Contradiction, Cure, Said, Truth
from policy.verdict import N_

_OTHERS: Final = (
    "第三者|外部|社外|店外|(?:他|ほか|よそ|別)の?(?:お?店|店舗|会社|企業|事業者|人|者)|他[社店者人]"
    "|(?:だれ|誰|どこ|どなた)(?:に|へ)も|よそ[にへ]"
)
_GIVES: Final = "提供|開示|共有|知らせ|渡|わた[さしす]|教え|伝え|つたえ|見せ|みせ|出[さしす]|公開|流[さしす]|送"
_NOT: Final = "ません|ない|なく|ず(?!っと|つ)"
_HERE: Final = (
    "(?:当店|この店|お?店の?(?:中|なか)|店内|店舗内|自店|自社|社内|当社|弊社|(?:個々の)?事業者内?|この会社|内部)"
    "(?:内|の中|のなか)?"
)
_USES: Final = "使|つか|利用|扱|見|保管|保存|管理|共有|とど|留"

_NO_PROVISION: Final = re.compile(
    rf"(?:{_OTHERS}).{{0,60}}?(?:{_GIVES}).{{0,14}}?(?:{_NOT})|{_HERE}[でにの]?(?:だけ|のみ|限[りっ]).{{0,20}}?(?:{_USES})"
)
_NO_PROVISION_EN: Final = re.compile(
    r"(?:\b(?:not|never|no|nothing)\b|n['’]t\b).{0,60}?(?:"
    r"\b(?:shar|provid|provision|disclos|giv|pass|sen[dt]|show)\w*.{0,40}?"
    r"\b(?:third[- ]part|others?\b|any(?:one|body|where)|outside)"
    r"|\b(?:sharing|provision|disclosure)\b|\bleav\w*|\bpass\w*.{0,20}?\bon\b)"
    r"|\b(?:stay|remain|kept|used|seen|keep|use)s?\b.{0,30}?\b(?:in|within|inside|by) "
    r"(?:this|our|the) (?:own )?(?:shop|store|compan|business)\w*",
    re.IGNORECASE,
)
"""As privacy policies put it. Whoever says so of those alone who take no part tells the truth."""
_BUT_MEMBERS: Final = re.compile(
    "(?:参加(?:店|している|する)|加盟店|近くの(?:お?店|参加)|ネットワーク).{0,12}?(?:以外|のほか|の他|を除)"
    r"|\b(?:except|other than|apart from|but)\b.{0,30}?\b(?:nearby|member|participating|network)",
    re.IGNORECASE,
)

_FACES: Final = re.compile(
    "顔.{0,16}?(?:認証|識別|照合|見分け|みわけ)|生体認証"
    r"|\b(?:face|facial)[- ](?:recognition|identification|matching)|\bbiometric",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(rf"{_NOT}|\b(?:no|not|never|without)\b|n['’]t\b", re.IGNORECASE)

_PICTURES: Final = re.compile(
    "(?:写真|画像|映像|動画|しゃしん|がぞう).{0,20}?(?:送|知らせ|見せ|みせ|共有|渡|配|伝え)"
    r"|\b(?:shar|send|show|distribut|giv)\w*.{0,30}?\b(?:picture|photo|image|video|footage)s?\b"
    r"|\b(?:picture|photo|image|video|footage)s?\b.{0,30}?\b(?:shared|sent|shown|given)\b",
    re.IGNORECASE,
)

_GUILTY: Final = re.compile(
    "(?:万引き?|窃盗|盗撮|常習)犯(?!罪)|犯人|犯罪者|泥棒|どろぼう|はんにん"
    r"|\b(?:thief|thieves|shoplifters?|criminals?|culprits?|offenders?)\b",
    re.IGNORECASE,
)

_BARE: Final = re.compile(
    "防犯|犯罪(?:の?(?:防止|予防|抑止))|安全|安心|保安|治安(?:の?維持)?|ぼうはん|あんぜん|あんしん"
    "|crime prevention|security|safety",
    re.IGNORECASE,
)
_FILLING: Final = re.compile(
    "のため|目的|利用|使用|使い|使って|録画|記録|撮影|カメラ|映像|作動中|上の?|理由|により|当店|この店|お客様|皆様|みなさま|確保|対策"
    "|します|です|して|います|する|ございます"
    r"|\b(?:for|the|of|we|use|in|operation|purposes?|cameras?|cctv|record(?:ing)?|used|your|our|and|this|shop|store|"
    r"customers?|reasons?|are|is)\b|[のにをがはもでとや、。・，&.,!！\s]",
    re.IGNORECASE,
)


def no_provision(said: Said, true: Truth) -> Contradiction | None:
    """R-029, L101: who warns other businesses doesn't say that nothing is provided to third parties."""
    found = next((hit[0] for one in _sentences(said) if (hit := _provides_nothing(one))), None)
    if found is None or not true.stores:
        return None
    says = N_("「{words}」とありますが、参加店は近くの店に知らせます。公開ページに添える言葉のこの文を直してください。")
    return Contradiction("R-029", Cure.MEND, says, {"words": found})


def face_recognition(said: Said, _true: Truth) -> Contradiction | None:
    """R-022, L81, L87: every page says that nobody is recognised by their face; the network's own words say so too."""
    found = next((hit[0] for one in _sentences(said) if (hit := _FACES.search(one)) and not _DENIED.search(one)), None)
    if found is None:
        return None
    says = N_(
        "「{words}」とありますが、半鐘は顔で人を見分けません。公開ページに添える言葉のこの文を直すか、除いてください。"
    )
    return Contradiction("R-022", Cure.MEND, says, {"words": found})


def pictures(said: Said, true: Truth) -> Contradiction | None:
    """R-026, R-029, L93, L101: a network that shows no pictures doesn't say that it does."""
    found = next(
        (hit[0] for one in _sentences(said) if (hit := _PICTURES.search(one)) and not _DENIED.search(one)), None
    )
    if found is None or not true.stated.text_only:
        return None
    says = N_(
        "「{words}」とありますが、いまの規則では写真を使いません。公開ページに添える言葉のこの文を直すか、除いてください。"
    )
    return Contradiction("R-029", Cure.MEND, says, {"words": found})


def guilt(said: Said, _true: Truth) -> Contradiction | None:
    """R-042, L115: whom an alert shows is suspected, and nobody's guilt was found; the public is told no more."""
    found = next((hit[0] for one in _sentences(said) if (hit := _GUILTY.search(one)) and not _DENIED.search(one)), None)
    if found is None:
        return None
    says = N_(
        "「{words}」は、罪が決まった人の言い方です。公開ページに添える言葉に「万引きの疑いがある人」のように書いてください。"
    )
    return Contradiction("R-042", Cure.MEND, says, {"words": found})


def own_numbers(said: Said, true: Truth) -> Contradiction | None:
    """R-027, L99: a period, distance or number of people in the network's own words is one of its rules'."""
    known, plainly = _known(true), _without_units(true)
    given = (one for text in said.stated.statement for one in amounts(text))
    amiss = [one.words for one in given if one.value not in known[one.measure]]
    amiss += [words for one in _sentences(said) for value, words in bare_numbers(one) if value not in plainly]
    if not amiss:
        return None
    says = N_(
        "自分の文の「{words}」は、いまの規則のどの数とも合いません。"
        "公開ページに添える言葉から除いてください。規則の数は自動で載ります。"
    )
    return Contradiction("R-027", Cure.MEND, says, {"words": amiss[0]})


def bare_purpose(said: Said, _true: Truth) -> Contradiction | None:
    """R-020, R-021, L77, L79: 「防犯のため」 alone says too little."""
    bare = next((one for one in _sentences(said) if _BARE.search(one) and not _left(one)), None)
    if bare is None:
        return None
    says = N_(
        "目的が「{words}」だけでは抽象的です。何を防ぎ、何を撮り、だれに知らせるかを、公開ページに添える言葉に書いてください。"
    )
    return Contradiction("R-021", Cure.MEND, says, {"words": bare})


def languages(said: Said, _true: Truth) -> Contradiction | None:
    """R-023, R-029, L85, L101: every language says the same numbers, and whatever one says the others say too."""
    texts = said.stated.statement
    first, *others = [counted(text) for text in texts]
    if all(other == first for other in others) and len({bool(text.strip()) for text in texts}) == 1:
        return None
    says = N_(
        "日本語、やさしい日本語、英語で、数が違うか、どれかの文がありません。公開ページに添える言葉をそろえてください。"
    )
    return Contradiction("R-029", Cure.MEND, says)


def _sentences(said: Said) -> Iterator[str]:
    """Of all languages; Japanese without the blanks that make it easy to read."""
    japanese, easy, english = map(plain, said.stated.statement)
    for text in (japanese, easy):
        yield from filter(None, re.split(r"[。！？!?\n]", re.sub(r"[^\S\n]", "", text)))
    yield from filter(None, (one.strip() for one in re.split(r"[.!?\n]", english)))


def _provides_nothing(sentence: str) -> re.Match[str] | None:
    if _BUT_MEMBERS.search(sentence):
        return None
    return _NO_PROVISION.search(sentence) or _NO_PROVISION_EN.search(sentence)


def _known(true: Truth) -> dict[Measure, frozenset[float]]:
    """The rules' own numbers, by what they count; as ``Amount.value``."""
    stated = true.stated
    days = (stated.text_days, 365 * stated.record_years, stated.answer_days)
    hours = {float(24 * count) for count in days} | {float(stated.life_hours), float(stated.original_hours)}
    return {
        Measure.TIME: frozenset(hours),
        Measure.DISTANCE: frozenset({float(stated.radius_km)}),
        Measure.PEOPLE: frozenset({float(stated.approvals)}),
        Measure.STORES: frozenset({float(stated.max_stores), float(len(true.stores))}),
    }


def _without_units(true: Truth) -> frozenset[float]:
    """Every number of the rules that is said in public, in its own unit."""
    said = true.stated
    times = (said.life_hours, said.original_hours, said.text_days, said.record_years, said.answer_days)
    return frozenset(map(float, (*times, said.radius_km, said.approvals, said.max_stores, len(true.stores))))


def _left(sentence: str) -> str:
    """What it says besides that it is for safety."""
    return _FILLING.sub("", _BARE.sub("", sentence)).strip()
