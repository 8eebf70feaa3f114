"""Names of the choices people made, and the rows that several cards share."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import Page, Text, t
from handlers.forms.choices import YES_NO
from handlers.forms.definitions import REACHES, REPORT
from handlers.wording.facts import CaseFacts, EarlierAnswer, StoreProgress
from policy.access import Purpose
from policy.assessment import TESTS
from policy.facts import AlertForm, Report, Role
from policy.forms.names import FieldName, Wrong
from policy.look import Look
from policy.states import STATE_NAMES, DeliveryAnswer, DeliveryState, Ending, State
from policy.verdict import N_
from storage.tables import DueKind

ENDINGS = {
    Ending.ALL_CLEAR: N_("解除"),
    Ending.RECALL: N_("取り消し（回収）"),
    Ending.EXPIRY: N_("時間になったため"),
}

TEST_NAMES = {test.name: test.title for test in TESTS}

REFUSALS = {
    "present_danger": N_("このあとすぐ近くの店で起きるとは言えない、と判断されました。"),
    "subsidiarity": N_("ほかに防ぐ方法がある、と判断されました。"),
    "proportionality": N_("伝える内容が必要最小限とは言えない、と判断されました。"),
    "consent_difficulty": N_("本人の同意を得るのは難しくない、と判断されました。"),
}
"""What a "no" to each of the four means, for those who don't read law."""

UNSENT = {
    Ending.REFUSED: N_("配信しない"),
    Ending.LAPSED: N_("承認がそろわず終了"),
    Ending.WITHDRAWN: N_("配信前に取り下げ"),
}
"""How a report ended while its approvers were asked."""

ROLES = {
    Role.RESPONSIBLE: N_("店舗責任者"),
    Role.DEPUTY: N_("代行者"),
    Role.APPROVER: N_("承認者"),
    Role.SECRETARIAT: N_("事務局"),
    Role.STAFF: N_("店員"),
    Role.CONTACT: N_("連絡先"),
    Role.SECOND_CONTACT: N_("次の連絡先"),
    Role.AUDITOR: N_("監査人"),
    Role.INCIDENT_MANAGER: N_("事故対応責任者"),
    Role.SECURITY_OFFICER: N_("安全管理責任者"),
    Role.PRIVACY_OFFICER: N_("個人情報管理者"),
    Role.INCIDENT_DEPUTY: N_("事故対応の代行者"),
    Role.DECIDER: N_("申出の決定者"),
    Role.REQUEST_DESK: N_("申出窓口"),
}
"""As what somebody answers, or is here."""

ERASED = {
    DueKind.ERASE_ORIGINAL: N_("元の画像"),
    DueKind.ERASE_MASKED: N_("加工した画像"),
    DueKind.ERASE_TEXT: N_("文章"),
    DueKind.ERASE_REASONS: N_("判定の理由"),
    DueKind.ERASE_RECORD: N_("判定の記録"),
    DueKind.ERASE_PEOPLE: N_("会員の名前"),
}

ANSWERED_BEFORE = N_(
    "この店舗の前の通報は、配信されずに終わりました。同じ出来事かもしれないので、断った人か事務局の「はい」も必要です。"
)
"""R-112: in doubt it is the same event."""

CALM = N_("見かけても、取り押さえたり入店を断ったりしないでください。安全を第一に、静かに見守ってください。")
HEDGED = N_("万引きの疑いがある事案です。事実と決まったわけではなく、見かけた人が別の人のこともあります。")

NOT_SENT = {
    DeliveryState.WITHHELD: N_("送らず"),
    DeliveryState.FAILED: N_("届かず"),
    DeliveryState.LATE: N_("未送信：電話してください"),
    DeliveryState.QUEUED: N_("送信待ち"),
    DeliveryState.UNKNOWN: N_("届いたか不明"),
}
"""Deliveries that did not get through."""

ARRIVED = N_("届いた")

STEPS = (DeliveryAnswer.SIGHTING, DeliveryAnswer.DOUBT, DeliveryAnswer.ACKNOWLEDGED, DeliveryAnswer.ABSENT)
"""R-078: what matters most to whoever looks after the alert comes first."""

