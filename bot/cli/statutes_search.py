"""`statutes search`: articles of law for a question in everyday words, one or a whole file of them."""

from __future__ import annotations

import argparse
import json
import logging
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.batch_line import parsed
from bot.cli.chinese import chinese_argparse
from bot.cli.command import DONE, EXIT_CODES, PARTLY, UNANSWERED
from bot.cli.terminal import say, tell
from bot.errors import BotError, InputError, StorageError

if TYPE_CHECKING:
    from bot.statutes.model import Law
    from bot.statutes.search import Found, StatuteSearch

SHOWN, BATCH_HITS = 5, 10
UNEXPECTED = "处理这一行时程序出了意外的问题，其余的行照常进行。详情见日志。"
_DESCRIPTION = """\
按问题找法条，用平常的话问就行。默认只在和客服外包合同有关的法律里找，--laws 列出是哪些、为什么。

成批：statutes search --batch 输入.jsonl 输出.jsonl，在全部法律里找。
输入每行 {"id": "1", "question": "…"}，输出每行 {"id": "1", "hits": [{"law", "article", "score"}]}，十条；
出错的行是 {"id": "1", "error": "原因", "line": 行号}，其余照常。"""

log = logging.getLogger(__name__)


def run(argv: Sequence[str]) -> int:
    """Run the command; 10 when nothing was found, 1 when a line of a batch failed. Raises BotError."""
    with chinese_argparse():
        try:
            options = parser().parse_args(argv)
        except SystemExit as end:  # argparse has shown its help, or said what is wrong
            return int(end.code or 0)
    search = _open()
    if options.laws:
        say("\n".join(f"{one.law}：{one.reason}。" for one in search.relevant))
        return DONE
    if options.batch:
        return _batch(search, *options.batch)
    question = " ".join(options.question).strip()
    if not question:
        raise InputError("要找什么？请在 search 后面写上问题，例如：statutes search 违约金过高怎么办")
    found = search.search(question, options.count, every=options.all)
    if options.json:
        say(json.dumps([{**_hit(one), **_facts(one)} for one in found], ensure_ascii=False))
    elif found:
        where = "全部法律" if options.all else f"和客服外包合同有关的 {len(search.relevant)} 部法律"
        say(f"在{where}里找到，最接近的在前：\n")
        say("\n\n".join(_told(one) for one in found))
    else:
        tell("没有找到。请用中文换个说法，或加上 --all 在全部法律里找。")
    return DONE if found else UNANSWERED


def parser() -> ArgumentParser:
    """The options of `statutes search`."""
    made = ArgumentParser(
        prog="python -m bot statutes search",
        description=_DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawTextHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("question", nargs="*", metavar="问题", help="用平常的话写")
    made.add_argument(
        "-n", dest="count", type=_count, default=SHOWN, metavar="条数", help="最多列几条，默认 5"
    )
    made.add_argument("--all", action="store_true", help="在全部法律里找，包括已废止的和旧文本（会标明）")
    made.add_argument("--json", action="store_true", help="输出一行 JSON：法条的列表")
    made.add_argument("--laws", action="store_true", help="列出默认查哪些法律，为什么")
    made.add_argument(
        "--batch", nargs=2, type=Path, metavar=("输入", "输出"), help="成批查，JSONL 进，JSONL 出"
    )
    return made


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError("条数应当是 1 到 100 的整数")
    return int(text)


def _open() -> StatuteSearch:
    from bot.settings import load_settings
    from bot.statutes.database import Statutes
    from bot.statutes.search import StatuteSearch

    settings = load_settings()
    return StatuteSearch(Statutes.open(), settings.bot_data_dir, settings.bot_knowledge_dir)


def _told(one: Found) -> str:
    law = one.article.law
    return f"《{law.name}》{one.article.label}（{_standing(law)}）\n{one.article.text}"


def _standing(law: Law) -> str:
    """The database's word on the law, and which text this is; one that is not in force yet is said to be."""
    facts = [law.status, f"{law.version} 的文本" if law.version else ""]
    if law.effective > date.today().isoformat():
        facts.append(f"{law.effective} 才施行")
    return "，".join(fact for fact in facts if fact)


def _hit(one: Found) -> dict[str, Any]:
    return {"law": one.article.law.name, "article": one.article.label, "score": one.score}


def _facts(one: Found) -> dict[str, Any]:
    law = one.article.law
    return {
        "status": law.status,
        "version": law.version,
        "effective": law.effective,
        "text": one.article.text,
    }


def _batch(search: StatuteSearch, source: Path, target: Path) -> int:
    try:
        lines = source.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise InputError(f"输入文件 {source} 读不了：请检查路径和权限。") from error
    if target.exists() and target.samefile(source):
        raise InputError("输出和输入是同一个文件，会把输入盖掉。请换一个输出文件名。")
    results = [_line(search, line, number) for number, line in enumerate(lines, start=1) if line.strip()]
    try:
        with target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as output:
            output.writelines(json.dumps(result, ensure_ascii=False) + "\n" for result in results)
    except OSError as error:
        raise StorageError(f"输出文件 {target} 写不了：请检查文件夹是否存在、有没有权限。") from error
    failed = sum("error" in result for result in results)
    faults = f"，其中 {failed} 行出错" if failed else ""
    tell(f"完成 {len(results)} 行{faults}。结果在 {target}")
    return PARTLY if failed else DONE


def _line(search: StatuteSearch, line: bytes, number: int) -> dict[str, Any]:
    """The output of one input line: its ten hits, or its error with the line's number."""
    identity: object = None
    try:
        item = parsed(line)
        identity = item.get("id")
        question = item.get("question")
        if not isinstance(question, str):
            raise InputError("缺少 question：应当是一段文字。")
        return {
            "id": identity,
            "hits": [_hit(one) for one in search.search(question, BATCH_HITS, every=True)],
        }
    except InputError as error:
        return {"id": identity, "error": str(error), "line": number}
    except BotError:  # the database or a knowledge file: no line could go on
        raise
    except Exception:  # boundary: one line's fault must not cost the others
        log.exception("line %d failed", number)
        return {"id": identity, "error": UNEXPECTED, "line": number}
