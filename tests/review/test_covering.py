"""The coverage table: what is there in whatever words, what is missing, and what a mention in passing does not do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import yaml
from drafting.drafting_samples import GIVEN, real
from topic_papers import APART, FOLDER, KNOWLEDGE, TOPICS, Apart, case, checklist, lacking, paper, table

from bot.data_files import load_yaml
from bot.documents import read_documents
from bot.drafting.assembling import assemble
from bot.drafting.facts import read_facts
from bot.drafting.layout import laid_out
from bot.drafting.markdown import written
from bot.drafting.words import load_drafting_words
from bot.evaluation.review_papers import KeyedPaper
from bot.review.covering import coverage
from bot.review.paper import paper_of

SAYINGS: dict[str, dict[str, list[str]]] = yaml.safe_load((FOLDER / "sayings.yaml").read_text("utf-8"))
AROUND = (
    "客服外包合同\n甲方（委托方）：杭州云集服饰有限公司\n乙方（受托方）：合肥应答客户服务有限公司\n"
    "第一条 约定\n1.1 {}\n第二条 其他\n2.1 本合同一式两份。\n"
)


@pytest.mark.parametrize("name", APART)
def test_a_whole_contract_lacks_nothing_whatever_its_style(name: str) -> None:
    assert lacking(Apart.load(name).whole()) == []


@pytest.mark.parametrize("name", APART)
def test_without_its_words_exactly_that_topic_is_missing(name: str) -> None:
    apart = Apart.load(name)
    assert {topic: lacking(apart.without(topic)) for topic in TOPICS} == {t: [t] for t in TOPICS}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_sentence_that_says_the_thing_covers_it(topic: str) -> None:
    assert [said for said in SAYINGS[topic]["says"] if topic in lacking(AROUND.format(said))] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_mention_in_passing_does_not(topic: str) -> None:
    assert [said for said in SAYINGS[topic]["mentions"] if topic not in lacking(AROUND.format(said))] == []


@pytest.mark.parametrize(
    "title", ["保密条款", "违约责任", "不可抗力", "争议解决", "服务标准", "发票", "通知与送达"]
)
def test_a_heading_without_content_covers_nothing(title: str) -> None:
    text = f"客服外包合同\n甲方：云集公司\n乙方：应答公司\n第一条 {title}\n第二条 其他\n2.1 双方友好合作，互利共赢。\n"
    assert lacking(text) == TOPICS


def test_a_numbered_line_with_a_comma_is_over_the_lines_below_it() -> None:
    text = "客服外包合同\n甲方：云集公司\n乙方：应答公司\n一、嘴要严，{}\n{}\n二、其他\n1. 本合同一式两份。\n"
    assert "confidentiality" not in lacking(text.format("口风紧", "1. 价格、销量一律不往外讲。"))
    assert "assessment" not in lacking(text.format("有奖有罚", "1. 做得好的，奖五百。"))


def test_confidentiality_under_a_heading_of_personal_data() -> None:
    text = "客服外包合同\n甲方：云集公司\n乙方：应答公司\n第一条 资料与买家信息\n1.1 {}\n第二条 其他\n2.1 一式两份。\n"
    assert "confidentiality" not in lacking(text.format("双方对未公开的经营信息保密，至终止后两年。"))
    assert "confidentiality" in lacking(text.format("双方对买家的姓名和电话保密。"))


def test_subcontracting_under_a_heading_of_data() -> None:
    text = "客服外包合同\n甲方：云集公司\n乙方：应答公司\n第一条 资料和保密\n1.1 {}\n第二条 其他\n2.1 一式两份。\n"
    assert "subcontracting" not in lacking(text.format("乙方不得将店铺的客服工作转包给别人。"))
    assert "subcontracting" in lacking(text.format("乙方不得将买家的个人信息转委托他人处理。"))


def sole_covers() -> Iterator[tuple[str, str, str]]:
    """Of every clean contract: its name, a topic that one clause alone covers, and the text without that clause."""
    for path in sorted((FOLDER / "tune").glob("clean_*.yaml")):
        read = paper(load_yaml(path, KeyedPaper).text)
        for topic, line in table(read).items():
            if len(line.starts) == 1:
                clause = read.at(line.starts[0])
                yield path.stem, topic, read.text[: clause.start] + read.text[read.end_of(clause) :]


def test_a_topic_goes_with_the_only_clause_that_is_said_to_cover_it() -> None:
    cut = list(sole_covers())
    assert len(cut) >= 25
    assert [(name, topic) for name, topic, text in cut if topic not in lacking(text)] == []


@pytest.mark.parametrize("model", ["per_seat", "per_conversation", "commission", "mixed"])
def test_our_own_balanced_contracts_lack_nothing(model: str) -> None:
    words = load_drafting_words(KNOWLEDGE)
    facts = read_facts(real(), {**GIVEN, "price_model": model}, "balanced")
    contract = assemble(real(), words, facts, "balanced")
    for style in ("第一条", "一、"):
        assert lacking(written(laid_out(contract, style, words))) == []


def test_what_the_sample_contract_lacks() -> None:
    """As the remarks in it say: nothing on adding seats, assessment, subcontracting, data and buyers' information."""
    document = read_documents(KNOWLEDGE / "contracts" / "taobao-sample-contract.md")[0]
    bare = replace(document, blocks=tuple(block for block in document.blocks if block.kind != "note"))
    found = table(paper_of(bare))
    assert {topic for topic, line in found.items() if line.cover == "missing"} == {
        "definitions", "service_level", "assessment", "staffing", "staff_change", "invoice", "data_ownership",
        "personal_information", "subcontracting", "third_party_damage", "handover", "force_majeure", "notices",
    }  # fmt: skip
    assert found["scope"].note == "没有写清服务时间"
    assert found["confidentiality"].where == ("四、保密义务",)


