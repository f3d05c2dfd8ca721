"""The plan as data: its parts, articles and paragraphs, each with its place in the source text.

Two forms are read: plans whose parts are headed ``一、`` (or ``第一章``, ``第一部分``) and whose
articles are numbered through ``1.``, and regulations numbered ``第一条``, with or without chapters.
Every character between the page header and the page footer belongs to exactly one unit.
"""

from __future__ import annotations

import codecs
import datetime
import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import dropwhile, pairwise, takewhile
from pathlib import Path
from typing import Literal

from assistant.errors import AssistantError
from assistant.numerals import NUMERAL, half_width, parse_number, to_chinese

Form = Literal["plan", "regulation"]
UnitKind = Literal["preamble", "heading", "section", "introduction", "article", "closing"]
MAX_BYTES = 5_000_000
MAX_LINES = 100_000


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
    """A citable piece of the plan, or a heading.

    Attributes:
        kind: What the unit is; a ``section`` is a heading inside a part, such as ``第一节``.
        part: Number of its part; 0 for the preamble and for regulations without chapters, one
            more than the last part for the closing paragraph.
        article: Article number, None for everything that is not an article.
        label: What answers show, such as ``第33条`` or ``第七部分导语``.
        title: Title of the article, or of the part for headings and introductions, as the source
            writes it; may be empty.
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
        """Short name used in question sets: ``33``, ``C7``, ``0`` (preamble), ``H7`` (heading).

        Sections are named by their place (``S1024``), since nothing numbers them through.
        """
        if self.kind == "article":
            return str(self.article)
        if self.kind == "preamble":
            return "0"
        if self.kind == "section":
            return f"S{self.start}"
        return f"{'H' if self.kind == 'heading' else 'C'}{self.part}"

    @property
    def is_citable(self) -> bool:
        """Whether an answer may cite it; headings are shown but hold no statement."""
        return self.kind not in ("heading", "section")


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
        return self._by_key.get(str(number)) if number > 0 else None  # 0 is the preamble's key

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
        if path.exists() and not path.is_file():
            raise PlanError(f"这是文件夹或设备,不是文件:{path}。请指定一个文本文件。")
        if path.stat().st_size > MAX_BYTES:
            raise PlanError(f"文件超过 {MAX_BYTES // 1_000_000} MB,不像一份规划或法规:{path.name}")
        data = path.read_bytes()
    except FileNotFoundError:
        raise PlanError(f"找不到规划文件:{path}。请检查路径,或重新获取项目文件。") from None
    except PermissionError:
        raise PlanError(f"没有读取权限:{path}。请检查文件的访问权限。") from None
    except (OSError, ValueError) as error:
        raise PlanError(f"无法读取规划文件:{path}。请检查路径,或换一个文件。") from error
    return parse_plan(decode(data))


def decode(data: bytes) -> str:
    """Turn a file's bytes into text; UTF-8 with or without byte-order mark, or GB 18030.

    Line ends are kept as they are; the byte-order mark is dropped.

    Raises:
        PlanError: The bytes are not a text in one of these encodings.
    """
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise PlanError(f"这是{name},不是纯文本。请打开它,另存为 UTF-8 文本后再试。", 1)
    if b"\x00" in data:
        line = _line_number(data[: data.index(b"\x00")])
        raise PlanError("含有空字节,这不是纯文本文件(请另存为 UTF-8 文本)。", line)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        read = data[: error.start]
    if len(read) - len(read.decode()) > _CERTAINLY_UTF_8:
        raise PlanError("UTF-8 编码在这里损坏。请重新获取文件。", _line_number(read))
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        read = max(read, data[: error.start], key=len)
    raise PlanError(
        "既不是 UTF-8 也不是 GB 18030 编码的文本。请另存为 UTF-8 文本。", _line_number(read)
    )


def parse_plan(text: str) -> Plan:
    """Parse the text of a plan or regulation.

    Raises:
        PlanError: The text is empty or of neither form, or its numbering has a gap or a repeat.
    """
    _refuse_control_characters(text)
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise PlanError(f"文件超过 {MAX_LINES} 行,不像一份规划或法规。请检查是否选错了文件。")
    lines = list(_lines(text))
    if all(line.is_blank for line in lines):
        raise PlanError("文件是空的,没有可以解析的内容。")
    style = _detect_style(lines)
    found = list(_marks(lines, style))
    marks = found[_contents_length(lines, found) :]
    _check_marks(marks, style)
    _refuse_mixed_marks(lines, marks, style)
    preamble_line = _preamble_start(lines, marks[0].line.index)
    footer_line = _footer_start(lines, marks[-1].line.index)
    header_end = lines[preamble_line].start
    body_end = lines[footer_line].start if footer_line < len(lines) else len(text)
    title, date, source = _read_header(text, lines[: min(preamble_line, found[0].line.index)])
    units = _build_units(text[:body_end], lines[preamble_line:footer_line], marks, style)
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

_SIGNATURES = {
    b"%PDF": "PDF 文件",
    b"PK\x03\x04": "Word、Excel 或压缩文件",
    b"\xd0\xcf\x11\xe0": "旧版 Word 或 Excel 文件",
    b"{\\rtf": "RTF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"\x1f\x8b": "压缩文件",
}
# Bytes that characters took beyond one each; GB 18030 text does not pass for UTF-8 that long.
_CERTAINLY_UTF_8 = 30
# Invisible characters that web pages leave behind; as blanks they keep every offset.
_BLANKS = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u2060"), " ")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


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

    @property
    def last_character(self) -> str:
        """Its last character, closing quotation marks and brackets left aside; or nothing."""
        return self.plain.rstrip().rstrip("”’」』)\"' ")[-1:]

    @property
    def is_sentence(self) -> bool:
        return self.last_character in ("。", ";")

    @property
    def is_item(self) -> bool:
        return bool(_ITEM.match(self.plain))

    def content(self) -> tuple[int, int]:
        """Offsets of the text between the blanks of both sides."""
        left = len(self.plain) - len(self.plain.lstrip())
        return self.start + left, self.start + len(self.plain.rstrip())


def _lines(text: str) -> Iterator[_Line]:
    plain = half_width(text).translate(_BLANKS)
    matches = re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", plain)
    for index, match in enumerate(m for m in matches if m.group()):
        yield _Line(index, match.start(), match.end(), match.group())


def _line_number(before: bytes) -> int:
    """Number of the line on which the text before a place ends."""
    return len((before + b"|").splitlines())


def _refuse_control_characters(text: str) -> None:
    match = _CONTROL.search(text)
    if match:
        line = _line_number(text[: match.start()].encode())
        raise PlanError("含有控制字符,这不是纯文本文件。请另存为 UTF-8 文本。", line)


# --- Numbering -----------------------------------------------------------------------------

_START = r"\s*(?:#{1,6}\s+)?"  # a Markdown heading's mark is passed over
_NUMBER = rf"(?:{NUMERAL}+|[0-9]+)"
_YEAR = r"(?:19|20)[0-9]{2}\s*年"
# The title ends at the last non-blank; written this way the match takes linear time.
_TITLE = r"\s*(?P<title>\S(?:.*\S)?|)\s*$"
_HEADINGS = {
    # The pattern has groups number and title; the counter is shown in labels.
    re.compile(rf"{_START}(?P<n>{NUMERAL}+)\s*[、.](?=\s*\S){_TITLE}"): "部分",
    **{
        re.compile(rf"{_START}第\s*(?P<n>{_NUMBER})\s*{counter}{_TITLE}"): counter
        for counter in ("章", "部分", "篇", "编")
    },
}
_ARTICLES: dict[re.Pattern[str], Form] = {
    # What may follow where a sentence begins with the name of an article is excluded.
    re.compile(
        rf"{_START}第\s*(?P<n>{_NUMBER})\s*条(?![规所的、和至到中第之或及与款项关])\s*"
    ): "regulation",
    # A digit behind the mark makes it a decimal or an enumeration, unless a year opens the title.
    re.compile(rf"{_START}(?P<n>[0-9]{{1,3}})\s*\.(?:(?![0-9])|(?={_YEAR}))\s*"): "plan",
    re.compile(rf"{_START}(?P<n>[0-9]{{1,3}})\s*、(?:(?![0-9])|(?={_YEAR}))\s*"): "plan",
}
_ITEM = re.compile(r"\s*(?:-{2,}|—{1,2}|––?)")
_SECTION = re.compile(rf"{_START}(?P<label>第\s*{_NUMBER}\s*(?:节|章|篇|分?编|部分))(?=\s){_TITLE}")
_SENTENCE_TITLE = re.compile(r"(?P<title>[^。!?\s](?:[^。!?]{0,58}[^。!?\s])?)(?=[。!?]|\s*$)")
_BRACKETED_TITLE = re.compile(rf"[【(](?!{_NUMBER}\))(?P<title>[^】)]{{1,60}})[】)]")
_MAX_PARTS = 999  # as many as to_chinese can write


@dataclass(frozen=True, slots=True)
class _Style:
    """Which marks this document uses; marks of other styles are ordinary text in it.

    Attributes:
        form: Form of the document.
        article: Pattern of its articles.
        heading: Pattern of its headings, None for a regulation without chapters.
        counter: What its parts are called.
        headings_are_sentences: Whether its headings end with a full stop. Where they do not, a
            line that does is no heading, whatever it begins with (“二、三产业增加值……。”).
    """

    form: Form
    article: re.Pattern[str]
    heading: re.Pattern[str] | None
    counter: str
    headings_are_sentences: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that opens a part or an article."""

    line: _Line
    kind: Literal["heading", "article"]
    number: int
    match: re.Match[str]


