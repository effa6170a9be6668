"""`clauses`: the clause library listed, searched, checked, and one clause written out ready to paste."""

from __future__ import annotations

import argparse
import difflib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.chinese import chinese_argparse
from bot.cli.command import DONE, EXIT_CODES, UNANSWERED, Command
from bot.cli.terminal import say, tell
from bot.errors import ConfigurationError, InputError

if TYPE_CHECKING:
    from bot.drafting.library import Clause, ClauseLibrary, Position
    from bot.settings import Settings

_POSITIONS = ("merchant", "balanced", "provider")
_DESCRIPTION = """\
合同条款库：每条有偏甲方、双方均衡、偏乙方三种写法，写明依据和理由。

  clauses list              列出全部条款（--section 只看一部分）
  clauses show 编号         写出一条，可以直接粘贴，例如：
                            clauses show response-levels --position merchant --set first_response_seconds=20
  clauses search 词…        按词找条款
  clauses check             检查整个条款库"""


def _options(parser: ArgumentParser) -> None:
    """There are none here: each part declares its own."""


def _run(arguments: Namespace, settings: Settings) -> int:
    with chinese_argparse():
        try:
            options = parser().parse_args(arguments.rest)
        except SystemExit as end:  # argparse has shown its help, or said what is wrong
            return int(end.code or 0)
    from bot.drafting.library import ClauseLibrary

    knowledge: Path = settings.bot_knowledge_dir
    library = ClauseLibrary.load(knowledge / "clauses")
    match options.part:
        case "list":
            return _list(library, options.section)
        case "show":
            return _show(library, knowledge, options)
        case "search":
            return _search(library, " ".join(options.words))
        case _:
            return _check(library, knowledge)


def parser() -> ArgumentParser:
    """The options of all parts."""
    layout = argparse.RawTextHelpFormatter
    made = ArgumentParser(
        prog="python -m bot clauses",
        description=_DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=layout,
        allow_abbrev=False,
    )
    parts = made.add_subparsers(title="命令", metavar="命令", required=True, dest="part")

    def part(name: str, does: str) -> ArgumentParser:
        return parts.add_parser(
            name, help=does, description=f"{does}。", formatter_class=layout, allow_abbrev=False
        )

    listed = part("list", "列出条款")
    listed.add_argument(
        "--section", metavar="部分", help="只列这一部分，写编号或者标题，例如：price 或 服务费与支付"
    )
    show = part("show", "写出一条条款")
    show.add_argument("id", metavar="编号", help="条款编号，用 clauses list 查看")
    show.add_argument(
        "--position",
        choices=_POSITIONS,
        default="balanced",
        help="merchant 偏甲方，balanced 双方均衡（默认），provider 偏乙方",
    )
    show.add_argument(
        "--set", action="append", default=[], metavar="参数=值", help="填一个参数，可以写多次，例如：seats=5"
    )
    part("search", "按词找条款").add_argument("words", nargs="+", metavar="词", help="例如：逾期付款")
    part("check", "检查整个条款库：文件、引用的法条和资料")
    return made


def _list(library: ClauseLibrary, section: str | None) -> int:
    chosen = [one for one in library.sections if section in (None, one.id, one.title)]
    if not chosen:
        names = "、".join(f"{one.id}（{one.title}）" for one in library.sections)
        raise InputError(f"没有“{section}”这一部分，可以写：{names}。")
    count = 0
    for one in chosen:
        say(f"{one.title}（{one.id}）")
        for clause in library.of_section(one.id):
            say(f"  {_line(clause)}")
            count += 1
    say(f"共 {count} 条，每条三种写法。")
    return DONE


def _search(library: ClauseLibrary, words: str) -> int:
    found = library.search(words)
    if not found:
        tell(f"没有找到和“{words}”有关的条款：换个说法，或者用 clauses list 查看全部。")
        return UNANSWERED
    for clause in found:
        say(_line(clause))
    return DONE


def _line(clause: Clause) -> str:
    kind = "" if clause.standard else "　[可选]"
    return f"{clause.id}  {clause.title}　{clause.when}{kind}"


