"""R-064: keys that have to be able to die, one small file each, outside the database.

Whatever is written to a database lingers: in free pages, its log, its replicas and copies of it. So no key that opens
content is ever in there whole: what wraps or seals is derived from a master key *and* a key of this folder, and
erasing means overwriting and unlinking its file. A copy of the database opens nothing then, whoever has the master
keys. There is one key for each case and kind of content, by a random name, and one for each hour of events and cards
that belong to no case. All processes of an installation share the folder; a key service could take its place here.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

KEY_BYTES: Final = 32

OWNER_ONLY, OWNERS_FOLDER = 0o600, 0o700

IDLE_SECONDS: Final = 3600
"""A unit of work whose key is not in the database yet takes milliseconds, or seconds under load."""

MARK: Final = "installation"
"""The file that says to which database the folder belongs."""


class KeyDirectory:
    """The folder. Every key is on the disk before anybody uses it, and off it before anybody says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> str:
        """Make the folder if there is none; returns its mark, by which a process knows that it has the right one.

        Raises:
            OSError: it can't be made, or is somebody else's.
        """
        self.folder.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)
        self.folder.chmod(OWNERS_FOLDER)
        return self._kept(MARK, secrets.token_hex(16).encode()).decode()

    def mark(self) -> str | None:
        """The folder's mark; None where there is no such folder, or an empty one in its place."""
        kept = self.get(MARK)
        return kept.decode() if kept else None

    def new(self) -> str:
        """A fresh key; returns its name."""
        name = secrets.token_hex(16)
        self._kept(name, secrets.token_bytes(KEY_BYTES))
        return name

    def shared(self, name: str) -> bytes:
        """The key that everybody finds under this name, made by whoever comes first."""
        key = self.get(name) or self._kept(name, secrets.token_bytes(KEY_BYTES))
        os.utime(self.folder / name)
        return key

    def get(self, name: str) -> bytes | None:
        """The key; None: it was destroyed."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def destroy(self, names: Iterable[str]) -> None:
        """Overwrite each key, unlink it, and wait until the disk has done so; repeating is harmless.

        Raises:
            OSError: it could not be destroyed; nobody may say that it was.
        """
        gone = False
        for name in names:
            try:
                file = os.open(self.folder / name, os.O_WRONLY)
            except FileNotFoundError:
                continue
            try:
                os.write(file, secrets.token_bytes(KEY_BYTES))
                os.fsync(file)
            finally:
                os.close(file)
            (self.folder / name).unlink(missing_ok=True)
            gone = True
        if gone:
            self._sync()

    def idle(self) -> set[str]:
        """The names of keys that nobody made or asked for lately, by the disk's clock, since ours may jump."""
        before = time.time() - IDLE_SECONDS
        found = [*os.scandir(self.folder)] if self.folder.is_dir() else []
        return {key.name for key in found if key.name != MARK and key.stat().st_mtime < before}

    def _kept(self, name: str, content: bytes) -> bytes:
        """Whole or not at all, and the first one counts: others read what is there."""
        self.folder.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)
        new = self.folder / f".{secrets.token_hex(16)}"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(new, self.folder / name)
        except FileExistsError:
            content = (self.folder / name).read_bytes()
        new.unlink()
        self._sync()
        return content

    def _sync(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
