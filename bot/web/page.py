"""The page: Gradio components, and callbacks that hand the desk's state to the templates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict, cast

import gradio as gr

from bot.errors import BotError
from bot.web import templates
from bot.web.desk import Desk
from bot.web.drafting import Drafting
from bot.web.owner import owner_of
from bot.web.review_frame import review_zone
from bot.web.viewers import Viewers
from bot.web.writing import Draft

STATIC = Path(__file__).parent / "static"
STYLES = tuple(
    STATIC / "css" / f"{name}.css"
    for name in (
        "tokens",
        "frame",
        "rail",
        "chat",
        "composer",
        "sheet",
        "paper",
        "contract",
        "review",
        "reviewed",
    )
)
SCRIPTS = tuple(
    STATIC / "js" / f"{name}.js"
    for name in ("copying", "desk", "attaching", "composer", "sheet", "rail", "paper", "review")
)
FRAME_EVERY = 0.06
"""Seconds between two looks at a reply being written."""


class Action(TypedDict, total=False):
    """What the page's script says has been done; the fields that matter depend on `do`."""

    do: str
    conversation: str
    text: str
    position: int
    marker: str
    current: str
    verdict: str | None
    files: list[str]


Frame = tuple[Any, Any, Any]
"""New values of the chat, the rail and the spoken line."""


def build_page(desk: Desk, drafting: Drafting) -> gr.Blocks:
    """The page around `desk` and the drafts. Its theme, styles and scripts are handed to the server that mounts it."""
    page = gr.Blocks(title=templates.TITLE, fill_height=True, fill_width=True, analytics_enabled=False)
    with page:
        with gr.Row(elem_id="desk"):
            rail = _html(templates.rail((), "", datetime.now()), "rail-zone")
            with gr.Column(elem_id="centre"):
                _html(templates.topbar(), "topbar-zone")
                chat = _chat(desk)
                status = _html(templates.status(desk.door.status()), "status-zone")
                _html(templates.composer(), "composer-zone", "window.desk.composer.ready()")
            _html(templates.switch(), "switch-zone")
            _html(templates.paper(), "paper-zone")
            _html(review_zone(), "review-zone")
            sheet = _html("", "sheet-zone")
        said = _html("", "said")
        _html(templates.dialogs(), "dialogs")
        bridge = _html("", "bridge", "window.desk.connect(trigger)")
        timer = gr.Timer(1.0)
        _wire(desk, drafting, bridge, chat, rail, sheet, said)
        timer.tick(_watch(desk), None, [status, chat, timer], **_quiet("watch"))
    return page


def _html(value: str, name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


def _chat(desk: Desk) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="对话",
        show_label=False,
        container=False,
        height=None,
        layout="panel",
        placeholder=templates.welcome(desk.door.examples()),
        buttons=[],
        latex_delimiters=[],
        group_consecutive_messages=False,
        feedback_options=None,
        allow_file_downloads=False,
    )


def _quiet(name: str) -> dict[str, Any]:
    """How every event is listened to: not public, no overlay, as often as it happens."""
    return {
        "api_name": name,
        "api_visibility": "private",
        "show_progress": "hidden",
        "trigger_mode": "multiple",
    }