def _read_mark(
    line: _Line, kind: Literal["heading", "article"], pattern: re.Pattern[str]
) -> _Mark | None:
    match = pattern.match(line.plain)
    number = parse_number(match["n"]) if match else None
    return _Mark(line, kind, number, match) if match and number is not None else None


def _marks(lines: list[_Line], style: _Style) -> Iterator[_Mark]:
    """Yield the lines that open a part or an article, before their numbering is checked."""
    part = 0
    for line in lines:
        mark = _read_mark(line, "article", style.article)
        if not mark and style.heading:
            mark = _read_mark(line, "heading", style.heading)
            if mark and not _may_be_heading(mark, part + 1, style):
                continue
        if mark:
            part = mark.number if mark.kind == "heading" else part
            yield mark


def _may_be_heading(mark: _Mark, expected: int, style: _Style) -> bool:
    """Whether its end allows a line to be a heading, and no sentence that begins like one.

    A single sentence with the very number that comes next passes: taken for text, it would hide
    a whole part, while taken for a heading, a wrong one shows in the numbering.
    """
    if style.headings_are_sentences or not mark.line.is_sentence:
        return True
    return mark.number == expected and mark.line.plain.count("。") == 1


def _detect_style(lines: list[_Line]) -> _Style:
    """Choose the numbering by the first article mark and the heading nearest before it."""
    for line in lines:
        for pattern, form in _ARTICLES.items():
            if not _read_mark(line, "article", pattern):
                continue
            heading = _nearest_heading(lines[: line.index])
            if heading:
                counter = _HEADINGS[heading.match.re]
                return _Style(form, pattern, heading.match.re, counter, heading.line.is_sentence)
            if form == "plan":
                raise PlanError(
                    "出现了条文编号,但它前面没有“一、”或“第一章”这样的部分标题。", line.number
                )
            _refuse_late_chapter(lines[line.index :])
            return _Style(form, pattern, None, "", False)
    last = next(line for line in reversed(lines) if not line.is_blank)
    raise PlanError(
        "读到文件末尾也没有找到“1.”或“第一条”这样的条文编号,这不是可识别的规划或法规。",
        last.number,
    )


