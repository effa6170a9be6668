"""The log file of the command line: what went wrong, for whoever maintains it. The terminal stays clean."""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE = "cli.log"
_NAME = "command line"
_BYTES = 1_000_000


def log_to(data_folder: Path | None) -> None:
    """Send warnings and worse to a file under the data folder; nowhere where there is none to write to."""
    handler: logging.Handler = logging.NullHandler()
    # A folder that cannot be written is reported by whoever needs it.
    with suppress(OSError):
        if data_folder:
            data_folder.mkdir(parents=True, exist_ok=True)
            path = data_folder / FILE
            handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=2, encoding="utf-8", delay=True)
    handler.set_name(_NAME)
    # On the handler: some libraries give their own loggers a lower level.
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    for earlier in [known for known in root.handlers if known.get_name() == _NAME]:
        root.removeHandler(earlier)
        earlier.close()
    root.addHandler(handler)
