"""How a sentence opens: 「不可以。」, 「按《……范本》，」, 「另外要留意：」; and what is left to be borne out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.grounding.blanking import REFERENCE, is_law
from bot.grounding.reading import fold
from bot.grounding.verdicts import Fault
from bot.grounding.words import Lexicon

Answered: TypeAlias = Literal["", "yes", "no", "free"]

_CITED = re.compile(
    r"(?:按照?|根据|依照|依据|参照|参见|见|详见)(?:这份|本|该)?《[^《》]{2,40}》(?:的?(?:约定|规定))?"
)
_EMPTY = re.compile(r"[（(](?:未经法条库核对|[\s、，,;；]*)[)）]")
_MARKS = " ,，:：。.;；、"
_ROLE = re.compile(r"[（(](?:甲方|乙方|即甲方|即乙方)[)）]")
_YOU = re.compile(r"你[（(](甲方|乙方)[)）]")
_NEGATIVE = re.compile(r"[不没无未毋]|禁止|拒绝|只能|只有|除非|才|必须|先")
_FORBIDS = re.compile(r"不得|不能|不可以|禁止|无权|不许")


@dataclass(frozen=True)
class Opening:
    """A sentence in two: what it opens with, and the `rest` that sources must bear.

    `law` are the references to laws that were taken out. `fault` is a 「可以」 before what is forbidden.
    """

    verdict: Answered
    rest: str
    law: str = ""
    fault: Fault | None = None

    @property
    def is_bare(self) -> bool:
        """Whether nothing is left but the verdict."""
        return bool(self.verdict) and not self.rest


def addressed(body: str) -> str:
    """「你（甲方）」 as 甲方: the words of the source, which the built-in engine only spoke to the asker."""
    return _YOU.sub(r"\1", body)


def opened(body: str, lexicon: Lexicon) -> Opening:
    """A sentence without its opening words, references to laws and 「（甲方）」."""
    text = _ROLE.sub("", addressed(body)).strip()
    verdict, text = _verdict(text, lexicon)
    taken: list[str] = []

    def take(match: re.Match[str]) -> str:
        law = is_law(match[0])
        if not law and not _CITED.match(match[0]):
            return match[0]
        if law:
            taken.append(match[0])
        return ""

    text = _EMPTY.sub("", REFERENCE.sub(take, text))
    text = _unframed(text, lexicon)
    rest = text.strip(_MARKS) and text.lstrip(_MARKS)
    return Opening(verdict, rest, "；".join(taken), _contrary(verdict, rest))


def _verdict(text: str, lexicon: Lexicon) -> tuple[Answered, str]:
    verdicts = lexicon.file.verdicts
    kinds: tuple[tuple[Answered, tuple[str, ...]], ...] = (
        ("no", verdicts.refuses),
        ("free", verdicts.corrects),
        ("yes", verdicts.agrees),
    )
    for kind, words in kinds:
        for word in sorted(words, key=len, reverse=True):
            rest = text[len(word) :]
            if text.startswith(word) and (not rest or rest[0] in "，,。.；;：:！!、"):
                return kind, rest.lstrip("，,。.；;：:！!、 ")
    return "", text


def _unframed(text: str, lexicon: Lexicon) -> str:
    frames = sorted(lexicon.file.frames, key=len, reverse=True)
    while True:
        text = text.lstrip(_MARKS)
        frame = next((f for f in frames if text.startswith(f) and _ends(text, f)), None)
        if frame is None:
            return text
        text = text[len(frame) :]


def _ends(text: str, frame: str) -> bool:
    """Whether a frame ends here: a mark follows, or it is one of the short ones that need none (但, 同时)."""
    rest = text[len(frame) :]
    return (
        not rest or rest[0] in _MARKS or (len(frame) <= 2 and frame not in ("但是",)) or rest.startswith("，")
    )


def _contrary(verdict: Answered, rest: str) -> Fault | None:
    """「可以」 before a ban, 「不可以」 before what bans nothing."""
    if not rest:
        return None
    plain = fold(rest)
    if verdict == "yes" and _FORBIDS.search(plain.split(",")[0]) and not re.search(r"[才否但]", plain):
        return Fault("polarity", "可以")
    if verdict == "no" and not _NEGATIVE.search(plain):
        return Fault("polarity", "不可以")
    return None
