"""Words that say no fact by themselves: answers to what was asked, corrections of what was just said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.drafting.parameters import Parameter
from bot.drafting.reading.attributing import Attribution
from bot.drafting.reading.choosing import Choices
from bot.drafting.reading.figures import Figure
from bot.drafting.reading.gathering import Gathered
from bot.drafting.reading.hours import END
from bot.drafting.reading.names import Names
from bot.drafting.reading.parts import Part, Speech
from bot.drafting.reading.said import Table

_WORDS = ("party", "place", "text")
_WORDS_BESIDE = 4
_LAST_HOUR = 24
_BETWEEN = re.compile(r"\s+|(?<=[\d%个天元])[和跟与](?=\d)")
_TAIL = re.compile(r"(?:吧|啊|哦|呢|了|呀|哈|嘛)+$")
_RANGE = re.compile(r"^\s?(?:到|至|-|~|—|或者?|、)\s?$")
_NO_ANSWER = re.compile(
    r"^(?:是|不是|好|好的|可以|行|嗯+|对|ok|没问题|按你说的|听你的|继续|下一个|不要|不用|没有|随便|都行|谢谢|你好|在吗|不行|否|yes|no|按默认|默认|就这样|算了)$"
)


class Answers:
    """Gives loose words and figures to the parameters that were asked for or just changed."""

    def __init__(
        self,
        speech: Speech,
        attribution: Attribution,
        choices: Choices,
        names: Names,
        parameters: Mapping[str, Parameter],
    ) -> None:
        self._speech = speech
        self._attribution = attribution
        self._choices = choices
        self._names = names
        self._parameters = parameters

    def corrections(
        self, gathered: Gathered, text: str, told: tuple[Part, ...], loose: list[Figure], table: Table
    ) -> list[Figure]:
        """Give figures behind 改成 or 说错了 to what was just changed; where several could hold one, ask."""
        if not any(self._speech.correcting.search(part.text) for part in told):
            return loose
        left = []
        for figure in loose:
            holding = [
                n for n in table.latest if self._attribution.can_hold(n, figure) and not gathered.has(n)
            ]
            if len(holding) == 1 or (holding and len(set(table.latest)) == 1):
                self._claim(gathered, holding[0], figure)
            elif holding:
                gathered.doubt(tuple(holding), figure.start, figure.end)
            else:
                left.append(figure)
        return left

    def answers(
        self,
        gathered: Gathered,
        message: str,
        text: str,
        told: tuple[Part, ...],
        loose: list[Figure],
        table: Table,
    ) -> list[Figure]:
        """Give what stands alone to the first fact asked for that can hold it, each part to one."""
        if not table.asked:
            return loose
        left = list(loose)
        for start, end in self._pieces(text, told, table.asked):
            if gathered.claimed(start, end):
                continue
            inside = [figure for figure in left if start <= figure.start < end]
            if len(inside) > 1 and _RANGE.match(text[inside[0].end : inside[1].start]):
                self._doubt_range(gathered, inside, table.asked)
                left = [figure for figure in left if figure not in inside]
                continue
            open_ones = [name for name in table.asked if not gathered.has(name)]
            for name in open_ones:
                if figure := self._figure_for(name, inside, text[start:end], start):
                    self._claim(gathered, name, figure)
                    left.remove(figure)
                    break
                if self._in_words(gathered, name, message, text, start, end, inside):
                    left = [figure for figure in left if figure not in inside]
                    break
        return left

    def follow_ups(
        self, gathered: Gathered, told: tuple[Part, ...], loose: list[Figure], table: Table
    ) -> list[Figure]:
        """Give a figure with its unit that stands alone (那就45天) to the one fact that was just spoken of and has it."""
        left = []
        for figure in loose:
            part = next((part for part in told if part.start <= figure.start < part.end), None)
            names = self._spoken_of(figure, gathered, table)
            if part is None or figure.bare or not names or not self._alone(figure, part):
                left.append(figure)
                continue
            self._claim(gathered, names[0], figure)
            gathered.followed.append(names[0])
        return left

    def _spoken_of(self, figure: Figure, gathered: Gathered, table: Table) -> list[str]:
        """The one fact that can be meant: of those a question was about, else of those asked for or just changed."""
        for names in (table.discussed, (*table.asked, *table.latest)):
            holding = [name for name in dict.fromkeys(names) if self._attribution.can_hold(name, figure)]
            if holding:
                return holding if len(holding) == 1 and not gathered.has(holding[0]) else []
        return []

    def _alone(self, figure: Figure, part: Part) -> bool:
        around = part.text[: figure.start - part.start] + part.text[figure.end - part.start :]
        return self._speech.is_filler(around)

    def _doubt_range(self, gathered: Gathered, inside: list[Figure], asked: tuple[str, ...]) -> None:
        names = tuple(name for name in asked if self._attribution.can_hold(name, inside[0]))
        if names:
            gathered.doubt(names[:1], inside[0].start, inside[1].end)

    def _pieces(self, text: str, told: tuple[Part, ...], asked: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        for part in told:
            if len(asked) < 2 or not _BETWEEN.search(part.text):
                yield part.start, part.end
                continue
            at = part.start
            for word in _BETWEEN.split(part.text):
                start = text.index(word, at)
                at = start + len(word)
                yield start, at

    def _figure_for(self, name: str, inside: list[Figure], words: str, start: int) -> Figure | None:
        """The one figure of a piece that the parameter can hold, where only small words stand around it."""
        if len(inside) != 1 or not self._attribution.can_hold(name, inside[0]):
            return None
        figure = inside[0]
        around = words[: figure.start - start] + words[figure.end - start :]
        around = re.sub(r"(?:一|每)?(?:个|人|月|席|位|坐席|客服)", "", around) if figure.per else around
        return figure if self._speech.is_filler(around) or len(around) <= 4 else None

    def _claim(self, gathered: Gathered, name: str, figure: Figure) -> None:
        gathered.claim(name, self._attribution.raw(name, figure), figure.start, figure.end)

    def _in_words(
        self,
        gathered: Gathered,
        name: str,
        message: str,
        text: str,
        start: int,
        end: int,
        inside: list[Figure],
    ) -> bool:
        """Take a piece as the answer in words to one question; one that is mostly figures is none."""
        words = text[start:end]
        core = self._speech.core(words)
        kind = self._parameters[name].type
        if kind == "time" and len(inside) == 1 and core == inside[0].text:
            return self._hour(gathered, name, inside[0])
        if not core or _NO_ANSWER.match(words.strip()) or _NO_ANSWER.match(core):
            return False
        if inside and len(core) - sum(len(figure.text) for figure in inside) < _WORDS_BESIDE:
            return False
        if kind == "choice":
            raw = "" if inside else self._choices.answer(name, words)
        elif kind in _WORDS:
            bare = _TAIL.sub("", self._speech.without_head(words))
            raw = self._names.answer(name, bare) or self._names.answer(name, core)
        else:
            return False
        if not raw:
            return False
        at = text.find(raw, start, end)
        if kind in _WORDS and name != "platforms" and at >= 0:
            gathered.claim(name, message[at : at + len(raw)], at, at + len(raw))
        else:
            gathered.claim(name, raw, start, end)
        return True

    def _hour(self, gathered: Gathered, name: str, figure: Figure) -> bool:
        """A bare number as an hour; 11 for the end could be either half of the day, and is asked about."""
        if not figure.bare or figure.value != int(figure.value) or not 0 <= figure.value <= _LAST_HOUR:
            return False
        if name == END and figure.value <= _LAST_HOUR // 2:
            gathered.doubt((name,), figure.start, figure.end)
        else:
            gathered.claim(name, f"{int(figure.value):02d}:00", figure.start, figure.end)
        return True
