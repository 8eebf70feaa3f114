"""What is claimed of how it is done: who is told, who decides, how long, and whether anybody can object."""

from __future__ import annotations

from typing import Final

from policy.notices.kind import GIVES, NOT, PICTURE, Claim, words
from policy.verdict import N_

_OTHERS: Final = (
    "第三者|外部|社外|店外|店の外|(?:店|社|わたし|私|わたくし)(?:たち|達|ども)?以外|(?:他|ほか|よそ|別)の?(?:お?店|店舗|会社|企業|事業者|人|者)|他[社店者人]"
    "|(?:だれ|誰|どこ|どなた)(?:に|へ)も|よそ[にへ]"
)
_HERE: Final = (
    "(?:当店|この店|お?店の?(?:中|なか)|店内|店舗内|自店|自社|社内|当社|弊社|(?:個々の)?事業者内?|この会社|内部)"
    "(?:内|の中|のなか)?"
)
NO_PROVISION: Final = Claim(
    "R-029",
    words(
        f"{_OTHERS}|提供|共有|知らせ|しらせ|よその", r"\b(?:shar|provi|disclos|third|outside|others?|anyone|goes)\w*"
    ),
    None,
    words(
        rf"(?:{_OTHERS}).{{0,60}}?(?:{GIVES}).{{0,14}}?(?:{NOT})|{_HERE}[でにの]?(?:だけ|のみ|限[りっ]).{{0,20}}?(?:使|つか|利用"
        rf"|扱|見|保管|保存|管理|共有|とど|留)",
        r"(?:\b(?:not|never|no|nothing)\b|n['’]t\b).{0,60}?(?:"
        r"\b(?:shar|provid|provision|disclos|giv|pass|sen[dt]|show)\w*.{0,40}?"
        r"\b(?:third[- ]part|others?\b|any(?:one|body|where)|outside)"
        r"|\b(?:sharing|provision|disclosure)\b|\bleav\w*|\bpass\w*.{0,20}?\bon\b)"
        r"|\b(?:stay|remain|kept|used|seen|keep|use)s?\b.{0,30}?\b(?:in|within|inside|by) "
        r"(?:this|our|the) (?:own )?(?:shop|store|compan|business)\w*"
        r"|\b(?:stay|remain|kept|keep)s?\b.{0,30}?\b(?:with us|to ourselves|in-house)\b|\bgo(?:es)? nowhere\b"
        r"|\bonly (?:we|us|our (?:own )?staff)\b|\b(?:us|our (?:own )?staff) (?:only|alone)\b",
    ),
    N_("参加店は、近くの参加店に知らせます。ほかの会社の店に知らせることもあります。"),
    N_("「{words}」とありますが、参加店は近くの店に知らせます。公開ページに添える言葉のこの文を直してください。"),
    words(
        "(?:参加(?:店|している|する)|加盟店|近くの(?:お?店|参加)|ネットワーク).{0,12}?(?:以外|のほか|の他|を除)"
        f"|^(?=.*(?:名前|なまえ|氏名|個人名|住所|電話番号))(?!.*(?:{PICTURE}|情報|データ|記録))|元の|生の|加工(?:前|していない)",
        r"\b(?:except|other than|apart from|but)\b.{0,30}?\b(?:nearby|member|participating|network)"
        r"|\b(?:unmasked|original|unedited)\b",
    ),
    lambda true: bool(true.stores),
)

_ALWAYS: Final = (
    "必ず|かならず|すべて|全て|全部|いつでも|いつも|常に|つねに|自動|毎回|定期|"
    "全件|常時|どんなとき|24時間|毎日|無条件|同時に|連動"
)
POLICE: Final = Claim(
    "R-029",
    words("警察|けいさつ|交番", r"\bpolice\b"),
    words(
        rf"(?:{_ALWAYS}).*(?:警察|けいさつ).*?(?:{GIVES}|通報|つな|届|連動|提出)"
        rf"|(?:警察|けいさつ).*(?:{_ALWAYS}).*?(?:{GIVES}|通報|つな|届|連動|提出)",
        r"(?=.*\b(?:always|all|each|every|everything|automatic\w*|any ?time|constantly|regularly"
        r"|direct(?:ly)?)\b).*\bpolice\b",
    ),
    None,
    N_("半鐘が警察に自動で送ることはありません。渡すかどうかは、そのつど店の人が決めます。"),
    N_(
        "「{words}」とありますが、半鐘が警察に自動で送ることはありません。"
        "「警察に渡すかどうかは、そのつど店の人が決めます」のように書いてください。"
    ),
)

