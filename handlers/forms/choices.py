"""What there is to choose from in the report, and what else people call it (R-127: typed equals pressed).

Each name stands here once, as people say it to each other; how a customer or Osaka hears it, and what else is said
around it, is taken off by ``handlers.forms.around``. English words are written without spaces.
"""

from __future__ import annotations

from handlers.forms.form import Option
from policy.facts import AlertForm, Ground
from policy.forms.names import Choice, Police, RecallReason, Travel
from policy.verdict import N_

YES = """はいっ ハーイ はあい はいはい うん うんうん ええ そう そや せや もちろん そう思う そのとおり 間違いない
    ok オーケー オッケー y yeah yep hai sure ofcourse"""
NO = """いえ いえいえ いや ううん ノー ちがう 違う ちがいます 違います そう思わない そう思いません そうは思わない
    思わない そうは思いません n nope notreally"""


def _yes_no(yes: str = "", no: str = "") -> tuple[Option, Option]:
    """The two answers, and what else they are called of this question."""
    return Option(Choice.YES, N_("はい"), f"{YES} {yes}"), Option(Choice.NO, N_("いいえ"), f"{NO} {no}")


def _each(first: str, joint: str, second: str) -> str:
    """Each word of the one with each of the other."""
    return " ".join(f"{one}{joint}{other}" for one in first.split() for other in second.split())


YES_NO = _yes_no()

CHECKED = _yes_no(
    """した している できた できている 確認した 確認している 確認できた 確認済み 確認ずみ 済み 済んでいる
    チェックした レジで確認した
    レジを確認した did checked""",
    """まだ していない できていない できない 確認していない 確認できていない 確認できない 未確認 確認中 これから
    今から あとで あとでする あとで確認する これから確認する
    notchecked notyet didnot didnt havenot havent haventchecked haventcheckedyet""",
)

KNOWN = _yes_no(
    """知っている 知り合い 顔見知り 常連 常連さん 常連客 近所の人 いつも来る人 よく来る人 元従業員 名前がわかる
    名前もわかる
    わかる 名前がわかる人
    know regular regularcustomer""",
    """知らない しらない 知らない人 全く知らない人 初めて 初めての人 初めて見る 初めて見る人 はじめて見る
    はじめて見る人 初見
    見たことがない 見たことない 見たことがない人 面識なし 面識はない stranger dontknow neverseen neverseenbefore""",
)

DONT_KNOW = """わからなかった 不明 ふめい わかんない 分からない どちらともいえない どちらとも言えない なんともいえない
    なんとも言えない 判断できない はっきりしない 迷っている 微妙 さあ
    maybe notsure unsure canttell cantsay cannottell hardtosay noidea noclue dunno idk unknown
    dontknow idontknow dontremember cantremember"""

NOT_SEEN = f"""{DONT_KNOW} 知らない 覚えていない おぼえていない 見ていない 見えない 見えなかった 確認できない
確認できず
    didnotsee didntsee didnotnotice didntnotice"""
"""「わからない」 of what somebody did or wore, each in one list."""

CARE = (
    *_yes_no(
        """見える 子供 子ども こども お子さん 未成年 未成年者 小学生 中学生 高校生 学生 お年寄り 高齢者 高齢
        高齢の方 老人
        妊婦 妊婦さん 具合が悪そう 体調が悪そう 様子がおかしい
        child kid teen teenager minor elderly oldlady oldman looksunwell""",
        """見えない そうは見えない 大人 普通の大人 大人の男性 大人の女性 成人 成人男性 成人女性 adult grownup
        looksadult""",
    ),
    Option(Choice.UNKNOWN, N_("わからない"), f"年齢不明 顔が見えなかった {DONT_KNOW}"),
)

MINUTES_AGO = (
    Option("0", N_("たった今")),
    Option("15", N_("15分前")),
    Option("30", N_("30分前")),
    Option("60", N_("1時間前")),
    Option("120", N_("2時間前")),
    Option("180", N_("3時間前")),
    Option("360", N_("6時間前")),
    Option("720", N_("12時間前")),
)

_BY_WHAT = "カメラ 防犯カメラ 監視カメラ 録画 映像 ビデオ モニター カメラの映像 防犯カメラの映像"
_SHOWN = "で見た を見た で確認した を確認した に写っていた に映っていた 画像"

