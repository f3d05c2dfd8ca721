"""The plan parser: the real plan, generated documents, refusals, and arbitrary input."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.numerals import parse_number
from assistant.plan import (
    MAX_BYTES,
    MAX_LINES,
    Plan,
    PlanError,
    Span,
    Unit,
    decode,
    load_plan,
    parse_plan,
)
from tests.plan_texts import Sample, check, check_lossless, plans, regulations

PLAN_FILE = Path(__file__).parent.parent / "data" / "plan.txt"
reproducible = settings(deadline=None, derandomize=True, database=None)

_WIDE = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}

SMALL_PLAN = """某某县关于制定规划的建议
发布时间: 2021-02-30 信息来源:
字号:

序言第一段。

一、总体要求

1.指导思想。坚持新发展理念。

2.主要目标。到2025年:
--经济增长6.5%。
--环境改善;

二、保障措施

导语一段。

3.加强领导。各级各部门要落实责任。

全县上下要团结一心,为实现目标而努力奋斗!

责任编辑: 张三
"""

REGULATION = """晋城市沁河保护条例
(2021年6月25日晋城市人民代表大会常务委员会通过)

目 录
第一章 总 则
第二章 保护与管理
 第一节 规 划
 第二节 措 施
第三章 附 则

第一章 总 则

第一条 为了保护沁河,制定本条例。
第二条 本条例适用于下列活动:
(一)规划;
(二)保护。
第一条规定的活动,依照本条例。

第二章 保护与管理

第一节 规 划

第三条【规划编制】市人民政府应当编制规划。

第二节 措 施

第四条(监督检查)
县级人民政府应当加强检查。
第五条、第六条另有规定的除外。

第三章 附 则

第五条 本条例自2021年9月1日起施行。

