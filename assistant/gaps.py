"""Gaps: what a question asks for and the quoted sentences do not state."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import texts
from assistant.alignment import NAMED, NAMES_ALL
from assistant.claims import ClaimChecker
from assistant.clauses import periods_asked_for
from assistant.evidence import SUPPORT_FEATURES, Evidence, EvidenceSelector
from assistant.plan import Plan
from assistant.quantities import period_end, years_told
from assistant.question import Question, asks
from assistant.quoted import NO_MARKS
from assistant.retrieval import Concept, Query
from assistant.slots import Slot, Wanted, asks_items, counted_noun, places_in, spells_out
from assistant.statements import root_of
from assistant.verdicts import Reading
from assistant.word_lists import is_deed
from assistant.words import Segmenter

IS_STATED = -1.0  # `Judge.absence` of what the plan states for sure
# `Judge.absence` from which the form of a question decides. Of 43 fresh questions below zero whose
# quotes lacked what their form asks for, the three above this were open and 39 others were not.
_UNDECIDED = -0.5
# Facts that no quote states and that make sure that one is missing. Of 70 questions that stand
# alone, lack some by form, and are answered for sure to the judge, 67 were; none lacked two.
_CERTAIN = 2
_SHORT = 12  # characters of a question that asks for nothing else
_WELL_NAMED = 0.7  # nearness of what a figure is of
_NEARLY = 0.5  # share of the best probability
# What stands beside the name of a theme and is none.
_NO_THEME = frozenset(("安排", "情况", "产业", "行业", "工作", "事业", "方面", "问题", "打算"))
_BEST_NAMES = SUPPORT_FEATURES.index("best_names")
# What is missing when no form of words tells what it is.
_DETAIL = Slot("property", texts.DETAIL, lambda _: False)


class Gaps:
    """Tells whether quotes of one plan state what questions ask for."""

    def __init__(
        self, plan: Plan, selector: EvidenceSelector, claims: ClaimChecker, segmenter: Segmenter
    ) -> None:
        """Use a parsed plan, what chooses and checks its sentences, and what cuts a text."""
        self._plan = plan
        self._alignment = selector.alignment
        self._claims = claims
        self._cut = segmenter.cut
        self._is_word = segmenter.is_word

    def is_stated(
        self,
        question: Question,
        query: Query,
        asked: Wanted,
        reading: Reading,
        evidence: Sequence[Evidence],
        *,
        is_by_name: bool,
    ) -> bool:
        """Whether evidence states what is asked for, although the judge doubts that the plan does.

        Args:
            question: The question.
            query: What was searched for.
            asked: What the form of the question asks for.
            reading: What the judge sees of the question.
            evidence: The chosen sentences.
            is_by_name: Whether the question names the units that they are of.
        """
        # A bare name asks for no detail when some sentence names it.
        is_named = bool(reading.fit[_BEST_NAMES] >= NAMES_ALL)
        return (
            self._spells_out(question, evidence, asked)
            # Who names the article knows that it is on the subject.
            or (is_by_name and self._states_by_form(evidence, asked))
            or self._states_amount(evidence, asked, query)
            or (is_named and self._lists_as_many(evidence, asked))
            or self._claims.confirms(question.asked, self._quotes(evidence))
            or (is_named and not asks(question.text))
        )

    def lacking(
        self,
        question: Question,
        query: Query,
        asked: Wanted,
        evidence: Sequence[Evidence],
        *,
        absence: float | None,
        is_bare: bool = False,
    ) -> tuple[Slot, ...]:
        """What the question asks for and its quotes do not state, as far as that can be told.

        Args:
            question: The question.
            query: What was searched for.
            asked: What its form asks for.
            evidence: The quoted sentences, one at least.
            absence: What the judge says; None when only the form can tell.
            is_bare: Whether the question asks for nothing but an attribute of what was talked
                about: then that is missed whatever the judge says, as it is of any short question
                that asks for it in two ways.
        """
        lacking = self._lacking(question, query, asked, evidence, absence)
        if not lacking:
            titles = [e.unit.title for e in evidence]  # where a time may stand for all below
            missing = asked.missing_in("\n".join([*titles, *self._quotes(evidence)]))
            asks_itself = question.wants == question.asked  # not what the turn before asked
            is_short = len(question.asked) <= _SHORT and "," not in question.asked
            is_certain = asks_itself and is_short and len(missing) >= _CERTAIN
            lacking = missing if is_bare or is_certain else ()
        if not lacking or is_vague(lacking):
            lacking = self._other_periods(question, query, evidence) or lacking
        return lacking

    def _quotes(self, evidence: Sequence[Evidence]) -> list[str]:
        return [self._plan.quote(e.span) for e in evidence]

    # --- What is stated ----------------------------------------------------------------------

    def _spells_out(self, question: Question, evidence: Sequence[Evidence], asked: Wanted) -> bool:
        """Whether a sentence explains the very expression whose meaning is asked for."""
        meanings = [slot for slot in asked.slots if slot.kind == "meaning"]
        # “三宜” is told by what has each of its members, also where it is quoted itself.
        is_asked = asks_items(question.wants)
        return any(
            slot.stated_in(quote)
            or (is_asked and slot.stated_in(quote.translate(NO_MARKS)))
            or (is_asked and spells_out(slot.detail, quote))
            for slot in meanings
            for quote in self._quotes(evidence)
        )

    def _states_by_form(self, evidence: Sequence[Evidence], asked: Wanted) -> bool:
        """Whether the form of a question asks for something, and the best sentence states it."""
        if not evidence or not any(slot.is_required for slot in asked.slots):
            return False
        best = max(evidence, key=lambda e: e.probability)
        return not asked.missing_in(self._plan.quote(best.span))

    def _states_amount(self, evidence: Sequence[Evidence], asked: Wanted, query: Query) -> bool:
        """Whether one statement has a figure of the asked measure and names what it is of."""
        slots = [s for s in asked.slots if s.is_required and s.kind in ("number", "money")]
        if not slots or not query.subjects:
            return False
        subjects = [c for c in query.subjects if self._is_word(c.name) or len(c.wordings) > 1]
        if not subjects:
            return False
        close = self._alignment.closeness
        return any(
            all(slot.stated_in(statement.text) for slot in slots)
            and all(close(c, statement.text + statement.context) >= _WELL_NAMED for c in subjects)
            for quote in self._quotes(evidence)
            for statement in self._claims.stated(quote)
        )

    def _lists_as_many(self, evidence: Sequence[Evidence], asked: Wanted) -> bool:
        """Whether a question counts the things that it asks for, and a sentence lists as many."""
        if any(slot.kind == "meaning" for slot in asked.slots):
            return False  # of what an expression counts its words tell (`_spells_out`)
        slots = [slot for slot in asked.slots if slot.kind == "items"]
        return any(slot.stated_in(quote) for slot in slots for quote in self._quotes(evidence))

    # --- What is lacking ---------------------------------------------------------------------

    def _lacking(
        self,
        question: Question,
        query: Query,
        asked: Wanted,
        evidence: Sequence[Evidence],
        absence: float | None,
    ) -> tuple[Slot, ...]:
        """What is lacking by form, by the judge, by what is counted, or by its place."""
        nearest = self._nearest(evidence, asked)
        lacking = asked.missing_in("\n".join(nearest))
        if absence is not None and absence >= 0:
            lacking = lacking or (_DETAIL,)
        elif absence is not None and absence < _UNDECIDED:
            lacking = ()
        lacking = lacking or self._uncounted(question, query, nearest)
        if lacking:
            return lacking
        places = self._claims.unmentioned_places(question.asked, self._quotes(evidence))
        if places:
            return tuple(
                Slot("place", texts.OF_PLACE.format(place=p), lambda _: False) for p in places
            )
        return self._without_theme(question, query, evidence)

    def _without_theme(
        self, question: Question, query: Query, evidence: Sequence[Evidence]
    ) -> tuple[Slot, ...]:
        """The thing that a question asks of a place of which quotes only tell others.

        “How is tourism developed in that county?”: the plan knows tourism and the county, and no
        sentence speaks of both.
        """
        places = list(dict.fromkeys(places_in(self._cut(question.asked))))
        own = [place for place in places if self._is_county(place)]
        others = [
            c
            for c in query.subjects
            if c.weight == 1.0
            and c.name not in _NO_THEME
            and not is_deed(c.name)
            and not places_in(self._cut(c.name))
        ]
        if len(own) != 1 or len(places) != 1 or len(others) != 1:
            return ()
        (theme,) = others
        if len(theme.name) < 2 or theme.name not in self._plan.text:
            return ()
        root, close = root_of(own[0]), self._alignment.closeness
        named = [(root in quote, close(theme, quote)) for quote in self._quotes(evidence)]
        if not any(is_there for is_there, _ in named) or any(
            is_there and near >= NAMED for is_there, near in named
        ):
            return ()
        name = texts.THEME_OF_PLACE.format(place=own[0], theme=theme.name)
        return (Slot("place", name, lambda quote: close(theme, quote) >= NAMED),)

    def _is_county(self, place: str) -> bool:
        """Whether it is a county or city that the plan is not of."""
        root = root_of(place)
        text = self._plan.text
        is_named_so = place[-1] in "县市" or f"{root}县" in text or f"{root}市" in text
        return root not in self._plan.title and is_named_so

    def _nearest(self, evidence: Sequence[Evidence], asked: Wanted) -> list[str]:
        """Quotes of the best unit, or of another that is nearly as good and states what is asked.

        A figure in a unit further down is about something else more often than not.
        """
        best = max(evidence, key=lambda e: e.probability)
        quotes: dict[str, list[str]] = {best.unit.key: []}
        for e in evidence:
            quotes.setdefault(e.unit.key, []).append(self._plan.quote(e.span))
        near = {e.unit.key for e in evidence if e.probability >= _NEARLY * best.probability}
        for key, each in quotes.items():
            if key in near and not asked.missing_in("\n".join(each)):
                return each
        return quotes[best.unit.key]

    def _uncounted(
        self, question: Question, query: Query, quotes: Sequence[str]
    ) -> tuple[Slot, ...]:
        """The number of things that a question counts and the quotes do not even name."""
        noun = counted_noun(question.wants, self._cut)
        if noun is None:
            return ()
        concepts = [c for c in query.concepts if noun in c.name] or [
            Concept(noun, (frozenset((noun,)),))
        ]
        if max(self._alignment.likeness_to(c, quotes) for c in concepts) >= NAMED:
            return ()
        return (Slot("number", texts.NUMBER_OF.format(noun=noun), lambda _: False),)

    def _other_periods(
        self, question: Question, query: Query, evidence: Sequence[Evidence]
    ) -> tuple[Slot, ...]:
        """The years that a question asks for and its quotes do not speak of, but of others."""
        asked = {p.name: period_end(p.name) for p in periods_asked_for(question.asked)}
        if not asked or not query.subjects:
            return ()
        # A sentence without a year is about those of its unit.
        told = [
            years_told(self._plan.quote(e.span)) or years_told(self._plan.body(e.unit))
            for e in evidence
        ]
        if not any(told) or set().union(*told) & set(asked.values()):
            return ()
        return tuple(
            Slot("time", texts.OF_PERIOD.format(period=_spoken(name)), lambda _: False)
            for name in asked
        )


def is_vague(lacking: Sequence[Slot]) -> bool:
    """Whether something is lacking that no form of words names."""
    return tuple(lacking) == (_DETAIL,)


def _spoken(period: str) -> str:
    return f"“{period}年”" if period.isdigit() else f"“{period}”"
