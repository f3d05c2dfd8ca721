"""Hypothesis strategies: plans and regulations of many shapes, each with its true structure.

A text is built line by line, and every line is booked to the unit it belongs to. The expected
structure is therefore known from the writing, not from reading the text back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from assistant.plan import Plan, Span, Unit

_WORD_CHARACTERS = "推进产业转型升级创新发展深化改革建设美丽城乡完善体制机制保障民生ＡＢ"
_INSIDE = [
    "2.5亿元", "NO.6,", "12.3%", "2035年", "二〇三五年", "2021年1月5日", "“十四五”", "第三条",
    "第二章", "1.", "3、", "一、", "--", "(一)", "\uff0c", "110、119", "３．５万亩", " ", "\u3000",
]  # fmt: skip
# Beginnings of lines that look like a mark and are none in any document.
_TRAPS = [
    "", "2.5亿元", "12.3%", "2035年", "NO.6,", "3.15行动", "１２．５万亩", "(一)", "(二)",
    "第三条规定的", "第五条、第六条", "十四五", "110、119两台",
    "2021年1月5日,", "《办法》", "\u201c十四五\u201d",
]  # fmt: skip
# Beginnings that are marks of other documents; allowed once this one has shown its own.
_FOREIGN_TO_DOTS = ["1、", "第一条 ", "第九条 "]
_FOREIGN_TO_COMMAS = ["1.", "1. ", "第一条 ", "第九条 "]
_FOREIGN_TO_CLAUSES = ["1.", "2. ", "1、", "3、"]
_BLANK_LINES = ["", " ", "  \t", "\u3000\u3000", "\u00a0", "\ufeff"]
_HEADER_FURNITURE = [
    "发布时间: 2021-02-11 09:39:20 信息来源: 太行日报", "字号:", "请打开微信扫一扫", "打印",
    "【字号 大 中 小】", "来 源:太行日报", "打印 关闭窗口",
]  # fmt: skip
_FOOTER_FURNITURE = [
    "责任编辑: 张三", "扫一扫在手机打开当前页", "打印 关闭", "上一篇:另一份文件", "版权所有:某某网",
    "— 12 —",
    "第3页/共12页", "© 2021 某某网 晋ICP备12345678号",
]  # fmt: skip
_CHINESE_DIGITS = "零一二三四五六七八九"


@dataclass
class ExpectedUnit:
    """A unit as it was written."""

    kind: str
    part: int
    article: int | None
    label: str
    title: str
    start: int = 0
    end: int = 0
    paragraphs: list[tuple[str, bool]] = field(default_factory=list)


@dataclass
class Sample:
    """A document and its structure."""

    text: str = ""
    form: str = "plan"
    title: str = ""
    header_end: int = 0
    footer_start: int = 0
    units: list[ExpectedUnit] = field(default_factory=list)


def chinese(number: int) -> str:
    """Write a number below 1000, digit by digit; written apart from the code under test."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        tail = chinese(rest) if rest else ""
        zero = "零" if 0 < rest < 10 else ""
        one = "一" if 10 <= rest < 20 else ""
        return f"{_CHINESE_DIGITS[hundreds]}百{zero}{one}{tail}"
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_CHINESE_DIGITS[tens]}十")
    return head + (_CHINESE_DIGITS[ones] if ones else "")


def check(plan: Plan, sample: Sample) -> None:
    """Assert that a parsed document has exactly the structure it was written with."""
    assert plan.form == sample.form
    assert plan.title == sample.title
    assert (plan.header.start, plan.header.end) == (0, sample.header_end)
    assert (plan.footer.start, plan.footer.end) == (sample.footer_start, len(sample.text))
    for unit, expected in zip(plan.units, sample.units, strict=True):
        seen = ExpectedUnit(
            unit.kind, unit.part, unit.article, unit.label, unit.title, unit.start, unit.end,
            [(plan.quote(paragraph), paragraph.is_item) for paragraph in unit.paragraphs],
        )  # fmt: skip
        assert seen == expected
        if unit.title_span:
            assert plan.quote(unit.title_span) == unit.title
    check_lossless(plan, sample.text)


def check_lossless(plan: Plan, text: str) -> None:
    """Assert that header, units and footer follow one another and together are the text."""
    assert plan.text == text
    pieces: list[Span | Unit] = [plan.header, *plan.units, plan.footer]
    assert "".join(plan.quote(piece) for piece in pieces) == text
    assert all(unit.start < unit.end for unit in plan.units)
    for unit in plan.units:
        assert plan.unit_at(unit.start) is unit
        assert plan.unit_at(unit.end - 1) is unit
        assert plan.unit(unit.key) is unit
        edges = [unit.start, *(e for p in unit.paragraphs for e in (p.start, p.end)), unit.end]
        assert edges == sorted(edges)


