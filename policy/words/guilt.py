"""R-042, R-086, L115, L189: nobody is called guilty, and nobody's past is told (what a court says, or a habit)."""

from __future__ import annotations

import re

from policy.spelling import folded, joined
from policy.verdict import N_
from policy.words.kind import PERSON, PERSON_EN, Wording, words
from policy.words.verbs import Verbs, told_as_done

_NO_VERDICT = N_("「{found}」は使えません（罪が決まった人ではないため）。「対象者」「万引きの疑い」と書いてください。")
_NO_RECORD = N_("「{found}」は書けません。過去や処分ではなく、今日お店で見たことだけを書いてください。")

_SHOPLIFT = "(?:万|まん)(?:引き?|びき)"
_THEFT = f"(?:{_SHOPLIFT}|窃盗|せっとう|強盗|スリ|すり|置き?引き?|ひったくり|泥棒|どろぼう|盗み|ぬすみ|盗撮|犯罪|悪事)"
_GUILTY: Verbs = {
    "サ変": (
        f"{_THEFT}(?:を|も|ばかり|とか|なんか|など)?",
        "強奪|略奪|失敬|ねこばば|着服",
    ),
    "る": (
        f"{_THEFT}(?:を|も|ばかり)?(?:や|はたら|働)",
        "盗|(?<![一-龥あ-ん])とう",
        "万引",
        "パク|(?<![一-龥あ-ん])ギ|(?<=[をがはも])ギ|ネコババ(?:す)?|がめ",
        "ひったく|引ったく",
    ),
    "く": (f"{_THEFT}(?:を|も)?(?:働|はたら)",),
    "一段": (
        f"{_THEFT}(?:を|も)?(?:重ね|続け|つづけ|やめ)",
        "くすね|せしめ",
    ),
    "す": (
        f"{_THEFT}(?:を|も)?(?:繰り?返|くりかえ|犯|おか)",
        "ちょろまか|やらか",
        "罪を(?:おか|犯)",
    ),
    "む": ("盗|ぬす",),
    "う": (
        "かっぱら|掻っ払",
        "奪|(?<=を)うば",
    ),
}
"""What only somebody guilty does. 持ち去る, レジを通らず出る tell what was seen, and are free."""

_OPEN = "(?!疑い|うたがい|おそれ|恐れ|可能性|かどうか|防止|対策)"
"""「万引きした疑い」 leaves it open."""

_STOLE_EN = (
    r"(?:stole|steals|stealing|nick(?:s|ed|ing)|pinch(?:es|ed|ing)|swip(?:es|ed|ing)|shoplift(?:s|"
    r"ed)?|robb(?:ed|ing)|loot(?:ed|ing)|"
    r"pilfer\w*|pickpocket\w*|burgled|rip(?:s|ped) (?:us )?off)"
)

_KNOWN_FOR = (
    "(?:前|以前|前回|前々回|先週|先月|先日|昨日|おととい|去年|昨年|この前|こないだ|この間|過去|"
    "今まで|これまで|[何数]度|[何数]回|毎[日週月回]|いつも|しょっちゅう|たびたび|度々|よく)"
)
_CAUGHT = (
    "捕ま|つかま|逮捕|検挙|補導|出禁|出入り?禁|通報(?:した|され)|警察(?:に(?:行|連|厄介|世話|突)|"
    "沙汰)|悪さ|同じ(?:こと|手口)|やっ(?:た|て)|やらか|盗|万引き?(?:を|で|し)|追い出|注意(?:した|"
    "され)|逃げ"
)

_EARLIER = (
    "(?:以前|前回|前々回|先週|先月|先日|おととい|去年|昨年|この前|こないだ|この間(?!に)|[何数][度回]|しょっちゅう|"
    "たびたび|昨日も|(?<![分間日0-9])前に?も)"
)
"""Longer ago than a report may be; of yesterday evening 「昨日も」 alone tells that it was another time."""

_TOOK = "(?:持って(?:い|行)(?:っ[たて]|き)|持ってっ[たて]|持ち(?:去[っり]|出し|逃げ|帰[っり])|取って(?:い|行)っ[たて])"

