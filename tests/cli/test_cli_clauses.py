"""`clauses`: lists, one clause ready to paste, searches, the check, and what is said when something is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, Ran, Run


@pytest.fixture
def clauses(run: Run) -> Run:
    def words(*given: str, **settings: str) -> Ran:
        return run("clauses", *given, settings={"BOT_KNOWLEDGE_DIR": str(PROJECT / "knowledge")} | settings)

    return words


def test_list_names_every_clause_under_its_section(clauses: Run) -> None:
    ran = clauses("list")
    assert ran.code == 0
    assert ran.out.startswith("定义与解释（definitions）\n  parties  双方当事人　")
    assert ran.out.endswith("条，每条三种写法。\n")


@pytest.mark.parametrize("section", ["insurance", "保险"])
def test_list_of_one_section(clauses: Run, section: str) -> None:
    ran = clauses("list", "--section", section)
    assert ran.out.splitlines() == [
        "保险（insurance）",
        "  insurance  责任保险　店铺交易额大，或者乙方规模小、赔偿能力有限　[可选]",
        "共 1 条，每条三种写法。",
    ]


def test_show_fills_facts_and_leaves_visible_blanks(clauses: Run) -> None:
    ran = clauses("show", "price-per-seat", "--set", "seats=5个")
    assert ran.code == 0
    assert ran.out.startswith(
        "坐席服务费\n\n1. 坐席服务费为每个坐席每月【待填：每个坐席每月服务费（元）】，签约时坐席数为5个；"
    )
    assert "写法：双方均衡（编号 price-per-seat）" in ran.out
    assert "依据：《民法典》第五百一十条、《民法典》第九百二十八条第一款" in ran.out
    assert "  seats  坐席数：5个（你填的）" in ran.out
    assert "  seat_price  每个坐席每月服务费：待填" in ran.out


def test_show_gives_each_position_its_own_figures(clauses: Run) -> None:
    shown = {p: clauses("show", "late-payment", "--position", p).out for p in ("merchant", "provider")}
    assert "每日0.3‰支付违约金" in shown["merchant"]
    assert "每日1‰支付违约金" in shown["provider"]


def test_show_warns_of_an_unusual_figure_and_of_one_that_is_not_used(clauses: Run) -> None:
    ran = clauses("show", "逾期付款", "--set", "late_fee_rate=5", "--set", "seats=3")
    assert ran.code == 0
    assert "每日5‰支付违约金" in ran.out
    assert "  留意：每日超过1‰" in ran.out
    assert ran.err == "提示：这种写法没有用到 seats，没有填进去。\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "--section", "价格"], "没有“价格”这一部分，可以写：definitions（定义与解释）"),
        (["show", "late-paymen"], "没有编号为“late-paymen”的条款。你要的也许是 late-payment"),
        (["show", "量子"], "没有编号为“量子”的条款。用 clauses list 查看全部编号。"),
        (["show", "court", "--set", "court_place"], "--set 后面要写成“参数=值”，例如 seats=5，读不懂“court_place”。"),
        (["show", "court", "--set", "court_plac=party_a"], "没有参数“court_plac”。你要的也许是 court_place"),
        (["show", "court", "--set", "court_place=月球"], "管辖法院所在地没有“月球”这个选项"),
        (["show", "court", "--position", "judge"], "--position 不能是 'judge'"),
        (["show"], "缺少 编号"),
        ([], "缺少 命令"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_chinese(clauses: Run, words: list[str], sentence: str) -> None:
    ran = clauses(*words)
    assert ran.code == 2
    assert sentence in ran.err


def test_search_lists_the_best_first_and_says_when_there_is_none(clauses: Run) -> None:
    assert clauses("search", "逾期付款").out.startswith("late-payment  逾期付款　")
    ran = clauses("search", "量子纠缠")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err == "没有找到和“量子纠缠”有关的条款：换个说法，或者用 clauses list 查看全部。\n"


def test_check_counts_what_there_is(clauses: Run) -> None:
    ran = clauses("check")
    assert ran.code == 0
    assert ran.out.endswith("，0 处有问题。\n")


def test_check_says_what_leads_nowhere(clauses: Run, tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(PROJECT / "knowledge", knowledge, ignore=shutil.ignore_patterns("*.npz"))
    path = knowledge / "clauses" / "insurance.yaml"
    text = path.read_text(encoding="utf-8").replace("《保险法》第六十五条第一款", "《保险法》第六千条")
    path.write_text(text, encoding="utf-8")
    ran = clauses("check", BOT_KNOWLEDGE_DIR=str(knowledge))
    assert ran.code == 3
    assert ran.out.startswith(
        "insurance.yaml 条款 insurance 字段 basis 的“《保险法》第六千条”要写成一处已核对的完整引用："
    )
    assert ran.err == "条款库有问题，请按上面列出的改正。\n"
