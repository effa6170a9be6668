"""A reply about a clause that staff can paste, put together from sentences of `knowledge/clause_reply.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from bot.data_files import load_yaml
from bot.drafting.clauses import Clause
from bot.drafting.parameters import Position

REPLY_FILE = "clause_reply.yaml"
_KNOWN = {"title": "", "what": "", "why": "", "basis": "", "blanks": ""}


def _filled(text: str) -> str:
    try:
        text.format_map(_KNOWN)
    except (KeyError, ValueError, IndexError) as error:
        raise ValueError(f"花括号里只能写 {'、'.join(_KNOWN)}") from error
    return text


Sentence = Annotated[str, AfterValidator(_filled)]


class ReplyWords(BaseModel):
    """The sentences around a clause; those whose subject is missing are left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opening: Sentence
    reason: Sentence
    basis: Sentence
    blanks: Sentence
    closing: Sentence

    @classmethod
    def load(cls, knowledge: Path) -> ReplyWords:
        """The file in `knowledge`; ConfigurationError names file, line and field."""
        return load_yaml(knowledge / REPLY_FILE, cls)

    def reply(self, clause: Clause, position: Position, text: str, blanks: Sequence[str]) -> str:
        """The whole reply around the clause's `text`; `blanks` are labels of what is still missing in it."""
        wording = clause.wording(position)
        words = {
            "title": clause.title,
            "what": wording.what.rstrip("。"),
            "why": wording.why,
            "basis": "、".join(clause.basis),
            "blanks": "、".join(blanks),
        }
        parts = [self.opening, text, self.reason]
        parts += [self.basis] if clause.basis else []
        parts += [self.blanks] if blanks else []
        return "\n".join(part if part is text else part.format_map(words) for part in (*parts, self.closing))
