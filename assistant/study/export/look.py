"""Colours and fonts of all materials, in one place."""

from __future__ import annotations

INK = "262626"
SOFT_INK = "595959"
ACCENT = "9E1B1E"
GOLD = "B8862B"
PALE = "F7EFE6"
PALE_GREY = "F2F2F2"
LINE_GREY = "BFBFBF"
WHITE = "FFFFFF"
# One colour per branch of a mind map; all carry white text with a contrast of 4.5 and more.
BRANCHES = ("9E1B1E", "1F5C8B", "2E6B3A", "7A4B9A", "8A5A00", "0B6E75", "8C3B5E", "4A5568")

# Names under which Windows, macOS with Office, and WPS know the fonts of Chinese documents.
SONG = "宋体"
HEI = "黑体"
FANGSONG = "仿宋"
KAI = "楷体"
SLIDE_FONT = "微软雅黑"
LATIN = "Times New Roman"
SVG_FONTS = (
    "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',"
    "'WenQuanYi Micro Hei',SimHei,sans-serif"
)