晋城市人民代表大会常务委员会
2021年7月1日
"""


@pytest.fixture(scope="module")
def source() -> str:
    """The real plan's text as the file holds it."""
    return PLAN_FILE.read_text("utf-8")


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The real plan, parsed."""
    return load_plan(PLAN_FILE)


# --- The real plan -------------------------------------------------------------------------


def test_real_plan_has_the_contracts_structure(plan: Plan) -> None:
    """Preamble, 16 parts, introductions in all but the first two, 70 articles, closing."""
    assert plan.form == "plan"
    assert [part.number for part in plan.parts] == list(range(1, 17))
    assert [unit.article for unit in plan.articles] == list(range(1, 71))
    introduced = [part.number for part in plan.parts if part.introduction]
    assert introduced == list(range(3, 17))
    assert [unit.kind for unit in plan.units].count("preamble") == 1
    assert (plan.units[0].key, plan.units[0].label) == ("0", "序言")
    assert (plan.units[-1].key, plan.units[-1].label) == ("C17", "结语")
    assert len(plan.citable) == 1 + 14 + 70 + 1


def test_real_plan_header_and_footer(plan: Plan) -> None:
    """Title, date and source are read; page furniture stays outside of all units."""
    assert plan.title == (
        "中共晋城市委关于制定国民经济和社会发展第十四个五年规划和二〇三五年远景目标的建议"
    )
    assert (plan.date, plan.source) == ("2021-02-11", "太行日报")
    header, footer = plan.quote(plan.header), plan.quote(plan.footer)
    assert header.rstrip().endswith("打印")
    assert footer.split() == ["责任编辑:", "张娅萌", "扫一扫在手机打开当前页"]
    assert plan.body(plan.units[0]).startswith("“十四五”时期是“两个一百年”奋斗目标")
    assert plan.body(plan.units[0]).endswith("提出以下建议。")
    assert plan.body(plan.units[-1]).startswith("坚定不移推进转型综改")
    assert plan.body(plan.units[-1]).endswith("而努力奋斗!")


def test_real_plan_is_tiled(plan: Plan, source: str) -> None:
    """Header, units and footer follow one another without gap or overlap and are the text."""
    check_lossless(plan, source)
    spans: list[Span | Unit] = [plan.header, *plan.units, plan.footer]
    assert all(before.end == after.start for before, after in pairwise(spans))


def test_real_articles_are_the_source_lines(plan: Plan, source: str) -> None:
    """Each article is its numbered line and those up to the next mark, to the character."""
    walked: dict[int, list[str]] = {}
    current: list[str] = []
    for line in source.split("\n"):
        mark = re.match(r"(\d+)\.\D", line)
        if mark:
            current = walked[int(mark[1])] = []
        elif re.match("[一二三四五六七八九十]+、", line) or line.startswith("坚定不移推进"):
            current = []
        current.append(line)
    assert sorted(walked) == list(range(1, 71))
    for number, lines in walked.items():
        article = plan.article(number)
        assert article
        assert plan.body(article) == "\n".join(lines).strip()
        written = [line for line in lines if line]
        assert [plan.quote(paragraph) for paragraph in article.paragraphs] == written
        items = [paragraph.is_item for paragraph in article.paragraphs]
        assert items == [line.startswith("--") for line in written]


def test_real_titles_and_headings(plan: Plan, source: str) -> None:
    """Titles stand in the source behind their number; headings carry number and title."""
    for article in plan.articles:
        assert article.title_span
        assert plan.quote(article.title_span) == article.title
        assert (
            source[article.start : article.title_span.end] == f"{article.article}.{article.title}"
        )
        assert source[article.title_span.end] == "。"
    headings = re.findall("^([一二三四五六七八九十]+)、(.*)$", source, re.MULTILINE)
    assert [(part.label, part.title) for part in plan.parts] == [
        (f"第{number}部分", title) for number, title in headings
    ]
    assert [part.number for part in plan.parts] == [parse_number(n) for n, _ in headings]


def test_real_items(plan: Plan) -> None:
    """Articles 5, 6 and 7 have 6, 6 and 8 items that begin with two dashes; no other has any."""
    counted = {
        article.article: sum(paragraph.is_item for paragraph in article.paragraphs)
        for article in plan.articles
    }
    assert {number: n for number, n in counted.items() if n} == {5: 6, 6: 6, 7: 8}


def test_look_ups(plan: Plan) -> None:
    """Units are found by article number, part number, key and title; what is missing is None."""
    article = plan.article(33)
    part = plan.part(8)
    assert article and part
    assert (article.label, article.part, article.key) == ("第33条", 8, "33")
    assert article in part.articles
    assert plan.unit("33") is article
    assert plan.unit("C8") is part.introduction
    assert plan.unit("H8") is part.heading
    assert part.introduction and part.introduction.label == "第八部分导语"
    assert part.introduction.title == part.title
    assert not part.heading.is_citable and part.introduction.is_citable
    assert [plan.article(n) for n in (0, 71, -1)] == [None] * 3
    assert [plan.part(n) for n in (0, 17)] == [None] * 2
    assert [plan.unit(key) for key in ("C1", "C18", "", "x")] == [None] * 4


def test_look_up_by_title(plan: Plan) -> None:
    """Titles are found by some of their words, with blanks and width of no account."""
    assert [unit.key for unit in plan.find_by_title("综合立体交通")] == ["33"]
    assert [unit.key for unit in plan.find_by_title(" 综合 立体\u3000交通 ")] == ["33"]
    assert {unit.key for unit in plan.find_by_title("人才")} == {"H11", "44", "45", "46", "47"}
    assert plan.find_by_title("") == plan.find_by_title(" ") == ()
    assert plan.find_by_title("不存在的标题") == ()


def test_unit_at_every_offset(plan: Plan) -> None:
    """Each character belongs to the one unit whose span holds it, furniture to none."""
    expected: list[Unit | None] = [None] * (len(plan.text) + 1)
    for unit in plan.units:
        expected[unit.start : unit.end] = [unit] * (unit.end - unit.start)
    assert [plan.unit_at(offset) for offset in range(len(plan.text) + 1)] == expected
    assert plan.unit_at(-1) is None


def test_sha256_names_the_text(plan: Plan, source: str) -> None:
    """The hash depends on the text alone."""
    assert plan.sha256 == parse_plan(source).sha256
    assert plan.sha256 != parse_plan(source + " ").sha256


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: re.sub(r"\n\n+", "\n", text),
        lambda text: re.sub(r"\n\n+", "\n \u3000 \n\t\n", text),
        lambda text: re.sub(r"(?m)^(?=.)", "\u3000\u3000", text),
        lambda text: re.sub(r"(?m)^(\d+)\.", r"\1、", text),
        lambda text: re.sub(r"(?m)^(\d+)\.", lambda m: m[1].translate(_WIDE) + "\uff0e", text),
        lambda text: re.sub(r"(?m)^([一二三四五六七八九十]+)、", r"第\1部分 ", text),
        lambda text: text.removesuffix("责任编辑: 张娅萌\n\n扫一扫在手机打开当前页"),
        lambda text: text[text.index("“十四五”时期是") :],
        lambda text: text + "\n上一篇:没有了\n某某网\n© 2021\n",
    ],
    ids=[
        "windows", "old mac", "no blank lines", "blank lines with blanks", "indented", "commas",
        "full width", "written parts", "no footer", "no header", "longer footer",
    ],
)  # fmt: skip
def test_real_plan_survives_other_layouts(plan: Plan, source: str, change: object) -> None:
    """The same plan laid out otherwise has the same units, titles and paragraphs."""
    assert callable(change)
    changed = parse_plan(change(source))
    check_lossless(changed, change(source))
    assert [(u.key, u.label, u.title) for u in changed.units] == [
        (u.key, u.label, u.title) for u in plan.units
    ]
    for unit, other in zip(plan.units, changed.units, strict=True):
        words = [plan.quote(paragraph) for paragraph in unit.paragraphs]
        others = [changed.quote(paragraph) for paragraph in other.paragraphs]
        assert others[1:] == words[1:]
        assert others[0][-8:] == words[0][-8:]


def test_real_plan_in_gb18030(source: str, tmp_path: Path) -> None:
    """A file in GB 18030 reads as the same text."""
    path = tmp_path / "plan.txt"
    path.write_bytes(source.encode("gb18030"))
    assert load_plan(path).text == source


# --- Other documents -----------------------------------------------------------------------


@reproducible
@given(plans())
def test_generated_plans(sample: Sample) -> None:
    """Whatever a plan's layout, its units come out as they were written."""
    check(parse_plan(sample.text), sample)


