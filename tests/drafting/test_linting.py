"""Each check finds what it is for, and a sound contract passes them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from drafting_samples import facts, library, words

from bot.drafting import linting
from bot.drafting.assembling import assemble
from bot.drafting.checking import CHECKS
from bot.drafting.contract import (
    Clause,
    Contract,
    FactRef,
    Paragraph,
    Pieces,
    Reference,
    Section,
    Table,
    Text,
)
from bot.drafting.facts import fact_of
from bot.drafting.linting import lint, require_final
from bot.drafting.numbering import STYLES, Style
from bot.errors import InputError


def sound(**changed: object) -> Contract:
    return assemble(library(), words(), facts(**changed))


def said(*texts: str, items: tuple[str, ...] = (), table: Sequence[Sequence[str]] = ()) -> Contract:
    """A sound contract with one more clause that says these texts."""
    paragraphs = tuple(
        Paragraph(
            pieces=_pieces(text),
            items=tuple(_pieces(item) for item in items),
            table=Table(rows=tuple(tuple(_pieces(cell) for cell in row) for row in table)) if table else None,
        )
        for text in texts
    )
    clause = Clause(id="more", title="补充", position="balanced", paragraphs=paragraphs)
    contract = sound()
    section = Section(id="more", title="补充约定", clauses=(clause,))
    return contract.model_copy(update={"sections": (*contract.sections, section)})


def _pieces(text: str) -> Pieces:
    return (Text(text=text),)


def with_fact(name: str, value: str) -> Contract:
    contract = sound()
    changed = fact_of(library().parameters[name], value, "user")
    return contract.model_copy(update={"facts": {**contract.facts, name: changed}})


def dangling() -> Contract:
    return ends_with(Text(text="见"), Reference(target="price-gone"))


def ends_with(*pieces: Text | Reference | FactRef) -> Contract:
    """A sound contract whose last clause says these pieces."""
    contract = said("见附表。")
    clause = contract.sections[-1].clauses[0]
    broken = clause.model_copy(update={"paragraphs": (Paragraph(pieces=pieces),)})
    section = contract.sections[-1].model_copy(update={"clauses": (broken,)})
    return contract.model_copy(update={"sections": (*contract.sections[:-1], section)})


FAULTS: list[tuple[str, Callable[[], Contract], str]] = [
    ("references", dangling, "不在合同里"),
    ("references", lambda: said("违约责任见第3.2条。"), "写死的编号"),
    ("references", lambda: said("见附件二。"), "写死的编号"),
    ("leftovers", lambda: said("服务费为{fee}元。"), "没有换成实际内容"),
    ("leftovers", lambda: said("服务费为____元。"), "没有换成实际内容"),
    ("repetition", lambda: said("双方应当诚信。", "双方应当诚信。"), "写了 2 遍"),
    ("empty", lambda: said("  "), "没有文字"),
    ("parties", lambda: said("丙方承担连带责任。"), "丙方"),
    ("parties", lambda: with_fact("party_b", "杭州青禾电子商务有限公司"), "同一个名字"),
    ("money_in_words", lambda: said("服务费为8,000元（大写：人民币捌佰元整）。"), "捌仟元整"),
    ("total", lambda: ends_with(FactRef(fact="total_amount")), "没有写大写（肆拾捌万元整）"),
    ("shares", lambda: said("见表。", table=(("指标", "权重"), ("一", "60%"), ("二", "30%"))), "90%"),
    ("dates", lambda: with_fact("end_date", "2028-03-31"), "2028-02-29"),
    ("dates", lambda: with_fact("end_date", "2020-03-31"), "早于"),
    ("terms", lambda: sound().model_copy(update={"definitions": sound().definitions * 2}), "不止一次"),
    (
        "court",
        lambda: said("向甲方所在地人民法院起诉。", "向乙方所在地人民法院提起诉讼。"),
        "不止一处",
    ),
    ("forbidden", lambda: said("甲方享有最终解释权。"), "最终解释权"),
    ("forbidden", lambda: said("每次罚款100元。"), "罚款"),
    ("required", lambda: assemble(library(), words(), facts(), drop=("scope-what",)), "没有服务内容"),
]


@pytest.mark.parametrize(
    ("name", "make", "says"), FAULTS, ids=[f"{name}-{says[:8]}" for name, _, says in FAULTS]
)
@pytest.mark.parametrize("style", STYLES)
def test_each_check_finds_its_fault(name: str, make: Callable[[], Contract], says: str, style: Style) -> None:
    found = [fault for fault in lint(make(), words(), style) if fault.check == name]
    assert found
    assert any(says in f"{fault}" for fault in found)


def test_every_check_is_tried_here() -> None:
    elsewhere = {"numbering", "blanks", "statutes"}
    assert {name for name, _, _ in FAULTS} | elsewhere == set(CHECKS)
    assert len(linting.CHECKED_BY) == 2


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("changed", [{}, {"seats": None}, {"price_model": "per_conversation"}])
def test_a_sound_contract_has_no_fault(changed: dict[str, object], style: Style) -> None:
    assert lint(sound(**changed), words(), style) == ()


def test_articles_of_law_are_no_typed_numbers() -> None:
    text = "依照《民法典》第五百八十五条第二款和《民事诉讼法》第三十五条处理。"
    assert lint(said(text), words()) == ()


def test_a_law_that_does_not_resolve_is_a_fault() -> None:
    def resolve(text: str) -> list[tuple[str, bool]]:
        return [("《合同法》第一百一十四条", False)] if "合同法" in text else [("《民法典》第一条", True)]

    found = lint(said("依照《合同法》第一百一十四条处理。"), words(), resolve=resolve)
    assert [(fault.check, "核对不到" in fault.message) for fault in found] == [("statutes", True)]
    assert lint(sound(), words(), resolve=resolve) == ()


def test_numbers_out_of_order_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    contract = sound()
    laid_out = linting.laid_out

    def without_one(*arguments: object) -> object:
        blocks = laid_out(*arguments)  # type: ignore[arg-type]
        return tuple(block for block in blocks if getattr(block, "number", "") != "3.1")

    monkeypatch.setattr(linting, "laid_out", without_one)
    assert [fault.check for fault in lint(contract, words())] == ["numbering"]


def test_a_draft_with_blanks_is_not_handed_out_as_final() -> None:
    assert lint(sound(), words()) == ()
    with pytest.raises(InputError, match="店铺名称：还没有填"):
        require_final(sound(), words())


def test_a_fact_given_and_left_blank_is_a_fault() -> None:
    contract = sound(shops=None)
    filled = fact_of(library().parameters["shops"], "青禾旗舰店", "user")
    broken = contract.model_copy(update={"facts": {**contract.facts, "shops": filled}})
    assert [fault.check for fault in lint(broken, words())] == ["blanks"]


def test_a_fact_without_a_value_is_a_fault() -> None:
    contract = sound()
    facts_without = {name: fact for name, fact in contract.facts.items() if name != "seats"}
    broken = contract.model_copy(update={"facts": facts_without})
    assert any(isinstance(piece, FactRef) and piece.fact == "seats" for piece in broken.pieces())
    assert [fault.where for fault in lint(broken, words())] == ["seats"]
