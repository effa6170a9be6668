"""The process in which one untrusted file is read: `python -m bot.documents.confined FILE LIMITS`.

It takes limits upon itself, reads the file, writes one line of JSON, and ends. `bot.documents.isolated` starts it
and understands the answer; nobody else should.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from bot.documents.limits import MEGABYTE, Limits, unusable
from bot.documents.reading import read_documents
from bot.errors import ConfigurationError, InputError

OUT_OF_MEMORY = "memory"
LARGEST_WRITTEN = 64 * MEGABYTE


def confine(limits: Limits) -> None:
    """Bound this process, where the system can: memory, processor time, files that are written, no core dump.

    Only the soft limits are set, so that a converter that it starts can be given others.
    """
    try:
        import resource
    except ImportError:  # Windows: only the time that the parent waits is bounded there
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, math.ceil(limits.seconds)),
        (resource.RLIMIT_FSIZE, LARGEST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def answer(path: Path, limits: Limits) -> dict[str, object]:
    """What the process says: the documents, a sentence for the user, or the name of what went wrong."""
    try:
        documents = read_documents(path, limits=limits)
        return {"documents": [asdict(replace(document, origin_path="")) for document in documents]}
    except InputError as error:
        return {"refused": str(error)}
    except ConfigurationError:
        # A file of a user that looks like one of our knowledge files, and is none.
        return {"refused": str(unusable(path, "开头两行 --- 之间的说明有错。请改正或删掉这一段后再上传。"))}
    except MemoryError:
        return {"failed": OUT_OF_MEMORY}
    except Exception as error:  # noqa: BLE001 - the end of the process: its name is all that may be told
        return {"failed": type(error).__name__}


def main(arguments: Sequence[str]) -> None:
    """Read the file that the arguments name, within the limits they give as JSON."""
    name, told = arguments
    limits = Limits(**json.loads(told))
    # What a library prints must not stand in the answer.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    confine(limits)
    said = answer(Path(name), limits)
    with channel:
        channel.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1:])
