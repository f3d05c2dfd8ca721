"""Look-ups: units named by number are read from the parsed plan, never searched for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant import texts
from assistant.numerals import half_width, to_chinese
from assistant.plan import Part, Plan, Span, Unit
from assistant.question import Question, answer_kind
from assistant.quoted import quoted_in
from assistant.references import (
    Reference,
    ReferenceKind,
    asks_introduction,
    asks_outline,
    asks_to_show,
    without_show_words,
)

_PART_WORD = r"(?:个|一|大)*(?:部分|块儿?|章|篇)"
_BY_SUBJECT = re.compile(
    rf"(?P<before>[\u4e00-\u9fff“”]{{2,14}}?)(?:的|那|这)+{_PART_WORD}"
    rf"|(?:讲|说|写|谈|管|关于)(?P<behind>[\u4e00-\u9fff“”]{{2,12}}?)(?:的|这块)?"
    rf"(?:是|在|属于)(?:哪|第几){_PART_WORD}"
)
_AROUND_SUBJECT = re.compile(
    r"^(?:请问|麻烦|把|看看|看下|给我|我想看看?|讲|说|写|谈|关于|专门|有关)+|(?:方面|工作|内容|的)+$|[“”]"
)
# “What it says about hospitals” is not the whole of it.
_OF_A_SUBJECT = re.compile(
    r"(?:跟|和|与|同|关于|涉及|提到|讲到?|说到?)[^,。\s]{2,12}?(?:有关|相关|方面|那几?句|的(?:部分|内容|句子|那|几句|话))"
)
_LEAST_TITLE = 6  # characters; shorter titles are ordinary words


def find_units(plan: Plan, reference: Reference) -> tuple[Unit, ...]:
    """Return the units a reference names: one, those of a part, or none if it does not exist."""
    number = reference.number or 0
    part = _part(plan, number)
    found: list[Unit | None]
    if reference.kind == "article":
        found = [plan.article(number)]
    elif reference.kind == "onwards":
        found = [unit for unit in plan.articles if (unit.article or 0) >= number]
    elif reference.kind == "until":
        found = [unit for unit in plan.articles if (unit.article or 0) <= number]
    elif reference.kind == "position":
        found = [_at_position(plan, reference)]
    elif reference.kind == "part":
        found = [part.introduction, *part.articles] if part else []
    elif reference.kind == "introduction":
        found = [part.introduction] if part else []
    else:
        found = [unit for unit in plan.citable if unit.kind == reference.kind]
    return tuple(unit for unit in found if unit)


def _part(plan: Plan, number: int) -> Part | None:
    """A part by its number, or by its place from the end, counted from -1."""
    if number < 0:
        return plan.parts[number] if -number <= len(plan.parts) else None
    return plan.part(number)


def _at_position(plan: Plan, reference: Reference) -> Unit | None:
    """The article at a place; a number that an article of the part has is that article's."""
    part = _part(plan, reference.part) if reference.part else None
    articles = part.articles if part else () if reference.part else plan.articles
    number = reference.number or 0
    numbered = next((unit for unit in articles if unit.article == number), None)
    if numbered or not 1 <= abs(number) <= len(articles):
        return numbered
    return articles[number - 1 if number > 0 else number]


def titles_in(plan: Plan, text: str) -> tuple[tuple[Reference, ...], str]:
    """Articles and parts named by title, or by a quoted part of it, and the text without that."""
    plain = _words_only(text)
    quoted = [_words_only(quote) for quote in quoted_in(text, titles=True)]
    titled = [
        *((Reference("article", unit.article), unit.title) for unit in plan.articles),
        *((Reference("part", part.number), part.title) for part in plan.parts),
    ]
    found: list[Reference] = []
    for reference, name in titled:
        title = _words_only(name)
        fragments = [q for q in quoted if len(q) >= _LEAST_TITLE and q in title]
        for words in (title, *fragments):
            if len(words) >= _LEAST_TITLE and words in plain:
                found.append(reference)
                plain = plain.replace(words, " ")
    return tuple(dict.fromkeys(found)), plain


