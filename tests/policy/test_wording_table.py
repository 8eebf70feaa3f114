"""Real phrases of shop staff, both ways; a phrase that surprised somebody belongs here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.content import check_text
from policy.spelling import clean
from policy.verdict import Deny
from policy.wording import check_words
from tests.world.facts import RULES

ALLOWED = """
黒いキャップ、紺のジャンパー、白いスニーカー
黒のニット帽に白マスク着用、グレーのリュック
赤いダウンジャケットにジーンズ、眼鏡あり
茶髪のショート、ピンクのパーカー
白髪まじりの短髪、黒縁の眼鏡
左腕に龍の入れ墨
20代くらいの男性、小太り
60代くらいの女性、細身
身長170センチくらい
身長165cm前後、やせ型
二人組、もう一人は白いTシャツ
大きな手提げ袋に入れて立ち去った
茶色の杖を持っている
水玉模様のワンピース
迷彩柄のズボン、サンダル
名前入りのバッグ
アルファベットのロゴのある帽子
黒/白のシャツ、サイズはM.L
She left.in a black coat, size L/XL
Height 1.7m/slim build, black. de luxe bag
14.30/15.00ごろ
約1.5kg/2袋
Tシャツ。帽子/眼鏡
No.3のレジ、3.5階の売場
黒い人形の付いたリュック
山田電機の袋
中国製のバッグ
中国語の書かれた赤い袋
韓国コスメの紙袋
タイ料理店の袋
アジア風の柄のシャツ
冷たい風よけの上着
重たい人形の箱
日焼けした顔
化粧品約20点をバッグに
化粧品 20点、合計3万円くらい
米 5kg 2袋
ウイスキー3本、合計約12,000円
1000-2000円の商品を10点
500-1000円のお菓子を複数
携帯充電器3000円のもの
携帯電話で話しながら出た
韓国のり10袋
朝鮮人参のドリンク2本
韓国人気コスメ5点
フランス人形1体
風邪薬3箱と目薬2個
殺虫剤4本
介護用のおむつ2パック
感染対策のマスク5箱
JANコードの付いた未会計の缶詰
さんま3匹とたくさんの刺身
炭酸水を一箱
ホットプレート1台
文庫本10冊と雑誌
ゲームソフト3本、カード付き
駅前通りを東へ徒歩
3丁目方面へ
三丁目の交差点を右へ
3丁目2つ目の角を左
病院の方へ
市民病院の前を通って北へ
障害者用駐車場の横から出た
車椅子用トイレの方へ
小学校の方へ歩いて行った
マンションの並ぶ通りへ
住宅街の方へ
中野方面の電車
君津方面へ車で
目黒駅の方
2番出口から出た
1番レジの横を通過
交番の前を素通り
駅ビルの4階へ
花屋さんの角を曲がった
パン屋さんの前
徒歩
自転車（黒いママチャリ）
白い軽自動車
白い軽自動車、ナンバーは見えず
他県ナンバーの車
車で10-15分の距離
電車・バス
不明
店員さんが見ていた
店員が追いかけたが見失った
警備員さんが目撃
お客様が教えてくれた
お客さんに当たりながら走った
ちゃんと見ていた
おばあさんの後ろに並んでいた
子ども連れの客の横を通った
レジさんが気づいた
皆さんの前で立ち去った
不審な様子で棚の前を往復
挙動が落ち着かない
逃げる様に出て行った
そのまま外へ行くんです
取り押さえようとしたが逃げた
捕まえないで見守ってください
見かけたら110番してください
見かけたら警察に連絡をお願いします
商品をバッグに入れないで手に持ったまま
入店後すぐ化粧品売場へ
来店は午後2時10分ごろ
被害届を提出予定
防犯カメラの映像で確認
防犯タグを外していた
万引きの疑い
精算していない
引き返せず裏口へ
インド風カレー2箱
店内を徘徊していた
バーコード4901234567894の商品
キティちゃんのバッグ
チャイナ服の刺繍の付いた上着
中華街の方へ
本町1-2丁目あたり
お子さん連れのお母さんの横
土産屋の紙袋
押さえつけたが逃げた
追跡したが見失った
尾行されていると気づいて走った
サングラスで目が見えない
高校生くらいの体格
二人目は見張り役
国道16号を南へ
国産の米5kg
障害物をよけて走った
ピンぼけの映像しかない
多様な色の袋
白い肌着
黒い肌着の上にシャツ
褐色の肌着
肌色のストッキング
肌色タイツにスカート
白い肌色のマスク
黒い肌触りのよいコート
紺色白ラインのジャージ
赤色黒色のチェック
ベージュ色白い靴
ハーフのコート
アメリカ風のジャケット
チャイナ風の上着
現在日本橋方面へ
店の外人通りの多い方へ
映像がぼけていて色がわからない
少しぼけているが紺の上着
薬局さんの角を曲がった
気さくな感じで店員と話した
Wearing a black cap and white sneakers
walked east toward the station
""".strip().splitlines()

DENIED = {
    "R-087": """
