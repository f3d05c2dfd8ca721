"""How the page looks: theme, style sheet and the script that makes labels jump to their unit.

Nothing here names another host: fonts are those of the system.
"""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr
from gradio.themes.utils import fonts

from assistant.web import texts
from eval.report.html import FILTER_SCRIPT, SECTIONS_STYLE

_FOLDER = Path(__file__).parent
_FONTS = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
_MONO_FONTS = ("Consolas", "Menlo", "Noto Sans Mono CJK SC", "monospace")
# What page.js says; it explains each table.
_WORDS = {
    "names": (
        ('#chat [role="log"]', texts.CHAT_TITLE),
        ('#chat [data-testid="user"]', texts.NAME_QUESTION),
        ('#chat [data-testid="bot"]', texts.NAME_ANSWER),
        ('#chat [aria-label="Scroll down"]', texts.NAME_SCROLL_DOWN),
        ("#ev-file button.center, #ev-file [aria-dropeffect]", texts.NAME_UPLOAD),
        ("#chat .example", None),
        ("#chat .message-buttons button:last-of-type", texts.FEEDBACK_USEFUL),
        ("#chat .message-buttons button:first-of-type", texts.FEEDBACK_USELESS),
    ),
    "copied": texts.PLAN_COPIED,
    "history": {
        "rename": texts.HISTORY_RENAME,
        "delete": texts.HISTORY_DELETE,
        "askName": texts.HISTORY_RENAME_ASK,
        "askDelete": texts.HISTORY_DELETE_ASK,
    },
    "leftOpen": texts.ST_LEFT_OPEN,
    "toastTitle": texts.TOAST_TITLE,
    "toasts": (
        ("Connection to the server was lost", texts.TOAST_LOST),
        ("Queue is full", texts.TOAST_QUEUE_FULL),
        ("File(s) exceed", texts.TOAST_FILE_LARGE),
        ("", texts.TOAST_OTHER),
    ),
}


def make_theme() -> gr.themes.Base:
    """Return the theme; it loads no font file."""
    return gr.themes.Default(
        primary_hue="blue",
        secondary_hue="blue",
        neutral_hue="slate",
        text_size="md",
        radius_size="sm",
        font=[fonts.Font(name) for name in _FONTS],
        font_mono=[fonts.Font(name) for name in _MONO_FONTS],
    )


def css() -> str:
    """Return the page's own style sheets; the others build on `page.css`."""
    sections = SECTIONS_STYLE.read_text(encoding="utf-8")
    return f"{_joined('css')}\n#tab-evaluation .report {{\n{sections}}}\n"


def head() -> str:
    """Return what goes into the page's head: its scripts."""
    scripts = FILTER_SCRIPT.read_text(encoding="utf-8")
    words = json.dumps(_WORDS, ensure_ascii=False)
    return f"<script>const WORDS = {words};\n{_joined('js')}\n{scripts}</script>"


def _joined(kind: str) -> str:
    """All files of a kind, `page` first."""
    files = sorted(_FOLDER.glob(f"*.{kind}"), key=lambda file: (file.stem != "page", file.stem))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
