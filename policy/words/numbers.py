"""R-087, L189: no telephone number, account, address or plate, however it is broken up."""

from __future__ import annotations

import re

from policy.spelling import digits_joined, folded, joined, plain
from policy.verdict import N_
from policy.words.kind import COUNTED, Wording, words

_NO_NUMBER = N_("電話番号や会員番号などの番号は書けません。番号を消して送ってください。")
_NO_CONTACT = N_("メールアドレス、URL、SNSのアカウントは書けません。消して送ってください。")
_NO_ADDRESS = N_(
    "住所や番地、住まいは書けません。「3丁目方面」「駅の方へ」のように、向かった方向だけを書いてください。"
)
_NO_PLATE = N_("車のナンバーは書けません（警察にだけ伝えてください）。「白い軽自動車」のように書いてください。")

_NUMBERED = "会員|カード|口座|免許証?|旅券|パスポート|保険証|学生証|社員証?"
_POSTED = "ライン|line|インスタ|instagram|ツイッター|twitter|tiktok|facebook"
_NUMBER = "[\\d〇一二三四五六七八九十]+"
_GAP = r"[ \t().・ー~_/-]"
_LONG = (
    r"(?<!\d)(?<!バーコード)(?<!バーコード\s)(?<!barcode\s)(?<!jan\s)(?<!ean\s)"
    r"(?!(?:4\s?[59]|9\s?7)\d{5}\s?\d{6}(?!\d))(?:\d{11,}|\d{4}(?:[ -]\d{4}){2}(?:[ -]\d{1,4})?(?!\d)|"
    rf"\d(?:{_GAP}\d(?!\d)){{8,}})"
)
"""Thirteen digits under bars, at times in three groups, are free: JAN and ISBN (45, 49, 97), others after the word."""

_TELEPHONE = rf"(?<!\d)(?:\+?81|0)(?:{_GAP}{{0,3}}\d){{9,10}}(?!\d)"
_COUNTRY_SITES = (
    "ac|ad|ae|af|ag|ai|al|ao|aq|ar|aw|ax|az|ba|bb|bd|bf|bg|bh|bi|bj|bm|bn|bo|br|bs|bt|bw|bz|ca|cc|cd|cf|cg|ch|ci|ck|cl|"
    "cm|cn|co|cr|cu|cv|cw|cx|cy|cz|de|dj|dk|dm|dz|ec|ee|eg|er|es|et|eu|fi|fj|fk|fm|fo|fr|ga|gb|gd|ge|gf|gg|gh|gi|gl|gm|"
    "gn|gp|gq|gr|gs|gt|gu|gw|gy|hk|hm|hn|hr|ht|hu|id|ie|il|im|io|iq|ir|je|jm|jo|jp|ke|kg|kh|ki|km|kn|kp|kr|kw|ky|kz|la|"
    "lb|lc|li|lk|lr|ls|lt|lu|lv|ly|ma|mc|md|mg|mh|mk|ml|mm|mn|mo|mp|mq|mr|ms|mt|mu|mv|mw|mx|mz|na|nc|ne|nf|ng|ni|nl|np|"
    "nr|nu|nz|om|pa|pe|pf|pg|ph|pk|pl|pm|pn|pr|ps|pt|pw|py|qa|re|ro|rs|ru|rw|sa|sb|sc|sd|se|sg|sh|si|sk|sl|sm|sn|sr|ss|"
    "st|su|sv|sx|sy|sz|tc|td|tf|tg|th|tj|tk|tl|tm|tn|tr|tt|tv|tw|tz|ua|ug|uk|uy|uz|va|vc|ve|vg|vi|vn|vu|wf|ws|ye|yt|za|"
    "zm|zw"
)
"""ISO's countries as ICANN delegated them, but for words of English where a space was forgotten ("left.in a car")."""

