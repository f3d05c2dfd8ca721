"""What a session is about: parts, articles or a topic, resolved to units and sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assistant import texts
from assistant.answering import Assistant
from assistant.lexicon import load_lexicon
from assistant.numerals import to_chinese
from assistant.passages import Passage
from assistant.plan import Plan, Span, Unit
from assistant.question import normalise
from assistant.study.enumerations import word_starts
from assistant.study.model import Request, Scope, StudyError
from assistant.study.statements import is_opener
from assistant.text_search import find_meaning, find_words

# An article is about the topic as a whole when its title or its part's title names the topic, or so
# large a share of its sentences concerns it.
_SHARE_OF_SUBJECT = 0.25
_SENTENCES_OF_SUBJECT = 2
_NAMED = 0.6  # nearness of the topic to a sentence, 0 to 1, from which the sentence is about it
_ENOUGH = 24  # sentences that a paper of twenty questions needs
_LOOKED_AT = 40  # units near in meaning, when more is looked for
_LONGEST_TOPIC = 30  # characters
_SUGGESTED = 3
_BETWEEN = 4  # sentences from one that names the topic to the next, what is between being about it
_BEST_TERMS = 3  # of those that an everyday word may stand for
_BESIDE = 4  # characters behind a word that show where it begins
_CLAUSE_MARKS = ",。;、:\n“”(《"
_TOPIC_QUESTION = "规划对{topic}有哪些部署?"


def resolve(assistant: Assistant, request: Request) -> Scope:
    """Find the units and the sentences that a request is about.

    Raises:
        StudyError: A part or article does not exist, or nothing is found for the topic.
        EmbeddingError: The encoder cannot be used.
    """
    if request.topic.strip():
        return _topic(assistant, request.topic.strip())
    return _chosen(assistant, request)


def _chosen(assistant: Assistant, request: Request) -> Scope:
    plan = assistant.plan
    names, units = [], []
    for number in dict.fromkeys(request.parts):
        part = plan.part(number)
        if part is None:
            raise StudyError(_no_part(plan, number))
        names.append((part.label, part.title))
        units += [*([part.introduction] if part.introduction else []), *part.articles]
    for number in dict.fromkeys(request.articles):
        article = plan.article(number)
        if article is None:
            raise StudyError(
                texts.NO_ARTICLE.format(label=f"第{number}条", count=len(plan.articles))
            )
        names.append((article.label, article.title))
        units.append(article)
    unique = {unit.start: unit for unit in units}
    ordered = tuple(unique[start] for start in sorted(unique))
    name = "、".join(label for label, _ in names)
    title = f"{name} {names[0][1]}".strip() if len(names) == 1 else name
    return Scope(name, title, ordered, _sentences(assistant, ordered), is_topic=False)


def _no_part(plan: Plan, number: int) -> str:
    label = f"第{to_chinese(number)}部分" if 0 < number < 100 else f"第{number}部分"
    if not plan.parts:
        return texts.NO_UNIT.format(label=label)
    return texts.NO_PART.format(label=label, count=len(plan.parts), last=plan.parts[-1].label)


def _topic(assistant: Assistant, topic: str) -> Scope:
    if len(topic) > _LONGEST_TOPIC or not re.search(r"\w", topic):
        raise StudyError(f"专题请用不超过 {_LONGEST_TOPIC} 个字的词语,例如:煤层气。")
    plan = assistant.plan
    hits = find_words(plan, topic)
    passages = [p for p in assistant.retriever.passages if p.kind != "title"]
    mentioned = [s for hit in hits for s in hit.spans if _stands_alone(assistant, s)]
    mentioned = mentioned or _in_other_words(assistant, topic)
    if not mentioned:
        raise StudyError(_not_found(assistant, topic))
    literal = tuple(mentioned)
    answer = next(assistant.ask_stream(_TOPIC_QUESTION.format(topic=topic)))
    if answer.status in ("answered", "partial"):
        cited = [Span(c.start, c.end) for c in answer.citations]
        query = assistant.retriever.query(topic)
        # The question itself has words that any plan uses; the topic's own must be named.
        mentioned += [s for s in cited if assistant.selector.nearness(query, [s]) >= _NAMED]
    named = [p for p in passages if any(p.start < s.end and s.start < p.end for s in mentioned)]
    often, size = Counter(p.unit for p in named), Counter(p.unit for p in passages)
    subjects = {
        key
        for key, count in often.items()
        if count >= _SENTENCES_OF_SUBJECT and count >= _SHARE_OF_SUBJECT * size[key]
    }
    subjects |= {hit.unit.key for hit in hits if _names(hit.unit.title, topic)}
    subjects |= {
        unit.key
        for part in plan.parts
        if _names(part.title, topic)
        for unit in (*([part.introduction] if part.introduction else []), *part.articles)
    }
    chosen = {p.start for p in named}
    naming = {p.unit for p in named} | subjects
    if sum(p.start in chosen or p.unit in subjects for p in passages) < _ENOUGH:
        subjects |= set(_beside(assistant, topic, naming, subjects, size))
    sentences = tuple(p.span for p in passages if p.start in chosen or p.unit in subjects)
    if not sentences:  # the words stand in titles only
        sentences = _sentences(assistant, [hit.unit for hit in hits])
    found = {unit.start: unit for s in sentences if (unit := plan.unit_at(s.start))}
    units = tuple(found[start] for start in sorted(found))
    core = _core(plan, passages, literal, topic)
    return Scope(topic, topic, units, sentences, is_topic=True, core=core)


def _in_other_words(assistant: Assistant, topic: str) -> list[Span]:
    """Sentences that name a topic in the plan's words; a session needs two.

    They hold all its words but a verb (优化营商环境), or a term that an everyday word stands for.
    """
    words = [w for w in assistant.segmenter.cut(normalise(topic)) if not is_opener(w)]
    terms = load_lexicon().everyday.get(normalise(topic), ())[:_BEST_TERMS]
    wordings = [(term,) for term in terms] + ([tuple(words)] if words else [])
    found = [
        passage.span
        for passage in assistant.retriever.passages
        if passage.kind != "title"
        and any(all(w in assistant.plan.quote(passage.span) for w in each) for each in wordings)
    ]
    return found if len(found) >= _SENTENCES_OF_SUBJECT else []


def _stands_alone(assistant: Assistant, span: Span) -> bool:
    """Whether words are no inner part of another word (动车 in 机动车)."""
    start = 1 + max(assistant.plan.text.rfind(mark, 0, span.start) for mark in _CLAUSE_MARKS)
    words = assistant.plan.text[start : span.end + _BESIDE]
    return span.start - start in word_starts(words, assistant.segmenter.cut)


def _core(
    plan: Plan, passages: Sequence[Passage], mentioned: Iterable[Span], topic: str
) -> tuple[Span, ...]:
    """Sentences that are about the topic itself.

    They name it, stand in a unit whose own or whose part's title names it, or stand between two
    sentences of one unit that name it and are not far from each other.
    """
    spans = list(mentioned)
    titled = {part.number for part in plan.parts if _names(part.title, topic)}
    chosen: set[int] = set()
    last: dict[str, int] = {}
    for number, passage in enumerate(passages):
        unit = plan.unit_at(passage.start)
        is_titled = unit is not None and (unit.part in titled or _names(unit.title, topic))
        if any(passage.start < s.end and s.start < passage.end for s in spans):
            before = last.get(passage.unit, number)
            if number - before <= _BETWEEN:
                chosen |= set(range(before, number))
            last[passage.unit] = number
            chosen.add(number)
        elif is_titled:
            chosen.add(number)
    return tuple(passages[number].span for number in sorted(chosen))


def _beside(
    assistant: Assistant,
    topic: str,
    named: set[str],
    subjects: set[str],
    size: Counter[str],
) -> Iterator[str]:
    """Whole articles for a topic of few sentences: nearest in meaning, of the part it belongs to.

    The part is that of the nearest article that names the topic; an article in it concerns the same
    field of work, so that nearness in meaning can be trusted there.
    """
    hits = find_meaning(assistant.retriever, topic, limit=_LOOKED_AT)
    articles = [hit.unit for hit in hits if hit.unit.kind == "article"]
    home = next((unit.part for unit in articles if unit.key in named), None)
    total = sum(size[key] for key in subjects)
    for unit in articles:
        if total >= _ENOUGH:
            return
        if home is not None and unit.part == home and unit.key not in subjects:
            total += size[unit.key]
            yield unit.key


def _names(title: str, topic: str) -> bool:
    return all(word in normalise(title) for word in normalise(topic).split())


def _sentences(assistant: Assistant, units: Iterable[Unit]) -> tuple[Span, ...]:
    keys = {unit.key for unit in units}
    return tuple(
        p.span for p in assistant.retriever.passages if p.unit in keys and p.kind != "title"
    )


def _not_found(assistant: Assistant, topic: str) -> str:
    hits = find_meaning(assistant.retriever, topic, limit=3 * _SUGGESTED)
    near = [hit.unit.title for hit in hits if hit.unit.kind == "article" and hit.unit.title]
    return (
        f"规划没有提到“{topic}”,无法据此备课。请换一个规划中有的专题,"
        f"意思较近的条文有:{'、'.join(near[:_SUGGESTED])}。"
    )
