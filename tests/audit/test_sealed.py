"""The sealed file that the police get: opened by its passphrase alone, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit import sealed
from audit.sealed import NotOpened, seal, unseal


def test_only_the_passphrase_opens_it_and_only_unchanged() -> None:
    """R-142: another passphrase, a changed byte anywhere and a cut file are all the same "no"."""
    made = seal(b"what is held", "AAAA-BBBB")
    assert b"held" not in made
    assert unseal(made, "AAAA-BBBB") == b"what is held"
    assert seal(b"what is held", "AAAA-BBBB") != made
    for wrong in (made[:20], made[:-1], b"x" + made[1:], made[:30] + bytes([made[30] ^ 1]) + made[31:], b""):
        with pytest.raises(NotOpened):
            unseal(wrong, "AAAA-BBBB")
    with pytest.raises(NotOpened):
        unseal(made, "AAAA-BBBC")


def test_the_receiver_opens_it_without_the_rest_of_hansho(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-142: the audit folder is enough; nothing is overwritten."""
    file, out = tmp_path / "case.sealed", tmp_path / "contents.zip"
    file.write_bytes(seal(b"what is held", "AAAA-BBBB"))
    monkeypatch.setattr("sys.argv", ["audit.sealed", str(file), str(out)])
    monkeypatch.setattr(sealed, "getpass", lambda _: "wrong")
    assert sealed.main() == 1
    assert not out.exists()
    monkeypatch.setattr(sealed, "getpass", lambda _: "AAAA-BBBB ")
    assert sealed.main() == 0
    assert out.read_bytes() == b"what is held"
