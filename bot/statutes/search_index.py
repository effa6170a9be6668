"""The index of all articles for the search: built once from the database, kept as one file of arrays.

Every text of the database is in it, older and repealed ones too; who asks decides which of them may be found.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from bot.errors import ConfigurationError
from bot.statutes.database import Statutes
from bot.statutes.lay_words import LayWords
from bot.statutes.model import Article
from bot.statutes.search_postings import Postings
from bot.statutes.search_tokens import Codes, bigrams, characters

FORMAT = 1
FILE = "search.npz"
LOCK_SECONDS = 60.0
"""How long to wait for another process that builds the same index, before building one for this run alone."""

Numbers: TypeAlias = npt.NDArray[np.int32]

_B_ARTICLE, _B_CHAPTER = 0.6, 0.9
_FIELDS = ("text", "letters", "asked", "asked_letters", "chapter", "chapter_asked")

_DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    EOFError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading an archive of arrays raises when bytes of it are missing or wrong."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SearchIndex:
    """Which articles hold which tokens, and where each article stands.

    Article `i` is the `position[i]`-th of law `law[i]` of `Statutes.every_law()`; `chapter[i]` numbers runs of
    articles under one heading, `key[i]` is shared by articles of the same law's name and label in several
    versions. `letters` are single characters; `asked` is what lay_words.yaml says people ask.
    """

    law: Numbers
    position: Numbers
    chapter: Numbers
    key: Numbers
    text: Postings
    letters: Postings
    asked: Postings
    asked_letters: Postings
    chapter_text: Postings
    chapter_asked: Postings

    @property
    def size(self) -> int:
        """How many articles there are."""
        return len(self.law)


class IndexFile:
    """Builds the index when it is not there, is another version's, or is damaged."""

    def __init__(self, statutes: Statutes, folder: Path, words: LayWords) -> None:
        """`folder` is where the file is kept; it may not exist yet."""
        self._statutes, self._folder, self._words = statutes, folder, words

    def open(self) -> SearchIndex:
        """The index: read in a moment, or built in seconds and kept.

        A folder that cannot be written to costs only the keeping. Raises ConfigurationError when
        lay_words.yaml names an article that the database does not have.
        """
        identity = self._identity()
        known = self._read(identity)
        if known:
            return known
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "search.lock", timeout=LOCK_SECONDS):
                return self._read(identity) or self._kept(build(self._statutes, self._words), identity)
        except (OSError, Timeout) as error:
            log.warning("statute index is not kept: %s", type(error).__name__)
            return build(self._statutes, self._words)

    def _identity(self) -> str:
        """Changes with the database, the lay words and the way of indexing."""
        laws = [(law.id, law.status, law.version) for law in self._statutes.every_law()]
        parts = [FORMAT, self._statutes.version, laws, self._words.model_dump(mode="json")]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    def _read(self, identity: str) -> SearchIndex | None:
        try:
            with np.load(self._folder / FILE, allow_pickle=False) as file:
                if str(file["identity"]) != identity:
                    return None
                return _from_arrays({name: file[name] for name in file.files})
        except FileNotFoundError:
            return None
        except _DAMAGED as error:
            log.warning("statute index cannot be read, building it anew: %s", type(error).__name__)
            return None

    def _kept(self, index: SearchIndex, identity: str) -> SearchIndex:
        handle, name = tempfile.mkstemp(dir=self._folder, prefix="building-", suffix=".npz")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, identity=np.array(identity), **_arrays(index))  # type: ignore[arg-type]
            Path(name).replace(self._folder / FILE)
        finally:
            Path(name).unlink(missing_ok=True)
        return index


