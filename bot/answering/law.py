"""What the law says in an answer: articles that were asked for, rules on the topic, and sources for both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.answer import Said
from bot.data_files import load_yaml
from bot.quantities import parse, supports
from bot.retrieval.passages import Passage
from bot.retrieval.question import plain, simplified
from bot.retrieval.sentences import sentences
from bot.statutes.model import Article, StatutesUnavailable
from bot.statutes.reference import Reference
from bot.statutes.regulations import UNCHECKED, Regulation
from bot.statutes.resolver import Resolution, Resolver

TOPICS_FILE = "topics.yaml"
STATUTE, REGULATION = "statute", "regulation"
LONGEST_WORDS = 260
"""Characters of an article that are told; the whole of it unfolds behind its number."""

LONGEST_NAME = 20
"""Characters of a regulation's name that are written out; a longer one is told by its number."""

LONGEST_REST = 2
"""Characters beside references and words of asking that still ask for nothing else."""

_LAW_NAME = re.compile(r"《([^《》]{2,30}(?:法|条例|办法|规定|解释|法典))》")
_BEFORE_MARKERS = re.compile(r"(?=[。！？]?(?:\[\d+\])*\s*$)")
_NO_WORD = re.compile(r"[\W_]+")

MOST_TOPICS = 2


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Model):
    """One sentence of ours and the article that says so."""

    text: str = Field(min_length=1)
    law: str = Field(min_length=1)


class Topic(_Model):
    """What the law says on one topic. `cue` topics are told only to those who ask about law."""

    name: str
    about: tuple[str, ...] = Field(min_length=1)
    cue: bool
    says: tuple[Rule, ...] = Field(min_length=1)


class TopicsFile(_Model):
    """`knowledge/statutes/topics.yaml` as it is written, with the sentences around the law."""

    cues: tuple[str, ...]
    opening: str
    not_checked: str
    not_found: str
    article: str
    more: str
    not_held: str
    claims: str
    fillers: str
    topics: tuple[Topic, ...]


class Law:
    """The law as answers need it. Without the statute database everything here says nothing."""

    def __init__(self, rules: TopicsFile, folder: Path) -> None:
        self._rules = rules
        self._folder = folder
        self._cues = re.compile("|".join(rules.cues), re.I)
        self._topics = [(topic, re.compile("|".join(topic.about), re.I)) for topic in rules.topics]
        self._claims = re.compile(rules.claims)
        self._fillers = re.compile(rules.fillers)
        self._resolver: Resolver | None = None
        self.trouble = ""
        self._opened = False
        self.resolve = lru_cache(maxsize=2048)(self._resolve)

    @classmethod
    def load(cls, folder: Path) -> Law:
        """The rules of the folder `knowledge/statutes`; ConfigurationError names file, line and field."""
        return cls(load_yaml(folder / TOPICS_FILE, TopicsFile), folder)

    @property
    def resolver(self) -> Resolver | None:
        """What looks articles up, opened on first use; None, with a reason in `trouble`, when it cannot be."""
        if not self._opened:
            self._opened = True
            try:
                self._resolver = Resolver.load(self._folder)
            except StatutesUnavailable as error:
                self.trouble = str(error)
        return self._resolver

    def _resolve(self, reference: str) -> Resolution | None:
        return self.resolver.resolve(reference) if self.resolver else None

    def resolve_all(self, text: str) -> list[Resolution]:
        """Every reference of a text, resolved; none when there is no database."""
        return self.resolver.check_text(text) if self.resolver else []

    def _references(self, text: str) -> list[Reference]:
        return self.resolver.references(text) if self.resolver else []

    def sources(self, reference: str) -> tuple[Passage, ...]:
        """What stands behind a reference, as something that can be cited; nothing when it does not resolve."""
        found = self.resolve(reference)
        return (source,) if found and (source := _source(found)) else ()

    def document_text(self, identity: str) -> str:
        """The text of an article or regulation by the id under which it is cited; empty when there is none."""
        kind, _, place = identity.partition(":")
        law, _, label = place.rpartition(":")
        if kind not in (STATUTE, REGULATION):
            return ""
        return next((source.text for source in self.sources(f"《{law}》{label}")), "")

    def asks_law(self, question: str) -> bool:
        """Whether a question asks what the law says, and not only what a contract does."""
        return bool(self._cues.search(simplified(plain(question))))

    def asked(self, question: str) -> list[Said]:
        """What is said to the articles that a question names: their words, or why there are none to show."""
        resolver, text = self.resolver, simplified(plain(question))
        if resolver is None:
            return []
        said: list[Said] = []
        named = resolver.references(text)
        for reference in named:
            found = resolver.resolve(reference)
            said += [*self._not_held(text, reference, found), *self._told(found)]
        for name in _LAW_NAME.findall(text) if not named else ():
            found = resolver.resolve(f"《{name}》第一条")
            said += [Said(found.says, (), worded="lookup")] if found.status == "unknown_law" else []
        return list(dict.fromkeys(said))

    def looks_up(self, question: str) -> bool:
        """Whether a question asks for the articles it names, and for nothing else."""
        text = simplified(plain(question))
        for reference in reversed(self._references(text)):
            text = text[: reference.start] + text[reference.end :]
        return len(_NO_WORD.sub("", self._fillers.sub("", text))) <= LONGEST_REST

    def _not_held(self, question: str, reference: Reference, found: Resolution) -> Iterator[Said]:
        """That an article does not hold the figures it is said to hold."""
        source, claimed = _source(found), question[reference.end :]
        if not found.verified or source is None or not self._claims.search(claimed):
            return
        held = parse(source.text)
        missing = [
            figure.text
            for figure in parse(claimed)
            if figure.kind in ("rate", "amount", "duration") and not any(supports(h, figure) for h in held)
        ]
        if missing:
            wrong = self._rules.not_held.format(article=found.name, figures="、".join(missing))
            yield Said(wrong, (source,), worded="template")

    def _told(self, found: Resolution) -> Iterator[Said]:
        source = _source(found)
        if source is None:
            behind = tuple(one for each in found.successor if (one := _source(each)))
            yield Said(found.says, behind, worded="lookup")
            for successor in found.successor:
                yield from self._told(successor)
            return
        if found.rule:
            yield Said(found.says, (source,), worded="lookup")
            return
        words = _shortened(found.words or source.text)
        yield Said(
            self._rules.article.format(law=source.source, place=found.place, words=words),
            (source,),
            worded="lookup",
        )
        if words.endswith("……"):
            yield Said(self._rules.more, (source,), worded="lookup")

    def on_topic(self, question: str, told: Iterable[Said]) -> list[Said]:
        """What the law says on the topics of a question, leaving out articles that the answer cites already."""
        text = simplified(plain(question))
        cued = self.asks_law(question)
        cited = {passage.id for sentence in told for passage in sentence.sources}
        said: list[Said] = []
        topics = [t for t, about in self._topics if (cued or not t.cue) and about.search(text)]
        for topic in topics[:MOST_TOPICS]:
            for rule in topic.says:
                sources = self.sources(rule.law)
                if sources and sources[0].id not in cited:
                    said.append(self._rule_told(rule, sources[0], first=not said))
        return said

    def _rule_told(self, rule: Rule, source: Passage, first: bool) -> Said:
        opening = self._rules.opening if first else ""
        unchecked = source.origin == "regulation"
        place = self.place(rule.law) + (f"，{UNCHECKED}" if unchecked else "")
        text = f"{opening}{rule.text.rstrip('。')}（{place}）。"
        return Said(text, (source,), apart=first, worded="template")

    def place(self, reference: str) -> str:
        """How a reference is written in an answer: 《民法典》第五百八十五条第二款, 法释〔2023〕13号第六十五条."""
        found = self.resolve(reference)
        if found and found.rule and len(found.rule.name) > LONGEST_NAME:
            return f"{found.rule.number}{found.place}"
        return found.name if found else ""

    def marked(self, sentence: str) -> str:
        """A sentence in Markdown with a remark where it names an article that could not be checked."""
        if all(_source(found) for found in self.resolve_all(sentence)) or self._rules.not_found in sentence:
            return sentence
        return _BEFORE_MARKERS.sub(self._rules.not_found, sentence, count=1)

    def with_sources(self, said: Iterable[Said]) -> Iterator[Said]:
        """Each sentence with the articles it names among its sources; one that cannot be checked says so."""
        for sentence in said:
            found = self.resolve_all(sentence.text)
            sources = [source for each in found if (source := _source(each))]
            every = tuple({p.id: p for p in (*sentence.sources, *sources)}.values())
            text = sentence.text
            if any(p.origin == "regulation" for p in sources) and UNCHECKED not in text:
                text = _with_remark(text, self._rules.not_checked)
            if any(_source(each) is None for each in found):
                text = _with_remark(text, self._rules.not_found)
            yield replace(sentence, text=text, sources=every)