SIGHTINGS = {"in_store": N_("見かけた（店内）"), "left": N_("見かけた（出た）"), "": N_("見かけた")}

KILOMETRE = 1000

Rows = tuple[tuple[Text, Text], ...]


def ending_name(case: CaseFacts) -> Text:
    """How a case ended."""
    return t((ENDINGS | UNSENT)[case.ending or Ending.EXPIRY])


def own_page(case: CaseFacts, label: Text) -> Page:
    """The reporter's page: the suspect is chosen, the masked picture confirmed, the finished alert read."""
    return Page(label, Purpose.MASK, case.expires_at)


def choice(field: str, value: str) -> Text:
    """The label of a choice in the report."""
    return t({option.value: option.label for option in REPORT.field(field).options}[value])


def yes_no(value: bool) -> Text:
    """はい or いいえ."""
    return t(YES_NO[0].label if value else YES_NO[1].label)


def number_row(case: CaseFacts) -> tuple[Text, Text]:
    """By which people speak of the case."""
    return t("事案"), case.number


def bell_rows(case: CaseFacts) -> Rows:
    """R-064, R-087: all that a message may say of it: the kind of event, where, when. Chats keep it for ever."""
    when: Rows = ((t("時刻"), _standing(case, Wrong.TIME, case.event_at)),) if case.event_at else ()
    return (t("内容"), t("万引きの疑い")), (t("店舗"), case.store), *when


def distance(metres: int) -> Text:
    """As people say it: to 50 m, from 1 km on to 100 m."""
    if metres < KILOMETRE:
        return t("約{metres}m", metres=max(50, round(metres / 50) * 50))
    return t("約{kilometres}km", kilometres=f"{metres / KILOMETRE:.1f}")


def alert_rows(case: CaseFacts, report: Report) -> Rows:
    """R-049, R-086: exactly what neighbours read on their page; what turned out wrong is read no longer."""
    rows: Rows = (
        (t("被害"), _standing(case, Wrong.GOODS, report.goods)),
        (t("時刻"), _standing(case, Wrong.TIME, report.event_at)),
        (t("店舗"), case.store),
        (t("方向"), _standing(case, Wrong.DIRECTION, report.direction)),
        (t("移動"), _standing(case, Wrong.TRAVEL, choice(FieldName.TRAVEL, report.travel))),
    )
    features = (*look_lines(report.look), *([report.features] if report.features else []))
    if report.form == AlertForm.WARNING or not features:
        return rows
    return (*rows, (t("特徴"), _standing(case, Wrong.FEATURES, features)))


def look_lines(look: Look) -> tuple[Text, ...]:
    """R-086: what was chosen, in the reader's words; colour and garment are one line."""
    lines = {name: choice(name, word) for name, word in look.said().items()}
    colour, garment = (lines.pop(name, None) for name in (FieldName.TOP_COLOUR, FieldName.UPPER))
    if colour and garment:
        return t("{colour}の{garment}", colour=colour, garment=garment), *lines.values()
    worn = (t("上は{colour}", colour=colour),) if colour else (garment,) if garment else ()
    return *worn, *lines.values()


def _standing(case: CaseFacts, what: Wrong, said: Text) -> Text:
    """R-049, R-096: what was said, unless it turned out wrong, or is in doubt and tells of a person."""
    if what in case.narrowed:
        return t("誤りでした。頼らないでください。")
    return t("確認中のため、いまは表示しません。") if case.paused and what is Wrong.FEATURES else said


def stores_row(case: CaseFacts) -> tuple[Text, Text]:
    """To how many stores it goes."""
    return t("配信先"), t("{stores}店舗", stores=case.stores)


def audience_rows(case: CaseFacts) -> Rows:
    """R-124: to how many stores it goes, and what was left out of the network's own reach."""
    rows = [stores_row(case)]
    if case.reach_m is not None:
        rows.append((t("範囲"), t(REACHES[case.reach_m])))
    if case.proposed:
        rows.append((t("承認者の確認が要る遠くの店舗"), "、".join(case.proposed)))
    if case.left_out:
        rows.append((t("外した店舗"), "、".join(case.left_out)))
    return tuple(rows)


