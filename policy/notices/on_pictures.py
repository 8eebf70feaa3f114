"""What is claimed of pictures: that there are none, that faces are compared, that everybody sees them."""

from __future__ import annotations

from typing import Final

from policy.notices.kind import GIVES, NOT, PICTURE, PICTURE_EN, SOMETIMES, SOMETIMES_EN, Claim, words
from policy.verdict import N_

_MACHINE: Final = "AI|人工知能|機械|システム|コンピュータ|ソフト"

FACES: Final = Claim(
    "R-022",
    words(
        f"顔|かお|フェイス|生体|人相|特徴|カメラ|{_MACHINE}|検知|来店",
        r"\bfac(?:e|es|ial)\b|\bbiometric|\bcameras?\b|\bsystems?\b|\bsoftware\b|\bAI\b|\bwho (?:you|they) are\b",
    ),
    words(
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
    N_("顔で人を見分けたり、探したりすることはありません。"),
    N_("「{words}」とありますが、半鐘は顔で人を見分けません。この文を直すか、除いてください。"),
    everywhere=True,
)

SHOWS_PICTURES: Final = Claim(
    "R-029",
    words(PICTURE, PICTURE_EN),
    words(
        rf"(?:{PICTURE}).{{0,20}}?(?:送|知らせ|見せ|みせ|共有|渡|配|伝え)",
        rf"\b(?:shar|send|show|distribut|giv)\w*.{{0,30}}?{PICTURE_EN}|{PICTURE_EN}.{{0,30}}?\b(?:shared|sent"
        rf"|shown|given)\b",
    ),
    None,
    N_("いまの規則では、写真を使いません。"),
    N_(
        "「{words}」とありますが、いまの規則では写真を使いません。公開ページに添える言葉のこの文を直すか、除いてください。"
    ),
    holds=lambda true: true.stated.text_only,
)

NO_PICTURES: Final = Claim(
    "R-026",
    words(f"{PICTURE}|カメラ|録画|撮", rf"{PICTURE_EN}|\bcameras?\b"),
    None,
    words(
        rf"(?:{PICTURE}|録画).{{0,12}}?(?:保存|保管|残|のこ|記録|持[っちた]|使|つか|撮|と[りっら]|扱|取得)[^、]{{0,8}}?(?:{NOT})"
        rf"|録画.{{0,4}}(?:{NOT})",
        r"(?:\b(?:never|not)\b|n['’]t\b)\s+(?:\w+\s+)?(?:keep|use|store|take|record|save|hold|retain"
        r"|make)\w*\b.{0,15}?"
        rf"{PICTURE_EN}|\bno {PICTURE_EN[2:]}.{{0,15}}?\b(?:taken|kept|stored|used|recorded|saved)\b"
        rf"|{PICTURE_EN}.{{0,20}}?\b(?:not|never)\b.{{0,15}}?\b(?:kept|stored|recorded|used|taken|saved)\b",
    ),
    N_("画像は、顔とほかの人を塗りつぶして使い、期限が来ると消えます。"),
    N_(
        "「{words}」とありますが、いまの規則では画像を使います。"
        "「顔とほかの人を塗りつぶした画像を使います」のように書いてください。"
    ),
    words(f"{SOMETIMES}|外部|第三者|以外|(?:だれ|誰)に", SOMETIMES_EN[1:]),
    lambda true: not true.stated.text_only,
)

UNMASKED: Final = Claim(
    "R-118",
    words(
        f"モザイク|加工|隠|かく|ぼか|塗|ぬり|マスク|そのまま|{PICTURE}",
        rf"\b(?:mask|blur|hid|edit|pixelat|cover)\w*|{PICTURE_EN}",
    ),
    words(
        rf"[無未]加工|無修正|素顔|顔出し|顔が(?:はっきり)?(?:見え|わかる|分かる)|(?:そのまま|写ったまま|うつったまま)(?=.*(?:{PICTURE}|人|ひと|顔"
        rf"|送)).{{0,12}}?(?:{PICTURE}|{GIVES})",
        rf"\b(?:unedited|unmasked|unblurred|uncensored|untouched)\b|\bleaves? (?:the )?faces?\b|\bfaces? (?:is"
        rf"|are)(?: clearly)? (?:shown|visible|clear)\b|\bbystanders are (?:visible|shown)\b|\bin the original\b"
        rf"|{PICTURE_EN}.{{0,20}}?\bas (?:they are|it is)\b",
    ),
    words(
        r"(?:顔|かお|周り|まわり|(?:ほか|他)の人|背景).{0,10}?(?:隠|かく|塗|ぬり|ぬら|ぼか|マスク|加工)[^、]{0,6}?(?:ません|ない|ず(?!に?は))"
        r"|(?:モザイク|ぼかし|マスク)[^、]{0,6}?(?:ません|ない|なし|ずに)|(?:加工|処理|マスク|マスキング)[^、]{0,4}?(?:せず|なし|(?:してい|し|てい)(?:ない|ません))",
        r"^(?!.*\b(?:no|not|never|nothing|nobody)\b).*\bwithout (?:hiding|masking|blurring|covering|editing)\b"
        r"|\bnot (?:hidden|masked|blurred|covered|edited|obscured|pixelated)\b|\bno (?:mask|blur|pixel)\w*"
        r"|\bnothing\b.{0,25}?\b(?:hidden|masked|blurred|covered)\b"
        r"|(?:\b(?:never|not)\b|n['’]t\b)\s+(?:hide|mask|blur|cover|pixelate)\b",
    ),
    N_("画像では、対象者の顔と、ほかの人の全身を塗りつぶします。"),
    N_(
        "「{words}」とありますが、画像では、対象者の顔と、ほかの人の全身を塗りつぶします。"
        "この文を直すか、除いてください。"
    ),
)

PUBLIC: Final = Claim(
    "R-001",
    words(
        "SNS|ネット|ホームページ|ウェブ|掲載|公開|貼|張り|投稿|だれでも|誰でも",
        r"\b(?:online|internet|web|social media|publish|public|post|anyone)\w*",
    ),
    words(
        rf"(?=.*(?:{PICTURE}|顔|かお|対象者|疑))(?:SNS|(?:インター)?ネット|ホームページ|ウェブ|ツイッター|インスタ|ユーチューブ|YouTube|X[でに]|新聞|テレビ"
        rf"|チラシ|掲示板|店頭|店内|レジ|入り?口|壁)[^、]{{0,12}}?(?:掲載|公開|載せ|のせ|貼|張り|はり|出し|だし|さらし|晒|投稿|掲示)"
        rf"|(?:{PICTURE}|顔|かお|対象者|疑)[^、]{{0,12}}?(?:SNS|(?:インター)?ネット|ホームページ|ウェブ|YouTube|ユーチューブ|X[でに]|新聞|テレビ|チラシ"
        rf"|掲示板|店頭|店内|レジ|入り?口|壁)[^、]{{0,12}}?(?:掲載|公開|載せ|のせ|貼|張り|はり|出し|だし|さらし|晒|投稿|掲示)"
        rf"|(?:だれでも|誰でも|どなたでも|(?:{PICTURE})は.{{0,6}}?(?:だれ|誰)でも).{{0,10}}?(?:{PICTURE}).{{0,4}}?見"
        rf"|(?:{PICTURE})[^、]{{0,10}}?(?:だれ|誰|どなた)でも.{{0,6}}?(?:見|ご覧)",
        rf"{PICTURE_EN}.{{0,30}}?\b(?:published|posted|public|online|internet|website|window|displayed"
        rf"|social media)\b"
        rf"|\b(?:publish|post|display)\w*\b.{{0,20}}?(?:{PICTURE_EN}|\bfaces?\b)|{PICTURE_EN}.{{0,12}}?\bput up\b"
        rf"|\b(?:any|every)(?:one|body) (?:can|may) (?:see|view|look at)\b",
    ),
    None,
    N_("画像を見られるのは、参加店で登録し研修を受けた人だけです。"),
    N_(
        "「{words}」とありますが、画像を見られるのは、参加店で登録し研修を受けた人だけです。"
        "この文を直すか、除いてください。"
    ),
    words("方針|規則|扱い|お知らせ(?:は|を)", r"\b(?:polic(?:y|ies)|rules?|notice)\b"),
)
