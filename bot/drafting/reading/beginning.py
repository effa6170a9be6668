"""Whether a message orders a draft, and of what: precise, since every question of the product passes here."""

from __future__ import annotations

import re

from bot.drafting.reading.clause_names import ClauseNames, Meant
from bot.drafting.reading.order_rules import BeginRules
from bot.drafting.reading.parts import Part
from bot.drafting.reading.said import DocumentKind, Order, Table


class Beginning:
    """The rules of `begin` in `orders.yaml`, compiled."""

    def __init__(self, rules: BeginRules, names: ClauseNames) -> None:
        self._names = names
        self._opening = re.compile(
            rf"^(?:(?:{rules.asking})|\s)*?(?:{rules.verb})(?:一下|下|出|成|好)?(?P<object>.+)$"
        )
        self._contract = re.compile(rules.contract)
        self._wants = re.compile(rules.wants)
        self._not_ours = re.compile(rules.not_ours)
        self._not_begin = re.compile(rules.not_begin)
        self._supplement = re.compile(rules.supplement)
        self._termination = re.compile(rules.termination)
        self._annex = re.compile(rules.annex)
        self._clauses = re.compile(rules.clauses)
        self._bare = re.compile(rules.bare_object)
        self._any = re.compile(rf"^(?:(?:{rules.asking})|\s)*?(?:{rules.any_document})")

    def find(self, text: str, parts: tuple[Part, ...], table: Table) -> tuple[Order, Part] | None:
        """The order to begin, and the part that gives it; the question 怎么写 and a report are none."""
        for at, part in enumerate(parts):
            if part.role != "told" or self._not_begin.search(part.text) or self._not_ours.search(part.text):
                continue
            rest = text[part.start :]
            before = parts[at - 1].text if at and parts[at - 1].role == "told" else ""
            if order := self._of_part(part.text, rest, before, table):
                return order, part
        return None

    def writes(self, words: str) -> bool:
        """Whether the words ask for a clause or a contract to be written, though none that is known."""
        opening = self._opening.match(words)
        wanted = opening and (
            self._clauses.search(opening["object"]) or self._contract.search(opening["object"])
        )
        return bool(wanted) and not self._not_begin.search(words)

    def _of_part(self, words: str, rest: str, before: str, table: Table) -> Order | None:
        opening = self._opening.match(words)
        if opening:
            kind, clauses = self._document(opening["object"], rest[opening.start("object") :], table)
            if kind is None and self._bare.match(opening["object"]):  # 我想签个合同, 帮我弄一份
                kind, clauses = self._document(before + opening["object"], "", table)
            if kind:
                unknown = "" if clauses or kind not in ("clauses", "annex") else opening["object"].strip()
                return Order("begin", clauses=clauses, document=kind, unknown=unknown)
        if self._wants.search(words) or self._any.search(words):
            return Order("begin", document="contract")
        return None

    def _document(self, words: str, rest: str, table: Table) -> tuple[DocumentKind | None, tuple[str, ...]]:
        if self._termination.search(words):
            return "termination", ()
        if self._supplement.search(words):
            return "supplement", ()
        if self._contract.match(words):  # 写合同: 坐席费一个人…
            return "contract", ()
        named = self._names.named(words)
        annexes = tuple(one for one in named if one.annex)
        if annexes or self._annex.search(words):
            others = tuple(one for one in self._names.named(rest) if one.annex)
            return "annex", self._ids(annexes or others or named, table)
        if self._clauses.search(words):
            ids = self._ids(named or self._names.named(rest), table)
            if ids or "条款" in words:
                return "clauses", ids or self._names.search(words)
            return None, ()
        return ("contract", ()) if self._contract.search(words) else (None, ())

    def _ids(self, named: tuple[Meant, ...], table: Table) -> tuple[str, ...]:
        found: list[str] = []
        for one in named:
            found += self._names.applying(one.clauses, table)
        return tuple(dict.fromkeys(found))
