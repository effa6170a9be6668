"""The theme that makes Gradio follow our tokens, and what goes into the page's head."""

from __future__ import annotations

import gradio as gr

from bot.web.page import SCRIPTS, STYLES

_FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_TOKENS = {
    "body_background_fill": "var(--desk)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--ink-2)",
    "background_fill_primary": "var(--paper)",
    "background_fill_secondary": "var(--desk)",
    "border_color_primary": "var(--hairline)",
    "border_color_accent": "var(--seal)",
    "color_accent": "var(--seal)",
    "color_accent_soft": "var(--tint)",
    "link_text_color": "var(--seal)",
    "block_background_fill": "var(--desk)",
}


def theme() -> gr.themes.Base:
    """Gradio's plainest theme, in our colours and the system's own fonts, the same in light and dark."""
    base = gr.themes.Base(font=list(_FONTS), font_mono=["ui-monospace", "monospace"])
    both = {
        name + end: value
        for name, value in _TOKENS.items()
        for end in ("", "_dark")
        if _known(base, name + end)
    }
    return base.set(**both, block_border_width="0", block_shadow="none", layout_gap="0")


def _known(theme: gr.themes.Base, name: str) -> bool:
    return hasattr(theme, name) or not name.endswith("_dark")


def head() -> str:
    """Our styles and scripts, in order, and how the page meets a phone.

    The styles come this way and not through `css_paths`, which rewrites every selector and so breaks those
    that begin at the body.
    """
    styles, scripts = (
        "\n".join(path.read_text(encoding="utf-8") for path in paths) for paths in (STYLES, SCRIPTS)
    )
    return (
        '<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">'
        '<meta name="color-scheme" content="light dark">'
        f"<style>{styles}</style><script>{scripts}</script>"
    )
