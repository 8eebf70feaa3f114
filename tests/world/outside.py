"""Whoever opens our pages from outside, without a server between."""

from __future__ import annotations

import asyncio

import httpx
from fastapi import FastAPI


class Outside(httpx.BaseTransport):
    """The pages, as somebody at this address reaches them."""

    def __init__(self, pages: FastAPI, address: str = "198.51.100.9") -> None:
        self._through = httpx.ASGITransport(pages, client=(address, 50000))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Asked and answered before it returns."""
        return asyncio.run(self._asked(request))

    async def _asked(self, request: httpx.Request) -> httpx.Response:
        answer = await self._through.handle_async_request(request)
        body = b"".join([part async for part in answer.stream])  # type: ignore[union-attr]
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)
