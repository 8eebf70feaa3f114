"""The Merkle tree of RFC 6962 section 2.1: hashes, appending, and the two kinds of proof.

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


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf ``index`` to the root (PATH of RFC 6962 section 2.1.1), leaf end first.

    Raises:
        ValueError: no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ValueError("no such leaf")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*inclusion(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion(leaves[half:], index - half), root_of(leaves[:half])]


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], top: bytes) -> bool:
    """Whether the proof leads from ``leaf`` at ``index`` to the root ``top`` (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            reached = node_hash(sibling, reached)
            here, last = _past_lonely(here, last)
        else:
            reached = node_hash(reached, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and reached == top


def consistency(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The hashes that prove that the first ``earlier`` leaves were only added to (PROOF, section 2.1.2).

    Raises:
        ValueError: ``earlier`` is greater than the tree.
    """
    if not 0 <= earlier <= len(leaves):
        raise ValueError("the earlier tree can't be the greater one")
    return _subproof(leaves, earlier, known=True) if earlier else []


def consistent(earlier: int, earlier_top: bytes, size: int, top: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of ``size`` begins with the tree of ``earlier`` leaves (RFC 9162 section 2.1.4.2)."""
    if not 0 <= earlier <= size:
        return False
    if earlier == 0:
        return not proof and earlier_top == EMPTY
    if earlier == size:
        return not proof and earlier_top == top
    path = [earlier_top, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = earlier - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            here, last = _past_lonely(here, last)
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == earlier_top and new == top


def _check_frontier(frontier: Sequence[bytes], size: int) -> None:
    if size < 0 or len(frontier) != size.bit_count():
        raise ValueError("the frontier doesn't fit the tree's size")


def _split(size: int) -> int:
    """The greatest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _past_lonely(here: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the right-most node has no sibling and is carried up as it is."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _subproof(leaves: Sequence[bytes], earlier: int, *, known: bool) -> list[bytes]:
    """SUBPROOF; ``known``: the verifier already holds this subtree's root."""
    if earlier == len(leaves):
        return [] if known else [root_of(leaves)]
    half = _split(len(leaves))
    if earlier <= half:
        return [*_subproof(leaves[:half], earlier, known=known), root_of(leaves[half:])]
    return [*_subproof(leaves[half:], earlier - half, known=False), root_of(leaves[:half])]
