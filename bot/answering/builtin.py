"""The built-in engine: an answer put together from the passages' own sentences, with no model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from bot.answering.answer import Said
from bot.answering.asking import Asked
from bot.answering.choosing import Chooser, Chosen
from bot.answering.smalltalk import Phrases
from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.retriever import Result
from bot.retrieval.sentences import sentences

_LABEL = re.compile(r"[^，。；：]{1,10}：(?=.)")
_END = re.compile(r"[；;，,：:]$")
_SELF_PROVIDER = re.compile(
    r"(我(们)?(是|们是|作为)?(做)?(外包公司|外包的|乙方|服务商|客服公司|代运营)|as the provider|we are the provider)"
)
_CAN = re.compile(r"(能不能|可不可以|可以.*[吗么不]|行不行|能.*[吗么不]$|行吗|能否|可否|^(can|may)\b)")
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+|[0-9]+)、")
_PARTY = re.compile(r"(?<!甲乙)(?<!双方)(甲方|乙方)(?![/、和乙甲双])")
_OVERVIEW_KINDS = frozenset({"list", "how_many", "how", "why", "general", "what"})


class BuiltinEngine:
    """Answers from one generation of the index."""

    def __init__(self, contents: Contents, phrases: Phrases) -> None:
        self._chooser = Chooser(contents)
        self._phrases = phrases

    def answer(self, asked: Asked, result: Result) -> list[Said]:
        """The sentences of the answer, the one that answers first; never empty for a result with hits."""
        chosen = self._chooser.choose(asked, result)
        said = list(chain(self._platform(result, chosen[0].passage), self._body(asked, result, chosen)))
        return list(_addressed(said, _side(result.question.text)))

    def _platform(self, result: Result, passage: Passage) -> Iterator[Said]:
        """When the question is about another platform, the answer says so before anything else."""
        asked = [name for name in result.question.platforms if name not in passage.platforms]
        if asked and passage.platforms and not set(result.question.platforms) & set(passage.platforms):
            line = self._phrases.platform.format(asked="、".join(asked), found="、".join(passage.platforms))
            yield Said(line, (passage,))

    def _body(self, asked: Asked, result: Result, chosen: list[Chosen]) -> Iterator[Said]:
        first = chosen[0].passage
        sections = self._chooser.sections(first) if asked.kind in _OVERVIEW_KINDS else []
        if sections:
            yield Said(_ended(_naming(first, sections)), (first,))
            yield from (_heading(section) for section in sections)
            return
        seen: set[str] = set()
        for number, choice in enumerate(chosen):
            yield from self._told(asked, result, choice, number == 0, seen)
        noted = any(choice.passage.kind == "note" for choice in chosen)
        note = None if noted else self._chooser.note_on(first)
        if note:
            yield Said(f"另外要留意：{_ended(_first_sentence(note))}", (note,), apart=True)

    def _told(
        self, asked: Asked, result: Result, choice: Chosen, leads: bool, seen: set[str]
    ) -> Iterator[Said]:
        """The sentences of one passage: the first in a paragraph, several more as a list."""
        passage = choice.passage
        lines = [s.text for s in choice.sentences if s.text not in seen]
        seen.update(lines)
        for number, line in enumerate(lines):
            text = _ended(_LABEL.sub("", line, count=1) if passage.document_kind == "contract" else line)
            if number == 0:
                verdict = _verdict(result.question.text, text) if leads and asked.kind == "may" else ""
                yield Said(f"{verdict}{_frame(passage)}{text}", (passage,), apart=not leads)
            else:
                yield Said(text, (passage,), bullet=len(lines) > 2)


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
    """A section in one line: what it is called and what it says first."""
    name = _NUMBER.sub("", section.headings[0])
    return Said(f"**{name}**：{_ended(sentences(section.text)[0].text)}", (section,), bullet=True)


def _first_sentence(passage: Passage) -> str:
    """A note's first sentence whole, semicolons and all."""
    parts = sentences(passage.text)
    end = next((s.end for s in parts if s.text.endswith(("。", "！"))), parts[-1].end)
    return passage.text[parts[0].start : end]


def _ended(text: str) -> str:
    """A sentence with a full stop, also where a list or a semicolon ended it."""
    text = _END.sub("", text.strip())
    return text if text.endswith(("。", "！", "？", "」", "…")) else f"{text}。"


def _verdict(question: str, lead: str) -> str:
    """「可以」 or 「不可以」 where the sentence itself says it of the one who asks; else nothing."""
    if not _CAN.search(question):
        return ""
    asker = _side(question)
    if re.search(r"(乙方|对方|他们|服务商|外包公司)", question.split("我")[0]):
        asker = "乙方"
    if re.search(rf"{asker}[^，。]{{0,12}}不得", lead):
        return "不可以。"
    if re.search(rf"{asker}[^，。]{{0,8}}(有权|可以)", lead):
        return "可以。"
    return ""


def _side(question: str) -> str:
    """The party that asks: 甲方 unless the question says otherwise."""
    return "乙方" if _SELF_PROVIDER.search(question) else "甲方"


def _addressed(said: list[Said], side: str) -> Iterator[Said]:
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
        yield Said(text, sentence.sources, sentence.bullet, sentence.apart)
