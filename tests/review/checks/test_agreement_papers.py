"""Small contracts of many hands: what disagrees in them is found, what only looks like it is left alone."""

from __future__ import annotations

import pytest
from agreement_papers import AgreementPaper, AgreementPapers, outcome

FILE = AgreementPapers.load()


@pytest.mark.parametrize("paper", FILE.papers, ids=lambda paper: paper.id)
def test_the_faults_and_nothing_else_are_found(paper: AgreementPaper) -> None:
    assert outcome(paper, FILE.whole(paper)) == ([], [])
