"""The reviews over HTTP, for the page's own script: JSON and pieces of HTML. The owner is the cookie's, and only that."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.web.answered import WORD, answered
from bot.web.drafting import Drafting
from bot.web.owner import owner_in
from bot.web.review_findings import decided_words, deciding, state_of
from bot.web.review_frame import panel
from bot.web.review_summary import left
from bot.web.reviews import Decide, FileKind, Reviews

_MEDIA: dict[FileKind, str] = {
    "redline": WORD,
    "docx": WORD,
    "md": "text/markdown; charset=utf-8",
}


def review_routes(reviews: Reviews, drafting: Drafting) -> APIRouter:
    """`review/{conversation}`: the review as it stands, decisions, files."""
    router = APIRouter(prefix="/review")

    @router.get("/{conversation}")
    def show(conversation: str, request: Request, have: int = 0) -> Response:
        def make() -> Response:
            owner = owner_in(request.cookies)
            version = reviews.version(owner, conversation)
            if version in (0, have):
                return JSONResponse({"version": version})
            shown = reviews.there(owner, conversation)
            html = panel(shown, reviews.phrases, drafting.guidance.titles)
            return JSONResponse({"version": shown.version, "html": html, "left": left(shown.review)})

        return answered(make)

    @router.post("/{conversation}")
    def decide(conversation: str, decide: Decide, request: Request) -> Response:
        def make() -> Response:
            shown = reviews.decide(owner_in(request.cookies), conversation, decide)
            finding = shown.review.finding(decide.finding)
            assert finding  # it has just been decided on
            decision = shown.review.decisions.get(finding.id)
            return JSONResponse(
                {
                    "version": shown.version,
                    "html": deciding(shown.review, finding),
                    "state": state_of(decision),
                    "said": decided_words(decision, finding),
                    "left": left(shown.review),
                }
            )

        return answered(make)

    @router.get("/{conversation}/file/{kind}")
    def file(conversation: str, kind: FileKind, request: Request) -> Response:
        def make() -> Response:
            name, data = reviews.file(owner_in(request.cookies), conversation, kind)
            headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
            return Response(data, media_type=_MEDIA[kind], headers=headers)

        return answered(make)

    return router
