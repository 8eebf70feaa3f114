"""What there is to choose from in the report, and what else people call it (R-127: typed equals pressed).

Each name stands here once, as people say it to each other; how a customer or Osaka hears it, and what else is said
around it, is taken off by ``handlers.forms.around``. English words are written without spaces.
"""

from __future__ import annotations

from handlers.forms.form import Option
from policy.facts import AlertForm, Ground
from policy.forms.names import Choice, Police, RecallReason, Travel
from policy.verdict import N_

YES = """はいっ ハーイ はあい はいはい うん うんうん ええ そう そや せや んだ んだんだ もちろん そう思う そのとおり
    間違いない
    ok オーケー オッケー y ya yeah yep yup hai sure ofcourse"""
NO = """いえ いえいえ いや ううん んん んーん ノー ちがう 違う ちがいます 違います そう思わない そう思いません
    そうは思わない
    思わない そうは思いません n nope nah notreally"""


def _yes_no(yes: str = "", no: str = "") -> tuple[Option, Option]:
    """The two answers, and what else they are called of this question."""
    return Option(Choice.YES, N_("はい"), f"{YES} {yes}"), Option(Choice.NO, N_("いいえ"), f"{NO} {no}")


def each(first: str, joint: str, second: str) -> str:
    """Each word of the one with each of the other."""
    return " ".join(f"{one}{joint}{other}" for one in first.split() for other in second.split())


YES_NO = _yes_no()

ASSESSED = {
    "present_danger": _yes_no(
        "思う 起きる 起きそう 起こる 起こりそう likely", "起きない 起きなさそう 起きそうにない unlikely"
    ),
    "subsidiarity": _yes_no(
        """ほかにない 他にない ほかに方法がない 他に方法がない ほかの方法がない やむを得ない 知らせるしかない
        nootherway""",
        """ほかにある 他にある ほかに方法がある 他に方法がある ほかの方法がある""",
    ),
    "proportionality": _yes_no("必要最小限 最小限", "必要最小限ではない 最小限ではない 多すぎる toomuch"),
    "consent_difficulty": _yes_no(
        "難しい むずかしい 困難 無理 difficult hard", "難しくない むずかしくない 簡単 notdifficult easy"
    ),
}
"""By the questions of ``policy.assessment.TESTS``."""

CHECKED = _yes_no(
    """した している できた できている やった 確認した 確認している 確認できた 確認済み 確認済 確認ずみ 確認ok
    確かめた ちゃんとした ちゃんと確認した 済み 済 済んでいる チェックした チェック済み レジで確認した
    レジを確認した レシートを確認した レシート確認済み レジ確認済み
    did checked confirmed confirm done""",
    """まだ していない やっていない できていない できない 確認していない 確認できていない 確認できない 未確認 確認中
    これから
    今から あとで あとでする あとで確認する これから確認する
    notchecked nocheck notyet didnot didnt havenot havent haventchecked haventcheckedyet""",
)

_UNKNOWN = """知らない しらない 知らん しらん 全く知らない まったく知らない ぜんぜん知らない 全然知らない 初めての
    はじめての 初めて見る はじめて見る 初めて見た はじめて見た はじめてみた 初めて来た 見たことがない 見たことない
    見たことのない
    見かけない 見ない"""
_PEOPLE = "人 ひと 方 やつ 子 客 お客さん 顔"

_KNOWN_TO_US = """知っている 知ってる しっている 名前がわかる 常連の 常連 得意 近所の いつもの いつも来る 毎日来る
    よく来る よう来る 出禁の"""

KNOWN = _yes_no(
    f"""知っている 前から知っている しっている 知り合い 顔見知り 顔なじみ 顔馴染み 常連 常連さん お得意さん お得意様
    会員さん いつも来ている よく来る よく来ます 元従業員 元店員 元スタッフ
    元アルバイト 前に働いていた人
    わかる 名前がわかる 名前わかる 名前もわかる 名前だけわかる 名前だけ知っている 名前を知っている
    名前知っている
    {each(_KNOWN_TO_US, "", _PEOPLE)}
    know yesknow regular regularcustomer comesoften neighbor neighbour""",
    f"""知らない しらない しらん 初めて 初見 初めて見る はじめて見る 初めて見た はじめてみた 見たことがない
    見たことない 面識なし
    面識はない 一見さん 一見の客 いちげんさん 新顔 全く知らない まったく知らない ぜんぜん知らない 全然知らない
    {each(_UNKNOWN, "", _PEOPLE)}
    stranger unknown unknownperson newface firsttime nevermet noidea dontknow notknow neverseen neverseenbefore""",
)

