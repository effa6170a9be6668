"""The gate: what is shown of an answer, whoever wrote it, and what bears each sentence of it.

A sentence is kept when it names a source that is there and one or more sentences of that source bear all of it:
figures with unit and what they are of, names, who owes what to whom, what must, may and must not be, conditions.
What is kept comes with the exact place in the source; what is not comes with a reason of a closed set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from bot.conversation import Support
from bot.glossary import Glossary
from bot.grounding import figures, laws, names
from bot.grounding.agents import Side
from bot.grounding.bearing import Borne, bear
from bot.grounding.blanking import Article, articles
from bot.grounding.evidence import Evidence
from bot.grounding.laws import Resolve
from bot.grounding.markup import bare, pairs, squeezed, taken_apart
from bot.grounding.opening import Opening, addressed, opened
from bot.grounding.reading import fold
from bot.grounding.roles import read
from bot.grounding.segments import Given
from bot.grounding.verdicts import Dropped, Fault, Kept
from bot.grounding.words import Lexicon
from bot.quantities import parse, supports
from bot.retrieval.passages import Passage

Judge = Callable[[str, Sequence[str]], bool]
"""Whether texts bear a sentence, asked of a model where one is set: it can take out, never let in."""

ECHO_FROM = 0.8
"""Share of a sentence's character pairs in the instructions from which it is taken for a copy of them."""

_LIMIT = re.compile(
    r"(?:另外[,，]?)?(?:以上|现有|给出的|这些|提供的)?资料(?:里|中|内)?(?:都|也|并)?(?:没有?|未)"
)
_BUT = re.compile(r"[，,；;](?:但|不过|然而|只是|一般|通常|建议|你|可以|应|需|要)")


