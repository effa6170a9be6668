"""`serve` opens the web page; what the page does is tested with the page."""

from __future__ import annotations

import socket

from conftest import Run


def test_a_port_that_is_taken_is_said(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = run("serve", "--port", port)
    assert ran.code == 3
    assert f"端口 {port} 用不了" in ran.err
