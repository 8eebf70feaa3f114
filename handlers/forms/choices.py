"""What there is to choose from in the report, and what else people call it (R-127: typed equals pressed)."""

from __future__ import annotations

from dataclasses import replace

from handlers.forms.form import Option
from policy.facts import AlertForm, Ground
from policy.forms.names import Choice, Police, Travel
from policy.verdict import N_

YES_NO = (
    Option(Choice.YES, N_("はい"), "はいっ ハーイ うん ええ そう そうです ok オーケー オッケー y yeah yep"),
    Option(Choice.NO, N_("いいえ"), "いえ いえいえ いや ううん ノー ちがう 違う ちがいます 違います n nope"),
)

CHECKED = (
    replace(YES_NO[0], also=f"{YES_NO[0].also} した しました 確認した 確認しました 確認しています 確認済み 済み"),
    replace(YES_NO[1], also=f"{YES_NO[1].also} まだ していない してない していません 確認していません"),
)

KNOWN = (
    replace(YES_NO[0], also=f"{YES_NO[0].also} 知っている 知ってる 知っています 知り合い 顔見知り 常連"),
    replace(YES_NO[1], also=f"{YES_NO[1].also} 知らない 知りません しらない 知らない人 初めて見る人"),
)

CARE = (
    replace(
        YES_NO[0],
        also=f"{YES_NO[0].also} 見える 見えます 子供 子ども こども 未成年 小学生 中学生 高校生 お年寄り 高齢者 高齢",
    ),
    replace(YES_NO[1], also=f"{YES_NO[1].also} 見えない 見えません 大人 成人"),
    Option(
        Choice.UNKNOWN,
        N_("わからない"),
        "不明 年齢不明 わかりません わかんない わからん 分からない どちらともいえない 微妙 さあ maybe",
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

GROUNDS = (
    Option(
        Ground.WITNESSED,
        N_("店員が見た"),
        "見た みた 見ました 私が見た 私が見ました 自分が見た 店員が見ました 店長が見た 店長が見ました 目撃 目撃した "
        "目撃しました saw isawit isawthem",
    ),
    Option(
        Ground.FOOTAGE,
        N_("カメラ映像"),
        "カメラ 映像 防犯カメラ 防犯カメラの映像 監視カメラ 録画 ビデオ カメラで見た video cctv",
    ),
    Option(Ground.STOCK_CHECK, N_("在庫・レシート照合"), "照合 在庫照合 棚卸 棚卸し receipts"),
)

POLICE = (
    Option(
        Police.CALLED,
        N_("110番した"),
        "はい yes した しました もうした 通報した 通報しました 通報済み 連絡した 連絡しました 連絡済み "
        "呼んだ 呼びました もう呼んだ よんだ よびました 電話した 電話しました 110番しました 済み "
        "警察を呼んだ 警察を呼びました 警察に電話した 警察に電話しました 警察に連絡した 警察に連絡しました "
        "警察に通報した 警察に通報しました calledthepolice",
    ),
    Option(Police.WILL_CALL, N_("これからする"), "これから あとで 後で 今から いまから later willcall"),
    Option(
        Police.NOT_CALLED,
        N_("していない"),
        "いいえ no まだ していません してない まだしていない 連絡していない 連絡していません 電話していない "
        "電話していません 呼んでいない 呼んでない 呼んでいません notyet",
    ),
)

TRAVELS = (
    Option(Travel.ON_FOOT, N_("徒歩"), "とほ 歩き あるき 歩いて 歩いています あるいて 走って foot walk walking"),
    Option(Travel.BICYCLE, N_("自転車"), "じてんしゃ チャリ チャリンコ ちゃりんこ ママチャリ bike"),
    Option(Travel.CAR, N_("車"), "くるま 自動車 自家用車 軽自動車 タクシー"),
    Option(Travel.TRAIN, N_("電車・バス"), "でんしゃ bus"),
    Option(
        Travel.UNKNOWN,
        N_("わからない"),
        "不明 わかりません わかりませんでした わかんない わからん 分からない 知らない 知りません "
        "見ていない 見てない 見ていません "
        "見てません さあ unknown dontknow idontknow",
    ),
)

HOW_FAR = (
    Option(AlertForm.WARNING, N_("人の特徴は伝えず、注意だけ"), "注意だけ 注意のみ 注意 warningonly"),
    Option(AlertForm.FEATURES, N_("特徴を文字で"), "文字で 文字 文字だけ 特徴だけ words text textonly"),
    Option(
        AlertForm.PICTURE,
        N_("画像つき（顔と周りの人は隠します）"),
        "画像 画像付き 画像あり 写真 写真つき 写真付き 写真あり photo picture",
    ),
)
