"""Sense of measures: under which titles they could be believed, and which ones they tell.

Nearness of words and of whole clauses decides. A question is worth asking when its wrong options
can be believed where the right ones stand, and still belong more clearly elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.study.affinity import Affinity
from assistant.study.distractors import Distractors
from assistant.study.measures import Home, Measure

CLEARLY = 0.05  # how much nearer a measure is to its own title than to one that it is wrong under
BELIEVED_ALONE = 0.08  # the same of a statement to judge, and of one among right ones
_TOLD = 0.34  # nearness of a word to a title, from which it tells that title
_BELIEVED = -0.05  # nearness of a measure to a title under which it can be believed
_BELIEVED_FROM_AFAR = 0.15  # the same of a measure of another part
_APART = 0.15  # how much nearer the right measures are, when all can be guessed
_APART_IN_ALL = 0.22  # the same against the mean of the wrong ones


class Sense:
    """Judges measures and titles of one plan by their meaning."""

    def __init__(self, distractors: Distractors, affinity: Affinity) -> None:
        """Use the nearness of the plan's words and that of its clauses."""
        self._distractors = distractors
        self._affinity = affinity

    def is_told_by_title(self, measure: Measure) -> bool:
        """Whether the title of a measure has a seldom word of it."""
        return any(word in measure.home.title for word in measure.words)

    def is_nearer(self, measure: Measure, home: Home, other: Home, margin: float = 0.0) -> bool:
        """Whether a measure is nearer in meaning, by words and as a whole, to one title."""
        near = self._distractors.nearness
        by_words = near(measure.text, home.title) - near(measure.text, other.title)
        return by_words + self.near(measure, home) - self.near(measure, other) > margin

    def near(self, measure: Measure, home: Home) -> float:
        """How near a measure is to a title as a whole."""
        return self._affinity.between(measure.text, home.title)

    def is_believed(self, measure: Measure, home: Home, least: float = _BELIEVED) -> bool:
        """Whether a measure can be believed under a title that is not its own."""
        is_far = measure.home.unit.part != home.unit.part
        return self.near(measure, home) >= (_BELIEVED_FROM_AFAR if is_far else least)

    def is_told(self, measure: Measure, home: Home, others: Sequence[Home]) -> bool:
        """Whether a measure is so near to its title that everybody puts it there."""
        nearest = max(self.near(measure, other) for other in others)
        is_apart = self.near(measure, home) > nearest + _APART
        return is_apart or self.is_told_by_word(measure, home)

    def is_told_by_word(self, measure: Measure, home: Home) -> bool:
        """Whether a single word of a measure says that it stands under a title."""
        return self._distractors.peak(measure.words, home.title) > _TOLD

    def is_guessed(self, right: Sequence[Measure], home: Home) -> bool:
        """Whether a word tells more than one of the right ones, or the only one."""
        return sum(self.is_told_by_word(m, home) for m in right) > (len(right) > 1)

    def stands_out(self, right: Sequence[Measure], wrong: Sequence[Measure], home: Home) -> bool:
        """Whether the right ones together are much nearer to a title than the wrong ones."""
        near = [[self.near(m, home) for m in some] for some in (right, wrong)]
        own, others = (sum(each) / len(each) for each in near)
        return own > max(near[1]) + _APART or own > others + _APART_IN_ALL
