"""A draft or a review in a batch: its Word file beside the output, and the whole draft in the reply."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.files import write_file
from bot.conversation import Reply

if TYPE_CHECKING:
    from bot.assistant import Assistant

LONGEST_NAME = 80
"""Characters of an id that become part of a file's name."""
_UNSAFE = re.compile(r"[^\w-]+")


def safe_name(identity: str) -> str:
    """An id as part of a file's name: letters, figures and dashes, so that it cannot lead elsewhere."""
    return _UNSAFE.sub("_", identity)[:LONGEST_NAME] or "_"


class WordFiles:
    """Names of the Word files of one batch, beside its output: from the output's name, the id and the turn, so that
    neither a line with the same id nor a file of the user's is written over."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._lines: dict[str, int] = {}

    def path(self, identity: object, line: int, turn: int) -> Path:
        """Where the file of a turn goes; `line` is the number of the line in the input."""
        name = safe_name(str(identity))
        if self._lines.setdefault(name, line) != line:
            name = f"{name}-{line}"
        return self._output.with_name(f"{self._output.stem}-{name}-{turn}.docx")


def with_word_file(assistant: Assistant, reply: Reply, path: Path) -> Reply:
    """The reply with the whole draft behind its text and the draft written to `path`. Raises StorageError."""
    write_file(path, assistant.word_file(reply.draft))
    return replace(reply, text=f"{reply.text}\n\n---\n\n{reply.paper}", files=(path.name,))


def with_redline(assistant: Assistant, reply: Reply, path: Path) -> Reply:
    """The reply with the reviewed paper written to `path`, its changes tracked. Raises StorageError, InputError."""
    write_file(path, assistant.redline(reply.review))
    return replace(reply, files=(path.name,))
