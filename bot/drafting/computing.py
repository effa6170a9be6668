"""Facts that follow from other facts, facts that contradict each other, and pairs that are odd side by side.

A computed fact is only made where the library declares its parameter and nobody gave it a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from bot.arithmetic.capitals import capitals
from bot.arithmetic.dates import Span, add_months, term_end
from bot.arithmetic.worked import yuan
from bot.drafting.contract import Fact
from bot.drafting.parameters import Parameter

Facts: TypeAlias = Mapping[str, Fact]
START, TERM, END = "start_date", "term_months", "end_date"
TOTAL = "total_amount"
IN_WORDS = "_in_words"
_LONGEST_TERM = 1200
_EARNEST_SHARE = Decimal("0.2")


def computed(facts: Facts, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, str]]:
    """Id and plain value of every fact that follows from those there are."""
    start, term, end = facts.get(START), facts.get(TERM), facts.get(END)
    if start and term and not end and END in parameters:
        yield END, last_day(start, term)
    if start and end and not term and TERM in parameters and (months := whole_months(start, end)):
        yield TERM, str(months)
    if TOTAL in parameters and TOTAL not in facts and (total := seat_total(facts)):
        yield TOTAL, f"{total.normalize():f}"
    for name, parameter in parameters.items():
        money = facts.get(name.removesuffix(IN_WORDS))
        if name.endswith(IN_WORDS) and name not in facts and money and parameter.type == "text":
            yield name, f"人民币{capitals(money.number)}"


def superseded(name: str, given: Facts) -> bool:
    """Whether a default must not stand because what was given already settles it: two dates settle the term."""
    return name == TERM and START in given and END in given


def last_day(start: Fact, term: Fact) -> str:
    """The last day of a term, as ISO: the day before the day of the same number (民法典 第二百零二条)."""
    return term_end(start.day, Span(months=int(term.number))).value.isoformat()


def whole_months(start: Fact, end: Fact) -> int:
    """How many whole months a term from `start` to `end` has, or 0 where it has none."""
    months = (end.day.year - start.day.year) * 12 + end.day.month - start.day.month
    for count in (months, months + 1):
        if 0 < count <= _LONGEST_TERM and term_end(start.day, Span(months=count)).value == end.day:
            return count
    return 0


def seat_total(facts: Facts) -> Decimal | None:
    """What the seats cost over the whole term: seats × price × months; None where one of them is not known."""
    needed = [facts.get(name) for name in ("seats", "seat_price", TERM)]
    if any(fact is None for fact in needed):
        return None
    total = Decimal(1)
    for fact in needed:
        total *= fact.number if fact else 1
    return total


def contradictions(facts: Facts) -> Iterator[tuple[str, str]]:
    """Id of a fact that cannot stand beside another, and what to do about it."""
    first, second = facts.get("party_a"), facts.get("party_b")
    if first and second and same_name(first.value, second.value):
        yield "party_b", "和甲方是同一个名字，一方不能自己和自己订合同：请核对"
    yield from _dates(facts)
    opens, closes = facts.get("service_start"), facts.get("service_end")
    if opens and closes and opens.value == closes.value:
        yield "service_end", "和每日开始时间一样：全天服务请写 00:00 到 24:00"
    one, cap = facts.get("deduction_rate"), facts.get("deduction_cap_rate")
    if one and cap and one.number > cap.number and "user" in (one.origin, cap.origin):
        own = "deduction_rate" if one.origin == "user" else "deduction_cap_rate"
        yield own, f"单项扣减 {one.text} 高于每月扣减上限 {cap.text}：请调低单项或者调高上限"


def _dates(facts: Facts) -> Iterator[tuple[str, str]]:
    start, end, term = facts.get(START), facts.get(END), facts.get(TERM)
    if start and term:
        try:
            add_months(start.day, int(term.number))
        except OverflowError:
            yield START, "加上合同期限超出了日历：请核对年份"
            return
    if start and end and end.day < start.day:
        yield END, f"早于开始日期 {start.text}：请核对两个日期"
    elif start and end and term and end.value != (expected := last_day(start, term)):
        yield END, f"和开始日期加期限对不上，应当是 {expected}：请改正，或者三项里只写两项"


def cautions(facts: Facts) -> Iterator[tuple[str, str]]:
    """Id of a fact that is allowed and odd beside another, and why."""
    seats, peak = facts.get("seats"), facts.get("peak_seats")
    if seats and peak and peak.number < seats.number:
        yield "peak_seats", f"大促坐席数比平日（{seats.text}）还少，请确认没有写反。"
    start, signed = facts.get(START), facts.get("signing_date")
    if start and signed and start.day < signed.day:
        yield "signing_date", f"签订日期晚于开始日期（{start.text}），签订之前的服务要另作约定。"
    told, seats_cost = facts.get(TOTAL), seat_total(facts)
    if told and seats_cost and _by_seat_alone(facts) and told.number != seats_cost:
        yield TOTAL, f"和坐席数、单价、期限算出来的 {yuan(seats_cost)}对不上，差额是什么请在合同里写清。"
    earnest, total = facts.get("earnest_amount"), told.number if told else seats_cost
    if earnest and total and earnest.number > total * _EARNEST_SHARE:
        yield (
            "earnest_amount",
            f"合同总额约 {yuan(total)}，定金不得超过主合同标的额的百分之二十，"
            "超过的部分不产生定金的效力（《民法典》第五百八十六条第二款）。",
        )


def _by_seat_alone(facts: Facts) -> bool:
    model = facts.get("price_model")
    return model is None or model.value == "per_seat"


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for spaces, brackets, stops and case."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"[\s（）()·.。]", "", name).casefold()