@st.composite
def plans(draw: DrawFn) -> Sample:
    """Documents with numbered parts and articles numbered ``1.`` or ``1、``."""
    writer = _Writer(draw, "plan")
    style = draw(_plan_styles())
    closing = draw(st.sampled_from(["", "plain", "appeal"]))
    shape = draw(_shapes())
    headings = [(style.heading(part), draw(_words())) for part in range(1, len(shape) + 1)]
    _write_front(writer, [f"{name}{title}" for name, title in headings])
    number = 0
    for part, (count, (name, title)) in enumerate(zip(shape, headings, strict=True), 1):
        writer.heading(part, f"第{chinese(part)}{style.counter}", name, title)
        if draw(st.booleans()):
            unit = ExpectedUnit(
                "introduction", part, None, f"第{chinese(part)}{style.counter}导语", title
            )
            writer.unit(unit, draw(st.lists(_paragraphs(_TRAPS), min_size=1, max_size=2)))
        for index in range(count):
            number += 1
            is_last = part == len(shape) and index == count - 1
            more = draw(_continuations(style.foreign, items_only=is_last or closing == "plain"))
            _write_plan_article(writer, style, part, number, more, whole=is_last)
    if closing:
        unit = ExpectedUnit("closing", len(shape) + 1, None, "结语", "")
        writer.blank(force=closing == "plain")
        writer.unit(unit, ["让我们" * (closing == "appeal") + draw(_words()) + "。"])
    return writer.finish(["某某市委员会", "2021年1月5日"])


@st.composite
def regulations(draw: DrawFn) -> Sample:
    """Documents with articles numbered ``第一条``, with or without chapters and sections."""
    writer = _Writer(draw, "regulation")
    has_chapters = draw(st.booleans())
    shape = draw(_shapes()) if has_chapters else [draw(st.integers(1, 8))]
    name: Callable[[int], str] = chinese if draw(st.booleans()) else str
    behind = draw(st.sampled_from([" ", "\u3000", "\u3000\u3000", ""]))
    headings = [(f"第{name(i)}章{behind or ' '}", draw(_words())) for i in range(1, len(shape) + 1)]
    _write_front(writer, [a + b for a, b in headings] if has_chapters else [])
    number = 0
    for part, (count, (heading, title)) in enumerate(zip(shape, headings, strict=True), 1):
        if has_chapters:
            writer.heading(part, f"第{chinese(part)}章", heading, title)
        for _ in range(count):
            if has_chapters and draw(st.integers(0, 4)) == 0:
                words = draw(_words())
                section = ExpectedUnit("section", part, None, "第一节", words)
                writer.unit(section, [f"第一节 {words}"])
            number += 1
            more = draw(_continuations(_FOREIGN_TO_CLAUSES, items_only=False))
            own = part if has_chapters else 0
            _write_regulation_article(writer, own, number, f"第{name(number)}条{behind}", more)
    return writer.finish([])


class _Writer:
    """Writes lines, books them to units, and decides on line ends and blank lines."""

    def __init__(self, draw: DrawFn, form: str) -> None:
        self.draw = draw
        self.sample = Sample(form=form)
        self._newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
        self._spaced = draw(st.sampled_from([(0, 0), (0, 2), (1, 2)]))

    def line(self, words: str) -> None:
        indent = self.draw(st.sampled_from(["", "", "  ", "\u3000\u3000"]))
        self._raw(indent + words + self.draw(st.sampled_from(["", "", " ", "\u3000"])))

    def blank(self, force: bool = False) -> None:
        least, most = self._spaced
        least, most = (max(least, 1), max(most, 1)) if force else (least, most)
        for _ in range(self.draw(st.integers(least, most))):
            self._raw(self.draw(st.sampled_from(_BLANK_LINES)))

    def unit(self, unit: ExpectedUnit, paragraphs: list[str]) -> None:
        if not self.sample.units:
            self.sample.header_end = len(self.sample.text)
        else:
            self.sample.units[-1].end = len(self.sample.text)
        unit.start = len(self.sample.text)
        self.sample.units.append(unit)
        for paragraph in paragraphs:
            self.line(paragraph)
            unit.paragraphs.append((paragraph, paragraph.startswith(("--", "—"))))
            self._mark_end(unit)
            self.blank()

    def heading(self, part: int, label: str, name: str, title: str) -> None:
        self.unit(ExpectedUnit("heading", part, None, label, title), [name + title])

    def finish(self, signature: list[str]) -> Sample:
        """Write the footer: blank lines, perhaps a signature, perhaps furniture."""
        last = self.sample.units[-1]
        last.end = self.sample.footer_start = self._end_of_last_line
        for words in signature if self.draw(st.booleans()) else []:
            self.line(words)
        for words in self.draw(_some(_FOOTER_FURNITURE)):
            self.blank()
            self.line(words)
        if self.draw(st.booleans()):
            self._cut_last_line_end(last)
        return self.sample

    def _raw(self, words: str) -> None:
        self.sample.text += words + self._newline

    def _mark_end(self, unit: ExpectedUnit) -> None:
        unit.end = self._end_of_last_line = len(self.sample.text)

    def _cut_last_line_end(self, last: ExpectedUnit) -> None:
        """A file need not end with a line end."""
        sample = self.sample
        sample.text = sample.text.removesuffix(self._newline)
        sample.footer_start = last.end = min(sample.footer_start, len(sample.text))


