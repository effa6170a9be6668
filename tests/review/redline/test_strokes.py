"""Old wording against new: which lines belong together, and the smallest strokes between them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review.redline.lines import Step, steps
from bot.review.redline.strokes import Stroke, strokes

wordings = st.text(alphabet="甲乙付款日12.%a ，。", max_size=30)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("每日按千分之五支付", "每日按万分之五支付", [Stroke(3, 4, "万")]),
        ("总价的30%为限", "总价的20%为限", [Stroke(3, 6, "20%")]),
        ("金额1,200.50元", "金额1,300.50元", [Stroke(2, 10, "1,300.50")]),
        ("三十日内通知", "通知", [Stroke(0, 4, "")]),
        ("乙方通知", "乙方应当书面通知", [Stroke(2, 2, "应当书面")]),
        ("甲方有权随时解除", "不得转包", [Stroke(0, 8, "不得转包")]),
        ("一样", "一样", []),
    ],
)
def test_strokes_are_small_and_figures_whole(old: str, new: str, expected: list[Stroke]) -> None:
    assert list(strokes(old, new, 0)) == expected


@given(wordings, wordings, st.integers(0, 5))
@settings(deadline=None)
def test_strokes_turn_the_old_wording_into_the_new(old: str, new: str, start: int) -> None:
    made = old
    for stroke in reversed(list(strokes(old, new, start))):
        made = made[: stroke.start - start] + stroke.text + made[stroke.end - start :]
    assert made == new


@pytest.mark.parametrize("places", [[2000], [20, 2980], [20, 300]])
def test_a_line_of_a_hundred_thousand_characters_takes_no_long_time(places: list[int]) -> None:
    old = new = "".join(f"甲方应当在第{n}日付款，乙方应当第{n}日前开票。" for n in range(5000))
    for place in places:
        new = new.replace(f"在第{place}日付", "在随时付")
    begun = time.perf_counter()
    made = list(strokes(old, new, 0))
    assert time.perf_counter() - begun < 3
    for stroke in reversed(made):
        old = old[: stroke.start] + stroke.text + old[stroke.end :]
    assert old == new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲方付款", "甲方按月付款", [(0, "甲方按月付款")]),
        ("甲方付款|乙方保密", "乙方长期保密", [(0, None), (1, "乙方长期保密")]),
        (
            "乙方保密",
            "甲方付款|乙方长期保密|双方盖章",
            [(None, "甲方付款"), (0, "乙方长期保密"), (None, "双方盖章")],
        ),
        ("天地|玄黄|宇宙", "日月|盈昃", [(0, "日月"), (1, "盈昃"), (2, None)]),
        ("天地", "", [(0, None)]),
    ],
)
def test_lines_that_are_alike_go_together(
    old: str, new: str, expected: list[tuple[int | None, str | None]]
) -> None:
    made = steps(old.split("|"), [line for line in new.split("|") if line])
    assert list(made) == [Step(*pair) for pair in expected]


@given(st.lists(wordings, max_size=6), st.lists(wordings, max_size=6))
@settings(deadline=None)
def test_every_line_is_in_one_step_and_in_order(old: list[str], new: list[str]) -> None:
    made = list(steps(old, new))
    assert [step.old for step in made if step.old is not None] == list(range(len(old)))
    assert [step.new for step in made if step.new is not None] == new
