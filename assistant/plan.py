"""The plan as data: its parts, articles and paragraphs, each with its place in the source text.

Two forms are read: plans whose parts are headed ``一、`` (or ``第一章``, ``第一部分``) and whose
articles are numbered through ``1.``, and regulations numbered ``第一条``, with or without chapters.
Every character between the page header and the page footer belongs to exactly one unit.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from assistant.errors import AssistantError
from assistant.numerals import NUMERAL, half_width, parse_number, to_chinese

Form = Literal["plan", "regulation"]
UnitKind = Literal["preamble", "heading", "introduction", "article", "closing"]
MAX_BYTES = 5_000_000


class PlanError(AssistantError):
    """A file cannot be read as a plan or regulation.

    Attributes:
        line: Number of the line at which reading failed, from 1; None when no line is to blame.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(f"第 {line} 行:{message}" if line else message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source text; offsets count characters, the end is exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a unit without its surrounding blanks; an item begins with ``--``."""

    start: int
    end: int
    is_item: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A citable piece of the plan, or the heading of a part.

    Attributes:
        kind: What the unit is.
        part: Number of its part; 0 for the preamble and for regulations without chapters, one
            more than the last part for the closing paragraph.
        article: Article number, None for everything that is not an article.
        label: What answers show, such as ``第33条`` or ``第七部分导语``.
        title: Title of the article, or of the part for headings and introductions; may be empty.
        title_span: Where an article's title stands in the source, if it has one.
        start: Offset of its first character; units follow one another without a gap.
        end: Offset behind its last character, trailing line ends included.
        paragraphs: Its non-blank lines.
    """

    kind: UnitKind
    part: int
    article: int | None
    label: str
    title: str
    title_span: Span | None
    start: int
    end: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def key(self) -> str:
        """Short name used in question sets: ``33``, ``C7``, ``0`` (preamble), ``H7`` (heading)."""
        if self.kind == "article":
            return str(self.article)
        if self.kind == "preamble":
            return "0"
        return f"{'H' if self.kind == 'heading' else 'C'}{self.part}"

    @property
    def is_citable(self) -> bool:
        """Whether an answer may cite it; headings are shown but hold no statement."""
        return self.kind != "heading"


@dataclass(frozen=True, slots=True)
class Part:
    """A part (or chapter) with its heading, its introduction if it has one, and its articles."""

    number: int
    label: str
    title: str
    heading: Unit
    introduction: Unit | None
    articles: tuple[Unit, ...]


@dataclass(frozen=True)
class Plan:
    """A parsed document.

    Attributes:
        text: The decoded source, unaltered; all offsets refer to it.
        form: Which of the two forms it has.
        title: Title of the document as its header gives it; may be empty.
        date: Date of publication as ``YYYY-MM-DD``; None when the header gives none.
        source: Publisher named in the header, if any.
        header: Span before the first unit (title, date, page furniture).
        footer: Span behind the last unit.
        units: All units in document order.
        parts: The parts in document order; empty for a regulation without chapters.
    """

    text: str
    form: Form
    title: str
    date: str | None
    source: str | None
    header: Span
    footer: Span
    units: tuple[Unit, ...]
    parts: tuple[Part, ...]
    _by_key: dict[str, Unit] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the look-up table once; the dataclass is frozen, so it cannot go stale."""
        object.__setattr__(self, "_by_key", {unit.key: unit for unit in self.units})

    @cached_property
    def articles(self) -> tuple[Unit, ...]:
        """All articles in order."""
        return tuple(unit for unit in self.units if unit.kind == "article")

    @cached_property
    def citable(self) -> tuple[Unit, ...]:
        """All units an answer may cite, in order."""
        return tuple(unit for unit in self.units if unit.is_citable)

    @cached_property
    def sha256(self) -> str:
        """Hash of the text, hexadecimal; names the version of the plan."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def _starts(self) -> list[int]:
        return [unit.start for unit in self.units]

    def unit(self, key: str) -> Unit | None:
        """Return the unit with this key (``33``, ``C7``, ``0``), or None."""
        return self._by_key.get(key)

    def article(self, number: int) -> Unit | None:
        """Return the article with this number, or None."""
        return self._by_key.get(str(number))

    def part(self, number: int) -> Part | None:
        """Return the part with this number, or None."""
        return next((part for part in self.parts if part.number == number), None)

    def unit_at(self, offset: int) -> Unit | None:
        """Return the unit that holds the character at this offset, or None for page furniture."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.units[index].end:
            return None
        return self.units[index]

    def quote(self, span: Span | Paragraph | Unit) -> str:
        """Return the words of a span, verbatim."""
        return self.text[span.start : span.end]

    def body(self, unit: Unit) -> str:
        """Return a unit's text without surrounding blanks."""
        return self.quote(unit).strip()

    def find_by_title(self, words: str) -> tuple[Unit, ...]:
        """Return the articles and headings whose title holds these words, blanks ignored."""
        wanted = re.sub(r"\s", "", half_width(words))
        if not wanted:
            return ()
        return tuple(
            unit
            for unit in self.units
            if unit.kind in ("article", "heading")
            and wanted in re.sub(r"\s", "", half_width(unit.title))
        )


def load_plan(path: Path) -> Plan:
    """Read and parse a file.

    Raises:
        PlanError: The file is missing, unreadable, too large, binary or of neither form.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PlanError(f"文件超过 {MAX_BYTES // 1_000_000} MB,不像一份规划文本:{path.name}")
        data = path.read_bytes()
    except FileNotFoundError:
        raise PlanError(f"找不到规划文件:{path}。请检查路径,或重新获取项目文件。") from None
    except OSError as error:
        raise PlanError(f"无法读取规划文件 {path}:{error.strerror}") from error
    return parse_plan(decode(data))


def decode(data: bytes) -> str:
    """Turn a file's bytes into text; UTF-8 with or without byte-order mark, or GB 18030.

    Line ends are kept as they are; the byte-order mark is dropped.

    Raises:
        PlanError: The bytes are not a text in one of these encodings.
    """
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise PlanError("含有空字节,这不是纯文本文件(请另存为 UTF-8 文本)。", line)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise PlanError("既不是 UTF-8 也不是 GB 18030 编码的文本。", line) from None


def parse_plan(text: str) -> Plan:
    """Parse the text of a plan or regulation.

    Raises:
        PlanError: The text is empty or of neither form, or its numbering has a gap or a repeat.
    """
    if not text.strip():
        raise PlanError("文件是空的,没有可以解析的内容。")
    _refuse_control_characters(text)
    lines = list(_lines(text))
    style = _detect_style(lines)
    marks = list(_marks(lines, style))
    first, footer_line = marks[0].line, _footer_start(lines, marks[-1].line.index)
    preamble_line = _preamble_start(lines, first.index)
    header_end = lines[preamble_line].start
    body_end = lines[footer_line].start if footer_line < len(lines) else len(text)
    title, date, source = _read_header(lines[:preamble_line])
    units = _build_units(lines[preamble_line:footer_line], marks, style, body_end)
    return Plan(
        text=text,
        form=style.form,
        title=title,
        date=date,
        source=source,
        header=Span(0, header_end),
        footer=Span(body_end, len(text)),
        units=units,
        parts=_group_parts(units),
    )


# --- Lines ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A source line; ``plain`` has half-width forms at the same offsets, ``end`` counts its end."""

    index: int
    start: int
    end: int
    plain: str

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def is_blank(self) -> bool:
        return not self.plain.strip()

    def content(self) -> tuple[int, int]:
        """Offsets of the text between the blanks of both sides."""
        left = len(self.plain) - len(self.plain.lstrip())
        return self.start + left, self.start + len(self.plain.rstrip())


def _lines(text: str) -> Iterator[_Line]:
    matches = re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text)
    for index, match in enumerate(m for m in matches if m.group()):
        # A stray byte-order mark is no content; blanking it keeps every offset.
        plain = half_width(match.group()).replace("\ufeff", " ")
        yield _Line(index, match.start(), match.end(), plain)


