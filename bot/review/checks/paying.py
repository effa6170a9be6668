"""Who pays under a sentence, and what the paper's fees are: the ground of every check on money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from bot.quantities import Quantity, parse
from bot.review.found import Case
from bot.review.paper import Sentence
from bot.review.roles import MERCHANT, PROVIDER

Payer: TypeAlias = Literal["merchant", "provider", "both", "unknown"]

_M, _P = MERCHANT, PROVIDER
_BOTH = "任何一方|任一方|双方|各方|一方|违约方|逾期方|哪一方|哪方|两边|守约方|谁"
_SHALL = "(?:应当?|必?须|需|要|还|将|则|得|同意|愿意?|承诺|自愿|另|仍|按|以|均|视为)"
_PAY = "(?:支付|赔|承担|补偿|给付|缴纳?|付|认罚|罚)"
_SUBJECT = re.compile(
    rf"(?P<who>[{_M}{_P}]){_SHALL}[^，。；{_M}{_P}]{{0,24}}?(?:向[{_M}{_P}])?[^，。；{_M}{_P}]{{0,12}}?{_PAY}"
    rf"|(?:向|给)(?P<to>[{_M}{_P}])[^，。；]{{0,30}}?(?:{_PAY}|违约金)"
    rf"|(?P<takes>[{_M}{_P}])(?:可以?|有权)[^，。；]{{0,30}}?(?:扣|没收|收取|计收|要求|不予退|不退)"
    rf"|(?:赔|付|补|补偿)(?:给)?(?P<gets>[{_M}{_P}])"
)
# 向乙方支付 names who is paid, not who pays; 甲方的损失 whose the loss is.
_FIRST = re.compile(
    rf"(?<![向给予对致使付])(?:(?P<who>[{_M}{_P}])|(?P<both>{_BOTH}))(?!的损失|损失|有权|可以要求|同意|书面同意)"
)
_SERVICE_FEE = "服务费|外包费|托管费|代运营费|技术服务费|基础费|月费|人工费|坐席费|席位费|服务酬金|服务报酬|合同款|合同价款|费用"
_MONTHLY = re.compile(rf"(?:{_SERVICE_FEE}|合计|总计|共计|每月|月度|按月)")
TOTAL = re.compile(
    "(?:合同|服务费?|费用|价款|协议)(?:总额|总价|总金额|总费用|总计|全年)|年度?服务费|全年(?:服务费|费用|合计)|总价|总额"
)
_OF_MONTH = re.compile(r"每月|/月|月度|按月|一个月|每个月|元/月|月服务费")
_OF_YEAR = re.compile(r"每年|/年|全年|年度|一年|年服务费")


@dataclass(frozen=True)
class Fees:
    """What the service costs by the paper's own figures, in yuan; None where it does not say.

    `monthly` is what is paid for all seats in a month, `total` for the whole term or a year.
    """

    monthly: Decimal | None
    total: Decimal | None

    @property
    def year(self) -> Decimal | None:
        """What twelve months cost."""
        return self.total or (self.monthly * 12 if self.monthly else None)


def payer(case: Case, sentence: Sentence) -> Payer:
    """Who has to pay what the sentence speaks of: the subject of the first duty to pay, else who is named first.

    A sentence without either has that of the sentence before it in the same clause, or of the clause above.
    """
    found = payer_in(case.said(sentence))
    if found != "unknown":
        return found
    earlier = [other for other in case.paper.sentences_of(sentence.clause) if other.end <= sentence.start]
    for other in reversed(earlier[-2:]):
        found = payer_in(case.said(other))
        if found != "unknown":
            return found
    above = case.paper.path(case.paper.clauses[sentence.clause])
    for node in reversed(above[:-1]):
        if not node.title and (found := payer_in(case.clause_said(node.index))) != "unknown":
            return found
    return "unknown"


def payer_in(said: str) -> Payer:
    """Who pays by some words in roles alone."""
    first = _FIRST.search(said)
    if first and first["both"]:
        return "both"
    pays = _SUBJECT.search(said)
    if pays:
        return _role(pays["who"]) if pays["who"] else _other(pays["to"] or pays["takes"] or pays["gets"])
    return _role(first["who"]) if first else "unknown"


def _role(token: str) -> Payer:
    return "merchant" if token == MERCHANT else "provider"


def _other(token: str) -> Payer:
    return "provider" if token == MERCHANT else "merchant"


def fees(case: Case) -> Fees:
    """The fees of the paper: the largest monthly sum and the largest total that its clauses on price name."""
    monthly: list[Decimal] = []
    total: list[Decimal] = []
    for sentence in case.paper.sentences:
        if "元" not in sentence.text or re.search(
            "违约金|赔偿|滞纳金|保证金|押金|定金|奖励|罚款|扣", sentence.text
        ):
            continue
        figures = [
            figure for figure in parse(sentence.text) if figure.kind == "amount" and figure.unit == "元"
        ]
        total.extend(figure.value for figure in figures if TOTAL.search(sentence.text[: figure.start]))
        monthly.extend(figure.value for figure in figures if _is_monthly(sentence.text, figure))
    return Fees(max(monthly, default=None), max(total, default=None))


def _is_monthly(text: str, figure: Quantity) -> bool:
    around = text[max(0, figure.start - 24) : figure.end + 6]
    if not _MONTHLY.search(text) or _OF_YEAR.search(around):
        return False
    return figure.per == "月" or bool(_OF_MONTH.search(around))
