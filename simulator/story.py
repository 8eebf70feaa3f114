"""A Monday in 半鐘町: one story from a theft to the last erasure, told as it happens."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from simulator.browser import Browser
from simulator.phones import Message, People, Phone
from simulator.town import ZONE

PHOTO = Path(__file__).parent / "pictures" / "crossing.jpg"
SUSPECT = (75, 330)
"""The woman with the bag, in pixels of the photograph."""

REPORT = (
    ("何を、どれくらい", "化粧品 約20点をバッグに", ""),
    ("いつのことですか", "", "15分前"),
    ("どうやって気づきましたか", "", "店員が見た"),
    ("支払いがないこと", "", "はい"),
    ("警察には", "", "110番した"),
    ("どちらへ", "駅前通りを東へ", ""),
    ("何で移動して", "", "徒歩"),
    ("名前や連絡先がわかる人", "", "いいえ"),
    ("様子が心配な人に", "", "いいえ"),
    ("どこまで伝えますか", "", "画像つき（顔と周りの人は隠します）"),
    ("上に着ているものの色", "", "グレー"),
    ("上に着ているものは", "", "パーカー"),
    ("下にはいて", "", "黒のズボン"),
    ("かばんや袋", "", "手提げかばん"),
    ("髪や帽子", "", "残りは書かない"),
    ("では足りない理由は", "似た服装の買い物客が多く、文字だけでは取り違えるおそれがあるため", ""),
)
"""What a question contains, then the text typed or the button pressed."""

REASONS = (
    ("現在の危難", "同じ化粧品を並べた店が駅まで三軒あり、まだ歩いて行ける時間です"),
    ("補充性", "店内では見失い、交番からは着くのが半時間後と言われました"),
    ("法益権衡", "場所と服装のほかは何も伝わらず、これより減らすと見分けられません"),
    ("同意取得の困難性", "声をかける前に外へ出てしまい、誰なのか手がかりがありません"),
)
"""Of each test, what the responsible person says."""

SECOND_REASONS = (
    ("現在の危難", "袋を二つ持ったまま次の薬局の方角へ急いでいました"),
    ("補充性", "警察には伝えたものの、巡回を待つあいだに次が起きます"),
    ("法益権衡", "近所の十店だけに、上着の色と時刻を知らせるにとどめています"),
    ("同意取得の困難性", "会員証もなく、呼び出す方法を思いつきません"),
)
"""And the second approver, who has to find words of their own."""

ERASED = {
    "case:original:erase": "写真の原本 / original photograph",
    "case:masked:erase": "マスク画像 / masked picture",
    "case:text:erase": "通報文と判定理由 / texts and reasons",
}

WAIT_SECONDS = 20.0
"""For things the bot does by itself, on a busy machine."""

Run = Callable[..., str]


@dataclass
class Story:
    """Plays and tells.

    Attributes:
        run: Executes a module of the bot's and returns what it printed.
        ledger: The bot's export.
    """

    people: People
    console: Console
    run: Run
    ledger: Path
    _began: float = field(default_factory=time.monotonic)

    def play(self) -> None:
        """Everything, in order; any surprise raises."""
        self._open()
        self._report()
        self._approve()
        self._warn()
        self._wrong_alarm()
        self._end()
        self._prove()

    def _open(self) -> None:
        self.console.rule("[bold]半鐘 Hansho[/]  半鐘町の月曜日 / A Monday in Hansho-machi")
        self._tell(
            "",
            "13店舗（5事業者）が参加。通報は LINE、本部と事務局は Slack。",
            "13 shops of 5 businesses, on LINE and Slack.",
        )

    def _report(self) -> None:
        reporter = self._phone("P01")
        self._tell(reporter, "店員が万引きを見て、写真を1枚送る", "A shop assistant sends one photograph.")
        reporter.send_photo(PHOTO.read_bytes())
        reporter.wait_for("写真を受け取りました", 30)
        for question, typed, pressed in REPORT:
            reporter.wait_for(question)
            if pressed:
                reporter.press(pressed)
            else:
                reporter.say(typed)
        self._tell(
            reporter,
            f"{len(REPORT)}の質問に答える（ボタン13回、短文3つ）",
            "Sixteen answers: thirteen taps, three short texts.",
        )
        link = reporter.open_link("画像を確認する")
        with Browser() as browser:
            browser.pick(link, *SUSPECT)
            hidden = len(browser.picture(link).content)
            browser.confirm(link)
        self._tell(
            reporter,
            f"ページで対象者を選ぶ。ほかの12人と、対象者の頭が塗りつぶされた（{hidden // 1024} KB）。確認して確定",
            "Picks the suspect; twelve others and the suspect's head are filled with one flat colour.",
        )
        self._show(reporter.wait_for("この内容でよろしいですか？"))
        reporter.press("承認者へ送る")
        reporter.wait_for("0 / 2")

    def _approve(self) -> None:
        head, second = self._phone("P02"), self._phone("P03")
        for phone in (head, second):
            phone.wait_for("判定のお願い")
            link = phone.open_link("内容を見る")
            with Browser() as browser:
                browser.visit(link)
                browser.picture(link)
        self.people.wait(minutes=1)  # they read it
        head.press("判定する")
        for number, (title, reason) in enumerate(REASONS):
            head.wait_for(f"質問 {2 * number + 1} / 8")
            head.press("はい")
            head.wait_for(f"質問 {2 * number + 2} / 8")
            head.say(reason)
            self._tell(head, f"{title}：はい — {reason}", "")
        self._phone("P01").wait_for("1 / 2")
        self._tell(
            "",
            "1 / 2 — 通報者は自分では承認できない。店舗責任者を含む2人が必要",
            "The reporter can't approve; two others must.",
        )
        second.press("判定する")
        second.modal("三要件の判定")
        answers = {title: "はい" for title, _ in SECOND_REASONS}
        answers |= {f"{title}：理由": reason for title, reason in SECOND_REASONS}
        complaints = second.submit(answers)
        if complaints:
            raise RuntimeError(str(complaints))
        self._tell(second, "Slack のモーダルで4つに答えて承認。2 / 2", "Approves in one Slack modal: 2 / 2.")

    def _warn(self) -> None:
        neighbour, reporter = self._phone("P09"), self._phone("P01")
        card = neighbour.wait_for("警戒のお願い", 20)
        self._tell(
            "",
            "近くの9店舗に配信。原本はこの瞬間に消去された",
            "Nine shops nearby get the card; the original is erased.",
        )
        self._show(card)
        link = neighbour.open_link("内容を見る")
        with Browser() as browser:
            browser.visit(link)
            browser.picture(link)
        with Browser() as stranger:
            stranger.visit(link)
        neighbour.wait_for("別の端末で")
        self._tell(
            neighbour,
            "画像を見た（透かし入り、閲覧は記録）。転送されたリンクを別の端末で開くと本人に確認が来て、「いいえ」で全部止まる",
            "Looks; a forwarded link asks its owner first, and a “no” ends every device and link.",
        )
        neighbour.press("いいえ、私ではありません")
        neighbour.wait_for("端末とリンクをすべて解除しました")
        neighbour.press("見かけた")
        reporter.wait_for("似た人を見かけた")
        self._tell(
            neighbour, "「見かけた」→ 通報者と事務局にすぐ届く。取り押さえない", "A sighting goes straight back."
        )
        far = self._phone("P27")
        if any("警戒のお願い" in message.text for message in far.inbox()):
            raise RuntimeError("the far store got the alert")
        self._tell(far, "40 km先の同じ会社の店には届かない", "The far store of the same chain gets nothing.")

    def _wrong_alarm(self) -> None:
        neighbour, secretariat = self._phone("P19"), self._phone("P29")
        neighbour.press("誤りでは？")
        secretariat.wait_for("連絡がありました")
        self._tell(neighbour, "「誤りでは？」→ 事務局と店舗に回収ボタンが届く", "A doubt brings the recall button.")
        reporter = self._phone("P01")
        reporter.press("回収する")
        reporter.wait_for("なぜ回収しますか")
        reporter.press("別の人だった")
        report = reporter.wait_for("終了しました：回収")
        self._tell(
            reporter, "回収。リンクは即座に無効、受け取った全員に通知", "Recall: links die at once, everyone is told."
        )
        self._show(report)
        warned = self._phone("P09")
        warned.wait_for("【回収】")
        warned.press("確認しました")

    def _end(self) -> None:
        self.people.wait(days=7)
        self._tell(
            "⏩", "次の月曜の朝：事務局に週次監査ダイジェストが届く", "Next Monday: the secretariat's weekly digest."
        )
        self._show(self._phone("P29").wait_for("週次監査ダイジェスト", 20))
        self.people.wait(days=24)
        # Long enough for the texts to be erased and for the story's browsers to be strangers: a visitor's own binds.
        self._tell("⏩", "31日後", "31 days later.")

    def _prove(self) -> None:
        self._until_erased()
        for entry in self._erasures():
            at = datetime.fromisoformat(entry["at"]).astimezone(ZONE)
            what = ERASED[entry["event"]]
            self.console.print(f"         │ {at:%m/%d %H:%M}  消去 {what}", highlight=False)
        self._tell(
            "",
            "残ったのは、画像も文も含まない判定の記録だけ",
            "What remains is the record of decisions, without text or picture.",
        )
        self.console.print()
        key = self.run("bot.cli", "keys", "public").strip()
        self.console.print(self.run("audit", "verify", str(self.ledger), "--key", key).strip(), highlight=False)

    def _until_erased(self) -> None:
        """Export the ledger until the texts' erasure stands in it."""
        end = time.monotonic() + WAIT_SECONDS
        while not any(entry["event"] == "case:text:erase" for entry in self._erasures()):
            if time.monotonic() > end:
                raise TimeoutError("the texts were not erased")
            time.sleep(0.5)

    def _erasures(self) -> list[dict[str, str]]:
        self.run("bot.cli", "ledger", "export", str(self.ledger))
        lines = [line for line in self.ledger.read_text().splitlines() if line.startswith("{")]
        entries = [json.loads(line)["entry"] for line in lines]
        return [entry for entry in entries if entry["event"] in ERASED]

    def _phone(self, code: str) -> Phone:
        return self.people.phone(code)

    def _tell(self, who: Phone | str, what: str, english: str) -> None:
        seconds = time.monotonic() - self._began
        name = f"{who.name}（{who.platform.upper()}）" if isinstance(who, Phone) else who
        self.console.print(f"[dim]{seconds:5.1f} s[/]  [bold]{escape(name)}[/] {escape(what)}", soft_wrap=True)
        if english:
            self.console.print(f"         [dim italic]{escape(english)}[/]", soft_wrap=True)

    def _show(self, message: Message) -> None:
        for line in str(message).splitlines():
            self.console.print(f"         │ {escape(line)}", highlight=False, soft_wrap=True)
