"""The assistant: one question in, one checked answer object out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant import texts
from assistant.answer import Answer, Citation, RetrievedUnit, Status, Timings, cite
from assistant.conversation import standalone
from assistant.evidence import Evidence, EvidenceSelector, load_model, states
from assistant.lexicon import load_lexicon
from assistant.lookup import display_spans, explain_missing, find_units, named_part
from assistant.passages import PASSAGE_VERSION, Passage, split_passages, without_item_mark
from assistant.plan import Plan, load_plan
from assistant.question import AnswerKind, Question, Reference, is_chinese, normalise, understand
from assistant.retrieval import DEFAULT_FUSION, Fusion, Query, Ranking, Retriever
from assistant.settings import Settings
from assistant.words import Segmenter, extract_terms
from embeddings import (
    Encoder,
    EncoderSettings,
    Entry,
    VectorIndex,
    load_encoder,
    open_index,
)


class Assistant:
    """Answers questions about one plan; safe to use from several threads."""

    def __init__(
        self, plan: Plan, retriever: Retriever, selector: EvidenceSelector, settings: Settings
    ) -> None:
        """Use an opened retriever; `open` does the opening."""
        self.plan = plan
        self.retriever = retriever
        self.selector = selector
        self.settings = settings

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
        plan = load_plan(settings.plan_file)
        passages = split(plan)
        encoder = encoder_for(settings)
        index = open_plan_index(settings, plan, passages, encoder, on_progress, notify)
        segmenter = Segmenter(extract_terms(plan.text))
        retriever = Retriever(plan, passages, index, encoder, segmenter, load_lexicon(), fusion)
        selector = EvidenceSelector(plan, passages, segmenter, load_model())
        return cls(plan, retriever, selector, settings)

    def ask(self, question: str, history: Sequence[Answer] = (), *, id: str = "") -> Answer:
        """Answer one question.

        Args:
            question: Any text a user may enter.
            history: Earlier answers of this conversation, oldest first.
            id: The asker's name for the question.
        """
        clock = _Clock()
        understood = understand(question, self._standalone(question, history))
        clock.lap("understand")
        problem = self._unusable(question)
        if problem:
            return _answer(id, understood, _Draft("refused", problem), (), clock)
        query = self.retriever.query(understood.text)
        ranking = self.retriever.search(query)
        clock.lap("retrieve")
        draft = self._draft(understood, query, ranking)
        retrieved = self._retrieved(understood.references, ranking)
        clock.lap("answer")
        return _answer(id, understood, draft, retrieved, clock)

    def ask_turns(self, turns: Sequence[str], *, id: str = "") -> Answer:
        """Answer the last turn of a conversation, having answered those before it."""
        history: list[Answer] = []
        for turn in turns[:-1]:
            history.append(self.ask(turn, history))
        return self.ask(turns[-1] if turns else "", history, id=id)

    def _standalone(self, question: str, history: Sequence[Answer]) -> str:
        text = normalise(question)
        earlier = [a.standalone_question for a in history if a.status != "refused"]
        if not earlier or len(text) > self.settings.max_question_chars:
            return text
        has_subject = bool(self.retriever.query(text).concepts)
        return standalone(text, earlier, has_subject=has_subject)

    def _unusable(self, question: str) -> str | None:
        """Why a question cannot be worked on, in the user's words; None when it can."""
        limit = self.settings.max_question_chars
        if not question.strip():
            return texts.EMPTY
        if len(question) > limit:
            return texts.TOO_LONG.format(length=len(question), limit=limit)
        if not re.search(r"[^\W_]", normalise(question)):
            return texts.NO_WORDS
        return None

    def _draft(self, question: Question, query: Query, ranking: Ranking) -> _Draft:
        references = question.references
        named = [unit for ref in references for unit in find_units(self.plan, ref)]
        missing = [text for ref in references if (text := explain_missing(self.plan, ref))]
        if references and not named:
            return _Draft("not_in_plan", "\n\n".join(missing))
        if named and not question.remainder:
            return self._show(references, missing)
        within = {unit.key for unit in named}
        # Signals of a question in another script cannot be compared: half of them count words.
        is_foreign = is_chinese(question.text) and not self.selector.is_supported(query, ranking)
        if is_foreign and not named:
            return self._from_evidence((), question.kind, missing)
        evidence = self.selector.select(query, ranking, question.kind, within)
        return self._from_evidence(evidence, question.kind, missing)

    def _show(self, references: tuple[Reference, ...], missing: list[str]) -> _Draft:
        """Quote what is named: units whole, of a part its introduction and its articles' titles."""
        blocks, quoted = list(missing), []
        for reference in references:
            part = named_part(self.plan, reference)
            citations = [
                cite(self.plan, unit, span)
                for unit in find_units(self.plan, reference)
                for span in display_spans(unit, titles_only=part is not None)
            ]
            if part:
                count = len(part.articles)
                heading = texts.PART_OUTLINE.format(label=part.label, title=part.title, count=count)
                blocks.append(heading)
            blocks.append(compose(citations))
            quoted.extend(citations)
        unique = {(c.start, c.end): c for c in quoted}
        return _Draft("answered", "\n\n".join(filter(None, blocks)), tuple(unique.values()))

    def _from_evidence(
        self, evidence: Sequence[Evidence], kind: AnswerKind, missing: list[str]
    ) -> _Draft:
        if not evidence:
            text = texts.NOT_IN_PLAN.format(title=self.plan.title)
            return _Draft("not_in_plan", "\n\n".join([*missing, text]))
        citations = tuple(cite(self.plan, e.unit, e.span) for e in evidence)
        what = texts.ASKED_FOR.get(kind)
        best = max(evidence, key=lambda e: e.probability)
        # A figure in a sentence further down is about something else more often than not.
        if what and not states(self.plan.quote(best.span), kind):
            lead = texts.PARTIAL.format(what=what)
            return _Draft("partial", "\n\n".join([*missing, lead, compose(citations)]), citations)
        return _Draft("answered", "\n\n".join([*missing, compose(citations)]), citations)

    def _retrieved(
        self, references: tuple[Reference, ...], ranking: Ranking
    ) -> tuple[RetrievedUnit, ...]:
        """Named units first, then the ranking, each unit once."""
        scores = {unit.key: score for unit, score in ranking.units}
        named = [unit for ref in references for unit in find_units(self.plan, ref)]
        ranked = [unit for unit, _ in ranking.units]
        units = {unit.key: unit for unit in [*named, *ranked]}
        keep = max(self.settings.retrieved_units, len({unit.key for unit in named}))
        return tuple(
            RetrievedUnit(article=u.article, part=u.part, score=round(scores[u.key], 4))
            for u in list(units.values())[:keep]
        )


