"""Which container a video lies in, told by its first bytes; nothing is parsed, and no library is needed."""

from __future__ import annotations

LARGEST = 100_000_000
"""Bytes of a video: a minute from a phone is 60 MB as HEVC 1080p, and less once LINE has transcoded it. More would be
too much to hold in memory several times."""

STILL_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})
"""Pictures in the same boxes as MP4: HEIC, AVIF and their sequences."""

QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
"""First box of a QuickTime file older than ``ftyp``."""


def container_of(data: bytes) -> str | None:
    """The demuxer for MP4, QuickTime, 3GP, WebM, Matroska or AVI; None for everything else, pictures included."""
    box = data[4:8]
    if box == b"ftyp":
        return None if data[8:12] in STILL_BRANDS else "mov"
    if box in QUICKTIME:
        return "mov"
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if data.startswith(b"RIFF") and data[8:12] == b"AVI ":
        return "avi"
    return None


RECORDINGS = (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"DHAV", b"IMKH", b"HXVS")
"""MPEG program streams, ASF, and what Dahua, Hikvision and Xiongmai write: as recorders in shops export by default."""

RAW = (b"\x00\x00\x00\x01\x67", b"\x00\x00\x00\x01\x40")
"""H.264 and H.265 without any container, from their first parameter set."""

PACKETS = ((188, 0), (192, 4))
"""Bytes of a packet of a transport stream and before its sync byte, plain and with time codes (M2TS)."""

_SYNC = 0x47


def is_recording(data: bytes) -> bool:
    """Whether it is a recorder's own format, which nothing here reads: it can be exported as something else."""
    if data.startswith(RECORDINGS + RAW):
        return True
    return any(
        len(data) > 4 * size and all(data[at] == _SYNC for at in range(off, 4 * size, size)) for size, off in PACKETS
    )


def is_video(data: bytes) -> bool:
    """Whether to look at the bytes as a video."""
    return container_of(data) is not None
