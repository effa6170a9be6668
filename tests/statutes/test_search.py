"""Articles of law by question: what is found, where it is looked for, and what becomes of bad input."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli.main import main
from bot.errors import ConfigurationError
from bot.evaluation.statute_search import Trial, load_questions, measure
from bot.statutes.database import Statutes
from bot.statutes.ranking import ARRAYS_FILE, Learnt
from bot.statutes.search import StatuteSearch
from bot.statutes.search_index import FILE, IndexFile
from bot.statutes.search_postings import Postings
from bot.statutes.search_tokens import bigrams, characters, plain

CIVIL = "中华人民共和国民法典"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("statute-search")


@pytest.fixture(scope="module")
def search(data: Path, knowledge_dir: Path) -> StatuteSearch:
    return StatuteSearch(Statutes.open(), data, knowledge_dir)


def _labels(search: StatuteSearch, question: str, count: int = 5, every: bool = False) -> list[str]:
    return [found.article.name for found in search.search(question, count, every)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("合同里没写违约金，对方违约了怎么赔", "《民法典》第五百七十七条"),
        ("外包公司把活又转给别人做", "《民法典》第九百二十三条"),
        ("对方要的违约金太高了，能不能少给点", "《民法典》第五百八十五条"),
        ("交了定金他们不干了，能让他们双倍退吗", "《民法典》第五百八十七条"),
        ("客服公司的人把我的客户资料卖了", "《个人信息保护法》第十条"),
        ("派遣来的人能长期用吗，还是只能做临时的活", "《劳动合同法》第六十六条"),
        ("平台逼我只能在它一家卖", "《电子商务法》第三十五条"),
        ("對方違約金要得太高，能不能調低", "《民法典》第五百八十五条"),
        ("怎么解除合同，要提前告诉对方吗", "《民法典》第五百六十五条"),
        ("员工离职后去了同行，签过竞业协议", "《劳动合同法》第二十四条"),
    ],
)
def test_everyday_questions_find_their_article(search: StatuteSearch, question: str, expected: str) -> None:
    assert expected in _labels(search, question)


def test_only_relevant_laws_that_stand_unless_all_are_asked_for(search: StatuteSearch) -> None:
    names = {one.law for one in search.relevant}
    for question in ("醉酒驾驶判几年", "离婚后孩子归谁", "商标被抢注"):
        found = search.search(question, 20)
        assert found
        assert {one.article.law.name for one in found} <= names
        assert all(one.article.law.current for one in found)
    assert "《刑法》第一百三十三条之一" in _labels(search, "醉酒驾驶判几年", every=True)


def test_an_article_in_several_versions_is_shown_once(search: StatuteSearch) -> None:
    found = search.search("注册商标的有效期是几年", 50, every=True)
    shown = [(one.article.law.name, one.article.label) for one in found]
    assert len(set(shown)) == len(shown) == 50
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("question", ["", "   ", "？！…", "🙂", "12345", "qwertyuiop", "\x00\ud800", "\n\t"])
def test_nothing_is_found_for_what_asks_nothing(search: StatuteSearch, question: str) -> None:
    assert search.search(question, every=True) == []


def test_english_is_understood_by_its_legal_words(search: StatuteSearch) -> None:
    assert any(label.startswith("《民法典》") for label in _labels(search, "Can I terminate the contract?"))


def test_a_huge_question_is_read_from_its_beginning(search: StatuteSearch) -> None:
    question = "违约金过高可以要求减少吗？"
    assert _labels(search, question + "，" * 990) == _labels(search, question + "，" * 990 + "离婚" * 100_000)


def test_no_count_no_hits(search: StatuteSearch) -> None:
    assert search.search("违约金", 0) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=60), count=st.integers(1, 30))
def test_any_text_is_a_question(search: StatuteSearch, question: str, count: int) -> None:
    assert len(search.search(question, count, every=True)) in (0, count)


def test_same_question_same_answer_in_threads(search: StatuteSearch) -> None:
    expected = search.search("逾期付款要付利息吗")
    got: list[object] = []
    threads = [
        threading.Thread(target=lambda: got.append(search.search("逾期付款要付利息吗"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 4


def test_index_is_kept_and_a_damaged_one_is_built_anew(
    search: StatuteSearch, data: Path, knowledge_dir: Path
) -> None:
    expected = search.search("保证期间多久")
    file = data / "statutes" / FILE
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert StatuteSearch(Statutes.open(), data, knowledge_dir).search("保证期间多久") == expected
    assert len(file.read_bytes()) == len(whole)
    assert not list(file.parent.glob("building-*"))


def test_other_lay_words_make_another_index(search: StatuteSearch, data: Path) -> None:
    statutes = Statutes.open()
    index_file = IndexFile(statutes, data / "statutes", search.words)
    index_file.open()
    before = (data / "statutes" / FILE).read_bytes()
    fewer = search.words.model_copy(update={"asked": search.words.asked[:1]})
    assert (
        IndexFile(statutes, data / "statutes", fewer).open().asked.starts[-1] < search.index.asked.starts[-1]
    )
    assert (data / "statutes" / FILE).read_bytes() != before


def test_two_builders_leave_one_whole_index(tmp_path: Path, knowledge_dir: Path) -> None:
    results: list[list[str]] = []
    searches = [StatuteSearch(Statutes.open(), tmp_path, knowledge_dir) for _ in range(2)]
    threads = [
        threading.Thread(target=lambda one=one: results.append(_labels(one, "定金"))) for one in searches
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2
    assert results[0] == results[1]
    assert [path.name for path in (tmp_path / "statutes").glob("*.npz")] == [FILE]


def test_folder_that_cannot_be_written_costs_only_the_keeping(tmp_path: Path, knowledge_dir: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert _labels(StatuteSearch(Statutes.open(), blocked, knowledge_dir), "违约金")


def test_lay_words_must_name_articles_that_exist(search: StatuteSearch, tmp_path: Path) -> None:
    wrong = search.words.asked[0].model_copy(update={"articles": {9999: "没有"}})
    words = search.words.model_copy(update={"asked": (wrong,)})
    with pytest.raises(ConfigurationError, match="9999"):
        IndexFile(Statutes.open(), tmp_path, words).open()


def test_damaged_weights_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ARRAYS_FILE).write_bytes(b"PK\x03\x04 not whole")
    with pytest.raises(ConfigurationError, match="fit_statute_search"):
        Learnt.load(tmp_path / ARRAYS_FILE)


def test_shipped_weights_are_small(knowledge_dir: Path) -> None:
    assert (knowledge_dir / "statutes" / ARRAYS_FILE).stat().st_size < 1_500_000


def test_tokens() -> None:
    text = "违约金30%，過高"
    assert [chr(code) for code in characters(plain(text))] == list("违约金过高")
    assert [chr(c >> 16) + chr(c & 0xFFFF) for c in bigrams(plain(text))] == ["违约", "约金", "过高"]
    assert len(bigrams("")) == len(characters("")) == len(bigrams("一")) == 0


def test_bm25_prefers_the_text_that_holds_more_and_rarer_words() -> None:
    postings = Postings.build([bigrams(t) for t in ("违约金过高", "违约责任", "租赁合同", "违约金")], 0.6)
    scores = postings.scores(bigrams("违约金过高"))
    assert list(scores.argsort()[::-1][:3]) == [0, 3, 1]
    assert scores[2] == 0


def test_command_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    monkeypatch.setenv("BOT_DATA_DIR", str(data))
    assert main(["statutes", "search", "违约金过高怎么办", "--json", "-n", "3"]) == 0
    hits = json.loads(capsys.readouterr().out)
    assert len(hits) == 3
    assert {"law": CIVIL, "article": "第五百八十五条"}.items() <= hits[0].items()
    assert main(["statutes", "search", "qwerty"]) == 10
    assert main(["statutes", "search"]) == 2
    assert main(["statutes", "search", "--laws"]) == 0
    assert f"{CIVIL}：" in capsys.readouterr().out


def test_batch(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("BOT_DATA_DIR", str(data))
    lines = [
        '{"id": "a", "question": "小区业主不交物业费"}',
        "not JSON",
        '{"id": 2}',
        "",
        '{"id": "e", "question": ""}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = ["statutes", "search", "--batch", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl")]
    assert main(command) == 1
    results = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [result.get("id") for result in results] == ["a", None, 2, "e"]
    assert len(results[0]["hits"]) == 10
    assert set(results[0]["hits"][0]) == {"law", "article", "score"}
    assert (results[0]["hits"][0]["law"], results[0]["hits"][0]["article"]) == (CIVIL, "第九百四十四条")
    assert [("error" in result, result.get("line")) for result in results[1:3]] == [(True, 2), (True, 3)]
    assert results[3]["hits"] == []
    assert main([*command[:4], str(tmp_path / "in.jsonl")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_weights_fitted_on_other_articles_reach_the_figures(
    shared_dir: Path, search: StatuteSearch, knowledge_dir: Path
) -> None:
    """Each half of the questions by weights fitted on the other half, which shares no gold article with it."""
    path = shared_dir / "statute_questions_dev.jsonl"
    if not path.is_file():
        pytest.skip("statute_questions_dev.jsonl is not in ../shared: nothing to measure on")
    trial = Trial(Statutes.open(), search, load_questions(path))
    ranks = trial.ranks([fold % 2 for fold in trial.article_folds()])
    assert len(ranks) == 666
    assert sum(rank == 1 for rank in ranks) / 666 >= 0.43
    assert sum(rank <= 10 for rank in ranks) / 666 >= 0.72
    assert sum(1 / rank for rank in ranks if rank <= 10) / 666 >= 0.53


def test_without_the_questions_there_are_no_figures(tmp_path: Path) -> None:
    assert measure(tmp_path / "absent.jsonl").figures == {}
