"""Answers and questions as the chat component shows them: Markdown with links, all escaped."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from html import escape

from assistant.answer import Answer, Citation
from assistant.courtesies import status_shown
from assistant.plan import Plan
from assistant.web import texts
from assistant.web.article_panel import anchor

_LONGEST_HINT = 160  # characters of a quotation that hovering shows
_PUNCTUATION = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation}


def literal(text: str) -> str:
    """Write text so that Markdown shows it as it is: no markup, no links, no HTML."""
    lines = text.translate(_PUNCTUATION).splitlines()
    return "<br>".join(re.sub(r"^\s+", lambda m: "&nbsp;" * len(m.group()), line) for line in lines)


def render_answer(plan: Plan, answer: Answer) -> tuple[str, ...]:
    """Return the Markdown of an answer in pieces: its status, its statements, its remarks.

    Labels of cited units become links to their place in the panel, with the quotation as title.
    """
    labels = "|".join({re.escape(c.label) for c in answer.citations}) or r"(?!)"
    linked = []
    for statement in re.split(r"(?<=\])(?!\()", answer.answer):
        link = _Linker(plan, answer.citations, statement)
        linked.append(re.sub(rf"\[({labels})\](?!\()", link, statement))
    written = (f"\n\n{texts.WRITTEN}",) if answer.engine == "llm" else ()
    notes = (f"\n\n{texts.NOTE.format(note=note)}" for note in answer.checks.notes)
    shown = status_shown(answer)
    return (status(shown, texts.STATUS[shown]), *linked, *written, *notes)


def render_sources(plan: Plan, answer: Answer) -> str:
    """Return the list of quotations that an answer rests on, folded; empty without any."""
    if not answer.citations:
        return ""
    rows = "".join(f"<li>{_source(plan, citation)}</li>" for citation in answer.citations)
    summary = escape(texts.SOURCES.format(count=len(answer.citations)))
    origin = literal(texts.COPIED_FROM.format(title=plan.title)) if plan.title else ""
    return (
        f"\n\n<details class='sources'><summary>{summary}</summary><ol>{rows}</ol>"
        f"<p class='origin'>{origin}</p></details>"
        f"\n\n<a href='#copy' class='copy-answer'>{escape(texts.COPY_ANSWER)}</a>"
    )


def status(kind: str, words: str) -> str:
    """Return the mark that an answer begins with."""
    return f'<span class="status status-{kind}">{escape(words)}</span>\n\n'


class _Linker:
    """Turns the labels of one statement into links."""

    def __init__(self, plan: Plan, citations: Sequence[Citation], statement: str) -> None:
        self._plan = plan
        self._citations = citations
        self._statement = statement

    def __call__(self, match: re.Match[str]) -> str:
        labelled = [c for c in self._citations if c.label == match[1]]
        citation = next((c for c in labelled if c.quote in self._statement), labelled[0])
        unit = self._plan.unit_at(citation.start)
        if unit is None:
            return match[0]
        quote = " ".join(citation.quote.split())
        hint = quote[:_LONGEST_HINT] + ("…" if len(quote) > _LONGEST_HINT else "")
        return f'[[{match[1]}]](#{anchor(unit)} "{literal(hint)}")'


def _source(plan: Plan, citation: Citation) -> str:
    unit = plan.unit_at(citation.start)
    text = texts.SOURCE.format(
        label=citation.label, title=citation.title, quote=" ".join(citation.quote.split())
    )
    label = literal(citation.label)
    rest = literal(text.removeprefix(citation.label))
    return f"<a href='#{anchor(unit)}'>{label}</a>{rest}" if unit else literal(text)
