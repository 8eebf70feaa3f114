"""What a network states in public: its pages and its printed notices say these very sentences."""

from __future__ import annotations

from handlers.cards import Sentence, t
from policy.clocks import ANSWER_DAYS
from policy.rules import Rules

DAYS_A_YEAR = 365


def does(rules: Rules) -> tuple[Sentence, ...]:
    """R-122, L227: what an alert is, and what it is not."""
    return (
        t("顔認証はしません。顔の特徴をデータにして、人を探すこともしません。"),
        t("知らせるかどうかは、事案ごとに {count} 人以上が確かめて決めます。", count=rules.approvals_needed),
        t("知らせるのは {km} km 以内の、多くても {stores} 店です。", km=rules.radius_km, stores=rules.max_stores),
        t("ほかの会社の店に知らせることもあります。"),
        t("画像は使いません。") if rules.text_only else t("画像を使うときは、顔とほかの人を塗りつぶします。"),
        t("名前、住所、電話番号は知らせません。"),
        t("捕まえることや、入店を断ることは求めません。"),
    )


def ends(rules: Rules) -> tuple[tuple[Sentence, Sentence], ...]:
    """R-050: what there is of an alert, and when it is gone."""
    pictures = (
        (t("元の画像"), t("{hours} 時間以内に消えます。", hours=rules.original_hours)),
        (t("塗りつぶした画像"), t("知らせが終わると消えます。")),
    )
    return (
        (t("知らせ"), t("{hours} 時間以内に終わります。", hours=rules.life_hours)),
        *(() if rules.text_only else pictures),
        (t("文章"), t("終わってから {days} 日で消えます。", days=rules.text_days)),
        (t("画像も文章もない記録"), t("{years} 年で消えます。", years=rules.record_days // DAYS_A_YEAR)),
    )


def free() -> Sentence:
    """R-070, L146: what it costs; the law would let us ask for the cost of showing data, and nothing is asked."""
    return t("申し出にも答えにも、お金はかかりません。")


def objecting() -> tuple[Sentence, ...]:
    """R-070, R-099: what anybody can do who thinks that it is about them."""
    return (
        t("だれでも申し出ることができます。名前も登録も要りません。{answer} 日以内に答えます。", answer=ANSWER_DAYS),
        t(
            "知らせが出ている間に、店と日と時刻を添えて「違う」と申し出ると、まず画像の表示を止め、それから人が確かめます。"
        ),
        free(),
    )


def purpose(rules: Rules) -> Sentence:
    """R-023, R-033, L85, L109: what for, said so that whoever walks in can expect it; never "for security" alone."""
    if rules.text_only:
        return t("起きたばかりの万引きが近くの店で続くのを防ぐために、店で見たことを言葉で知らせます。")
    return t("起きたばかりの万引きが近くの店で続くのを防ぐために、店で見たことと、防犯カメラなどの画像を使います。")


def who_records(store: str, facility: str) -> Sentence:
    """R-031, R-032, L107: whose cameras they are; in a mall they may be its own, and both is said."""
    if facility:
        return t("この店の防犯カメラは、{store} か {facility} が動かしています。", store=store, facility=facility)
    return t("この店の防犯カメラは、{store} が動かしています。", store=store)


def recording() -> Sentence:
    """R-023, R-031, L85, L107: what the cameras of a shop are for."""
    return t("万引きなどの犯罪を防ぎ、お客様の安全を守るために、防犯カメラの映像を記録し、使います。")
