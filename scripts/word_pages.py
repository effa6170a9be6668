"""Write docs/word/*.png: five pages of a drafted contract as its Word file looks, through LibreOffice.

`python scripts/word_pages.py` needs LibreOffice and a Chinese font. Numbers are written out in this copy, because
LibreOffice shows 一.1 where Word shows 1.1; all else is the file that is handed out.
"""

from __future__ import annotations

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import pypdfium2  # noqa: E402
from sample_draft import sample_history  # noqa: E402

from bot.drafting.assembling import assemble  # noqa: E402
from bot.drafting.facts import read_facts  # noqa: E402
from bot.drafting.library import ClauseLibrary  # noqa: E402
from bot.drafting.pdf import pdf_of  # noqa: E402
from bot.drafting.word import word_file  # noqa: E402
from bot.drafting.words import load_drafting_words  # noqa: E402
from bot.settings import load_settings  # noqa: E402

FOLDER = PROJECT / "docs" / "word"
SCALE = 1.25
KEPT = {
    "cover": "",
    "parties": "甲方（委托方）",
    "standards": "响应标准",
    "signatures": "以下无正文",
    "annex": "附件一",
}
"""Names of the pictures, and the words by which their page is found; without words it is the first."""


def main() -> int:
    """Draft, convert, keep five pages, and say where they are."""
    knowledge = load_settings().bot_knowledge_dir
    library, words = ClauseLibrary.load(knowledge / "clauses"), load_drafting_words(knowledge)
    draft = sample_history(library).current.draft
    facts = read_facts(library, draft.given, draft.position)
    contract = assemble(library, words, facts, draft.position, positions=draft.positions)
    document = pypdfium2.PdfDocument(pdf_of(word_file(contract, words, draft.style, written_numbers=True)))
    texts = [page.get_textpage().get_text_range().replace(" ", "") for page in document]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, sign in KEPT.items():
        at = max(n for n, text in enumerate(texts) if _opens(text, sign)) if sign else 0
        document[at].render(scale=SCALE).to_pil().save(FOLDER / f"{name}.png", optimize=True)
    sys.stdout.write(f"{len(texts)} 页里的 {len(KEPT)} 页在 {FOLDER.relative_to(PROJECT)}\n")
    return 0


def _opens(text: str, sign: str) -> bool:
    """Whether a page holds what is looked for as the beginning of a line."""
    return any(sign in line[: len(sign) + 8] for line in text.splitlines())


if __name__ == "__main__":
    sys.exit(main())
