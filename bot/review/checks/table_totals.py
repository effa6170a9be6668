"""What the amounts of a table come to, by its rows or by the total that it tells, and the sentence right below it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.review.checks.table_sums import amount_columns, cell_of, is_total
from bot.review.paper import Paper, Sentence
from bot.review.tables import Row, Table


@dataclass(frozen=True)
class TableTotal:
    """The sum of the one column of amounts, its title, and the row that tells it where there is one."""

    value: Decimal
    title: str
    row: Row | None


def total_of(table: Table) -> TableTotal | None:
    """The sum of a table; None where it has no such column or more than one, a gap, or a total of its own that the rows
    do not make."""
    columns = [at for at in amount_columns(table) if "单价" not in table.head[at]]
    if len(columns) != 1:
        return None
    column, width = columns[0], len(table.head)
    totals = [row for row in table.rows[1:] if is_total(row)]
    rows = [row for row in table.rows[1:] if row not in totals]
    if len(totals) > 1 or (totals and totals[0] is not table.rows[-1]):
        return None
    values = [row.cells[column].number if column < len(row.cells) else None for row in rows]
    known = [value for value in values if value is not None]
    complete = len(known) == len(values)
    if not totals:
        return (
            TableTotal(sum(known, Decimal(0)), table.head[column], None)
            if complete and len(rows) > 1
            else None
        )
    cell = cell_of(totals[0], column, width)
    told = cell.number if cell else None
    if told is None or (complete and sum(known, Decimal(0)) != told):
        return None
    return TableTotal(told, table.head[column], totals[0])


def sentence_below(paper: Paper, table: Table) -> Sentence | None:
    """The first sentence behind a table."""
    end = table.rows[-1].end
    following = next((clause for clause in paper.clauses if clause.start >= end), None)
    return next(iter(paper.sentences_of(following.index)), None) if following else None
