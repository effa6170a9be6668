"""How a text is read: who does what to whom, what must and must not be, conditions, and nothing lost."""

from __future__ import annotations

import pytest
from grounding.sources import LEXICON
from hypothesis import given
from hypothesis import strategies as st

from bot.grounding.blanking import articles, blanked
from bot.grounding.conditions import conditions_of
from bot.grounding.markup import squeezed
from bot.grounding.roles import read


@pytest.mark.parametrize(
    ("text", "key", "state", "agent", "recipient"),
    [
        ("甲方应向乙方支付滞纳金", "支付", "must", "a", "b"),
        ("乙方有权立即解除合同", "解除", "may", "b", ""),
        ("甲方不得雇佣乙方在职人员", "雇佣", "must_not", "a", ""),
        ("基础服务费毋需退还", "退还", "need_not", "", ""),
        ("对方还要你赔5万元", "赔偿", "", "a", ""),
        ("费用由甲方支付给乙方", "支付", "", "a", "b"),
        ("应赔偿乙方违约金", "赔偿", "must", "", "b"),
        ("不是必须解除", "解除", "need_not", "", ""),
        ("能不能解除合同", "解除", "", "", ""),
        ("不得雇佣的限制只约束甲方", "限制", "", "", ""),
    ],
)
def test_words_have_their_roles(text: str, key: str, state: str, agent: str, recipient: str) -> None:
    token = next(token for token in read(text, LEXICON).tokens if token.key == key)
    assert (token.state, token.agent, token.recipient) == (state, agent, recipient)


def test_the_other_side_is_that_of_whoever_was_named() -> None:
    reading = read("乙方单方解约的，要退还对方已付的费用。你解约的，对方不退。", LEXICON)
    assert [mention.side for mention in reading.mentions] == ["b", "a", "a", "b"]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("甲方延期超过十日的，乙方有权解除合同。", "甲方延期超过十日的"),
        ("除因不可抗力因素外，甲方不得解除。", "除因不可抗力因素外"),
        ("方案经甲方确认后，乙方要按时完成。", "方案经甲方确认后"),
        ("短期外包，可以选择拼客服。", "短期外包"),
        ("乙方如少提供服务，应返还10%。", "乙方如少提供服务"),
        ("工作未完成是因甲方原因的，乙方不承担责任。", "因甲方原因"),
        ("需要保密的商家，可以另签合同。", "需要保密的商家"),
    ],
)
def test_conditions_are_found(text: str, condition: str) -> None:
    reading = read(text, LEXICON)
    found = [reading.text[c.start : c.end] for c in conditions_of(reading, LEXICON)]
    assert condition.replace("，", ",") in found


@pytest.mark.parametrize(
    "text", ["客户有各种疑虑，如产品质量、售后保障等。", "签约时应重新编号。", "佣金，是甲方每月支付的费用。"]
)
def test_what_is_no_condition(text: str) -> None:
    assert not conditions_of(read(text, LEXICON), LEXICON)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("按《中华人民共和国民法典》第五百八十五条", {("民法典", 585)}),
        ("（《民法典》第577条、第584条）", {("民法典", 577), ("民法典", 584)}),
        ("附件《服务一览表》所列服务", set()),
    ],
)
def test_articles_of_law(text: str, found: set[tuple[str, int]]) -> None:
    assert {(law, int(number)) for law, number in articles(text)} == found


@given(
    st.text(
        alphabet="甲乙方你对应可以不得如果的，。；：！5%十日元万《民法典》第条（）付赔退没有_ a1", max_size=60
    )
)
def test_reading_keeps_every_place(text: str) -> None:
    reading = read(text, LEXICON)
    assert len(reading.text) == len(text) == len(blanked(text))
    assert all(0 <= token.start < token.end <= len(text) for token in reading.tokens)
    assert all(reading.clauses[token.clause].start <= token.start for token in reading.tokens)
    starts = [token.start for token in reading.tokens]
    assert starts == sorted(starts)
    assert squeezed("".join(reading.words(at) for at in range(len(reading.clauses)))) in squeezed(
        reading.text
    ) or (len(reading.clauses) > 1)