_OTHER_SITES = (
    "com|net|org|info|biz|me|app|dev|xyz|site|shop|store|online|page|link|click|club|top|vip|live|blog|cloud|web|tokyo|"
    "asia|mobi|pro|work|world|tech|space|website|news|group|life|today|fun|one|lol|zip|icu|cam|chat|social|media|video|"
    "photos?|pics?|gallery|tel|email|edu|gov|int|mil|moe|wiki|ninja|tools|codes?|コム|ネット|みんな|ストア|セール|"
    "ファッション|クラウド|グーグル|ポイント|アマゾン|家電|食品|通販|書籍|企業|商店|公司|網絡|网络|中国|中國|香港|台湾|台灣|한국|pф"
)
"""Domains for everybody that people meet in links, the Japanese ones among them; plain spelling reads рф as pф."""

_PATH = r"(?:\s?[/⁄∕⧸\\]\s?\S|[?#][a-z0-9])"
"""What follows a server's name; browsers read a backslash as a slash."""

_DOT = r"\s?[([]?\s?(?:\.|。|dot|ドット)\s?[])]?\s?"
_MASKED = r"[\d・･.…*×x○〇●◯_?\- ]"
_VEHICLE = "車|バイク|原付|スクーター|ワゴン|トラック|セダン|バン|タクシー|軽(?!い)"
_REGION = "[一-龥ぁ-んァ-ヶ]{1,4}"

