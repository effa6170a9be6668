"""`chat`: turns that know each other, commands, and Ctrl-C."""

from __future__ import annotations

import signal

import pytest
from conftest import Run

from bot.cli.chat import HELP, _stopping

FOLLOW_UP = "那提前呢?"


def test_a_follow_up_is_understood_until_a_new_conversation_begins(run: Run) -> None:
    typed = ["逾期付款会怎样?", "", FOLLOW_UP, "/new", FOLLOW_UP, "/what", "/quit", "你好"]
    ran = run("chat", stdin="\n".join(typed).encode())
    assert (ran.code, ran.err) == (0, "")
    before, after = ran.out.split("已开始新的对话")
    assert before.count("\n依据：") == 2
    assert before.count("五、违约责任 第2条 2024-09-06") == 2
    assert "五、违约责任 第2条" not in after
    assert HELP in after
    assert "你好" not in after


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ([("你> ", "逾期付款会怎样?\n"), ("依据：", ""), ("你> ", "\x03")], 130),
        ([("你> ", "\x04")], 0),
    ],
)
def test_it_is_left_on_a_terminal_without_a_trace(
    keys: list[tuple[str, str]], code: int, on_terminal: Run
) -> None:
    ran = on_terminal("chat", keys=keys)
    assert ran.code == code
    assert "Traceback" not in ran.out
    assert ran.out.endswith("已中断。\n") == (code == 130)


def test_the_first_ctrl_c_stops_the_answer_and_the_second_one_leaves() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), _stopping() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
