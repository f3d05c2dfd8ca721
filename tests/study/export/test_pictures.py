from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from PIL import Image

from assistant.plan import Plan
from assistant.study.export import png
from assistant.study.export.mind_map import branches, mind_map, mind_map_pages, mind_map_slides
from assistant.study.export.png import to_png
from assistant.study.export.scene import PADDING, Box, Scene
from assistant.study.export.svg import to_svg
from assistant.study.export.text_fit import width
from assistant.study.export.time_line import time_line, time_line_pages, time_line_slides
from assistant.study.model import Session
from tests.study.export.conftest import with_text

NASTY = "<b>&\"']]>\x0b"
LONG = "很长的标题与说明" * 40


def _all_scenes(plan: Plan, session: Session) -> list[Scene]:
    line = time_line(session)
    assert line is not None
    return [
        mind_map(plan, session),
        *mind_map_slides(plan, session, 560),
        *mind_map_pages(plan, session, 1100),
        line,
        *time_line_slides(session, 560),
        *time_line_pages(session, 1100),
    ]


def _boxes(scene: Scene) -> list[Box]:
    return [shape for shape in scene.shapes if isinstance(shape, Box)]


@pytest.mark.parametrize("text", ["", NASTY, LONG])
def test_nothing_overlaps_or_leaves_the_picture(plan: Plan, session: Session, text: str) -> None:
    """Boxes lie inside the picture and apart from one another, and hold their lines."""
    for scene in _all_scenes(plan, with_text(session, text)):
        for box in _boxes(scene):
            assert box.x >= 0 and box.right <= scene.width
            assert box.y >= 0 and box.y + box.height <= scene.height + 0.1
            room = (box.width - 2 * PADDING) / box.size
            assert all(width(line) <= room + 0.01 for line in box.lines)
            assert len(box.lines) * box.size * 1.3 <= box.height
        for one, other in combinations(_boxes(scene), 2):
            apart = one.right <= other.x or other.right <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_the_map_shows_every_unit(plan: Plan, session: Session) -> None:
    """All key points are on the map, whole and cut into slides or pages alike."""
    shown = branches(plan, session)
    assert [branch.text.split()[0] for branch in shown] == [
        point.core.label for point in session.key_points
    ]
    for scenes in (mind_map_slides(plan, session, 560), mind_map_pages(plan, session, 1100)):
        drawn = "".join("".join(box.lines) for scene in scenes for box in _boxes(scene))
        assert all(point.core.label in drawn for point in session.key_points)
    assert all(scene.height == 560 for scene in mind_map_slides(plan, session, 560))


def test_many_units_are_grouped_by_part(plan: Plan, session: Session) -> None:
    """A wide scope has parts as branches and units as leaves."""
    from dataclasses import replace

    from tests.study.export.hand_session import cite

    points = tuple(
        replace(session.key_points[0], title=a.title, core=cite(plan, a.title, a.start))
        for a in plan.articles
    )
    wide = replace(session, key_points=points)
    shown = branches(plan, wide)
    assert [branch.text.split()[0] for branch in shown] == [part.label for part in plan.parts]
    assert sum(len(branch.leaves) for branch in shown) == len(plan.articles)
    assert len(mind_map_slides(plan, wide, 560)) > 1


def test_the_time_line_goes_by_year(session: Session) -> None:
    """Goals stand from top to bottom by year, each with its label."""
    scene = time_line(session)
    assert scene is not None
    drawn = ["".join(box.lines) for box in _boxes(scene)]
    places = [drawn.index(date.citation.label) for date in session.dates]
    assert len(places) == len(session.dates)
    text = "".join(drawn)
    assert all("".join(date.text.split()) in "".join(text.split()) for date in session.dates)


def test_svg_is_well_formed_and_escaped(plan: Plan, session: Session) -> None:
    """Markup in a text stays text, and control characters are gone."""
    for scene in _all_scenes(plan, with_text(session, NASTY)):
        root = ET.fromstring(to_svg(scene))
        names = {element.tag.split("}")[1] for element in root.iter()}
        assert names <= {"svg", "title", "rect", "line", "circle", "text"}
    whole = ET.fromstring(to_svg(mind_map(plan, session)))
    words = "".join(whole.itertext())
    assert all(point.core.label in words for point in session.key_points)


def test_png_is_drawn_at_twice_the_size(session: Session) -> None:
    """With a Chinese font there is a picture that is not blank."""
    scene = time_line(session)
    assert scene is not None
    drawn = to_png(scene)
    if png.find_font() is None:
        assert drawn is None
        return
    assert drawn is not None
    image = Image.open(io.BytesIO(drawn))
    assert image.size == (round(scene.width * 2), round(scene.height * 2))
    assert len(image.convert("RGB").getcolors(1 << 16) or ()) > 3


def test_without_a_font_there_is_no_png(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes instead of characters help nobody: no font, no picture."""
    monkeypatch.setattr(png, "_candidates", lambda: iter([("/no/such/font.ttf", "")]))
    png.find_font.cache_clear()
    try:
        scene = time_line(session)
        assert scene is not None and to_png(scene) is None
    finally:
        png.find_font.cache_clear()
