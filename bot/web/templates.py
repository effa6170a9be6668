"""The pieces of the page as HTML: small functions, everything from outside escaped on the way in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from bot.conversation import AssistantStatus, Citation, Origin, Reply, SourceView
from bot.storage import SavedTurn, Summary
from bot.web.render import LAW_CLASSES, answer, escape, plain
from bot.web.review_reply import Short, shortened
from bot.web.uploads import FORMATS, LARGEST, MOST_AT_ONCE
from bot.web.writing import Draft

TITLE = "客服合同助手"
_ICONS: Mapping[str, str] = {
    "menu": "M3 5h14M3 10h14M3 15h14",
    "close": "M5 5l10 10M15 5L5 15",
    "new": "M10 4v12M4 10h12",
    "send": "M10 16V4M5 9l5-5 5 5",
    "pen": "M4 16l1-4 8-8 3 3-8 8-4 1z",
    "clip": "M14 6l-6 6a2 2 0 003 3l6-6a4 4 0 00-6-6l-6 6a6 6 0 008 8l5-5",
    "bin": "M4 6h12M8 6V4h4v2M6 6l1 10h6l1-10",
}
_ORIGINS: Mapping[Origin, tuple[str, str]] = {
    "knowledge": ("ours", "随产品提供的资料"),
    "own": ("own", "你们自己的资料"),
    "statute": ("law", "法律条文，来自法条库"),
    "regulation": ("unchecked", "法规或司法解释，法条库里没有，用我们自己的话转述"),
    "paper": ("own", "正在看的这份合同"),
}
LONGEST_SHOWN = 1_500
"""Characters of a question that are shown whole; of a longer one, a pasted contract, the beginning."""
_BEGINNING = 160
_LABELS: Mapping[Origin, str] = {"statute": "条文全文", "regulation": "大意"}
_WAYS_ON: Mapping[str, str] = {"refusal": "可以这样问", "clarify": "你是想问"}


def icon(name: str) -> str:
    """A drawn sign that says nothing to a screen reader; its button carries the words."""
    return f'<svg viewBox="0 0 20 20" aria-hidden="true"><path d="{_ICONS[name]}"/></svg>'


def topbar() -> str:
    """The head of the centre column, with the page's one h1."""
    return (
        f'<header class="topbar"><button type="button" class="icon" id="open-rail" aria-label="打开会话列表"'
        f' aria-expanded="false" aria-controls="rail">{icon("menu")}</button>'
        f"<h1>{TITLE}</h1>"
        '<button type="button" class="open-paper" id="open-paper">打开合同</button>'
        '<button type="button" class="open-review" id="open-review">看审阅</button>'
        f'<button type="button" class="icon new" aria-label="新会话">{icon("new")}</button></header>'
    )


def switch() -> str:
    """On a phone: which of the two is seen, the conversation or the contract."""
    return (
        '<div class="switch" role="tablist" aria-label="对话和合同">'
        '<button type="button" role="tab" id="switch-chat" aria-selected="true" aria-controls="centre">对话</button>'
        '<button type="button" role="tab" id="switch-paper" aria-selected="false" aria-controls="paper">合同'
        '<small id="switch-count"></small></button></div>'
    )


def paper() -> str:
    """Where the contract will stand once there is one."""
    return '<aside class="paper-panel" id="paper" aria-label="合同"></aside>'


def welcome(examples: Mapping[str, Sequence[str]]) -> str:
    """What an empty conversation shows: what can be asked, in three lines, and examples by who asks."""
    groups = "".join(
        f'<section class="who"><h3>{escape(f"你是{who}")}</h3>{_questions(questions)}</section>'
        for who, questions in examples.items()
    )
    return (
        '<div class="welcome"><h2>客服外包合同，有什么要问？</h2><ul class="can">'
        "<li>怎么签、怎么付款、违约怎么算、怎么解约，直接问。</li>"
        "<li>对方发来的合同，传上来逐条看：少了什么，哪里不公平，该怎么改。</li>"
        '<li>每句话都标出处，点 <span class="cite sample">1</span> 看原文，'
        '点 <span class="cite law sample">2</span> 看法条；资料里没有的，直说没有。</li></ul>'
        f'<div class="groups">{groups}</div></div>'
    )


