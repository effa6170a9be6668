"""`draft` without a file of facts: the contract is drafted in conversation, on a terminal or from a pipe."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.chat import typed_lines
from bot.cli.command import DONE
from bot.cli.files import write_file
from bot.cli.front_door import open_door
from bot.cli.showing import show_reply
from bot.cli.terminal import say
from bot.conversation import Conversation
from bot.errors import BotError, InputError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings

HELP = (
    "/看 显示整份合同，/撤销 退回一步，/保存 名称.docx 写成 Word，/批注 名称.docx 带说明的 Word，"
    "/导出 名称.json 存下草稿，/导入 名称.json 接着写，/退出。"
)
_SAID = {"/撤销": "撤销", "/重做": "重做"}
"""Commands that are the same as saying it."""
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
        line = _SAID.get(line, line)
        if line.startswith("/导入"):
            conversation = _brought_in(assistant, conversation, line.removeprefix("/导入").strip())
            continue
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
    match command:
        case "/看":
            return assistant.paper(_draft_of(conversation))
        case "/保存":
            return _saved(_named(name, ".docx"), assistant.word_file(_draft_of(conversation)))
        case "/批注":
            made = assistant.word_file(_draft_of(conversation), with_comments=True)
            return _saved(_named(name, ".docx"), made)
        case "/导出":
            return _saved(_named(name, ".json"), _draft_of(conversation).encode())
        case _:
            return HELP


def _brought_in(assistant: Assistant, conversation: Conversation, name: str) -> Conversation:
    """The conversation with the draft of a file in the place of its own; as it is where the file will not do."""
    try:
        draft = assistant.open_draft(_text_of(_named(name, ".json")))
    except BotError as error:
        say(f"{error}\n")
        return conversation
    say("已接上这份草稿，可以接着说。\n")
    return replace(conversation, draft=draft)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} 读不出来：请确认文件存在、是从这里导出的 .json 文件。") from error


def _draft_of(conversation: Conversation) -> str:
    if not conversation.draft:
        raise InputError("还没有合同草稿：先说一句“起草一份合同”。")
    return conversation.draft


def _named(name: str, end: str) -> Path:
    if not name.strip().lower().endswith(end) or not Path(name.strip()).stem:
        raise InputError(f"请在命令后面写文件名，以 {end} 结尾。")
    return Path(name.strip())


def _saved(path: Path, data: bytes) -> str:
    write_file(path, data)
    return f"已写好：{path}"
