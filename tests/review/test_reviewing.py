"""What to settle before signing."""

from __future__ import annotations

from pathlib import Path

from drafting.drafting_samples import KNOWLEDGE, real

from bot.documents import read_documents
from bot.evaluation.bench import project_file
from bot.evaluation.review_papers import load_papers, written
from bot.review.reviewing import Reviewer


def test_one_fault_is_told_once_among_what_to_settle_first(tmp_path: Path) -> None:
    source, paper = next(
        (source, paper) for _, source, paper in load_papers(project_file("review")) if source.stem == "brand"
    )
    document = read_documents(written(paper, source, tmp_path))[0]
    review = Reviewer(KNOWLEDGE, real(), lambda reference: True).review(document)
    grave = [one for one in review.findings if one.category == "unfair/unequal_damages"]
    assert len(grave) > 1 and len({one.clause for one in grave}) < len(grave)
    first = [one for one in review.findings if one.id in review.first]
    assert len({(one.category, one.clause) for one in first}) == len(first)
    assert not any(
        one is not other and one.start < other.end and other.start < one.end
        for one in first
        for other in first
    )