田中さんに似た人
タナカさん
ﾀﾅｶさん
田中 さん
田中　さん
田 中 さ ん
田・中・さん
佐藤様の息子
鈴木氏
髙橋くん
ゆうちゃんと呼ばれていた
ゆうちゃん
山本という男
小林と名乗った
田中花子
田中 花子
佐藤健一、40代
土屋さん
さとうさん
かとうさん
かよさん
まち子さん
ヤマダという男
田中らしい男
ゼロ九ゼロではなくぜろきゅうぜろ
渡辺に似ている
Mr. Tanaka
Tanaka-san
名前は不明
氏名を確認済み
身元は分かっている
090-1234-5678
０９０－１２３４－５６７８
090 1234 5678
09012345678
090ー1234ー5678
(03)1234-5678
03.1234.5678
+81 90 1234 5678
〇九〇ー一二三四ー五六七八
電話 1234-5678
会員番号 12345
カード番号あり
1234567890123
taro@example.com
taro ＠ example．com
https://example.com/a
example.jp に載せた
example.comを見て
example.com/a
bakery.example/menu
bakery。example/menu
bakery.example\\menu
bakery.example?menu=1
EXAMPLE。COM
ｅｘａｍｐｌｅ．ｄｅｖ／ａ
e\u200bxample.c\u2060om
写真.みんな/a
日本語.jp
xn--eckwd4c7c.xn--zckzah
t.co/abc
lin.ee/AbC
example.com:8443/x
ехample.соm
192.168.0.1 を開いて
example (dot) com
exampleドットjp
ftp://x
line://nv/profile
photo.ru
@taro_1990
インスタのアカウント
LINE ID は taro
本町2-3-4
本町２−３−４
本町二丁目3番4号
3丁目12番
3丁目5-2
12番地の角
203号室
〒100-0001
100-0001
コーポ山下201
東京都千代田区丸の内1丁目
千代田区丸の内1-1
駅前のマンション305
この近くに住んでいる
隣町在住
自宅は駅の裏
半鐘第一高校の制服
品川300あ12-34
品川３００あ１２－３４
品川 300 あ 12-34
品川300あ1234
ナンバー 12-34
白い車 12-34
車番1234
""",
    "R-086": """
外国人風
外国人
外 国 人
外・国・人
外人
ガイジン
中国人らしい男
韓国人
ベトナム人の二人組
フィリピン系の女性
タイ人の男性
中国籍
中国語を話す二人
東南アジア系
アジア系の顔
欧米人
黒人男性
白人の女
中国の方
韓国の男
中華系
クルド人
支那人
肌の黒い男
日本人ではない
日本人離れした顔
片言の日本語
カタコトで話す
ｶﾀｺﾄ
肌の色が濃い
肌色が濃い男
肌色の黒い人
白い肌の女性
白い肌色の男
褐色の肌の男
色白の女
肌の白色の人
色黒の男
アメリカ風の男
ハーフの顔立ち
在日の男
在日
ハーフの女性
foreigner
Chinese man
ムスリムの女性
ヒジャブの女性
認知症の人
認 知 症
認知症かもしれない
病気の人
病人のような顔
知的障害がある
障がい者
精神病っぽい
精神科に通っている
うつ病
自閉症
ダウン症
耳が聞こえない人
片足がない人
ヤク中
依存症
アル中
薬物をやっている様子
車椅子の男
車いすの人
白杖を持った人
足を引きずる男
妊婦
ボケた老人
少しボケている男
頭のおかしい人
病院に通っている人
ホームレス風
ヤクザ風の男
やくざ
暴力団員
宗教の信者
生活保護
同性愛者
前科あり
前 科 あ り
逮捕歴あり
先月逮捕された
指名手配中
常習の女
容疑者
少年院に入っていた
刑務所から出所した
ブラックリストの人
前回も補導された
マエ持ちの男
""",
    "R-042": """
