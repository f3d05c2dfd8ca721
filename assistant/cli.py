"""The command line: ``python -m assistant`` and its commands (`--help` lists them)."""

from __future__ import annotations

import io
import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from typer.exceptions import TyperException

from assistant import texts
from assistant.answer import Answer
from assistant.courtesies import status_shown
from assistant.errors import AssistantError
from assistant.failures import answer_or_failure, crash_text
from assistant.plan import Plan, Unit, load_plan
from assistant.question import normalise
from assistant.settings import load_settings
from assistant.study_cli import study_app
from assistant.users_cli import users_app
from embeddings import EmbeddingError

if TYPE_CHECKING:
    from assistant.answering import Assistant

app = typer.Typer(
    help="规划问答:回答与规划文本有关的问题,并给出条文依据。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
llm_app = typer.Typer(help="本地语言模型:安装,或作为接口提供给其他程序。")
app.add_typer(llm_app, name="llm")
app.add_typer(users_app, name="users")
app.add_typer(study_app, name="study")
out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


_STATUS = {
    "answered": "回答",
    "partial": "部分回答(规划没有直接说明所问的内容)",
    "not_in_plan": "规划未提及",
    "refused": "无法处理",
    "courtesy": "使用提示",
}


def main() -> None:
    """Run the command line; failures become a Chinese line and an exit status."""
    # What goes wrong beside the answer stands in its notes; log lines would come between.
    logging.getLogger("assistant").addHandler(logging.NullHandler())
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except (AssistantError, EmbeddingError) as error:
        err.print(str(error))
        status = 1
    except (typer.Abort, KeyboardInterrupt):
        err.print("已中断。")
        status = 130
    except TyperException as error:
        err.print(f"命令有误:{error.format_message()}\n用 python -m assistant --help 查看用法。")
        status = 2
    except Exception as error:  # a traceback is nothing for users, and nothing to be lost
        err.print(crash_text(error))
        status = 1
    sys.exit(status if isinstance(status, int) else 0)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="要问的问题")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出完整的答案对象")] = False,
    batch: Annotated[Path | None, typer.Option(help="问题文件,每行一个 JSON 对象")] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="结果文件,每行一个答案")] = None,
) -> int:
    """回答一个问题,或用 --batch 回答一个文件里的问题。"""
    if batch:
        if question is not None:
            raise typer.BadParameter("问题和 --batch 只能给出一样;问题请写进问题文件。")
        if out_file is None:
            raise typer.BadParameter("--batch 需要同时给出 --out 结果文件。")
        return _ask_batch(batch, out_file)
    if question is None:
        raise typer.BadParameter("请给出一个问题,或用 --batch 指定问题文件。")
    if out_file:
        raise typer.BadParameter(
            "--out 只用于 --batch;单个问题的答案显示在屏幕上,可用 > 存入文件。"
        )
    assistant = _open_assistant()
    if assistant.writer and sys.stderr.isatty():
        err.print(texts.WRITING)
    folder = assistant.settings.data_folder
    answer = answer_or_failure(lambda: assistant.ask(question), question, folder)
    if as_json:
        sys.stdout.write(answer.model_dump_json() + "\n")
    else:
        _print_answer(answer)
    return 1 if answer.engine == "error" else 0


@app.command()
def chat(
    as_json: Annotated[bool, typer.Option("--json", help="每个回答输出完整的答案对象")] = False,
) -> int:
    """连续对话:可以接着上一问追问;输入“新话题”重新开始,输入“退出”结束。"""
    assistant = _open_assistant()
    history: list[Answer] = []
    if sys.stdin.isatty():
        err.print(texts.CHAT_OPENING.format(title=assistant.plan.title))
    for line in _typed_lines():
        if line in texts.CHAT_END:
            break
        if line in texts.CHAT_ANEW:
            history.clear()
            err.print(texts.CHAT_CLEARED)
            continue
        answer = answer_or_failure(
            partial(assistant.ask, line, tuple(history)), line, assistant.settings.data_folder
        )
        history.append(answer)
        if as_json:
            sys.stdout.write(answer.model_dump_json() + "\n")
        else:
            is_completed = answer.standalone_question != normalise(line)
            if is_completed and answer.status != "refused":
                out.print(texts.CHAT_UNDERSTOOD.format(question=answer.standalone_question))
            _print_answer(answer)
            out.print()
        sys.stdout.flush()
    return 0


