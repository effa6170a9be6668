"""Figures in Chinese text, each with its unit and its place: a small library that depends on nothing else.

`parse("违约金伍万元")` finds one amount of 50000 元; so do `5万元` and `50000 元`. Units are canonical
(`天` is `日`, `两个月` counts `月`), values are exact decimals, rates are in percent. Words that only look like
numbers (一定, 统一, 第三者, 万一, 三方) are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["amount", "rate", "duration", "date", "count", "ordinal", "time"]


@dataclass(frozen=True)
class Quantity:
    """One figure of a text: `text` is `source[start:end]` as it is written there.

    Values: 元 for amounts (other currencies under their own unit), percent for rates, the unit's own number
    for durations, counts and ordinals, minutes after midnight for times. A date is written as a number: unit
    日期 is YYYYMMDD, 年月 YYYYMM, 年份 YYYY, 月日 MMDD, 月份 MM, 号 the day of a month. `per` is what an
    amount or rate is reckoned on (`每日5%`, `20万元/人`), or empty. A bare number has the unit "".
    """

    value: Decimal
    unit: str
    kind: Kind
    start: int
    end: int
    text: str
    per: str = ""


# Numbers ----------------------------------------------------------------------------------------------------

_DIGITS = dict(
    zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖两", (0, 0, *range(1, 10), *range(1, 10), 2), strict=True)
)
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000, "k": 1000, "K": 1000, "w": 10_000, "W": 10_000}
_NARROW = {ord("０") + i: str(i) for i in range(10)} | {
    ord(wide): narrow for wide, narrow in zip("％．：／萬", "%.:/万", strict=True)
}

_GAP = r"[ \t\u00a0]{0,2}"
_D = "".join(_DIGITS)
_PLACE = "十拾百佰千仟万亿"
_CHINESE = (
    rf"(?<![几数上{_D}{_PLACE}])(?:(?<![统唯之逐单专万划其任某惟均不进])(?<!(?<!合)同)[一壹]|十(?!分(?!钟)|足|佳)|拾|[二三四五六七八九贰叁肆伍陆柒捌玖两])"
    rf"[{_D}{_PLACE}]{{0,24}}"
)
_ARABIC = r"(?<![\d.A-Za-z])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# 三点五, 一点五万: the digits behind the point are read one by one.
_POINTED = (
    rf"(?<![几数上第{_D}{_PLACE}])[{_D}十]{{1,5}}点[〇零一二三四五六七八九]{{1,4}}(?![{_D}十百千])[万亿]?"
)
# 1万2千5百, 3万5, 1千2: a last digit stands for the next lower place, unless it opens a figure of its own.
_LAST = r"\d(?!,\d{3}|\.\d|[\d%‰天日个月年人名位折成号周次条点kKwW百千万亿])"
_MIXED = rf"{_ARABIC}(?:万(?:\d千(?:\d百|{_LAST})?|{_LAST})|千(?:\d百|{_LAST}))"
_PLACED = (
    rf"{_ARABIC}{_GAP}(?:[百千]?[万亿]{{1,3}}|[百千](?![分克米瓦卡兆]))|{_ARABIC}{_GAP}[kKwW](?![A-Za-z\d])"
)
_NUMBER = rf"(?:{_MIXED}|{_PLACED}|{_ARABIC}|{_POINTED}|{_CHINESE})"


def number(text: str) -> Decimal:
    """The value of a written number: `2.5万`, `50,000`, `贰拾万`, `二〇二四`, `两万五`, `3万5`, `三点五`.

    Raises ValueError when `text` is not a number.
    """
    text = re.sub(r"[\s,]", "", text.translate(_NARROW))
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([百千]?)([万亿]{0,3}|[kKwW])", text)
    if match:
        return Decimal(match[1]) * _TENS.get(match[2], 1) * prod(_GREAT[great] for great in match[3])
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([万千])(\d)(?:([千百])(?:(\d)百?)?)?", text)
    if mixed:
        great = _GREAT.get(mixed[2]) or _TENS[mixed[2]]
        below = great // 10
        return Decimal(mixed[1]) * great + int(mixed[3]) * below + int(mixed[5] or 0) * below // 10
    pointed = re.fullmatch(rf"([{_D}十]{{1,5}})点([{_D}]{{1,4}})([万亿]?)", text)
    if pointed:
        places = "".join(str(_DIGITS[char]) for char in pointed[2])
        return (number(pointed[1]) + Decimal(f"0.{places}")) * _GREAT.get(pointed[3], 1)
    if not text or any(char not in _DIGITS and char not in _PLACE for char in text):
        raise ValueError(f"not a number: {text!r}")
    if all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    return Decimal(_chinese(text))


def _chinese(text: str) -> int:
    """A numeral with place words; a lone last digit stands for the next lower place (两万五 is 25000)."""
    total = section = digit = 0
    place = 1
    for at, char in enumerate(text):
        if char in _DIGITS:
            digit = _DIGITS[char]
            if at == len(text) - 1 and place >= 100 and text[at - 1] not in "零〇":
                digit *= place // 10
        elif char in _TENS:
            place = _TENS[char]
            section += (digit or 1) * place
            digit = 0
        else:
            place = _GREAT[char]
            section += digit
            total = (total + section) * place if char == "亿" else total + section * place
            section = digit = 0
    return total + section + digit


# Units: a pattern as written, and the canonical name; an empty name keeps what is written --------------------

_Units: TypeAlias = tuple[tuple[str, str], ...]
_AMOUNTS: _Units = (
    (r"美元|美金|USD", "美元"),
    (r"港元|港币|HKD", "港元"),
    (r"欧元|EUR", "欧元"),
    (r"元人民币|元整?(?![旦素件宵老])|圆整?|块钱?|人民币|RMB|CNY", "元"),
)
_DURATIONS: _Units = (
    (r"个?工作[日天]", "工作日"),
    (r"秒钟?|s(?![A-Za-z])", "秒"),
    (r"分钟|mins?(?![A-Za-z])", "分钟"),
    (r"个?(?:小时|钟头)|h(?![A-Za-z])", "小时"),
    (r"个?自然日|日历[天日]|日(?![常志益均用报程])|天(?!猫)", "日"),
    (r"个?(?:星期|礼拜)|周(?![边年转])", "周"),
    (r"个?季度", "季度"),
    (r"个月|月(?=[以之]?[内前后上])", "月"),
    (r"周年|年(?![级度货龄终轻销份])", "年"),
)
_RATES: _Units = (
    (r"%|个?百分点|个点", "%"),
    (r"‰", "‰"),
    (r"倍", "倍"),
    (r"成(?![立为员本功绩交果就长效分都])", "成"),
    (r"折(?![旧中算现价合叠磨腾])", "折"),
)
_COUNTS: _Units = (
    (r"个?方面", "方面"),
    (r"个?部分", "部分"),
    (r"个?人(?![民员工力信资隐数])|名(?![称义单誉为])|位(?![置于])", "人"),
    (r"份(?!额)|条(?![件款例龙])|项(?!目)|次(?![月日性要年])|家|单(?![位独项方价纯一])|款(?!项)|步骤?", ""),
    (r"分(?![店之公期包别析配工级类享布数支部批段为成清行担歧])", "分"),
    (r"件|套|种|类|层(?!面)|岁|页|章(?!程)|字(?![号体段])|句|轮|笔|组(?![织成建])|台|遍|场|店|级", ""),
    (r"批(?![准评发])|期(?![限间满货望待])|(?<!一)点(?![击评])|个(?![别性体案税])", ""),
)
_ORDINALS: _Units = (
    (r"条|款|项|章|节|期|编|页|步|次|轮|批|年|个?月|天|季度|级|部分|点|位|名|类|种|个|周", ""),
)
_IN_PERCENT = {"‰": Decimal("0.1"), "成": Decimal(10), "折": Decimal(10)}
_BASES = {"天": "日", "名": "人", "位": "人", "个月": "月", "星期": "周"}
_BASE = r"(?:工作日|季度|个月|小时|星期|[日天月年人名位周次单店家])"

_RANGE = r"(?:~|～|-|—|–|－|至|到)"


def _measured(units: _Units, before: str = "(?<!第)", number_: str = _NUMBER) -> re.Pattern[str]:
    """A number or a range of two, with one of `units` behind it; group `u<n>` tells which unit."""
    either = "|".join(f"(?P<u{at}>{pattern})" for at, (pattern, _) in enumerate(units))
    return re.compile(
        rf"{before}(?:(?P<low>{number_}){_GAP}{_RANGE}{_GAP})?(?P<num>{number_}){_GAP}(?:{either})"
        rf"(?:/{_GAP}(?P<per>{_BASE})|每{_GAP}(?P<each>{_BASE})(?!{_GAP}[\d{_D}{_PLACE}]))?"
    )


_Rule: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str]], Iterable[Quantity]]]


def _quantity(match: re.Match[str], value: Decimal, unit: str, kind: Kind, group: int | str = 0) -> Quantity:
    start, end = match.span(group)
    return Quantity(value, unit, kind, start, end, match[group])


def _rule(kind: Kind, units: _Units, before: str = "(?<!第)", number_: str = _NUMBER) -> _Rule:
    def build(match: re.Match[str]) -> Iterator[Quantity]:
        at = next(at for at in range(len(units)) if match[f"u{at}"])
        unit = unit_written = units[at][1] or match[f"u{at}"]
        scale = _IN_PERCENT.get(unit, Decimal(1))
        unit = "%" if unit in _IN_PERCENT else unit
        value = _half_or(match["num"])
        if unit_written == "折" and 10 < value < 100:
            value /= 10  # 85折 is 8.5折
        if match["low"]:
            low = _half_or(match["low"])
            great = match["num"].rstrip()[-1]
            if (
                great in _GREAT
                and match["low"].rstrip()[-1] not in _GREAT
                and low < value / _GREAT[great] + 1
            ):
                low *= _GREAT[great]
            yield _quantity(match, low * scale, unit, kind, "low")
        start = match.start("num") if match["low"] else match.start()
        written = match["per"] or match["each"]  # in 3万元每天千分之五, 每天 belongs to what follows
        per = _BASES.get(written, written) if written else ""
        text = match.string[start : match.end()]
        yield Quantity(value * scale, unit, kind, start, match.end(), text, per)

    return _measured(units, before, number_), build


def _half_or(text: str) -> Decimal:
    return Decimal("0.5") if text == "半" else number(text)


def _date(match: re.Match[str]) -> Iterator[Quantity]:
    year, month, day = (int(number(part)) if part else 0 for part in match.group(1, 2, 3))
    if (match[2] and not 1 <= month <= 12) or (match[3] and not 1 <= day <= 31):
        return
    if day:
        yield _quantity(match, Decimal(year * 10_000 + month * 100 + day), "日期", "date")
    elif month:
        yield _quantity(match, Decimal(year * 100 + month), "年月", "date")
    else:
        yield _quantity(match, Decimal(year), "年份", "date")


def _month_day(match: re.Match[str]) -> Iterator[Quantity]:
    month, day = int(number(match[1])), int(number(match[2]))
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield _quantity(match, Decimal(month * 100 + day), "月日", "date")


def _part(unit: str, top: int) -> Callable[[re.Match[str]], Iterator[Quantity]]:
    def build(match: re.Match[str]) -> Iterator[Quantity]:
        value = number(match[2])
        if 1 <= value <= top:
            yield _quantity(match, value, unit, "date", 1)

    return build


def _clock(match: re.Match[str]) -> Iterator[Quantity]:
    half, hour, minute = match[1] or "", int(number(match[2])), match[3] or "0"
    minutes = 30 if minute == "半" else int(number(minute))
    if half in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    if hour <= 24 and minutes < 60:
        yield _quantity(match, Decimal(hour * 60 + minutes), "时刻", "time")


def _share(match: re.Match[str]) -> Iterator[Quantity]:
    below = _below(match[1]) if match[1] in "百千万" else number(match[1])
    above = Decimal(100) if match[2] == "百" else number(match[2])
    if below:
        yield _quantity(match, above * 100 / below, "%", "rate")


def _power(match: re.Match[str]) -> Iterator[Quantity]:
    """`10^20`, `10的20次方`: nobody means it, but it must not be read as a 10 and a 20."""
    power = int(match[2])
    if power <= MOST_PLACES:
        yield _quantity(match, Decimal(match[1]) ** power, "", "count")


def _small_change(match: re.Match[str]) -> Iterator[Quantity]:
    value = number(match[1]) + number(match[2] or "0") / 10 + number(match[3] or "0") / 100
    yield _quantity(match, value, "元", "amount")


def _tenths(match: re.Match[str]) -> Iterator[Quantity]:
    yield _quantity(match, number(match[1]) * 10 + number(match[2]), "%", "rate")


def _short_share(match: re.Match[str]) -> Iterator[Quantity]:
    yield _quantity(match, number(match[2]) * 100 / _below(match[1]), "%", "rate")


def _below(place: str) -> Decimal:
    return Decimal({"百": 100, "千": 1000, "万": 10_000}[place])


def _plain(unit: str, kind: Kind, add: str = "0") -> Callable[[re.Match[str]], Iterator[Quantity]]:
    def build(match: re.Match[str]) -> Iterator[Quantity]:
        yield _quantity(match, number(match[1]) + Decimal(add), unit, kind)

    return build


MOST_PLACES = 40
"""The highest power that is worked out; a higher one is no figure."""

_YEAR = r"((?<!\d)(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})"
_PART = rf"(\d{{1,2}}|{_CHINESE})"
_THIS_MONTH = r"(?:次月|每个?月|当月|下个?月|本月|上个?月)的?"
_HALF_TOO = rf"(?:{_NUMBER}|半(?!数))"
_NAMES_UNIT = r"(?=[元块天日个年月周人名位家次条成折分小])"

# An earlier rule claims its place before a later one; one that yields nothing claims it all the same.
_RULES: tuple[_Rule, ...] = (
    (re.compile(r"(?m)^[ \t>*#-]*[（(]?\d{1,2}(?:[.、)）](?!\d)|$)"), lambda _: ()),
    # 三四万, 十来天, 100多万 are no figures: nobody can reckon with them.
    (
        re.compile(
            rf"(?<![第{_D}{_PLACE}\d点])(?:一[二两]|[二两]三|三[四五](?!折)|四五|五六|六七|七八(?!折)|八九)"
            rf"(?:[{_PLACE}]{{1,4}}|{_NAMES_UNIT})"
        ),
        lambda _: (),
    ),
    (
        re.compile(rf"(?:{_ARABIC}[万亿]?|{_CHINESE})[多来余几](?:[百千万亿]{{1,2}}|{_NAMES_UNIT})"),
        lambda _: (),
    ),
    (re.compile(r"(?<![\d.A-Za-z])(\d{1,6}) ?(?:\^|的(?=\d+次方)) ?(\d{1,4})(?:次方)?"), _power),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\d-])"), _date),
    (re.compile(rf"{_YEAR}{_GAP}年{_GAP}(?:{_PART}{_GAP}月(?:份|{_GAP}{_PART}{_GAP}[日号])?)?"), _date),
    (re.compile(rf"(?<!\d){_PART}{_GAP}月{_GAP}{_PART}{_GAP}[日号]"), _month_day),
    (re.compile(rf"{_THIS_MONTH}{_GAP}({_PART}{_GAP}[日号])"), _part("号", 31)),
    (re.compile(rf"(?<![第\d.-])({_PART}{_GAP}号(?![线楼店码文房]))"), _part("号", 31)),
    (re.compile(r"()(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])"), _clock),
    (
        re.compile(
            rf"(上午|下午|早上|晚上|凌晨|中午|早|晚){_GAP}{_PART}{_GAP}[点时](?:(半|\d{{1,2}}(?=分))分?|[钟整])?"
        ),
        _clock,
    ),
    (re.compile(rf"()(?<!\d){_PART}{_GAP}点(?:钟|(半|\d{{1,2}}(?=分))分?|(?={_RANGE}\d{{1,2}}点))"), _clock),
    (re.compile(rf"()(?<=点{_RANGE})(\d{{1,2}})点()"), _clock),
    (
        re.compile(
            rf"([百千万]|{_CHINESE})分之(百|{_ARABIC}|{_POINTED}|[{_D}{_PLACE}]{{1,24}}?(?=一(?:天|日|周|个?月|年)|[^{_D}{_PLACE}]|$))"
        ),
        _share,
    ),
    (re.compile(rf"(?<=[日天])([千万])([一二三四五六七八九])(?![{_D}{_PLACE}\d元块])"), _short_share),
    (
        re.compile(rf"(?<=[日天按收率息,，])([千万])(\d(?:\.\d{{1,2}})?)(?![{_D}{_PLACE}\d元块.])"),
        _short_share,
    ),
    (re.compile(r"(?<![第\d])([一二两三四五六七八九])成([一二三四五六七八九])(?![成分个])"), _tenths),
    (re.compile(r"百分百"), lambda match: [_quantity(match, Decimal(100), "%", "rate")]),
    (re.compile(r"一半"), lambda match: [_quantity(match, Decimal(50), "%", "rate")]),
    (re.compile(rf"(?<!第)({_NUMBER}){_GAP}个半月"), _plain("月", "duration", "0.5")),
    (re.compile(rf"(?<!第)({_NUMBER}){_GAP}年半"), _plain("年", "duration", "0.5")),
    (re.compile(rf"(?<!第)({_NUMBER}){_GAP}天半"), _plain("日", "duration", "0.5")),
    (re.compile(rf"(?<!第)({_NUMBER}){_GAP}个半小时"), _plain("小时", "duration", "0.5")),
    _rule("ordinal", _ORDINALS, before=rf"第{_GAP}"),
    (re.compile(rf"第{_GAP}(?:\d+|{_CHINESE})"), lambda _: ()),
    _rule("rate", _RATES),
    (re.compile(rf"(?<!第)({_NUMBER}){_GAP}[元块圆]()零([{_D}\d])分"), _small_change),
    (
        re.compile(
            rf"(?<!第)({_NUMBER}){_GAP}块([{_D}\d])()(?:毛|(?!(?!一[单条个次])[\d{_D}{_PLACE}.%‰成角]|{_NAMES_UNIT}))"
        ),
        _small_change,
    ),
    (re.compile(rf"(?<!第)({_NUMBER}){_GAP}[元块圆]([{_D}\d])角(?:([{_D}\d])分)?"), _small_change),
    _rule("amount", _AMOUNTS, before=r"(?<!第)(?:人民币|[¥￥])?"),
    (re.compile(rf"[¥￥]{_GAP}({_NUMBER})"), _plain("元", "amount")),
    (re.compile(r"(?<![几数上])([百千]万)元"), _plain("元", "amount")),
    _rule("duration", _DURATIONS, number_=_HALF_TOO),
    (re.compile(rf"(?<![\d个几])({_PART}{_GAP}月份?)"), _part("月份", 12)),
    (re.compile(rf"({_POINTED}(?<=[万亿]))"), _plain("", "count")),
    _rule("count", _COUNTS),
    (re.compile(rf"({_MIXED}|{_PLACED}|{_ARABIC}(?![A-Za-z\d]))"), _plain("", "count")),
    (re.compile(rf"((?=[{_D}]{{1,24}}[{_PLACE}]|[十拾][{_D}]?[万亿](?!火)){_CHINESE})"), _plain("", "count")),
)
_BASIS = re.compile(rf"每[^\d\s,，。;；、每]{{0,4}}?[一1]?({_BASE})")
_BASIS_REACHES = re.compile(r"[^。;；\n]{0,16}")


def parse(text: str) -> tuple[Quantity, ...]:
    """Every figure of `text` in order. Numbers of a list (`1、`, `(2)`) are not figures."""
    plain = text.translate(_NARROW)
    taken = bytearray(len(plain))
    found: list[Quantity] = []
    bases = [(match.start(), match.end(), match[1]) for match in _BASIS.finditer(plain)]
    for _, end, base in bases:
        # 每逾期一天 names what is reckoned on; its 一天 is not a figure of its own.
        one = end - len(base) - 1
        if plain[one] in "一1":
            taken[one:end] = b"\1" * (end - one)
    for pattern, build in _RULES:
        for match in pattern.finditer(plain):
            if not any(taken[match.start() : match.end()]):
                found.extend(build(match))
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    ordered = sorted(found, key=lambda quantity: quantity.start)
    return tuple(replace(q, text=text[q.start : q.end]) for q in _with_basis(ordered, bases, plain))


def _with_basis(found: list[Quantity], bases: list[tuple[int, int, str]], text: str) -> Iterator[Quantity]:
    """`每日5%`: the first amount or rate that follows 每日 closely is reckoned on a day."""
    given: set[int] = set()
    for quantity in found:
        for start, end, base in reversed(bases):
            near = _BASIS_REACHES.match(text, end)
            if start in given or quantity.per or quantity.kind not in ("amount", "rate"):
                continue
            if near and end <= quantity.start <= near.end():
                given.add(start)
                quantity = replace(quantity, per=_BASES.get(base, base))
        yield quantity


# Comparing --------------------------------------------------------------------------------------------------

_GENERIC = frozenset(("个", "项", "种", "类", "点", "方面", "部分", "条", ""))
_WITHIN_DATE = {
    "年份": {"日期": (10_000, 0), "年月": (100, 0)},
    "年月": {"日期": (100, 0)},
    "月日": {"日期": (1, 10_000)},
    "月份": {"日期": (100, 100), "年月": (1, 100), "月日": (100, 0)},
    "号": {"日期": (1, 100), "月日": (1, 100)},
}


def supports(source: Quantity, claim: Quantity) -> bool:
    """Whether a text that holds `source` bears out `claim`: same value, same unit, no contradicting basis.

    A part of a date is borne out by the date. `15日` may be a day of a month or a length, so it bears out both.
    Units are never converted: 30天 is not 一个月.
    """
    if source.per and claim.per and source.per != claim.per:
        return False
    if source.kind == "date" and claim.kind == "date" and source.unit != claim.unit:
        above, below = _WITHIN_DATE.get(claim.unit, {}).get(source.unit, (0, 0))
        if not above:
            return False
        value = int(source.value) // above
        return Decimal(value % below if below else value) == claim.value
    if source.value != claim.value:
        return False
    if source.unit == claim.unit and source.kind == claim.kind:
        return True
    if {source.unit, claim.unit} == {"日", "号"}:
        length = source if source.unit == "日" else claim
        return length.text.endswith("日")
    if source.kind == claim.kind == "count":
        return (source.unit in _GENERIC and claim.unit in _GENERIC) or not source.unit or not claim.unit
    return {source.kind, claim.kind} == {"count", "amount"} and "" in (source.unit, claim.unit)
