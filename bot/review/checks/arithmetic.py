"""Sums in sentences that do not come out: price × seats × months, parts and their total, a share of a total, tax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from math import prod

from bot.quantities import number
from bot.review.checks.wrong_sum import wrong_sum
from bot.review.found import Case, Found
from bot.review.money import Money, Times, amounts, times
from bot.review.paper import Clause, Paper, Sentence

_MOST = 7
"""Amounts of one clause that are tried in combination."""

_DIVIDED = re.compile("分之|÷|除以")
"""Words that make an amount a part of the one before it, and no product."""
_IS = re.compile(r"[，,（(]\s*(?:即|就是|也就是|按|由|共|=)|[=＝]|即")
_AMONG = re.compile("其中|包括|分别为|由以下|组成|构成")
_OPEN = re.compile(
    r"其中(?:已|还|也)?包[含括]|等[^，。；]{0,6}[。；]|(?:及|以及|和|与)[^，。；\d]{1,12}[。；]|按实|另计|据实"
)
_NOT_PARTS = re.compile(
    "违约金|扣[减除]?|罚|奖励|上限|不超过|不得超过|不低于|押金|保证金|定金|另[计行付]|赔偿|超[过出]|至少|起算|优惠|减免"
)
_SUM = re.compile(r"(?:合计|共计|总计|总共|一共|加起来)[^，,。；;]{0,14}$")
_WHOLE = re.compile(
    r"(?:总价|总额|总金额|总费用|总服务费|合同(?:价|金额|款)|服务费总|费用总)[^，,。；;]{0,12}$|合同[^，,。；;]{0,6}总[^，,。；;]{0,12}$"
)
_PART = re.compile(r"首付|首期|预付|定金|中期|进度款|尾款|余款|余额|剩余|第[一二三四五六\d][期笔次]")
_LAST = re.compile("尾款|余款|余额|剩余|其余")
_SHARE = re.compile(
    r"(?P<rate>\d{1,3}(?:\.\d+)?)\s*%\s*[）)]?\s*(?:，|,|、)?\s*(?:即|计|为|合|[（(]\s*即?|[=＝]|共计)\s*(?:人民币)?\s*[¥￥]?\s*$"
)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FORMULA = re.compile(
    r"(?<![+＋\-−÷/\d,.])(?P<factors>\d[\d,]*(?:\.\d+)?[^\d。；，×xX*＊=＝]{0,8}(?:\s*[×xX*＊]\s*\d[\d,]*(?:\.\d+)?[^\d。；，×xX*＊=＝]{0,8}){1,3})"
    r"\s*[=＝]\s*(?:人民币|[¥￥])?\s*(?P<total>\d[\d,]*(?:\.\d+)?)"
)
_PRODUCT = r"\d[\d,]*(?:\.\d+)?[^\d。；，×xX*＊=＝+＋()（）]{0,8}(?:[×xX*＊]\s*\d[\d,]*(?:\.\d+)?[^\d。；，×xX*＊=＝+＋()（）]{0,8}){0,3}"
_PRODUCTS = re.compile(
    rf"(?<![+＋\-−÷/(（×xX*＊\d,.])(?P<terms>{_PRODUCT}(?:[+＋]\s*{_PRODUCT}){{1,5}})"
    r"[=＝]\s*(?:人民币|[¥￥])?\s*(?P<total>\d[\d,]*(?:\.\d+)?)"
)
_EQUAL = re.compile("平均|折合|均摊|分摊|相当于|按月(?:平均|等额)|等额")
_CENT = Decimal("1")


def arithmetic(case: Case) -> Iterator[Found]:
    """Every total in the clauses that its own operands contradict."""
    paper = case.paper
    for clause in paper.clauses:
        if clause.kind == "table" or not re.search("[元¥￥]", paper.words(clause)):
            continue
        sentences = paper.sentences_of(clause.index)
        read = [(sentence, amounts(paper, sentence)) for sentence in sentences]
        told = False
        for found in _of_clause(paper, clause, read):
            if not told:
                yield found
            told = True


def _of_clause(paper: Paper, clause: Clause, read: Sequence[tuple[Sentence, list[Money]]]) -> Iterator[Found]:
    for sentence, money in read:
        yield from _written_out(paper, sentence, money)
        yield from _products(paper, sentence, money)
        yield from _by_month(paper, sentence, money)
    yield from _over_sentences(paper, read)
    everything = [(sentence, one) for sentence, money in read for one in money]
    if 1 < len(everything) <= _MOST:
        yield from _sums(paper, clause, everything)
    yield from _shares(paper, everything)


def _products(paper: Paper, sentence: Sentence, money: Sequence[Money]) -> Iterator[Found]:
    """A price and a total beside it, with counts between them."""
    if len(money) < 2:
        return
    by = list(times(paper, sentence))
    for at, (one, other) in enumerate(pairwise(money)):
        start = money[at - 1].span.end if at else sentence.start
        if one.total:
            # 每席4800元，10席，每月共48000元，十二个月总计…: the seats are in the sum already.
            start = one.span.end
        until = money[at + 2].span.start if at + 2 < len(money) else sentence.end
        if one.bases and other.total and not other.is_unit_price:
            if _DIVIDED.search(other.before):
                continue
            price, total, until = one, other, other.span.start
        elif other.is_unit_price and not one.is_unit_price and _IS.search(other.before):
            price, total, start = other, one, one.span.end
        else:
            continue
        near = [factor for factor in by if start <= factor.span.start < until]
        expected = _expected(price, total, near, one is total)
        if expected is not None:
            yield wrong_sum(paper, sentence, total, expected, _formula(price, near, total))


def _over_sentences(paper: Paper, read: Sequence[tuple[Sentence, list[Money]]]) -> Iterator[Found]:
    """A price, and the sum of it in the next sentence, where the clause tells of no other amount."""
    if sum(len(money) for _, money in read) != 2:
        return
    for (former, prices), (sentence, totals) in pairwise(read):
        if len(prices) != 1 or len(totals) != 1:
            continue
        price, total = prices[0], totals[0]
        if not price.is_unit_price or price.total or not total.total or total.is_unit_price:
            continue
        near = [*times(paper, former), *times(paper, sentence)]
        if len([factor for factor in near if factor.unit == "head"]) != 1:
            continue
        expected = _expected(price, total, near, False)
        if expected is not None:
            yield wrong_sum(paper, sentence, total, expected, _formula(price, near, total))


def _written_out(paper: Paper, sentence: Sentence, money: Sequence[Money]) -> Iterator[Found]:
    """6人×4,500元=28,000元, 10,000×2.6+6,000×2=40,000元: the paper's own sum."""
    for match in (*_FORMULA.finditer(sentence.text), *_PRODUCTS.finditer(sentence.text)):
        total = next((one for one in money if one.span.start - sentence.start == match.start("total")), None)
        terms = [
            [number(figure.replace(",", "")) for figure in _FIGURE.findall(term)]
            for term in re.split("[+＋]", match[1])
        ]
        if total is None or sum(map(len, terms)) < 2 or re.search("[%％成折加减扣—]", match[0]):
            continue
        expected = sum((prod(factors, start=Decimal(1)) for factors in terms), Decimal(0))
        if expected != total.value:
            formula = " + ".join(" × ".join(f"{factor:,f}" for factor in factors) for factors in terms)
            yield wrong_sum(paper, sentence, total, expected, formula)


