"""The pipeline of the tutorials: fixed-size chunks, dense search, the four best chunks.

There is no language model behind it here, so its answer is the text that a model would be given;
that favours it on key facts and shows what its citations are worth.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.answer import Answer, Citation, RetrievedUnit, Timings
from assistant.indexing import encoder_for
from assistant.plan import Plan, Unit, load_plan
from assistant.settings import Settings

CHUNK_CHARS = 500
OVERLAP_CHARS = 50
CHUNKS = 4
SEARCHED = 40


class Tutorial:
    """Answers with the chunks nearest to the question; cites the units that they overlap."""

    def __init__(self, settings: Settings) -> None:
        """Split and encode the plan."""
        self.plan: Plan = load_plan(settings.plan_file)
        self._encoder = encoder_for(settings)
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS, add_start_index=True
        )
        self._chunks = [
            (doc.metadata["start_index"], doc.page_content)
            for doc in splitter.create_documents([self.plan.text])
        ]
        self._vectors = self._encoder.encode_passages([text for _, text in self._chunks])

    def ask_turns(self, turns: Sequence[str], *, id: str = "") -> Answer:
        """Answer the last turn; earlier ones are prepended, as such pipelines do."""
        begun = time.perf_counter()
        scores = self._vectors @ self._encoder.encode_queries([" ".join(turns)])[0]
        order = [int(i) for i in (-scores).argsort(kind="stable")]
        chunks = [self._chunks[i] for i in order[:CHUNKS]]
        citations = [c for start, text in chunks for c in self._cite(start, text)]
        ranked: dict[str, RetrievedUnit] = {}
        for i in order[:SEARCHED]:
            for unit in self._units(*self._chunks[i]):
                entry = RetrievedUnit(article=unit.article, part=unit.part, score=float(scores[i]))
                ranked.setdefault(unit.key, entry)
        return Answer(
            id=id,
            question=turns[-1],
            standalone_question=" ".join(turns),
            status="answered" if citations else "not_in_plan",
            answer="\n\n".join(text for _, text in chunks),
            citations=tuple(citations),
            retrieved=tuple(ranked.values()),
            engine="tutorial",
            timings_ms=Timings(total=(time.perf_counter() - begun) * 1000),
        )

    def _units(self, start: int, text: str) -> list[Unit]:
        end = start + len(text)
        return [u for u in self.plan.citable if u.start < end and start < u.end]

    def _cite(self, start: int, text: str) -> list[Citation]:
        return [
            Citation(
                article=unit.article,
                part=unit.part,
                label=unit.label,
                title=unit.title,
                quote=self.plan.text[max(start, unit.start) : min(start + len(text), unit.end)],
                start=max(start, unit.start),
                end=min(start + len(text), unit.end),
            )
            for unit in self._units(start, text)
        ]


def open_system(settings: Settings) -> Tutorial:
    """Open the pipeline."""
    return Tutorial(settings)
