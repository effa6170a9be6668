"""A question as it is searched for, whatever was typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.glossary import Glossary
from bot.retrieval.question import QuestionReader, plain, simplified, words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("滯納金怎麼算", "滞纳金怎么算"),
        ("對方違約,要賠償多少", "对方违约,要赔偿多少"),
        ("服務費要一次付清嗎？", "服务费要一次付清吗?"),
        ("ＰＤＤ　店铺外包，５％合理吗？", "PDD 店铺外包,5%合理吗?"),
        ("滞\u200b纳\ufeff金\u0000 是\u202e多少", "滞纳金 是多少"),
        ("  第一行\r\n\t第二行  ", "第一行 第二行"),
        ("解除\ud800合同", "解除合同"),
        ("", ""),
        ("\u200f\u0007 ", ""),
    ],
)
def test_forms_that_mean_the_same(typed: str, text: str, reader: QuestionReader) -> None:
    assert reader.read(typed).text == text


@pytest.mark.parametrize(
    ("typed", "text", "correction"),
    [
        # listed in the glossary
        ("滞娜金怎么算", "滞纳金怎么算", ("滞娜金", "滞纳金")),
        ("已方违约怎么办", "乙方违约怎么办", ("已方", "乙方")),
        ("和同怎么签", "合同怎么签", ("和同", "合同")),
        ("掏宝店能用吗", "淘宝店能用吗", ("掏宝", "淘宝")),
        ("解处合同要赔吗", "解除合同要赔吗", ("解处", "解除")),
        ("要陪多少钱", "要赔多少钱", ("陪多少", "赔多少")),
        ("银行的帐户写哪", "银行的帐号写哪", ("帐户", "帐号")),
        ("支负宽限几天", "支付宽限几天", ("支负", "支付")),
        # heard
        ("至纳金怎么算", "滞纳金怎么算", ("至纳金", "滞纳金")),
        ("委约金多少", "违约金多少", ("委约金", "违约金")),
        ("滞纳津是多少", "滞纳金是多少", ("滞纳津", "滞纳金")),
        ("拼客府是啥", "拼客服是啥", ("拼客府", "拼客服")),
        ("义方要做什么", "乙方要做什么", ("义方", "乙方")),
        ("怎么接除合作", "怎么解除合作", ("接除", "解除")),
    ],
)
def test_slips_of_the_keyboard(
    typed: str, text: str, correction: tuple[str, str], reader: QuestionReader
) -> None:
    read = reader.read(typed)
    assert (read.text, read.corrections) == (text, (correction,))


@pytest.mark.parametrize(
    "typed",
    [
        # sounds like a term of ours, and is right as it stands
        "钱打到哪个户头",
        "我的店怎么办",
        "不干了要赔多少",
        "他们公司的人可以挖吗",
        "第几条写的",
        "你说的是哪一份",
        "只付一半行不行",
        "他们的人只上白班吗",
        "再付一次可以吗",
        "禁止抢人的时限有多长",
        "说话违了规定怎么办",
        "晚上有人值班吗",
        "什么时候付尾款",
        "一个人可以签吗",
        "要不要盖章",
        "通知要多久",
        "维护关系",
        "在哪儿打官司",
        "到期了还要续吗",
        "老板不在谁来签",
        # holds the characters of a listed slip, across two words
        "我想了解处理纠纷的办法",
        "费用金额是多少",
        "这份包括哪些内容",
        "一份包含附件吗",
        "配合从什么时候开始",
        "了解算不算违约",
        "基础服务非常差怎么办",
        "我们已方便签字",
        "完全利用起来",
        "顺延其期限可以吗",
        "和同行比怎么样",
        "推还是不推",
        "银行帐户写哪里",
    ],
)
def test_what_is_no_slip_stays(typed: str, reader: QuestionReader) -> None:
    read = reader.read(typed)
    assert (read.text, read.corrections) == (typed, ())


@pytest.mark.parametrize(
    ("typed", "terms", "platforms"),
    [
        ("合同期内乙方散伙怎么办", {"乙方", "解除", "合同期限"}, ()),
        ("晚付要交多少罚息", {"逾期", "滞纳金"}, ()),
        ("拼夕夕和狗东的店都能用吗", {"拼多多", "京东"}, ("拼多多", "京东")),
        ("PDD店铺", {"拼多多"}, ("拼多多",)),
        ("Is the late fee of Party B refundable on Taobao?", {"滞纳金", "乙方", "淘宝"}, ("淘宝",)),
        ("the latest feed", set(), ()),
        ("抖音小店怎么签", {"抖店"}, ("抖店",)),
        ("今天吃什么", set(), ()),
    ],
)
def test_terms_by_every_name(
    typed: str, terms: set[str], platforms: tuple[str, ...], reader: QuestionReader
) -> None:
    read = reader.read(typed)
    assert terms <= set(read.terms)
    assert read.platforms == platforms
    if not terms:
        assert read.terms == ()


def test_an_english_question_is_searched_with_chinese_terms(reader: QuestionReader) -> None:
    english = reader.read("How many days notice for normal termination?")
    assert english.english
    assert "解除" in english.searched
    chinese = reader.read("VIP 客户的 KPI 怎么定")
    assert not chinese.english
    assert chinese.searched == chinese.text


ALPHABET = "甲已乙方违约曰滞娜纳金今和同合从解处除了份包括基础服务非费预期付款的天打到至哪推还是帐户号吗?？ aＡ５\u200b\u202e\ud800滯納İ"
TYPED = st.text(alphabet=ALPHABET, max_size=24) | st.text(max_size=40) | st.text(st.characters(), max_size=20)


@settings(max_examples=500, deadline=None)
@given(TYPED)
def test_reading_never_fails_and_changes_nothing_twice(reader: QuestionReader, typed: str) -> None:
    once = reader.read(typed)
    twice = reader.read(once.text)
    assert twice.text == once.text
    assert (twice.terms, twice.platforms, twice.corrections) == (once.terms, once.platforms, ())
    assert once.text == plain(once.text) == simplified(once.text)
    once.searched.encode()


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_cutting_loses_nothing(text: str) -> None:
    assert "".join(words(text)) == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="İKJDpddÉß滞纳金乙方罚息tmall. ", max_size=30))
def test_a_mention_is_where_it_says(glossary: Glossary, text: str) -> None:
    for mention in glossary.in_question(text):
        term = mention.term
        said = text[mention.start : mention.end].lower()
        assert said in {name.lower() for name in (term.name, *term.same, *term.lay, *term.english)}
