"""Tables whose rows do not multiply, whose columns do not add up, and whose weights do not make 100."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.review.found import Case, Found, Span
from bot.review.paper import Paper
from bot.review.tables import Cell, Row, Table, tables_of

_PRICE = re.compile("单价|价格$|月价|每[人席岗个]|标准价")
_BARE = re.compile(r"(?:席位|坐席|座席)(?=$|[（(])")
"""Titles of columns that hold either how many seats there are or which ones."""
_COUNT = re.compile(
    rf"数量|人数|(?:席位|坐席|座席)数|{_BARE.pattern}|岗位数|个数|月数|期数|席数|工时|天数|场次|时长|^数$"
)
_NAMES = re.compile(r"(?:类别|类型|种类|分类|名称|项目|科目|内容|说明|备注|等级|级别|方式|构成)(?:[（(].*)?$")
"""Titles of columns of words, whatever else they are called (费用项目, 坐席类别)."""
_AMOUNT = re.compile("金额|小计|合计|总[价额]|费用|价款|[月年季]费")
"""Titles of columns of money, those of unit prices among them."""
_TOTAL = re.compile(
    r"^(?:[每本全]?[月年期]?(?:度)?)?(?:服务费)?(?:合\s*计|总\s*计|共\s*计|总\s*额|总\s*价|总\s*分)"
)
_SUB = re.compile(r"小\s*计")
_NEVER_ADDS = re.compile("单价|价格|比例|费率|税率|时间|序号|编号|[时限]限|标准|目标|响应|满意|得分线|[率%]")
WEIGHT = re.compile(
    "权重|占比|比重|分值|满分|分数$|配分|^占(?:多少|几成|分)?$|占(?:总分|考核|绩效|总价|合同)|(?:支付|付款|分期|分配|考核|评分)比例|各占"
)
"""Titles of columns of weights or points."""
_NO_WEIGHT = re.compile("提成|佣金|扣|奖|税|折|违约")
_HUNDRED = Decimal(100)


def table_sums(case: Case) -> Iterator[Found]:
    """Every row and every total of a table that its own figures contradict."""
    for table in tables_of(case.paper):
        rows = list(_rows(case.paper, table))
        yield from rows
        if not rows:
            yield from _columns(case.paper, table)


def weights(case: Case) -> Iterator[Found]:
    """Every column of weights or points that does not make 100."""
    for table in tables_of(case.paper):
        for column in table.columns(WEIGHT):
            if _NO_WEIGHT.search(table.head[column]):
                continue
            cells = [
                row.cells[column]
                for row in table.rows[1:]
                if column < len(row.cells) and not is_total(row) and row.cells[column].text
            ]
            values = [cell.number for cell in cells]
            known = [value for value in values if value is not None]
            total = sum(known, Decimal(0))
            points = "分" in table.head[column]
            if (
                len(known) < 2
                or len(known) < len(cells)
                or total == _HUNDRED
                or (points and not 80 <= total <= 120)
            ):
                continue
            if not points and total in (Decimal(1), Decimal(10)):
                continue
            span = Span(table.rows[0].start, table.rows[-1].end)
            fields = {"total": f"{total.normalize():f}", "what": f"表中“{table.head[column]}”一栏"}
            yield Found("percentages", span, fields)


def _rows(paper: Paper, table: Table) -> Iterator[Found]:
    """单价 × 数量 = 金额, row by row."""
    prices = table.columns(_PRICE)
    # 单价（元/坐席）is no count of seats.
    counts = [at for at in table.columns(_COUNT) if at not in prices and _is_count(table, at)]
    sums = [at for at in amount_columns(table) if at not in prices and at not in counts]
    if len(prices) != 1 or not counts or len(sums) != 1:
        return
    for row in table.rows[1:]:
        if len(row.cells) != len(table.head) or is_total(row):
            continue
        factors = [row.cells[at].number for at in (prices[0], *counts)]
        written = row.cells[sums[0]].number
        known = [factor for factor in factors if factor is not None]
        if written is None or len(known) < len(factors):
            continue
        product = known[0]
        for factor in known[1:]:
            product *= factor
        if written not in (product, product * 12, known[0] * known[1], known[0] * known[1] * 12):
            formula = " × ".join(f"{factor:,f}" for factor in known)
            yield _found(paper, row, row.cells[sums[0]], product, formula)


def amount_columns(table: Table) -> list[int]:
    """The columns of money, those of unit prices among them."""
    return [at for at in table.columns(_AMOUNT) if not _NAMES.search(table.head[at])]


def _is_count(table: Table, column: int) -> bool:
    """Whether a column that is called like a count holds figures, and not the names of what is counted."""
    title = table.head[column]
    figures = any(_value(row, column) is not None for row in table.rows[1:])
    return not _NAMES.search(title) and (figures or not _BARE.search(title))


def _columns(paper: Paper, table: Table) -> Iterator[Found]:
    """The last row of a column is the sum of those above it."""
    at = next((at for at, row in enumerate(table.rows) if at > 1 and is_total(row)), None)
    if at is None:
        return
    row = table.rows[at]
    for column, title in enumerate(table.head):
        cell = cell_of(row, column, len(table.head))
        if cell is None or cell.number is None or _NEVER_ADDS.search(title) or WEIGHT.search(title):
            continue
        above = [one for one in table.rows[1:at] if _counted_alike(one, column, cell)]
        values = [_value(one, column) for one in above if not _SUB.search(one.cells[0].text)]
        known = [value for value in values if value is not None]
        if len(known) < 2 or len(known) < len(values):
            continue
        total = sum(known, Decimal(0))
        if cell.number not in (total, total * 12):
            yield _found(paper, row, cell, total, " + ".join(f"{value:,f}" for value in known))
            return


def is_total(row: Row) -> bool:
    """Whether a row sums up those above it."""
    return any(_TOTAL.search(cell.text) for cell in row.cells[:2])


def cell_of(row: Row, column: int, width: int) -> Cell | None:
    """The cell of a total under a column; a row with merged cells is read from its right end."""
    if len(row.cells) == width:
        return row.cells[column]
    return row.cells[-1] if column == width - 1 and row.cells[-1].number is not None else None


def _counted_alike(row: Row, column: int, total: Cell) -> bool:
    """Whether a row counts what the total counts: two supervisors (2人) are none of twelve seats (12席)."""
    units = [re.sub(r"[\d,.\s¥￥万]", "", cell.text) for cell in (*row.cells[column : column + 1], total)]
    return len(units) < 2 or units[0] == units[1] or not all(units)


def _value(row: Row, column: int) -> Decimal | None:
    return row.cells[column].number if column < len(row.cells) else None


def _found(paper: Paper, row: Row, cell: Cell, right: Decimal, formula: str) -> Found:
    written = f"{right:,f}" if "," in cell.text or right < 1000 else f"{right:f}"
    figure = re.search(r"[\d,]+(?:\.\d+)?(?:\s*万)?", cell.text)
    start, end = (
        (cell.start + figure.start(), cell.start + figure.end()) if figure else (cell.start, cell.end)
    )
    suggestion = paper.text[row.start : start] + written + paper.text[end : row.end]
    fields = {"written": cell.text, "right": f"{right:,f}", "formula": formula}
    return Found("arithmetic", Span(row.start, row.end), fields, suggestion=suggestion)
