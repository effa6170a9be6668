"""Old Word files, turned into .docx by LibreOffice where it is installed: alone, in the dark, and for a short time."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bot.documents.limits import MEGABYTE, Limits, unusable
from bot.documents.model import Document
from bot.documents.readers.docx import read_docx
from bot.documents.readers.docx_package import guard_docx

_SECONDS = 45.0
_MEMORY = 4096 * MEGABYTE
_WRITTEN = 256 * MEGABYTE
_PROGRAMS = ("soffice", "libreoffice")
_STREAM = "WordDocument".encode("utf-16-le")
_KEPT_SETTINGS = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 后再上传。"
_CONVERTED = "旧版 Word 文件(.doc)已由 LibreOffice 转换后读取，编号和修订可能与原件略有出入。"
_START_AGAIN = 81
"""What it says when it has set up a new profile and done nothing else; the script would start it again."""
_NOWHERE = "127.0.0.1"

# What a profile says so that no macro runs, no link is followed, and whoever reaches for a network finds none.
_PROFILE = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", _NOWHERE),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read_doc(data: bytes, path: Path) -> list[Document]:
    """The one document of an old Word file. Raises InputError where nothing can convert it, or it fails."""
    if _STREAM not in data:
        raise unusable(path, f"不是 Word 文档，可能是别的 Office 文件改了扩展名。{_SAVE_AS}")
    program = converter()
    if program is None:
        raise unusable(path, f"是旧版 Word 文件(.doc)，这里没有装 LibreOffice，读不了。{_SAVE_AS}")
    converted = _converted(program, data, path)
    guard_docx(converted, path, Limits())
    return [replace(document, notes=(*document.notes, _CONVERTED)) for document in read_docx(converted, path)]


def converter() -> Path | None:
    """LibreOffice, or None where it is not installed: the program itself, not the script that starts it.

    What the script starts would outlive it when it is stopped.
    """
    found = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if found is None:
        return None
    script = Path(found).resolve()
    binary = script.with_name("soffice.bin")
    return binary if binary.is_file() else script


def _converted(program: Path, data: bytes, path: Path) -> bytes:
    """The same file as .docx, made in a folder that nobody else sees and that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="doc-") as name:
        folder = Path(name)
        source, profile = folder / "in.doc", folder / "profile"
        source.write_bytes(data)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        command = [str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "docx:Office Open XML Text", "--outdir", str(folder / "out"), str(source)]
        if _run(command, folder, path) == _START_AGAIN:
            _run(command, folder, path)
        try:
            return (folder / "out" / "in.docx").read_bytes()
        except OSError as error:
            raise unusable(path, f"转换失败，可能已损坏或加了密码。{_SAVE_AS}") from error


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{where}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for where, name, value in _PROFILE
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(command: list[str], folder: Path, path: Path) -> int:
    kept = {name: os.environ[name] for name in _KEPT_SETTINGS if name in os.environ}
    environment = {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "TMP": str(folder),
    }
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
    )
    _bound(process.pid)
    try:
        return process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise unusable(path, f"转换超过 {_SECONDS:g} 秒还没有完成，已停止。{_SAVE_AS}") from error
    finally:
        process.kill()
        process.wait()


def _bound(process: int) -> None:
    """Give the converter limits of its own, where the system can: it needs more memory than a reader."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if not hasattr(resource, "prlimit"):
        return
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, math.ceil(_SECONDS)),
        (resource.RLIMIT_FSIZE, _WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ProcessLookupError, ValueError):
            resource.prlimit(process, kind, (most, most))
