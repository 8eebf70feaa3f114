"""``python -m audit verify FILE``: for auditors, offline, without the rest of Hansho (R-097, R-121)."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from audit import checkpoint
from audit.checkpoint import PublicKey
from audit.export import Broken, Head, Intact, UnusableError, examine
from audit.sentences import (
    AT_LINE,
    BAD_HEAD,
    BAD_KEY,
    BROKEN,
    COUNTED,
    FOLLOWS,
    INTACT,
    NO_FILE,
    NOT_COMPARED,
    NOTHING_YET,
    SIGNED,
    UNPROVEN,
    UNSIGNED,
    UNUSABLE,
    Sentence,
)

OK, BAD, NO_INPUT, NOT_PROVEN = 0, 1, 2, 3

HEAD = re.compile(r"(\d{1,9}):([0-9a-f]{64})", re.ASCII)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verifier.

    Returns:
        0 if the ledger is intact, 1 if it is broken, 2 if the input can't be used, 3 if it agrees with itself but with
        nothing from outside: whoever rewrote all of it could have made this file.
    """
    asked = _parser().parse_args(arguments)
    try:
        key = _key(asked.key) if asked.key is not None else None
        earlier = _head(asked.head, key) if asked.head is not None else None
        found = examine(_read(asked.file), key=key, earlier=earlier)
    except UnusableError as error:
        _say([UNUSABLE, error.what])
        return NO_INPUT
    if isinstance(found, Broken):
        _say([BROKEN, _at_line(found)])
        return BAD
    proven = key is not None or (earlier is not None and earlier.size == found.head.size)
    _say([INTACT if proven else UNPROVEN, *_good_news(found, key, earlier)])
    return OK if proven else NOT_PROVEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit", description="監査台帳の検証 / Verify the ledger")
    verify = parser.add_subparsers(required=True).add_parser(
        "verify",
        help="書き出しファイルを確かめる / check an export",
        epilog="終了コード / exit codes: 0 = OK, 1 = 壊れている / broken, 2 = 検証できない / unusable input, "
        "3 = 証明されていない / not proven",
    )
    verify.add_argument("file", type=Path, metavar="FILE", help="書き出しファイル / the export")
    verify.add_argument("--key", metavar="PUBLIC", help="公開鍵(名前+番号+base64) / public key, name+id+base64")
    verify.add_argument(
        "--head",
        metavar="SIZE:HASH|FILE",
        help="照らし合わせる以前の控え: ダイジェストの件数とハッシュ、または届いた控えのファイル"
        " / an earlier head to compare with: from a digest, or a file with a checkpoint as received",
    )
    return parser


def _key(text: str) -> PublicKey:
    try:
        return PublicKey.read(text)
    except ValueError:
        raise UnusableError(BAD_KEY) from None


def _head(text: str, key: PublicKey | None) -> Head:
    """From a digest as ``SIZE:HASH``, or from a file with a checkpoint as it was received, checked by the same key."""
    found = HEAD.fullmatch(text.strip())
    if found:
        return Head(int(found[1]), bytes.fromhex(found[2]))
    try:
        note = Path(text).read_text(encoding="utf-8").strip() + "\n"
        kept = checkpoint.verify(note, key) if key else checkpoint.read(note)
    except (OSError, ValueError):
        raise UnusableError(BAD_HEAD) from None
    return Head(kept.size, kept.root)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise UnusableError(NO_FILE) from None


def _good_news(found: Intact, key: PublicKey | None, earlier: Head | None) -> list[Sentence]:
    size, first, last = found.head.size, found.first_at, found.last_at
    return [
        COUNTED.filled(size=size, first=first, last=last) if size else NOTHING_YET,
        SIGNED.filled(key=f"{key.name} ({key.key_id.hex()})") if key else UNSIGNED,
        FOLLOWS.filled(earlier=earlier.size, hash=earlier.root.hex()[:12], later=size - earlier.size)
        if earlier
        else NOT_COMPARED,
    ]


def _at_line(found: Broken) -> Sentence:
    detail = f" [{found.detail}]" if found.detail else ""
    return Sentence(
        AT_LINE.ja.format(line=found.line, what=found.what.ja + detail),
        AT_LINE.en.format(line=found.line, what=found.what.en + detail),
    )


def _say(sentences: Sequence[Sentence]) -> None:
    """A block in Japanese, then one in English; the first line of each is the answer."""
    for block in ([s.ja for s in sentences], [s.en for s in sentences]):
        print("\n  ".join(block))