def encoder_for(settings: Settings) -> Encoder:
    """Load the encoder that the settings name.

    Raises:
        EmbeddingError: It is not installed or cannot be loaded.
    """
    return load_encoder(
        EncoderSettings(
            model=settings.encoder,
            device=settings.encoder_device,
            query_prompt=settings.encoder_query_prompt,
            passage_prompt=settings.encoder_passage_prompt,
        )
    )


def open_plan_index(
    settings: Settings,
    plan: Plan,
    passages: Sequence[Passage],
    encoder: Encoder,
    on_progress: Callable[[int, int], None] | None = None,
    notify: Callable[[str], None] | None = None,
    *,
    rebuild: bool = False,
) -> VectorIndex:
    """Open the index of these passages, building it first when needed or when told to.

    Raises:
        EmbeddingError: The index cannot be read, built or stored.
    """
    return open_index(
        settings.index_folder,
        index_entries(passages),
        encoder,
        source_sha256=plan.sha256,
        passage_version=PASSAGE_VERSION,
        on_progress=on_progress,
        notify=notify,
        rebuild=rebuild,
    )


def index_entries(passages: Sequence[Passage]) -> list[Entry]:
    """What the index holds of each passage."""
    return [Entry(passage.id, passage.search_text) for passage in passages]


def compose(citations: Sequence[Citation]) -> str:
    """Write verbatim statements, each followed by its label; several become a list."""
    statements = [f"{without_item_mark(c.quote)}[{c.label}]" for c in citations]
    if len(statements) == 1:
        return statements[0]
    return "\n".join(f"- {statement}" for statement in statements)


class _Draft(NamedTuple):
    """What an answer says, before it is put into the answer object."""

    status: Status
    text: str
    citations: tuple[Citation, ...] = ()


class _Clock:
    """Measures the steps of one answer in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._steps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self._steps[step] = round((now - self._last) * 1000, 2)
        self._last = now

    def timings(self) -> Timings:
        total = round((time.perf_counter() - self._start) * 1000, 2)
        return Timings(total=total, **self._steps)


def _answer(
    id: str,
    question: Question,
    draft: _Draft,
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
