"""``python -m assistant study``: sessions, papers and cards on parts, articles or a topic."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console

from assistant.settings import load_settings
from assistant.study.model import (
    AUDIENCES,
    DIFFICULTIES,
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_QUESTIONS,
    VERSIONS,
    Audience,
    Difficulty,
    Request,
    StudyError,
    Version,
)

if TYPE_CHECKING:
    from assistant.study.session import Trainer

study_app = typer.Typer(help="备课:由部分、条文或专题生成学习方案、试卷和记忆卡。")
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

_Name = TypeVar("_Name", bound=str)
Parts = Annotated[list[int] | None, typer.Option("--part", help="部分的序号,可重复给出")]
Articles = Annotated[list[int] | None, typer.Option("--article", help="条号,可重复给出")]
Topic = Annotated[str, typer.Option("--topic", help="专题,如 煤层气;与部分、条文二选一")]
ForWhom = Annotated[str, typer.Option("--audience", help=f"对象:{'、'.join(AUDIENCES)}")]
Minutes = Annotated[
    int, typer.Option("--minutes", help=f"时长,{LEAST_MINUTES} 至 {MOST_MINUTES} 分钟")
]
Level = Annotated[str, typer.Option("--difficulty", help=f"难度:{'、'.join(DIFFICULTIES)}")]
Number = Annotated[int, typer.Option("--questions", help=f"题数,0 至 {MOST_QUESTIONS}")]
Seed = Annotated[int, typer.Option("--seed", help="随机种子;相同的种子得到相同的试卷")]
Which = Annotated[str, typer.Option("--version", help=f"试卷版本:{'、'.join(VERSIONS)}")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Out = Annotated[Path | None, typer.Option("--out", help="写入这个文件,不写到屏幕")]


@study_app.command()
def session(
    part: Parts = None,
    article: Articles = None,
    topic: Topic = "",
    audience: ForWhom = "机关干部",
    minutes: Minutes = 90,
    difficulty: Level = "中",
    questions: Number = 20,
    seed: Seed = 1,
    version: Which = "A",
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """生成一次学习的全部内容:目标、议程、要点、讨论题、任务和试卷。"""
    from assistant.study.markdown import session_markdown

    request = _request(
        part, article, topic, audience, minutes, difficulty, questions, seed, version
    )
    made = _trainer().session(request)
    _write(_json(made) if as_json else session_markdown(made), out)


@study_app.command()
def quiz(
    part: Parts = None,
    article: Articles = None,
    topic: Topic = "",
    difficulty: Level = "中",
    questions: Number = 20,
    seed: Seed = 1,
    version: Which = "A",
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """生成试卷,附答案和依据的条文。"""
    from assistant.study.markdown import quiz_markdown

    request = _request(part, article, topic, "机关干部", 90, difficulty, questions, seed, version)
    made = _trainer().quiz(request)
    _write(_json(made) if as_json else quiz_markdown(made), out)


@study_app.command()
def cards(
    part: Parts = None,
    article: Articles = None,
    topic: Topic = "",
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """生成记忆卡:提法与含义、指标与数值、条文与标题。"""
    from assistant.study.markdown import cards_markdown

    request = Request(tuple(part or ()), tuple(article or ()), topic)
    trainer = _trainer()
    made = trainer.cards(request)
    title = trainer.scope(request).title
    _write(_json(made) if as_json else cards_markdown(title, made), out)


@study_app.command()
def materials(
    out: Annotated[Path, typer.Option("--out", help="写入这个文件夹,没有时新建")],
    part: Parts = None,
    article: Articles = None,
    topic: Topic = "",
    audience: ForWhom = "机关干部",
    minutes: Minutes = 90,
    difficulty: Level = "中",
    questions: Number = 20,
    seed: Seed = 1,
    version: Which = "A",
    formats: Annotated[
        str, typer.Option("--format", help="格式,用逗号分开:docx、pptx、apkg、md、pictures、zip")
    ] = "zip",
) -> None:
    """生成讲义、试卷和答案、课件、记忆卡片、图片等文件。"""
    from assistant.study.export import export, read_formats

    request = _request(
        part, article, topic, audience, minutes, difficulty, questions, seed, version
    )
    names = read_formats(formats)
    trainer = _trainer()
    files = export(trainer.plan, trainer.session(request), names)
    if not files:
        raise StudyError("所选范围没有可以写成这些格式的内容,请换一种格式,如 docx。")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file in files:
            (out / file.name).write_bytes(file.data)
    except OSError as error:
        raise StudyError(f"无法写入 {out}。请检查路径和权限。") from error
    for file in files:
        err.print(f"已写入 {out / file.name}。")


def _request(
    parts: list[int] | None,
    articles: list[int] | None,
    topic: str,
    audience: str,
    minutes: int,
    difficulty: str,
    questions: int,
    seed: int,
    version: str,
) -> Request:
    for_whom: Audience = _one_of(audience, AUDIENCES, "对象")
    level: Difficulty = _one_of(difficulty, DIFFICULTIES, "难度")
    which: Version = _one_of(version, VERSIONS, "试卷版本")
    return Request(
        parts=tuple(parts or ()),
        articles=tuple(articles or ()),
        topic=topic,
        audience=for_whom,
        minutes=minutes,
        difficulty=level,
        questions=questions,
        seed=seed,
        version=which,
    )


def _one_of(given: str, names: tuple[_Name, ...], what: str) -> _Name:
    """The name of a table that a user typed."""
    for name in names:
        if name == given:
            return name
    raise StudyError(f"没有“{given}”这种{what},可选:{'、'.join(names)}。")


def _trainer() -> Trainer:
    from assistant.answering import Assistant
    from assistant.study.session import Trainer

    return Trainer(Assistant.open(load_settings(llm="off"), notify=err.print))


def _json(made: object) -> str:
    from assistant.study.data import as_data

    return json.dumps(as_data(made), ensure_ascii=False)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StudyError(f"无法写入 {out}。请检查路径和权限。") from error
    err.print(f"已写入 {out}。")
