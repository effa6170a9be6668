"""The way in: words of the command line -> a command -> an exit code, and every fault as one sentence."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.cli import ask, batch, chat, clauses, draft, evaluate, ingest, review, serve, sources, statutes
from bot.cli.chinese import chinese_argparse
from bot.cli.command import CLOSED_PIPE, EXIT_CODES, INTERRUPTED, PARTLY, Command
from bot.cli.logs import log_to
from bot.cli.terminal import abandon_stdout, speak_utf8, tell, words_of_the_line
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.settings import Settings

COMMANDS: tuple[Command, ...] = (
    ask.COMMAND,
    chat.COMMAND,
    batch.COMMAND,
    draft.COMMAND,
    review.COMMAND,
    review.COMPARE,
    ingest.COMMAND,
    sources.COMMAND,
    statutes.COMMAND,
    clauses.COMMAND,
    serve.COMMAND,
    evaluate.COMMAND,
)
UNEXPECTED = "程序出了意外的问题，不是你的问题。请再试一次；还不行，把数据文件夹里 cli.log 交给维护的人。"

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went (see EXIT_CODES). Nothing is raised."""
    speak_utf8()
    log_to(None)
    try:
        code = _run(words_of_the_line(sys.argv[1:] if argv is None else list(argv)))
        sys.stdout.flush()
    except BotError as error:
        if error.__cause__:  # its kind only: its words may hold a key or a document's text
            log.warning("%s from %s", type(error).__name__, type(error.__cause__).__name__)
        tell(str(error))
        code = error.exit_code
    except KeyboardInterrupt:
        tell("\n已中断。")
        code = INTERRUPTED
    except BrokenPipeError:
        abandon_stdout()
        code = CLOSED_PIPE
    except Exception:  # boundary: whoever typed the command gets a sentence, the log gets the cause
        log.exception("command failed")
        tell(UNEXPECTED)
        code = PARTLY
    return code


def _run(words: list[str]) -> int:
    for command in COMMANDS:
        if command.reads_rest and words[:1] == [command.name]:
            return command.run(argparse.Namespace(rest=words[1:]), _settings())
    with chinese_argparse():
        try:
            arguments = _parser().parse_args(words)
        except SystemExit as end:  # argparse has shown its help, or said what is wrong
            return int(end.code or 0)
    chosen: Command = arguments.command
    return chosen.run(arguments, _settings())


def _settings() -> Settings:
    from bot.settings import load_settings

    settings = load_settings()
    log_to(settings.bot_data_dir)
    return settings


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="客服合同助手：看懂客服外包合同，每句回答都标明出处。",
        epilog=EXIT_CODES,
        formatter_class=formatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    for command in COMMANDS:
        added = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=EXIT_CODES,
            formatter_class=formatter,
            allow_abbrev=False,
        )
        command.options(added)
        added.set_defaults(command=command)
    return parser
