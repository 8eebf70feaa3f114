"""Signed addresses (R-001)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.links import Signer

signer = Signer("secret", "https://hansho.example/")


def token(link_id: str) -> str:
    """The last part of the link's address."""
    return signer.page(link_id).rpartition("/")[2]


def test_an_address_is_short_and_leads_back() -> None:
    """R-001: id and at least 128 bits of signature, nothing else."""
    address = signer.page("k3yHb1-_x")
    assert address.startswith("https://hansho.example/p/k3yHb1-_x.")
    assert len(token("k3yHb1-_x").rpartition(".")[2]) >= 128 / 6
    assert signer.link_id(token("k3yHb1-_x")) == "k3yHb1-_x"


@given(st.text(max_size=300))
def test_whatever_else_people_type_is_no_link(text: str) -> None:
    """R-001: a guessed address is nobody's."""
    assert signer.link_id(text) is None


@given(st.integers(min_value=0, max_value=31), st.integers(min_value=1, max_value=127))
def test_one_character_changed_is_no_link(place: int, shift: int) -> None:
    """R-001: neither the id nor the signature can be changed."""
    good = token("abcdefghi")
    at = place % len(good)
    changed = good[:at] + chr((ord(good[at]) + shift) % 128) + good[at + 1 :]
    assert signer.link_id(changed) is None


def test_another_secret_signs_nothing_for_us() -> None:
    """R-001: an address from another installation is no link here."""
    assert signer.link_id(Signer("other", "https://hansho.example").page("abc").rpartition("/")[2]) is None


def test_a_form_token_is_good_for_one_link_and_one_browser() -> None:
    """R-064: a token taken from another page or browser moves nothing."""
    made = signer.form_token("link", "browser")
    assert signer.owns_form("link", "browser", made)
    assert not signer.owns_form("link", "another", made)
    assert not signer.owns_form("another", "browser", made)
    assert not signer.owns_form("link", "browser", "")
    assert not signer.owns_form("link", "browser", "日本語")
    assert made not in signer.page("link")
