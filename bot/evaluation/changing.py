"""Changing a sentence so that it says something else, or so that it says the same in other words.

Each function gives the changed sentence, or "" where the change would be none: a figure that stands in the
passage anyway, a party that is both, a condition whose words the rest repeats.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.quantities import Quantity, parse, supports


class Flip(BaseModel):
    """A word whose replacement turns a sentence round, and where it must not be touched."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_: str
    to: str
    kind: Literal["negation", "modality"]
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()

    def __init__(self, **data: object) -> None:
        super().__init__(**{("from_" if key == "from" else key): value for key, value in data.items()})


class Rewordings(BaseModel):
    """`grounding_rewordings.yaml` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    same: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str], ...]
    harmless: tuple[str, ...]
    flips: tuple[Flip, ...]
    units: tuple[tuple[str, str], ...]
    invented: tuple[str, ...]
    wrong_laws: tuple[str, ...]


_BOTH = re.compile(
    r"甲乙|甲、乙|甲方/乙方|双方|各方|任[何一]|一方|互相|相互|(?:甲方|乙方|商家|公司|服务商|你|对方)(?:和|与|或|或者|、|及)(?:甲方|乙方|商家|外包公司|服务商|你|对方)"
)
_SWAPS = (("甲方", "乙方"), ("商家", "外包公司"), ("你", "对方"))
_COUNTED = re.compile(r"第[一二三四五六七八九十\d]+[条款项]|法释|〔\d+〕")
_CONDITION = re.compile(
    r"^(?:[^，。；]{0,6}(?:如果|一旦|只有|除非)[^，。；]{3,30}|除[^，。；]{2,20}外|[^，。；]{0,24}经[^，。；]{0,10}(?:同意|确认|认可)后"
    r"|在[^，。；]{3,24}(?:情况下|条件下|前提下)|[^，。；是]{4,30}的|[^，。；]{2,24}因[^，。；]{1,8}原因的)，"
)
_DEPENDENT = re.compile(
    r"^(?:否则|同时|其中|该|此|但|并|这|上述|因此|所以|不过|而|也|还|它|其|那|前者|后者|同一|例如|比如|另外|再|做法|换算)"
)
_DIGITS = "零一二三四五六七八九"
_LAW = re.compile(r"《([^《》]{2,20}法典?)》(第[一二三四五六七八九十百千]+条)")


def stands_alone(text: str) -> bool:
    """Whether a sentence can be understood without the one before it."""
    return not _DEPENDENT.match(text)


def unlike(text: str, other: str) -> bool:
    """Whether two texts speak of different things: few pairs of characters in common."""
    mine = {text[at : at + 2] for at in range(len(text) - 1)}
    return sum(pair in other for pair in mine) / max(len(mine), 1) < 0.15


def _figures(text: str) -> list[Quantity]:
    fixed = [match.span() for match in _COUNTED.finditer(text)]
    return [
        q
        for q in parse(text)
        if q.kind in ("amount", "rate", "duration", "count")
        and q.value > 1
        and not any(start <= q.start < end for start, end in fixed)
        and text[max(0, q.start - 1) : q.start] not in ("第", "这", "那", "上")
    ] + [
        q
        for q in parse(text)
        if q.kind == "duration" and q.value <= 1 and not any(start <= q.start < end for start, end in fixed)
    ]


def _written(value: Decimal) -> str:
    """A whole number below 100 in Chinese characters, any other in digits."""
    number = int(value)
    if value != number or not 0 < number < 100:
        return f"{value.normalize():f}"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def figure_changed(text: str, passage: str, words: Rewordings) -> str:
    """The first figure with another value, one that the passage does not hold."""
    for figure in _figures(text):
        number = re.match(
            r"[\d.,]+|[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+", figure.text
        )
        if number is None:
            continue
        for factor in (Decimal(3), Decimal(2), Decimal("0.5")):
            value = figure.value * factor
            scale = Decimal(10000) if figure.unit == "元" and figure.value >= 10000 else Decimal(1)
            written = _written(value / scale) + ("万" if scale > 1 else "")
            changed = text[: figure.start] + written + text[figure.start + number.end() :]
            new = [q for q in parse(changed) if q.start == figure.start]
            if new and new[0].value == value and not any(supports(q, new[0]) for q in parse(passage)):
                return changed
    return ""


def unit_changed(text: str, passage: str, words: Rewordings) -> str:
    """The first figure with another unit."""
    for figure in _figures(text):
        for unit, other in words.units:
            if not figure.text.endswith(unit):
                continue
            end = figure.start + len(figure.text)
            changed = text[: end - len(unit)] + other + text[end:]
            new = [q for q in parse(changed) if q.start == figure.start]
            if new and not any(supports(q, new[0]) for q in parse(passage)):
                return changed
    return ""


def party_swapped(text: str, passage: str, words: Rewordings) -> str:
    """The two sides exchanged, where only one or both are named and not as 双方."""
    if _BOTH.search(text) or "自己" in text:
        return ""
    for one, other in _SWAPS:
        if (one not in text and other not in text) or (
            one == "你" and ("你" not in text or "对方" not in text)
        ):
            continue
        changed = text.replace(one, "\0").replace(other, one).replace("\0", other)
        if changed not in passage and _clauses(changed) - _clauses(passage):
            return changed
    return ""


def _clauses(text: str) -> set[str]:
    return set(re.split("[，。；：]", text))


def negated(text: str, passage: str, words: Rewordings) -> str:
    """What is allowed forbidden, what is denied said."""
    return _flipped(text, "negation", words)


def modality_changed(text: str, passage: str, words: Rewordings) -> str:
    """应当 as 可以, 可以 as 必须."""
    return _flipped(text, "modality", words)


def _flipped(text: str, kind: str, words: Rewordings) -> str:
    for flip in words.flips:
        at = text.find(flip.from_)
        if flip.kind != kind or at < 0 or text.count(flip.from_) > 1:
            continue
        before, after = text[:at], text[at + len(flip.from_) :]
        clause = re.split("[，；：]", before)[-1]
        supposed = re.search(r"如果|若|是否|能不能|可不可以", clause) or re.match(
            r"[^，。；]{0,30}的(?:，|$)", after
        )
        if before.endswith(flip.not_after) or after.startswith(flip.not_before) or supposed:
            continue
        if re.search(r"[不没无未]$", before):
            continue
        return before + flip.to + after
    return ""


def condition_dropped(text: str, passage: str, words: Rewordings) -> str:
    """The sentence without the condition that opens it, where the rest does not repeat it and stands by itself."""
    match = _CONDITION.match(text)
    if match is None:
        return ""
    rest = text[match.end() :]
    if (
        len(rest) < 10
        or _DEPENDENT.match(rest)
        or rest.startswith(("都", "均", "算", "就", "才", "只", "是"))
    ):
        return ""
    condition = match[0]
    pairs = {condition[at : at + 2] for at in range(len(condition) - 2)}
    repeated = sum(pair in rest for pair in pairs) / max(len(pairs), 1)
    return rest if repeated < 0.15 and re.search(r"应|可|要|有权|不|必须|能", rest.split("，")[0]) else ""


def statute_invented(text: str, passage: str, words: Rewordings) -> str:
    """The sentence put down to a law that says nothing of the kind, or to none that there is."""
    if "法" in passage or not stands_alone(text) or re.match("(?:按|根据|依)", text):
        return ""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:2], "big")
    article = _written(Decimal(number % 89 + 10))
    openings = (
        f"按《{words.invented[number % len(words.invented)]}》第{article}条，",
        f"《民法典》第五百{article}条规定，",
        f"根据《{words.wrong_laws[number % len(words.wrong_laws)]}》第{article}条，",
        "法律规定，",
    )
    return openings[number % len(openings)] + text


def law_replaced(text: str, passage: str, words: Rewordings) -> str:
    """The right number of another law."""
    for match in _LAW.finditer(text):
        for law in words.wrong_laws:
            if law not in passage:
                return text[: match.start(1)] + law + text[match.end(1) :]
    return ""


def mixed(text: str, others: Sequence[str]) -> str:
    """The figure of another rule in this one: same kind and unit, another value."""
    for figure in _figures(text):
        for other in others:
            for theirs in _figures(other):
                alike = theirs.kind == figure.kind and theirs.kind != "count" and theirs.unit == figure.unit
                if (
                    alike
                    and theirs.value != figure.value
                    and theirs.text not in text
                    and "/" not in theirs.text
                ):
                    return text[: figure.start] + theirs.text + text[figure.start + len(figure.text) :]
    return ""


def numerals(text: str, passage: str, words: Rewordings) -> str:
    """Every figure in the other kind of numerals."""
    changed = text
    for figure in sorted(_figures(text), key=lambda q: -q.start):
        number = re.match(
            r"[\d.,]+|[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+", figure.text
        )
        if number is None or figure.value > 10**7:
            continue
        if figure.unit == "%" and figure.text.endswith("%") and figure.value == int(figure.value) < 100:
            written = f"百分之{_written(figure.value)}"
            changed = changed[: figure.start] + written + changed[figure.start + len(figure.text) :]
            continue
        if number[0][0].isdigit():
            if figure.value != int(figure.value) or not 1 < figure.value < 100:
                continue
            written = _written(figure.value)
        elif figure.unit == "元" and figure.value >= 10000:
            written = f"{figure.value / 10000:f}".rstrip("0").rstrip(".") + "万"
        else:
            written = f"{figure.value:f}"
        changed = changed[: figure.start] + written + changed[figure.start + number.end() :]
    mine, theirs = parse(text), parse(changed)
    return changed if [(q.value, q.unit) for q in mine] == [(q.value, q.unit) for q in theirs] else ""


def reworded(text: str, passage: str, words: Rewordings) -> str:
    """At least two words replaced by others that mean the same."""
    changed, done = text, 0
    if "「" in text or "“" in text:
        return ""
    for word, other in words.same:
        at = changed.find(word)
        if (
            at >= 0
            and changed.count(word) == 1
            and not changed[at + len(word) :].startswith(("金", "力", "额", "形式"))
        ):
            changed = changed.replace(word, other)
            done += 1
    return changed if done >= 2 else ""


def addressed(text: str, passage: str, words: Rewordings) -> str:
    """The merchant as 「你」 and the provider as 「对方」."""
    if _BOTH.search(text) or "对方" in text or "你" in text or "“" in text or "「" in text:
        return ""
    changed = text
    for party, name in words.parties:
        if f"{party}关联" not in changed:
            changed = re.sub(f"(?<!客服){party}(?![/、])", name, changed)
    return changed if changed != text and "方、" not in changed and "客服对方" not in changed else ""


def shortened(text: str, passage: str, words: Rewordings) -> str:
    """Without its adverbs, or without the last of three clauses when it only adds to the others."""
    changed = text
    for word in words.harmless:
        changed = changed.replace(word, "")
    if changed != text:
        return changed.lstrip("，")
    parts = text.rstrip("。").split("，")
    if len(parts) >= 3 and re.match(r"(?:也|并|还|同时|而且|并且)", parts[-1]) and not _CONDITION.match(text):
        return "，".join(parts[:-1]) + "。"
    return ""


def condition_reworded(text: str, passage: str, words: Rewordings) -> str:
    """「……的，」 as 「如果……，」."""
    match = re.match(r"([^，。；是如若]{5,30})的，(?=.{8,})", text)
    if (
        match is None
        or re.search(r"[和或、]$|应当|可以|除|经|在", match[1])
        or match[1].endswith(("方", "中", "面"))
    ):
        return ""
    return f"如果{match[1]}，{text[match.end() :]}"
