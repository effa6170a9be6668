"""The gate between a language model and the reader: only sentences that their cited sources bear out get through.

A sentence is kept when it names a source that is there, that source speaks of the same thing, and every figure,
law, article and quotation in it stands in a cited source or in the user's own words. What is kept comes with the
exact words of the source behind it; what is not comes with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.answering.sentence_stream import MARKER, marker_numbers
from bot.quantities import Quantity, parse, supports
from bot.retrieval.passages import Passage
from bot.retrieval.sentences import sentences

Reason: TypeAlias = Literal[
    "empty", "no_source", "unknown_source", "unrelated", "figure", "law", "quote", "repeated", "instructions"
]

SHARED_AT_LEAST = 0.12
"""Share of a sentence's character pairs that a source must hold to bear it, where no figure ties them together."""

ECHO_FROM = 0.8
"""Share of a sentence's character pairs in the instructions from which it is taken for a copy of them."""

SHORTEST_QUOTE = 8


@dataclass(frozen=True)
class SourceWords:
    """What bears one sentence: `document.text[start:end]` of the passage whose id is `source`."""

    text: str
    source: str
    start: int
    end: int


@dataclass(frozen=True)
class Kept:
    """A sentence that may be shown, as Markdown with its markers at the end.

    `limit` says what the sources do not hold and has no marker. `layout` is the line break and bullet that
    stand before the sentence and are part of `text`.
    """

    text: str
    markers: tuple[str, ...] = ()
    words: tuple[SourceWords, ...] = ()
    limit: bool = False
    layout: str = ""


@dataclass(frozen=True)
class Dropped:
    """A sentence that may not be shown, and what in it (`detail`) was not borne out."""

    text: str
    reason: Reason
    detail: str = ""
    layout: str = ""


@dataclass(frozen=True)
class GateReport:
    """What became of an answer: `kept` sentences with sources, those dropped, and the words behind the kept.

    `prompt` is the hash of the prompt files that were used.
    """

    kept: int
    dropped: tuple[Dropped, ...]
    words: tuple[SourceWords, ...]
    prompt: str = ""
    stopped: bool = False


_LAYOUT = re.compile(
    r"\s*(?:(?:[-*+•·]|#{1,6}|>|\d{1,2}[.)](?!\d))[ \t]+|\d{1,2}[、）]|[（(]\d{1,2}[)）])*\s*"
)
_HTML = re.compile(r"<[^<>]{0,300}>")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^)\s]+)[^)]*\)|\(?https?://[^\s)）]+\)?")
_LIMIT = re.compile(
    r"(?:另外[,，]?)?(?:以上|现有|给出的|这些|提供的)?资料(?:里|中|内)?(?:都|也|并)?(?:没有?|未)"
)
_BOOK = re.compile(r"《([^《》]{2,40})》")
_LAW = (
    r"民法典|(?:劳动)?合同法|劳动法|电子商务法|消费者权益保护法|反不正当竞争法|反垄断法|个人信息保护法|数据安全法|网络安全法"
    r"|著作权法|商标法|专利法|广告法|民事诉讼法|仲裁法|公司法|刑法|社会保险法|税法|司法解释"
)
_NAMED_LAW = re.compile(_LAW)
_ARTICLE = re.compile(rf"(?:《([^《》]{{2,40}})》|({_LAW}))\s*(第\s*[\d零〇一二三四五六七八九十百千]+\s*条)")
_LAW_SAYS = re.compile(
    r"(?<!不是)(?<!并非)(?<!没有)(?<!而非)(?<!还是)(?:法律(?:明确|明文)?(?:规定|要求|上规定)|法定)"
)
_QUOTE = re.compile(rf"[“「『]([^”」』]{{{SHORTEST_QUOTE},}})[”」』]")
_ANAPHORA = re.compile(r"(?:[这那该]|以上|上述|前述)$")
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9%‰]")
_STATE = "中华人民共和国"


