"""R-117, D7, L225: words by which somebody tells that a person looks under 18, old, drunk, unwell or confused."""

from __future__ import annotations

import re

from policy.spelling import digits_joined, folded, kana, plain
from policy.words.kind import words

_CHILD = "(?:子ども|子供|こども|児童|園児|幼児|キッズ|ちびっ子)"
_PUPIL = "(?:小学?生|中学生|高校生|中高生|小中学生|高専生|学生(?!証|街)|生徒)"

YOUNG = words(
    f"(?<!大)(?<!専門){_PUPIL}|未成年|少[年女]|{_CHILD}|ガキ|18歳(?:未満|以下)|年少|若すぎ|あどけな",
    "(?:女子|男子)(?:高生|中生|校生|生|中学|高校|児童|[二三数\\d]人)|制服(?:姿)?の(?:女子|男子|"
    "女の子|男の子|子|二人|三人|カップル|若)",
    "(?:学校|中学|高校|小学校|[中高]校?)の?(?:制服|体操[服着]|ジャージ|指定|かばん|鞄|バッグ)|"
    "学ラン|がくらん|セーラー服|学生服|制服の(?:スカート|ブレザー|リボン)",
    "ランドセル|体操[服着]|スクールバッグ|スクバ|スクール水着|通学(?:鞄|かばん|カバン|バッグ|帽|"
    "リュック)|校章|名札を?つけた子|部活|野球部|サッカー部|吹奏楽",
    "(?<![最背丈値線のラ])[高中小][1-6一二三](?![\\d.,mcセメ階段番万円個点本枚日人名つ箱袋缶パ匹回割丁])|"
    "[高中]校?[1-3一二三]年|[1-6一二三]年生",
    "(?<![a-z])[jd][kcs](?![a-z])|ティーン|(?<!\\d)10代(?!目)|(?<![二三四五六七八九\\d])十代(?!目)|"
    "(?<!\\d)1[0-7](?:歳|才|"
    "さい)|(?<!\\d)[1-9](?:歳|才)(?!児用|用|から)|十[一二三四五六七](?:歳|才)",
    "[高低中]学年|受験生|修学旅行(?:生|中)|女の子|男の子|坊や|お嬢ちゃん|小さい子|幼い|(?:中坊|厨房の子|高坊)|"
    "塾(?:帰り|の(?:子|鞄|"
    "バッグ))|下校(?:中|途中)?の",
    r"\b(?:teens?|teenage(?:d|rs?)?|school\s?(?:girls?|boys?|kids?|child\w*|uniform|bag)|kids?|"
    r"child(?:ren)?|minors?|underage|under 18|boys?|girls?|"
    r"pupils?|students?|toddlers?|infants?|junior high|middle ?school\w*|high ?school(?:er|ers|"
    r" student\w*| kid\w*| uniform| age)|elementary|"
    r"youngsters?|youths?|juveniles?|adolescents?|randoseru|sailor uniform|(?:1[0-7]|"
    r"[1-9])[- ]?(?:years?[- ]old|yo|y/o|yrs?))\b|"
    r"\b(?:aged?|about|around) (?:1[0-7])\b(?! (?:minutes|min|cm|yen|items|pieces|o'clock))|"
    r"\b1[0-7](?:-| )?(?:th|st)? ?grade\w*",
)
"""Of the person, unless ``_OTHERS`` says that goods, places or somebody else are meant."""

