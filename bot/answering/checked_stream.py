"""A model's text in pieces on one side, sentences that passed the gate on the other."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.sentence_stream import SentenceStream
from bot.grounding.gate import Gate
from bot.grounding.markup import MARKER
from bot.grounding.verdicts import Dropped, GateReport, Kept


class CheckedStream:
    """Text in pieces in, checked sentences out; nothing that is unfinished or unchecked ever leaves it.

    A lead line that is not borne out by itself (「你有两层责任:」) waits for its list: it takes the source of the
    first item, and where it counts the items, the list waits with it until they can be counted.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._sentences = SentenceStream()
        self._lead: Dropped | None = None
        self._items: list[Kept] = []
        self._layout = ""
        self._raw = ""
        self._opening = ""
        self.kept: list[Kept] = []
        self.dropped: list[Dropped] = []

    def feed(self, token: str) -> list[Kept]:
        """The sentences that `token` completes and that may be shown."""
        self._raw += token
        return [kept for sentence in self._sentences.feed(token) for kept in self._opened(sentence)]

    def finish(self) -> list[Kept]:
        """What may be shown of the rest; call it only when the model said that it was finished."""
        found = [kept for sentence in self._sentences.finish() for kept in self._opened(sentence)]
        if self._opening:
            found += self._checked(self._opening)
        return [*found, *self._released()]

    def report(self, prompt: str = "", stopped: bool = False) -> GateReport:
        """What became of everything fed so far."""
        supports = tuple(support for kept in self.kept for support in kept.supports)
        cited = sum(not kept.limit for kept in self.kept)
        return GateReport(cited, tuple(self.dropped), supports, prompt, stopped, self._raw)

    def _opened(self, sentence: str) -> list[Kept]:
        """A bare 「不可以。」 waits for the sentence that says why, and is shown with it or not at all."""
        opening, self._opening = self._opening, ""
        if self._gate.is_verdict(sentence):
            self._opening = sentence
            return self._checked(opening) if opening else []
        if not opening:
            return self._checked(sentence)
        if isinstance(verdict := self._gate.check(opening + sentence), Kept):
            return self._settled(opening + sentence, verdict)
        return [*self._checked(opening), *self._checked(sentence)]

    def _checked(self, sentence: str) -> list[Kept]:
        return self._settled(sentence, self._gate.check(sentence))

    def _settled(self, sentence: str, verdict: Kept | Dropped) -> list[Kept]:
        """What can be shown now that `sentence` has its verdict."""
        is_lead = MARKER.sub("", sentence).rstrip(" *").endswith((":", "："))
        in_list = self._lead is not None and not is_lead and self._is_item(verdict)
        released = [] if in_list else self._released()
        if isinstance(verdict, Dropped):
            self._layout = verdict.layout if "\n" in verdict.layout else self._layout
            self.dropped.append(verdict)
            if is_lead and verdict.reason in ("no_source", "figure"):
                self._lead = verdict
            return released
        if in_list:
            self._items.append(verdict)
            return self._released() if self._lead_stands(counted=False) else []
        return [*released, self._placed(verdict)]

    def _is_item(self, verdict: Kept | Dropped) -> bool:
        """Whether a sentence belongs to the list that the lead opened: a bullet, or more words to one."""
        if isinstance(verdict, Kept) and verdict.limit:
            return False
        return bool(verdict.layout.strip()) or (bool(self._items) and "\n" not in verdict.layout)

    def _lead_stands(self, counted: bool) -> bool:
        """Whether the lead may open the items held; if so it is put before them."""
        if not self._lead or not self._items:
            return False
        items = sum("\n" in item.layout for item in self._items) if counted else 0
        verdict = self._gate.check(self._lead.text, self._items[0].markers[:1], items)
        if isinstance(verdict, Kept):
            self.dropped.remove(self._lead)
            self._items.insert(0, verdict)
        return isinstance(verdict, Kept)

    def _released(self) -> list[Kept]:
        """The items that waited for their lead, which goes before them if it counts them rightly."""
        if self._lead in self.dropped:
            self._lead_stands(counted=True)
        items, self._items, self._lead = self._items, [], None
        return [self._placed(kept) for kept in items]

    def _placed(self, kept: Kept) -> Kept:
        """`kept` with the line break of a sentence dropped before it; the answer's first has none."""
        layout = kept.layout if "\n" in kept.layout else self._layout or kept.layout
        if not self.kept:
            layout = layout.lstrip()
        placed = replace(kept, text=layout + kept.text[len(kept.layout) :], layout=layout)
        self._layout = ""
        self.kept.append(placed)
        return placed
