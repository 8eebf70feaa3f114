"""R-086, D18: no origin, health, belief or standing: what somebody is taken for is no description."""

from __future__ import annotations

import re

from policy.spelling import folded, joined
from policy.verdict import N_
from policy.words.kind import COUNTRIES, PERSON_EN, Wording, words

_NO_ORIGIN = N_("「{found}」は書けません。国籍や出身ではなく、服装、髪型、持ち物を書いてください。")
_NO_HEALTH = N_(
    "「{found}」は書けません。病気や障害、体の状態ではなく、服装や持ち物を書いてください。気がかりなときは「配慮が必要な人か」に「はい」と答えてください。"
)
_NO_STATUS = N_("「{found}」は書けません。信条や立場ではなく、服装や持ち物を書いてください。")

_ORIGINS_EN = (
    r"(?:chinese|korean|japanese|vietnamese|filipin[oa]s?|nepal(?:i|ese)|indian|indonesian|"
    r"malaysian|burmese|thai|taiwanese|mongolian|"
    r"pakistani|bangladeshi|sri lankan|iranian|iraqi|turkish|kurdish|russian|ukrainian|american|"
    r"british|english|french|german|italian|"
    r"spanish|brazilian|peruvian|mexican|nigerian|african|arab(?:ic|ian)?|jewish|asian|european|"
    r"western|latin[oa]?|hispanic|"
    r"middle[- ]eastern|caucasian|oriental|gypsy|roma|foreign|black|white|brown|immigrant|muslim|islamic)"
)

LABELS: tuple[Wording, ...] = (
    Wording("R-086", joined, re.compile(r"(?<![ァ-ヴー])タイ(?:人(?!気)|籍|系の?[人男女])"), _NO_ORIGIN, shows=True),
    Wording(
        "R-086",
        folded,
        words(
            f"(?:{COUNTRIES})(?:人|籍|訛|なまり|語[でを]?(?:話|喋|しゃべ|会話|電話|通話|叫|怒鳴|"
            f"歌)|の(?:人|男|女|方(?!へ|面|に|角)))|(?:{COUNTRIES})(?:[系風顔]|っぽ)",
            "外人|ガイジン|支那|東洋人|黒んぼ|ニグロ|ジプシー|日本人(?:風|離れ|では?な|じゃな|"
            "らしく|以外|っぽ)|(?<![現滞存])在日|国籍|民族|人種",
            "(?<!目)黒人|白人|黄色人|ハーフの|混血|片言|カタコト|肌の[色黒白濃]|肌が[黒白褐濃]|"
            "肌色[がのは][黒白褐濃浅]|(?:褐色|黒い|白い)の?肌|色黒|色白|浅黒",
            "(?:日本語|にほんご)(?:が|は|も|の)?(?:通じ|話せ|しゃべれ|喋れ|下手|片言|おかし|変|"
            "わから|でき)|色[のが][黒白]い(?:男|女|人|肌|顔|やつ|奴|お)|外国(?:語|っぽ|風|系|の)|"
            "彫りの深|ハーフ(?:っぽ|顔|らし|みたい|風|かも)",
            "フィリピ[ーン]?[ノナ]|ガイコク|異国|異人|留学生|技能?実習生|実習生|移民|難民|出稼ぎ|"
            "不法(?:滞在|就労)|ターバン|ブルカ|(?:中|韓|米|露|越)国?籍",
            rf"\b{_ORIGINS_EN}[\s-]*(?:looking|accent|descent|face|features|origin|skin(?:ned)?|"
            rf"appearance|speaking|{PERSON_EN})\b",
            rf"\bforeign(?:ers?|\s*look\w*)\b|\blooks?\s*(?:like\s*)?(?:an?\s*)?{_ORIGINS_EN}\b|"
            rf"\b(?:speak\w*|spoke|talk\w*)\s*(?:in\s*)?(?:broken\s*)?{_ORIGINS_EN}\b",
            r"\bnot\s*japanese\b|\bbroken\s*japanese|\b(?:with|has|had|speaks?|heavy|strong|"
            r"thick)\s*(?:with\s*)?(?:an?\s*)?(?:\w+\s*)?accent\b",
            r"\b(?:dark|light|brown|fair|pale|black|white|tanned)[\s-]*skin(?:ned)?\b|"
            r"\b(?:immigrants?|refugees?|nationality|ethnic\w*|race)\b",
        ),
        _NO_ORIGIN,
        shows=True,
    ),
    Wording(
        "R-086",
        folded,
        words(
            "認知症|痴呆|障害|障がい|障碍|精神(?:病|疾患|異常|科|安定)|統合失調|うつ病|鬱|依存症|"
            "アル中|薬中|薬物|覚醒剤",
            "てんかん|病[気人的状歴名弱]|病んで|持病|難病|患者|癌|感染|通院|入院|病院[にへ]?通|窃盗症|クレプトマニア",
            "白杖|車(?:椅子|いす|イス)|補聴器|義足|義手|足を引きず|びっこ|聾|盲|(?:ボケ|"
            "呆け)[てた老]|徘徊(?:老|癖)|妊婦|妊娠|要介護",
            "キチガイ|気違い|メンヘラ|頭のおかし|ダウン症|自閉|知恵遅れ|ヤク中|ジャンキー|統失|癲癇|糖尿|パーキンソン",
            "歩行器|耳が(?:聞こえ|遠|不自由)|(?:目|足|体|手)が(?:悪|不自由)|片(?:足|腕|手)がな",
            r"\b(?:dementia|disabled|handicapped|mental(?:ly)?\s*ill\w*|sick\s*(?:man|woman|person)|drug\s*addict)",
        ),
        _NO_HEALTH,
        shows=True,
    ),
    Wording(
        "R-086",
        folded,
        words(
            "宗教|信者|教徒|創価|イスラム|ムスリム|ヒジャブ|党員|組合員|部落|同和|生活保護|ホームレス|浮浪者|路上生活",
            "暴力団|ヤクザ|反社|チンピラ|半グレ|ゲイ(?:の|っぽ)|同性愛|オカマ|ニューハーフ|おネエ|lgbt",
            r"\b(?:muslim|homeless|gangster|yakuza)",
        ),
        _NO_STATUS,
        shows=True,
    ),
)
