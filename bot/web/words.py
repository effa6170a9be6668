"""Gradio's own words, in Chinese for every browser language."""

from __future__ import annotations

import gradio as gr

_WORDS = {
    "chatbot.copy_message": "复制这条",
    "chatbot.retry": "重新生成",
    "chatbot.undo": "撤销",
    "chatbot.clear": "清空对话",
    "chatbot.edit": "改写",
    "chatbot.like": "有用",
    "chatbot.dislike": "没用",
    "chat_interface.chatbot": "对话",
    "chat_interface.message_placeholder": "写下问题",
    "common.error": "出错了",
    "common.loading": "正在打开",
    "common.submit": "发送",
    "common.stop": "停下",
    "errors.build_error": "页面没有打开成功，请刷新",
    "blocks.connection_lost": "连不上服务，请确认它还在运行",
}


def chinese() -> gr.I18n:
    """The words by browser language; every language that Gradio would show otherwise gets the Chinese ones."""
    return gr.I18n(**dict.fromkeys(("zh-CN", "zh", "zh-TW", "en"), _WORDS))
