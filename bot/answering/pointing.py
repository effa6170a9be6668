"""What a turn points at in the conversation: an item of a list, a figure, a sentence, a question of before."""

from __future__ import annotations

import re

from bot.answering.earlier import Earlier, Item, counted, shortened
from bot.answering.follow_rules import ENDS, SHORT, FollowPatterns, Read, alone
from bot.answering.side import Side, normal
from bot.answering.swapping import Swapping
from bot.glossary import Glossary
from bot.quantities import Quantity, parse

_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")

MOST_TOPICS = 3
"""Topics of an earlier question up to which it is about one of them; what names more is a list of them."""


class Pointing:
    """Reads turns that point back. Each method is a rule: None where it has nothing to say."""

    def __init__(
        self, patterns: FollowPatterns, glossary: Glossary, swapping: Swapping, asks: re.Pattern[str]
    ) -> None:
        self._is = patterns
        self._glossary = glossary
        self._swapping = swapping
        self._asks = asks

    def offered(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """One of the questions that the last reply offered, chosen by number or in its words."""
        offered = earlier.offered
        if not offered:
            return None
        at = self._number(text, len(offered)) if len(text) <= SHORT else 0
        if not at and (match := self._is["number_only"].match(text)):
            at = counted(match[1])
        if 1 <= at <= len(offered):
            return alone(offered[at - 1])
        bare = text.rstrip(ENDS)
        chosen = [question for question in offered if len(bare) >= 2 and bare in normal(question)]
        return alone(chosen[0]) if len(chosen) == 1 else None

    def mine(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """A question of the asker's own, by its number: 「第一个问题里的佣金按什么算」."""
        questions = earlier.questions()
        nth, first = self._is["my_nth"].search(text), self._is["my_first"].search(text)
        back = self._is["back"].match(text) or "里" in text[nth.end() : nth.end() + 2] if nth else False
        if nth and back and 1 <= counted(nth[1]) <= len(questions):
            question = questions[counted(nth[1]) - 1]
            rest = text[nth.end() :]
        elif first and questions and not self._is["nth"].search(text):
            question, rest = questions[0], text[first.end() :]
        else:
            return None
        rest = self._is["back_end"].sub("", re.sub(r"^(?:里面?|中|说|提到?|问)?的?", "", rest.strip(ENDS)))
        return self._returned(question, rest.strip(ENDS))

    def item(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """An item of a list in an earlier answer: 「那第二条呢」, 「最后一点」, 「下一个」."""
        if not self._points_at_item(text):
            return None
        have = 0
        for exchange, items in earlier.lists(first=bool(self._is["my_first"].search(text))):
            at = self._number(text, len(items), earlier)
            if 1 <= at <= len(items):
                return self._of_item(text, items[at - 1], earlier, exchange, at)
            have = have or len(items)
        asked = self._number(text, have, earlier)
        if not have or not asked or self._rest_of_item(text):
            return None
        last = earlier.last
        if last is None or not earlier.shows_list:
            return None
        return Read((text,), last.root, last.root, missing=self._is.missing.format(have=have, asked=asked))

    def _points_at_item(self, text: str) -> bool:
        if match := self._is["nth"].search(text):
            return not self._is["clause_before"].search(text[: match.start()])
        names = ("nth_english", "last_item", "next_item", "previous_item", "latter", "former", "number_only")
        return any(self._is[name].search(text) for name in names)

    def _number(self, text: str, have: int, earlier: Earlier | None = None) -> int:
        """The number of the item that is meant, of `have`; 0 when none is."""
        if match := self._is["nth"].search(text) or self._is["number_only"].match(text):
            return counted(match[1])
        if match := self._is["nth_english"].search(text):
            return _ENGLISH.index(match[1]) + 1
        latest = earlier.latest if earlier else None
        picked = latest.picked if latest else 0
        if self._is["last_item"].search(text):
            return have
        if self._is["next_item"].search(text) and picked:
            return picked + 1
        if self._is["previous_item"].search(text) and picked > 1:
            return picked - 1
        if have == 2 and self._is["latter"].search(text):
            return 2
        return 1 if have == 2 and self._is["former"].search(text) else 0

    def _rest_of_item(self, text: str) -> str:
        """What a turn asks of an item beside naming it."""
        for name in ("nth", "nth_english", "last_item", "next_item", "previous_item", "latter", "former"):
            text = self._is[name].sub("", text, count=1)
        return self._is["item_words"].sub("", text.strip(ENDS)).strip(ENDS)

    def _of_item(self, text: str, item: Item, earlier: Earlier, exchange: int, at: int) -> Read:
        rest = self._rest_of_item(text)
        words = shortened(item.text)
        asks = bool(self._asks.search(rest) or self._swapping.topics(rest))
        reading = f"{words},{rest}" if rest and asks else words
        return Read((reading,), reading, words, item.passages, again=True, list_of=exchange, picked=at)

    def figure(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """A figure by itself: one that an answer held, else in place of the one that was asked with."""
        for figure in parse(text):
            if not self._is.filled("what_of", figure=figure.text.lower()).search(text):
                continue
            if item := earlier.with_figure(figure):
                reading = f"{shortened(item.text, figure.text)},{text}"
                root = earlier.last.root if earlier.last else reading
                return Read((reading,), reading, root, item.passages, again=True)
            last = earlier.last
            changed = _with_figure(last.base, figure) if last and not self._asks.search(text[:-1]) else ""
            return alone(changed or text)
        return None

    def said(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """Something that an earlier answer said: 「刚才说的5万」, 「你前面讲的违约金」."""
        match = self._is["said"].search(text)
        if not match:
            return None
        rest = (text[: match.start()] + text[match.end() :]).strip(ENDS)
        item = next((item for f in parse(rest) if (item := earlier.with_figure(f))), None)
        figure = bool(item)
        item = item or earlier.with_words(self._words(rest))
        if item is None:
            return alone(rest) if rest else None
        around = next((word for word in self._words(rest) if word in item.text), "")
        quoted = shortened(item.text, around)
        whole = not figure and bool(self._swapping.topics(rest)) and bool(self._asks.search(rest))
        readings = (rest, f"{quoted},{rest}") if whole else (f"{quoted},{rest}",)
        root = earlier.last.root if earlier.last else quoted
        return Read(readings, readings[-1], root, item.passages, again=True)

    def back(self, text: str, earlier: Earlier, side: Side) -> Read | None:
        """A topic gone back to: 「回到刚才的佣金问题」, with or without a new question about it."""
        match = self._is["back"].match(text)
        if not match:
            return None
        behind = self._is["back_words"].sub("", text[match.end() :].strip(ENDS))
        topic, _, rest = (part.strip(ENDS) for part in behind.replace(":", ",").partition(","))
        topic = self._is["back_end"].sub("", topic)
        if not topic:
            return alone(rest) if rest else None
        if not rest and self._asks.search(topic):
            return alone(topic)
        question = self._about(topic, earlier)
        if len(self._swapping.topics(question)) > MOST_TOPICS:
            question = ""
        if rest:
            return self._about_topic(topic, rest, question)
        return Read((question,), question, question, again=True) if question else alone(topic)

    def _about_topic(self, topic: str, rest: str, question: str) -> Read:
        """A new question about a topic gone back to; `question` is the earlier one about it, if there is."""
        whole = f"{topic},{rest}"
        if question and not self._swapping.topics(topic):
            joined = f"{question.rstrip(ENDS)},{rest}"
            return Read((whole, joined), joined, question, again=True)
        more = self._swapping.topics(rest) - self._swapping.topics(topic)
        return Read((rest, whole) if more else (whole,), whole, question or topic, again=True)

    def _returned(self, question: str, rest: str) -> Read:
        if not rest:
            return Read((question,), question, question, again=True)
        joined = f"{question.rstrip(ENDS)},{rest}"
        whole = bool(self._swapping.topics(rest)) and bool(self._asks.search(rest))
        return Read((rest, joined) if whole else (joined,), joined, question, again=True)

    def _words(self, text: str) -> list[str]:
        """The names a text gives to things, the longest first, and every way those things are named."""
        mentions = [m for m in self._glossary.in_question(text) if m.term.kind not in ("party", "platform")]
        mentions.sort(key=lambda mention: mention.start - mention.end)
        written = [text[m.start : m.end] for m in mentions]
        return [*written, *(name for m in mentions for name in (m.term.name, *m.term.same))]

    def _about(self, topic: str, earlier: Earlier) -> str:
        """The latest question of the conversation about a topic, or empty."""
        wanted = {m.term.name for m in self._glossary.in_question(topic)}
        pairs = {topic[at : at + 2] for at in range(len(topic) - 1)}
        best, most = "", 0.0
        for question in reversed(earlier.questions()):
            named = {m.term.name for m in self._glossary.in_question(question)}
            shared = len(wanted & named) + sum(pair in question for pair in pairs) / max(len(pairs), 1)
            if shared > most:
                best, most = question, shared
        return best if most >= 0.5 else ""


def _with_figure(question: str, figure: Quantity) -> str:
    """A question with `figure` in place of its own figure of the same kind; empty when it has none."""
    for old in parse(question):
        if (old.kind, old.unit) == (figure.kind, figure.unit):
            return question[: old.start] + figure.text + question[old.end :]
    return ""