def _by_month(paper: Paper, sentence: Sentence, money: Sequence[Money]) -> Iterator[Found]:
    """A yearly or whole sum that is paid in equal months."""
    if len(money) != 2 or not _EQUAL.search(money[1].before) or money[1].bases != {"month"}:
        return
    total, monthly = money
    months = [one.value for one in times(paper, sentence) if one.unit == "month"]
    if not months and ("year" in total.bases or re.search("年(?:服务)?费|年度", total.before)):
        months = [Decimal(12)]
    if len(months) == 1 and "month" not in total.bases and monthly.value * months[0] != total.value:
        formula = f"{monthly.value:,f} × {months[0].normalize():f}"
        yield wrong_sum(paper, sentence, total, monthly.value * months[0], formula)


def _expected(price: Money, total: Money, near: Sequence[Times], before: bool) -> Decimal | None:
    """What the total should be, when the operands are certain and it is something else."""
    heads = [factor for factor in near if factor.unit == "head"]
    months = [factor for factor in near if factor.unit == "month"]
    if len({factor.value for factor in months}) == 1:
        # 合同期12个月，一年合计: the same months said twice.
        months = months[:1]
        near = [*heads, *months]
    if len(heads) > 1 or len(months) > 1 or not near:
        return None
    if heads and not price.is_unit_price:
        return None
    values = [factor.value for factor in near]
    possible = {
        price.value * prod(some, start=Decimal(1)) for size in range(3) for some in combinations(values, size)
    }
    possible |= {value * times for value in possible for times in (Decimal(12), Decimal(3))}
    if total.value in possible:
        return None
    monthly = "month" in total.bases or not months
    factors = heads if monthly else near
    if not factors or ("year" in total.bases and "month" in price.bases and not months):
        return None
    if before and not heads:
        return None
    return price.value * prod((factor.value for factor in factors), start=Decimal(1))


