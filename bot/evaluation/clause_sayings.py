"""Single clauses under review: faults that must be found, and fair clauses that look like them and must be left alone."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.documents import read_documents
from bot.drafting.library import ClauseLibrary
from bot.evaluation.case_files import load_lines
from bot.evaluation.outcome import Failure, Outcome
from bot.review.categories import Category
from bot.review.reviewing import Reviewer
from bot.settings import PROJECT

SET = PROJECT / "tests" / "data" / "review" / "clause_sayings.jsonl"

Split: TypeAlias = Literal["tune", "held"]

PAPER = """客服外包服务合同
甲方（委托方）：杭州某某电子商务有限公司
住所地：浙江省杭州市余杭区文一西路1号
乙方（服务商）：成都某某客服有限公司
住所地：四川省成都市高新区天府大道2号
第一条 服务内容
乙方为甲方在电商平台的店铺提供在线客服服务，安排客服人员三名。
第二条 服务费用
甲方每月向乙方支付服务费人民币12000元，合同期限一年。
第三条 其他约定
{clause}
"""
"""The least paper in which a clause can be judged: who is who, where they are, and what is paid."""


_ABOUT_CLAUSES = ("unfair/", "unlawful/")
"""What single clauses are judged by: the other categories need a whole paper."""
_ANY = "不公平或违法"


class Saying(BaseModel):
    """One clause. `fault` says whether it is one of `category` (or of one of `also`); otherwise it only looks like it,
    or, without a category, like any that is unfair or unlawful."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    category: Category | None
    fault: bool
    text: str = Field(min_length=4)
    quote: str = ""
    also: tuple[Category, ...] = ()
    split: Split

    @model_validator(mode="after")
    def _fault_has_a_category(self) -> Saying:
        if self.fault and self.category is None:
            raise ValueError("a fault needs a category")
        return self


def load_sayings(path: Path = SET) -> list[Saying]:
    """The clauses of a file; InputError names the line that is none."""
    return load_lines(path, Saying, blank=True)


def measure(knowledge: Path = PROJECT / "knowledge", path: Path = SET) -> Outcome:
    """By half: faults found, and fair clauses left alone.

    The failures list what went wrong in the half that is tuned on; of the other only how much of each category.
    """
    reviewer = Reviewer(knowledge, ClauseLibrary.load(knowledge / "clauses"), lambda reference: True)
    judge = _Judge()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.txt"
        for saying in load_sayings(path):
            judge.judge(saying, categories_in(reviewer, saying.text, file))
    return Outcome(judge.figures(), (*judge.failures, *judge.table()))


def categories_in(reviewer: Reviewer, clause: str, file: Path) -> frozenset[str]:
    """The categories of what is found in a clause that stands in the least paper, written to `file` to be read."""
    file.write_text(PAPER.format(clause=clause), encoding="utf-8")
    review = reviewer.review(read_documents(file)[0])
    start = review.paper.text.index("其他约定")
    return frozenset(
        finding.category for finding in review.findings if finding.quote is not None and finding.end > start
    )


class _Judge:
    """Counts what is right, by half, kind and category."""

    def __init__(self) -> None:
        self._right: Counter[tuple[Split, bool, Category | None]] = Counter()
        self._all: Counter[tuple[Split, bool, Category | None]] = Counter()
        self.failures: list[Failure] = []

    def judge(self, saying: Saying, found: frozenset[str]) -> None:
        """Hold what was found in a clause against what it is."""
        if saying.fault:
            right = bool(found & {saying.category, *saying.also})
        elif saying.category:
            right = saying.category not in found
        else:
            right = not any(category.startswith(_ABOUT_CLAUSES) for category in found)
        at = saying.split, saying.fault, saying.category
        self._all[at] += 1
        self._right[at] += right
        if not right and saying.split == "tune":
            category = saying.category or _ANY
            expected = category if saying.fault else f"没有 {category}"
            self.failures.append(Failure(saying.id, saying.text, expected, "、".join(sorted(found))))

    def figures(self) -> dict[str, float]:
        """The shares of each half, and how many clauses they are of."""
        made: dict[str, float] = {}
        splits: tuple[Split, Split] = ("tune", "held")
        for split in splits:
            for fault, name in ((True, "faults found"), (False, "look-alikes left alone")):
                keys = [key for key in self._all if key[:2] == (split, fault)]
                total = sum(self._all[key] for key in keys)
                made[f"{name} ({split})"] = sum(self._right[key] for key in keys) / max(1, total)
                made[f"{name} ({split}) n"] = float(total)
        return made

    def table(self) -> Iterable[Failure]:
        """A line for each half and category in which something went wrong."""
        for split, category in dict.fromkeys((key[0], key[2]) for key in self._all):
            counts = [
                f"{self._right[split, fault, category]}/{self._all[split, fault, category]}"
                for fault in (True, False)
            ]
            got = f"查出 {counts[0]}，放过 {counts[1]}"
            if any(self._right[key] < self._all[key] for key in self._all if key[::2] == (split, category)):
                yield Failure(f"{split} 合计", category or _ANY, "全部", got)
