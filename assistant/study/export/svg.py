"""A scene as SVG; every text is escaped."""

from __future__ import annotations

from html import escape

from assistant.office import clean
from assistant.study.export.look import SVG_FONTS
from assistant.study.export.scene import PADDING, Box, Dot, Scene, Stroke, baselines

_ANCHORS = {"left": "start", "centre": "middle", "right": "end"}


def to_svg(scene: Scene) -> str:
    """Write a scene as a stand-alone SVG document on white ground."""
    title = escape(clean(scene.title))
    size = f'width="{scene.width:g}" height="{scene.height:g}"'
    view = f'viewBox="0 0 {scene.width:g} {scene.height:g}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img"'
            f' aria-label="{title}" font-family="{escape(SVG_FONTS)}">',
            f"<title>{title}</title>",
            f'<rect {size} fill="#FFFFFF"/>',
            *map(_shape, scene.shapes),
            "</svg>\n",
        ]
    )


def _shape(shape: Box | Stroke | Dot) -> str:
    match shape:
        case Stroke():
            return (
                f'<line x1="{shape.x1:g}" y1="{shape.y1:g}" x2="{shape.x2:g}" y2="{shape.y2:g}"'
                f' stroke="#{shape.colour}" stroke-width="{shape.thickness:g}"'
                ' stroke-linecap="round"/>'
            )
        case Dot():
            return (
                f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}"'
                f' fill="#{shape.colour}"/>'
            )
        case Box():
            return _box(shape)


def _box(box: Box) -> str:
    parts = []
    if box.fill:
        parts.append(
            f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
            f' rx="{box.radius:g}" fill="#{box.fill}"/>'
        )
    place = {
        "left": box.x + PADDING,
        "centre": box.x + box.width / 2,
        "right": box.right - PADDING,
    }[box.align]
    weight = ' font-weight="bold"' if box.is_bold else ""
    parts += [
        f'<text x="{place:g}" y="{y:g}" font-size="{box.size:g}" fill="#{box.ink}"'
        f' text-anchor="{_ANCHORS[box.align]}"{weight}>{escape(clean(line))}</text>'
        for y, line in zip(baselines(box), box.lines, strict=True)
    ]
    return "\n".join(parts)
