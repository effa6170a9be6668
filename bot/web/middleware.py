"""What every response carries: headers that keep the browser on this machine, and the owner's cookie."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.owner import new_cookie

# Gradio evaluates its templates and inlines its configuration: hence 'unsafe-inline' and 'unsafe-eval'.
# What the policy is for is that nothing is loaded from, or sent to, any other machine.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


_SHUT = ("/gradio_api/upload", "/upload")
"""Gradio's own way in for files: ours are kept where nothing is served from, so nobody needs it."""


class Guard:
    """ASGI middleware that adds the headers, gives a new visitor an owner, and shuts ways that nobody needs."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand in front of `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add to the head of the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"].rstrip("/") in _SHUT:
            await Response(status_code=404)(scope, receive, send)
            return
        cookie = new_cookie(Headers(scope=scope).get("cookie", "")) if scope["path"] == "/" else None

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if cookie:
                    headers.append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_guarded)
