"""Fit the weights of the statute search on a file of lay questions with known articles.

`python scripts/fit_statute_search.py QUESTIONS.jsonl` writes knowledge/statutes/search_ranking.yaml and .npz; the
same questions and the same database give the same files. With `--measure` it only prints what is measured, also
cross-validated. The questions themselves are not kept.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from bot.evaluation.statute_search import fit, measure  # noqa: E402
from bot.settings import load_settings  # noqa: E402


def main() -> None:
    """Fit, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    if options.measure:
        for name, value in measure(options.questions).figures.items():
            sys.stdout.write(f"{name:<32}{value:.3f}\n")
        return
    weights = fit(options.questions, PROJECT / "knowledge", load_settings().bot_data_dir)
    sys.stdout.write(f"{weights.questions} questions: {weights.weights}\n")


if __name__ == "__main__":
    main()
