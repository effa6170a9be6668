"""A late fee far beyond any loss (民法典第五百八十五条第二款): a daily rate against what money costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.arithmetic import penalties
from bot.arithmetic.worked import percent, share, yuan
from bot.conversation import Severity
from bot.quantities import Quantity, parse
from bot.review.checks.paying import Fees, fees, payer
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence

FAIR = Decimal("0.1")
"""Percent a day up to which a late fee is usual (千分之一; 万分之五 is the commonest)."""

GRAVE = Decimal("0.3")
"""Percent a day from which it is far beyond any loss."""

_LATE = re.compile(
    "逾期|迟延|延迟|延期|拖欠|迟付|晚付|晚一天|拖一天|未按(?:时|期|约)|超期|滞纳|迟缴|欠付|晚交|晚了|不按时|没按时"
)
_FEE = re.compile(
    "滞纳金|违约金|逾期(?:金|费|利息|付款)|迟延(?:履行金|金|利息|付款|支付)|罚息|利息|资金占用|罚金|补偿金|赔偿|支付|加收|计收|收取"
)
_LIMIT = re.compile("累计|不超过|最高|最多|上限|超过|低于|不足|达到|降低|下降|封顶")
_LIMIT_AFTER = re.compile("[^，。；]{0,3}(?:为限|封顶|为上限|以内|止)")
_MONEY = re.compile("付|款|费|欠|钱|缴|结算|账")
_PAID_THING = re.compile("提供服务|到岗|上线|响应|交付|返还资料|整改|交接|开具?(?:发票|票)|发票")


def late_fees(case: Case) -> Iterator[Found]:
    """Late fees that the merchant pays and that are more than usual; for the provider, its own."""
    paid = fees(case)
    mine = "provider" if case.stance == "provider" else "merchant"
    for sentence in case.paper.sentences:
        if not (_LATE.search(sentence.text) and _FEE.search(sentence.text) and _MONEY.search(sentence.text)):
            continue
        for figure in parse(sentence.text):
            daily = _daily(sentence.text, figure, paid)
            if daily is None or daily <= FAIR:
                continue
            who = payer(case, sentence)
            if who in (mine, "both") or (who == "unknown" and not _PAID_THING.search(sentence.text)):
                yield _found(sentence, figure, daily, paid)
                break


def _daily(text: str, figure: Quantity, paid: Fees) -> Decimal | None:
    """The fee in percent a day; None for a figure that is no late fee."""
    before = text[: figure.start]
    if _LIMIT.search(before[-10:]) or _LIMIT_AFTER.match(text, figure.end):
        return None
    per = (figure.per or _per(before)).replace("天", "日")
    if figure.kind == "rate" and per in ("日", "周", "月", "年"):
        return penalties.daily(figure.value, per)
    if figure.kind == "amount" and figure.unit == "元" and per == "日" and paid.monthly:
        return figure.value * 100 / paid.monthly
    return None


def _per(before: str) -> str:
    """What a figure is reckoned on, by the words before it: 每逾期一日, 日, 按日, 月息."""
    match = re.search(
        r"(?:每(?:逾期|迟延|延迟|延期|拖欠|晚|拖|迟|超)?[^，,。；]{0,4}?一?(?P<each>日|天|月|周)|按(?P<by>日|天|月|年)|(?:逾期|迟延|延迟|拖|晚|欠|拖欠)一(?P<one>日|天|个月|月)|(?P<rate>日|月|年)(?:利率|息)?)"
        r"[^。；]{0,24}$",
        before,
    )
    found = [match[name] for name in ("each", "by", "one", "rate") if match[name]] if match else []
    return found[0].removeprefix("个") if found else ""


def _found(sentence: Sentence, figure: Quantity, daily: Decimal, paid: Fees) -> Found:
    severity: Severity = "high" if daily >= GRAVE else "medium"
    fields = {
        "rate": figure.text,
        "annual": percent(penalties.annual(daily)),
        "cost": _cost(daily, paid),
        "days": str(penalties.whole_days(daily)[0]),
    }
    rule = "late-fee-flat" if figure.kind == "amount" else "late-fee-rate"
    return Found(rule, Span(sentence.start, sentence.end), fields, severity)


def _cost(daily: Decimal, paid: Fees) -> str:
    """What ten days cost, where the paper tells what is paid."""
    if paid.monthly is None:
        return ""
    ten = share(paid.monthly, daily * 10)
    return f"按每月{yuan(paid.monthly)}的服务费算，晚付 10 天要多付{yuan(ten)}。"