GUILT: tuple[Wording, ...] = (
    Wording(
        "R-086",
        folded,
        words(
            "前科|前歴|逮捕|検挙|指名手配|手配(?:中|犯|書)|服役|出所(?:し|後|者)|刑務所|少年院|"
            "執行猶予|送検|起訴|有罪|判決|余罪|犯歴|常習",
            "保護観察|補導|容疑者|被疑者|被告|再犯|累犯|取り?調べ|ブラックリスト|マエ持ち|ムショ|"
            "ネンショー|(?:警察|サツ)(?:に|の)?(?:捕ま|つかま|厄介|世話に|お世話)",
            f"要(?:注意|警戒|マーク)の?(?:{PERSON}|人物)|(?:危険|注意)人物|札付き|札つき|手癖|"
            f"(?:盗み|{_SHOPLIFT})[癖ぐ]|悪い癖",
            f"(?:{_SHOPLIFT}|盗み|泥棒)の?(?:プロ|常連|達人|名人|癖)|マーク(?:し(?:て|た)|中の?|"
            f"され(?:て|た))(?:い?[るた])?(?:{PERSON})",
            f"いつもの(?:{_SHOPLIFT}|{PERSON}|人物|顔)|例の(?:{_SHOPLIFT}|{PERSON}|人物)|"
            f"また(?:あの|この|例の|同じ|いつもの)(?:{PERSON})|あの(?:{PERSON})がまた",
            f"{_KNOWN_FOR}(?:に|から|の|は|も|にも|で)?[^。、\n]{{0,8}}?(?:{_CAUGHT})[^。、\n]{{0,6}}?(?:{PERSON})",
            f"{_KNOWN_FOR}(?:に|から|も|にも)?[^。、\n]{{0,6}}?(?:盗(?!ま|難)|{_SHOPLIFT}(?:を|で|"
            f"し)|やっ?て(?:い?る|い?た))",
            f"(?:(?:{PERSON})が?|同一人物)[^。\n]{{0,4}}?{_KNOWN_FOR}(?:に|も|にも|"
            f"は)[^。\n]{{0,10}}?(?:{_CAUGHT}|{_SHOPLIFT})",
            f"{_EARLIER}[^。\n]{{0,12}}?{_TOOK}|また(?:来|現れ)た(?:あの|例の|同じ|いつもの)?(?:{PERSON})",
            f"{_KNOWN_FOR}の?(?:{_SHOPLIFT}|泥棒)の?(?:{PERSON})|{_KNOWN_FOR}(?:の|と)?"
            f"(?:(?:逃げ|来|い)た)?(?:の|{PERSON})?と?(?:同じ|同一)の?(?:{PERSON}|人物|顔)",
            f"(?:{_SHOPLIFT}し|(?:捕ま|つかま)っ|捕まえ|(?:逮捕|検挙|補導|通報)(?:され|し)|出禁に(?:し|なっ))た"
            "こと[のがも]?あ[るっり]",
            f"(?:(?:捕ま|つかま)った|(?:逮捕|検挙|補導|通報)された|警察(?:を|に)?呼(?:んだ|"
            f"ばれた)|捕まえた)(?:こと[のが]ある)?(?:{PERSON})",
            f"また(?:やっ(?!て来|てき)|盗(?!ま)|{_SHOPLIFT}し|やらか)|(?:うち|店|"
            f"当店)で[は]?[2-9二三四五六七八九]回目の?(?:{PERSON})",
            f"(?:{_SHOPLIFT}|盗み)で有名|有名な(?:{_SHOPLIFT}|泥棒)|出禁(?:の|に(?:した|なった|"
            f"してる|している))(?:{PERSON}|はず)",
            r"\b(?:arrest(?:ed|s)|convict\w*|criminal\s*record|(?:police|prior)\s*record|priors|"
            r"wanted\s*(?:by|man|woman|person)|ex-?con\b|felon\w*|jail\w*|prison)",
            r"\b(?:repeat|habitual|serial|known|regular|notorious|usual|prolific|persistent|"
            r"career|old)\s*(?:offend\w*|suspects?|shoplift\w*|thie\w*|stealer|criminal|"
            r"troublemaker|culprit)",
            r"\b(?:done|did|does|doing|tried)\s*(?:this|it|that|the same(?: thing)?)\s*(?:before|"
            r"again|last|many|several|all|every)",
            rf"\b(?:banned|barred|blacklist\w*|watch\s?list\w*|caught)\s*(?:before|last|in|from|on|"
            rf"already|here|red\W?handed|{PERSON_EN})|\b(?:a|the|our|dodgy|shady|suspicious|usual|bad)\s*regulars?\b"
            r"(?=\s*(?:$|[,.!]|in\b|with\b|who\b|here\b|again\b|customer))",
            rf"\bknown\s*(?:to|by)\s*(?:the\s*)?(?:police|us|staff)|\b(?:same|"
            rf"that)\s*{PERSON_EN}\s*(?:\w+\s*){{0,3}}(?:last|before|again|yesterday)\b",
            rf"\b(?:always|often|again|regularly|keeps|used to)\s*{_STOLE_EN}\b|"
            rf"\b{_STOLE_EN}\s*(?:\w+\s*){{0,3}}(?:before|again|last (?:week|month|time|year))",
        ),
        _NO_RECORD,
        shows=True,
        kept=False,
    ),
    Wording("R-042", joined, re.compile("(?<![ァ-ヴー])ホシ(?=[はがをも])"), _NO_VERDICT, shows=True, kept=False),
    Wording(
        "R-042",
        folded,
        words(
            "犯(?:にん|ニン)|はー*んー*(?:人|にー*ん)(?![きじ])|犯(?!罪(?:防止|抑止|対策))|窃盗団|万引き?グループ",
            "(?:泥|どー*ろー*)(?:棒|ぼ[うおー]?)|盗人|盗っ人|ぬすっと|コソ泥|こそどろ|罪人|"
            "悪人|悪党|悪者|曲者|くせ者|下手人|野郎|クズ|ババア|ジジイ|(?<![海烏])賊|小偷",
            f"{_SHOPLIFT}の?(?:{PERSON}|容疑|野郎)|(?:窃盗|盗み|持ち逃げ|置き?引き?|"
            f"スリ)の?(?:{PERSON})|悪い(?:やつ|奴|{PERSON})",
            f"(?:{told_as_done(_GUILTY)}){_OPEN}",
            "(?<!店員)(?<=[人男女者子いツつ奴客方団プ彼])[がはも](?:きっと|絶対に?|全部)?"
            "(?:やっ(?:た|て(?![きくみ来])い?る?)|やりま)(?!と|か)|仕業|しわざ",
            "(?:絶対に?|完全に|間違いなく|まちがいなく|どう見ても|ほぼ|やっぱり|たぶん|限りなく)(?:クロ(?![ー一-龥])|やった|やって)|"
            "転売(?:ヤ|屋)|てんばい[やヤ]",
            r"\b(?:thie(?:f|ves)|criminals?|crooks?|robbers?|culprits?|perp(?:etrator)?s?|"
            r"burglars?|shoplifters?|offenders?|bandits?|stealers?|looters?|lowlifes?|scum)\b",
            rf"\b{_STOLE_EN}\b(?<!suspected of stealing)|\b(?:has|have|had|having|he|she|they|who|"
            rf"and|just|already)(?:'s|'ve)?\s+stolen\b|\bguilty\b",
            rf"\b(?:caught|was|were|is|are|been|him|her|them|seen|keeps?|admitted|for|{PERSON_EN})\s*shoplifting\b",
            rf"\b(?:theft|crime|robbery|burglary)\s*{PERSON_EN}\b|\bcommit(?:s|ted|"
            rf"ting)?\s*(?:a\s*)?(?:theft|crime|robbery|shoplifting)",
        ),
        _NO_VERDICT,
        shows=True,
        kept=False,
    ),
)