def _source(found: Resolution) -> Passage | None:
    """What can be cited of a resolved reference: the article, or what is on file of a regulation."""
    if found.article:
        return article_passage(found.article)
    return regulation_passage(found.rule) if found.rule and found.rule.says else None


def _with_remark(text: str, remark: str) -> str:
    """A sentence with a remark before its full stop."""
    return f"{text.rstrip('。')}{remark}。"


def article_passage(article: Article) -> Passage:
    """An article as a source: its whole text, its place, its law's status and the day of that text."""
    identity = f"{STATUTE}:{article.law.name}:{article.label}"
    return Passage(
        id=identity,
        document_id=identity,
        text=article.text,
        start=0,
        end=len(article.text),
        kind="clause",
        headings=article.headings,
        number=article.label,
        title=article.law.name,
        source=article.law.name,
        locator=article.label,
        site="",
        author="",
        date=article.law.version,
        platforms=(),
        topics=(),
        document_kind="statute",
        origin="statute",
        status=article.law.status,
    )


def regulation_passage(rule: Regulation) -> Passage:
    """A rule that the database does not hold, as a source: what it says in our words."""
    identity = f"{REGULATION}:{rule.name}:{rule.article}"
    return Passage(
        id=identity,
        document_id=identity,
        text=rule.says,
        start=0,
        end=len(rule.says),
        kind="clause",
        headings=(),
        number=rule.article,
        title=rule.name,
        source=rule.name,
        locator=rule.article,
        site=rule.number,
        author="",
        date=rule.date,
        platforms=(),
        topics=(),
        document_kind="regulation",
        origin="regulation",
        status=UNCHECKED,
    )


def _shortened(words: str) -> str:
    """The first sentences of an article, as many as are told."""
    line = words.replace("\n", "")
    if len(line) <= LONGEST_WORDS:
        return line
    end = 0
    for sentence in sentences(line):
        if sentence.end > LONGEST_WORDS and end:
            break
        end = sentence.end
    return f"{line[:end]}……"
