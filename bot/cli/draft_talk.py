"""`draft` without a file of facts: the contract is drafted in conversation, on a terminal or from a pipe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.chat import typed_lines
from bot.cli.command import DONE
from bot.cli.front_door import open_door
from bot.cli.showing import show_reply
from bot.cli.terminal import say
from bot.conversation import Conversation
from bot.errors import BotError, InputError, StorageError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings

HELP = "/看 显示整份合同，/保存 名称.docx 写成 Word，/批注 名称.docx 带说明的 Word，/导出 名称.json，/退出。"
_LEAVE = frozenset({"/退出", "/quit", "/q"})


def talk(settings: Settings, output: Path | None) -> int:
    """Draft until the input ends; what stands then is written to `output`, where one is given."""
    assistant = open_door(settings)
    if sys.stdin.isatty():
        say(f"说说你的合同：平台、坐席、价格、时间……知道什么说什么。{HELP}\n")
    conversation = Conversation()
    for line in typed_lines():
        if line in _LEAVE:
            break
        if line.startswith("/"):
            try:
                say(f"{_commanded(assistant, conversation, line)}\n")
            except BotError as error:
                say(f"{error}\n")
            continue
        conversation = conversation.asked(line)
        conversation = conversation.answered(show_reply(assistant.reply(conversation)))
        say()
    if output:
        say(_saved(output, assistant.word_file(_draft_of(conversation))))
    return DONE


def _commanded(assistant: Assistant, conversation: Conversation, line: str) -> str:
    """What a command answers."""
    command, _, name = line.partition(" ")
    draft = _draft_of(conversation)
    match command:
        case "/看":
            return assistant.paper(draft)
        case "/保存":
            return _saved(_named(name, ".docx"), assistant.word_file(draft))
        case "/批注":
            return _saved(_named(name, ".docx"), assistant.word_file(draft, with_comments=True))
        case "/导出":
            return _saved(_named(name, ".json"), draft.encode())
        case _:
            return HELP


def _draft_of(conversation: Conversation) -> str:
    if not conversation.draft:
        raise InputError("还没有合同草稿：先说一句“起草一份合同”。")
    return conversation.draft


def _named(name: str, end: str) -> Path:
    if not name.strip().lower().endswith(end) or not Path(name.strip()).stem:
        raise InputError(f"请在命令后面写文件名，以 {end} 结尾。")
    return Path(name.strip())


def _saved(path: Path, data: bytes) -> str:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StorageError(f"{path} 写不了：请检查文件夹是否存在、有没有权限和空间。") from error
    return f"已写好：{path}"
