"""A small prepared index for the command line, and ways to run a command as a person or a program does."""

from __future__ import annotations

import io
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.cli.main import main

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "bot"]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str = ""


def clean_environment() -> dict[str, str]:
    """This process's environment without a setting of the product, which a developer may have."""
    ours = ("BOT_", "OPENAI_", "EMBEDDINGS", "CHROMA_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept | {"PYTHONPATH": str(PROJECT)}


def in_process(words: Sequence[str], stdin: bytes, settings: dict[str, str]) -> Ran:
    """Run a command in this process, which has imported everything already; its streams are like pipes."""
    out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO(), line_buffering=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ.keys() - clean_environment().keys():
            patch.delenv(name)
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.chdir(settings["BOT_DATA_DIR"])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = main(words)
    return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


def in_subprocess(words: Sequence[str], stdin: bytes, settings: dict[str, str]) -> Ran:
    """Run a command in a process of its own, its streams being pipes."""
    done = subprocess.run(
        [*COMMAND, *words],
        cwd=settings["BOT_DATA_DIR"],
        env=clean_environment() | settings,
        input=stdin,
        capture_output=True,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture(scope="session")
def small_knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our knowledge with one document and one outside topic: its vectors take seconds, not minutes.

    Every rule file comes along, those of statutes as well: an assistant is built from all of them.
    """
    folder = tmp_path_factory.mktemp("small") / "knowledge"
    left_out = shutil.ignore_patterns("articles", "questions")
    shutil.copytree(PROJECT / "knowledge", folder, ignore=left_out)
    outside = yaml.safe_load((folder / "outside.yaml").read_text(encoding="utf-8"))
    outside["topics"] = outside["topics"][:1]
    (folder / "outside.yaml").write_text(yaml.safe_dump(outside, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def environment(small_knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings of a prepared data folder that tests share and do not change."""
    data = tmp_path_factory.mktemp("data")
    settings = {"BOT_KNOWLEDGE_DIR": str(small_knowledge), "BOT_DATA_DIR": str(data)}
    done = in_subprocess(["ingest"], b"", settings)
    assert done.code == 0, done.err
    return settings


@pytest.fixture
def own_data(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Settings of a copy of the prepared data folder that a test may change."""
    shutil.copytree(environment["BOT_DATA_DIR"], tmp_path / "data")
    return environment | {"BOT_DATA_DIR": str(tmp_path / "data")}


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def run(environment: dict[str, str]) -> Run:
    """Run a command; `apart` gives it a process of its own."""

    def command(
        *words: str, stdin: bytes = b"", settings: dict[str, str] | None = None, apart: bool = False
    ) -> Ran:
        way = in_subprocess if apart else in_process
        return way(words, stdin, environment | (settings or {}))

    return command


@pytest.fixture
def started(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a command and leave it running; it is ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def command(*words: str, settings: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*COMMAND, *words],
            env=clean_environment() | environment | (settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield command
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def on_terminal(environment: dict[str, str]) -> Run:
    """Run a command on a terminal; `keys` are pairs of what must have appeared and what is typed then."""

    def command(*words: str, keys: Sequence[tuple[str, str]] = ()) -> Ran:
        child, terminal = pty.fork()
        if child == 0:
            os.execve(sys.executable, [*COMMAND, *words], clean_environment() | environment)
        shown, seen, waiting, end = b"", 0, list(keys), time.monotonic() + 60
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    shown += os.read(terminal, 65536)
                except OSError:  # the other side has closed
                    break
            if waiting and (at := shown.find(waiting[0][0].encode(), seen)) >= 0:
                seen = at + len(waiting[0][0].encode())
                # Nobody types in the instant between a prompt and the program's waiting for a key.
                time.sleep(0.3)
                os.write(terminal, waiting.pop(0)[1].encode())
        else:
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(terminal)
        return Ran(code, shown.decode("utf-8").replace("\r\n", "\n"))

    return command