def status(state: AssistantStatus) -> str:
    """The line above the composer while something is still being prepared; nothing afterwards."""
    progress = state.progress
    if state.ready and not state.notice and not progress:
        return ""
    words = state.notice or "正在整理资料"
    bar = ""
    if progress and progress.total > 0:
        words += f" · {progress.done} / {progress.total} {progress.unit}"
        bar = f'<progress aria-label="整理资料的进度" value="{progress.done}" max="{progress.total}"></progress>'
    return f'<div class="status" role="status"><span>{escape(words)}</span>{bar}</div>'


def question(saved: SavedTurn, position: int) -> str:
    """What the reader asked, with the names of the files that came with it."""
    turn = saved.turn
    files = "".join(f'<span class="handed">{escape(file.name)}</span>' for file in turn.files)
    rewrite = f'<button type="button" class="act rewrite" id="rewrite-{position}">改写</button>'
    return (
        f'<div class="question">{f"<div class=files>{files}</div>" if files else ""}<div class="words">{_asked(turn.text)}</div>'
        f'<div class="actions">{"" if len(turn.text) > LONGEST_SHOWN else rewrite}</div></div>'
    )


def _asked(text: str) -> str:
    if len(text) <= LONGEST_SHOWN:
        return plain(text)
    return f'{plain(text[:_BEGINNING])}…<br><span class="whole">贴了一份，共 {len(text):,} 字</span>'


def reply(draft: Draft, position: int, last: bool) -> str:
    """An answer in whatever state it is in, with the quiet row under it once it is finished."""
    saved, told = draft.saved, draft.saved.turn.reply
    citations = told.citations if told else ()
    kind = told.kind if told else "answer"
    short = shortened(saved.turn.text) if kind == "review" else Short(saved.turn.text, 0)
    if short.left:
        citations = tuple(item for item in citations if f"[{item.marker}]" in short.text)
    body = answer(short.text, position, citations)
    if kind == "review":
        body += _beside(position, short.left)
    if saved.state == "failed":
        body = f'<p class="trouble"><b>没有答成</b>{plain(saved.turn.text)}</p>'
    parts = [f'<div class="leaf">{body}</div>' if body else ""]
    if saved.state == "writing":
        parts.append("" if body else f'<p class="thinking">{escape(draft.thinking or "正在查资料")}</p>')
    else:
        parts += [_notes(saved), _actions(saved, position, last, len(citations))]
        if last and told and told.suggestions and saved.state == "done":
            parts.append(_ways_on(told))
    return f'<div class="answer {saved.state} kind-{kind}" id="answer-{position}">{"".join(parts)}</div>'


def _beside(position: int, left: int) -> str:
    """The way from a review in the chat to the sheet that shows all of it."""
    rest = f"其余 {left} 处，" if left else "逐条的意见，"
    return (
        f'<p class="beside"><button type="button" class="see-review" id="review-{position}">{rest}'
        '<span class="on-desk">见右边</span><span class="on-phone">点开看</span></button></p>'
    )


def _ways_on(told: Reply) -> str:
    """Questions to go on with; an answer that ends by offering them needs no heading."""
    offered = told.text.rstrip().endswith((":", "\uff1a"))
    heading = "" if offered else f"<h3>{_WAYS_ON.get(told.kind, '接着问')}</h3>"
    return f'<section class="next">{heading}{_questions(told.suggestions)}</section>'


def _notes(saved: SavedTurn) -> str:
    notes = list(saved.turn.reply.notices) if saved.turn.reply else []
    if saved.state == "stopped":
        notes.append("没有写完，停在这里。" if saved.turn.text else "还没开始写就停下了。")
    return f'<ul class="notes">{"".join(f"<li>{escape(note)}</li>" for note in notes)}</ul>' if notes else ""


