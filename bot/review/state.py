"""A review that is kept: what the page shows, what the chat speaks of, and what was decided on each suggestion."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.conversation import Finding
from bot.review.found import Stance
from bot.review.review import Covered, Review

Choice: TypeAlias = Literal["accepted", "ignored"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Decision(_Model):
    """What the reader decided on a suggestion; `text` is their own wording where they changed it."""

    choice: Choice
    text: str = ""


class KeptClause(_Model):
    """A clause of the paper: its place in the text, its name, how deep it stands (0 = outermost)."""

    start: int
    end: int
    name: str
    number: str
    title: str
    kind: str
    depth: int
    parent: int | None


class KeptReview(_Model):
    """A review as a conversation keeps it.

    `path` is where the file lies, `name` what its owner calls it, `sha256` what it held when it was reviewed.
    `old_path` and `old_name` are the earlier version it was compared with, empty without one.
    `merchant`, `provider` are the labels in the paper; `told` whether the paper tells who is who.
    """

    name: str
    path: str
    sha256: str
    stance: Stance
    merchant: str
    provider: str
    told: bool
    title: str
    text: str
    clauses: tuple[KeptClause, ...]
    findings: tuple[Finding, ...]
    coverage: tuple[Covered, ...]
    first: tuple[str, ...]
    notices: tuple[str, ...]
    old_path: str = ""
    old_name: str = ""
    decisions: dict[str, Decision] = Field(default_factory=dict)

    @property
    def to_settle(self) -> tuple[Finding, ...]:
        """What to settle before signing, in the order of the paper."""
        return tuple(finding for finding in self.findings if finding.id in self.first)

    def finding(self, identity: str) -> Finding | None:
        """The finding of that id, or None."""
        return next((finding for finding in self.findings if finding.id == identity), None)

    def decided(self, identity: str, decision: Decision | None) -> KeptReview:
        """The review with a decision on one finding; None takes it back."""
        others = {name: made for name, made in self.decisions.items() if name != identity}
        return self.model_copy(update={"decisions": {**others, **({identity: decision} if decision else {})}})

    def with_decisions_of(self, earlier: KeptReview) -> KeptReview:
        """The review with the decisions of an earlier one of the same paper, where both found the same."""
        if earlier.sha256 != self.sha256:
            return self
        made = {_place(found): earlier.decisions.get(found.id) for found in earlier.findings}
        decisions = {found.id: decision for found in self.findings if (decision := made.get(_place(found)))}
        return self.model_copy(update={"decisions": decisions})

    def wording(self, finding: Finding) -> str:
        """The text of a suggestion as it would go into the paper: the reader's own where they wrote one."""
        decision = self.decisions.get(finding.id)
        return (decision.text if decision else "") or finding.suggestion


def _place(finding: Finding) -> tuple[str, int, int]:
    """What makes a finding the same in two reviews of one paper: ids are only numbers."""
    return finding.rule, finding.start, finding.end


def kept(review: Review, path: str, name: str) -> KeptReview:
    """The review as it is kept."""
    paper = review.paper
    clauses = []
    for clause in paper.clauses:
        clauses.append(
            KeptClause(
                start=clause.start,
                end=clause.end,
                name=paper.name(clause),
                number=clause.visible,
                title=clause.title,
                kind=clause.kind,
                depth=len(paper.path(clause)) - 1,
                parent=clause.parent,
            )
        )
    return KeptReview(
        name=name,
        path=path,
        sha256=paper.document.sha256,
        stance=review.stance,
        merchant=review.parties.merchant.label,
        provider=review.parties.provider.label,
        told=review.parties.told,
        title=paper.document.meta.title,
        text=paper.text,
        clauses=tuple(clauses),
        findings=review.findings,
        coverage=review.coverage,
        first=review.first,
        notices=review.notices,
    )


def review_in(text: str) -> KeptReview | None:
    """The review kept in a conversation; None where there is none or it is of another version of the product."""
    try:
        return KeptReview.model_validate_json(text) if text else None
    except ValidationError:
        return None
