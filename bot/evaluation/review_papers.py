"""Contracts with a key: read from YAML, and written as the files that the other side would send."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.conversation import Severity
from bot.data_files import load_yaml
from bot.evaluation.review_word import word_file
from bot.review.categories import Category

Half: TypeAlias = Literal["tune", "held"]
FileKind: TypeAlias = Literal["docx", "pdf", "txt", "gbk", "utf16", "md"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(_Model):
    """One finding that is right: planted, or allowed. Without a quote: a thing that is missing, or the category
    wherever it stands."""

    category: Category
    severity: Severity = "medium"
    quote: str | None = None


class KeyedPaper(_Model):
    """One contract. `clean` says that no finding of severity high may be made on it."""

    about: str
    file: FileKind
    layout: Literal["auto", "typed"] = "typed"
    clean: bool = False
    merchant: str = "甲方"
    text: str = Field(min_length=200)
    faults: tuple[Fault, ...] = ()
    allowed: tuple[Fault, ...] = ()


def load_papers(folder: Path) -> Iterator[tuple[Half, str, KeyedPaper]]:
    """Every paper below a folder with its half and name; ConfigurationError names file, line and field."""
    halves: tuple[Half, Half] = ("tune", "held")
    for half in halves:
        for path in sorted((folder / half).glob("*.yaml")):
            yield half, path.stem, load_yaml(path, KeyedPaper)


def written(paper: KeyedPaper, folder: Path, name: str) -> Path:
    """The paper as a file in the folder."""
    suffix = {"gbk": "txt", "utf16": "txt"}.get(paper.file, paper.file)
    path = folder / f"{name}.{suffix}"
    match paper.file:
        case "docx":
            path.write_bytes(word_file(paper.text, automatic=paper.layout == "auto"))
        case "pdf":
            path.write_bytes(pdf_file(paper.text))
        case "gbk":
            path.write_bytes(paper.text.encode("gb18030"))
        case "utf16":
            path.write_bytes(paper.text.encode("utf-16"))
        case _:
            path.write_text(paper.text, encoding="utf-8")
    return path


_ROW = re.compile(r"^\|.*\|$")


def pdf_file(text: str) -> bytes:
    """A PDF of the text, a paragraph a line, tables as ruled tables. Needs reportlab, which tests install."""
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
            rows.append([Paragraph(_escaped(cell), style) for cell in cells(line)])
            continue
        if rows:
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
            rows = []
        if line.strip():
            story.append(Paragraph(_escaped(line.strip()), style))
    target = io.BytesIO()
    SimpleDocTemplate(target).build(story)
    return target.getvalue()


def cells(row: str) -> list[str]:
    """The cells of a row `| a | b |`."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("  ", "&nbsp; ")