@app.command()
def show(
    target: Annotated[
        str | None, typer.Argument(help="条号、部分或标题中的词,如 33、第七部分、营商环境")
    ] = None,
    outline: Annotated[bool, typer.Option("--outline", help="列出全部部分和条文标题")] = False,
    indicators: Annotated[bool, typer.Option("--indicators", help="列出全部数量指标")] = False,
) -> int:
    """显示条文原文、一个部分、全文目录,或数量指标。"""
    plan = load_plan(load_settings().plan_file)
    if indicators:
        _print_indicators(plan)
        return 0
    if outline or target is None:
        _print_outline(plan)
        return 0
    units, missing = _find_units(plan, target)
    for text in missing:
        err.print(text)
    if not units and not missing:
        err.print(
            f"没有找到“{target}”。条号为 1 至 {len(plan.articles)},"
            "也可以写部分(如 第七部分)或标题中的词;show --outline 列出目录。"
        )
    for unit in units:
        _print_unit(plan, unit)
    return 0 if units else 1


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(help="规划或法规的文本文件")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> int:
    """解析任意规划或法规文本,列出各单元及其位置。"""
    try:
        plan = load_plan(file)
    except AssistantError as error:
        err.print(f"{file}:{error}")
        return 2
    if as_json:
        sys.stdout.write(json.dumps(_outline_data(plan), ensure_ascii=False) + "\n")
        return 0
    for unit in plan.units:
        out.print(f"{unit.label}\t{unit.title}\t{unit.start}\t{unit.end}")
    return 0


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="不论现有索引如何都重建")] = False,
) -> int:
    """建立或校验向量索引。"""
    from assistant.indexing import encoder_for, open_indexes
    from assistant.passages import split_passages
    from assistant.reader import open_reader
    from assistant.words import Segmenter, extract_terms

    settings = load_settings()
    plan = load_plan(settings.plan_file)
    passages = split_passages(plan)
    encoder = encoder_for(settings)
    segmenter = Segmenter(extract_terms(plan.text))
    with progress("建立索引") as report:
        open_indexes(
            settings, plan, passages, segmenter, encoder, report, err.print, rebuild=rebuild
        )
    open_reader(encoder.name, settings.index_folder)
    out.print(f"索引可用:{len(passages)} 个段落,位于 {settings.index_folder}。")
    return 0


@app.command()
def doctor() -> int:
    """检查安装、模型、索引和引擎,并说明如何处理不可用之处。"""
    from assistant.doctor import examine

    findings = examine(load_settings())
    for finding in findings:
        mark = {"ok": "可用  ", "off": "未启用", "bad": "有问题"}[finding.state]
        out.print(f"[{mark}] {finding.subject}:{finding.detail}")
        if finding.advice:
            out.print(f"         → {finding.advice}")
    return 1 if any(finding.state == "bad" for finding in findings) else 0


@llm_app.command("install")
def install_model(
    model: Annotated[str, typer.Option(help="1.5b(用于回答)或 0.5b(只供测试)")] = "1.5b",
    folder: Annotated[Path | None, typer.Option("--to", help="存放目录")] = None,
) -> int:
    """从软件包索引取得一个离线语言模型,合并并按 SHA-256 校验。"""
    from assistant.model_files import MODELS, install

    if model not in MODELS:
        raise typer.BadParameter(f"--model 应为 {'、'.join(MODELS)} 之一。")
    file = install(MODELS[model], folder or load_settings().llm_folder, err.print)
    out.print(f"模型可用:{file}")
    return 0


@llm_app.command("serve")
def serve_model(
    port: Annotated[int, typer.Option(min=1, max=65535, help="监听端口(只在本机)")] = 8080,
    parallel: Annotated[int, typer.Option(min=1, max=16, help="同时处理的请求数")] = 1,
) -> int:
    """把本地 GGUF 模型作为 OpenAI 兼容接口提供,只监听本机。"""
    import threading

    from assistant.gguf import GgufError, make_server
    from assistant.llm import LlmError, find_gguf, threads

    settings = load_settings()
    file = find_gguf(settings)
    if file is None:
        raise LlmError("没有找到 GGUF 模型。请运行 make llm,或设置 ASSISTANT_LLM_MODEL。")
    try:
        server = make_server(file, threads(settings), port=port, parallel=parallel)
    except GgufError as error:
        raise LlmError(f"无法启动 {file.name}:{error}") from error
    out.print(f"接口地址:{server.listening_address}/v1(模型 {file.stem}),按 Ctrl+C 停止。")
    sys.stdout.flush()
    threading.Event().wait()
    return 0


# --- Helpers -------------------------------------------------------------------------------


