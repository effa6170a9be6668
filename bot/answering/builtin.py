"""The built-in engine: an answer put together from the passages' own sentences, with no model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.answer import Said
from bot.answering.asking import Asked
from bot.answering.choosing import Chooser, Chosen
from bot.answering.side import Side
from bot.answering.smalltalk import Phrases
from bot.glossary import Glossary
from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.question import SearchQuestion
from bot.retrieval.retriever import Result
from bot.retrieval.sentences import sentences

_LABEL = re.compile(r"^(?:[^，。；：]{1,8}：|按本协议，)(?=.)")
_CONNECTIVE = re.compile(r"^(?:综上(?:所述)?|总之|总的来说)，")
_END = re.compile(r"[；;，,：:]$")
_CAN = re.compile(r"(能不能|可不可以|可以.*[吗么不]|行不行|能.*[吗么不]$|行吗|能否|可否|^(can|may)\b)")
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+|[0-9]+)、")
_PARTY = re.compile(r"(?<!甲乙)(?<!双方)(甲方|乙方)(?![/、和乙甲双])")
_SOMEONE_ELSE = re.compile(r"我[^，。]{0,6}的(公司|店|朋友|亲戚|老婆|老公|合伙人)")
MOST_ALSO = 3
"""Sentences of a linked passage that are told."""

LONGEST_LINE = 80
"""Characters of a sentence that still fits a line of an overview."""

_OVERVIEW_KINDS = frozenset({"list", "how_many", "how", "why", "general", "what"})


class BuiltinEngine:
    """Answers from one generation of the index."""

    def __init__(self, contents: Contents, phrases: Phrases, glossary: Glossary) -> None:
        self._contents = contents
        self._chooser = Chooser(contents)
        self._phrases = phrases
        self._glossary = glossary
        self._platforms = {name for passage in contents.passages for name in passage.platforms}

    def answer(self, asked: Asked, result: Result, side: Side = "甲方") -> list[Said]:
        """The sentences of the answer, the one that answers first; never empty for a result with hits.

        `side` is the party that asks.
        """
        chosen = self._chooser.choose(asked, result)
        first = chosen[0].passage
        before = [*self._platform(result, first), *self._gap(result, first)]
        body = list(self._body(asked, result, chosen, side))
        if before and body:
            body[0] = replace(body[0], apart=True)
        return list(_addressed([*before, *body], side))

    def _platform(self, result: Result, passage: Passage) -> Iterator[Said]:
        """When the question is about another platform, the answer says so before anything else."""
        named = result.question.platforms
        if not named or not passage.platforms or set(named) & set(passage.platforms):
            return
        unknown = [name for name in named if name not in self._platforms]
        phrase = self._phrases.platform if unknown else self._phrases.other_platform
        line = phrase.format(asked="、".join(unknown or named), found="、".join(passage.platforms))
        yield Said(line, (passage,), worded="template")

    def _gap(self, result: Result, passage: Passage) -> Iterator[Said]:
        """What the passage leaves open of the kind of question that was asked."""
        nearest = result.hits[0].question
        if nearest in self._contents.gaps:
            yield Said(self._contents.gaps[nearest], (passage,), worded="template")

    def _body(self, asked: Asked, result: Result, chosen: list[Chosen], side: Side) -> Iterator[Said]:
        first = chosen[0].passage
        sections = self._chooser.sections(first) if asked.kind in _OVERVIEW_KINDS else []
        if sections:
            yield Said(_ended(_naming(first, sections)), (first,))
            yield from (_heading(section) for section in sections)
            return
        verdict = _verdict(self._glossary, result.question, chosen[0], side) if asked.kind == "may" else ""
        seen: set[str] = set()
        framed = ""
        for number, choice in enumerate(chosen):
            frame = _frame(choice.passage)
            yield from self._told(choice, verdict + ("" if frame == framed else frame), number == 0, seen)
            verdict, framed = "", frame
        yield from self._also([choice.passage for choice in chosen], asked, result)

    def _told(self, choice: Chosen, opening: str, leads: bool, seen: set[str]) -> Iterator[Said]:
        """The sentences of one passage: the first in a paragraph, several more as a list."""
        passage = choice.passage
        lines = [s.text for s in choice.sentences if s.text not in seen]
        seen.update(lines)
        for number, line in enumerate(lines):
            text = _ended(_LABEL.sub("", line, count=1) if passage.document_kind == "contract" else line)
            if number == 0:
                yield Said(f"{opening}{text}", (passage,), apart=not leads)
            else:
                yield Said(text, (passage,), bullet=len(lines) > 2)

    def _also(self, told: list[Passage], asked: Asked, result: Result) -> Iterator[Said]:
        """What it would cost money not to know: passages linked in the data, and our note on a clause."""
        for identity in self._contents.also.get(told[0].id, ()):
            linked = self._chooser.passage(identity)
            if linked not in told:
                opening = "另外要留意：" + ("" if linked.kind == "note" else _frame(linked))
                for part in self._chooser.few_sentences(linked, asked, result, MOST_ALSO):
                    text = _ended(_LABEL.sub("", part.text, count=1))
                    yield Said(f"{opening}{text}", (linked,), apart=bool(opening))
                    opening = ""
        note = None if any(passage.kind == "note" for passage in told) else self._chooser.note_on(told[0])
        if note:
            yield Said(f"另外要留意：{_ended(_first_sentence(note))}", (note,), apart=True)


def _frame(passage: Passage) -> str:
    """Whose rule it is, before the first sentence of a contract, a note, or a file of the reader's own."""
    if passage.kind == "note":
        return "要留意："
    if passage.document_kind == "contract" or passage.origin == "own":
        return f"按《{passage.title}》，"
    return ""