GROUNDS = (
    Option(
        Ground.WITNESSED,
        N_("店員が見た"),
        """みた この目で見た 自分で見た 目撃 見た 見ていた 目撃した
        saw sawit isawit isawthem sawhim sawher clerksawit sawitmyself""",
    ),
    Option(
        Ground.FOOTAGE,
        N_("カメラ映像"),
        f"""{_BY_WHAT} {_each(_BY_WHAT, "", _SHOWN)} camera video cctv securitycamera sawitoncamera seenoncamera""",
    ),
    Option(
        Ground.STOCK_CHECK,
        N_("在庫・レシート照合"),
        """照合 在庫照合 在庫確認 棚卸 棚卸し 棚卸しで気づいた 在庫が合わない 在庫が合いません 在庫が足りない
        在庫でわかった
        レシートを確認 レシートを確認した レジの記録 receipts stockcheck inventory""",
    ),
)

_TO_POLICE = "通報 電話 連絡 相談 110番"

POLICE = (
    Option(
        Police.CALLED,
        N_("110番した"),
        f"""はい yes 済み {_each(_TO_POLICE, "", "した 済み")} した 言った 言いました 伝えた 知らせた
        呼んだ よんだ 呼んでいる 警察を呼んだ 警察よんだ 警察を呼んでいる 警察が来た 警察が来ている 警察来ている
        called called110 calledpolice calledthepolice policecalled""",
    ),
    Option(
        Police.WILL_CALL,
        N_("これからする"),
        """これから このあと あとで 後で 後ほど 今から いまから 今呼ぶ 今電話する 後ほど連絡する このあとする
        する 呼ぶ 電話する 連絡する 相談する
        later willcall illcall wellcall goingtocall abouttocall callingnow""",
    ),
    Option(
        Police.NOT_CALLED,
        N_("していない"),
        """いいえ no まだ 連絡なし 連絡していない 電話していない 通報していない 呼んでいない 呼ばない しない
        notyet notcalled didnt didnot didntcall havent havenot haventcalled havenotcalled""",
    ),
)

TRAVELS = (
    Option(
        Travel.ON_FOOT,
        N_("徒歩"),
        """とほ 歩き あるき 歩いて 歩いている あるいて 走って 走り 小走り 走り去った 駆け足 ダッシュ foot feet walk
        walked walking ran run
        running""",
    ),
    Option(
        Travel.BICYCLE,
        N_("自転車"),
        """じてんしゃ チャリ ちゃり チャリンコ ちゃりんこ ママチャリ 電動自転車 bike cycling cycle""",
    ),
    Option(
        Travel.MOTORBIKE,
        N_("バイク・原付"),
        """ばいく げんつき 原チャ 原チャリ げんちゃり オートバイ 単車 スクーター 原付バイク 電動キックボード
        motorbike motorcycle scooter moped motorscooter""",
    ),
    Option(
        Travel.CAR,
        N_("車"),
        """くるま おくるま 自動車 乗用車 自家用車 軽自動車 軽トラ トラック ワゴン車 ワゴン バン タクシー van taxi
        truck drove
        whitecar blackcar 車に乗った 車で行った""",
    ),
    Option(
        Travel.TRAIN,
        N_("電車・バス"),
        """でんしゃ 地下鉄 jr 駅 駅に入った 電車に乗った バスに乗った train bus subway tookthetrain tookthebus""",
    ),
    Option(
        Travel.UNKNOWN,
        N_("わからない"),
        f"見失った 見失いました 特定できない {NOT_SEEN}",
    ),
)

HOW_FAR = (
    Option(
        AlertForm.WARNING,
        N_("人の特徴は伝えず、注意だけ"),
        "注意だけ 注意のみ 注意 注意喚起 注意喚起だけ 特徴なし warning warningonly justawarning",
    ),
    Option(
        AlertForm.FEATURES,
        N_("特徴を文字で"),
        """文字で 文字 文字だけ 文字のみ 文章 テキスト 特徴だけ 特徴のみ features words wordsonly text textonly""",
    ),
    Option(
        AlertForm.PICTURE,
        N_("画像つき（顔と周りの人は隠します）"),
        """画像 画像付き 画像あり 画像も 画像も送る 画像も送りたい 写真 写真つき 写真付き 写真あり 写真も 写真も送る
        写真も送りたい
        photo picture withphoto""",
    ),
)

RECALL_REASONS = (
    Option(
        RecallReason.WRONG_PERSON,
        N_("別の人だった"),
        "別人 人違い 人ちがい 別の人 別の方 違う人 ちがう人 wrongperson anotherperson mistakenidentity",
    ),
    Option(
        RecallReason.PAID,
        N_("支払い済みだった"),
        """支払い済み 支払済み 会計済み 払っていた 支払っていた お金を払っていた レシートがあった レシートがありました
        paid hadpaid""",
    ),
    Option(
        RecallReason.NOT_NEEDED,
        N_("共有の必要がなかった"),
        "必要なかった 必要ない 必要がない 共有不要 不要 いらなかった notneeded noneed notnecessary",
    ),
)
