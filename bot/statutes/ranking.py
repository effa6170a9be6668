"""How the signals of an article are weighed: `knowledge/statutes/search_ranking.yaml` and `.npz`.

Both are fitted on lay questions with known articles (`bot.statutes.ranking_fit`). The arrays say which laws and
chapters a question's characters point to, never which single article: what is learnt must hold for articles
that no fitted question was about.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from bot.errors import ConfigurationError
from bot.statutes.database import Statutes
from bot.statutes.lay_words import LayWords
from bot.statutes.search_index import Numbers, SearchIndex
from bot.statutes.search_postings import Scores
from bot.statutes.search_tokens import Codes, bigrams, characters

Array: TypeAlias = npt.NDArray[np.float64]
Signals: TypeAlias = dict[str, Scores]

LEXICAL = (
    "text",
    "letters",
    "asked",
    "asked_letters",
    "law_words",
    "law_words_asked",
    "chapter",
    "chapter_asked",
    "text_share",
    "asked_share",
)
"""Signals of the words alone. `law_words`: what lay_words.yaml adds to the question; `…_share`: as a share of
what a text that holds all of the question would score."""
LEARNT = ("law_prior", "chapter_prior", "law_guess", "chapter_guess")
"""Signals fitted on questions: how often a law or chapter is asked about, and whether this question is."""

YAML_FILE, ARRAYS_FILE = "search_ranking.yaml", "search_ranking.npz"

CHARACTER_WEIGHT = 0.5
"""What a single character counts for beside a pair when a question points to a law or chapter."""

_QUESTION_WEIGHT = 20
"""How many articles holding a token one question holding it outweighs: 如何, 是否 say nothing of the subject."""
_EVENLY = 0.02
_CHAPTER_EVENLY = 0.3
_CHAPTER_FLOOR = 0.01
_SHARE_FLOOR = 5.0
_SHARE_SCALE = 10.0


class Weights(BaseModel):
    """The YAML file: the weight of each signal, and on how many questions it was fitted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions: int
    weights: dict[str, float]


@dataclass(frozen=True)
class Places:
    """Where each article of an index belongs: its law by name, and its chapter by a name that outlives the index."""

    law: Numbers
    chapter: Numbers
    laws: tuple[str, ...]
    chapters: tuple[str, ...]

    @classmethod
    def of(cls, index: SearchIndex, statutes: Statutes) -> Places:
        """A chapter is named by law, version and number of its first article's place in the law."""
        every = statutes.every_law()
        names = {name: number for number, name in enumerate(dict.fromkeys(law.name for law in every))}
        by_law = np.array([names[law.name] for law in every], dtype=np.int32)
        firsts = np.searchsorted(index.chapter, np.arange(int(index.chapter[-1]) + 1))
        chapters = tuple(
            f"{every[index.law[at]].name}|{every[index.law[at]].version}|{index.position[at]}"
            for at in firsts
        )
        return cls(by_law[index.law], index.chapter, tuple(names), chapters)


