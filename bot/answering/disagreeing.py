"""Sources that say different things of one matter: both are shown, with where each comes from and which to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from bot.answering.answer import Said
from bot.answering.premises import Premises
from bot.answering.premises.comparing import agree, comparable
from bot.answering.premises.facts import Fact, other_party
from bot.answering.premises.readings import Deed, Figure, Reading
from bot.answering.premises.rules import Rules
from bot.answering.premises.wording import told
from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.retriever import Result

NEAREST = 8
"""Passages of a result that are laid side by side."""

ABOUT_QUESTION = 0.3
"""Share of a question's words, by weight, that each sentence or what stands around it must hold."""

SHARED = 0.5
"""Weight of the question's words that both sentences must hold themselves."""

ALIKE = {"figure": 0.42, "choice": 0.5, "deed": 0.65, "count": 0.65}
"""Share of two sentences' words, by weight and without what differs, that they must have in common, by what
differs: a count and a denied deed are found in many sentences that have little to do with each other."""

LOPSIDED = 0.8
"""How much of the question only one of them may hold, against what both do."""

LEAST_IN_COMMON = {True: 0.3, False: 0.9}
"""Weight that two sentences must have in common, however short the shorter is: a file of the reader's own was
given us to be compared."""

_STATUTE = re.compile(r"《[^》]{2,30}(?:法|典)》第?[一二三四五六七八九十百千零〇\d]*条?")
_LIMITS = re.compile(r"不得|无效|不能超过|不超过|最长|最多|应当|必须")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两壹贰叁伍拾%‰]")


@dataclass(frozen=True)
class Pair:
    """Two sentences of different documents that cannot both hold, and how alike they are otherwise."""

    one: Fact
    other: Fact
    alike: float


