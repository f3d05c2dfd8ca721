"""Papers: questions of all kinds on one scope, reproducible by a seed, in two versions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.likeness import WordLikeness
from assistant.study.builders import Builder, lettered
from assistant.study.facts import Blank, BlankKind, Facts, ScopeFacts
from assistant.study.model import (
    QUESTION_KINDS,
    Difficulty,
    QuestionKind,
    Quiz,
    QuizQuestion,
    Request,
    Scope,
)
from assistant.study.pairings import matching, ordering
from assistant.study.quiz_check import QuizChecker, gives_away
from assistant.study.statements import Statement

# Share of each kind of question in a paper; what is missing is filled up with other kinds.
_SHARES: dict[Difficulty, dict[QuestionKind, float]] = {
    "易": {"single": 0.45, "true_false": 0.35, "multiple": 0.05, "fill_in": 0.10, "matching": 0.05},
    "中": {"single": 0.35, "multiple": 0.20, "true_false": 0.20, "fill_in": 0.10, "matching": 0.05,
          "ordering": 0.05, "short_answer": 0.05},
    "难": {"single": 0.20, "multiple": 0.30, "fill_in": 0.20, "true_false": 0.10, "matching": 0.05,
          "ordering": 0.05, "short_answer": 0.10},
}  # fmt: skip
# Kinds that few facts can serve choose first.
_ORDER: tuple[QuestionKind, ...] = (
    "ordering", "matching", "multiple", "short_answer", "fill_in", "single", "true_false",
)  # fmt: skip
# What is most worth knowing comes first: the lower, the sooner.
_RANK: dict[BlankKind, float] = {
    "figure": 0.0, "date": 0.2, "term": 0.3, "place": 0.3, "name": 0.5, "member": 0.8,
    "role": 0.4,
    "object": 1.2,
}  # fmt: skip
_ON_SUBJECT = 0.8  # how much sooner statements come that name the topic
_SPREAD = 0.4  # how much an article that has had a question waits, against the ranks above
_SAME_SOURCE = 4  # questions of a paper whose answer is the same article
_MOST_SOURCES = 0.4  # share of a paper that may ask for the article of a statement

_Maker = Callable[[], QuizQuestion | None]


class QuizMaker:
    """Makes papers on one plan."""

    def __init__(self, facts: Facts, checker: QuizChecker, likeness: WordLikeness) -> None:
        """Use the facts of a plan; every question passes the checker."""
        self._facts = facts
        self._checker = checker
        self._builder = Builder(facts, checker, likeness)
        self._able: dict[int, bool] = {}

    def make(self, scope: Scope, request: Request) -> Quiz:
        """Make the paper that a request asks for; fewer questions when the facts do not suffice."""
        facts = self._facts.of(scope)
        rng = random.Random(f"{request.seed}|{scope.name}|{request.difficulty}")
        paper = _Paper()
        if request.questions:
            self._fill(paper, facts, request, rng)
        available = max(self._available(facts), len(paper.questions))
        note = ""
        if len(paper.questions) < request.questions:
            note = (
                f"所选范围能出互不重复的题 {len(paper.questions)} 道,"
                f"少于要求的 {request.questions} 道。"
            )
        return Quiz(
            title=f"{scope.title}学习测试({request.version}卷)",
            request=request,
            questions=_arranged(paper.questions, request),
            available=available,
            note=note,
        )

    def _fill(self, paper: _Paper, facts: ScopeFacts, request: Request, rng: random.Random) -> None:
        quotas = _quotas(request.difficulty, request.questions)
        for kind in _ORDER:
            self._take(paper, self._candidates(kind, facts, paper, rng), quotas[kind])
        for kind in ("single", "multiple", "true_false", "fill_in", "short_answer", "matching"):
            missing = request.questions - len(paper.questions)
            self._take(paper, self._candidates(kind, facts, paper, rng), missing)
        most = max(2, round(_MOST_SOURCES * request.questions))
        missing = request.questions - len(paper.questions)
        self._take(paper, self._sources(facts, paper, rng), min(missing, most))

    def _take(self, paper: _Paper, found: Iterator[QuizQuestion], number: int) -> None:
        taken = 0
        while taken < number:
            question = next(found, None)
            if question is None:
                return
            if paper.accepts(question):
                paper.questions.append(question)
                taken += 1

    def _candidates(
        self, kind: QuestionKind, facts: ScopeFacts, paper: _Paper, rng: random.Random
    ) -> Iterator[QuizQuestion]:
        """Questions of a kind that the scope yields, the best first."""
        builder = self._builder
        if kind == "ordering":
            yield from ordering(self._facts, facts, self._checker, rng)
        elif kind == "matching":
            yield from matching(self._facts, facts, self._checker, rng)
        elif kind in ("multiple", "short_answer"):
            lists = rng.sample(facts.enumerations, len(facts.enumerations))
            if kind == "short_answer":
                lists.sort(key=lambda e: not e.is_complete)
            make = builder.multiple if kind == "multiple" else builder.short_answer
            for enumeration in lists:
                if not paper.has_used(enumeration.statement.span.start) and (
                    question := make(enumeration, rng)
                ):
                    yield question
        else:
            by_kind = {
                "single": builder.single,
                "true_false": builder.true_false,
                "fill_in": builder.fill_in,
            }
            for blank in _spread(facts, paper, rng):
                if question := by_kind[kind](blank, rng):
                    yield question

    def _sources(
        self, facts: ScopeFacts, paper: _Paper, rng: random.Random
    ) -> Iterator[QuizQuestion]:
        for statement in rng.sample(facts.statements, len(facts.statements)):
            if not paper.has_used(statement.span.start) and (
                question := self._builder.source(statement, rng)
            ):
                yield question

    def _available(self, facts: ScopeFacts) -> int:
        """Statements of which at least one question can be made."""
        for statement in facts.statements:
            start = statement.span.start
            if start not in self._able:
                self._able[start] = any(make() is not None for make in self._makers(statement))
        return sum(self._able[statement.span.start] for statement in facts.statements)

    def _makers(self, statement: Statement) -> Iterator[_Maker]:
        """Every way to make a question of a statement, the quickest first."""
        rng, builder = random.Random(0), self._builder
        blanks = self._facts.blanks_of(statement)
        lists = self._facts.lists_of(statement)
        yield from (partial(builder.fill_in, blank, rng) for blank in blanks)
        yield partial(builder.source, statement, rng)
        yield from (partial(builder.short_answer, each, rng) for each in lists)
        yield from (partial(builder.true_false, blank, rng) for blank in blanks)
        yield from (partial(builder.single, blank, rng) for blank in blanks)
        yield from (partial(builder.multiple, each, rng) for each in lists)


class _Paper:
    """The questions chosen so far."""

    def __init__(self) -> None:
        self.questions: list[QuizQuestion] = []

    def accepts(self, question: QuizQuestion) -> bool:
        """Whether a question tests something new and neither tells a key nor is told."""
        facts = {fact for other in self.questions for fact in other.facts}
        if facts & set(question.facts):
            return False
        answer = _answer(question)
        same = sum(answer == _answer(other) for other in self.questions) if answer else 0
        if same >= (_SAME_SOURCE if question.facts[0].startswith("source@") else 1):
            return False
        return not any(
            gives_away(question, other) or gives_away(other, question) for other in self.questions
        )

    def has_used(self, statement: int) -> bool:
        """Whether a statement has had its question."""
        return any(f"statement@{statement}" in question.facts for question in self.questions)

    def uses(self) -> Counter[str]:
        """How many questions each unit has had."""
        return Counter(q.citations[0].label for q in self.questions)


def _answer(question: QuizQuestion) -> str:
    """The words that a blank asks for; empty for other kinds of questions."""
    if question.kind == "single":
        return next(o.text for o in question.options if o.letter in question.key)
    if question.kind == "true_false":
        return question.accepted[0][0] if question.accepted else ""
    return question.key[0] if question.kind == "fill_in" else ""


def _spread(facts: ScopeFacts, paper: _Paper, rng: random.Random) -> Iterator[Blank]:
    """Blanks of statements not used yet; worth of knowing, chance and even cover decide."""
    ranked = [
        (_RANK[blank.kind] + rng.random() - _ON_SUBJECT * _names(blank, facts.subject), blank)
        for blank in facts.blanks
    ]
    while ranked:
        uses = paper.uses()
        ranked = [(r, b) for r, b in ranked if not paper.has_used(b.statement.span.start)]
        if not ranked:
            return
        best = min(ranked, key=lambda pair: pair[0] + _SPREAD * uses[pair[1].statement.unit.label])
        ranked.remove(best)
        yield best[1]


def _names(blank: Blank, subject: Sequence[str]) -> bool:
    """Whether the statement itself names the topic."""
    return bool(subject) and all(word in blank.statement.text for word in subject)


def _quotas(difficulty: Difficulty, questions: int) -> dict[QuestionKind, int]:
    """Whole numbers of questions of each kind, by the largest remainders."""
    shares = _SHARES[difficulty]
    exact = {kind: shares.get(kind, 0.0) * questions for kind in QUESTION_KINDS}
    quotas = {kind: int(value) for kind, value in exact.items()}
    left = questions - sum(quotas.values())
    for kind in sorted(exact, key=lambda k: quotas[k] - exact[k])[:left]:
        quotas[kind] += 1
    return quotas


def _arranged(questions: Sequence[QuizQuestion], request: Request) -> tuple[QuizQuestion, ...]:
    """Number the questions, kind by kind; version B has another order and other letters."""
    rng = random.Random(f"{request.seed}|{request.version}")
    ordered: list[QuizQuestion] = []
    for kind in QUESTION_KINDS:
        group = [question for question in questions if question.kind == kind]
        rng.shuffle(group)
        ordered += group
    relettered = (_relettered(question, rng) for question in ordered)
    return tuple(replace(q, number=number) for number, q in enumerate(relettered, 1))


def _relettered(question: QuizQuestion, rng: random.Random) -> QuizQuestion:
    if question.kind not in ("single", "multiple", "matching", "ordering"):
        return question
    shuffled = rng.sample(question.options, len(question.options))
    options = lettered(shuffled)
    renamed = {old.letter: new.letter for old, new in zip(shuffled, options, strict=True)}
    key = [renamed[letter] for letter in question.key]
    return replace(
        question,
        options=options,
        key=tuple(sorted(key) if question.kind in ("single", "multiple") else key),
    )
