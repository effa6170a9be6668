"""References: what the paper does not have is found; laws, other papers and what it does have are left alone."""

from __future__ import annotations

import pytest
from checking_lines import articles, found_in

from bot.review.checks.references import dangling_references

WRONG = {
    "违约方按照第十九条第二款的约定承担责任。": "第十九条第二款",
    "扣减的程序见第二十二条。": "第二十二条",
    "具体标准见本合同第5.3款。": "第5.3款",
    "按本合同 6.8 条执行。": "6.8条",
    "违反第三条第九款的，另一方可以解除。": "第三条第九款",
    "一方违反第一条、第二条或者第十八条的，应当赔偿。": "第十八条",
    "符合本条第五款情形的除外。": "本条第五款",
    "依照《民法典》第五百八十五条以及本合同第三十条处理。": "第三十条",
    "参照本协议十五条。": "十五条",
    "与第15条不一致的，以本条为准。": "第15条",
}
RIGHT = [
    "违约金依照《民法典》第五百八十五条和第五百八十四条确定。",
    "根据《中华人民共和国个人信息保护法》（2021年）第二十一条处理。",
    "依据民法典第五百零六条，免责条款无效。",
    "按照甲方《考核办法》第十二条执行。",
    "主合同第三十条的约定适用于本附件。",
    "附件二第20条另有约定的除外。",
    "按照第二条第一款和第三条执行。",
    "客服发出的第三十条消息不计入。",
    "按照本合同第4.1条执行。",
    "按第六条结清，第 5 条另有约定的除外。",
    "最高人民法院关于适用民法典合同编的解释第六十五条。",
    "第三方有第五十次投诉的，加收费用。",
    "本条第一款不适用。",
]


def paper(line: str) -> str:
    return articles("服务内容。", "价格。", "付款。", "人员。", line, "其他约定。")


@pytest.mark.parametrize(("line", "reference"), WRONG.items())
def test_a_reference_to_nothing(line: str, reference: str) -> None:
    found = found_in(dangling_references, paper(line))
    assert [one.fields["reference"] for one, _ in found] == [reference]
    assert reference[:3] in found[0][1].replace(" ", "")


@pytest.mark.parametrize("line", RIGHT)
def test_references_that_hold(line: str) -> None:
    assert found_in(dangling_references, paper(line)) == []


def test_articles_that_are_numbered_otherwise() -> None:
    plain = "一、甲\n1、照办。\n2、超过的按第三条扣。\n二、乙\n1、见第一条第2款。\n三、丙\n1、扣款，逾期按本条第1款处理。\n四、丁"
    assert found_in(dangling_references, plain) == []
    assert len(found_in(dangling_references, plain + "\n1、见第七条。")) == 1
    through = "第一部分 甲\n1. 照办。\n2. 照办。\n3. 照办。\n第二部分 乙\n4. 照第 2 条办。\n5. 照第四条办。"
    assert found_in(dangling_references, through) == []
    chapters = (
        "第一章 甲\n1.1 照办。\n1.2 照办。\n第二章 乙\n2.1 见第一章和第1.2条。\n第三章 丙\n3.1 见第2.1款。"
    )
    assert found_in(dangling_references, chapters) == []
    assert len(found_in(dangling_references, chapters + "\n3.2 见第六章和第3.9条。")) == 2


def test_items_and_paragraphs() -> None:
    lines = "第一条 甲\n（一）甲一。\n（二）甲二。\n第二条 乙\n（一）按第一条第（二）项减少。\n第三条 丙\n第一款。\n第二款。\n第四条 丁\n见第三条第二款。"
    assert found_in(dangling_references, lines) == []
    assert len(found_in(dangling_references, lines + "\n第五条 戊\n见第一条第（七）项。")) == 1


def test_a_fragment_has_no_missing_clauses() -> None:
    assert found_in(dangling_references, "第八条 违约\n8.1 按第三条执行。", "", "") == []
