"""Measures start-up, warm answers, index build and memory; prints a table and keeps it as JSON.

Run with ``make bench``. The machine's other work shows in the figures: compare ratios within one
run, and repeat a run before drawing a conclusion.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.indexing import encoder_for, open_indexes
from assistant.llm import kind_of
from assistant.passages import split_passages
from assistant.plan import load_plan
from assistant.settings import PROJECT, Settings, load_settings
from assistant.words import Segmenter, extract_terms
from benchmarks.records import Row, figures, keep, print_rows
from benchmarks.web_server import web_server
from eval.dataset import QUESTIONS, load_items
from eval.metrics import percentile

STARTS = 5
MIN_QUESTIONS = 60
AT_ONCE = 10
STEPS = ("understand", "retrieve", "answer", "total")


def main() -> None:
    """Measure everything, print it and keep it."""
    settings = load_settings(llm="off")
    assistant = Assistant.open(settings)
    questions = [i.asked for i in load_items(QUESTIONS.glob("*.jsonl"), assistant.plan)]
    rows = [
        *index_build(settings),
        *process_start(),
        *warm_answers(assistant, questions),
        *concurrent_answers(assistant, questions),
        *beside_a_writer(questions),
        ("peak memory, assistant with index, no web", _own_peak_mb(), "MB"),
        *web_memory(),
    ]
    print_rows("Benchmarks", rows)
    keep("engine", {"figures": figures(rows)})


def index_build(settings: Settings) -> list[Row]:
    """Time to parse, split, encode and store the plan into an empty folder."""
    laps: list[Row] = []
    clock = time.perf_counter()

    def lap(step: str) -> None:
        nonlocal clock
        now = time.perf_counter()
        laps.append((f"index build: {step}", now - clock, "s"))
        clock = now

    with tempfile.TemporaryDirectory() as folder:
        elsewhere = settings.model_copy(update={"index_folder": Path(folder) / "index"})
        plan = load_plan(elsewhere.plan_file)
        passages = split_passages(plan)
        lap("parse and split")
        encoder = encoder_for(elsewhere)
        lap("load encoder")
        segmenter = Segmenter(extract_terms(plan.text))
        open_indexes(elsewhere, plan, passages, segmenter, encoder)
        lap("encode and store")
        open_indexes(elsewhere, plan, passages, segmenter, encoder)
        lap("open again, verified")
    return laps


def process_start() -> list[Row]:
    """Wall time of a whole command-line answer, index ready, by the median of some starts."""
    command = [sys.executable, "-m", "assistant", "ask", "晋城机场什么时候能通航?", "--json"]
    environment = os.environ | {"ASSISTANT_LLM": "off"}
    times = []
    for _ in range(STARTS):
        start = time.perf_counter()
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
        )
        times.append(time.perf_counter() - start)
        Answer.model_validate_json(done.stdout)
    return [(f"process start to first answer, median of {STARTS}", statistics.median(times), "s")]


def warm_answers(assistant: Assistant, questions: Sequence[str]) -> list[Row]:
    """Percentiles of each step over all questions, after a warm-up."""
    if len(questions) < MIN_QUESTIONS:
        raise SystemExit(f"at least {MIN_QUESTIONS} questions are needed, found {len(questions)}")
    for question in questions[:5]:
        assistant.ask(question)
    timings = [assistant.ask(question).timings_ms for question in questions]
    rows = []
    for step in STEPS:
        values = [float(getattr(t, step)) for t in timings]
        for share in (0.5, 0.95):
            name = f"warm answer, {step}, p{share * 100:.0f} of {len(values)}"
            rows.append((name, percentile(values, share), "ms"))
    return rows


def beside_a_writer(questions: Sequence[str]) -> list[Row]:
    """Wall time until the evidence is there while a local model writes for somebody else."""
    settings = load_settings(llm="auto", llm_base_url=None)
    if kind_of(settings) != "gguf":
        return []
    assistant = Assistant.open(settings)
    assistant.warm_up()
    is_over = threading.Event()

    def write() -> None:
        for question in questions:
            for _ in assistant.ask_stream(question):
                if is_over.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    values = []
    for question in questions[-MIN_QUESTIONS:]:
        start = time.perf_counter()
        stream = assistant.ask_stream(question)
        next(stream)
        values.append((time.perf_counter() - start) * 1000)
        stream.close()
    is_over.set()
    writer.join()
    name = f"evidence while a local model writes for another, p{{}} of {len(values)}"
    return [(name.format(round(s * 100)), percentile(values, s), "ms") for s in (0.5, 0.95)]


def concurrent_answers(assistant: Assistant, questions: Sequence[str]) -> list[Row]:
    """Wall time per answer with ten asking at once, failures included in the count."""

    def timed(question: str) -> float:
        start = time.perf_counter()
        assistant.ask(question)
        return (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(AT_ONCE) as pool:
        values = list(pool.map(timed, questions))
    return [
        (f"{AT_ONCE} at once, p95 of {len(values)}", percentile(values, 0.95), "ms"),
    ]


def web_memory() -> list[Row]:
    """Resident memory of the web app once its page can be opened, and the time until then."""
    with web_server() as server:
        return [
            ("web app: start to page", server.started_in, "s"),
            ("web app: resident memory", server.memory(), "MB"),
        ]


# --- Helpers -------------------------------------------------------------------------------


def _own_peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if platform.system() == "Darwin" else 1024)


if __name__ == "__main__":
    main()
