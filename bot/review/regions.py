"""The parts of a paper: its head, its body, the block of signatures, and the annexes that come with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.documents.numbering import RANK_SMALL, cn_value
from bot.review.paper import Clause, Paper

_OUTER = 14.5
"""Numbers up to this rank divide a whole paper (第X章, 第X条, 一、)."""

ANNEX_NUMBER = r"[一二三四五六七八九十]{1,3}|\d{1,2}|[A-H](?![A-Za-z])"
_ANNEX = re.compile(rf"[【\[（(《]?附[件表录]\s*(?P<number>{ANNEX_NUMBER})?\s*(?P<rest>.*)")
_LONGEST_HEADING = 45
_FEWEST = 2
"""Numbered clauses that make a body."""
_LONGEST_SIGNATURE = 80
_SENTENCE = re.compile("[。；;，,]")
_LISTED = re.compile(r"[、；;].*[、；;]|》.*《")
_SIGNS = re.compile(
    r"[盖蓋签簽]章|用印|公章|签字|簽字|签名|签署[人页]|[（(][章签][)）]|[签簽][订訂署约約](?:日期|时间|時間|地)|授权(?:代表|签)|骑缝|以下无正文|签字页"
)
_SIGN_LINE = re.compile(
    r"[甲乙丙]方[^。；，]{0,12}[:：]\s*(?:[甲乙]方.*)?$|[^:：。；]{0,10}(?:日期|时间|代表人?|经办人|地点|电话|地址|账号|帐号|开户行|开户银行|户名)[^:：。；]{0,8}[:：]"
    r"|[\d〇零一二三四五六七八九十\s_]*年[\d一二三四五六七八九十\s_]*月[\d一二三四五六七八九十\s_]*日[\s\d年月日_]*$"
)
_EMPTY = re.compile(r"[（(【\[]?(?:略|另附|另行提供|待补充?|见附件|附后|空白)[)）】\]]?。?$|以下无正文")


@dataclass(frozen=True)
class Annex:
    """An annex of the paper: its number (None without one), its title, and its clauses from `first` up to `last`.

    `filled` is false for a heading with nothing under it: a mere name on a list.
    """

    number: int | None
    title: str
    first: int
    last: int
    filled: bool


@dataclass(frozen=True)
class Regions:
    """Indices of clauses: the head is `range(head)`, the body ends before `body`; `signature` are the lines of
    signatures, wherever they stand. What is in no annex after the body belongs to the signatures."""

    head: int
    body: int
    annexes: tuple[Annex, ...]
    signature: frozenset[int]

    def parts(self, paper: Paper) -> list[Sequence[Clause]]:
        """The body and each annex: numbers begin anew in each of them."""
        clauses = paper.clauses
        return [clauses[: self.body], *(clauses[annex.first : annex.last] for annex in self.annexes)]


def regions_of(paper: Paper) -> Regions:
    """The parts of a paper."""
    clauses = paper.clauses
    head = next((clause.index for clause in clauses if clause.number), 0)
    last = _last_of_body(clauses, paper.words)
    signature = frozenset(_signature(paper, last))
    starts = [clause.index for clause in clauses[last + 1 :] if annex_heading(paper.words(clause))]
    body = min([len(clauses), *starts, *(index for index in signature if index > last)])
    annexes = [_annex(paper, start, end, signature) for start, end in pairwise([*starts, len(clauses)])]
    return Regions(head, body, tuple(annexes), signature)


def annex_heading(text: str) -> re.Match[str] | None:
    """The parts `number` and `rest` of a line that is the heading of an annex."""
    text = text.strip()
    match = _ANNEX.match(text)
    if match is None or len(text) > _LONGEST_HEADING or _SENTENCE.search(text) or _LISTED.search(text):
        return None
    if not match["number"] and not re.match(r"[:：\s《】\])）]|$", match["rest"]):
        return None
    return match


def annex_number(written: str) -> int:
    """The value of an annex's number: 附件三, 附件3 and 附件C are the third."""
    if written.isdecimal():
        return int(written)
    return ord(written) - ord("A") + 1 if written.isascii() else cn_value(written)


def _without_annexes(clauses: Sequence[Clause], words: Callable[[Clause], str]) -> Sequence[Clause]:
    """The clauses before the first annex, where the series that looks outermost begins in the annexes only."""
    numbered = [clause for clause in clauses if clause.number]
    outer = min((clause.rank for clause in numbered), default=0.0)
    first = next((clause.index for clause in numbered if clause.rank == outer), 0)
    before = sum(clause.index < first for clause in numbered)
    for clause in clauses[:first]:
        if (
            before >= _FEWEST
            and not clause.number
            and (match := annex_heading(words(clause)))
            and match["number"]
        ):
            return clauses[: clause.index]
    return clauses


def _last_of_body(clauses: Sequence[Clause], words: Callable[[Clause], str]) -> int:
    """The last clause that the outermost series of numbers counts, -1 without numbers."""
    clauses = _without_annexes(clauses, words)
    ranks = [clause.rank for clause in clauses if clause.number and clause.rank < RANK_SMALL]
    outer = min((rank for rank in ranks if rank <= _OUTER), default=min(ranks, default=0.0))
    last, value, annexed = -1, 0, False
    for clause in clauses:
        if clause.number is None and value > 1 and not annexed:
            heading = annex_heading(words(clause))
            annexed = bool(heading and heading["number"])
        if clause.number is None or clause.rank != outer:
            continue
        if clause.number.value == 1 and value > 1 and (outer <= _OUTER or annexed):
            break
        last, value = clause.index, clause.number.value
    return last


def _signature(paper: Paper, last: int) -> list[int]:
    """Lines of signatures: those that speak of seals and hands, and short labels beside them."""
    lines: list[int] = []
    for clause in paper.clauses[last + 1 :]:
        text = paper.words(clause).strip()
        if len(text) > _LONGEST_SIGNATURE or "。" in text or clause.number or annex_heading(text):
            continue
        beside = bool(lines) and clause.index - lines[-1] <= 1
        alone = _SIGN_LINE.match(text) and re.match(r"[甲乙丙]方|[\d〇零一二三四五六七八九十\s_]*年", text)
        if _SIGNS.search(text) or alone or (beside and _SIGN_LINE.match(text)):
            lines.append(clause.index)
    return lines


def _annex(paper: Paper, start: int, end: int, signature: frozenset[int]) -> Annex:
    match = annex_heading(paper.words(paper.clauses[start]))
    number = annex_number(match["number"]) if match and match["number"] else None
    title = match["rest"].strip(" :：《》【】[]（）()、.-—") if match else ""
    inside = [
        clause
        for clause in paper.clauses[start + 1 : end]
        if clause.index not in signature and not _EMPTY.match(paper.words(clause).strip())
    ]
    if number is None and not title:
        # 「附件：」 above a bare list of names is no annex.
        inside = [
            clause for clause in inside if not clause.number or len(paper.words(clause)) > _LONGEST_HEADING
        ]
    return Annex(number, title, start, end, bool(inside))