NUMBERS: tuple[Wording, ...] = (
    Wording("R-087", plain, re.compile(f"{_LONG}|{_TELEPHONE}"), _NO_NUMBER),
    Wording(
        "R-087",
        digits_joined,
        re.compile(
            r"(?<!\d)0\d{9,10}(?!\d)|"
            rf"(?:電話|でんわ|\btel|携帯|ケータイ|☎|📞)\D{{0,5}}\d{{4,}}(?!\d|\s?(?:{COUNTED}))|"
            rf"(?:(?:{_NUMBERED})の?(?:番号|ナンバー|no)|マイナンバー)\D{{0,5}}\d{{3,}}(?!\d|\s?(?:{COUNTED}))",
        ),
        _NO_NUMBER,
    ),
    Wording("R-087", folded, words("(?:ゼロ|れい|まる)(?:きゅう|はち|なな)(?:ゼロ|れい|まる)"), _NO_NUMBER),
    Wording("R-087", folded, words(f"(?:{_NUMBERED})の?(?:番号|ナンバー|no)|マイナンバー"), _NO_NUMBER, kept=False),
    Wording(
        "R-087",
        joined,
        re.compile(
            r"[\w.+-]\s*@\s*[\w-]|@\s*[a-z0-9_]{3,}|https?:|www\.|"
            rf"(?:{_POSTED})の?\s?(?:id|アカウント|アカ|垢)[はが:「\s]{{0,3}}[a-z0-9_.]{{3,}}",
        ),
        _NO_CONTACT,
    ),
    Wording(
        "R-087",
        plain,
        re.compile(
            # Whatever a chat or a browser makes a link of: a scheme, a path behind a name, a known end of a name.
            rf"[a-z]{{2,}}:/|(?:\w\.|[a-z]。)(?:[a-z]{{2,24}}|xn--[a-z0-9-]+|{_OTHER_SITES})\.?(?::\d{{1,5}})?{_PATH}|"
            rf"[\w-][.。](?:{_COUNTRY_SITES}|{_OTHER_SITES}|xn--[a-z0-9-]+)(?![a-z0-9-])|"
            rf"[a-z0-9-]{_DOT}(?:com|jp|net|org|info|biz|me|tv|app|io|ly|gl|xyz|site|shop)(?![a-z0-9-])|"
            r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])",
        ),
        _NO_CONTACT,
    ),
    Wording("R-087", joined, re.compile(rf"(?:{_POSTED})の?\s?(?:id|アカウント|アカ|垢)"), _NO_CONTACT, kept=False),
    Wording(
        "R-087",
        plain,
        re.compile(
            rf"〒|(?<!\d)\d{{3}}\s?-\s?\d{{4}}(?!\d|\s?(?:{COUNTED}))|{_NUMBER}\s?(?:番地|号室)|"
            rf"[都道府県][^\s、。]{{1,6}}[市区町村][^\s、。]{{1,8}}丁目|"
            rf"{_NUMBER}\s?番の?\s?{_NUMBER}\s?号|丁目\s?の?\s?{_NUMBER}\s?(?:番(?!目|出)|号|-|"
            rf"の\s?\d|$|[\s、。])|"
            r"(?<!\d)(?!(?:19|20)\d\d-)\d{1,4}\s?[-の]\s?\d{1,4}\s?[-の]\s?\d{1,4}(?!\d)|"
            rf"[町村区市条][^\s、。\d]{{0,6}}\s?\d{{1,4}}\s?-\s?\d{{1,4}}(?!\d|丁目|\s?(?:{COUNTED}))",
        ),
        _NO_ADDRESS,
    ),
    Wording(
        "R-087",
        joined,
        re.compile(
            rf"[一-龥ぁ-ん]\s*\d{{2,3}}\s*[ぁ-ん]\s*\d{{1,2}}\s*[-・]?\s*\d{{2}}(?!\d|\s?(?:{COUNTED}))|"
            rf"(?:ナンバー(?:プレート)?|車番|プレート)\D{{0,3}}\d{{2,4}}(?:-\d\d)?(?!\d|\s?(?:{COUNTED}))|"
            rf"車\D{{0,6}}\d{{2}}\s?-\s?\d{{2}}(?!\d|\s?(?:{COUNTED}))|"
            rf"(?:{_VEHICLE})[^\d、。\n]{{0,8}}の\s?\d{{4}}(?!\d|頃|ごろ|\s?(?:{COUNTED}))",
        ),
        _NO_PLATE,
    ),
    Wording(
        "R-087",
        plain,
        re.compile(
            rf"{_REGION}\s?(?:\d\s?){{2,3}}\s?[ぁ-んァ-ンa-z]\s?(?=[^、。\n]{{0,7}}\d){_MASKED}{{1,7}}(?<!\s)(?!\d|"
            rf"\s?(?:{COUNTED}))|"
            rf"(?:ナンバー|車番|プレート)(?:プレート)?[のはが:]?\s?(?:末尾|下|最後|頭|"
            rf"上)?[^、。\n]{{0,8}}?[\d一二三四五六七八九〇零]{{2,}}(?!\d|\s?(?:{COUNTED}))|"
            rf"(?:ナンバー|車番|プレート)[^、。\n\d]{{0,6}}[・.…*×?]+\s?\d|(?:末尾|"
            rf"下[2-4二三四一]?桁)[^、。\n]{{0,4}}?\d{{1,4}}(?!\d|\s?(?:{COUNTED}))|"
            rf"(?:^|[\s、。車]|"
            rf"[一-龥]{{2}})[あ-わ](?<![はがをにでとも])\s?\d{{2}}\s?-\s?\d{{2}}(?!\d|"
            rf"\s?(?:{COUNTED}))|(?<!\d)\d{{2,3}}\s?[さ-わ]\s?\d{{4}}(?!\d|\s?(?:{COUNTED}))|"
            rf"(?<!\d)\d\d-?\d\d\s?の\s?(?:白|黒|赤|青|銀|紺|シルバー|グレー)?い?(?:{_VEHICLE}|プリウス|ミニバン)|"
            r"\breg(?:istration)?\s*(?:is|:)?\s*(?=[a-z]{0,3}\d)[a-z0-9]{2,4}[\s-]?[a-z0-9]{2,4}\b|"
            r"\b(?:licen[cs]e|number|car|reg(?:istration)?)\s*(?:plates?|number|no\.?)\b[^,.\n]{0,12}?\d|"
            r"\bplate\s*(?:no\.?|number|ends?|ending|is|was|reads?|starts?|:)[^,\n]{0,10}\d",
        ),
        _NO_PLATE,
    ),
)
