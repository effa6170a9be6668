"""Whose conversations these are: a random id in a cookie that scripts cannot read."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

import gradio as gr

COOKIE = "desk_owner"
_OWNER = re.compile(r"[A-Za-z0-9_-]{43}")
_YEAR = 365 * 24 * 3600


def owner_of(request: gr.Request) -> str:
    """The owner a request comes from. A browser that keeps no cookies owns what this tab has asked."""
    return owner_in(request.cookies) or f"tab:{request.session_hash}"


def owner_in(cookies: Mapping[str, str]) -> str:
    """The owner that cookies name; empty where they name none."""
    owner = cookies.get(COOKIE, "")
    return owner if _OWNER.fullmatch(owner) else ""


def new_cookie(header: str) -> str | None:
    """The Set-Cookie line for a visitor whose Cookie `header` names no owner; None for one who has."""
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        morsel = None
    if morsel and _OWNER.fullmatch(morsel.value):
        return None
    return f"{COOKIE}={secrets.token_urlsafe(32)}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Strict"
