"""What a command is made of, and the exit codes all commands share."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

DONE = 0
PARTLY = 1
"""Some lines or files failed and the rest went through; also an unexpected fault. 2-6 belong to BotError."""
UNANSWERED = 10
INTERRUPTED = 130
CLOSED_PIPE = 141

EXIT_CODES = """\
退出码：
  0    完成
  1    有出错的行或文件，其余已完成；或程序出了意外的问题
  2    输入有误：命令写法、问题或文件不能用
  3    设置或知识文件有误
  4    模型接口或向量接口出错
  5    数据文件夹读不了或写不了
  6    另一个程序正在更新索引
  10   问题没有得到回答：资料里没有，或需要问得更具体
  130  被 Ctrl-C 中断"""


@dataclass(frozen=True)
class Command:
    """One word after `python -m bot`.

    `options` declares its arguments; `run` does the work and returns the exit code, or raises BotError.
    A command that `reads_rest` gets all words after it as `arguments.rest` and reads them itself, also
    `--help`.
    """

    name: str
    summary: str
    description: str
    options: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Settings], int]
    reads_rest: bool = False