class _Evidence:
    """A passage as the gate looks at it: all that a reader of the citation sees, and what it holds."""

    def __init__(self, passage: Passage) -> None:
        seen = (passage.text, passage.title, passage.source, *passage.headings, passage.locator, passage.date)
        self.passage = passage
        self.text = "\n".join(seen)
        self.figures = parse(self.text)
        self.pairs = _pairs(self.text)
        self.spans = [(span, _pairs(span.text), parse(span.text)) for span in sentences(passage.text)]

    def words(self, body: frozenset[str], figures: Sequence[Quantity]) -> SourceWords | None:
        """The sentence of the passage nearest to a sentence with these character pairs and figures."""

        def nearness(at: int) -> float:
            _, pairs, own = self.spans[at]
            borne = sum(any(supports(mine, figure) for mine in own) for figure in figures)
            return len(body & pairs) / (len(body) or 1) + borne / (len(figures) or 1)

        if not self.spans:
            return None
        span = self.spans[max(range(len(self.spans)), key=nearness)][0]
        start = self.passage.start
        return SourceWords(span.text, self.passage.id, start + span.start, start + span.end)


class Gate:
    """Checks one answer. `markers` maps passage ids to the numbers the model was shown.

    `own_words` are the user's turns, whose figures may be repeated; `instructions` is the prompt's own text,
    which may not. Passages without a marker cannot be cited.
    """

    def __init__(
        self,
        passages: Iterable[Passage],
        markers: Mapping[str, str],
        own_words: Sequence[str] = (),
        instructions: str = "",
    ) -> None:
        self._evidence = {markers[p.id]: _Evidence(p) for p in passages if p.id in markers}
        self._own = "\n".join(own_words)
        self._own_figures = parse(self._own)
        self._instructions = _pairs(instructions)
        self._said: set[str] = set()

    def check(self, sentence: str, borrowed: tuple[str, ...] = (), items: int = 0) -> Kept | Dropped:
        """Whether `sentence` may be shown.

        `borrowed` are markers for a lead line that has none of its own; `items` is how many items its list has,
        which it may say.
        """
        layout, body, named = _taken_apart(sentence)
        pairs = _pairs(body)
        named = named or borrowed
        if not pairs:
            return Dropped(sentence, "empty", layout=layout)
        if self._instructions and len(pairs & self._instructions) / len(pairs) >= ECHO_FROM:
            return Dropped(sentence, "instructions", layout=layout)
        if _bare(body) in self._said:
            return Dropped(sentence, "repeated", layout=layout)
        figures = [q for q in _claims(body) if not (items and q.kind == "count" and q.value == items)]
        if _LIMIT.match(body):
            verdict = self._limit(sentence, layout, body, figures)
        else:
            verdict = self._cited(sentence, layout, body, pairs, figures, named, lead=bool(borrowed))
        if isinstance(verdict, Kept):
            self._said.add(_bare(body))
        return verdict

    def _limit(self, sentence: str, layout: str, body: str, figures: Sequence[Quantity]) -> Kept | Dropped:
        """「资料里没有写……」 needs no source, and may name no figure but the user's."""
        for figure in figures:
            if not self._borne(figure, ()):
                return Dropped(sentence, "figure", figure.text, layout)
        if law := self._unknown_law(body, ()):
            return Dropped(sentence, "law", law, layout)
        return Kept(layout + body, limit=True, layout=layout)

    def _cited(
        self,
        sentence: str,
        layout: str,
        body: str,
        pairs: frozenset[str],
        figures: Sequence[Quantity],
        named: tuple[str, ...],
        lead: bool,
    ) -> Kept | Dropped:
        if not named:
            return Dropped(sentence, "no_source", layout=layout)
        there = {marker: self._evidence[marker] for marker in named if marker in self._evidence}
        if not there:
            return Dropped(sentence, "unknown_source", "".join(f"[{marker}]" for marker in named), layout)
        sources = {m: e for m, e in there.items() if lead or _bears(e, pairs, figures)}
        if not sources:
            return Dropped(sentence, "unrelated", layout=layout)
        evidence = tuple(sources.values())
        for figure in figures:
            if not self._borne(figure, evidence):
                return Dropped(sentence, "figure", figure.text, layout)
        if law := self._unknown_law(body, evidence):
            return Dropped(sentence, "law", law, layout)
        seen = _squeezed("\n".join((*(e.text for e in evidence), self._own)))
        for quote in _QUOTE.findall(body):
            if _squeezed(quote) not in seen:
                return Dropped(sentence, "quote", quote, layout)
        words = tuple(found for e in evidence if (found := e.words(pairs, figures)))
        shown = layout + body + "".join(f"[{marker}]" for marker in sources)
        return Kept(shown, tuple(sources), words, layout=layout)

    def _borne(self, figure: Quantity, evidence: Sequence[_Evidence]) -> bool:
        return any(supports(own, figure) for own in self._own_figures) or any(
            supports(held, figure) for e in evidence for held in e.figures
        )

    def _unknown_law(self, body: str, evidence: Sequence[_Evidence]) -> str:
        """The first law, article or 「法律规定」 of `body` that no source names; empty when there is none."""
        text = _squeezed("\n".join((*(e.text for e in evidence), self._own))).replace(_STATE, "")
        for name in (*_BOOK.findall(body), *_NAMED_LAW.findall(body)):
            if _squeezed(name).replace(_STATE, "") not in text:
                return str(name)
        held = _articles(text)
        for e in evidence:
            name = _squeezed(e.passage.source).replace(_STATE, "").strip("《》")
            held |= {
                (name, q.value) for q in parse(e.passage.locator) if q.kind == "ordinal" and q.unit == "条"
            }
        for wanted in _articles(_squeezed(body).replace(_STATE, "")):
            if wanted not in held:
                return f"{wanted[0]}第{wanted[1]}条"
        says = _LAW_SAYS.search(body)
        return says[0] if says and not re.search(r"法律(?!适用)|法定|法典|法》", text) else ""