def build(statutes: Statutes, words: LayWords) -> SearchIndex:
    """The index of every article of the database.

    Raises ConfigurationError when lay_words.yaml names an article that the database does not have.
    """
    asked = _asked(statutes, words)
    law, position, chapter, key = [], [], [], []
    texts, letters, questions, question_letters = [], [], [], []
    chapter_texts: list[list[Codes]] = []
    chapter_questions: list[list[Codes]] = []
    keys: dict[tuple[str, str], int] = {}
    for number, one in enumerate(statutes.every_law()):
        before: str | None = None
        for place, article in enumerate(statutes.articles(one)):
            top = article.headings[0] if article.headings else ""
            heading = bigrams(" ".join((one.short, *article.headings)))
            if before != top:
                chapter_texts.append([heading])
                chapter_questions.append([heading])
                before = top
            question = asked.get((one.id, article.label), "")
            body, said = bigrams(article.text), bigrams(question)
            chapter_texts[-1] += [body, said]
            chapter_questions[-1].append(said)
            texts.append(np.concatenate([heading, body]))
            letters.append(characters(" ".join((one.short, *article.headings, article.text))))
            questions.append(said)
            question_letters.append(characters(question))
            law.append(number)
            position.append(place)
            chapter.append(len(chapter_texts) - 1)
            key.append(keys.setdefault((one.name, article.label), len(keys)))
    return _index(
        [np.array(numbers, dtype=np.int32) for numbers in (law, position, chapter, key)],
        [Postings.build(tokens, _B_ARTICLE) for tokens in (texts, letters, questions, question_letters)]
        + [_by_chapter(parts) for parts in (chapter_texts, chapter_questions)],
    )


def _by_chapter(parts: Sequence[Sequence[Codes]]) -> Postings:
    return Postings.build([np.concatenate(list(part)) for part in parts], _B_CHAPTER)


def _asked(statutes: Statutes, words: LayWords) -> dict[tuple[str, str], str]:
    """What people ask, by law id and label."""
    found: dict[tuple[str, str], str] = {}
    for asked in words.asked:
        versions = [law for law in statutes.every_law() if law.name == asked.law]
        meant = [law for law in versions if law.version == asked.version]
        law = meant[0] if meant else None if asked.version else statutes.law(asked.law)
        articles: Sequence[Article] = statutes.articles(law) if law else ()
        labels = {article.label for article in articles}
        by_number = {article.number: article.label for article in articles if not article.branch}
        for named, question in asked.articles.items():
            label = by_number.get(named, "") if isinstance(named, int) else named
            if law is None or label not in labels:
                raise ConfigurationError(
                    f"lay_words.yaml 的 asked 里，法条库没有《{asked.law}》{asked.version} 的 {named} 这一条：请改正。"
                )
            found[law.id, label] = question
    return found


def _postings(index: SearchIndex) -> tuple[Postings, ...]:
    return (
        index.text,
        index.letters,
        index.asked,
        index.asked_letters,
        index.chapter_text,
        index.chapter_asked,
    )


def _arrays(index: SearchIndex) -> dict[str, npt.NDArray[np.generic]]:
    made: dict[str, npt.NDArray[np.generic]] = {
        "law": index.law,
        "position": index.position,
        "chapter": index.chapter,
        "key": index.key,
    }
    for name, postings in zip(_FIELDS, _postings(index), strict=True):
        made |= postings.arrays(name)
    return made


def _from_arrays(arrays: Mapping[str, npt.NDArray[np.generic]]) -> SearchIndex:
    numbers = [arrays[name].astype(np.int32, copy=False) for name in ("law", "position", "chapter", "key")]
    size, chapters = len(numbers[0]), int(numbers[2].max()) + 1
    if any(len(part) != size for part in numbers):
        raise ValueError("the parts do not fit together")
    sizes = (size, size, size, size, chapters, chapters)
    return _index(
        numbers, [Postings.read(arrays, name, count) for name, count in zip(_FIELDS, sizes, strict=True)]
    )


def _index(numbers: Sequence[Numbers], postings: Sequence[Postings]) -> SearchIndex:
    law, position, chapter, key = numbers
    text, letters, asked, asked_letters, chapter_text, chapter_asked = postings
    return SearchIndex(
        law, position, chapter, key, text, letters, asked, asked_letters, chapter_text, chapter_asked
    )