def _wire(
    desk: Desk,
    drafting: Drafting,
    bridge: gr.HTML,
    chat: gr.Chatbot,
    rail: gr.HTML,
    sheet: gr.HTML,
    said: gr.HTML,
) -> None:
    viewers = Viewers()

    async def show(event: gr.EventData, request: gr.Request) -> AsyncIterator[Frame]:
        action, owner = _action(event), owner_of(request)
        async with viewers.take(request.session_hash or owner) as viewer:
            trouble = await asyncio.to_thread(_do, desk, owner, action)
            async for frame in _frames(desk, owner, action["conversation"], trouble, viewer):
                yield frame

    def stop(event: gr.EventData, request: gr.Request) -> None:
        desk.stop(owner_of(request), _action(event)["conversation"])

    def source(event: gr.EventData, request: gr.Request) -> str:
        action = _action(event)
        try:
            if action["do"] == "law":
                return templates.sheet(drafting.law(action["text"]), (), "", -1)
            position, marker = int(action["position"]), str(action["marker"])
            view, citations = desk.source(owner_of(request), action["conversation"], position, marker)
        except BotError as error:
            return templates.sheet_trouble(str(error))
        return templates.sheet(view, citations, marker, position)

    def note(event: gr.EventData, request: gr.Request) -> tuple[Any, str]:
        action, owner = _action(event), owner_of(request)
        trouble = _do(desk, owner, action)
        return _rail(desk, owner, action.get("current", "")), templates.said(trouble)

    settled = "() => window.desk.settled()"
    bridge.submit(show, None, [chat, rail, said], **_quiet("show")).then(None, js=settled)
    bridge.stop(stop, None, None, queue=False, **_quiet("stop"))
    bridge.select(source, None, sheet, **_quiet("source")).then(None, js="() => window.desk.sheetReady()")
    bridge.edit(note, None, [rail, said], **_quiet("note"))


def _do(desk: Desk, owner: str, action: Action) -> str:
    """Do what the reader did; what went wrong, in a sentence, or nothing."""
    conversation, text = action["conversation"], action.get("text", "")
    position = int(action.get("position", -1))
    try:
        match action["do"]:
            case "ask":
                desk.ask(owner, conversation, text, [str(key) for key in action.get("files", [])])
            case "again":
                desk.again(owner, conversation)
            case "rewrite":
                desk.rewrite(owner, conversation, position, text)
            case "judge":
                verdict = action.get("verdict")
                desk.judge(owner, conversation, position, _verdict(verdict), text)
            case "rename":
                desk.rename(owner, conversation, text)
            case "delete":
                desk.delete(owner, conversation)
    except BotError as error:
        return str(error)
    return ""


def _verdict(word: str | None) -> Any:
    return word if word in ("up", "down") else None


async def _frames(
    desk: Desk, owner: str, conversation: str, trouble: str, viewer: Any
) -> AsyncIterator[Frame]:
    """What is to be seen of a conversation now, and again whenever the reply being written has grown."""
    job = desk.job(owner, conversation)
    version = job.version if job else 0
    chat, trouble = await asyncio.to_thread(_chat_value, desk, owner, conversation, trouble)
    yield chat, await asyncio.to_thread(_rail, desk, owner, conversation), templates.said(trouble)
    while job and not viewer.superseded:
        running = job.running
        if job.version != version:
            version = job.version
            chat[-1] = _message(job.draft(), job.position, last=True)
            yield list(chat), gr.skip(), gr.skip()
        if not running:
            return
        await asyncio.sleep(FRAME_EVERY)
    yield gr.skip(), gr.skip(), gr.skip()


def _chat_value(desk: Desk, owner: str, conversation: str, trouble: str) -> tuple[list[dict[str, str]], str]:
    try:
        drafts = desk.drafts(owner, conversation)
    except BotError as error:
        return [], trouble or str(error)
    return _messages(drafts), trouble


def _messages(drafts: Sequence[Draft]) -> list[dict[str, str]]:
    last = len(drafts) - 1
    return [_message(draft, position, position == last) for position, draft in enumerate(drafts)]


def _message(draft: Draft, position: int, last: bool) -> dict[str, str]:
    role = draft.saved.turn.role
    if role == "user":
        return {"role": role, "content": templates.question(draft.saved, position)}
    return {"role": role, "content": templates.reply(draft, position, last)}


def _rail(desk: Desk, owner: str, current: str) -> str:
    return templates.rail(desk.conversations(owner), current, datetime.now())


def _action(event: gr.EventData) -> Action:
    data = event._data
    return cast(Action, data) if isinstance(data, dict) else Action(do="", conversation="")


def _watch(desk: Desk) -> Any:
    def watch() -> tuple[str, Any, Any]:
        state = desk.door.status()
        examples = desk.door.examples()
        welcome = gr.update(placeholder=templates.welcome(examples)) if examples else gr.skip()
        return templates.status(state), welcome, gr.Timer(active=not (state.ready and examples))

    return watch
