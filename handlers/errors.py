"""Everything that can go wrong for a person, as one tree; the docstring is the message and says what to do next."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

from handlers.cards import Sentence, denial
from policy.verdict import Deny
from storage.imports.rows import RowError
from storage.tables import Store


class HanshoError(Exception):
    """うまくいきませんでした。もう一度お試しいただくか、事務局に連絡してください。"""

    def __init__(self, **values: str | int) -> None:
        super().__init__(type(self).__name__)
        self.values = values

    @property
    def told(self) -> Sentence:
        """What the person reads, wherever they are."""
        return Sentence(inspect.getdoc(type(self)) or "", self.values)


class NotEnrolled(HanshoError):
    """このアカウントはまだ登録されていません。事務局から登録コードを受け取り、「登録 コード」と送ってください。"""


class WrongCode(HanshoError):
    """登録コードが違うか、新しいコードに替わっています。もう一度確かめて送るか、事務局に新しいコードをもらってください。"""


class ExpiredCode(WrongCode):
    """この登録コードは期限が切れました。コードが使えるのは72時間です。事務局に新しいコードをもらってください。"""


class UsedCode(WrongCode):
    """この登録コードはもう使われました。使ったのがあなたでなければ、すぐに事務局に知らせてください。"""


class TooManyCodes(WrongCode):
    """登録コードの間違いが続いたため、いまは受け付けません。1時間ほど待ってから、コードを確かめて送ってください。"""


class AwaitsYes(NotEnrolled):
    """登録の確認を待っています。前から使っているアカウントか事務局が「はい」と答えると、ここにお知らせします。"""


class UnknownButton(HanshoError):
    """このボタンはもう使えません。「状況」と送ると、いまの状況をお知らせします。"""


class LinkOver(HanshoError):
    """このリンクはもう使えません。チャットに届いた新しいリンクを開いてください。"""


class NothingOpen(HanshoError):
    """いま進行中の事案はありません。通報するには「通報」と送るか、写真を送ってください。"""


class StillOpen(HanshoError):
    """前の通報がまだ途中です。「状況」と送って続けるか、取り下げてから新しく通報してください。"""


class NotFound(HanshoError):
    """この番号やコードは見つかりません。書き間違いがないか確かめてください。"""


class KeyNotTaken(HanshoError):
    """このパスキーではサインインできませんでした。もう一度試すか、チャットで「管理画面」と送ってください。"""


class AlreadyAsked(HanshoError):
    """同じことの依頼が、もう一人の返事を待っています。返事があるか、24時間たつまで、次の依頼はできません。"""


class Taken(HanshoError):
    """このコードはもう使われています。一覧で確かめて、別のコードにしてください。"""


class Faulty(HanshoError):
    """入力を確かめてください。何も登録していません。"""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__()
        self.errors = errors

    @property
    def told(self) -> Sentence:
        """The first that is wrong."""
        return Sentence(self.errors[0].sentence, dict(self.errors[0].values))


class WrongTime(HanshoError):
    """日付と時刻を読み取れません。カレンダーから選び直してください。"""


class TooManyAtOnce(HanshoError):
    """短い時間に何度も送られたため、いまは受け付けられません。1時間ほど待つか、窓口に電話してください。"""


class LedgerInDoubt(HanshoError):
    """監査台帳が前に署名した内容とつながらないため、控えに署名していません。すぐに事務局とサーバーの担当者に伝えてください。"""


class NoFont(HanshoError):
    """サーバーに印刷用の日本語の文字がありません。fonts-morisawa-bizud-gothic を入れ、起動し直してください。"""


class Unprintable(HanshoError):
    """この内容は1枚の紙に収まらないか、印刷できない文字があります。店や窓口の名前、住所を短くし、絵文字などを除いてください。"""


class ChooseStore(HanshoError):
    """店舗を選んでください。"""

    def __init__(self, stores: list[Store]) -> None:
        super().__init__()
        self.stores = stores


class NotAllowed(HanshoError):
    """A rule said no; its own sentence is shown."""

    def __init__(self, deny: Deny) -> None:
        super().__init__(**deny.values)
        self.deny = deny

    @property
    def told(self) -> Sentence:
        return denial(self.deny)
