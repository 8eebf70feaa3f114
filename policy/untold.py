"""What no letter to a person says, whoever writes it: looked for sentence by sentence, in Japanese and English.

``asserts`` counts unless the same clause denies it; ``denies`` has its "not" in it. No pattern knows every phrase:
what refuses a request is read by a second person besides (``policy.decision.takes_second``). What everybody reads has
no room for words of the network's own at all (``policy.notices.lines``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from policy.spelling import normal
from policy.verdict import N_, Allow, Deny, Verdict

_NOT: Final = "ません|ない|なく(?!な[るりっ])|なし|(?<!必)(?<!なら)(?<!ま)ず(?!っと|つ)|かね(?:ま|る)"
_DENIED: Final = re.compile(rf"{_NOT}|\b(?:no|not|never|without|nobody|none|nothing)\b|n['’]t\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"(?<![はがをもにでと])、|;|, (?:and|but) |\bbut\b|\band (?:we|our|the|it|they)\b", re.IGNORECASE
)
"""Where what is denied ends: 「顔認証は、使いません」 is one, "we use it, and we share no names" two."""
_JAPANESE: Final = re.compile("[ぁ-んァ-ヶ一-龠]")
_PICTURE: Final = "写真|画像|映像|動画|しゃしん|がぞう|えいぞう"
_MACHINE: Final = "AI|人工知能|機械|システム|コンピュータ|ソフト"


@dataclass(frozen=True)
class Claim:
    """One of them.

    Attributes:
        clause: Requirement number.
        asserts: The claim, said outright; None if it can only be put as a denial.
        denies: The claim, put as a denial.
        says: What is wrong, what is so and what to write instead (msgid with ``{words}``).
        spares: Sentences in which it may stand, since it is said of a part alone.
    """

    clause: str
    asserts: re.Pattern[str]
    denies: re.Pattern[str] | None
    says: str
    spares: re.Pattern[str] | None = None


def check_told(*texts: str) -> Verdict:
    """R-022, R-042, R-043, R-070, R-099, R-111, L81, L115, L117, L146, L214: faces, guilt, lists, fees, no end and
    no way at all to object.
    """
    for claim in _CLAIMS:
        for text in texts:
            if (found := _found(claim, _split(text))) is not None:
                return Deny(claim.clause, claim.says, {"words": found})
    return Allow()


def _found(claim: Claim, sentences: Iterable[str]) -> str | None:
    for one in sentences:
        if claim.spares is not None and claim.spares.search(one):
            continue
        if (hit := claim.asserts.search(one)) and not _DENIED.search(_clause(one, hit)):
            return hit[0]
        if claim.denies and (hit := claim.denies.search(one)):
            return hit[0]
    return None


def _clause(sentence: str, hit: re.Match[str]) -> str:
    """The part of it that the words stand in."""
    breaks = [0, *(one.end() for one in _CLAUSE.finditer(sentence)), len(sentence)]
    first = max(place for place in breaks if place <= hit.start())
    return sentence[first : min(place for place in breaks if place >= hit.end())]


def _split(text: str) -> Iterator[str]:
    """Japanese without the blanks that make it easy to read, English at its full stops."""
    plain = normal("NFKC", text)
    if _JAPANESE.search(plain):
        yield from filter(None, re.split(r"[。！？!?\n]", re.sub(r"[^\S\n]", "", plain)))
    else:
        yield from filter(None, (one.strip() for one in re.split(r"[.!?\n]", plain)))


def _words(japanese: str, english: str) -> re.Pattern[str]:
    """Both languages in one, whatever the letters' case."""
    return re.compile(f"{japanese}|{english}", re.IGNORECASE)


