"""Normalisation, encodings, and lines that a margin cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import normalise
from bot.documents.numbering import STARTS_ITEM
from bot.documents.text import decode, unwrap


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("甲方\r\n乙方\r丙方\u2028丁方", "甲方\n乙方\n丙方\n丁方"),
        ("\ufeff合\u200b同\u0000\u200d\u2060", "合同"),
        ("\u202e方甲\u202c\u2066x\u2069\u200f", "方甲x"),
        ("每日５％，共１２万元", "每日5%，共12万元"),
        ("ＡＢｃ：（甲方）；。！？", "ABc：（甲方）；。！？"),
        ("甲方\u3000乙方\u00a0丙方\t丁方", "甲方 乙方 丙方 丁方"),
        ("行尾  \n\u3000\n下一行\u3000", "行尾\n\n下一行"),
        ("⼀、⼈⺠", "一、人民"),
        ("①质量“好”～《法》￥5", "①质量“好”～《法》￥5"),
        ("3．5 万", "3.5 万"),
    ],
)
def test_normalise(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@given(st.text())
def test_normalise_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


TEXT = "客服外包合同：每日违约金为应付款的千分之五。\n乙方应在30秒内回复。"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"],
)
def test_decode_finds_the_encoding(encoding: str) -> None:
    text = decode(TEXT.encode(encoding))
    assert text is not None
    assert normalise(text) == TEXT


def test_decode_finds_big5() -> None:
    text = "客服外包合約:每日違約金為應付款的千分之五,乙方應在三十秒內回覆甲方的客戶。"
    assert decode(text.encode("big5")) == text


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"\x00\x01\x02\x03" * 50,
        TEXT.encode("utf-8") + b"\xff\xfe\xfd",
        b"\x80\x81" * 30,
    ],
)
def test_decode_refuses_what_is_no_text(data: bytes) -> None:
    assert decode(data) is None


def test_lines_cut_at_a_margin_are_joined() -> None:
    lines = [
        "甲方应当在每月十五日以前向乙方支付上一个月的客服服务费，如果逾",
        "期支付的，每逾期一日应当按照应付未付金额的千分之五支付违约金，",
        "直到付清为止。",
        "二、乙方的义务是按时上线并且在三十秒之内回复每一位客户的咨询，不",
        "得辱骂客户。",
    ]
    assert unwrap(lines, STARTS_ITEM) == ["".join(lines[:3]), "".join(lines[3:])]


def test_a_label_with_its_value_begins_a_line_of_its_own() -> None:
    lines = [
        "服务提供方（甲方）：深圳市众答客服服务有限公司",
        "法定代表人：郝文涛",
        "注册地址：深圳市龙岗区坂田街道云里智能园三栋六楼",
    ]
    assert unwrap(lines, STARTS_ITEM) == lines


def test_short_lines_and_whole_sentences_stay_apart() -> None:
    lines = ["甲方：某公司", "乙方：另一家公司", "电话："]
    assert unwrap(lines, STARTS_ITEM) == lines
    sentences = ["甲方应当在每月十五日以前向乙方支付上一个月的客服服务费。"] * 4
    assert unwrap(sentences, STARTS_ITEM) == sentences


@pytest.mark.parametrize("odd", ["\ue000", "\uf0b7", "\ufffd"])
def test_odd_characters_in_whole_utf8_are_text(odd: str) -> None:
    """Word's private bullets and a lost character stand in real files; a short one was taken for binary."""
    assert decode(f"开头一句。\n{odd}".encode()) == f"开头一句。\n{odd}"