def _formula(price: Money, near: Sequence[Times], total: Money) -> str:
    used = [f for f in near if f.unit == "head" or "month" not in total.bases]
    return " × ".join([f"{price.value:,f}", *(f"{factor.value.normalize():f}" for factor in used)])


def _sums(paper: Paper, clause: Clause, everything: Sequence[tuple[Sentence, Money]]) -> Iterator[Found]:
    """A total and its parts, one before or behind the other."""
    words = paper.plain[clause.start : clause.end]
    for at, (sentence, total) in enumerate(everything):
        if total.is_unit_price:
            continue
        before = [money for _, money in everything[:at] if not money.is_unit_price]
        behind = [money for _, money in everything[at + 1 :] if not money.is_unit_price]
        prices = sum(money.is_unit_price for _, money in everything[:at])
        complete = prices <= sum(money.total for money in before)
        in_parts = _WHOLE.search(total.before) and all(_PART.search(one.before) for one in before)
        if (
            (_SUM.search(total.before) or in_parts)
            and len(before) > 1
            and complete
            and not _NOT_PARTS.search(words)
        ):
            parts = before
        elif behind and len(behind) > 1 and _names_parts(everything[at + 1][1], total, behind, words):
            parts = behind
        else:
            continue
        if "年" in total.before and any("month" in money.bases for money in parts):
            continue
        values = [money.value for money in parts]
        reachable = _reachable([money.value for _, money in everything if money is not total])
        months = {one.value for one in times(paper, sentence) if one.unit == "month"}
        if any(total.value in {value * by for value in reachable} for by in (Decimal(1), *months)):
            # 每月合计48,200元，十二个月合计578,400元: the sum of the parts, and that for all months.
            continue
        used = [
            money for money in parts if not money.total or money is not parts[-1] or len(parts) < 3
        ] or parts
        expected = sum((money.value for money in used), Decimal(0))
        if expected == total.value or len(values) < 2:
            continue
        formula = " + ".join(f"{money.value:,f}" for money in used)
        yield wrong_sum(paper, sentence, total, expected, formula)


def _names_parts(following: Money, total: Money, behind: Sequence[Money], words: str) -> bool:
    """Whether the amounts behind a total are its parts, and all of them."""
    if _AMONG.search(following.before):
        return not _NOT_PARTS.search(words) and not _OPEN.search(words)
    whole_first = _WHOLE.search(total.before) is not None
    every = _LAST.search(behind[-1].before) or _instalments(words) == len(behind)
    return whole_first and bool(every) and all(_PART.search(one.before) for one in behind)


def _instalments(words: str) -> int:
    """Into how many parts a sum is said to be split (分三期); 0 where it is not said."""
    match = re.search("分([二两三四五六2-6])[期笔次]", words)
    return int(number(match[1])) if match else 0


def _reachable(values: Sequence[Decimal]) -> set[Decimal]:
    """Every sum of some of the values."""
    found = {Decimal(0)}
    for value in values:
        found |= {other + value for other in found}
    return found


def _shares(paper: Paper, everything: Sequence[tuple[Sentence, Money]]) -> Iterator[Found]:
    """30 % of the total, with the amount that it makes."""
    wholes = [money for _, money in everything if _WHOLE.search(money.before)]
    if len(wholes) != 1:
        return
    for sentence, money in everything:
        match = _SHARE.search(money.before)
        if match is None or money is wholes[0]:
            continue
        expected = wholes[0].value * Decimal(match["rate"]) / 100
        if abs(expected - money.value) >= _CENT:
            yield wrong_sum(paper, sentence, money, expected, f"{wholes[0].value:,f} × {match['rate']}%")
