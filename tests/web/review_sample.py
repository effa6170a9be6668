"""A reviewed paper made by hand: overlapping findings, a table, hostile words, something missing, every kind of cover."""

from __future__ import annotations

import hashlib

from bot.conversation import Citation, Finding, Reply, Severity
from bot.review.review import Covered
from bot.review.state import KeptClause, KeptReview

EVIL = '<script>window.pwned=1</script> {{pwned}} **粗** <img src=http://evil.example/x onerror="window.pwned=2">'
LINES = (
    ("heading", 0, "客服外包服务合同"),
    ("paragraph", 0, f"甲方：青禾公司 {EVIL}"),
    ("heading", 0, "第一条 服务费用"),
    ("clause", 1, "1.1 每月服务费 22,000 元，乙方可以随时调整价格。"),
    ("table", 1, "项目 | 坐席 | 单价\n客服 | 4 | 5,500"),
    ("heading", 0, "第二条 违约责任"),
    ("clause", 1, "2.1 甲方逾期付款的，每日按应付款的5%支付滞纳金，\n并支付合同总额50%的违约金。"),
    ("clause", 1, "2.2 争议由乙方所在地法院管辖。"),
)
LATE = "甲方逾期付款的，每日按应付款的5%支付滞纳金"
WHOLE = "2.1 甲方逾期付款的，每日按应付款的5%支付滞纳金，\n并支付合同总额50%的违约金。"


def _clauses(lines: tuple[tuple[str, int, str], ...]) -> tuple[str, tuple[KeptClause, ...]]:
    text, clauses = "", []
    for kind, depth, words in lines:
        number = words.split()[0] if kind == "clause" else ""
        clauses.append(
            KeptClause(
                start=len(text),
                end=len(text) + len(words),
                name=words.split("，")[0][:12],
                number=number,
                title=words if kind == "heading" else "",
                kind=kind,
                depth=depth,
                parent=None,
            )
        )
        text += words + "\n"
    return text.rstrip("\n"), tuple(clauses)


def _finding(
    text: str, number: int, category: str, severity: Severity, quote: str | None, title: str
) -> Finding:
    start = text.index(quote) if quote else 0
    end = start + len(quote) if quote else 0
    return Finding(
        category=category,
        severity=severity,
        quote=quote,
        clause="第二条 违约责任 2.1" if quote else "",
        message=f"{title}：这样写对甲方不利。",
        suggestion="" if number == 4 else f"建议的写法{number}，按一年期贷款市场报价利率计算。",
        statute="民法典第585条",
        statutes=("《民法典》第五百八十五条",) if number == 2 else (),
        start=start,
        end=end,
        consequence="逾期二十天就等于全款。" if number == 2 else "",
        title=title,
        edits=number != 4,
        replaces_start=start,
        replaces_end=end,
        proposed=number == 3,
        id=f"f{number}",
        rule=f"rule-{number}",
    )


TEXT, CLAUSES = _clauses(LINES)
FINDINGS = (
    _finding(TEXT, 1, "unfair/unilateral_change", "medium", "乙方可以随时调整价格", "对方能单方改价"),
    _finding(TEXT, 2, "unfair/excessive_late_fee", "high", LATE, "滞纳金过高"),
    _finding(TEXT, 3, "unfair/unequal_damages", "high", WHOLE, "只罚甲方"),
    _finding(TEXT, 4, "unfair/provider_court", "low", "乙方所在地法院", "在对方所在地打官司"),
    _finding(TEXT, 5, "missing/handover", "medium", None, f"交接没有写 {EVIL}"),
)
COVERAGE = (
    Covered("missing/payment", "价格和付款", "covered", ("第一条 服务费用",), (TEXT.index("第一条"),)),
    Covered(
        "missing/liability",
        "违约责任",
        "weak",
        ("第二条 违约责任",),
        (TEXT.index("第二条"),),
        "只写了甲方的责任",
    ),
    Covered("missing/handover", "退出交接", "missing"),
)
REVIEW = KeptReview(
    name=f"对方合同{EVIL}.docx",
    path="",
    sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    stance="merchant",
    merchant="甲方",
    provider="乙方",
    told=True,
    title="客服外包服务合同",
    text=TEXT,
    clauses=CLAUSES,
    findings=FINDINGS,
    coverage=COVERAGE,
    first=("f2", "f3"),
    notices=("文件里有看不见的文字。",),
)
TOLD = (
    "看完了：2条，找到5处问题。\n\n按商家（甲方）的立场看。\n\n**签字之前先谈妥这几处：**\n\n"
    "1. **滞纳金过高**（要紧）：过高。 建议：改成报价利率。[1][2]\n2. **只罚甲方**（要紧）：不对等。[1]\n\n"
    "**其余各处：**\n\n1. **对方能单方改价**（应改）：不公平。[3]\n2. **在对方所在地打官司**（小毛病）：不方便。\n\n"
    "**合同里没有写的：**\n\n1. **交接没有写**（应改）：要补。\n\n以上供决策参考。"
)


def cited(quote: str, marker: str, review: KeptReview = REVIEW) -> Citation:
    """A citation of the paper."""
    start = review.text.index(quote)
    return Citation(
        marker,
        f"《{review.name}》",
        "第二条 违约责任 2.1",
        quote,
        "",
        document_id=f"paper-{review.sha256[:12]}",
        start=start,
        end=start + len(quote),
        origin="paper",
    )


def reply(review: KeptReview = REVIEW) -> Reply:
    """The reply that a review ends with."""
    citations = (cited(LATE, "1"), cited("乙方可以随时调整价格", "3")) if review.text == TEXT else ()
    return Reply("review", TOLD, citations, review.findings, review=review.model_dump_json())


def long_review(pages: int = 200) -> KeptReview:
    """A paper of many pages with a finding on every third clause."""
    lines = tuple(
        (
            "clause",
            1,
            f"{n}.{m} 乙方应当按照第{n}条的约定提供服务，第{m}款另有约定的除外，逾期的每日支付违约金百元。",
        )
        for n in range(1, pages + 1)
        for m in range(1, 16)
    )
    text, clauses = _clauses(lines)
    findings = tuple(
        Finding(
            "format/blank",
            "low",
            text[c.start : c.end],
            c.name,
            "看一看",
            "",
            start=c.start,
            end=c.end,
            title="一处",
            id=f"f{at}",
        )
        for at, c in enumerate(clauses[::15], 1)
    )
    return REVIEW.model_copy(
        update={
            "text": text,
            "clauses": clauses,
            "findings": findings,
            "first": (),
            "coverage": (),
            "sha256": "b" * 64,
        }
    )
