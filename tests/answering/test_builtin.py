"""The built-in engine through the front door: every sentence cited, in a form that a merchant reads on a phone."""

from __future__ import annotations

import re

import pytest

from bot.assistant import Assistant
from bot.conversation import Conversation, Reply

QUESTIONS = (
    "逾期付款会怎样",
    "逾期一天要付多少滞纳金",
    "晚付十天会有什么后果",
    "正常解约要提前多久通知对方",
    "拼多多客服外包合同该怎么签",
    "淘宝客服外包合同怎么签",
    "合同内容要包括哪些",
    "合同期限为什么重要",
    "我只想外包两个月，选哪种",
    "短期和长期合作有什么区别",
    "基础服务费什么时候付",
    "基础服务费是什么",
    "佣金什么时候付",
    "佣金怎么算",
    "甲方能不能提前解约",
    "乙方中途不做了怎么办",
    "我单方面解约能退钱吗",
    "可以挖对方的客服吗",
    "我是外包公司，甲方晚付款我能怎么办",
    "抖店的客服外包合同怎么签",
    "京东店铺逾期付款滞纳金多少",
    "快手店铺逾期付款滞纳金多少",
    "What is the late fee?",
    "How far in advance must I give notice?",
    "合同一式几份",
    "合同在哪里签署",
    "去哪打官司？诉讼费谁出？",
    "乙方少提供服务怎么办",
    "保密义务包括哪些信息",
    "泄密了要怎么赔",
    "产品要保密怎么办",
    "谁提供产品图片和文案",
    "店铺账号密码要给对方吗",
    "广告费谁出",
    "活动方案谁来提",
    "乙方能改方案吗",
    "乙方承诺销售额吗",
    "客服增减要怎么约定",
    "服务范围要写清什么",
    "权利和义务怎么写才清楚",
    "外包公司成立几年比较好",
    "怎么挑选外包公司",
    "外包商违规经营有什么问题",
    "外包能解决哪些问题",
    "外包怎么提升转化率",
    "大促的时候客服不够怎么办",
    "晚上没人回消息怎么办",
    "自己招客服成本高吗",
    "客户有疑虑怎么处理",
)
_MARKS = re.compile(r"\[(\d+)\]")


def ask(assistant: Assistant, *typed: str) -> Reply:
    """The reply to the last of these turns."""
    conversation = Conversation()
    for text in typed:
        conversation = conversation.asked(text)
        reply = list(assistant.reply(conversation))[-1].reply  # type: ignore[union-attr]
        conversation = conversation.answered(reply)
    return reply


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Reply]:
    return {question: ask(assistant, question) for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_cited_exactly(
    question: str, answers: dict[str, Reply], assistant: Assistant
) -> None:
    reply = answers[question]
    assert (reply.kind, reply.engine) == ("answer", "builtin")
    cited = {citation.marker: citation for citation in reply.citations}
    assert list(dict.fromkeys(_MARKS.findall(reply.text))) == list(cited)
    assert list(cited) == [str(number) for number in range(1, len(cited) + 1)]
    for line in filter(None, reply.text.removeprefix(PROVIDER_LINE).split("\n")):
        assert line.endswith("]"), f"a sentence without a source: {line}"
    for sentence in re.split(r"(?<=[。！？])(?!\[)", reply.text.removeprefix(PROVIDER_LINE)):
        assert not sentence.strip() or _MARKS.search(sentence) or sentence.endswith(("可以。", "不可以。"))
    for citation in reply.citations:
        assert assistant.document_text(citation.document_id)[citation.start : citation.end] == citation.quote
        assert citation.source
        assert citation.locator


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_words_are_the_sources_own(question: str, answers: dict[str, Reply]) -> None:
    """What the engine adds is the frame: whose rule, who is addressed, which platform."""
    reply = answers[question]
    quotes = "".join(citation.quote for citation in reply.citations)
    figures = re.findall(r"\d+%?|[一二三四五六七八九十伍贰拾]+[天日月年万份]", _MARKS.sub("", reply.text))
    assert [figure for figure in figures if figure not in quotes] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_short_and_says_nothing_twice(question: str, answers: dict[str, Reply]) -> None:
    text = _MARKS.sub("", answers[question].text)
    assert len(text) <= 600
    sentences = [s.strip("- \n") for s in re.split(r"(?<=[。！？])", text)]
    told = [s for s in sentences if len(s) > 6]
    assert len(told) == len(set(told))
    assert "我是萌萌客" not in text
    assert not text.startswith(("根据", "综上"))


def test_the_answer_comes_first(answers: dict[str, Reply]) -> None:
    for question, words in (
        ("逾期一天要付多少滞纳金", "每日5%"),
        ("正常解约要提前多久通知对方", "提前一个月"),
        ("佣金什么时候付", "次月15日前"),
        ("合同一式几份", "一式两份"),
        ("外包公司成立几年比较好", "七年"),
        ("乙方少提供服务怎么办", "10%"),
    ):
        assert words in answers[question].text.split("\n")[0]


def test_whose_rule_it_is(answers: dict[str, Reply]) -> None:
    assert answers["逾期一天要付多少滞纳金"].text.startswith("按《淘宝客服外包合同范本》，")
    assert "按《" not in answers["外包公司成立几年比较好"].text


PROVIDER_LINE = "下面按乙方（外包公司）这边说。"


def test_you_are_the_merchant_unless_you_say_otherwise(answers: dict[str, Reply]) -> None:
    assert "你（甲方）" in answers["逾期付款会怎样"].text
    provider = answers["我是外包公司，甲方晚付款我能怎么办"].text
    assert provider.startswith(PROVIDER_LINE)
    assert "你（乙方）" in provider
    assert "你（甲方）" not in provider


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("抖店的客服外包合同怎么签", "下面来自淘宝、天猫的资料，抖店的情形不一定相同。"),
        ("京东店铺逾期付款滞纳金多少", "下面来自淘宝、天猫的资料，京东的情形不一定相同。"),
        ("快手店铺逾期付款滞纳金多少", "资料里没有专门讲快手的内容，下面来自淘宝、天猫的资料。"),
    ],
)
def test_another_platform_is_said_first(question: str, line: str, answers: dict[str, Reply]) -> None:
    assert answers[question].text.startswith(line)