FRAIL = words(
    "高齢|年配|お?年寄り|としより|老人|老婆|老女|老夫婦|老紳士|[老古]い(?:男|女|人)|おじいさん|"
    "おばあさん|おじいちゃん|おばあちゃん|"
    "(?<![一-龥あ-ん])(?:じい|ばあ)(?:さん|ちゃん)|爺|婆|シニア|後期高齢|(?<!\\d)[6-9]5歳以上|"
    "(?<!\\d)[789]\\d(?:代|歳|才|さい)|[七八九]十(?:代|歳)",
    "酔っ|酔い|よっぱら|泥酔|酩酊|酒(?:臭|くさ)|酒気|アルコール(?:臭|の(?:匂|臭|にお))|酒の?(?:匂い|臭い|におい)|"
    "ろれつ|呂律|千鳥足|二日酔い",
    "杖(?!\\s?(?:を|の|が)?\\s?\\d+\\s?[本点個]|売り?場|コーナー)|松葉杖|歩行器|手押し車|"
    "シルバーカー|シニアカー|電動カート|車(?:椅子|いす|イス)|押し車",
    "腰の?(?:が)?曲が|よぼよぼ|よろよろ|よろけ|ふらふら|ふらつ|フラつ|足元が(?:おぼつか|あぶな|"
    "危な)|おぼつかな|転びそう|倒れそう|倒れ(?:た|て)|座り込",
    "認知|ぼけ|ボケ|物忘れ|道に迷|迷子|もうろう|朦朧|ぼんやり|ぼーっと|ぼうっと|うつろ|虚ろ|混乱|"
    "錯乱|独り言|ひとりごと|ぶつぶつ|意味不明|話が(?:通じ|かみ合)|会話が(?:成り|でき)",
    "様子が(?:おかし|変)|具合が?悪|体調|顔色が?悪|青白い|震え|ふるえ|痙攣|けいれん|泣い(?:て|た)|"
    "裸足|はだし|パジャマ|寝間着|寝巻|病院着|点滴|包帯|ギプス|怯え|おびえ|苦しそう|やつれ",
    "妊婦|妊娠|お腹[のが]?大き|マタニティ|障害|障がい|障碍|白杖|補聴器|足を引き?ず|(?:足|手|目|"
    "耳)が(?:悪|不自由|弱)|介助|介護|薬を?飲|ヘルプマーク",
    r"\b(?:elder(?:ly)?|old(?:er|ish)? (?:\w+ )?(?:man|woman|lady|person|people|couple|guy|"
    r"gentleman)|seniors?|grand(?:ma|pa|mother|father)|pensioners?|"
    r"drunk(?:en)?|intoxicated|tipsy|hungover|unsteady|stagger\w*|wobbl\w*|stumbl\w*|slurr\w*|boozed?|"
    r"(?:smell\w*|reek\w*|stank|stinks?) of (?:drink|alcohol|beer|wine|booze|sake)|frail|feeble|"
    r"confused|disoriented|dazed|lost-looking|"
    r"walking (?:stick|frame|aid)|(?<!sugar )cane|crutch(?:es)?|wheel ?chair|with a walker|"
    r"rollator|mobility scooter|pregnant|dementia|disab\w+|"
    r"unwell|sick|limp(?:s|ing|ed)?|mumbling|muttering|barefoot|pajamas|pyjamas|crying|trembling|shaking|hearing aid|"
    r"(?:in (?:his|her|their) )?(?:[789]0s|seventies|eighties|nineties)|[789]\d[- ]?(?:years?[- ]old|yo))\b",
)

GROWN = words(
    "(?:[2-5]0代|[二三四五]十代|(?:2[5-9]|[345]\\d|二十[五六七八九]|[三四五]十[一二三四五六七八九]?)[歳才]|"
    "中年)(?:前半|後半|半ば)?"
    "(?:くらい|ぐらい|位|前後)?(?:の?(?:人|方|男性?|女性?))?|"
    "(?:2[5-9]|[345]\\d)(?:くらい|ぐらい|位|前後|半ば)|"
    "(?:(?:普通|ふつう|元気|健康|健康そう)(?:の|な))?(?:大人|成人)(?:の?(?:人|方|男性?|女性?))?|"
    "(?:(?:普通|ふつう)の)?(?:おじさん|おっさん|おばさん|サラリーマン|会社員|主婦|アラサー|アラフォー)",
    r"(?:(?:in|of) )?(?:(?:his|her|their|the) )?(?:(?:early|mid|late)[- ]?)?(?:[2-5]0s|twenties|thirties|forties|"
    r"fifties)|"
    r"middle[- ]?aged?(?: (?:man|woman|person))?|(?:(?:about|around) )?(?:2[5-9]|[345]\d)(?: years? old)?|"
    r"(?:(?:normal|healthy|ordinary) )*(?:adult|grown[- ]?up)(?: (?:man|woman|person))?",
)
"""The whole of what somebody says of an adult's age, with room for a guess: 「20歳くらい」 may be seventeen."""

