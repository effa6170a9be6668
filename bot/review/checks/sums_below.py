"""A table without a total whose sum is told in the sentence right below it, and told wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.review.checks.table_totals import sentence_below, total_of
from bot.review.found import Case, Found
from bot.review.money import Money, amounts, with_values
from bot.review.quoting import whole
from bot.review.tables import tables_of

_OF_THE_TABLE = re.compile(
    "^(?:注[:：])?(?:以上|上述|上表|上列|前述|前表|表中|上面|各[店项岗]|[每本全][月年期]|合同|服务费|费用|坐席费)?[^。；]{0,30}?(?:合计|共计|总计|总额|总价|小计|加起来)"
)
_NOT_THE_SUM = re.compile("不超过|上限|以内|税|优惠|折|减免|另加|另计|除外|不含|预计|约")
_MONTHS = (1, 3, 6, 12, 24, 36)
"""Months that a monthly sum may have been multiplied by."""


def sums_below(case: Case) -> Iterator[Found]:
    """Every sum told below a table that the amounts above it do not make."""
    paper = case.paper
    for table in tables_of(paper):
        sentence = sentence_below(paper, table)
        found = total_of(table)
        if sentence is None or found is None or found.row or not _OF_THE_TABLE.match(sentence.text):
            continue
        total = found.value
        told = [money for money in amounts(paper, sentence) if money.total]
        if len(told) != 1 or _NOT_THE_SUM.search(sentence.text) or _makes(told[0], total):
            continue
        quoted = whole(paper, sentence)
        fields = {"written": told[0].text, "right": f"{total:,f}", "formula": "上面表中各行之和"}
        yield Found("arithmetic", quoted, fields, suggestion=with_values(paper, quoted, {told[0]: total}))


def _makes(money: Money, total: Decimal) -> bool:
    return any(money.value == total * months for months in _MONTHS)
