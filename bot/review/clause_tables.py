"""A contract that stands in a table (number, heading, words): its rows as the clauses that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.documents.model import Block, Document
from bot.documents.numbering import parse

LEAST_ROWS = 4
"""Rows of words that make a table one of clauses, and not of prices."""

LEAST_WORDS = 30
"""Characters in the last cell of a row of words."""

LONGEST_TITLE = 24
_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}|第.{1,3}[条條]")
_SENTENCE = re.compile("[。；;]")


def clause_blocks(document: Document) -> Iterator[Block]:
    """The blocks of a document, where rows of a table of clauses are a heading and a paragraph each."""
    rows = [
        len(_cells(row)) for block in document.blocks for row in _rows(document, block) if _is_clause(row)
    ]
    is_table_of_clauses = len(rows) >= LEAST_ROWS
    for block in document.blocks:
        if block.kind != "table" or not is_table_of_clauses:
            yield block
            continue
        at = block.start
        for row in _rows(document, block):
            yield from (
                _clause(row, at, block) if _is_clause(row) else [replace(block, start=at, end=at + len(row))]
            )
            at += len(row) + 1


def _rows(document: Document, block: Block) -> list[str]:
    return document.block_text(block).split("\n") if block.kind == "table" else []


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def _is_clause(row: str) -> bool:
    """Whether a row is a heading (perhaps behind a number) and then sentences."""
    cells = _cells(row)
    if not 2 <= len(cells) <= 3 or len(cells[-1]) < LEAST_WORDS or not _SENTENCE.search(cells[-1]):
        return False
    *numbers, title = cells[:-1]
    return 0 < len(title) <= LONGEST_TITLE and all(_NUMBER.fullmatch(number) for number in numbers)


def _clause(row: str, at: int, block: Block) -> Iterator[Block]:
    """A row as a heading and the words under it."""
    bar = row.rindex("|")
    head = row[:bar].rstrip()
    words = bar + 1 + len(row[bar + 1 :]) - len(row[bar + 1 :].lstrip())
    number = parse(head)
    first = _cells(row)[0]
    visible = number.visible if number else (first if _NUMBER.fullmatch(first) else "")
    heading = Block(at, at + len(head), "heading", block.headings, visible, len(block.headings) + 1)
    yield heading
    yield Block(at + words, at + len(row), "paragraph", (*block.headings, head), "", 0)
