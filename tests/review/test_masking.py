"""Personal data is masked however it is written, what is none is left alone, and every mask leads back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigurationError
from bot.evaluation.masking import load_masking, measure
from bot.review.identifiers import id_check, is_id_number, is_luhn
from bot.review.masking import Masked, Masking
from bot.review.personal_data import folded
from bot.review.personal_rules import FILE
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
MASKING = Masking.load(KNOWLEDGE)
CASES = load_masking()

gaps = st.sampled_from(["", " ", "-", "\u3000", "\u200b", "－"])
widths = st.sampled_from([0, ord("０") - ord("0")])
before = st.sampled_from(
    ["", "联系人：张三，", "第3.2条 ", "乙方应于2025年1月1日前拨打", "（", "|", "编号见附件。"]
)
after = st.sampled_from(["", "。", "，24小时接听", "）", "|", "\n2. 付款"])


def test_the_figures_of_both_halves() -> None:
    figures = measure().figures
    assert sum(figures[f"forms ({split}) n"] for split in ("tune", "held")) >= 240
    assert sum(not case.spans for case in CASES) >= 90
    for split in ("tune", "held"):
        assert figures[f"recall ({split})"] >= 0.98
        assert figures[f"precision ({split})"] >= 0.97


def test_a_mask_names_the_kind_and_the_same_value_has_the_same_token() -> None:
    masked = MASKING.mask("手机13800001234，传真0571-88880001；紧急时仍打13800001234或138-0000-1234")
    assert masked.text == "手机〔手机号1〕，传真〔固定电话1〕；紧急时仍打〔手机号1〕或〔手机号1-2〕"
    assert masked.restore("打〔手机号1-2〕") == "打138-0000-1234"
    assert masked.restore("打〔手机号2〕") == "打〔手机号2〕"


def test_a_name_is_masked_wherever_it_stands_again() -> None:
    masked = MASKING.mask("联系人：张小样\n第八条 张小样有权代乙方签收，王五无权。")
    assert masked.text == "联系人：〔姓名1〕\n第八条 〔姓名1〕有权代乙方签收，王五无权。"


def test_a_token_that_the_paper_itself_writes_is_not_ours() -> None:
    text = "〔手机号3〕见附件，手机13800001234"
    masked = MASKING.mask(text)
    assert "〔手机号4〕" in masked.text
    assert masked.restore(masked.text) == text


def test_a_part_has_the_tokens_of_the_whole_and_no_half_of_a_value() -> None:
    text = "甲方手机13800001234。乙方手机13900005678。"
    masked = MASKING.mask(text)
    assert masked.part(16, len(text)) == "乙方手机〔手机号2〕。"
    cut = text.index("5678")
    assert [masked.part(16, cut), masked.part(cut, len(text))] == ["乙方手机〔手机号2〕", "〔手机号2〕。"]


def test_nothing_found_is_left_in_the_masked_text() -> None:
    for case in CASES:
        masked = MASKING.mask(case.text)
        assert masked.restore(masked.text) == case.text
        left = [value for value in masked.values.values() if len(value) > 4 and value in masked.text]
        assert left == [], case.id


@given(
    st.lists(
        st.sampled_from([*(case.text for case in CASES), "〔手机号1〕", "〔", "1", "〕", "\n"]), max_size=6
    )
)
@settings(max_examples=60, deadline=None)
def test_restoring_gives_the_text_back(pieces: list[str]) -> None:
    text = "".join(pieces)
    masked = MASKING.mask(text)
    assert masked.restore(masked.text) == text
    assert _in_order(masked)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_masked(text: str) -> None:
    assert len(folded(text)) == len(text)
    masked = MASKING.mask(text)
    assert masked.restore(masked.text) == text


@given(st.integers(0, 99_999_999), st.sampled_from("356789"), gaps, gaps, widths, before, after)
@settings(max_examples=100, deadline=None)
def test_a_mobile_number_is_found_in_any_writing(
    number: int, second: str, one: str, two: str, wide: int, head: str, tail: str
) -> None:
    digits = f"1{second}0{number:08d}"
    written = _wide(f"{digits[:3]}{one}{digits[3:7]}{two}{digits[7:]}", wide)
    masked = MASKING.mask(f"{head}手机{written}{tail}")
    assert written in masked.values.values(), masked.text


@given(
    st.integers(0, 999),
    st.dates(date(1950, 1, 1), date(2019, 12, 31)),
    gaps,
    gaps,
    widths,
    before,
    after,
)
@settings(max_examples=100, deadline=None)
def test_an_identity_card_is_found_by_its_check_digit(
    serial: int, born: date, one: str, two: str, wide: int, head: str, tail: str
) -> None:
    digits = f"330199{born:%Y%m%d}{serial:03d}"
    whole = digits + id_check(digits)
    assert is_id_number(whole)
    written = _wide(f"{whole[:6]}{one}{whole[6:14]}{two}{whole[14:]}", wide)
    masked = MASKING.mask(f"{head}张三 {written}{tail}")
    assert written in masked.values.values(), masked.text
    wrong = digits + ("1" if whole[-1] == "0" else "0")
    assert not is_id_number(wrong)


def test_the_check_digit_of_a_card() -> None:
    assert is_luhn("6222 0000 0000 0000 020")
    assert is_luhn("79927398713")
    assert not is_luhn("79927398710")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: mobile", "kind: pager", ["kinds.3.kind", "只能取规定的值"]),
        ("check: luhn", "check: lunh", ["check", "只能取规定的值"]),
        ("{local}{extension}{end}'", "{local}{extention}{end}'", ["rules", "没有叫 extention 的片段"]),
        ("'(?:https?://", "'(?:https?://(", ["left_alone.0", "不是有效的正则表达式"]),
    ],
)
def test_a_faulty_file_is_named_with_line_and_field(
    tmp_path: Path, old: str, new: str, says: list[str]
) -> None:
    (tmp_path / "review").mkdir()
    path = Path(shutil.copy(KNOWLEDGE / "review" / FILE, tmp_path / "review" / FILE))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Masking.load(tmp_path)
    assert all(part in str(caught.value) for part in (FILE, "第", *says)), str(caught.value)


def _wide(text: str, by: int) -> str:
    return "".join(chr(ord(char) + by) if char.isascii() and char.isdigit() else char for char in text)


def _in_order(masked: Masked) -> bool:
    ends = [0, *(span.end for span in masked.spans)]
    return all(span.start >= end for span, end in zip(masked.spans, ends, strict=False))
