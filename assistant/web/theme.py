"""Looks of the page: system fonts only, no request to any other host, light and dark."""

from __future__ import annotations

import gradio as gr

_FONTS = (
    "system-ui",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)

# The page language decides fonts, hyphenation and how screen readers speak.
HEAD = "<script>document.documentElement.lang = 'zh-CN';</script>"

CSS = """
:root { --mark: #ffe58a; --mark-text: #1f1600; --accent: #a3201d; }
.dark { --mark: #6b5200; --mark-text: #fff6d6; --accent: #ff9d96; }
.gradio-container { max-width: 1440px !important; }
#plan-header h1 { font-size: 1.15rem; margin: 0 0 .15rem; line-height: 1.5; }
#plan-header p { margin: 0; opacity: .8; font-size: .85rem; }
#chat a { color: var(--accent); text-decoration: underline; white-space: nowrap; }
#panel { height: min(66vh, 720px); overflow-y: auto; padding: .75rem 1rem;
  border: 1px solid var(--border-color-primary); border-radius: 8px;
  background: var(--background-fill-primary); scroll-behavior: smooth; }
#panel h2 { font-size: 1rem; margin: 0 0 .5rem; }
#panel article { padding: .5rem .6rem; border-left: 3px solid transparent; margin-bottom: .75rem; }
#panel article:target { border-left-color: var(--accent);
  background: var(--background-fill-secondary); }
#panel h3 { font-size: .95rem; margin: 0 0 .35rem; }
#panel p { margin: 0 0 .5rem; line-height: 1.8; text-align: justify; }
#panel mark { background: var(--mark); color: var(--mark-text); padding: .1em 0; }
#panel .part { font-size: .8rem; opacity: .75; }
#examples button { font-weight: 400; }
:focus-visible { outline: 2px solid var(--accent) !important; outline-offset: 2px; }
@media (max-width: 700px) { #panel { height: auto; max-height: 70vh; } }
"""


def theme() -> gr.themes.Base:
    """A calm theme in the reds and greys of official pages."""
    return gr.themes.Soft(primary_hue="red", neutral_hue="gray", font=_FONTS, font_mono=_FONTS)