def _nearest_heading(lines: list[_Line]) -> _Mark | None:
    """The last heading in these lines; one that ends with a full stop only for want of others."""
    found = [
        mark
        for line in reversed(lines)
        for pattern in _HEADINGS
        if (mark := _read_mark(line, "heading", pattern))
    ]
    plain = (mark for mark in found if not mark.line.is_sentence)
    return next(plain, found[0] if found else None)


def _refuse_late_chapter(lines: list[_Line]) -> None:
    pattern = next(pattern for pattern, counter in _HEADINGS.items() if counter == "章")
    for line in lines[1:]:
        mark = _read_mark(line, "heading", pattern)
        if mark and mark.number == 1 and not line.is_sentence:
            raise PlanError(
                f"条文出现在第一个标题(第 {line.number} 行)之前。请检查是否缺少标题。",
                lines[0].number,
            )


def _contents_length(lines: list[_Line], marks: list[_Mark]) -> int:
    """Number of leading marks that only announce the real ones (a 目录).

    Behind a table of contents its first entry comes again, and it holds no sentences.
    """
    first = _entry(marks[0])
    length = next((i for i, mark in enumerate(marks) if i and _entry(mark) == first), 0)
    entries = lines[marks[0].line.index : marks[length - 1].line.index + 1] if length else []
    return 0 if any(line.is_sentence for line in entries) else length


