"""`sources`: what is indexed."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.cli.command import DONE, Command
from bot.cli.terminal import say, tell

if TYPE_CHECKING:
    from bot.retrieval.index import IndexedDocument
    from bot.settings import Settings

_ORIGINS = {"knowledge": "自带", "own": "自己导入"}
_HASH = 12
"""Characters of the SHA-256 that are shown: enough to tell two versions of a file apart."""


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出一行 JSON：资料的列表")


def _run(arguments: Namespace, settings: Settings) -> int:
    from bot.assistant import build_assistant

    library = build_assistant(settings).library
    shelf = library.shelf()
    if not shelf.generation:
        tell("提示：索引还没建好，这里列的是将要导入的资料。用 ingest 建立索引。")
    documents = shelf.contents.documents
    if arguments.json:
        say(json.dumps([_fields(document) for document in documents], ensure_ascii=False))
    else:
        say("\n".join(_listed(documents)))
    return DONE


def _fields(document: IndexedDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "origin": document.origin,
        "date": document.date,
        "passages": len(document.passages),
        "sha256": document.sha256[:_HASH],
        "path": document.path,
    }


def _listed(documents: tuple[IndexedDocument, ...]) -> Iterator[str]:
    for document in documents:
        yield f"{document.id}  {document.title}"
        facts = (
            _ORIGINS[document.origin],
            document.date,
            f"{len(document.passages)} 段",
            document.sha256[:_HASH],
            document.path,
        )
        yield "  " + "  ".join(fact for fact in facts if fact)
    yield f"共 {len(documents)} 份资料，{sum(len(d.passages) for d in documents)} 段。"


COMMAND = Command(
    "sources",
    "列出索引里的资料",
    "列出索引里的每份资料：编号、标题、来历、日期、段数、文件哈希的前 12 位、路径。",
    _options,
    _run,
)
