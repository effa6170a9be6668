"""Wording from the clause library as it would stand in a paper: its own labels for the parties, its own numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.drafting.library import ClauseLibrary, Position
from bot.drafting.rendering import written_out
from bot.review.found import Stance
from bot.review.parties import Parties

POSITIONS: dict[Stance, Position] = {"merchant": "merchant", "provider": "provider", "neutral": "balanced"}
"""The position of the library that serves a stance."""

_OURS = re.compile("[甲乙]方")
_NUMBERED = re.compile(r"^\d+\. ", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n(?=\d+\. )")
_REFERENCE = re.compile("“[^”]+”条款")


def library_wording(library: ClauseLibrary, clause: str, stance: Stance, parties: Parties) -> str:
    """The clause of that id in the position that serves the stance, with its defaults and with blanks for the rest.

    The library calls the merchant 甲方 and the provider 乙方; here they are called as the paper calls them. A clause
    of one paragraph has no number.
    """
    position = POSITIONS[stance]
    text = written_out(library, library.clause(clause), position, library.defaults(position))
    if len(_NUMBERED.findall(text)) == 1:
        text = _NUMBERED.sub("", text)
    return in_labels(text, parties)


def article_wording(
    library: ClauseLibrary,
    clauses: Sequence[str],
    stance: Stance,
    parties: Parties,
    wording: Sequence[str] = (),
) -> str:
    """Several clauses of the library as one article, its paragraphs numbered through; `wording` in their place.

    A paragraph that refers to another of these clauses refers to this article; one that refers to any other clause is
    left out, as a paper of the other side does not have it.
    """
    position = POSITIONS[stance]
    titles = {f"“{library.clause(clause).title}”条款" for clause in clauses}
    paragraphs = list(wording)
    for clause in () if wording else clauses:
        text = written_out(library, library.clause(clause), position, library.defaults(position))
        for paragraph in _PARAGRAPH.split(text):
            for title in titles:
                paragraph = paragraph.replace(title, "本条")
            if not _REFERENCE.search(paragraph):
                paragraphs.append(_NUMBERED.sub("", paragraph).rstrip())
    if len(paragraphs) > 1:
        paragraphs = [f"{number}. {paragraph}" for number, paragraph in enumerate(paragraphs, 1)]
    return in_labels("\n".join(paragraphs), parties)


_DEFAULT = re.compile(r"\{=(\w+)\}")


def with_defaults(library: ClauseLibrary, text: str, stance: Stance) -> str:
    """The text with the library's figure for the side that is served in the place of every `{=parameter}`, or the
    blank where the library has none."""
    position = POSITIONS[stance]
    facts = library.defaults(position)

    def shown(match: re.Match[str]) -> str:
        parameter = library.parameters[match[1]]
        return parameter.shown(facts[match[1]]) if match[1] in facts else parameter.blank

    return _DEFAULT.sub(shown, text)


def in_labels(text: str, parties: Parties) -> str:
    """A text of ours with the paper's own labels."""
    labels = {"甲方": parties.merchant.label, "乙方": parties.provider.label}
    return _OURS.sub(lambda match: labels[match[0]], text)