def _entry(mark: _Mark) -> str:
    """A line as a table of contents gives it: without page number, leaders and blanks."""
    return re.sub(r"\s", "", mark.line.plain.rstrip().rstrip("0123456789 .…·-—()\t"))


def _check_marks(marks: list[_Mark], style: _Style) -> None:
    expected = {"heading": 1, "article": 1}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        _check_number(mark, expected[mark.kind], style)
        expected[mark.kind] += 1
        if mark.kind == "heading" and (following is None or following.kind == "heading"):
            raise PlanError(
                "这个标题下面没有任何条文。请检查是否漏了条文或编号。", mark.line.number
            )


def _check_number(mark: _Mark, expected: int, style: _Style) -> None:
    if mark.kind == "heading" and expected > _MAX_PARTS:
        raise PlanError(f"标题超过 {_MAX_PARTS} 个,不像一份规划或法规。", mark.line.number)
    if mark.number == expected:
        return
    if 1 <= mark.number < expected:
        name = _name(mark.kind, mark.number, style)
        raise PlanError(f"编号重复:{name}在前面已经出现过。", mark.line.number)
    name = _name(mark.kind, expected, style)
    raise PlanError(
        f"编号不连续:这里应当是{name},实际写的是“{mark.match['n']}”。", mark.line.number
    )


def _refuse_mixed_marks(lines: list[_Line], marks: list[_Mark], style: _Style) -> None:
    """Refuse ``1.`` … ``2、``: the numbering goes on in the mark that other articles do not use.

    Items inside an article may use that mark; they start anew at 1.
    """
    others = [p for p, form in _ARTICLES.items() if form == "plan" and p != style.article]
    articles = [mark for mark in marks if mark.kind == "article"] if style.form == "plan" else []
    ends = [mark.line.index for mark in articles[1:]] + [len(lines)]
    for mark, end in zip(articles, ends, strict=False):
        behind = lines[mark.line.index + 1 : end]
        inside = (m for line in behind for p in others if (m := _read_mark(line, "article", p)))
        first = next(inside, None)
        if first and 1 < mark.number == first.number - 1:
            raise PlanError(
                f"条文编号的写法前后不一致:这里是“{first.match[0].strip()}”。请统一写法。",
                first.line.number,
            )


def _name(kind: UnitKind, number: int, style: _Style) -> str:
    if kind == "article":
        return f"第{number}条"
    return f"第{to_chinese(number)}{style.counter}"


# --- Page furniture ------------------------------------------------------------------------

_DATE = r"((?:19|20)[0-9]{2})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})"
# Matched against lines without their blanks: a label with a colon, …
_FIELD = re.compile(
    r"[\[【(]?(?:发布时间|发布日期|发布机构|发布单位|成文日期|生成日期|发文字号|发文机关|文号|索引号|"
    r"主题分类|主题词|有效性|日期|时间|信息来源|文章来源|来源|稿源|作者|记者|责任编辑|责编|编辑|校对|审核|"
    r"字号|字体|浏览次数|阅读次数|阅读量|访问量|点击数|点击量|点击|阅读|上一篇|下一篇|附件[0-9]*|相关链接|"
    r"相关附件|分享到|分享|打印|版权声明|版权所有|免责声明|主办单位|主办|承办单位|承办|网站标识码|地址|邮编|"
    r"电话|联系电话|传真|邮箱|技术支持)[:】\]]"
)
# … nothing but the names of buttons and of the pages' own sections (longer names first), …
_BUTTONS = re.compile(
    r"(?:字号|字体|大|中|小|默认|打印本页|打印|关闭窗口|关闭本页|关闭|分享|收藏|返回顶部|返回首页|返回|"
    r"下载|朗读|上一篇|下一篇|相关链接|相关附件|附件|目录|前言|序言|引言|正文)++"
)
# … the words of scan codes, legal lines and navigation, …
_PHRASE = re.compile(
    r"扫一扫|打开微信|二维码|公众号|当前位置|您的位置|您所在|首页>|网站地图|ICP备|公网安备|版权所有|"
    r"Copyright|©"
)
# … a page number, or a document's reference number.
_NUMBERING = re.compile(
    r"([-—]{0,2})[0-9]{1,4}\1|第[0-9]+页(?:[,/]?共[0-9]+页)?|[^〔\[]+[〔\[][0-9]{4}[〕\]][0-9]+号"
)
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_DATE_LINE = re.compile(
    rf"\(?(?:{_DATE}日?(?:{_TIME})?|{NUMERAL}{{4}}年{NUMERAL}+月{NUMERAL}+日)\)?"
)
_SENTENCE_ENDS = frozenset("。!?;:…")
_MAX_SIGNATURE = 30  # characters of the name above a closing date