def _actions(saved: SavedTurn, position: int, last: bool, sources: int) -> str:
    def act(name: str, words: str) -> str:
        return f'<button type="button" class="act {name}" id="{name}-{position}">{words}</button>'

    failed = saved.state == "failed"
    buttons = [] if failed or not saved.turn.text else [act("copy", "复制")]
    if last:
        buttons.append(act("again", "再试一次" if failed else "重新生成"))
    if saved.state == "done":
        buttons += [
            act(name, f"✓ {words}" if saved.verdict == name else words)
            for name, words in (("up", "有用"), ("down", "没用"))
        ]
    if sources:
        buttons.append(act("basis", f"依据 {sources} 条"))
    return f'<div class="actions">{"".join(buttons)}</div>'


def _questions(questions: Iterable[str]) -> str:
    items = "".join(
        f'<li><button type="button" class="ask">{escape(question)}</button></li>' for question in questions
    )
    return f'<ul class="questions">{items}</ul>'


def rail(conversations: Sequence[Summary], current: str, now: datetime) -> str:
    """The list of conversations by day, the one used last first."""
    days = groupby(conversations, key=lambda item: _day(datetime.fromtimestamp(item.updated), now))
    groups = "".join(
        f"<section><h3>{day}</h3><ul>{''.join(_entry(item, current) for item in items)}</ul></section>"
        for day, items in days
    )
    return (
        '<nav class="rail" id="rail" aria-label="会话"><div class="rail-head">'
        f'<button type="button" class="new wide">{icon("new")}<span>新会话</span></button>'
        f'<button type="button" class="icon" id="close-rail" aria-label="关上会话列表">{icon("close")}</button></div>'
        f"{groups or '<p class=empty>问过的会话会按日期排在这里。</p>'}"
        '<div class="rail-foot"><a href="clauses">条款库</a>'
        '<label class="file"><input type="file" id="rail-import" accept="application/json,.json">'
        "<span>导入合同草稿</span></label></div></nav>"
    )


def _entry(item: Summary, current: str) -> str:
    title, key = escape(item.title), escape(item.id)
    here = ' aria-current="true"' if item.id == current else ""
    return (
        f'<li class="entry" id="entry-{key}"><button type="button" class="open" title="{title}"{here}>{title}</button>'
        f'<span class="tools"><button type="button" class="icon rename" aria-label="改名：{title}">{icon("pen")}</button>'
        f'<button type="button" class="icon delete" aria-label="删除：{title}">{icon("bin")}</button></span></li>'
    )


def _day(moment: datetime, now: datetime) -> str:
    if moment.date() == now.date():
        return "今天"
    if moment.date() == (now - timedelta(days=1)).date():
        return "昨天"
    year = "" if moment.year == now.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日"


def sheet(view: SourceView, citations: Sequence[Citation], marker: str, position: int) -> str:
    """A source on the sheet: what it is, and the passage highlighted in its place."""
    tabs = "".join(
        f'<button type="button" class="tab{LAW_CLASSES.get(item.origin, "")}" id="tab-{position}-{escape(item.marker)}"'
        f' aria-label="依据{escape(item.marker)}"{_pressed(item.marker == marker)}>{escape(item.marker)}</button>'
        for item in citations
    )
    kind, origin = _ORIGINS[view.origin]
    date = f"{view.date} 的文本" if view.origin == "statute" else view.date
    facts = [view.status, view.site, view.author, date, "、".join(view.platforms)]
    path = [*(part for part in view.headings if not view.locator.startswith(part)), view.locator]
    return _sheet(
        f'<div class="tabs" role="group" aria-label="这条回答的依据">{tabs}</div>',
        f'<p class="origin {kind}">{origin}</p>'
        f'<h2 id="sheet-title" tabindex="-1">{escape(view.title)}</h2>'
        f'<p class="facts">{" · ".join(escape(fact) for fact in facts if fact)}</p>'
        f'<p class="path">{" › ".join(escape(part) for part in path if part)}</p>'
        f'<div class="paper" role="region" aria-label="原文" tabindex="0">'
        f'<div class="around">{_lines(view.before)}</div><mark class="passage" id="passage">'
        f'<span class="label">{_LABELS.get(view.origin, "引用的这一段")}</span>{_lines(view.quote)}</mark>'
        f'<div class="around">{_lines(view.after)}</div></div>',
    )


