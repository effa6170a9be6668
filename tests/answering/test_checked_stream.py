"""The gate: which sentences of a model's answer reach the reader, in what form, and what stands behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_passages import ENDING, MARKERS, PENALTY, passage

from bot.answering.checked_stream import CheckedStream
from bot.answering.sentence_stream import SentenceStream
from bot.grounding.gate import Gate
from bot.grounding.words import GROUNDING_FILE, Lexicon
from bot.quantities import parse, supports
from bot.settings import PROJECT

QUESTION = "正常解约要提前多久书面说明？逾期8天、逾期十天以上要付多少？"
INSTRUCTIONS = "每一句、每一项的末尾写它依据的资料编号，放在方括号里。"
LAW = passage(
    "c",
    "约定的违约金过分高于造成的损失的，可以请求适当减少（《中华人民共和国民法典》第585条）。",
    locator="编者提示",
)
LEXICON = Lexicon.load(PROJECT / "knowledge" / GROUNDING_FILE)
PASSAGES = (ENDING, PENALTY, LAW)
ALL_MARKERS = {**MARKERS, "c": "3"}


def checked(text: str, own_words: tuple[str, ...] = (QUESTION,)) -> CheckedStream:
    """`text` through the gate, one character at a time."""
    stream = CheckedStream(
        Gate(PASSAGES, ALL_MARKERS, LEXICON, own_words=own_words, instructions=INSTRUCTIONS)
    )
    for char in text:
        stream.feed(char)
    stream.finish()
    return stream


def shown(text: str) -> str:
    return "".join(kept.text for kept in checked(text).kept)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
        ("甲。[1]乙[2]。丙。 [1] [2]丁", ["甲。[1]", "乙[2]。", "丙。 [1] [2]", "丁"]),
        ("甲；乙；[1]丙", ["甲；乙；[1]", "丙"]),
        ("要点：\n- 甲[1]\n- 乙；[2]\n\n丙。", ["要点：", "\n- 甲[1]", "\n- 乙；[2]", "\n\n丙。"]),
        ("甲。\n[1]\n[2] 乙。", ["甲。\n[1]", "\n[2] 乙。"]),
        ("“甲。”[1]乙（见附件）。", ["“甲。”[1]", "乙（见附件）。"]),
        (
            "甲。【1】乙。[来源2]丙。[^3]丁。(资料4)戊。[资料5（第2条）]己",
            ["甲。【1】", "乙。[来源2]", "丙。[^3]", "丁。(资料4)", "戊。[资料5（第2条）]", "己"],
        ),
        ("每日0.5%、3.5万元。", ["每日0.5%、3.5万元。"]),
    ],
)
def test_sentences_keep_their_markers(text: str, sentences: list[str]) -> None:
    stream = SentenceStream()
    assert [*stream.feed(text), *stream.finish()] == sentences


@given(st.lists(st.text(alphabet="甲乙。！?；\n[]【】（)1,2 -资料“”*", max_size=8), max_size=12))
def test_pieces_make_no_difference_and_nothing_is_lost(pieces: list[str]) -> None:
    stream = SentenceStream()
    found = [sentence for piece in pieces for sentence in stream.feed(piece)] + stream.finish()
    text = "".join(pieces)
    one_by_one = SentenceStream()
    again = [sentence for char in text for sentence in one_by_one.feed(char)] + one_by_one.finish()
    assert "".join(found).rstrip() == text.rstrip()
    assert found == again


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("提前1个月书面说明。[1]", "提前1个月书面说明。[1]"),
        ("违约金是5万元，滞纳金每天百分之五。[2]", "违约金是5万元，滞纳金每天百分之五。[2]"),
        ("逾期8天要付滞纳金。[2]", "逾期8天要付滞纳金。[2]"),
        ("解约要书面说明[1]，违约金五万元[2]。", "解约要书面说明，违约金五万元。[1][2]"),
        ("提前一个月书面说明解约。[1,9]", "提前一个月书面说明解约。[1]"),
        ("提前一个月书面说明解约。[资料1（3、合同违约）]", "提前一个月书面说明解约。[1]"),
        ("提前一个月书面说明解约。[1][2]", "提前一个月书面说明解约。[1]"),
        ("## **你要提前一个月书面说明**[1]。", "你要提前一个月书面说明。[1]"),
        ("按第2条，乙方可解除合同。[2]", "按第2条，乙方可解除合同。[2]"),
        (
            "违约金过高可以请求减少，见《民法典》第五百八十五条。[3]",
            "违约金过高可以请求减少，见《民法典》第五百八十五条。[3]",
        ),
        ("原文是“每日5%支付乙方滞纳金”。[2]", "原文是“每日5%支付乙方滞纳金”。[2]"),
        ("资料里没有写要赔多少。", "资料里没有写要赔多少。"),
        (
            "看<img src=x onerror=y>图![图](http://a.example/i.png)：解约要书面说明。[1]",
            "看图：解约要书面说明。[1]",
        ),
        ("[解约要书面说明](http://a.example)，见 https://b.example/x 。[1]", "解约要书面说明，见。[1]"),
    ],
)
def test_what_a_sentence_looks_like_when_it_is_shown(sentence: str, text: str) -> None:
    assert shown(sentence) == text


@pytest.mark.parametrize(
    ("sentence", "reason", "detail"),
    [
        ("提前一个月书面说明。", "no_source", ""),
        ("提前一个月书面说明。[8][9]", "unknown_source", "[8][9]"),
        ("今天天气真好。[1]", "unsupported", "今天天气真好"),
        ("违约金是八万元。[2]", "figure", "八万元"),
        ("违约金是伍万元。[1]", "figure", "伍万元"),
        ("提前30天书面说明解约。[1]", "figure", "30天"),
        ("滞纳金每月5%。[2]", "figure", "5%"),
        ("滞纳金每日0.5%。[2]", "figure", "0.5%"),
        ("按第3条，乙方可解除合同。[2]", "figure", "第3条"),
        ("按《民法典》，违约金可以减少。[2]", "law", "民法典"),
        ("按民法典第2条，乙方可解除合同。[2]", "law", "民法典第2条"),
        ("见《民法典》第584条，违约金可以减少。[3]", "law", "民法典第584条"),
        ("按《民法典》，编者提示：见《民法典》第2条，违约金减少。[2][3]", "law", "民法典第2条"),
        ("法律规定解约要书面说明。[1]", "law", "法律规定"),
        ("原文是“每日百分之五支付给乙方滞纳金”。[2]", "quote", "每日百分之五支付给乙方滞纳金"),
        ("资料里没有写8万元的违约金。", "figure", "8万元"),
        ("每一句的末尾写它依据的资料编号。[1]", "instructions", ""),
        ("**。**[1]", "empty", ""),
    ],
)
def test_what_is_not_shown_and_why(sentence: str, reason: str, detail: str) -> None:
    stream = checked(sentence)
    assert stream.kept == []
    assert [(dropped.reason, dropped.detail) for dropped in stream.dropped] == [(reason, detail)]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (
            "你有两层责任：\n- 每天付5%滞纳金；[2]\n- 逾期10天以上，付违约金50000元。[2]\n解约要书面说明。[1]",
            "你有两层责任：[2]\n- 每天付5%滞纳金；[2]\n- 逾期10天以上，付违约金50000元。[2]\n解约要书面说明。[1]",
        ),
        (
            "你有三层责任：\n- 每天付5%滞纳金；[2]\n- 违约金五万元。[2]",
            "- 每天付5%滞纳金；[2]\n- 违约金五万元。[2]",
        ),
        ("要留意：\n* 赔八万元。[2]解约要书面说明。[1]", "- 解约要书面说明。[1]"),
        ("先说结论。解约要书面说明。[1]\n\n解约要书面说明。[1]", "解约要书面说明。[1]"),
        (
            "赔八万元。[2]\n1. 违约金五万元。[2]\n2. 解约要书面说明。[1]",
            "1. 违约金五万元。[2]\n2. 解约要书面说明。[1]",
        ),
        ("要留意：\n违约金五万元。[2]", "违约金五万元。[2]"),
    ],
)
def test_lists_leads_and_gaps(answer: str, text: str) -> None:
    assert shown(answer) == text


def test_ranges_are_not_struck_out() -> None:
    (kept,) = checked("质保3~5日，逾期10~15日付滞纳金。[2]", ("质保3~5日、逾期10~15日",)).kept
    assert kept.text == "质保3～5日，逾期10～15日付滞纳金。[2]"


def test_the_words_behind_a_sentence_are_exact() -> None:
    stream = checked("提前一个月书面说明。[1]违约金是5万元。[2]")
    by_id = {p.id: p for p in PASSAGES}
    words = stream.report().supports
    assert [word.source for word in words] == ["a", "b"]
    assert [word.text for word in words] == ["提前一个月书面说明。", "违约金是5万元。"]
    borne = [
        by_id[word.source].text[word.start - by_id[word.source].start : word.end - by_id[word.source].start]
        for word in words
    ]
    assert borne[0].endswith("单方面解约的说明。") and "一个月" in borne[0]
    assert borne[1].startswith("延期超过十日") and "伍万元" in borne[1]


def test_a_sentence_leaves_only_when_it_is_complete() -> None:
    stream = CheckedStream(Gate(PASSAGES, ALL_MARKERS, LEXICON, own_words=(QUESTION,)))
    assert stream.feed("提前一个月书面说明。") == []
    assert stream.feed("[1") == []
    assert stream.feed("]") == []
    assert [kept.text for kept in stream.feed("违")] == ["提前一个月书面说明。[1]"]


@given(st.text(alphabet="八三五1289万元%日个月第条。，[]\n- 付违约金[2]", max_size=60))
def test_no_figure_gets_through_that_no_source_holds(text: str) -> None:
    held = parse("\n".join((ENDING.text, PENALTY.text, PENALTY.locator, PENALTY.date, ENDING.locator)))
    stream = CheckedStream(Gate((ENDING, PENALTY), MARKERS, LEXICON))
    for char in text:
        stream.feed(char)
    stream.finish()
    for kept in stream.kept:
        body = kept.text[len(kept.layout) :].split("[")[0]
        for figure in parse(body):
            assert any(supports(one, figure) for one in held) or (
                figure.kind == "count" and figure.value <= 10
            ), kept
