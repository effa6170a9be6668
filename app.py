"""The web app: `python app.py [--host H] [--port P]`."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and serve the page; returns the exit code."""
    parser = argparse.ArgumentParser(description="客服合同助手的网页", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址，默认 127.0.0.1，只有本机能打开")
    parser.add_argument("--port", type=int, help="端口，默认 7860；不写时被占用会自动换一个")
    options = parser.parse_args(arguments)

    from bot.errors import BotError
    from bot.settings import load_settings
    from bot.web.serve import serve

    try:
        return serve(load_settings(), options.host, options.port)
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