class Disagreeing:
    """Finds sources that disagree among the passages of a result, and says so."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._rules: Rules = premises.rules

    def lines(self, result: Result, contents: Contents) -> list[Said]:
        """What to say of a disagreement on what was asked; empty when there is none."""
        pair = self.pair(result, contents)
        return list(self._said(pair, result)) if pair else []

    def pair(self, result: Result, contents: Contents) -> Pair | None:
        """The two sentences that disagree most plainly on what was asked."""
        asked = self._premises.reader.claim(result.question.text, "甲方").tokens
        others = {other_party(token) for token in asked if self._tells_cases(token)}
        asked = {token: weight for token, weight in asked.items() if ">" not in token}
        facts = [
            fact
            for fact in self._near(result, contents)
            if _covers(asked, fact) >= ABOUT_QUESTION and not others & fact.reading.tokens.keys()
        ]
        found = [
            Pair(one, other, alike)
            for one, other in combinations(facts, 2)
            if one.passage.document_id != other.passage.document_id
            and not _of_one_mind(one, other)
            and _shares(asked, one, other)
            and (alike := self._contrary(one, other))
        ]
        return max(found, key=lambda pair: pair.alike, default=None)

    def _near(self, result: Result, contents: Contents) -> Iterator[Fact]:
        """The sentences of the best passages that lay something down."""
        facts = self._premises.facts(contents)
        for hit in result.hits[:NEAREST]:
            if hit.passage.kind != "note":
                for fact in facts.of(hit.passage):
                    if not fact.reading.advises or fact.passage.origin == "own":
                        yield fact

    def _contrary(self, one: Fact, other: Fact) -> float:
        """How alike two sentences are but for something that contradicts; 0 when nothing does."""
        a, b = one.reading, other.reading
        apart = self._other_case(a, b)
        differs: Literal["figure", "count", "choice", "deed", ""] = (
            "" if apart else self._figures_differ(a, b)
        )
        without = frozenset[str]()
        if not differs and not apart:
            choices = [
                name
                for name in a.choices.keys() & b.choices.keys()
                if len(a.choices[name]) == len(b.choices[name]) == 1 and a.choices[name] != b.choices[name]
            ]
            differs = "choice" if choices else ""
            without = frozenset(token for name in choices for token in self._naming(name, a, b))
        if not differs and (_is_theirs(one) or _is_theirs(other)):
            differs = "deed" if not apart and self._deeds_differ(a, b) else ""
        least = LEAST_IN_COMMON[_is_theirs(one) or _is_theirs(other)]
        alike = _alike(a.tokens, b.tokens, without, least) if differs else 0.0
        return alike if differs and alike >= ALIKE[differs] else 0.0

    def _naming(self, choice: str, a: Reading, b: Reading) -> Iterator[str]:
        """The words of two sentences that name what was chosen."""
        for token in (*a.tokens, *b.tokens):
            if any(pattern.search(token.lstrip("§~")) for pattern in self._rules.values_of(choice)):
                yield token

    def _figures_differ(self, a: Reading, b: Reading) -> Literal["figure", "count", ""]:
        """Whether a figure of one contradicts the other: same kind of thing, and nothing there agrees with it."""
        for mine in a.figures:
            alike = [theirs for theirs in b.figures if self._same_matter(mine, theirs)]
            led = [theirs for theirs in alike if mine.led_by and theirs.led_by == mine.led_by]
            alike = led or alike
            if alike and not any(_agree(mine, theirs) for theirs in alike):
                return "count" if mine.family == "count" else "figure"
        return ""

    def _same_matter(self, mine: Figure, theirs: Figure) -> bool:
        if not comparable(mine, theirs) or mine.quantity.kind != theirs.quantity.kind:
            return False
        if mine.family == "count" and mine.quantity.text[-1] != theirs.quantity.text[-1]:
            return False
        if mine.quantity.per != theirs.quantity.per and mine.quantity.kind == "rate":
            return False
        heads = frozenset((mine.head, theirs.head))
        return "" in heads or len(heads) == 1 or heads in self._rules.alike_heads

    def _tells_cases(self, token: str) -> bool:
        """Whether a token says who does what, and the deed is one that makes a case of its own (甲方解除)."""
        _, act, deed = token.partition(">")
        return bool(act) and deed not in self._rules.file.roles and deed not in self._rules.file.plain

    def _other_case(self, a: Reading, b: Reading) -> bool:
        """Whether one speaks of the one party's doing and the other of the other's."""
        acts = {token for token in (*a.tokens, *b.tokens) if self._tells_cases(token)}
        return any(
            (act in a.tokens) != (act in b.tokens) and other_party(act) in (a.tokens.keys() | b.tokens.keys())
            for act in acts
        )

    def _deeds_differ(self, a: Reading, b: Reading) -> bool:
        """Whether one says of a deed that it is done and the other that it is not, or by another party."""
        file = self._rules.file
        for mine in _laid_down(a):
            theirs = [deed for deed in _laid_down(b) if deed.name == mine.name]
            if not theirs:
                continue
            if mine.name not in file.plain and all(deed.denied != mine.denied for deed in theirs):
                return True
            doers = {deed.by for deed in theirs if deed.by}
            if mine.name in file.roles and mine.by and doers and mine.by not in doers:
                return True
        return False

    # Saying it -----------------------------------------------------------------------------------------------

    def _said(self, pair: Pair, result: Result) -> Iterator[Said]:
        wording = self._rules.file.wording
        passages = (pair.one.passage, pair.other.passage)
        first, line = self._follow(pair, result)
        facts = (pair.one, pair.other) if first is not pair.other.passage else (pair.other, pair.one)
        yield Said(wording.disagree, passages)
        for fact in facts:
            text = wording.disagree_line.format(
                title=fact.passage.title,
                marks="，".join(self._marks(fact.passage)),
                fact=told(fact.text, fact.passage.document_kind),
            )
            yield Said(f"{text}。", (fact.passage,), bullet=True)
        yield Said(line, (first,) if first else passages, apart=True)

    def _marks(self, passage: Passage) -> Iterator[str]:
        """Where a source comes from, in few words: whose it is, platforms, date."""
        wording = self._rules.file.wording
        if passage.origin == "own":
            yield wording.own_file
        elif passage.document_kind == "contract":
            yield wording.sample
        if passage.platforms:
            yield "、".join(passage.platforms)
        yield wording.dated.format(date=passage.date) if passage.date else wording.undated

    def _follow(self, pair: Pair, result: Result) -> tuple[Passage | None, str]:
        """Which source to follow, and why: own file, limit of law, platform asked about, newer, none."""
        wording = self._rules.file.wording
        one, other = pair.one.passage, pair.other.passage
        lawful = [fact for fact in (pair.one, pair.other) if _states_law(fact)]
        bound = [p for p in (one, other) if p.origin == "own" or p.document_kind == "contract"]
        if len(lawful) == 1 and any(passage is not lawful[0].passage for passage in bound):
            return lawful[0].passage, wording.follow_law.format(title=lawful[0].passage.title)
        own = [passage for passage in (one, other) if passage.origin == "own"]
        if len(own) == 1:
            return own[0], wording.follow_own.format(title=own[0].title)
        asked = set(result.question.platforms)
        on = [passage for passage in (one, other) if asked & set(passage.platforms)]
        if len(on) == 1:
            platform = "、".join(name for name in on[0].platforms if name in asked)
            return on[0], wording.follow_platform.format(title=on[0].title, platform=platform)
        samples = [passage for passage in (one, other) if passage.document_kind == "contract"]
        if len(samples) == 1 and not own:
            return samples[0], wording.follow_article.format(title=samples[0].title)
        if one.date and other.date and one.date != other.date:
            newer = max(one, other, key=lambda passage: passage.date)
            return newer, wording.follow_newer.format(title=newer.title, date=newer.date)
        return None, wording.follow_none


def _states_law(fact: Fact) -> bool:
    return bool(_STATUTE.search(fact.text) and _LIMITS.search(fact.text))


def _is_theirs(fact: Fact) -> bool:
    return fact.passage.origin == "own"


def _of_one_mind(one: Fact, other: Fact) -> bool:
    """Whether both are articles of ours of which one tells what a statute says: those are kept consistent."""
    if any(_is_theirs(fact) or fact.passage.document_kind == "contract" for fact in (one, other)):
        return False
    return any(_STATUTE.search(fact.text) or "法律规定" in fact.text for fact in (one, other))


def _covers(asked: Mapping[str, float], fact: Fact) -> float:
    whole = sum(asked.values()) or 1.0
    return sum(weight * fact.context.get(token, 0.0) for token, weight in asked.items()) / whole


def _shares(asked: Mapping[str, float], one: Fact, other: Fact) -> bool:
    """Whether both sentences name the subject of the question themselves, more than one of them alone does."""
    a, b = one.reading.tokens.keys(), other.reading.tokens.keys()
    both = sum(weight for token, weight in asked.items() if token in a & b)
    alone = sum(weight for token, weight in asked.items() if token in a ^ b)
    least = min(SHARED, sum(asked.values()) / 2)
    return both >= least and alone <= LOPSIDED * both


def _agree(mine: Figure, theirs: Figure) -> bool:
    return agree(mine, theirs) or agree(theirs, mine)


def _laid_down(reading: Reading) -> Sequence[Deed]:
    return [deed for deed in reading.deeds if not deed.given]


def _alike(a: Mapping[str, float], b: Mapping[str, float], without: Set[str], least_shared: float) -> float:
    """Weighed share of the words of the shorter sentence that the other holds, numerals left out."""

    def words(tokens: Mapping[str, float]) -> dict[str, float]:
        return {
            token: weight
            for token, weight in tokens.items()
            if token.endswith(">")
            or (">" not in token and token not in without and not _NUMERAL.search(token))
        }

    mine, theirs = words(a), words(b)
    shared = sum(weight for token, weight in mine.items() if token in theirs)
    least = min(sum(mine.values()), sum(theirs.values()))
    return shared / least if least and shared >= least_shared else 0.0
