"""Write knowledge/review/classifier.npz, and print what the classifier finds in contracts that it was not taught.

Run it after a change of the contracts or clauses that are tuned on; a test tells when it is due.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.evaluation.bench import project_file
from bot.evaluation.labelled import Labelled, corpus_hash, labelled
from bot.review.classifier import RULE, Classifier, ngrams, weighed
from bot.review.rules import Risks
from bot.settings import load_settings

FEWEST_SENTENCES = 3
"""Sentences that an n-gram must stand in."""
MOST_NGRAMS = 30_000
WEIGHT_OF_A_FAULT = 5
"""Faults are few: one of them counts as much as so many other sentences."""
FOLDS = 5
BOLDNESS = (0.3, 0.2, 0.1, 0.0, -0.1, -0.2)


def main() -> None:
    """Teach on everything and write it, then measure on one fifth at a time what the rest of them teaches."""
    knowledge = load_settings().bot_knowledge_dir
    papers = project_file("review")
    risks = Risks.load(knowledge)
    examples = list(labelled(papers, knowledge))
    taught = teach(examples, risks, corpus_hash(papers))
    taught.save(knowledge)
    sys.stdout.write(f"{len(examples)} sentences, {len(taught.rows)} n-grams, {len(taught.labels)} labels\n")
    for line in crosswise(examples, risks):
        sys.stdout.write(f"{line}\n")


def teach(examples: Sequence[Labelled], risks: Risks, taught_from: str = "") -> Classifier:
    """A classifier for the categories of the learned rules, with a column for each rule where a category has several."""
    counted = [ngrams(example.said) for example in examples]
    found_in = Counter(gram for counts in counted for gram in counts)
    grams = sorted(gram for gram, times in found_in.items() if times >= FEWEST_SENTENCES)
    first = _fitted(examples, counted, grams, found_in, risks, taught_from)
    heaviest = np.abs(first.weights).max(axis=1)
    kept = np.sort(np.argsort(-heaviest, kind="stable")[:MOST_NGRAMS])
    return _fitted(examples, counted, [grams[at] for at in kept], found_in, risks, taught_from)


def _fitted(
    examples: Sequence[Labelled],
    counted: Sequence[Counter[str]],
    grams: Sequence[str],
    found_in: Counter[str],
    risks: Risks,
    taught_from: str,
) -> Classifier:
    rows = {gram: at for at, gram in enumerate(grams)}
    idf = np.array([np.log(len(examples) / found_in[gram]) + 1 for gram in grams], dtype=np.float32)
    matrix = _matrix(counted, rows, idf)
    labels: list[str] = []
    columns: list[NDArray[np.float32]] = []
    bias: list[float] = []
    for label, keep, faults in _questions(examples, risks):
        model = LinearSVC(class_weight={False: 1, True: WEIGHT_OF_A_FAULT}, random_state=0)
        model.fit(matrix[keep], faults[keep])
        labels.append(label)
        columns.append(model.coef_[0].astype(np.float32))
        bias.append(float(model.intercept_[0]))
    return Classifier(
        tuple(labels), rows, idf, np.stack(columns, axis=1), np.array(bias, dtype=np.float32), taught_from
    )


def _questions(
    examples: Sequence[Labelled], risks: Risks
) -> list[tuple[str, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Each label with the sentences that are judged for it, and those of them that are it."""
    asked = []
    for category, learned in risks.learned.items():
        own = [risk.id for risk in learned]
        faults = np.array([category in example.faults for example in examples])
        open_to_doubt = np.array([category in example.arguable for example in examples])
        asked.append((category, faults | ~open_to_doubt, faults))
        told = np.array([bool(example.rules.intersection(own)) for example in examples]) & faults
        for rule in own if len(own) > 1 else ():
            meets = np.array([rule in example.rules for example in examples]) & told
            if 0 < meets.sum() < told.sum():
                asked.append((f"{category}{RULE}{rule}", told, meets))
    return asked


def _matrix(counted: Sequence[Counter[str]], rows: dict[str, int], idf: NDArray[np.float32]) -> csr_matrix:
    at, values, ends = [], [], [0]
    for counts in counted:
        own_rows, own_values = weighed(counts, rows, idf)
        at.append(own_rows)
        values.append(own_values)
        ends.append(ends[-1] + len(own_rows))
    return csr_matrix((np.concatenate(values), np.concatenate(at), ends), shape=(len(counted), len(rows)))


def crosswise(examples: Sequence[Labelled], risks: Risks) -> list[str]:
    """For each boldness how many faults are found, by it and together with the rules, and how much else is called one."""
    contracts = sorted({example.contract for example in examples} - {""})
    fold = {contract: at % FOLDS for at, contract in enumerate(contracts)}
    category_of = {risk.id: risk.category for risk in risks.risks}
    totals = {boldness: Counter[str]() for boldness in BOLDNESS}
    for held in range(FOLDS):
        taught = teach([one for one in examples if fold.get(one.contract) != held], risks)
        for example in (one for one in examples if fold.get(one.contract) == held):
            by_rule = {category_of[rule] for rule in example.rules}
            scores = taught.scores(example.said)
            for category, at in taught.columns():
                for boldness, total in totals.items():
                    likely = bool(scores[at] > boldness)
                    if category in example.faults:
                        total.update(faults=1, likely=likely, either=likely or category in by_rule)
                    elif likely and category not in example.arguable:
                        total.update(wrong=1, alone=category not in by_rule)
    return [
        f"beyond {boldness:+.1f}: {total['likely']} of {total['faults']} faults, with the rules {total['either']}; "
        f"{total['wrong']} other sentences, {total['alone']} of them by no rule"
        for boldness, total in totals.items()
    ]


if __name__ == "__main__":
    main()
