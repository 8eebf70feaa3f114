"""A clerk taps 「事故・漏えい」 on LINE: who answers for it is called on their own phones, until somebody takes it."""

from __future__ import annotations

from handlers.commands.decided import GiveRole
from policy.facts import Role
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp

AT_MOST = 10
"""Seconds from the tap to either phone."""

CALL = "事故の連絡"
NAMED = {"P05": Role.INCIDENT_MANAGER, "P03": Role.SECURITY_OFFICER}


@ON_SQLITE
def test_both_are_called_within_ten_seconds_of_the_tap_and_the_first_who_answers_ends_it(town: TownOverHttp) -> None:
    """R-135, R-139: by the world's clock, from the finger to the other two screens."""
    with town.reading() as uow:
        members = {code: town.member(code, uow).id for code in NAMED}
    for code, role in NAMED.items():
        town.run(GiveRole(members[code], role))
    phones = [town.preferred(code) for code in NAMED]
    assert {phone.platform for phone in phones} == {"line", "slack"}
    town.reporter.say("事故")
    town.reporter.wait_for("何がありましたか？")
    tapped_at = town.people.get("/clock")["now"]
    town.reporter.press("画面を撮られた")
    for phone in phones:
        assert phone.wait_for(CALL).at - tapped_at <= AT_MOST
    first, second = phones
    first.press("対応します")
    first.wait_for("あなたが対応します")
    second.wait_for("対応する人が決まりました")
    town.people.wait(minutes=11)
    town.wait_until_sent()
    assert CALL not in str(town.secretariat.inbox())
