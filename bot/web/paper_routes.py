"""The drafts over HTTP, for the page's own script: JSON and pieces of HTML. The owner is the cookie's, and only that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from bot.drafting.markdown import written
from bot.drafting.word import word_file
from bot.web.answered import WORD, answered
from bot.web.drafting import LARGEST_IMPORT, Drafting, Edit, Paper
from bot.web.owner import owner_in
from bot.web.paper_frame import panel
from bot.web.paper_windows import clause_window, fact_window, insert_list, insert_window

FileKind = Literal["docx", "comments", "markdown", "json"]
_ENDS: dict[FileKind, tuple[str, str]] = {
    "docx": (".docx", WORD),
    "comments": ("（带批注）.docx", WORD),
    "markdown": (".md", "text/markdown; charset=utf-8"),
    "json": (".json", "application/json"),
}


def paper_routes(drafting: Drafting) -> APIRouter:
    """`paper/{conversation}`: the draft as it stands, edits, windows, files."""
    router = APIRouter(prefix="/paper")

    @router.get("/{conversation}")
    def show(conversation: str, request: Request, have: int = 0) -> Response:
        def make() -> Response:
            owner = owner_in(request.cookies)
            version = drafting.version(owner, conversation)
            if version == 0 or version == have:
                return JSONResponse({"version": version})
            return _shown(drafting.there(owner, conversation), conversation)

        return answered(make)

    @router.post("/{conversation}")
    def edit(conversation: str, edit: Edit, request: Request) -> Response:
        owner = owner_in(request.cookies)
        return answered(lambda: _shown(drafting.edit(owner, conversation, edit), conversation))

    @router.post("/{conversation}/import")
    async def bring_in(conversation: str, request: Request, version: int = 0) -> Response:
        owner, body = owner_in(request.cookies), await _body(request)
        return await asyncio.to_thread(
            answered,
            lambda: _shown(drafting.bring_in(owner, conversation, body, version), conversation),
        )

    @router.get("/{conversation}/fact/{name}")
    def fact(conversation: str, name: str, request: Request) -> Response:
        return _part(drafting, request, conversation, lambda p: fact_window(p, drafting.library, name))

    @router.get("/{conversation}/clause/{name}")
    def clause(conversation: str, name: str, request: Request) -> Response:
        return _part(drafting, request, conversation, lambda p: clause_window(drafting, p, name))

    @router.get("/{conversation}/insert")
    def insert(conversation: str, request: Request, words: str = "", alone: bool = False) -> Response:
        make = insert_list if alone else insert_window
        return _part(drafting, request, conversation, lambda p: make(p, drafting.library, words[:200]))

    @router.get("/{conversation}/file/{kind}")
    def file(conversation: str, kind: FileKind, request: Request) -> Response:
        return answered(
            lambda: _file(drafting, drafting.there(owner_in(request.cookies), conversation), kind)
        )

    return router


def _part(drafting: Drafting, request: Request, conversation: str, make: Callable[[Paper], str]) -> Response:
    return answered(lambda: HTMLResponse(make(drafting.there(owner_in(request.cookies), conversation))))


def _shown(paper: Paper, conversation: str) -> Response:
    blanks = len(paper.contract.blanks())
    html = panel(paper, conversation)
    return JSONResponse({"version": paper.version, "blanks": blanks, "html": html})


async def _body(request: Request) -> str:
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > 4 * LARGEST_IMPORT:
            break
    return read.decode("utf-8", errors="replace")


def _file(drafting: Drafting, paper: Paper, kind: FileKind) -> Response:
    end, media = _ENDS[kind]
    match kind:
        case "json":
            data = paper.history.model_dump_json(indent=1).encode()
        case "markdown":
            data = written(paper.blocks).encode()
        case _:
            data = word_file(
                paper.contract, drafting.words, paper.draft.style, with_comments=kind == "comments"
            )
    name = quote(paper.contract.title + end)
    return Response(
        data, media_type=media, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )
