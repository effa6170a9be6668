"""From a path to documents: text files, the registry, and what holds for every file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from document_samples import CONTRACT

from bot.documents import Document, DocumentMeta, read_documents, registry
from bot.documents.outline import Line, outline

TEXT = "\n".join(CONTRACT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "gb18030"])
def test_text_files_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "合同.TXT"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    [document] = read_documents(path)
    assert document.text == TEXT
    assert document.meta == DocumentMeta(title="客服外包服务合同")
    assert document.origin_path == str(path)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_title_drawn_apart_and_a_file_without_title(tmp_path: Path) -> None:
    path = tmp_path / "草稿.txt"
    path.write_text("客 服 外 包 合 同\n甲方：某公司", encoding="utf-8")
    assert read_documents(path)[0].meta.title == "客服外包合同"
    path.write_text("甲方：某公司\n乙方：某公司", encoding="utf-8")
    assert read_documents(path)[0].meta.title == "草稿"


def test_a_reader_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_formats", dict(registry._formats))

    def read_csv(data: bytes, path: Path) -> list[Document]:
        text, blocks = outline(Line(line) for line in data.decode().splitlines())
        return [Document(DocumentMeta(title=path.stem), text, blocks)]

    registry.register([".csv"], read_csv)
    path = tmp_path / "价目.csv"
    path.write_text("客服,500\n质检,300", encoding="utf-8")
    [document] = read_documents(path)
    assert (document.meta.title, document.text) == ("价目", "客服,500\n质检,300")
    assert ".csv" in registry.suffixes()


def test_importing_the_package_loads_no_heavy_library() -> None:
    import subprocess
    import sys

    code = "import sys, bot.documents; print({'docx', 'pypdfium2', 'lxml', 'chromadb'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
