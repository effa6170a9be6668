"""Back to what a draft was before a message that is asked anew, so that what it did is not done twice."""

from __future__ import annotations

from bot.drafting.session.draft import Version
from bot.drafting.session.editing import MOST_VERSIONS
from bot.drafting.session.opening import history_in


def mark(written: str) -> str:
    """What is kept of a history to come back to it: the version that stands, and what was asked and waits.

    Both are JSON; empty where there is no draft. Raises InputError where `written` is no history.
    """
    history = history_in(written)
    if history is None:
        return ""
    return history.model_copy(update={"versions": (history.current,), "at": 0}).model_dump_json()


def rewound(written: str, kept: str) -> str:
    """The history as it was when `kept` was marked, as its newest version: what came after can still be gone back to.

    Empty where there was no draft then. Raises InputError where either is no history.
    """
    now, then = history_in(written), history_in(kept)
    if then is None:
        return ""
    if now is None or now.current == then.current:
        versions, at = (now or then).versions, (now or then).at
    else:
        number = max(version.number for version in now.versions) + 1
        again = Version(
            number=number,
            draft=then.current.draft,
            changes=then.current.changes,
            said=f"回到版本 {then.current.number}",
        )
        versions = (*now.versions[: now.at + 1][-MOST_VERSIONS + 1 :], again)
        at = len(versions) - 1
    return then.model_copy(update={"versions": versions, "at": at}).model_dump_json()