def named_in(plan: Plan, question: Question) -> tuple[tuple[Reference, ...], str]:
    """What a question names by number, place or subject, and its text without that.

    Places without a part are counted in the part that is named by subject beside them.
    """
    by_subject, rest = parts_by_subject(plan, question.rest)
    references = question.references
    if len(by_subject) == 1 and any(r.kind == "position" and not r.part for r in references):
        part = by_subject[0].number
        placed = [replace(r, part=part) if r.kind == "position" else r for r in references]
        return tuple(placed), rest
    if references:
        return references, question.rest
    return by_subject, rest if by_subject else question.rest


def is_only_shown(rest: str, references: Sequence[Reference]) -> bool:
    """Whether a question asks for nothing but the named units, by the text beside their names."""
    if not without_show_words(rest):
        return True
    if references and all(r.kind == "part" for r in references) and asks_outline(rest):
        return True
    return (
        asks_to_show(rest)
        and not _OF_A_SUBJECT.search(rest)
        and answer_kind(rest) in ("free", "definition", "yes_no")
        and all(r.kind in ("article", "position", "introduction", "closing") for r in references)
    )


def parts_by_subject(plan: Plan, text: str) -> tuple[tuple[Reference, ...], str]:
    """Parts named by a word of their title (“the part on talent”), and the text without that.

    Only a subject that stands in the title of a single part names it.
    """
    found: list[Reference] = []
    rest = text
    for match in _BY_SUBJECT.finditer(text):
        words = _AROUND_SUBJECT.sub("", match["before"] or match["behind"])
        holders = [part for part in plan.parts if len(words) > 1 and words in part.title]
        if len(holders) == 1:
            kind: ReferenceKind = "introduction" if asks_introduction(text) else "part"
            found.append(Reference(kind, holders[0].number))
            rest = rest.replace(match.group(), " ")
    return tuple(dict.fromkeys(found)), rest


def _words_only(text: str) -> str:
    return re.sub(r"[^\w]", "", half_width(text))


def membership(plan: Plan, unit: Unit) -> str:
    """To which part a unit belongs, in the user's words."""
    part = plan.part(unit.part)
    if part is None:
        return texts.OF_NO_PART.format(unit=unit.label)
    place = ""
    if unit in part.articles:
        count, number = len(part.articles), part.articles.index(unit) + 1
        place = texts.PLACE_IN_PART.format(count=count, place=number)
    return texts.OF_PART.format(unit=unit.label, part=part.label, title=part.title, place=place)


def outlined_part(plan: Plan, keys: Collection[str]) -> Part | None:
    """The part of which all articles were told, and of no other one any.

    Args:
        plan: The plan.
        keys: Keys of the units that an answer cited.
    """
    for part in plan.parts:
        articles = {unit.key for unit in part.articles}
        introduction = {part.introduction.key} if part.introduction else set()
        if len(articles) > 1 and articles <= set(keys) <= articles | introduction:
            return part
    return None


def named_part(plan: Plan, reference: Reference) -> Part | None:
    """Return the part that a reference names as a whole, or None."""
    return _part(plan, reference.number or 0) if reference.kind == "part" else None


def display_spans(unit: Unit, *, titles_only: bool) -> Iterator[Span]:
    """Spans that show a unit: its paragraphs, or only its title if it has one."""
    if titles_only and unit.title_span:
        yield unit.title_span
        return
    for paragraph in unit.paragraphs:
        yield Span(paragraph.start, paragraph.end)


def explain_missing(plan: Plan, reference: Reference) -> str | None:
    """Say in the user's words that a named unit does not exist, with the range of those that do.

    Returns:
        The sentence, or None when the unit exists.
    """
    if find_units(plan, reference):
        return None
    number = reference.number or 0
    if reference.kind == "position" and (part := plan.part(reference.part or 0)):
        return texts.NO_POSITION.format(label=part.label, count=len(part.articles))
    if reference.kind == "position" and reference.part:
        number = reference.part
    if reference.kind == "article":
        return texts.NO_ARTICLE.format(label=f"第{number}条", count=len(plan.articles))
    if reference.kind in ("preamble", "closing"):
        return texts.NO_UNIT.format(label="序言" if reference.kind == "preamble" else "结语")
    part = plan.part(number)
    if part:
        return texts.NO_INTRODUCTION.format(label=part.label)
    if not plan.parts:
        return texts.NO_UNIT.format(label="分部分的结构")
    label = f"第{to_chinese(number)}部分" if 0 < number < 1000 else f"第{number}部分"
    last = plan.parts[-1]
    return texts.NO_PART.format(label=label, count=last.number, last=last.label)
