"""The ratchet: what is held against the record, and the report that is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.evaluation import record, report
from bot.evaluation.outcome import Failure, Outcome

RECORDED = {"g": {"R@1": 0.9, "wrongly refused": 0.01, "p95 s": 0.1, "cases n": 9}, "latency": {"x": 1.0}}


@pytest.mark.parametrize(
    ("now", "faults"),
    [
        ({"g": {"R@1": 0.9, "wrongly refused": 0.01, "p95 s": 9.0, "cases n": 1}}, 0),
        ({"g": {"R@1": 0.89, "wrongly refused": 0.02}}, 0),
        ({"g": {"R@1": 0.885, "wrongly refused": 0.01}}, 1),
        ({"g": {"R@1": 0.95, "wrongly refused": 0.03}}, 1),
        ({}, 2),
    ],
)
def test_a_figure_below_its_record_is_a_fault(now: record.Figures, faults: int) -> None:
    assert len(list(record.below(now, RECORDED))) == faults


def test_figures_are_kept_and_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "evaluation" / "last.json"
    assert record.read(path) == {}
    record.write(path, RECORDED)
    assert record.read(path) == RECORDED
    path.write_text("{", encoding="utf-8")
    with pytest.raises(StorageError, match=r"last\.json"):
        record.read(path)


def test_the_report_is_one_file_with_every_failure_and_no_address() -> None:
    outcomes = {"核对": Outcome({"caught": 0.5}, (Failure("c-1", "<问>", "应当", "结果"),))}
    page = report.page(outcomes, {"核对": {"caught": 0.6}}, {"核对": {"caught": 0.4}}, "builtin")
    assert "c-1" in page and "&lt;问&gt;" in page and "<问>" not in page
    assert "0.600" in page and "0.400" in page
    assert "http" not in page
    assert "没通过 1 条" in page


def test_the_table_has_record_and_last_run_beside_each_figure() -> None:
    table = report.table({"g": {"R@1": 0.5}}, {"g": {"R@1": 0.4}}, {"g": {"R@1": 0.3}})
    assert "记录 0.400" in table and "上次 0.300" in table
