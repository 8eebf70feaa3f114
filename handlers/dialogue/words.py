"""What a word of command means, whatever question is open; however politely and in whatever spelling it is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from handlers.audit.checkpoint import show_checkpoint
from handlers.commands.chat import EndBrowsers, LoseDevice, ShowRules, StartReport
from handlers.context import Context
from handlers.dialogue.status import show_status, show_step
from handlers.forms.around import LONGEST, without_around
from handlers.incidents.opening import show_drill, show_questions
from handlers.network.browsers import show_browsers
from handlers.network.desk import show_desk, show_invitation
from handlers.network.training import show_training
from handlers.notices.post import ask_for_poster
from handlers.rights.remind import show_requests
from policy.spelling import letters
from storage.tables import Account

_POLITE = re.compile(
    "[をはが]?(?:お願いする|おねがいする|お願い|お知らせください|いかがでしょうか|いかが|させて|(?<![戻う])して(?:ください|ほしい)?|"
    "ください|したい|する|した|"
    "あった|見つけた|見た|(?:教えて|おしえて|見せて|開始)(?:ください)?)$|は$|^(?:今の|いまの|現在の|やっぱり|やはり|"
    "いったん)"
)
"""What makes a word of command a polite sentence, once endings are gone (``handlers.forms.around``)."""


def heard(text: str) -> str:
    """Letters alone, kana as hiragana, without what is said around it: 「通報したいんですけど」 is 通報."""
    word = letters(without_around(text))
    while len(word) <= LONGEST and (shorter := _POLITE.sub("", word)) != word and shorter:
        word = shorter
    return word


def _words(said: str) -> frozenset[str]:
    return frozenset(heard(one) for one in said.split("/"))


STOP: Final = _words(
    "やめる/やめます/やめたい/やめ/やめて/やめとく/もういい/止める/中止/キャンセル/キャンセルで/終わり/終わる/"
    "終わります/"
    "終わりました/終了/取り消し/取り消す/取りやめる/取りやめます/中断/やめとく/やめときます/やめさせて/保留/"
    "一時停止/おしまい/"
    "cancel/cancel it/stop/stop it/quit/forget it/never mind/abort/exit"
)
BACK: Final = _words(
    "戻る/戻ります/戻りたい/戻って/もどる/もどって/もどりたい/前に戻る/ひとつ戻る/一つ戻る/ひとつ前/一つ前/"
    "ひとつ前に戻る/一つ前に戻る/ひとつ前に戻りたい/一つ前に戻りたい/"
    "前の質問に戻る/前に戻して/戻して/一つ戻って/一つ前に戻して/ひとつ前に戻して/一つ前へ/ひとつ前へ/"
    "さっきの質問に戻る/"
    "前の質問/間違えた/間違えました/まちがえた/まちがえました/間違い/まちがい/ミス/ミスった/ミスしました/"
    "打ち間違い/打ち間違えた/誤字/訂正/訂正したい/修正/修正したい/"
    "直したい/やり直し/やり直す/やり直したい/変更したい/mistake/my mistake/i made a mistake/made a mistake/typo/"
    "oops/wrong/redo/back/go back/previous/previous question/undo"
)

FIRST: Final = _words(
    "最初から/はじめから/最初からやり直す/はじめからやり直す/最初からやり直します/はじめからやり直します/"
    "最初に戻る/全部やり直す/全部やり直したい/start over/"
    "start again/restart/"
    "from the beginning/from the start"
)
"""Back to the first question of the open form."""

MEANT: Final[tuple[tuple[frozenset[str], Callable[[Account, Context], None]], ...]] = (
    (
        _words(
            "通報/つうほう/万引き/万引きされた/万引きされました/万引き発生/万引きがありました/"
            "まんびき/万引き犯/万引き犯がいる/泥棒/どろぼう/やられた/盗まれた/盗難/窃盗/report/report a theft/"
            "i want to report/i want to report a theft/"
            "i'd like to report/report shoplifting/shoplifting/shoplifter/theft/thief/there is a thief"
        ),
        lambda account, ctx: ctx.then(StartReport(account.id)),
    ),
    (
        _words(
            "状況/じょうきょう/ステータス/状況確認/進捗/どうなってる/どうなっている/どうなってますか/"
            "どうなっていますか/どうなってんの/"
            "今どうなってる/status/show status/what's the status/what is the status/what is happening/"
            "what's happening"
        ),
        show_status,
    ),
    (
        _words(
            "続ける/続き/つづき/続けます/ヘルプ/使い方/つかいかた/使い方がわからない/メニュー/何ができますか/"
            "どうすればいい/"
            "どうすればいいですか/助けて/たすけて/どうやって使うの/使い方がわかりません/使い方わからない/"
            "continue/help/help me/menu/how to use/how does this work"
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
