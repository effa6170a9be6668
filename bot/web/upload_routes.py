"""Files over HTTP: they go in and can be taken back, and there is no way to have one out."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.errors import InputError
from bot.web.answered import answered
from bot.web.owner import owner_in
from bot.web.uploads import LARGEST, Uploads, shown_name, too_large


def upload_routes(uploads: Uploads) -> APIRouter:
    """`uploads/{conversation}`: the body of a request is one file, its name is in the address."""
    router = APIRouter(prefix="/uploads")

    @router.post("/{conversation}")
    async def add(conversation: str, request: Request, name: str = "") -> Response:
        owner, data = owner_in(request.cookies), await _body(request)

        def make() -> Response:
            if data is None:
                raise InputError(too_large(shown_name(name)))
            kept = uploads.add(owner, conversation, name, data)
            return JSONResponse({"id": kept.id, "name": kept.name})

        return await asyncio.to_thread(answered, make)

    @router.delete("/{conversation}/{key}")
    def discard(conversation: str, key: str, request: Request) -> Response:
        def make() -> Response:
            uploads.discard(owner_in(request.cookies), conversation, key)
            return Response(status_code=204)

        return answered(make)

    return router


async def _body(request: Request) -> bytes | None:
    """The body, read no further than the limit; None for one beyond it."""
    if int(request.headers.get("content-length", "0") or 0) > LARGEST:
        return None
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > LARGEST:
            return None
    return bytes(read)
