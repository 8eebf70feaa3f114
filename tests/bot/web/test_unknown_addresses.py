"""An address that somebody typed, or that lost its end in a message: a page that says what to do, never raw JSON."""

from __future__ import annotations

import httpx
import pytest

from tests.world.databases import ON_SQLITE
from tests.world.pages import TownWithPages

pytestmark = ON_SQLITE

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/nothing", "/p", "/p/a/b/c", "/desk/nothing/at/all"])
def test_who_types_an_address_reads_a_page(town: TownWithPages, path: str) -> None:
    """In both languages, since it may be anybody; the same page as behind a dead link."""
    answer = town.phone().get(path, **BROWSER)
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.text
    assert "[en] ページが見つかりません" in answer.text


def test_a_slash_at_the_end_leads_to_the_page_without_it(town: TownWithPages) -> None:
    """What was asked stays; nobody is led to another server, however many slashes or backslashes stand in front."""
    phone = town.phone().http
    phone.follow_redirects = False
    assert phone.get("/desk/?from=chat", headers=BROWSER).headers["location"] == "/desk?from=chat"
    for path in ("//elsewhere.example/", "/\\elsewhere.example/", "///elsewhere.example"):
        away = phone.get(httpx.URL(town.url).copy_with(raw_path=path.encode()), headers=BROWSER)
        to = httpx.URL(away.headers.get("location", "/"))
        assert to.host == ""
        assert not str(to).startswith(("//", "/\\"))


def test_programs_get_the_short_answer(town: TownWithPages) -> None:
    """A webhook with a typing error in its address needs no page."""
    answer = town.phone().http.post("/line/webhok", headers={"accept": "*/*"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
