"""A small corpus that is indexed in a moment, and an embedder that costs nothing and keeps its history."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.retrieval.embeddings import Vectors
from bot.retrieval.index import Contents, Generations
from bot.retrieval.ingest import Ingestor, Places

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
RULES = ("ranking.yaml", "asking.yaml", "smalltalk.yaml", "glossary.yaml")

PAYMENT = "甲方应在次月15日前支付当月佣金。\n\n逾期付款的，按应付款额每日5%支付滞纳金。"
ENDING = "正常解约要提前一个月书面说明。\n\n擅自解约要赔偿违约金伍万元。"
SECRECY = "双方对获知的对方信息承担保密义务。"


class HashingEmbedder:
    """Vectors of character pairs: alike texts lie close. `history` holds every text it was asked for."""

    def __init__(self, name: str = "hashing", size: int = 64) -> None:
        self.name = name
        self.size = size
        self.history: list[str] = []

    def query(self, text: str) -> Vectors:
        return self._vector(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.history += texts
        return np.stack([self._vector(text) for text in texts])

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.size, 1e-3, dtype=np.float32)
        for at in range(len(text)):
            vector[zlib.crc32(text[at : at + 2].encode()) % self.size] += 1
        return vector / np.linalg.norm(vector)


def article(identity: str, body: str, title: str = "") -> str:
    """The text of an article of our own."""
    return f"---\nid: {identity}\ntitle: {title or identity}\nkind: guidance\nplatforms: [淘宝]\n---\n\n## 说明\n\n{body}\n"


def write_knowledge(folder: Path, **articles: str) -> Path:
    """A knowledge folder with our own rules and these articles by id."""
    (folder / "articles").mkdir(parents=True)
    (folder / "questions").mkdir()
    for name in RULES:
        shutil.copy(KNOWLEDGE / name, folder)
    for identity, body in articles.items():
        (folder / "articles" / f"{identity}.md").write_text(article(identity, body), encoding="utf-8")
    return folder


def small_knowledge(folder: Path) -> Path:
    """Three articles, of which one has reader questions."""
    write_knowledge(folder, payment=PAYMENT, ending=ENDING, secrecy=SECRECY)
    (folder / "questions" / "ending.yaml").write_text(
        "document: ending\nquestions:\n  - at: 说明\n    holds: 提前一个月\n    asks: [解约要提前多久]\n",
        encoding="utf-8",
    )
    return folder


def contents_now(places: Places) -> Contents:
    """The contents of the generation in force."""
    generations = Generations(places.index)
    return generations.read(generations.current())


def texts_now(places: Places) -> set[str]:
    """The words of all passages of the generation in force."""
    return {passage.text for passage in contents_now(places).passages}


def quick(places: Places) -> Ingestor:
    """An ingestor without vectors."""
    return Ingestor(places, None)
