"""The evaluation's command line: ``python -m eval`` with run, score and fit."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

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
from eval.dataset import QUESTIONS, TYPES, Item, essential_counts, load_items
from eval.runner import Run, describe_run, load_run
from eval.runner import run as run_system
from eval.scoring import RATES, Summary, by_type, score, summarise
from eval.systems import SYSTEMS, open_system

RESULTS = Path(__file__).parent / "results"

app = typer.Typer(
    help="评测:让系统回答题库,计算各项指标。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
out = Console(highlight=False)


def main() -> None:
    """Run the command line; expected failures become Chinese sentences and an exit status."""
    err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    try:
        app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except (AssistantError, EmbeddingError) as error:
        err.print(str(error))
        sys.exit(1)
    except (typer.Abort, KeyboardInterrupt):
        err.print("已中断;完成的部分保留在结果目录,用同一目录再次运行会接着做。")
        sys.exit(130)
    except TyperException as error:
        err.print(f"命令有误:{error.format_message()}\n用 python -m eval --help 查看用法。")
        sys.exit(2)


@app.command()
def run(
    system: Annotated[str, typer.Option(help=f"系统:{'、'.join(SYSTEMS)}")] = "ours",
    split: Annotated[str, typer.Option(help="dev、test 或 all")] = "all",
    kind: Annotated[str | None, typer.Option("--type", help="只做这一类题")] = None,
    questions: Annotated[Path | None, typer.Option(help="题目文件,默认用自带题库")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="最多做多少题")] = None,
    workers: Annotated[int, typer.Option(min=1, max=16, help="同时做几题")] = 1,
    folder: Annotated[Path | None, typer.Option("--out", help="结果目录")] = None,
) -> None:
    """运行一个系统,保存全部回答,并打印指标表。"""
    settings = load_settings()
    opened = open_system(system, settings)
    items = _choose(opened.plan, questions, split, kind, limit)
    info = describe_run(system, opened, settings, items)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder or RESULTS / f"{stamp}-{system}"
    with progress(f"评测 {system}") as report:
        result = run_system(opened, info, target, workers=workers, on_progress=report)
    _print(result, opened.plan)
    out.print(f"结果保存在 {target}")


@app.command("score")
def score_command(
    folder: Annotated[Path, typer.Argument(help="结果目录")],
) -> None:
    """对已有的结果目录重新计算指标。"""
    _print(load_run(folder), load_plan(load_settings().plan_file))


@app.command()
def fit() -> None:
    """用 dev 部分的题目重新拟合证据模型。"""
    from eval.fit import fit as fit_model
    from eval.fit import save

    assistant = Assistant.open(load_settings())
    model = fit_model(assistant, load_items(QUESTIONS.glob("*.jsonl"), assistant.plan))
    save(model)
    out.print(model)


@app.command()
def check(
    questions: Annotated[Path | None, typer.Argument(help="题目文件,默认检查自带题库")] = None,
) -> None:
    """检查题目文件,并列出各条作为必需条文的次数。"""
    plan = load_plan(load_settings().plan_file)
    items = _choose(plan, questions, "all", None, None)
    counts = essential_counts(items, plan)
    labels = {unit.key: unit.label for unit in plan.citable}
    out.print(f"共 {len(items)} 题,没有发现错误。各条作为必需条文的次数:")
    out.print("  ".join(f"{labels[key]} {count}" for key, count in counts.items()))


def _choose(
    plan: Plan, questions: Path | None, split: str, kind: str | None, limit: int | None
) -> list[Item]:
    if split not in ("dev", "test", "all"):
        raise typer.BadParameter("--split 应为 dev、test 或 all。")
    if kind is not None and kind not in TYPES:
        raise typer.BadParameter(f"--type 应为 {'、'.join(TYPES)} 之一。")
    items = load_items([questions] if questions else QUESTIONS.glob("*.jsonl"), plan)
    chosen = [i for i in items if split in ("all", i.split) and kind in (None, i.type)]
    if not chosen:
        raise typer.BadParameter("没有符合条件的题目。")
    return chosen[:limit]


_SHOWN = ("strict", "essential_cited", "citation_precision", "key_facts", "verbatim",
          "all_essential_at_5", "recall_at_1", "recall_at_5", "rr", "wrongly_refused")  # fmt: skip


def _print(result: Run, plan: Plan) -> None:
    pairs = result.pairs
    records = score(pairs, plan)
    whole = summarise(records, pairs)
    table = Table(title=f"{result.info.system}:{whole.n} 题")
    for heading in ("指标", "值", "n", "95% 区间"):
        table.add_column(heading)
    for name, rate in whole.rates.items():
        interval = f"{rate.low:.3f}–{rate.high:.3f}"
        table.add_row(RATES[name], f"{rate.value:.3f}", str(rate.n), interval)
    for name, abstained in (
        ("拒答准确率", whole.abstention_precision),
        ("拒答召回率", whole.abstention_recall),
    ):
        if abstained:
            interval = f"{abstained.low:.3f}–{abstained.high:.3f}"
            table.add_row(name, f"{abstained.value:.3f}", str(abstained.n), interval)
    latency = f"{whole.latency_p50:.1f} / {whole.latency_p95:.1f} ms"
    table.add_row("耗时 p50 / p95", latency, str(whole.n), "")
    out.print(table)
    out.print(_type_table(by_type(records, pairs)))


def _type_table(groups: dict[str, Summary]) -> Table:
    table = Table("类型", "n", *(RATES[name] for name in _SHOWN), title="按类型")
    for kind, summary in groups.items():
        cells = (summary.rates.get(name) for name in _SHOWN)
        table.add_row(kind, str(summary.n), *(f"{c.value:.2f}" if c else "–" for c in cells))
    return table


if __name__ == "__main__":
    main()
