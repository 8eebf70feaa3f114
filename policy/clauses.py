"""Each requirement this code cites: its line in the guideline file, and what it asks for in one short sentence.

The sentences paraphrase; the guideline's own words decide. Lines count from 1 in the text of the edition named by
``GUIDELINE_VERSION``.
"""

from __future__ import annotations

from dataclasses import dataclass

GUIDELINE_VERSION = "2022-04-01"
"""防犯目的でカメラ画像等を利用するための指針, published March 2022, as revised on 1 April 2022."""


@dataclass(frozen=True)
class Clause:
    """Where a requirement stands and what it asks for, in both languages."""

    line: int
    ja: str
    en: str


CLAUSES: dict[str, Clause] = {
    "R-001": Clause(
        18, "画像を公開しない。登録された会員だけが見られる。", "Nothing is public; only enrolled members see it."
    ),
    "R-003": Clause(22, "画像を使わず文字だけで運用できる。", "A network may work with text alone."),
    "R-005": Clause(22, "参加と脱退は店舗ごとに日時で決まる。", "Stores join and leave at a given moment."),
    "R-007": Clause(39, "決められた目的以外には使わない。", "No purpose but the fixed ones."),
    "R-008": Clause(
        41, "書かれていないことは法とガイドラインに従う。", "What it leaves open follows the law and its guidelines."
    ),
    "R-009": Clause(51, "参加に同意した事業者だけが使う。", "Only businesses that agreed take part."),
    "R-011": Clause(69, "認定個人情報保護団体を公の場に示す。", "The certified body stands on every public page."),
    "R-020": Clause(77, "利用目的をできるだけ具体的に示す。", "The purpose is stated as concretely as can be."),
    "R-021": Clause(79, "防犯というだけでは抽象的である。", "Crime prevention alone is too vague a purpose."),
    "R-022": Clause(81, "顔で人を見分けるなら、はっきり示す。", "Face recognition is stated where it is used."),
    "R-023": Clause(85, "店内の見やすい場所に掲示する。", "A notice hangs in the store where everybody sees it."),
    "R-025": Clause(91, "犯罪と迷惑行為を分けて扱う。", "Crimes are kept apart from nuisance."),
    "R-026": Clause(93, "しくみを世の中に分かるように説明する。", "The network explains itself to the public."),
    "R-027": Clause(99, "いつ消すかを示す。", "It is stated when recordings are erased."),
    "R-029": Clause(101, "共有について本当のことを示す。", "What is said about sharing is true."),
    "R-030": Clause(
        103, "自社でも遠方の店舗とは原則共有しない。", "Far stores, one's own too, are left out by default."
    ),
    "R-031": Clause(107, "カメラが動いていることを掲示する。", "Where a camera runs, a sign says so."),
    "R-032": Clause(107, "掲示から問合せ先にたどり着ける。", "The notice leads to whom one can ask."),
    "R-040": Clause(113, "要らなくなったデータは遅れずに消す。", "What is no longer needed is erased without delay."),
    "R-041": Clause(
        115, "不鮮明な画像は別の人と取り違えるおそれがある。", "An unclear picture makes people mistake somebody."
    ),
    "R-042": Clause(
        115, "決めつけや入店拒否につながる書き方をしない。", "No wording that condemns or shuts a person out."
    ),
    "R-043": Clause(119, "すべてのデータに終わりの日時がある。", "Every piece of data has an end date."),
    "R-044": Clause(
        121, "範囲と期間は必要最小限とし、上限を超えない。", "Scope and period are minimal and have ceilings."
    ),
    "R-047": Clause(125, "客観的に確かめられた場合に限る。", "Only what has been ascertained objectively."),
    "R-049": Clause(126, "誤りが見つかったときの訂正手順がある。", "There is a way to correct mistakes."),
    "R-061": Clause(
        135, "店舗ごとに責任者を置き、使う人を限る。", "Each store has a responsible person; users are few."
    ),
    "R-062": Clause(136, "研修を受けた人だけが使う。", "Only trained people use it."),
    "R-063": Clause(137, "離れた人や失くした端末はすぐ使えなくする。", "Leavers and lost devices are cut off at once."),
    "R-064": Clause(138, "宛先の人だけが見られるよう制限する。", "Access is limited to those addressed."),
    "R-070": Clause(146, "開示などの申出に、期限内に答える。", "Requests about one's own data are answered in time."),
    "R-071": Clause(
        150, "断るには、法の例外と自分の言葉の理由が要る。", "A refusal takes an exception of the law and reasons."
    ),
    "R-072": Clause(
        151, "業務に著しい支障があるときも、理由を書いて断る。", "Hampered business: refused with a written reason."
    ),
    "R-073": Clause(153, "一律には断らず、答えられることに答える。", "No wholesale refusal; what can be answered is."),
    "R-074": Clause(144, "訂正などの申出を調べて決め、知らせる。", "Requests to correct are looked into and answered."),
    "R-075": Clause(
        144, "利用停止などの申出を調べて決め、知らせる。", "Requests to stop are looked into and answered."
    ),
    "R-076": Clause(157, "相談や苦情の窓口がある。", "There is a desk for enquiries and complaints."),
    "R-077": Clause(161, "認定個人情報保護団体の名称と番号を示す。", "The certified body's name and number are shown."),
    "R-078": Clause(214, "訂正と回収は受け取った全員に届ける。", "Corrections and recalls reach everyone who got it."),
    "R-081": Clause(169, "続けて提供するなら共同利用による。", "Continuous provision belongs to joint use."),
    "R-082": Clause(175, "マスクした画像も個人データとして扱う。", "A masked picture is still personal data."),
    "R-085": Clause(187, "情報も相手も本当に必要な範囲に限る。", "Only the data and receivers truly needed."),
    "R-086": Clause(189, "項目は日時、被害、特徴、画像などに限る。", "Only time, damage, features and picture."),
    "R-087": Clause(189, "氏名、住所、電話番号は共有しない。", "Never names, addresses or telephone numbers."),
    "R-089": Clause(189, "配信は同じ地域に限る。", "Delivery stays within the region."),
    "R-090": Clause(195, "同じ地域や同じ施設を単位とする。", "The unit is a region or one building."),
    "R-095": Clause(206, "広がる危険が増す分、慎重に扱う。", "Since copies may spread, more care is taken."),
    "R-096": Clause(206, "誤った情報への対応を用意する。", "There is an answer to wrong information."),
    "R-097": Clause(212, "外部の団体が検証できる。", "An outside body can verify it."),
    "R-099": Clause(214, "対象者には反論の機会がある。", "The person shown has a chance to object."),
    "R-110": Clause(
        219, "財産を守る必要と、同意が難しいことの両方を示す。", "Necessity and difficulty of consent, both shown."
    ),
    "R-111": Clause(
        219, "事案ごとの例外であり、まとめて送らない。", "An exception per case, never standing or in bulk."
    ),
    "R-112": Clause(221, "事案ごとに三つの要件を確かめる。", "All three tests are checked for each case."),
    "R-113": Clause(221, "店舗責任者を含む複数人で確かめる。", "Several people check, one of them responsible."),
    "R-114": Clause(221, "通報者とは別の人が承認する。", "Others than the reporter approve."),
    "R-115": Clause(223, "他店でも被害のおそれが高く、急ぐ必要がある。", "Other stores are likely hit next, and soon."),
    "R-116": Clause(224, "ほかに方法がなく、やむを得ない。", "There is no milder way."),
    "R-117": Clause(225, "情報は必要最小限にとどめる。", "No more information than needed."),
    "R-118": Clause(233, "対象者以外は全身を隠す。", "Everyone but the suspect is fully masked."),
    "R-119": Clause(233, "対象者の顔も隠す。", "The suspect's face is masked too."),
    "R-121": Clause(227, "第三者の監査を定期的に受ける。", "A third party audits regularly."),
    "R-122": Clause(227, "事業者間で使うことを店頭で知らせる。", "A notice in the shop tells of the sharing."),
    "R-123": Clause(231, "同じ地域で短時間に続く被害に間に合わせる。", "Fast enough for thefts in quick succession."),
    "R-124": Clause(231, "業種を問わず、近さで相手を決める。", "Receivers are chosen by place, not by trade."),
    "R-125": Clause(231, "送るかどうかは参加店舗が決める。", "The participating store decides to send."),
    "R-126": Clause(231, "判断の手順を定め、版を残す。", "The procedure is written down and versioned."),
    "R-127": Clause(231, "細かいルールを文書にまとめる。", "The detailed rules are a readable document."),
    "R-130": Clause(
        237,
        "事故やそのおそれは、速やかに委員会に報告する。",
        "An incident is reported to the commission without delay.",
    ),
    "R-131": Clause(
        238, "本人に知らせるか、代わりの措置をとる。", "The person is told, or something is done in its place."
    ),
    "R-132": Clause(240, "事故の種類は十ある。", "There are ten kinds of incident."),
    "R-133": Clause(240, "隠し方の情報も事故の対象である。", "How something was masked counts as data too."),
    "R-134": Clause(
        242, "必要なら、認定団体に所定の様式で連絡する。", "A grave one is reported to the certified body in its form."
    ),
    "R-135": Clause(
        246, "漏えい①見つけた人は、すぐに責任者に知らせる。", "Leak 1: whoever finds it tells the responsible at once."
    ),
    "R-136": Clause(
        247, "漏えい②状況を確かめ、認定団体に報告する。", "Leak 2: it is looked into and reported to the body."
    ),
    "R-137": Clause(
        248,
        "漏えい③暗号化していなければ、報道発表を準備する。",
        "Leak 3: a press release is prepared if it was not encrypted.",
    ),
    "R-138": Clause(
        249,
        "漏えい④強く疑われるときは、相談して委員会に報告する。",
        "Leak 4: the commission is told after asking the body.",
    ),
    "R-139": Clause(
        253, "消失①見つけた人は、すぐに責任者に知らせる。", "Loss 1: whoever finds it tells the responsible at once."
    ),
    "R-140": Clause(254, "消失②被害と原因を確かめる。", "Loss 2: damage and cause are found."),
    "R-141": Clause(
        255, "消失③控えから復旧しても、消したものは戻らない。", "Loss 3: restoring brings nothing erased back."
    ),
    "R-142": Clause(256, "不正が疑われるときは現状を保つ。", "When abuse is suspected, the state is preserved."),
    "R-143": Clause(257, "消失⑤被害届を検討し、委員会に報告する。", "Loss 5: police and commission are considered."),
    "R-144": Clause(261, "指導や勧告などの措置に従う。", "Guidance, recommendations and other measures are followed."),
    "R-145": Clause(263, "事故などをふまえて規則を見直す。", "The rules are reviewed after incidents."),
}
