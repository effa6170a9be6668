"""Files that are handed in: kept where only their owner's conversation finds them, and nobody by an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from conftest import Served, ask, opened, owner_of, settle
from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from scripted_door import ScriptedDoor

from bot.errors import InputError
from bot.web.owner import COOKIE
from bot.web.uploads import FORMATS, LARGEST, MOST_AT_ONCE, MOST_KEPT, Uploads, shown_name

ME, YOU, TALK, OTHER = "a" * 43, "b" * 43, "0" * 32, "1" * 32
Visitor = Callable[..., BrowserContext]


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


def test_a_file_lies_under_another_name_in_a_private_folder_and_is_found_by_its_owner_only(
    uploads: Uploads, tmp_path: Path
) -> None:
    kept = uploads.add(ME, TALK, "C:\\发来的\\外包合同.DOCX", b"PK")
    (found,) = uploads.find(ME, TALK, [kept.id, kept.id])
    path = Path(found.path)
    assert (found.name, path.name, path.read_bytes()) == ("外包合同.DOCX", f"{kept.id}.docx", b"PK")
    assert path.is_relative_to(tmp_path / "uploads")
    assert ME not in str(path)
    assert path.parent.stat().st_mode & 0o077 == 0
    for owner, talk, key in (
        (YOU, TALK, kept.id),
        (ME, OTHER, kept.id),
        ("", TALK, kept.id),
        (ME, TALK, "../x"),
    ):
        with pytest.raises(InputError, match="不在了"):
            uploads.find(owner, talk, [key])
    uploads.discard(YOU, TALK, kept.id)
    assert path.exists()
    uploads.discard(ME, TALK, kept.id)
    assert list(path.parent.iterdir()) == []


def test_files_go_with_their_conversation_and_orphans_at_the_next_start(uploads: Uploads) -> None:
    mine, other, yours = (
        uploads.find(owner, talk, [uploads.add(owner, talk, "a.txt", b"x").id])[0].path
        for owner, talk in ((ME, TALK), (ME, OTHER), (YOU, TALK))
    )
    uploads.forget(ME, OTHER)
    assert [Path(path).exists() for path in (mine, other, yours)] == [True, False, True]
    assert uploads.sweep({(ME, TALK)}) == 1
    assert [Path(path).exists() for path in (mine, yours)] == [True, False]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("病毒.exe", b"x", "可以用 .docx"),
        ("无后缀", b"x", "可以用 .docx"),
        (".docx", b"x", "可以用 .docx"),
        ("空.docx", b"", "是空文件"),
        ("大.pdf", b"x" * (LARGEST + 1), "超过 20 MB"),
    ],
)
def test_what_cannot_be_taken_is_told_by_name(uploads: Uploads, name: str, data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        uploads.add(ME, TALK, name, data)
    assert f"「{name}」" in str(error.value)


def test_there_is_an_end_to_how_many(uploads: Uploads) -> None:
    ids = [uploads.add(ME, TALK, "a.txt", b"x").id for _ in range(MOST_KEPT)]
    with pytest.raises(InputError, match=f"最多 {MOST_AT_ONCE} 个"):
        uploads.find(ME, TALK, ids[: MOST_AT_ONCE + 1])
    with pytest.raises(InputError, match="新建一段会话"):
        uploads.add(ME, TALK, "a.txt", b"x")


def test_a_name_is_shown_without_what_cannot_be_seen() -> None:
    assert shown_name("../../etc/合同\u202ecod.\x00docx") == "合同cod.docx"
    long = shown_name("长" * 500 + ".docx")
    assert len(long) == 120
    assert long.endswith(".docx")


@pytest.fixture
def client(scripted: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=scripted.url, cookies={COOKIE: ME}) as client:
        yield client


def test_over_http_a_file_goes_in_and_never_comes_out(client: httpx.Client, scripted: Served) -> None:
    address = f"/uploads/{TALK}"
    kept = client.post(address, params={"name": "合同.txt"}, content="第一条".encode()).json()
    assert kept["name"] == "合同.txt"
    files = [path for path in (scripted.store.folder / "uploads").rglob("*") if kept["id"] in path.name]
    assert len(files) == 2
    for path in files:
        for way in (
            f"{address}/{kept['id']}",
            f"{address}/{path.name}",
            f"/uploads/{path.parent.parent.name}/{TALK}/{path.name}",
            f"/file={path}",
            f"/gradio_api/file={path}",
            f"/gradio_api/file=uploads/{path.parent.parent.name}/{TALK}/{path.name}",
        ):
            answer = client.get(way)
            assert answer.status_code in (403, 404, 405), way
            assert "第一条" not in answer.text
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
    assert client.delete(f"{address}/{kept['id']}").status_code == 204
    assert not any(path.exists() for path in files)


def test_over_http_what_cannot_be_taken_is_a_sentence(client: httpx.Client, scripted: Served) -> None:
    for params, content, told in (
        ({"name": "a.exe"}, b"x", "可以用"),
        ({"name": "a.pdf"}, b"x" * (LARGEST + 1), "上限"),
        ({}, b"x", "可以用"),
    ):
        answer = client.post(f"/uploads/{TALK}", params=params, content=content)
        assert answer.status_code == 422
        assert told in answer.json()["trouble"]
    nobody = httpx.post(f"{scripted.url}uploads/{TALK}", params={"name": "a.txt"}, content=b"x")
    assert "Cookie" in nobody.json()["trouble"]


def written(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def dropped(page: Page, *names: str) -> None:
    page.evaluate(
        """names => {
          const carried = new DataTransfer();
          names.forEach((name) => carried.items.add(new File(["第一条 服务内容"], name)));
          for (const type of ["dragenter", "dragover", "drop"])
            document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
        }""",
        list(names),
    )


@pytest.mark.browser
def test_files_are_chosen_or_dropped_seen_taken_back_and_sent(visitor: Visitor, scripted: Served) -> None:
    door = scripted.door
    assert isinstance(door, ScriptedDoor)
    page = opened(visitor(), scripted)
    for end in FORMATS:
        expect(page.get_by_label("上传合同")).to_have_accessible_name(f"上传合同，可以用 {' '.join(FORMATS)}")
        expect(page.locator(".formats")).to_contain_text(end)
    page.fill("#question", "逾期付款怎么写的？")
    dropped(page, "坏.exe", "多余.txt")
    expect(page.locator("#attach-trouble")).to_contain_text("「坏.exe」不能上传")
    page.set_input_files("#attach", written("合同<b>.txt", "第一条"))
    expect(page.locator("#attached li")).to_have_count(2)
    expect(page.locator("#attach-trouble")).to_be_hidden()
    page.get_by_label("去掉 多余.txt").click()
    expect(page.locator("#attached li")).to_have_count(1)
    expect(page.locator("#question")).to_have_value("逾期付款怎么写的？")
    page.reload()
    page.wait_for_function("() => window.desk && document.querySelector('#attached li')")
    page.locator(".send").click()
    page.wait_for_selector("#chat .answer")
    settle(page)
    expect(page.locator("#chat .handed")).to_have_text("合同<b>.txt")
    expect(page.locator("#attached")).to_be_hidden()
    (file,) = door.asked[-1].turns[-1].files
    assert (file.name, Path(file.path).read_text(encoding="utf-8")) == ("合同<b>.txt", "第一条")
    ask(page, "价格？")
    assert door.asked[-1].turns[-1].files == ()
    page.evaluate("desk.send('edit', { do: 'delete', conversation: desk.conversation })")
    page.wait_for_function("() => !document.querySelector('.entry')")
    assert not Path(file.path).exists()


@pytest.mark.browser
def test_another_reader_can_not_send_a_file_that_is_not_theirs_and_loses_no_word(
    visitor: Visitor, scripted: Served
) -> None:
    mine, yours = opened(visitor(), scripted), opened(visitor(), scripted)
    mine.set_input_files("#attach", written("私.txt", "x"))
    expect(mine.locator(".detach")).to_be_visible()
    kept = mine.evaluate("sessionStorage.getItem(`desk.attached.${desk.conversation}`)")
    assert owner_of(mine) != owner_of(yours)
    for talk in (yours.evaluate("desk.conversation"), mine.evaluate("desk.conversation")):
        yours.evaluate(
            "([talk, kept]) => { sessionStorage.setItem(`desk.attached.${talk}`, kept); desk.open(talk); }",
            [talk, kept],
        )
        expect(yours.locator("#attached li")).to_have_count(1)
        yours.fill("#question", "看看这份")
        yours.press("#question", "Enter")
        expect(yours.locator("#said .said")).to_contain_text("附件已经不在了")
        expect(yours.locator("#question")).to_have_value("看看这份")
        expect(yours.locator("#attached li")).to_have_count(1)
        expect(yours.locator("#chat .question")).to_have_count(0)


@pytest.mark.browser
def test_a_pasted_contract_stays_text_and_is_shown_by_its_beginning(
    visitor: Visitor, scripted: Served
) -> None:
    door = scripted.door
    assert isinstance(door, ScriptedDoor)
    page = opened(visitor(), scripted)
    text = "\n".join(f"第{n}条 甲方应当按月支付服务费。" for n in range(1, 9000))
    page.evaluate(
        """text => { const field = document.getElementById("question"); field.focus();
          const carried = new DataTransfer(); carried.setData("text/plain", text);
          if (field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })))
            { field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); } }""",
        text,
    )
    expect(page.locator("#attached")).to_be_hidden()
    page.press("#question", "Enter")
    page.wait_for_selector("#chat .answer")
    settle(page)
    assert door.asked[-1].turns[-1].text == text
    expect(page.locator("#chat .question .words")).to_contain_text(f"共 {len(text):,} 字")
    expect(page.locator("#chat .act.rewrite")).to_have_count(0)
