"""What a route answers when the work behind it cannot be done: a sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Response
from fastapi.responses import JSONResponse

from bot.errors import BotError, InputError
from bot.web.drafting import StaleError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a Word file."""


def answered(make: Callable[[], Response], wrong: int = 422) -> Response:
    """What `make` makes, or the sentence that says why not: with the status `wrong` where the reader has something
    to change, 409 where the page is stale, 503 where the fault is ours."""
    try:
        return make()
    except StaleError as error:
        return JSONResponse({"trouble": str(error)}, 409)
    except InputError as error:
        return JSONResponse({"trouble": str(error)}, wrong)
    except BotError as error:
        return JSONResponse({"trouble": str(error)}, 503)
