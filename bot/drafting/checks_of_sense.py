"""Checks of what the contract says: parties, money and its words, sums, dates, terms, the court, the law."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from bot.arithmetic.capitals import capitals
from bot.drafting.checking import Fault, Page, check
from bot.drafting.computing import END, START, TERM, TOTAL, last_day, same_name, seat_total
from bot.drafting.contract import FactRef
from bot.drafting.layout import Grid, Line, Parties, plain

_IN_WORDS = re.compile(r"([\d,]+(?:\.\d+)?)\s*元[（(]大写[：:]?\s*(?:人民币)?([^）)]+)[）)]")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_THIRD = re.compile(r"[丙丁戊]方")


@check
def parties(page: Page) -> Iterator[Fault]:
    """Two sides, each with its own name, and nobody else bound by the contract."""
    first, second = page.contract.parties
    if (first.side, second.side) != ("甲方", "乙方"):
        yield Fault("parties", first.side, "当事人要依次是甲方和乙方")
    names = [party.name for party in page.contract.parties]
    texts = [page.contract.facts[n.fact].value for n in names if isinstance(n, FactRef)]
    if len(texts) == 2 and same_name(texts[0], texts[1]):
        yield Fault("parties", "甲方、乙方", "两方是同一个名字：请核对")
    for number, text in page.lines if _THIRD.search(page.text) else ():
        for match in _THIRD.finditer(text):
            yield Fault("parties", number, f"合同只有甲乙两方，这里出现了“{match[0]}”")
    if sum(isinstance(block, Parties) for block in page.blocks) != (0 if page.contract.excerpt else 1):
        yield Fault("parties", "", "当事人信息要有且只有一处")


@check
def money_in_words(page: Page) -> Iterator[Fault]:
    """An amount and its capital numerals are the same amount."""
    for number, text in page.lines:
        for match in _IN_WORDS.finditer(text) if "大写" in text else ():
            expected = capitals(Decimal(match[1].replace(",", "")))
            if match[2].strip() != expected:
                yield Fault("money_in_words", number, f"{match[1]}元的大写应当是{expected}，写的是{match[2]}")


@check
def total(page: Page) -> Iterator[Fault]:
    """The total of the contract stands with its capital numerals, and a computed one is what the seats come to."""
    facts = page.contract.facts
    places = [piece for piece in page.contract.pieces() if piece.type == "fact" and piece.fact == TOTAL]
    if not places or page.contract.paper != "contract":
        return
    told, cost = facts[TOTAL], seat_total(facts)
    if not any(place.in_words for place in places):
        yield Fault("total", told.label, f"{told.text}没有写大写（{capitals(told.number)}）")
    if told.origin == "computed" and told.number != cost:
        right = f"应当是{capitals(cost)}" if cost else "已经算不出来"
        yield Fault("total", told.label, f"{told.text}和坐席数、单价、期限算出来的不一样，{right}")


@check
def shares(page: Page) -> Iterator[Fault]:
    """A table's column of weights (权重) adds up to 100 %."""
    for block in page.blocks:
        if not isinstance(block, Grid):
            continue
        head = [plain(cell) for cell in block.rows[0]]
        for at, title in enumerate(head):
            if "权重" not in title:
                continue
            cells = [plain(row[at]) for row in block.rows[1:] if at < len(row)]
            found = [match for cell in cells if (match := _PERCENT.search(cell))]
            total = sum(Decimal(match[1]) for match in found)
            if len(found) == len(cells) and total != 100:
                yield Fault("shares", title, f"权重合计是 {total}%，应当是 100%")


@check
def dates(page: Page) -> Iterator[Fault]:
    """The contract ends after it begins, on the last day of its term (民法典 第二百零二条)."""
    facts = page.contract.facts
    start, end, term = facts.get(START), facts.get(END), facts.get(TERM)
    if start and end and end.day < start.day:
        yield Fault("dates", end.label, f"{end.text}早于{start.label}{start.text}：请核对")
    elif start and end and term and end.value != (expected := last_day(start, term)):
        yield Fault(
            "dates", end.label, f"从{start.text}起{term.text}应当到 {expected} 为止，写的是{end.text}"
        )


@check
def terms(page: Page) -> Iterator[Fault]:
    """A defined term is defined once and used; what is defined and never used only confuses."""
    counts = Counter(definition.term for definition in page.contract.definitions)
    clauses = {clause.id for clause in page.contract.clauses()}
    for definition in page.contract.definitions:
        if counts[definition.term] > 1:
            yield Fault("terms", definition.term, "这个词定义了不止一次：请只留一处")
        if definition.clause not in clauses:
            yield Fault("terms", definition.term, "定义它的条款不在合同里")
        if page.text.count(definition.term) < 2:
            yield Fault("terms", definition.term, "定义了却没有用到：请去掉定义")


@check
def court(page: Page) -> Iterator[Fault]:
    """Where disputes go is said once; court and arbitration together leave no valid arbitration agreement
    (最高人民法院关于适用《仲裁法》若干问题的解释 第七条)."""
    pattern = re.compile(page.words.court)
    found = [
        (block.number, match[0])
        for block in page.blocks
        if isinstance(block, Line)
        for match in pattern.finditer(plain(block.spans))
    ]
    if len(found) > 1:
        where = "、".join(dict.fromkeys(number for number, _ in found))
        yield Fault("court", where, "争议去哪里解决写了不止一处：请只留一处")


@check
def forbidden(page: Page) -> Iterator[Fault]:
    """Phrases that the law does not let stand, or that no judge could apply."""
    for rule in page.words.forbidden:
        pattern = re.compile(rule.pattern)
        for number, text in page.lines if pattern.search(page.text) else ():
            if match := pattern.search(text):
                yield Fault("forbidden", number, f"“{match[0]}”不能这样写：{rule.reason}")


@check
def required(page: Page) -> Iterator[Fault]:
    """No section is missing that every such contract needs."""
    there = {section.id for section in (*page.contract.sections, *page.contract.annexes)}
    there |= {clause.home for clause in page.contract.clauses()}
    if page.contract.excerpt or page.contract.paper != "contract":
        return
    for section, reason in page.words.required.items():
        if section not in there:
            yield Fault("required", section, f"缺少这一部分：{reason}")


@check
def statutes(page: Page) -> Iterator[Fault]:
    """Every article named in the text or as a clause's basis exists and is in force."""
    if page.resolve is None:
        return
    named = [(number, text) for number, text in page.lines if "法" in text or "条例" in text or "《" in text]
    named += [(clause.title, basis) for clause in page.contract.clauses() for basis in clause.basis]
    for where, text in dict.fromkeys(named):
        for written, good in page.resolve(text):
            if not good:
                yield Fault("statutes", where, f"“{written}”在法条库里核对不到：请改正或去掉")
