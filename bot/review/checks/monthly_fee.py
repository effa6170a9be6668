"""The one monthly sum of everything that a paper tells, in its sentences or as the total of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.review.checks.table_totals import TableTotal, total_of
from bot.review.money import amounts
from bot.review.paper import Paper, Sentence
from bot.review.tables import tables_of

WHOLE = "(?:服务费用?|外包费用?|托管费用?|费用|合计|共计|总计|总额|总价|总费用|总共)"
"""What a fee of everything is called."""
_SEATS = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*个?(?:坐席|座席|席位|客服岗?|[席人名位])每个?月(?:人民币|[¥￥]|\s)*$"
_MONTHLY = re.compile(rf"{WHOLE}[^，,。；;\d]{{0,12}}$|月费[^，,。；;\d]{{0,8}}$|{_SEATS}")
_NO_FEE = re.compile(
    "违约|赔偿|押金|保证金|定金|预付|首付|尾款|奖|罚|扣|上限|限额|不超过|不低于|至少|工资|社保|销售额|营业额|交易额|每笔|例如|举例"
)
QUALIFIED = re.compile("基础|基本|固定|保底|坐席|席位|人工|客服|管理|系统|平台|主管|浮动|直播|单店|每店")
"""Words that narrow a fee to a part of everything."""
YEAR = Decimal(12)
"""Months."""


def monthly_fee(paper: Paper) -> tuple[Decimal, set[str]] | None:
    """The one monthly sum of everything, and the words that narrow it; None where the paper leaves doubt."""
    told: list[tuple[Decimal, str]] = []
    for sentence in fee_sentences(paper):
        for money in amounts(paper, sentence):
            if "month" in money.bases and not money.is_unit_price:
                narrowed = _MONTHLY.search(money.before)
                # A monthly amount that is called nothing is a fee of its own.
                told.append((money.value, money.before if narrowed else "?"))
    tables = [total for table in tables_of(paper) if (total := total_of(table))]
    monthly = {total.value for total in tables if _is_monthly(total)}
    values = {value for value, _ in told} | monthly
    if len(values) != 1 or any("?" in before for _, before in told):
        return None
    value = values.pop()
    if any(total.value not in (value, value * YEAR) for total in tables):
        return None
    names = [set(QUALIFIED.findall(re.split("[，,。；;]", before)[-1])) for _, before in told]
    return value, set() if monthly or set() in names else names[0]


def _is_monthly(total: TableTotal) -> bool:
    """Whether the total of a table is that of a month: 每月合计, or a column in 元/月."""
    words = [total.title, *(cell.text for cell in total.row.cells[:2])] if total.row else [total.title]
    return any("月" in word for word in words) and not any("年" in word for word in words)


def fee_sentences(paper: Paper) -> Iterator[Sentence]:
    """The sentences that tell amounts outside tables."""
    for sentence in paper.sentences:
        in_table = paper.clauses[sentence.clause].kind == "table" or "|" in sentence.text
        if not in_table and re.search("[元¥￥]", sentence.text) and not _NO_FEE.search(sentence.text):
            yield sentence
