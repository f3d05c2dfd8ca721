"""Builders of quiz questions on one statement: single and multiple choice, true/false, fill-in.

Each builder turns a blank or a list into a question, or into nothing when no question can be made
of it; `assistant.study.quiz_check` proves every one of them afterwards.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import combinations, islice

from assistant.answer import Citation
from assistant.likeness import WordLikeness
from assistant.numerals import NUMERAL
from assistant.passages import inner_quotes
from assistant.quantities import find_periods
from assistant.slots import place_names
from assistant.study.counterparts import is_common, is_in_common
from assistant.study.difficulty import fitting
from assistant.study.distractors import Distractors, around, names_people
from assistant.study.drafts import draft, lettered
from assistant.study.enumerations import Enumeration, common_end, common_start, word_starts
from assistant.study.expressions import VERBATIM
from assistant.study.facts import (
    SORT_OF_NAME,
    SPAN_OF_YEARS,
    Blank,
    BlankKind,
    Facts,
    clauses_of,
    is_solemn,
    is_weighty,
)
from assistant.study.giveaways import BLANK, NOT_LISTED
from assistant.study.hints import items_hint
from assistant.study.model import (
    RIGHT,
    WRONG,
    Difficulty,
    Option,
    QuestionKind,
    QuizQuestion,
    ScoringPoint,
)
from assistant.study.parallels import is_recount
from assistant.study.quiz_check import QuizChecker
from assistant.study.statements import Statement, is_fragment, leans_on_before
from assistant.study.swaps import Swap, inner_swaps
from assistant.study.told import is_told_beside
from assistant.study.wordings import wordings
from assistant.study.worth import (
    are_brands,
    are_maxims,
    are_variants,
    is_closed,
    is_decoration,
    is_descriptive,
    is_doubled,
    is_filler,
    is_national,
    is_national_title,
    is_proper,
    is_scheme,
    says_enough,
)

_WRONG_OF_SINGLE = 3
_OPTIONS_OF_MULTIPLE = {2: 5, 3: 5, 4: 6}  # options of a multiple choice by how many are right
_RANKED = re.compile("(?:国家级|国家|全国|全省|省级|世界)[^,。;、]*$")  # of what level it is
_NO_NAME = re.compile("(?:国家|全国|全省|区域)$|^(?:融入|应对|对接|落实)")
_PROJECT = re.compile("工程|行动|计划|战略|制度|联盟")
_SHORTEST_TWISTED = 4  # characters of members of a list that the plan neither counts nor quotes
_SHORTEST_LISTED = 3  # characters of members of a list that the plan neither counts nor closes
_MOST_WRITTEN = 30  # characters of all members of a list that is to be written out
_MOST_COUNTS = 3  # numerals of a slogan that can be recalled word by word (三环两轴两连)
_FROM_NOW = ("今后", "未来")
_LONG_SLOGAN = 5  # characters of a slogan that another one is taken for without a choice of four
_SHORTEST_SLOGAN = 3  # characters of a slogan that is chosen out of four
_SWAPS = 4  # wrong options looked at for one statement to judge
_CANDIDATES = 7  # wrong options of which the best set is taken
_COMPLETED = 4  # members of a counted list that are all offered: who sees a few looks for more
_DRAWN = 6  # sets of keys tried for one list
_OF_WHOLE_QUESTION = (
    "a single choice needs",
    "a multiple choice needs",
    "the stem tells the key",
    "the form tells the key",
)
_TRIED = 40  # distractors looked at for one question
_RUN = 3  # characters in a row that tell an answer
_STEM = "{heading},规划写道:{statement}。"
_ASK = {
    "single": "横线处,规划原文是:",
    "multiple": "横线处,规划原文列举的有:",
    "true_false": "",
    "fill_in": "",
    "short_answer": "横线处,规划原文列举的是什么?请写出{number}项。",
}
_ASK_OUTSIDER = f"下列哪一项{NOT_LISTED}?"
_SUFFIXES = "化性型"  # begin no word
_SHORTEST_TOLD_APART = 2  # characters by which words that exclude one another differ
_SHORTEST_CLAIM, _LONGEST_CLAIM = 10, 90  # characters of a statement that is true or false
# What a list is of, behind it; everybody knows which places are.
_WELL_KNOWN = re.compile("等[^,;。]{0,4}(?:发达|先进|周边|毗邻|相邻|邻近)")
_WITHOUT_OBJECT = re.compile("(?:联动|协同|互动|共管|联治)$")
_BY_WHEN = re.compile("(?P<when>到[^,;。]{3,10}),")  # at the head of a sentence
_LEAST_BESIDE_LIST = 7  # characters of a statement beside the list that is asked for
_LEAST_BESIDE_PROJECT = 10  # the same beside a project that is to be filled in
_EASY_BLANKS = ("figure", "date", "term")
_WRITTEN_ONLY: tuple[BlankKind, ...] = ("name", "role", *VERBATIM)  # no wrong option is sure


class Builder:
    """Makes questions on the statements of one plan, each proved before it is handed out."""

    def __init__(self, facts: Facts, checker: QuizChecker, likeness: WordLikeness) -> None:
        """Use the facts of a plan, a checker of the same plan, and the likeness of its words."""
        self._facts = facts
        self._checker = checker
        self._distractors = Distractors(facts, likeness)
        self._stating = {blank.answer: blank.statement for blank in reversed(facts.blanks)}
        self._places: dict[str, Citation] = {}
        self._inner: dict[int, list[Swap]] = {}
        self._titles = re.sub("[“”]", "", "。".join(u.title for u in facts.plan.articles))

    def single(
        self, blank: Blank, rng: random.Random, difficulty: Difficulty = "中"
    ) -> QuizQuestion | None:
        """One right option of four, with rivals that make it as hard as can be asked for."""
        heading = self.heading(blank.statement, [blank.answer])
        if not heading or blank.kind in _WRITTEN_ONLY or not self._can_be_asked(blank):
            return None
        if blank.kind == "term" and len(blank.answer) < _SHORTEST_SLOGAN:
            return None
        if blank.kind == "rank" and not _RANKED.search(blank.before):
            return None  # zones and cities of all names are built
        stem = self._stem(blank, heading, "single")
        found = self._wrong_options(blank, stem, _CANDIDATES, rng)
        for wrong in combinations(fitting(blank.answer, found, difficulty), _WRONG_OF_SINGLE):
            if self._can_be_guessed([blank.answer], wrong, blank.kind, blank.statement):
                continue
            if question := self._proved(self._single(blank, stem, wrong, rng)):
                return question
        return None

    def _can_be_asked(self, blank: Blank) -> bool:
        """Whether a blank asks for something of this plan, in a statement whole by itself."""
        sort = SORT_OF_NAME.match(blank.behind) if blank.kind == "name" else None
        next_word = blank.behind[:2] if blank.kind in VERBATIM else ""
        if is_common(blank.answer + (sort.group() if sort else next_word)) or (
            blank.enumeration and is_common("、".join(self._listed(blank.enumeration)))
        ):
            return False
        if blank.kind == "figure" and (_is_plain_term(blank) or is_doubled(blank)):
            return False
        if blank.kind == "rank" and is_national_title(blank.before):
            return False
        if is_decoration(self._facts.plan, blank) or is_national(self._facts.plan, blank.answer):
            return False
        start = blank.span.start - blank.statement.span.start
        if is_in_common(blank.statement.text, start, start + len(blank.answer)):
            return False
        if blank.kind in ("term", *_WRITTEN_ONLY) and blank.answer in self._titles:
            return False  # other stems show it
        listed = blank.enumeration
        if blank.kind in VERBATIM:
            if any(map(is_filler, blank.answer.split("、"))) or self._is_plain(blank):
                return False
        elif listed and not (
            is_closed(self._facts.plan, listed)
            or are_brands(self._facts.plan, listed)
            or _is_quoted(blank)
        ):
            return False
        if (not blank.enumeration and is_filler(blank.answer)) or not says_enough(blank):
            return False
        return not leans_on_before(blank.statement.text)

    def _can_be_recalled(self, blank: Blank) -> bool:
        """Whether an answer is definite; a project is only if enough is said of it."""
        if blank.kind in VERBATIM:
            return True
        if blank.kind == "member":
            is_name = is_proper(blank.answer) and blank.answer not in place_names()
            listed = blank.enumeration
            is_brand = listed is not None and are_brands(self._facts.plan, listed)
            is_counted = listed is not None and listed.is_complete
            is_one_left = is_counted and len(blank.answer) >= _SHORTEST_TWISTED
            return is_name or is_brand or is_one_left or _is_quoted(blank)
        if blank.kind != "name":
            counts = re.findall(NUMERAL, blank.answer) if blank.kind == "term" else ()
            return blank.kind in (*_EASY_BLANKS, "role") and len(counts) <= _MOST_COUNTS
        is_named = not (_NO_NAME.search(blank.answer) or is_descriptive(blank.answer))
        is_project = bool(_PROJECT.match(blank.behind)) and "等" not in blank.answer and is_named
        return is_project and len(blank.before) + len(blank.behind) >= _LEAST_BESIDE_PROJECT

    def _is_plain(self, blank: Blank) -> bool:
        """Whether a part of a series stands among words that fit any plan."""
        if blank.enumeration is None:
            return False
        end = re.split("[^\u4e00-\u9fff]", blank.behind, maxsplit=1)[0]
        members = self._listed(blank.enumeration)
        shown = [member.removesuffix(end) for member in members]
        plain = [is_filler(m) or is_filler(s) for m, s in zip(members, shown, strict=True)]
        return 2 * sum(plain) > len(plain)

    def _wrong_options(self, blank: Blank, stem: str, number: int, rng: random.Random) -> list[str]:
        """Up to a number of wrong options that are proved one by one, the most plausible first."""
        wrong: list[str] = []
        if blank.is_weighty or (blank.enumeration and blank.enumeration.is_open):
            return wrong
        for option in islice(self._distractors.offer(blank, rng), _TRIED):
            if not self._option_problems(self._single(blank, stem, [*wrong, option], rng)):
                wrong.append(option)
            if len(wrong) == number:
                break
        return wrong

    def _can_be_guessed(
        self, right: Sequence[str], wrong: Sequence[str], kind: BlankKind, statement: Statement
    ) -> bool:
        """Whether nearness in meaning tells the answer; figures and places have none."""
        if kind in ("figure", "date", "place", "member", "rank"):
            return False
        return self._distractors.can_be_guessed(right, wrong, around(statement, right))

    def outsider(self, enumeration: Enumeration, rng: random.Random) -> QuizQuestion | None:
        """Which of four options the list does not name; only one wrong member has to be found."""
        members = self._listed(enumeration)
        heading = self.heading(enumeration.statement, members)
        if not heading or not self._can_be_twisted(enumeration, members):
            return None
        stem = self.list_stem(enumeration, heading, _ASK_OUTSIDER)
        for _ in range(_DRAWN):
            shown = rng.sample(members, _WRONG_OF_SINGLE)
            for option in self._distractors.akin(members, rng):
                texts = [option, *shown]
                rng.shuffle(texts)
                options = lettered(Option("", text) for text in texts)
                question = self._question(
                    "single",
                    stem,
                    enumeration.statement,
                    options=options,
                    key=tuple(o.letter for o in options if o.text == option),
                    facts=(_fact(enumeration),),
                    explanation=self._explained(enumeration),
                )
                if proved := self._proved(question):
                    return proved
        return None

    def multiple(
        self, enumeration: Enumeration, rng: random.Random, difficulty: Difficulty = "中"
    ) -> QuizQuestion | None:
        """Options of which two, three or four are members of the list; the more, the harder."""
        members = self._listed(enumeration)
        heading = self.heading(enumeration.statement, members)
        if not heading or not self._can_be_twisted(enumeration, members):
            return None
        stem = self.list_stem(enumeration, heading, _ASK["multiple"])
        # The stem says how many there are: whoever sees a few of four looks for the others.
        offers_all = enumeration.is_complete and len(members) <= _COMPLETED
        numbers = [number for number in _OPTIONS_OF_MULTIPLE if number <= len(members)]
        usual = {"易": numbers[:1], "中": numbers, "难": numbers[1:] or numbers}[difficulty]
        for attempt in range(_DRAWN):
            wanted = rng.choice(usual if attempt < _DRAWN // 2 else numbers)
            right = members if offers_all else rng.sample(members, wanted)
            if question := self._chosen(enumeration, stem, right, rng):
                return question
        return None

    def _can_be_twisted(self, enumeration: Enumeration, members: Sequence[str]) -> bool:
        """Whether a list has exact borders, no political weight, and no open end of people."""
        if len(members) < 3 or not _can_be_left_out(enumeration, members):
            return False
        plan = self._facts.plan
        has_names = is_scheme(plan, enumeration) and len(members[0]) >= _SHORTEST_TWISTED
        # What does not go on with 等 is all that is listed there.
        is_all = not (enumeration.is_open or are_variants(members)) and enumeration.is_whole
        are_words = min(map(len, members)) >= _SHORTEST_LISTED
        if not (is_closed(plan, enumeration) or has_names or (is_all and are_words)):
            return False
        if leans_on_before(enumeration.statement.text) or all(map(is_filler, members)):
            return False
        if is_weighty(enumeration.statement, enumeration.span) or is_common("、".join(members)):
            return False
        if 2 * sum(map(is_common, members)) > len(members):
            return False
        behind = enumeration.statement.text[
            enumeration.span.end - enumeration.statement.span.start :
        ]
        if enumeration.is_open and _WELL_KNOWN.match(behind):
            return False
        return not (enumeration.is_open and any(map(names_people, members)))

    def _chosen(
        self, enumeration: Enumeration, stem: str, right: list[str], rng: random.Random
    ) -> QuizQuestion | None:
        """A multiple choice with these keys, if two believable wrong options are found."""
        members = self._listed(enumeration)
        found: list[str] = []
        for option in self._distractors.akin(members, rng):
            tried = self._multiple(enumeration, stem, right, [*found, option], rng)
            if not self._option_problems(tried):
                found.append(option)
            if len(found) == _CANDIDATES:
                break
        for wrong in combinations(found, _OPTIONS_OF_MULTIPLE[len(right)] - len(right)):
            if question := self._proved(self._multiple(enumeration, stem, right, wrong, rng)):
                return question
        return None

    def swaps(self, statement: Statement, rng: random.Random) -> list[Swap]:
        """Every believable way to make a statement wrong, each proved."""
        found = []
        for blank in self._facts.blanks_of(statement):
            if swap := self._swapped(blank, rng):
                found.append(swap)
        found = [*self.inner_swaps(statement), *filter(self._is_proved, found)]
        return [swap for swap in found if len(swap.statement.text) >= _SHORTEST_CLAIM]

    def inner_swaps(self, statement: Statement) -> list[Swap]:
        """The ways to make a statement wrong that need nothing but itself, each proved."""
        start = statement.span.start
        if start not in self._inner:
            found = inner_swaps(statement, self._facts.cut)
            self._inner[start] = list(filter(self._is_proved, found))
        return self._inner[start]

    def _is_proved(self, swap: Swap) -> bool:
        can_be_judged = self._can_be_judged(swap.statement)
        return can_be_judged and self._judged(swap, is_wrong=True) is not None

    def _can_be_judged(self, statement: Statement) -> bool:
        text = statement.text
        is_whole = not leans_on_before(text) and not is_fragment(text)
        if _WITHOUT_OBJECT.search(text) and self._is_cut(statement):
            return False  # what they do together stands before
        return len(text) <= _LONGEST_CLAIM and is_whole

    def _is_cut(self, statement: Statement) -> bool:
        """Whether clauses before these belong to the same sentence."""
        before = self._facts.plan.text[statement.span.start - 1]
        return statement.span.start > statement.sentence.start and before in ",,"

    def _swapped(self, blank: Blank, rng: random.Random) -> Swap | None:
        """A unit replaced by a wrong option of the single choice that asks for it."""
        if blank.kind in _WRITTEN_ONLY or not self._can_be_asked(blank):
            return None
        if blank.kind == "term" and len(blank.answer) < _LONG_SLOGAN:
            return None
        if blank.kind == "rank" and not _RANKED.search(blank.before):
            return None  # zones of all names are built
        start = blank.span.start - blank.statement.span.start
        stem = self._stem(blank, "", "single")
        for new in self._wrong_options(blank, stem, _SWAPS, rng):
            if is_recount(blank.answer, new):
                continue  # nobody sees that in passing
            if not self._can_be_guessed([blank.answer], [new], blank.kind, blank.statement):
                return Swap(blank.kind, blank.statement, start, blank.answer, new)
        return None

    def true_false(self, swap: Swap, *, is_wrong: bool) -> QuizQuestion | None:
        """The statement with a swap, or as it stands; none that says too little."""
        shortest = _SHORTEST_CLAIM + (not is_wrong)
        return (
            self._judged(swap, is_wrong=is_wrong) if len(swap.statement.text) >= shortest else None
        )

    def _judged(self, swap: Swap, *, is_wrong: bool) -> QuizQuestion | None:
        statement = swap.statement
        heading = self.heading(statement, [swap.old, swap.new])
        if not heading:
            return None
        words = swap.text if is_wrong else statement.text
        note = f"规划原文是:{statement.text}。" if is_wrong else "与规划原文一致。"
        return self._proved(
            self._question(
                "true_false",
                _STEM.format(heading=heading, statement=words),
                statement,
                options=(Option(RIGHT, RIGHT), Option(WRONG, WRONG)),
                key=(WRONG if is_wrong else RIGHT,),
                accepted=((swap.old,),),
                facts=(swap.fact,),
                explanation=f"{WRONG if is_wrong else RIGHT}。{note}",
            )
        )

    def counterparts(
        self, swaps: Sequence[Swap], rng: random.Random, difficulty: Difficulty = "中"
    ) -> QuizQuestion | None:
        """One right option of four: the plan's words, and what excludes them where they stand.

        Args:
            swaps: Proved changes of one place of a statement.
            rng: Decides on the options and their order.
            difficulty: Of the paper; the rivals are those that make the choice as hard.
        """
        if len(swaps) < _WRONG_OF_SINGLE:
            return None
        chosen = rng.sample(list(swaps), len(swaps))
        old = chosen[0].old
        new = fitting(old, (swap.new for swap in chosen), difficulty)[:_WRONG_OF_SINGLE]
        words = [old, *new]
        cuts = [(0, 0)]
        head, tail = self._shared_words(words)
        if min(map(len, words)) - head - tail >= _SHORTEST_TOLD_APART:
            cuts.append((head, tail))
        for head, tail in cuts:  # 骨干 of 骨干文化企业, 国有文化企业
            shown = [word[head : len(word) - tail] for word in words]
            if question := self._of_counterparts(chosen[0], head, shown, rng):
                return question
        return None

    def _shared_words(self, words: Sequence[str]) -> tuple[int, int]:
        """How long the whole words are that all of some words begin and end with."""
        old = words[0]
        starts = word_starts(old, self._facts.cut)
        borders = [0, *(start for start in starts if old[start] not in _SUFFIXES), len(old)]
        first, last = len(common_start(words)), len(old) - len(common_end(words))
        head = max(border for border in borders if border <= first)
        return head, len(old) - min(border for border in borders if border >= last)

    def _of_counterparts(
        self, swap: Swap, head: int, words: Sequence[str], rng: random.Random
    ) -> QuizQuestion | None:
        """A choice of words, the first of which stands some characters behind a swap's start."""
        statement, old = swap.statement, words[0]
        heading = self.heading(statement, words)
        if not heading or self._distractors.can_be_guessed(
            [old], words[1:], around(statement, [old])
        ):
            return None
        start = swap.start + head
        blanked = f"{statement.text[:start]}{BLANK}{statement.text[start + len(old) :]}"
        texts = rng.sample(words, len(words))
        options = lettered(Option("", text) for text in texts)
        return self._proved(
            self._question(
                "single",
                _STEM.format(heading=heading, statement=blanked) + _ASK["single"],
                statement,
                options=options,
                key=tuple(o.letter for o in options if o.text == old),
                facts=(swap.fact,),
                explanation=f"规划原文为“{inner_quotes(old)}”。",
            )
        )

    def fill_in(self, blank: Blank) -> QuizQuestion | None:
        """The statement with a blank for a figure, a date or a term."""
        heading = self.heading(blank.statement, [blank.answer])
        if (
            not heading
            or not self._can_be_recalled(blank)
            or is_solemn(blank.statement.text)
            or not self._can_be_asked(blank)
            or is_fragment(blank.statement.text)  # other words would do as well
            or self._is_rest_of_name(blank)
            or is_told_beside(blank, heading)
        ):
            return None
        return self._proved(
            self._question(
                "fill_in",
                self._stem(blank, heading, "fill_in") + items_hint(blank),
                blank.statement,
                key=(blank.answer,),
                accepted=(wordings(blank.answer, blank.behind, blank.kind),),
                facts=(blank.fact,),
                explanation=f"规划原文为“{inner_quotes(blank.answer)}”。",
            )
        )

    def _is_rest_of_name(self, blank: Blank) -> bool:
        """Whether the whole name can be asked for, of which a blank is the rest."""
        return blank.kind == "aim" and any(
            other.kind == "aim"
            and other.span.end == blank.span.end
            and other.span.start < blank.span.start
            and self.fill_in(other) is not None
            for other in self._facts.blanks_in(blank.statement)
        )

    def short_answer(self, enumeration: Enumeration) -> QuizQuestion | None:
        """Name all members of a list that the plan itself counts or that is long enough."""
        members = self._listed(enumeration)
        heading = self.heading(enumeration.statement, members)
        if len(members) < 3 or not heading or not _can_be_left_out(enumeration, members):
            return None
        if enumeration.is_open:
            return None  # the key would not hold all members
        if leans_on_before(enumeration.statement.text) or is_common("、".join(members)):
            return None
        if is_solemn(enumeration.statement.text) or len("".join(members)) > _MOST_WRITTEN:
            return None
        plan = self._facts.plan
        tests = (is_closed, is_scheme, are_maxims)
        if not any(is_whole(plan, enumeration) for is_whole in tests):
            return None
        citation = self._facts.citation(enumeration.statement)
        scoring = tuple(ScoringPoint(m, (m,), 2, citation) for m in members)
        return self._proved(
            self._question(
                "short_answer",
                self.list_stem(
                    enumeration, heading, _ASK["short_answer"].format(number=len(members))
                ),
                enumeration.statement,
                scoring=scoring,
                points=2 * len(members),
                facts=(_fact(enumeration),),
                explanation=f"要点为:{'、'.join(members)}。",
            )
        )

    # --- Parts of questions --------------------------------------------------------------------

    def _single(
        self, blank: Blank, stem: str, wrong: Sequence[str], rng: random.Random
    ) -> QuizQuestion:
        texts = [blank.answer, *wrong]
        rng.shuffle(texts)
        options = lettered(Option("", t, self._place(t, blank)) for t in texts)
        key = tuple(o.letter for o in options if o.text == blank.answer)
        return self._question(
            "single",
            stem,
            blank.statement,
            options=options,
            key=key,
            facts=(blank.fact,),
            explanation=f"规划原文为“{inner_quotes(blank.answer)}”。",
        )

    def _multiple(
        self,
        enumeration: Enumeration,
        stem: str,
        right: Sequence[str],
        wrong: Sequence[str],
        rng: random.Random,
    ) -> QuizQuestion:
        texts = [*right, *wrong]
        rng.shuffle(texts)
        options = lettered(Option("", text) for text in texts)
        return self._question(
            "multiple",
            stem,
            enumeration.statement,
            options=options,
            key=tuple(o.letter for o in options if o.text in right),
            facts=(_fact(enumeration),),
            explanation=self._explained(enumeration),
        )

    def _question(
        self,
        kind: QuestionKind,
        stem: str,
        statement: Statement,
        *,
        options: tuple[Option, ...] = (),
        key: tuple[str, ...] = (),
        accepted: tuple[tuple[str, ...], ...] = (),
        scoring: tuple[ScoringPoint, ...] = (),
        points: int = 0,
        facts: tuple[str, ...],
        explanation: str,
    ) -> QuizQuestion:
        return draft(
            kind,
            stem,
            options=options,
            key=key,
            accepted=accepted,
            scoring=scoring,
            points=points,
            facts=(*facts, *clauses_of(statement)),
            explanation=explanation,
            citations=(self._facts.citation(statement),),
        )

    def _proved(self, question: QuizQuestion) -> QuizQuestion | None:
        return None if self._checker.problems(question) else question

    def _option_problems(self, question: QuizQuestion) -> bool:
        """Whether something is wrong that further options cannot mend."""
        found = self._checker.problems(question)
        return any(not problem.startswith(_OF_WHOLE_QUESTION) for problem in found)

    def _listed(self, enumeration: Enumeration) -> list[str]:
        return [self._facts.plan.quote(span) for span in enumeration.members]

    def _explained(self, enumeration: Enumeration) -> str:
        return f"规划原文列举的是:{'、'.join(self._listed(enumeration))}。"

    def _stem(self, blank: Blank, heading: str, kind: QuestionKind) -> str:
        words = f"{blank.before}{BLANK}{blank.behind}"
        return _STEM.format(heading=heading, statement=words) + _ASK[kind]

    def list_stem(self, enumeration: Enumeration, heading: str, ask: str) -> str:
        """A statement without a list in it, and what is asked of that list."""
        statement = enumeration.statement
        start = enumeration.span.start - statement.span.start
        end = enumeration.span.end - statement.span.start
        if "”" in statement.text[start:end] and statement.text[start - 1 : start] == "“":
            start, end = start - 1, end + 1  # each member has marks of its own
        words = f"{statement.text[:start]}{BLANK}{statement.text[end:]}"
        return _STEM.format(heading=heading, statement=words) + ask

    def heading(self, statement: Statement, hidden: Sequence[str]) -> str:
        """What a stem is about: the title of its article or else of its part.

        Empty when both would tell what is asked, since a stem must be understood alone.
        """
        unit, goal = statement.unit, self._goal(statement)
        part = self._facts.plan.part(unit.part)
        if unit.title and not any(_tells(unit.title, word) for word in hidden):
            return f"关于“{_inner(unit.title)}”{goal}"
        if part is None or not part.title or any(_tells(part.title, word) for word in hidden):
            return ""
        place = "导语" if unit.kind == "introduction" else ""
        return f"在{part.label}{place}“{_inner(part.title)}”中{goal}"

    def _goal(self, statement: Statement) -> str:
        """By when a goal is set; empty when the statement says it, or its sentence does not."""
        sentence = self._facts.plan.quote(statement.sentence)
        date = _BY_WHEN.match(sentence)
        if date is None or statement.span.start < statement.sentence.start + date.end():
            return ""
        is_dated = find_periods(statement.text) or not find_periods(date["when"])
        return "" if is_dated else f"{date['when']}的目标"

    def _place(self, text: str, blank: Blank) -> Citation | None:
        """Where the plan has an option's words."""
        if text == blank.answer:
            return self._facts.citation(blank.statement)
        if text in self._stating and text not in self._places:
            self._places[text] = self._facts.citation(self._stating[text])
        return self._places.get(text)


