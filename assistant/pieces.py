"""Pieces of an article by their place: its paragraphs, listed items and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import texts
from assistant.answer import Draft, cite, compose
from assistant.numerals import parse_number
from assistant.passages import sentences
from assistant.plan import Plan, Span, Unit
from assistant.runs import SEVERAL, numbers_in, run_of

# A counted word → the kind of piece it counts.
_KINDS = {"款": "款", "段": "段", "自": "段", "句": "句", "条": "条"}
_ITEM = "项"
_COUNTER = r"款|自然段|段(?:话|落)?|句(?:话)?|小?项|小?点|[个大](?![年月区县市])|条"
# “The first aim and the second aim”: the noun may stand behind each.
_COUNTED = rf"(?:{_COUNTER})[\u4e00-\u9fff]{{0,4}}?"
_PIECE = re.compile(
    rf"(?:(?P<back>倒数)?第\s*(?P<list>{run_of(_COUNTED)})"
    rf"|(?:前|头|开头)(?P<head>{SEVERAL})|(?:最后|末尾?|后|倒数)的?(?P<tail>{SEVERAL})"
    r"|(?P<last>最后|末尾?|最末)(?:的|那)?一?|(?P<first>首|头一|开头第?一))"
    rf"\s*(?P<counter>{_COUNTER})"
)
_INSIDE = re.compile(r"(?:(?:里面?|里头|当中|之中|其中|中|下面|所列|列出)?的?|[,:\s])*$")
# What may follow the place; a noun behind it says what is counted, perhaps something else.
_END = re.compile(
    r"$|[\s?,。、!:;]|[的是讲说写里中叫呢和与有怎咋什啥]|内容|原文|原话|具体|主要|规定|全文|展开|标题|题目|名[字称]"
)
_TELL = re.compile("怎么|怎样|如何|咋|展开|详细|介绍|一下")


@dataclass(frozen=True, slots=True)
class Piece:
    """Pieces of an article that a question names.

    Attributes:
        kind: 款 (a paragraph with the items under it), 段 (a paragraph or an item), 句 (a
            sentence, the title being the first), 项 (an item), or 条 (an item, if it is no
            article).
        places: Their places, from 1, or from -1 backwards.
        before: The words before the place.
        behind: The words behind it.
    """

    kind: str
    places: tuple[int, ...]
    before: str
    behind: str

    @property
    def left(self) -> str:
        """The text without the place and words that only ask to be told."""
        return _TELL.sub(" ", f"{self.before} {self.behind}")

    def counts(self, names: Sequence[str]) -> bool:
        """Whether one of these names stands right before or behind the place."""
        return any(
            self.before.endswith(name) or self.behind.removeprefix("的").startswith(name)
            for name in names
        )


def find_pieces(text: str) -> Iterator[Piece]:
    """Everything in a normalised text that may be the place of a piece."""
    for match in _PIECE.finditer(text):
        if places := _places(match):
            kind = _KINDS.get(match["counter"][0], _ITEM)
            before = _INSIDE.sub("", text[: match.start()])
            yield Piece(kind, places, before, text[match.end() :])


def is_of(piece: Piece, unit: Unit) -> bool:
    """Whether the word behind the place counts pieces of this unit, not something else."""
    if piece.kind == "条":
        return False
    noun = unit.title[-2:]
    return piece.kind == "款" or _END.match(piece.behind) is not None or noun in piece.behind[:8]


def pieces_told(plan: Plan, unit: Unit, piece: Piece) -> Draft:
    """Quote the pieces of a unit, or say how many it has."""
    kind = _ITEM if piece.kind == "条" else piece.kind
    spans = _spans(plan, unit, kind)
    count = len(spans)
    chosen = dict.fromkeys(p - 1 if p > 0 else count + p for p in piece.places)
    found = [number for number in chosen if 0 <= number < count]
    lacking = "、".join(
        f"第{number + 1}{kind}" if number >= 0 else f"倒数第{count - number}{kind}"
        for number in chosen
        if number not in found
    )
    missing = ""
    if lacking and count:
        missing = texts.TOO_FEW_PIECES.format(
            unit=unit.label, count=count, kind=kind, lacking=lacking
        )
    elif lacking:
        missing = texts.NO_ITEMS.format(unit=unit.label)
    if lacking and kind == "款" and (items := len(_spans(plan, unit, _ITEM))):
        missing += texts.ITEMS_INSTEAD.format(count=items)
    if not found:
        return Draft("not_in_plan", missing)
    citations = tuple(cite(plan, unit, spans[number]) for number in found)
    lead = texts.PIECES.format(
        unit=unit.label,
        count=count,
        kind=kind,
        title=texts.TITLE_COUNTED if kind == "句" and unit.title_span else "",
        places="、".join(f"第{number + 1}{kind}" for number in found),
    )
    text = "\n\n".join(filter(None, [missing, lead, compose(citations)]))
    return Draft("answered", text, citations, is_looked_up=True)


def _places(match: re.Match[str]) -> tuple[int, ...]:
    if match["list"]:
        numbers = numbers_in(match["list"], _COUNTED)
        return tuple(-n if match["back"] else n for n in numbers if n)
    if match["head"] or match["tail"]:
        count = parse_number(match["head"] or match["tail"]) or 0
        return tuple(range(1, count + 1) if match["head"] else range(-count, 0))
    return (-1,) if match["last"] else (1,)


def _spans(plan: Plan, unit: Unit, kind: str) -> list[Span]:
    paragraphs = unit.paragraphs
    if kind == "句":
        return [s for p in paragraphs for s in sentences(plan.text, p.start, p.end)]
    if kind == "段":
        return [Span(p.start, p.end) for p in paragraphs]
    if kind == _ITEM:
        return [Span(p.start, p.end) for p in paragraphs if p.is_item]
    spans: list[Span] = []
    for paragraph in paragraphs:
        if paragraph.is_item and spans:
            spans[-1] = Span(spans[-1].start, paragraph.end)
        else:
            spans.append(Span(paragraph.start, paragraph.end))
    return spans
