"""One given value -> its canonical form, by kind; what cannot be read is a sentence that says what to write.

Canonical forms are those of `contract.Fact.value`. Amounts, rates, lengths and times may be figures or Chinese words
(「8千元」「千分之五」「半小时」「早八点」), which `bot.quantities` reads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.quantities import Kind, Quantity, parse

LONGEST_NAME = 100
LONGEST_TEXT = 500
_MOST_DIGITS = 15
_PER_UNIT = {
    "秒": ("time", Decimal(1)),
    "分钟": ("time", Decimal(60)),
    "小时": ("time", Decimal(3600)),
    "日": ("day", Decimal(1)),
    "周": ("day", Decimal(7)),
    "月": ("month", Decimal(1)),
    "季度": ("month", Decimal(3)),
    "年": ("month", Decimal(12)),
    "工作日": ("workday", Decimal(1)),
}
_UNIT_NAMES = {"天": "日", "个月": "月", "个工作日": "工作日", "自然日": "日", "分": "分钟", "个小时": "小时"}
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
_FORMULA = "=+-@＝＋－＠"
_WIDE_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PHONE = re.compile(r"\+\d[\d -]*")
_NO_TEXT = {"Cc": "控制字符", "Cf": "看不见的字符", "Cs": "坏字符", "Co": "自造字符", "Cn": "坏字符"}
_SYMBOLS_ALLOWED = frozenset("℃℉№㎡®™©°")


class Unreadable(ValueError):  # noqa: N818 -- what the value is
    """A value that cannot be used; `str(error)` is a Chinese clause that says what is wrong and what to write."""


def money(raw: str) -> str:
    """Yuan with at most two decimals."""
    value = _figure(raw, "amount", "金额", "8000、8千元或 1.2万元", {"元"})
    if value != round(value, 2):
        raise Unreadable("金额最多到分：请保留两位小数以内")
    return _digits(value)


def rate(raw: str, unit: str = "%") -> str:
    """A rate in `unit` (% or ‰); a bare figure is already in that unit."""
    if (bare := _bare(raw)) is not None:
        return _digits(bare)
    percent = _figure(raw, "rate", "比例", f"5{unit}、千分之五或 0.5", {"%"})
    return _digits(percent * 10 if unit == "‰" else percent)


def count(raw: str, unit: str = "") -> str:
    """A whole number of things."""
    value = _figure(raw, "count", "数量", f"10 或 10{unit}", None)
    if value != int(value):
        raise Unreadable("数量要是整数：请去掉小数")
    return _digits(value)


def duration(raw: str, unit: str) -> str:
    """A length in `unit`; other units are converted where that is exact, never between working days and days."""
    own = _UNIT_NAMES.get(unit, unit)
    example = f"30 或 30{unit}"
    if (bare := _bare(raw)) is not None:
        return _digits(bare)
    quantity = _only(raw, {"duration", "date"}, "时长", example)
    if own not in _PER_UNIT:
        return _digits(quantity.value)
    kind, scale = _PER_UNIT[own]
    given_kind, given = _PER_UNIT.get(quantity.unit, ("", Decimal(0)))
    if quantity.unit in ("月份", "号"):  # 3月 alone is read as March, 5号 as a day of a month
        given_kind, given = ("month" if quantity.unit == "月份" else "day"), Decimal(1)
    if given_kind != kind:
        raise Unreadable(f"单位要用{unit.removeprefix('个')}：请写成 {example}")
    value = quantity.value * given / scale
    if value != round(value, 4):
        raise Unreadable(
            f"换算成{unit.removeprefix('个')}除不尽：请直接用{unit.removeprefix('个')}来写，例如 {example}"
        )
    return _digits(value)


def clock(raw: str) -> str:
    """A time of day as HH:MM, from 00:00 to 24:00."""
    example = "09:00 或早上九点"
    text = raw.strip().translate({ord("："): ":"})
    if match := re.fullmatch(r"(\d{1,2}):(\d{2})", text):
        hours, minutes = int(match[1]), int(match[2])
    else:
        quantity = _only(text, {"time"}, "时间", example)
        hours, minutes = divmod(int(quantity.value), 60)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise Unreadable(f"没有 {raw.strip()} 这个时间：请写 00:00 到 24:00 之间的时间，例如 {example}")
    return f"{hours:02d}:{minutes:02d}"


def day(raw: str) -> str:
    """A date that exists, as ISO."""
    text, example = raw.strip(), "2026-01-01 或 2026年1月1日"
    match = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", text)
    if match:
        parts = [int(part) for part in match.groups()]
    else:
        found = [quantity for quantity in parse(text) if quantity.unit == "日期"]
        if len(found) != 1 or found[0].text != text:
            raise Unreadable(f"日期要写全年月日，例如 {example}")
        value = int(found[0].value)
        parts = [value // 10_000, value // 100 % 100, value % 100]
    try:
        return date(*parts).isoformat()
    except ValueError as error:
        raise Unreadable(f"日历上没有 {text} 这一天：请改成存在的日期，例如 {example}") from error


def choice(raw: str, choices: Mapping[str, str]) -> str:
    """The id of a choice, given by id or by its words."""
    text = raw.strip()
    for key, words in choices.items():
        if text in (key, words):
            return key
    raise Unreadable(f"只能选：{'、'.join(choices.values())}")


def words(raw: str, longest: int = LONGEST_TEXT) -> str:
    """One line of ordinary text, with nothing that could be taken for a command, a formula or a template."""
    text = _WIDE_SPACES.sub(" ", raw).strip(" \t")
    if not text:
        raise Unreadable("不能是空的：不知道就整行不写，合同里会留出待填的空")
    if len(text) > longest:
        raise Unreadable(f"太长（{len(text)} 个字）：请控制在 {longest} 个字以内")
    if text[0] in _FORMULA and not _PHONE.fullmatch(text):
        raise Unreadable("不能以 = + - @ 开头（表格软件会当成公式）：请去掉开头的符号")
    if "{" in text or "}" in text:
        raise Unreadable("不能有花括号 { }：请去掉")
    if "【待填" in text:
        raise Unreadable("不能写【待填：请去掉，不知道就整行不写")
    for char in text:
        kind = unicodedata.category(char)
        if char in "\r\n":
            raise Unreadable("要写在一行里：请去掉换行")
        if kind in _NO_TEXT or char in "\u2028\u2029\ufe0f":
            raise Unreadable(f"里面有{_NO_TEXT.get(kind, '看不见的字符')}：请删掉后重新输入")
        if kind in ("So", "Sk") and char not in _SYMBOLS_ALLOWED and ord(char) > 0x2000:
            raise Unreadable("不能有表情或图形符号：请只用文字")
    return text


def name(raw: str) -> str:
    """The name of a party: text that holds letters or characters."""
    text = words(raw, LONGEST_NAME)
    if not any(char.isalpha() for char in text):
        raise Unreadable("名称里没有文字：请写营业执照上的全称")
    return text


def _figure(raw: str, kind: Kind, what: str, example: str, units: set[str] | None) -> Decimal:
    if (bare := _bare(raw)) is not None:
        return bare
    quantity = _only(raw, {kind, "count"}, what, example)
    if quantity.kind == kind and units is not None and quantity.unit not in units:
        raise Unreadable(f"{what}要用{'、'.join(units)}来写：例如 {example}")
    if quantity.kind == "count" and kind != "count" and quantity.unit:
        raise Unreadable(f"{what}读不懂：请写成 {example}")
    return quantity.value


def _bare(raw: str) -> Decimal | None:
    """A plain number, or None where there are other words."""
    text = unicodedata.normalize("NFKC", raw).strip().replace(",", "").replace("−", "-")
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    if len(text) > _MOST_DIGITS:
        raise Unreadable("数字太长：请核对位数")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _only(raw: str, kinds: set[Kind], what: str, example: str) -> Quantity:
    """The one figure that `raw` is; signs before it are told apart from what cannot be read."""
    text = raw.strip()
    if re.match(r"[-−－负]", text):
        raise Unreadable(f"{what}不能是负数：请写成 {example}")
    if len(text) > 40:
        raise Unreadable(f"{what}读不懂：请写成 {example}")
    found = [quantity for quantity in parse(text) if quantity.kind in kinds]
    if len(found) != 1 or len(found[0].text) < len(text.removeprefix("人民币").strip()):
        raise Unreadable(f"{what}读不懂：请写成 {example}")
    if abs(found[0].value) >= Decimal(10) ** _MOST_DIGITS:
        raise Unreadable("数字太长：请核对位数")
    return found[0]


def _digits(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
