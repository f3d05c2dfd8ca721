"""How hard a question is: what has to be done to answer it, and how near the wrong answers are.

Easy is to recognise what differs plainly; medium is to tell apart what is alike, to see what
belongs to what, and to recall one short thing; hard is to recall several things, or long ones, or
to find all that is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.study.giveaways import MISSTATED, NOT_LISTED, as_claim, bare, is_measured, put_in
from assistant.study.model import Difficulty, QuestionKind, QuizQuestion

_NEAR = 0.5  # share of common characters, from which a wrong answer is like the right one
_FEW_NEAR = 2  # wrong options of a choice that are like the key, from which it is no easy one
_LONG_CLAIM = 40  # characters of a right statement, all of which have to be known
_FEW_RIGHT = 2  # right options, which a multiple choice has at least
_FEW_PAIRS = 3  # things to be matched or put in order, which such a question has at least
_SHORT = 4  # characters that are recalled as one word
_SEVERAL = re.compile("[、+ ]|”“")  # between things that one blank takes


def difficulty_of(question: QuizQuestion) -> Difficulty:
    """The difficulty of a finished question, whatever it was marked with before."""
    return _RULES[question.kind](question)


def is_near(one: str, other: str) -> bool:
    """Whether a wrong answer is like the right one: figures or times both, or half alike."""
    if is_measured(one) and is_measured(other):
        return True
    first, second = set(bare(one)), set(bare(other))
    return len(first & second) >= _NEAR * min(len(first), len(second))


def fitting(right: str, wrong: Iterable[str], difficulty: Difficulty) -> list[str]:
    """Wrong answers, those first that make a question as hard as is asked; else as they were."""
    if difficulty == "中":
        return list(wrong)
    return sorted(wrong, key=lambda each: is_near(right, each) != (difficulty == "难"))


def _judged(question: QuizQuestion) -> Difficulty:
    """A change is found as hard as it is near; that nothing is wrong is known of all the words."""
    new = put_in(question)
    if not new:
        return "中" if len(question.citations[0].quote) >= _LONG_CLAIM else "易"
    return "中" if is_near(question.accepted[0][0], new) else "易"


def _chosen(question: QuizQuestion) -> Difficulty:
    """One of four words; one of four statements, three of which are the plan's, is harder."""
    if MISSTATED in question.stem:
        return "难" if _judged(as_claim(question)) == "中" else "中"
    if NOT_LISTED in question.stem:
        return "中"
    right = "".join(o.text for o in question.options if o.letter in question.key)
    wrong = [o.text for o in question.options if o.letter not in question.key]
    return "中" if sum(is_near(right, option) for option in wrong) >= _FEW_NEAR else "易"


def _all_chosen(question: QuizQuestion) -> Difficulty:
    return "难" if len(question.key) > _FEW_RIGHT else "中"


def _put_together(question: QuizQuestion) -> Difficulty:
    return "难" if len(question.key) > _FEW_PAIRS else "中"


def _recalled(question: QuizQuestion) -> Difficulty:
    """One figure, date or word is recalled more easily than a long name or several things."""
    answer = question.key[0]
    is_short = is_measured(answer) or len(bare(answer)) <= _SHORT
    return "中" if is_short and not _SEVERAL.search(answer) else "难"


_RULES: dict[QuestionKind, Callable[[QuizQuestion], Difficulty]] = {
    "single": _chosen,
    "multiple": _all_chosen,
    "true_false": _judged,
    "fill_in": _recalled,
    "matching": _put_together,
    "ordering": _put_together,
    "short_answer": lambda _: "难",
}