def test_a_weak_topic_says_what_it_lacks_and_where_it_stands() -> None:
    line = table(paper(AROUND.format("任何一方可以提前三十日书面通知对方解除合同。")))["termination"]
    assert (line.cover, line.where) == ("weak", ("第一条 约定 1.1",))
    assert line.note == "没有写清对方违约时怎么解除、变更要书面"


@pytest.mark.parametrize("left", ["人员增减由双方另行协商。", "增减的人数、通知的时间，届时由双方协商确定。"])
def test_what_is_left_to_later_is_missing(left: str) -> None:
    assert "staff_change" in lacking(AROUND.format(left))


def test_a_sentence_that_decides_something_and_leaves_the_rest_to_later_counts() -> None:
    said = "未经甲方书面同意，乙方不得分包，确需分包的，双方另行协商。"
    assert "subcontracting" not in lacking(AROUND.format(said))


def test_a_clause_of_an_annex_is_named_by_its_annex() -> None:
    found = table(paper(Apart.load("annexed").whole()))
    assert found["personal_information"].where[0] == "附件五 个人信息处理约定 一"


def test_annexes_that_are_only_listed_are_over_nothing() -> None:
    whole = Apart.load("formal").whole()
    listed = whole.replace("第二十条 通知", "附件一 报价单\n附件二 个人信息委托处理协议\n第二十条 通知")
    assert lacking(listed) == []


def test_the_words_of_a_topic_only_save_time() -> None:
    """With every sentence looked at, the tables are the same."""
    every = checklist().model_copy(
        update={"topics": tuple(topic.model_copy(update={"about": ("",)}) for topic in checklist().topics)}
    )
    for name in ("colloquial", "schedule", "traps"):
        read = case(paper(Apart.load(name).whole()))
        assert coverage(read, every) == coverage(read, checklist())


def test_a_paper_of_two_hundred_pages_takes_seconds() -> None:
    bodies = [Apart.load(name).whole() for name in APART]
    read = paper("\n".join(bodies * 10)[:140_000])
    started = time.process_time()
    table(read)
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "hostile", ["增加" + "1" * 9000, "一" * 9000, "_" * 9000 + "元", "：" * 9000, "每月每岗" * 3000]
)
def test_no_sentence_is_so_odd_that_patterns_go_astray(hostile: str) -> None:
    started = time.process_time()
    table(paper(AROUND.format(hostile)))
    assert time.process_time() - started < 2
