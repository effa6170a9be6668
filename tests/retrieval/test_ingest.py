"""Ingestion: what is indexed follows the files, at the cost of what has changed."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest
from corpus import (
    ENDING,
    PAYMENT,
    SECRECY,
    HashingEmbedder,
    article,
    contents_now,
    quick,
    small_knowledge,
    texts_now,
)
from docx import Document as WordDocument
from filelock import FileLock

from bot.conversation import Progress
from bot.errors import BusyError, InputError, StorageError
from bot.retrieval import syncing
from bot.retrieval.embeddings import LocalEmbedder
from bot.retrieval.index import Generations
from bot.retrieval.ingest import Ingestor, Places
from bot.retrieval.units import units_of

OWN = "客服每天九点上班。\n\n退货由仓库处理。"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(small_knowledge(tmp_path / "knowledge"), tmp_path / "data" / "index")


def _write(places: Places, name: str, body: str) -> Path:
    path = places.knowledge / "articles" / f"{name}.md"
    path.write_text(body, encoding="utf-8")
    return path


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file under a folder with its size and time, the lock of writers apart."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_the_first_ingestion_takes_everything(places: Places) -> None:
    seen: list[Progress] = []
    embedder = HashingEmbedder()
    report = Ingestor(places, embedder).ingest(progress=seen.append)
    assert (sorted(report.added), report.passages, report.faults) == (["ending", "payment", "secrecy"], 5, {})
    assert report.embedded == len(embedder.history) == len(units_of(contents_now(places)))
    assert (seen[-1].done, seen[-1].total) == (report.embedded, report.embedded)
    assert texts_now(places) == {*PAYMENT.split("\n\n"), *ENDING.split("\n\n"), SECRECY}


def test_nothing_changed_costs_next_to_nothing(places: Places) -> None:
    """With the real embedding; starting the model and the store is part of the first ingestion, as for a user."""
    ingestor = Ingestor(places, LocalEmbedder())
    first = ingestor.ingest()
    again = ingestor.ingest()
    assert first.embedded > 0
    assert (again.embedded, again.unchanged, again.generation) == (0, 3, "")
    assert again.seconds <= 0.05 * first.seconds


def test_a_change_replaces_exactly_its_passages(places: Places) -> None:
    embedder = HashingEmbedder()
    Ingestor(places, embedder).ingest()
    before = {passage.text: passage for passage in contents_now(places).passages}
    embedder.history.clear()
    _write(places, "ending", article("ending", ENDING.replace("伍万元", "叁万元")))
    report = Ingestor(places, embedder).ingest()
    after = {passage.text: passage for passage in contents_now(places).passages}
    assert (report.changed, report.added, report.removed, report.unchanged) == (["ending"], [], [], 2)
    assert before.keys() - after.keys() == {"擅自解约要赔偿违约金伍万元。"}
    assert after.keys() - before.keys() == {"擅自解约要赔偿违约金叁万元。"}
    assert all(before[text] == after[text] for text in before.keys() & after.keys())
    assert {text.split("：", 1)[1] for text in embedder.history} == {"擅自解约要赔偿违约金叁万元。"}


def test_a_deleted_file_goes(places: Places) -> None:
    quick(places).ingest()
    (places.knowledge / "articles" / "secrecy.md").unlink()
    assert quick(places).ingest().removed == ["secrecy"]
    assert SECRECY not in texts_now(places)


def test_a_renamed_file_keeps_its_document(places: Places) -> None:
    quick(places).ingest()
    folder = places.knowledge / "articles"
    (folder / "payment.md").rename(folder / "a-new-name.md")
    report = quick(places).ingest()
    assert (report.changed, report.removed, report.faults) == (["payment"], [], {})
    assert PAYMENT.split("\n\n")[0] in texts_now(places)


def test_two_files_may_exchange_their_ids(places: Places) -> None:
    quick(places).ingest()
    (places.knowledge / "questions" / "ending.yaml").unlink()
    _write(places, "payment", article("ending", PAYMENT))
    _write(places, "ending", article("payment", ENDING))
    report = quick(places).ingest()
    assert (sorted(report.changed), report.removed, report.faults) == (["ending", "payment"], [], {})
    owners = {p.text: p.document_id for p in contents_now(places).passages}
    assert owners[PAYMENT.split("\n\n")[0]] == "ending"


def test_knowledge_in_a_new_place_replaces_that_in_the_old(places: Places, tmp_path: Path) -> None:
    """The project was moved or copied and the data folder kept."""
    quick(places).ingest()
    moved = Places(Path(shutil.copytree(places.knowledge, tmp_path / "moved")), places.index)
    (moved.knowledge / "articles" / "secrecy.md").unlink()
    report = quick(moved).ingest()
    assert (report.removed, report.faults) == (["secrecy"], {})
    assert SECRECY not in texts_now(places)


def test_an_id_that_two_files_claim(places: Places) -> None:
    _write(places, "zweite", article("payment", "另一篇文章。"))
    report = quick(places).ingest()
    assert list(report.faults) == ["zweite.md"]
    assert "编号 payment 与 payment.md 重复" in report.faults["zweite.md"]
    assert PAYMENT.split("\n\n")[0] in texts_now(places)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (
            "articles/payment.md",
            "---\nid: payment\ntitle: 款\nkind: essay\n---\n\n改坏了。\n",
            "第4行 字段 kind",
        ),
        (
            "questions/ending.yaml",
            "document: ending\nquestions: [{at: 没有, asks: [问]}]\n",
            "没有这样的段落",
        ),
        (
            "questions/ending.yaml",
            "document: ending\nquestions: [{at: 说明, asks: [问]}]\n",
            "请用 holds 区分",
        ),
        ("questions/ending.yaml", "document: ending\nfragen: []\n", "字段 fragen"),
        ("outside.yaml", "topics: 天气\n", "字段 topics"),
    ],
)
def test_a_broken_file_costs_only_itself(file: str, content: str, said: str, places: Places) -> None:
    quick(places).ingest()
    before = texts_now(places)
    (places.knowledge / file).write_text(content, encoding="utf-8")
    report = quick(places).ingest()
    assert list(report.faults) == [Path(file).name]
    assert said in report.faults[Path(file).name]
    assert texts_now(places) == before


def test_files_of_their_own_stand_beside_ours(places: Places, tmp_path: Path) -> None:
    folder = tmp_path / "我们的规定"
    folder.mkdir()
    (folder / "上班.md").write_text(f"# 上班\n\n{OWN}", encoding="utf-8")
    (folder / "话术.txt").write_bytes("先说你好，再问需求。".encode("gb18030"))
    word = WordDocument()
    word.add_heading("赔付", 1)
    word.add_paragraph("少发一件赔十元。")
    word.save(str(folder / "赔付.docx"))
    (folder / "表格.xyz").write_text("不认识", encoding="utf-8")
    (folder / "~$赔付.docx").write_bytes(b"Word's own")

    quick(places).ingest()
    report = quick(places).ingest([folder])
    assert (len(report.added), report.faults) == (3, {})
    assert any("表格.xyz" in note for note in report.notes)
    origins = {p.text: p.origin for p in contents_now(places).passages}
    assert {text for text, origin in origins.items() if origin == "own"} == {
        *OWN.split("\n\n"),
        "先说你好，再问需求。",
        "少发一件赔十元。",
    }
    assert origins[SECRECY] == "knowledge"

    assert quick(places).ingest().generation == "", "our own knowledge leaves them alone"
    (folder / "话术.txt").unlink()
    assert len(quick(places).ingest([folder]).removed) == 1
    assert "先说你好，再问需求。" not in texts_now(places)


def test_a_file_of_a_folder_that_is_taken_by_itself_still_goes_with_it(
    places: Places, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.txt").write_text("第一份。", encoding="utf-8")
    (folder / "b.txt").write_text("第二份。", encoding="utf-8")
    quick(places).ingest([folder])
    quick(places).ingest([folder / "b.txt"])
    (folder / "b.txt").unlink()
    assert len(quick(places).ingest([folder]).removed) == 1
    assert texts_now(places) == {"第一份。"}


def test_remove(places: Places, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("要删掉的。", encoding="utf-8")
    quick(places).ingest()
    identity = quick(places).ingest([own]).added[0]
    assert quick(places).ingest(remove=[identity]).removed == [identity]
    assert "要删掉的。" not in texts_now(places)
    with pytest.raises(InputError, match=identity):
        quick(places).ingest(remove=[identity])


@pytest.mark.parametrize("name", ["没有.md", "x" * 300, "a\0b"])
def test_a_path_that_is_not_there(name: str, places: Places) -> None:
    with pytest.raises(InputError, match="找不到文件或文件夹"):
        quick(places).ingest([Path(name)])


def test_a_dry_run_changes_nothing(places: Places) -> None:
    quick(places).ingest()
    _write(places, "payment", article("payment", "新的内容。"))
    (places.knowledge / "articles" / "secrecy.md").unlink()
    before = _tree(places.index)
    report = quick(places).ingest(dry_run=True)
    assert (report.changed, report.removed, report.dry_run) == (["payment"], ["secrecy"], True)
    assert _tree(places.index) == before
    assert SECRECY in texts_now(places)


def test_a_second_writer_waits(places: Places) -> None:
    places.index.mkdir(parents=True)
    lock = FileLock(places.index / "writer.lock", thread_local=False)
    lock.acquire()
    threading.Timer(0.4, lock.release).start()
    started = time.perf_counter()
    assert quick(places).ingest().generation
    assert time.perf_counter() - started >= 0.35


def test_a_second_writer_says_so_in_the_end(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ingestor, "lock_seconds", 0.2)
    places.index.mkdir(parents=True)
    with FileLock(places.index / "writer.lock"), pytest.raises(BusyError, match="另一个程序正在更新索引"):
        quick(places).ingest()


def test_vectors_of_two_models_never_mix(places: Places) -> None:
    Ingestor(places, HashingEmbedder("one")).ingest()
    other = HashingEmbedder("two")
    report = Ingestor(places, other).ingest()
    assert report.unchanged == 3
    assert report.generation
    assert len(other.history) == report.embedded == len(units_of(contents_now(places)))
    assert contents_now(places).embedder == "two"
    back = HashingEmbedder("one")
    assert Ingestor(places, back).ingest().generation
    assert back.history == [], "vectors of the first are kept under its name"


def test_new_rules_cut_everything_anew(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.txt"
    own.write_text("自己的。", encoding="utf-8")
    quick(places).ingest()
    quick(places).ingest([own])
    monkeypatch.setattr(syncing, "rules_sha256", lambda: "new rules")
    monkeypatch.setattr("bot.retrieval.ingest.rules_sha256", lambda: "new rules")
    report = quick(places).ingest([own])
    assert (len(report.changed), report.unchanged) == (4, 0)
    assert quick(places).ingest().unchanged == 3


def test_a_damaged_manifest_loses_no_files_of_their_own(places: Places, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("自己的。", encoding="utf-8")
    quick(places).ingest()
    quick(places).ingest([own])
    (places.index / Generations(places.index).current() / "manifest.json").write_text("{", encoding="utf-8")
    report = quick(places).ingest([own])
    assert report.repaired
    assert "自己的。" in texts_now(places)
    assert len(texts_now(places)) == 6


def test_a_damaged_manifest_is_replaced_though_the_files_are_the_same(places: Places) -> None:
    quick(places).ingest()
    quick(places).ingest(force=True)
    damaged = Generations(places.index).current()
    (places.index / damaged / "manifest.json").write_text("{", encoding="utf-8")
    assert quick(places).ingest().generation not in ("", damaged)
    assert SECRECY in texts_now(places)


def test_an_index_of_another_format_is_read_anew_from_the_files(places: Places, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("自己的。", encoding="utf-8")
    quick(places).ingest()
    quick(places).ingest([own])
    for manifest in places.index.glob("gen-*/manifest.json"):
        manifest.write_text(
            manifest.read_text(encoding="utf-8").replace('"format": ', '"format": 9'), encoding="utf-8"
        )
    report = quick(places).ingest()
    assert report.repaired
    assert report.generation
    assert "自己的。" in texts_now(places)


def test_of_old_generations_only_the_one_before_is_kept(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Generations, "keep_seconds", -1.0)
    for number in range(4):
        _write(places, "payment", article("payment", f"第{number}版。"))
        quick(places).ingest()
    assert len(list(places.index.glob("gen-*"))) == 2


@pytest.mark.parametrize("folder", ["/proc/no-such-folder", "{file}/index"])
def test_a_folder_that_cannot_be_written(folder: str, places: Places, tmp_path: Path) -> None:
    file = tmp_path / "a-file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="索引文件夹不能写"):
        quick(Places(places.knowledge, Path(folder.format(file=file)))).ingest()