def test_our_own_platform_needs_no_line(answers: dict[str, Reply]) -> None:
    assert "没有专门讲" not in answers["拼多多客服外包合同该怎么签"].text
    assert "没有专门讲" not in answers["逾期付款会怎样"].text


def test_a_clause_that_hurts_is_flagged_once(answers: dict[str, Reply]) -> None:
    text = answers["逾期付款会怎样"].text
    assert text.count("另外要留意：") == 1
    assert text.split("\n\n")[-1].startswith("另外要留意：")


def test_may_i_is_answered_with_no_where_the_clause_says_so(answers: dict[str, Reply]) -> None:
    assert answers["甲方能不能提前解约"].text.startswith("不可以。")
    assert not answers["乙方能改方案吗"].text.startswith("不可以。")


def test_several_items_are_a_list(answers: dict[str, Reply]) -> None:
    text = answers["合同内容要包括哪些"].text
    lead, *items = text.split("\n- ")
    assert "三组要点" in lead
    assert len(items) == 3
    overview = answers["拼多多客服外包合同该怎么签"]
    assert "八个方面" in overview.text.split("\n")[0]
    assert overview.text.count("\n- ") == 8
    assert len(overview.citations) == 9


def test_both_questions_of_a_turn_are_answered(answers: dict[str, Reply]) -> None:
    text = answers["去哪打官司？诉讼费谁出？"].text
    assert "乙方所在地人民法院" in text
    assert "败诉方" in text


def test_a_source_keeps_its_number(assistant: Assistant) -> None:
    conversation = Conversation()
    numbers: dict[str, str] = {}
    for question in ("逾期一天要付多少滞纳金", "佣金什么时候付", "逾期付款会怎样", "可以挖对方的客服吗"):
        conversation = conversation.asked(question)
        reply = list(assistant.reply(conversation))[-1].reply  # type: ignore[union-attr]
        conversation = conversation.answered(reply)
        for citation in reply.citations:
            assert numbers.setdefault(citation.passage_id, citation.marker) == citation.marker
    assert len(set(numbers.values())) == len(numbers) >= 5


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("基础服务费什么时候付", "那佣金呢"), "次月15日前"),
        (("甲方单方解除要赔多少", "反过来呢"), "赔偿甲方违约金伍万元"),
        (("逾期付款要付多少滞纳金", "超过十天呢"), "伍万元"),
        (("逾期付款要付多少滞纳金", "那佣金什么时候付"), "次月15日前"),
        (("挖了他们的客服要赔多少", "关联公司去挖呢"), "关联公司"),
    ],
)
def test_a_follow_up_is_understood(turns: tuple[str, ...], words: str, assistant: Assistant) -> None:
    text = ask(assistant, *turns).text.replace("你（甲方）", "甲方").replace("你（乙方）", "乙方")
    assert words in text
