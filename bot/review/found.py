"""What checks see of a paper, and what they hand back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from bot.conversation import Severity
from bot.review.consistency import Consistency
from bot.review.paper import Paper, Sentence
from bot.review.parties import Parties, Party, Role
from bot.review.roles import in_roles, pattern

Stance: TypeAlias = Literal["merchant", "provider", "neutral"]


@dataclass(frozen=True)
class Span:
    """`paper.text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """One fault as a check found it: the rule of `risks.yaml` that has the words for it, and where it stands.

    `quoted` is None when something is missing. `fields` fill the `{…}` of the rule's sentences; `{clause}`, `{quote}`
    and the names of the parties are filled for every finding. `severity` stands in place of the rule's where the
    paper's own figures decide. `suggestion` stands in place of the rule's; `replaces` is what it replaces where that
    is not the quote. `clause` is the index of the clause it is about, where nothing is quoted.
    """

    rule: str
    quoted: Span | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    suggestion: str | None = None
    replaces: Span | None = None
    clause: int | None = None


@dataclass(frozen=True)
class Case:
    """What every check is given: the paper, who is who in it, whose side we are on, and the words it needs."""

    paper: Paper
    parties: Parties
    stance: Stance = "merchant"
    words: Consistency = field(default_factory=Consistency)

    @property
    def ours(self) -> Party:
        """The side we are on; the merchant's for a neutral reader, who is told what weighs on either as it is."""
        return self.parties.provider if self.stance == "provider" else self.parties.merchant

    @property
    def theirs(self) -> Party:
        """The other side."""
        return self.parties.merchant if self.stance == "provider" else self.parties.provider

    @property
    def mine(self) -> Role:
        """The role of the side we are on."""
        return "provider" if self.stance == "provider" else "merchant"

    def said(self, sentence: Sentence) -> str:
        """The sentence with one character for each side (`bot.review.roles`)."""
        return self._said(sentence.text)

    def lead_in(self, sentence: Sentence) -> str:
        """The words that a list item goes on from (「乙方不得有下列行为：」), in roles; nothing for what is no item."""
        return self._said(self.paper.lead_in(sentence.clause))

    def clause_said(self, clause: int) -> str:
        """All sentences of the clause of that index, in roles."""
        return "".join(self.said(sentence) for sentence in self.paper.sentences_of(clause))

    def search(self, written: str, said: str) -> re.Match[str] | None:
        """Where a pattern with `<ours>`, `<theirs>` and the like is met by words in roles."""
        return self.pattern(written).search(said)

    def pattern(self, written: str) -> re.Pattern[str]:
        """A pattern for words in roles: `<ours>`, `<theirs>`, `<merchant>`, `<provider>`, `<either>`."""
        return pattern(written, self.mine)

    def _said(self, text: str) -> str:
        if text not in self._in_roles:
            self._in_roles[text] = in_roles(text, self.parties)
        return self._in_roles[text]

    @cached_property
    def _in_roles(self) -> dict[str, str]:
        return {}

    def fill(self, pattern: str) -> str:
        """A rule's pattern for this paper: `<ours>`, `<theirs>`, `<merchant>`, `<provider>`, `<either>`."""
        own = pattern.replace("<ours>", self.ours.pattern).replace("<theirs>", self.theirs.pattern)
        return self.parties.fill(own)


Check: TypeAlias = Callable[[Case], Iterator[Found]]
