"""An empty wide presentation with layouts of its own, made from the one python-pptx brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Inches, Pt

from assistant.study.export.look import (
    ACCENT,
    BRANCHES,
    GOLD,
    INK,
    PALE,
    SLIDE_FONT,
    SOFT_INK,
    WHITE,
)

WIDE, HIGH = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
TEXT_WIDE = Emu(WIDE - 2 * MARGIN)
# Names of the layouts; the values are those of python-pptx's own presentation.
TITLE, CONTENT, SECTION, POINT, STATED, PLAIN, CHART, TABLE = (
    "标题页", "标题和内容", "节标题", "要点和内容", "要点", "仅标题", "图表", "表格",
)  # fmt: skip
_ORIGINS = {
    TITLE: "Title Slide",
    CONTENT: "Title and Content",
    SECTION: "Section Header",
    POINT: "Two Content",
    STATED: "Title and Vertical Text",
    PLAIN: "Title Only",
    CHART: "Content with Caption",
    TABLE: "Picture with Caption",
}
_THEME_COLOURS = {
    "dk2": INK, "lt2": PALE, "accent1": ACCENT, "accent2": GOLD,
    **{f"accent{number + 2}": BRANCHES[number] for number in range(1, 5)},
}  # fmt: skip
HEAD = (MARGIN, Inches(0.38), TEXT_WIDE, Inches(0.85))
_BODY_TOP = Inches(1.45)
BODY = (MARGIN, _BODY_TOP, TEXT_WIDE, Inches(5.3))
"""Left, top, width and height of the room below the title."""
STATEMENT = (MARGIN, _BODY_TOP, TEXT_WIDE, Inches(1.65))
DETAILS = (MARGIN, Inches(3.3), TEXT_WIDE, Inches(3.5))
CAPTION = (MARGIN, _BODY_TOP, TEXT_WIDE, Inches(0.8))
BELOW_CAPTION = (MARGIN, Inches(2.3), TEXT_WIDE, Inches(4.45))
FOOTER = (MARGIN, Inches(6.98), Inches(10.9), Inches(0.32))
_NUMBER = (Emu(WIDE - MARGIN - Inches(1.0)), Inches(6.98), Inches(1.0), Inches(0.32))

Room = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of a placeholder looks; sizes in points."""

    size: int
    colour: str
    is_bold: bool = False
    is_list: bool = False
    align: str = "l"
    anchor: str = "t"
    inset: float = 7.2


_HEAD_LOOK = Look(28, ACCENT, is_bold=True, anchor="b")
_BODY_LOOK = Look(22, INK, is_list=True)
_FOOTER_LOOK = Look(10, SOFT_INK, anchor="ctr")
_NUMBER_LOOK = Look(10, SOFT_INK, align="r", anchor="ctr")
_PLAIN_LOOK = Look(18, SOFT_INK)
_MASTER_ROOMS: dict[str, tuple[Room, Look]] = {
    "TITLE": (HEAD, _HEAD_LOOK),
    "BODY": (BODY, _BODY_LOOK),
    "FOOTER": (FOOTER, _FOOTER_LOOK),
    "SLIDE_NUMBER": (_NUMBER, _NUMBER_LOOK),
}
# Rooms and looks by index of the placeholder; others stand where the master has them.
_ROOMS: dict[str, dict[int, tuple[Room, Look]]] = {
    TITLE: {
        0: ((MARGIN, Inches(2.0), TEXT_WIDE, Inches(1.8)),
            Look(44, WHITE, is_bold=True, anchor="b", inset=0)),
        1: ((MARGIN, Inches(4.2), TEXT_WIDE, Inches(1.6)), Look(20, WHITE, inset=0)),
    },
    CONTENT: {1: (BODY, _BODY_LOOK)},
    SECTION: {
        0: ((MARGIN, Inches(2.4), TEXT_WIDE, Inches(1.4)),
            Look(40, ACCENT, is_bold=True, anchor="b", inset=0)),
        1: ((MARGIN, Inches(4.2), TEXT_WIDE, Inches(1.0)), Look(20, SOFT_INK, inset=0)),
    },
    POINT: {
        1: (STATEMENT, Look(28, INK, anchor="ctr", inset=22)),
        2: (DETAILS, _BODY_LOOK),
    },
    STATED: {1: (BODY, Look(28, INK, anchor="ctr", inset=22))},
    PLAIN: {},
    CHART: {1: (BELOW_CAPTION, _PLAIN_LOOK), 2: (CAPTION, _PLAIN_LOOK)},
    TABLE: {1: (BELOW_CAPTION, _PLAIN_LOOK), 2: (CAPTION, _PLAIN_LOOK)},
}  # fmt: skip


