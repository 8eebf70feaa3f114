"""How many taps and characters one alert takes, by people who tap through the pages as they are drawn.

The table stands in docs/decisions/0032. A question costs a tap where nothing is chosen beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.asked import Sheet
from bot.web.sheets import sheet_of
from bot.web.wishes import Wish
from handlers.commands.chat import SendPhoto, SubmitCase
from handlers.commands.pages import AnswerOnPage, TakeRest
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.forms.parts import PARTS, PartName, words_of
from policy.facts import AlertForm, Ground
from policy.forms.names import Police
from tests.world.in_process import TownInProcess

REASONS = {
    "P03": ("駅前の薬局へ歩いて行った", "店長が追っても追いつかず", "顔は隠れ上着だけが残る", "会員証もなく誰か不明"),
    "P04": ("同じ棚のある店が三軒先に", "交番から着くのは半時間後", "近所の店だけに今日の分", "呼び止める前に外へ出た"),
}
WHY_A_PICTURE = "紺の上着の客が多く文字では迷う"

A_TAP, A_GLANCE, A_DECISION = 1.1, 0.4, 1.35
"""Seconds, as a person takes."""

A_NEW_DEVICE = 1
"""「開く」, once per device (docs/decisions/0008)."""


@dataclass
class Hand:
    """One person's thumb: what it does, and what it tapped and typed so far."""

    town: TownInProcess
    code: str
    taps: int = 0
    decisions: int = 0
    texts: int = 0
    characters: int = 0

    def tap(self, times: int = 1) -> None:
        """On a button, or in the picture."""
        self.taps += times

    def fill(self, part: str, /, **said: str) -> None:
        """Tap what isn't chosen yet, type what can only be typed, press the button below."""
        sheet = self.sheet(part)
        posted = {ask.name: chip.value for ask in sheet.asks for chip in ask.chips if chip.chosen}
        for name, answer in said.items():
            ask = next(ask for ask in sheet.asks if ask.name == name)
            if answer in {chip.value for chip in ask.chips}:
                posted[name] = answer
                self.tap()
                self.decisions += 1
            else:
                posted[words_of(name)] = answer
                self.texts += 1
                self.characters += len(answer)
        self.tap()
        case = self.town.case()
        self.town.run(AnswerOnPage(self.account, case.id, part, posted, case.binding or ""))

    def sheet(self, part: str) -> Sheet:
        """The questions as the page draws them for this person."""
        with self.town.app.reading() as ctx:
            account, case = ctx.uow.people.account_by_id(self.account), ctx.uow.cases.get(self.town.case().id)
            return sheet_of(PARTS[PartName(part)].form.name, account, case, ctx, Wish(part=part))

    @property
    def account(self) -> str:
        """Where they read."""
        return self.town.account(self.code)


def test_an_alert_with_a_picture_takes_few_taps_and_a_clerk_types_nothing(town: TownInProcess) -> None:
    """R-127: the clerk ≤ 8 taps and no text within 30 s; an approver ≤ 7 and four reasons; together ≤ 26 and 130.

    On new devices, each of which costs a tap, and nobody saw which way; whoever did taps once more.
    """
    clerk, lead = Hand(town, "P01"), Hand(town, "P02")
    town.run(SendPhoto(clerk.account, "photo-1"))
    town.work()
    case = town.case()
    clerk.tap(2)  # the card's button, the suspect
    town.run(PickSuspect(clerk.account, case.id, 40, 40))
    town.work()
    clerk.fill("till", goods="化粧品")
    town.run(ConfirmMask(clerk.account, case.id, town.case().masked_sha256 or ""))
    lead.tap()  # the card's button
    town.run(TakeRest(lead.account, case.id))  # with the first answer
    said = {"checked": Ground.FOOTAGE, "police": Police.CALLED, "applies": "neither", "form": AlertForm.PICTURE}
    lead.fill("peace", **said, step_up_reason=WHY_A_PICTURE)  # its button hands in as well
    town.run(SubmitCase(lead.account, case.id))
    approvers = [Hand(town, code) for code in REASONS]
    for one in approvers:
        one.tap()  # the card's button
        town.look(one.code)
        asks = [ask.name for ask in one.sheet("judge").asks]
        reasons = dict(zip(asks[1::2], REASONS[one.code], strict=True))
        one.fill("judge", **dict.fromkeys(asks[::2], "yes"), **reasons)
    assert town.case().state == "live"

    everybody = (clerk, lead, *approvers)
    counted = [(hand.code, hand.taps, hand.texts, hand.characters) for hand in everybody]
    seconds = (clerk.taps + A_NEW_DEVICE) * A_TAP + 3 * A_GLANCE + clerk.decisions * A_DECISION
    assert clerk.taps + A_NEW_DEVICE <= 8, counted
    assert clerk.texts == 0, counted
    assert seconds <= 30, counted
    assert all(one.taps + A_NEW_DEVICE <= 7 and one.texts == 4 for one in approvers), counted
    assert sum(hand.taps + A_NEW_DEVICE for hand in everybody) <= 26, counted
    assert sum(hand.characters for hand in everybody) <= 130, counted
