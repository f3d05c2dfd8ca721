"""A quiz on paper, and the sheet with its answers, as Word documents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, zip_longest

from assistant.numerals import to_chinese
from assistant.study.export import texts
from assistant.study.export.handout import labels
from assistant.study.export.paper import (
    BODY_SIZE,
    NOTE,
    OPTION,
    QUOTE,
    STEM,
    TEXT_WIDE,
    Paper,
    keep_together,
)
from assistant.study.export.quiz_text import (
    key_lines,
    key_text,
    numbered_prompts,
    prompt_mark,
)
from assistant.study.export.text_fit import width
from assistant.study.model import KIND_NAMES, QuizQuestion, Session
from assistant.study.scoring import any_of, expected

_EMS = TEXT_WIDE / 12700 / BODY_SIZE - 2  # ems in a line of options
_POINTS_A_LINE = 2  # points of a short answer that earn a line to write on
_FEWEST_LINES, _MOST_LINES = 3, 10


def to_paper(session: Session) -> bytes:
    """Write the quiz as a paper to fill in, without answers."""
    quiz = session.quiz
    paper = Paper(quiz.title, session)
    paper.text(texts.NAME_LINE)
    paper.text(texts.PAPER_ABOUT.format(count=len(quiz.questions), points=quiz.points), NOTE)
    for number, (kind, group) in enumerate(groupby(quiz.questions, lambda q: q.kind), 1):
        questions = list(group)
        paper.heading(_section(number, KIND_NAMES[kind], questions))
        has_worth = len({question.points for question in questions}) > 1
        for question in questions:
            _ask(paper, question, has_worth)
    return paper.save()


def to_answer_sheet(session: Session) -> bytes:
    """Write the key of the quiz: at a glance, then with explanation, quotation and label."""
    quiz = session.quiz
    title = f"{quiz.title} {texts.ANSWERS}"
    paper = Paper(title, session)
    if quiz.note:
        paper.text(quiz.note, NOTE)
    paper.heading(texts.AT_A_GLANCE)
    rows = [
        (
            str(q.number),
            texts.KIND_AND_LEVEL.format(kind=KIND_NAMES[q.kind], level=q.difficulty),
            _glance(q),
            str(q.points),
            labels(q.citations),
        )
        for q in quiz.questions
    ]
    paper.table(texts.KEY_COLUMNS, rows, (0.09, 0.19, 0.42, 0.1, 0.2))
    paper.heading(texts.EXPLAINED)
    for question in quiz.questions:
        _explain(paper, question)
    return paper.save()


def _section(number: int, name: str, questions: Sequence[QuizQuestion]) -> str:
    worth = {question.points for question in questions}
    each = texts.EACH.format(points=worth.pop()) if len(worth) == 1 else ""
    total = sum(question.points for question in questions)
    return texts.PAPER_SECTION.format(
        number=to_chinese(number), name=name, count=len(questions), each=each, total=total
    )


def _ask(paper: Paper, question: QuizQuestion, has_worth: bool) -> None:
    bracket = texts.BRACKET if question.kind in ("single", "multiple", "true_false") else ""
    worth = texts.WORTH.format(points=question.points) if has_worth else ""
    stem = paper.text(f"{question.number}. {question.stem}{bracket}{worth}", STEM)
    # Else such questions, which have no lines of their own, would all stand on one page.
    stem.paragraph_format.keep_with_next = question.kind not in ("true_false", "fill_in")
    options = [texts.option(option) for option in question.options]
    if question.kind in ("single", "multiple", "ordering"):
        _options(paper, options)
    if question.kind == "ordering":
        order = " → ".join([texts.BRACKET] * len(options))
        paper.text(texts.ORDER.format(order=order), OPTION)
    elif question.kind == "matching":
        _pairs(paper, numbered_prompts(question), options)
    elif question.kind == "short_answer":
        lines = question.points // _POINTS_A_LINE + 1
        paper.answer_lines(min(max(lines, _FEWEST_LINES), _MOST_LINES))


def _pairs(paper: Paper, prompts: Sequence[str], options: Sequence[str]) -> None:
    """Set the two columns of a matching question side by side, with room for the answer."""
    rows = [(left, "", right) for left, right in zip_longest(prompts, options, fillvalue="")]
    paper.columns(rows, (0.45, 0.1, 0.45))
    marks = (prompt_mark(number) for number in range(1, len(prompts) + 1))
    pairs = "  ".join(f"{mark}—{texts.BRACKET}" for mark in marks)
    paper.text(texts.MATCH.format(pairs=pairs), OPTION)


def _options(paper: Paper, options: Sequence[str]) -> None:
    """Set options in one line, in two, or one under the other, as their length allows."""
    longest = max(map(width, options), default=0.0)
    in_two = -(-len(options) // 2)
    fitting = (n for n in (len(options), in_two) if n and longest <= _EMS / n - 1)
    columns = next(fitting, 1)
    rows = [options[i : i + columns] for i in range(0, len(options), columns)]
    paper.tabbed(rows, columns)


def _glance(question: QuizQuestion) -> str:
    return key_text(question) or expected(question)


def _explain(paper: Paper, question: QuizQuestion) -> None:
    lines = [paper.text(f"{question.number}. {question.stem}", STEM)]
    lines += [paper.text(line, OPTION, is_bold=True) for line in key_lines(question)]
    for blank, wordings in enumerate(question.accepted, 1):
        if len(wordings) > 1:
            also = ";".join(wordings[1:])
            lines.append(paper.text(texts.ALSO_RIGHT.format(number=blank, wordings=also), OPTION))
    if rule := any_of(question):
        lines.append(paper.text(texts.ANY_OF.format(rule=rule), OPTION, is_bold=True))
    for point in question.scoring:
        text = texts.SCORING.format(text=point.text, points=point.points)
        lines.append(paper.text(text, OPTION, point.citation.label, is_bold=True))
    if question.explanation:
        lines.append(paper.text(texts.EXPLANATION.format(text=question.explanation), OPTION))
    for quote, label in dict.fromkeys((c.quote, c.label) for c in question.citations):
        lines.append(paper.text(quote, QUOTE, label))
    keep_together(lines)
