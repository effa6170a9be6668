"""The clause library: what is shipped holds together, and a bad file is named with line and field."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafting.clauses import Clause
from bot.drafting.grounds import Shelf, faults
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import POSITIONS, Parameter, Position
from bot.drafting.rendering import written_out
from bot.drafting.wording import CrossReference, Fact, Line, WordingError, Words, parse
from bot.drafting.words import load_drafting_words
from bot.errors import ConfigurationError, InputError
from bot.statutes.resolver import Resolver

PROJECT = Path(__file__).resolve().parents[2]
SHIPPED = ClauseLibrary.load(PROJECT / "knowledge" / "clauses")
EVERY = [(clause, position) for clause in SHIPPED.clauses for position in POSITIONS]
every_wording = pytest.mark.parametrize(
    ("clause", "position"), EVERY, ids=[f"{clause.id}-{position}" for clause, position in EVERY]
)
PRICE_MODELS = ("per_seat", "per_conversation", "commission", "mixed")

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
FIGURE = re.compile(
    r"[0-9０-９%％‰]|[两二三四五六七八九十百千]+(?:倍|成|个月|天|年|日|元|小时|个工作日)|(?<!各执)一半"
)


@every_wording
def test_a_wording_parses_and_knows_all_it_speaks_of(clause: Clause, position: Position) -> None:
    assert clause.wording(position).lines
    assert set(clause.parameters(position)) <= set(SHIPPED.parameters)
    assert set(clause.references(position)) <= {clause.id, *clause.needs}


@every_wording
def test_no_figure_stands_in_a_text_and_punctuation_is_full_width(clause: Clause, position: Position) -> None:
    wording = clause.wording(position)
    bare = re.sub(r"\{[^}]*\}", "", wording.text)
    assert not FIGURE.search(bare)
    for text in (bare, wording.what, wording.why, clause.when, clause.title):
        assert not HALF_WIDTH.search(text)
    sentences = [line for line in wording.text.splitlines() if line and not line.startswith("|")]
    assert [line for line in sentences if line[-1] not in "。：；"] == []


@every_wording
def test_an_empty_contract_shows_a_blank_for_every_fact(clause: Clause, position: Position) -> None:
    shown = written_out(SHIPPED, clause, position, {})
    assert "{" not in shown
    assert shown.count("【待填：") == sum(
        isinstance(part, Fact) for line in clause.wording(position).lines for part in line.all_parts
    )


def test_the_positions_of_a_clause_are_three_texts_with_reasons() -> None:
    for clause in SHIPPED.clauses:
        wordings = [clause.wording(position) for position in POSITIONS]
        assert len({wording.text for wording in wordings}) == 3, clause.id
        assert len({wording.what for wording in wordings}) == 3, clause.id


def test_there_are_clauses_for_every_section() -> None:
    assert len(SHIPPED.clauses) >= 60
    assert [one.id for one in SHIPPED.sections if not SHIPPED.of_section(one.id)] == []
    assert [clause.id for clause in SHIPPED.clauses if not clause.basis or not clause.follows] == []


@pytest.mark.parametrize("model", PRICE_MODELS)
@pytest.mark.parametrize("dispute", ["court", "arbitration"])
@pytest.mark.parametrize("payment", ["arrears", "advance"])
@pytest.mark.parametrize("kinds", ["presale", "both"])
def test_a_default_contract_is_whole_and_free_of_contradiction(
    model: str, dispute: str, payment: str, kinds: str
) -> None:
    facts = SHIPPED.defaults("balanced") | {
        "price_model": model,
        "dispute_way": dispute,
        "payment_way": payment,
        "service_kinds": kinds,
    }
    chosen = {clause.id: clause for clause in SHIPPED.clauses if clause.standard and clause.applies(facts)}
    assert [(c.id, other) for c in chosen.values() for other in c.needs if other not in chosen] == []
    assert [(c.id, other) for c in chosen.values() for other in c.excludes if other in chosen] == []
    assert len({clause.section for clause in chosen.values() if clause.section == "price"}) == 1


def test_every_parameter_is_used() -> None:
    used = {name for clause, position in EVERY for name in clause.parameters(position)}
    used |= {name for clause in SHIPPED.clauses for name in clause.condition}
    papers = load_drafting_words(PROJECT / "knowledge").papers
    used |= {*papers.supplement.own, *papers.termination.own}
    assert set(SHIPPED.parameters) - used == set()


def test_what_the_clauses_rest_on_exists() -> None:
    resolver = Resolver.load(PROJECT / "knowledge" / "statutes")
    assert list(faults(SHIPPED, resolver, Shelf.load(PROJECT / "knowledge"))) == []


def test_a_reference_that_leads_nowhere_is_found() -> None:
    clause = SHIPPED.clause("notices").model_copy(update={"basis": ("《民法典》第九千条",)})
    guidance = clause.follows[0].model_copy(update={"at": "没有的段落"})
    library = ClauseLibrary(
        SHIPPED.sections, (clause.model_copy(update={"follows": (guidance,)}),), SHIPPED.parameters
    )
    found = list(
        faults(library, Resolver.load(PROJECT / "knowledge" / "statutes"), Shelf.load(PROJECT / "knowledge"))
    )
    assert len(found) == 2
    assert "“《民法典》第九千条”要写成一处已核对的完整引用" in found[0]
    assert found[1].endswith("里没有“没有的段落”这一段。")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("逾期付款", "late-payment"),
        ("分包", "no-subcontracting"),
        ("不可抗力", "force-majeure"),
        ("仲裁", "arbitration"),
        ("押金", "performance-deposit"),
        ("能不能转包", "no-subcontracting"),
        ("不想续约", "renewal"),
        ("提成怎么算", "price-commission"),
        ("挖人", "non-solicitation"),
        ("KPI", "monthly-assessment"),
        ("ＫＰＩ", "monthly-assessment"),
        ("乙方不干了怎么办", "serious-breach-damages"),
        ("客服换人", "replacing-staff"),
    ],
)
def test_search_puts_the_clause_of_that_name_first(words: str, first: str) -> None:
    assert SHIPPED.search(words)[0].id == first


@pytest.mark.parametrize("words", ["", "，。", "量子纠缠", "?", "怎么办", "今天天气不错"])
def test_search_finds_nothing_where_there_is_nothing(words: str) -> None:
    assert SHIPPED.search(words) == ()


# Reading values


def parameter(**fields: object) -> Parameter:
    return Parameter.model_validate({"id": "x", "label": "某数", "type": "count", "unit": "个", **fields})


@pytest.mark.parametrize(
    ("name", "written", "plain", "shown"),
    [
        ("first_response_seconds", "30秒", "30", "30秒"),
        ("seat_price", "4,500.50", "4500.5", "4500.5元"),
        ("first_response_seconds", "三十秒", "30", "30秒"),
        ("first_response_seconds", "2分钟", "120", "120秒"),
        ("seat_price", "1.2万元", "12000", "12000元"),
        ("seat_price", "4500元/月", "4500", "4500元"),
        ("late_fee_rate", "每日万分之五", "0.5", "0.5‰"),
        ("late_fee_rate", "0.05%", "0.5", "0.5‰"),
        ("term_months", "一年", "12", "12个月"),
        ("seats", "五名", "5", "5个"),
        ("seat_price", "４５００", "4500", "4500元"),
        ("late_fee_rate", "0.5‰", "0.5", "0.5‰"),
        ("start_date", "2027年3月1日", "2027-03-01", "2027年3月1日"),
        ("service_start", "9：00", "09:00", "09:00"),
        ("service_end", "24:00", "24:00", "24:00"),
        ("dispute_way", "仲裁", "arbitration", "仲裁"),
        ("working_days", "每天（含周末和法定节假日）", "every_day", "每天（含周末和法定节假日）"),
        ("party_a", " 甲公司 ", "甲公司", "甲公司"),
    ],
)
def test_a_value_is_read_and_shown(name: str, written: str, plain: str, shown: str) -> None:
    one = SHIPPED.parameters[name]
    assert one.read(written) == plain
    assert one.shown(plain) == shown


@pytest.mark.parametrize(
    ("name", "written", "says"),
    [
        ("seats", "0", "坐席数不能低于1个，这里是0个。"),
        ("seats", "2.5", "坐席数应当是整数，不能是2.5。"),
        ("seats", "nan", "坐席数应当是一个数字（单位：个），读不懂“nan”。"),
        ("seats", "1e3", "坐席数应当是一个数字（单位：个），读不懂“1e3”。"),
        ("seats", "30秒", "坐席数应当是一个数字（单位：个），读不懂“30秒”。"),
        ("notice_days", "一个月", "提前解约通知期应当是一个数字（单位：天），读不懂“一个月”。"),
        ("notice_days", "30到60天", "提前解约通知期应当是一个数字（单位：天），读不懂“30到60天”。"),
        ("earnest_cap_rate", "30", "定金占合同总额的上限不能高于20%，这里是30%。"),
        ("start_date", "2027-02-30", "合同开始日期应当是存在的日期，例如 2027-03-01，读不懂“2027-02-30”。"),
        ("service_start", "25:00", "每日服务开始时间应当写成 09:00 这样的时间，读不懂“25:00”。"),
        (
            "dispute_way",
            "决斗",
            "争议解决方式没有“决斗”这个选项，可以选：court（诉讼）、arbitration（仲裁）。",
        ),
        ("party_a", "", "甲方名称应当是一行文字，不能为空，最多500字。"),
        ("party_a", "甲\n乙", "甲方名称应当是一行文字，不能为空，最多500字。"),
    ],
)
def test_what_cannot_be_a_value_is_said(name: str, written: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        SHIPPED.parameters[name].read(written)
    assert str(error.value) == says


@given(st.text(max_size=30), st.sampled_from(sorted(SHIPPED.parameters)))
def test_any_text_is_a_value_or_an_input_error(text: str, name: str) -> None:
    one = SHIPPED.parameters[name]
    try:
        plain = one.read(text)
    except InputError:
        return
    assert one.read(plain) == plain
    assert one.shown(plain)


def test_an_unusual_value_gets_its_caution_and_a_usual_one_none() -> None:
    rate = SHIPPED.parameters["late_fee_rate"]
    assert "《民法典》第五百八十五条第二款" in rate.caution_for("5")
    assert rate.caution_for("1") == ""
    assert parameter(usual_max=Decimal(5), caution="太多。").caution_for("5") == ""


# Texts


def test_a_text_is_taken_apart() -> None:
    lines = parse("首{fact_one}尾，见{ref:other-clause}：\n- 项\n\n| 甲 | {b} |\n| 乙 | |")
    assert lines[0] == Line(
        "paragraph",
        (Words("首"), Fact("fact_one"), Words("尾，见"), CrossReference("other-clause"), Words("：")),
    )
    assert [line.kind for line in lines] == ["paragraph", "item", "row", "row"]
    assert lines[2].cells == ((Words("甲"),), (Fact("b"),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- 项", "第1行文字以“- ”开头，上面却没有它所属的款"),
        ("款{", "第1行文字的花括号不成对，或者里面不是参数编号、“ref:条款编号”"),
        ("款\n{Seat}", "第2行文字的花括号不成对，或者里面不是参数编号、“ref:条款编号”"),
        ("| 甲 | 乙", "第1行文字是表格的一行，应当以“|”结尾"),
        ("| 甲 | 乙 |\n| 丙 |", "第2行文字是表格的一行，应当有2格，却有1格"),
    ],
)
def test_a_text_that_cannot_be_read_says_where(text: str, says: str) -> None:
    with pytest.raises(WordingError) as error:
        parse(text)
    assert str(error.value) == says


@given(st.text(alphabet="甲乙{}ref:-|\n x", max_size=40))
def test_any_text_parses_or_says_why(text: str) -> None:
    try:
        lines = parse(text)
    except WordingError:
        return
    assert all(line.kind in ("paragraph", "item", "row") for line in lines)


# Bad files


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], str]:
    """The sentence for the library with one place of one file changed."""

    def change(name: str, old: str, new: str) -> str:
        folder = tmp_path / "clauses"
        shutil.copytree(PROJECT / "knowledge" / "clauses", folder)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ConfigurationError) as error:
            ClauseLibrary.load(folder)
        return str(error.value)

    return change


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("insurance.yaml", "title: 责任保险", "titel: 责任保险", "insurance.yaml 第2行 字段 clauses.0.title：缺少这个字段；第3行 字段 clauses.0.titel：不认识这个字段。请"),
        ("insurance.yaml", "standard: false", "standard: 也许", "insurance.yaml 第6行 字段 clauses.0.standard：应当是 true 或 false"),
        ("insurance.yaml", "id: insurance", "id: notices", "notices.yaml 第2行 字段 clauses.0.id：编号 notices 重复"),
        ("insurance.yaml", "section: insurance", "section: price", "insurance.yaml 第4行 字段 clauses.0.section：应当和文件名一样是 insurance"),
        ("insurance.yaml", "{insurance_amount}", "{insured}", "insurance.yaml 第13行 字段 clauses.0.positions.merchant.text：没有参数 insured"),
        ("insurance.yaml", "{insurance_amount}", "{insured", "insurance.yaml 第13行 字段 clauses.0.positions.merchant.text：第1行文字的花括号不成对，或者里面不是参数编号、“ref:条款编号”"),
        ("insurance.yaml", "{insurance_amount}", "{ref:notices}", "insurance.yaml 第13行 字段 clauses.0.positions.merchant.text：引用的条款 notices 没有写进 needs"),
        ("deposit.yaml", "excludes: [earnest-money]", "excludes: [nothing]", "deposit.yaml 第7行 字段 clauses.0.excludes.0：没有条款 nothing"),
        ("deposit.yaml", "excludes: [earnest-money]", "needs: [court]", "deposit.yaml 第7行 字段 clauses.0.needs.0：条款 court 另有适用条件，这一条在的时候它可能不在"),
        ("deposit.yaml", "excludes: [earnest-money]", "needs: [performance-deposit]", "deposit.yaml 第7行 字段 clauses.0.needs.0：不能写自己"),
        ("dispute.yaml", "dispute_way: [court]", "dispute_way: [duel]", "dispute.yaml 第35行 字段 clauses.1.condition.dispute_way：参数 dispute_way 没有选项 duel"),
        ("dispute.yaml", "dispute_way: [court]", "duel: [court]", "dispute.yaml 第35行 字段 clauses.1.condition.duel：没有参数 duel"),
        ("sections.yaml", "id: scope", "id: definitions", "sections.yaml 第5行 字段 sections.1.id：编号 definitions 重复"),
        ("sections.yaml", "id: scope", "id: scopes", "scope.yaml 第1行 字段 （整个文件）：文件名不是 sections.yaml 里的任何一个编号"),
    ],
)  # fmt: skip
def test_a_bad_clause_file_is_named_with_line_and_field(
    broken: Callable[[str, str, str], str], name: str, old: str, new: str, says: str
) -> None:
    told = broken(name, old, new)
    assert told.startswith(says), told
    assert told.endswith("请改正后重试。")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("default: 12\n", "default: 500\n", "default：合同期限不能高于120个月，这里是500个月"),
        ("default: 12\n", "default: 36\n", "default：默认值36超出了自己写的常见范围"),
        ("default: 12\n", "default: '012'\n", "default：默认值要写成“12”"),
        ("usual_min: 3\n", "usual_min: 30\n", "usual_max：不能小于 usual_min"),
        ("    unit: 个月\n", "", "unit：数字要写明单位"),
        ("max: 120\n", "max: 很多\n", "max：应当是数字"),
    ],
)
def test_a_bad_parameter_is_named_with_line_and_field(
    broken: Callable[[str, str, str], str], old: str, new: str, says: str
) -> None:
    start = "id: term_months"
    text = (PROJECT / "knowledge" / "clauses" / "parameters.yaml").read_text(encoding="utf-8")
    block = text[text.index(start) :]
    told = broken("parameters.yaml", block, block.replace(old, new, 1))
    assert re.match(r"parameters\.yaml 第\d+行 字段 parameters\.\d+\.", told)
    assert says in told


def test_a_doubled_parameter_is_said(broken: Callable[[str, str, str], str]) -> None:
    told = broken("parameters.yaml", "id: party_b,", "id: party_a,")
    assert told == "parameters.yaml 第13行 字段 parameters.7.id：编号 party_a 重复。请改正后重试。"


def test_an_absent_library_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as error:
        ClauseLibrary.load(tmp_path)
    assert str(error.value) == "parameters.yaml 读不出来：请确认文件存在、编码是 UTF-8。"
