"""Contracts with a key: read from YAML, and written as the files that the other side would send."""

from __future__ import annotations

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


def load_papers(folder: Path) -> Iterator[tuple[Half, Path, KeyedPaper]]:
    """Every paper below a folder with its half and its file; ConfigurationError names file, line and field."""
    halves: tuple[Half, Half] = ("tune", "held")
    for half in halves:
        for path in sorted((folder / half).glob("*.yaml")):
            yield half, path, load_yaml(path, KeyedPaper)


def written(paper: KeyedPaper, source: Path, folder: Path) -> Path:
    """The paper as a file in the folder. Its PDF lies beside the key, made by `scripts/review_pdfs.py`."""
    name = source.stem
    suffix = {"gbk": "txt", "utf16": "txt"}.get(paper.file, paper.file)
    path = folder / f"{name}.{suffix}"
    match paper.file:
        case "docx":
            path.write_bytes(word_file(paper.text, automatic=paper.layout == "auto"))
        case "pdf":
            path.write_bytes(source.with_suffix(".pdf").read_bytes())
        case "gbk":
            path.write_bytes(paper.text.encode("gb18030"))
        case "utf16":
            path.write_bytes(paper.text.encode("utf-16"))
        case _:
            path.write_text(paper.text, encoding="utf-8")
    return path
