"""Articles of law as passages, for pairs that are made from them."""

from __future__ import annotations

from bot.answering.law import article_passage
from bot.retrieval.passages import Passage
from bot.statutes.database import Statutes
from bot.statutes.model import StatutesUnavailable

CHOSEN: tuple[tuple[str, int, int], ...] = (
    ("中华人民共和国民法典", 465, 594),
    ("中华人民共和国个人信息保护法", 5, 30),
    ("中华人民共和国电子商务法", 15, 40),
    ("中华人民共和国消费者权益保护法", 16, 30),
)
"""Laws, and the first and last of the articles that pairs are made from."""


def statute_passages() -> list[Passage]:
    """The chosen articles; none where the database is not there."""
    try:
        statutes = Statutes.open()
    except StatutesUnavailable:
        return []
    found = []
    for name, first, last in CHOSEN:
        law = statutes.law(name)
        for number in range(first, last + 1):
            article = statutes.article(law, number) if law else None
            if article:
                found.append(article_passage(article))
    return found
