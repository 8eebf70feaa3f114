"""What is claimed of people: that they are guilty, listed, named, turned away."""

from __future__ import annotations

from typing import Final

from policy.notices.kind import GIVES, Claim, words
from policy.verdict import N_

ENTRY: Final = Claim(
    "R-042",
    words(
        "入店|来店|確保|立ち?入|出入り|出禁|取り?押さえ|捕ま|つかま|拘束|追い?出|いれ|入れ|出て|退[店去]|身柄",
        r"\b(?:entry|enter|ban|bann|bar|barr|suspect|guard|detain|arrest|apprehend|catch|refus|admit|admission)\w*",
    ),
    words(
        "(?:入店|立ち?入り).{0,8}?(?:断|拒|禁止|お控え|遠慮)|来店[^、]{0,8}?(?:断|拒|禁止|遠慮(?!くだ|下))|(?:見つけ|発見|その場)[^、]{0,8}?確保|出入り?を?禁止|出禁|取り?押さえ(?!な)|捕まえ(?!な|る?こと)|つかまえ(?!な)|身柄|拘束|追い?出|出て(?:い|行)って|退[店去]",
        r"\b(?:refus|den[yi]|ban|bar)\w*.{0,15}?\b(?:entry|admission|from (?:entering|our|the|all))\b|\b(?:banned"
        r"|barred)\b|\b(?:thrown|kicked) out\b|\b(?:turned|sent) away\b|\basked to leave\b"
        r"|\b(?:we|staff|guards)\b.{0,12}?\b(?:detain|arrest|apprehend|catch|seize|hold)\w*",
    ),
    words(
        "入店.{0,4}?でき(?:ません|ない)|(?:(?:店|みせ)に|二度と).{0,4}?(?:入れ|いれ|入りいただけ)(?:ません|ない)",
        r"\bnot (?:be )?(?:let (?:them|him|her)|allowed|admitted|welcome|permitted|let)\b.{0,6}?\b(?:in|into"
        r"|to enter)\b",
    ),
    N_("知らせを受けた店に、入店を断ることや捕まえることは求めません。"),
    N_(
        "「{words}」とありますが、知らせを受けた店に、入店を断ることや捕まえることは求めません。"
        "「見守りと声かけだけをお願いします」のように書いてください。"
    ),
)

NAMES: Final = Claim(
    "R-087",
    words(
        "氏名|名前|なまえ|個人名|実名|勤務先|職場|学校名|住所|じゅうしょ|電話番号|ナンバー|連絡先",
        r"\b(?:names?|address(?:es)?|phone|plates?|live)\b",
    ),
    words(
        rf"(?:氏名|名前|なまえ|個人名|実名|勤務先|職場|学校名|住所|じゅうしょ|電話番号|でんわばんごう|ナンバー)(?:(?!窓口|店名)[^、]){{0,14}}?(?:{GIVES}|記載"
        rf"|入り)(?!て?く?ださい|て?ください|ていただ|いただ)",
        r"\b(?:names?|address(?:es)?|phone numbers?|licen[cs]e plates?|number plates?)\b.{0,30}?"
        r"\b(?:shared|passed|sent|shown|reported|disclosed|included)\b"
        r"|\bwho (?:you|they) are by name\b|\bwhere (?:you|they) live\b"
        r"|\b(?:share|pass|send|report|disclose|include|contain)s?\b.{0,25}?\b(?:names?|address(?:es)?"
        r"|phone numbers?|plates?)\b",
    ),
    None,
    N_("名前、住所、電話番号、車のナンバーは知らせません。"),
    N_("「{words}」とありますが、名前、住所、電話番号、車のナンバーは知らせません。この文を直すか、除いてください。"),
)

