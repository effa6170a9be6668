"""A small contract around some lines, and what one check finds in it."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from bot.documents import read_documents
from bot.review.consistency import Consistency
from bot.review.found import Case, Check, Found
from bot.review.paper import paper_of
from bot.review.parties import PartyWords, parties_of
from bot.settings import PROJECT

HEAD = """客服外包合同
甲方（委托方）：杭州青禾家居用品有限公司
地址：杭州市余杭区文一西路 100 号
乙方（受托方）：合肥应答客户服务有限公司
地址：合肥市蜀山区创新大道 8 号
甲乙双方经协商，订立本合同。
"""
SIGNED = """
甲方（盖章）：
乙方（盖章）：
签订日期：      年    月    日
"""


@cache
def _words() -> tuple[PartyWords, Consistency]:
    knowledge = PROJECT / "knowledge"
    return PartyWords.load(knowledge), Consistency.load(knowledge)


def case_of(lines: str, head: str = HEAD, signed: str = SIGNED) -> Case:
    """A contract of those lines, read from a text file as the product reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.txt"
        path.write_text(head + lines + signed, encoding="utf-8")
        paper = paper_of(read_documents(path)[0])
    words, consistency = _words()
    return Case(paper, parties_of(paper, words), words=consistency)


def found_in(check: Check, lines: str, head: str = HEAD, signed: str = SIGNED) -> list[tuple[Found, str]]:
    """What a check finds in a contract of those lines, with the words it quotes."""
    case = case_of(lines, head, signed)
    pairs = []
    for one in check(case):
        assert one.quoted is not None
        pairs.append((one, case.paper.text[one.quoted.start : one.quoted.end]))
    return pairs


def articles(*texts: str) -> str:
    """第一条, 第二条 … with a heading and one numbered sentence each."""
    names = "一二三四五六七八九十"
    return "\n".join(f"第{names[at]}条 条款{names[at]}\n{at + 1}.1 {text}" for at, text in enumerate(texts))


def with_table(*rows: str) -> str:
    """A contract in which a table stands behind a line that leads to it."""
    return articles("接待。", "如下表：\n" + "\n".join(rows), "其他。")