犯人
犯　人
犯・人
犯_人
犯\u200b人
犯⼈
ハンニン
ﾊﾝﾆﾝ
真犯人
この男が犯人です
万引き犯
万引犯です
窃盗犯
共犯の女
泥棒
ドロボー
どろぼう
ﾄﾞﾛﾎﾞｳ
コソ泥
犯罪者
犯行の様子
thief
shoplifter
あの野郎
クソババア
取り押さえてください
取押えて
取りおさえて
取 り 押 さ え て
とりおさえてください
捕まえてください
つかまえて
捕まえたい
身柄を確保
確保してください
確保願います
追いかけてください
尾行してください
追跡をお願いします
後をつけてください
逃がすな
追跡
足止めして
引き止めて
押さえつけて
タックルして
警察に突き出して
商品を取り返してください
入店NG
入らせないで
お断りしてください
写真を撮って送って
入店を断って
入店お断り
入 店 を 断 っ て
入店拒否
入店させないで
来店を拒否して
出入り禁止
出禁にして
店に入れないでください
追い返してください
追い出して
荷物検査をして
バッグの中を見せてもらって
持ち物を調べて
声をかけて職質
問い詰めてください
catch him
ban her
拡散希望
ネットに公開します
顔を晒す
懸賞金あり
謝礼します
報酬あり
見つけた方にお礼をします
許さない
商品を返せ
弁償しろ
殴ってやる
痛い目にあわせる
逃げても無駄だ
reward
""",
}

REFUSED = [(clause, phrase) for clause, lines in DENIED.items() for phrase in lines.strip().splitlines()]


@pytest.mark.parametrize("phrase", ALLOWED)
def test_descriptions_of_things_seen_pass(phrase: str) -> None:
    """R-086: what shop staff need to say about clothes, goods, places and ways goes through."""
    assert check_text(phrase, RULES)


@pytest.mark.parametrize(("clause", "phrase"), REFUSED)
def test_names_labels_and_orders_do_not(clause: str, phrase: str) -> None:
    """R-042, R-086, R-087: refused in every spelling, with the clause and what to write instead."""
    verdict = check_text(clean(phrase), RULES)

    assert isinstance(verdict, Deny)
    assert verdict.clause == clause
    assert "ください" in verdict.reason
    assert verdict.reason.format(**verdict.values)


def test_the_table_is_long_enough_to_mean_something() -> None:
    """R-127: the word rules stand on real phrases, none twice."""
    assert len({*ALLOWED, *(phrase for _, phrase in REFUSED)}) == len(ALLOWED) + len(REFUSED) >= 240


def test_the_person_is_shown_the_word_but_never_a_name_or_number() -> None:
    """R-087: what could identify somebody is not repeated in a verdict, a condemned word is, as it was typed."""
    word, name, number = (check_words(text) for text in ("あのドロボーが", "田中さん", "090-1234-5678"))

    assert isinstance(word, Deny)
    assert word.values == {"found": "ドロボー"}
    assert isinstance(name, Deny)
    assert name.values == {}
    assert isinstance(number, Deny)
    assert number.values == {}


@given(
    st.sampled_from(["犯人", "外国人", "認知症", "取り押さえて", "前科", "入店拒否"]),
    st.lists(st.sampled_from(["", " ", "　", "・", "\u200b", "\u202e", "\u00ad", "_", "."]), min_size=8, max_size=8),
)
def test_no_separator_hides_a_word(word: str, between: list[str]) -> None:
    """R-042, R-086: spaces, dots and invisible characters inside a word change nothing."""
    spaced = "".join(letter + gap for letter, gap in zip(word, between, strict=False))

    assert not check_words(f"黒い帽子の{spaced}")
    assert check_words("黒い帽子の人")