def sheet_trouble(message: str) -> str:
    """The sheet when a source cannot be shown."""
    return _sheet(
        "", f'<h2 id="sheet-title" tabindex="-1">依据打不开</h2><p class="facts">{escape(message)}</p>'
    )


def _sheet(tabs: str, body: str) -> str:
    return (
        '<aside class="sheet" id="sheet" aria-label="依据"><div class="sheet-head">'
        f'<button type="button" class="back" id="close-sheet"><span>返回</span>{icon("close")}</button>{tabs}</div>'
        f'<div class="sheet-body">{body}</div></aside>'
    )


def _pressed(yes: bool) -> str:
    return f' aria-pressed="{str(yes).lower()}"'


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def said(words: str) -> str:
    """A sentence that is shown, and spoken by a screen reader, for a moment."""
    return f'<p class="said" role="alert">{escape(words)}</p>' if words else ""


def composer() -> str:
    """Where a question is written and files are handed in; the draft is kept by the browser."""
    formats = " ".join(FORMATS)
    return (
        '<form class="composer" id="composer"><div class="rewriting" id="rewriting" hidden><span>改写这一问，'
        '它后面的对话会重写</span><button type="button" id="rewrite-cancel">不改了</button></div>'
        '<p class="offline" id="offline" role="alert" hidden></p>'
        '<p class="offline" id="attach-trouble" role="alert" hidden></p>'
        '<ul class="attached" id="attached" aria-label="要发的文件" hidden></ul>'
        f'<div class="line"><label class="attach" title="上传合同：{formats}">'
        f'<input type="file" id="attach" multiple accept="{",".join(FORMATS)}" data-most="{MOST_AT_ONCE}"'
        f' data-largest="{LARGEST}" aria-label="上传合同，可以用 {formats}">{icon("clip")}</label>'
        '<textarea id="question" rows="1" aria-label="你的问题" enterkeyhint="send"'
        ' autocomplete="off" placeholder="提问、起草，或上传对方的合同"></textarea>'
        f'<button type="submit" class="send" aria-label="发送">{icon("send")}</button>'
        '<button type="button" class="stop" id="stop" aria-label="停下"><i></i></button></div>'
        '<p class="fine"><span>仅供决策参考，不是法律意见</span>'
        f'<span class="formats">合同可以是 {formats}，也可以直接粘贴</span><span class="keys">Enter 发送，Shift+Enter 换行</span>'
        f'</p></form><div class="dropping" id="dropping" aria-hidden="true"><p>松手就上传<small>{formats}</small></p></div>'
    )


def dialogs() -> str:
    """The three small questions the page asks back: why not useful, which name, really delete."""
    reasons = "".join(
        f'<label><input type="radio" name="reason" value="{reason}"><span>{reason}</span></label>'
        for reason in ("答得不对", "依据对不上", "没答到点上", "看不懂", "其他")
    )
    return (
        '<p id="spoken" role="status"></p>'
        '<dialog id="paper-window" aria-labelledby="paper-window-title"></dialog>'
        f'<dialog id="why" aria-labelledby="why-title"><form method="dialog"><h2 id="why-title">哪里没用？</h2>'
        f'<fieldset class="reasons"><legend class="unseen">原因</legend>{reasons}</fieldset>'
        '<textarea name="more" rows="2" aria-label="补充说明" placeholder="想补充的话（可以不写）"></textarea>'
        f"{_choice('告诉我们')}</form></dialog>"
        '<dialog id="name" aria-labelledby="name-title"><form method="dialog"><h2 id="name-title">改个名字</h2>'
        f'<input name="title" maxlength="40" aria-label="会话的名字" autocomplete="off">{_choice("改名")}</form></dialog>'
        '<dialog id="sure" aria-labelledby="sure-title"><form method="dialog"><h2 id="sure-title">删除这段会话？</h2>'
        f'<p>「<span id="sure-name"></span>」删除后找不回来。</p>{_choice("删除")}</form></dialog>'
    )


def _choice(yes: str) -> str:
    return (
        '<div class="choice"><button type="submit" value="no" formnovalidate>取消</button>'
        f'<button type="submit" value="yes" class="main">{yes}</button></div>'
    )
