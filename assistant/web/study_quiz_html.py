"""A quiz to be taken on the page, as HTML: the form, its marks, the table of results."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from html import escape

from assistant.plan import Plan
from assistant.study.export.quiz_text import prompt_mark
from assistant.study.export.texts import option
from assistant.study.model import KIND_NAMES, Option, QuestionKind, QuizQuestion, Session
from assistant.study.scoring import Marked, Result
from assistant.web import texts
from assistant.web.study_html import basis, empty
from assistant.web.study_record import (
    MAX_NAME,
    MAX_TEXT,
    Head,
    Taken,
    result_rows,
    results_csv,
)

_BLANK = "____"


def quiz_form(session: Session, head: Head) -> str:
    """Return the paper as a form that study.js keeps, sends and fills with marks."""
    quiz = session.quiz
    if not quiz.questions:
        form = empty(texts.ST_NO_QUESTIONS)
    else:
        lead = texts.ST_QUIZ_LEAD.format(count=len(quiz.questions), points=quiz.points)
        rows = "".join(_field(question) for question in quiz.questions)
        hint = escape(texts.ST_NAME_PLACEHOLDER.format(limit=MAX_NAME))
        form = (
            f"<p class='quiet'>{escape(lead)}</p>"
            f"<p class='who'><label>{escape(texts.ST_NAME)} <input name='who' autocomplete='off' "
            f"maxlength='{MAX_NAME}' placeholder='{hint}'></label></p>"
            f"{rows}<p class='told' role='alert'></p><div class='score' tabindex='-1'></div>"
            f"<p class='acts'><button type='submit' class='main'>{escape(texts.ST_SUBMIT)}</button>"
            f"<button type='button' data-do='again' hidden>{escape(texts.ST_AGAIN)}</button>"
            f"<button type='button' data-do='next' hidden>{escape(texts.ST_NEXT)}</button></p>"
        )
    return (
        f"<form class='quiz' data-head='{escape(head.model_dump_json())}' autocomplete='off' "
        f"novalidate><h2>{escape(quiz.title)}</h2>{form}</form>"
        f"<section class='results' aria-label='{escape(texts.ST_RESULTS)}'></section>"
    )


def feedback(plan: Plan, marked: Marked) -> str:
    """Return what a participant is told of one answer."""
    earned = texts.ST_EARNED.format(
        verdict=_verdict(marked), points=f"{marked.points:g}", most=marked.most
    )
    kind = "right" if marked.is_right else "partly" if marked.points else "wrong"
    return (
        f"<p class='{kind}'>{escape(earned)}</p>"
        f"<p>{escape(texts.ST_EXPECTED.format(key=marked.expected))}</p>"
        f"<p>{escape(texts.ST_WHY.format(text=marked.explanation))}</p>"
        f"{basis(plan, marked.citations)}"
    )


def score_line(name: str, result: Result) -> str:
    """Return the score of a whole paper."""
    words = texts.ST_SCORE.format(
        name=name, points=f"{result.points:g}", most=result.most, right=result.right,
        count=len(result.marked),
    )  # fmt: skip
    return f"<p role='status'>{escape(words)}</p>"


def results_table(results: Sequence[Taken]) -> str:
    """Return the results of this browser's participants with a link that downloads them."""
    head = f"<h2>{escape(texts.ST_RESULTS)}</h2>"
    if not results:
        return head + empty(texts.ST_NO_RESULTS.format(next=texts.ST_NEXT))
    rate = sum(each.points for each in results) / sum(each.most for each in results)
    lead = texts.ST_RESULTS_LEAD.format(count=len(results), rate=f"{rate:.0%}")
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in texts.ST_RESULT_COLUMNS)
    rows = "".join(
        f"<tr><th scope='row'>{escape(first)}</th>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in others)
        + "</tr>"
        for first, *others in result_rows(results)
    )
    data = base64.b64encode(results_csv(results).encode("utf-8-sig")).decode()
    return (
        f"{head}<p class='quiet'>{escape(lead)}</p>"
        f"<div class='wide' tabindex='0' role='group' aria-label='{escape(texts.ST_RESULTS)}'>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"<p class='acts'><a class='button' download='{escape(texts.ST_RESULTS_CSV_NAME)}' "
        f"href='data:text/csv;base64,{data}'>{escape(texts.ST_RESULTS_CSV)}</a>"
        f"<button type='button' data-do='forget' data-ask='{escape(texts.ST_FORGET_ASK)}'>"
        f"{escape(texts.ST_FORGET)}</button></p>"
    )


