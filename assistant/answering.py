"""The assistant: one question in, one checked answer object out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

import numpy as np

from assistant import texts
from assistant.alignment import Alignment
from assistant.answer import Answer, Draft, RetrievedUnit, Timings
from assistant.bare_claims import Counted, claim_meant, count_meant
from assistant.bare_turns import (
    asks_for_more,
    asks_for_rest_of_article,
    names_bare_list,
    says_only_what_is_asked,
    with_places_named,
)
from assistant.breaker import CircuitBreaker
from assistant.checks import Checker, load_check_model
from assistant.conversation import (
    FollowUp,
    Neighbours,
    asks_for_source,
    at_other_time,
    disagrees,
    follow_up,
    neighbours_meant,
    with_context,
    without_reaction,
)
from assistant.courtesies import courtesy
from assistant.drafting import Drafter, joined
from assistant.evidence import EvidenceSelector, load_model
from assistant.facets import facets
from assistant.fields import Fields
from assistant.indexing import encoder_for, open_indexes
from assistant.items import (
    Items,
    article_meant,
    items_meant,
    lists_several,
    names_item,
    only_points,
)
from assistant.judge import Judge, judge_model_for
from assistant.lexicon import load_lexicon
from assistant.likeness import WordLikeness
from assistant.llm import open_backend
from assistant.lookup import find_units, is_only_shown, labels_of, outlined_part
from assistant.mentions import sought_in
from assistant.misuse import find_misuse
from assistant.passages import Passage, heads_of, inner_quotes, split_passages, without_item_mark
from assistant.pinyin import Speller
from assistant.plan import Plan, Span, Unit, load_plan
from assistant.quantities import Period, find_periods, period_end, years_told
from assistant.question import (
    LEAST_ALONE,
    Question,
    answer_kind,
    asking_clauses,
    is_chinese,
    normalise,
    only_asks,
    parts,
    preamble,
    understand,
    unnumbered,
    without_denial,
)
from assistant.reader import Reader, open_reader
from assistant.references import find_references, is_place
from assistant.requests import find_request, last_word
from assistant.retrieval import DEFAULT_FUSION, Fusion, Query, Ranking, Retriever, is_empty_talk
from assistant.returning import Return, going_back
from assistant.searches import Search
from assistant.settings import Settings
from assistant.slots import wanted
from assistant.threads import multiply_in_one_thread
from assistant.topics import LIKE_TOPIC
from assistant.verdicts import Reading
from assistant.wishes import Wishes, two_wishes
from assistant.words import Segmenter, extract_terms
from assistant.writing import Writer
from embeddings import EmbeddingError

# Characters of a turn that can hardly be about anything but what its “that one” points at; a longer
# one may bring a topic of its own (“what is the full name of that activity of the other county?”).
_SHORT_TURN = 10
# Nearness of a follow-up's words to sentences, from 0 (nothing alike) to 1 (all of them named): of
# one that finds nothing alone to what is found with its context; of a new topic to any sentence at
# all; and to what was cited just before, as a share of that.
_NEAR = 0.12
_WELL_NAMED = 0.5
_AS_NEAR = 0.5
_MEASURED = frozenset(("money", "number", "time"))  # what is missing for certain when it is
_ASKS_MORE = re.compile("怎么|怎样|咋|如何|具体|详细|展开|做什么|干什么|干啥|什么意思|啥意思|内容")
_TURNS_TOLD = 4  # of a conversation, when a language model rewords a follow-up
# What is left of bytes that are no text; nothing can print or store them.
_SURROGATES = re.compile("[\ud800-\udfff]")


class Assistant:
    """Answers questions about one plan; safe to use from several threads."""

    def __init__(
        self,
        plan: Plan,
        retriever: Retriever,
        selector: EvidenceSelector,
        settings: Settings,
        checker: Checker,
        judge: Judge,
    ) -> None:
        """Use an opened retriever; `open` does the opening.

        Raises:
            AssistantError: The settings of the language model or a prompt cannot be used.
        """
        self.plan = plan
        self.retriever = retriever
        self.selector = selector
        self.segmenter = retriever.segmenter
        self.judge = judge
        self._drafter = Drafter(
            plan, retriever.passages, selector, self.segmenter, checker.claims, judge
        )
        self.speller = Speller(
            [w for p in retriever.passages for w in self.segmenter.cut(p.text) if len(w) > 1],
            self.segmenter.is_word,
        )
        self.settings = settings
        self.checker = checker
        backend = open_backend(settings)
        self.writer = (
            Writer(backend, checker, CircuitBreaker(), settings.llm_timeout) if backend else None
        )

    @classmethod
    def open(
        cls,
        settings: Settings,
        on_progress: Callable[[int, int], None] | None = None,
        notify: Callable[[str], None] | None = None,
        *,
        fusion: Fusion = DEFAULT_FUSION,
        split: Callable[[Plan], tuple[Passage, ...]] = split_passages,
    ) -> Assistant:
        """Read the plan and open its index, building that first when it is missing or unusable.

        Args:
            settings: Where the plan and the index are, and which encoder to use.
            on_progress: Called with (passages encoded, passages in all) during a build.
            notify: Called with Chinese sentences about what is being done.
            fusion: How dense and lexical scores are put together.
            split: How the plan is cut into passages.

        Raises:
            PlanError: The plan cannot be read.
            EmbeddingError: The encoder or the index cannot be used.
        """
        multiply_in_one_thread()
        plan = load_plan(settings.plan_file)
        passages = split(plan)
        encoder = encoder_for(settings)
        segmenter = Segmenter(extract_terms(plan.text))
        indexes = open_indexes(settings, plan, passages, segmenter, encoder, on_progress, notify)
        lexicon = load_lexicon()
        retriever = Retriever(plan, passages, indexes, encoder, segmenter, lexicon, fusion)
        likeness = WordLikeness(indexes.words, indexes.of_words, encoder)
        alignment = Alignment(passages, segmenter, likeness)
        fields = Fields(plan, passages, segmenter)
        selector = EvidenceSelector(plan, passages, alignment, fields, load_model())
        checker = Checker(plan, segmenter, encoder, load_check_model())
        reader = _reader_for(encoder.name, settings, notify)
        judge = Judge(passages, indexes.passages.vectors(), judge_model_for(encoder.name), reader)
        return cls(plan, retriever, selector, settings, checker, judge)

    def ask(self, question: str, history: Sequence[Answer] = (), *, id: str = "") -> Answer:
        """Answer one question.

        Args:
            question: Any text a user may enter.
            history: Earlier answers of this conversation, oldest first.
            id: The asker's name for the question.
        """
        *_, answer = self.ask_stream(question, history, id=id)
        return answer

    def warm_up(self) -> None:
        """Load what is loaded at first use, so that the first reader does not wait for it."""
        self._evidence(self.plan.title or "规划", (), "")

    def ask_stream(
        self, question: str, history: Sequence[Answer] = (), *, id: str = ""
    ) -> Generator[Answer]:
        """Yield the answer from evidence at once, then what a language model makes of it.

        Each answer replaces the one before it; without a language model there is one only. Closing
        the iterator stops the writing.
        """
        answer, draft = self._evidence(question, history, id)
        yield answer
        if self.writer is None:
            return
        if answer.status == "not_in_plan" and history:
            earlier = [each.question for each in _told(history)[-_TURNS_TOLD:]]
            rewritten = self.writer.rewrite(answer.question, earlier)
            if rewritten:
                again, draft = self._evidence(rewritten, (), id)
                if again.status in ("answered", "partial"):
                    answer = again.model_copy(update={"question": answer.question})
                    yield answer
        if answer.status in ("answered", "partial") and not draft.is_looked_up:
            yield from self.writer.write(answer, draft.remarks)

    def _evidence(
        self, question: str, history: Sequence[Answer], id: str, *, splits: bool = True
    ) -> tuple[Answer, Draft]:
        """Answer from evidence alone, with the draft that the answer was made from.

        A question that `splits` may be two wishes.
        """
        clock = _Clock()
        question = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", question)
        misuse = find_misuse(normalise(question[: self.settings.max_question_chars]))
        honest = misuse.remainder if misuse else question
        wishes = two_wishes(without_denial(normalise(question))) if splits and not misuse else None
        if wishes and self._unusable(question) is None:
            both = self._both(question, wishes, history, id)
            if both:
                return both
        asked, history, turn = self._turn(honest, history)
        understood = _of_turn(replace(understand(asked, turn.standalone), original=question), turn)
        clock.lap("understand")
        problem = self._unusable(question)
        if misuse and not honest:
            problem = problem or texts.MISUSE[misuse.kind]
        elif said := courtesy(asked):
            problem = texts.COURTESIES[said].format(title=self.plan.title)
        if problem:
            draft = Draft("refused", problem)
            return _answer(id, understood, draft, (), clock), draft
        searches, drafts = self._draft(turn, understood, history, clock)
        if turn.is_aside:
            drafts = [self._drafter.not_in_plan()]
        found_nothing = all(draft.status == "not_in_plan" for draft in drafts)
        is_open = not turn.context and not turn.is_aside and not understood.references
        if history and found_nothing and is_open:
            # What finds nothing by itself may go on with what was just said.
            again = replace(turn, context=history[-1].standalone_question)
            other = _of_turn(replace(understand(asked, again.standalone), original=question), again)
            found = self._draft(again, other, history, clock)
            if self._goes_on(turn.question, history[-1], found[1]):
                turn, understood, (searches, drafts) = again, other, found
        if turn.at_new_time and any(draft.status == "partial" for draft in drafts):
            # What the plan says of that time may stand elsewhere.
            other = replace(understand(turn.at_new_time), original=question)
            found = self._draft(FollowUp(turn.at_new_time), other, (), clock)
            if _tells_of(find_periods(turn.question), found[1]):
                turn, understood, (searches, drafts) = FollowUp(turn.at_new_time), other, found
        clauses = () if turn.context else asking_clauses(turn.question)
        if len(clauses) > 1 and len(drafts) == 1 and self._leaves_open(drafts[0], clauses):
            # What is found together may be told one by one.
            found = self._draft(turn, understood, history, clock, clauses)
            if _tell_more(found[1], drafts[0]):
                searches, drafts = found
        asked_parts = [search.question.asked.rstrip(";,。") for search in searches]
        draft = drafts[0] if len(drafts) == 1 else joined(asked_parts, drafts)
        remark = turn.remark
        if draft.status == "answered" and _only_named(turn, draft):
            remark = texts.ONLY_NAMED.format(name=inner_quotes(turn.name))
        if remark:
            draft = _led_by(remark, draft)._replace(status="partial")
        elif turn.note and draft.status == "answered":
            draft = _led_by(turn.note, draft)
        if misuse:
            draft = _led_by(texts.HONEST_PART, draft)
        named = [unit for ref in understood.references for unit in find_units(self.plan, ref)]
        read = [c for d in drafts if d.is_looked_up for c in d.citations]
        named += [unit for c in read if (unit := self.plan.unit_at(c.start))]
        retrieved = self._retrieved(named, searches)
        clock.lap("answer")
        return _answer(id, understood, draft, retrieved, clock), draft

    def _both(
        self, question: str, wishes: Wishes, history: Sequence[Answer], id: str
    ) -> tuple[Answer, Draft] | None:
        """What answers the question for a list, then that for one of its things as a turn.

        None where the plan has nothing on one of them, which is better understood together.
        """
        first, one = self._evidence(wishes.first, history, "", splits=False)
        before = [*history, first] if wishes.depends else ()
        second, other = self._evidence(wishes.second, before, "", splits=False)
        if {first.status, second.status} - {"answered", "partial"} or one.text == other.text:
            return None
        draft = joined((wishes.first, wishes.second), (one, other))
        ranked = {(unit.article, unit.part): unit for unit in first.retrieved}
        for unit in second.retrieved:
            ranked.setdefault((unit.article, unit.part), unit)
        standalone = [first.standalone_question, second.standalone_question]
        if standalone[0] in standalone[1]:
            del standalone[0]
        answer = first.model_copy(
            update={
                "id": id,
                "question": question,
                "standalone_question": " ".join(standalone),
                "status": draft.status,
                "answer": draft.text,
                "citations": draft.citations,
                "retrieved": tuple(ranked.values()),
                "timings_ms": first.timings_ms.plus(second.timings_ms),
            }
        )
        return answer, draft

    def _draft(
        self,
        turn: FollowUp,
        understood: Question,
        history: Sequence[Answer],
        clock: _Clock,
        clauses: Sequence[str] = (),
    ) -> tuple[list[Search], list[Draft]]:
        """Search for the parts of a question, or for these clauses of it, and answer each."""
        asked = clauses or parts(turn.question)
        searches = self._search(turn, understood, asked, goes_on=bool(turn.context))
        clock.lap("retrieve")
        drafts: list[Draft] = []
        for search in searches:
            near = drafts[-1].citations if drafts else history[-1].citations if history else ()
            told = [citation for answer in history for citation in answer.citations]
            drafts.append(self._drafter.draft(search, near, told))
        clock.lap("answer")
        return searches, drafts

    def _leaves_open(self, whole: Draft, clauses: Sequence[str]) -> bool:
        """Whether what was found for a question may leave one of its clauses open."""
        if not _is_found(whole):
            return False
        if whole.status == "partial":
            return True
        told = "\n".join(citation.quote for citation in whole.citations)
        asked = (understand(clause) for clause in clauses)
        missing = (wanted(q.wants, q.kind, self.segmenter.cut).missing_in(told) for q in asked)
        return any(slot.kind in _MEASURED for slots in missing for slot in slots)

    def _goes_on(self, question: str, last: Answer, drafts: Sequence[Draft]) -> bool:
        """Whether what was found with the turn before answers a question that found nothing alone.

        It must lie in units that the answer before cited, and be near to what the question says.
        """
        cited = {citation.label for citation in last.citations}
        found = [citation for draft in drafts for citation in draft.citations]
        is_answered = any(draft.status == "answered" for draft in drafts)
        if not is_answered or not found or not {citation.label for citation in found} <= cited:
            return False
        spans = [Span(citation.start, citation.end) for citation in found]
        return self.selector.nearness(self.retriever.query(question), spans) >= _NEAR

    def read_doubt(self, question: str, quotes: Sequence[str]) -> Reading:
        """What the verdict of doubts sees of a question and its quotes, but for its clauses."""
        query = self.retriever.query(question)
        vector = self.retriever.search(query).vectors[query.own].astype(np.float64)
        near = self.selector.alignment.nearness(query)
        reading = self.checker.claims.doubter.read(question, quotes, near)
        return replace(reading, vector=vector)

    def ask_turns(self, turns: Sequence[str], *, id: str = "") -> Answer:
        """Answer the last turn of a conversation, having answered those before it."""
        history: list[Answer] = []
        for turn in turns[:-1]:
            history.append(self._evidence(turn, history, "")[0])
        return self.ask(turns[-1] if turns else "", history, id=id)

    def _turn(
        self, question: str, history: Sequence[Answer]
    ) -> tuple[str, Sequence[Answer], FollowUp]:
        """What a turn asks, the earlier turns that it goes on with, and itself with their words."""
        text = without_denial(unnumbered(normalise(question)))
        usable = _told(history)
        if len(text) > self.settings.max_question_chars:
            return text, usable, FollowUp(text)
        text, is_new_topic = without_reaction(text)
        if not is_new_topic and not courtesy(text) and self._is_on_nothing(text, history):
            return text, usable, FollowUp(self.speller.corrected(text), is_aside=True)
        if is_new_topic or not usable or courtesy(text):
            return text, usable, FollowUp(self.speller.corrected(text))
        back = going_back(text)
        if back and len(usable) > 1:
            text = back.question
            usable = usable[: self._meant_again(back, usable) + 1]
        turn = self._follow_up(self.speller.corrected(text), usable)
        return turn.question, usable, turn

    def _is_on_nothing(self, text: str, history: Sequence[Answer]) -> bool:
        """Whether a turn is about what the plan has nothing on, as the turn before was."""
        if not history or history[-1].status != "not_in_plan" or not self._needs_subject(text):
            return False
        return not _told(history) or not self._needs_subject(normalise(history[-1].question))

    def _needs_subject(self, text: str) -> bool:
        """Whether a turn asks nothing without what was talked about."""
        if asks_for_source(text) or asks_for_more(text):
            return True
        request = find_request(text)
        is_request = request is not None and request.kind != "items"
        if is_request or self._drafter.stands_alone(text):
            return False
        if find_references(text)[0] or not is_chinese(text):
            return False
        return self._is_bare(text) or not self.retriever.query(text).subjects

    def _is_bare(self, text: str) -> bool:
        """Whether a turn names no subject."""
        return says_only_what_is_asked(text, self.segmenter.cut) or names_bare_list(text)

    def _meant_again(self, back: Return, turns: Sequence[Answer]) -> int:
        """Which turn a question goes back to: its words are nearest to the units of that one."""
        if back.to_first:
            return 0
        query = self.retriever.query(self.speller.corrected(back.question))
        near = {n: self._nearness_to_cited(turn, query) for n, turn in enumerate(turns)}
        if back.is_sure:
            del near[len(turns) - 1]
        nearest = max(near, key=lambda n: near[n])
        return nearest if near[nearest] >= _NEAR else max(near)

    def _follow_up(self, text: str, usable: Sequence[Answer]) -> FollowUp:
        """A turn with what it needs of the answers before it."""
        cited = [citation.label for answer in usable[::-1] for citation in answer.citations]
        if cited and asks_for_source(text):
            return FollowUp(f"{cited[0]}原文")
        if cited and disagrees(text):
            return FollowUp(usable[-1].standalone_question, note=texts.SEE_FOR_YOURSELF)
        if usable and (other := at_other_time(text, usable[-1].standalone_question)):
            return other
        if cited and (counted := count_meant(text, *_asked_and_told(usable[-1]))):
            return FollowUp(usable[-1].standalone_question, note=_on_count(counted))
        if usable and (meant := claim_meant(text, *_asked_and_told(usable[-1]))):
            return FollowUp(meant)
        if cited and (neighbours := neighbours_meant(text)):
            return FollowUp(self._beside(self._cited(usable[-1])[0], neighbours))
        for answer in reversed(usable):
            if item := self._item_meant(text, answer):
                return item
            if not names_item(normalise(answer.question)):
                break
        if place := article_meant(text):
            part = outlined_part(self.plan, {unit.key for unit in self._cited(usable[-1])})
            if part and abs(place) <= len(part.articles):
                return FollowUp(f"{part.label}的{text}")
        if cited and only_points(text) and not self._lists_something(usable[-1]):
            remark = texts.UNCLEAR_ITEM.format(words=text.rstrip("。?!"))
            return FollowUp(usable[-1].standalone_question, remark=remark)
        earlier = [self._subject_of(answer) for answer in usable]
        if cited and (asks_for_more(text) or asks_for_rest_of_article(text)):
            return with_context(FollowUp(text, refers_back=True), earlier)
        if self._stands_alone(text, earlier):
            return FollowUp(text)
        if earlier and (named := with_places_named(text, earlier[-1], self.segmenter.cut)):
            return FollowUp(named)
        own = self.retriever.query(text)
        is_bare = self._is_bare(text)
        turn = follow_up(text, earlier, has_subject=bool(own.subjects) and not is_bare)
        if turn.is_other_topic and self._is_named_by(usable[-1], own):
            return replace(turn, is_other_topic=False, wants_the_same=True)
        if turn.wants_the_same and not turn.is_other_topic:
            return turn
        reading = self._read_alone(text, own)
        if reading is None:
            return turn
        points_back = turn.refers_back and len(text) <= _SHORT_TURN
        if is_bare or not own.subjects or points_back:
            return with_context(turn, earlier)
        if self.judge.is_aside(reading):
            return FollowUp(text, is_aside=True)
        if self.judge.leans(reading):
            return with_context(turn, earlier)
        return replace(turn, context="") if self.judge.model else turn

    def _lists_something(self, answer: Answer) -> bool:
        """Whether a question was answered with a list of some form; a unit shown whole is none."""
        is_shown = self._subject_of(answer) != answer.standalone_question
        return not is_shown and any(lists_several(c.quote) for c in answer.citations)

    def _subject_of(self, answer: Answer) -> str:
        """What a turn may go on with: a question, or the units that it only asked to be shown."""
        references, rest = find_references(answer.standalone_question)
        if references and is_only_shown(rest, references):
            return labels_of(self.plan, references)
        return answer.standalone_question

    def _stands_alone(self, text: str, earlier: Sequence[str]) -> bool:
        """Whether a turn asks for a list of the plan, not for the aims of what was talked about."""
        if not self._drafter.stands_alone(text):
            return False
        if not earlier or not names_bare_list(text):
            return True
        return is_empty_talk(earlier[-1]) or self._drafter.stands_alone(earlier[-1])

    def _leans(self, part: str, alone: Query) -> bool:
        """Whether a part of a question is about what the question says before it."""
        if len(part) >= LEAST_ALONE or not alone.concepts:
            return not alone.concepts
        reading = self._read_alone(part, alone)
        return reading is None or not self.judge.model or self.judge.leans(reading)

    def _read_alone(self, text: str, query: Query) -> Reading | None:
        """What can be judged of a turn by itself; nothing of one that names articles."""
        question = understand(text)
        if question.references:
            return None
        asked = wanted(question.wants, question.kind, self.segmenter.cut)
        ranking = self.retriever.search(query)
        return self._drafter.read(question, query, ranking, asked, by_reader=False)

    def _is_named_by(self, last: Answer, query: Query) -> bool:
        """Whether units that were cited just before name a topic as well as any others do."""
        if self._is_named_elsewhere(last, query):
            return False
        near = self._nearness_to_cited(last, query)
        everywhere = self.selector.nearness(query, [Span(0, len(self.plan.text))])
        return everywhere < _WELL_NAMED or near >= _AS_NEAR * everywhere

    def _is_named_elsewhere(self, last: Answer, query: Query) -> bool:
        """Whether the plan has a topic, and nothing like it in the units that were cited."""
        bodies = [self.plan.body(unit) for unit in self._cited(last)]
        names = [concept.name for concept in query.subjects]
        closeness = self.selector.alignment.closeness_by_name
        near = [closeness(concept, body) for concept in query.subjects for body in bodies]
        is_in_plan = all(name in self.plan.text for name in names)
        return is_in_plan and max(near, default=0.0) < LIKE_TOPIC

    def _nearness_to_cited(self, answer: Answer, query: Query) -> float:
        """How near a question's words are to the units that an answer cited, 0 to 1."""
        spans = [Span(unit.start, unit.end) for unit in self._cited(answer)]
        return self.selector.nearness(query, spans)

    def _cited(self, answer: Answer) -> list[Unit]:
        """The unit of each citation."""
        return [unit for c in answer.citations if (unit := self.plan.unit_at(c.start))]

    def _item_meant(self, text: str, last: Answer) -> FollowUp | None:
        """A question about listed things by their places, or None."""
        if not last.citations:
            return None
        before, quotes = _asked_and_told(last)
        unit = self.plan.unit_at(last.citations[0].start)
        heads = heads_of(self.retriever.passages, unit) if unit else []
        items = {without_item_mark(head.text): head.start for head in heads}
        is_told = set(items.values()) <= {c.start for c in last.citations}
        if unit is None or not (is_told or last_word(unit.title) in before):
            items = {}
        told = [Span(citation.start, citation.end) for citation in last.citations]
        keys = {each.key for each in self._cited(last)}
        beside = [p for p in self.retriever.passages if p.unit in keys and p.span not in told]
        meant = items_meant(text, before, quotes, list(items), [p.text for p in beside])
        if meant is None:
            return None
        if meant.lacking:
            form = texts.NO_ITEM if items and unit else texts.LISTED_ONLY
            title = inner_quotes(unit.title) if unit else ""
            remark = form.format(title=title, count=meant.size, number=meant.lacking)
            return FollowUp(before, remark=remark)
        if meant.quote is not None:
            return _listed_item(meant, before, [*told, *(p.span for p in beside)][meant.quote])
        if not items or not unit:
            return FollowUp(meant.question, context=meant.context)
        starts = [items[name] for name in items if name.rstrip("。") in meant.question]
        spans = (Span(paragraph.start, paragraph.end) for paragraph in unit.paragraphs)
        named = tuple(span for span in spans if any(span.start <= s < span.end for s in starts))
        return FollowUp(meant.question, items=named)

    def _beside(self, shown: Unit, neighbours: Neighbours) -> str:
        """The question for what stands next to a unit, by its number."""
        if neighbours.of_parts:
            numbers = [shown.part + step for step in neighbours.steps]
            parts_meant = [(number, self.plan.part(number)) for number in numbers]
            names = [part.label if part else f"第{number}部分" for number, part in parts_meant]
            return "、".join(names) + neighbours.asked
        before = sum(article.start < shown.start for article in self.plan.articles)
        # Behind an introduction comes the first article of its part.
        behind = before if shown.article is None else before + 1
        numbers = [(before if s < 0 else behind - 1) + s for s in neighbours.steps]
        at = {place: unit.label for place, unit in enumerate(self.plan.articles)}
        return "、".join(at.get(n, f"第{n + 1}条") for n in numbers) + neighbours.asked

    def _search(
        self, turn: FollowUp, whole: Question, asked: Sequence[str], *, goes_on: bool
    ) -> list[Search]:
        """Search for a question, or for each part of a compound one.

        A short part, or one without a subject of its own, is about what the question says before it
        asks anything, or about the part before it.
        """
        # What follows the name of a unit is about that unit.
        if len(asked) == 1 or find_references(asked[0])[0]:
            query = self._query_of(turn)
            self.judge.begin(query.joined or whole.text)
            found = () if turn.items else self._facets(turn.question, turn.context, query)
            ranking = self.retriever.search(query)
            return [
                Search(
                    whole,
                    query,
                    ranking,
                    goes_on,
                    turn.is_other_topic,
                    turn.refers_back,
                    turn.wants_the_same and not turn.refers_back,
                    facets=found,
                    items=turn.items,
                )
            ]
        searches: list[Search] = []
        subject = ""
        said = preamble(turn.question)
        said = "" if said in asked else said
        alone = [self.retriever.query(part.rstrip(",")) for part in asked]
        self.retriever.prepare(alone)
        follows_clause = False
        for number, clause in enumerate(asked):
            part = clause.rstrip(",")
            before = said or subject
            named = find_references(part)[0]
            stands_alone = self._drafter.stands_alone(part)
            is_own = bool(named) or stands_alone
            leans = bool(before) and not is_own and self._leans(part, alone[number])
            context = before if leans else "" if stands_alone else turn.context
            subject = subject if leans else part
            query = self.retriever.query(part, context) if context else alone[number]
            understood = understand(part, FollowUp(part, context).standalone)
            self.judge.begin(query.joined or understood.text)
            found = self._facets(part, context, query)
            ranking = self.retriever.search(query)
            # What is asked in one breath may lie elsewhere, unless it names nothing itself.
            is_near = goes_on or (leans and (not follows_clause or only_asks(part)))
            follows_clause = part != clause
            search = Search(understood, query, ranking, is_near, is_part=True, facets=found)
            searches.append(search)
        return searches

    def _query_of(self, turn: FollowUp) -> Query:
        """What is searched for in a turn."""
        asked = sought_in(turn.question) or turn.question
        if not turn.context:
            return self.retriever.query(asked)
        if asks_for_more(turn.question) or asks_for_rest_of_article(turn.question):
            said = [each for each in turn.context.split(" ") if not asks_for_more(each)]
            return self.retriever.query(" ".join(said) or turn.context)
        return self.retriever.query(
            asked,
            turn.context,
            is_other_topic=turn.is_other_topic,
            is_bare=self._is_bare(turn.question),
        )

    def _facets(self, text: str, context: str, whole: Query) -> tuple[tuple[Query, Ranking], ...]:
        """The search for each of the things that a question asks for side by side."""
        queries = (
            self.retriever.query(facet.text, facet.context or context)
            for facet in facets(text, self.segmenter.cut)
            if not is_empty_talk(facet.text)
        )
        # One wording for each is enough, and encoding is what a search costs.
        short = [replace(q, texts=q.texts[-1:]) for q in queries if q.concepts]
        self.retriever.prepare([whole, *short])
        return tuple((q, self.retriever.search(q)) for q in short)

    def _unusable(self, question: str) -> str | None:
        """Why a question cannot be worked on, in the user's words; None when it can."""
        limit = self.settings.max_question_chars
        if not question.strip():
            return texts.EMPTY
        if len(question) > limit:
            return texts.TOO_LONG.format(length=len(question), limit=limit)
        text = self.speller.corrected(normalise(question))
        if not re.search(r"[^\W_]", text) or self._is_unknown_word(text):
            return texts.NO_WORDS
        return None

    def _is_unknown_word(self, text: str) -> bool:
        """Whether a message is one Latin word that neither the plan nor the lexicon knows."""
        words = re.findall(r"[^\W_]+", text)
        if len(words) != 1 or not words[0].isascii() or words[0] in self.plan.text:
            return False
        return not load_lexicon().everyday_in(self.segmenter.cut(text))

    def _retrieved(
        self, named: Sequence[Unit], searches: Sequence[Search]
    ) -> tuple[RetrievedUnit, ...]:
        """Units that were looked up first, then by the best score in any search, each once."""
        scores: dict[str, float] = {}
        for search in searches:
            asked = wanted(search.question.wants, search.question.kind, self.segmenter.cut)
            for unit, score in self.selector.rank(search.query, search.ranking, asked):
                scores[unit.key] = max(score, scores.get(unit.key, score))
        ranked = sorted(self.plan.citable, key=lambda unit: -scores[unit.key])
        units = {unit.key: unit for unit in [*named, *ranked]}
        keep = max(self.settings.retrieved_units, len({unit.key for unit in named}))
        return tuple(
            RetrievedUnit(article=u.article, part=u.part, score=round(scores[u.key], 4))
            for u in list(units.values())[:keep]
        )


