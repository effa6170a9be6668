"""How long the app takes to serve its first page, beside a bare chat page of the same framework."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bot.settings import PROJECT

RUNS = 5
WAIT_SECONDS = 90.0
_BARE = """
import sys, gradio
gradio.ChatInterface(lambda message, history: message).launch(server_port=int(sys.argv[1]), quiet=True)
"""


def start_ratio() -> dict[str, float]:
    """Median seconds from process start to the first page over RUNS runs in turn, and their ratio."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(_BARE, encoding="utf-8")
        for _ in range(RUNS):
            port = _free_port()
            ours.append(_until_page([sys.executable, "app.py", "--port", str(port)], port))
            port = _free_port()
            bare.append(_until_page([sys.executable, str(script), str(port)], port))
    ours_s, bare_s = statistics.median(ours), statistics.median(bare)
    return {"app.py s": ours_s, "bare ChatInterface s": bare_s, "ratio": ours_s / bare_s}


def _until_page(command: list[str], port: int) -> float:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < WAIT_SECONDS:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    if page.status == 200:
                        return time.perf_counter() - started
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise TimeoutError(f"no page on port {port} after {WAIT_SECONDS:.0f} s")
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
