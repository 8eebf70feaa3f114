"""The two forms by which a store or a person comes in: the columns of their CSV, as a page asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.cards import Sentence, Text
from handlers.errors import Faulty, HanshoError
from handlers.wording.labels import ROLES
from policy.forms.names import Choice
from policy.rules import Bounds
from policy.verdict import N_
from storage.imports.members import LANGUAGES


@dataclass(frozen=True)
class Asked:
    """One column. ``kind``: the input's type, or "select" with ``options`` (value, label); labels are msgids.

    ``bounds``: of a number.
    """

    column: str
    label: str
    kind: str = "text"
    optional: bool = False
    options: tuple[tuple[str, str], ...] = ()
    bounds: Bounds | None = None


YES_NO: Final = ((Choice.YES.value, N_("はい")), (Choice.NO.value, N_("いいえ")))


@dataclass(frozen=True)
class Blank:
    """A form as its page shows it: what was typed by column, and what is wrong with it."""

    title: str
    address: str
    asked: tuple[Asked, ...]
    given: Mapping[str, str]
    wrong: Sequence[tuple[str, Text]]


STORE: Final = (
    Asked("business_code", N_("事業者コード")),
    Asked("business_name", N_("事業者の名前")),
    Asked("agreed_on", N_("事業者が規則に合意した日"), "date", optional=True),
    Asked("store_code", N_("店舗コード")),
    Asked("store_name", N_("店舗の名前")),
    Asked("latitude", N_("緯度（例：35.7032）")),
    Asked("longitude", N_("経度（例：139.5795）")),
    Asked("facility", N_("入っている建物や施設"), optional=True),
    Asked("notice_posted_on", N_("店頭のお知らせを貼った日"), "date", optional=True),
    Asked("telephone", N_("店舗の電話番号"), "tel", optional=True),
    Asked(
        "cameras", N_("防犯カメラがあるか（あれば、カメラのお知らせも貼る）"), "select", optional=True, options=YES_NO
    ),
    Asked("desk_telephone", N_("事業者の申出窓口の電話番号（なければ、ネットワークの窓口）"), "tel", optional=True),
    Asked("desk_hours", N_("事業者の申出窓口の受付時間"), optional=True),
    Asked("joins_at", N_("いつから参加するか（空欄なら今から）"), "datetime-local", optional=True),
)

MEMBER: Final = (
    Asked("member_code", N_("会員コード")),
    Asked("name", N_("名前")),
    Asked("language", N_("言葉"), "select", options=tuple(zip(LANGUAGES, (N_("日本語"), N_("英語")), strict=True))),
    Asked("trained_until", N_("研修の期限"), "date", optional=True),
    Asked("role", N_("役割"), "select", options=tuple((role.value, name) for role, name in ROLES.items())),
    Asked("store_code", N_("店舗コード（事務局、監査人、係は空欄）"), optional=True),
)


def faults(error: HanshoError, asked: tuple[Asked, ...]) -> list[tuple[str, Text]]:
    """Label (msgid, or empty) and sentence of each thing that is wrong."""
    if not isinstance(error, Faulty):
        return [("", error.told)]
    labels = {one.column: one.label for one in asked}
    return [(labels.get(each.column, ""), Sentence(each.sentence, dict(each.values))) for each in error.errors]
