"""The questions about how a person looks, answered by choosing; the vocabularies stand in ``policy.look``."""

from __future__ import annotations

from handlers.forms.choices import NOT_SEEN, each
from handlers.forms.form import Field, Option
from policy.forms.names import FieldName
from policy.forms.report import SHOWS_A_PERSON
from policy.look import UNSAID, Bag, Colour, Hair, Height, Lower, Upper
from policy.verdict import N_

_TROUSERS = "ズボン パンツ スラックス"


def _look(name: str, label: str, question: str, options: tuple[Option, ...]) -> Field:
    """A feature by choice; whoever prefers to write does so, and all of them may be left out."""
    return Field(
        name,
        label,
        question,
        (*options, Option(UNSAID, N_("わからない"), f"色はわからない 色まで見ていない {NOT_SEEN}")),
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
            Option(Colour.BLACK, N_("黒"), "黒い 黒色 くろ くろい くろいろ 真っ黒 黒っぽい くろっぽい 黒系 ブラック"),
            Option(
                Colour.WHITE,
                N_("白"),
                "白い 白色 しろ しろい しろいろ 真っ白 白っぽい しろっぽい 白系 ホワイト オフホワイト",
            ),
            Option(Colour.GREY, N_("グレー"), "グレイ 灰色 はいいろ ねずみ色 グレーっぽい gray"),
            Option(Colour.NAVY, N_("紺"), "紺色 こん こんいろ 濃紺 紺っぽい ネイビー navyblue darkblue"),
            Option(Colour.BLUE, N_("青"), "青い 青色 あお あおい 青っぽい 水色 みずいろ ブルー lightblue"),
            Option(Colour.RED, N_("赤・ピンク"), "赤い 赤色 あか あかい 真っ赤 赤っぽい えんじ レッド ピンク色 pink"),
            Option(Colour.YELLOW, N_("黄・オレンジ"), "黄色 黄色い きいろ 橙 orange"),
            Option(Colour.GREEN, N_("緑"), "緑色 みどり みどりいろ 緑っぽい 黄緑 深緑 カーキ グリーン khaki"),
            Option(Colour.BROWN, N_("茶・ベージュ"), "茶色 茶色い ちゃいろ 茶系 茶っぽい ブラウン beige"),
            Option(Colour.PURPLE, N_("紫"), "紫色 むらさき パープル"),
            Option(
                Colour.PATTERNED,
                N_("柄もの"),
                """柄 花柄 チェック チェック柄 しましま しま模様 ストライプ 水玉 ヒョウ柄 ボーダー 迷彩
                check checked patterned striped stripes""",
            ),
        ),
    ),
    _look(
        FieldName.UPPER,
        N_("上着"),
        N_("上に着ているものは？"),
        (
            Option(Upper.T_SHIRT, N_("Tシャツ"), "ティーシャツ てぃーしゃつ 半袖Tシャツ 長袖Tシャツ tee tshirts"),
            Option(Upper.SHIRT, N_("シャツ"), "ワイシャツ Yシャツ ポロシャツ ブラウス yshirt poloshirt blouse"),
            Option(Upper.SWEATER, N_("セーター"), "ニット トレーナー スウェット カーディガン knit cardigan sweatshirt"),
            Option(Upper.HOODIE, N_("パーカー"), "パーカ フーディー hoody"),
            Option(Upper.JACKET, N_("ジャケット"), "ジャンパー ジャンバー ブルゾン ジャケット着ていた jumper jaket"),
            Option(Upper.COAT, N_("コート"), "ロングコート トレンチコート コート着ていた"),
            Option(Upper.DOWN, N_("ダウン"), "ダウンジャケット ダウン着ていた downjacket puffer"),
            Option(Upper.SUIT, N_("スーツ"), "背広 スーツ姿 suits"),
            Option(Upper.DRESS, N_("ワンピース"), "ワンピ onepiece"),
            Option(Upper.WORKWEAR, N_("作業着"), "作業服 つなぎ"),
            Option(Upper.SPORTSWEAR, N_("ジャージ"), "ジャージ上下 トレーニングウェア jersey tracksuit"),
        ),
    ),
    _look(
        FieldName.LOWER,
        N_("下の服"),
        N_("下にはいているものは？"),
        (
            Option(Lower.BLACK_TROUSERS, N_("黒のズボン"), f"{each('黒 黒の 黒い', '', _TROUSERS)} blackpants"),
            Option(Lower.NAVY_TROUSERS, N_("紺のズボン"), f"{each('紺 紺の', '', _TROUSERS)} navypants"),
            Option(
                Lower.GREY_TROUSERS, N_("グレーのズボン"), f"{each('グレー グレーの 灰色の', '', _TROUSERS)} greypants"
            ),
            Option(
                Lower.BEIGE_TROUSERS, N_("ベージュのズボン"), f"{each('ベージュ ベージュの', '', _TROUSERS)} beigepants"
            ),
            Option(Lower.WHITE_TROUSERS, N_("白のズボン"), f"{each('白 白の 白い', '', _TROUSERS)} whitepants"),
            Option(Lower.JEANS, N_("ジーンズ"), "ジーパン デニム Gパン jean denim"),
            Option(Lower.SHORTS, N_("短パン"), "半ズボン ハーフパンツ ハーパン 短いズボン shortpants"),
            Option(Lower.TRACK_TROUSERS, N_("ジャージのズボン"), "ジャージ ジャージの下 スウェットパンツ sweatpants"),
            Option(Lower.SHORT_SKIRT, N_("短いスカート"), "ミニスカ ミニスカート miniskirt"),
            Option(Lower.LONG_SKIRT, N_("長いスカート"), "ロングスカート ロンスカ 長めのスカート"),
        ),
    ),
    _look(
        FieldName.BAG,
        N_("かばん"),
        N_("どんなかばんや袋を持っていますか？"),
        (
            Option(
                Bag.NO_BAG,
                N_("手ぶら"),
                """てぶら 何も 何もない 持っていない なにも持っていない 何も持っていない カバンなし かばんなし
                バッグなし nobag nothing empty emptyhands emptyhanded""",
            ),
            Option(
                Bag.RUCKSACK, N_("リュック"), "リュックサック リュック背負っていた バックパック デイパック backpack"
            ),
            Option(
                Bag.HANDBAG, N_("手提げかばん"), "手提げ 手さげ トート トートバッグ ハンドバッグ handbag tote totebag"
            ),
            Option(
                Bag.SHOULDER_BAG,
                N_("肩かけかばん"),
                "ショルダー ショルダーバッグ 肩かけ 肩掛け 斜めがけ 斜め掛けバッグ ポシェット shoulder",
            ),
            Option(
                Bag.LARGE_BAG,
                N_("大きな袋"),
                "大きい袋 でかい袋 でっかい袋 大きいかばん 大きなかばん 大きいバッグ 大きなバッグ bigbag",
            ),
            Option(Bag.SHOPPING_BAG, N_("エコバッグ"), "エコバ エコバック マイバッグ 買い物袋 ecobag"),
            Option(Bag.PLASTIC_BAG, N_("レジ袋"), "ビニール袋 コンビニ袋 コンビニの袋 スーパーの袋"),
            Option(Bag.WAIST_BAG, N_("ウエストポーチ"), "ウエストバッグ ヒップバッグ"),
            Option(Bag.BRIEFCASE, N_("ビジネスバッグ"), "ビジネスバック ビジネスかばん ブリーフケース businessbag"),
            Option(
                Bag.SUITCASE,
                N_("スーツケース"),
                "キャリー キャリーケース キャリーバッグ スーツケース引いていた carrycase",
            ),
        ),
    ),
    _look(
        FieldName.HAIR,
        N_("髪・帽子"),
        N_("髪や帽子は？"),
        (
            Option(Hair.CAP, N_("キャップ"), "野球帽 キャップ帽 キャップかぶっていた 帽子はキャップ baseballcap"),
            Option(Hair.KNIT_HAT, N_("ニット帽"), "ニットキャップ ビーニー beanie"),
            Option(Hair.BRIMMED_HAT, N_("つばの広い帽子"), "ハット つば広帽子 麦わら帽子 バケットハット バケハ"),
            Option(Hair.HOOD, N_("フード"), "フードかぶっていた フード被っている フードをかぶっていた hoodup"),
            Option(Hair.HELMET, N_("ヘルメット"), "メット ヘルメットかぶっていた"),
            Option(Hair.SHORT_DARK, N_("短い黒髪"), "黒髪ショート 黒い短髪"),
            Option(Hair.LONG_DARK, N_("長い黒髪"), "黒髪ロング 黒いロングヘア"),
            Option(
                Hair.TIED,
                N_("結んだ髪"),
                "ポニーテール ポニテ おだんご お団子ヘア 後ろで結んでいる 結んでいる ponytail",
            ),
            Option(Hair.DYED, N_("茶髪・金髪"), "きんぱつ パツキン ちゃぱつ blond blonde"),
            Option(Hair.GREYING, N_("白髪まじり"), "白髪 しらが 白髪頭 grayhair greyhair"),
            Option(Hair.SHAVEN, N_("丸刈り"), "坊主 坊主頭 丸坊主 スキンヘッド bald"),
        ),
    ),
    _look(
        FieldName.HEIGHT,
        N_("背の高さ"),
        N_("背の高さは？"),
        (
            Option(
                Height.LOW,
                N_("背は低め"),
                "低い 低め ちょっと低め 背が低い 小柄 小さい ちっちゃい チビ ひくい short small",
            ),
            Option(
                Height.MIDDLE, N_("背はふつう"), "普通 ふつう ふつうくらい 中くらい 中背 平均 average normal middle"
            ),
            Option(Height.HIGH, N_("背は高め"), "高い 高め わりと高め 背が高い 長身 のっぽ たかい tall"),
        ),
    ),
)
"""At most eleven words each, for LINE shows 13 quick replies, 「わからない」 and 「残りは書かない」 among them."""