def _is_furniture(line: _Line) -> bool:
    words = re.sub(r"\s", "", line.plain)
    return bool(
        _FIELD.match(words)
        or _BUTTONS.fullmatch(re.sub(r"[\[\]【】()|/>·]", "", words))
        or _NUMBERING.fullmatch(words)
        or _is_date(line)
        or (_PHRASE.search(words) and not line.is_sentence)
    )


def _is_date(line: _Line) -> bool:
    return bool(_DATE_LINE.fullmatch(re.sub(r"\s", "", line.plain)))


def _is_prose(line: _Line) -> bool:
    return line.last_character in _SENTENCE_ENDS and not _is_furniture(line)


def _is_text(line: _Line) -> bool:
    return _is_prose(line) or (line.is_item and not _is_furniture(line))


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
    """Index of the first line behind the body.

    The footer opens with the first furniture that no prose and no item follows; what stands
    between its lines belongs to it, and so does the name above a closing date.
    """
    behind = [line for line in reversed(lines[last_mark + 1 :]) if not line.is_blank]
    tail = list(takewhile(lambda line: not _is_text(line), behind))[::-1]
    start = next((i for i, line in enumerate(tail) if _is_furniture(line)), len(tail))
    if 0 < start < len(tail) and _is_date(tail[start]) and _may_sign(tail[start - 1]):
        start -= 1
    end = tail[start].index if start < len(tail) else len(lines)
    while lines[end - 1].is_blank:
        end -= 1
    return end


def _may_sign(line: _Line) -> bool:
    return len(line.plain.strip()) <= _MAX_SIGNATURE


def _read_header(text: str, lines: list[_Line]) -> tuple[str, str | None, str | None]:
    """Title (the lines before and between furniture), date and source of the document."""
    written = [line for line in lines if not line.is_blank]
    title = takewhile(_is_title, dropwhile(_is_furniture, written))
    header = "\n".join(line.plain.strip() for line in written)
    origin = re.search(r"来源[^\S\n]*:[^\S\n]*(\S+)", header)
    return (
        "".join(text[slice(*line.content())].lstrip("# ") for line in title),
        _read_date(header),
        origin[1] if origin else None,
    )


def _is_title(line: _Line) -> bool:
    is_remark = line.plain.lstrip().startswith("(")
    return not (is_remark or line.is_sentence or _is_furniture(line) or _SECTION.match(line.plain))


def _read_date(header: str) -> str | None:
    """The date that is labelled as one, or else the first."""
    match = re.search(rf"(?:日期|时间)\s*:\s*{_DATE}", header) or re.search(_DATE, header)
    try:
        return datetime.date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


# --- Units ---------------------------------------------------------------------------------

# Words of the appeal with which such documents close.
_APPEAL = re.compile(r"奋斗|团结在|号召|让我们|新篇章")


@dataclass
class _Draft:
    """A unit under construction."""

    kind: UnitKind
    part: int
    lines: list[_Line]
    mark: _Mark | None = None


def _build_units(
    text: str, body: list[_Line], marks: list[_Mark], style: _Style
) -> tuple[Unit, ...]:
    drafts = list(_drafts(body, {mark.line.index: mark for mark in marks}))
    if style.form == "plan":
        _split_closing(drafts)
    part_titles: dict[int, str] = {}
    units = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        end = following.lines[0].start if following else len(text)
        unit = _unit(text, draft, style, part_titles, end)
        if unit.kind == "heading":
            part_titles[unit.part] = unit.title
        units.append(unit)
    return tuple(units)


