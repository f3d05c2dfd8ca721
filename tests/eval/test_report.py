from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from assistant.answer import Answer, RetrievedUnit, Status, cite, failed_answer
from assistant.answering import Assistant
from assistant.plan import Plan, Span
from assistant.settings import Settings
from eval.dataset import DatasetError, Item
from eval.report import ReportFiles, compare, markdown, wording, write_report
from eval.report.comparison import FIGURES, CurvePoint
from eval.report.diagnosis import diagnose
from eval.report.table_csv import guard
from eval.runner import Run, describe_run, run
from eval.scoring import by_type, score, summarise
from eval.systems import find_system

FORMULA = '=HYPERLINK("http://example.invalid","点")'
ENDLESS = "x" * 600
PER_TYPE = 3


def made_up(id: str, **changes: object) -> Item:
    """A question that the plan does not answer, unless changed."""
    base = {"id": id, "type": "near_miss", "question": id, "gold_articles": []}
    rest = {"essential_articles": [], "key_facts": [], "reference_answer": "", "answerable": False}
    return Item.model_validate(base | rest | changes)


@pytest.fixture(scope="module")
def asked(items: list[Item]) -> list[Item]:
    """Some questions of each type, all that hold markup, and three that are awkward to show."""
    seen: dict[str, int] = {}
    chosen = []
    for item in items:
        seen[item.type] = seen.get(item.type, 0) + 1
        if seen[item.type] <= PER_TYPE or "<" in item.asked:
            chosen.append(item)
    return [
        *chosen,
        made_up("formula", question=FORMULA),
        made_up("endless", question=ENDLESS),
        made_up(
            "markup", question="机场?", reference_answer="</details><img src=x onerror=alert(2)>"
        ),
    ]


@pytest.fixture(scope="module")
def runs(
    assistant: Assistant,
    settings: Settings,
    asked: list[Item],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Run]:
    """Real runs of this system and of BM25 alone, and one of a system that refuses everything."""
    folder = tmp_path_factory.mktemp("runs")
    ours = run(assistant, describe_run("ours", assistant, settings, asked), folder / "ours")
    bm25 = find_system("bm25", settings).open()
    lexical = run(bm25, describe_run("bm25", bm25, settings, asked), folder / "bm25")
    refusing = dataclasses.replace(
        ours,
        info=ours.info.model_copy(update={"system": "<i>只会|拒答</i>"}),
        answers={
            id: answer.model_copy(update={"status": "not_in_plan", "citations": ()})
            for id, answer in ours.answers.items()
        },
    )
    return [ours, lexical, refusing]