def _show(library: ClauseLibrary, knowledge: Path, options: Namespace) -> int:
    from bot.drafting.rendering import written_out

    clause = _clause(library, options.id)
    position: Position = options.position
    given = dict(_given(library, options.set))
    used = clause.parameters(position)
    if unused := [name for name in given if name not in used]:
        tell(f"提示：这种写法没有用到 {'、'.join(unused)}，没有填进去。")
    facts = library.defaults(position) | given
    say(f"{clause.title}\n")
    say(written_out(library, clause, position, facts))
    for line in _about(library, knowledge, clause, position, given):
        say(line)
    return DONE


def _about(
    library: ClauseLibrary, knowledge: Path, clause: Clause, position: Position, given: dict[str, str]
) -> Iterator[str]:
    """What stands under a clause: whose wording it is and why, its grounds, its facts."""
    from bot.drafting.grounds import Shelf
    from bot.drafting.parameters import POSITION_NAMES

    wording = clause.wording(position)
    yield f"\n—— 以下是说明，不用粘贴 ——\n写法：{POSITION_NAMES[position]}（编号 {clause.id}）"
    yield f"什么时候用：{clause.when}"
    yield f"特点：{wording.what}"
    yield f"理由：{wording.why}"
    if clause.basis:
        yield "依据：" + "、".join(clause.basis)
    titles = Shelf.load(knowledge).titles
    for guidance in clause.follows:
        if guidance.document in titles:
            yield f"参考：《{titles[guidance.document]}》的“{guidance.at}”"
    for label, others in (("要一起用", clause.needs), ("不能一起用", clause.excludes)):
        if others:
            yield f"{label}：" + "、".join(f"{library.clause(other).title}（{other}）" for other in others)
    used = clause.parameters(position)
    if used:
        yield "参数："
    defaults = library.defaults(position)
    for name in used:
        parameter = library.parameters[name]
        value = given.get(name, defaults.get(name))
        origin = "你填的" if name in given else "默认"
        shown = f"{parameter.shown(value)}（{origin}）" if value else "待填"
        yield f"  {name}  {parameter.label}：{shown}"
        if value and (caution := parameter.caution_for(value)):
            yield f"  留意：{caution}"


def _clause(library: ClauseLibrary, identity: str) -> Clause:
    by_name = {clause.id: clause for clause in library.clauses} | {c.title: c for c in library.clauses}
    if identity in by_name:
        return by_name[identity]
    near = difflib.get_close_matches(identity, by_name, n=3)
    hint = f"你要的也许是 {'、'.join(near)}。" if near else "用 clauses list 查看全部编号。"
    raise InputError(f"没有编号为“{identity}”的条款。{hint}")


def _given(library: ClauseLibrary, written: list[str]) -> Iterator[tuple[str, str]]:
    for one in written:
        name, equals, value = one.partition("=")
        if not equals:
            raise InputError(f"--set 后面要写成“参数=值”，例如 seats=5，读不懂“{one}”。")
        parameter = library.parameters.get(name.strip())
        if parameter is None:
            near = difflib.get_close_matches(name, library.parameters, n=3)
            hint = f"你要的也许是 {'、'.join(near)}。" if near else "用 clauses show 编号 查看这一条的参数。"
            raise InputError(f"没有参数“{name}”。{hint}")
        yield parameter.id, parameter.read(value)


def _check(library: ClauseLibrary, knowledge: Path) -> int:
    from bot.drafting.grounds import Shelf, faults
    from bot.statutes.resolver import Resolver

    found = list(faults(library, Resolver.load(knowledge / "statutes"), Shelf.load(knowledge)))
    for fault in found:
        say(fault)
    clauses = library.clauses
    references = sum(len(clause.basis) for clause in clauses)
    passages = sum(len(clause.follows) for clause in clauses)
    standard = sum(clause.standard for clause in clauses)
    say(
        f"{len(library.sections)} 个部分，{len(clauses)} 条条款（标准 {standard}，可选 {len(clauses) - standard}），"
        f"{3 * len(clauses)} 种写法，{len(library.parameters)} 个参数。"
    )
    say(f"法条引用 {references} 处，资料引用 {passages} 处，{len(found)} 处有问题。")
    if found:
        raise ConfigurationError("条款库有问题，请按上面列出的改正。")
    return DONE


COMMAND = Command(
    "clauses", "查条款库、写出一条条款、检查条款库", _DESCRIPTION, _options, _run, reads_rest=True
)
