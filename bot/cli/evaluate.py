"""`evaluate`: the measurements, which read their own options."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.cli.chinese import chinese_argparse
from bot.cli.command import Command

if TYPE_CHECKING:
    from bot.settings import Settings


def _options(parser: ArgumentParser) -> None:
    """There are none here: the measurements declare their own."""


def _run(arguments: Namespace, settings: Settings) -> int:
    from bot.evaluation.command import run

    with chinese_argparse():
        try:
            return run(arguments.rest)
        except SystemExit as end:  # its own argparse has shown help, or said what is wrong
            return int(end.code or 0)


COMMAND = Command(
    "evaluate", "评测检索和回答，打印结果", "评测检索和回答，打印结果。", _options, _run, reads_rest=True
)
