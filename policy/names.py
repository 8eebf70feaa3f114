"""How the name of a person looks in Japanese text: a title after it, a common surname, a full name (R-087).

A name without a title and outside this list is not found by machine; approvers see the text as it goes out.
"""

from __future__ import annotations

import re

_TITLES = "さん|さま|ちゃん|くん|様|氏|君|殿|先生|容疑者|被告"

_SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|佐々木|松本|井上|木村|斎藤|斉藤|齋藤|清水|山崎|阿部|"
    "池田|橋本|山下|森田|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|坂本|藤井|西村|福田|太田|三浦|岡本|藤原|"
    "松田|中島|中川|中野|原田|小野|田村|竹内|金子|和田|中山|石田|上田|森本|小島|柴田|酒井|工藤|横山|宮本|内田|高木|安藤|"
    "谷口|大野|丸山|今井|高田|藤本|武田|村田|上野|杉山|増田|小山|大塚|平野|菅原|久保|松尾|岩崎|桜井|木下|野口|野村|菊地|菊池"
)
"""The hundred or so most frequent surnames that are not first of all the name of a prefecture."""

_GIVEN_ENDINGS = (
    "子美恵香奈菜代江枝郎朗介輔助雄男夫哉斗翔太一二三樹彦信弘博明之幸司志治郁希紀典久真実里沙織華音莉衣也平人花"
)

KNOWN_NAME = (
    rf"(?:{_SURNAMES})(?:{_TITLES}|という|とい(?:う|い)|と名乗|と呼|に似|似の|らし[きい]|っぽい|"
    r"の(?:息子|娘|親|母|父|兄|弟|姉|妹|夫|妻|家族|奥|旦那|孫))|[ァ-ヴー]{2,}と(?:いう|名乗る)(?:男|女|人|者|客|名)"
)
"""A common surname where only a person can be meant; 「山田電機の袋」 and 「中野方面」 are not."""

FULL_NAME = rf"(?:{_SURNAMES})[一-鿿]{{0,2}}[{_GIVEN_ENDINGS}](?![一-鿿ァ-ヴー店])"
"""A common surname and a usual given name, e.g. 田中花子."""

ROMAN_NAME = r"\b(?:mr|mrs|ms|miss)\b\.?\s*[a-z]{2,}|\b[a-z]{2,}[-\s](?:san|sama|kun|chan)\b"

_NAME = "一-鿿々ヶァ-ヴー"
NAME_WITH_TITLE = "|".join(
    (
        rf"[{_NAME}ぁ-ん]{{1,10}}さん(?!ま(?!で)|ぽ|かく|ざん|しょう|びき|ぼん|がい)",
        rf"[{_NAME}ぁ-ん]{{1,10}}ちゃん(?!こ|ぽ|と(?!呼|いう|言))",
        rf"[{_NAME}]{{1,10}}さま(?!ざま)",
        rf"[{_NAME}]{{1,10}}くん(?![でだじのなよ])",
        rf"[{_NAME}]{{1,10}}様(?![子々式相な])",
        rf"[{_NAME}]{{1,10}}氏(?![名神族])",
        rf"[{_NAME}]{{1,10}}君(?![津臨主])",
        rf"[{_NAME}]{{1,10}}殿(?![町様堂下])",
    ),
)
"""Anything a title makes a person's name; 行くんです, 様子 and 君津 are ruled out by what follows."""

_OCCUPATIONS = (
    "客|店員|店長|副店長|警備員|警備|警察|警察官|刑事|巡査|駅員|運転手|従業員|係員|係|責任者|担当|担当者|業者|配達員|配達|大工|職人|社員|"
    "バイト|アルバイト|パート|スタッフ|レジ|ガードマン|清掃員|清掃|管理人|大家|巡り|まわり|薬剤師|看護師|美容師|会社員|サラリーマン|"
    "主婦|常連|本人|相手|隣|向かい|近所|取引先|薬局|商店|書店|スーパー|コンビニ|学生|生徒|若者|皆|みな|みんな"
)
_TRADES = (
    "花|本|古本|八百|魚|肉|米|酒|居酒|パン|菓子|和菓子|駄菓子|ケーキ|豆腐|弁当|惣菜|蕎麦|そば|うどん|ラーメン|寿司|すし|薬|靴|服|"
    "床|眼鏡|メガネ|時計|電気|電器|文房具|雑貨|金物|おもちゃ|自転車|化粧品|クリーニング|不動産|質|郵便"
)
"""Written out, for 土屋 and 守屋 are surnames."""

_RELATIVES = "親御|母|父|兄|姉|弟|妹|坊|嬢|奥|旦那|娘|息子|孫|子ども|子供|赤"
_CHARACTERS = "キティちゃん|プーさん|サザエさん|まる子ちゃん|しんちゃん"

HARMLESS_PEOPLE = re.compile(
    rf"(?<![{_NAME}])(?:お|ご)?(?:{_OCCUPATIONS}|{_RELATIVES}|(?:{_TRADES})屋)(?:さん|さま|様|ちゃん|くん|君)|"
    r"お(?:子|かあ|とう|にい|ねえ|じい|ばあ|じ|ば|っ)(?:さん|さま|ちゃん)|"
    rf"たくさん|(?<![{_NAME}ぁ-ん])(?:たん|けい|せい|よ|かい)さん|"
    rf"[模仕多同異一有紋文貴神王上各左両別]様|逆さま|[彼華摂源]氏|諸君|[御宮神沈貴]殿|{_CHARACTERS}",
)
"""Titles after what somebody does or is, figures printed on goods, and words that only end like a title."""
