"""A history read back: one that was kept, or one from a file that was exported."""

from __future__ import annotations

from pydantic import ValidationError

from bot.drafting.library import ClauseLibrary
from bot.drafting.session.draft import History
from bot.drafting.session.editing import MOST_VERSIONS
from bot.drafting.session.papers import contract_of
from bot.drafting.words import Words
from bot.errors import InputError


def history_in(text: str) -> History | None:
    """The history that `text` is the JSON of; None where there is none. Raises InputError where it cannot be read."""
    if not text:
        return None
    try:
        history = History.model_validate_json(text)
    except ValidationError as error:
        raise InputError("读不出这份草稿：请选从这里导出的 .json 文件。") from error
    if not 0 <= history.at < len(history.versions) <= MOST_VERSIONS:
        raise InputError("这份草稿的版本对不上：请选从这里导出的 .json 文件。")
    return history


def opened(library: ClauseLibrary, words: Words, text: str) -> History:
    """The history in an exported file, checked against the library. Raises InputError with what to do."""
    history = history_in(text)
    if history is None:
        raise InputError("这个文件是空的：请选从这里导出的 .json 文件。")
    for draft in (version.draft for version in history.versions):
        named = {*draft.given, *draft.withheld, *draft.implied, *draft.before}
        if unknown := sorted(named - library.parameters.keys()):
            raise InputError(
                f"这份草稿里有不认识的项（{'、'.join(unknown[:3])}）：请用导出它的那个版本打开。"
            )
    contract_of(library, words, history.current.draft)
    return history
