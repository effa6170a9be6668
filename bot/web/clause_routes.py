"""The clause desk over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from bot.web.drafting import Drafting


def clause_routes(drafting: Drafting) -> APIRouter:
    """`clauses`."""
    return APIRouter(prefix="/clauses")