def _inner(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’")


def _is_plain_term(blank: Blank) -> bool:
    """Whether a figure is a number of years from now that everybody names (今后五年)."""
    return blank.before.endswith(_FROM_NOW) and not SPAN_OF_YEARS.fullmatch(blank.answer)


def _is_quoted(blank: Blank) -> bool:
    """Whether a member of a list is a slogan by itself; 旅游+ and the like can be guessed."""
    is_inside = blank.before.endswith("“") and blank.behind.startswith("”")
    return is_inside and not blank.answer.endswith("+")


def _fact(enumeration: Enumeration) -> str:
    return f"list@{enumeration.span.start}"


def _can_be_left_out(enumeration: Enumeration, members: Sequence[str]) -> bool:
    """Whether the borders of a list are certain and enough of its statement is left without it."""
    left = len(enumeration.statement.text) - (enumeration.span.end - enumeration.span.start)
    return enumeration.is_whole and min(map(len, members)) >= 2 and left >= _LEAST_BESIDE_LIST


def _tells(name: str, answer: str) -> bool:
    """Whether a title gives away an answer: names it, or most of its pairs of characters."""
    bare = re.sub("[“”‘’]", "", name)
    words = re.sub("[“”‘’]", "", answer)
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    runs = (words[i : i + _RUN] for i in range(len(words) - _RUN + 1))
    share = sum(p in bare for p in pairs) / max(len(pairs), 1)
    return words in bare or any(run in bare for run in runs) or (len(pairs) > 1 and share > 0.5)
