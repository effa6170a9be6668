"""What else a redlined Word file holds: looks, authors, remarks, numbers, other parts; and what is refused."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from documents.document_samples import (
    append_xml,
    with_footnotes,
    word_file,
)
from lxml import etree
from redline_builders import automatic, built, earlier, linked, plain
from redline_samples import (
    AUTHOR,
    WHEN,
    applied,
    at,
    behind,
    comments,
    looks,
    paragraphs,
    part,
    read,
    solid,
    tracked,
)

from bot.review.redline import Change, accepted, redline, rejected


def test_words_of_another_hand_are_cut_in_two_where_ours_come_between(tmp_path: Path) -> None:
    data = built(earlier)
    document = read(tmp_path, data)
    made = redline(data, document, [at(document, "五至六", "五到六")], AUTHOR, WHEN)
    assert tracked(made, ["张三"]) == [("del", "百"), ("ins", "千分之五至"), ("ins", "六")]
    assert tracked(made) == [("del", "至"), ("ins", "到")]
    assert paragraphs(rejected(made)) == paragraphs(rejected(data))


def test_the_same_input_gives_the_same_bytes_and_rejected_it_reads_as_before(tmp_path: Path) -> None:
    data = built(automatic)
    document = read(tmp_path, data)
    changes = [at(document, "每月", "每季", "短"), behind(document, "发票。", "3. 交接。", "缺")]
    made = redline(data, document, changes, AUTHOR, WHEN)
    assert made == redline(data, document, changes, AUTHOR, WHEN)
    assert read(tmp_path, rejected(made)).text == document.text


def test_the_look_is_kept_on_both_sides_of_a_stroke(tmp_path: Path) -> None:
    data = built(plain)
    document = read(tmp_path, data)
    made = redline(data, document, [at(document, "分之五支付违约金", "分之三付违约金")], AUTHOR, WHEN)
    assert [looks(made, words) for words in ("千分之", "五支", "三", "付违约金")] == [
        ["b"],
        ["i"],
        ["i"],
        ["i"],
    ]


def test_every_change_has_author_date_and_a_number_of_its_own(tmp_path: Path) -> None:
    data = built(earlier)
    document = read(tmp_path, data)
    made = redline(
        data,
        document,
        [at(document, "五至六", "三"), behind(document, "违约金。", "新。", "缺")],
        AUTHOR,
        WHEN,
    )
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    changes = list(part(made).iter(f"{space}ins", f"{space}del"))
    numbers = [change.get(f"{space}id") for change in changes]
    assert len(set(numbers)) == len(numbers)
    ours = [change for change in changes if change.get(f"{space}author") == AUTHOR]
    assert {change.get(f"{space}date") for change in ours} == {"2024-05-06T07:08:09Z"}


def test_what_others_tracked_and_remarked_stays(tmp_path: Path) -> None:
    data = built(earlier)
    document = read(tmp_path, data)
    made = redline(data, document, [at(document, "至六支付", "、六给付", "为什么")], AUTHOR, WHEN)
    assert tracked(made, ["张三"]) == [("del", "百"), ("ins", "千分之五至六")]
    assert comments(made) == [("王律师", "太高", "支、六给付违约金。"), (AUTHOR, "为什么", "至六支、六给付")]
    assert paragraphs(accepted(made))[1] == "按千分之五、六给付违约金。"


def test_remarks_stand_on_their_words(tmp_path: Path) -> None:
    data = built(automatic)
    document = read(tmp_path, data)
    changes = [
        at(document, "第一条", None, "只有编号"),
        at(document, "每月", None, "太短\n请改", "付款周期"),
        at(document, "每月付款。", "每季付款。", "改写"),
        behind(document, "发票。", "3. 另行交接。", "新加"),
        behind(document, "签字盖章：", "", "只有备注"),
    ]
    made = redline(data, document, changes, AUTHOR, WHEN)
    assert sorted(comments(made)) == sorted(
        [
            (AUTHOR, "只有编号", "付款"),
            (AUTHOR, "付款周期\n太短\n请改", "每月季"),
            (AUTHOR, "改写", "每月季付款。"),
            (AUTHOR, "新加", "另行交接。"),
            (AUTHOR, "只有备注", "签字盖章："),
        ]
    )
    assert [aside.text for aside in read(tmp_path, made).asides if aside.kind == "comment"]


def test_a_remark_on_a_text_box_stands_where_the_box_hangs(tmp_path: Path) -> None:
    data = built(linked)
    document = read(tmp_path, data)
    made = redline(data, document, [at(document, "框里写十日", "框里写二十日", "期限")], AUTHOR, WHEN)
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    [start] = part(made).iter(f"{space}commentRangeStart")
    assert not any(parent.tag == f"{space}txbxContent" for parent in start.iterancestors())


def test_new_clauses_go_on_with_the_numbers_that_word_counts(tmp_path: Path) -> None:
    data = built(automatic)
    document = read(tmp_path, data)
    change = behind(
        document, "乙方开具发票。", "第二条 保密\n1. 乙方长期保密。\n2. 离职人员同样保密。\n第五条 其他"
    )
    made = redline(data, document, [change], AUTHOR, WHEN)
    text = read(tmp_path, accepted(made)).text
    assert solid(text) == solid(applied(document.text, [change]))
    assert paragraphs(accepted(made))[4:8] == [
        "保密",
        "1. 乙方长期保密。",
        "2. 离职人员同样保密。",
        "第五条 其他",
    ]


def test_a_new_paragraph_in_a_counted_list_moves_the_others_on(tmp_path: Path) -> None:
    data = built(automatic)
    document = read(tmp_path, data)
    made = redline(data, document, [behind(document, "每月付款。", "2. 逾期付违约金。")], AUTHOR, WHEN)
    assert read(tmp_path, accepted(made)).text.split("\n")[2:5] == [
        "1. 甲方每月付款。",
        "2. 逾期付违约金。",
        "3. 乙方开具发票。",
    ]


def test_footnotes_are_redlined_in_their_own_part(tmp_path: Path) -> None:
    data = with_footnotes(
        word_file(
            lambda d: append_xml(d.add_paragraph("甲方付款。"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
        ),
        '<w:footnote w:id="2"><w:p><w:r><w:t>含税价。</w:t></w:r></w:p></w:footnote>',
    )
    document = read(tmp_path, data)
    made = redline(data, document, [at(document, "含税价", "不含税价", "看清")], AUTHOR, WHEN)
    assert paragraphs(accepted(made), "word/footnotes.xml") == ["不含税价。"]
    assert paragraphs(rejected(made), "word/footnotes.xml") == ["含税价。"]
    assert comments(made) == [(AUTHOR, "看清", "")]


def test_parts_that_are_not_changed_stay_as_they_are(tmp_path: Path) -> None:
    data = built(plain)
    document = read(tmp_path, data)
    made = redline(data, document, [at(document, "30%", "20%")], AUTHOR, WHEN)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert old.namelist() == new.namelist()
        assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["word/document.xml"]
        assert {entry.date_time for entry in new.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_words_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    data = built(plain)
    document = read(tmp_path, data)
    made = redline(data, document, [at(document, "30%", "20%\x0b<&>\x00\ufffe", "备\x01注")], AUTHOR, WHEN)
    assert "20%<&>" in read(tmp_path, accepted(made)).text
    assert comments(made) == [(AUTHOR, "备注", "30%20%<&>")]


@pytest.mark.parametrize(
    "changes",
    [
        [Change(0, 4, "甲"), Change(3, 6, "乙")],
        [Change(0, 4, ""), Change(2, 2, "\n新")],
        [Change(0, 10**6, "")],
        [Change(5, 3, "")],
    ],
)
def test_changes_that_overlap_or_lie_outside_are_refused(tmp_path: Path, changes: list[Change]) -> None:
    data = built(plain)
    with pytest.raises(ValueError, match=r"overlap|no stretch"):
        redline(data, read(tmp_path, data), changes, AUTHOR, WHEN)


def test_another_file_is_refused(tmp_path: Path) -> None:
    document = read(tmp_path, built(plain))
    with pytest.raises(ValueError, match="not the one"):
        redline(built(automatic), document, [at(document, "30%", "20%")], AUTHOR, WHEN)


def test_twenty_pages_take_well_under_three_seconds(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        for at_ in range(500):
            document.add_paragraph(
                f"{at_}. 甲方应当在每月十五日前向乙方支付服务费，逾期的每日按千分之{at_}支付违约金。"
            )

    data = word_file(build)
    document = read(tmp_path, data)
    changes = [at(document, f"千分之{n}支", f"万分之{n}付", "太高") for n in range(0, 500, 5)]
    start = time.perf_counter()
    made = redline(data, document, changes, AUTHOR, WHEN)
    assert time.perf_counter() - start < 3
    assert len(list(etree.ElementTree(part(made)).iter("{*}commentReference"))) == 100


def test_marks_and_letters_of_no_width_go_with_their_character(tmp_path: Path) -> None:
    data = word_file(lambda d: d.add_paragraph("合同。付e\u0301\u200b款，ﬁn方。１０日内。 余。"))
    document = read(tmp_path, data)
    changes = [
        at(document, "é", "é2"),
        at(document, "款", "元"),
        at(document, "f", "g"),
        at(document, "10日内。", ""),
    ]
    made = redline(data, document, changes, AUTHOR, WHEN)
    assert tracked(made) == [
        ("ins", "2"),
        ("del", "款"),
        ("ins", "元"),
        ("del", "ﬁ"),
        ("ins", "gi"),
        ("del", "１０日内。"),
    ]
    assert read(tmp_path, accepted(made)).text == "合同。付é2元，gin方。 余。"
    assert paragraphs(rejected(made)) == paragraphs(data)


def test_words_that_no_pen_can_get_at_are_left_as_they_are(tmp_path: Path) -> None:
    data = word_file(lambda d: append_xml(d.add_paragraph("合同。"), "<w:t>没有文字块的字。</w:t>"))
    document = read(tmp_path, data)
    made = redline(
        data, document, [at(document, "文字块", "段落", "改"), at(document, "合", "契")], AUTHOR, WHEN
    )
    assert tracked(made) == [("del", "合"), ("ins", "契")]
    assert [comment[1] for comment in comments(made)] == ["改"]
