"""How long reading takes and how much memory, for Word and PDF files of 20, 50, 100 and 200 pages.

`python scripts/measure_reading.py` makes the files, reads each in a process of its own, as an upload is read, and
prints a table: seconds as one waits for them, seconds of processor, peak memory of the reading process.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import docx  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

PAGES = (20, 50, 100, 200)
LINES = 36
SENTENCE = "乙方应当在每月十五日前向甲方提交上月服务报表，逾期的按日支付违约金。"
CHILD = """
import resource, sys, time
from pathlib import Path
start = time.monotonic()
from bot.documents import read_documents
[document] = read_documents(Path(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, len(document.text))
"""


@dataclass(frozen=True)
class Measured:
    """What reading one file took; `waited` and `worked` are seconds, `memory` is in MB."""

    waited: float
    worked: float
    memory: float
    characters: int


def word(pages: int) -> bytes:
    """A Word file of so many pages, with a heading and a table on each."""
    document = docx.Document()
    for page in range(1, pages + 1):
        document.add_paragraph(f"第{page}条 服务要求", style="Heading 1")
        for line in range(1, LINES - 4):
            document.add_paragraph(f"{page}.{line} {SENTENCE}").add_run("双方另有约定的除外。").bold = True
        table = document.add_table(3, 3)
        for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"项目{at}"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf(pages: int) -> bytes:
    """A PDF of so many pages with the same amount of text."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target)
    for page in range(1, pages + 1):
        canvas.setFont("STSong-Light", 11)
        canvas.drawString(72, 800, f"第{page}条 服务要求")
        for line in range(1, LINES):
            canvas.drawString(72, 800 - 20 * line, f"{page}.{line} {SENTENCE}"[:44])
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def measured(path: Path) -> Measured:
    """Read the file in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    waited, worked, memory, characters = done.stdout.split()
    return Measured(float(waited), float(worked), float(memory), int(characters))


def main() -> int:
    """Measure and print."""
    makers: dict[str, Callable[[int], bytes]] = {"docx": word, "pdf": pdf}
    row = "{:5} {:>6} {:>10} {:>9} {:>9} {:>9} {:>12}\n"
    sys.stdout.write(row.format("file", "pages", "characters", "seconds", "cpu s", "MB", "cpu ms/page"))
    with tempfile.TemporaryDirectory() as name:
        for kind, make in makers.items():
            for pages in PAGES:
                path = Path(name) / f"{pages}.{kind}"
                path.write_bytes(make(pages))
                one = measured(path)
                figures = (f"{one.waited:.2f}", f"{one.worked:.2f}", f"{one.memory:.0f}")
                each = f"{1000 * one.worked / pages:.1f}"
                sys.stdout.write(row.format(kind, pages, one.characters, *figures, each))
    return 0


if __name__ == "__main__":
    sys.exit(main())