_WORN_BY_YOUNG = (
    "ランドセル|学生(?:服|かばん|鞄|帽)|学ラン|セーラー服|体操[服着]|スクールバッグ|通学(?:鞄|かばん|バッグ|帽)"
)

_OTHERS = words(
    f"{_CHILD}(?:連れ|づれ|を連れ|の手を|服|用|向け|売り?場|靴|料金|の日|食堂|会|コーナー|"
    f"スペース|サイズ|がいる客|傘|椅子|いす|乗せ|書|公園|館|センター|ブランド)",
    "少年(?:漫画|まんが|マンガ|コミック|誌|ジャンプ|マガジン|サンデー|向け|用|服)|少女(?:漫画|"
    "まんが|マンガ|コミック|誌|向け|用|服)",
    f"{_PUPIL}(?:用|向け|サイズ|ドリル|の?(?:店員|バイト|アルバイト|パート))|(?:女の子|"
    f"男の子)(?:用|向け|の(?:服|おもちゃ|イラスト|絵))|生徒手帳|学生(?:かばん|鞄)売り?場",
    "シニア(?:割|向け|用|カー売|グラス)|老人(?:会|ホーム)|老眼鏡?|介護(?:用|食|おむつ|用品|施設)|"
    "障害(?:物|者用)|高齢者(?:用|向け)|マタニティ(?:用|ウェア|服|売り?場)|車(?:椅子|いす|イス)用",
    "お(?:じい|ばあ)(?:さん|ちゃん)(?:の(?:後ろ|前|横|隣|近く)|に(?:ぶつか|当た)|が(?:見て|目撃|"
    "教え))|パジャマ(?:\\d|売り?場|[のを]?(?:上下|セット)?\\s?\\d)|包帯\\s?\\d|体調管理|体温計",
    "(?:映像|画像|写真|動画|画面|ピント|カメラ|背景|全体|顔|文字)[がはもの]?(?:少し|やや|"
    "かなり)?(?:ぼけ|ボケ)|ピン(?:ぼけ|ボケ)|認知(?:度|し)|酔い止め|二日酔い(?:の薬|薬|用|"
    "ドリンク)",
    f"(?:{_WORN_BY_YOUNG})(?:カバー)?(?:(?:を|が)?\\s?\\d+\\s?[個点本枚着箱]|売り?場|コーナー|の?棚)",
    r"\b(?:kids?'?s?|child(?:ren)?'?s?|boys?'|girls?'|boy's|girl's|baby) (?:clothes|wear|shoes|"
    r"section|toys?|bikes?|department|size|shirts?|t-shirts?|books?)\b",
    r"(?:\bnot|n'?t) (?:look|seem|appear)(?:ing)?(?: like| to be)? (?:an? )?\w+",
    r"\bminor (?:damage|injur\w*|scratch\w*|issue)|\bstudent (?:card|id|discount)|\bcanned|"
    r"\bcandy canes?\b|\bshaking hands|\bsenior (?:staff|manager)",
)
"""Goods, places and other people with such a word."""

_DENIED = words(
    "[^。、\\n]{0,8}?(?:には?(?:見え|思え)(?:な|ず|ません)|では?(?:な[いくさ]|ありません))(?![^。、\\n]{0,4}か(?:$|"
    "[。、もな])|\\s?[?])"
)
"""「未成年には見えない」; not 「高校生ではないか」."""


def tells_of_care(text: str) -> bool:
    """R-117, L225: whether a text tells of a minor, or of somebody whose state asks for care."""
    for spelt in (folded(text), kana(digits_joined(text))):
        person = _OTHERS.sub(_blank, spelt)
        found = (one.end() for told in (YOUNG, FRAIL) for one in told.finditer(person))
        if any(not _DENIED.match(person, end) for end in found):
            return True
    return False


def looks_grown(text: str) -> bool:
    """R-117, L225: whether a text says an adult's age and nothing else."""
    return GROWN.fullmatch(kana(plain(text))) is not None


def _blank(others: re.Match[str]) -> str:
    return "＿" * len(others.group())
