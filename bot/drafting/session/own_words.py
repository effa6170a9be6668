"""A clause in the user's own words: what may stand in it, and what it breaks in the contract it comes into."""

from __future__ import annotations

from collections import Counter

from bot.drafting.library import ClauseLibrary
from bot.drafting.linting import lint
from bot.drafting.session.draft import Draft, Special
from bot.drafting.session.papers import contract_of
from bot.drafting.values import Unreadable
from bot.drafting.values import words as one_line
from bot.drafting.words import Words
from bot.errors import InputError

LONGEST = 1000
"""Characters of such a clause."""
SECTION = "entire-agreement"
"""Where it stands unless it is put beside another clause: with the other agreements at the end."""
TITLE = "特别约定"


def with_own_words(library: ClauseLibrary, words: Words, draft: Draft, text: str, beside: str = "") -> Draft:
    """The draft with one more clause, in the section of the clause `beside` where one is named.

    Raises InputError that says what to mend: too long, characters that no contract holds, words that the checks of a
    contract do not let stand.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if sum(len(line) for line in lines) > LONGEST:
        length = sum(len(line) for line in lines)
        raise InputError(f"你写的这一条太长（{length}个字）：请控制在{LONGEST}个字以内。")
    if not lines:
        raise InputError("这一条没有内容：请把要写的话说出来。")
    try:
        kept = [one_line(line, LONGEST) for line in lines]
    except Unreadable as error:
        raise InputError(f"你写的这一条{error}。") from error
    whole = "\n".join(f"{line.rstrip('。；;')}。" for line in kept)
    if any(one.text == whole for one in draft.special):
        raise InputError("这一条已经写在合同里了。")
    sections = {clause.id: clause.section for clause in library.clauses}
    own = Special(id=_free_id(draft), title=TITLE, text=whole, section=sections.get(beside, SECTION))
    after = draft.model_copy(update={"special": (*draft.special, own)})
    if faults := _new_faults(library, words, draft, after):
        raise InputError(f"你写的这一条没有加进去：{'；'.join(faults)}。请换个写法。")
    return after


def _free_id(draft: Draft) -> str:
    taken = {one.id for one in draft.special}
    number = len(draft.special) + 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"


def _new_faults(library: ClauseLibrary, words: Words, before: Draft, after: Draft) -> list[str]:
    """What the checks find with the clause and did not find without it."""
    old = Counter(fault.message for fault in lint(contract_of(library, words, before), words, before.style))
    new = Counter(fault.message for fault in lint(contract_of(library, words, after), words, after.style))
    return list(new - old)