_FACES: Final = Claim(
    "R-022",
    _words(
        "(?:顔|かお).{0,16}?(?:認[証識]|識別|照合|見分け|みわけ|登録|比べ|くらべ|比較|調べ|しらべ|探|さが|検索|判別|特定|突き合わせ|覚え|おぼえ|記憶|データ化|数値化|マッチング|スキャン|読み取)"
        f"|フェイス ?(?:ID|マッチ|認)|生体(?:認証|情報|データ|的)|人相"
        f"|(?:カメラ|{_MACHINE})[^、]{{0,24}}?(?:見分け|みわけ|見抜|識別|判別|特定|認識|照合|覚え|おぼえ|気づ|気付|検知)"
        f"|(?:同じ|前に来た|以前来|過去に来)[^、]{{0,24}}?(?:カメラ|{_MACHINE})[^、]{{0,12}}?(?:分か|わか|見つけ|知らせ)",
        r"\bfac(?:e|es|ial)\b.{0,20}?\b(?:recogni|match|compar|identif|search|scan)\w*"
        r"|\b(?:recogni[sz]|match|compar|identif|search|scan|know|remember|learn)\w*.{0,30}?\bfaces?\b|\bbiometric"
        r"|\bfaces?\b.{0,16}?\b(?:known|remembered|stored|learnt|learned)\b"
        r"|\b(?:system|software|cameras?|AI|computer|machine)s?\b.{0,20}?\b(?:know|recogni|identif|remember|spot)\w*",
    ),
    None,
    N_("「{words}」とありますが、半鐘は顔で人を見分けません。この文を直すか、除いてください。"),
)

_NO_OBJECTION: Final = Claim(
    "R-099",
    _words("(?:決定|判断)は.{0,3}最終|最終的な(?:決定|判断)", r"\bdecisions?\b.{0,15}?\bfinal\b"),
    _words(
        rf"(?:異議|いぎ|申し?出|もうしで|申し?立て?|問い?合わせ|といあわせ|質問|しつもん|苦情|開示|請求|訂正|不服|意見|反論|取り?消し|根拠)[^、]{{0,16}}?(?:お?受け?付け|お?受け"
        rf"|うけつけ|応じ|おうじ|答え|こたえ|でき|対応|認め|いたし|可能|変わ|変え|覆|くつがえ|聞き入れ|取り合|検討|考慮)[^、]{{0,6}}?(?:{_NOT})"
        rf"|理由[^、]{{0,8}}?(?:説明|教え|お?答え|示|明か)[^、]{{0,6}}?(?:{_NOT})",
        r"\bno (?:objections?|appeals?|complaints?|questions?|enquiries|inquiries|requests?)\b.{0,20}?"
        r"\b(?:accepted|answered|possible|allowed|considered)"
        r"|(?:\b(?:not|never|cannot)\b|n['’]t\b)\s+(?:\w+\s+){0,2}?(?:accept|answer|consider|respond|reply"
        r"|explain|object|appeal|complain)"
        r"|\b(?:objections?|appeals?|complaints?|requests?|questions?)\b.{0,20}?\b(?:not|never)\b.{0,12}?"
        r"\b(?:accepted|answered|possible|allowed|considered)"
        r"|(?:\bnot|cannot|n['’]t) be (?:appeal|challeng|contest|revers|question|overturn|undone)\w*"
        r"|\b(?:no (?:use|point)|useless|pointless)\b.{0,12}?\b(?:object|appeal|complain|ask)\w*"
        r"|\bno (?:way|right) to (?:object|appeal|complain|ask)\b|\b(?:objections?|complaints?|appeals?"
        r"|requests?)\b.{0,12}?\b(?:ignored|rejected|refused)\b",
    ),
    N_(
        "「{words}」とありますが、だれでも申し出ることができ、理由を添えて答えます。"
        "「申し出は公開ページから、いつでもできます」のように書いてください。"
    ),
    _words(
        "電話|でんわ|土日|土曜|日曜|祝|夜|時間外|店頭|レジ|電子メール|メール",
        r"\b(?:phone|telephone|week ?ends?|e-?mail|shop staff)\b",
    ),
)

