"""Makes the PDF files of the contracts with a key: python scripts/review_pdfs.py

Each contract in tests/data/review whose key says `file: pdf` gets a PDF beside it, a paragraph a line, tables ruled.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.evaluation.bench import project_file
from bot.evaluation.review_papers import load_papers

_ROW = re.compile(r"^\|.*\|$")


def main() -> None:
    """Write every PDF."""
    for _, source, paper in load_papers(project_file("review")):
        if paper.file == "pdf":
            source.with_suffix(".pdf").write_bytes(pdf_file(paper.text))


def pdf_file(text: str) -> bytes:
    """A PDF of the text; the same text gives the same bytes."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK")
    story: list[Flowable] = []
    rows: list[list[Paragraph]] = []
    for line in [*text.splitlines(), ""]:
        if _ROW.match(line.strip()):
            rows.append(
                [Paragraph(_escaped(cell.strip()), style) for cell in line.strip().strip("|").split("|")]
            )
            continue
        if rows:
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
            rows = []
        if line.strip():
            story.append(Paragraph(_escaped(line.strip()), style))
    target = io.BytesIO()
    SimpleDocTemplate(target, invariant=True).build(story)
    return target.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("  ", "&nbsp; ")


if __name__ == "__main__":
    main()
