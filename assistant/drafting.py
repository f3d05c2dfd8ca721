"""Drafts: what is answered to one question, from look-ups, counting, or evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from assistant import texts
from assistant.answer import Citation, Draft, Status, cite, compose
from assistant.claims import ClaimChecker
from assistant.direct import Desk
from assistant.doubts import load_doubts
from assistant.evidence import Evidence, EvidenceSelector, breadth_of
from assistant.gaps import IS_STATED, Gaps, is_vague
from assistant.going_on import GoingOn
from assistant.judge import BEST_READ, Judge
from assistant.lookup import labels_of, membership
from assistant.mentions import Mentions, sought_in
from assistant.named import Named, NamedUnits
from assistant.pairs import Pairs
from assistant.passages import Passage, heads_of, inner_quotes, without_item_mark
from assistant.plan import Plan, Span, Unit
from assistant.question import Question, answer_kind, is_chinese
from assistant.quoted import quoted_in
from assistant.references import asks_which_article, asks_which_part
from assistant.requests import Request, asks_for_list_of, find_request
from assistant.retrieval import Query, Ranking
from assistant.searches import Search
from assistant.slots import Slot, Wanted, states_time, wanted
from assistant.topics import LIKE_TOPIC, Topics
from assistant.verdicts import Reading
from assistant.wishes import asks_rank
from assistant.words import Segmenter

_LIKELY = 0.3  # probability of the best sentence
_SHORTEST_NAME = 2  # characters of an expression in quotation marks


class Disputed(NamedTuple):
    """What a question takes for granted wrongly.

    Attributes:
        claims: Clauses that say what the quotes say otherwise.
        doubt: Clauses that likely do.
    """

    claims: tuple[str, ...]
    doubt: tuple[str, ...] = ()


class Drafter:
    """Answers questions about one plan from what a search found."""

    def __init__(
        self,
        plan: Plan,
        passages: Sequence[Passage],
        selector: EvidenceSelector,
        segmenter: Segmenter,
        claims: ClaimChecker,
        judge: Judge,
    ) -> None:
        """Use a parsed plan, what chooses its sentences, and what checks and judges questions."""
        self._plan = plan
        self._passages = tuple(passages)
        self._selector = selector
        self._alignment = selector.alignment
        self._cut = segmenter.cut
        self._claims = claims
        self._judge = judge
        self._desk = Desk(plan, passages)
        self._pairs = Pairs(plan, selector)
        self._topics = Topics(plan, selector.alignment)
        self._going_on = GoingOn(plan, self._passages, selector, segmenter.cut)
        self._mentions = Mentions(plan, selector.alignment, self._desk)
        self._units = NamedUnits(plan, self._passages, selector, self._desk)
        self._gaps = Gaps(plan, selector, claims, segmenter)

    def draft(
        self, search: Search, near: Sequence[Citation] = (), told: Sequence[Citation] = ()
    ) -> Draft:
        """Answer one question or one part of a compound one.

        Args:
            search: The question with what was found.
            near: What was cited just before, for a question that goes on with that subject.
            told: What was cited in the conversation so far.
        """
        question, query, ranking = search.question, search.query, search.ranking
        if search.goes_on and near and (more := self._going_on.more(search, near, told)):
            return more
        named = self._units.find(question, is_on_item=bool(search.items))
        if isinstance(named, Draft):
            return named
        search = search._replace(items=search.items or named.items)
        if direct := self._requested(search, named):
            return direct
        asked = wanted(question.wants, question.kind, self._cut)
        reading = self.read(question, query, ranking, asked)
        evidence = self._selected(search, named, asked, reading)
        sought = sought_in(question.asked)
        if sought is None and named.units:
            sought = sought_in(named.rest, of_units=True)
        if sought and (
            looked_up := self._mentions.told(
                sought,
                named.units,
                labels_of(self._plan, named.references),
                query.own_subjects,
                evidence,
            )
        ):
            return looked_up
        if reading and not named.units and self._is_foreign(search, reading, evidence):
            return self.not_in_plan(named.missing)
        evidence = self._refined(search, named, asked, evidence, near)
        missing = named.missing
        if named.units:
            overall = self._selector.select(query, ranking, asked)
            if self._selector.is_far_better(overall, evidence):
                weighed = self._units.weigh(named, query, evidence, overall)
                if isinstance(weighed, Draft):
                    return weighed
                evidence, missing = weighed
        if not evidence:
            return self.not_in_plan(missing)
        topic = self._topics.unnamed(search, evidence, near)
        absence = self._judge.absence(reading) if reading else None
        if reading and absence is not None and absence >= 0:
            is_stated = self._gaps.is_stated(
                question, query, asked, reading, evidence, is_by_name=bool(named.units)
            )
            absence = IS_STATED if is_stated else absence
        lacking = self._gaps.lacking(
            question,
            query,
            asked,
            evidence,
            absence=absence,
            is_bare=self._going_on.is_bare(search),
        )
        if lacking and not named.units:
            evidence = self._topics.on_theme(evidence, lacking, query)
        if topic and topic.nearness < LIKE_TOPIC:
            lacking = (Slot("property", texts.OF_TOPIC.format(topic=topic.name), lambda _: False),)
        elif topic:
            missing = (*missing, texts.UNUSED.format(words=topic.name))
        disputed = self._disputed(search, evidence, lacking, absence)
        if is_vague(lacking) and (disputed.claims or disputed.doubt):
            lacking = ()  # what the question asserts is the detail
        strange = "" if disputed.claims else self._pairs.unmentioned(question.asked, query)
        if strange:
            missing = (*missing, texts.PART_NOT_IN_PLAN.format(part=strange))
        draft = self._composed(question, evidence, missing, lacking, disputed)
        return draft._replace(status="partial") if strange else draft

    # --- Direct requests ---------------------------------------------------------------------

    def stands_alone(self, text: str) -> bool:
        """Whether a question asks for nothing but a list, an article by title, or the document."""
        request = find_request(text)
        if request is None or request.kind not in ("items", "imprint", "outline"):
            return False
        return self._desk.answer(request, (), ()) is not None

    def _requested(self, search: Search, named: Named) -> Draft | None:
        """The answer to a direct request; None when it is none, or a search may answer it."""
        request = find_request(named.rest.strip() if named.units else search.question.text)
        if request is None:
            return None
        scope = self._units.scope(named, search.question)
        direct = self._direct(request, scope.units, search.query, search.ranking)
        remarks = named.missing
        if direct and scope.left_out:
            remarks = (texts.LEFT_OUT.format(labels=scope.left_out),)
        elif scope.left_out and request.kind == "mentions":
            direct = self._mentioned_only_there(request, scope.left_out)
        if direct is None:
            return None
        text = "\n\n".join([*remarks, direct.text])
        return direct._replace(text=text, is_looked_up=True)

    def _direct(
        self, request: Request, scope: Sequence[Unit], query: Query, ranking: Ranking
    ) -> Draft | None:
        """Answer a direct request; the subject of a timeline is what a search finds dated."""
        subject: list[Span] = []
        if request.kind == "timeline":
            within = {unit.key for unit in scope}
            asked = wanted("什么时候", "time", self._cut)
            found = self._selector.select(query, ranking, asked, within, breadth="broad")
            subject = [e.span for e in found if states_time(self._plan.quote(e.span))]
        return self._desk.answer(request, scope, subject)

    def _mentioned_only_there(self, request: Request, labels: str) -> Draft | None:
        """That a word of the plan stands only in the left-out units, by their labels."""
        if self._desk.answer(request, (), ()) is None:
            return None
        term = "”或“".join(request.terms)
        return Draft("not_in_plan", texts.NO_OTHER_MENTION.format(labels=labels, term=term))

    # --- Evidence ----------------------------------------------------------------------------

    def read(
        self,
        question: Question,
        query: Query,
        ranking: Ranking,
        asked: Wanted,
        *,
        by_reader: bool = True,
    ) -> Reading | None:
        """What can be judged of a question; nothing of one in another script.

        Of a follow-up its own words are read, and how they fit with what was said before. Without
        the reader it is only told whether a turn leans or is an aside.
        """
        text = query.texts[query.own] if query.is_in_context else question.text
        # Signals of a question in another script cannot be compared: half of them count words.
        if not is_chinese(text):
            return None
        features = self._selector.features(query, ranking, asked)
        best = self._selector.best_of(features, BEST_READ)
        fit = self._selector.support_features(query, ranking, features)
        return self._judge.read(
            text,
            ranking.vectors[query.own],
            asked,
            best,
            fit,
            context=query.joined,
            by_reader=by_reader,
        )

    def _selected(
        self, search: Search, named: Named, asked: Wanted, reading: Reading | None
    ) -> tuple[Evidence, ...]:
        """Sentences found in the units named, if any are; or the items that are asked about."""
        if search.items and (unit := self._plan.unit_at(search.items[0].start)):
            return tuple(Evidence(unit, item, 1.0) for item in search.items)
        query = search.query
        several = self._judge.takes_several(reading) if reading and not named.units else None
        breadth = breadth_of(query, asked, several=several)
        return self._selector.select(query, search.ranking, asked, named.keys, breadth=breadth)

    def _is_foreign(self, search: Search, reading: Reading, evidence: Sequence[Evidence]) -> bool:
        """Whether a question that begins a subject is not about the plan."""
        # What is asked beside other things of a plan is likely to be of the plan as well.
        best = max((e.probability for e in evidence), default=0.0)
        if search.goes_on or (search.is_part and best >= _LIKELY):
            return False
        if any(
            words in self._plan.text for words in quoted_in(search.question.asked, _SHORTEST_NAME)
        ):
            return False  # it quotes the plan
        return bool(self._judge.is_foreign(reading))

    def _refined(
        self,
        search: Search,
        named: Named,
        asked: Wanted,
        evidence: tuple[Evidence, ...],
        near: Sequence[Citation],
    ) -> tuple[Evidence, ...]:
        """Evidence on the subject that a question goes on with, of all facets and whole lists."""
        if search.goes_on and not search.is_other_topic and not named.units:
            evidence = self._going_on.evidence(search, asked, evidence, near)
        evidence = self._topics.on_topic(self._topics.on_subject(evidence, search.query), search)
        if not named.units:
            expressions = quoted_in(search.question.asked, _SHORTEST_NAME)
            evidence = self._selector.with_expressions(evidence, expressions)
        if search.facets and not named.units:
            evidence = self._selector.with_facets(evidence, search.facets, asked)
        is_list_of = partial(asks_for_list_of, search.question.text)
        return self._selector.with_whole_list(evidence, is_list_of)

    # --- Claims and text ---------------------------------------------------------------------

    def _disputed(
        self,
        search: Search,
        evidence: Sequence[Evidence],
        lacking: Sequence[Slot],
        absence: float | None,
    ) -> Disputed:
        """What a question takes for granted wrongly; one on an item by its place asserts little.

        Args:
            search: The question with what was found.
            evidence: The quoted sentences.
            lacking: What they do not state of what is asked for.
            absence: `Judge.absence` of the question.
        """
        asked, query = search.question.asked, search.query
        quotes = [self._plan.quote(e.span) for e in evidence]
        claims = self._claims.contradicted(asked, quotes, _synonyms(query))
        vague = is_vague(lacking)
        if lacking and not vague:  # what asks for what is missing takes nothing for granted
            claims = tuple(claim for claim in claims if answer_kind(claim) == "free")
        if claims or search.items or (lacking and not vague):
            return Disputed(claims)
        doubts = partial(
            load_doubts().doubts,
            vector=search.ranking.vectors[query.own],
            encoder=self._judge.model.encoder if self._judge.model else "",
            absence=absence or 0.0,
        )
        near = self._alignment.nearness(query)
        doubt = self._claims.doubter.doubted(asked, quotes, near, doubts, only_clear=vague)
        return Disputed(claims, doubt)

    def _composed(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        missing: Sequence[str],
        lacking: Sequence[Slot],
        disputed: Disputed,
    ) -> Draft:
        """The quotes behind what is to be said about them.

        Args:
            question: The question.
            evidence: What is quoted, one sentence at least.
            missing: What is said about units that are named.
            lacking: What the quotes do not state of what is asked for.
            disputed: What the question takes for granted wrongly.
        """
        citations = tuple(cite(self._plan, e.unit, e.span) for e in evidence)
        rank = self._rank(question.text, max(evidence, key=lambda e: e.probability))
        lacking = () if rank or disputed.claims else lacking
        told = "".join(disputed.claims)
        unused = [w for w in self._claims.unused_expressions(question.asked) if w not in told]
        leads = [*missing, *rank]
        if disputed.claims:
            claims = inner_quotes(";".join(disputed.claims))
            leads.append(texts.CONTRADICTED.format(claims=claims))
        elif disputed.doubt:
            doubt = "”“".join(map(inner_quotes, disputed.doubt))
            leads.append(texts.DOUBTED.format(claim=doubt))
        if unused:
            leads.append(texts.UNUSED.format(words="”“".join(unused)))
        if lacking:
            # An amount of money is not also to be missed as a price.
            amounts = [slot for slot in lacking if slot.kind in ("money", "number")]
            names = dict.fromkeys(slot.name for slot in amounts or lacking)
            leads.append(texts.PARTIAL.format(what="、".join(names)))
        if asks_which_article(question.asked):
            units = dict.fromkeys(f"{e.unit.label}{_title(e.unit)}" for e in evidence)
            leads.append(texts.FOUND_IN.format(units="、".join(units)))
        elif asks_which_part(question.asked):
            leads += dict.fromkeys(membership(self._plan, e.unit) for e in evidence)
        status: Status = "partial" if lacking else "answered"
        text = "\n\n".join([*leads, compose(citations)])
        kinds = tuple(slot.kind for slot in lacking)
        return Draft(status, text, citations, remarks=tuple(leads), lacking=kinds)

    def not_in_plan(self, missing: Sequence[str] = ()) -> Draft:
        """That the plan says nothing, behind what is to be said about units that are named."""
        text = texts.NOT_IN_PLAN.format(title=self._plan.title)
        return Draft("not_in_plan", "\n\n".join([*missing, text]))

    def _rank(self, text: str, best: Evidence) -> list[str]:
        """The place of what is quoted in the list under its title, when a question asks for it."""
        if not asks_rank(text) or not asks_for_list_of(text, best.unit.title):
            return []
        heads = heads_of(self._passages, best.unit)
        before = [head for head in heads if head.start <= best.span.start]
        quote = self._plan.quote(best.span)
        own = [word for word in self._cut(text) if len(word) > 1 and word not in best.unit.title]
        if not before or len(heads) < 2 or not any(word in quote for word in own):
            return []
        return [
            texts.RANK.format(
                unit=best.unit.label,
                title=best.unit.title,
                count=len(heads),
                head=inner_quotes(without_item_mark(before[-1].text).rstrip("。:")),
                rank=len(before),
            )
        ]


def _title(unit: Unit) -> str:
    return texts.TITLE.format(title=unit.title) if unit.title else ""


def _synonyms(query: Query) -> dict[str, list[str]]:
    """What the plan may call the things that a question asks about."""
    return {
        c.name: sorted({word for words in c.wordings for word in words} - {c.name})
        for c in query.concepts
    }


def joined(parts: Sequence[str], drafts: Sequence[Draft]) -> Draft:
    """One answer of the answers to the parts; a part that the plan does not mention is named."""
    seen: set[str] = set()
    blocks: list[str] = []
    remarks: dict[str, None] = {}
    for asked, draft in zip(parts, drafts, strict=True):
        if draft.status == "not_in_plan":
            blocks.append(texts.PART_NOT_IN_PLAN.format(part=asked))
            remarks[blocks[-1]] = None
        elif draft.text not in seen:
            seen.add(draft.text)
            part = inner_quotes(asked)
            blocks.append(f"{texts.PART.format(part=part)}\n\n{draft.text}")
            remarks |= dict.fromkeys(draft.remarks)
    citations = {(c.start, c.end): c for draft in drafts for c in draft.citations}
    statuses = {draft.status for draft in drafts}
    if statuses == {"not_in_plan"}:
        return drafts[0]
    status: Status = "partial" if "partial" in statuses else "answered"
    return Draft(
        status,
        "\n\n".join(blocks),
        tuple(citations.values()),
        is_looked_up=any(draft.is_looked_up for draft in drafts),
        remarks=tuple(remarks),
    )