@reproducible
@given(regulations())
def test_generated_regulations(sample: Sample) -> None:
    """Whatever a regulation's layout, its units come out as they were written."""
    check(parse_plan(sample.text), sample)


@settings(reproducible, max_examples=30)
@given(st.one_of(plans(), regulations()))
def test_encodings(sample: Sample) -> None:
    """UTF-8 with or without a byte-order mark, and GB 18030, decode to the same text."""
    text = sample.text.lstrip("\ufeff")
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert decode(text.encode(encoding)) == text


def test_small_plan() -> None:
    """A plan of another place: missing introduction, items, an impossible date, no source."""
    plan = parse_plan(SMALL_PLAN)
    assert (plan.title, plan.date, plan.source) == ("某某县关于制定规划的建议", None, None)
    assert [unit.key for unit in plan.units] == ["0", "H1", "1", "2", "H2", "C2", "3", "C3"]
    assert [unit.title for unit in plan.articles] == ["指导思想", "主要目标", "加强领导"]
    assert [paragraph.is_item for paragraph in plan.articles[1].paragraphs] == [False, True, True]
    assert plan.quote(plan.footer).strip() == "责任编辑: 张三"


def test_regulation_with_chapters_sections_and_contents() -> None:
    """Sections are units of their own, references open no article, signature is furniture."""
    plan = parse_plan(REGULATION)
    assert plan.form == "regulation"
    assert (plan.title, plan.date) == ("晋城市沁河保护条例", "2021-06-25")
    assert [(unit.label, unit.title) for unit in plan.units] == [
        ("第一章", "总 则"),
        ("第1条", ""),
        ("第2条", ""),
        ("第二章", "保护与管理"),
        ("第一节", "规 划"),
        ("第3条", "规划编制"),
        ("第二节", "措 施"),
        ("第4条", "监督检查"),
        ("第三章", "附 则"),
        ("第5条", ""),
    ]
    assert [len(article.paragraphs) for article in plan.articles] == [1, 4, 1, 3, 1]
    assert not any(unit.is_citable for unit in plan.units if unit.kind in ("heading", "section"))
    assert len({unit.key for unit in plan.units}) == len(plan.units)
    assert plan.quote(plan.header).rstrip().endswith("第三章 附 则")
    assert plan.quote(plan.footer).split() == ["晋城市人民代表大会常务委员会", "2021年7月1日"]


