"""Fetching a file that somebody sent, without trusting its size."""

from __future__ import annotations

import time
from http import HTTPStatus

import urllib3

from bot.chat import ContentGone, ContentNotReady, ContentTooLarge, retry_after
from masking.files.container import LARGEST

SIZE_LIMIT = LARGEST
"""Bytes of anything that is fetched; what of it is a photo is told from the bytes alone."""

PHOTO_LIMIT = 25_000_000
"""Bytes; a phone's largest HEIC or JPEG photo stays well below."""

LONGEST = 90.0
"""Seconds for the whole of a download, however slowly it trickles: with one more wait for the next byte it ends within
what the work is held for (``due_loop.ERRAND_SECONDS``). 100 MB fit from 9 Mbit/s on."""

_CHUNK = 65_536
_TIMEOUT = urllib3.Timeout(connect=5, read=20)
_LATER = {HTTPStatus.ACCEPTED, HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}

_pool = urllib3.PoolManager(retries=False)


def download(url: str, token: str) -> bytes:
    """The bytes behind ``url``, asked for with ``token``; redirects are not followed, so the token stays here.

    Raises:
        ContentNotReady: not yet, too slowly, or the platform can't be reached right now: ask again.
        ContentGone: not there any more, or not ours to read.
        ContentTooLarge: larger than SIZE_LIMIT.
    """
    headers, end = {"Authorization": f"Bearer {token}"}, time.monotonic() + LONGEST
    try:
        response = _pool.request(
            "GET", url, headers=headers, timeout=_TIMEOUT, redirect=False, preload_content=False, decode_content=False
        )
        try:
            return _read(response, end)
        finally:
            response.close()
    except urllib3.exceptions.HTTPError:
        raise ContentNotReady from None


def _read(response: urllib3.BaseHTTPResponse, end: float) -> bytes:
    if response.status in _LATER or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ContentNotReady(retry_after(response.headers))
    # Slack shows whoever may not see a file its sign-in page, with status 200.
    if response.status != HTTPStatus.OK or response.headers.get("content-type", "").startswith("text/html"):
        raise ContentGone
    content = bytearray()
    # What has come so far: a read of a whole chunk would wait for its last byte, however long that takes.
    while chunk := response.read1(_CHUNK, decode_content=False):
        content += chunk
        if len(content) > SIZE_LIMIT:
            raise ContentTooLarge
        if time.monotonic() > end:
            raise ContentNotReady
    return bytes(content)
