"""argparse in Chinese: its own words, translated in this one place.

argparse looks its words up through the names `_` and `ngettext` of its module. They are exchanged while a
parser is built and used, and put back; a word that a later Python adds stays English until it is added here.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "%(prog)s: error: %(message)s\n": "命令写得不对：%(message)s。用 %(prog)s --help 查看写法。\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "the following arguments are required: %s": "缺少 %s",
    "one of the arguments %s is required": "%s 至少要写一个",
    "unrecognized arguments: %s": "不认识 %s",
    "unexpected option string: %s": "不认识 %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    "not allowed with argument %s": "不能和 %s 一起用",
    "ignored explicit argument %r": "不需要值，却给了 %r",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "invalid %(type)s value: %(value)r": "的值 %(value)r 不对",
    "invalid choice: %(value)r (choose from %(choices)s)": "不能是 %(value)r，可以用：%(choices)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有 %(parser_name)r，可以用：%(choices)s",
}


def _word(text: str) -> str:
    return _WORDS.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _word(one if count == 1 else many)


@contextmanager
def chinese_argparse() -> Iterator[None]:
    """Build, use and print parsers inside this, and what argparse says is Chinese."""
    exchanged = {"_": _word, "ngettext": _counted}
    kept = {name: getattr(argparse, name) for name in exchanged}
    vars(argparse).update(exchanged)
    try:
        yield
    finally:
        vars(argparse).update(kept)
