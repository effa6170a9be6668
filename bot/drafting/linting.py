"""What is wrong with a contract as it would be handed out: every check, run on every rendering.

Most of what is checked cannot go wrong by construction; the checks read the finished page all the same, because a
library file, a fact or a later edit can break what the code upholds. A fault is never corrected silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.drafting import checks_of_form, checks_of_sense
from bot.drafting.checking import CHECKS, Fault, Page, ResolveStatutes
from bot.drafting.contract import Contract
from bot.drafting.layout import laid_out
from bot.drafting.numbering import Style
from bot.drafting.words import Words
from bot.errors import InputError

CHECKED_BY = (checks_of_form.__name__, checks_of_sense.__name__)
"""The modules whose checks are registered."""


def lint(
    contract: Contract,
    words: Words,
    style: Style = "第一条",
    *,
    final: bool = False,
    resolve: ResolveStatutes | None = None,
) -> tuple[Fault, ...]:
    """Every fault of the contract in this style. Statutes are checked where `resolve` is given."""
    dangling = tuple(_dangling(contract))
    if dangling:
        return dangling
    page = Page(contract, words, style, final, resolve, laid_out(contract, style, words))
    return tuple(fault for run in CHECKS.values() for fault in run(page))


def require_final(
    contract: Contract, words: Words, style: Style = "第一条", resolve: ResolveStatutes | None = None
) -> None:
    """Raise InputError that names every fault, unless the contract may be signed as it is."""
    faults = lint(contract, words, style, final=True, resolve=resolve)
    if faults:
        listed = "\n".join(f"- {fault}" for fault in faults)
        raise InputError(f"合同还不能作为定稿交出，有 {len(faults)} 处要改：\n{listed}")


def _dangling(contract: Contract) -> Iterator[Fault]:
    """References to what is not in the contract: without their target nothing can be laid out."""
    there = {clause.id for clause in contract.clauses()}
    for piece in contract.pieces():
        if piece.type == "reference" and piece.target not in there:
            yield Fault("references", piece.target, "引用的条款不在合同里：请加上这一条或去掉引用")
        elif piece.type == "fact" and piece.fact not in contract.facts:
            yield Fault("blanks", piece.fact, "这一项没有值，也没有留空")
