"""The Merkle tree of RFC 6962 section 2.1: hashes and appending.

All hashes are 32 raw bytes of SHA-256. A *frontier* is the list of roots of the perfect subtrees that make up a tree,
greatest first; it has one hash per 1-bit of the tree size, and is all that appending needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry; the prefix 0 keeps a leaf from passing as a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash over two subtrees; prefix 1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The frontier after one more leaf hash; at most log2(size) hashes.

    Raises:
        ValueError: the frontier is not one of a tree of this size.
    """
    _check_frontier(frontier, size)
    grown, top = list(frontier), leaf
    while size & 1:
        top = node_hash(grown.pop(), top)
        size >>= 1
    return [*grown, top]


def root(frontier: Sequence[bytes], size: int) -> bytes:
    """The root of the tree.

    Raises:
        ValueError: the frontier is not one of a tree of this size.
    """
    _check_frontier(frontier, size)
    if not frontier:
        return EMPTY
    top = frontier[-1]
    for left in reversed(frontier[:-1]):
        top = node_hash(left, top)
    return top


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = append(frontier, size, leaf)
    return root(frontier, len(leaves))


def _check_frontier(frontier: Sequence[bytes], size: int) -> None:
    if size < 0 or len(frontier) != size.bit_count():
        raise ValueError("the frontier doesn't fit the tree's size")
