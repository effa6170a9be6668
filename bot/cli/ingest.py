"""`ingest`: take up files, or remove documents, and say what became of them."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.command import DONE, PARTLY, Command
from bot.cli.terminal import progress_bar, say, tell
from bot.errors import StorageError

if TYPE_CHECKING:
    from bot.retrieval.ingest import Report
    from bot.settings import Settings


def _options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="路径", type=Path, help="文件或文件夹；不写就导入自带的知识"
    )
    parser.add_argument("--json", action="store_true", help="输出一行 JSON")
    parser.add_argument("--dry-run", action="store_true", help="只说会改什么，不改")
    parser.add_argument(
        "--remove",
        action="append",
        default=[],
        metavar="编号",
        help="移除一份资料，可以写多次；编号见 sources",
    )
    parser.add_argument("--force", action="store_true", help="没有变化也重建索引")


def _run(arguments: Namespace, settings: Settings) -> int:
    from bot.assistant import build_assistant

    library = build_assistant(settings).library
    if not library.lasting and not arguments.dry_run:
        raise StorageError(
            "数据文件夹不能写，导入的资料存不下来：请检查权限和剩余空间，或用 BOT_DATA_DIR 换一个。"
        )
    for notice in library.notices:
        tell(f"提示：{notice}")
    with progress_bar("正在建立索引") as show:
        report = library.ingestor().ingest(
            arguments.paths,
            remove=arguments.remove,
            dry_run=arguments.dry_run,
            force=arguments.force,
            progress=show,
        )
    if arguments.json:
        say(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        say("\n".join(_summary(report)))
    return PARTLY if report.faults else DONE


def _summary(report: Report) -> Iterator[str]:
    if report.dry_run:
        yield "这是预演，什么都没有改。"
    yield from _named("新增", report.added)
    yield from _named("更新", report.changed)
    yield from _named("移除", report.removed)
    if report.unchanged:
        yield f"没变 {report.unchanged} 份"
    if report.faults:
        yield f"有问题 {len(report.faults)} 个文件，没有导入："
        yield from (f"  {name}：{fault}" for name, fault in report.faults.items())
    yield from (f"提示：{note}" for note in report.notes)
    embedded = f"，算了 {report.embedded} 段文字的向量" if report.embedded else ""
    yield f"共 {report.passages} 段可查{embedded}，用时 {report.seconds:.1f} 秒。"


def _named(word: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{word} {len(names)} 份："
        yield from (f"  {name}" for name in names)


COMMAND = Command(
    "ingest",
    "导入资料：Markdown、网页、Word、PDF、文本",
    "把文件或整个文件夹导入，和自带的知识一起查找。没变的文件不重算，文件夹里删掉的文件会从索引移除。\n"
    "  python -m bot ingest 我们的规定/ 话术.docx\n"
    "  python -m bot ingest --remove doc-0123456789ab",
    _options,
    _run,
)
