"""What the screen shows of a reply: pieces, withdrawals, and the lines below it."""

from __future__ import annotations

import io
import sys

import pytest

from bot.cli.showing import WITHDRAWN, rows_of, show_reply
from bot.cli.terminal import progress_bar, safe
from bot.conversation import Citation, Done, Event, Progress, Replace, Reply, Thinking, Token


class Screen(io.StringIO):
    """Stdout that is a terminal."""

    def isatty(self) -> bool:
        return True


def shown_live(monkeypatch: pytest.MonkeyPatch, *events: Event) -> str:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("LINES", "6")
    show_reply(events)
    return screen.getvalue()


def answer(text: str) -> Done:
    return Done(Reply("answer", text))


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [("", 80, 1), ("abc", 3, 1), ("abcd", 3, 2), ("客服合同", 8, 1), ("客服合同", 6, 2), ("a\n\nb", 80, 3)],
)
def test_rows_count_wide_characters_twice(text: str, columns: int, rows: int) -> None:
    assert rows_of(text, columns) == rows


@pytest.mark.parametrize(
    ("events", "screen"),
    [
        ([Token("一。"), Token("二。"), answer("一。二。")], "一。二。\n"),
        ([Token("错"), Replace("对"), Token("的"), answer("对的")], "错\r\x1b[J对的\n"),
        ([Token("错\n错"), Replace("对"), answer("对")], "错\n错\r\x1b[1A\x1b[J对\n"),
        ([Token("一\n" * 9), Replace("对"), answer("对")], "一\n" * 9 + f"\n{WITHDRAWN}\n\n对\n"),
        ([Token("半"), answer("整句")], "半\r\x1b[J整句\n"),
        ([answer("整句")], "整句\n"),
        ([Thinking("查"), Token("好"), Thinking("再查"), answer("好")], "\r\x1b[K查…\r\x1b[K好\n"),
    ],
)
def test_the_screen_ends_with_the_reply_and_nothing_twice(
    events: list[Event], screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown_live(monkeypatch, *events) == screen


def test_what_was_withdrawn_never_reaches_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    show_reply([Token("错"), Replace("对"), answer("对")])
    assert capsys.readouterr().out == "对\n"


def test_below_the_answer_stand_sources_questions_files_and_notices(
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = Citation("2", "话术", "", "略", "", origin="own")
    sources = (Citation("1", "范本", "第2条", "略", "2024-09-06"), own)
    reply = Reply("answer", "好[1][2]", sources, files=("a.docx",), notices=("换了引擎",), stopped=True)
    show_reply([Done(reply)])
    show_reply([Done(Reply("refusal", "不知道", suggestions=("甲", "乙")))])
    assert capsys.readouterr().out == (
        "好[1][2]\n\n（已停下）\n\n依据：\n  [1] 范本 第2条 2024-09-06\n  [2] 话术（你导入的资料）\n\n"
        "文件：\n  a.docx\n\n提示：换了引擎\n"
        "不知道\n\n  · 甲\n  · 乙\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("红\x1b[31m字", "红[31m字"),
        ("\x00a\x07\rb\x9bc", "abc"),
        ("a\tb\nc", "a\tb\nc"),
        ("\u202e倒\u2066写", "倒写"),
        ("半\ud800个", "半个"),
    ],
)
def test_foreign_text_cannot_steer_the_terminal(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(("stream", "shown"), [(Screen(), "正在处理"), (io.StringIO(), "")])
def test_the_progress_bar_is_for_terminals(
    stream: io.StringIO, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar("正在处理") as show:
        show(Progress(1, 4, "段文字"))
    assert shown in stream.getvalue()
    assert ("1/4 段文字" in stream.getvalue()) == bool(shown)
    assert bool(stream.getvalue()) == bool(shown)
