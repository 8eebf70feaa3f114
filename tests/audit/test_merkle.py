"""The tree of RFC 6962: known vectors, and the definition itself as an oracle."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import EMPTY, append, leaf_hash, root, root_of

# The input and roots that implementations of RFC 6962 test each other with (first used by Certificate Transparency).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

LEAVES = st.lists(st.binary(max_size=4).map(leaf_hash), max_size=40)


def defined(leaves: list[bytes]) -> bytes:
    """MTH, word for word as section 2.1 defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + defined(leaves[:half]) + defined(leaves[half:])).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_trees_have_their_known_roots(size: int) -> None:
    """R-097: other implementations of RFC 6962 come to the same root."""
    leaves = [leaf_hash(bytes.fromhex(text)) for text in INPUTS[:size]]

    assert root_of(leaves).hex() == ROOTS[size - 1]


def test_the_empty_ledger_has_the_hash_of_nothing_as_root() -> None:
    """RFC 6962 section 2.1."""
    assert root([], 0) == EMPTY == hashlib.sha256(b"").digest()


@given(LEAVES)
def test_appending_comes_to_the_defined_root(leaves: list[bytes]) -> None:
    """R-097: the frontier, one entry at a time, gives the root of the definition."""
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = append(frontier, size, leaf)
        assert len(frontier) <= (size + 1).bit_length()

    assert root(frontier, len(leaves)) == defined(leaves)


def test_what_cannot_be_is_refused() -> None:
    """A frontier of another tree."""
    leaves = [leaf_hash(b"1"), leaf_hash(b"2")]

    for wrong in (lambda: root(leaves, 2), lambda: append(leaves, 1, leaves[0]), lambda: root([], -1)):
        with pytest.raises(ValueError, match="frontier"):
            wrong()
