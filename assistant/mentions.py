"""Questions that ask whether the plan mentions something: “规划里有没有提到地铁”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import texts
from assistant.alignment import NAMES_ALL, Alignment
from assistant.answer import Draft, cite, compose
from assistant.clauses import QUESTION_WORD
from assistant.direct import Desk
from assistant.evidence import Evidence
from assistant.plan import Plan, Unit
from assistant.quoted import NO_MARKS
from assistant.requests import Request
from assistant.retrieval import Concept
from assistant.text_search import places

_LONGEST = 12  # characters of what is looked for
_LONGEST_WORD = 6  # characters; what is longer describes something
_NEAR = 0.6  # closeness from which another word comes near to what is looked for
_MOST_UNITS = 10  # that are all shown
_PLAN = (
    r"(?:(?:(?:这[份个]?|本|咱们?的?|我们?市?的?|全市的?|晋城的?)?(?:“?十四五”?)?"
    r"(?:规划|文件|建议|纲要|方案)(?:建议|纲要|文件|全文)?|全文|通篇|这?里面?)(?:里面?|里头|中|上|当中)?)"
)
_WHETHER = r"(?:到底|究竟)?(?:有没有|是否|有无|是不是)(?:专门|具体|明确|也|都)*"
_SAYS = (
    r"(?:提到|提及|写到|写进|写上|讲到|说到|谈到|涉及到?|出现|提|讲|写|说)(?:过|了|到)?(?:关于)?"
)
_EITHER = r"(?:提没提到?|写没写到?|讲没讲到?|说没说到?|涉没涉及)(?:过|了)?(?:关于)?"
_ASKS = r"(?:了吗|过吗|了没有?|过没有|没有|吗|没|么|呢|呀|啊|了)*[??。]?$"
_TERM = rf"(?P<term>[^,。;??、呢]{{2,{_LONGEST}}}?)"
_THING = (
    r"(?:这个词|这一词|这个提法|这一块|这块|这方面|方面)?"
    r"(?:的?(?:事情?|问题|内容|规定|说法|安排|相关内容|有关内容))?"
)
_HEAD = rf"^(?:请问|那么?|麻烦问一?下|想问一?下)?,?{_PLAN}?,?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_HEAD}(?:{_WHETHER}{_SAYS}|{_EITHER}){_TERM}{_THING}{_ASKS}",
        # “The plan mentions X?” asks with a word at its end.
        rf"^(?:请问|那么?)?{_PLAN}(?:也|都|还)?{_SAYS}{_TERM}{_THING}(?:了吗|过吗|吗|了没有?|过没有|没有|没|么)[??。]?$",
        rf"^(?:请问|那么?)?{_PLAN}(?:有没有|有无){_TERM}{_THING}{_ASKS}",
        rf"^(?:请问|那么?)?{_PLAN}有{_TERM}{_THING}(?:吗|没有|没|么)[??。]?$",
        rf"^(?:请问|那么?)?{_TERM}{_THING},?(?:在?{_PLAN})?(?:{_WHETHER}|也|都)?(?:被)?(?:{_EITHER}|{_SAYS})"
        rf"(?:了吗|过吗|吗|了没有?|过没有|没有|没|么)[??。]?$",
        rf"^(?:请问|那么?)?{_TERM}{_THING},?(?:在?{_PLAN})?(?:{_WHETHER}(?:被)?{_SAYS}|{_EITHER}){_ASKS}",
    )
)
# What begins like this says what is done; it is searched for, not looked up.
_OF_AN_ACT = re.compile(
    r"^(?:要|会|能|将|想|该|可以|应该|怎|咋|如何|把|让|对|给|为|在|被|从|由|向|往|不|没|别|我|你|他|她|它|这|那|其)|"
    r"(?:的|要|能|有|在|是|和|与)$|那种|这种|那些|别处|还|互相|之间|好嘞|嗯|第[一二三四五六七八九十百\d]+[条章部]"
)


def sought_in(question: str, *, of_units: bool = False) -> str | None:
    """The word that a question wants to know of whether the plan mentions it; None of any other.

    Args:
        question: A normalised question.
        of_units: Whether it is what stands beside the names of units: “(article 33) mentions X?”.
    """
    if of_units:
        question = f"规划{question.strip().lstrip('里中')}"
    for form in _FORMS:
        if match := form.match(question):
            term = match["term"].translate(NO_MARKS).strip()
            if len(term) > 1 and not QUESTION_WORD.search(term) and not _OF_AN_ACT.search(term):
                return term
    return None


class Mentions:
    """Looks up in one plan whether it mentions something, and tells of what comes near."""

    def __init__(self, plan: Plan, alignment: Alignment, desk: Desk) -> None:
        """Use a plan, what compares words of questions with it, and what knows where words are."""
        self._plan = plan
        self._alignment = alignment
        self._desk = desk

    def told(
        self,
        term: str,
        units: Sequence[Unit],
        labels: str,
        concepts: Sequence[Concept],
        found: Sequence[Evidence],
    ) -> Draft | None:
        """The answer to the question whether something is mentioned.

        Args:
            term: What is looked for.
            units: The only units to look at; empty means all.
            labels: What these are called together.
            concepts: What a search for it took it for.
            found: The sentences that the search found, best first.

        Returns:
            The places that mention it, or what comes near; None where a description of it is sought
            that a sentence found meets in other words.
        """
        held = [
            u for u in units or self._plan.citable if any(True for _ in places(self._plan, u, term))
        ]
        if held:
            return self._mentioned(term, held, units, found)
        if units:
            return self._only_elsewhere(term, labels)
        near = self._naming(concepts, found) if concepts else []  # a year is no concept
        is_word = len(term) <= _LONGEST_WORD or any(c.name == term for c in concepts)
        if not is_word or (near and self._is_described(term, concepts, near)):
            return None
        lead = texts.NO_MENTION.format(term=term)
        if not near:
            return Draft("not_in_plan", lead)
        is_sure = any(min(self._closeness(c, e) for c in concepts) >= NAMES_ALL for e in near)
        lead = texts.NEAR_MENTION.format(term=term)
        citations = tuple(cite(self._plan, e.unit, e.span) for e in near)
        text = f"{lead}\n\n{compose(citations)}"
        return Draft("answered" if is_sure else "partial", text, citations, remarks=(lead,))

    def _only_elsewhere(self, term: str, labels: str) -> Draft:
        """That the named units do not mention it, and which others do."""
        lead = texts.NO_MENTION_THERE.format(labels=labels, term=term)
        elsewhere = self._desk.answer(Request("mentions", (term,), is_literal=True), (), ())
        if elsewhere is None or not elsewhere.citations:
            return Draft("not_in_plan", texts.NO_MENTION.format(term=term))
        return elsewhere._replace(text=f"{lead}{elsewhere.text}", remarks=(lead,))

    def _mentioned(
        self, term: str, held: Sequence[Unit], units: Sequence[Unit], found: Sequence[Evidence]
    ) -> Draft | None:
        """Every place; of what is mentioned all over the plan those that a search finds."""
        if len(held) <= _MOST_UNITS:
            return self._desk.answer(Request("mentions", (term,), is_literal=True), units, ())
        citations = tuple(
            cite(self._plan, e.unit, e.span) for e in found if term in self._plan.quote(e.span)
        )
        if not citations:
            return None
        lead = texts.MENTIONED_OFTEN.format(term=term, units=len(held))
        return Draft("answered", f"{lead}\n\n{compose(citations)}", citations, remarks=(lead,))

    def _is_described(
        self, term: str, concepts: Sequence[Concept], near: Sequence[Evidence]
    ) -> bool:
        """Whether it is no one word, and a sentence found surely names what is rarest of it."""
        if any(concept.name == term for concept in concepts):
            return False
        rarest = self._rarest(concepts)
        return any(self._closeness(rarest, e) >= NAMES_ALL for e in near)

    def _rarest(self, concepts: Sequence[Concept]) -> Concept:
        return min(concepts, key=lambda concept: self._plan.text.count(concept.name))

    def _naming(self, concepts: Sequence[Concept], found: Sequence[Evidence]) -> list[Evidence]:
        """Sentences that name by another word what is rarest of what is looked for."""
        rarest = self._rarest(concepts)
        return [e for e in found if self._closeness(rarest, e) >= _NEAR]

    def _closeness(self, concept: Concept, evidence: Evidence) -> float:
        return self._alignment.closeness(concept, self._plan.quote(evidence.span))
