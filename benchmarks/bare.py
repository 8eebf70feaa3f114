"""The peer of the webhook: FastAPI that checks the signature and keeps nothing. ``python -m benchmarks.bare PORT``."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from linebot.v3.webhook import SignatureValidator

from simulator.line_state import Channel

app = FastAPI()
validator = SignatureValidator(Channel.secret)


@app.get("/ready")
def ready() -> None:
    """It listens."""


@app.post("/webhook")
async def webhook(request: Request) -> Response:
    """As bare as it may be."""
    body = (await request.body()).decode()
    signed = validator.validate(body, request.headers.get("x-line-signature", ""))
    return Response(status_code=200 if signed else 401)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
