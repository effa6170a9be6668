"""What is handed over for review: files or pasted text, and which of them is the paper."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.conversation import Attachment
from bot.documents.isolated import read_isolated
from bot.documents.model import Block, Document, DocumentMeta
from bot.documents.numbering import parse
from bot.documents.outline import Line, outline
from bot.documents.titles import with_title
from bot.errors import InputError
from bot.review.kinds import Is, Kinds, Seeming
from bot.review.phrases import ReviewPhrases
from bot.review.state import KeptReview

PASTED = "贴出来的合同"
SHORT = 300
"""Characters below which a pasted text is a question about a clause and no paper."""

VERSION, SURE_VERSION = 0.25, 0.6
"""Share of common lines from which two files are versions of one paper: where the message asks to compare, and where it
does not."""

_COMPARES = re.compile("比较|对比|比一?比|区别|不同|改了|改动|变化|差异|新版|旧版|两版|两个版本")
_NEWER = re.compile("新|改|修订|v2|V2|终|final|二稿|第二")
_OLDER = re.compile("旧|原|初|v1|V1|一稿|第一")
_CLAUSES = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+条|[一二三四五六七八九十]+、|\d{1,2}[、.．])", re.MULTILINE
)


@dataclass(frozen=True)
class Handed:
    """The paper: its document, where it lies (empty for pasted text), what its owner calls it, what to say of the rest.

    `refusal` says in one sentence why nothing can be reviewed; then the document is empty.
    """

    document: Document
    path: str
    name: str
    notices: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True)
class Versions:
    """Two versions of one paper."""

    old: Handed
    new: Handed


class Intake:
    """Takes papers in."""

    def __init__(self, kinds: Kinds, phrases: ReviewPhrases) -> None:
        self._kinds = kinds
        self._phrases = phrases

    @classmethod
    def load(cls, knowledge: Path, phrases: ReviewPhrases) -> Intake:
        """With the kinds of papers of the knowledge folder."""
        return cls(Kinds.load(knowledge), phrases)

    def is_pasted(self, text: str) -> bool:
        """Whether a turn's text is a paper: long, in clauses, and in the words of a contract."""
        if len(text) < SHORT or len(_CLAUSES.findall(text)) < 3:
            return False
        return self._kinds.of(text).what != "other"

    def received(self, files: Sequence[Attachment], text: str) -> Handed | Versions:
        """What came with a turn: two versions of one paper, or the paper among files or in the text. Every file is read
        once. Raises InputError where no file can be read."""
        if not files:
            return self._judged(Handed(_document(text, PASTED), "", PASTED))
        papers, notices = self._read(files)
        versions = _versions(papers, text) if len(files) == 2 else None
        return versions or self._chosen(papers, notices)

    def take(self, files: Sequence[Attachment]) -> Handed:
        """The paper among files. Raises InputError where none can be read."""
        return self._chosen(*self._read(files))

    def _chosen(self, papers: list[Handed], notices: list[str]) -> Handed:
        """The most likely contract among papers, the longest of equals."""
        papers, said = self._joined(papers)
        ranked = sorted(
            ((self._kinds.of(paper.document.text), paper) for paper in papers),
            key=lambda pair: (_ORDER.index(pair[0].what), -len(pair[1].document.text)),
        )
        (seeming, best), *others = ranked
        left = tuple(self._phrases.left.format(name=other.name) for _, other in others)
        return self._judged(replace(best, notices=(*best.notices, *notices, *said, *left)), seeming)

    def again(self, review: KeptReview) -> Handed:
        """The paper of an earlier review, from its file or its text. InputError where the file is gone or changed."""
        if not review.path:
            return Handed(_document(review.text, review.name), "", review.name)
        path = Path(review.path)
        if not path.is_file():
            raise InputError(self._phrases.gone)
        document = read_isolated(path)[0]
        if document.sha256 != review.sha256:
            raise InputError(self._phrases.changed)
        return Handed(document, review.path, review.name)

    def _read(self, files: Sequence[Attachment]) -> tuple[list[Handed], list[str]]:
        """Every file once; one that cannot be read costs the others nothing."""
        papers: list[Handed] = []
        notices: list[str] = []
        faults: list[InputError] = []
        for file in files:
            try:
                document = read_isolated(Path(file.path))[0]
            except InputError as error:
                # The reader knows the file by where it lies; its owner knows it by another name.
                told = str(error).replace(Path(file.path).name, file.name)
                faults.append(InputError(told))
                notices.append(told)
                continue
            if any(other.document.sha256 == document.sha256 for other in papers):
                notices.append(self._phrases.same.format(name=file.name))
            else:
                papers.append(Handed(document, file.path, file.name, document.notes))
        if not papers:
            raise faults[0]
        return papers, notices

    def _joined(self, papers: list[Handed]) -> tuple[list[Handed], list[str]]:
        """Two halves of one paper as one: the second goes on with the number after the first's last."""
        for one in papers:
            for other in papers:
                if one is not other and _goes_on(one.document, other.document):
                    text = f"{one.document.text}\n{other.document.text}"
                    whole = Handed(_document(text, one.name), "", one.name, one.notices)
                    rest = [paper for paper in papers if paper not in (one, other)]
                    return [whole, *rest], [self._phrases.joined.format(name=other.name)]
        return papers, []

    def _judged(self, paper: Handed, seeming: Seeming | None = None) -> Handed:
        """The paper with what it seems to be said; refused where it is no contract in Chinese."""
        refusal, notices = self._said(paper, seeming or self._kinds.of(paper.document.text))
        return replace(paper, notices=(*paper.notices, *notices), refusal=refusal)

    def _said(self, paper: Handed, seeming: Seeming) -> tuple[str, list[str]]:
        han = len(re.findall("[\u4e00-\u9fff]", paper.document.text))
        if seeming.what == "reviewed":
            return "", []
        if han < len(paper.document.text) * 0.2 and seeming.what == "contract":
            return self._phrases.foreign.format(name=paper.name), []
        if seeming.what == "contract":
            return "", [self._phrases.other_contract.format(name=paper.name, kind=seeming.name)]
        if seeming.name:
            return self._phrases.not_contract.format(name=paper.name, kind=seeming.name), []
        if len(_CLAUSES.findall(paper.document.text)) >= 3 and re.search(
            "甲方|乙方|双方", paper.document.text
        ):
            return "", [self._phrases.too_short.format(name=paper.name, count=len(paper.document.text))]
        return self._phrases.unknown.format(name=paper.name), []