def new_deck() -> Deck:
    """Return a 16:9 presentation without slides, in the project's colours and fonts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    _set_theme(deck)
    _set_master(deck)
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    for name, origin in _ORIGINS.items():
        layouts[origin].element.cSld.set("name", name)
    for name, found in layouts.items():
        if name not in _ORIGINS.values():
            deck.slide_layouts.remove(found)
    _arrange(deck)
    return deck


def layout(deck: Deck, name: str) -> Any:
    """Return a layout by its name."""
    return deck.slide_layouts.get_by_name(name)


def rgb(colour: str) -> RGBColor:
    """Return a colour given as ``RRGGBB``."""
    red, green, blue = bytes.fromhex(colour)
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def place(shape: Any, room: Room) -> None:
    """Move a shape to a room."""
    shape.left, shape.top, shape.width, shape.height = room


def _set_theme(deck: Deck) -> None:
    """Name fonts and colours in the theme; python-pptx has no call for it, so its XML is edited."""
    part: Any = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme: Any = parse_xml(part.blob)
    for name, colour in _THEME_COLOURS.items():
        for element in theme.iter(qn(f"a:{name}")):
            for child in list(element):
                element.remove(child)
            element.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour}"/>'))
    for family in ("majorFont", "minorFont"):
        for element in theme.iter(qn(f"a:{family}")):
            for script in ("latin", "ea"):
                element.find(qn(f"a:{script}")).set("typeface", SLIDE_FONT)
            for font in element.findall(qn("a:font")):
                if font.get("script") == "Hans":
                    font.set("typeface", SLIDE_FONT)
    part._blob = serialize_part_xml(theme)


def _set_master(deck: Deck) -> None:
    master = deck.slide_master
    for shape in master.placeholders:
        kind = shape.placeholder_format.type.name
        if kind in _MASTER_ROOMS:
            room, look = _MASTER_ROOMS[kind]
            place(shape, room)
            _set_look(shape, look)
        else:
            shape._element.getparent().remove(shape._element)
    styles = master.element.find(qn("p:txStyles"))
    for name, look in (("titleStyle", _HEAD_LOOK), ("bodyStyle", _BODY_LOOK)):
        level = styles.find(qn(f"p:{name}")).find(qn("a:lvl1pPr"))
        level.getparent().replace(level, parse_xml(_level(look)))
    master.shapes._spTree.append(_bar((MARGIN, Inches(1.26), TEXT_WIDE, Pt(1.5)), GOLD))


def _arrange(deck: Deck) -> None:
    """Give every layout its rooms; what is the same as in the master is left to the master."""
    for found in deck.slide_layouts:
        rooms = _ROOMS[found.name]
        for shape in list(found.placeholders):
            index = shape.placeholder_format.idx
            if shape.placeholder_format.type.name == "DATE":
                shape._element.getparent().remove(shape._element)
            elif index in rooms:
                room, look = rooms[index]
                place(shape, room)
                _set_look(shape, look)
            else:
                _inherit_place(shape)
    for name in (TITLE, SECTION):
        found = layout(deck, name)
        found.element.set("showMasterSp", "0")
        found.background.fill.solid()
        found.background.fill.fore_color.rgb = rgb(ACCENT if name == TITLE else PALE)
        found.shapes._spTree.append(_bar((MARGIN, Inches(3.95), Inches(1.6), Pt(4)), GOLD))
    for name, (left, top, _, high) in ((POINT, STATEMENT), (STATED, BODY)):
        layout(deck, name).shapes._spTree.append(_bar((left, top, Pt(5), high), ACCENT))
    for name, kind in ((STATED, "body"), (CHART, "chart"), (TABLE, "tbl")):
        found = layout(deck, name)
        found.element.attrib.pop("type", None)  # it is none of Office's own kinds any more
        element = next(p for p in found.placeholders if p.placeholder_format.idx == 1)._element
        holder = element.find(f".//{qn('p:ph')}")
        holder.attrib.pop("orient", None)
        holder.set("type", kind)


def _inherit_place(shape: Any) -> None:
    transform = shape._element.spPr.find(qn("a:xfrm"))
    if transform is not None:
        shape._element.spPr.remove(transform)


def _set_look(shape: Any, look: Look) -> None:
    body = shape._element.txBody
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    style.append(parse_xml(_level(look)))
    properties = body.find(qn("a:bodyPr"))
    for child in list(properties):
        properties.remove(child)
    properties.attrib.pop("vert", None)
    properties.set("anchor", look.anchor)
    properties.set("lIns", str(Pt(look.inset)))


def _level(look: Look) -> str:
    """Return the XML of the first level of a list style."""
    bullet = (
        '<a:buFont typeface="Arial"/><a:buChar char="\u2022"/>' if look.is_list else "<a:buNone/>"
    )
    indent = 'marL="285750" indent="-285750"' if look.is_list else 'marL="0" indent="0"'
    return (
        f'<a:lvl1pPr {nsdecls("a")} algn="{look.align}" {indent} eaLnBrk="1" hangingPunct="1">'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef>{bullet}'
        f'<a:defRPr sz="{look.size * 100}" b="{int(look.is_bold)}" lang="zh-CN">'
        f'<a:solidFill><a:srgbClr val="{look.colour}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr></a:lvl1pPr>'
    )


def _bar(room: Room, colour: str) -> Any:
    """Return the XML of a filled rectangle; layouts have no call that adds shapes."""
    left, top, wide, high = map(int, room)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="900" name="装饰线"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        "</p:spPr></p:sp>"
    )