def _reader_for(
    encoder: str, settings: Settings, notify: Callable[[str], None] | None
) -> Reader | None:
    """The reader; without one the verdicts are passed alone, as on a disk that is read-only."""
    try:
        return open_reader(encoder, settings.index_folder)
    except EmbeddingError as error:
        if notify:
            notify(f"{error}现在不用读题模型,直接回答。")
        return None


def _led_by(remark: str, draft: Draft) -> Draft:
    """A draft with what is to be said before it."""
    text = f"{remark}\n\n{draft.text}"
    return draft._replace(text=text, remarks=(remark, *draft.remarks))


def _is_found(draft: Draft) -> bool:
    """Whether a search found something that answers, at least in part."""
    return draft.status in ("answered", "partial") and not draft.is_looked_up


def _tells_of(periods: Sequence[Period], drafts: Sequence[Draft]) -> bool:
    """Whether a question is answered without remark by quotes that name one of these periods."""
    years = {period_end(period.name) for period in periods}
    told = (years_told(c.quote) for draft in drafts for c in draft.citations)
    is_plain = all(draft.status == "answered" and not draft.remarks for draft in drafts)
    return is_plain and any(each & years for each in told)


def _tell_more(drafts: Sequence[Draft], whole: Draft) -> bool:
    """Whether clauses told one by one tell which of them is open, and the whole does not."""
    open_ones = [draft for draft in drafts if draft.status == "partial"]
    if not all(map(_is_found, drafts)) or not 0 < len(open_ones) < len(drafts):
        return False
    return whole.status == "partial" or all(set(d.lacking) <= _MEASURED for d in open_ones)


