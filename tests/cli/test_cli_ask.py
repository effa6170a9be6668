"""`ask` in a pipe, on a terminal, in odd locales, and when it cannot answer."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import COMMAND, Run, clean_environment

from bot.cli.main import UNEXPECTED

QUESTION = "逾期付款会怎样?"
FACT = "滞纳金按应付款额每日5%计算"
C_LOCALE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_an_answer_in_a_pipe_lists_the_source_of_each_marker(run: Run) -> None:
    ran = run("ask", QUESTION)
    assert (ran.code, ran.err) == (0, "")
    answer, sources = ran.out.split("\n依据：\n")
    assert FACT in answer
    listed = re.findall(r"^  \[(\d+)\] (.+)$", sources, re.M)
    assert [number for number, _ in listed] == sorted(set(re.findall(r"\[(\d+)\]", answer)))
    assert listed[0][1] == "淘宝客服外包合同怎么签? 五、违约责任 第2条 2024-09-06"
    assert "\x1b" not in ran.out


def test_json_is_one_line_in_the_fields_of_the_batch_interface(run: Run) -> None:
    ran = run("ask", "--json", QUESTION)
    assert ran.out.count("\n") == 1
    reply = json.loads(ran.out)
    named = {"kind", "text", "citations", "findings", "files", "engine", "seconds"}
    assert named <= reply.keys()
    assert (reply["kind"], reply["engine"]) == ("answer", "builtin")
    assert FACT in reply["text"]
    assert {"marker", "source", "locator", "quote", "date"} <= reply["citations"][0].keys()


@pytest.mark.parametrize(
    ("words", "stdin", "code"),
    [
        (["-"], QUESTION.encode(), 0),
        ([], QUESTION.encode("gb18030"), 0),
        (["逾期付款", "会怎样"], b"", 0),
        (["今天天气如何"], b"", 10),
        (["你好"], b"", 0),
        ([], b" \n", 2),
        ([], bytes([0, 255, 129, 0, 254, 1]), 2),
    ],
)
def test_the_exit_code_says_whether_there_is_an_answer(
    words: list[str], stdin: bytes, code: int, run: Run
) -> None:
    ran = run("ask", *words, stdin=stdin)
    assert ran.code == code
    assert bool(ran.out) == (code != 2)
    assert bool(ran.err) == (code == 2)


@pytest.mark.parametrize("words", [[QUESTION], []])
def test_chinese_goes_in_and_out_in_a_c_locale(words: list[str], run: Run) -> None:
    ran = run("ask", *words, stdin=QUESTION.encode(), settings=C_LOCALE, apart=True)
    assert ran.code == 0
    assert FACT in ran.out


def test_a_reader_that_goes_away_is_no_fault(environment: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    assert written_to(write, environment) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_no_room_for_the_result_is_said(environment: dict[str, str]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    assert written_to(full, environment) == (5, "结果写不出去：请检查剩余空间。\n")


def written_to(descriptor: int, settings: dict[str, str]) -> tuple[int, str]:
    """The exit code and stderr of a command whose stdout is `descriptor`."""
    done = subprocess.run(
        [*COMMAND, "sources"], env=clean_environment() | settings, stdout=descriptor, stderr=subprocess.PIPE
    )
    os.close(descriptor)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(
    ("settings", "named"),
    [({"EMBEDDINGS": "magic"}, "EMBEDDINGS"), ({"BOT_KNOWLEDGE_DIR": "/nowhere"}, ".yaml")],
)
def test_a_wrong_setting_is_named(settings: dict[str, str], named: str, run: Run) -> None:
    ran = run("ask", QUESTION, settings=settings)
    assert (ran.code, ran.out) == (3, "")
    assert named in ran.err
    assert ran.err.count("\n") == 1


def test_on_a_terminal_the_answer_takes_over_the_waiting_line(on_terminal: Run, run: Run) -> None:
    ran = on_terminal("ask", QUESTION)
    assert ran.code == 0
    waiting, answer = re.fullmatch(r"\r\x1b\[K(.*?)…\r\x1b\[K(.*)", ran.out, re.S).groups()
    assert waiting == "正在查资料"
    assert answer == run("ask", QUESTION).out


def test_an_unexpected_fault_is_a_sentence_here_and_a_cause_in_the_log(
    run: Run, own_data: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(settings: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("bot.assistant.build_assistant", broken)
    ran = run("ask", QUESTION, settings=own_data)
    assert (ran.code, ran.out, ran.err) == (1, "", UNEXPECTED + "\n")
    log = Path(own_data["BOT_DATA_DIR"], "cli.log").read_text(encoding="utf-8")
    assert "RuntimeError: boom" in log
