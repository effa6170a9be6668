"""The gate on and off side by side: what a model invents is counted as it wrote it, and is not shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from misbehaving import misbehaving

from bot.assistant import Assistant
from bot.conversation import Calculation, Citation, Reply
from bot.errors import InputError
from bot.evaluation import areas, modelled_gate, record
from bot.evaluation.bench import Bench
from bot.evaluation.datasets import GoldQuestion
from bot.evaluation.measuring import Asked
from bot.settings import PROJECT, Settings, load_settings
from bot.statutes.resolver import Resolver

INVENTED = (
    "违约金是八万八千元。[1]\n按《民法典》第九千条，对方要双倍返还。[1]\n按《客服外包管理条例》要先备案。[2]"
)
BORNE = "正常解约要提前书面说明。[1]"


def counted(text: str, assistant: Assistant, prepared: Path, mode: str = "ok") -> dict[str, float]:
    """The figures of two questions to a model that writes `text`."""
    with misbehaving(mode, text) as server:
        settings = load_settings(
            bot_data_dir=prepared,
            openai_base_url=server.url,
            openai_model="m",
            openai_timeout=5.0,
            openai_retries=0,
        )
        figures = modelled_gate.measure(Bench(assistant, settings, limit=2)).figures
        assert len(server.requests) == figures["questions n"] == 2
    return figures


@pytest.mark.parametrize("text", [INVENTED, f"{BORNE}\n{INVENTED}"])
def test_what_a_model_invents_is_counted_and_not_shown(
    text: str, assistant: Assistant, prepared: Path
) -> None:
    figures = counted(text, assistant, prepared)
    assert figures["gate off: sentences with unsupported figures n"] == 2
    assert figures["gate off: sentences with unsupported statutes n"] == 4
    assert figures["gate on: sentences with unsupported figures"] == 0
    assert figures["gate on: sentences with unsupported statutes"] == 0
    assert figures["gate on: sentences n"] > 0
    assert figures["answered by model n"] + figures["fallen back n"] == 2
    assert figures["answered by model n"] == (0 if text == INVENTED else 1)


def test_what_was_written_before_the_stream_broke_is_counted(assistant: Assistant, prepared: Path) -> None:
    figures = counted(INVENTED, assistant, prepared, "cut")
    assert figures["fallen back n"] == 2
    assert figures["gate off: sentences with unsupported statutes n"] == 4
    assert figures["gate on: sentences with unsupported statutes"] == 0


def test_thoughts_are_no_part_of_what_was_written(assistant: Assistant, prepared: Path) -> None:
    figures = counted(f"<think>{INVENTED}</think>{BORNE}", assistant, prepared)
    assert figures["gate off: sentences n"] == 2
    assert figures["gate off: sentences with unsupported figures n"] == 0


def test_sixty_questions_the_same_every_time() -> None:
    chosen = modelled_gate.questions()
    assert chosen == modelled_gate.questions()
    assert len({q.id for q in chosen}) == 60
    assert sum(q.id.startswith("dev-") for q in chosen) == 30
    assert modelled_gate.spread([1, 2, 3, 4, 5, 6], 3) == [1, 3, 5]
    assert modelled_gate.spread([1, 2], 3) == [1, 2]


ARTICLE = Citation("1", "中华人民共和国民法典", "第五百八十五条", "约定的违约金过分高于损失的", "")
TELLING = Citation("2", "合同怎么签", "三", "拖欠工资看《劳动合同法》第八十五条。", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("按《民法典》第五百八十五条可以调低。[1]", []),
        ("按民法典585条可以调低。[1]", []),
        ("按《中华人民共和国劳动合同法》第85条要加付。[2]", []),
        ("按《民法典》第五百八十四条可以调低。[1]", ["《民法典》第五百八十四条"]),
        ("按《民法典》第九千条可以调低。[1]", ["《民法典》第九千条"]),
        ("《客服外包法》第三条规定。[2]", ["《客服外包法》第三条"]),
        ("《电子商务法》这样规定。[1]", ["《电子商务法》"]),
        ("《民法典》和《劳动合同法》都有规定。[1]", []),
        ("没有《合同大法》第九条。", []),
        ("合同第三条写着。", []),
    ],
)
def test_statutes_must_resolve_and_be_named_by_a_source(text: str, found: list[str]) -> None:
    question = GoldQuestion.model_validate(
        {"id": "q", "style": "direct", "turns": [{"text": "《合同大法》第九条怎么说？"}], "answerable": True}
    )
    reply = Reply("answer", text, (ARTICLE, TELLING))
    resolver = Resolver.load(PROJECT / "knowledge" / "statutes")
    assert modelled_gate.unsupported_statutes(Asked(question, reply, None, 0.0), resolver) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("违约金过高的可以调低。[1][2]", []),
        ("见资料2，另见【1】和[1, 2]、（资料1）。", []),
        ("按《民法典》第九千条，违约金过高的可以调低。[1]", []),
        ("违约金是八万八千元。[1]", ["八万八千元"]),
        ("合同第三条写着。[1]", ["第三条"]),
    ],
)
def test_figures_are_not_numbers_of_sources_or_articles(text: str, found: list[str]) -> None:
    question = GoldQuestion.model_validate(
        {"id": "q", "style": "direct", "turns": [{"text": "怎么说？"}], "answerable": True}
    )
    reply = Reply("answer", text, (ARTICLE, TELLING))
    resolver = Resolver.load(PROJECT / "knowledge" / "statutes")
    assert modelled_gate.unsupported_figures(Asked(question, reply, None, 0.0), resolver) == found


def test_a_shown_sum_may_name_its_article() -> None:
    question = GoldQuestion.model_validate(
        {"id": "q", "style": "direct", "turns": [{"text": "要赔多少？"}], "answerable": True}
    )
    shown = Calculation("按《民法典》第五百八十五条", "1×2", (), "2元")
    reply = Reply("answer", "按《民法典》第五百八十五条是2元。", calculations=(shown,))
    resolver = Resolver.load(PROJECT / "knowledge" / "statutes")
    assert modelled_gate.unsupported_statutes(Asked(question, reply, None, 0.0), resolver) == []


def test_without_a_model_it_has_no_part(assistant: Assistant) -> None:
    names = [area.name for area in areas.chosen([], modelled=False)]
    assert modelled_gate.NAME not in names
    assert modelled_gate.NAME in [area.name for area in areas.chosen([], modelled=True)]
    assert {"questions", "grounding", "statutes"} <= set(names)
    with pytest.raises(InputError, match="OPENAI_MODEL"):
        modelled_gate.measure(Bench(assistant, Settings(openai_model="")))


@pytest.mark.parametrize(
    ("now", "faults"), [({}, 0), ({"gate-model": {"gate on: sentences with unsupported figures": 1.0}}, 1)]
)
def test_its_record_holds_only_where_a_model_is(now: record.Figures, faults: int) -> None:
    recorded = {
        "gate-model": {
            "gate on: sentences with unsupported figures": 0.0,
            "gate off: sentences with unsupported figures n": 0.0,
        }
    }
    assert len(list(record.below(now, recorded))) == faults
