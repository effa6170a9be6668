"""Change real files at random and read them: only documents or a sentence for the user may come out, and soon.

`python scripts/fuzz_readers.py --minutes 10 --seed 1` runs in one process and ends with 1 after the first file
that broke something; that file and its seed are named. Each case depends on the seed and its own number alone, so
`--seed N --first CASE` begins with the one that failed. A file that kills the process is left as `case.*` in the
folder that is printed first.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "scripts")]

from fuzz_mutations import changed, lines, samples  # noqa: E402

from bot.documents import Document, normalise, read_documents  # noqa: E402
from bot.documents.limits import MEGABYTE  # noqa: E402
from bot.documents.numbering import parse  # noqa: E402
from bot.documents.outline import Line, outline  # noqa: E402
from bot.errors import InputError  # noqa: E402

SECONDS = 20.0
MEMORY = 600 * MEGABYTE


class BrokenError(Exception):
    """Something came out of a reader that must not."""


@dataclass
class Outcome:
    """What a run has seen so far."""

    cases: int = 0
    slowest: float = 0.0
    slowest_case: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise BrokenError inside the block when it takes longer, where the system can."""

    def late(_number: int, _frame: FrameType | None) -> None:
        raise BrokenError(f"took longer than {seconds:g} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def check(document: Document) -> None:
    """Raise BrokenError for a document that does not hold what every document holds."""
    if document.text != normalise(document.text):
        raise BrokenError("the text is not normalised")
    end = 0
    for block in document.blocks:
        if not end <= block.start < block.end <= len(document.text):
            raise BrokenError(f"a block lies at {block.start}:{block.end}")
        end = block.end
    for aside in document.asides:
        if not 0 <= aside.near <= len(document.text) or not aside.text:
            raise BrokenError(f"an aside lies at {aside.near}")


def read(path: Path) -> str:
    """Read the file; what came of it, in a word. Raises whatever is wrong with that."""
    try:
        documents = read_documents(path)
    except InputError as error:
        sentence = str(error)
        if "\n" in sentence or str(path.parent) in sentence or not sentence.startswith("「"):
            raise BrokenError(f"an odd sentence: {sentence!r}") from error
        return f"{path.suffix} refused"
    if not documents:
        raise BrokenError("no document and no sentence")
    for document in documents:
        check(document)
    return f"{path.suffix} read"


def number(text: str) -> str:
    """Read the lines' numbers and their outline; what came of it."""
    for line in text.split("\n"):
        found = parse(line)
        if found is not None and not 0 < found.end <= len(line):
            raise BrokenError(f"a number ends at {found.end}")
    made, _ = outline(Line(line) for line in text.split("\n"))
    if "".join(made.split()) != "".join(normalise(text).split()):
        raise BrokenError("the outline lost words")
    return "lines"


def one(seed: int, case: int, folder: Path, files: dict[str, bytes]) -> str:
    """Make the case and read it."""
    chance = random.Random(f"{seed}/{case}")
    if case % 8 == 0:
        return number(lines(chance))
    name = chance.choice(sorted(files))
    path = folder / f"case{Path(name).suffix}"
    path.write_bytes(changed(chance, name, files))
    return read(path)


def run(seed: int, seconds: float, folder: Path, first: int = 1) -> Outcome:
    """Cases one after the other until the time is over. Raises what broke, with the case in a note."""
    files, outcome = samples(), Outcome()
    until = time.monotonic() + seconds
    case = first
    while time.monotonic() < until:
        start = time.monotonic()
        try:
            with deadline(SECONDS):
                outcome.kinds[one(seed, case, folder, files)] += 1
        except Exception as error:  # whatever broke goes on, with what is needed to see it again
            error.add_note(f"seed {seed}, case {case}, file in {folder}")
            raise
        took = time.monotonic() - start
        if took > outcome.slowest:
            outcome.slowest, outcome.slowest_case = took, case
        outcome.cases += 1
        case += 1
    return outcome


def peak() -> float:
    """The most memory that this process had, in bytes; 0 where nobody can say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def main() -> int:
    """Run and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    sys.stdout.write(f"{folder}\n")
    sys.stdout.flush()
    outcome = run(told.seed, 60 * told.minutes, folder, told.first)
    sys.stdout.write(
        f"seed {told.seed}: {outcome.cases} cases, slowest {outcome.slowest:.2f} s (case {outcome.slowest_case}), "
        f"peak {peak() / MEGABYTE:.0f} MB\n{dict(sorted(outcome.kinds.items()))}\n"
    )
    return 0 if peak() <= MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())