def life_row(case: CaseFacts) -> tuple[Text, Text]:
    """R-044: how long the alert would live."""
    return t("期間"), t("{hours}時間", hours=case.life_hours)


def flaw_rows(case: CaseFacts) -> Rows:
    """R-041: what may mislead about the picture, with its numbers, and why it is used all the same."""
    if not case.flaws:
        return ()
    noted = tuple(t(flaw.sentence, **flaw.values) for flaw in case.flaws)
    return (t("画像の注意点"), noted), (t("それでも使う理由"), case.override)


def by_hand_rows(case: CaseFacts) -> Rows:
    """R-118: how much of the picture is there since a hand opened it."""
    if not case.by_hand:
        return ()
    return (
        (
            t("手で見せた部分"),
            t("写っている部分の{percent}%（点線の中。点線は近くの店には見えません）", percent=case.by_hand),
        ),
    )


def earlier_rows(case: CaseFacts) -> Rows:
    """R-112: what was answered before about the same event, by which role and why; on the page alone."""
    return tuple((t("前の答え"), _earlier(answer)) for answer in case.earlier)


def tally_rows(stores: Sequence[StoreProgress], *, over: bool = False) -> Rows:
    """R-078: what each store did, those that did most first; ``over``: what was confirmed is its end, not the alert."""
    return tuple((store.store, _progress(store, over=over)) for store in sorted(stores, key=_step))


def tally_head(stores: Sequence[StoreProgress]) -> Text:
    """R-078: the same in one line; its numbers are those of the rows."""
    answers = [store.answer for store in stores]
    return t(
        "{stores}店舗中{confirmed}店舗が確認、{seen}店舗が目撃",
        stores=len(stores),
        confirmed=answers.count(DeliveryAnswer.ACKNOWLEDGED),
        seen=answers.count(DeliveryAnswer.SIGHTING),
    )


def _step(store: StoreProgress) -> tuple[bool, int, bool, bool]:
    """Of two stores the one that did more has the lesser."""
    return (
        store.confirmed_at is None,
        [*STEPS, None].index(store.answer),
        store.opened_at is None,
        store.delivery is None or store.delivery in NOT_SENT,
    )


def _progress(store: StoreProgress, *, over: bool) -> Text:
    if store.confirmed_at:
        return t("終了を確認 {time}", time=store.confirmed_at)
    if store.stop_unsent:
        return t("未送信：電話してください")
    if store.answer:
        return _answer(store, store.answer, over=over)
    if store.opened_at:
        return t("内容を見た {time}", time=store.opened_at)
    return t("連絡先なし") if store.delivery is None else t(NOT_SENT.get(store.delivery, ARRIVED))


def _answer(store: StoreProgress, answer: DeliveryAnswer, *, over: bool) -> Text:
    if answer == DeliveryAnswer.SIGHTING:
        return t(SIGHTINGS[store.where])
    if answer == DeliveryAnswer.DOUBT:
        return t("誤りでは？")
    if answer == DeliveryAnswer.ABSENT:
        return t("読んだ人は店にいない")
    at = store.answered_at or ""
    return t("警戒を確認 {time}", time=at) if over else t("確認済み {time}", time=at)


BEFORE = UNSENT | {Ending.RECALL: N_("本人の申出により回収")}
"""R-099, R-112: how what was answered before about the same event ended."""


def _earlier(answer: EarlierAnswer) -> Text:
    said = t("{number}（{time}）：{ending}", number=answer.number, time=answer.at, ending=t(BEFORE[answer.ending]))
    if not answer.test:
        return said
    test = t("{role}が「{test}」に「いいえ」", role=t(ROLES[answer.role]), test=t(TEST_NAMES[answer.test]))
    return (said, test, t("理由：{reason}", reason=answer.reason)) if answer.reason else (said, test)


def state_name(state: State) -> Text:
    """A state as people read it."""
    return t(STATE_NAMES[state])
