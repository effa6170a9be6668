"""The terminal: text in and out in UTF-8, nothing that could steer it, and a progress bar on stderr."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from bot.conversation import Progress
from bot.errors import StorageError

if TYPE_CHECKING:
    from tqdm import tqdm

# Text of documents and models is foreign: escape sequences, other controls and marks that turn the writing
# direction never reach the terminal. Tab and newline do.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def safe(text: str) -> str:
    """`text` without characters that could steer a terminal."""
    return _STEERING.sub("", text)


def say(text: str = "", end: str = "\n") -> None:
    """Write to stdout and show it at once: this is the command's result.

    Raises StorageError when there is no room for it; BrokenPipeError when nobody reads it any more.
    """
    try:
        sys.stdout.write(safe(text) + end)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_stdout()
        raise StorageError("结果写不出去：请检查剩余空间。") from error


def tell(text: str) -> None:
    """Write a line to stderr: what the person at the keyboard should know, no part of the result."""
    sys.stderr.write(safe(text) + "\n")
    sys.stderr.flush()


def speak_utf8() -> None:
    """Make the standard streams carry Chinese: UTF-8, but for a terminal that can show Chinese otherwise."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:  # a test or a program has put its own object there
            continue
        own = stream.isatty() and _carries_chinese(stream)
        reconfigure(encoding=stream.encoding if own else "utf-8", errors="replace")


def words_of_the_line(arguments: list[str]) -> list[str]:
    """The command line's words; UTF-8 that the C locale took for single bytes is put together again."""
    return [_rejoined(word) for word in arguments]


def abandon_stdout() -> None:
    """Stdout takes no more: let nothing be written to it, not even what is buffered at exit."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 -- a descriptor is needed, not a path
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


class ShowsProgress(Protocol):
    """What long work calls."""

    def __call__(self, progress: Progress, /) -> None:
        """Show how far the work has come."""


@contextmanager
def progress_bar(title: str) -> Iterator[ShowsProgress]:
    """A bar on stderr from the first call on, gone at the end; nothing where stderr is no terminal."""
    bar: tqdm[Any] | None = None

    def show(progress: Progress) -> None:
        nonlocal bar
        if not sys.stderr.isatty():
            return
        if bar is None:
            from tqdm import tqdm

            layout = "{desc} {percentage:3.0f}% |{bar:30}| {n_fmt}/{total_fmt} {unit}，还要 {remaining}"
            bar = tqdm(
                desc=title,
                total=progress.total,
                initial=progress.done,
                unit=progress.unit,
                bar_format=layout,
                leave=False,
                file=sys.stderr,
            )
        bar.total = progress.total
        bar.update(progress.done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


def _carries_chinese(stream: TextIO) -> bool:
    try:
        "客服，【】".encode(stream.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _rejoined(word: str) -> str:
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word
