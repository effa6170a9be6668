"""What is measured: it must be able to find fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.conversation import Citation, Reply
from bot.errors import InputError
from bot.evaluation import guidance, measuring
from bot.evaluation.bench import Bench
from bot.evaluation.datasets import GoldQuestion, load_gold
from bot.evaluation.report import readme_table
from bot.settings import Settings

QUESTION = GoldQuestion.model_validate(
    {
        "id": "q",
        "style": "direct",
        "turns": [{"text": "逾期3天要付多少？"}],
        "answerable": True,
        "source": "来源",
        "passage_has": ["5%"],
        "must_include": [["5%", "百分之五"], ["滞纳金"]],
    }
)


def asked(text: str, quote: str = "滞纳金按应付款额每日5%计算。", kind: str = "answer") -> measuring.Asked:
    cited = Citation("1", "来源", "第2条", quote, "2024-09-06", document_id="d", end=len(quote))
    return measuring.Asked(QUESTION, Reply(kind, text, (cited,)), 0, 0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("滞纳金每日5%。[1]", True),
        ("滞纳金是百分之五。[1]", True),
        ("每日5%。[1]", False),
        ("滞纳金每日6%。[1]", False),
    ],
)
def test_every_group_must_be_in_the_answer(text: str, holds: bool) -> None:
    assert asked(text).answered is holds


def test_a_refusal_holds_no_fact() -> None:
    assert not asked("滞纳金每日5%", kind="refusal").answered


@pytest.mark.parametrize(
    ("text", "unsupported"),
    [
        ("每日5%。[1]", []),
        ("每日百分之五，逾期3天。[1]", []),
        ("每日5%，最多20万元。[1]", ["20万元"]),
        ("每日5‰。[1]", ["5‰"]),
    ],
)
def test_figures_are_traced_to_sources_and_the_users_words(text: str, unsupported: list[str]) -> None:
    assert measuring.unsupported_figures(asked(text)) == unsupported


def test_ranks_become_shares() -> None:
    figures = measuring.retrieval([0, 1, None, 12])
    assert figures == pytest.approx({"R@1": 0.25, "R@3": 0.5, "R@5": 0.5, "MRR": 0.375})


def test_a_marker_without_citation_and_a_changed_quote_are_counted(assistant: Assistant) -> None:
    figures = measuring.trust(assistant, [asked("滞纳金每日5%。[1]又一句。[7]")])
    assert figures["markers with citation"] == 0.5
    assert figures["quotes exact"] == 0.0


def test_a_question_is_asked_once_and_a_run_that_checks_compares_with_nothing(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text(QUESTION.model_dump_json() + "\n", encoding="utf-8")
    bench = Bench(assistant, Settings(), compare=False)
    first = guidance.measure(bench, path)
    known = bench.known["q"]
    assert guidance.measure(bench, path).keys() == first.keys()
    assert bench.known == {"q": known}
    assert bench.known["q"] is known
    assert "few answers" in first
    assert "few stock recipe" not in first


def test_a_broken_question_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"q\.jsonl 第1行"):
        load_gold([path])
    with pytest.raises(InputError, match="读不到"):
        load_gold([tmp_path / "absent.jsonl"])


def test_figures_in_the_readme_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("前\n<!-- figures -->\n旧\n<!-- /figures -->\n后\n", encoding="utf-8")
    readme_table(path, {"g": {"R@1": 0.5}})
    text = path.read_text(encoding="utf-8")
    assert "| g | R@1 | 0.500 |" in text
    assert "旧" not in text
    assert text.startswith("前") and text.endswith("后\n")
