"""The evaluation's command line: ``python -m eval`` with run, score, report, gate and more."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.table import Table
from typer.exceptions import TyperException

from assistant.answering import Assistant
from assistant.cli import progress
from assistant.errors import AssistantError
from assistant.plan import Plan, load_plan
from assistant.settings import load_settings
from embeddings import EmbeddingError
from eval.dataset import (
    DOUBT_PAIRS,
    FRESH,
    QUESTIONS,
    TRAINING,
    TYPE_NAMES,
    TYPES,
    Item,
    QuestionType,
    Split,
    choose_items,
    essential_counts,
    load_items,
    read_items,
    thin,
)
from eval.gate import THRESHOLDS, load_thresholds
from eval.gate import check as check_gate
from eval.metrics import Rate
from eval.results import new_name
from eval.runner import Run, describe_run, load_run
from eval.runner import run as run_system
from eval.scoring import RATES, Summary, by_type, score, summarise
from eval.systems import SYSTEMS, find_system

app = typer.Typer(
    help="评测:让系统回答题库,计算各项指标,出报告,并判断一个版本能否发布。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
out = Console(highlight=False, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

Questions = Annotated[
    Path | None, typer.Option(help="题目文件(.jsonl、.csv 或 .xlsx),默认用自带题库")
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="题目文件有错行时,只做没有错的题")]


def main() -> None:
    """Run the command line; expected failures become Chinese sentences and an exit status."""
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except (AssistantError, EmbeddingError) as error:
        err.print(str(error))
        status = 1
    except (typer.Abort, KeyboardInterrupt):
        err.print("已中断;完成的部分保留在结果目录,用同一目录再次运行会接着做。")
        status = 130
    except TyperException as error:
        err.print(f"命令有误:{error.format_message()}\n用 python -m eval --help 查看用法。")
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


@app.command()
def run(
    system: Annotated[
        list[str] | None,
        typer.Option(help=f"系统,可写多次:{'、'.join(SYSTEMS)},或一个 YAML 设置文件"),
    ] = None,
    split: Annotated[str, typer.Option(help="dev、test 或 all")] = "all",
    kind: Annotated[str | None, typer.Option("--type", help="只做这一类题")] = None,
    questions: Questions = None,
    skip_bad: SkipBad = False,
    limit: Annotated[int | None, typer.Option(min=1, help="最多做多少题,在题库中均匀抽取")] = None,
    every: Annotated[int, typer.Option(min=1, help="每组题每隔几题取一题,如 4 为取四分之一")] = 1,
    workers: Annotated[int, typer.Option(min=1, max=16, help="同时做几题")] = 1,
    folder: Annotated[
        Path | None, typer.Option("--out", help="结果目录;多个系统时各占一个子目录")
    ] = None,
) -> None:
    """让系统回答题目,保存全部回答,并打印指标表;中断后用同一目录再次运行会接着做。"""
    settings = load_settings()
    candidates = [find_system(name, settings) for name in dict.fromkeys(system or ["ours"])]
    now = datetime.now(UTC)
    for candidate in candidates:
        opened = candidate.open()
        items = _read(opened.plan, questions, skip_bad=skip_bad)
        items = choose_items(thin(_choose(items, split, kind), every), limit=limit)
        info = describe_run(candidate.name, opened, candidate.settings, items)
        target = folder or settings.results_folder / new_name(candidate.name, now)
        if folder and len(candidates) > 1:
            target = folder / candidate.name
        with progress(f"评测 {candidate.name}") as show:
            result = run_system(opened, info, target, workers=workers, on_progress=show)
        _print(result, opened.plan)
        out.print(f"结果保存在 {target}")


@app.command("score")
def score_command(
    folder: Annotated[Path, typer.Argument(help="结果目录")],
) -> None:
    """对已有的结果目录重新计算指标。"""
    _print(load_run(folder), load_plan(load_settings().plan_file))


@app.command()
def report(
    folders: Annotated[list[Path], typer.Argument(help="结果目录;第一个是评判对象,其余与它比较")],
    target: Annotated[
        Path | None, typer.Option("--out", help="报告目录,默认为第一个结果目录下的 report")
    ] = None,
    markdown: Annotated[Path | None, typer.Option(help="另把 Markdown 版报告写到这个文件")] = None,
) -> None:
    """生成报告:一个可直接打开的 HTML 文件,另有 Markdown 和 CSV。"""
    from eval.report import write_report

    plan = load_plan(load_settings().plan_file)
    files = write_report(
        [load_run(folder) for folder in folders], plan, target or folders[0] / "report"
    )
    if markdown:
        markdown.write_text(files.markdown.read_text(encoding="utf-8"), encoding="utf-8")
    for file in (files.html, files.markdown, files.csv):
        out.print(f"已写入 {file}", soft_wrap=True)


@app.command()
def gate(
    folder: Annotated[
        Path | None, typer.Argument(help="结果目录;不给则先用本系统做一遍自带题库")
    ] = None,
    thresholds: Annotated[Path, typer.Option(help="门槛文件(YAML)")] = THRESHOLDS,
) -> int:
    """判断一个版本能否发布:逐项对照门槛,有一项不达标则退出码为 1。"""
    wanted = load_thresholds(thresholds)
    settings = load_settings()
    with tempfile.TemporaryDirectory() as temporary:
        if folder is None:
            opened = find_system("ours", settings).open()
            items = load_items(QUESTIONS.glob("*.jsonl"), opened.plan)
            info = describe_run("ours", opened, settings, items)
            with progress("评测 ours") as show:
                result = run_system(opened, info, Path(temporary), on_progress=show)
        else:
            result = load_run(folder)
        findings = check_gate(result, load_plan(settings.plan_file), wanted)
    for finding in findings:
        out.print(f"{'达标  ' if finding.passed else '未达标'} {finding.message}", soft_wrap=True)
    broken = sum(not finding.passed for finding in findings)
    out.print("可以发布。" if not broken else f"不能发布:{broken} 项未达标。")
    return 1 if broken else 0


@app.command()
def fit(
    doubts_alone: Annotated[bool, typer.Option("--doubts", help="只重新拟合存疑模型")] = False,
) -> None:
    """用 dev 部分的题目和训练题重新拟合匹配、证据、判断、存疑各模型。"""
    from eval.fit import fit as fit_models
    from eval.fit import fit_doubts, save

    settings = load_settings(llm="off")
    assistant = Assistant.open(settings)
    items = load_items(QUESTIONS.glob("*.jsonl"), assistant.plan)
    training = load_items(sorted(TRAINING.glob("*.jsonl")), assistant.plan)
    pairs = load_items(sorted(DOUBT_PAIRS.glob("*.jsonl")), assistant.plan)
    if not doubts_alone:
        models = fit_models(assistant, items, training)
        for model in (models.matcher, models.evidence, models.judge):
            save(model)
        out.print(models.evidence, models.judge.foreign.signals, models.judge.absent.signals)
        assistant = Assistant.open(settings)  # doubts are about what these models quote
    doubts = fit_doubts(assistant, items, [*training, *pairs])
    doubts.save()
    out.print(doubts.doubted.signals, doubts.doubted.least)


@app.command(name="fit-reader")
def fit_reader(
    keep: Annotated[
        bool, typer.Option("--keep", help="不重新训练,只重新拟合它与各判断模型的权重")
    ] = False,
) -> None:
    """用训练题训练“读题模型”,再用没有参与训练的题拟合它与各判断模型的权重。"""
    from assistant.reader import load_reader_model
    from eval.fit_reader import blended, lessons, train

    settings = load_settings(llm="off")
    assistant = Assistant.open(settings)
    if keep:
        model = load_reader_model()
    else:
        training = load_items(sorted(TRAINING.rglob("*.jsonl")), assistant.plan)
        model = train(
            lessons(assistant, training),
            lambda epoch, loss: out.print(f"第 {epoch} 轮,损失 {loss:.4f}"),
        )
    unseen = load_items([FRESH / "looked_at.jsonl"], assistant.plan)
    with tempfile.TemporaryDirectory() as folder:
        model = blended(assistant, model, unseen, Path(folder))
    model.save()
    out.print(model.blends)


@app.command()
def checks(
    refit: Annotated[bool, typer.Option("--fit", help="先用 dev 部分重新拟合门槛并保存")] = False,
) -> None:
    """用真句和改错的句子检验“写出的话须与所引原文一致”的核对。"""
    from eval import checks as labelled

    assistant = Assistant.open(load_settings(llm="off"))
    statements = labelled.build(assistant, load_items(QUESTIONS.glob("*.jsonl"), assistant.plan))
    checker = assistant.checker
    if refit:
        model = labelled.fit(checker, statements)
        labelled.save(model)
        checker = checker.with_model(model)
        out.print(model)
    for split in ("dev", "test"):
        table = Table(title=f"{split}:原意正确的应保留,改错的应弃用")
        _add_rates(table, labelled.measure(checker, statements, split))
        out.print(table)


@app.command()
def check(
    questions: Annotated[
        Path | None, typer.Argument(help="题目文件(.jsonl、.csv 或 .xlsx),默认检查自带题库")
    ] = None,
) -> None:
    """检查题目文件,并列出各条作为必需条文的次数。"""
    plan = load_plan(load_settings().plan_file)
    items = _read(plan, questions)
    counts = essential_counts(items, plan)
    labels = {unit.key: unit.label for unit in plan.citable}
    out.print(f"共 {len(items)} 题,没有发现错误。各条作为必需条文的次数:")
    out.print("  ".join(f"{labels[key]} {count}" for key, count in counts.items()))


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="要写入的 .xlsx 文件")],
) -> None:
    """生成一个可填写的题目表,附各列说明。"""
    from eval.tables import write_template

    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter("文件名应以 .xlsx 结尾。")
    if file.exists():
        raise typer.BadParameter(f"{file} 已存在,请换一个文件名。")
    write_template(file)
    out.print(f"已写入 {file};填好后用 python -m eval run --questions {file} 运行。")


@app.command()
def neutral(
    file: Annotated[Path, typer.Argument(help="SQuAD 形式的 JSON 文件,如 CMRC 2018")],
    limit: Annotated[int | None, typer.Option(min=1, help="最多做多少题")] = None,
) -> None:
    """在没有为之调整过的文本上检验检索与选句。"""
    from eval.neutral import FIGURES, measure, open_paragraphs, read_squad

    paragraphs, queries = read_squad(file)
    with tempfile.TemporaryDirectory() as temporary:
        with progress("建立索引") as show:
            assistant = open_paragraphs(paragraphs, load_settings(llm="off"), Path(temporary), show)
        with progress("提问") as show:
            rates = measure(assistant, queries[:limit], show)
    table = Table(title=f"{file.name}:{len(paragraphs)} 段,{len(queries[:limit])} 问")
    _add_rates(table, [(FIGURES[name], rate) for name, rate in rates.items()])
    out.print(table)


def _read(plan: Plan, questions: Path | None, *, skip_bad: bool = False) -> list[Item]:
    files = [questions] if questions else list(QUESTIONS.glob("*.jsonl"))
    if not skip_bad:
        return load_items(files, plan)
    items, problems = read_items(files, plan)
    for problem in problems:
        err.print(f"已跳过 {problem}")
    return items


def _choose(items: Sequence[Item], split: str, kind: str | None) -> list[Item]:
    if split not in ("dev", "test", "all"):
        raise typer.BadParameter("--split 应为 dev、test 或 all。")
    if kind is not None and kind not in TYPES:
        raise typer.BadParameter(f"--type 应为 {'、'.join(TYPES)} 之一。")
    chosen = choose_items(
        items,
        split=None if split == "all" else cast(Split, split),
        types=(kind,) if kind else (),
    )
    if not chosen:
        raise typer.BadParameter("没有符合条件的题目。")
    return chosen


_SHOWN = ("strict", "essential_cited", "citation_precision", "key_facts", "all_essential_at_5",
          "wrongly_refused")  # fmt: skip


def _print(result: Run, plan: Plan) -> None:
    pairs = result.pairs
    records = score(pairs, plan)
    whole = summarise(records, pairs)
    table = Table(title=f"{result.info.system}:{whole.n} 题")
    rows = [(RATES[name], rate) for name, rate in whole.rates.items()]
    abstained = (
        ("拒答准确率", whole.abstention_precision),
        ("拒答召回率", whole.abstention_recall),
    )
    _add_rates(table, [*rows, *((name, rate) for name, rate in abstained if rate)])
    latency = f"{whole.latency_p50:.1f} / {whole.latency_p95:.1f} ms"
    table.add_row("耗时 p50 / p95", latency, str(whole.n), "")
    if whole.failures:
        table.add_row("程序出错的题数", str(whole.failures), str(whole.n), "")
    out.print(table)
    out.print(_type_table(by_type(records, pairs)))


def _add_rates(table: Table, rows: list[tuple[str, Rate]]) -> None:
    for heading in ("指标", "值", "n", "95% 区间"):
        table.add_column(heading)
    for name, rate in rows:
        interval = f"{rate.low:.3f}–{rate.high:.3f}"
        table.add_row(name, f"{rate.value:.3f}", str(rate.n), interval)


def _type_table(groups: dict[QuestionType, Summary]) -> Table:
    table = Table("类型", "n", *(RATES[name] for name in _SHOWN), title="按类型")
    for kind, summary in groups.items():
        cells = (summary.rates.get(name) for name in _SHOWN)
        table.add_row(
            TYPE_NAMES[kind], str(summary.n), *(f"{c.value:.2f}" if c else "–" for c in cells)
        )
    return table


if __name__ == "__main__":
    main()
