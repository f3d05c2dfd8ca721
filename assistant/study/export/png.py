"""A scene as PNG, drawn with a Chinese font of this machine where there is one."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.study.export.scene import PADDING, Box, Dot, Scene, Stroke, baselines

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

# Pixels for each pixel of the scene: sharp when printed over the width of a page.
SCALE = 2
_HIGHEST = 12_000  # pixels; what is higher is drawn smaller
# Where systems keep fonts with simplified Chinese: regular, then bold (which may be missing).
_KNOWN = (
    ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/msyhbd.ttc"),
    ("C:/Windows/Fonts/simhei.ttf", ""),
    ("C:/Windows/Fonts/simsun.ttc", ""),
    ("/System/Library/Fonts/PingFang.ttc", ""),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", ""),
    ("/System/Library/Fonts/STHeiti Medium.ttc", ""),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
     "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", ""),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", ""),
)  # fmt: skip
_PROBE = "晋城规划"
_NO_CHARACTER = "\U000fffff"


class ChineseFont(NamedTuple):
    """Files of a font family with their place in a collection; both may be the same."""

    regular: tuple[str, int]
    bold: tuple[str, int]


def to_png(scene: Scene) -> bytes | None:
    """Draw a scene; None when this machine has no Chinese font."""
    from PIL import Image, ImageDraw

    font = find_font()
    if font is None:
        return None
    scale = min(SCALE, _HIGHEST / scene.height)
    size = (round(scene.width * scale), round(scene.height * scale))
    image = Image.new("RGB", size, "#FFFFFF")
    draw = ImageDraw.Draw(image)
    for shape in scene.shapes:
        _draw(draw, shape, scale, font)
    target = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(target, "PNG", compress_level=6)
    return target.getvalue()


@cache
def find_font() -> ChineseFont | None:
    """Return a font of this machine that has simplified Chinese, None when there is none."""
    for regular, bold in _candidates():
        found = _usable(regular)
        if found:
            return ChineseFont(found, (bold and _usable(bold)) or found)
    return None


def _candidates() -> Iterator[tuple[str, str]]:
    yield from _KNOWN
    if sys.platform.startswith("linux"):
        command = ["fc-list", ":lang=zh-cn", "file"]
        try:
            listed = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return
        for line in sorted(listed.stdout.splitlines()):
            yield line.strip().rstrip(":"), ""


def _usable(file: str) -> tuple[str, int] | None:
    """Return the face of a font file that draws Chinese, the simplified one of a collection."""
    from PIL import ImageFont

    if not Path(file).is_file():
        return None
    faces = []
    for index in range(16):
        try:
            font = ImageFont.truetype(file, 20, index=index)
        except OSError:
            break
        missing = bytes(font.getmask(_NO_CHARACTER))
        if all(bytes(font.getmask(character)) != missing for character in _PROBE):
            faces.append((index, font.getname()[0] or ""))
    if not faces:
        return None
    simplified = [i for i, name in faces if name.endswith((" SC", " CN")) and "Mono" not in name]
    return file, (simplified or [faces[0][0]])[0]


@cache
def _font(face: tuple[str, int], size: int) -> FreeTypeFont:
    from PIL import ImageFont

    file, index = face
    return ImageFont.truetype(file, size, index=index)


def _draw(draw: ImageDraw, shape: Box | Stroke | Dot, scale: float, font: ChineseFont) -> None:
    match shape:
        case Stroke():
            ends = [(shape.x1 * scale, shape.y1 * scale), (shape.x2 * scale, shape.y2 * scale)]
            draw.line(ends, f"#{shape.colour}", round(shape.thickness * scale))
        case Dot():
            middle = (shape.x * scale, shape.y * scale)
            draw.circle(middle, shape.radius * scale, f"#{shape.colour}")
        case Box():
            _draw_box(draw, shape, scale, font)


def _draw_box(draw: ImageDraw, box: Box, scale: float, font: ChineseFont) -> None:
    if box.fill:
        corners = [box.x * scale, box.y * scale, box.right * scale, (box.y + box.height) * scale]
        draw.rounded_rectangle(corners, box.radius * scale, f"#{box.fill}")
    face = font.bold if box.is_bold else font.regular
    place, anchor = {
        "left": (box.x + PADDING, "ls"),
        "centre": (box.x + box.width / 2, "ms"),
        "right": (box.right - PADDING, "rs"),
    }[box.align]
    for y, line in zip(baselines(box), box.lines, strict=True):
        position = (place * scale, y * scale)
        draw.text(
            position, line, f"#{box.ink}", _font(face, round(box.size * scale)), anchor=anchor
        )