def _told(history: Sequence[Answer]) -> list[Answer]:
    """The turns that a later one can go on with: those that the plan had something on."""
    return [answer for answer in history if answer.status in ("answered", "partial")]


def _listed_item(meant: Items, before: str, listed: Span) -> FollowUp:
    """A question about things that a sentence lists.

    Args:
        meant: The things.
        before: The question that the list answers.
        listed: Where the sentence stands.
    """
    if not meant.is_bare:
        name = "、".join(meant.names)
        return FollowUp(meant.question, context=before, name=name, named_at=listed)
    named = zip(meant.places, meant.names, strict=True)
    told = [texts.ITEM_AT.format(number=number, name=inner_quotes(name)) for number, name in named]
    return FollowUp(f"{'、'.join(meant.names)}呢", items=(listed,), note=f"{','.join(told)}:")


def _on_count(counted: Counted) -> str:
    """What is to be said to a turn that counts what was told."""
    if counted.is_same:
        return texts.COUNT_RIGHT.format(claimed=counted.claimed)
    form = texts.COUNT_LISTED if isinstance(counted.told, int) else texts.COUNT_TOLD
    return form.format(told=counted.told, claimed=counted.claimed)


def _only_named(turn: FollowUp, draft: Draft) -> bool:
    """Whether a question for more about a listed thing found nothing but its name in the list."""
    if turn.named_at is None or not _ASKS_MORE.search(turn.question):
        return False
    return all(turn.named_at == Span(c.start, c.end) for c in draft.citations)