_ORDER: tuple[Is, ...] = ("reviewed", "contract", "other")
"""What a paper seems to be, the likeliest to be meant first."""


def _versions(papers: Sequence[Handed], text: str) -> Versions | None:
    """The older and the newer of two versions of one paper, where that is what was handed over; None otherwise.

    The first is the older, unless their names say that it is the newer.
    """
    if len(papers) != 2:
        return None
    one, other = papers
    alike = _likeness(one.document, other.document)
    if alike < (VERSION if _COMPARES.search(text) else SURE_VERSION):
        return None
    newer_first = bool(_NEWER.search(one.name)) and not _NEWER.search(other.name)
    return Versions(other, one) if newer_first or _OLDER.search(other.name) else Versions(one, other)


def _document(text: str, name: str) -> Document:
    """Text as a document."""
    title, marked = with_title([Line(line) for line in text.splitlines()], Path(name))
    whole, blocks = outline(marked)
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return Document(DocumentMeta(title=title), whole, blocks, sha256=digest)


def _likeness(one: Document, other: Document) -> float:
    """The share of lines that two papers have in common, without spaces."""
    lines, others = (
        {"".join(document.block_text(b).split()) for b in document.blocks} for document in (one, other)
    )
    return len(lines & others) / max(1, min(len(lines), len(others)))


def _goes_on(one: Document, other: Document) -> bool:
    """Whether the outermost numbers of `other` begin where those of `one` end."""
    first, last = _numbered(one), _numbered(other)
    if not first or not last:
        return False
    before, after = parse(one.block_text(first[-1])), parse(other.block_text(last[0]))
    return bool(
        before
        and after
        and before.style == after.style
        and after.value == before.value + 1
        and before.value >= 2
    )


def _numbered(document: Document) -> list[Block]:
    """The blocks of the outermost series of numbers."""
    numbers = [(block, parse(document.block_text(block))) for block in document.blocks if block.number]
    ranks = [number.rank for _, number in numbers if number]
    return [block for block, number in numbers if number and number.rank == min(ranks)]
