"""The checklist as data: complete, its references real, its wording fit to paste."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drafting.drafting_samples import real
from topic_papers import KNOWLEDGE, checklist, lacking

from bot.conversation import Finding
from bot.data_files import load_yaml
from bot.documents.readers.plain import read_plain
from bot.drafting.grounds import Shelf
from bot.errors import ConfigurationError
from bot.review.categories import CATEGORIES
from bot.review.checklist import Checklist
from bot.review.reviewing import Reviewer
from bot.statutes.resolver import Resolver

BARE = (
    "客服外包合同\n{one}：杭州云集服饰有限公司\n{other}：合肥应答客户服务有限公司\n"
    "{first}双方友好合作，互利共赢。\n{second}本合同一式两份。\n{one}（盖章）：\n{other}（盖章）：\n"
)
STYLES = [
    {"one": "甲方", "other": "乙方", "first": "第一条 总则\n1.1 ", "second": "第二条 其他\n2.1 "},
    {"one": "甲方", "other": "乙方", "first": "一、总则\n1、", "second": "二、其他\n1、"},
    {"one": "委托方", "other": "受托方", "first": "1. ", "second": "2. "},
]


def missing(text: str) -> list[Finding]:
    reviewer = Reviewer(KNOWLEDGE, real(), lambda reference: True)
    review = reviewer.review(read_plain(text.encode(), Path("合同.txt"))[0])
    return [finding for finding in review.findings if finding.category.startswith("missing/")]


def test_it_has_every_topic_once_in_order() -> None:
    wanted = [category for category in CATEGORIES if category.startswith("missing/")]
    assert [topic.category for topic in checklist().topics] == wanted


def test_what_the_topics_rest_on_exists() -> None:
    resolver, shelf = Resolver.load(KNOWLEDGE / "statutes"), Shelf.load(KNOWLEDGE)
    for topic in checklist().topics:
        assert topic.statutes
        assert [one for one in topic.statutes if resolver.resolve(one).name != one] == []
        assert topic.guidance and (topic.guidance.document, topic.guidance.at) in shelf.places
        assert all(real().clause(clause) for clause in topic.clauses)


@pytest.mark.parametrize("style", STYLES)
def test_a_paper_with_everything_that_was_missing_put_in_lacks_nothing(style: dict[str, str]) -> None:
    text = BARE.format(**style)
    findings = missing(text)
    assert len(findings) == 20
    body, rest = text[: findings[0].replaces_start], text[findings[0].replaces_start :]
    assert lacking("\n".join([body, *(finding.suggestion for finding in findings), rest])) == []


@pytest.mark.parametrize("style", STYLES)
def test_what_is_to_be_pasted_has_no_number_twice_and_speaks_of_no_other_clause(
    style: dict[str, str],
) -> None:
    for finding in missing(BARE.format(**style)):
        numbers = re.findall(r"^(?:\d+\.)+(?:\d+)?(?= )", finding.suggestion, re.MULTILINE)
        assert len(numbers) == len(set(numbers)), finding.suggestion
        assert "”条款" not in finding.suggestion
        if style["one"] == "委托方":
            assert not re.search("[甲乙]方", finding.suggestion + finding.message + finding.consequence)


def test_a_fault_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    text = (
        (KNOWLEDGE / "checklist.yaml")
        .read_text("utf-8")
        .replace("    title: 服务标准", "    titel: 服务标准")
    )
    (tmp_path / "checklist.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=r"checklist.yaml 第\d+行 字段 topics\.2\.title"):
        load_yaml(tmp_path / "checklist.yaml", Checklist)
