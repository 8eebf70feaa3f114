"""R-087, L189: nobody is named, nor told by where they live, work, learn or belong.

A name without a title and outside these lists is not found by machine; approvers see the text as it goes out.
"""

from __future__ import annotations

import re

from policy.spelling import folded, joined, plain
from policy.verdict import N_
from policy.words.kind import PERSON_EN, Wording, words
from policy.words.verbs import END

_TITLES = "さん|さま|ちゃん|くん|様|氏|君|殿|先生|容疑者|被告"

_SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|佐々木|松本|井上|木村|"
    "斎藤|斉藤|齋藤|清水|山崎|阿部|"
    "池田|橋本|山下|森田|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|坂本|藤井|西村|"
    "福田|太田|三浦|岡本|藤原|"
    "松田|中島|中川|中野|原田|小野|田村|竹内|金子|和田|中山|石田|上田|森本|小島|柴田|酒井|工藤|"
    "横山|宮本|内田|高木|安藤|"
    "谷口|大野|丸山|今井|高田|藤本|武田|村田|上野|杉山|増田|小山|大塚|平野|菅原|久保|松尾|岩崎|"
    "桜井|木下|野口|野村|菊地|菊池"
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
    "客|店員|店長|副店長|警備員|警備|警察|警察官|刑事|巡査|駅員|運転手|従業員|係員|係|責任者|"
    "担当|担当者|業者|配達員|配達|大工|職人|社員|"
    "バイト|アルバイト|パート|スタッフ|レジ|ガードマン|清掃員|清掃|管理人|大家|巡り|まわり|"
    "薬剤師|看護師|美容師|会社員|サラリーマン|"
    "主婦|常連|本人|相手|隣|向かい|近所|取引先|薬局|商店|書店|スーパー|コンビニ|学生|生徒|若者|皆|みな|みんな"
)
_TRADES = (
    "花|本|古本|八百|魚|肉|米|酒|居酒|パン|菓子|和菓子|駄菓子|ケーキ|豆腐|弁当|惣菜|蕎麦|そば|"
    "うどん|ラーメン|寿司|すし|薬|靴|服|"
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

_PLACES_TOO = (
    "松本|清水|太田|中野|上野|大塚|小山|上田|福田|高田|久保|大野|横山|中島|三浦|平野|藤井|山本|橋本|"
    "池田|野田|金子|高木|石田|松田|和田"
)
"""Surnames that are towns or stations as well: 「方向は上野です」 names nobody."""

_WHERE = (
    "丁目|町|村|区|市|団地|マンション|アパート|寮|近所|隣|となり|裏|向かい|駅前|通り|角|店|屋|会社|"
    "高校|中学|町内|自治会|店員|店長|バイト|パート|客|男|女|人"
)
_SHOP_AFTER = "(?![一-鿿ァ-ヴー]|方面|の(?:方|前|角|横|交差|袋|バッグ|紙袋|駐車|信号)|行き|まで|から)"

NAME_ALONE = (
    rf"(?:{_WHERE})(?:の|に(?:いる|住む))?(?:{_SURNAMES})(?:さん)?{_SHOP_AFTER}(?=$|[。、！!\n]|"
    rf"[がはをもとでだ]|です|の)|"
    rf"(?:^|[、。\s\nはが])(?!(?:{_PLACES_TOO}))(?:{_SURNAMES})(?=です|だ(?![ろと])|"
    rf"が[^、。]{{0,8}}(?:来|い|や|盗|取|逃|持|入)|らし|っぽ|では|と思|、$|$)|^(?!{_PLACES_TOO})(?:{_SURNAMES})、(?![^、。]{{0,6}}(?:駅|方面|へ|行|向|の方))"
)
"""A common surname beside a place, or as the whole answer; 「3丁目の田中屋」 and 「田中橋」 are places."""

_BUSINESSES = (
    "屋|医院|病院|クリニック|歯科|薬局|食堂|美容[院室]|理容室|床屋|工務店|商店|書店|寺|神社|教会|"
    "旅館|農園|酒店|スナック|バー|居酒屋|喫茶店|カフェ|コンビニ|スーパー|レストラン|塾|道場|会社|工場"
)
_BELONGING = (
    "店主|主人|あるじ|大将|女将|おかみ|マスター|ママ|店長|オーナー|経営者|社長|院長|住職|先生|親方|"
    "おやじ|親父|息子|娘|奥さん|奥|旦那|嫁|長男|次男|長女|三男|孫|弟|兄|姉|妹|家族|従業員|職員|"
    "看護師|バイト|パート|跡取り|せがれ"
)
_WITNESS = (
    "(?!(?:さん|の方)?(?:[がもにへ、]|から|と)(?:[^。、]{0,6})?(?:目撃|見て|見た|見かけ|教え|気づ|"
    "通報|聞|追|知らせ|話|電話|連絡))"
)
"""Who saw and told something is no suspect."""

_ANYBODY = (
    "人|男|女|男性|女性|奥さん|奥様|おじさん|おばさん|おばちゃん|おじいさん|おばあさん|じいさん|"
    "ばあさん|老人|やつ|奴|子|家族|一家|夫婦|息子|娘|長男|次男|主婦|住民|住人|入居者|学生|青年|爺|婆"
)
_HOMES = (
    "マンション|アパート|団地|ハイツ|コーポ|[一-鿿]荘|寮|社宅|長屋|借家|住宅|[階軒]|号室|家|施設|"
    "老人ホーム|ホーム|グループホーム|タワマン|一軒家"
)
_POSTS = "町(?:内)?会長|自治会長|[一-鿿]{1,3}会長|組長|班長|区長|町長|村長|市議|議員|住職|牧師|pta"

_SURNAMES_EN = (
    "sato|satou|suzuki|takahashi|tanaka|watanabe|ito|itou|yamamoto|nakamura|kobayashi|kato|katou|"
    "yoshida|yamada|sasaki|yamaguchi|"
    "saito|saitou|matsumoto|inoue|kimura|hayashi|shimizu|yamazaki|mori|abe|ikeda|hashimoto|"
    "ishikawa|yamashita|ogawa|ishii|hasegawa|"
    "goto|okada|kondo|maeda|fujita|endo|aoki|sakamoto|murakami|ota|kaneko|fujii|fukuda|nishimura|"
    "miura|takeuchi|nakagawa|okamoto"
)
_GIVEN_EN = (
    "dave|david|john|johnny|mike|michael|james|jim|bob|robert|tom|thomas|steve|paul|peter|kevin|gary|andy|chris|dan|"
    "ben|sam|alex|matt|tony|sarah|emma|lisa|anna|mary|kate|laura|julie|karen|susan|ken|kenta|taro|yuki|hana"
)
"""Only where somebody can be meant: John Lewis and Kate Spade are on bags."""

_CLUB = "(?:野球|サッカー|バスケ|陸上|テニス|バレー|柔道|剣道|吹奏楽|卓球|水泳|ラグビー|弓道|ダンス)"
_FIRMS = "建設|工業|運輸|運送|電機|製作所|工務店|物流|産業|商事|銀行|警備保障|交通|急便|重工|製鉄|食品|組"
NO_NAME = N_("人の名前は書けません。「黒いキャップの男性」のように、服装や持ち物で書いてください。")
_NO_BELONGING = N_(
    "どこの誰かがわかることは書けません。住まい、仕事、学校ではなく、「紺の上着の男性」のように服装や持ち物で書いてください。"
)


def addressed(text: str) -> str:
    """For matching names by their titles: as ``joined``, with the titles of nobody in particular blanked."""
    return HARMLESS_PEOPLE.sub(lambda nobody: "＿" * len(nobody.group()), joined(text))


NAMES: tuple[Wording, ...] = (
    Wording("R-087", addressed, re.compile(NAME_WITH_TITLE), NO_NAME),
    Wording("R-087", joined, re.compile(f"{KNOWN_NAME}|{FULL_NAME}|{NAME_ALONE}"), NO_NAME),
    Wording(
        "R-087",
        plain,
        re.compile(
            rf"{ROMAN_NAME}|\b(?:{PERSON_EN}|he|she|someone|somebody)\s+(?:is |was )?(?:named|"
            rf"called)\s+(?!the\b|110|police|us\b|out\b|an?\b|security|staff)"
            rf"|\b(?:his|her|their|the) (?:first |last |sur)?name(?:'s| is| was)\b|\b(?:known as|"
            rf"goes by|a\.?k\.?a\.?)\b"
            rf"|\b(?:{_SURNAMES_EN})\b(?!\s+(?:denki|ya|street|st|station|stores?|shops?|"
            rf"buildings?|cars?|bridge|park|hospital|road|line|bag)\b)"
        ),
        NO_NAME,
    ),
    Wording(
        "R-087",
        folded,
        words(
            "氏名|姓名|本名|名字|苗字|身元|と名乗|名前(?:は|が|を|も)|という名前|"
            "[一-鿿あ-ん]{2,8}と(?:いう|ゆう|名乗る)(?:人|男|女|者|名)"
        ),
        NO_NAME,
        kept=False,
    ),
    Wording("R-087", plain, re.compile("名前\\s?:"), NO_NAME, kept=False),
    Wording(
        "R-087",
        folded,
        words(
            f"(?:{_BUSINESSES})の(?:{_BELONGING}){_WITNESS}",
            f"(?:{_HOMES})(?:の|に(?:いる|住む|住んでる|入所|入居)[^。、]{{0,6}}?)(?:住[人民]|"
            f"入居者|入所者|利用者|{_ANYBODY}){_WITNESS}",
            f"(?:近所|隣|となり|お隣|向かい|裏手?|町内|地元|上の階|下の階|[一-鿿]{{1,4}}町|"
            f"丁目)(?:に住む|の家)?の?(?:住[人民]|{_ANYBODY}){_WITNESS}",
            f"住[人民](?!税|票){_WITNESS}|入居者|入所者|(?:{_POSTS})(?![一-鿿]*(?:ポスター|選|掲示|だより))",
            "[一-鿿ァ-ヴーa-z](?<![最途夢集年子女男中小])(?:高|中|小|大|女子高?|学園|学院|工業|商業|農業|"
            "高専|附属|付属|小学校|中学校?|高校|高等学校|大学|短大|専門学校|幼稚園|"
            "保育園)の(?:女子|男子|女の子|男の子|制服|生徒|学生|児童|ジャージ|体操[服着]|校章|"
            "部員|野球部|サッカー部|スクールバッグ|園児|子)",
            f"[一-鿿ァ-ヴー](?<![男女]子)(?:(?:高校|中学校?|大学|学園|学院)[^、。の\\s]{{1,6}}部(?![品屋分長])|"
            f"(?:高|中|大){_CLUB}部|(?:高校|中学校?|大学|学園|学院)(?:の(?:校?名|ロゴ|刺繍|文字|ワッペン)|と(?:書|入)))",
            f"[一-鿿ァ-ヴー]{{2}}(?<![のなる])(?<!会社)(?<!業者)(?:{_FIRMS})の(?:作業[着服]|制服|ユニフォーム|ジャンパー|名札|ヘルメット|つなぎ|社員証)",
            "(?:慶[応應]|早稲田|上智|明治|法政|立教|青学|同志社|立命館|学習院)の(?:学生|生徒|女子|男子|制服)",
            f"(?:消防団|自治会|町会|町内会|商店会|商店街|pta|組合|青年団|サークル|クラブ|"
            f"チーム)の(?:役員|会長|会員|団員|{_BELONGING}|{_ANYBODY}){_WITNESS}",
            "[一-鿿](?<![最途夢集年子女男中小])(?:高生|中生|大生)(?!活|物|理)",
            "(?:学校|塾|保育園|施設)に通|(?:会社|工場|役所|役場|銀行|郵便局|病院|学校|塾|消防署|"
            "保育園|農協|店|コンビニ|スーパー|施設|ホテル)(?:に(?:勤め|勤務|つとめ)|で(?:働|"
            "はたら|バイト|パート|アルバイト|勤務))",
            f"(?:で働く|で働いて(?:い?る|い?た)|で(?:バイト|パート|勤務)(?:中の?|して?い?[るた]|の)|に勤め(?:て|る)|に勤務)(?:{_ANYBODY}|{END}){_WITNESS}|"
            f"の(?:夜勤|日勤|早番|遅番|バイト|パート|新人)の(?:{_ANYBODY}|兄|姉){_WITNESS}",
            "(?:市役所|区役所|役所|役場|銀行|郵便局|病院|学校|塾|農協|幼稚園|保育園|消防署|工場|"
            "会社)の(?:職員|社員|行員|局員|教師|先生|看護師|医者|医師|従業員)" + _WITNESS,
            "住所|自宅|実家|在住|住まい|[にで]住(?:む|んで|ん)|勤務先|勤め先|通学先|通ってる学校",
            r"(?:マンション|アパート|ハイツ|コーポ|荘)[^\s、。]{0,4}\d{2,}",
            r"\b(?:owner|son|daughter|wife|husband|chef|master|manager|landlord|waiter|waitress|"
            r"teacher|priest) (?:of|at|from) (?:the |a |that )?\w+|\b\w+'s (?:son|daughter|wife|"
            r"husband|brother|sister|mother|father|boy|girl|kid)\b",
            r"\b(?:lives?|living|resides?) (?:in|at|near|on|next|over|above|around|behind|"
            r"nearby)\b|\b(?:neighbou?rs?|residents?|tenants?|landlord)\b|\b(?:works?|working|"
            r"employed|studies|studying) (?:at|for|in) (?:the |a )?\w+",
            r"\b(?:attends?|goes to (?!the\b))\s*(?:[\w.]+(?:'s)?\s){0,3}?(?:school|high|college|university|academy)\b|"
            rf"\b(?:{_GIVEN_EN}|{PERSON_EN}) (?:from|at|down) (?:the |that )?(?:garage|gym|pub|bar|bakery|salon|"
            r"restaurant|cafe|office|factory|church|estate|block|school|college|next door|downstairs|upstairs)\b|"
            r"\b(?:students?|pupils?) (?:of|at|from)\b|\b(?!(?:a|an|the|some|local|junior|senior|"
            r"blue|navy|black|white|is|in)\b)[a-z]+ (?:junior |senior )?(?:high|elementary|middle|"
            r"high school|college|university|academy)(?: school)?'?s? (?:uniform|student|pupil|"
            r"jersey|jacket|girl|boy|kid)",
            rf"\b{PERSON_EN} (?:from|in|of) (?:the )?(?:apartment|flat|building|house|room|unit|dormitory|dorm)\b",
        ),
        _NO_BELONGING,
        kept=False,
    ),
)
