"""Facts of a contract: what kind each is, what is possible, what is usual, and how it is written out."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.drafting.figures import figure
from bot.errors import InputError

Position = Literal["merchant", "balanced", "provider"]
POSITIONS: tuple[Position, ...] = ("merchant", "balanced", "provider")
POSITION_NAMES: dict[Position, str] = {"merchant": "偏甲方", "balanced": "双方均衡", "provider": "偏乙方"}

Kind = Literal["money", "rate", "duration", "time", "count", "party", "place", "date", "choice", "text"]
_NUMERIC: tuple[Kind, ...] = ("money", "rate", "duration", "count")
_WHOLE: tuple[Kind, ...] = ("duration", "count")
_LONGEST = 500
_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)|24[:：]00")
_DATE = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?")


def _as_written(value: Any) -> Any:
    """YAML makes numbers of figures; here a value is what stands in the file."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Written = Annotated[str, BeforeValidator(_as_written)]


class StrictModel(BaseModel):
    """Data of our own files: no unknown fields, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(StrictModel):
    """One of the values a fact can take; `label` is how a contract writes it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)


class Parameter(StrictModel):
    """A fact of a contract, declared once.

    `min` and `max` bound what is possible, `usual_min` and `usual_max` what is usual; outside the latter the
    `caution` is told. A value is kept as text in a plain form: a figure without its unit, an ISO date, HH:MM, the id
    of a choice. `default` (or `leaning`, by position) is what stands unless somebody says otherwise; without it the
    contract shows a blank.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    type: Kind
    unit: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    usual_min: Decimal | None = None
    usual_max: Decimal | None = None
    caution: str = ""
    choices: tuple[Choice, ...] = ()
    default: Written = ""
    leaning: dict[Position, Written] = Field(default_factory=dict)

    @property
    def numeric(self) -> bool:
        """Whether its values are figures."""
        return self.type in _NUMERIC

    @property
    def blank(self) -> str:
        """What stands in a contract while nobody knows the value."""
        return f"【待填：{self.label}（{self.unit}）】" if self.unit else f"【待填：{self.label}】"

    def default_for(self, position: Position) -> str:
        """The value that stands unless somebody says otherwise, or nothing."""
        return self.leaning.get(position, self.default)

    def read(self, written: str) -> str:
        """What somebody wrote, in the plain form. Raises InputError when it cannot be a value of this fact."""
        text = unicodedata.normalize("NFKC", written).strip()
        if self.numeric:
            return self._figure(text)
        if self.type == "choice":
            return self._choice(text)
        if self.type == "time":
            if not _TIME.fullmatch(text):
                raise InputError(f"{self.label}应当写成 09:00 这样的时间，读不懂“{written}”。")
            hour, minute = text.split(":")
            return f"{int(hour):02}:{minute}"
        if self.type == "date":
            return self._date(text)
        text = written.strip()
        if not text or len(text) > _LONGEST or any(unicodedata.category(char) == "Cc" for char in text):
            raise InputError(f"{self.label}应当是一行文字，不能为空，最多{_LONGEST}字。")
        return text

    def shown(self, value: str) -> str:
        """A value of the plain form as a contract writes it, with its unit."""
        if self.type == "choice":
            return next((choice.label for choice in self.choices if choice.id == value), value)
        if self.type == "date":
            year, month, day = value.split("-")
            return f"{year}年{int(month)}月{int(day)}日"
        return f"{value}{self.unit}" if self.numeric else value

    def caution_for(self, value: str) -> str:
        """What to say of a value that is possible and unusual, or nothing."""
        if not self.numeric or not self.caution:
            return ""
        stated = Decimal(value)
        low = self.usual_min is not None and stated < self.usual_min
        high = self.usual_max is not None and stated > self.usual_max
        return self.caution if low or high else ""

    def _figure(self, text: str) -> str:
        value = figure(text, self.unit)
        if value is None:
            raise InputError(f"{self.label}应当是一个数字（单位：{self.unit}），读不懂“{text}”。")
        written = _plain(value)
        if self.type in _WHOLE and value != value.to_integral_value():
            raise InputError(f"{self.label}应当是整数，不能是{written}。")
        if self.min is not None and value < self.min:
            raise InputError(
                f"{self.label}不能低于{_plain(self.min)}{self.unit}，这里是{written}{self.unit}。"
            )
        if self.max is not None and value > self.max:
            raise InputError(
                f"{self.label}不能高于{_plain(self.max)}{self.unit}，这里是{written}{self.unit}。"
            )
        return written

    def _choice(self, text: str) -> str:
        for choice in self.choices:
            if text in (choice.id, unicodedata.normalize("NFKC", choice.label)):
                return choice.id
        options = "、".join(f"{choice.id}（{choice.label}）" for choice in self.choices)
        raise InputError(f"{self.label}没有“{text}”这个选项，可以选：{options}。")

    def _date(self, text: str) -> str:
        match = _DATE.fullmatch(text)
        try:
            return date(*(int(part) for part in match.groups())).isoformat() if match else _no_date(text)
        except ValueError:
            raise InputError(f"{self.label}应当是存在的日期，例如 2027-03-01，读不懂“{text}”。") from None


class ParameterFile(StrictModel):
    """`parameters.yaml` as it is written."""

    parameters: tuple[Parameter, ...]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _no_date(text: str) -> str:
    raise ValueError(text)