def test_more_than_a_hundred_articles() -> None:
    """Chinese numerals over one hundred number articles and parts."""
    tens = "一二三四五六七八九"
    names = [*tens, "十", *(f"十{n}" for n in tens)]
    names += [f"{t}十{n}" for t in tens[1:] for n in ("", *tens)]
    names += ["一百", *(f"一百零{n}" for n in tens), "一百一十", *(f"一百一十{n}" for n in tens)]
    text = "".join(f"第{name}条 内容。\n" for name in [*names, "一百二十"])
    assert [unit.article for unit in parse_plan(text).articles] == list(range(1, 121))
    text = "".join(f"{name}、标题\n{i}.内容。\n" for i, name in enumerate(names, 1))
    assert parse_plan(text).parts[-1].label == "第一百一十九部分"


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        ("一、甲\n1.2035年远景目标。乙。\n2.5万亩良田。\n", ["第一部分", "第1条"]),
        ("一、甲\n1.乙:\n1、丙;\n2、丁。\n2.戊。\n", ["第一部分", "第1条", "第2条"]),
        ("一、甲。\n1.乙。\n二、丙。\n2.丁。\n", ["第一部分", "第1条", "第二部分", "第2条"]),
        ("一、甲\n1.乙。\n二、丙。\n2.丁。\n", ["第一部分", "第1条", "第二部分", "第2条"]),
        ("一、甲\n1.乙。\n三、四线城市增多。\n2.丁。\n", ["第一部分", "第1条", "第2条"]),
        ("一、甲\n1.乙。\n二、三产业增长。态势良好。\n2.丁。\n", ["第一部分", "第1条", "第2条"]),
        ("第一章 甲\n第一条 乙。\n第一节 丙。\n第二条 丁。\n", ["第一章", "第1条", "第2条"]),
        ("第一编 总则\n第一章 甲\n第一条 乙。\n", ["第一章", "第1条"]),
        ("第一篇 甲\n1.乙。\n第一节 丙\n2.丁。\n", ["第一篇", "第1条", "第一节", "第2条"]),
        ("第一条为了发展。\n第二条本法适用。\n第一条规定的除外。\n", ["第1条", "第2条"]),
        ("一、甲\n1.乙\n丙。\n\n2.丁\n戊,奋斗。\n", ["第一部分", "第1条", "第2条"]),
        ("一、甲\n1.乙。\n\n丙。\n\n2.丁。\n\n戊。\n", ["第一部分", "第1条", "第2条"]),
        ("一、甲\n1.乙。\n2.丁。\n\n戊。\n", ["第一部分", "第1条", "第2条", "结语"]),
        ("一、甲\n1.乙。\n\n丙。\n\n2.丁。\n--戊\n号召全市。\n",
         ["第一部分", "第1条", "第2条", "结语"]),
        ("时间紧,任务重。\n一、甲\n1.乙。\n来源于基层。\n", ["序言", "第一部分", "第1条"]),
        ("一、甲\n1.乙。\n编辑:丙\n丁。\n", ["第一部分", "第1条"]),
        ("一、甲\n一、甲\n1.乙。\n", ["第一部分", "第1条"]),
        ("# 题\n## 第一章 甲\n### 第一条 乙。\n## 第二章 丙\n第二条 丁。\n",
         ["第一章", "第1条", "第二章", "第2条"]),
        ("第一条 甲。\n地址:某市某路1号\n某某局微信\n", ["第1条"]),
        ("目录\n一、甲……1\n1.乙 2\n二、丙……3\n2.丁 4\n一、甲\n1.乙。\n二、丙\n2.丁。\n",
         ["第一部分", "第1条", "第二部分", "第2条"]),
    ],
)  # fmt: skip
def test_what_opens_a_unit(lines: str, labels: list[str]) -> None:
    """Look-alikes of marks, headings, closings and furniture are told from the real ones."""
    assert [unit.label for unit in parse_plan(lines).units] == labels


