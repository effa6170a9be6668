"""What a conversation's id looks like."""

from __future__ import annotations

import re

from bot.errors import InputError

_ID = re.compile(r"[0-9a-f]{32}")


def checked(conversation: str) -> str:
    """The conversation's id. Raises InputError when it is none."""
    if not _ID.fullmatch(conversation):
        raise InputError("这段对话的编号不对，请新建一段会话。")
    return conversation
