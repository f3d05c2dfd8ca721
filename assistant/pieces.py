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
from assistant.runs import NUMBER, SEVERAL, numbers_in, run_of

_ITEM = "项"
# Kinds of pieces with the words that count them; “the second rule” is an item or an article.
_COUNTERS = {
    "款": "款",
    "段": r"自然段|段(?:话|落)?",
    "句": r"句(?:话)?",
    _ITEM: r"小?项|小?点|[个大](?![年月区县市])",
    "条": "条",
}


def _counted(counter: str) -> str:
    # “The first aim and the second aim”: the noun may stand behind each.
    return rf"(?:{counter})[\u4e00-\u9fff]{{0,4}}?"


def _pattern(counter: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<back>倒数)?第\s*(?P<list>{run_of(_counted(counter))})"
        rf"|(?:前|头|开头)(?P<head>{SEVERAL})|(?:最后|末尾?|后|倒数)的?(?P<tail>{SEVERAL})"
        r"|(?P<last>最后|末尾?|最末)(?:的|那)?一?|(?P<first>首|头一|开头第?一))"
        rf"\s*(?:{counter})"
    )


_PIECES = {kind: _pattern(counter) for kind, counter in _COUNTERS.items()}
# “第(二)项”, “第(二)”, “(二)项”.
_BRACKETED = re.compile(
    rf"(?:第\s*\((?P<first>{NUMBER})\)|\((?P<second>{NUMBER})\)(?=项))(?:\s*(?P<counter>[款段句项点]))?"
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
        paragraph: Of items, the one paragraph that is named before them (“第一款第二项”).
    """

    kind: str
    places: tuple[int, ...]
    before: str
    behind: str
    paragraph: Piece | None = None

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
    plain = _BRACKETED.sub(_without_brackets, text)
    found = [
        (match, kind) for kind, pattern in _PIECES.items() for match in pattern.finditer(plain)
    ]
    last: Piece | None = None
    for match, kind in sorted(found, key=lambda each: each[0].start()):
        places = _places(match, _COUNTERS[kind])
        if not places:
            continue
        if last and kind == _ITEM and len(last.places) == 1 and _stands_before(last, match):
            yield Piece(kind, places, last.before, plain[match.end() :], last)
            last = None
            continue
        if last:
            yield last
        before = _INSIDE.sub("", plain[: match.start()])
        piece = Piece(kind, places, before, plain[match.end() :])
        last = piece if kind == "款" else None
        if not last:
            yield piece
    if last:
        yield last


def _stands_before(piece: Piece, match: re.Match[str]) -> bool:
    """Whether nothing but a particle is between a piece and what was matched behind it."""
    between = piece.behind.removesuffix(match.string[match.start() :])
    return not between.strip("的里中 ")


def without_pieces(text: str) -> str:
    """The text without everything that may be the place of a piece."""
    rest = _BRACKETED.sub(_without_brackets, text)
    for pattern in _PIECES.values():
        rest = pattern.sub(" ", rest)
    return rest


def is_of(piece: Piece, unit: Unit) -> bool:
    """Whether the word behind the place counts pieces of this unit, not something else."""
    if piece.kind == "条":
        return False
    noun = unit.title[-2:]
    return piece.kind == "款" or _END.match(piece.behind) is not None or noun in piece.behind[:8]


def pieces_told(plan: Plan, unit: Unit, piece: Piece) -> Draft:
    """Quote the pieces of a unit, or say how many it has."""
    kind = _ITEM if piece.kind == "条" else piece.kind
    spans, label = _spans(plan, unit, kind), unit.label
    if piece.paragraph:
        whole = pieces_told(plan, unit, piece.paragraph)
        if not whole.citations:
            return whole
        (outer,) = whole.citations
        spans = [span for span in spans if outer.start <= span.start < outer.end]
        label = f"{label}第{piece.paragraph.places[0]}款"
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
        missing = texts.TOO_FEW_PIECES.format(unit=label, count=count, kind=kind, lacking=lacking)
    elif lacking:
        missing = texts.NO_ITEMS.format(unit=label)
    if lacking and kind == "款" and (items := len(_spans(plan, unit, _ITEM))):
        missing += texts.ITEMS_INSTEAD.format(count=items)
    if not found:
        return Draft("not_in_plan", missing)
    citations = tuple(cite(plan, unit, spans[number]) for number in found)
    lead = texts.PIECES.format(
        unit=label,
        count=count,
        kind=kind,
        title=texts.TITLE_COUNTED if kind == "句" and unit.title_span else "",
        places="、".join(f"第{number + 1}{kind}" for number in found),
    )
    text = "\n\n".join(filter(None, [missing, lead, compose(citations)]))
    return Draft("answered", text, citations, is_looked_up=True)


def _without_brackets(match: re.Match[str]) -> str:
    return f"第{match['first'] or match['second']}{match['counter'] or _ITEM}"


def _places(match: re.Match[str], counter: str) -> tuple[int, ...]:
    if match["list"]:
        numbers = numbers_in(match["list"], _counted(counter))
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