@dataclass(frozen=True)
class _PlanStyle:
    counter: str
    in_digits: bool
    separator: str
    wide: bool
    foreign: list[str]

    def heading(self, part: int) -> str:
        if self.counter == "部分" and not self.in_digits:
            return f"{chinese(part)}、"
        return f"第{part if self.in_digits else chinese(part)}{self.counter} "

    def article(self, number: int) -> str:
        mark = f"{number}{self.separator}"
        return mark.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}) if self.wide else mark


def _plan_styles() -> SearchStrategy[_PlanStyle]:
    return st.builds(
        lambda counter, in_digits, dots, wide: _PlanStyle(
            counter, in_digits, "." if dots else "、", wide,
            _FOREIGN_TO_DOTS if dots else _FOREIGN_TO_COMMAS,
        ),
        st.sampled_from(["部分", "章", "篇", "编"]), st.booleans(), st.booleans(), st.booleans(),
    )  # fmt: skip


def _shapes() -> SearchStrategy[list[int]]:
    """Numbers of articles in each part; now and then there are more than a hundred."""
    small = st.lists(st.integers(1, 4), min_size=1, max_size=5)
    return st.integers(0, 30).flatmap(lambda n: st.just([60, 1, 59]) if n == 30 else small)


def _write_front(writer: _Writer, contents: list[str]) -> None:
    """Write title, furniture, table of contents and preamble; each may be missing."""
    draw = writer.draw
    if draw(st.booleans()):
        writer.sample.title = draw(_words())
        writer.line(writer.sample.title)
        writer.blank()
        furniture = draw(_some(_HEADER_FURNITURE))
        for words in furniture:
            writer.line(words)
            writer.blank()
    announced = draw(st.booleans())
    if contents and announced:
        if draw(st.booleans()):
            writer.line("目 录")
        for words in contents:
            writer.line(words + draw(st.sampled_from(["", "……3", " 12"])))
    if draw(st.booleans()):
        unit = ExpectedUnit("preamble", 0, None, "序言", "")
        writer.unit(unit, draw(st.lists(_paragraphs(_TRAPS), min_size=1, max_size=2)))


def _write_plan_article(
    writer: _Writer, style: _PlanStyle, part: int, number: int, more: list[str], *, whole: bool
) -> None:
    title = writer.draw(st.one_of(_words(), st.just("2035年远景目标")))
    blank = writer.draw(st.sampled_from(["", " ", "\u3000"]))
    has_body = whole or writer.draw(st.booleans())
    body = writer.draw(_paragraphs([""])) if has_body else ""
    text = f"{style.article(number)}{blank}{title}" + (f"。{body}" if body else "")
    unit = ExpectedUnit("article", part, number, f"第{number}条", title)
    writer.unit(unit, [text, *more])


def _write_regulation_article(
    writer: _Writer, part: int, number: int, mark: str, more: list[str]
) -> None:
    title = writer.draw(st.one_of(st.just(""), _words()))
    brackets = writer.draw(st.sampled_from([("【", "】"), ("(", ")")]))
    words = title.join(brackets) if title else ""
    unit = ExpectedUnit("article", part, number, f"第{number}条", title)
    writer.unit(unit, [mark + words + writer.draw(_paragraphs([""])), *more])


def _continuations(foreign: list[str], *, items_only: bool) -> SearchStrategy[list[str]]:
    """Further paragraphs of an article; the last ones of a plan are ambiguous unless items."""
    items = st.builds(
        lambda dash, words, end: dash + words + end,
        st.sampled_from(["--", "——", "---", "-- "]), _words(), st.sampled_from(["。", ";", ""]),
    )  # fmt: skip
    plain = _paragraphs([*_TRAPS, *foreign])
    return st.lists(items if items_only else st.one_of(items, plain), max_size=3)


def _paragraphs(beginnings: list[str]) -> SearchStrategy[str]:
    """Sentences with everything inside that must not be taken for a mark."""
    pieces = st.lists(st.one_of(_words(), st.sampled_from(_INSIDE)), max_size=4).map("".join)
    ends = st.sampled_from(["。", "!", "。”"])
    return st.tuples(st.sampled_from(beginnings), _words(), pieces, _words(), ends).map("".join)


def _words() -> SearchStrategy[str]:
    return st.text(_WORD_CHARACTERS, min_size=2, max_size=12)


def _some(lines: list[str]) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(lines), max_size=4, unique=True)
