from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from assistant.plan import Plan
from eval.dataset import DatasetError, load_items, read_items
from eval.tables import write_template

ROWS = """编号,类型,问题,对话,必引条文,可引条文,关键事实,可回答
a,事实,机场哪年通航,,第33条,"第33条、第八部分导语",建成通航,是
,,煤层气产量目标是多少,,,15,"210亿立方米|
50%",
c,追问,,机场呢 | 哪年通航,33,33,,1
d,无关问题,今天天气如何,,,,,否
e,近似但未写,机场投资多少,,,33,,否
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_as_spreadsheets_save_it(tmp_path: Path, plan: Plan, encoding: str) -> None:
    """A CSV file in UTF-8 or GBK gives the items its rows mean, defaults filled in."""
    path = tmp_path / "mine.csv"
    path.write_text(ROWS.replace("210亿立方米|\n50%", "煤层气"), encoding=encoding)
    first, second, third, fourth, fifth = load_items([path], plan)
    assert (first.id, first.type) == ("a", "fact")
    assert first.gold_articles == ("33", "C8") and first.essential_articles == ("33",)
    assert (second.id, second.essential_articles) == ("row-3", ("15",)) and second.answerable
    assert third.turns == ("机场呢", "哪年通航") and third.type == "follow_up"
    assert not fourth.answerable and fourth.gold_articles == ()
    assert fifth.gold_articles == ("33",) and fifth.essential_articles == ()


def test_bad_rows_are_named_and_good_ones_kept(tmp_path: Path, plan: Plan) -> None:
    """Each wrong row is told with its number as the spreadsheet shows it; the others are read."""
    path = tmp_path / "mine.csv"
    rows = "问题\t可引条文\t关键事实\t类型\t可回答\n"
    rows += "好题\t33\t\t\t\n坏一\t99\t\t\t\n坏二\t33\t没有的话\t\t\n"
    rows += "坏三\t33\t\t谜语\t\n坏四\t33\t\t\t也许\n"
    path.write_text(rows, encoding="utf-8")
    items, problems = read_items([path], plan)
    assert [item.question for item in items] == ["好题"]
    for number, words in ((3, "没有单元 99"), (4, "没有的话"), (5, "type"), (6, "answerable")):
        assert any(f"第 {number} 行" in p and words in p for p in problems), problems
    with pytest.raises(DatasetError, match="第 3 行"):
        load_items([path], plan)


def test_template_can_be_filled_in(tmp_path: Path, plan: Plan) -> None:
    """The template is read as it is, and so is what a user adds, numbers as numbers."""
    path = tmp_path / "mine.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    sheet = book["题目"]
    sheet.cell(3, 3, "人均可支配收入目标")
    sheet.cell(3, 5, 5)
    book.save(path)
    example, mine = load_items([path], plan)
    assert example.essential_articles == ("33",)
    assert (mine.id, mine.question, mine.gold_articles) == ("row-3", "人均可支配收入目标", ("5",))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "", "是空的"),
        ("a.csv", "问题,题目\nx,y", "不认识的列:题目"),
        ("a.csv", "问题,question\nx,y", "列重复"),
        ("a.csv", "编号\nx", "缺少“问题”"),
        ("a.csv", '问题,编号\n"没有结束,1\n', "第 2 行"),
        ("a.csv", b"\xff\xfe\x00\xff", "编码"),
        ("a.xlsx", b"PK no zip", "不是有效的 XLSX"),
        ("a.jsonl", b"\xff\xff", "不是 UTF-8"),
    ],
)
def test_unusable_files_say_why(
    tmp_path: Path, plan: Plan, name: str, content: str | bytes, words: str
) -> None:
    """A file that cannot be read as a question set is refused with its reason, not a traceback."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DatasetError, match=words):
        load_items([path], plan)


def test_missing_file_is_told(tmp_path: Path, plan: Plan) -> None:
    """A file that is not there is told to be missing, whatever its kind."""
    for name in ("a.csv", "a.xlsx", "a.jsonl"):
        with pytest.raises(DatasetError, match="无法读取"):
            load_items([tmp_path / name], plan)
