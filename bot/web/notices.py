"""Pages with one message: not found, over, not believed, refused."""

from __future__ import annotations

from typing import Final

from bot.web.authentication import NotBelieved, Over, Refused, TurnedAway
from bot.web.viewmodels import Notice
from handlers.recipient import Ports, Sentences, first_sentence, read_in
from policy.access import Purpose
from policy.states import Ending
from policy.verdict import N_

ENDINGS: Final = {
    Ending.RECALL: N_("通報した店が取り消しました。警戒をやめ、見た内容は口外しないでください。"),
    Ending.ALL_CLEAR: N_("警戒は解除されました。もう警戒の必要はありません。"),
    Ending.EXPIRY: N_("時間になったため、終了しました。もう警戒の必要はありません。"),
}
"""What a neighbour reads, by how the alert ended."""

MISSING: Final = N_("ページが見つかりません")
MISSING_WHY: Final = N_("リンクが正しくないか、期限が切れています。チャットに届いた新しいリンクを開いてください。")


def notice_for(away: TurnedAway, ports: Ports) -> tuple[Notice, str]:
    """The message, and the language of the page around it."""
    match away:
        case Over():
            return _over(ports.sentences(away.language), away.purpose, away.ending), away.language
        case NotBelieved():
            return _not_believed(ports.sentences(away.visitor.language)), away.visitor.language
        case Refused():
            t = ports.sentences(away.visitor.language)
            return _refused(t, read_in(t, away.error.told)), away.visitor.language
        case _:
            return _missing(ports.sentences("ja"), ports.sentences("en")), "ja"


def _refused(t: Sentences, told: str) -> Notice:
    """What is the matter is its title."""
    title, rest = first_sentence(told) or (t("いまはできません"), told)
    return Notice(409, title, (rest,) if rest else ())


def _missing(japanese: Sentences, english: Sentences) -> Notice:
    """The one answer for unknown, foreign and expired links; in both languages, since the reader may be anybody."""
    return Notice(404, japanese(MISSING), (japanese(MISSING_WHY), f"{english(MISSING)}. {english(MISSING_WHY)}"))


def _over(t: Sentences, purpose: Purpose, ending: Ending | None) -> Notice:
    if purpose in (Purpose.MASK, Purpose.COMPLETE) and ending is None:
        lines = (t("結果はチャットにお知らせします。このページは閉じてかまいません。"),)
        return Notice(410, t("承認者へ送りました"), lines, done=True)
    if purpose is Purpose.PREVIEW and ending is None:
        lines = (t("結果や新しいお願いは、チャットにお知らせします。このページは閉じてかまいません。"),)
        return Notice(410, t("この内容の承認は終わりました"), lines, done=True)
    if purpose is not Purpose.ALERT:
        return Notice(410, t("この事案は終了しました"), (t("くわしくはチャットのお知らせをご覧ください。"),))
    return Notice(
        410, t("この警戒情報は終了しました"), (t(ENDINGS.get(ending or Ending.EXPIRY, ENDINGS[Ending.EXPIRY])),)
    )


def _not_believed(t: Sentences) -> Notice:
    lines = (
        t("ページの期限が切れたか、ブラウザがCookieを受け付けていません。"),
        t("チャットのリンクから開き直してください。直らなければ、ブラウザの設定でCookieを許可してください。"),
    )
    return Notice(403, t("操作を確認できませんでした"), lines)