@pytest.mark.parametrize(
    ("header", "title", "date", "source"),
    [
        ("标题\n(2020年1月2日通过)\n发布时间:2021/3/4\n", "标题", "2021-03-04", None),
        (
            "首页>文件\n来源: 日报 作者: 某人\n标题\n副标题\n晋市发〔2021〕3号\n",
            "标题副标题",
            None,
            "日报",
        ),
        ("二〇二一年一月五日\n标题\n目 录\n", "标题", None, None),
        ("标题\n来源:\n字号: 大 中 小\n2021年01月05日\n", "标题", "2021-01-05", None),
        ("", "", None, None),
    ],
)
def test_header(header: str, title: str, date: str | None, source: str | None) -> None:
    """Title, date and source are found among navigation, remarks and buttons."""
    plan = parse_plan(f"{header}一、甲\n1.乙。\n")
    assert (plan.title, plan.date, plan.source) == (title, date, source)
    assert plan.quote(plan.header) == header


@pytest.mark.parametrize(
    ("tail", "footer"),
    [
        ("\n\n打印\n\n关闭\n", "\n\n打印\n\n关闭\n"),
        ("打印\n--丙\n", ""),
        ("打印\n丙。\n", ""),
        ("丙\n责任编辑:丁\n某某网\n", "责任编辑:丁\n某某网\n"),
        ("某某市人民政府\n二〇二一年一月五日\n", "某某市人民政府\n二〇二一年一月五日\n"),
        ("某某市人民政府\n2021年1月5日\n", "某某市人民政府\n2021年1月5日\n"),
        ("丙" * 31 + "\n2021-01-05 10:30\n", "2021-01-05 10:30\n"),
        ("扫二维码可以办理业务。\n", ""),
    ],
)
def test_footer(tail: str, footer: str) -> None:
    """Furniture at the end is kept out with what stands between it; text and items are not."""
    plan = parse_plan(f"第一条 甲。\n{tail}")
    assert plan.quote(plan.footer) == footer


@pytest.mark.parametrize(
    ("article", "title"),
    [
        ("第一条【目的】为了发展。", "目的"),
        ("第一条 \uff08目的和依据\uff09\n为了发展。", "目的和依据"),
        ("第一条 (一)发展;", ""),
        ("第一条 (1)发展;", ""),
        ("第一条 为了发展(目的)。", ""),
    ],
)
def test_title_of_a_regulations_article(article: str, title: str) -> None:
    """A regulation's article has a title only where brackets open it, and no number in them."""
    assert parse_plan(article).articles[0].title == title


