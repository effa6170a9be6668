"""`draft`: facts in, a contract as a Word file out, and what is still to be done before signing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.command import DONE, Command
from bot.cli.files import write_file
from bot.cli.terminal import say
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.drafting.checking import Fault, ResolveStatutes
    from bot.drafting.contract import Contract
    from bot.drafting.facts import Facts
    from bot.settings import Settings

_DESCRIPTION = """\
起草合同。不写 --facts 就在对话里起草，一句一句地说；写了就按文件里的事实起草整份合同。事实写在 YAML 文件里，一行一项，名称用编号或中文都行，例如：

  甲方名称: 杭州某某商贸有限公司
  坐席数: 10
  每个坐席每月服务费: 4千元
  合同开始日期: 2027年3月1日
  每日服务开始时间: 早八点

没写的，条款库有常用值的按常用值写并提示确认，其余在合同里留出【待填：…】。
文件里还可以写 positions（个别条款换立场）、add（加条款）、drop（去掉条款），用条款编号。"""


def _options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--facts", metavar="文件", type=Path, help="事实文件（YAML，UTF-8）；不写就在对话里起草"
    )
    parser.add_argument("-o", "--output", metavar="文件", type=Path, help="写到这个 .docx 文件")
    parser.add_argument(
        "--position",
        choices=("merchant", "balanced", "provider"),
        default="balanced",
        help="立场：merchant 偏甲方，balanced 双方均衡（默认），provider 偏乙方",
    )
    parser.add_argument(
        "--style",
        choices=("第一条", "一、"),
        default="第一条",
        help="编号样式：第一条 1.1（1），或 一、（一）1.",
    )
    parser.add_argument("--comments", action="store_true", help="用批注说明每一条的立场、理由和依据")
    parser.add_argument("--markdown", metavar="文件", type=Path, help="另写一份 Markdown")
    parser.add_argument("--pdf", action="store_true", help="另写一份 PDF（需要 LibreOffice）")
    parser.add_argument("--final", action="store_true", help="定稿：还有空白或毛病就不写文件")


def _run(arguments: Namespace, settings: Settings) -> int:
    from bot.drafting.assembling import assemble
    from bot.drafting.facts import read_facts
    from bot.drafting.facts_file import read_facts_file
    from bot.drafting.library import ClauseLibrary
    from bot.drafting.linting import lint, require_final
    from bot.drafting.markdown import markdown
    from bot.drafting.pdf import pdf_of
    from bot.drafting.word import word_file
    from bot.drafting.words import load_drafting_words

    _check_paths(arguments)
    if arguments.facts is None:
        return _in_conversation(arguments, settings)
    wanted = read_facts_file(arguments.facts)
    library = ClauseLibrary.load(settings.bot_knowledge_dir / "clauses")
    words = load_drafting_words(settings.bot_knowledge_dir)
    facts = read_facts(library, wanted.facts, arguments.position)
    contract = assemble(
        library,
        words,
        facts,
        arguments.position,
        positions=wanted.positions,
        add=wanted.add,
        drop=wanted.drop,
    )
    resolve = _resolver(settings)
    if arguments.final:
        require_final(contract, words, arguments.style, resolve)
    faults = lint(contract, words, arguments.style, resolve=resolve)
    made = word_file(contract, words, arguments.style, with_comments=arguments.comments)
    write_file(arguments.output, made)
    if arguments.markdown:
        write_file(arguments.markdown, markdown(contract, words, arguments.style).encode())
    say(f"已写好：{arguments.output}（{sum(1 for _ in contract.clauses())} 条）")
    _tell(contract, facts, faults)
    if arguments.pdf:
        flat = word_file(
            contract, words, arguments.style, with_comments=arguments.comments, written_numbers=True
        )
        path = arguments.output.with_suffix(".pdf")
        write_file(path, pdf_of(flat))
        say(f"已写好：{path}")
    return DONE


def _in_conversation(arguments: Namespace, settings: Settings) -> int:
    from bot.cli.draft_talk import talk

    if arguments.markdown or arguments.pdf or arguments.final or arguments.comments:
        raise InputError(
            "--markdown、--pdf、--final、--comments 要和 --facts 一起用；在对话里请用 /保存、/批注。"
        )
    return talk(settings, arguments.output)


def _check_paths(arguments: Namespace) -> None:
    """Outputs have their own names and the right kind, before any work is done."""
    if arguments.output is None:
        if arguments.facts:
            raise InputError("缺少 -o：请写明输出的 .docx 文件。")
        return
    if arguments.output.suffix.lower() != ".docx":
        raise InputError(f"输出文件 {arguments.output.name} 要以 .docx 结尾。")
    if arguments.facts is None:
        return
    outputs = [arguments.output, *([arguments.markdown] if arguments.markdown else [])]
    outputs += [arguments.output.with_suffix(".pdf")] if arguments.pdf else []
    paths = [path.resolve() for path in (arguments.facts, *outputs)]
    if len(set(paths)) != len(paths):
        raise InputError("输入和输出有两个是同一个文件，会互相盖掉：请换一个文件名。")


def _resolver(settings: Settings) -> ResolveStatutes | None:
    """Checks references to law; None where the statute database is not installed."""
    from bot.drafting.checking import judged
    from bot.statutes.model import StatutesUnavailable
    from bot.statutes.resolver import Resolver

    try:
        resolver = Resolver.load(settings.bot_knowledge_dir / "statutes")
    except StatutesUnavailable:
        return None

    return lambda text: judged(resolver.check_text(text))


def _tell(contract: Contract, facts: Facts, faults: Sequence[Fault]) -> None:
    if blanks := contract.blanks():
        say(f"\n还有 {len(blanks)} 处待填（合同里标黄）：")
        say("\n".join(f"  - {blank.label}" for blank in blanks))
    if defaults := contract.defaults():
        say(f"\n有 {len(defaults)} 项没有给，暂按常用值写（合同里有底色，请逐项确认）：")
        say("\n".join(f"  - {fact.label}：{fact.text}" for fact in defaults))
    if facts.unusual:
        say(f"\n有 {len(facts.unusual)} 项不常见，请再看一眼：")
        say("\n".join(f"  - {one.label}：{one.text}。{one.reason}" for one in facts.unusual))
    if faults:
        say(f"\n检查出 {len(faults)} 处毛病，定稿前要改：")
        say("\n".join(f"  - {fault}" for fault in faults))


COMMAND = Command("draft", "起草合同，写成 Word 文件：按一份事实，或在对话里", _DESCRIPTION, _options, _run)
