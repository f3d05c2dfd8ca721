"""The product without what it learned from questions: that is the difference to ours."""

from __future__ import annotations

from assistant.answering import Assistant
from assistant.judge import Judge
from assistant.matching import no_matcher
from assistant.settings import Settings


def open_system(settings: Settings) -> Assistant:
    """Open the assistant with maps that change nothing, and without verdicts on questions."""
    learned = Assistant.open(settings)
    vectors = learned.retriever.passage_vectors()
    matcher = no_matcher(learned.retriever.encoder_name, vectors.shape[1])
    retriever = learned.retriever.with_matcher(matcher)
    judge = Judge(retriever.passages, vectors, None, None)
    return Assistant(learned.plan, retriever, learned.selector, settings, learned.checker, judge)