def _asked_and_told(answer: Answer) -> tuple[str, list[str]]:
    """What an answer answers, and what it quotes."""
    return answer.standalone_question, [citation.quote for citation in answer.citations]


def _of_turn(question: Question, turn: FollowUp) -> Question:
    """What a question says as a follow-up.

    “The last one” is one of what was listed, not an article of the plan, and “and the airport?”
    asks what the turn before asked.
    """
    if not turn.context:
        return question
    if turn.wants_the_same and question.kind == "free":
        question = replace(question, wants=turn.context, kind=answer_kind(turn.context))
    kept = tuple(r for r in question.references if not is_place(r) or r.part)
    return replace(question, references=kept, rest=question.rest if kept else question.text)


class _Clock:
    """Measures the steps of one answer in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._steps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self._steps[step] = round(self._steps.get(step, 0.0) + (now - self._last) * 1000, 2)
        self._last = now

    def timings(self) -> Timings:
        total = round((time.perf_counter() - self._start) * 1000, 2)
        return Timings(total=total, **self._steps)


def _answer(
    id: str,
    question: Question,
    draft: Draft,
    retrieved: tuple[RetrievedUnit, ...],
    clock: _Clock,
) -> Answer:
    return Answer(
        id=id,
        question=question.original,
        standalone_question=question.text,
        status=draft.status,
        answer=draft.text,
        citations=draft.citations,
        retrieved=retrieved,
        timings_ms=clock.timings(),
    )