NO_OBJECTION: Final = Claim(
    "R-099",
    words(
        "異議|いぎ|申し?出|もうしで|申し?立|問い?合わせ|といあわせ|質問|苦情|開示|請求|訂正|不服|理由|意見|反論|取り?消し|言い分|根拠",
        r"\b(?:object|appeal|complain|quer|question|enquir|inquir|request|disclos|correct|final)\w*",
    ),
    words("(?:決定|判断)は.{0,3}最終|最終的な(?:決定|判断)", r"\bdecisions?\b.{0,15}?\bfinal\b"),
    words(
        rf"(?:異議|いぎ|申し?出|もうしで|申し?立て?|問い?合わせ|といあわせ|質問|しつもん|苦情|開示|請求|訂正|不服|意見|反論|取り?消し|根拠)[^、]{{0,16}}?(?:お?受け?付け|お?受け"
        rf"|うけつけ|応じ|おうじ|答え|こたえ|でき|対応|認め|いたし|可能|変わ|変え|覆|くつがえ|聞き入れ|取り合|検討|考慮)[^、]{{0,6}}?(?:{NOT})"
        rf"|理由[^、]{{0,8}}?(?:説明|教え|お?答え|示|明か)[^、]{{0,6}}?(?:{NOT})",
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
    N_("だれでも申し出ることができ、理由を添えて答えます。"),
    N_(
        "「{words}」とありますが、だれでも申し出ることができ、理由を添えて答えます。"
        "「申し出は公開ページから、いつでもできます」のように書いてください。"
    ),
    words(
        "電話|でんわ|土日|土曜|日曜|祝|夜|時間外|店頭|レジ|電子メール|メール",
        r"\b(?:phone|telephone|week ?ends?|e-?mail|shop staff)\b",
    ),
    everywhere=True,
)

NO_END: Final = Claim(
    "R-043",
    words(
        "データ|ずっと|いつまでも|保存|保管|期[間限]|残|のこ|消|けし|けさ|削除|破棄|持ち?続",
        r"\b(?:ke[ep]p?t?|keep|stor|delet|eras|remov|destroy|retain|retention)\w*",
    ),
    words(
        "何年でも|いつまででも|残り続け|のこりつづけ|残ったまま|無期限|無制限|期間を限ら|終わりなく|半?永久|永遠|(?:ずっと|いつまでも).{0,8}?(?:保|残|のこ|持|もち|もっ|覚え)|必要(?:な限り|な間|[がで]?なくなる)",
        r"\bindefinitely\b|\bfor ?ever\b|\bpermanent\w*|\bunlimited\b|\bfor (?:good|life)\b|\bwithout end\b|\bno (?:end"
        r"|deletion)\b|\bas long as (?:we|it|they|is|are)\b.{0,12}?\b(?:need|necess|useful|want|like)\w*",
    ),
    words(
        rf"(?:(?<!無)期限|期間).{{0,8}}?(?:定め|設け|決め|あり).{{0,4}}?(?:{NOT})|期限(?:は|の|が)?な[いくし]"
        rf"|(?:記録|データ|情報|{PICTURE}|文|きろく)[^、]{{0,12}}?(?:消[しさえす]|削除|消去|けし|けさ|破棄|捨て)[^、]{{0,6}}?(?:{NOT})"
        rf"|(?:二度と|決して|けっして|永遠に)[^、]{{0,4}}?(?:消[さえ]|きえ|けさ)[^、]{{0,6}}?(?:{NOT})",
        r"\b(?:no|without (?:a |any )?)(?: time)? ?limit\b|(?:\b(?:never|not)\b|n['’]t\b)\s+(?:be )?(?:delet|eras"
        r"|remov|destroy|forg[eo]t|expire)\w*",
    ),
    N_("残すものにはどれも期限があり、期限が来ると消えます。"),
    N_(
        "「{words}」とありますが、残すものにはどれも期限があり、期限が来ると消えます。"
        "この文を除いてください。規則の期限は自動で載ります。"
    ),
    words("保全|請求|場合|とき", r"\b(?:hold|court|until|unless)\b"),
    everywhere=True,
)

ALONE: Final = Claim(
    "R-113",
    words(
        "決[めま定]|きめ|一存|独断|判断|判定|承認|確認|確かめ|たしかめ|自動|AI|人工知能",
        r"\b(?:decid|decision|approv|automatic|judg|check)\w*|\bAI\b|\bmanagers?\b",
    ),
    words(
        "(?:店長|店員|担当者?|責任者|店|社員|従業員|オーナー|スタッフ).{0,6}?(?:だけ|のみ|独断|単独|の判断)[でにの].{0,12}?(?:決め|決定|行|きめ|判断|送|知らせ)"
        "|(?:(?:一人|1人|ひとり|単独|独断|一存)[でが]|だけで).{0,10}?(?:決め|きめ|判断|送|知らせ|しらせ|配信|流[しす])"
        "|(?:AI|人工知能|機械|コンピュータ|システム|自動).{0,12}?(?:判断|判定|決め|きめ|送|知らせ|しらせ|通知|配信)",
        r"\b(?:decid|judg|approv|sen[dt])\w*.{0,15}?\b(?:alone|automatically|by (?:itself|himself|herself)"
        r"|on (?:its|their) own)\b"
        r"|\b(?:final|last) (?:say|word)\b"
        r"|\bautomatically\b.{0,15}?\b(?:sent|decid|warn|judg)\w*|\b(?:one|a single)\b.{0,25}?\b(?:decides"
        r"|approves|judges)\b"
        r"|\b(?:AI|machine|computer)\b.{0,15}?\b(?:decid|judg|send)\w*",
    ),
    words(
        r"(?:(?<!本人)確認|確かめ|たしかめ|承認|審査|チェック|相談)[^、]{0,6}?(?:なし|無し|せず|ずに|(?:あり|行い)ません|しないで|(?:要り|いり|必要あり|必要はあり)ません|不要)",
        r"\b(?:no|without)\b(?: any)? (?:approval|check|review)\w*|\b(?:nobody|no (?:second|other) person) "
        r"(?:checks|approves|reviews)"
        r"|\bapproval\b.{0,12}?\bnot (?:needed|required|necessary)",
    ),
    N_("知らせるかどうかは、そのつど、規則で決めた人数の人が確かめて決めます。"),
    N_(
        "「{words}」とありますが、知らせるかどうかは、そのつど何人かが確かめて決めます。"
        "この文を除いてください。人数は自動で載ります。"
    ),
    words("しないことも", r"\bnothing\b.{0,15}?\bwithout\b|\b(?:no|never)\b.{0,25}?\bwithout\b"),
)
