"""The clause desk over HTTP: the page, its two halves alone, a clause written out, an article of law."""

from __future__ import annotations

from functools import cache, partial

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.drafting.clauses import Clause
from bot.drafting.parameters import Position
from bot.errors import InputError
from bot.web import clause_desk
from bot.web.answered import answered
from bot.web.clause_reply import ReplyWords
from bot.web.clause_text import ClauseText, clause_text
from bot.web.drafting import Drafting

_LONGEST_SEARCH = 100
_LONGEST_VALUE = 600


class Typed(BaseModel):
    """What has been typed for a clause, by parameter."""

    model_config = ConfigDict(extra="forbid")

    id: str
    position: Position
    values: dict[str, str] = Field(max_length=60)


_told = partial(answered, wrong=404)


def clause_routes(drafting: Drafting) -> APIRouter:
    """`clauses`: open to everybody, for nothing in it belongs to anybody."""
    router = APIRouter(prefix="/clauses")

    @cache
    def reply_words() -> ReplyWords:
        return ReplyWords.load(drafting.knowledge)

    def written(clause: Clause, position: Position, typed: dict[str, str]) -> ClauseText:
        short = {name: value[:_LONGEST_VALUE] for name, value in typed.items()}
        return clause_text(drafting.library, reply_words(), clause, position, short)

    def detail_of(identity: str, position: Position) -> str:
        clause, titles = _clause(drafting, identity), drafting.guidance.titles
        text = written(clause, position, {})
        return clause_desk.clause_detail(drafting.library, titles, clause, position, text)

    @router.get("")
    def page(id: str = "", position: Position = "balanced", words: str = "") -> Response:
        def make() -> Response:
            detail = detail_of(id, position) if id else ""
            listed = clause_desk.clause_list(drafting.library, words[:_LONGEST_SEARCH], id)
            return HTMLResponse(
                clause_desk.page(listed, detail, words[:_LONGEST_SEARCH], len(drafting.library.clauses))
            )

        return _told(make)

    @router.get("/list")
    def listing(words: str = "", id: str = "") -> Response:
        return _told(
            lambda: HTMLResponse(clause_desk.clause_list(drafting.library, words[:_LONGEST_SEARCH], id))
        )

    @router.get("/detail")
    def detail(id: str, position: Position = "balanced") -> Response:
        return _told(lambda: HTMLResponse(detail_of(id, position)))

    @router.post("/text")
    def text(typed: Typed) -> Response:
        def make() -> Response:
            made = written(_clause(drafting, typed.id), typed.position, typed.values)
            return JSONResponse(
                {
                    "html": made.html(),
                    "plain": made.text,
                    "reply": made.reply,
                    "faults": made.faults,
                    "cautions": made.cautions,
                }
            )

        return _told(make)

    @router.get("/law")
    def law(name: str) -> Response:
        return _told(lambda: HTMLResponse(clause_desk.law_article(drafting.law(name[:_LONGEST_SEARCH]))))

    return router


def _clause(drafting: Drafting, identity: str) -> Clause:
    try:
        return drafting.library.clause(identity)
    except KeyError as error:
        raise InputError("条款库里没有这一条，可能已经改名：请从列表里重新挑。") from error
