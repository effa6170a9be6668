"""`serve`: the web page, the same as `python app.py`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.cli.command import Command

if TYPE_CHECKING:
    from bot.settings import Settings


def _options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="监听的地址，默认 127.0.0.1，只有本机能打开"
    )
    parser.add_argument("--port", type=int, metavar="端口", help="监听的端口；不写就用 7860，被占用时顺延")


def _run(arguments: Namespace, settings: Settings) -> int:
    from bot.web.serve import serve

    return serve(settings, arguments.host, arguments.port)


COMMAND = Command("serve", "打开网页", "打开网页，和 python app.py 相同。", _options, _run)
