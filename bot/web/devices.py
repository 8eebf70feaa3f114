"""What a browser says it is, in words of ours: nothing that somebody can write into a header reaches a chat."""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import Headers

from storage.browsers import Device
from storage.tables import Machine, Program

MACHINES: Final = (
    (re.compile(r"iPhone|iPod"), Machine.IPHONE),
    (re.compile(r"iPad"), Machine.IPAD),
    (re.compile(r"Android"), Machine.ANDROID),
    (re.compile(r"\bCrOS\b"), Machine.CHROMEBOOK),
    (re.compile(r"Windows"), Machine.WINDOWS),
    (re.compile(r"Macintosh"), Machine.MAC),
    (re.compile(r"Linux"), Machine.LINUX),
)
"""In this order: an Android also says Linux, an iPhone also says "like Mac OS X"."""

PROGRAMS: Final = (
    (re.compile(r"\bLine/"), Program.LINE),
    (re.compile(r"\bSlack"), Program.SLACK),
    (re.compile(r"\bEdg(?:e|A|iOS)?/"), Program.EDGE),
    (re.compile(r"\b(?:Firefox|FxiOS)/"), Program.FIREFOX),
    (re.compile(r"\bSamsungBrowser/"), Program.SAMSUNG),
    (re.compile(r"\b(?:Chrome|CriOS)/"), Program.CHROME),
    (re.compile(r"\bSafari/"), Program.SAFARI),
)
"""In this order: almost all of them also say Chrome, and that one Safari."""


def device_of(headers: Headers) -> Device:
    """The machine and the program; others than those we know are said to be unknown."""
    said = headers.get("user-agent", "")
    machine = next((word for pattern, word in MACHINES if pattern.search(said)), Machine.OTHER)
    return Device(machine, next((word for pattern, word in PROGRAMS if pattern.search(said)), Program.OTHER))
