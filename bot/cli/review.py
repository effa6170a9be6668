"""`review` and `compare`: the other side's paper in, findings and a redlined Word file out."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.command import DONE, Command
from bot.cli.files import write_file
from bot.cli.terminal import say
from bot.errors import InputError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings

STANCES = ("merchant", "provider", "neutral")


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="合同", type=Path, help="对方发来的合同：.docx .doc .pdf .txt .md")
    _common(parser)
    parser.add_argument("--report", metavar="文件", type=Path, help="另写一份审阅报告，.docx 或 .md")


def _compare_options(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="旧版", type=Path, help="原来的一份")
    parser.add_argument("new", metavar="新版", type=Path, help="改过的一份")
    _common(parser)


def _common(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--stance",
        choices=STANCES,
        default="merchant",
        help="站在哪一方看：merchant 商家（默认），provider 服务商，neutral 中立",
    )
    parser.add_argument(
        "--merchant", choices=("甲方", "乙方"), default="", help="合同里哪一方是商家；不写就从合同里看"
    )
    parser.add_argument("-o", "--output", metavar="文件", type=Path, help="带修订和批注的 Word 文件写到这里")
    parser.add_argument("--json", action="store_true", help="输出一行 JSON，字段和 batch 的回答相同")


def _run(arguments: Namespace, settings: Settings) -> int:
    _check(arguments.output, ".docx", arguments.file)
    if arguments.report and arguments.report.suffix.lower() not in (".docx", ".md"):
        raise InputError(f"报告文件 {arguments.report.name} 要以 .docx 或 .md 结尾。")
    assistant = _assistant(settings)
    reply = assistant.review_files([arguments.file], arguments.stance, arguments.merchant)
    written: list[str] = []
    if arguments.output and reply.review:
        write_file(arguments.output, assistant.redline(reply.review))
        written.append(str(arguments.output))
    if arguments.report and reply.review:
        word = arguments.report.suffix.lower() == ".docx"
        write_file(arguments.report, assistant.report(reply.review, "docx" if word else "md"))
        written.append(str(arguments.report))
    if arguments.json:
        say(json.dumps({**reply.to_json(), "files": written}, ensure_ascii=False))
        return DONE
    say(reply.text)
    for path in written:
        say(f"已写好：{path}")
    return DONE


def _compare(arguments: Namespace, settings: Settings) -> int:
    _check(arguments.output, ".docx", arguments.old, arguments.new)
    assistant = _assistant(settings)
    reply = assistant.compare_files(arguments.old, arguments.new, arguments.stance, arguments.merchant)
    files = []
    if arguments.output and reply.review:
        write_file(arguments.output, assistant.redline(reply.review))
        files.append(str(arguments.output))
    say(json.dumps({**reply.to_json(), "files": files}, ensure_ascii=False) if arguments.json else reply.text)
    if files and not arguments.json:
        say(f"已写好：{files[0]}")
    return DONE


def _check(output: Path | None, suffix: str, *inputs: Path) -> None:
    """Outputs have the right kind and are no input, before any work is done."""
    if output is None:
        return
    if output.suffix.lower() != suffix:
        raise InputError(f"输出文件 {output.name} 要以 {suffix} 结尾。")
    if output.resolve() in [path.resolve() for path in inputs]:
        raise InputError("输出和输入是同一个文件，会把原来的合同盖掉。请换一个输出文件名。")


def _assistant(settings: Settings) -> Assistant:
    """The front door without its index: a review needs none."""
    from bot.assistant import build_assistant

    return build_assistant(settings)


COMMAND = Command(
    "review",
    "审一份合同：找出问题，写出带修订的 Word 文件",
    "看对方发来的合同：少了什么、哪里不公平、违法、前后不一致，该怎么改。\n"
    "-o 写出带修订和批注的 Word 文件：.docx 在原文件上改，.pdf 和文字另出一份。",
    _options,
    _run,
)
COMPARE = Command(
    "compare",
    "比较一份合同的两个版本",
    "逐条比较两个版本：新增、删去、移动、改动了哪些条款，对商家有什么影响。\n"
    "-o 写出在旧版上带修订的 Word 文件。",
    _compare_options,
    _compare,
)
