"""What a question wants, how it leans on the one before, and how many questions a turn holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.asking import MOST_PARTS, Asking
from bot.glossary import Glossary


@pytest.fixture(scope="module")
def asking(knowledge_dir: Path) -> Asking:
    return Asking.load(knowledge_dir / "asking.yaml", Glossary.load(knowledge_dir / "glossary.yaml"))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("逾期一天罚多少", "how_much"),
        ("佣金按什么比例", "how_much"),
        ("滞纳金怎么算？", "how_much"),
        ("How much is the late fee", "how_much"),
        ("要提前多久通知", "how_long"),
        ("外包公司成立几年比较好", "how_long"),
        ("How many days in advance?", "how_long"),
        ("佣金几号结算", "when"),
        ("什麼時候開工", "when"),
        ("合同一式几份", "how_many"),
        ("在哪里打官司", "where"),
        ("Which court?", "where"),
        ("诉讼费谁出", "who"),
        ("合同包括哪些内容", "list"),
        ("签的时候要注意什么", "list"),
        ("What should the contract include", "list"),
        ("为什么要约定保密", "why"),
        ("可以提前解约吗", "may"),
        ("乙方能转包吗", "may"),
        ("May I hire their staff?", "may"),
        ("基础服务费是什么意思", "what"),
        ("怎么挑外包公司", "how"),
        ("对方不干了怎么办", "how"),
        ("短期和长期有什么区别", "compare"),
        ("保密条款", "general"),
        ("", "general"),
    ],
)
def test_kinds(question: str, kind: str, asking: Asking) -> None:
    assert asking.kind(question).kind == kind


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("逾期一天罚多少", ("amount", "rate")),
        ("要提前多久", ("duration",)),
        ("一式几份", ("count", "ordinal")),
        ("谁出钱", ()),
    ],
)
def test_figures_that_would_answer(question: str, figures: tuple[str, ...], asking: Asking) -> None:
    assert asking.kind(question).figures == figures


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("违约金多少？要提前多久说？", ["违约金多少", "要提前多久说"]),
        ("合同要写什么\n怎么解约\n去哪打官司", ["合同要写什么", "怎么解约", "去哪打官司"]),
        ("逾期怎么赔，另外可以挖人吗", ["逾期怎么赔", "另外可以挖人吗"]),
        ("怎么签？", ["怎么签？"]),
        ("我想问一下，逾期怎么办？", ["我想问一下，逾期怎么办？"]),
        ("逾期了，对方说要解约，怎么办", ["逾期了，对方说要解约，怎么办"]),
        ("我家是淘宝店。逾期怎么赔？", ["我家是淘宝店。逾期怎么赔？"]),
        ("在吗？逾期怎么赔？", ["在吗？逾期怎么赔？"]),
    ],
)
def test_parts(typed: str, parts: list[str], asking: Asking) -> None:
    assert asking.parts(typed) == parts


def test_no_more_parts_than_anyone_reads(asking: Asking) -> None:
    topics = ("付款", "违约", "解约", "保密", "管辖", "分包")
    parts = asking.parts("？".join(f"{topic}怎么写" for topic in topics))
    assert len(parts) == MOST_PARTS
    assert all(any(topic in part for part in parts) for topic in topics), "what is beyond stays with the last"


@given(st.text(alphabet="付款怎么写？?；\n，。 另外多少吗a", max_size=40))
def test_parts_never_lose_a_question(asking: Asking, typed: str) -> None:
    parts = asking.parts(typed)
    assert 1 <= len(parts) <= MOST_PARTS
    if len(parts) == 1:
        assert parts == [typed]


LATE = "逾期付款要付多少滞纳金"


@pytest.mark.parametrize(
    ("typed", "before", "reading"),
    [
        ("那如果超过十天呢", LATE, f"{LATE}，那如果超过十天呢"),
        ("这条合理吗", LATE, f"{LATE}，这条合理吗"),
        ("反过来呢", "甲方单方解约要赔多少", "乙方单方解约要赔多少"),
        ("对方呢？", "甲方单方解约要赔多少", "乙方单方解约要赔多少"),
        ("那佣金呢", "基础服务费什么时候付", "佣金什么时候付"),
        ("京东呢", "淘宝店逾期付款要付多少滞纳金", "京东逾期付款要付多少滞纳金"),
        ("要写进合同吗", LATE, f"{LATE}，要写进合同吗"),
    ],
)
def test_a_follow_up_takes_its_topic_from_before(
    typed: str, before: str, reading: str, asking: Asking
) -> None:
    assert reading in asking.readings(typed, before)


@pytest.mark.parametrize("typed", ["要写进合同吗", "为什么"])
def test_a_short_question_is_read_alone_as_well(typed: str, asking: Asking) -> None:
    assert typed in asking.readings(typed, LATE)


@pytest.mark.parametrize(
    ("typed", "before"),
    [("乙方中途不做了要退多少基础服务费给我", LATE), (LATE, ""), ("那佣金呢", ""), ("", LATE)],
)
def test_a_question_that_stands_alone_is_left_alone(typed: str, before: str, asking: Asking) -> None:
    assert asking.readings(typed, before) == (typed,)


def test_the_second_question_of_a_turn_is_not_read_twice(asking: Asking) -> None:
    assert asking.readings("要写进合同吗", LATE, same_turn=True) == ("要写进合同吗",)