def _drafts(body: list[_Line], marks: dict[int, _Mark]) -> Iterator[_Draft]:
    """Group lines into units; blank lines stay with what comes before them."""
    sections = _section_lines(body, marks)
    draft: _Draft | None = None
    part = 0
    for line in body:
        mark = marks.get(line.index)
        if mark:
            part = mark.number if mark.kind == "heading" else part
            opened = _Draft(mark.kind, part, [line], mark)
        elif line.index in sections:
            opened = _Draft("section", part, [line])
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


def _section_lines(body: list[_Line], marks: dict[int, _Mark]) -> frozenset[int]:
    """Indices of headings of another level (第一节): they stand directly before a mark."""
    found = set()
    before_mark = False
    for line in reversed(body):
        if line.index in marks:
            before_mark = True
        elif not line.is_blank:
            before_mark = before_mark and bool(_SECTION.match(line.plain)) and not _is_prose(line)
            found |= {line.index} if before_mark else set()
    return frozenset(found)


def _split_closing(drafts: list[_Draft]) -> None:
    """Part the closing paragraph of a plan from its last article.

    Nothing in the form marks it. The last paragraph, if it is not an item, is taken for it when
    it reads like an appeal and the article before it ends like one; or when a blank line sets it
    off, and no article of this document goes on behind a blank line.
    """
    last = drafts[-1]
    written = [line for line in last.lines if not line.is_blank]
    if len(written) < 2 or written[-1].is_item:
        return
    position = last.lines.index(written[-1])
    article = replace(last, lines=last.lines[:position])
    is_complete = written[-2].is_item or _is_prose(written[-2])
    is_appeal = is_complete and _APPEAL.search(written[-1].plain)
    is_set_off = article.lines[-1].is_blank and not any(map(_goes_on, [*drafts[:-1], article]))
    if is_appeal or is_set_off:
        drafts[-1:] = [article, _Draft("closing", last.part + 1, last.lines[position:])]


def _goes_on(draft: _Draft) -> bool:
    """Whether an article has a paragraph, not an item, behind a blank line."""
    return draft.kind == "article" and any(
        before.is_blank and not line.is_blank and not line.is_item
        for before, line in pairwise(draft.lines)
    )


def _unit(text: str, draft: _Draft, style: _Style, part_titles: dict[int, str], end: int) -> Unit:
    paragraphs = tuple(
        Paragraph(*line.content(), is_item=line.is_item)
        for line in draft.lines
        if not line.is_blank
    )
    title_span = _title_span(draft, style)
    title = text[title_span.start : title_span.end] if title_span else ""
    if draft.kind == "introduction":
        title = part_titles[draft.part]
    return Unit(
        kind=draft.kind,
        part=draft.part,
        article=draft.mark.number if draft.mark and draft.kind == "article" else None,
        label=_label(draft, style),
        title=title,
        title_span=title_span if draft.kind == "article" else None,
        start=draft.lines[0].start,
        end=end,
        paragraphs=paragraphs,
    )


def _title_span(draft: _Draft, style: _Style) -> Span | None:
    """Where a unit's own title stands.

    A plan's article opens with its title as a sentence; a regulation's may have one in brackets.
    """
    line = draft.lines[0]
    if draft.kind == "article" and draft.mark:
        pattern = _BRACKETED_TITLE if style.form == "regulation" else _SENTENCE_TITLE
        match = pattern.match(line.plain, draft.mark.match.end())
    elif draft.kind == "section":
        match = _SECTION.match(line.plain)
    else:
        match = draft.mark.match if draft.mark else None
    if not match:
        return None
    return Span(line.start + match.start("title"), line.start + match.end("title"))


def _label(draft: _Draft, style: _Style) -> str:
    if draft.kind == "preamble":
        return "序言"
    if draft.kind == "closing":
        return "结语"
    if draft.kind == "section":
        match = _SECTION.match(draft.lines[0].plain)
        return re.sub(r"\s", "", match["label"]) if match else ""
    number = draft.mark.number if draft.mark else draft.part
    name = _name(draft.kind, number, style)
    return f"{name}导语" if draft.kind == "introduction" else name


def _group_parts(units: tuple[Unit, ...]) -> tuple[Part, ...]:
    members: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        members[unit.part].append(unit)
    return tuple(
        Part(
            number=heading.part,
            label=heading.label,
            title=heading.title,
            heading=heading,
            introduction=next((u for u in members[heading.part] if u.kind == "introduction"), None),
            articles=tuple(u for u in members[heading.part] if u.kind == "article"),
        )
        for heading in units
        if heading.kind == "heading"
    )
