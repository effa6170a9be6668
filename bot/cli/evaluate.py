"""`evaluate`: the measurements, which read their own options."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.cli.command import Command

if TYPE_CHECKING:
    from bot.settings import Settings


def _options(parser: ArgumentParser) -> None:
    """There are none here: the measurements declare their own."""


def _run(arguments: Namespace, settings: Settings) -> int:
    from bot.evaluation.command import run

    return run(arguments.rest)


COMMAND = Command(
    "evaluate", "评测检索和回答,打印结果", "评测检索和回答,打印结果。", _options, _run, reads_rest=True
)
