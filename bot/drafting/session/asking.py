"""What to ask for next, and what a statement settles by the way (`knowledge/drafting/asking.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import fault, load_yaml
from bot.drafting.library import ClauseLibrary

MOST_AT_ONCE = 2
"""Questions of one reply."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(_Data):
    """A parameter and the words that ask for it."""

    parameter: str
    ask: str = Field(min_length=1)


class Follows(_Data):
    """Facts that, all stated by the user, settle another one that was not."""

    stated: tuple[str, ...] = Field(min_length=1)
    parameter: str
    value: str


class AskingRules(_Data):
    """The whole file; the order of the questions is their importance."""

    questions: tuple[Question, ...]
    follows: tuple[Follows, ...]

    @classmethod
    def load(cls, path: Path, library: ClauseLibrary) -> AskingRules:
        """The file, checked against the library. Raises ConfigurationError that names file, line and field."""
        rules = load_yaml(path, cls)
        for at, question in enumerate(rules.questions):
            if question.parameter not in library.parameters:
                raise fault(path, ("questions", at, "parameter"), f"没有参数 {question.parameter}")
        for at, one in enumerate(rules.follows):
            for name in (*one.stated, one.parameter):
                if name not in library.parameters:
                    raise fault(path, ("follows", at), f"没有参数 {name}")
        return rules

    def next(self, blanks: Iterable[str], withheld: Iterable[str]) -> tuple[Question, ...]:
        """The most important questions about what is still blank and may be asked for."""
        open_ = set(blanks) - set(withheld)
        return tuple(q for q in self.questions if q.parameter in open_)[:MOST_AT_ONCE]

    def settled(self, given: Mapping[str, str], stated: Iterable[str]) -> dict[str, str]:
        """What `stated` facts settle beside themselves, where the user has not given that fact."""
        newly, found = set(stated), dict[str, str]()
        for rule in self.follows:
            told = all(name in given for name in rule.stated) and newly & set(rule.stated)
            if told and rule.parameter not in given and rule.parameter not in found:
                found[rule.parameter] = rule.value
        return found