DONT_KNOW = """わからなかった 不明 ふめい わかんない 分からない どちらともいえない どちらとも言えない なんともいえない
    なんとも言えない 判断できない 判断つかない 判断がつかない はっきりしない 迷っている 微妙 びみょう びみょ どうだろ
    なんとも どうやろ ようわからない さあ さあね 自信ない 自信がない 見分けがつかない わがんね わからんです
    maybe notsure unsure canttell cantsay cannottell hardtosay noidea noclue dunno idk unknown
    dontknow idontknow dontremember cantremember"""

NOT_SEEN = f"""{DONT_KNOW} 知らない しらない しらん 知らん 忘れた わすれた よく見ていない 見ていません 覚えていない
    おぼえていない 見ていない 見えない 見えなかった 確認できない 確認できず もういない
    nosee notsee cantsee didnotsee didntsee didnotnotice didntnotice"""
"""「わからない」 of what somebody did or wore, each in one list."""

CARE = (
    *_yes_no(
        """見える 子供 子ども こども お子さん 未成年 未成年者 小学生 中学生 高校生 学生 お年寄り 高齢者 高齢
        高齢の方 老人
        妊婦 妊婦さん 具合が悪そう 体調が悪そう 様子がおかしい
        child kid teen teenager minor elderly oldlady oldman looksunwell""",
        """見えない そうは見えない 大人 普通の大人 大人の男性 大人の女性 おとな 成人 成人男性 成人女性 adult grownup
        looksadult""",
    ),
    Option(
        Choice.UNKNOWN,
        N_("わからない"),
        f"""年齢不明 顔が見えなかった よく見えない よく見えなかった はっきり見えない はっきり見えなかった
        後ろ姿だけ 後ろ姿だけ見た 見ていない よく見ていない {DONT_KNOW}""",
    ),
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

_BY_WHAT = """カメラ 防犯カメラ 監視カメラ 防カメ 録画 録画映像 映像 動画 ビデオ モニター レコーダー カメラの映像
    防犯カメラの映像 監視カメラの映像"""
_SHOWN = """で見た を見た の録画で見た で見ました を見ました で確認 で確認した を確認した で気づいた で発見した
    に写っていた
    に映っていた に写っている に映っている
    画像"""

GROUNDS = (
    Option(
        Ground.WITNESSED,
        N_("店員が見た"),
        """みた この目で見た 自分で見た 目撃 見た 見ていた 目撃した 現認 現認した 現認あり
        watched sawwithmyeyes sawwithmyowneyes saw sawit isawit isawthem sawhim sawher clerksawit sawitmyself""",
    ),
    Option(
        Ground.FOOTAGE,
        N_("カメラ映像"),
        f"""{_BY_WHAT} {each(_BY_WHAT, "", _SHOWN)} camera video cctv securitycamera sawitoncamera seenoncamera""",
    ),
    Option(
        Ground.STOCK_CHECK,
        N_("在庫・レシート照合"),
        """照合 在庫照合 在庫確認 棚卸 棚卸し 棚卸しで気づいた 棚卸しで発覚 在庫チェック 在庫が合わない
        在庫が合いません 在庫数が合わない 数が合わない 在庫が足りない 在庫が減っていた

        在庫でわかった
        レシートを見た レシート見た レシートを確認 レシートを確認した レシートと突き合わせた レシートと照合した
        レジの記録 レジの履歴
        在庫とレシート posで確認 posデータ ジャーナルで確認
        receipt receipts stock checkstock stockcount stockcheck inventory""",
    ),
)

_TO_POLICE = "通報 電話 連絡 相談 110番 110番通報"

POLICE = (
    Option(
        Police.CALLED,
        N_("110番した"),
        f"""はい yes 済み {each(_TO_POLICE, "", "した 済み 済")} 済 済んでいる した 来ている 来た きた 来ました 到着
        到着した 言った 言いました 伝えた 知らせた
        呼んだ よんだ 呼んでいる 警察を呼んだ 警察よんだ 警察を呼んでいる 警察が来た 警察が来ている 警察来ている
        called called110 calledpolice alreadydid calledthecops policecoming policeiscoming policearecoming
        policeontheway ontheirway theyareontheway theyreontheway
        policearehere policearrived ontheway calledthepolice policecalled""",
    ),
    Option(
        Police.WILL_CALL,
        N_("これからする"),
        """これから このあと あとで 後で 後ほど 今から いまから すぐする すぐ電話する すぐ呼ぶ 後で呼ぶ あとで呼ぶ
        あとで電話する 今呼ぶ 今電話する 後ほど連絡する このあとする
        する 呼ぶ 電話する 連絡する 相談する
        later soon will willdo willcall illcall wellcall goingtocall abouttocall callingnow""",
    ),
    Option(
        Police.NOT_CALLED,
        N_("していない"),
        """いいえ no nope まだ 未 未通報 連絡なし 連絡していない 電話していない 通報していない nopolice 呼んでいない
        呼ばない しない
        notyet notcalled didnt didnot didntcall havent havenot haventcalled havenotcalled""",
    ),
)

TRAVELS = (
    Option(
        Travel.ON_FOOT,
        N_("徒歩"),
        """とほ 歩き あるき 歩いて 歩いている 歩いた あるいて 走った 走って 走り 小走り 走り去った 駆け足 ダッシュ foot
        feet walk
        walked walking ran run
        running""",
    ),
    Option(
        Travel.BICYCLE,
        N_("自転車"),
        """じてんしゃ チャリ ちゃり チャリンコ ちゃりんこ ママチャリ ケッタ ロードバイク クロスバイク 電動自転車 bike
        cycling cycle""",
    ),
    Option(
        Travel.MOTORBIKE,
        N_("バイク・原付"),
        """ばいく げんつき 原チャ 原チャリ げんちゃり オートバイ 単車 スクーター カブ 原付バイク 電動キックボード
        motorbike motorcycle scooter moped motorscooter""",
    ),
    Option(
        Travel.CAR,
        N_("車"),
        """くるま おくるま 自動車 車両 乗用車 自家用車 軽自動車 軽 軽トラ 軽トラック トラック ワゴン車 ワゴン
        ワンボックス
        ミニバン セダン バン タクシー van taxi
        truck suv minivan sedan drove
        whitecar blackcar 車に乗った 車で行った""",
    ),
    Option(
        Travel.TRAIN,
        N_("電車・バス"),
        """でんしゃ 地下鉄 jr 駅 駅に入った 改札を通った 改札に入った 駅の改札に入った 電車に乗った バスに乗った train
        bus subway tookthetrain tookthebus""",
    ),
    Option(
        Travel.UNKNOWN,
        N_("わからない"),
        f"見失った 見失いました いつの間にかいなくなった 特定できない {NOT_SEEN}",
    ),
)

HOW_FAR = (
    Option(
        AlertForm.WARNING,
        N_("人の特徴は伝えず、注意だけ"),
        """注意だけ 注意のみ 注意 注意喚起 注意喚起のみ 注意喚起だけ 注意だけして 警告だけ 特徴なし 特徴はいらない
        onlywarn
        onlywarning warning warningonly justawarning""",
    ),
    Option(
        AlertForm.FEATURES,
        N_("特徴を文字で"),
        """文字で 文字 文字だけ 文字のみ もじ もじだけ ことば 言葉 文 文字で十分 特徴 特徴を書く 文字で伝える 文章
        テキスト 特徴だけ 特徴のみ features words wordsonly text textonly""",
    ),
    Option(
        AlertForm.PICTURE,
        N_("画像つき（顔と周りの人は隠します）"),
        """画像 画像付き 画像あり 画像も 画像も送る 画像も送りたい 写真 写真つき 写真付き 写真あり 写真も 写真も送る
        写真も送りたい 写真を送る 写真を送って 写真つけて 写真もつけて 画像つけて 画像つけてください 画像を送る
        画像を送ってください 画像を使う 写真を使う
        pic withpic photo picture withphoto""",
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
