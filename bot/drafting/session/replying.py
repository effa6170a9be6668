"""What is told after a message: what was understood and changed, what was not taken, what is asked for next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.arithmetic.capitals import capitals
from bot.arithmetic.worked import yuan
from bot.drafting.checking import Fault
from bot.drafting.computing import seat_total
from bot.drafting.contract import Contract
from bot.drafting.facts import Unusual
from bot.drafting.layout import Block, Line, Reminder
from bot.drafting.library import ClauseLibrary
from bot.drafting.markdown import written
from bot.drafting.parameters import POSITION_NAMES
from bot.drafting.reading.wishing import UnlawfulWish
from bot.drafting.session.applying import Applied
from bot.drafting.session.asking import Question
from bot.drafting.session.draft import Change, Conflict
from bot.drafting.session.reply_words import ReplyWords
from bot.drafting.words import Words

_COUNTED = {"seats", "seat_price", "term_months", "start_date", "end_date", "price_model"}
_BY_SEAT = ("per_seat", "mixed")
"""The facts that the cost of the seats follows from, and the price models that have one."""


@dataclass(frozen=True)
class Standing:
    """The draft as it stands after a message, as far as a reply tells of it."""

    contract: Contract
    blocks: tuple[Block, ...]
    unusual: tuple[Unusual, ...]
    faults: tuple[Fault, ...]
    questions: tuple[Question, ...]

    @property
    def nothing(self) -> bool:
        """Whether clauses were asked for and there is none to show yet."""
        return self.contract.excerpt and not any(self.contract.clauses())


_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class Replier:
    """Writes replies in the words of the file."""

    def __init__(self, words: ReplyWords, library: ClauseLibrary, around: Words) -> None:
        self.words = words
        self._library = library
        self._around = around

    def reply(self, message: str, applied: Applied, standing: Standing) -> str:
        """The reply to `message`, in Markdown."""
        if applied.left:
            return self.words.left
        if standing.nothing:
            parts = [self._not_taken(message, applied), self.words.which_clause]
            return "\n\n".join(part for part in parts if part)
        parts = [
            self._begun(applied),
            self._changes(applied),
            self._not_taken(message, applied),
            self._nowhere(applied, standing),
            self._gone(applied),
            self._unusual(applied, standing),
            self._clauses(applied, standing),
            self._end(applied, standing),
        ]
        return "\n\n".join(part for part in parts if part)

    def declined(self, wishes: Sequence[UnlawfulWish]) -> str:
        """Why what was wished cannot stand in a contract, with the law, and what may be done instead."""
        parts = []
        for wish in wishes:
            law = "、".join(wish.law)
            parts.append(self.words.declined.format(what=wish.what, reason=wish.reason.rstrip("。"), law=law))
            if wish.instead:
                parts.append(self.words.lawful.format(text=wish.instead))
        return "\n\n".join(parts)

    def back(self, questions: Sequence[Question]) -> str:
        """The line under an answer to a question that leads back to the draft."""
        if not questions:
            return self.words.back_done
        return self.words.back.format(question=questions[0].ask)

    def _begun(self, applied: Applied) -> str:
        draft = applied.history.current.draft
        if not applied.begun:
            return ""
        if applied.resumed:
            return self.words.resumed
        said: str = getattr(self.words.begun, draft.document, self.words.begun.contract)
        return said.format(title=self._around.title, position=POSITION_NAMES[draft.position])

    def _changes(self, applied: Applied) -> str:
        lines = list(self._told(applied))
        if not lines:
            return ""
        opening = self.words.changed
        if applied.undone or applied.redone:
            opening = self.words.undone if applied.undone else self.words.redone
        return f"{opening}\n\n" + "\n".join(f"- {line}" for line in lines)

    def _told(self, applied: Applied) -> Iterator[str]:
        for change in applied.changes:
            if change.kind == "begun" or (applied.begun and change.kind == "added" and not applied.undone):
                continue
            yield self._change(change, applied.undone)

    def _change(self, change: Change, undone: bool) -> str:
        if undone and change.kind in ("set", "changed", "blank"):
            change = change.model_copy(update={"before": change.after, "after": change.before})
            kind = "changed" if change.before and change.after else "set" if change.after else "blank"
            change = change.model_copy(update={"kind": kind})
        elif undone and change.kind in ("dropped", "added"):
            change = change.model_copy(update={"kind": "added" if change.kind == "dropped" else "dropped"})
        elif undone and change.kind == "position":
            change = change.model_copy(update={"before": change.after, "after": change.before})
        words = {
            "set": self.words.set,
            "changed": self.words.replaced,
            "blank": self.words.blank,
            "dropped": self.words.dropped,
            "added": self.words.added,
            "position": self.words.position,
            "moved": self.words.moved,
            "special": self.words.special,
            "style": self.words.style,
        }
        said = words.get(change.kind, self.words.document)
        return said.format(label=change.label, before=change.before, after=change.after)

    def _not_taken(self, message: str, applied: Applied) -> str:
        words = self.words
        lines = [
            words.impossible.format(words=message[one.start : one.end], message=one.message)
            for one in applied.impossible
        ]
        lines += [self._conflict(one) for one in applied.history.conflicts]
        lines += [words.kept_as_was] if applied.declined else []
        for doubt in applied.doubts:
            labels = "，还是".join(f"“{self._library.parameters[name].label}”" for name in doubt.parameters)
            lines.append(words.doubt.format(words=message[doubt.start : doubt.end], labels=labels))
        lines += [words.unknown_clause.format(words=one) for one in applied.unknown]
        lines += [words.cannot.format(message=one) for one in applied.troubles]
        if not lines:
            return ""
        return f"{words.not_taken}\n\n" + "\n".join(f"- {line}" for line in dict.fromkeys(lines))

    def _nowhere(self, applied: Applied, standing: Standing) -> str:
        """Facts of this message that stand nowhere in the paper, since no clause of it speaks of them."""
        if applied.undone:
            return ""
        there = {piece.fact for piece in standing.contract.pieces() if piece.type in ("fact", "blank")}
        deciding = {name for clause in self._library.clauses for name in clause.condition}
        papers = self._around.papers
        own = (*papers.supplement.clauses, *papers.termination.clauses)
        deciding |= {name for paper_clause in own for name in paper_clause.when}
        lost = [
            change.label
            for change in applied.changes
            if change.kind in ("set", "changed") and change.subject not in there | deciding
        ]
        return self.words.nowhere.format(labels="、".join(f"“{label}”" for label in lost)) if lost else ""

    def _gone(self, applied: Applied) -> str:
        """Clauses that fell away with others, so that nothing goes unnoticed."""
        titles = "、".join(f"“{title}”" for title in dict.fromkeys(applied.gone))
        return self.words.gone.format(titles=titles) if titles else ""

    def _conflict(self, one: Conflict) -> str:
        """Which statement was not taken and why, and how to decide."""
        parameter = self._library.parameters[one.parameter]
        said = self.words.contradiction if one.hard else self.words.clash
        return said.format(label=parameter.label, value=parameter.shown(one.value), reason=one.reason)

    def _unusual(self, applied: Applied, standing: Standing) -> str:
        """Values of this message that are out of the ordinary; at the end, all of them."""
        new = {change.subject for change in applied.changes if change.kind in ("set", "changed")}
        told = [one for one in standing.unusual if applied.finish or applied.show or one.field in new]
        if not told or applied.undone:
            return ""
        lines = (
            self.words.unusual_line.format(label=one.label, text=one.text, reason=one.reason) for one in told
        )
        return f"{self.words.unusual}\n\n" + "\n".join(f"- {line}" for line in lines)

    def _clauses(self, applied: Applied, standing: Standing) -> str:
        """An excerpt whole; of a contract, the clauses that were put in."""
        draft = applied.history.current.draft
        whole = applied.begun or applied.show or applied.finish
        if standing.contract.excerpt or (draft.document != "contract" and whole):
            text = written(b for b in standing.blocks[1:] if not isinstance(b, Reminder)).strip()
            text = _HEADING.sub(r"**\1**", text)  # a reply has no headings of its own
            explained = whole or any(change.kind in ("added", "position") for change in applied.changes)
            return "\n\n".join((text, *(self._explained(standing) if explained else ())))
        if whole or applied.undone:
            return ""
        kinds = ("added", "special", "position")
        new = {change.subject for change in applied.changes if change.kind in kinds} | {*applied.shown}
        lines = [b for b in standing.blocks if isinstance(b, Line) and b.clause.id in new]
        return "\n".join(f"> {line}" for line in written(lines).strip().splitlines()) if lines else ""

    def _explained(self, standing: Standing) -> Iterator[str]:
        """Why the clauses are written as they are, and the law that they rest on."""
        clauses = list(standing.contract.clauses())
        if why := dict.fromkeys(clause.why.rstrip("。；") for clause in clauses if clause.why):
            yield self.words.why.format(text="；".join(why))
        if basis := dict.fromkeys(law for clause in clauses for law in clause.basis):
            yield self.words.basis.format(text="、".join(basis))

    def _end(self, applied: Applied, standing: Standing) -> str:
        words = self.words
        parts = list(self._total(applied, standing))
        edited = {"dropped", "added", "special", "position"} & {change.kind for change in applied.changes}
        if standing.faults and (applied.finish or applied.show or edited):
            parts.append(
                f"{words.faults.format(count=len(standing.faults))}\n\n"
                + "\n".join(f"- {self._fault(fault)}" for fault in standing.faults)
            )
        if applied.finish or applied.show:
            parts += self._lists(standing)
        elif not applied.changes and not applied.begun and not _refuses(applied):
            parts.append(words.unchanged)
        if applied.history.quiet or applied.finish:
            return "\n\n".join(parts)
        if standing.questions:
            asked = "\n".join(f"{at}. {q.ask}" for at, q in enumerate(standing.questions, start=1))
            parts.append(f"{words.questions}\n\n{asked}")
        elif not standing.contract.excerpt and not applied.history.conflicts:
            parts.append(words.no_questions)
        return "\n\n".join(parts)

    def _total(self, applied: Applied, standing: Standing) -> Iterator[str]:
        """What the seats cost over the term, with the sum, where a message decides it and at the end."""
        facts = standing.contract.facts
        model = facts.get("price_model")
        decided = _COUNTED & {change.subject for change in applied.changes}
        if standing.contract.paper != "contract" or standing.contract.excerpt:
            return
        if not (decided or applied.finish or applied.show) or model is None or model.value not in _BY_SEAT:
            return
        if total := seat_total(facts):
            texts = {name: facts[name].text for name in ("seats", "seat_price", "term_months")}
            yield self.words.total.format(**texts, total=yuan(total), capitals=capitals(total))

    def _fault(self, fault: Fault) -> str:
        titles = {section.id: section.title for section in self._library.sections}
        return f"{titles.get(fault.where, fault.where)}：{fault.message}" if fault.where else fault.message

    def _lists(self, standing: Standing) -> list[str]:
        contract, words = standing.contract, self.words
        said = words.finished.format(
            title=contract.title, sections=len(contract.sections), annexes=len(contract.annexes)
        )
        if contract.excerpt:
            said = words.finished_excerpt
        elif contract.paper != "contract":
            said = words.finished_paper.format(title=contract.title)
        parts = [words.not_final if standing.faults else said]
        if blanks := contract.blanks():
            listed = "\n".join(f"- 【待填：{piece.label}】" for piece in blanks)
            parts.append(f"{words.blanks.format(count=len(blanks))}\n\n{listed}")
        if defaults := contract.defaults():
            parts.append(words.defaults.format(count=len(defaults)))
        parts.append(words.not_legal_advice)
        return parts


def _refuses(applied: Applied) -> bool:
    told = (applied.impossible, applied.history.conflicts, applied.doubts, applied.unknown, applied.troubles)
    return applied.declined or any(told)
