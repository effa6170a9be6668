"""What a question takes for granted: the claim in it, freed of its tag, and how it was put."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.answering.premises.rules import Rules
from bot.retrieval.question import plain, simplified

Form: TypeAlias = Literal["claimed", "asked", "supposed"]

_END = "?!。~ ,;"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ASKING_PART = re.compile(
    r"^(?![^,?]*(?:多少[^,?]*多少|不[^,?]{0,12}什么))[^,。;?!]*(?:什么时候|多少|多久|怎么|如何|哪里|几份|会怎样|什么)[^,。;?!]*[,。;?!]+"
    r"(?=.{4})"
)
"""What a turn before asked; joined with the next it is no claim, only its subject."""


@dataclass(frozen=True)
class Claim:
    """`text` is what is claimed, said positively; `whole` is the question it stands in.

    `form`: claimed with a tag (对吧), asked plainly (是不是), or supposed on the way to something else (既然,
    为什么). `of_contract`: the claim names the contract as its source; `of_unseen`: it is
    about a contract of their own, that is not before us. `focus` is the part of `text` that is in
    question, if only a part is.
    """

    text: str
    whole: str
    form: Form
    of_contract: bool
    of_unseen: bool = False
    focus: str = ""


class ClaimFinder:
    """Finds the claim of a question."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def find(self, question: str) -> Claim | None:
        """The claim a question makes; None when it only asks."""
        text = self._normal(question)
        rules = self._rules
        if not text:
            return None
        tagged = rules.tail.search(text)
        if rules.if_so.search(text) and not tagged:
            return None
        found = self._claimed(text, tagged)
        if found is None:
            return None
        claim, form = found
        claim = claim.strip(_END).removesuffix("的")
        if (
            len(claim) < 3
            or rules.asks_leave.search(claim)
            or (form != "claimed" and rules.asks_rather.search(claim))
        ):
            return None
        if form == "claimed" and rules.asks_rather.search(_last_clause(claim)):
            return None
        focus = self._focus(text) if form == "asked" else ""
        return Claim(
            text=claim,
            whole=text,
            form=form,
            of_contract=bool(rules.says_source.search(text)),
            of_unseen=bool(rules.own_contract.search(text)),
            focus=focus,
        )

    def _normal(self, question: str) -> str:
        text = simplified(plain(question)).lower().strip(_END)
        if not _HAN.search(text):
            for pattern, by in self._rules.english:
                text = pattern.sub(by, text)
            for word, digit in self._rules.file.numerals.items():
                text = re.sub(rf"\b{word}(?=个|天|周|年|份)", digit, text)
        for pattern, by in self._rules.same_words:
            text = pattern.sub(by, text)
        return text

    def _claimed(self, text: str, tagged: re.Match[str] | None) -> tuple[str, Form] | None:
        """The words of the claim and its form."""
        rules = self._rules
        lead = rules.leads.search(text)
        if lead:
            return self._upto_question(text[lead.end() :]), "claimed" if tagged else "supposed"
        denied = self._denied(text)
        if denied:
            return denied, "claimed"
        inside = None if tagged else rules.mid_tag.search(text)
        if inside and inside.start() > 2:
            return self._said(text[: inside.start()]), "claimed"
        if tagged and tagged.start() > 2:
            claim = _ASKING_PART.sub("", text[: tagged.start()])
            return self._said(claim), "claimed"
        return self._asked(text)

    def _asked(self, text: str) -> tuple[str, Form] | None:
        """Claims without a tag: asked plainly, or on the way to another question."""
        rules = self._rules
        inside = rules.embedded.search(text)
        if inside:
            start = max(text.rfind(mark, 0, inside.start()) for mark in ",。;") + 1
            rest = self._upto_question(text[inside.end() :])
            return f"{text[start : inside.start()]}是{rest.removesuffix('吗')}", "asked"
        why = rules.why.search(text)
        if why:
            return text[why.end() :], "supposed"
        if rules.doubt.search(text):
            return text.partition(",")[2], "asked"
        last = _last_clause(text)
        if rules.plain_question.search(last):
            return last.removesuffix("吗").removesuffix("么"), "asked"
        stated = rules.stated.search(text)
        if stated and rules.claim_ends.search(text, stated.end()):
            return self._upto_question(text[stated.end() :]), "supposed"
        return None

    def _focus(self, text: str) -> str:
        """What a plain question asks about: 「20万」 of 「违约金是20万吗」; empty for other questions."""
        plainly = self._rules.plain_question.search(_last_clause(text))
        return plainly[1] if plainly and not self._rules.embedded.search(text) else ""

    def _said(self, text: str) -> str:
        """Without 是不是 inside: 写的是不是5% says 写的是5%."""
        return self._rules.embedded.sub("是", text)

    def _denied(self, text: str) -> str:
        """What 不是…吗 takes for granted, with the clause that it stands in; empty when there is none."""
        start = max(text.rfind(mark, 0, len(text) - 1) for mark in ",。;?") + 1
        found = self._rules.denied.match(text[start:])
        if not found:
            return ""
        return self._said(f"{found[1]}是{found[2]}")

    def _upto_question(self, text: str) -> str:
        """The claim ends where another question begins; a tag is no part of it."""
        end = self._rules.claim_ends.search(text, 1)
        claim = text[: end.start()] if end else text
        return self._rules.tail.sub("", claim.strip(_END))


def _last_clause(text: str) -> str:
    return re.split(r"[,。;?!]", text.strip(_END))[-1]
