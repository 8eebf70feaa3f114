"""A network's rules as a document that can be read beside the guideline (``hansho rules``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from policy.clauses import CLAUSES
from policy.clocks import ANSWER_DAYS
from policy.digest import LATE_MINUTES
from policy.hold import LONGEST_HOLD, LONGEST_IN_ALL
from policy.quality import LEAST_SIZE
from policy.quota import LONGEST_WAIT
from policy.references import Reference
from policy.rules import CEILINGS, Rules
from policy.verdict import N_


@dataclass(frozen=True)
class Paragraph:
    """One rule in words.

    Attributes:
        clauses: The requirements it rests on.
        sentence: Japanese sentence (msgid) with ``{name}`` places.
        values: What fills the places.
    """

    clauses: tuple[str, ...]
    sentence: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[int, ...]:
        """The guideline lines of the clauses, ascending, each once."""
        return tuple(sorted({CLAUSES[clause].line for clause in self.clauses}))


def document(rules: Rules, rest_on: Collection[Reference]) -> list[tuple[str, tuple[Paragraph, ...]]]:
    """R-126, R-127, L231: the rule set as headings (msgids) and paragraphs with this network's values.

    ``rest_on``: the editions of guideline and statute that are in force (R-008).
    """
    return [
        (N_("この文書について"), _about(rules, rest_on)),
        (N_("だれが通報し、だれが確かめるか"), _people(rules)),
        (N_("三つの要件と同意"), _tests(rules)),
        (N_("伝える内容"), _content(rules)),
        (N_("画像"), _picture(rules)),
        (N_("届ける相手"), _audience(rules)),
        (N_("期限と消去"), _times(rules)),
        (N_("待ち時間"), _waiting(rules)),
        (N_("誤りを正す、記録する、監査を受ける"), _afterwards(rules)),
        (N_("写った人などからの申出"), _desk(rules)),
    ]


def _about(rules: Rules, rest_on: Collection[Reference]) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            ("R-126", "R-127"),
            N_("次の指針と法律に沿う、このネットワークの規則です。版：{version}"),
            {"version": rules.version},
        ),
        *(
            Paragraph(
                ("R-008",),
                N_("拠り所：{ja}（{en}）。{since} から有効です。"),
                {"ja": reference.ja, "en": reference.en, "since": reference.in_force_from.isoformat()},
            )
            for reference in rest_on
        ),
        Paragraph(("R-025",), N_("知らせるのは万引きだけで、ほかの犯罪や迷惑行為は知らせません。")),
        Paragraph(
            ("R-110", "R-111"),
            N_(
                "事案ごとの例外であり、まとめての判定や自動の送信はしません。"
                "三つの要件の確認は認定団体の考え方によるもので、監督官庁の保証ではありません。"
            ),
        ),
    )


def _people(rules: Rules) -> tuple[Paragraph, ...]:
    reporter = N_("通報者も承認者の一人に数えます。") if rules.reporter_counts else N_("通報者は承認者に数えません。")
    return (
        Paragraph(
            ("R-005", "R-009", "R-061", "R-122", "R-125"),
            N_("送るかどうかは参加店舗が決めます。同意と店頭のお知らせがあり、責任者のいる店舗だけが送れます。"),
        ),
        Paragraph(("R-062", "R-063"), N_("研修の期限内の会員だけが、通報し、承認し、画像を見られます。")),
        *_training(rules),
        Paragraph(
            ("R-113",),
            N_("通報した店舗の {people} 人以上の「はい」が要ります。1人は責任者か代行者です。同じ人は1人と数えます。"),
            {"people": rules.approvals_needed},
        ),
        Paragraph(("R-114",), reporter),
        Paragraph(("R-117",), N_("18歳未満や配慮が必要な人かもしれないときは、さらに事務局の承認が必要です。")),
        Paragraph(
            ("R-044",),
            N_(
                "24時間の上限：通報は1人 {reports_each} 件、1店舗 {reports_all} 件。表示は1人 {looks_each} 回、"
                "1店舗 {looks_all} 回。ページの操作は1人 {posts_each} 回、1店舗 {posts_all} 回。"
                "1人の操作の知らせに使うLINEの通数は {messages_each} 通まで。"
            ),
            {
                "reports_each": rules.reports_per_person_day,
                "reports_all": rules.reports_per_store_day,
                "looks_each": rules.views_per_person_day,
                "looks_all": rules.views_per_store_day,
                "posts_each": rules.posts_per_person_day,
                "posts_all": rules.posts_per_store_day,
                "messages_each": rules.messages_per_person_day,
            },
        ),
    )


def _desk(rules: Rules) -> tuple[Paragraph, ...]:
    reached = ", ".join(filter(None, (rules.desk_telephone, rules.desk_hours, rules.desk_address)))
    body, day = f"{rules.certified_body} {rules.certified_body_telephone}", rules.certified_body_as_of
    return (
        Paragraph(
            ("R-070", "R-071", "R-099"),
            N_("写った人などの申出には {days} 日以内に答えます。断るには、法の定める理由と、別の人の確認が要ります。"),
            {"days": ANSWER_DAYS},
        ),
        *([Paragraph(("R-076",), N_("申出の窓口：{reached}"), {"reached": reached})] if reached else []),
        Paragraph(("R-011", "R-077"), N_("認定個人情報保護団体：{body}（{day} 現在）"), {"body": body, "day": day}),
    )


def _training(rules: Rules) -> tuple[Paragraph, ...]:
    if not rules.training_url:
        return ()
    return (Paragraph(("R-062",), N_("研修はここで受けられます：{address}"), {"address": rules.training_url}),)


def _tests(rules: Rules) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            ("R-112", "R-115", "R-116", "R-117", "R-110"),
            N_(
                "承認者は、現在の危難、補充性、法益権衡、同意取得の困難性に、それぞれ「はい」か「いいえ」と理由で答えます。"
            ),
        ),
        Paragraph(
            ("R-110",),
            N_("理由は {least} 文字以上の自分の文です。決まり文句、同じ文の使い回しは受け付けません。"),
            {"least": rules.min_reason_characters},
        ),
        Paragraph(("R-112",), N_("一つでも「いいえ」があれば送りません。「はい」は送信まで取り消せます。")),
        Paragraph(
            ("R-115",),
            N_("発生から {hours} 時間を過ぎた出来事は送れません。"),
            {"hours": rules.max_event_age_hours},
        ),
        Paragraph(
            ("R-111",),
            N_(
                "判定は、画像、文、配信先、期限、規則の版に結び付きます。一つでも変わると判定は無効です。送る直前にも確かめます。"
            ),
        ),
    )


def _content(rules: Rules) -> tuple[Paragraph, ...]:
    return (
        Paragraph(("R-086",), N_("伝えるのは、被害品、日時、向かった方向、移動手段、特徴、画像だけです。")),
        Paragraph(("R-087",), N_("名前、住所、電話番号、車のナンバー、アカウントは書けません。")),
        Paragraph(("R-086",), N_("国籍や民族、病気や障害、信条、前科や逮捕の話は書けません。")),
        Paragraph(("R-042",), N_("犯人と決めつける言葉、取り押さえや入店拒否の依頼、脅しやお礼は書けません。")),
        Paragraph(("R-127",), N_("一つの欄は {most} 文字までです。"), {"most": rules.max_field_characters}),
        Paragraph(("R-047",), N_("支払いがないことを確かめ、現認、映像、在庫のどれで確かめたかを記録します。")),
    )


def _picture(rules: Rules) -> tuple[Paragraph, ...]:
    if rules.text_only:
        return (Paragraph(("R-003",), N_("このネットワークでは画像を使いません。")),)
    return (
        Paragraph(
            ("R-116",),
            N_(
                "知らせない、人物を示さない注意、文字の特徴、画像の順に弱い方法を選びます。強くするには理由が必要です。"
            ),
        ),
        Paragraph(("R-118", "R-119"), N_("対象者以外の全身と、すべての顔を塗りつぶし、機械と通報者が確かめます。")),
        Paragraph(
            ("R-041",),
            N_(
                "小さい（{size}ピクセル未満）、暗い、ぼけた、文字の見える画像を使うには理由が必要です。理由は承認者に示します。"
            ),
            {"size": LEAST_SIZE},
        ),
        Paragraph(("R-117",), N_("18歳未満や配慮が必要な人かもしれないときは、画像を使いません。")),
        Paragraph(
            ("R-001", "R-007", "R-064", "R-095"),
            N_("画像は宛先の会員だけが、配信中だけ、透かし付きの画面で見られます。閲覧はすべて記録します。"),
        ),
    )


def _audience(rules: Rules) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            ("R-044", "R-085", "R-124"),
            N_("業種を問わず、{radius} km 以内の店舗に、近い順に {most} 店舗まで届けます。上限は {ceiling} km です。"),
            {"radius": rules.radius_km, "most": rules.max_stores, "ceiling": CEILINGS["radius_km"].greatest},
        ),
        Paragraph(("R-089", "R-090"), N_("同じネットワークの中だけに届けます。同じ施設の店舗は範囲に含めます。")),
        Paragraph(("R-030",), N_("範囲の外の自社店舗は、理由を書いて一店ずつ追加したときだけ届けます。")),
    )


def _times(rules: Rules) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            ("R-043", "R-044"),
            N_("警戒情報の期限は {hours} 時間までです（上限 {ceiling} 時間）。"),
            {"hours": rules.life_hours, "ceiling": CEILINGS["life_hours"].greatest},
        ),
        Paragraph(
            ("R-040",),
            N_("元の写真は送信か終了のとき、遅くとも {hours} 時間で消します。加工した画像は配信の終わりに消します。"),
            {"hours": rules.original_hours},
        ),
        Paragraph(
            ("R-040",),
            N_("文は終了から {text_days} 日、画像も文もない判断の記録は {record_days} 日で消します。"),
            {"text_days": rules.text_days, "record_days": rules.record_days},
        ),
        Paragraph(
            ("R-142",),
            N_("事務局が保全し、もう一人が確認した間は消しません。一回 {days} 日まで、全部で {in_all} 日までです。"),
            {"days": LONGEST_HOLD.days, "in_all": LONGEST_IN_ALL.days},
        ),
    )


def _waiting(rules: Rules) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            ("R-123",),
            N_("承認者の返事がなければ {remind} 分で催促し、{stand_in} 分で代理に頼み、{lapse} 分で取りやめます。"),
            {"remind": rules.reminder_minutes, "stand_in": rules.stand_in_minutes, "lapse": rules.lapse_minutes},
        ),
        Paragraph(
            ("R-123",),
            N_("届いた店舗の確認がなければ、{second} 分で次の連絡先に知らせます。"),
            {"second": rules.second_contact_minutes},
        ),
        Paragraph(
            ("R-043",),
            N_("期限の {minutes} 分前に、危険が去ったかを一度たずねます。"),
            {"minutes": rules.expiry_question_minutes},
        ),
    )


def _at_night(rules: Rules) -> tuple[Paragraph, ...]:
    if rules.quiet_from_hour == rules.quiet_until_hour:
        return ()
    hours: dict[str, str | int] = {"begin": rules.quiet_from_hour, "end": rules.quiet_until_hour}
    sentence = N_("{begin} 時から {end} 時までは、急がないお知らせを送らず、朝にまとめます。急ぐものは待ちません。")
    return (Paragraph(("R-127",), sentence, hours),)


def _afterwards(rules: Rules) -> tuple[Paragraph, ...]:
    unknown = (
        N_("LINEの残り通数がわからないときは {seconds} 秒まで待ち、それでもわからなければ事務局に知らせて送ります。")
        if rules.send_when_quota_unknown
        else N_("LINEの残り通数がわからないときは {seconds} 秒まで待ち、それでもわからなければ、わかるまで送りません。")
    )
    return (
        Paragraph(
            ("R-049", "R-078", "R-096"),
            N_(
                "訂正と回収は受け取った全員に届け、確認まで {minutes} 分ごとに知らせます。LINEは {reserve} 通残します。"
            ),
            {"minutes": rules.recall_reminder_minutes, "reserve": rules.line_reserve_messages},
        ),
        *_at_night(rules),
        Paragraph(("R-078",), unknown, {"seconds": int(LONGEST_WAIT.total_seconds())}),
        Paragraph(
            ("R-081",),
            N_(
                "{days} 日に {count} 回送った店舗や、品目・根拠・時間帯の似た出来事を {count} 件送った事業者の次の"
                "警戒情報には、事務局の承認も必要です。続けば共同利用を考えます。"
            ),
            {"days": rules.repeat_days, "count": rules.repeat_alerts},
        ),
        Paragraph(
            ("R-097", "R-121", "R-123"),
            N_("判断の数字は毎週事務局に、台帳は監査人に示します。通報から送信まで {minutes} 分以内が目標です。"),
            {"minutes": LATE_MINUTES},
        ),
    )
