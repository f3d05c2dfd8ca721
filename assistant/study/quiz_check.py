"""Proves questions against the plan: exactly the keyed options are supported, nothing else is.

The checker knows nothing of how a question was made. It reads the finished question and the plan's
text, puts each option into the statement, and looks whether the plan says that anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations, pairwise

from assistant.answer import Citation
from assistant.plan import Plan
from assistant.quantities import find_periods
from assistant.slots import place_names, place_row
from assistant.study.counterparts import counterparts_of
from assistant.study.giveaways import (
    BLANK,
    MISSTATED,
    NOT_LISTED,
    as_claim,
    gives_away,
    is_in,
    is_measured,
    stands_out,
    subject_of,
    tells,
    title_tells,
)
from assistant.study.giveaways import bare as _bare
from assistant.study.model import RIGHT, QuestionKind, QuizQuestion
from assistant.study.options import (
    begin_alike,
    counts,
    is_on_same,
    is_quality_of,
    nearly_same,
    same_measure,
    year_of,
)
from assistant.study.statements import is_opener
from assistant.study.stems import listed_in, neighbours, replaced_in, sides_of
from assistant.study.written_check import misstated_problems, written_problems
from assistant.word_lists import places_overlap

_CONTEXT = 5  # characters beside a blank that must have one completion in the whole plan
_WIDE_CONTEXT = 12  # the same of figures and dates, which come with the same words
_SHORT_WORD = 3  # characters
_LITTLE_CONTEXT = 16  # characters of a statement, under which an option must not fit by its sides
_LONGEST_COMPLETION = 16
_SELDOM = 8  # times that a pair of characters comes at most that tells what is spoken of
_PHRASE, _LAST_WORD = 7, 2  # characters of a phrase, and of the word that it ends with
_LIKE = 5  # characters in a row that goals of one kind share
_VERB = re.compile("[\u4e00-\u9fff]{2}")
_CLAUSE_MARKS = "[,;、。:,;:]"
# The words of the plan around a list whose members are to be put together.
_AROUND_LIST = re.compile(f"规划写道:(.*){BLANK}(.*?)。横线处")


class QuizChecker:
    """Checks questions against one plan."""

    def __init__(self, plan: Plan) -> None:
        """Check against this plan."""
        self._plan = plan
        self._bare = _bare(plan.text)
        self._place = "".join(sorted(p for p in place_names() if p in plan.title))
        clauses = re.split(r"[,,。;;:\n]", plan.text)
        self._lists = [_bare(clause) for clause in clauses if "、" in clause]
        self._listing: dict[str, frozenset[int]] = {}
        self._articles = {u.start: _bare(plan.quote(u)) for u in plan.citable}
        self._parts: dict[int | None, str] = {}
        titled = ((u.title, p) for u in plan.citable for p in u.paragraphs)
        self._sentences = [
            _bare(f"{title}。{sentence}")
            for title, paragraph in titled
            for sentence in re.split("[。;]", plan.quote(paragraph))
        ]

    def problems(self, question: QuizQuestion) -> tuple[str, ...]:
        """Everything that is wrong with a question, in English; empty when its key is proved."""
        check = _CHECKS[question.kind]
        return (*self._common(question), *check(self, question))

    def paper_problems(self, questions: Sequence[QuizQuestion], title: str = "") -> tuple[str, ...]:
        """What is wrong with questions that stand on one paper: no fact twice, no key told."""
        found = [
            f"question {question.number}: the title of the paper tells the key"
            for question in questions
            if title_tells(title, question)
        ]
        for one, other in combinations(questions, 2):
            if set(one.facts) & set(other.facts):
                found.append(f"questions {one.number} and {other.number} test the same fact")
            if gives_away(one, other) or gives_away(other, one):
                found.append(
                    f"questions {one.number} and {other.number}: one tells the other's key"
                )
        return tuple(found)

    # --- What holds for every question ---------------------------------------------------------

    def _common(self, question: QuizQuestion) -> Iterator[str]:
        if not question.citations:
            yield "no citation"
        cited = [*question.citations, *(point.citation for point in question.scoring)]
        cited += [option.citation for option in question.options if option.citation]
        for citation in cited:
            if self._plan.text[citation.start : citation.end] != citation.quote:
                yield f"not verbatim: {citation.quote}"
        letters = [option.letter for option in question.options]
        if len(set(letters)) != len(letters):
            yield "a letter comes twice"
        if question.options and not set(question.key) <= set(letters):
            yield "the key names no option"
        for one, other in combinations(question.options, 2):
            if nearly_same(one.text, other.text, question.kind):
                yield f"options nearly the same: {one.text} / {other.text}"

    # --- One statement with a blank ------------------------------------------------------------

    def _single(self, question: QuizQuestion) -> Iterator[str]:
        right = [o.text for o in question.options if o.letter in question.key]
        wrong = [o.text for o in question.options if o.letter not in question.key]
        if len(right) != 1 or len(wrong) < 2:
            yield "a single choice needs one key and distractors"
        if len(right) != 1:
            return
        if MISSTATED in question.stem:
            yield from misstated_problems(question, right[0], wrong)
            yield from self._true_false(as_claim(question))
            return
        if BLANK not in question.stem:
            yield from self._paired(question, right[0], wrong)
            return
        if NOT_LISTED in question.stem:
            yield from self._outsider(question, right[0], wrong)
            return
        yield from self._blank(question, right[0])
        if tells(question.stem, right, wrong) or is_quality_of(right[0], question.stem):
            yield f"the stem tells the key {right[0]}"
        if stands_out(right, wrong):
            yield f"the form tells the key {right[0]}"
        for option in wrong:
            if option in question.stem:
                yield f"the stem names the option {option}"
            yield from self._supported(question, right[0], option)

    def _paired(self, question: QuizQuestion, right: str, wrong: Sequence[str]) -> Iterator[str]:
        """One sentence of the plan says the key of what the stem quotes; none says another one."""
        subject = subject_of(question.stem)
        if not subject or _bare(subject) not in _bare(question.citations[0].quote):
            yield "the stem quotes nothing of its citation"
            return
        if _bare(right) not in _bare(question.citations[0].quote):
            yield "the citation does not say the key"
        for option in wrong:
            if self._is_said(subject, option):
                yield f"the plan says {option} of {subject}"
        if tells(question.stem, [right], wrong) or counts(subject, right, wrong):
            yield f"the stem tells the key {right}"
        if stands_out([right], wrong):
            yield f"the form tells the key {right}"

    def _is_said(self, one: str, other: str) -> bool:
        """Whether a sentence, with the title of its article, has both."""
        first, second = _bare(one), _bare(other)
        return any(first in s and second in s for s in self._sentences)

    def _outsider(
        self, question: QuizQuestion, outsider: str, members: Sequence[str]
    ) -> Iterator[str]:
        """All options but the key are members of the list that is left out, and the key is none."""
        listed = listed_in(question)
        if listed is None:
            yield "the stem is not the cited statement with its list left out"
            return
        for option in members:
            if _bare(option) not in listed:
                yield f"{option} is no member of the list"
        yield from self._not_listed(question, outsider, listed)
        shown = question.stem
        if tells(shown, [outsider], members) or tells(shown, members, [outsider]):
            yield f"the stem tells the key {outsider}"
        if stands_out([outsider], members):
            yield f"the form tells the key {outsider}"

    def _fill_in(self, question: QuizQuestion) -> Iterator[str]:
        if len(question.key) != 1 or question.accepted[0][0] != question.key[0]:
            yield "a fill-in needs one blank and its words"
            return
        yield from self._blank(question, question.key[0])
        if is_in(question.key[0], f"{question.stem}{self._place}"):
            yield f"the stem tells the key {question.key[0]}"
        if other := self._sibling(question.key[0]):
            yield f"the plan has {other} as well"

    def _sibling(self, answer: str) -> str:
        """What the plan has that differs from a phrase by its last word (和谐相处, 和谐共生).

        Empty when it has nothing of the kind.
        """
        phrase = re.split("[、,“”]", answer)[-1]
        if len(phrase) < _PHRASE or is_measured(phrase):
            return ""
        head = phrase[:-_LAST_WORD]
        found = re.finditer(
            f"{re.escape(head)}([\u4e00-\u9fff]{{2}})(?=[,。;、”的])", self._plan.text
        )
        return next((f"{head}{m[1]}" for m in found if f"{head}{m[1]}" != phrase), "")

    def _blank(self, question: QuizQuestion, answer: str) -> Iterator[str]:
        """The key completes the statement as the plan does, and nothing else does anywhere."""
        sides = sides_of(question, answer)
        if sides is None:
            yield "the stem with its key is not the cited statement"
            return
        before, behind = sides
        if _bare(answer) in _bare(question.stem.replace(BLANK, "")):
            yield "the stem names its key"
        width = _WIDE_CONTEXT if is_measured(answer) else _CONTEXT
        near = (before[-width:], behind[:width])
        if len(near[0]) + len(near[1]) < 3:
            yield "the blank has no context"
        pattern = f"{re.escape(near[0])}(.{{1,{_LONGEST_COMPLETION}}}?){re.escape(near[1])}"
        found = {m[1] for m in re.finditer(pattern, self._plan.text)} if all(near) else set()
        others = {f for f in found if f != answer and not re.search("[,。;、“”]", f)}
        if others:
            yield f"other places complete the stem with {'、'.join(sorted(others))}"

    def _supported(self, question: QuizQuestion, answer: str, option: str) -> Iterator[str]:
        """Signs that a wrong option is right as well."""
        sides = sides_of(question, answer)
        if sides is None:
            return
        before, behind = sides
        if _bare(f"{before}{option}{behind}") in self._bare:
            yield f"the plan states it with {option}"
        if is_measured(answer):
            if same_measure(answer, option):
                yield f"{option} is as much as the key"
            if len(before) >= 4 and f"{before[-4:]}{option}" in self._plan.text:
                yield f"the plan has {option} behind the same words"
            return
        if {answer, option} <= place_names():
            yield from self._places(before, behind, answer, option)
        is_apart = self._is_apart(question.citations[0], answer, option)
        if _bare(option) in self._article(question.citations[0]) and not is_apart:
            yield f"the article names {option}"
        beside = neighbours(before, behind)
        if is_on_same(answer, option) and not (beside and begin_alike([answer, *beside])):
            yield f"{option} is about the same thing as the key"
        verb = _bare(before)[-2:]
        if _VERB.fullmatch(verb) and f"{verb}{_bare(option)}" in self._part(question.citations[0]):
            yield f"the part has {option} behind the same verb"
        if len(before) + len(behind) < _LITTLE_CONTEXT:
            fit = f"{_bare(before)[-2:]}{_bare(option)}{_bare(behind)[:2]}"
            if fit in self._bare:
                yield f"{option} fits the same words elsewhere"
        if beside and not is_apart and self._is_named(option):
            yield f"the plan names {option} elsewhere"
        for neighbour in beside:
            if self._listed_together(option, neighbour):
                yield f"{option} is listed with {neighbour} elsewhere"

    def _places(self, before: str, behind: str, answer: str, option: str) -> Iterator[str]:
        """One place holds the other, or the plan says much the same of both."""
        if places_overlap(answer, option):
            yield f"{option} and {answer} overlap"
        clause = _bare(re.split(_CLAUSE_MARKS, before)[-1] + "|" + re.split("[,;。:]", behind)[0])
        pairs = [a + b for a, b in pairwise(clause) if _VERB.fullmatch(a + b)]
        seldom = [pair for pair in pairs if self._bare.count(pair) <= _SELDOM]
        for sentence in self._sentences:
            words = sentence.partition("。")[2]
            if option in words and any(pair in words for pair in seldom) and answer not in words:
                yield f"the plan says the like of {option}"

    def _multiple(self, question: QuizQuestion) -> Iterator[str]:
        right = [o.text for o in question.options if o.letter in question.key]
        wrong = [o.text for o in question.options if o.letter not in question.key]
        if len(right) < 2 or not wrong:
            yield "a multiple choice needs two keys and a distractor"
            return
        listed = listed_in(question)
        if listed is None:
            yield "the stem is not the cited statement with its list left out"
            return
        for option in right:
            if _bare(option) not in listed:
                yield f"{option} is no member of the list"
            if _bare(option) in _bare(question.stem.replace(BLANK, "")):
                yield f"the stem names its key {option}"
        for option in wrong:
            yield from self._not_listed(question, option, listed)
        if tells(question.stem, right, wrong):
            yield f"the stem tells the keys {'、'.join(right)}"
        if stands_out(right, wrong):
            yield f"the form tells the keys {'、'.join(right)}"

    def _not_listed(
        self, question: QuizQuestion, option: str, listed: Sequence[str]
    ) -> Iterator[str]:
        """Signs that an option belongs to a list that does not name it."""
        if _bare(option) in self._article(question.citations[0]):
            yield f"the article names {option}"
        if self._is_named(option):
            yield f"the plan names {option} elsewhere"
        for member in listed:
            if len(member) > 1 and self._listed_together(option, member):
                yield f"{option} is listed with {member} elsewhere"
            if is_on_same(option, member) and not begin_alike(listed):
                yield f"{option} is about the same thing as the member {member}"
            if nearly_same(option, member, "multiple"):
                yield f"{option} is nearly the member {member}"

    def _true_false(self, question: QuizQuestion) -> Iterator[str]:
        citation = question.citations[0]
        is_right = question.key == (RIGHT,)
        if is_right:
            if citation.quote not in question.stem:
                yield "a right statement must be verbatim"
            return
        old = question.accepted[0][0] if question.accepted else ""
        found = replaced_in(question.stem, citation.quote, old)
        if found is None:
            yield "a wrong statement must be a cited one with one unit replaced"
            return
        start, new = found
        if sorted(old) == sorted(new) or new in counterparts_of(old):
            yield from self._changed(question, start, new)
            return
        if nearly_same(old, new, "true_false"):
            yield f"{new} is nearly {old}"
        are_places = {old, new} <= place_names() and not citation.quote.startswith(old)
        if are_places and (
            new in self._part(citation) or self._is_said_of(new, citation.quote, old)
        ):
            yield f"the plan says the like of {new}"
        stem = f"{question.stem[:start]}{BLANK}{question.stem[start + len(new) :]}"
        yield from self._supported(replace(question, stem=stem), old, new)

    def _is_said_of(self, place: str, quote: str, other: str) -> bool:
        """Whether a sentence names a region with a word of the clause that speaks of another one.

        What a plan says of a region in one article it may say of its neighbour in the next.
        """
        clause = next((c for c in re.split("[,;。:]", quote) if other in c), "")
        words = re.split(f"{re.escape(other)}|[、“”和与及]", clause)
        pairs = {a + b for word in words for a, b in pairwise(word) if _VERB.fullmatch(a + b)}
        pairs = {pair for pair in pairs if not is_opener(pair)}
        return any(place in s and any(pair in s for pair in pairs) for s in self._sentences)

    def _changed(self, question: QuizQuestion, start: int, new: str) -> Iterator[str]:
        """A counterpart or an exchange: the plan has none of the clauses that are changed."""
        stem, end, place = question.stem, start + len(new), 0
        for clause in re.split(f"({_CLAUSE_MARKS})", stem):
            is_touched = place < end and start < place + len(clause)
            place += len(clause)
            if is_touched and len(clause) > 1 and _bare(clause) in self._bare:
                yield f"the plan states the changed clause {clause}"
        around = _bare(stem[max(0, start - _CONTEXT) : end + _CONTEXT])
        if around in self._bare:
            yield f"the plan states {around}"

    # --- Several things at once ----------------------------------------------------------------

    def _matching(self, question: QuizQuestion) -> Iterator[str]:
        if len(question.prompts) < 3 or len(set(question.key)) != len(question.prompts):
            yield "a matching question needs three pairs, each letter once"
            return
        texts = {option.letter: option.text for option in question.options}
        if BLANK in question.stem:
            yield from self._joined(question, texts)
            return
        for prompt, letter in zip(question.prompts, question.key, strict=True):
            others = [text for other, text in texts.items() if other != letter]
            if tells(prompt, [texts[letter]], others) or counts(prompt, texts[letter], others):
                yield f"{prompt} tells {texts[letter]}"
            for other, text in texts.items():
                is_said = self._is_said(prompt, text)
                if is_said != (other == letter):
                    yield f"{prompt} and {text}: {'also' if is_said else 'not'} in one sentence"

    def _joined(self, question: QuizQuestion, texts: dict[str, str]) -> Iterator[str]:
        """Both parts make a member of the list that is left out; no others make anything."""
        quote, shown = question.citations[0].quote, _AROUND_LIST.search(question.stem)
        if not shown or not (quote.startswith(shown[1]) and quote.endswith(shown[2])):
            yield "the stem is not the cited statement with its list left out"
            return
        for prompt, letter in zip(question.prompts, question.key, strict=True):
            others = [text for other, text in texts.items() if other != letter]
            if tells(prompt, [texts[letter]], others):
                yield f"{prompt} tells {texts[letter]}"
            if _bare(prompt + texts[letter]) not in _bare(quote):
                yield f"{prompt}{texts[letter]} is no member of the list"
            yield from (
                f"the plan has {prompt}{text}"
                for text in others
                if _bare(prompt + text) in self._bare
            )

    def _ordering(self, question: QuizQuestion) -> Iterator[str]:
        options = {option.letter: option for option in question.options}
        ordered = [options[letter] for letter in question.key]
        years = [_year_of(option.citation) for option in ordered]
        if len(ordered) < 3 or len(ordered) != len(options):
            yield "an ordering question needs three dated goals, all of them in the key"
        elif not all(a is not None and b is not None and a < b for a, b in pairwise(years)):
            yield f"the years of the key do not rise: {years}"
        for option in ordered:
            if find_periods(option.text):
                yield f"the option names its year: {option.text}"
            if not option.citation or _bare(option.text) not in _bare(option.citation.quote):
                yield f"not in its citation: {option.text}"
        for option, year in zip(ordered, years, strict=True):
            text = _bare(option.text)
            runs = [text[n : n + _LIKE] for n in range(len(text) - _LIKE + 1)]
            if any(run in words for other, words in self._dated if other != year for run in runs):
                yield f"the like of {option.text} is to be reached in another year"

    @cached_property
    def _dated(self) -> list[tuple[int | None, str]]:
        """Everything that the plan dates, with its year: by the words before it, or the title."""
        found: list[tuple[int | None, str]] = []
        for unit in self._plan.citable:
            for sentence in re.split("[。;;\n]", self._plan.quote(unit)):
                year = year_of(unit.title)
                for piece in re.split("[,,、]", sentence):
                    year = year_of(piece) or year
                    if year:
                        found.append((year, _bare(piece)))
        return found

    # --- Looking things up ---------------------------------------------------------------------

    def _article(self, citation: Citation) -> str:
        unit = self._plan.unit_at(citation.start)
        return self._articles[unit.start] if unit else ""

    def _part(self, citation: Citation) -> str:
        """The text of the part that a citation stands in, without quotation marks."""
        unit = self._plan.unit_at(citation.start)
        number = unit.part if unit else 0
        if number not in self._parts:
            units = (u for u in self._plan.citable if u.part == number)
            self._parts[number] = "\n".join(self._articles[u.start] for u in units)
        return self._parts[number]

    def _is_named(self, option: str) -> bool:
        """Whether the plan speaks of a thing somewhere, so that it may belong to a list as well.

        Words of up to three characters are mostly qualities, which are said of many things.
        """
        return len(option) > _SHORT_WORD and _bare(option) in self._bare

    def _is_apart(self, citation: Citation, answer: str, option: str) -> bool:
        """Whether slogans or places stand in other sentences than what they are put in for.

        What an article says by a slogan or of a place in one sentence it does not say by or of
        another one; for words that are no names that would not be sure.
        """
        are_places = {answer, option} <= place_names() and place_row(answer) == place_row(option)
        are_slogans = all(f"“{each}”" in self._plan.text for each in (answer, option))
        if not (are_places or are_slogans):
            return False
        start = max(self._plan.text.rfind(mark, 0, citation.start) for mark in "。\n")
        ends = [self._plan.text.find(mark, citation.end) for mark in "。\n"]
        sentence = self._plan.text[start + 1 : min(end for end in ends if end >= 0)]
        return option not in sentence

    def _listed_together(self, one: str, other: str) -> bool:
        return bool(self._lists_with(_bare(one)) & self._lists_with(_bare(other)))

    def _lists_with(self, word: str) -> frozenset[int]:
        """Numbers of the clauses with enumeration commas that hold a word."""
        if word not in self._listing:
            holding = (number for number, clause in enumerate(self._lists) if word in clause)
            self._listing[word] = frozenset(holding)
        return self._listing[word]


def _year_of(citation: Citation | None) -> int | None:
    """The year that a citation names, or else the title of its article."""
    return (year_of(citation.quote) or year_of(citation.title)) if citation else None


_CHECKS: dict[QuestionKind, Callable[[QuizChecker, QuizQuestion], Iterator[str]]] = {
    "single": QuizChecker._single,
    "multiple": QuizChecker._multiple,
    "true_false": QuizChecker._true_false,
    "fill_in": QuizChecker._fill_in,
    "matching": QuizChecker._matching,
    "ordering": QuizChecker._ordering,
    "short_answer": lambda _, question: written_problems(question),
}
