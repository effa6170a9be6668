"""The sentences of replies while drafting (`knowledge/drafting/replies.yaml`)."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.data_files import load_yaml


class Begun(BaseModel):
    """What is said when a document is begun, by its kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    contract: str
    clauses: str
    annex: str
    supplement: str
    termination: str


class ReplyWords(BaseModel):
    """`knowledge/drafting/replies.yaml`: sentences with places in braces; each place is named where it is filled."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    begun: Begun
    resumed: str
    changed: str
    set: str
    replaced: str
    blank: str
    dropped: str
    added: str
    position: str
    moved: str
    special: str
    style: str
    document: str
    undone: str
    redone: str
    unchanged: str
    not_taken: str
    impossible: str
    contradiction: str
    clash: str
    kept_as_was: str
    nowhere: str
    gone: str
    not_final: str
    doubt: str
    unknown_clause: str
    which_clause: str
    cannot: str
    unusual: str
    unusual_line: str
    questions: str
    no_questions: str
    back: str
    back_done: str
    finished: str
    finished_excerpt: str
    finished_paper: str
    total: str
    faults: str
    blanks: str
    defaults: str
    left: str
    why: str
    basis: str
    declined: str
    lawful: str
    not_legal_advice: str

    @classmethod
    def load(cls, path: Path) -> ReplyWords:
        """The file; ConfigurationError names file, line and field."""
        return load_yaml(path, cls)