def _taken_apart(sentence: str) -> tuple[str, str, tuple[str, ...]]:
    """Layout, plain words and the numbers of the markers, each once.

    Emphasis, images, links and HTML of the model are taken out; `~` would strike out what lies between two.
    """
    text = _IMAGE.sub("", _HTML.sub("", sentence))
    numbers = tuple(
        dict.fromkeys(number for mark in MARKER.finditer(text) for number in marker_numbers(mark[0]))
    )
    text = _LINK.sub(lambda match: match[1] or "", MARKER.sub("", text))
    head = _LAYOUT.match(text)
    end = head.end() if head else 0
    body = re.sub(r"[*_`|]+", "", text[end:]).replace("~", "～")
    body = re.sub(r"[ \t]+(?=[。，；：！？,;:!?]|$)", "", body).strip()
    return _layout(text[:end]), body, numbers


def _layout(written: str) -> str:
    """The line break and the bullet or number, without headings and quotation marks."""
    breaks = "\n" * min(written.count("\n"), 2)
    number = re.search(r"(\d{1,2})[.、)）]", written)
    bullet = f"{number[1]}. " if number else "- " if re.search(r"[-*+•·]", written) else ""
    return breaks + bullet


def _claims(body: str) -> list[Quantity]:
    """The figures that need a source: not 一 as an article (一份合同), not 这两条 pointing back."""
    return [
        q
        for q in parse(body)
        if not (q.kind == "count" and q.value == 1 and q.text.startswith("一"))
        and not (q.kind == "count" and q.value <= 10 and _ANAPHORA.search(body[: q.start]))
    ]


def _bears(evidence: _Evidence, pairs: frozenset[str], figures: Sequence[Quantity]) -> bool:
    if any(supports(held, figure) for figure in figures for held in evidence.figures):
        return True
    return len(pairs & evidence.pairs) / len(pairs) >= SHARED_AT_LEAST


def _articles(text: str) -> set[tuple[str, object]]:
    """Law and article number of every 《…》第N条 in squeezed `text`."""
    return {(m[1] or m[2], parse(m[3])[0].value) for m in _ARTICLE.finditer(text) if parse(m[3])}


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, punctuation left out; a single character stands for itself."""
    bare = _bare(text)
    return frozenset(bare[at : at + 2] for at in range(max(len(bare) - 1, 0))) or frozenset(bare)
