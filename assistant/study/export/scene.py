"""A picture as plain shapes, which SVG, PNG and slides draw alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded rectangle with lines of text; positions and sizes in pixels of the scene.

    Attributes:
        x: Left edge.
        y: Upper edge.
        width: Width.
        height: Height.
        lines: Lines of text, centred vertically; broken already.
        size: Letter size.
        ink: Colour of the text, as ``RRGGBB``.
        fill: Colour of the ground; None leaves it out.
        is_bold: Whether the text is bold.
        align: How the lines stand in the box.
        radius: Radius of the corners.
    """

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    size: float
    ink: str
    fill: str | None = None
    is_bold: bool = False
    align: Align = "left"
    radius: float = 6

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line between two points."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    thickness: float = 2


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around a point."""

    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of a given size; later shapes lie over earlier ones.

    Attributes:
        title: What it shows, for those who cannot see it.
        width: Width in pixels.
        height: Height in pixels.
        shapes: What it is made of.
    """

    title: str
    width: float
    height: float
    shapes: tuple[Box | Stroke | Dot, ...]


PADDING = 12.0
"""Pixels between the edge of a box and its text, left and right."""
LINE = 1.35
"""Height of a line of text as a multiple of its size."""


def baselines(box: Box) -> tuple[float, ...]:
    """Return the heights at which the lines of a box stand."""
    step = box.size * LINE
    first = box.middle - step * len(box.lines) / 2 + step / 2 + box.size * 0.36
    return tuple(first + step * number for number in range(len(box.lines)))
