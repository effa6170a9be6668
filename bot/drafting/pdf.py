"""A Word file as PDF, through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from bot.errors import InputError, StorageError

_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
NOT_THERE = (
    "这台机器上没有 LibreOffice，转不了 PDF。Word 文件可以照常使用：用 Word 或 WPS 打开后另存为 PDF，"
    "或者装好 LibreOffice 再加 --pdf。"
)


def converter() -> str:
    """The program that converts, or an empty string where there is none."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def pdf_of(word: bytes) -> bytes:
    """The PDF of a Word file. Raises InputError where LibreOffice is absent, StorageError where it fails."""
    program = converter()
    if not program:
        raise InputError(NOT_THERE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "contract.docx").write_bytes(word)
        words = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        words += ["--convert-to", "pdf", "--outdir", name, str(folder / "contract.docx")]
        try:
            subprocess.run(words, capture_output=True, timeout=_SECONDS, check=True)
            return (folder / "contract.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise StorageError(
                "LibreOffice 没能转出 PDF：Word 文件已写好，请用 Word 或 WPS 另存为 PDF。"
            ) from error
