"""Plain text: the one normalisation everything shares, the bytes behind it, and lines cut by a margin."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

_FULL_WIDTH = {0xFF10 + n: 0x30 + n for n in range(10)}
_FULL_WIDTH |= {0xFF21 + n: 0x41 + n for n in range(26)}
_FULL_WIDTH |= {0xFF41 + n: 0x61 + n for n in range(26)}
# Signs inside figures and addresses; punctuation of sentences stays as a Chinese writer typed it.
_FULL_WIDTH |= {
    ord(wide): ord(plain) for wide, plain in zip("％．＋＝－／＠＃＆＊＿", "%.+=-/@#&*_", strict=True)
}
# Radicals and ligatures that PDF fonts write in place of ordinary characters.
_LOOKALIKES = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2FD6), *range(0xFB00, 0xFB07))
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
# The radicals that Unicode gives no ordinary form, of those that fonts do write.
_LOOKALIKES |= {
    ord(radical): char
    for radical, char in zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰",
        "母民虎西见角贝车长门青页风飞食马鱼鸟黄齐齿龙",
        strict=True,
    )
}
_SPACES: dict[int, str] = dict.fromkeys(
    [0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "
)
_INVISIBLE: dict[int, None] = dict.fromkeys(
    [
        *range(0x09),
        *range(0x0E, 0x20),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0xAD,
        0x61C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xD800, 0xE000),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    ]
)
_TABLE: dict[int, int | str | None] = {**_FULL_WIDTH, **_LOOKALIKES, **_SPACES, **_INVISIBLE}
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

_CONTROLS = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
_ODD_SHARE = 0.02
"""The share of characters that no writer types from which bytes are taken for no text."""

_WORD_SIDE = re.compile(r"[A-Za-z0-9,.;:!?)]")
_ENDS_SENTENCE = re.compile(r"[。！？；：!?;:][”’」』）)]?$")


def normalise(text: str) -> str:
    """Text with one kind of line end and space, nothing invisible, and ASCII digits and letters.

    Invisible are NUL and other controls, zero-width characters, byte order marks and the marks that turn
    the writing direction. Chinese punctuation keeps its width. Applying it twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", text).translate(_TABLE)
    return "\n".join(line.rstrip(" ") for line in unicodedata.normalize("NFC", text).split("\n"))


def one_line(text: str) -> str:
    """Normalised text in one line, with single spaces."""
    return " ".join(normalise(text).split())


def decode(data: bytes) -> str | None:
    """The text of bytes in UTF-8, UTF-16, GB18030 or Big5, or None when they are no text in any of them."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, encoding)
    if data.count(0) > len(data) // 50:
        return _utf16_without_mark(data)
    text = _strict(data, "utf-8")
    if text is not None:
        # Bytes that are no text are hardly ever whole UTF-8: odd characters in it were typed, not guessed.
        return text if _share(text, _CONTROLS) < _ODD_SHARE else None
    for encoding, common in (("gb18030", _COMMON_GB), ("big5hkscs", _COMMON_BIG5)):
        text = _strict(data, encoding)
        if text is not None and _is_writing(text) and common.is_mostly(data):
            return text
    return None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        if (
            text
            and _is_writing(text)
            and _share(text, r"[\x0a\x0d\x20-\x7e\u3000-\u9fff\uff00-\uffef]") > 0.95
        ):
            return text
    return None


def _share(text: str, pattern: str) -> float:
    return len(re.findall(pattern, text)) / max(len(text), 1)


def _is_writing(text: str) -> bool:
    return _share(text, rf"{_CONTROLS}|[\ufffd\ue000-\uf8ff]") < _ODD_SHARE


class _CommonLead:
    """Tells true text from bytes that only happen to decode: its two-byte characters are common ones."""

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, high

    def is_mostly(self, data: bytes) -> bool:
        leads = []
        at = 0
        while at < min(len(data), 20_000):
            wide = data[at] >= 0x80
            if wide:
                leads.append(data[at])
            at += 2 if wide else 1
        common = sum(self._low <= lead <= self._high for lead in leads)
        return bool(leads) and common >= 0.7 * len(leads)


# Lead bytes of punctuation and of the few thousand everyday characters.
_COMMON_GB = _CommonLead(0xA1, 0xD7)
_COMMON_BIG5 = _CommonLead(0xA1, 0xC6)


def glue(before: str, after: str) -> str:
    """Two pieces of one sentence joined: with a space between Latin words, with none between Chinese."""
    if not before or not after:
        return before + after
    latin = _WORD_SIDE.match(before[-1]) and after[0].isascii() and after[0].isalnum()
    return f"{before} {after}" if latin else before + after


def ends_sentence(text: str) -> bool:
    """Whether a line stops where a sentence, an item or an introduction may stop."""
    return bool(_ENDS_SENTENCE.search(text.rstrip()))


def width(text: str) -> int:
    """How wide a line prints, in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def unwrap(lines: Sequence[str], starts_item: re.Pattern[str]) -> list[str]:
    """Neighbouring lines with those joined that were only cut at a margin; others stay as they are.

    Lines count as cut when most are about equally long and do not stop at the end of a sentence. A line
    that matches `starts_item` always begins anew.
    """
    widths = [width(line.strip()) for line in lines]
    margin = 0.85 * max(widths, default=0)
    full = [line for line, wide in zip(lines[:-1], widths, strict=False) if wide >= margin]
    cut = [line for line in full if not ends_sentence(line)]
    if len(lines) < 3 or margin < 34 or len(full) < 0.5 * len(lines) or len(cut) < 0.6 * len(full):
        return [line.strip() for line in lines]
    joined: list[str] = []
    previous_full = False
    for line, wide in zip(lines, widths, strict=True):
        indented = line.startswith("  ")
        if joined and previous_full and not indented and not starts_item.match(line.strip()):
            joined[-1] = glue(joined[-1], line.strip())
        else:
            joined.append(line.strip())
        previous_full = wide >= margin
    return joined
