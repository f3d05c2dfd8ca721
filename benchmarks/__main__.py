"""Measures start-up, warm answers, index build and memory; prints a table and keeps it as JSON.

Run with ``make bench``. The machine's other work shows in the figures: compare ratios within one
run, and repeat a run before drawing a conclusion.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.indexing import encoder_for, open_indexes
from assistant.llm import kind_of
from assistant.passages import split_passages
from assistant.plan import load_plan
from assistant.settings import PROJECT, Settings, load_settings
from assistant.words import Segmenter, extract_terms
from eval.dataset import QUESTIONS, load_items
from eval.metrics import percentile

RESULTS = Path(__file__).parent / "results"
STARTS = 5
MIN_QUESTIONS = 60
AT_ONCE = 10
STEPS = ("understand", "retrieve", "answer", "total")

Row = tuple[str, float, str]  # what, value, unit


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
        *web_memory(settings),
    ]
    _print(rows)
    _keep(rows)


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


def web_memory(settings: Settings) -> list[Row]:
    """Resident memory of the web app after its page can be loaded, and the time until then."""
    port = _free_port()
    environment = os.environ | {"ASSISTANT_PORT": str(port)}
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_until(lambda: _loads(f"http://{settings.host}:{port}/"), 120)
            ready = time.perf_counter() - start
            kilobytes = subprocess.check_output(["ps", "-o", "rss=", "-p", str(process.pid)])
        finally:
            process.terminate()
    return [
        ("web app: start to page", ready, "s"),
        ("web app: resident memory", int(kilobytes) / 1024, "MB"),
    ]


# --- Helpers -------------------------------------------------------------------------------


def _loads(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _wait_until(condition: Callable[[], bool], seconds: float) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise SystemExit(f"the web app was not ready after {seconds:.0f} s")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _own_peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if platform.system() == "Darwin" else 1024)


def _print(rows: Sequence[Row]) -> None:
    table = Table("what", "value", "unit", title="Benchmarks")
    for what, value, unit in rows:
        table.add_row(what, f"{value:.3g}" if value < 100 else f"{value:.0f}", unit)
    Console().print(table)


def _keep(rows: Sequence[Row]) -> None:
    RESULTS.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    record = {
        "time": stamp,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "figures": [{"what": what, "value": value, "unit": unit} for what, value, unit in rows],
    }
    path = RESULTS / f"{stamp}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"kept as {path.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
