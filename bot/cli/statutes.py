"""`statutes`: an article by its number, references in a text checked, articles found by a question."""

from __future__ import annotations

import argparse
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.chinese import chinese_argparse
from bot.cli.command import DONE, EXIT_CODES, PARTLY, UNANSWERED, Command
from bot.cli.terminal import say, tell
from bot.errors import InputError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.statutes.resolver import Resolution, Resolver

LARGEST = 5_000_000
"""Bytes of a text that is checked at once."""

_STATUS = {
    "verified": "已核对",
    "repealed": "已废止",
    "unverified": "未核对",
    "unknown_law": "没有这部法律",
    "no_article": "没有这一条",
    "no_paragraph": "没有这一款或项",
    "unreadable": "读不出编号",
}
_DESCRIPTION = """\
查法条、核对引用、按问题找法条。法条来自随产品安装的法条库，只读，不联网。

  statutes show 引用…       显示条文，例如：statutes show 民法典585 《消费者权益保护法》第五十五条第一款
  statutes verify 文件|-|文字  核对一段文字里的每处引用
  statutes search 问题…     按问题找法条（--batch 输入 输出 可整批查）"""


def _options(parser: ArgumentParser) -> None:
    """There are none here: each part declares its own."""


def _run(arguments: Namespace, settings: Settings) -> int:
    words: list[str] = arguments.rest
    if words[:1] == ["search"]:
        from bot.cli.statutes_search import run

        return run(words[1:])
    with chinese_argparse():
        try:
            options = parser().parse_args(words)
        except SystemExit as end:  # argparse has shown its help, or said what is wrong
            return int(end.code or 0)
    from bot.statutes.resolver import Resolver

    resolver = Resolver.load(settings.bot_knowledge_dir / "statutes")
    if options.part == "show":
        return _show(resolver, options.references, options.json)
    return _verify(resolver, options.text, options.json)


def parser() -> ArgumentParser:
    """The options of `show` and `verify`; `search` declares its own."""
    layout = argparse.RawTextHelpFormatter
    made = ArgumentParser(
        prog="python -m bot statutes",
        description=_DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=layout,
        allow_abbrev=False,
    )
    parts = made.add_subparsers(title="命令", metavar="命令", required=True, dest="part")
    show = parts.add_parser("show", help="显示条文", description="显示条文。", allow_abbrev=False)
    show.add_argument("references", nargs="+", metavar="引用", help="例如：民法典585条2款")
    verify = parts.add_parser(
        "verify", help="核对一段文字里的引用", description="核对一段文字里的每处引用。", allow_abbrev=False
    )
    verify.add_argument(
        "text", metavar="文件|-|文字", help="文本文件（UTF-8）、- 表示标准输入，或者直接写文字"
    )
    for part in (show, verify):
        part.add_argument("--json", action="store_true", help="每处引用输出一行 JSON")
    parts.add_parser("search", help="按问题找法条", description="按问题找法条。")
    return made


def _show(resolver: Resolver, references: Sequence[str], as_json: bool) -> int:
    shown: list[Resolution] = []
    for text in references:
        found = resolver.check_text(text) or [resolver.resolve(text)]
        shown += found
        for one in found:
            say(json.dumps(_fields(one), ensure_ascii=False) if as_json else _told(one, whole=True))
    if not as_json:
        statutes = resolver.statutes
        say(
            f"法条库：{_package()} {statutes.version}，数据截至 {statutes.date}，{len(statutes.laws())} 部法律。"
        )
    return DONE if all(one.verified for one in shown) else UNANSWERED


def _verify(resolver: Resolver, source: str, as_json: bool) -> int:
    found = resolver.check_text(_text(source))
    for one in found:
        say(json.dumps(_fields(one), ensure_ascii=False) if as_json else _told(one, whole=False))
    good = sum(one.verified for one in found)
    tell(f"共 {len(found)} 处引用，{good} 处已核对，{len(found) - good} 处没有通过。")
    return DONE if good == len(found) else PARTLY


def _told(one: Resolution, whole: bool) -> str:
    written = f"{one.reference.text.strip()}：" if one.reference and not whole else ""
    lines = [f"[{_STATUS[one.status]}] {written}{one.says}"]
    if whole and one.article:
        law = one.article.law
        headings = "　".join(one.article.headings)
        lines.append(f"{one.name}（{law.name}，{law.status}，{law.version}）{headings}")
        lines.append(one.words)
    if whole:
        lines += [f"{new.name}：{new.words}" for new in one.successor]
        lines.append("")
    return "\n".join(lines)


def _fields(one: Resolution) -> dict[str, Any]:
    law = one.article.law if one.article else None
    return {
        "status": one.status,
        "text": one.reference.text if one.reference else None,
        "start": one.reference.start if one.reference else None,
        "end": one.reference.end if one.reference else None,
        "law": law.name if law else None,
        "place": one.place or None,
        "law_status": law.status if law else None,
        "version": law.version if law else None,
        "words": one.words or None,
        "successor": [new.name for new in one.successor],
        "near": list(one.near),
        "says": one.says,
    }


def _text(source: str) -> str:
    """The text to check: of standard input, of a file, or the words themselves."""
    if source == "-":
        return _decoded(sys.stdin.buffer.read(LARGEST + 1), "标准输入")
    try:
        path = Path(source)
        if path.is_file():
            with path.open("rb") as opened:
                return _decoded(opened.read(LARGEST + 1), path.name)
    except (OSError, ValueError) as error:
        if len(source) < 200 and "/" in source:
            raise InputError(f"{source} 读不出来：请确认文件存在、可读。") from error
    if source.endswith((".txt", ".md")):
        raise InputError(f"找不到文件 {source}：请确认路径。")
    return source


def _decoded(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise InputError(f"{name} 太大：一次最多核对 {LARGEST // 1_000_000} MB 的文字，请分开核对。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} 不是 UTF-8 文本：请另存为 UTF-8 再试。") from error


def _package() -> str:
    from bot.statutes.database import PACKAGE

    return PACKAGE


COMMAND = Command("statutes", "查法条、核对引用、按问题找法条", _DESCRIPTION, _options, _run, reads_rest=True)