@pytest.fixture(scope="module")
def files(runs: list[Run], plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    """The report of the three runs."""
    return write_report(runs, plan, tmp_path_factory.mktemp("report") / "new folder")


@pytest.fixture
def page(files: ReportFiles, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The report in a browser that notes everything the page asks for or complains about."""
    context = request.getfixturevalue("browser").new_context(viewport={"width": 390, "height": 844})
    opened: Page = context.new_page()
    events: list[str] = []
    opened.on("dialog", lambda dialog: (events.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda message: events.append(message.text))
    opened.on("pageerror", lambda error: events.append(str(error)))
    address = files.html.as_uri()
    opened.on("request", lambda r: r.url == address or events.append(r.url))
    opened.goto(address)
    yield opened
    context.close()
    assert events == []


def shown_ids(page: Page) -> set[str]:
    return set(page.locator(".question:not([hidden]) .id").all_text_contents())


# --- The page ------------------------------------------------------------------------------


def test_page_states_the_figures_of_the_summary(page: Page, runs: list[Run], plan: Plan) -> None:
    """Every rate of every run stands in the page with its interval and n, as summarised."""
    for index, each in enumerate(runs):
        whole = summarise(score(each.pairs, plan), each.pairs)
        expected = whole.rates | {
            "abstention_precision": whole.abstention_precision,
            "abstention_recall": whole.abstention_recall,
        }
        for name in FIGURES:
            cell = page.locator(f'#rates td[data-metric="{name}"][data-run="{index}"]')
            rate = expected.get(name)
            if rate is None:
                assert cell.count() == 0
                continue
            interval = f"{wording.show(name, rate.low)}–{wording.show(name, rate.high)}"
            value = wording.show(name, rate.value)
            assert cell.inner_text() == f"{value} {interval},n={rate.n}"
    strict = summarise(score(runs[0].pairs, plan), runs[0].pairs).rates["strict"]
    card = page.locator('.card[data-metric="strict"] .value')
    assert card.inner_text() == f"{strict.value:.1%}"
    assert f"{strict.value:.1%} 严格正确" in page.locator("#verdict").inner_text()


def test_page_states_the_figures_by_type(page: Page, runs: list[Run], plan: Plan) -> None:
    """The table by type of the judged run holds n and strictness of each type."""
    groups = by_type(score(runs[0].pairs, plan), runs[0].pairs)
    rows = page.locator("#types table").first.locator("tbody tr")
    assert rows.count() == len(groups)
    for row, (kind, summary) in zip(rows.all(), groups.items(), strict=True):
        cells = row.locator("th, td").all_inner_texts()
        strict = f"{summary.rates['strict'].value:.1%}"
        assert cells[:3] == [wording.TYPE_LABELS[kind], str(summary.n), strict]


def test_markup_stays_text(page: Page) -> None:
    """Markup in questions, references and names is shown as text and never becomes elements."""
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, i, main a").count() == 0
    assert "<script>alert(1)</script>" in (page.locator("#list").text_content() or "")
    assert page.locator("#systems th", has_text="<i>只会|拒答</i>").count() == 1
    markup = page.locator(".question", has_text="onerror=alert(2)")
    markup.locator("> summary").click()
    assert "</details><img src=x onerror=alert(2)>" in markup.inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_page_does_not_scroll_sideways(page: Page, width: int) -> None:
    """Neither wide tables nor endless words make the page wider than the window."""
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.body.scrollWidth") <= width


def test_filter_shows_only_the_wrong_ones(page: Page, runs: list[Run], plan: Plan) -> None:
    """Wrong answers are those that scoring calls wrong, for whichever system is chosen."""
    total = len(runs[0].pairs)
    assert page.locator("#count").inner_text() == f"显示 {total} 题,共 {total} 题"
    page.locator("[name=outcome]").select_option("wrong")
    for index in (2, 0):
        page.locator("[name=run]").select_option(str(index))
        wrong = {r.id for r in score(runs[index].pairs, plan) if r.strict == 0}
        assert 0 < len(wrong) < total
        assert shown_ids(page) == wrong
        assert page.locator("#count").inner_text() == f"显示 {len(wrong)} 题,共 {total} 题"
    page.locator("#filter button").click()
    page.locator(f".question:not([hidden]) >> nth={total - 1}").wait_for()


def test_filters_by_words_type_split_and_status(page: Page, runs: list[Run]) -> None:
    """Free text, type, part and status narrow the list together."""
    page.locator("[name=type]").select_option("misuse")
    misuse = {item.id for item, _ in runs[0].pairs if item.type == "misuse"}
    assert shown_ids(page) == misuse
    page.locator("[name=text]").fill("ALERT(1)")
    assert shown_ids(page) == {
        item.id for item, _ in runs[0].pairs if item.id in misuse and "alert(1)" in item.asked
    }
    page.locator("[name=text]").fill("")
    for field, value, wanted in (
        ("split", "test", {i.id for i, _ in runs[0].pairs if i.split == "test"}),
        ("status", "refused", {i.id for i, a in runs[0].pairs if a.status == "refused"}),
    ):
        page.locator(f"[name={field}]").select_option(value)
        assert shown_ids(page) == misuse & wanted
        page.locator(f"[name={field}]").select_option("")
    page.locator("[name=text]").fill("没有一题写着这几个字")
    assert shown_ids(page) == set()
    assert "请放宽条件" in page.locator("#count").inner_text()


def test_question_shows_what_was_expected_and_given(page: Page, runs: list[Run]) -> None:
    """An opened question shows reference, answer and quotes; other systems' answers are folded."""
    item, answer = next((i, a) for i, a in runs[0].pairs if i.turns and a.citations)
    question = page.locator(".question", has=page.get_by_text(item.id, exact=True))
    question.locator("> summary").press("Enter")
    text = question.inner_text()
    for expected in (*(item.turns or ()), item.reference_answer, answer.citations[0].quote):
        assert expected in text
    given = question.locator(".given")
    assert given.evaluate_all("all => all.map((one) => one.open)") == [True, False, False]


def test_plots_are_described(page: Page) -> None:
    """Every plot has a title and a description that states figures, and a caption."""
    charts = page.locator(".chart")
    assert charts.count() == 4
    for chart in charts.all():
        svg = chart.locator("> svg")
        named = svg.evaluate("svg => svg.getAttribute('aria-labelledby').split(' ')")
        title, description = (svg.locator(f"#{id}").text_content() or "" for id in named)
        assert title == chart.locator("h3").inner_text()
        assert re.search(r"\d", description)
        assert chart.locator("figcaption").inner_text()


# --- The figures ---------------------------------------------------------------------------


def test_differences_are_marked(page: Page, runs: list[Run], plan: Plan) -> None:
    """What differs beyond its interval is called better or worse, the rest is left open."""
    comparison = compare([runs[0], *runs], plan)
    same = [d for d in comparison.differences if d.other == "本系统 #2"]
    assert {d.finding for d in same} <= {"unclear", "too_few"}
    found = {d.metric: d.finding for d in comparison.differences if d.other == "<i>只会|拒答</i>"}
    assert found["strict"] == "better"
    assert found["wrongly_refused"] == "better"  # fewer is better
    assert found["all_essential_at_5"] == "unclear"
    assert found["false_premise_corrected"] == "too_few"
    reverse = {d.metric: d.finding for d in compare([runs[2], runs[0]], plan).differences}
    assert reverse["strict"] == reverse["wrongly_refused"] == "worse"
    table = page.locator("#differences table").last
    for metric, finding in found.items():
        row = table.locator(f'tr[data-metric="{metric}"]')
        assert row.locator(".finding").inner_text() == wording.FINDINGS[finding]


def test_only_the_same_questions_are_paired(runs: list[Run], plan: Plan) -> None:
    """A question that was changed between two runs is not compared, and the report says so."""
    first, *rest = runs[0].info.items
    changed = first.model_copy(update={"reference_answer": "改过的参考答案"})
    other = dataclasses.replace(
        runs[1], info=runs[1].info.model_copy(update={"items": (changed, *rest)})
    )
    comparison = compare([runs[0], other], plan)
    strict = next(d for d in comparison.differences if d.metric == "strict")
    assert strict.n == len(rest)
    assert any(f"{len(rest)} 题计算" in notice for notice in comparison.notices)
    assert len(comparison.questions) == len(rest) + 2


def test_runs_without_a_shared_question_are_not_compared(
    runs: list[Run], plan: Plan, tmp_path: Path
) -> None:
    """Runs over different questions still make a report, without differences."""
    halves = [
        dataclasses.replace(
            runs[0],
            info=runs[0].info.model_copy(update={"items": runs[0].info.items[start::2]}),
        )
        for start in (0, 1)
    ]
    comparison = compare(halves, plan)
    assert comparison.differences == ()
    assert "不能比较" in comparison.notices[0]
    written = write_report(halves, plan, tmp_path)
    for file in (written.html, written.markdown):
        assert "无明显差别" not in file.read_text(encoding="utf-8")


def test_abstention_curve(plan: Plan, runs: list[Run]) -> None:
    """The curve runs from refusing nothing to refusing all, through what thresholds can do."""
    told = made_up(
        "told", gold_articles=["33"], essential_articles=["33"], type="fact", answerable=True
    )
    scores = {"told": 3.0, "absent-1": 2.0, "absent-2": 4.0}
    asked = [told, made_up("absent-1"), made_up("absent-2")]
    answers = {
        id: given(plan, "", status="not_in_plan").model_copy(
            update={"id": id, "retrieved": (RetrievedUnit(article=1, part=1, score=score),)}
        )
        for id, score in scores.items()
    }
    info = runs[0].info.model_copy(update={"items": tuple(asked)})
    curve = compare([Run(Path(), info, answers)], plan).judged.curve
    assert [(p.wrongly_refused, p.recognised) for p in curve] == [
        (0, 0),
        (0, 0.5),
        (1, 0.5),
        (1, 1),
    ]
    for each in compare(runs, plan).runs:
        assert each.curve[0] == CurvePoint(0, 0)
        assert each.curve[-1] == CurvePoint(1, 1)


def test_reader_is_told_what_limits_the_figures(runs: list[Run], plan: Plan) -> None:
    """Missing answers, failures and another plan are stated; an empty run is refused."""
    first, second, *_ = runs[0].info.items
    answers = {id: answer for id, answer in runs[0].answers.items() if id != first.id}
    answers[second.id] = failed_answer(second.asked, second.id, "RuntimeError: x")
    info = runs[0].info.model_copy(update={"plan_sha256": "0" * 64})
    comparison = compare([Run(Path(), info, answers)], plan)
    notices = "\n".join(comparison.notices)
    for expected in ("还有 1 题没有回答", "有 1 题程序出错", "规划文本与现在的不同"):
        assert expected in notices
    assert all(notice in markdown.render(comparison) for notice in comparison.notices)
    with pytest.raises(DatasetError, match="至少需要一个"):
        compare([], plan)
    with pytest.raises(DatasetError, match="还没有回答"):
        compare([Run(Path("empty"), info, {})], plan)


def test_unwritable_folder_is_named(runs: list[Run], plan: Plan, tmp_path: Path) -> None:
    """A report that cannot be written ends in a sentence, and leaves nothing half-written."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match="无法写入"):
        write_report(runs[:1], plan, tmp_path / "file" / "report")


# --- Markdown and CSV ----------------------------------------------------------------------


def test_markdown_is_the_same_for_the_same_runs(
    files: ReportFiles, runs: list[Run], plan: Plan
) -> None:
    """The same runs give the same Markdown, and no form of the report names a folder."""
    text = files.markdown.read_text(encoding="utf-8")
    assert markdown.render(compare(runs, plan)) == text
    for file in (files.html, files.markdown, files.csv):
        written = file.read_text(encoding="utf-8")
        assert str(runs[0].folder) not in written
        assert runs[0].info.settings["plan_file"] not in written


def test_markdown_tables_hold_together(files: ReportFiles, runs: list[Run], plan: Plan) -> None:
    """Every row has as many cells as its heading, whatever the systems are called."""
    text = files.markdown.read_text(encoding="utf-8")
    assert "<i>" not in text
    widths = {
        len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()})
        for block in text.split("\n\n")
        if block.startswith("|")
    }
    assert widths == {1}
    strict = summarise(score(runs[0].pairs, plan), runs[0].pairs).rates["strict"]
    cell = f"{strict.value:.1%}({strict.low:.1%}–{strict.high:.1%},n={strict.n})"
    assert f"| 严格正确 | {cell} |" in text


def test_csv_reads_back(files: ReportFiles, runs: list[Run], plan: Plan) -> None:
    """One row per question and run, whole texts, scores as numbers, no formula."""
    assert files.csv.read_bytes().startswith(b"\xef\xbb\xbf")
    with files.csv.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(len(each.pairs) for each in runs)
    ours = {row["编号"]: row for row in rows if row["运行"] == "本系统"}
    for (item, answer), record in zip(runs[0].pairs, score(runs[0].pairs, plan), strict=True):
        row = ours[item.id]
        assert row["回答"] == guard(answer.answer)
        assert row["问题"] == guard("\n".join(item.turns or (item.asked,)))
        assert float(row["严格正确"]) == record.strict
    assert ours["formula"]["问题"] == f"'{FORMULA}"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " \t=1"])
def test_formulas_become_text(text: str) -> None:
    """What a spreadsheet would compute gets an apostrophe; other text is left alone."""
    assert guard(text) == f"'{text}"
    assert guard(f"第33条{text}") == f"第33条{text}"


# --- What went wrong -----------------------------------------------------------------------

ASKED = made_up(
    "asked",
    type="fact",
    question="机场是2030年建成通航吧",
    gold_articles=["33", "C8"],
    essential_articles=["33"],
    trap_articles=["34"],
    key_facts=["建成通航"],
    answerable=True,
)


def given(plan: Plan, text: str, *keys: str, status: Status = "answered") -> Answer:
    """An answer that cites and has retrieved the first paragraphs of these units."""
    units = [unit for key in keys if (unit := plan.unit(key))]
    spans = [(unit, Span(unit.paragraphs[0].start, unit.paragraphs[0].end)) for unit in units]
    return Answer(
        id="asked",
        question="q",
        standalone_question="q",
        status=status,
        answer=text,
        citations=tuple(cite(plan, unit, span) for unit, span in spans),
        retrieved=tuple(RetrievedUnit(article=u.article, part=u.part, score=1.0) for u in units),
    )


def faults(plan: Plan, item: Item, answer: Answer) -> tuple[str, ...]:
    """The phrases for an answer as it would stand in a run."""
    asked = item.model_copy(update={"id": answer.id})
    return diagnose(asked, answer, score([(asked, answer)], plan)[0], plan)


def test_right_answer_has_no_fault(plan: Plan) -> None:
    """An answer that cites gold units only and states the fact is without fault."""
    assert faults(plan, ASKED, given(plan, "建成通航", "33", "C8")) == ()


def test_citations_are_diagnosed(plan: Plan) -> None:
    """Missing, superfluous and trap units are named by their labels, with the cause if known."""
    assert faults(plan, ASKED, given(plan, "建成通航", "C8")) == ("漏引第33条(检索前5中没有)",)
    found = given(plan, "建成通航", "33", "8", "34")
    assert faults(plan, ASKED, found) == ("多引第8条", "错引易混的第34条")
    seen = found.model_copy(update={"citations": found.citations[1:2]})
    assert faults(plan, ASKED, seen) == ("漏引第33条", "多引第8条")


def test_missing_facts_and_false_figures_are_diagnosed(plan: Plan) -> None:
    """A key fact that is not stated is quoted, and figures without a source are noted."""
    assert faults(plan, ASKED, given(plan, "以后再说", "33")) == ("缺关键事实“建成通航”",)
    assert faults(plan, ASKED, given(plan, "建成通航,共 987654 次", "33")) == (
        "有数字不在所引条文中",
    )


def test_unwarned_false_premise_is_diagnosed(plan: Plan) -> None:
    """An answer that leaves the wrong words of the question unnamed is told so."""
    premise = ASKED.model_copy(update={"type": "false_premise", "false_claim": "2030年"})
    assert faults(plan, premise, given(plan, "建成通航", "33")) == ("未指出错误前提“2030年”",)
    warned = given(plan, "原文没有写“2030年”:建成通航", "33")
    assert "未指出错误前提“2030年”" not in faults(plan, premise, warned)


@pytest.mark.parametrize(
    ("status", "phrase"),
    [("not_in_plan", "误拒答:答为规划未提及"), ("refused", "误拒答:答为无法处理")],
)
def test_wrong_refusals_are_diagnosed(plan: Plan, status: Status, phrase: str) -> None:
    """A bare refusal is one fault, not a list of everything that it lacks."""
    assert faults(plan, ASKED, given(plan, "没有", status=status)) == (phrase,)


def test_wrong_partial_answer_is_diagnosed(plan: Plan) -> None:
    """A partial answer to an answerable question is wrong, and what it cites is judged too."""
    partial = given(plan, "只有相关内容", "8", status="partial")
    assert faults(plan, ASKED, partial) == (
        "误拒答:只答为部分相关",
        "漏引第33条(检索前5中没有)",
        "多引第8条",
        "缺关键事实“建成通航”",
    )


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        ("near_miss", "应说明规划未写而未说明"),
        ("off_topic", "应说明与规划无关而未说明"),
        ("misuse", "应拒绝而未拒绝"),
    ],
)
def test_unadmitted_absence_is_diagnosed(plan: Plan, kind: str, phrase: str) -> None:
    """An answer to what the plan does not state is told what it should have said."""
    absent = made_up("asked", type=kind)
    assert faults(plan, absent, given(plan, "有", "33")) == (phrase,)
    assert faults(plan, absent, given(plan, "没有", status="not_in_plan")) == ()


def test_altered_quote_and_failure_are_diagnosed(plan: Plan) -> None:
    """A quote that is not in the plan is found, and a failure of the program is called one."""
    right = given(plan, "建成通航", "33")
    quote = right.citations[0]
    altered = right.model_copy(
        update={"citations": (quote.model_copy(update={"quote": f"{quote.quote}!"}),)}
    )
    assert faults(plan, ASKED, altered) == ("引文与原文不一致",)
    failed = failed_answer("q", "asked", "RuntimeError: x")
    assert faults(plan, ASKED, failed) == ("程序出错",)
