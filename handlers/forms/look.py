"""The questions about how a person looks, answered by choosing; the vocabularies stand in ``policy.look``."""

from __future__ import annotations

from handlers.forms.choices import NOT_SEEN
from handlers.forms.form import Field, Option
from policy.forms.names import FieldName
from policy.forms.report import SHOWS_A_PERSON
from policy.look import UNSAID, Bag, Colour, Hair, Height, Lower, Upper
from policy.verdict import N_


def _look(name: str, label: str, question: str, options: tuple[Option, ...]) -> Field:
    """A feature by choice; whoever prefers to write does so, and all of them may be left out."""
    return Field(
        name,
        label,
        question,
        (*options, Option(UNSAID, N_("わからない"), f"色はわからない {NOT_SEEN}")),
        only_if=SHOWS_A_PERSON,
        default=UNSAID,
        in_words=FieldName.FEATURES,
    )


LOOK_FIELDS = (
    _look(
        FieldName.TOP_COLOUR,
        N_("上着の色"),
        N_("上に着ているものの色は？"),
        (
            Option(Colour.BLACK, N_("黒"), "黒い 黒色 くろ くろいろ 真っ黒 黒っぽい 黒系 ブラック"),
            Option(Colour.WHITE, N_("白"), "白い 白色 しろ しろいろ 真っ白 白っぽい 白系 ホワイト"),
            Option(Colour.GREY, N_("グレー"), "グレイ 灰色 はいいろ ねずみ色 グレーっぽい gray"),
            Option(Colour.NAVY, N_("紺"), "紺色 こんいろ 濃紺 紺っぽい ネイビー navyblue darkblue"),
            Option(Colour.BLUE, N_("青"), "青い 青色 あお 青っぽい 水色 ブルー lightblue"),
            Option(Colour.RED, N_("赤・ピンク"), "赤い 赤色 あか 真っ赤 赤っぽい レッド ピンク色 pink"),
            Option(Colour.YELLOW, N_("黄・オレンジ"), "黄色 黄色い きいろ 橙 orange"),
            Option(Colour.GREEN, N_("緑"), "緑色 みどり 緑っぽい 深緑 グリーン"),
            Option(Colour.BROWN, N_("茶・ベージュ"), "茶色 茶色い ちゃいろ 茶系 beige"),
            Option(Colour.PURPLE, N_("紫"), "紫色 むらさき パープル"),
            Option(Colour.PATTERNED, N_("柄もの"), "柄 花柄 チェック しましま ボーダー 迷彩 patterned striped stripes"),
        ),
    ),
    _look(
        FieldName.UPPER,
        N_("上着"),
        N_("上に着ているものは？"),
        (
            Option(Upper.T_SHIRT, N_("Tシャツ")),
            Option(Upper.SHIRT, N_("シャツ")),
            Option(Upper.SWEATER, N_("セーター")),
            Option(Upper.HOODIE, N_("パーカー")),
            Option(Upper.JACKET, N_("ジャケット")),
            Option(Upper.COAT, N_("コート")),
            Option(Upper.DOWN, N_("ダウン")),
            Option(Upper.SUIT, N_("スーツ")),
            Option(Upper.DRESS, N_("ワンピース")),
            Option(Upper.WORKWEAR, N_("作業着")),
            Option(Upper.SPORTSWEAR, N_("ジャージ")),
        ),
    ),
    _look(
        FieldName.LOWER,
        N_("下の服"),
        N_("下にはいているものは？"),
        (
            Option(Lower.BLACK_TROUSERS, N_("黒のズボン")),
            Option(Lower.NAVY_TROUSERS, N_("紺のズボン")),
            Option(Lower.GREY_TROUSERS, N_("グレーのズボン")),
            Option(Lower.BEIGE_TROUSERS, N_("ベージュのズボン")),
            Option(Lower.WHITE_TROUSERS, N_("白のズボン")),
            Option(Lower.JEANS, N_("ジーンズ")),
            Option(Lower.SHORTS, N_("短パン")),
            Option(Lower.TRACK_TROUSERS, N_("ジャージのズボン")),
            Option(Lower.SHORT_SKIRT, N_("短いスカート")),
            Option(Lower.LONG_SKIRT, N_("長いスカート")),
        ),
    ),
    _look(
        FieldName.BAG,
        N_("かばん"),
        N_("どんなかばんや袋を持っていますか？"),
        (
            Option(Bag.NO_BAG, N_("手ぶら")),
            Option(Bag.RUCKSACK, N_("リュック")),
            Option(Bag.HANDBAG, N_("手提げかばん")),
            Option(Bag.SHOULDER_BAG, N_("肩かけかばん")),
            Option(Bag.LARGE_BAG, N_("大きな袋")),
            Option(Bag.SHOPPING_BAG, N_("エコバッグ")),
            Option(Bag.PLASTIC_BAG, N_("レジ袋")),
            Option(Bag.WAIST_BAG, N_("ウエストポーチ")),
            Option(Bag.BRIEFCASE, N_("ビジネスバッグ")),
            Option(Bag.SUITCASE, N_("スーツケース")),
        ),
    ),
    _look(
        FieldName.HAIR,
        N_("髪・帽子"),
        N_("髪や帽子は？"),
        (
            Option(Hair.CAP, N_("キャップ")),
            Option(Hair.KNIT_HAT, N_("ニット帽")),
            Option(Hair.BRIMMED_HAT, N_("つばの広い帽子")),
            Option(Hair.HOOD, N_("フード")),
            Option(Hair.HELMET, N_("ヘルメット")),
            Option(Hair.SHORT_DARK, N_("短い黒髪")),
            Option(Hair.LONG_DARK, N_("長い黒髪")),
            Option(Hair.TIED, N_("結んだ髪")),
            Option(Hair.DYED, N_("茶髪・金髪")),
            Option(Hair.GREYING, N_("白髪まじり")),
            Option(Hair.SHAVEN, N_("丸刈り")),
        ),
    ),
    _look(
        FieldName.HEIGHT,
        N_("背の高さ"),
        N_("背の高さは？"),
        (
            Option(Height.LOW, N_("背は低め")),
            Option(Height.MIDDLE, N_("背はふつう")),
            Option(Height.HIGH, N_("背は高め")),
        ),
    ),
)
"""At most eleven words each, for LINE shows 13 quick replies, 「わからない」 and 「残りは書かない」 among them."""
