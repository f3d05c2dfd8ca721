"""What the 评测 tab shows of runs: sections, gate, single questions, and reports as files."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path

from assistant.plan import Plan
from assistant.web import texts
from assistant.web.evaluation_html import section_links
from assistant.web.notices import message
from eval.dataset import QUESTIONS, DatasetError, Item, read_items
from eval.gate import check, load_thresholds
from eval.report import Comparison, compare, write_report
from eval.report.html import Section, render_gate, render_question, render_sections
from eval.results import Results
from eval.runner import ANSWERS, load_run

_FIRST: tuple[Section, ...] = ("verdict", "cards")
_REST: tuple[Section, ...] = ("charts", "rates", "differences", "types")
_KEPT = 4  # comparisons that are not computed again while nothing changes


class Shown:
    """Results of runs as HTML and as files; what has been computed is kept for a while."""

    def __init__(self, results: Results, plan: Plan) -> None:
        self._results = results
        self._plan = plan
        self._compared = lru_cache(maxsize=_KEPT)(self._compare)

    @cached_property
    def shipped(self) -> tuple[Item, ...]:
        """The shipped question set as far as it fits the plan; it was written for one plan."""
        return tuple(read_items(QUESTIONS.glob("*.jsonl"), self._plan)[0])

    def figures(self, judged: str, other: str = "") -> str:
        """All sections but the list of questions.

        Raises:
            DatasetError: A run is gone or has no answer.
        """
        comparison = self.comparison(judged, other)
        links = [n for n in texts.EV_SECTIONS if n != "differences" or comparison.differences]
        return "".join(
            (
                section_links(links),
                render_sections(comparison, *_FIRST),
                self._gate(comparison),
                render_sections(comparison, *_REST),
            )
        )

    def questions(self, judged: str, other: str = "") -> str:
        """The list of questions with its filter.

        Raises:
            DatasetError: A run is gone or has no answer.
        """
        sections = render_sections(self.comparison(judged, other), "questions")
        runs = f"data-judged='{escape(judged)}' data-other='{escape(other)}'"
        return f"<div {runs}>{sections}</div>"

    def question(self, judged: str, other: str, index: int, id: str) -> str:
        """What was expected and answered at one question; a sentence when it is gone."""
        try:
            question = self.comparison(judged, other).questions[index]
        except (DatasetError, IndexError):
            return message(texts.EV_QUESTION_CHANGED)
        if question.item.id != id:
            return message(texts.EV_QUESTION_CHANGED)
        return render_question(self.comparison(judged, other), question)

    def _gate(self, comparison: Comparison) -> str:
        run = comparison.judged.run
        if len(run.pairs) < len(run.info.items):
            return render_gate((), is_binding=False, note=texts.EV_GATE_UNFINISHED)
        findings = check(run, self._plan, load_thresholds())
        is_whole = set(run.info.items) == set(self.shipped)
        note = "" if is_whole else texts.EV_GATE_PARTLY
        return render_gate(findings, is_binding=is_whole, note=note)

    def write(self, kind: str, judged: str, other: str, folder: Path) -> Path:
        """Write one form of the report, or the answers, and return the file.

        Raises:
            DatasetError: A run is gone or has no answer, or the file cannot be written.
        """
        name = f"{texts.EV_REPORT_NAME}-{datetime.now():%Y%m%d-%H%M}"
        target = folder / f"{name}.{kind}"
        try:
            if kind == "jsonl":
                shutil.copyfile(self._results.find(judged).folder / ANSWERS, target)
            else:
                runs = [run.run for run in self.comparison(judged, other).runs]
                files = write_report(runs, self._plan, folder / "report")
                written = {"html": files.html, "md": files.markdown, "csv": files.csv}[kind]
                written.replace(target)
        except OSError as error:
            raise DatasetError(texts.EV_EXPORT_FAILED) from error
        return target

    def comparison(self, judged: str, other: str = "") -> Comparison:
        """The figures of a run, compared with another if one is named.

        Raises:
            DatasetError: A run is gone or has no answer.
        """
        return self._compared(self._states(judged, other))

    def state(self, judged: str, other: str = "") -> str:
        """What is compared, in short: it changes when other runs are, or more has been answered.

        Raises:
            DatasetError: A run is gone or has no answer.
        """
        states = self._states(judged, other)
        return " ".join(f"{folder.name}:{answered}" for folder, answered in states)

    def _states(self, judged: str, other: str) -> tuple[tuple[Path, int], ...]:
        """The folder of each run compared, and how many questions it has answered."""
        ids = (judged, other) if other and other != judged else (judged,)
        entries = [self._results.find(id) for id in ids]
        if not all(entry.answered for entry in entries):
            raise DatasetError(texts.EV_NO_ANSWERS)
        return tuple((entry.folder, entry.answered) for entry in entries)

    def _compare(self, states: Sequence[tuple[Path, int]]) -> Comparison:
        return compare([load_run(folder) for folder, _ in states], self._plan)
