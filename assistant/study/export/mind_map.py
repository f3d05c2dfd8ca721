"""The mind map of a session's scope, laid out as plain shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.plan import Plan
from assistant.study.export import texts
from assistant.study.export.look import ACCENT, BRANCHES, INK, LINE_GREY, PALE, WHITE
from assistant.study.export.scene import LINE, PADDING, Box, Scene, Stroke
from assistant.study.export.text_fit import shorten, split_evenly, width, wrap
from assistant.study.model import Session

WIDE, NARROW = 1280.0, 900.0
"""Widths in pixels of a picture for screens and of one for A4 in portrait."""
_GAP, _BRANCH_GAP, _LINK = 8.0, 18.0, 40.0
_ROOT_SIZE, _BRANCH_SIZE, _LEAF_SIZE = 26.0, 19.0, 17.5
_MARGIN = 20.0
_MOST_UNITS = 12  # with more units, parts are the branches and units the leaves
_MOST_LEAVES = 5  # leaves of one branch
_LEAF_LINES, _BRANCH_LINES, _ROOT_LINES = 3, 3, 6
_WHOLE_LINES = 8  # of a leaf where the picture may be as high as need be


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a mind map with its leaves."""

    text: str
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """A branch with the lines of all its texts, and the height it needs."""

    lines: tuple[str, ...]
    leaves: tuple[tuple[str, ...], ...]
    colour: str

    @property
    def height(self) -> float:
        return max(_box_height(self.lines, _BRANCH_SIZE), _stack(self.leaves))


@dataclass(frozen=True, slots=True)
class _Frame:
    """How wide a picture and its columns are; how high it may be, None for as high as need be."""

    width: float
    height: float | None
    root: float
    branch: float

    def leaf(self, sides: int) -> float:
        """Width of the leaves when branches stand on so many sides of the root."""
        if sides == 1:
            return self.width - 2 * _MARGIN - self.root - self.branch - 2 * _LINK
        return (self.width - self.root) / 2 - _MARGIN - self.branch - 2 * _LINK


def mind_map(plan: Plan, session: Session) -> Scene:
    """Draw the whole scope in one picture, as high as it must be."""
    return _scenes(plan, session, _Frame(WIDE, None, 150, 225))[0]


def mind_map_slides(plan: Plan, session: Session, height: float) -> tuple[Scene, ...]:
    """Draw the scope in as many wide pictures of ``height`` pixels as are needed."""
    return _scenes(plan, session, _Frame(WIDE, height, 150, 225))


def mind_map_pages(plan: Plan, session: Session, height: float) -> tuple[Scene, ...]:
    """Draw the scope in as many narrow pictures of at most ``height`` pixels as are needed."""
    frame = _Frame(NARROW, height, 130, 235)
    shown = branches(plan, session)
    blocks = [_block(branch, i, frame, 1) for i, branch in enumerate(shown)]
    return tuple(
        _scene(session.scope.name, [group], frame, 2 * _MARGIN + _total(group))
        for group in _columns(blocks, height - 2 * _MARGIN, multiple=1)
    )


def branches(plan: Plan, session: Session) -> tuple[Branch, ...]:
    """Return what the map shows: units with what to remember, or parts with their units."""
    if len(session.key_points) <= _MOST_UNITS:
        return tuple(_unit_branches(session))
    return tuple(_part_branches(plan, session))


def _unit_branches(session: Session) -> Iterator[Branch]:
    for point in session.key_points:
        label = point.core.label
        remembered = [
            *(slogan.term for slogan in session.slogans if slogan.citation.label == label),
            *(item.text for item in session.indicators if item.citation.label == label),
        ]
        leaves = [point.short]
        for text in remembered:
            if not any(text in leaf for leaf in leaves):
                leaves.append(text)
        yield Branch(texts.unit_heading(label, point.title), tuple(leaves[:_MOST_LEAVES]))


def _part_branches(plan: Plan, session: Session) -> Iterator[Branch]:
    numbers = dict.fromkeys(point.core.part for point in session.key_points)
    for number in numbers:
        part = plan.part(number)
        units = [
            texts.unit_heading(point.core.label, point.title)
            for point in session.key_points
            if point.core.part == number
        ]
        if part is None:
            yield from (Branch(unit, ()) for unit in units)
        else:
            yield Branch(texts.unit_heading(part.label, part.title), tuple(units))


def _scenes(plan: Plan, session: Session, frame: _Frame) -> tuple[Scene, ...]:
    """One-sided where that is low enough, else on both sides of the root."""
    root, shown = session.scope.name, branches(plan, session)
    blocks = [_block(branch, i, frame, 1) for i, branch in enumerate(shown)]
    high = 2 * _MARGIN + _total(blocks)
    if high <= (frame.height or frame.width / 2):
        return (_scene(root, [blocks], frame, frame.height or high),)
    blocks = [_block(branch, i, frame, 2) for i, branch in enumerate(shown)]
    if frame.height is None:
        sides = _two_sides(blocks)
        return (_scene(root, sides, frame, 2 * _MARGIN + max(map(_total, sides))),)
    columns = _columns(blocks, frame.height - 2 * _MARGIN, multiple=2)
    if len(columns) <= 2:
        return (_scene(root, _two_sides(blocks), frame, frame.height),)
    pages = range(0, len(columns), 2)
    return tuple(_scene(root, columns[i : i + 2], frame, frame.height) for i in pages)