_NO_END: Final = Claim(
    "R-043",
    _words(
        "何年でも|いつまででも|残り続け|のこりつづけ|残ったまま|無期限|無制限|期間を限ら|終わりなく|半?永久|永遠|(?:ずっと|いつまでも).{0,8}?(?:保|残|のこ|持|もち|もっ|覚え)|必要(?:な限り|な間|[がで]?なくなる)",
        r"\bindefinitely\b|\bfor ?ever\b|\bpermanent\w*|\bunlimited\b|\bfor (?:good|life)\b|\bwithout end\b|\bno (?:end"
        r"|deletion)\b|\bas long as (?:we|it|they|is|are)\b.{0,12}?\b(?:need|necess|useful|want|like)\w*",
    ),
    _words(
        rf"(?:(?<!無)期限|期間).{{0,8}}?(?:定め|設け|決め|あり).{{0,4}}?(?:{_NOT})|期限(?:は|の|が)?な[いくし]"
        rf"|(?:記録|データ|情報|{_PICTURE}|文|きろく)[^、]{{0,12}}?(?:消[しさえす]|削除|消去|けし|けさ|破棄|捨て)[^、]{{0,6}}?(?:{_NOT})"
        rf"|(?:二度と|決して|けっして|永遠に)[^、]{{0,4}}?(?:消[さえ]|きえ|けさ)[^、]{{0,6}}?(?:{_NOT})",
        r"\b(?:no|without (?:a |any )?)(?: time)? ?limit\b|(?:\b(?:never|not)\b|n['’]t\b)\s+(?:be )?(?:delet|eras"
        r"|remov|destroy|forg[eo]t|expire)\w*",
    ),
    N_(
        "「{words}」とありますが、残すものにはどれも期限があり、期限が来ると消えます。"
        "この文を除いてください。規則の期限は自動で載ります。"
    ),
    _words("保全|請求|場合|とき", r"\b(?:hold|court|until|unless)\b"),
)

_REGISTER: Final = Claim(
    "R-111",
    _words(
        "ブラックリスト|要注意(?:人物|者|客)|前[歴科]|常習者?|登録(?:者|された(?:方|人))[^、]{0,6}?(?:来店|入店)|(?:万引|疑|怪し|あやし|過去|対象者|不審|来店"
        "|(?<!お)客).{0,16}?(?:登録|リスト|名簿)|(?:過去|問題|疑|対象者|不審)[^、]{0,16}?一覧|一度.{0,6}?登録|リストに[載の]|再犯|人を.{0,6}?登録",
        r"\bblack ?list\w*|\bwatch ?list\w*|\b(?:known|repeat|previous|past)\b.{0,15}?"
        r"\b(?:shoplifters?|offenders?|thieves|visitors?|customers?|suspects?)\b.{0,20}?\b(?:listed|regist|flag"
        r"|kept|record|track)\w*"
        r"|\bregister\w*\b.{0,25}?\b(?:offenders?|shoplifters?|suspects?|people)\b|\bput on a list\b|\b(?:list"
        r"|database) of (?:suspects|people|offenders|persons)\b",
    ),
    _words("一度登録され", r"\b(?:offenders?|shoplifters?|suspects?|visitors?)\b.{0,12}?\bon file\b(?!.*\bnot\b)"),
    N_(
        "「{words}」とありますが、人を登録する名簿はありません。"
        "「知らせは事案ごとで、期限が来ると終わります」のように書いてください。"
    ),
)

_GUILT: Final = Claim(
    "R-042",
    _words(
        "(?:万引き?|窃盗|盗撮|常習)犯(?!罪)|犯人|犯罪者|泥棒|どろぼう|はんにん",
        r"\b(?:thief|thieves|shoplifters?|criminals?|culprits?|offenders?)\b",
    ),
    None,
    N_("「{words}」は、罪が決まった人の言い方です。「万引きの疑いがある人」のように書いてください。"),
)

_FEE: Final = Claim(
    "R-070",
    _words(
        "着払い|(?:手数料|てすうりょう|送料|実費|開示料|収入印紙|切手)[^、]{0,16}?"
        "(?:円|かか[りる]|お?支?払|振り?込|負担|いただ|お願い|必要|要り|いり|請求|同封|申し受け)"
        r"|(?:費用|お金|\d円)[^、]{0,8}?"
        "(?:お?支払い?(?:ください|いただき|いただく|を?お願い)|お?振り?込(?:み|んで)|ご?負担|請求し(?:ます|て)|申し受け)",
        r"\bfees?\b|\bpostage\b|\bpay (?:us|for (?:this|the|your) (?:request|answer|copy|disclosure))\b",
    ),
    None,
    N_("「{words}」とありますが、申し出にも答えにもお金はかかりません。この文を除いてください。"),
)

_CLAIMS: Final = (_FACES, _NO_OBJECTION, _NO_END, _REGISTER, _GUILT, _FEE)
