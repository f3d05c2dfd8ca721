"""Questions and keys in words, the same on paper, on slides and on the answer sheet."""

from __future__ import annotations

from assistant.study.export import texts
from assistant.study.model import QuizQuestion

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def prompt_mark(number: int) -> str:
    """Return the mark of a prompt of a matching question, counted from 1."""
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


def numbered_prompts(question: QuizQuestion) -> list[str]:
    """Return the left-hand column of a matching question with its marks."""
    return [f"{prompt_mark(i)} {prompt}" for i, prompt in enumerate(question.prompts, 1)]


def key_text(question: QuizQuestion) -> str:
    """Return the key of a question in one line; empty for short answers."""
    if question.kind == "matching":
        return "  ".join(f"{prompt_mark(i)}—{letter}" for i, letter in enumerate(question.key, 1))
    if question.kind == "ordering":
        return " → ".join(question.key)
    if question.kind == "fill_in":
        return ";".join(question.key)
    return "、".join(question.key)


def key_lines(question: QuizQuestion) -> list[str]:
    """Return the key with the words of the right options; empty for short answers."""
    options = {option.letter: texts.option(option) for option in question.options}
    right = [options.get(letter, letter) for letter in question.key]
    key = [texts.KEY.format(key=key_text(question))]
    if question.kind == "matching":
        pairs = zip(numbered_prompts(question), right, strict=True)
        return [*key, *(f"{prompt} — {option}" for prompt, option in pairs)]
    if question.kind in ("multiple", "ordering"):
        return [*key, *right]
    if question.kind == "fill_in":
        return key
    return [texts.KEY.format(key=right[0])] if right else []


def right_letters(question: QuizQuestion) -> frozenset[str]:
    """Return the letters of the options to be ticked; empty for other kinds of question."""
    is_ticked = question.kind in ("single", "multiple", "true_false")
    return frozenset(question.key) if is_ticked else frozenset()
