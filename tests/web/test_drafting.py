"""The drafts behind the page, without a browser: edits, versions, files, owners, and what is told over HTTP."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.drafting.session.draft import Draft, History, Version
from bot.errors import InputError
from bot.settings import PROJECT
from bot.storage import Store
from bot.web.clause_routes import clause_routes
from bot.web.drafting import Drafting, Edit, StaleError
from bot.web.owner import COOKIE
from bot.web.paper_routes import paper_routes

ME, YOU, TALK = "a" * 43, "b" * 43, "0" * 32
BEGUN = History(
    versions=(
        Version(number=0, draft=Draft()),
        Version(number=1, draft=Draft(given={"party_a": "青禾公司", "seats": "10"})),
    ),
    at=1,
)


@pytest.fixture
def drafting(tmp_path: Path) -> Drafting:
    made = Drafting(Store(tmp_path / "web.sqlite3"), PROJECT / "knowledge")
    made.bring_in(ME, TALK, BEGUN.model_dump_json(), 0)
    return made


@pytest.fixture
def client(drafting: Drafting) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(paper_routes(drafting))
    app.include_router(clause_routes(drafting))
    with TestClient(app, cookies={COOKIE: ME}) as made:
        yield made


def edit(client: TestClient, **deed: object) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/paper/{TALK}", json=deed)
    return answer.status_code, answer.json()


def test_an_edit_is_kept_and_marked(drafting: Drafting) -> None:
    paper = drafting.edit(ME, TALK, Edit(do="set", version=1, subject="seats", value="12"))
    assert (paper.version, paper.draft.given["seats"]) == (2, "12")
    assert "seats" in paper.changed
    again = drafting.there(ME, TALK)
    assert again == paper
    undone = drafting.edit(ME, TALK, Edit(do="undo", version=2))
    assert undone.draft.given["seats"] == "10"
    assert drafting.version(ME, TALK) == 3


def test_two_pages_on_one_draft_the_later_one_is_told(drafting: Drafting) -> None:
    drafting.edit(ME, TALK, Edit(do="set", version=1, subject="seats", value="12"))
    with pytest.raises(StaleError, match="另一个页面"):
        drafting.edit(ME, TALK, Edit(do="set", version=1, subject="seats", value="13"))
    assert drafting.there(ME, TALK).draft.given["seats"] == "12"


def test_what_cannot_be_made_is_not_kept(drafting: Drafting) -> None:
    for deed in (
        Edit(do="set", version=1, subject="seats", value="0"),
        Edit(do="drop", version=1, subject="no-such-clause"),
        Edit(do="redo", version=1),
        Edit(do="go", version=1, number=9),
        Edit(do="move", version=1, subject="price", before="annex-price"),
        Edit(do="put", version=1, subject="objection", value="annex-price"),
        Edit(do="put", version=1, subject="objection", value="nowhere"),
        Edit(do="put", version=1, subject="trial", value="price"),
        Edit(do="put", version=1, subject="objection", value="price", before="trial"),
    ):
        with pytest.raises(InputError):
            drafting.edit(ME, TALK, deed)
    assert drafting.version(ME, TALK) == 1


def test_every_clause_that_stands_can_be_taken_out_and_told_what_goes_with_it(drafting: Drafting) -> None:
    standing = drafting.there(ME, TALK)
    for clause in standing.contract.clauses():
        left, _ = drafting.laid_out(standing.draft.model_copy(update={"drop": (clause.id,)}))
        assert clause.id not in {one.id for one in left.clauses()}


def test_nobody_reaches_the_draft_of_another(client: TestClient, drafting: Drafting) -> None:
    for cookies in ({COOKIE: YOU}, {COOKIE: "short"}, {}):
        client.cookies.clear()
        client.cookies.update(cookies)
        assert client.get(f"/paper/{TALK}").json() == {"version": 0}
        assert edit(client, do="undo", version=1)[0] == 422
        for rest in ("fact/seats", "clause/sub-accounts", "insert", "file/json", "file/docx"):
            answer = client.get(f"/paper/{TALK}/{rest}")
            assert answer.status_code == 422
            assert "青禾" not in answer.text
    client.cookies.clear()
    client.cookies.update({COOKIE: YOU})
    assert client.post(f"/paper/{TALK}/import", content=History().model_dump_json()).status_code == 200
    assert drafting.there(ME, TALK).history == BEGUN


def test_the_page_is_told_what_it_asks_for(client: TestClient) -> None:
    shown = client.get(f"/paper/{TALK}").json()
    assert shown["version"] == 1
    assert shown["blanks"] > 5
    assert "青禾公司" in shown["html"]
    assert client.get(f"/paper/{TALK}?have=1").json() == {"version": 1}
    assert edit(client, do="position", version=1, subject="sub-accounts", position="merchant")[0] == 200
    code, told = edit(client, do="set", version=1, subject="seats", value="12")
    assert (code, "另一个页面" in str(told["trouble"])) == (409, True)
    code, told = edit(client, do="set", version=2, subject="service_start", value="25:00")
    assert code == 422
    assert "25:00" in str(told["trouble"])
    assert edit(client, do="burn", version=2)[0] == 422
    assert client.get("/paper/not-an-id").status_code == 422


def test_the_window_of_a_clause_shows_all_positions_and_what_falls_along(client: TestClient) -> None:
    html = client.get(f"/paper/{TALK}/clause/sub-accounts").text
    assert html.count("<details") == 2
    assert 'aria-pressed="true">平衡' in html
    assert "《网络安全法》第四十二条第一款" in html
    assert "<ins>" in html
    assert "<del>" in html
    falls = client.get(f"/paper/{TALK}/clause/authority").text
    assert "会一并去掉" in falls
    assert "“退款与改单审批”" in falls
    listed = client.get(f"/paper/{TALK}/insert?words=试用期&alone=true").text
    assert 'data-do="add"' in listed
    assert "sub-accounts" not in client.get(f"/paper/{TALK}/insert").text


def test_files_are_handed_out_and_a_draft_comes_back(client: TestClient, drafting: Drafting) -> None:
    word = client.get(f"/paper/{TALK}/file/docx")
    assert "filename*=UTF-8''%E7%94%B5" in word.headers["content-disposition"]
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "电商客服外包服务合同" in text
    commented = docx.Document(io.BytesIO(client.get(f"/paper/{TALK}/file/comments").content))
    assert len(list(commented.comments)) > 10
    assert client.get(f"/paper/{TALK}/file/markdown").text.startswith("# 电商客服外包服务合同")
    assert client.get(f"/paper/{TALK}/file/exe").status_code == 422
    exported = client.get(f"/paper/{TALK}/file/json").text
    other = "1" * 32
    assert client.post(f"/paper/{other}/import", content=exported).json()["version"] == 1
    assert drafting.there(ME, other).history == BEGUN


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: "not json",
        lambda data: json.dumps({**data, "at": 7}),
        lambda data: json.dumps({**data, "at": -1}),
        lambda data: json.dumps({**data, "extra": 1}),
        lambda data: json.dumps({**data, "versions": []}),
        lambda data: json.dumps(data).replace('"10"', '"<b>0</b>"'),
        lambda data: json.dumps(data).replace('"seats"', '"no_such_fact"'),
        lambda data: json.dumps(data).replace("\\u9752", "{{x}}\\u0000"),
        lambda data: "[" * 100_000,
        lambda data: "x" * 2_000_001,
    ],
)
def test_a_file_that_is_no_draft_of_ours_is_refused(
    client: TestClient, drafting: Drafting, spoil: Callable[[dict[str, object]], str]
) -> None:
    answer = client.post(
        f"/paper/{TALK}/import?version=1", content=spoil(json.loads(BEGUN.model_dump_json()))
    )
    assert answer.status_code == 422
    assert answer.json()["trouble"]
    assert drafting.version(ME, TALK) == 1


def test_a_conversation_that_is_deleted_takes_its_draft_along(tmp_path: Path) -> None:
    store = Store(tmp_path / "web.sqlite3")
    assert store.save_draft(ME, TALK, "{}", 0) == 1
    assert store.save_draft(ME, TALK, "{}", 0) is None
    assert store.save_draft(YOU, TALK, "{}", 1) is None
    assert store.save_draft(ME, TALK, '{"a":1}', 1) == 2
    store.delete(YOU, TALK)
    saved = store.load_draft(ME, TALK)
    assert saved
    assert (saved.draft, saved.version) == ('{"a":1}', 2)
    store.delete(ME, TALK)
    assert store.load_draft(ME, TALK) is None


def test_the_clause_desk_writes_what_the_library_says(client: TestClient, drafting: Drafting) -> None:
    page = client.get("/clauses").text
    assert page.count('" data-clause="') == len(drafting.library.clauses)
    for clause in drafting.library.clauses:
        for position in ("merchant", "balanced", "provider"):
            detail = client.get("/clauses/detail", params={"id": clause.id, "position": position})
            assert detail.status_code == 200
            assert clause.wording(position).what in detail.text
    typed = {"id": "response-levels", "position": "balanced", "values": {"first_response_seconds": "三十秒"}}
    made = client.post("/clauses/text", json=typed).json()
    assert "不超过30秒" in made["plain"]
    assert "不超过30秒" in made["reply"]
    assert made["faults"] == {}
    typed["values"] = {"first_response_seconds": "<b>"}
    wrong = client.post("/clauses/text", json=typed).json()
    assert "读不懂" in wrong["faults"]["first_response_seconds"]
    assert "<mark>【待填：首次响应时间上限（秒）】</mark>" in wrong["html"]
    assert "还需要您告诉我们：首次响应时间上限。" in wrong["reply"]
    assert client.get("/clauses/detail?id=nothing").status_code == 404
    assert "没有找到" in client.get("/clauses/list", params={"words": "火锅底料"}).text
    assert "<script>火锅" not in client.get("/clauses", params={"words": '"><script>火锅'}).text


def test_an_article_unfolds_word_for_word(client: TestClient) -> None:
    law = client.get("/clauses/law", params={"name": "《民法典》第五百八十五条"}).text
    assert "当事人可以约定一方违约时应当" in law
    assert "现行有效" in law
    assert client.get("/clauses/law", params={"name": "《民法典》第九千条"}).status_code == 404
