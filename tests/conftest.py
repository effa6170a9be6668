"""What all tests share: no network but loopback, no settings of the developer's, one prepared index."""

from __future__ import annotations

import ipaddress
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant, build_assistant
from bot.settings import Settings, load_settings

PROJECT = Path(__file__).resolve().parents[1]

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_reached_for: list[str] = []


@pytest.fixture(scope="session")
def knowledge_dir() -> Path:
    """Our own knowledge; tests read it and never write it."""
    return PROJECT / "knowledge"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with the real page, beside the project; its tests are skipped where it is absent."""
    shared = PROJECT.parent / "shared"
    if not (shared / "seed").is_dir():
        pytest.skip("../shared is not here: the real page cannot be read")
    return shared


@pytest.fixture(scope="session", autouse=True)
def _shut_in() -> Iterator[None]:
    """Only loopback can be reached, and no setting comes from the developer's shell or `.env`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Settings.model_config, "env_file", None)
        for name in (*Settings.model_fields, *_PROXIES):
            patch.delenv(name.upper(), raising=False)
            patch.delenv(name, raising=False)
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """State goes to the test's own folder; a test that reached for another machine fails, whatever caught it."""
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))
    _reached_for.clear()
    yield
    assert not _reached_for, f"tried to reach {_reached_for}"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the index of our own knowledge, built once; tests must not write it."""
    data = tmp_path_factory.mktemp("prepared")
    built = build_assistant(load_settings(bot_data_dir=data))
    built.prepare()
    assert built.status().ready, built.status().notice
    return data


@pytest.fixture(scope="session")
def assistant(prepared: Path) -> Assistant:
    """The assistant on our own knowledge, with the built-in engine."""
    made = build_assistant(load_settings(bot_data_dir=prepared))
    made.prepare()
    return made


@pytest.fixture
def prepared_copy(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared data folder that a test may change."""
    return Path(shutil.copytree(prepared, tmp_path / "prepared"))


def _is_near(host: object) -> bool:
    """Whether a host is this machine itself; an empty one is any address of it."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return name in ("localhost", socket.gethostname())
    return address.is_loopback or address.is_unspecified


def _check(host: object) -> None:
    if not _is_near(host):
        _reached_for.append(str(host))
        raise OSError(f"tests may not reach {host!r}")


def _guarded(connect: Any) -> Any:
    def only_near(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])
        return connect(self, address)

    return only_near


def _guarded_lookup(lookup: Any) -> Any:
    def only_near(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return lookup(host, *args, **kwargs)

    return only_near
