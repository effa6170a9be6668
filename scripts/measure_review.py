"""How long a review takes and how much memory: python scripts/measure_review.py [PAGES ...]

Makes a Word file of that many pages (700 characters each) from the contracts of the evaluation, reads and reviews it in a
process of its own, and writes the redline with every suggestion tracked.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.evaluation.bench import project_file
from bot.evaluation.review_papers import load_papers
from bot.evaluation.review_word import word_file

PAGES = (20, 100, 200)
PAGE = 700
"""Characters on a page of a Chinese contract."""


def main() -> None:
    """Print a line for each length."""
    sys.stdout.write("pages  characters  findings  read s  review s  redline s  peak MB\n")
    for pages in [int(word) for word in sys.argv[1:]] or PAGES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            sys.stdout.write(f"{pool.apply(measured, (pages,))}\n")
            sys.stdout.flush()


def measured(pages: int) -> str:
    """One line of the table."""
    from bot.conversation import Attachment
    from bot.drafting.library import ClauseLibrary
    from bot.review.editing import changes
    from bot.review.handed import Intake
    from bot.review.phrases import ReviewPhrases
    from bot.review.redline import redline
    from bot.review.reviewing import Reviewer
    from bot.review.state import kept
    from bot.settings import load_settings

    knowledge = load_settings().bot_knowledge_dir
    reviewer = Reviewer(knowledge, ClauseLibrary.load(knowledge / "clauses"), lambda reference: True)
    intake = Intake.load(knowledge, ReviewPhrases.load(knowledge))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.docx"
        path.write_bytes(word_file(long_text(pages * PAGE), automatic=False))
        start = time.perf_counter()
        handed = intake.take([Attachment(str(path), path.name)])
        read = time.perf_counter()
        review = reviewer.review(handed.document)
        found = time.perf_counter()
        held = kept(review, handed.path, handed.name)
        redline(path.read_bytes(), handed.document, changes(held), "x", datetime(2026, 1, 1, tzinfo=UTC))
        done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{pages:5}  {len(handed.document.text):10}  {len(review.findings):8}  {read - start:6.2f}  {found - read:8.2f}"
        f"  {done - found:9.2f}  {peak:7.0f}"
    )


def long_text(characters: int) -> str:
    """One paper out of many: the first contract whole, then clauses of the others as numbered annexes."""
    papers = [paper.text for _, _, paper in load_papers(project_file("review"))]
    text, at = papers[0], 1
    while len(text) < characters:
        body = papers[at % len(papers)]
        text += f"\n附件{at} 补充条款\n{body}"
        at += 1
    return text[:characters]


if __name__ == "__main__":
    main()