def _verdict(marked: Marked) -> str:
    if not marked.given:
        return texts.ST_OPEN
    if marked.is_right:
        return texts.ST_RIGHT
    return texts.ST_PARTLY if marked.points else texts.ST_WRONG


def _field(question: QuizQuestion) -> str:
    stem, body = _STEMS.get(question.kind, _plain_stem)(question), _BODIES[question.kind](question)
    points = texts.ST_POINTS.format(points=question.points)
    return (
        f"<fieldset data-number='{question.number}' data-kind='{question.kind}'>"
        f"<legend><b>{question.number}.</b> <span class='kind'>"
        f"{escape(KIND_NAMES[question.kind])}</span> {stem}{escape(points)}</legend>"
        f"{body}<div class='mark'></div></fieldset>"
    )


def _plain_stem(question: QuizQuestion) -> str:
    return escape(question.stem)


def _blank_stem(question: QuizQuestion) -> str:
    """The sentence with a box for each blank."""
    first, *others = (escape(piece) for piece in question.stem.split(_BLANK))
    boxes = (
        f"<input maxlength='{MAX_TEXT}' aria-label='"
        f"{escape(texts.ST_BLANK_NAME.format(number=question.number, blank=blank))}'>{piece}"
        for blank, piece in enumerate(others, 1)
    )
    return first + "".join(boxes)


def _ticks(question: QuizQuestion) -> str:
    kind = "checkbox" if question.kind == "multiple" else "radio"
    hint = f"<p class='quiet'>{escape(texts.ST_MULTIPLE_HINT)}</p>" if kind == "checkbox" else ""
    return hint + "".join(
        f"<label><input type='{kind}' name='st-q{question.number}' "
        f"value='{escape(choice.letter)}'><span>{escape(option(choice))}</span></label>"
        for choice in question.options
    )


def _nothing(question: QuizQuestion) -> str:
    return ""


def _pairs(question: QuizQuestion) -> str:
    choices = "".join(
        f"<option value='{escape(choice.letter)}'>{escape(option(choice))}</option>"
        for choice in question.options
    )
    first = f"<option value=''>{escape(texts.ST_CHOOSE)}</option>"
    return "".join(
        f"<label class='pair'><span>{escape(prompt_mark(number))} {escape(prompt)}</span>"
        f"<select>{first}{choices}</select></label>"
        for number, prompt in enumerate(question.prompts, 1)
    )


def _order(question: QuizQuestion) -> str:
    rows = "".join(map(_order_row, question.options))
    return f"<p class='quiet'>{escape(texts.ST_ORDER_HINT)}</p><ol class='order'>{rows}</ol>"


def _order_row(choice: Option) -> str:
    buttons = "".join(
        f"<button type='button' data-do='{act}' aria-label='"
        f"{escape(name.format(text=option(choice)))}'>{sign}</button>"
        for act, name, sign in (("up", texts.ST_UP, "↑"), ("down", texts.ST_DOWN, "↓"))
    )
    return (
        f"<li data-letter='{escape(choice.letter)}'><span>{escape(option(choice))}</span>"
        f"<span class='moves'>{buttons}</span></li>"
    )


def _text(question: QuizQuestion) -> str:
    name = escape(texts.ST_ANSWER_NAME.format(number=question.number))
    return f"<textarea rows='4' maxlength='{MAX_TEXT}' aria-label='{name}'></textarea>"


_STEMS: dict[QuestionKind, Callable[[QuizQuestion], str]] = {"fill_in": _blank_stem}
_BODIES: dict[QuestionKind, Callable[[QuizQuestion], str]] = {
    "single": _ticks,
    "multiple": _ticks,
    "true_false": _ticks,
    "fill_in": _nothing,
    "matching": _pairs,
    "ordering": _order,
    "short_answer": _text,
}


def marks(plan: Plan, marked: Iterable[Marked]) -> dict[int, str]:
    """Return what a participant is told of each answer, by number of the question."""
    return {each.number: feedback(plan, each) for each in marked}
