"""The model engine against endpoints that misbehave, and against a real small model where one is running."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

import pytest
from misbehaving import Misbehaving, misbehaving
from model_passages import ENDING, MARKERS, PENALTY, passage

from bot import tokens
from bot.answering.model_engine import REQUIRED_PROMPTS, ModelEngine, NothingSupported
from bot.errors import ProviderError
from bot.grounding.verdicts import GateReport
from bot.models import ModelRefused, ProviderBroken, ProviderCut, ProviderSlow, chat_model
from bot.prompts import Prompt, load_prompts
from bot.quantities import parse, supports
from bot.retrieval.passages import Passage
from bot.settings import PROJECT, load_settings

REAL = "http://127.0.0.1:8091/v1"
FIRST = "正常解约要提前一个月书面说明。[1]"


@pytest.fixture(scope="module")
def prompts() -> dict[str, Prompt]:
    chat_model(load_settings(openai_model="m", openai_base_url=REAL))
    return load_prompts(PROJECT / "prompts", REQUIRED_PROMPTS)


class Asking:
    """An engine on one endpoint, and what came of the last question: sentences, report, error."""

    def __init__(self, url: str, prompts: dict[str, Prompt], **changes: Any) -> None:
        values: dict[str, Any] = {
            "openai_base_url": url,
            "openai_api_key": "sk-secret",
            "openai_model": "m",
            "openai_timeout": 1.0,
            "openai_deadline": 10.0,
            "openai_retries": 0,
        }
        self.engine = ModelEngine(load_settings(**(values | changes)), prompts)
        self.sentences: list[str] = []
        self.report: GateReport | None = None
        self.error: ProviderError | None = None

    def ask(
        self,
        question: str = "正常解约要提前多久？逾期8天、逾期十天以上要付多少？",
        passages: Sequence[Passage] = (ENDING, PENALTY),
        history: Sequence[tuple[str, str]] = (),
        markers: dict[str, str] | None = None,
    ) -> Asking:
        try:
            for piece in self.engine.answer(question, passages, history, markers or MARKERS):
                if isinstance(piece, str):
                    self.sentences.append(piece)
                else:
                    self.report = piece
        except ProviderError as error:
            self.error = error
        return self


def sent(server: Misbehaving) -> list[str]:
    """The messages of the last request."""
    return [message["content"] for message in server.requests[-1]["body"]["messages"]]


@pytest.mark.parametrize(
    ("mode", "sentences", "reasons"),
    [
        ("ok", [FIRST, "\n- 违约金是伍万元。[2]"], []),
        ("length", [FIRST], ["no_source"]),
        ("invented_figures", [FIRST], ["figure", "unsupported"]),
        ("unknown_markers", [FIRST], ["unknown_source", "unknown_source"]),
        ("think", [FIRST], []),
        ("reasoning", [FIRST], []),
    ],
)
def test_only_checked_sentences_come_out(
    mode: str, sentences: list[str], reasons: list[str], prompts: dict[str, Prompt]
) -> None:
    with misbehaving(mode) as server:
        asked = Asking(server.url, prompts).ask()
    assert asked.error is None
    assert asked.sentences == sentences
    assert asked.report is not None
    assert [dropped.reason for dropped in asked.report.dropped] == reasons
    assert asked.report.kept == len(sentences)
    assert asked.report.prompt == asked.engine.prompt_hash


@pytest.mark.parametrize(
    ("mode", "kind", "sentences"),
    [
        ("cut", ProviderCut, [FIRST, "违约金是伍万元。[2]"]),
        ("error_event", ProviderBroken, [FIRST]),
        ("stall", ProviderSlow, [FIRST]),
        ("500", ProviderBroken, []),
        ("refusal", ModelRefused, []),
        ("no_markers", NothingSupported, []),
        ("echo", NothingSupported, []),
    ],
)
def test_failures_reach_the_caller_after_what_was_checked(
    mode: str, kind: type[ProviderError], sentences: list[str], prompts: dict[str, Prompt]
) -> None:
    with misbehaving(mode) as server:
        asked = Asking(server.url, prompts).ask()
    assert type(asked.error) is kind
    assert (asked.sentences, asked.report) == (sentences, None)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("<think>提前一个月书面说明。[1]", []),
        ("<thi", []),
        (f"<think>a</think>{FIRST}<think>b</think>违约金是伍万元。[2]", [FIRST, "违约金是伍万元。[2]"]),
        ("资料里没有写价格。", []),
        (f"{FIRST}资料里没有写价格。", [FIRST, "资料里没有写价格。"]),
    ],
)
def test_thoughts_and_limits(text: str, sentences: list[str], prompts: dict[str, Prompt]) -> None:
    with misbehaving("ok", text) as server:
        asked = Asking(server.url, prompts).ask()
    if sentences:
        assert asked.sentences == sentences
    else:
        # A lone limit may have been shown already; the caller replaces it.
        assert isinstance(asked.error, NothingSupported)


def test_without_sources_nobody_is_asked(prompts: dict[str, Prompt]) -> None:
    with misbehaving("ok") as server:
        assert isinstance(Asking(server.url, prompts).ask(passages=()).error, NothingSupported)
        assert isinstance(Asking(server.url, prompts).ask(markers={"else": "1"}).error, NothingSupported)
        assert server.requests == []


def test_what_the_model_reads(prompts: dict[str, Prompt]) -> None:
    with misbehaving("ok") as server:
        Asking(server.url, prompts).ask("那{question}呢？", history=[("要提前多久？", "一个月。[7]")])
        system, asked, answered, last = sent(server)
    assert system == prompts["answer_system"].body
    assert (asked, answered) == ("要提前多久？", "一个月。")
    assert f"资料1（淘宝客服外包合同怎么签？ 3、合同违约）：\n{ENDING.text}" in last
    assert last.index("资料1") < last.index("资料2") < last.index("问题：那{question}呢？")


def test_the_budget_takes_the_lowest_sources_and_the_oldest_turns(prompts: dict[str, Prompt]) -> None:
    many = [passage(str(n), f"第{n}号资料。" + "客服响应时间的约定。" * 20) for n in range(1, 30)]
    turns = [(f"问{n}" + "啊" * 20, "答" * 20) for n in range(20)]
    with misbehaving("ok") as server:
        asked = Asking(server.url, prompts, openai_context_tokens=3000, openai_answer_tokens=500)
        asked.ask("响应时间？", many, turns, {p.id: p.id for p in many})
        messages = sent(server)
    assert tokens.count_messages(messages, "m") <= 2500
    assert "第1号资料" in messages[-1]
    assert "第29号资料" not in messages[-1]
    assert messages[-3].startswith("问19")
    assert not any(message.startswith("问0") for message in messages)


def test_a_question_and_a_source_without_end_are_cut(prompts: dict[str, Prompt]) -> None:
    long = passage("a", "客服响应时间的约定。" * 2000)
    with misbehaving("ok") as server:
        Asking(server.url, prompts, openai_context_tokens=2000).ask("多久？" * 4000, [long])
        messages = sent(server)
    assert tokens.count_messages(messages, "m") <= 1300
    assert "客服响应时间" in messages[-1]


def test_a_source_that_was_cut_off_cannot_be_cited(prompts: dict[str, Prompt]) -> None:
    long = passage("a", "客服响应时间的约定。" * 300)
    with misbehaving("ok", "违约金是伍万元。[2]") as server:
        asked = Asking(server.url, prompts, openai_context_tokens=1500).ask(passages=[long, PENALTY])
    assert isinstance(asked.error, NothingSupported)


def test_stop_ends_with_a_report_and_no_error(prompts: dict[str, Prompt]) -> None:
    stop = threading.Event()
    with misbehaving("stall") as server:
        engine = Asking(server.url, prompts, openai_timeout=20, openai_deadline=20).engine
        pieces = engine.answer("逾期8天要付多少？", (ENDING, PENALTY), (), MARKERS, stop)
        assert next(pieces) == FIRST
        stop.set()
        (report,) = pieces
    assert isinstance(report, GateReport)
    assert (report.stopped, report.kept) == (True, 1)


def _real_model() -> bool:
    try:
        with urllib.request.urlopen(f"{REAL}/models", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.mark.model
@pytest.mark.parametrize("question", ["正常解约要提前多久通知对方？", "延期付款每天付多少滞纳金？"])
def test_a_real_small_model_is_cited_or_falls_back(question: str, prompts: dict[str, Prompt]) -> None:
    if not _real_model():
        pytest.skip("no small model answers on 127.0.0.1:8091")
    asked = Asking(REAL, prompts, openai_timeout=60, openai_deadline=60, openai_answer_tokens=100).ask(
        question
    )
    assert (asked.error is None) == (asked.report is not None)
    held = parse("\n".join(part for p in (ENDING, PENALTY) for part in (p.text, p.locator, p.date)))
    for sentence in asked.sentences:
        assert sentence.endswith("]") or "资料" in sentence
        for figure in parse(sentence.split("[")[0]):
            assert any(supports(one, figure) for one in held) or figure.value == 1