def _columns(blocks: Sequence[_Block], high: float, multiple: int) -> list[tuple[_Block, ...]]:
    """Distribute branches over columns of at most a height."""
    room = high + _BRANCH_GAP
    return split_evenly(blocks, room, lambda block: block.height + _BRANCH_GAP, multiple)


def _block(branch: Branch, number: int, frame: _Frame, sides: int) -> _Block:
    leaf = frame.leaf(sides)
    most = _LEAF_LINES if frame.height else _WHOLE_LINES
    return _Block(
        lines=_lines(branch.text, _BRANCH_SIZE, frame.branch, _BRANCH_LINES),
        leaves=tuple(_lines(text, _LEAF_SIZE, leaf, most) for text in branch.leaves),
        colour=BRANCHES[number % len(BRANCHES)],
    )


def _two_sides(blocks: list[_Block]) -> list[list[_Block]]:
    """Halve the branches where the two sides are most alike in height."""
    cuts = range(1, len(blocks))
    best = min(
        cuts, key=lambda cut: max(_total(blocks[:cut]), _total(blocks[cut:])), default=len(blocks)
    )
    return [side for side in (blocks[:best], blocks[best:]) if side]


def _scene(root: str, sides: Sequence[Sequence[_Block]], frame: _Frame, height: float) -> Scene:
    """Draw the first side to the left of the root when there are two: it is read first."""
    is_single = len(sides) == 1
    left = _MARGIN if is_single else (frame.width - frame.root) / 2
    lines = _lines(root, _ROOT_SIZE, frame.root, _ROOT_LINES)
    high = _box_height(lines, _ROOT_SIZE) + 16
    box = Box(left, (height - high) / 2, frame.root, high, lines, _ROOT_SIZE, WHITE, ACCENT, True,
              "centre", 14)  # fmt: skip
    strokes: list[Stroke] = []
    boxes: list[Box] = [box]
    for number, side in enumerate(sides):
        direction = 1 if is_single or number else -1
        drawn = _side(box, side, direction, frame, len(sides), height)
        strokes += drawn[0]
        boxes += drawn[1]
    return Scene(texts.MIND_MAP.format(name=root), frame.width, height, (*strokes, *boxes))


def _side(
    root: Box, blocks: Sequence[_Block], direction: int, frame: _Frame, sides: int, height: float
) -> tuple[list[Stroke], list[Box]]:
    """Draw the branches on one side of the root, with their leaves."""
    strokes: list[Stroke] = []
    boxes: list[Box] = []
    inner = root.right if direction > 0 else root.x
    y = (height - _total(blocks)) / 2
    drawn = []
    for block in blocks:
        middle = y + block.height / 2
        branch = _beside(inner, direction, frame.branch, block.lines, _BRANCH_SIZE, middle)
        branch = replace(branch, ink=WHITE, fill=block.colour, is_bold=True)
        outer = branch.right if direction > 0 else branch.x
        leaves = []
        leaf_y = middle - _stack(block.leaves) / 2
        for lines in block.leaves:
            high = _box_height(lines, _LEAF_SIZE)
            leaves.append(
                _beside(outer, direction, frame.leaf(sides), lines, _LEAF_SIZE, leaf_y + high / 2)
            )
            leaf_y += high + _GAP
        strokes += _tree(outer, middle, leaves, direction, block.colour)
        boxes += [branch, *leaves]
        drawn.append(branch)
        y += block.height + _BRANCH_GAP
    return [*strokes, *_tree(inner, root.middle, drawn, direction, LINE_GREY)], boxes


def _beside(
    edge: float, direction: int, wide: float, lines: tuple[str, ...], size: float, middle: float
) -> Box:
    x = edge + _LINK if direction > 0 else edge - _LINK - wide
    high = _box_height(lines, size)
    return Box(x, middle - high / 2, wide, high, lines, size, INK, PALE)


def _tree(
    edge: float, middle: float, children: Sequence[Box], direction: int, colour: str
) -> Iterator[Stroke]:
    """Right-angled lines from a box to its children."""
    if not children:
        return
    spine = edge + direction * _LINK / 2
    heights = [middle, *(child.middle for child in children)]
    yield Stroke(edge, middle, spine, middle, colour)
    yield Stroke(spine, min(heights), spine, max(heights), colour)
    for child in children:
        near = child.x if direction > 0 else child.right
        yield Stroke(spine, child.middle, near, child.middle, colour)


def _total(blocks: Sequence[_Block]) -> float:
    return sum(block.height + _BRANCH_GAP for block in blocks) - _BRANCH_GAP


def _stack(leaves: Sequence[Sequence[str]]) -> float:
    return sum(_box_height(leaf, _LEAF_SIZE) + _GAP for leaf in leaves) - _GAP


def _box_height(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * LINE + 12


def _lines(text: str, size: float, wide: float, most: int) -> tuple[str, ...]:
    """Break a text, cut to so many lines."""
    room = (wide - 2 * PADDING) / size
    lines = wrap(text, room)
    if len(lines) <= most:
        return lines
    last = shorten(lines[most - 1] + "".join(lines[most:]), room - 0.5)
    return (*lines[: most - 1], last if width(last) <= room else last[:-1])
