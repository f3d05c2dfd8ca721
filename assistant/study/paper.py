"""A paper while it is made: the questions chosen so far, and whether another one fits them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.study.counterparts import DEGREE
from assistant.study.facts import clauses_of
from assistant.study.giveaways import NOT_LISTED, gives_away, put_in, title_tells
from assistant.study.model import WRONG, Difficulty, QuestionKind, QuizQuestion
from assistant.study.statements import Statement

# The most of each difficulty that a paper of one may have while others of its own can be found.
_MOST: dict[Difficulty, dict[Difficulty, float]] = {
    "易": {"中": 0.4, "难": 0.1},
    "中": {"易": 0.3, "难": 0.3},
    "难": {"易": 0.1, "中": 0.4},
}
_OUTSIDERS = 0.15  # of a paper, the most that may ask what a list does not name


class Paper:
    """The questions chosen so far."""

    def __init__(self, title: str, difficulty: Difficulty, wanted: int) -> None:
        """Begin a paper of this heading and difficulty that is to have a number of questions."""
        self.difficulty = difficulty
        self.wanted = wanted
        self.questions: list[QuizQuestion] = []
        self.facts: set[str] = set()
        self.is_strict = True  # keeps to the shares of each difficulty
        self.most_of_one = wanted  # questions on one article
        self.is_dense = False  # shows as few clauses as can be, so that more are left to ask for
        self.asks_stages = True  # in one question, which excludes all others on them
        self._title = title

    def takes(self, question: QuizQuestion) -> bool:
        """Add a question that is acceptable; whether it was."""
        if is_accepted := self.accepts(question):
            self.questions.append(question)
            self.facts.update(question.facts)
        return is_accepted

    def replaces(self, question: QuizQuestion, other: QuizQuestion) -> bool:
        """Put another question in the place of one, if it is acceptable there; whether it was."""
        before = self.questions, self.facts
        self.questions = [each for each in self.questions if each is not question]
        self.facts = {fact for each in self.questions for fact in each.facts}
        is_replaced = self.takes(other)
        if not is_replaced:
            self.questions, self.facts = before
        return is_replaced

    def fill(self, found: Iterator[QuizQuestion], number: int) -> int:
        """Add up to a number of questions; how many were added."""
        taken = 0
        while taken < number and (question := next(found, None)):
            taken += self.takes(question)
        return taken

    def left(self) -> int:
        """How many questions are missing."""
        return self.wanted - len(self.questions)

    def count(self, kind: QuestionKind) -> int:
        """How many questions of a kind there are."""
        return sum(question.kind == kind for question in self.questions)

    def accepts(self, question: QuizQuestion) -> bool:
        """Whether a question tests something new and neither tells a key nor is told."""
        if self.facts & set(question.facts) or not self._has_room_for(question.difficulty):
            return False
        if NOT_LISTED in question.stem and self._outsiders() >= max(_OUTSIDERS * self.wanted, 1):
            return False
        if self.uses()[question.citations[0].label] >= self.most_of_one:
            return False
        answer = _answer(question)
        if answer and any(answer == _answer(other) for other in self.questions):
            return False
        if title_tells(self._title, question):
            return False
        pair = _exchanged(question)
        if pair and any(pair == _exchanged(other) for other in self.questions):
            return False  # who finds one out knows the other
        return not any(
            gives_away(question, other) or gives_away(other, question) for other in self.questions
        )

    def _outsiders(self) -> int:
        return sum(NOT_LISTED in question.stem for question in self.questions)

    def _has_room_for(self, difficulty: Difficulty) -> bool:
        share = _MOST[self.difficulty].get(difficulty)
        if share is None or not self.is_strict:
            return True
        most = max(round(share * self.wanted), 1)
        return sum(q.difficulty == difficulty for q in self.questions) < most

    def has_used(self, statement: Statement) -> bool:
        """Whether a clause of a statement has had its question."""
        return not self.facts.isdisjoint(clauses_of(statement))

    def uses(self) -> Counter[str]:
        """How many questions each unit has had."""
        return Counter(q.citations[0].label for q in self.questions)


def _answer(question: QuizQuestion) -> str:
    """The words that a blank asks for; empty for other kinds of questions."""
    if question.kind == "single":
        return next(o.text for o in question.options if o.letter in question.key)
    if question.kind == "true_false":
        words = question.accepted[0][0]
        degree = DEGREE.match(words)
        # One degree once as right and once as wrong, so that it has no usual verdict.
        return f"{degree.group()}:{question.key[0]}" if degree else words
    return question.key[0] if question.kind == "fill_in" else ""


def _exchanged(question: QuizQuestion) -> frozenset[str]:
    """The words of the plan and those put in for them by a wrong statement; empty for others."""
    if question.kind != "true_false" or question.key != (WRONG,):
        return frozenset()
    old = question.accepted[0][0]
    return frozenset() if DEGREE.match(old) else frozenset((old, put_in(question)))
