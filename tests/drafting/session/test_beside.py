"""An agreement that changes a contract in force, and a notice that ends one: papers like the contract."""

from __future__ import annotations

import io

import docx
import pytest
from session_samples import KNOWLEDGE, begin, begun, done, draft_of, library, paper_of, says, words

from bot.drafting.layout import laid_out
from bot.drafting.linting import lint
from bot.drafting.markdown import plain_lines
from bot.drafting.numbering import STYLES
from bot.drafting.reading.said import Doubt, Order, Reading, Saying
from bot.drafting.session.draft import History
from bot.drafting.word import word_file
from bot.statutes.resolver import Resolver

PARTIES = {"party_a": "深圳果然电商有限公司", "party_b": "武汉客道科技有限公司"}
GROUNDS = [choice.id for choice in library().parameters["notice_ground"].choices]


def text_of(history: History) -> str:
    return "\n".join(plain_lines(laid_out(paper_of(history), draft_of(history).style, words())))


def supplement(**facts: str) -> History:
    return done(None, says(begin("supplement"), **facts)).history


def test_a_supplement_names_the_contract_what_changes_and_that_the_rest_stays() -> None:
    said = "坐席从3个加到5个"
    reading = Reading(
        sayings=(Saying("seats", "5", said.index("5"), len(said)),), orders=(begin("supplement"),)
    )
    history = done(None, reading, said).history
    history = done(history, says(**PARTIES, signing_date="2026-03-01", start_date="2026-12-01")).history
    text = text_of(history)
    assert text.startswith("补充协议\n甲方（委托方） | 深圳果然电商有限公司")
    assert "甲乙双方于2026年3月1日签订了" in text
    assert "坐席数，由3个变更为5个。" in text
    assert "变更的内容自2026年12月1日起执行" in text
    assert "原合同的其他条款继续有效" in text
    assert draft_of(history).given == {
        "seats": "5",
        **PARTIES,
        "original_date": "2026-03-01",
        "effective_date": "2026-12-01",
    }


@pytest.mark.parametrize(
    ("said", "parameter", "value", "was"),
    [
        ("单价从4500涨到4800", "seat_price", "4800", "4500"),
        ("原来3个坐席改成5个", "seats", "5", "3"),
        ("付款期由30天缩短到15天", "payment_days", "15", "30"),
        ("坐席改成5个", "seats", "5", ""),
        ("从下个月起坐席改成5个", "seats", "5", ""),
    ],
)
def test_what_a_fact_was_is_only_what_was_said(said: str, parameter: str, value: str, was: str) -> None:
    start = said.rindex(value)
    reading = Reading(sayings=(Saying(parameter, value, start, len(said)),), orders=(begin("supplement"),))
    assert draft_of(done(None, reading, said).history).before.get(parameter, "") == was


def test_a_supplement_to_a_contract_of_this_conversation_knows_what_was_before() -> None:
    contract = begun(**PARTIES, seats="3", signing_date="2026-03-01")
    history = done(contract, says(begin("supplement"), seats="5")).history
    assert "坐席数，由3个变更为5个。" in text_of(history)
    assert "2026年3月1日" in text_of(history)
    assert draft_of(done(history, says(Order("undo"))).history) == draft_of(contract)
    back = done(history, says(begin())).history
    assert draft_of(back).given == {**PARTIES, "seats": "5", "signing_date": "2026-03-01"}


def test_clauses_come_into_and_fall_out_of_the_contract_in_force() -> None:
    history = supplement(seats="5")
    history = done(
        history, says(Order("add", clauses=("trial",)), Order("drop", clauses=("renewal",)))
    ).history
    history = done(history, says(Order("special", text="乙方客服不得用自己的微信加买家"))).history
    text = text_of(history)
    assert "“续约”。" in text
    assert "试用期：合同开始后的30天为试用期" in text
    assert "“合同期限”条款约定的期限" in text
    assert "特别约定：乙方客服不得用自己的微信加买家。" in text
    assert lint(paper_of(history), words()) == ()


def test_the_law_that_a_supplement_rests_on_is_in_force() -> None:
    resolver = Resolver.load(KNOWLEDGE / "statutes")
    basis = {law for clause in words().papers.supplement.clauses for law in clause.basis}
    assert basis
    assert all(one.status == "verified" for law in basis for one in resolver.check_text(law))


def test_a_supplement_that_says_no_change_yet_has_a_blank_for_it() -> None:
    assert "【待填：要变更的内容】" in text_of(supplement())


@pytest.mark.parametrize("ground", ["", *GROUNDS])
@pytest.mark.parametrize("by_provider", [False, True])
@pytest.mark.parametrize("style", STYLES)
def test_a_notice_of_every_ground_is_sound(ground: str, by_provider: bool, style: str) -> None:
    reading = says(
        begin("termination"), Order("style", text=style), **({"notice_ground": ground} if ground else {})
    )
    history = done(None, reading, by_provider=by_provider).history
    resolver = Resolver.load(KNOWLEDGE / "statutes")

    def resolve(text: str) -> list[tuple[str, bool]]:
        return [(one.name, one.status == "verified") for one in resolver.check_text(text)]

    contract = paper_of(history)
    assert lint(contract, words(), draft_of(history).style, resolve=resolve) == ()
    sender = "乙方" if by_provider else "甲方"
    text = text_of(history)
    assert f"由{sender}向你方通知如下" in text
    assert f"{sender}（盖章）" in text
    assert ("【待填：解除的理由】" in text) == (not ground)
    assert sum(section.title in ("解除的理由", "不再续约") for section in contract.sections) == 1


def test_a_notice_holds_ground_date_hand_over_money_and_data() -> None:
    history = done(None, says(begin("termination"), **PARTIES, notice_ground="failing")).history
    history = done(history, says(end_date="2026-12-31", signing_date="2026-01-05", handover_days="7")).history
    text = text_of(history)
    for words_of_it in (
        "双方于2026年1月5日签订",
        "自2026年12月31日起解除",
        "7天内与甲方办理交接",
        "结清",
        "个人信息",
        "保留",
        "乙方签收",
    ):
        assert words_of_it in text
    assert lint(paper_of(history), words()) == ()


def test_a_bare_day_answers_what_was_asked_and_one_with_words_what_it_is_of() -> None:
    history = done(None, says(begin("termination"))).history.model_copy(
        update={"asked": ("original_date", "ending_date")}
    )
    for message, parameter in (("2026年3月1日", "original_date"), ("2026年3月1日解除", "ending_date")):
        doubt = Reading(doubts=(Doubt(("start_date", "end_date"), 0, 9),))
        assert draft_of(done(history, doubt, message).history).given == {parameter: "2026-03-01"}


def test_a_fact_of_these_papers_is_none_of_a_contract() -> None:
    assert draft_of(begun(notice_ground="failing", seats="3")).given == {"seats": "3"}


def test_the_word_file_says_what_the_paper_says() -> None:
    history = supplement(**PARTIES, seats="5", start_date="2026-12-01")
    made = docx.Document(io.BytesIO(word_file(paper_of(history), words(), with_comments=True)))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "补充协议" in text
    assert "变更为5个" in text
