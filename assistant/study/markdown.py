"""Sessions, papers, keys and cards as Markdown; every line of content names its article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assistant.answer import Citation
from assistant.study.model import KIND_NAMES, Card, Quiz, QuizQuestion, Session
from assistant.study.scoring import expected
from assistant.timeline import Milestone

_LINK_NAMES = {"term": "提法", "place": "地方", "project": "项目与制度", "indicator": "指标"}
_CARD_NAMES = {"term": "提法", "indicator": "指标", "title": "条文"}
_PART_NUMBERS = "一二三四五六七"


def session_markdown(session: Session) -> str:
    """The hand-out of a session, with the paper and its key at the end."""
    request = session.request
    sections = [
        (
            "学习目标",
            [f"- {line.text}{labels(line.citations)}" for line in session.goals],
        ),
        ("议程", list(_agenda(session))),
        ("要点", list(_points(session))),
        ("要记住的指标", [f"- {i.text}{labels([i.citation])}" for i in session.indicators]),
        ("要记住的时间", [_date(d.milestone, d.text, d.citation) for d in session.dates]),
        (
            "提法解释",
            [f"- **{s.term}**:{s.meaning}{labels([s.citation])}" for s in session.slogans],
        ),
        (
            "条文之间的联系",
            [f"- {_LINK_NAMES[k.kind]}“{k.name}”{labels(k.citations)}" for k in session.links],
        ),
        (
            "讨论题",
            [
                f"{number}. {line.text}{labels(line.citations)}"
                for number, line in enumerate(session.discussion, 1)
            ],
        ),
        (
            "课后任务",
            [
                f"{number}. {line.text}{labels(line.citations)}"
                for number, line in enumerate(session.tasks, 1)
            ],
        ),
        ("依据", [f"- {c.label}:{c.quote}" for c in session.sources]),
    ]
    head = [
        f"# {session.title}",
        f"对象:{request.audience} · 时长:{request.minutes} 分钟 · 难度:{request.difficulty}",
        f"来源:《{session.plan_title}》{session.plan_source}".rstrip(),
    ]
    blocks = ["\n\n".join(head)]
    blocks += [f"## {title}\n\n" + "\n".join(lines) for title, lines in sections if lines]
    if session.quiz.questions:
        blocks += [paper_markdown(session.quiz, level=2), key_markdown(session.quiz, level=2)]
    return "\n\n".join(blocks) + "\n"


def paper_markdown(quiz: Quiz, *, level: int = 1) -> str:
    """The paper without its key."""
    blocks = [f"{'#' * level} {quiz.title}"]
    about = f"共 {len(quiz.questions)} 题,满分 {quiz.points} 分。"
    blocks.append(f"{about}{quiz.note}")
    groups = groupby(quiz.questions, key=lambda question: question.kind)
    for number, (kind, questions) in zip(_PART_NUMBERS, groups, strict=False):
        blocks.append(f"{'#' * (level + 1)} {number}、{KIND_NAMES[kind]}")
        blocks += ["\n".join(_question(question)) for question in questions]
    return "\n\n".join(blocks)


def key_markdown(quiz: Quiz, *, level: int = 1) -> str:
    """The key with the words of the plan that prove it."""
    blocks = [f"{'#' * level} {quiz.title}:答案与依据"]
    for question in quiz.questions:
        worth = f"{question.points} 分,难度:{question.difficulty}"
        lines = [f"{question.number}. **{expected(question)}**({worth})"]
        lines.append(f"   - {question.explanation}")
        lines += [f"   - 依据:{c.quote}[{c.label}]" for c in _unique(question.citations)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def quiz_markdown(quiz: Quiz) -> str:
    """The paper and its key."""
    return f"{paper_markdown(quiz)}\n\n---\n\n{key_markdown(quiz)}\n"


def cards_markdown(title: str, cards: Sequence[Card]) -> str:
    """The cards as tables, one for each kind."""
    blocks = [f"# 记忆卡:{title}", f"共 {len(cards)} 张。"]
    for kind, group in groupby(cards, key=lambda card: card.kind):
        rows = [f"| {_cell(c.front)} | {_cell(c.back)} | {c.citation.label} |" for c in group]
        table = ["| 正面 | 反面 | 依据 |", "| --- | --- | --- |", *rows]
        blocks += [f"## {_CARD_NAMES[kind]}", "\n".join(table)]
    return "\n\n".join(blocks) + "\n"


def labels(citations: Iterable[Citation]) -> str:
    """The labels of citations, each once: ``[第33条][第40条]``."""
    return "".join(f"[{label}]" for label in dict.fromkeys(c.label for c in citations))


def _agenda(session: Session) -> Iterator[str]:
    yield "| 时间 | 分钟 | 环节 | 做什么 | 依据 |"
    yield "| --- | --- | --- | --- | --- |"
    for item in session.agenda:
        end = item.start + item.minutes
        cells = (f"{_clock(item.start)}–{_clock(end)}", str(item.minutes), item.title)
        yield f"| {' | '.join(map(_cell, cells))} | {item.activity} | {labels(item.citations)} |"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _points(session: Session) -> Iterator[str]:
    for point in session.key_points:
        yield f"- **{point.title}**:{point.short}"
        yield f"  > {point.core.quote}{labels([point.core])}"


def _date(milestone: Milestone, text: str, citation: Citation) -> str:
    return f"- **{milestone.year} 年**:{text}{labels([citation])}"


def _question(question: QuizQuestion) -> Iterator[str]:
    yield f"{question.number}. {question.stem}({question.points} 分)"
    if question.kind == "true_false":
        return
    if question.prompts:
        yield ""
        yield from (f"   - ({n}){prompt}" for n, prompt in enumerate(question.prompts, 1))
    if question.options:
        yield ""
        yield from (f"   - {option.letter}. {option.text}" for option in question.options)


def _unique(citations: Iterable[Citation]) -> Iterator[Citation]:
    yield from {(c.start, c.end): c for c in citations}.values()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
