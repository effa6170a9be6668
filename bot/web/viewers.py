"""One view of a conversation a tab: looking at another one ends the first, in order, without a stray frame."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

HANDOVER = 2.0
"""Seconds the view before gets to end itself."""


@dataclass(eq=False)
class Viewer:
    """One running view; it must end itself soon after it has been superseded."""

    superseded: bool = False
    finished: bool = False


class Viewers:
    """The running view of each tab. For use within one event loop."""

    def __init__(self) -> None:
        """None yet."""
        self._viewers: dict[str, Viewer] = {}

    @asynccontextmanager
    async def take(self, session: str) -> AsyncIterator[Viewer]:
        """Become the view of this tab, once the one before has ended."""
        before, mine = self._viewers.get(session), Viewer()
        self._viewers[session] = mine
        try:
            if before:
                before.superseded = True
                await self._wait(before)
            yield mine
        finally:
            mine.finished = True
            if self._viewers.get(session) is mine:
                del self._viewers[session]

    @staticmethod
    async def _wait(viewer: Viewer) -> None:
        for _ in range(int(HANDOVER / 0.02)):
            if viewer.finished:
                return
            await asyncio.sleep(0.02)
