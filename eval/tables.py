"""Question sets as tables: CSV and XLSX files as evaluators keep them, and a template for them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.dataset import TYPE_NAMES, DatasetError

MAX_BYTES = 10_000_000
MAX_ROWS = 10_000

Row = tuple[int, dict[str, object]]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        field: Name in the schema; accepted as a heading.
        heading: Chinese heading; accepted too, and used in the template.
        form: How the cell is read.
        hint: What belongs into it, for the template and the documentation.
    """

    field: str
    heading: str
    form: Literal["text", "units", "texts", "flag"]
    hint: str


COLUMNS = (
    Column("id", "编号", "text", "可不填,不填时按行号编为 row-2、row-3……;不得重复"),
    Column("type", "类型", "text", f"可不填,不填为“事实”;可填:{'、'.join(TYPE_NAMES.values())}"),
    Column("question", "问题", "text", "一句话的问题;多轮对话改填“对话”"),
    Column("turns", "对话", "texts", "多轮对话,各轮之间用 | 或换行隔开,只评最后一轮"),
    Column("gold_articles", "可引条文", "units", "引用了就算对的单元,如 33、第七部分导语、序言"),
    Column("essential_articles", "必引条文", "units", "必须引用的单元;不填时与“可引条文”相同"),
    Column("key_facts", "关键事实", "texts", "答案必须包含的原文片段,用 | 或换行隔开"),
    Column("reference_answer", "参考答案", "text", "可不填,供人阅读"),
    Column("answerable", "可回答", "flag", "是 或 否;不填时,有“可引条文”为是,否则为否"),
    Column("false_claim", "错误前提", "text", "问题里的错误说法,照抄问题中的字"),
    Column("trap_articles", "易混条文", "units", "看似相关而不该引用的单元"),
)
_BY_HEADING = {name: c for c in COLUMNS for name in (c.field, c.heading)}
_EXAMPLE = {
    "编号": "my-1",
    "类型": "事实",
    "问题": "(例,请删去本行)晋城机场什么时候通航?",
    "可引条文": "33",
    "关键事实": "建成通航",
    "可回答": "是",
}


def read_table(path: Path, labels: Mapping[str, str]) -> Iterator[Row]:
    """Read a table; the first row holds the headings, in English or Chinese, in any order.

    Args:
        path: A ``.csv`` or ``.xlsx`` file.
        labels: Label of a unit (``第33条``) → its key (``33``).

    Returns:
        The number of each row as a spreadsheet shows it, with what the schema wants.

    Raises:
        DatasetError: The file cannot be read, is too large, or its headings are not understood.
    """
    if _size(path) > MAX_BYTES:
        raise DatasetError(f"{path.name} 超过 {MAX_BYTES // 1_000_000} MB,不像是题目表。")
    rows = _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
    try:
        _, headings = next(rows)
    except StopIteration:
        raise DatasetError(f"{path.name} 是空的;第一行应为列名。") from None
    columns = _columns(path, headings)
    for count, (number, cells) in enumerate(rows):
        if count >= MAX_ROWS:
            raise DatasetError(f"{path.name} 超过 {MAX_ROWS} 行,请拆成几个文件。")
        if any(cell.strip() for cell in cells):
            yield number, _fields(columns, cells, number, labels)


def write_template(path: Path) -> None:
    """Write an XLSX file with the headings, one example row and an explanation of each column."""
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "题目"
    sheet.append([column.heading for column in COLUMNS])
    sheet.append([_EXAMPLE.get(column.heading, "") for column in COLUMNS])
    help_sheet = book.create_sheet("填写说明")
    help_sheet.append(["列名", "英文列名", "说明"])
    for column in COLUMNS:
        help_sheet.append([column.heading, column.field, column.hint])
    for each, widths in ((sheet, [16] * len(COLUMNS)), (help_sheet, [12, 20, 80])):
        each.freeze_panes = "A2"
        for cells, width in zip(each.columns, widths, strict=True):
            each.column_dimensions[str(cells[0].column_letter)].width = width
            cells[0].font = Font(bold=True)
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    book.save(path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DatasetError(f"无法读取题目文件 {path}:{error.strerror}") from error


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > 20 * MAX_BYTES:
            raise DatasetError(f"{path.name} 解压后过大,不像是题目表。")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise DatasetError(f"{path.name} 不是有效的 XLSX 文件,请重新另存为 .xlsx。") from error
    try:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, [_as_text(value) for value in row]
    finally:
        book.close()


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV file in UTF-8 or GB 18030 (what Chinese spreadsheets save)."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise DatasetError(f"{path.name} 既不是 UTF-8 也不是 GBK 编码的文本。") from error
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        place = f"{path.name} 第 {before + 1} 行"
        raise DatasetError(f"{place}起不是有效的 CSV(引号是否成对?)。") from error


def _columns(path: Path, headings: Sequence[str]) -> list[Column | None]:
    names = [heading.strip() for heading in headings]
    columns = [_BY_HEADING.get(name) for name in names]
    allowed = "、".join(column.heading for column in COLUMNS)
    unknown = [n for n, column in zip(names, columns, strict=True) if n and not column]
    if unknown:
        raise DatasetError(f"{path.name} 有不认识的列:{'、'.join(unknown)}。可用的列:{allowed}。")
    fields = [column.field for column in columns if column]
    if twice := {field for field in fields if fields.count(field) > 1}:
        raise DatasetError(f"{path.name} 的列重复:{'、'.join(sorted(twice))}。")
    if not {"question", "turns"} & set(fields):
        raise DatasetError(f"{path.name} 缺少“问题”(question)列。可用的列:{allowed}。")
    return columns


def _fields(
    columns: Sequence[Column | None],
    cells: Sequence[str],
    number: int,
    labels: Mapping[str, str],
) -> dict[str, object]:
    """What the schema wants of one row; empty cells take the defaults told in the template."""
    row: dict[str, object] = {
        column.field: _value(column, cell.strip(), labels)
        for column, cell in zip(columns, cells, strict=False)
        if column and cell.strip()
    }
    gold = row.setdefault("gold_articles", [])
    answerable = row.setdefault("answerable", bool(gold))
    row.setdefault("id", f"row-{number}")
    row.setdefault("type", "fact")
    row.setdefault("essential_articles", gold if answerable is True else [])
    row.setdefault("key_facts", [])
    row.setdefault("reference_answer", "")
    return row


def _value(column: Column, cell: str, labels: Mapping[str, str]) -> object:
    if column.form == "units":
        units = re.split(r"[\s,,、;;|]+", cell)
        return [labels.get(unit, unit) for unit in units if unit]
    if column.form == "texts":
        return [text.strip() for text in re.split(r"[|\n]", cell) if text.strip()]
    if column.form == "flag":
        flags = {"是": True, "true": True, "1": True, "否": False, "false": False, "0": False}
        return flags.get(cell.lower(), cell)
    return cell
