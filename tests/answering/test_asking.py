"""What a question wants, how it leans on the one before, and how many questions a turn holds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.asking import MOST_PARTS, Asking
from bot.conversation import Citation, Conversation, Reply
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


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("逾期会怎样，能提前解约吗？", ["逾期会怎样", "能提前解约吗"]),
        ("佣金怎么算，在哪打官司？", ["佣金怎么算", "在哪打官司"]),
        ("我付款晚了三天，会怎样？", ["我付款晚了三天，会怎样？"]),
        ("佣金怎么算，几号付？", ["佣金怎么算，几号付？"]),
        ("我不知道保密怎么写，能说说佣金吗", ["我不知道保密怎么写，能说说佣金吗"]),
        ("可以提前解约吗，还是必须等合同到期", ["可以提前解约吗，还是必须等合同到期"]),
    ],
)
def test_a_comma_parts_questions_only_when_each_asks_of_something_else(
    typed: str, parts: list[str], asking: Asking
) -> None:
    assert asking.parts(typed) == parts


LATE = "逾期付款要付多少滞纳金"


@pytest.mark.parametrize(
    ("typed", "before", "reading"),
    [
        ("那如果超过十天呢", LATE, f"{LATE},那如果超过十天呢"),
        ("这条合理吗", LATE, f"{LATE},这条合理吗"),
        ("为什么", LATE, f"{LATE},为什么"),
        ("反过来呢", "甲方单方解约要赔多少", "乙方单方解约要赔多少"),
        ("对方呢？", "甲方单方解约要赔多少", "乙方单方解约要赔多少"),
        ("反过来呢", "单方解约要赔多少", "乙方单方解约要赔多少"),
        ("and the other way round?", "what does the provider owe", "what does the merchant owe"),
        ("那佣金呢", "基础服务费什么时候付", "佣金什么时候付"),
        ("京东呢", "淘宝店逾期付款要付多少滞纳金", "京东逾期付款要付多少滞纳金"),
        ("换成掏宝呢", "拼多多的服务范围写什么", "淘宝的服务范围写什么"),
        ("换成抖店呢？", "服务范围写什么", "抖店服务范围写什么"),
        ("那对方不干了呢", "我不干了要赔多少", "乙方不干了要赔多少"),
        ("那commission呢", "基础服务费什么时候付", "佣金什么时候付"),
        ("打错了，是基础服务费", "佣金什么时候付", "基础服务费什么时候付"),
        ("不对，我问的是滞娜金", "佣金怎么算", "滞纳金怎么算"),
        ("我说的是押金不是定金", "定金能退吗", "押金能退吗"),
        ("不是佣金，是基础服务费", "佣金什么时候付", "基础服务费什么时候付"),
        ("说错了，是15天", "逾期5天要付多少", "逾期15天要付多少"),
        ("抱歉，是拼多多", "淘宝的服务范围写什么", "拼多多的服务范围写什么"),
        ("20天呢", "逾期5天要付多少", "逾期20天要付多少"),
        ("回到刚才的滞纳金问题", LATE, LATE),
        ("要写进合同吗", LATE, f"{LATE},要写进合同吗"),
    ],
)
def test_a_follow_up_takes_its_topic_from_before(
    typed: str, before: str, reading: str, asking: Asking
) -> None:
    assert reading in asking.readings(typed, before)


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("乙方中途不做了要退多少基础服务费给我", LATE),
        ("挑外包公司看成立几年", LATE),
        ("那我挖他们的人呢", LATE),
        ("换个问题，佣金几号付", LATE),
        (LATE, ""),
        ("那佣金呢", ""),
        ("", LATE),
    ],
)
def test_a_question_that_stands_alone_is_not_glued_to_the_one_before(
    typed: str, before: str, asking: Asking
) -> None:
    assert not before or before not in "".join(asking.readings(typed, before))
    assert len(asking.readings(typed, before)) == 1


def test_the_second_question_of_a_turn_is_not_read_twice(asking: Asking) -> None:
    assert asking.readings("要写进合同吗", LATE, same_turn=True) == ("要写进合同吗",)


ANSWER = Reply(
    "answer",
    "要看三个方面：[1]\n\n- **服务范围**：写明渠道。[2]\n- **保密**：单独签。[3]\n- **客服增减**：提前通知。[4]\n\n"
    "甲方逾期超过十日的，赔付违约金伍万元。[5]",
    tuple(
        Citation(str(n), "来源", f"第{n}条", "", "", passage_id=f"p{n}", document_id="d") for n in range(1, 6)
    ),
)


def said(*turns: str | Reply) -> Conversation:
    conversation = Conversation()
    for turn in turns:
        conversation = conversation.asked(turn) if isinstance(turn, str) else conversation.answered(turn)
    return conversation


@pytest.mark.parametrize(
    ("typed", "words", "focus"),
    [
        ("那第二条呢", "保密", ("p3",)),
        ("第三点展开说说", "客服增减", ("p4",)),
        ("最后一个呢", "客服增减", ("p4",)),
        ("第一点具体要写什么", "服务范围", ("p2",)),
        ("the second one?", "保密", ("p3",)),
        ("刚才说的5万是指什么", "伍万元", ("p5",)),
        ("5万又是怎么回事", "伍万元", ("p5",)),
        ("你前面讲的违约金是谁给谁", "违约金", ("p5",)),
    ],
)
def test_what_an_answer_said_is_pointed_at(
    typed: str, words: str, focus: tuple[str, ...], asking: Asking
) -> None:
    (question,) = asking.turn(said("签合同看什么", ANSWER, typed)).questions
    assert words in question.text
    assert question.focus == focus


def test_a_walk_through_a_list_goes_on_with_that_list(asking: Asking) -> None:
    longer = Reply("answer", "- 渠道。[2]\n- 时间。[2]\n- 速度。[2]", ANSWER.citations)
    for typed in ("那第二条呢", "下一个"):
        (question,) = asking.turn(said("签合同看什么", ANSWER, "第一条呢", longer, typed)).questions
        assert question.text == "保密"


def test_a_list_without_that_item_is_said(asking: Asking) -> None:
    turn = asking.turn(said("签合同看什么", ANSWER, "第九条呢"))
    assert turn.reply_kind == "clarify"
    assert "3项" in turn.reply and "第9项" in turn.reply


def test_a_question_that_lists_many_topics_is_not_about_one_of_them(asking: Asking) -> None:
    many = "要看合同期限、服务范围、违约金、保密、佣金和客服增减吗"
    (question,) = asking.turn(said(many, Reply("answer", "要看。"), "说说保密")).questions
    assert question.readings == ("保密",)


@pytest.mark.parametrize("typed", ["合同第三条说了什么", "民法典第三条是什么", "回到转包，第三方出错算谁的"])
def test_a_clause_or_a_third_party_is_no_item_of_the_list(typed: str, asking: Asking) -> None:
    (question,) = asking.turn(said("签合同看什么", ANSWER, typed)).questions
    assert question.focus == ()


@pytest.mark.parametrize("typed", ["2", "第二个", "选第二个吧", "保密怎么写"])
def test_an_offered_question_is_chosen(typed: str, asking: Asking) -> None:
    clarify = Reply("clarify", "请选一个", suggestions=("佣金几号付？", "保密怎么写？"))
    (question,) = asking.turn(said("合同", clarify, typed)).questions
    assert "保密怎么写" in question.text


def test_earlier_questions_are_gone_back_to_over_the_whole_conversation(asking: Asking) -> None:
    answer, thanks = Reply("answer", "好。"), Reply("notice", "不客气。")
    turns = ("佣金几号付", answer, "挖人赔多少", answer, "谢谢", thanks, "合同一式几份", answer)
    (question,) = asking.turn(said(*turns, "说回佣金")).questions
    assert question.text == "佣金几号付"
    assert question.again
    (question,) = asking.turn(said(*turns, "第一个问题里的佣金按什么算")).questions
    assert "佣金" in question.text and "按什么算" in question.text


def test_the_platform_spoken_of_is_kept_until_another_is(asking: Asking) -> None:
    answer = Reply("answer", "好。")
    turns = said("我做淘宝的，佣金怎么付", answer, "挑公司看成立几年", answer, "保密义务包括什么")
    assert "淘宝" in asking.turn(turns).questions[0].text
    turns = said("淘宝佣金怎么付", answer, "打错了，是拼多多不是淘宝", answer, "保密义务包括什么")
    assert "拼多多" in asking.turn(turns).questions[0].text


def test_sides_are_read_into_the_question_and_said_once(asking: Asking) -> None:
    answer = Reply("answer", "好。")
    first = asking.turn(said("我是外包公司，商家拖着不付款怎么办"))
    assert (first.side, bool(first.says)) == ("乙方", True)
    turns = said("我是外包公司，商家拖着不付款怎么办", answer, "我不干了要赔对方多少")
    second = asking.turn(turns)
    assert (second.side, second.says) == ("乙方", "")
    assert second.questions[0].text == "乙方不干了要赔甲方多少"
    back = asking.turn(turns.answered(answer).asked("不对，我是甲方"))
    assert (back.side, bool(back.says)) == ("甲方", True)
    assert back.questions[0].text == "甲方不干了要赔乙方多少"


@given(st.lists(st.text(alphabet="那第二条呢佣金不对是刚才说的5万甲乙方？，。 a", max_size=16), max_size=6))
def test_any_conversation_can_be_read(asking: Asking, turns: list[str]) -> None:
    conversation = said(*(part for typed in turns for part in (typed, ANSWER)), "那这个呢")
    assert asking.turn(conversation).questions


def test_a_long_conversation_is_read_quickly(asking: Asking) -> None:
    turns = said(*(part for _ in range(200) for part in ("那佣金呢", ANSWER)), "第二条呢")
    started = time.perf_counter()
    asking.turn(turns)
    assert time.perf_counter() - started < 1.0
