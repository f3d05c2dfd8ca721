"""Papers: questions of all kinds on one scope, reproducible by a seed, in two versions."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from typing import TypeVar

from assistant.likeness import WordLikeness
from assistant.study.arrangement import arranged
from assistant.study.builders import Builder
from assistant.study.difficulty import is_near
from assistant.study.enumerations import Enumeration
from assistant.study.facts import Blank, BlankKind, Facts, ScopeFacts, clauses_of
from assistant.study.giveaways import BLANK, put_in
from assistant.study.list_pairs import list_pairs
from assistant.study.listings import listings
from assistant.study.misstatements import misstatements
from assistant.study.model import (
    QUESTION_KINDS,
    RIGHT,
    WRONG,
    Difficulty,
    QuestionKind,
    Quiz,
    QuizQuestion,
    Request,
    Scope,
)
from assistant.study.orderings import ordering
from assistant.study.pairings import matching, pair_choices
from assistant.study.paper import Paper
from assistant.study.quiz_check import QuizChecker
from assistant.study.results import results
from assistant.study.sequels import SEQUEL, sequels
from assistant.study.stages import stages
from assistant.study.statements import Statement
from assistant.study.swaps import Swap
from assistant.study.worth import holds_fact

# Share of each kind of question in a paper; what is missing is filled up with other kinds.
_SHARES: dict[Difficulty, dict[QuestionKind, float]] = {
    "易": {"single": 0.40, "multiple": 0.05, "true_false": 0.40, "fill_in": 0.10, "matching": 0.05},
    "中": {"single": 0.30, "multiple": 0.15, "true_false": 0.20, "fill_in": 0.20, "matching": 0.05,
          "ordering": 0.05, "short_answer": 0.05},
    "难": {"single": 0.20, "multiple": 0.20, "fill_in": 0.25, "true_false": 0.10, "matching": 0.05,
          "ordering": 0.05, "short_answer": 0.15},
}  # fmt: skip
# The most of a kind that a paper may have when it is filled up, so that none is mostly chosen,
# filled in or written out.
_MOST: dict[QuestionKind, float] = {
    "single": 0.40, "multiple": 0.25, "fill_in": 0.50, "matching": 0.10, "short_answer": 0.20,
}  # fmt: skip
# What a paper is filled up with, the most fitting first.
_FILLED: dict[Difficulty, tuple[QuestionKind, ...]] = {
    "易": ("single", "matching", "fill_in", "multiple", "short_answer"),
    "中": ("single", "multiple", "fill_in", "short_answer", "matching"),
    "难": ("multiple", "short_answer", "fill_in", "single", "matching"),
}
# Kinds that few facts can serve choose first; of a paper of one difficulty those that make it so,
# for a clause has one question only.
_ORDER: dict[Difficulty, tuple[QuestionKind, ...]] = {
    "易": ("matching", "multiple", "single", "true_false", "fill_in"),
    "中": (
        "ordering", "matching", "multiple", "short_answer", "single", "true_false", "fill_in",
    ),
    "难": (
        "ordering", "matching", "multiple", "short_answer", "fill_in", "single", "true_false",
    ),
}  # fmt: skip
# Of a paper, what is kept for questions that are answered in writing, and the most that may ask for
# what a measure is to bring.
_KEPT: dict[Difficulty, float] = {"易": 0.05, "中": 0.1, "难": 0.15}
_RESULTS = 0.15
_SEQUELS = 0.1  # of a paper, the most that may ask how a sentence goes on
_MOST_SEQUELS = 0.25  # the same of a paper that would be short without more of them
_LISTINGS = 0.1  # of a paper, the most that may ask for any of the members of a list
_KEPT_WRONG = 0.05  # of a long paper that asks for it before all else
_MISSTATED = 0.15  # of a paper, the most that may ask which of four statements is wrong
_LEAST = 3  # choices, and blanks, that a short paper may always have
# Statements to judge that a short paper may always have.
_FEW: dict[Difficulty, int] = {"易": 7, "中": 5, "难": 4}
_LOOKED_AT = 5  # statements that are looked at for each one to judge
_SURPLUS = 2  # statements by which those of one truth may outnumber those of the other
# The most of a paper that statements to judge may be.
_JUDGED: dict[Difficulty, float] = {"易": 0.45, "中": 0.4, "难": 0.33}
_MOST_JUDGED = 0.45  # the same of a paper that would be short without more of them
# How far what is less worth knowing comes behind: a hard paper asks for it as soon.
_WEIGHT: dict[Difficulty, float] = {"易": 2.0, "中": 1.0, "难": 0.0}
# What is most worth knowing comes first: the lower, the sooner.
_RANK: dict[BlankKind, float] = {
    "figure": 0.0, "date": 0.2, "term": 0.3, "place": 0.3, "role": 0.6, "name": 0.8, "member": 0.8,
    "series": 0.4, "aim": 0.4, "rank": 0.5,
}  # fmt: skip
_RANK_OF_LISTS = 0.5
_MOST_PAIRS = 6  # choices offered of what belongs to what, before blanks are chosen for
_SCARCE = 10  # questions under which no date of several stages is asked: it excludes all others
_SPREAD = 0.4  # how much an article that has had a question waits, against the ranks above

_ATTEMPTS = 6  # papers made of a scope that has fewer questions than are wanted
_STRICT_ATTEMPTS = 3  # those of them that keep to the difficulty while they can
_MOST_OF_ONE = 1 / 3  # of a paper that may be of one article, while others have facts left

_Maker = Callable[[], QuizQuestion | None]
_Asked = TypeVar("_Asked", bound=Blank | Enumeration)


class QuizMaker:
    """Makes papers on one plan."""

    def __init__(self, facts: Facts, checker: QuizChecker, likeness: WordLikeness) -> None:
        """Use the facts of a plan and the meanings of its words; all questions are checked."""
        self._facts = facts
        self._checker = checker
        self._builder = Builder(facts, checker, likeness)
        self._able: dict[int, int] = {}

    def make(self, scope: Scope, request: Request) -> Quiz:
        """Make the paper that a request asks for; fewer questions when the facts do not suffice."""
        facts = self._facts.asked_of(scope)
        if self._available(facts) < _SCARCE:
            facts = self._facts.without_chains(facts)
        rng = random.Random(f"{request.seed}|{scope.name}|{request.difficulty}")
        title = f"{scope.title}学习测试({request.version}卷)"
        able = self._available(facts)
        # Of a scope with few facts each kind gets its share as well.
        wanted = min(request.questions, able)
        # What is chosen first excludes others: the longest of some papers is taken.
        keeps_wrong = wanted == request.questions
        paper = self._filled(scope, request, facts, wanted, rng, keeps_wrong=keeps_wrong)
        for attempt in range(_ATTEMPTS - 1):
            if len(paper.questions) < request.questions:
                other = self._filled(
                    scope,
                    request,
                    facts,
                    wanted,
                    rng,
                    keeps_wrong=False,
                    asks_stages=attempt > 0,
                    is_dense=attempt != 1,
                    is_strict=attempt < _STRICT_ATTEMPTS,
                )
                paper = max(paper, other, key=lambda each: len(each.questions))
        if paper.is_dense:
            self._widen(paper, facts, rng)
        available = max(able, len(paper.questions))
        note = ""
        if len(paper.questions) < request.questions:
            available = len(paper.questions)
            note = (
                f"所选范围按这一难度能出互不重复的题 {len(paper.questions)} 道,"
                f"少于要求的 {request.questions} 道。"
            )
        return Quiz(
            title=title,
            request=request,
            questions=arranged(paper.questions, request),
            available=available,
            note=note,
        )

    def _filled(
        self,
        scope: Scope,
        request: Request,
        facts: ScopeFacts,
        wanted: int,
        rng: random.Random,
        *,
        keeps_wrong: bool,
        asks_stages: bool = True,
        is_dense: bool = False,
        is_strict: bool = True,
    ) -> Paper:
        """A paper, first of all articles evenly and then of whatever is left.

        What can be made wrong is soon used up by others: a wrong one of four statements comes first
        where that is kept, though it shows four clauses. A share is kept for what only few facts
        can serve; it comes after the kinds of the shares.
        """
        kept = round(_KEPT[request.difficulty] * request.questions)
        paper = Paper(scope.title, request.difficulty, min(wanted, request.questions - kept))
        paper.asks_stages = asks_stages
        paper.is_dense = is_dense
        paper.is_strict = is_strict
        if request.questions:
            paper.most_of_one = max(round(_MOST_OF_ONE * wanted), _LEAST)
            if keeps_wrong:
                paper.fill(self._misstatements(paper, facts, rng), round(_KEPT_WRONG * wanted))
            self._fill(paper, facts, rng)
            paper.most_of_one = request.questions
            self._fill(paper, facts, rng)
            paper.wanted = request.questions
            self._take_written(paper, facts, rng)
            self._fill(paper, facts, rng)
            # Better a long paper than one of the level that was asked for.
            if paper.left() and paper.is_strict:
                paper.is_strict = False
                self._fill(paper, facts, rng)
            most = round(_MOST_JUDGED * len(paper.questions)) - paper.count("true_false")
            self._take_claims(paper, facts, min(most, paper.left()), rng)
            self._take_sequels(paper, facts, _MOST_SEQUELS, rng)
        return paper

    def _widen(self, paper: Paper, facts: ScopeFacts, rng: random.Random) -> None:
        """Show clauses beside those asked for again, where nothing was asked of them."""
        wide: dict[str, list[Swap]] = {}
        for statement in facts.statements:
            for swap in self._builder.inner_swaps(statement):
                if not swap.is_narrow:
                    wide.setdefault(swap.fact, []).append(swap)
        for question in list(paper.questions):
            swaps = wide.get(question.facts[0], [])
            other: QuizQuestion | None = None
            if question.kind == "single" and BLANK in question.stem:
                other = self._builder.counterparts(swaps, rng, paper.difficulty)
            elif question.kind == "true_false":
                is_wrong = question.key == (WRONG,)
                swaps = [s for s in swaps if not is_wrong or s.new == put_in(question)]
                other = self._builder.true_false(swaps[0], is_wrong=is_wrong) if swaps else None
            if other and len(other.facts) > len(question.facts):
                paper.replaces(question, other)

    def _misstatements(
        self, paper: Paper, facts: ScopeFacts, rng: random.Random
    ) -> Iterator[QuizQuestion]:
        swaps = self._swaps(facts, paper, rng)
        return misstatements(self._facts, facts, self._checker, swaps, paper.facts, rng)

    def _take_written(self, paper: Paper, facts: ScopeFacts, rng: random.Random) -> None:
        """What measures are to bring, any members of lists, and one wrong of four statements."""
        plan, checker = self._facts, self._checker
        wrong = self._misstatements(paper, facts, rng)
        some = round(_RESULTS * len(paper.questions))
        paper.fill(results(plan, facts, checker, rng), min(paper.left(), some))
        some = round(_LISTINGS * len(paper.questions))
        paper.fill(listings(plan, facts, checker, rng), min(paper.left(), some))
        paper.fill(wrong, min(paper.left(), round(_MISSTATED * paper.wanted)))
        self._take_sequels(paper, facts, _SEQUELS, rng)

    def _take_sequels(
        self, paper: Paper, facts: ScopeFacts, share: float, rng: random.Random
    ) -> None:
        """How sentences go on, up to a share of the paper."""
        found = sequels(self._facts, facts, self._checker, paper.facts, rng)
        had = sum(question.facts[0].startswith(SEQUEL) for question in paper.questions)
        most = round(share * (len(paper.questions) + paper.left())) - had
        paper.fill(found, min(paper.left(), most))

    def _fill(self, paper: Paper, facts: ScopeFacts, rng: random.Random) -> None:
        wanted = paper.wanted
        quotas = _quotas(paper.difficulty, wanted)
        sources: dict[QuestionKind, Iterator[QuizQuestion]] = {
            kind: self._candidates(kind, facts, paper, rng) for kind in QUESTION_KINDS
        }
        for kind in _ORDER[paper.difficulty]:
            missing = min(quotas[kind] - paper.count(kind), wanted - len(paper.questions))
            if kind == "true_false":
                self._take_claims(paper, facts, missing, rng)
            else:
                paper.fill(sources[kind], missing)
        # What is missing is taken of one kind after the other, as long as none is too much of it.
        filled = list(_FILLED[paper.difficulty])
        while filled and len(paper.questions) < wanted:
            for kind in tuple(filled):
                least = _LEAST if kind in ("single", "fill_in") else 1
                most = max(round(_MOST[kind] * wanted), least)
                is_full = paper.count(kind) >= most or len(paper.questions) >= wanted
                if is_full or not paper.fill(sources[kind], 1):
                    filled.remove(kind)
        # Statements to judge come last, for they may be a fixed share of the paper only.
        others = len(paper.questions) - paper.count("true_false")
        judged = _JUDGED[paper.difficulty]
        most = max(round(others * judged / (1 - judged)), _FEW[paper.difficulty]) - paper.count(
            "true_false"
        )
        self._take_claims(paper, facts, min(most, wanted - len(paper.questions)), rng)
        # Better a long paper of blanks than a short one.
        paper.fill(sources["fill_in"], wanted - len(paper.questions))

    def _take_claims(
        self, paper: Paper, facts: ScopeFacts, number: int, rng: random.Random
    ) -> None:
        """Wrong statements and right ones in turn, both of those that can be made wrong."""
        keys = [q.key for q in paper.questions if q.kind == "true_false"]
        surplus = keys.count((WRONG,)) - keys.count((RIGHT,))
        first = WRONG if rng.random() < 1 / 2 else RIGHT
        swaps = list(islice(self._swaps(facts, paper, rng), _LOOKED_AT * max(number, 0)))

        definite = [s for s in swaps if s.is_definite or holds_fact(s.statement.text)]

        def take(truth: str, of: Sequence[Swap]) -> int:
            made = (self._builder.true_false(swap, is_wrong=truth == WRONG) for swap in of)
            return paper.fill(filter(None, made), 1)

        def take_of(truth: str) -> int:
            if truth == WRONG:
                return take(WRONG, swaps)
            # What could be taken for something else of its kind is affirmed where nothing is sure.
            return take(RIGHT, definite) or (surplus > 0 and take(RIGHT, swaps))

        for _ in range(number):
            wanted = first if surplus == 0 else (WRONG if surplus < 0 else RIGHT)
            other = RIGHT if wanted == WRONG else WRONG
            if not take_of(wanted) and not (abs(surplus) < _SURPLUS and take_of(other)):
                return
            surplus += 1 if paper.questions[-1].key == (WRONG,) else -1

    def _candidates(
        self, kind: QuestionKind, facts: ScopeFacts, paper: Paper, rng: random.Random
    ) -> Iterator[QuizQuestion]:
        """Questions of a kind that the scope yields."""
        if kind == "ordering":
            yield from ordering(self._facts, facts, self._checker, rng)
        elif kind == "matching":
            if paper.asks_stages:
                yield from stages(self._facts, facts, self._checker, rng)
            yield from list_pairs(self._facts, facts, self._checker, self._builder, rng)
            yield from matching(self._facts, facts, self._checker, rng)
        elif kind == "single":
            pairs = pair_choices(self._facts, facts, self._checker, rng)
            yield from islice(pairs, _MOST_PAIRS)
            yield from self._singles(facts, paper, rng)
        elif kind == "fill_in":
            for blank in _spread(facts.blanks, paper, rng):
                if question := self._builder.fill_in(blank):
                    yield question
        else:
            yield from self._of_lists(kind, facts, paper, rng)

    def _singles(
        self, facts: ScopeFacts, paper: Paper, rng: random.Random
    ) -> Iterator[QuizQuestion]:
        """Single choices of words with counterparts, of units, and of members of lists."""
        for statement in rng.sample(facts.statements, len(facts.statements)):
            groups = self._exclusive(statement)
            for group in sorted(groups, key=lambda g: g[0].is_narrow != paper.is_dense):
                is_about = facts.allows(statement, group[0].span)
                if is_about and (made := self._builder.counterparts(group, rng, paper.difficulty)):
                    yield made
        for each in _spread(self._asked(facts), paper, rng):
            if isinstance(each, Blank):
                made = self._builder.single(each, rng, paper.difficulty)
            else:
                made = self._builder.outsider(each, rng)
            if made:
                yield made

    def _of_lists(
        self, kind: QuestionKind, facts: ScopeFacts, paper: Paper, rng: random.Random
    ) -> Iterator[QuizQuestion]:
        """Multiple choices or short answers on lists."""
        for enumeration in _spread(facts.enumerations, paper, rng):
            if kind == "multiple":
                made = self._builder.multiple(enumeration, rng, paper.difficulty)
            else:
                made = self._builder.short_answer(enumeration)
            if made:
                yield made

    def _asked(self, facts: ScopeFacts) -> tuple[Blank | Enumeration, ...]:
        return (*facts.blanks, *facts.enumerations)

    def _swaps(self, facts: ScopeFacts, paper: Paper, rng: random.Random) -> Iterator[Swap]:
        """Swaps in random order of statements, none of a clause that has had a question."""
        dates = {blank.fact for blank in facts.blanks if blank.kind == "date"}
        statements = rng.sample(facts.statements, len(facts.statements))
        for statement in statements:
            found = self._builder.swaps(statement, rng)
            found = [s for s in found if facts.allows(statement, s.span)]
            found = [s for s in found if s.kind != "date" or s.fact in dates]
            found = [s for s in found if not paper.has_used(s.statement)]
            while found:
                first = [s for s in found if s.is_narrow == paper.is_dense] or found
                kind = rng.choice(sorted({swap.kind for swap in first}))
                of_kind = [swap for swap in first if swap.kind == kind]
                wants_near = paper.difficulty != "易"
                fit = [swap for swap in of_kind if is_near(swap.old, swap.new) == wants_near]
                chosen = rng.choice(fit or of_kind)
                yield chosen
                taken = set(clauses_of(chosen.statement))
                found = [s for s in found if not taken & set(clauses_of(s.statement))]

    def _exclusive(self, statement: Statement) -> list[list[Swap]]:
        """Swaps of a statement, those of one place together."""
        found = sorted(self._builder.inner_swaps(statement), key=_place_of)
        return [list(group) for _, group in groupby(found, key=_place_of)]

    def _available(self, facts: ScopeFacts) -> int:
        """How many questions can be made at least of statements without sharing a clause."""
        for statement in facts.statements:
            start = statement.span.start
            if start not in self._able:
                self._able[start] = self._most_of(statement)
        return sum(self._able[statement.span.start] for statement in facts.statements)

    def _most_of(self, statement: Statement) -> int:
        """How many questions a statement gives when those of the fewest clauses come first."""
        taken: set[str] = set()
        number = 0
        for clauses, make in sorted(self._makers(statement), key=lambda each: len(each[0])):
            if not taken & set(clauses) and make() is not None:
                taken.update(clauses)
                number += 1
        return number

    def _makers(self, statement: Statement) -> Iterator[tuple[tuple[str, ...], _Maker]]:
        """Every way to make a question of some clauses of a statement."""
        rng, builder = random.Random(0), self._builder
        blanks = self._facts.blanks_of(statement)
        lists = self._facts.lists_of(statement)
        swaps = builder.inner_swaps(statement)
        makers: list[tuple[Statement, _Maker]] = [
            *((b.statement, partial(builder.fill_in, b)) for b in blanks),
            *((e.statement, partial(builder.short_answer, e)) for e in lists),
            *((s.statement, partial(builder.true_false, s, is_wrong=True)) for s in swaps),
            *((b.statement, partial(builder.single, b, rng)) for b in blanks),
            *((e.statement, partial(builder.outsider, e, rng)) for e in lists),
            *((e.statement, partial(builder.multiple, e, rng)) for e in lists),
        ]
        return ((clauses_of(part), make) for part, make in makers)


def _spread(found: Sequence[_Asked], paper: Paper, rng: random.Random) -> Iterator[_Asked]:
    """What can be asked of statements not used yet; worth, chance and even cover decide."""
    weight = _WEIGHT[paper.difficulty]
    ranked = [(weight * _rank(each) + rng.random(), each) for each in found]
    while ranked:
        uses = paper.uses()
        ranked = [(r, e) for r, e in ranked if not paper.has_used(e.statement)]
        if not ranked:
            return
        best = min(ranked, key=lambda pair: pair[0] + _SPREAD * uses[pair[1].statement.unit.label])
        ranked.remove(best)
        yield best[1]


def _place_of(swap: Swap) -> tuple[int, str, int]:
    """What is changed, and how much is shown beside it."""
    return swap.span.start, swap.kind, swap.statement.span.end - swap.statement.span.start


def _rank(asked: Blank | Enumeration) -> float:
    return _RANK[asked.kind] if isinstance(asked, Blank) else _RANK_OF_LISTS


def _quotas(difficulty: Difficulty, questions: int) -> dict[QuestionKind, int]:
    """Whole numbers of questions of each kind, by the largest remainders."""
    shares = _SHARES[difficulty]
    exact = {kind: shares.get(kind, 0.0) * questions for kind in QUESTION_KINDS}
    quotas = {kind: int(value) for kind, value in exact.items()}
    left = questions - sum(quotas.values())
    for kind in sorted(exact, key=lambda k: quotas[k] - exact[k])[:left]:
        quotas[kind] += 1
    return quotas