def _naming(overview: Passage, sections: Sequence[Passage]) -> str:
    """The sentence of an overview that names most of the sections; the first one when none does."""
    names = [_NUMBER.sub("", section.headings[0]) for section in sections]
    return max(sentences(overview.text), key=lambda s: sum(name in s.text for name in names)).text


def _heading(section: Passage) -> Said:
    """A section in one line: what it is called and the fullest of what it says."""
    name = _NUMBER.sub("", section.headings[0])
    fullest = max(sentences(section.text), key=lambda s: len(s.text) if len(s.text) <= LONGEST_LINE else 0)
    return Said(f"**{name}**：{_ended(fullest.text)}", (section,), bullet=True)


def _first_sentence(passage: Passage) -> str:
    """A note's first sentence whole, semicolons and all."""
    parts = sentences(passage.text)
    end = next((s.end for s in parts if s.text.endswith(("。", "！"))), parts[-1].end)
    return passage.text[parts[0].start : end]


def _ended(text: str) -> str:
    """A sentence that stands by itself: no 「综上」 before it, a full stop after it."""
    text = _END.sub("", _CONNECTIVE.sub("", text.strip()))
    return text if text.endswith(("。", "！", "？", "」", "…")) else f"{text}。"


def _verdict(glossary: Glossary, question: SearchQuestion, choice: Chosen, side: Side) -> str:
    """「不可以」 where a clause forbids the one who asks the very thing; else nothing.

    The asker must be the subject of the question, and the forbidding clause must name what it asks about.
    """
    asks = "我" in question.text or side in question.text or (side == "甲方" and "商家" in question.text)
    if not _CAN.search(question.text) or not asks or _SOMEONE_ELSE.search(question.text):
        return ""
    for part in re.split(r"[，。]", choice.sentences[0].text if choice.sentences else ""):
        if re.search(rf"{side}[^，。]{{0,12}}不得", part):
            named = {mention.term.name for mention in glossary.in_document(part.split("不得")[1])}
            wanted = {name for name in question.terms if name not in ("甲方", "乙方", "合同")}
            return "不可以。" if named & wanted else ""
    return ""


def _addressed(said: list[Said], side: Side) -> Iterator[Said]:
    """The first mention of the asker's party also says 「你」."""
    done = False
    for sentence in said:
        text = sentence.text
        match = None if done else next((m for m in _PARTY.finditer(text) if m[1] == side), None)
        if match:
            text = f"{text[: match.start()]}你（{side}）{text[match.end() :]}"
            done = True
        if text.startswith(("商家要", "商家可以")):
            text = f"你{text[2:]}"
        yield replace(sentence, text=text)