# --- Refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", None, "空的"),
        (" \n\u3000\n\ufeff\n", None, "空的"),
        ("一、甲\n1.乙。\n丙\x01。\n", 3, "控制字符"),
        ("一、甲\n1.乙\x1b[0m。\n", 2, "控制字符"),
        ("一、甲\n1.乙\ud800。\n", 2, "控制字符"),
        ("昨天下了雨。\n\n今天天晴。\n\n", 3, "没有找到"),
        ("# 清单\n\n1. 苹果\n2. 梨\n", 3, "前面没有"),
        ("- 苹果\n- 梨\n", 2, "没有找到"),
        ("一、甲\n1.乙。\n3.丙。\n", 3, "编号不连续:这里应当是第2条"),
        ("一、甲\n2.乙。\n", 2, "编号不连续:这里应当是第1条"),
        ("一、甲\n0.乙。\n", 2, "编号不连续"),
        ("一、甲\n1.乙。\n1.丙。\n", 3, "编号重复:第1条"),
        ("一、甲\n1.乙。\n三、丙\n2.丁。\n", 3, "编号不连续:这里应当是第二部分"),
        ("一、甲\n1.乙。\n一、丙\n2.丁。\n", 3, "编号重复:第一部分"),
        ("第一章 甲\n第一条 乙。\n第三章 丙\n第二条 丁。\n", 3, "应当是第二章"),
        ("第一条 甲。\n第三条 乙。\n", 2, "应当是第2条"),
        ("第一条 甲。\n第二条 乙。\n第二条 丙。\n", 3, "编号重复:第2条"),
        ("1.甲。\n一、乙\n2.丙。\n", 1, "前面没有"),
        ("第一条 甲。\n第一章 乙\n第二条 丙。\n", 1, "第一个标题(第 2 行)之前"),
        ("一、甲\n二、乙\n1.丙。\n", 1, "没有任何条文"),
        ("一、甲\n1.乙。\n二、丙\n", 3, "没有任何条文"),
        ("一、甲。\n1.乙。\n三、丙。\n2.丁。\n", 3, "应当是第二部分"),
        ("一、甲\n1.乙。\n一、甲\n1.乙。\n", 3, "编号重复:第一部分"),
        ("".join(f"第{i}章 甲\n第{i}条 乙。\n" for i in range(1, 1002)), 1999, "超过 999 个"),
        ("一、甲\n1.乙。\n2.丙。\n3、丁。\n", 4, "前后不一致"),
        ("第" + "9" * 6000 + "条 甲\n", 1, "没有找到"),
        ("\n" * (MAX_LINES + 1) + "一、甲\n1.乙。\n", None, "行,不像"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_refused_texts(text: str, line: int | None, words: str, newline: str) -> None:
    """What is of neither form, or wrongly numbered, is refused with its line and a reason."""
    with pytest.raises(PlanError, match=re.escape(words)) as caught:
        parse_plan(text.replace("\n", newline))
    _check_message(caught.value, line)


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"a\nb\x00", 2, "空字节"),
        ("一、甲\n1.乙。".encode("utf-16-be"), 1, "空字节"),
        ("中文\n".encode() * 20 + b"\xff\n", 21, "损坏"),
        (b"\xef\xbb\xbf" + "中文\n".encode() * 20 + b"\xff\n", 21, "损坏"),
        ("中文\n".encode("gb18030") * 20 + b"\xff\n", 21, "既不是"),
        (b"abc\ndef\xff", 2, "既不是"),
    ],
)
def test_refused_bytes(data: bytes, line: int, words: str, newline: bytes) -> None:
    """Bytes that are no text are refused with the line at which they stop being one."""
    if b"\x00\n" not in data:
        data = data.replace(b"\n", newline)
    with pytest.raises(PlanError, match=words) as caught:
        decode(data)
    _check_message(caught.value, line)


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_zip(), "Word"),
        (b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"\x1f\x8b\x08\x00\x00", "压缩文件"),
    ],
)
def test_known_binary_files_are_named(data: bytes, name: str, tmp_path: Path) -> None:
    """Files of well-known kinds are refused by name, with what to do instead."""
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(PlanError, match=name) as caught:
        load_plan(path)
    _check_message(caught.value, 1)
    assert "另存为" in str(caught.value)


