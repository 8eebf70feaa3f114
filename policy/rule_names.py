"""What each rule is called where people read and change it (msgids)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy.verdict import N_

RULE_NAMES: Final[Mapping[str, str]] = {
    "text_only": N_("写真を使わず、文字だけで知らせる"),
    "approvals_needed": N_("承認に必要な人数"),
    "reporter_counts": N_("通報した人の承認も数える"),
    "max_event_age_hours": N_("できごとから通報までの上限（時間）"),
    "radius_km": N_("知らせる範囲の半径（km）"),
    "max_stores": N_("知らせる店舗の数の上限"),
    "life_hours": N_("警戒情報が終わるまでの時間"),
    "expiry_question_minutes": N_("終わる何分前に、続けるかを聞くか"),
    "min_reason_characters": N_("判定の理由に必要な文字数"),
    "max_field_characters": N_("一つの欄に書ける文字数"),
    "reminder_minutes": N_("承認者に催促するまでの分"),
    "stand_in_minutes": N_("代わりの承認者に頼むまでの分"),
    "lapse_minutes": N_("判定がないとき、終わるまでの分"),
    "second_contact_minutes": N_("次の連絡先に知らせるまでの分"),
    "recall_reminder_minutes": N_("回収の確認を催促するまでの分"),
    "original_hours": N_("元の写真を消すまでの時間"),
    "text_days": N_("文章を消すまでの日数"),
    "record_days": N_("判定の記録を消すまでの日数"),
    "line_reserve_messages": N_("回収のために残すLINEの通数"),
    "repeat_alerts": N_("くり返しと見なす警戒情報の数"),
    "repeat_days": N_("くり返しを数える日数"),
    "send_when_quota_unknown": N_("LINEの残りの通数が分からなくても送る"),
    "training_url": N_("研修のアドレス"),
    "reports_per_person_day": N_("一人が一日に出せる通報の数"),
    "reports_per_store_day": N_("一店が一日に出せる通報の数"),
    "views_per_person_day": N_("一人が一日にページを開ける回数"),
    "views_per_store_day": N_("一店が一日にページを開ける回数"),
    "posts_per_person_day": N_("一人が一日にページから送れる回数"),
    "posts_per_store_day": N_("一店が一日にページから送れる回数"),
    "messages_per_person_day": N_("一人の操作のために一日に使えるLINEの通数"),
    "certified_body": N_("認定個人情報保護団体の名前"),
    "certified_body_telephone": N_("認定個人情報保護団体の電話番号"),
    "certified_body_as_of": N_("認定個人情報保護団体を確かめた日"),
    "certified_body_form": N_("認定個人情報保護団体の報告様式（見出し＝入れる内容、／で区切る）"),
    "desk_telephone": N_("窓口の電話番号"),
    "desk_hours": N_("窓口の受付時間"),
    "desk_address": N_("窓口の住所"),
    "quiet_from_hour": N_("夜間の始まり（時）"),
    "quiet_until_hour": N_("夜間の終わり（時）"),
}