def _refuse_control_characters(text: str) -> None:
    match = re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", text)
    if match:
        line = text.count("\n", 0, match.start()) + 1
        raise PlanError("含有控制字符,这不是纯文本文件。", line)


# --- Numbering -----------------------------------------------------------------------------

_HEADINGS: dict[str, tuple[str, re.Pattern[str]]] = {
    # style: (counter shown in labels, pattern with groups number and title)
    "list": ("部分", re.compile(rf"\s*(?P<n>{NUMERAL}+)、\s*(?P<title>\S.*?)\s*$")),
    "chapter": ("章", re.compile(rf"\s*第\s*(?P<n>{NUMERAL}+|\d+)\s*章\s*(?P<title>.*?)\s*$")),
    "part": (
        "部分",
        re.compile(rf"\s*第\s*(?P<n>{NUMERAL}+|\d+)\s*(?:部分|篇|编)\s*(?P<title>.*?)\s*$"),
    ),
}
_ARTICLES: dict[str, re.Pattern[str]] = {
    "clause": re.compile(rf"\s*第\s*(?P<n>{NUMERAL}+|\d+)\s*条(?=[\s【(:])\s*"),
    "dot": re.compile(r"\s*(?P<n>\d{1,3})\s*\.(?!\d)\s*"),
    "comma": re.compile(r"\s*(?P<n>\d{1,3})\s*、\s*"),
}
_ITEM = re.compile(r"\s*(?:-{2,}|—{1,2}|––?)")
_SECTION = re.compile(rf"\s*第\s*(?:{NUMERAL}+|\d+)\s*节(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Style:
    """Which marks this document uses; marks of other styles are ordinary text in it."""

    form: Form
    heading: str | None
    article: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that opens a part or an article."""

    line: _Line
    kind: Literal["heading", "article"]
    number: int
    match: re.Match[str]


def _detect_style(lines: list[_Line]) -> _Style:
    """Choose the numbering by the first article mark and the heading nearest before it."""
    for line in lines:
        for name, pattern in _ARTICLES.items():
            if not pattern.match(line.plain):
                continue
            heading = _heading_style(lines[: line.index])
            if name == "clause":
                return _Style("regulation", heading, name)
            if heading is None:
                raise PlanError(
                    "出现了条文编号,但它前面没有“一、”或“第一章”这样的部分标题。", line.number
                )
            return _Style("plan", heading, name)
    last = next((line for line in reversed(lines) if not line.is_blank), lines[-1])
    raise PlanError(
        "读到文件末尾也没有找到“1.”或“第一条”这样的条文编号,这不是可识别的规划或法规。",
        last.number,
    )


def _heading_style(before: list[_Line]) -> str | None:
    for line in reversed(before):
        for name, (_, pattern) in _HEADINGS.items():
            if pattern.match(line.plain):
                return name
    return None


def _marks(lines: list[_Line], style: _Style) -> Iterator[_Mark]:
    """Yield headings and articles in order, with their numbering checked."""
    found = [mark for line in lines if (mark := _mark(line, style))]
    found = found[_table_of_contents(found) :]
    expected = {"heading": 1, "article": 1}
    for position, mark in enumerate(found):
        _check_number(mark, expected[mark.kind])
        expected[mark.kind] += 1
        following = found[position + 1] if position + 1 < len(found) else None
        if mark.kind == "heading" and (following is None or following.kind == "heading"):
            raise PlanError("这个标题下面没有任何条文。", mark.line.number)
        if mark.kind == "article" and position == 0 and style.heading:
            raise PlanError("第一条出现在第一个标题之前。", mark.line.number)
        yield mark


def _mark(line: _Line, style: _Style) -> _Mark | None:
    patterns: list[tuple[Literal["heading", "article"], re.Pattern[str]]] = [
        ("article", _ARTICLES[style.article])
    ]
    if style.heading:
        patterns.append(("heading", _HEADINGS[style.heading][1]))
    for kind, pattern in patterns:
        match = pattern.match(line.plain)
        number = parse_number(match["n"]) if match else None
        if match and number is not None:
            return _Mark(line, kind, number, match)
    return None


def _table_of_contents(marks: list[_Mark]) -> int:
    """Number of leading headings that only announce the real ones (a 目录)."""
    for index, mark in enumerate(marks):
        if mark.kind == "article":
            return 0
        if index and mark.number == 1:
            return index
    return 0


def _check_number(mark: _Mark, expected: int) -> None:
    if mark.number == expected:
        return
    name: Callable[[int], str] = (
        (lambda n: f"第{n}条") if mark.kind == "article" else (lambda n: f"第{to_chinese(n)}部分")
    )
    if mark.number < expected and mark.number >= 1:
        raise PlanError(f"编号重复:{name(mark.number)}在前面已经出现过。", mark.line.number)
    raise PlanError(
        f"编号不连续:这里应当是{name(expected)},实际写的是“{mark.match['n']}”。", mark.line.number
    )


# --- Page furniture ------------------------------------------------------------------------

_FURNITURE = re.compile(
    r"\s*(?:\[?\s*(?:发布时间|发布日期|日期|时间|信息来源|来源|稿源|作者|责任编辑|责编|编辑|校对|审核|"
    r"字号|字体|打印|关闭|分享|扫一扫|请打开微信|浏览次数|点击数|阅读|上一篇|下一篇|附件|相关链接|"
    r"版权|返回顶部|目录|目 录)|【(?:字号|打印|关闭))"
)
_SENTENCE_END = re.compile(r"[。!?;:…!?;:]\s*[”’」』)]?\s*$")


def _is_prose(line: _Line) -> bool:
    return bool(
        not line.is_blank
        and not _FURNITURE.match(line.plain)
        and _SENTENCE_END.search(line.plain.rstrip())
    )


def _preamble_start(lines: list[_Line], first_mark: int) -> int:
    """Index of the first prose line before the first mark; without one, of the mark's own line."""
    start = first_mark
    for index in range(first_mark - 1, -1, -1):
        if _is_prose(lines[index]):
            start = index
        elif not lines[index].is_blank:
            break
    return start


def _footer_start(lines: list[_Line], last_mark: int) -> int:
    """Index of the first line behind the body: trailing furniture with the blanks around it."""
    start = len(lines)
    while start - 1 > last_mark:
        line = lines[start - 1]
        if not line.is_blank and not (
            _FURNITURE.match(line.plain) and not _SENTENCE_END.search(line.plain)
        ):
            break
        start -= 1
    return start


def _read_header(lines: list[_Line]) -> tuple[str, str | None, str | None]:
    """Title (lines before the first furniture), date and source of the document."""
    texts = [line.plain.strip() for line in lines if not line.is_blank]
    title = ""
    for text in texts:
        if _FURNITURE.match(text) or text.startswith("("):
            break
        title += text
    joined = "\n".join(texts)
    day = re.search(r"((?:19|20)\d{2})[-年/.](\d{1,2})[-月/.](\d{1,2})", joined)
    date = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else None
    origin = re.search(r"来源\s*[::]\s*(\S+)", joined)
    return title, date, origin[1] if origin else None


# --- Units ---------------------------------------------------------------------------------


@dataclass
class _Draft:
    """A unit under construction."""

    kind: UnitKind
    part: int
    lines: list[_Line]
    mark: _Mark | None = None


def _build_units(
    body: list[_Line], marks: list[_Mark], style: _Style, body_end: int
) -> tuple[Unit, ...]:
    drafts = list(_drafts(body, {mark.line.index: mark for mark in marks}))
    _split_closing(drafts, style)
    part_titles: dict[int, str] = {}
    units = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        end = following.lines[0].start if following else body_end
        unit = _unit(draft, style, part_titles, end)
        if unit.kind == "heading":
            part_titles[unit.part] = unit.title
        units.append(unit)
    return tuple(units)


def _drafts(body: list[_Line], marks: dict[int, _Mark]) -> Iterator[_Draft]:
    """Group lines into units; blank lines stay with what comes before them."""
    draft: _Draft | None = None
    part = 0
    for line in body:
        mark = marks.get(line.index)
        if mark:
            part = mark.number if mark.kind == "heading" else part
            opened = _Draft(mark.kind, part, [line], mark)
        elif draft is None:
            opened = _Draft("preamble", 0, [line])
        elif draft.kind == "heading" and not line.is_blank:
            opened = _Draft("introduction", part, [line])
        else:
            draft.lines.append(line)
            continue
        if draft:
            yield draft
        draft = opened
    if draft:
        yield draft


def _split_closing(drafts: list[_Draft], style: _Style) -> None:
    """Part the closing paragraph of a plan from its last article.

    Nothing in the form marks it. It is taken to be the last paragraph behind a complete article:
    not an item, and set off from the paragraph before it by a blank line.
    """
    last = drafts[-1]
    written = [line for line in last.lines if not line.is_blank]
    if style.form != "plan" or len(written) < 2 or _ITEM.match(written[-1].plain):
        return
    position = last.lines.index(written[-1])
    if not last.lines[position - 1].is_blank:
        return
    drafts.append(_Draft("closing", last.part + 1, last.lines[position:]))
    del last.lines[position:]


def _unit(draft: _Draft, style: _Style, part_titles: dict[int, str], end: int) -> Unit:
    paragraphs = tuple(
        Paragraph(*line.content(), is_item=bool(_ITEM.match(line.plain)))
        for line in draft.lines
        if not line.is_blank
    )
    title, title_span = part_titles.get(draft.part, ""), None
    if draft.mark and draft.kind == "heading":
        title = draft.mark.match["title"]
    elif draft.mark:
        title, title_span = _article_title(draft.mark, style)
    return Unit(
        kind=draft.kind,
        part=draft.part,
        article=draft.mark.number if draft.mark and draft.kind == "article" else None,
        label=_label(draft, style),
        title=title,
        title_span=title_span,
        start=draft.lines[0].start,
        end=end,
        paragraphs=paragraphs,
    )


def _article_title(mark: _Mark, style: _Style) -> tuple[str, Span | None]:
    """A plan's article opens with its title as a sentence; a regulation's may have one in 【】."""
    rest = mark.line.plain[mark.match.end() :]
    pattern = r"【([^】]+)】" if style.form == "regulation" else r"([^。!?]{1,60})(?:[。!?]|\s*$)"
    match = re.match(pattern, rest)
    if not match:
        return "", None
    base = mark.line.start + mark.match.end()
    return match[1], Span(base + match.start(1), base + match.end(1))


def _label(draft: _Draft, style: _Style) -> str:
    if draft.kind == "article" and draft.mark:
        return f"第{draft.mark.number}条"
    if draft.kind in ("preamble", "closing"):
        return "序言" if draft.kind == "preamble" else "结语"
    counter = _HEADINGS[style.heading][0] if style.heading else "部分"
    return f"第{to_chinese(draft.part)}{counter}" + ("导语" if draft.kind == "introduction" else "")


def _group_parts(units: tuple[Unit, ...]) -> tuple[Part, ...]:
    parts = []
    for heading in (unit for unit in units if unit.kind == "heading"):
        members = [unit for unit in units if unit.part == heading.part]
        parts.append(
            Part(
                number=heading.part,
                label=heading.label,
                title=heading.title,
                heading=heading,
                introduction=next((u for u in members if u.kind == "introduction"), None),
                articles=tuple(u for u in members if u.kind == "article"),
            )
        )
    return tuple(parts)
