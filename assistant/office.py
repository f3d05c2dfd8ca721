"""What all Office files need: text that XML can hold, fonts named for Chinese, equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row

SONG = "宋体"
HEI = "黑体"
# Characters that XML cannot hold.
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The earliest time that a ZIP file can give; files made of the same content are the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255  # characters
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def clean(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def name_file(properties: Any, title: str) -> None:
    """Set the title in an Office file's properties, and take out whoever made the template."""
    properties.title = clean(title)[:_LONGEST_PROPERTY]
    properties.author = ""


def name_fonts(style: Any, name: str, latin: str | None = None) -> None:
    """Give a DOCX style its font, for Chinese too, in place of the theme's.

    Args:
        style: A style of python-docx.
        name: Font of Chinese text.
        latin: Font of letters and digits; the same when left out.
    """
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    fonts.set(qn("w:eastAsia"), name)
    for attribute in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{attribute}"), latin or name)


def name_all_fonts(document: Document, latin: str | None = None) -> None:
    """Name 黑体 for headings and 宋体 for everything else in a DOCX document."""
    for style in document.styles:
        properties = getattr(style.element, "rPr", None)
        if properties is None and style.name != "Normal":
            continue
        is_heading = (style.name or "").startswith(("Heading", "Title", "Subtitle"))
        name_fonts(style, HEI if is_heading else SONG, latin)


def repeat_heading(row: _Row) -> None:
    """Show a table's row again on top of every page that the table goes on to."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def pack(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file of the same bytes for the same names and contents."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def without_times(office_file: bytes) -> bytes:
    """Return an Office file, and the workbooks of its charts, without the time of its making."""
    with zipfile.ZipFile(io.BytesIO(office_file)) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    for name, data in files.items():
        if name.endswith(".xlsx"):
            files[name] = without_times(data)
    properties = "docProps/core.xml"
    if properties in files:
        files[properties] = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", files[properties])
    return pack(files)
