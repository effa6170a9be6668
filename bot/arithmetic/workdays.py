"""Working days: weekends always, public holidays and shifted working days where they have been published."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

SATURDAY = 5


@lru_cache(maxsize=1)
def _published() -> Any:
    """The package that knows the holidays, or None where it is not installed."""
    try:
        return importlib.import_module("chinese_calendar")
    except ImportError:
        return None


@dataclass
class WorkingCalendar:
    """Says of a day whether it is worked on; `guessed` are the years without published holidays that it met."""

    guessed: set[int] = field(default_factory=set)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`; without published holidays every Monday to Friday counts."""
        package = _published()
        if package is not None:
            try:
                return bool(package.is_workday(day))
            except NotImplementedError:  # the year's holidays are not out yet
                self.guessed.add(day.year)
                return day.weekday() < SATURDAY
        self.guessed.add(day.year)
        return day.weekday() < SATURDAY
