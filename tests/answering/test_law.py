"""Law in answers: articles asked for, rules on a topic, sources behind names, and a database that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answer import Said
from bot.answering.law import UNCHECKED, Law
from bot.settings import PROJECT
from bot.statutes.resolver import Resolver

FOLDER = PROJECT / "knowledge" / "statutes"


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load(FOLDER)


def test_an_article_asked_for_is_told_in_its_own_words(law: Law) -> None:
    (said,) = law.asked("民法典585条第二款怎么说的")
    (source,) = said.sources
    assert (source.source, source.locator) == ("中华人民共和国民法典", "第五百八十五条")
    assert source.status == "现行有效"
    assert "过分高于造成的损失" in said.text
    assert source.text in law.document_text(source.document_id)


def test_a_repealed_article_leads_to_the_one_in_its_place(law: Law) -> None:
    first, second = law.asked("合同法114条还能用吗")
    assert "2021年1月1日废止" in first.text
    assert second.sources[0].locator == "第五百八十五条"


@pytest.mark.parametrize("question", ["电子商务消费者法第五条怎么说", "民法典第9999条", "民法典第零条"])
def test_what_does_not_exist_has_no_source(law: Law, question: str) -> None:
    said = law.asked(question)
    assert said
    assert not any(sentence.sources for sentence in said)


def test_a_regulation_says_that_it_was_not_checked(law: Law) -> None:
    (said,) = law.asked("法释〔2023〕13号第六十五条")
    assert UNCHECKED in said.text
    assert said.sources[0].origin == "regulation"
    assert law.document_text(said.sources[0].id) == said.sources[0].text


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("滞纳金每天5%合法吗", "第五百八十五条"),
        ("定金能收多少", "第五百八十六条"),
        ("在哪里打官司，管辖怎么定", "第二十四条"),
        ("对方刷单怎么办", "第十七条"),
        ("电子签章行不行", "第十四条"),
    ],
)
def test_the_law_on_a_topic_is_joined(law: Law, question: str, article: str) -> None:
    assert article in [source.locator for said in law.on_topic(question, []) for source in said.sources]


@pytest.mark.parametrize("question", ["逾期付款要付多少滞纳金", "佣金什么时候付", "解约要提前多久"])
def test_who_asks_what_the_contract_says_gets_no_law(law: Law, question: str) -> None:
    assert law.on_topic(question, []) == []


def test_what_the_answer_cites_already_is_not_told_again(law: Law) -> None:
    told = law.on_topic("定金能收多少", [])
    assert law.on_topic("定金能收多少", told) == []


def test_every_rule_on_a_topic_has_its_source(law: Law) -> None:
    missing = [rule.law for topic, _ in law._topics for rule in topic.says if not law.sources(rule.law)]
    assert missing == []


def test_a_named_article_becomes_a_source_and_an_unknown_one_is_marked(law: Law) -> None:
    known, unknown = law.with_sources(
        [
            Said("违约金过高可以减（《民法典》第五百八十五条）。", ()),
            Said("按《电子商务服务保障法》第八十八条，不得拒付。", ()),
        ]
    )
    assert known.sources[0].locator == "第五百八十五条"
    assert not unknown.sources
    assert "没能在法条库里核对" in unknown.text


def test_without_the_database_nothing_is_said_of_law_and_why(
    law: Law, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "laws.db"
    broken.write_bytes(b"SQLite format 3\0 cut")
    load = Resolver.load
    monkeypatch.setattr(Resolver, "load", lambda folder: load(folder, broken))
    without = Law.load(FOLDER)
    assert without.asked("民法典585条") == []
    assert without.on_topic("定金能收多少", []) == []
    assert "法条库文件坏了" in without.trouble
    (said,) = without.with_sources([Said("见《民法典》第五百八十五条。", ())])
    assert said.sources == ()
