"""Whatever the facts, the position and the price model: the contract renders, is sound, and nothing is left over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from drafting_samples import KNOWLEDGE, library, real, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.drafting.assembling import assemble
from bot.drafting.checking import Page
from bot.drafting.contract import Contract
from bot.drafting.facts import Facts, FactsError, read_facts
from bot.drafting.layout import Block, Heading, Line, laid_out, plain
from bot.drafting.library import ClauseLibrary
from bot.drafting.linting import lint_page
from bot.drafting.markdown import written
from bot.drafting.numbering import STYLES, Style
from bot.drafting.parameters import POSITIONS, Parameter, Position
from bot.drafting.words import load_drafting_words
from bot.errors import InputError

EXAMPLES = 2000
AROUND = load_drafting_words(KNOWLEDGE)
_SLOW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
_NAMES = st.text("甲乙丙杭州合肥网络科技有限公司&<>|*_#（）()ABC", min_size=2, max_size=30).filter(
    lambda name: any(char.isalpha() for char in name)
)


def value_of(parameter: Parameter) -> st.SearchStrategy[str]:
    """Any value that a parameter allows, as somebody may write it."""
    if parameter.choices:
        return st.sampled_from([choice.id for choice in parameter.choices])
    if parameter.type == "date":
        return st.dates(date(2024, 1, 1), date(2040, 12, 31)).map(str)
    if parameter.type == "time":
        return st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}")
    if not parameter.numeric:
        return _NAMES
    low, high = parameter.min or Decimal(0), parameter.max or Decimal(10) ** 6
    places = {"money": 2, "rate": 2}.get(parameter.type, 0)
    return st.decimals(low, high, allow_nan=False, places=places).map(str)


@st.composite
def given_facts(draw: st.DrawFn, source: ClauseLibrary) -> dict[str, object]:
    """Values for some of the facts: few, many or all."""
    names = draw(st.lists(st.sampled_from(sorted(source.parameters)), unique=True, max_size=10))
    names += [
        n for n in ("price_model", "payment_way", "dispute_way") if n not in names and draw(st.booleans())
    ]
    return {name: draw(value_of(source.parameters[name])) for name in names}


def read_or_none(source: ClauseLibrary, wanted: dict[str, object], position: Position) -> Facts | None:
    """The facts, or None where they contradict each other, which is said in Chinese."""
    try:
        return read_facts(source, wanted, position)
    except FactsError as error:
        assert all(fault.message for fault in error.faults)
        return None


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, Any]:
    """Clauses in another position than the rest, optional clauses that come in, standard ones that stay out."""
    names = [clause.id for clause in real().clauses]
    optional = [clause.id for clause in real().clauses if not clause.standard]
    return {
        "positions": draw(st.dictionaries(st.sampled_from(names), st.sampled_from(POSITIONS), max_size=4)),
        "add": draw(st.lists(st.sampled_from(optional), unique=True, max_size=3)),
    }


@_SLOW
@given(given_facts(real()), wishes(), st.sampled_from(POSITIONS), st.sampled_from(STYLES))
def test_any_contract_is_sound(
    wanted: dict[str, object], asked: dict[str, Any], position: Position, style: Style
) -> None:
    facts = read_or_none(real(), wanted, position)
    if facts is None:
        return
    try:
        contract = assemble(real(), AROUND, facts, position, **asked)
    except InputError as error:
        assert "条款" in str(error)
        return
    blocks = laid_out(contract, style, AROUND)
    assert lint_page(Page(contract, AROUND, style, blocks=blocks)) == ()
    text = written(blocks)
    assert "{" not in text
    assert "}" not in text
    assert_counts_up(blocks, style)
    assert not {blank.fact for blank in contract.blanks()} & contract.facts.keys()


def assert_counts_up(blocks: Sequence[Block], style: Style) -> None:
    """Numbers are continuous, read without our own reader of numbers."""
    sections, paragraphs, items = 0, 0, 0
    for block in blocks:
        if isinstance(block, Heading) and not block.annex:
            sections, paragraphs, items = sections + 1, 0, 0
        elif isinstance(block, Line) and not block.annex:
            paragraphs, items = (paragraphs + 1, 0) if block.level == 1 else (paragraphs, items + 1)
            if style == "第一条":
                expected = f"{sections}.{paragraphs}" if block.level == 1 else f"（{items}）"
                assert block.number == expected
            assert plain(block.spans)


# Whether JSON keeps a contract hangs on kinds of pieces and facts, which a few contracts hold all of.
@settings(_SLOW, max_examples=200)
@given(given_facts(library()), st.sampled_from(POSITIONS))
def test_any_contract_survives_json(wanted: dict[str, object], position: Position) -> None:
    facts = read_or_none(library(), wanted, position)
    if facts is not None:
        contract = assemble(library(), words(), facts, position)
        assert Contract.model_validate_json(contract.model_dump_json()) == contract
