"""What an alert must not say, as data: clause, pattern, and what to write instead.

Patterns are searched in the spelling named by ``reads`` (see ``policy.spelling``). Words of places and goods that only
look like a forbidden word are blanked first (``HARMLESS``), so that 「病院の方へ」 and 「中国製のバッグ」 pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from policy.names import FULL_NAME, HARMLESS_PEOPLE, KNOWN_NAME, NAME_WITH_TITLE, ROMAN_NAME
from policy.spelling import digits_joined, folded, hiragana, joined, plain
from policy.verdict import N_, Allow, Deny, Verdict

_COUNTED = (
    "円|点|個|本|枚|箱|袋|缶|冊|台|着|人|名|組|分|秒|時|年|月|日|歳|代|割|kg|g|ml|l|cm|mm|m|km|センチ|キロ|メートル"
)
"""Units of goods, prices, times and sizes: a number before one of them is neither a telephone nor a plate."""

_COUNTRIES = (
    "中国|韓国|朝鮮|台湾|香港|ベトナム|フィリピン|ネパール|インド|インドネシア|マレーシア|ミャンマー|カンボジア|モンゴル|"
    "スリランカ|バングラデシュ|パキスタン|イラン|トルコ|ロシア|ウクライナ|アメリカ|米国|イギリス|英国|フランス|ドイツ|"
    "イタリア|スペイン|クルド|中華|チャイナ|ブラジル|ペルー|ナイジェリア|アフリカ|アラブ|ユダヤ|東南アジア|アジア|欧米|中東|南米|外国|海外"
)


_WORN = (
    "服|上着|シャツ|ブラウス|ワンピース|ドレス|ジャケット|ジャンパー|コート|パーカー|セーター|ニット|ベスト|ズボン|パンツ|"
    "スカート|ジーンズ|タイツ|ストッキング|靴|ブーツ|サンダル|スニーカー|帽子|キャップ|マスク|マフラー|スカーフ|手袋|"
    "インナー|下着|肌着|バッグ|かばん|鞄|リュック|小物"
)
"""What people wear and carry: colour, cut and style of it say nothing about the person."""

_NUMBERED = "会員|カード|口座|免許証?|旅券|パスポート|保険証|学生証|社員証?"
_POSTED = "ライン|line|インスタ|instagram|ツイッター|twitter|tiktok|facebook"


@dataclass(frozen=True)
class Wording:
    """One kind of thing an alert must not say.

    Attributes:
        clause: The requirement it stands on.
        reads: The spelling in which the pattern is searched.
        pattern: What is forbidden.
        instead: Japanese sentence (msgid): why, and what to write instead; ``{found}`` is the word, if ``shows``.
        shows: Whether the sentence repeats the word. Never for what could identify a person.
        kept: Whether it is refused in reasons as well, which are kept but never sent.
    """

    clause: str
    reads: Callable[[str], str]
    pattern: re.Pattern[str]
    instead: str
    shows: bool = False
    kept: bool = True


def _words(*alternatives: str) -> re.Pattern[str]:
    """Alternatives for the folded spelling, written here in natural kana."""
    return re.compile(hiragana("|".join(alternatives)))


_NO_NAME = N_("人の名前は書けません。「黒いキャップの男性」のように、服装や持ち物で書いてください。")
_NO_NUMBER = N_("電話番号や会員番号などの番号は書けません。番号を消して送ってください。")
_NO_CONTACT = N_("メールアドレス、URL、SNSのアカウントは書けません。消して送ってください。")
_NO_ADDRESS = N_(
    "住所や番地、住まいは書けません。「3丁目方面」「駅の方へ」のように、向かった方向だけを書いてください。"
)
_NO_PLATE = N_("車のナンバーは書けません（警察にだけ伝えてください）。「白い軽自動車」のように書いてください。")
_NO_ORIGIN = N_("「{found}」は書けません。国籍や出身ではなく、服装、髪型、持ち物を書いてください。")
_NO_HEALTH = N_("「{found}」は書けません。病気や障害、体の状態ではなく、服装や持ち物を書いてください。")
_NO_STATUS = N_("「{found}」は書けません。信条や立場ではなく、服装や持ち物を書いてください。")
_NO_RECORD = N_("「{found}」は書けません。過去や処分ではなく、今日お店で見たことだけを書いてください。")
_NO_VERDICT = N_("「{found}」は書けません。まだ誰も罪が決まっていません。「対象者」「万引きの疑い」と書いてください。")
_NO_ORDER = N_("「{found}」は書けません。取り押さえや入店拒否は頼めません。「見かけたら110番を」と書いてください。")
_NO_THREAT = N_("「{found}」は書けません。お礼や脅し、公開の話ではなく、見たことだけを書いてください。")

HARMLESS = _words(
    "病院(?!に通|へ通|通い)|障害物|障害者用|車(?:椅子|いす|イス)用|感染(?:対策|予防)|殺(?:虫|菌)|防犯",
    "(?<!犯)人(?:形|気|参|感|通り|混み|ごみ|だかり|波|影)|介護(?:用|食)|名前入り",
    "ピン(?:ぼけ|ボケ)|(?:映像|画像|写真|動画|画面|ピント|カメラ|背景|全体|顔|文字)[がはもの]?(?:少し|やや|かなり)?(?:ぼけ|ボケ)|"
    "(?:少し|やや|かなり)(?:ぼけ|ボケ)て(?:い?る|い?ま|い?た|おり)(?!老|高齢|人|男|女|お|方|客)",
    f"(?:{_COUNTRIES})(?:製|産|料理|街|食品|系(?:コスメ|スーパー)|風(?:味|カレー|ラーメン)|"
    f"[系風]の?(?:{_WORN}|店|料理|味|柄|模様))",
    f"肌(?:着|掛け|襦袢|触り)|肌色の?(?:{_WORN})|ハーフの?(?:{_WORN}|丈)",
    "(?:[赤青黄緑紺茶灰紫桃橙金銀藍朱水空黒白同単]|ベージュ|ピンク|グレー|クリーム|オレンジ|カーキ)色(?=[黒白])",
)
"""Blanked before words are searched: places, goods and descriptions that hold a forbidden word by chance."""

_NUMBER = "[\\d〇一二三四五六七八九十]+"

WORDINGS: tuple[Wording, ...] = (
    Wording("R-087", joined, re.compile(NAME_WITH_TITLE), _NO_NAME),
    Wording("R-087", joined, re.compile(f"{KNOWN_NAME}|{FULL_NAME}"), _NO_NAME),
    Wording("R-087", plain, re.compile(ROMAN_NAME), _NO_NAME),
    Wording(
        "R-087",
        folded,
        _words("氏名|姓名|本名|名字|苗字|身元|と名乗|名前(?:は|が|を|も|:)|という名前"),
        _NO_NAME,
        kept=False,
    ),
    Wording(
        "R-087",
        digits_joined,
        re.compile(
            r"(?<!\d)(?:\+?81\d{9,10}|0\d{9,10})(?!\d)|(?<!\d)(?!4[59]\d{11}(?!\d))\d{11,}|"
            rf"(?:電話|でんわ|\btel|携帯|ケータイ|☎|📞)\D{{0,5}}\d{{4,}}(?!\d|\s?(?:{_COUNTED}))|"
            rf"(?:(?:{_NUMBERED})の?(?:番号|ナンバー|no)|マイナンバー)\D{{0,5}}\d{{3,}}(?!\d|\s?(?:{_COUNTED}))",
        ),
        _NO_NUMBER,
    ),
    Wording(
        "R-087",
        folded,
        _words("(?:ゼロ|れい|まる)(?:きゅう|はち|なな)(?:ゼロ|れい|まる)"),
        _NO_NUMBER,
    ),
    Wording(
        "R-087",
        folded,
        _words(f"(?:{_NUMBERED})の?(?:番号|ナンバー|no)|マイナンバー"),
        _NO_NUMBER,
        kept=False,
    ),
    Wording(
        "R-087",
        joined,
        re.compile(
            r"[\w.+-]+\s*@\s*[\w-]+|@\s*[a-z0-9_]{3,}|https?:|www\.|"
            r"\b[a-z0-9-]+\s?\.\s?(?:com|jp|net|org|info|biz|me|tv|app|io|ly|gl|xyz|site|shop)\b|"
            rf"(?:{_POSTED})の?\s?(?:id|アカウント|アカ|垢)[はが:「\s]{{0,3}}[a-z0-9_.]{{3,}}",
        ),
        _NO_CONTACT,
    ),
    Wording("R-087", joined, re.compile(rf"(?:{_POSTED})の?\s?(?:id|アカウント|アカ|垢)"), _NO_CONTACT, kept=False),
    Wording(
        "R-087",
        plain,
        re.compile(
            rf"〒|(?<!\d)\d{{3}}\s?-\s?\d{{4}}(?!\d|\s?(?:{_COUNTED}))|{_NUMBER}\s?(?:番地|号室)|"
            rf"[都道府県][^\s、。]{{1,6}}[市区町村][^\s、。]{{1,8}}丁目|{_NUMBER}\s?番の?\s?{_NUMBER}\s?号|丁目\s?の?\s?{_NUMBER}\s?(?:番(?!目|出)|号|-|の\s?\d|$|[\s、。])|"
            r"(?<!\d)(?!(?:19|20)\d\d-)\d{1,4}\s?[-の]\s?\d{1,4}\s?[-の]\s?\d{1,4}(?!\d)|"
            rf"[町村区市条][^\s、。\d]{{0,6}}\s?\d{{1,4}}\s?-\s?\d{{1,4}}(?!\d|丁目|\s?(?:{_COUNTED}))",
        ),
        _NO_ADDRESS,
    ),
    Wording(
        "R-087",
        folded,
        _words(
            "住所|自宅|実家|在住|住まい|[にで]住(?:む|んで|ん)|勤務先|勤め先|通学先",
            r"(?:マンション|アパート|ハイツ|コーポ|荘)[^\s、。]{0,4}\d{2,}",
            "[一-龥]{2,6}(?:小学校|中学校?|高校|高等学校|大学)の(?:生徒|学生|児童|制服)",
        ),
        _NO_ADDRESS,
        kept=False,
    ),
    Wording(
        "R-087",
        joined,
        re.compile(
            rf"[一-龥ぁ-ん]\s*\d{{2,3}}\s*[ぁ-ん]\s*\d{{1,2}}\s*[-・]?\s*\d{{2}}(?!\d|\s?(?:{_COUNTED}))|"
            rf"(?:ナンバー(?:プレート)?|車番)\D{{0,3}}\d{{2,4}}(?:-\d\d)?(?!\d|\s?(?:{_COUNTED}))|"
            rf"車\D{{0,6}}\d{{2}}\s?-\s?\d{{2}}(?!\d|\s?(?:{_COUNTED}))",
        ),
        _NO_PLATE,
    ),
    Wording("R-086", joined, re.compile(r"(?<![ァ-ヴー])タイ(?:人(?!気)|籍|系の?[人男女])"), _NO_ORIGIN, shows=True),
    Wording(
        "R-086",
        folded,
        _words(
            f"(?:{_COUNTRIES})(?:人|籍|訛|なまり|語[でを]?(?:話|喋|しゃべ|会話)|の(?:人|男|女|方(?!へ|面|に|角)))|(?:{_COUNTRIES})(?:[系風顔]|っぽ)",
            "外人|ガイジン|支那|東洋人|黒んぼ|ニグロ|ジプシー|日本人(?:風|離れ|では?な|じゃな|らしく|以外|っぽ)|(?<![現滞存])在日|国籍|民族|人種",
            "(?<!目)黒人|白人|黄色人|ハーフの|混血|片言|カタコト|肌の[色黒白濃]|肌が[黒白褐濃]|肌色[がのは][黒白褐濃浅]|(?:褐色|黒い|白い)の?肌|色黒|色白|浅黒",
            r"\bforeign(?:ers?|\s*look\w*)|\b(?:chinese|korean|vietnamese|asian|african|black|white)\s*"
            r"(?:man|woman|guy|lady|boy|girl|people|person|look)",
        ),
        _NO_ORIGIN,
        shows=True,
    ),
    Wording(
        "R-086",
        folded,
        _words(
            "認知症|痴呆|障害|障がい|障碍|精神(?:病|疾患|異常|科|安定)|統合失調|うつ病|鬱|依存症|アル中|薬中|薬物|覚醒剤",
            "てんかん|病[気人的状歴名弱]|病んで|持病|難病|患者|癌|感染|通院|入院|病院[にへ]?通|窃盗症|クレプトマニア",
            "白杖|車(?:椅子|いす|イス)|補聴器|義足|義手|足を引きず|びっこ|聾|盲|(?:ボケ|呆け)[てた老]|徘徊(?:老|癖)|妊婦|妊娠|要介護",
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
        _words(
            "宗教|信者|教徒|創価|イスラム|ムスリム|ヒジャブ|党員|組合員|部落|同和|生活保護|ホームレス|浮浪者|路上生活",
            "暴力団|ヤクザ|反社|チンピラ|半グレ|ゲイ(?:の|っぽ)|同性愛|オカマ|ニューハーフ|おネエ|lgbt",
            r"\b(?:muslim|homeless|gangster|yakuza)",
        ),
        _NO_STATUS,
        shows=True,
    ),
    Wording(
        "R-086",
        folded,
        _words(
            "前科|前歴|逮捕|検挙|指名手配|服役|出所(?:し|後|者)|刑務所|少年院|執行猶予|送検|起訴|有罪|判決|余罪|犯歴",
            "保護観察|補導|容疑者|被疑者|被告|常習|再犯|累犯|取り?調べ|ブラックリスト|マエ持ち|ムショ",
            r"\b(?:arrested|convicted|criminal\s*record|wanted\s*by|ex-?con\b|repeat\s*offender)",
        ),
        _NO_RECORD,
        shows=True,
        kept=False,
    ),
    Wording(
        "R-042",
        folded,
        _words(
            "犯人|はんにん|犯罪者|犯行|(?:万引き?|まんびき|窃盗|強盗|実行|主|共|単独)犯|窃盗団|万引き?グループ",
            "泥棒|ドロボ|泥ぼう|盗人|盗っ人|ぬすっと|コソ泥|こそどろ|罪人|悪人|悪党|野郎|クズ|ババア|ジジイ",
            r"\b(?:thief|thieves|criminals?|robbers?|culprits?|perp(?:etrator)?s?|burglars?|shoplifters?)\b",
        ),
        _NO_VERDICT,
        shows=True,
        kept=False,
    ),
    Wording(
        "R-042",
        folded,
        _words(
            "(?:(?:取り?|とり?)(?:押さ?|おさ)え|(?:捕ま?|捕ら|捉|つかま|とらま)え)(?!な|ず|よう|られ|そこ|た(?!い))",
            "取押え?|拘束|ひっ捕|逃がす(?:な|もの)|身柄|確保(?:して(?:くだ|下|ほし|欲し|お[いけ])|[をの]?(?:お願|願|頼)|せよ|しろ)",
            "(?:追いかけ|追っ(?:かけ)?|尾行し|追跡し|跡をつけ|後をつけ)て(?:くだ|下|ほし|欲し|お願|もら|$)",
            "(?:追跡|尾行)(?:[をの]?(?:お願|願|頼)|$|[。！!])|出禁|(?:入店|来店|入場|入館|出入り)[をはものおご]{0,3}(?:断|拒|禁|阻|遠慮|制限)",
            "入店(?:させ[なず]|ng|不可)|お断り|取り返[しそせ](?!た)|奪い返|押さえつけ(?!た)|足止め|引き?止め(?!た|よう|られ|な)|警察に突き出|タックル",
            "(?:写真|動画)を?(?:撮って|撮影して)(?:くだ|下|送|$)|撮影して(?:くだ|下|送)|"
            "(?:店|中|店内)には?入れ(?:な|る?な)|入らせ[なず]|追い[返払出](?:せ|し(?!た|まし))|締め出|門前払|つまみ出",
            "(?:荷物|持ち物|バッグ|かばん|鞄|ポケット)(?:を|の中(?:身)?を)?(?:検査|調べ(?!た)|見せ|開けさせ|改め)",
            "(?:手荷物|身体|所持品|ボディ)(?:検査|チェック)|職務質問|職質|問い詰め",
            r"\b(?:catch|seize|detain|hold|stop|grab|chase|tackle)\s*(?:him|her|them)\b|\bban\s*(?:him|her|them)\b",
            r"\b(?:refuse|deny)\s*(?:entry|service)|\bdo\s*not\s*let\s*(?:him|her|them)\s*in\b",
        ),
        _NO_ORDER,
        shows=True,
        kept=False,
    ),
    Wording(
        "R-042",
        folded,
        _words(
            "懸賞|報奨|報酬|賞金|謝礼|お礼(?:[をにし金]|$)|金一封|情報提供者|晒[しすそ]|さらし者|拡散",
            "(?:ネット|sns|ツイッター)[にで](?:上げ|あげ|公開|載せ|流)|(?:顔|写真|画像)を(?:公開|晒|さら|ばらま)",
            "許さ(?:ない|ん|ぬ|ねえ)|覚悟[しを]|訴え(?:てや|るぞ|ます)|(?<!引き)返(?:せ|さないと|さなければ)|賠償|弁償|罰金",
            "死ね|殺[すしせ]|殴(?:れ|ってや|って(?:くだ|下))|ボコ(?:る|れ|って)|ぶっ[飛殺叩]|痛い目|懲らしめ|逃げても無駄|ただでは",
            r"\breward\b|\bor\s*else\b|\bkill\b|\bexpose\s*(?:him|her|them)",
        ),
        _NO_THREAT,
        shows=True,
        kept=False,
    ),
)


def check_words(text: str, *, only_kept: bool = False) -> Verdict:
    """R-042, R-086, R-087: nothing that names, places, labels or condemns a person, and no order to act against one.

    Args:
        text: What somebody typed.
        only_kept: Check a reason, which is kept but never sent: words about guilt and acts are then free.
    """
    spelt: dict[Callable[[str], str], str] = {}
    for reads in (plain, joined, folded, digits_joined):
        spelt[reads] = _without_harmless(reads(text))
    for wording in WORDINGS:
        looked_for = wording.kept or not only_kept
        if looked_for and (found := wording.pattern.search(spelt[wording.reads])):
            return Deny(wording.clause, wording.instead, _shown(wording, found, text))
    return Allow()


def _without_harmless(text: str) -> str:
    for harmless in (HARMLESS_PEOPLE, HARMLESS):
        text = harmless.sub(lambda match: "＿" * len(match.group()), text)
    return text


def _shown(wording: Wording, found: re.Match[str], text: str) -> dict[str, str | int]:
    """The word as typed: folding and blanking keep every character in its place."""
    return {"found": joined(text)[found.start() : found.end()]} if wording.shows else {}
