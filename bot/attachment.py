"""Fetching a file that somebody sent, without trusting its size."""

from __future__ import annotations

from http import HTTPStatus

import urllib3

from bot.chat import ContentGone, ContentNotReady, ContentTooLarge, retry_after
from masking.container import LARGEST

SIZE_LIMIT = LARGEST
"""Bytes of anything that is fetched; what of it is a photo is told from the bytes alone."""

PHOTO_LIMIT = 25_000_000
"""Bytes; a phone's largest HEIC or JPEG photo stays well below."""

_CHUNK = 65_536
_TIMEOUT = urllib3.Timeout(connect=5, read=20)
_LATER = {HTTPStatus.ACCEPTED, HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}

_pool = urllib3.PoolManager(retries=False)


def download(url: str, token: str) -> bytes:
    """The bytes behind ``url``, asked for with ``token``; redirects are not followed, so the token stays here.

    Raises:
        ContentNotReady: not yet, or the platform can't be reached right now: ask again.
        ContentGone: not there any more, or not ours to read.
        ContentTooLarge: larger than SIZE_LIMIT.
    """
    headers = {"Authorization": f"Bearer {token}"}
    try:
        response = _pool.request(
            "GET", url, headers=headers, timeout=_TIMEOUT, redirect=False, preload_content=False, decode_content=False
        )
        try:
            return _read(response)
        finally:
            response.close()
    except urllib3.exceptions.HTTPError:
        raise ContentNotReady from None


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    if response.status in _LATER or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ContentNotReady(retry_after(response.headers))
    # Slack shows whoever may not see a file its sign-in page, with status 200.
    if response.status != HTTPStatus.OK or response.headers.get("content-type", "").startswith("text/html"):
        raise ContentGone
    content = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=False):
        content += chunk
        if len(content) > SIZE_LIMIT:
            raise ContentTooLarge
    return bytes(content)
