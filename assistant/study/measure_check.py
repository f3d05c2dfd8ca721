"""Proves questions on measures against the plan's text, by characters alone.

A measure offered as right stands under the title in question and nowhere else; one offered as wrong
stands under another one, and what it says in seldom words is not said under the title in question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from assistant.plan import Plan
from assistant.study.giveaways import (
    TITLES_TO_MATCH,
    bare,
    measure_asked,
    stands_out,
    tells,
    title_asked,
)
from assistant.study.model import RIGHT, WRONG, QuestionKind, QuizQuestion

_SELDOM = 6  # titles under which a pair of characters comes at most that tells what is spoken of
_COMMON = 16  # titles under which a pair comes from which it tells nothing of a title
_OF_SEVERAL = 3  # titles that have a pair, from which it tells none of them
_ITEM = re.compile("[-—–\\s]*([^。]+)。(.*)", re.DOTALL)
_BORDERS = "[,;:,;:。\n!?-]"
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_SOME = re.compile("请写出其中(\\d)项")


class MeasureChecker:
    """Checks questions on measures against one plan."""

    def __init__(self, plan: Plan) -> None:
        """Read what stands under each title of an article or of an item with a heading."""
        self._under: dict[str, str] = {}
        self._twice: set[str] = set()
        for unit in plan.articles:
            self._add(unit.title, plan.quote(unit))
            for paragraph in unit.paragraphs:
                item = _ITEM.match(plan.quote(paragraph)) if paragraph.is_item else None
                if item:
                    self._add(item[1], item[2])
        self._articles = [bare(plan.quote(unit)) for unit in plan.articles]
        self._titles = [_name(unit.title) for unit in plan.articles]
        self._coming: dict[str, int] = defaultdict(int)
        for text in self._articles:
            for pair in _pairs(text):
                self._coming[pair] += 1

    def _add(self, title: str, text: str) -> None:
        name = _name(title)
        if name in self._under:
            self._twice.add(name)
        self._under[name] = f"。{bare(text)}。"

    def problems(self, question: QuizQuestion) -> Iterator[str]:
        """Everything that is wrong with a question on measures, in English."""
        title = _name(title_asked(question.stem))
        if title and (title not in self._under or title in self._twice):
            yield f"no title of its own: {title}"
        elif measure_asked(question.stem):
            yield from self._aim(question)
        elif question.stem == TITLES_TO_MATCH:
            yield from self._matching(question)
        elif check := _CHECKS.get(question.kind):
            yield from check(self, question, title)
        else:
            yield "no question on measures is of this kind"

    # --- Kinds of questions --------------------------------------------------------------------

    def _choice(self, question: QuizQuestion, title: str) -> Iterator[str]:
        keyed = [o.text for o in question.options if o.letter in question.key]
        others = [o.text for o in question.options if o.letter not in question.key]
        if question.kind == "single" and len(keyed) != 1:
            yield "a single choice needs one key"
        if len(keyed) < 1 or len(others) < 1 or len(question.options) < 4:
            yield "a choice needs keys, other options, and four of them together"
        is_outsider = "不属于" in question.stem
        right, wrong = (others, keyed) if is_outsider else (keyed, others)
        for option in right:
            yield from self._stands_under(option, title)
            yield from self._is_not_told(option, title)
        for option in wrong:
            yield from self._stands_elsewhere(option, title)
        if tells(title, keyed, others, by_pairs=True) or (
            is_outsider and tells(title, others, keyed, by_pairs=True)
        ):
            yield "the title tells the key"
        if keyed and others and stands_out(keyed, others):
            yield "the form tells the key"

    def _claim(self, question: QuizQuestion, title: str) -> Iterator[str]:
        measure = question.citations[0].quote
        if not question.stem.endswith(f"包括:{measure}。") or question.key not in (
            (RIGHT,),
            (WRONG,),
        ):
            yield "the statement to judge is no cited measure"
        elif question.key == (RIGHT,):
            yield from self._stands_under(measure, title)
        else:
            yield from self._stands_elsewhere(measure, title)
        yield from self._is_not_told(measure, title)

    def _short_answer(self, question: QuizQuestion, title: str) -> Iterator[str]:
        wanted = _SOME.search(question.stem)
        if not wanted or len(question.scoring) <= int(wanted[1]):
            yield "a short answer asks for some of its points"
        elif any(p.points * int(wanted[1]) != question.points for p in question.scoring):
            yield "the points that are asked for do not add up"
        for point in question.scoring:
            yield from self._stands_under(point.wordings[0], title)

    def _aim(self, question: QuizQuestion) -> Iterator[str]:
        measure = question.citations[0].quote
        if bare(measure_asked(question.stem)) != _name(measure):
            yield "the stem quotes no cited measure"
        keyed = [o.text for o in question.options if o.letter in question.key]
        others = [o.text for o in question.options if o.letter not in question.key]
        if len(keyed) != 1 or len(others) < 2:
            yield "a single choice needs one key and other options"
            return
        yield from self._belongs(measure, keyed[0], others)
        if stands_out(keyed, others):
            yield "the form tells the key"

    def _matching(self, question: QuizQuestion) -> Iterator[str]:
        if len(question.prompts) < 3 or len(set(question.key)) != len(question.prompts):
            yield "a matching question needs three pairs, each letter once"
            return
        texts = {option.letter: option.text for option in question.options}
        for measure, letter in zip(question.prompts, question.key, strict=True):
            others = [text for other, text in texts.items() if other != letter]
            yield from self._belongs(measure, texts[letter], others)

    def _belongs(self, measure: str, title: str, others: Sequence[str]) -> Iterator[str]:
        """A measure stands under one of the titles and is told by none of them."""
        for name in (title, *others):
            if _name(name) not in self._under or _name(name) in self._twice:
                yield f"no title of its own: {name}"
                return
        yield from self._stands_under(measure, _name(title))
        yield from self._is_not_told(measure, _name(title))
        for other in others:
            yield from self._stands_elsewhere(measure, _name(other))
        if tells(measure, [title], others, by_pairs=True):
            yield "the measure tells its title"

    # --- Looking things up ---------------------------------------------------------------------

    def _stands_under(self, measure: str, title: str) -> Iterator[str]:
        words = re.escape(bare(measure))
        if not re.search(f"(?<={_BORDERS}){words}(?={_BORDERS})", self._under.get(title, "")):
            yield f"no whole clause under {title}: {measure}"
        if sum(bare(measure) in text for text in self._articles) != 1:
            yield f"in several articles: {measure}"

    def _stands_elsewhere(self, measure: str, title: str) -> Iterator[str]:
        """It is a clause of the plan, and shares no seldom pair of characters with this title."""
        if sum(bare(measure) in text for text in self._articles) != 1:
            yield f"not in one other article: {measure}"
        text = self._under[title] + title
        shared = [p for p in _pairs(bare(measure)) if self._coming[p] <= _SELDOM and p in text]
        if shared:
            yield f"{title} speaks of {'、'.join(shared)} as well: {measure}"

    def _is_not_told(self, measure: str, title: str) -> Iterator[str]:
        shared = [
            pair
            for pair in _pairs(bare(measure))
            if pair in title
            and self._coming[pair] < _COMMON
            and sum(pair in each for each in self._titles) < _OF_SEVERAL
        ]
        if shared:
            yield f"the title tells {measure} by {'、'.join(shared)}"


_CHECKS: dict[QuestionKind, Callable[[MeasureChecker, QuizQuestion, str], Iterator[str]]] = {
    "single": MeasureChecker._choice,
    "multiple": MeasureChecker._choice,
    "true_false": MeasureChecker._claim,
    "short_answer": MeasureChecker._short_answer,
}


def _name(title: str) -> str:
    return re.sub("[‘’]", "", bare(title))


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if _HAN.fullmatch(a + b)}