def test_refused_paths(tmp_path: Path) -> None:
    """A missing file, a folder, a device, an impossible name and a huge file are refused."""
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b" " * (MAX_BYTES + 1))
    refused = {
        tmp_path / "none.txt": "找不到",
        tmp_path: "文件夹",
        Path("/dev/null"): "设备",
        tmp_path / "a\x00b": "检查路径",
        tmp_path / ("x" * 5000): "检查路径",
        huge: "超过 5 MB",
    }
    for path, words in refused.items():
        with pytest.raises(PlanError, match=words) as caught:
            load_plan(path)
        _check_message(caught.value, None)


def _check_message(error: PlanError, line: int | None) -> None:
    """A message is one Chinese line that begins with the line number, if there is one."""
    message = str(error)
    assert error.line == line
    assert message.startswith(f"第 {line} 行:") == (line is not None)
    assert re.search("[\u4e00-\u9fff]{4}", message)
    assert "\n" not in message


# --- Arbitrary input -----------------------------------------------------------------------

_PIECES = [
    "一、", "二、", "三、", "1.", "2.", "3.", "\uff11\uff0e", "第一条 ", "第二条", "第一章 ",
    "第二章 ", "第一节 ", "第一部分", "甲", "乙。", "\n", "\n", "\r\n", "\r", " ", "\u3000", "--",
    "—", ";", "(一)", "【", "】", "2035年", "目录", "来源:", "打印", "2021年1月5日", "奋斗",
    "\ufeff", "\x85", "\u2028", "第", "条", "章", "十", "百", "万", "亿", "零", "9" * 20,
    "、", ".", "²",
    "①", "\u0661", "\t", "\x0c",
]  # fmt: skip


@settings(reproducible, max_examples=300)
@given(st.one_of(st.text(), st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Any text either parses without loss or raises PlanError with a line of the text."""
    _parse_or_refuse(text)


@settings(reproducible, max_examples=120)
@given(st.one_of(plans(), regulations()), st.data())
def test_damaged_documents_are_parsed_or_refused(sample: Sample, data: st.DataObject) -> None:
    """A document with pieces cut out and put in either parses without loss or is refused."""
    text = sample.text
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 8))
        text = text[:start] + data.draw(st.sampled_from(["", *_PIECES])) + text[end:]
    _parse_or_refuse(text)


@settings(reproducible, max_examples=300)
@given(st.one_of(st.binary(), st.text(_PIECES[0] + "1.\n甲").map(lambda t: t.encode("gb18030"))))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """Any bytes either decode to a text that parses or is refused, or raise PlanError."""
    try:
        text = decode(data)
    except PlanError as error:
        assert error.line and error.line >= 1
        return
    _parse_or_refuse(text)


def _parse_or_refuse(text: str) -> None:
    try:
        plan = parse_plan(text)
    except PlanError as error:
        lines = len(re.split(r"\r\n|\r|\n", text))
        assert error.line is None or 1 <= error.line <= lines
        return
    check_lossless(plan, text)
    numbers = [article.article for article in plan.articles]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "shape",
    ["{}\n一、甲\n1.乙。\n", "一、甲{}乙\n1.丙。\n", "一、甲\n1.乙{}丙\n\n丁{}\n", "第一条 {}\n"],
)
def test_very_long_lines_take_linear_time(shape: str) -> None:
    """Lines of 200,000 digits, blanks, dashes or marks are dealt with (squares would hang)."""
    for piece in [
        "1",
        " ",
        "\u3000",
        "-",
        "—",
        "一",
        "第",
        ".",
        "。",
        "。 ",
        "打印",
        "来源 ",
        "|",
        "“",
    ]:
        text = shape.replace("{}", piece * (200_000 // len(piece)))
        _parse_or_refuse(text)
        with pytest.raises(PlanError):
            parse_plan(text + "第一条 甲\n一、乙\n")