def _open_assistant() -> Assistant:
    from assistant.answering import Assistant

    with progress("建立索引") as report:
        return Assistant.open(load_settings(), on_progress=report, notify=err.print)


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error; it appears with the first report."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=err, transient=True)
    task = bar.add_task(title, total=None)

    def report(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield report
    finally:
        if bar.live.is_started:
            bar.stop()


@contextmanager
def _stopped_between_lines(
    report: Callable[[int, int], None],
) -> Iterator[Callable[[int, int], None]]:
    """Let Ctrl-C end a run behind the line at work; a second one ends it at once.

    Raised anywhere, the interrupt may fall into code whose exceptions are ignored, and be lost.
    """
    pressed: list[int] = []

    def note(number: int, frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)
        err.print("做完手上这一题就停;再按一次立即停止。")

    def checked(done: int, total: int) -> None:
        report(done, total)
        if pressed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield checked
    finally:
        signal.signal(signal.SIGINT, before)


def _typed_lines() -> Iterator[str]:
    """Questions typed at a prompt, or the lines of a pipe; blank lines are passed over."""
    is_typed = sys.stdin.isatty()
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a byte that is no text must not end the talk
    if is_typed:
        import readline  # noqa: F401  # gives `input` editing keys and a history
    while True:
        try:
            line = input(texts.CHAT_PROMPT if is_typed else "").strip()
        except EOFError:
            return
        if line:
            yield line


def _ask_batch(source: Path, target: Path) -> int:
    from assistant.batch import run_batch

    assistant = _open_assistant()
    try:
        with progress("回答问题") as report, _stopped_between_lines(report) as checked:
            result = run_batch(assistant, source, target, checked)
    except KeyboardInterrupt:
        err.print(f"已中断;完成的结果保留在 {target},再次运行同一命令会接着做。")
        return 130
    for problem in result.problems:
        err.print(problem)
    if result.failed:
        ids = "、".join(result.failed)
        err.print(f"{len(result.failed)} 个问题处理失败,再次运行同一命令会重做:{ids}")
    err.print(f"本次回答 {result.answered} 个,此前已完成 {result.skipped} 个 → {target}")
    return 1 if result.problems or result.failed else 0


def _print_answer(answer: Answer) -> None:
    out.print(f"【{_STATUS[status_shown(answer)]}】")
    out.print(answer.answer)
    shown = dict.fromkeys((c.label, c.title) for c in answer.citations)
    if shown:
        out.print("\n依据:" + ";".join(f"{label} {title}" for label, title in shown))
    for note in answer.checks.notes:
        out.print(f"说明:{note}")


def _print_outline(plan: Plan) -> None:
    out.print(plan.title)
    for unit in plan.units:
        if unit.kind == "heading":
            out.print(f"\n{unit.label} {unit.title}")
        elif unit.kind == "article":
            out.print(f"  {unit.label} {unit.title}")
        elif unit.kind != "introduction":
            out.print(f"\n{unit.label}")


def _print_indicators(plan: Plan) -> None:
    from assistant.indicators import extract_indicators
    from assistant.passages import split_passages

    table = Table("条", "事项", "数值", "期限")
    for found in extract_indicators(plan, split_passages(plan)):
        unit = plan.unit(found.unit_key)
        table.add_row(unit.label if unit else "", found.subject, found.amount, found.deadline)
    out.print(table)


def _print_unit(plan: Plan, unit: Unit) -> None:
    if unit.kind == "heading":
        out.print(f"\n{unit.label} {unit.title}\n")
        return
    out.print(f"【{unit.label}】")
    for paragraph in unit.paragraphs:
        out.print(plan.quote(paragraph))
    out.print()


def _find_units(plan: Plan, target: str) -> tuple[list[Unit], tuple[str, ...]]:
    """Units named by number in any spelling, or by words of the title; and what is lacking."""
    from assistant.lookup import explain_missing, find_units, named_part
    from assistant.question import understand

    text = normalise(target)
    if text.isdigit():
        text = f"第{text}条"
    references = understand(text).references
    if not references:
        return list(plan.find_by_title(text)), ()
    parts = {part.heading: None for ref in references if (part := named_part(plan, ref))}
    units = dict.fromkeys(unit for ref in references for unit in find_units(plan, ref))
    found = sorted({**parts, **units}, key=lambda unit: unit.start)
    return found, explain_missing(plan, references)


def _outline_data(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "date": plan.date,
        "source": plan.source,
        "form": plan.form,
        "units": [
            {
                "label": unit.label,
                "kind": unit.kind,
                "article": unit.article,
                "part": unit.part,
                "title": unit.title,
                "start": unit.start,
                "end": unit.end,
            }
            for unit in plan.units
        ],
    }
