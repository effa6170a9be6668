"""What the checks of a draft work on and hand back, and the registry they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from bot.drafting.contract import Contract
from bot.drafting.layout import Block, Grid, Heading, Line, plain
from bot.drafting.numbering import Style
from bot.drafting.words import Words

if TYPE_CHECKING:
    from bot.statutes.resolver import Resolution

ResolveStatutes: TypeAlias = Callable[[str], Sequence[tuple[str, bool]]]
"""Text -> every reference to law in it as written, and whether it may be shown as law."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong: which check found it, where (a number or a name on the page), and what to do about it."""

    check: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}：{self.message}" if self.where else self.message


@dataclass(frozen=True)
class Page:
    """A contract laid out, as the checks see it. `final` asks for what may be signed as it is."""

    contract: Contract
    words: Words
    style: Style = "第一条"
    final: bool = False
    resolve: ResolveStatutes | None = None
    blocks: tuple[Block, ...] = field(default=())

    @cached_property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Every numbered line and table cell with the number it stands under."""
        found: list[tuple[str, str]] = []
        number = ""
        for block in self.blocks:
            if isinstance(block, Heading | Line):
                number = block.number if isinstance(block, Heading) or block.level == 1 else number
                text = block.text if isinstance(block, Heading) else plain(block.spans)
                found.append((number, text))
            elif isinstance(block, Grid):
                found += [(number, plain(cell)) for row in block.rows for cell in row]
        return tuple(found)

    @cached_property
    def text(self) -> str:
        """All lines together."""
        return "\n".join(text for _, text in self.lines)


_GOOD = ("verified", "unverified")
"""What may stand in a contract as law: an article of the database, or a rule on file that is marked as unchecked."""


def judged(found: Iterable[Resolution]) -> tuple[tuple[str, bool], ...]:
    """What the statute library says of the references in a text, as `ResolveStatutes` hands it on."""
    return tuple((one.reference.text if one.reference else "", one.status in _GOOD) for one in found)


Check: TypeAlias = Callable[[Page], Iterator[Fault]]
CHECKS: dict[str, Check] = {}


def check(run: Check) -> Check:
    """Register a check under its function's name."""
    CHECKS[run.__name__] = run
    return run