class Gate:
    """Checks one answer. `markers` maps passage ids to the numbers the writer was shown.

    `own_words` are the user's turns, whose figures may be repeated where no source gives another; `sums` are the
    texts of the calculations that are shown; `instructions` is the prompt's own text, which may not be repeated.
    `side` is the party that 「你」 is. Passages without a marker cannot be cited.
    """

    def __init__(
        self,
        passages: Iterable[Passage],
        markers: Mapping[str, str],
        lexicon: Lexicon,
        *,
        own_words: Sequence[str] = (),
        sums: Sequence[str] = (),
        instructions: str = "",
        side: Side = "a",
        glossary: Glossary | None = None,
        resolve: Resolve | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._evidence = {markers[p.id]: Evidence.of(p, lexicon) for p in passages if p.id in markers}
        self._lexicon, self._side, self._glossary = lexicon, side, glossary
        self._resolve, self._judge = resolve, judge
        self._own = "\n".join(own_words)
        self._own_figures = parse(self._own)
        self._sums = parse("\n".join(sums))
        self._asked = read(own_words[0], lexicon, side).keys if own_words else frozenset[str]()
        self._instructions = pairs(instructions)
        self._said: set[str] = set()
        self._before = frozenset[str]()

    def check(self, sentence: str, borrowed: tuple[str, ...] = (), items: int = 0) -> Kept | Dropped:
        """Whether `sentence` may be shown.

        `borrowed` are markers for a lead line that has none of its own; `items` is how many items its list has,
        which it may say.
        """
        layout, body, named = taken_apart(sentence)
        verdict = self._checked(sentence, body, named or borrowed, bool(borrowed), items)
        if isinstance(verdict, Dropped):
            return replace(verdict, layout=layout)
        self._said.add(bare(body))
        return replace(verdict, text=layout + verdict.text, layout=layout)

    def check_said(self, text: str, sources: Sequence[Passage]) -> Kept | Dropped:
        """A sentence of the built-in engine with the passages that it was made from: the same check, no markers."""
        evidence = [Evidence.of(passage, self._lexicon) for passage in sources]
        if not evidence:
            return Kept(text, limit=True)
        body = taken_apart(text)[1]
        if _LIMIT.match(body) and not _BUT.search(body):
            return replace(self._limit(text, body), text=text)
        if copied := self._copied(body, evidence):
            return Kept(text, supports=copied)
        verdict = self._borne(text, body, {str(n): e for n, e in enumerate(evidence)}, 0)
        return replace(verdict, text=text) if isinstance(verdict, Kept) else verdict

    def is_verdict(self, sentence: str) -> bool:
        """Whether a sentence is a bare 「不可以。」, which says nothing until the next one does."""
        _, body, named = taken_apart(sentence)
        return not named and opened(body, self._lexicon).is_bare

    def _checked(
        self, sentence: str, body: str, named: tuple[str, ...], lead: bool, items: int
    ) -> Kept | Dropped:
        mine = pairs(body)
        if not mine:
            return Dropped(sentence, "empty")
        if self._instructions and len(mine & self._instructions) / len(mine) >= ECHO_FROM:
            return Dropped(sentence, "instructions")
        if bare(body) in self._said:
            return Dropped(sentence, "repeated")
        if _LIMIT.match(body) and not _BUT.search(body):
            return self._limit(sentence, body)
        if not named:
            return Dropped(sentence, "no_source")
        there = {marker: self._evidence[marker] for marker in named if marker in self._evidence}
        if not there:
            return Dropped(sentence, "unknown_source", "".join(f"[{marker}]" for marker in named))
        if lead:
            return self._lead(sentence, body, there, items)
        return self._borne(sentence, body, there, items)

    def _limit(self, sentence: str, body: str) -> Kept | Dropped:
        """「资料里没有写……」 needs no source, and may name no figure but the user's."""
        for figure in figures.claimed(read(body, self._lexicon)):
            if not any(supports(own, figure) for own in self._own_figures):
                return Dropped(sentence, "figure", figure.text)
        if fault := laws.fault_of(body, (), self._own, None):
            return Dropped(sentence, fault.reason, fault.detail)
        return Kept(body, limit=True)

    def _lead(self, sentence: str, body: str, there: Mapping[str, Evidence], items: int) -> Kept | Dropped:
        """A lead line has its list to bear it: it may say no figure, name or law that its source does not hold."""
        evidence = list(there.values())
        for figure in figures.claimed(read(body, self._lexicon), items):
            held = chain(
                self._own_figures,
                (h for e in evidence for u in e.units for h in u.reading.figures),
                (h for e in evidence for h in e.heading_figures),
            )
            if not any(supports(theirs, figure) for theirs in held):
                return Dropped(sentence, "figure", figure.text)
        if fault := self._outside(body, evidence):
            return Dropped(sentence, fault.reason, fault.detail)
        self._before = read(body, self._lexicon, self._side).keys
        return Kept(_marked(body, there), tuple(there))

    def _borne(self, sentence: str, body: str, there: Mapping[str, Evidence], items: int) -> Kept | Dropped:
        evidence = list(there.values())
        if fault := self._outside(addressed(body), evidence):
            return Dropped(sentence, fault.reason, fault.detail)
        opening = opened(_unheaded(body, evidence), self._lexicon)
        evidence, markers = self._with_articles(opening, evidence, list(there))
        if not evidence:
            return Dropped(sentence, "law", opening.law)
        borne = self._bear(opening, evidence, items)
        fault = borne.fault or opening.fault or _far_article(opening, evidence, borne)
        if fault:
            return Dropped(sentence, fault.reason, fault.detail)
        supports_ = tuple(
            dict.fromkeys(evidence[place.source].support(body, place.at) for place in borne.places)
        )
        used = [markers[n] for n in sorted({place.source for place in borne.places}) if n < len(markers)]
        if self._judge and not self._judge(body, [e.passage.text for e in evidence]):
            return Dropped(sentence, "judged")
        shown = {marker: there[marker] for marker in used or there}
        return Kept(_marked(body, shown), tuple(shown), supports_)

    def _bear(self, opening: Opening, evidence: Sequence[Evidence], items: int) -> Borne:
        given = Given(self._own_figures, self._sums, self._asked | self._before, items)
        reading = read(opening.rest, self._lexicon, self._side)
        borne = bear(reading, evidence, self._lexicon, given)
        if borne.fault and borne.fault.reason == "empty":
            return Borne(fault=Fault("unsupported", opening.rest))
        return borne

    def _with_articles(
        self, opening: Opening, evidence: list[Evidence], markers: list[str]
    ) -> tuple[list[Evidence], list[str]]:
        """The evidence of a sentence that names an article: where no source names it, its words alone, if any."""
        named = articles(opening.law) - laws.held(evidence)
        if not named:
            return evidence, markers
        words = laws.words_behind(opening.law, self._resolve)
        return [Evidence.of(_article(number, text), self._lexicon) for number, text in enumerate(words)], []

    def _outside(self, body: str, evidence: Sequence[Evidence]) -> Fault | None:
        """Laws, names and quotations that nothing shown holds."""
        if fault := laws.fault_of(body, evidence, self._own, self._resolve):
            return fault
        known = [name for name, _ in articles(body)]
        return names.fault_of(body, evidence, self._own, self._glossary, known)

    def _copied(self, body: str, evidence: Sequence[Evidence]) -> tuple[Support, ...]:
        """The places of whole source sentences that `body` is made of, when it is nothing else."""
        rest = squeezed(opened(body, self._lexicon).rest).rstrip("。；;！？")
        for source in evidence:
            for at, unit in enumerate(source.units):
                if squeezed(fold(unit.reading.text)).rstrip("。;!?") == fold(rest):
                    return (source.support(body, at),)
        return ()


def _unheaded(body: str, evidence: Sequence[Evidence]) -> str:
    """A line without the heading of its source that it opens with (「合同期限：……」)."""
    heading, mark, rest = body.partition("：")
    headings = (h for e in evidence for h in (*e.passage.headings, e.passage.title))
    return rest if mark and len(heading) > 1 and any(heading in h for h in headings) else body


def _far_article(opening: Opening, evidence: Sequence[Evidence], borne: Borne) -> Fault | None:
    """An article that a source names, but of something else than what bears the sentence."""
    near: set[Article] = set()
    for place in borne.places:
        source = evidence[place.source]
        if source.passage.origin in ("statute", "regulation"):
            return None
        for unit in (source.units[place.at], *source.neighbours(place.at)):
            near |= articles(unit.text)
    named = articles(opening.law) & laws.held(evidence)
    around = {a for e in evidence for a in e.heading_articles}
    return Fault("law", opening.law) if named - near - around else None


def _marked(body: str, markers: Iterable[str]) -> str:
    return body + "".join(f"[{marker}]" for marker in markers)


def _article(number: int, text: str) -> Passage:
    """The words of an article of law as a source."""
    return Passage(
        id=f"statute:{number}", document_id="statute", text=text, start=0, end=len(text), kind="clause",
        headings=(), number="", title="", source="", locator="", site="", author="", date="", platforms=(),
        topics=(), document_kind="statute", origin="statute",
    )  # fmt: skip
