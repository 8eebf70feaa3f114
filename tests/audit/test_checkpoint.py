"""Checkpoints are C2SP signed notes that other tools understand (R-097)."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.checkpoint import CheckpointError, PublicKey, public_key, read, sign, signing_key, verify
from audit.merkle import EMPTY, leaf_hash
from tests.world.ledgers import KEY, ORIGIN, PUBLIC

ROOT = leaf_hash(b"root")
OTHER = signing_key(base64.b64encode(b"another key, also of 32 bytes...").decode())

# Published keys and a note of other implementations of the same specification.
FOREIGN_KEYS = [
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
]
FOREIGN_SIGNATURE = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="


@pytest.mark.parametrize("text", FOREIGN_KEYS)
def test_keys_of_other_tools_are_read_and_written_alike(text: str) -> None:
    """R-097: name, id and key stand where the specification puts them."""
    assert str(PublicKey.read(text)) == text


def test_a_signature_of_another_tool_carries_the_id_we_compute() -> None:
    """The key id leads the signature, and the rest is plain Ed25519 over the text."""
    key = PublicKey.read(FOREIGN_KEYS[2])
    signature = base64.b64decode(FOREIGN_SIGNATURE)

    assert signature[:4] == key.key_id
    Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[4:], b"This is an example message.\n")


def test_a_checkpoint_reads_like_the_specification() -> None:
    """R-097: origin, size, base64 root, blank line, signature line."""
    note = sign(ORIGIN, 3, ROOT, KEY)

    assert note.split("\n")[:4] == [ORIGIN, "3", base64.b64encode(ROOT).decode(), ""]
    assert note.split("\n")[4].startswith(f"— {ORIGIN} ")
    assert verify(note, PUBLIC) == read(note)
    assert (read(note).origin, read(note).size, read(note).root) == (ORIGIN, 3, ROOT)


def test_a_witness_may_sign_as_well() -> None:
    """Signatures of unknown keys are passed over; without ours, theirs are not enough."""
    note, theirs = sign(ORIGIN, 3, ROOT, KEY), sign(ORIGIN, 3, ROOT, OTHER)
    cosigned = note + theirs.split("\n")[4] + "\n"

    assert verify(cosigned, PUBLIC) == verify(cosigned, public_key(ORIGIN, OTHER)) == read(note)
    with pytest.raises(CheckpointError, match="not signed by this key"):
        verify(theirs, PUBLIC)
    with pytest.raises(CheckpointError, match="twice"):
        verify(note + note.split("\n")[4] + "\n", PUBLIC)


def test_any_change_of_the_text_breaks_the_signature() -> None:
    """R-097: another origin, size or root was not signed."""
    note = sign(ORIGIN, 3, ROOT, KEY)

    for changed in (note.replace("\n3\n", "\n4\n"), note.replace(base64.b64encode(ROOT).decode(), "A" * 43 + "=")):
        with pytest.raises(CheckpointError, match="signature is wrong"):
            verify(changed, PUBLIC)
        assert read(changed) != read(note)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ORIGIN + "\n", "\n"),
        ("\n3\n", "\n03\n"),
        ("\n3\n", "\n-3\n"),
        ("\n3\n", "\n３\n"),
        ("\n3\n", "\n3\nextension\n"),
        ("\n\n", "\n"),
        ("— ", "- "),
        ("— ", "—  "),
        ("=\n\n", "\n\n"),
        ("\n\n", "\n\n\n"),
    ],
)
def test_malformed_notes_are_refused(old: str, new: str) -> None:
    """There is exactly one way to write a checkpoint."""
    note = sign(ORIGIN, 3, ROOT, KEY)

    assert read(note)
    with pytest.raises(CheckpointError):
        read(note.replace(old, new, 1))


def test_a_note_without_end_is_refused() -> None:
    """A cut note, and one that never ends."""
    note = sign(ORIGIN, 3, ROOT, KEY)

    for wrong in (note[:-1], note + "x" * 100_000, "", "\n\n"):
        with pytest.raises(CheckpointError):
            read(wrong)


@pytest.mark.parametrize(
    ("origin", "size", "root"), [("a b", 0, EMPTY), ("a+b", 0, EMPTY), ("a", -1, EMPTY), ("a", 0, b"")]
)
def test_what_cannot_stand_in_a_checkpoint_is_not_signed(origin: str, size: int, root: bytes) -> None:
    """A note that couldn't be read back is never made."""
    assert sign("a", 0, EMPTY, KEY)
    with pytest.raises(ValueError, match="checkpoint needs"):
        sign(origin, size, root, KEY)


@pytest.mark.parametrize(
    "text", ["", "name", "a+b+c", str(PUBLIC)[:-4], str(PUBLIC).replace("hansho", "hanshu"), "名 前" + str(PUBLIC)]
)
def test_a_key_copied_wrongly_is_refused(text: str) -> None:
    """A slip while copying is told at once."""
    assert PublicKey.read(f" {PUBLIC}\n") == PUBLIC
    with pytest.raises(ValueError, match="key"):
        PublicKey.read(text)


@pytest.mark.parametrize("secret", ["", "change-me", base64.b64encode(bytes(31)).decode(), "鍵"])
def test_a_weak_ledger_key_is_refused(secret: str) -> None:
    """The error says where to get a good one."""
    with pytest.raises(ValueError, match="hansho keys new"):
        signing_key(secret)
