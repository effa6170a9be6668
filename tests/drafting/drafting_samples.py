"""A small clause library with every feature, and facts to draft from, for tests that must not wait for the real one."""

from __future__ import annotations

from functools import cache

from bot.drafting.clauses import Clause, Section
from bot.drafting.facts import Facts, read_facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.words import Words, load_drafting_words
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
GIVEN: dict[str, object] = {
    "party_a": "杭州青禾电子商务有限公司",
    "party_b": "合肥应答客户服务有限公司",
    "start_date": "2027-03-01",
    "seats": "10",
    "seat_price": "4千元",
}

TEXTS = {
    "scope-what": ("scope", "服务范围", True, {}, "乙方为甲方的{shops}店铺提供{service_kinds}。"),
    "terms-peak": (
        "definitions",
        "大促",
        True,
        {},
        "“大促”是指电商平台统一组织的促销活动。\n大促期间的坐席数见{ref:price-seat}。",
    ),
    "price-seat": (
        "price",
        "坐席费",
        True,
        {"price_model": ("per_seat", "mixed")},
        "服务费按{seats}计算，每个坐席每月{seat_price}。\n付款办法如下：\n- 乙方在次月{statement_day}前出账；\n- 甲方在{payment_days}内付款。",
    ),
    "price-conversation": (
        "price",
        "会话费",
        True,
        {"price_model": ("per_conversation",)},
        "服务费按有效会话计算，每个{conversation_price}。",
    ),
    "term-length": (
        "term",
        "合同期限",
        True,
        {},
        "合同期限为{term_months}，自{start_date}起至{end_date}止。",
    ),
    "term-renewal": ("term", "自动续约", False, {}, "期满双方没有异议的，合同延长{renewal_months}。"),
    "term-no-renewal": ("term", "期满终止", True, {}, "期满合同终止，续约另订合同。"),
    "annex-weights": (
        "annex-assessment",
        "考核表",
        True,
        {},
        "每月按下表考核。\n| 指标 | 权重 | 标准 |\n| 首次响应 | 60% | 不超过{first_response_seconds} |\n| 满意率 | 40% | 不低于{satisfaction_rate} |",
    ),
}
NEEDS = {"terms-peak": ("price-seat",)}
EXCLUDES = {"term-renewal": ("term-no-renewal",)}


@cache
def words() -> Words:
    """The words around the clauses, without the sections that only the whole library has."""
    return load_drafting_words(KNOWLEDGE).model_copy(update={"required": {"scope": "没有服务内容"}})


@cache
def library() -> ClauseLibrary:
    """A few clauses in the order of their sections, with the real parameters."""
    sections = ("definitions", "scope", "price", "term", "annex-assessment")
    clauses = sorted((_clause(name) for name in TEXTS), key=lambda c: sections.index(c.section))
    return ClauseLibrary(
        tuple(Section(id=s, title=f"{s} 部分", annex=s.startswith("annex")) for s in sections),
        tuple(clauses),
        real().parameters,
    )


@cache
def real() -> ClauseLibrary:
    """The library of the product."""
    return ClauseLibrary.load(KNOWLEDGE / "clauses")


def facts(**changed: object) -> Facts:
    """The facts of `GIVEN` with some changed; None takes one away."""
    given = {**GIVEN, **changed}
    return read_facts(library(), {name: value for name, value in given.items() if value is not None})


def _clause(name: str) -> Clause:
    section, title, standard, condition, text = TEXTS[name]
    wording = {"what": "这一立场的写法", "why": f"说清楚{title}"}
    positions = {
        "merchant": {"text": text.replace("。", "，由甲方确认。", 1), **wording},
        "balanced": {"text": text, **wording},
        "provider": {"text": text.replace("。", "，由乙方确认。", 1), **wording},
    }
    return Clause.model_validate(
        {
            "id": name,
            "title": title,
            "section": section,
            "when": "测试",
            "condition": condition,
            "standard": standard,
            "needs": NEEDS.get(name, ()),
            "excludes": EXCLUDES.get(name, ()),
            "basis": ("《民法典》第四百七十条",),
            "positions": positions,
        }
    )
