"""A question as it is searched for: one script, one width, slips of the keyboard put right, terms found."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from bot.glossary import Glossary

LONGEST_CORRECTION = 6
"""Characters; no term that people misspell by sound is longer."""

_INVISIBLE = re.compile(
    r"[\ud800-\udfff\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_PARTICLES = frozenset(
    "只都也就才又再还很太最更不没别未要会能可该想得让叫给被把对跟和与或及从到在向往按由为因于以而但且若如"
    "我你他她它您咱谁哪这那个此其每各某几多少两之的了着过吗呢吧啊呀么先快好"
)
"""Stand in a sentence by themselves, so that one in place of another character is rarely a slip: 只付 is not 支付."""

_SPACES = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Za-z]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMERAL = re.compile(r"[零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class SearchQuestion:
    """What retrieval works with.

    `text` is the normalised question, `terms` the glossary names it mentions, `platforms` those of them that
    are platforms, `corrections` the slips put right as (written, meant), `english` whether it was asked in
    English.
    """

    text: str
    terms: tuple[str, ...]
    platforms: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...] = ()
    english: bool = False

    @property
    def searched(self) -> str:
        """The words to embed: an English question carries the Chinese names of its terms."""
        return f"{self.text} {' '.join(self.terms)}" if self.english and self.terms else self.text


class QuestionReader:
    """Turns what was typed into a SearchQuestion; built once from the glossary and the indexed texts.

    The texts say which words a slip may have meant, and which characters are words by themselves: 打到 is
    no slip for 达到, since 打 and 到 both stand alone in what people write. Terms of the glossary are meant
    all the same: 接除 is 解除.
    """

    def __init__(self, glossary: Glossary, indexed_texts: Iterable[str] = ()) -> None:
        self._glossary = glossary
        self._typos = sorted(glossary.typos, key=len, reverse=True)
        parts = Counter(part for text in indexed_texts for part in words(text))
        self._alone = {part for part, count in parts.items() if len(part) == 1 and count > 1}
        self._known = glossary.asked_words | {part for part in parts if len(part) > 1}
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        # The glossary's own words come first, so that they win where several are as near.
        for word in sorted(self._known, key=lambda word: (word not in glossary.vocabulary, word)):
            if 2 <= len(word) <= LONGEST_CORRECTION and all(map(_HAN.match, word)):
                self._by_sound.setdefault(_sound(word), []).append(word)

    def read(self, typed: str) -> SearchQuestion:
        """The question behind what was typed; never fails, an empty question stays empty."""
        text = simplified(plain(typed))
        text, listed = self._listed_typos(text)
        text, heard = self._homophones(text)
        mentions = self._glossary.in_question(text)
        return SearchQuestion(
            text=text,
            terms=tuple(dict.fromkeys(m.term.name for m in mentions)),
            platforms=self._glossary.platforms_in(text),
            corrections=(*listed, *heard),
            english=_is_english(text),
        )

    def _listed_typos(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """Slips of the glossary put right where they are words: `了解处理` holds no 解处."""
        made = []
        for typo in self._typos:
            if typo in text:
                meant = self._glossary.typos[typo]
                corrected = _replaced(text, typo, meant)
                made += [(typo, meant)] if corrected != text else []
                text = corrected
        return text, made

    def _homophones(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """What no dictionary knows but sounds like one of our words is put right.

        Only runs of whole dictionary words with a stray character among them are looked at: a slip breaks
        the word it is in, so `滞娜金` falls apart into three while `服务范围` stays two.
        """
        parts = words(text)
        made: list[tuple[str, str]] = []
        at = 0
        while at < len(parts):
            for upto in range(min(len(parts), at + LONGEST_CORRECTION), at, -1):
                written = "".join(parts[at:upto])
                if not any(len(part) == 1 for part in parts[at:upto]):
                    continue
                meant = self._meant(written)
                if any(len(part) > 1 for part in parts[at:upto]) and _exact_sound(written) != _exact_sound(
                    meant
                ):
                    meant = ""
                if meant:
                    made.append((written, meant))
                    parts[at:upto] = [meant]
                    break
            at += 1
        return "".join(parts), made

    def _meant(self, written: str) -> str:
        if not 2 <= len(written) <= LONGEST_CORRECTION or written in self._known:
            return ""
        if not all(map(_HAN.match, written)) or _NUMERAL.search(written):
            return ""
        alike = self._by_sound.get(_sound(written), [""])
        meant = max(alike, key=lambda word: len(set(word) & set(written)))
        if set(written) <= self._alone and meant not in self._glossary.vocabulary:
            return ""
        if any({was, would} & _PARTICLES for was, would in zip(written, meant, strict=False) if was != would):
            return ""
        return meant if set(meant) & set(written) else ""


def plain(text: str) -> str:
    """Compatibility forms folded, invisible characters and halves of characters gone, white space single."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip()


@lru_cache(maxsize=1)
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters as simplified ones."""
    return str(_converter().convert(text)) if _HAN.search(text) else text  # type: ignore[attr-defined]


def words(text: str) -> list[str]:
    """The text cut into dictionary words; what no dictionary knows comes out character by character."""
    import rjieba

    return list(rjieba.cut(text, False))


def sounds(text: str) -> list[str]:
    """Pairs of neighbouring syllables of the Chinese in a text: alike for words that only sound alike."""
    pairs = []
    for run in _HAN_RUN.findall(text):
        heard = _sound(run)
        pairs += [f"{one} {other}" for one, other in pairwise(heard)]
    return pairs


def _replaced(text: str, old: str, new: str) -> str:
    """`new` for every `old` that begins and ends where words of `text` do."""
    edges = set(accumulate(map(len, words(text)), initial=0))
    return re.sub(re.escape(old), lambda m: new if m.start() in edges and m.end() in edges else old, text)


@lru_cache(maxsize=8192)
def _sound(text: str) -> tuple[str, ...]:
    """Toneless syllables with the distinctions folded that typists and dialects drop."""
    return tuple(_syllable(character) for character in text)


def _exact_sound(text: str) -> list[str]:
    """Toneless syllables as the dictionary has them; beside a whole word, nothing less will do."""
    return [_heard(character) for character in text]


@lru_cache(maxsize=8192)
def _heard(character: str) -> str:
    from pypinyin import Style, pinyin

    return str(pinyin(character, style=Style.NORMAL, heteronym=False)[0][0])


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    sound = _heard(character)
    for written, folded in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        sound = sound.replace(written, folded)
    return "l" + sound[1:] if sound.startswith("n") and len(sound) > 1 else sound


def _is_english(text: str) -> bool:
    latin = len(_LATIN.findall(text))
    return latin > 12 and latin > 3 * len(_HAN.findall(text))
