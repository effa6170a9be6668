"""Pages with ruled tables, drawn as the programs draw that make contracts."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

Drawn: TypeAlias = tuple[float, float, float, float]
"""A straight line from x1, y1 to x2, y2, in points from the left and from the bottom."""

Rule: TypeAlias = Callable[[Any, Sequence[Drawn]], None]


def strokes(canvas: Any, lines: Sequence[Drawn]) -> None:
    """Each line a path of its own."""
    for line in lines:
        canvas.line(*line)


def one_path(canvas: Any, lines: Sequence[Drawn]) -> None:
    """All lines in one path."""
    path = canvas.beginPath()
    for x1, y1, x2, y2 in lines:
        path.moveTo(x1, y1)
        path.lineTo(x2, y2)
    canvas.drawPath(path, stroke=1, fill=0)


def thin_areas(canvas: Any, lines: Sequence[Drawn]) -> None:
    """Each line a filled rectangle, as Word draws them."""
    for x1, y1, x2, y2 in lines:
        canvas.rect(x1, y1, max(x2 - x1, 0.5), max(y2 - y1, 0.5), stroke=0, fill=1)


def moved(canvas: Any, lines: Sequence[Drawn]) -> None:
    """Each line drawn elsewhere at half the size, and brought to its place by the matrix."""
    canvas.saveState()
    canvas.translate(40, 60)
    canvas.scale(2, 2)
    strokes(canvas, [((a - 40) / 2, (b - 60) / 2, (c - 40) / 2, (d - 60) / 2) for a, b, c, d in lines])
    canvas.restoreState()


def rectangles(canvas: Any, columns: Sequence[float], rows: Sequence[float]) -> None:
    """A rectangle for each cell of a grid."""
    for left, right in pairwise(columns):
        for top, bottom in pairwise(rows):
            canvas.rect(left, bottom, right - left, top - bottom)


def grid(columns: Sequence[float], rows: Sequence[float]) -> list[Drawn]:
    """The lines of a whole grid; rows from the top down."""
    across = [(columns[0], y, columns[-1], y) for y in rows]
    return across + [(x, rows[-1], x, rows[0]) for x in columns]


def written(
    canvas: Any, columns: Sequence[float], rows: Sequence[float], texts: Sequence[Sequence[str]]
) -> None:
    """The texts in their cells; a line end begins a new line in the cell."""
    for top, row in zip(rows, texts, strict=False):
        for left, text in zip(columns, row, strict=False):
            for depth, line in enumerate(text.split("\n")):
                canvas.drawString(left + 4, top - 14 - 13 * depth, line)


def story(build: Callable[[Any], list[Any]]) -> bytes:
    """A PDF of paragraphs and tables that flow over its pages, with a running head and a number on each.

    `build` gets the style of a paragraph and gives what is to be set.
    """
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK")

    def margins(canvas: Any, template: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, 810, "客服外包合同 编号 HT-1")
        canvas.drawCentredString(300, 20, f"第 {template.page} 页")

    target = io.BytesIO()
    SimpleDocTemplate(target).build(build(style), onFirstPage=margins, onLaterPages=margins)
    return target.getvalue()


def set_table(
    style: Any, rows: Sequence[Sequence[str]], *more: Any, widths: Any = None, repeat: int = 0
) -> Any:
    """A ruled table of paragraphs; `more` are commands of its style."""
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    cells = [[Paragraph(text, style) for text in row] for row in rows]
    ruled = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
    return Table(cells, colWidths=widths, repeatRows=repeat, style=[ruled, *more])
