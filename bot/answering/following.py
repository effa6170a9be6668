"""How a turn is read in the light of the conversation: what it points at, goes back to, corrects or swaps."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.answering.earlier import Earlier, Exchange
from bot.answering.follow_rules import ENDS, SHORT, FollowPatterns, FollowRules, Read, alone, size
from bot.answering.pointing import Pointing
from bot.answering.side import Side, normal
from bot.answering.swapping import Swapping
from bot.glossary import Glossary
from bot.retrieval.question import words

CLAUSE = 9
"""Characters from which a question with a party in it stands alone though it names no known term."""

WHOLE = 6
"""Characters from which a follow-up with a new topic says enough by itself: 「我挖他们的人」, not 「佣金」."""


class Following:
    """Reads follow-ups. Texts are normalised (`bot.answering.side.normal`)."""

    def __init__(
        self,
        rules: FollowRules,
        glossary: Glossary,
        swapping: Swapping,
        asks: re.Pattern[str],
        leaning: re.Pattern[str],
    ) -> None:
        self._is = FollowPatterns(rules)
        self._glossary = glossary
        self._swapping = swapping
        self._asks = asks
        self._leaning = leaning
        self._pointing = Pointing(self._is, glossary, swapping, asks)

    def tidied(self, typed: str) -> str:
        """What was typed without go-betweens, and with slips in parties and platforms put right."""
        text = self._is["nth_typo"].sub("第", self._swapping.spelt(normal(typed)))
        while match := self._is.leading.match(text):
            if not text[match.end() :].strip(ENDS):
                break
            text = text[match.end() :]
        shorter = self._is["trailing"].sub("", text)
        return shorter if shorter.strip(ENDS) else text

    def says_no_more(self, text: str) -> bool:
        """Whether what is left of a turn is only a cue of correction or a particle."""
        return not self._swapping.bare(self._is["cue"].sub("", text))

    def read(self, text: str, earlier: Earlier, side: Side, same_turn: bool = False) -> Read:
        """A question as it reads without the conversation. `text` is tidied."""
        if fresh := self._is["fresh"].match(text):
            rest = text[fresh.end() :].strip(ENDS)
            return alone(rest or text)
        if not earlier.exchanges or not text.strip(ENDS):
            return alone(text)
        rules: tuple[Callable[[str, Earlier, Side], Read | None], ...] = (
            self._pointing.offered,
            self._pointing.mine,
            self._pointing.item,
            self._pointing.figure,
            self._pointing.said,
            self._pointing.back,
            self._corrected,
            self._exchanged,
            self._platform,
        )
        for rule in rules:
            if found := rule(text, earlier, side):
                return found
        return self._going_on(text, earlier, side, same_turn)

    def _corrected(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """The last question read again with what was wrong in it put right."""
        latest = earlier.latest
        if latest is None:
            return None
        cue, after = self._is["cue"].match(text), self._is["cue_after"].search(text)
        said = text[cue.end() if cue else 0 : after.start() if after else None].strip(ENDS)
        cued = bool(cue or after)
        if cued and not said:
            return Read((latest.base,), latest.base, latest.root, again=True)
        new, old = self._new_and_old(said, cued)
        if not new:
            return None
        if self._asks.search(new) and self._swapping.topics(new) and len(new) > 5:
            return alone(new)
        changed = self._swapping.corrected(latest.base, new, old)
        readings = [self._swapping.put_right(reading, new, old) for reading in latest.readings]
        if len(readings) > 1 and all(readings):
            return Read(tuple(readings), changed[-1], latest.root, again=True)
        return Read(changed, changed[-1], changed[-1], again=True)

    def _new_and_old(self, said: str, cued: bool) -> tuple[str, str]:
        for pattern in self._is.meant_not:
            if match := pattern.match(said):
                return match["new"].strip(ENDS), match["old"].strip(ENDS)
        for pattern in [*self._is.meant, *(self._is.meant_cued if cued else ())]:
            if match := pattern.match(said):
                return match["new"].strip(ENDS), ""
        return "", ""

    def _exchanged(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """The question before with the parties exchanged, or asked of the other one."""
        last = earlier.last
        if last is None:
            return None
        if self._is["swap"].match(text):
            changed = self._swapping.exchanged(last.base, side)
        elif match := self._is["bare_party"].match(text):
            changed = self._swapping.asked_of(last.base, match["party"], side)
        else:
            return None
        return Read((changed,), changed, changed)

    def _platform(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """The question before about another platform."""
        last = earlier.last
        platform = self._swapping.platform(text)
        if last is None or not platform:
            return None
        if not self._is.filled("platform_swap", platform=platform.words).match(text):
            return None
        changed = self._swapping.on_platform(last.base, platform.name)
        return Read((changed,), changed, changed)

    def _going_on(self, text: str, earlier: Earlier, side: Side, same_turn: bool) -> Read:
        """What is left: a question of its own, one that leans on the last, or one that may."""
        last = earlier.last
        if last is None:
            return alone(text)
        base = last.base.rstrip(ENDS)
        if self._is["bare"].match(text) or (not same_turn and not self._left_over(text)):
            joined = f"{base},{text}"
            return Read((base, joined), last.base, last.root, last.focus, leans=True)
        leans = size(text) <= 2 * SHORT and bool(self._leaning.search(text.rstrip(ENDS)))
        points = size(text) <= 2 * SHORT and bool(self._is["pronouns"].search(text))
        if leans and (changed := self._swapping.other_topic(base, text)):
            return Read(changed, changed[0], changed[0])
        if leans or points:
            return self._leaning_on(text, last, side, points)
        joined = f"{last.root.rstrip(ENDS)},{text}"
        several = len(self._swapping.terms(text)) > 1
        if same_turn or several or self._swapping.topics(text) or size(text) > SHORT:
            return alone(text)
        clause = self._asks.search(text) and self._swapping.party_in(text, side)
        if clause and size(text) >= CLAUSE:
            return alone(text)
        whole = clause or self._says_something(text)
        return Read((text, joined), text if whole else joined, text if whole else last.root, leans=True)

    def _says_something(self, text: str) -> bool:
        """Whether a question without a known term still has a matter of its own: 「定金能双倍退吗」."""
        named = [w for w in words(text) if len(w) > 1 and w not in self._is.common_words]
        general = self._swapping.generic_words(text)
        return size(text) >= WHOLE + 1 and any(word not in general for word in named)

    def _leaning_on(self, text: str, last: Exchange, side: Side, points: bool) -> Read:
        """A follow-up that names something of its own is read by itself as far as it goes, else with the last.

        「那对方不干了呢」 after 「我不干了要赔多少」 asks that question of the other party.
        """
        joined = f"{last.root.rstrip(ENDS)},{text}"
        topics = self._swapping.topics(text)
        bare = self._swapping.whole(text)
        if points:
            return Read((f"{last.base.rstrip(ENDS)},{text}",), joined, last.root, leans=True)
        party = self._swapping.party_in(bare, side)
        if not topics and (party or self._asks.search(bare)) and self._says_something(bare):
            return Read((bare, joined), bare, bare, leans=True)
        if not topics:
            return Read((joined,), joined, last.root, leans=True)
        if topics - self._swapping.topics(last.base):
            whole = party or size(bare) >= WHOLE
            return Read((bare,) if whole else (bare, joined), bare, bare)
        if party and not self._asks.search(bare):
            asked = self._swapping.asked_of(last.base, party, side)
            return Read((bare, asked), asked, asked)
        return Read((bare, joined), joined, last.root, leans=True)

    def _left_over(self, text: str) -> str:
        """What a text says beside asking: nothing in 「谁赔给谁」, 挑公司 in 「挑公司看什么」."""
        for mention in reversed(self._glossary.in_question(text)):
            if self._swapping.topics(text[mention.start : mention.end]):
                return text
        for word in self._swapping.generic_words(text):
            text = text.replace(word, "")
        return self._is["empty_words"].sub("", text).strip(ENDS)
