"""What a word of command means, whatever question is open; however politely and in whatever spelling it is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from handlers.audit.checkpoint import show_checkpoint
from handlers.commands.chat import EndBrowsers, LoseDevice, ShowRules, StartReport
from handlers.context import Context
from handlers.dialogue.status import show_status, show_step
from handlers.incidents.opening import show_drill, show_questions
from handlers.network.browsers import show_browsers
from handlers.network.desk import show_desk, show_invitation
from handlers.network.training import show_training
from handlers.notices.post import ask_for_poster
from handlers.rights.remind import show_requests
from policy.spelling import letters
from storage.tables import Account

_POLITE = re.compile(
    "[をは]?(?:お願いします|おねがいします|お願い|してください|したいです|したい|します|しました|する|です|"
    "(?:教えて|おしえて|見せて|開始)(?:ください)?)$|は$|^(?:今の|いまの|やっぱり|やはり)"
)


def heard(text: str) -> str:
    """Letters alone, kana as hiragana, without the end that only makes it polite: 「通報します！」 is 通報."""
    word = letters(text)
    return _POLITE.sub("", word) or word


def _words(said: str) -> frozenset[str]:
    return frozenset(heard(one) for one in said.split("/"))


STOP: Final = _words(
    "やめる/やめます/やめたい/やめ/やめて/やめとく/もういい/止める/中止/キャンセル/キャンセルで/終わり/終わる/終わります/"
    "終わりました/終了/取り消し/取り消す/cancel/stop/quit/never mind"
)
BACK: Final = _words(
    "戻る/戻ります/戻りたい/戻って/もどる/もどって/前に戻る/ひとつ戻る/一つ戻る/ひとつ前/一つ前/ひとつ前に戻る/一つ前に戻る/ひとつ前に戻りたい/一つ前に戻りたい/"
    "前の質問/間違えた/間違えました/まちがえた/まちがえました/back/go back/previous"
)

MEANT: Final[tuple[tuple[frozenset[str], Callable[[Account, Context], None]], ...]] = (
    (
        _words(
            "通報/つうほう/万引き/万引きされた/万引きされました/万引き発生/万引きがありました/"
            "report/report a theft/i want to report/shoplifting/shoplifter"
        ),
        lambda account, ctx: ctx.then(StartReport(account.id)),
    ),
    (
        _words("状況/じょうきょう/ステータス/状況確認/進捗/どうなってる/どうなってますか/どうなっていますか/status"),
        show_status,
    ),
    (
        _words(
            "続ける/続き/つづき/続けます/ヘルプ/使い方/つかいかた/使い方がわからない/メニュー/何ができますか/どうすればいい/"
            "どうすればいいですか/continue/help/menu"
        ),
        show_step,
    ),
    (_words("研修/けんしゅう/training"), show_training),
    (_words("掲示/けいじ/ポスター/poster/notice/notices"), ask_for_poster),
    (_words("規則/きそく/rules"), lambda account, ctx: ctx.then(ShowRules(account.id))),
    (_words("台帳/だいちょう/ledger"), show_checkpoint),
    (_words("管理画面/かんりがめん/desk"), show_desk),
    (_words("招待/しょうたい/招待する/invite/invitation"), show_invitation),
    (
        _words("事故・漏えい/事故/じこ/漏えい/漏洩/ろうえい/流出/インシデント/incident/data incident/leak"),
        show_questions,
    ),
    (_words("申出/申し出/もうしで/開示請求/苦情/request/requests/complaint"), show_requests),
    (_words("事故訓練/事故の訓練/incident drill/drill"), show_drill),
    (_words("端末/たんまつ/端末一覧/device/devices"), show_browsers),
    (
        _words("端末をすべて解除/端末を全て解除/端末解除/end devices"),
        lambda account, ctx: ctx.then(EndBrowsers(account.id)),
    ),
    (
        _words(
            "端末をなくした/端末をなくしました/端末を紛失/スマホをなくした/スマホをなくしました/紛失/"
            "lost phone/lost device"
        ),
        lambda account, ctx: ctx.then(LoseDevice(account.id)),
    ),
)