REGISTER: Final = Claim(
    "R-111",
    words(
        "登録|リスト|名簿|一覧|過去|要注意|データベース|常連",
        r"\b(?:regist|list|blacklist|watchlist|flag|database|repeat)\w*",
    ),
    words(
        "ブラックリスト|要注意(?:人物|者|客)|前[歴科]|常習者?|登録(?:者|された(?:方|人))[^、]{0,6}?(?:来店|入店)|(?:万引|疑|怪し|あやし|過去|対象者|不審|来店"
        "|(?<!お)客).{0,16}?(?:登録|リスト|名簿)|(?:過去|問題|疑|対象者|不審)[^、]{0,16}?一覧|一度.{0,6}?登録|リストに[載の]|再犯|人を.{0,6}?登録",
        r"\bblack ?list\w*|\bwatch ?list\w*|\b(?:known|repeat|previous|past)\b.{0,15}?"
        r"\b(?:shoplifters?|offenders?|thieves|visitors?|customers?|suspects?)\b.{0,20}?\b(?:listed|regist|flag"
        r"|kept|record|track)\w*"
        r"|\bregister\w*\b.{0,25}?\b(?:offenders?|shoplifters?|suspects?|people)\b|\bput on a list\b|\b(?:list"
        r"|database) of (?:suspects|people|offenders|persons)\b",
    ),
    words("一度登録され", r"\b(?:offenders?|shoplifters?|suspects?|visitors?)\b.{0,12}?\bon file\b(?!.*\bnot\b)"),
    N_("人を登録する名簿はありません。知らせは事案ごとで、期限が来ると終わります。"),
    N_(
        "「{words}」とありますが、人を登録する名簿はありません。"
        "「知らせは事案ごとで、期限が来ると終わります」のように書いてください。"
    ),
    everywhere=True,
)

NUISANCE: Final = Claim(
    "R-025",
    words(
        "迷惑|めいわく|暴言|暴力|大声|クレーマー|カスハラ|マナー|態度|不審|ふしん|怪し|あやし|ストーカー|泥酔|酔っ|暴れ|以外の犯罪|(?:ほか|他)の犯罪|盗撮|痴漢|暴行|器物|露出",
        r"\b(?:nuisance|rude|troublemaker|suspicious|annoying|anti-?social|drunk|beggar|homeless|stalk|voyeur"
        r"|assault|indecen|vandal)\w*",
    ),
    words(
        rf"(?:(?<!ご)迷惑|めいわく|暴言|暴力|大声|クレーマー|カスハラ|カスタマーハラスメント|マナー|態度|不審|ふしん|怪し|あやし|ストーカー|泥酔|酔っ|暴れ|以外の犯罪|(?:ほか|他)の犯罪|盗撮|痴漢|暴行"
        rf"|器物損壊|露出).{{0,24}}?(?:{GIVES})",
        r"\b(?:nuisance|rude|troublemakers?|suspicious|annoying|anti-?social|drunk\w*|beggars?|homeless|stalk\w*"
        r"|other crimes?|voyeur\w*|assault\w*|indecen\w*|vandal\w*)\b.{0,40}?"
        r"\b(?:shared|reported|told|sent|passed)\b"
        r"|\b(?:warn|shar|report|tell|pass|send)\w*\b.{0,40}?\b(?:nuisance|rude|troublemakers?|suspicious"
        r"|annoying|anti-?social|drunk\w*|beggars?|homeless|stalk\w*|other crimes?|voyeur\w*|assault\w*|vandal\w*)",
    ),
    None,
    N_("知らせるのは、起きたばかりの万引きだけです。"),
    N_(
        "「{words}」とありますが、知らせるのは起きたばかりの万引きだけです。"
        "迷惑行為やほかの犯罪には使えません。この文を直すか、除いてください。"
    ),
)

GUILT: Final = Claim(
    "R-042",
    words("犯|泥棒|どろぼう|はんにん", r"\b(?:thie[fv]|shoplift|criminal|culprit|offender)\w*"),
    words(
        "(?:万引き?|窃盗|盗撮|常習)犯(?!罪)|犯人|犯罪者|泥棒|どろぼう|はんにん",
        r"\b(?:thief|thieves|shoplifters?|criminals?|culprits?|offenders?)\b",
    ),
    None,
    N_("知らせるのは疑いで、罪が決まった人ではありません。"),
    N_("「{words}」は、罪が決まった人の言い方です。「万引きの疑いがある人」のように書いてください。"),
    everywhere=True,
)
