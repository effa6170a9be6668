"""Untrusted files, read in a process of their own: whatever they do to the reader, they do to nobody else."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.documents.confined import OUT_OF_MEMORY
from bot.documents.limits import MEGABYTE, Limits, unusable
from bot.documents.model import Document
from bot.errors import InputError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_log = logging.getLogger(__name__)
_KEPT_SETTINGS = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
_TIME_SIGNALS = tuple(-getattr(signal, name) for name in ("SIGXCPU",) if hasattr(signal, name))
_BROKE_OFF = "读取时意外中断，文件可能已损坏或内容异常。请用 Word 或 WPS 另存一份，或直接粘贴文字后再试。"


def read_isolated(path: Path, limits: Limits = Limits()) -> list[Document]:  # noqa: B008 - frozen
    """What `read_documents` gives for a file, read by another process within `limits`.

    Raises InputError with the same sentences, and with one of its own when the time or the memory ran out or
    the process broke off. Only the built-in readers are known there. Nothing of the environment but what a
    program needs to start is handed on, so no key is within reach of a file.
    """
    said = _run(path, limits)
    if "refused" in said:
        raise InputError(str(said["refused"]))
    if said.get("failed") == OUT_OF_MEMORY:
        most = limits.memory_bytes // MEGABYTE
        raise unusable(path, f"太复杂，读取时超过 {most} MB 内存的上限，已停止。请拆成几个文件再上传。")
    if "failed" in said:
        _log.error("reading a file apart failed: %s", said["failed"])
        raise unusable(path, _BROKE_OFF)
    documents = _adapter().validate_python(said["documents"])
    return [replace(document, origin_path=str(path)) for document in documents]


def _run(path: Path, limits: Limits) -> dict[str, object]:
    """The answer of the process. Raises InputError when it gave none."""
    # -P: no module is taken from the folder that one happens to stand in.
    command = [sys.executable, "-P", "-m", "bot.documents.confined"]
    try:
        process = subprocess.Popen(
            [*command, path.absolute(), json.dumps(asdict(limits))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
    except ValueError as error:  # a name with a NUL
        raise unusable(path, "打不开。请检查文件名、位置和权限。") from error
    except OSError as error:
        raise unusable(path, "现在读不了：系统太忙，启动不了读取程序。请稍后再试。") from error
    try:
        written, _ = process.communicate(timeout=limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(path, limits) from error
    finally:
        _end(process)
    if process.returncode in _TIME_SIGNALS:
        raise _too_slow(path, limits)
    try:
        said = json.loads(written)
    except ValueError as error:
        _log.error("reading a file apart broke off with code %s", process.returncode)
        raise unusable(path, _BROKE_OFF) from error
    return dict(said)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_SETTINGS if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONUTF8": "1"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those that it started, if any still run."""
    if hasattr(os, "killpg"):
        # Its group outlives it for as long as a converter that it started still runs.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def _too_slow(path: Path, limits: Limits) -> InputError:
    return unusable(
        path,
        f"读取超时：超过 {limits.seconds:g} 秒还没有读完，已停止。请拆成几个文件，或用 Word 或 WPS 另存一份再上传。",
    )


@cache
def _adapter() -> TypeAdapter[list[Document]]:
    from pydantic import TypeAdapter

    return TypeAdapter(list[Document])
