"""Look-ups: units named by number are read from the parsed plan, never searched for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
    is_place,
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
    elif reference.kind == "first":
        found = list(_counted_in(plan, reference)[:number])
    elif reference.kind == "last":
        found = list(_counted_in(plan, reference)[-number:])
    elif reference.kind in ("parts_onwards", "parts_until"):
        found = [unit for each in _spelt_out(plan, reference) for unit in find_units(plan, each)]
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
    articles = _counted_in(plan, reference)
    number = reference.number or 0
    numbered = next((unit for unit in articles if unit.article == number), None)
    if numbered or not 1 <= abs(number) <= len(articles):
        return numbered
    return articles[number - 1 if number > 0 else number]


def _counted_in(plan: Plan, reference: Reference) -> Sequence[Unit]:
    """The articles among which a place is counted."""
    if not reference.part:
        return plan.articles
    part = _part(plan, reference.part)
    return part.articles if part else ()


def _spelt_out(plan: Plan, reference: Reference) -> Sequence[Reference]:
    """A run of parts with an open end, part by part; any other reference as it is."""
    number = reference.number or 0
    if reference.kind not in ("parts_onwards", "parts_until"):
        return (reference,)
    goes_on = reference.kind == "parts_onwards"
    numbers = [
        part.number
        for part in plan.parts
        if part.number == number or (part.number > number) == goes_on
    ]
    return tuple(Reference("part", each) for each in numbers or [number])


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
    references = tuple(each for r in question.references for each in _spelt_out(plan, r))
    if len(by_subject) == 1 and any(is_place(r) and not r.part for r in references):
        part = by_subject[0].number
        placed = [replace(r, part=part) if is_place(r) else r for r in references]
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
        and all(r.kind in ("article", "introduction", "closing") or is_place(r) for r in references)
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


def labels_of(plan: Plan, references: Iterable[Reference]) -> str:
    """What named units are called together: 第七部分、第5条至第7条."""
    labels: dict[str, None] = {}
    articles: list[int] = []
    for each in (single for r in references for single in _spelt_out(plan, r)):
        if part := named_part(plan, each):
            labels[part.label] = None
            continue
        for unit in find_units(plan, each):
            if unit.article:
                articles.append(unit.article)
            else:
                labels[unit.label] = None
    return "、".join([*labels, *([_runs(articles, _article_label)] if articles else [])])


def explain_missing(plan: Plan, references: Iterable[Reference]) -> tuple[str, ...]:
    """Say in the user's words which named units do not exist, with the range of those that do.

    Returns:
        Sentences, one for all articles by number, one for all parts; empty when all exist.
    """
    articles: list[int] = []
    parts: list[int] = []
    sentences: dict[str, None] = {}
    for reference in references:
        number = reference.number or 0
        if reference.kind in ("first", "last") and reference.part and not plan.part(reference.part):
            parts.append(reference.part)
        elif reference.kind in ("first", "last"):
            if number > len(_counted_in(plan, reference)):
                sentences[_too_few(plan, reference, texts.ONLY_SO_MANY)] = None
        elif find_units(plan, reference):
            continue
        elif reference.kind == "article":
            articles.append(number)
        elif reference.kind == "part" or (reference.part and not plan.part(reference.part)):
            parts.append(reference.part or number)
        else:
            sentences[_explain(plan, reference)] = None
    count = len(plan.articles)
    if articles:
        labels = _runs(articles, _article_label)
        sentences[texts.NO_ARTICLE.format(label=labels, count=count)] = None
    if parts:
        sentences[_no_parts(plan, parts)] = None
    return tuple(sentences)


def _explain(plan: Plan, reference: Reference) -> str:
    """Why there is no unit of a kind that is told by itself."""
    number = reference.number or 0
    count = len(plan.articles)
    if reference.kind == "position":
        return _too_few(plan, reference, texts.NO_POSITION)
    if reference.kind == "onwards":
        return texts.NO_ARTICLE.format(label=f"第{number}条及以后的条文", count=count)
    if reference.kind == "until":
        return texts.NO_ARTICLE.format(label=f"第{number + 1}条之前的条文", count=count)
    if reference.kind == "introduction" and (part := _part(plan, number)):
        return texts.NO_INTRODUCTION.format(label=part.label)
    if reference.kind == "introduction":
        return _no_parts(plan, [number])
    return texts.NO_UNIT.format(label="序言" if reference.kind == "preamble" else "结语")


def _too_few(plan: Plan, reference: Reference, text: str) -> str:
    part = _part(plan, reference.part or 0)
    label = part.label if part else "本文件"
    return text.format(label=label, count=len(_counted_in(plan, reference)))


def _no_parts(plan: Plan, numbers: Sequence[int]) -> str:
    if not plan.parts:
        return texts.NO_UNIT.format(label="分部分的结构")
    last = plan.parts[-1]
    return texts.NO_PART.format(
        label=_runs(numbers, _part_label), count=last.number, last=last.label
    )


def _article_label(number: int) -> str:
    return f"第{number}条"


def _part_label(number: int) -> str:
    return f"第{to_chinese(number)}部分" if 0 < number < 1000 else f"第{number}部分"


def _runs(numbers: Iterable[int], label: Callable[[int], str]) -> str:
    """Numbers as labels, three or more in a row by their ends: 第71条至第75条、第80条."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(
        f"{label(run[0])}至{label(run[-1])}" if len(run) > 2 else "、".join(map(label, run))
        for run in runs
    )