@dataclass(frozen=True)
class Learnt:
    """What was learnt of laws and chapters. `tokens` are ordered; row i of a matrix belongs to `tokens[i]`."""

    tokens: Codes
    rarity: npt.NDArray[np.float32]
    laws: tuple[str, ...]
    chapters: tuple[str, ...]
    law_counts: npt.NDArray[np.float32]
    chapter_counts: npt.NDArray[np.float32]
    law_guess: npt.NDArray[np.float32]
    chapter_guess: npt.NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> Learnt:
        """Raises ConfigurationError when the file is missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as file:
                guesses = {
                    name: file[name].astype(np.float32) * file[f"{name}.scale"]
                    for name in ("law_guess", "chapter_guess")
                }
                return cls(
                    tokens=file["tokens"],
                    rarity=file["rarity"],
                    laws=tuple(map(str, file["laws"])),
                    chapters=tuple(map(str, file["chapters"])),
                    law_counts=file["law_counts"],
                    chapter_counts=file["chapter_counts"],
                    **guesses,
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ConfigurationError(
                f"{path.name} 读不出来：请从安装包里恢复，或用 scripts/fit_statute_search.py 重新生成。"
            ) from error

    def save(self, path: Path) -> None:
        """Write the file that `load` reads, the matrices with one byte a number."""
        small: dict[str, npt.NDArray[np.generic]] = {}
        for name in ("law_guess", "chapter_guess"):
            matrix: npt.NDArray[np.float32] = getattr(self, name)
            scale = np.maximum(np.abs(matrix).max(axis=0), 1e-9) / 127
            small |= {name: np.rint(matrix / scale).astype(np.int8), f"{name}.scale": scale}
        np.savez_compressed(
            path,
            tokens=self.tokens,
            rarity=self.rarity,
            laws=np.array(self.laws),
            chapters=np.array(self.chapters),
            law_counts=self.law_counts,
            chapter_counts=self.chapter_counts,
            **small,  # type: ignore[arg-type]
        )


def question_tokens(question: str) -> Codes:
    """What of a question points to a law: its characters and pairs of characters."""
    return np.concatenate([characters(question), bigrams(question)])


def token_rarity(index: SearchIndex, tokens: Codes, asked: npt.NDArray[np.int64]) -> Array:
    """The weight of tokens that `asked` of the fitted questions hold: rare in the law and among questions."""
    single = tokens < 1 << 16
    held_by = np.where(single, index.letters.counts(tokens), index.text.counts(tokens))
    rarity = np.log((index.size + 1) / (1 + held_by + _QUESTION_WEIGHT * asked))
    return np.maximum(rarity, 0.05) * np.where(single, CHARACTER_WEIGHT, 1.0)


def lexical_signals(index: SearchIndex, words: LayWords, question: str) -> Signals:
    """The signals of LEXICAL for a question in plain form, each for every article."""
    pairs, letters = bigrams(question), characters(question)
    added = np.setdiff1d(bigrams(words.in_law(question)), pairs)
    whole = float(index.text.rarities(pairs).sum()) + _SHARE_FLOOR
    text, asked = index.text.scores(pairs), index.asked.scores(pairs)
    return {
        "text": text,
        "letters": index.letters.scores(letters),
        "asked": asked,
        "asked_letters": index.asked_letters.scores(letters),
        "law_words": index.text.scores(added),
        "law_words_asked": index.asked.scores(added),
        "chapter": index.chapter_text.scores(pairs)[index.chapter],
        "chapter_asked": index.chapter_asked.scores(pairs)[index.chapter],
        "text_share": text * np.float32(_SHARE_SCALE / whole),
        "asked_share": asked * np.float32(_SHARE_SCALE / whole),
    }


class Topics:
    """What was learnt, laid over the articles of an index."""

    def __init__(self, learnt: Learnt, index: SearchIndex, places: Places) -> None:
        self._learnt, self._index, self._places = learnt, index, places
        self._law_column = _columns(places.laws, learnt.laws)
        self._chapter_column = _columns(places.chapters, learnt.chapters)
        counts = Counts.of(places)
        self._prior = counts.priors(
            _spread(learnt.law_counts, self._law_column), _spread(learnt.chapter_counts, self._chapter_column)
        )

    def signals(self, question: str) -> Signals:
        """The signals of LEARNT for a question in plain form, each for every article."""
        learnt = self._learnt
        tokens, times = np.unique(question_tokens(question), return_counts=True)
        at = np.minimum(np.searchsorted(learnt.tokens, tokens), len(learnt.tokens) - 1)
        known = learnt.tokens[at] == tokens
        rarity = token_rarity(self._index, tokens, np.zeros(len(tokens), dtype=np.int64))
        rarity[known] = learnt.rarity[at[known]]
        vector = np.minimum(times, 2) * rarity
        vector = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
        laws = _spread(vector[known] @ learnt.law_guess[at[known]], self._law_column)
        chapters = _spread(vector[known] @ learnt.chapter_guess[at[known]], self._chapter_column)
        return {
            "law_prior": self._prior[0],
            "chapter_prior": self._prior[1],
            "law_guess": laws[self._places.law].astype(np.float32),
            "chapter_guess": chapters[self._places.chapter].astype(np.float32),
        }


@dataclass(frozen=True)
class Counts:
    """How many articles each law and chapter has, and how often asked-about ones are to be expected."""

    places: Places
    of_law: Array
    of_chapter: Array
    law_of_chapter: Numbers

    @classmethod
    def of(cls, places: Places) -> Counts:
        """Count the articles of an index."""
        firsts = np.searchsorted(places.chapter, np.arange(len(places.chapters)))
        return cls(
            places,
            np.bincount(places.law, minlength=len(places.laws)).astype(float),
            np.bincount(places.chapter, minlength=len(places.chapters)).astype(float),
            places.law[firsts],
        )

    def priors(self, law_counts: Array, chapter_counts: Array) -> tuple[Scores, Scores]:
        """Logarithms of how often a law, and a chapter within its law, is asked about, for every article.

        Smoothed by the square root of a law's length and by a chapter's share of its law's articles.
        """
        by_law, by_chapter = self.parts(law_counts, chapter_counts)
        return (
            by_law[self.places.law].astype(np.float32),
            by_chapter[self.places.chapter].astype(np.float32),
        )

    def parts(self, law_counts: Array, chapter_counts: Array) -> tuple[Array, Array]:
        """The same, for every law and for every chapter."""
        even = np.sqrt(self.of_law)
        by_law = np.log(law_counts + _EVENLY * even) - np.log(even)
        expected = (law_counts + _EVENLY * even)[self.law_of_chapter]
        share = self.of_chapter / self.of_law[self.law_of_chapter]
        by_chapter = np.log(chapter_counts + _CHAPTER_EVENLY * expected * share + _CHAPTER_FLOOR)
        return by_law, by_chapter - np.log(expected + _CHAPTER_FLOOR)


def total(weights: Mapping[str, float], signals: Signals, size: int) -> Scores:
    """The weighted sum of the signals, for every article."""
    scores = np.zeros(size, dtype=np.float32)
    for name, values in signals.items():
        scores += np.float32(weights.get(name, 0.0)) * values
    return scores


def _columns(names: Sequence[str], learnt: Sequence[str]) -> Numbers:
    """For each name the column of what was learnt, or -1."""
    known = {name: column for column, name in enumerate(learnt)}
    return np.array([known.get(name, -1) for name in names], dtype=np.int32)


def _spread(values: npt.NDArray[np.floating], columns: Numbers) -> Array:
    """Values of learnt columns for every name; 0 where nothing was learnt."""
    return np.append(values, 0.0)[columns]
