"""A clause in the user's own words comes in as it was said, or a sentence says what to mend."""

from __future__ import annotations

import pytest
from session_samples import begun, done, draft_of, library, paper_of, says, told, words

from bot.drafting.linting import lint
from bot.drafting.reading.said import Order
from bot.drafting.session.own_words import LONGEST, with_own_words
from bot.errors import InputError

TEXT = "乙方客服不得用自己的微信加买家"


def test_it_stands_with_the_other_agreements_in_its_own_words() -> None:
    made = done(begun(), says(Order("special", text=TEXT)))
    (section,) = (one for one in paper_of(made.history).sections if one.id == "entire-agreement")
    assert section.clauses[-1].title == "特别约定"
    assert told(made) == [("special", "own-1", "", f"{TEXT}。")]
    assert lint(paper_of(made.history), words()) == ()
    gone = done(made.history, says(Order("drop", clauses=("own-1",))))
    assert draft_of(gone.history).special == ()


def test_it_stands_beside_the_clause_that_was_named() -> None:
    made = done(begun(), says(Order("special", clauses=("confidentiality",), text=TEXT)))
    (section,) = (one for one in paper_of(made.history).sections if one.id == "confidentiality")
    assert section.clauses[-1].id == "own-1"


def test_several_lines_are_several_sub_clauses() -> None:
    draft = with_own_words(library(), words(), draft_of(begun()), "乙方每月提交报告\n甲方五日内确认报告。")
    assert draft.special[0].text == "乙方每月提交报告。\n甲方五日内确认报告。"


@pytest.mark.parametrize(
    ("text", "says_so"),
    [
        ("", "没有内容"),
        ("字" * (LONGEST + 1), "太长"),
        ("每天扣{{x}}元的费用", "花括号"),
        ("乙方\u202e应当保密", "看不见的字符"),
        ("乙方\x07应当保密", "控制字符"),
        ("=HYPERLINK(1)给乙方", "公式"),
        ("乙方应当微笑😀", "表情"),
        ("见【待填：金额】为准", "待填"),
        ("合同最终解释权归甲方", "第四百九十七条"),
        ("乙方违反的，罚款五千元", "违约金"),
        ("乙方违反本合同第三条的，应当赔偿", "写死的编号"),
        ("由丙方承担连带责任", "丙方"),
        ("争议提交北京仲裁委员会仲裁", "不止一处"),
    ],
)
def test_what_cannot_stand_is_told_and_not_taken(text: str, says_so: str) -> None:
    draft = draft_of(begun())
    with pytest.raises(InputError, match=says_so):
        with_own_words(library(), words(), draft, text)
    made = done(begun(), says(Order("special", text=text)))
    assert draft_of(made.history).special == ()
    assert says_so in made.troubles[0]


def test_the_same_clause_twice_is_told() -> None:
    draft = with_own_words(library(), words(), draft_of(begun()), TEXT)
    with pytest.raises(InputError, match="已经写在合同里"):
        with_own_words(library(), words(), draft, f"{TEXT}。")
