"""The tab for evaluations, in a browser: an evaluator's whole job."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.settings import PROJECT, Settings
from assistant.web import texts
from assistant.web.accounts import Accounts
from assistant.web.evaluation_upload import MAX_BYTES
from eval.dataset import Item, choose_items
from eval.report import compare
from eval.report.wording import show, show_interval
from eval.results import Results
from eval.runner import load_run
from tests.web.conftest import (
    ARTIFACTS,
    ask,
    begin_evaluation,
    evaluate,
    new_page,
    open_evaluation,
    running_app,
)
from tests.web.test_server import PASSWORD, enter

pytestmark = pytest.mark.slow

AIRPORT = "晋城机场什么时候能通航?"
MARKUP = (
    "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\"> ${7*7} {{8*8}}"
)
HEADINGS = ("编号", "类型", "问题", "可引条文", "关键事实", "可回答")
RIGHT = (
    ("my-1", "事实", AIRPORT, "33", "建成通航", "是"),
    ("my-2", "近似但未写", MARKUP, "", "", "否"),
)
WRONG = (
    ("my-3", "事实", "没有这一条?", "999", "", ""),
    ("my-1", "事实", "编号重复?", "33", "", ""),
    ("my-5", "猜谜", "类型不对?", "33", "", ""),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server's data."""
    return tmp_path_factory.mktemp("evaluation")


@pytest.fixture(scope="module")
def server(assistant: Assistant, settings: Settings, folder: Path) -> Iterator[str]:
    """The address of a server of its own."""
    with running_app(folder, settings, ASSISTANT_DATA_FOLDER=folder / "data") as url:
        yield url


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    """The runs of that server."""
    return Results(folder / "data" / "evaluations")


@pytest.fixture
def tab(browser: Browser, server: str) -> Iterator[Page]:
    """The tab as an evaluator sees it."""
    with new_page(browser, server) as page:
        yield open_evaluation(page)


def write_csv(file: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened).writerows([HEADINGS, *rows])
    return file


def upload(page: Page, file: Path) -> None:
    page.get_by_label(texts.EV_OWN, exact=True).check()
    page.locator("#ev-file input[type=file]").set_input_files(file)


def pick(page: Page, box: str, name: str) -> None:
    page.locator(f"{box} input").click()
    page.get_by_role("option", name=name, exact=True).click()


def download(page: Page, kind: str) -> Path:
    with page.expect_download() as found:
        page.locator(f"#ev-as-{kind}").click()
    assert found.value.suggested_filename.endswith(f".{kind}")
    path: Path = found.value.path()
    return path


def test_run_is_watched_and_its_figures_seen(
    tab: Page, results: Results, assistant: Assistant, items: list[Item]
) -> None:
    """Two systems answer the chosen questions; the figures are those of the report, with n."""
    evaluate(tab, 8, ("ours", "bm25"))
    tab.screenshot(path=ARTIFACTS / "evaluation-run.png")
    rows = tab.locator("#ev-runs tbody tr")
    expect(rows.first).to_contain_text("完成 · 8 题")
    tab.locator("#ev-see").click()
    expect(tab.locator("#conclusion")).to_be_visible()
    runs = [load_run(entry.folder) for entry in results.entries()[:2]]
    runs.sort(key=lambda run: run.info.system, reverse=True)
    assert list(runs[0].info.items) == choose_items(items, limit=8)
    comparison = compare(runs, assistant.plan)
    strict = comparison.judged.figures["strict"]
    cell = tab.locator('#rates td[data-metric="strict"][data-run="0"]')
    expect(cell).to_have_text(
        f"{show('strict', strict.value)} {show_interval('strict', strict)},n={strict.n}"
    )
    expect(tab.locator("#types table").first.locator("tbody tr")).to_have_count(
        len(comparison.judged.types)
    )
    for part in comparison.judged.splits:
        expect(tab.locator("#systems thead")).to_contain_text(f"{part} 题严格正确")
    assert tab.locator("#charts svg[role=img]").count() >= 3
    expect(tab.locator("#differences tbody tr")).to_have_count(len(comparison.differences))
    expect(tab.locator("#gate tbody tr")).to_have_count(16)
    expect(tab.locator("#gate")).to_contain_text("只供参考")  # these are not all questions
    tab.screenshot(path=ARTIFACTS / "evaluation-result.png")


def test_questions_are_filtered_and_opened(
    tab: Page, results: Results, assistant: Assistant
) -> None:
    """Filters narrow the list; an opened question tells what was expected, answered and wrong."""
    evaluate(tab, 60, ("ours", "dense"))
    tab.locator("#ev-see").click()
    listed = tab.locator("#questions .question")
    expect(listed).to_have_count(60)
    comparison = compare(
        [load_run(results.find(id).folder) for id in sorted_ids(results)], assistant.plan
    )
    wrong = [q for q in comparison.questions if not q.given[0].record.strict]
    assert wrong
    tab.locator("#filter [name=outcome]").select_option("wrong")
    expect(tab.locator("#count")).to_have_text(f"显示 {len(wrong)} 题,共 60 题")
    shown = tab.locator("#questions .question:not([hidden])")
    assert shown.locator(".id").all_text_contents() == [q.item.id for q in wrong]
    first = wrong[0]
    shown.first.locator("summary").first.click()
    body = shown.first.locator(".body")
    expect(body).to_contain_text(first.given[0].faults[0])
    for expected in (*first.essential, *first.item.key_facts):
        expect(body).to_contain_text(expected)
    for citation in first.given[0].answer.citations[:1]:
        expect(body.locator("blockquote").first).to_have_text(citation.quote)
    expect(body.locator(".given")).to_have_count(2)
    tab.screenshot(path=ARTIFACTS / "evaluation-question.png")
    tab.locator("#filter button[type=reset]").click()
    changed = {"gained": 0, "lost": 0}
    for question in comparison.questions:
        better = question.given[0].record.strict - question.given[1].record.strict
        if better:
            changed["gained" if better > 0 else "lost"] += 1
    for change, count in changed.items():
        tab.locator("#filter [name=change]").select_option(change)
        expect(tab.locator("#count")).to_contain_text(f"显示 {count} 题,共 60 题")


def sorted_ids(results: Results) -> list[str]:
    """The newest two runs, the one of this system first."""
    newest = results.entries()[:2]
    return [entry.id for entry in sorted(newest, key=lambda entry: entry.system != "ours")]


def test_run_is_stopped_and_goes_on(
    tab: Page, browser: Browser, server: str, results: Results
) -> None:
    """Others get answers meanwhile; what was done is kept on a stop, and the rest is done later."""
    with new_page(browser, server) as other:
        begin_evaluation(tab, 100)
        expect(tab.locator("#ev-progress")).to_contain_text("正在回答")
        ask(other, AIRPORT)
        expect(other.locator("#chat .status")).to_have_text(texts.STATUS["answered"])
        open_evaluation(other)
        expect(other.locator("#ev-progress [role=progressbar]")).to_be_visible()
        other.locator("#ev-start").click()
        expect(other.locator("#ev-notice")).to_contain_text(texts.EV_BUSY)
    expect(tab.locator("#ev-progress .step")).to_contain_text(
        re.compile(r"第 \d+ / 100 题.*还需约")
    )
    tab.locator("#ev-stop").click()
    expect(tab.locator("#ev-progress")).to_contain_text("已停止")
    entry = results.entries()[0]
    assert 0 < entry.answered < 100
    before = (entry.folder / "answers.jsonl").read_bytes()
    row = tab.locator("#ev-runs tbody tr").first
    expect(row).to_contain_text(f"未完成 · {entry.answered} / 100 题")
    row.get_by_role("button", name=texts.EV_VIEW).click()
    expect(tab.locator("#notices")).to_contain_text("没有回答")
    expect(tab.locator("#gate")).to_contain_text(texts.EV_GATE_UNFINISHED)
    tab.get_by_role("tab", name=texts.EV_VIEWS[0]).click()
    row.get_by_role("button", name=texts.EV_RESUME).click()
    expect(tab.locator("#ev-progress")).to_contain_text("已做完", timeout=120_000)
    assert (entry.folder / "answers.jsonl").read_bytes().startswith(before)
    assert results.find(entry.id).answered == 100


def test_own_questions_run(tab: Page, tmp_path: Path, results: Results) -> None:
    """A right file runs whole, and what its questions hold stays text."""
    title = tab.title()
    upload(tab, write_csv(tmp_path / "mine.csv", RIGHT))
    expect(tab.locator("#ev-found")).to_contain_text("读到 2 题,没有发现错误")
    expect(tab.locator("#ev-count")).to_contain_text("将做 2 题")
    tab.locator("#ev-start").click()
    expect(tab.locator("#ev-runs tbody tr").first).to_contain_text("完成 · 2 题")
    expect(tab.locator("#ev-runs tbody tr").first).to_contain_text("mine.csv")
    tab.locator("#ev-see").click()
    question = tab.locator("#questions .question", has_text="my-2")
    expect(question.locator(".asked")).to_have_text(MARKUP)
    question.locator("summary").first.click()
    expect(question.locator(".body")).to_contain_text("应当这样回答")
    assert tab.locator("#ev-views").locator("script, img, iframe").count() == 0
    assert tab.title() == title
    run = load_run(results.entries()[0].folder)
    assert [item.asked for item in run.info.items] == [AIRPORT, MARKUP]


def test_wrong_rows_are_named_and_skipped_on_demand(tab: Page, tmp_path: Path) -> None:
    """Every wrong row is told with number and reason; the others run only when that is wished."""
    upload(tab, write_csv(tmp_path / "mine.csv", (*RIGHT, *WRONG)))
    problems = tab.locator("#ev-found li")
    expect(problems).to_have_count(3)
    for problem, number, reason in zip(
        problems.all(), (4, 5, 6), ("没有单元 999", "重复", "“猜谜”不在允许"), strict=True
    ):
        expect(problem).to_contain_text(f"第 {number} 行")
        expect(problem).to_contain_text(reason)
    tab.screenshot(path=ARTIFACTS / "evaluation-upload.png")
    tab.locator("#ev-start").click()
    expect(tab.locator("#ev-notice")).to_contain_text("请改正后重新上传")
    tab.get_by_label(texts.EV_SKIP_BAD).check()
    expect(tab.locator("#ev-count")).to_contain_text("将做 2 题")


def test_template_can_be_filled_in(tab: Page, tmp_path: Path) -> None:
    """The template is a table that runs when it has been filled in."""
    tab.get_by_label(texts.EV_OWN, exact=True).check()
    with tab.expect_download() as found:
        tab.locator("#ev-template").click()
    assert found.value.suggested_filename == texts.EV_TEMPLATE_NAME
    found.value.save_as(tmp_path / "filled.xlsx")
    book = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    sheet = book.worksheets[0]
    sheet.delete_rows(2)
    sheet.append(["x-1", "事实", AIRPORT, "", "33"])
    book.save(tmp_path / "filled.xlsx")
    upload(tab, tmp_path / "filled.xlsx")
    expect(tab.locator("#ev-found")).to_contain_text("读到 1 题,没有发现错误")


def test_files_of_wrong_type_or_size_are_refused(tab: Page, server: str, tmp_path: Path) -> None:
    """Other files, broken ones and too large ones are refused with a reason; the page goes on."""
    files = {
        "note.txt": (b"x", "不是 XLSX、CSV 或 JSONL 文件"),
        "broken.xlsx": (b"PK no archive", "不是有效的 XLSX 文件"),
        "empty.csv": (b"", "是空的"),
        "binary.csv": (bytes(range(256)) * 4, "编码"),
    }
    for name, (data, reason) in files.items():
        file = tmp_path / name
        file.write_bytes(data)
        upload(tab, file)
        expect(tab.locator("#ev-found")).to_contain_text(reason)
        tab.locator("#ev-file").get_by_role("button", name="清除").click()
        expect(tab.locator("#ev-found")).to_be_empty()
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * (MAX_BYTES + 1))
    upload(tab, large)
    expect(tab.locator(".toast-message-text")).to_have_text(texts.TOAST_FILE_LARGE)
    sent = httpx.post(f"{server}gradio_api/upload", files={"files": large.read_bytes()})
    assert sent.status_code == 413
    tab.locator("#ev-start").click()
    expect(tab.locator("#ev-notice")).to_contain_text(texts.EV_NO_FILE)


def test_report_is_downloaded(tab: Page, browser: Browser, server: str, results: Results) -> None:
    """The report comes as HTML, Markdown and CSV, and the answers as JSON lines; nothing else."""
    evaluate(tab, 5)
    tab.locator("#ev-see").click()
    expect(tab.locator("#conclusion")).to_be_visible()
    verdict = tab.locator("#verdict p").inner_text()
    page = download(tab, "html").read_text(encoding="utf-8")
    assert verdict in page and page.startswith("<!DOCTYPE html>")
    assert verdict in download(tab, "md").read_text(encoding="utf-8")
    rows = list(csv.reader(download(tab, "csv").read_text(encoding="utf-8-sig").splitlines(True)))
    assert len(rows) == 1 + 5
    answers = download(tab, "jsonl").read_text(encoding="utf-8").splitlines()
    run = load_run(results.entries()[0].folder)
    assert [Answer.model_validate_json(line) for line in answers] == [a for _, a in run.pairs]
    for secret in (run.folder / "run.json", PROJECT / "README.md", Path("/etc/passwd")):
        assert httpx.get(f"{server}gradio_api/file={secret}").status_code in (403, 404)


def test_two_earlier_runs_are_compared(tab: Page) -> None:
    """Any two runs of the list are put side by side, whichever way they are chosen."""
    evaluate(tab, 6)
    evaluate(tab, 6, ("whole_units",))
    rows = tab.locator("#ev-runs tbody tr")
    rows.nth(0).get_by_role("button", name=texts.EV_VIEW).click()
    expect(tab.locator("#conclusion")).to_be_visible()
    assert tab.locator("#differences").count() == 0
    tab.get_by_role("tab", name=texts.EV_VIEWS[0]).click()
    rows.nth(1).get_by_role("button", name=texts.EV_AGAINST).click()
    expect(tab.locator("#differences h3")).to_have_text("混合检索,整条为单位与本系统相比")
    expect(tab.locator("#differences td").nth(2)).to_contain_text("至")
    tab.screenshot(path=ARTIFACTS / "evaluation-comparison.png", full_page=True)
    pick(tab, "#ev-other", texts.EV_NO_OTHER)
    expect(tab.locator("#differences")).to_have_count(0)


def test_run_is_deleted_after_a_question(tab: Page, results: Results) -> None:
    """Deleting asks first; then the run is gone from the list and from the disk."""
    evaluate(tab, 3)
    entry = results.entries()[0]
    row = tab.locator(f"#ev-runs tr[data-run='{entry.id}']")
    row.get_by_role("button", name=texts.EV_DELETE).click()
    expect(tab.locator("#ev-confirm")).to_contain_text("3 份回答")
    expect(tab.locator("#ev-keep")).to_be_focused()
    tab.locator("#ev-keep").click()
    expect(tab.locator("#ev-confirm")).to_be_hidden()
    assert entry.folder.exists()
    row.get_by_role("button", name=texts.EV_DELETE).click()
    tab.locator("#ev-delete").click()
    expect(tab.locator("#ev-told")).to_contain_text("已删除")
    expect(row).to_have_count(0)
    assert not entry.folder.exists()


def test_wrong_choices_are_told(tab: Page) -> None:
    """No system, no question left and a wrong number are told before anything begins."""
    tab.locator("#ev-systems").get_by_label("本系统(混合检索 + 证据引擎)").uncheck()
    tab.locator("#ev-start").click()
    expect(tab.locator("#ev-notice")).to_contain_text(texts.EV_NO_SYSTEM)
    tab.locator("#ev-limit input").fill("-3")
    expect(tab.locator("#ev-count")).to_contain_text(texts.EV_LIMIT_WRONG)
    tab.locator("#ev-limit input").fill("0")
    tab.locator("#ev-types").get_by_label("不当使用").check()
    tab.locator("#ev-split").get_by_label("dev(调整用)").check()
    expect(tab.locator("#ev-count")).to_contain_text(re.compile(r"将做 \d{1,2} 题"))


# --- Roles ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(
    assistant: Assistant, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server with log-in, a reader and an evaluator."""
    folder = tmp_path_factory.mktemp("guarded")
    accounts = Accounts(folder / "data" / "accounts.sqlite")
    accounts.add("wang", "reader", PASSWORD)
    accounts.add("li", "evaluator", PASSWORD)
    with running_app(folder, settings, ASSISTANT_LOGIN="true") as url:
        yield url


@contextmanager
def session(address: str, name: str) -> Iterator[httpx.Client]:
    """A browser's session without the browser."""
    with httpx.Client(base_url=address, timeout=60) as client:
        client.post("login", data={"name": name, "password": PASSWORD})
        yield client


def press(client: httpx.Client, button: str, data: list[object]) -> str:
    """Send what the page sends when a button is pressed, and return all that comes back."""
    config = client.get("config").json()
    component = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == button)
    event = next(d["id"] for d in config["dependencies"] if [component, "click"] in d["targets"])
    body = {"data": data, "fn_index": event, "session_hash": "s", "trigger_id": component}
    assert client.post("gradio_api/queue/join", json=body).status_code == 200
    stream = client.get("gradio_api/queue/data", params={"session_hash": "s"}).text
    done = next(line for line in stream.splitlines() if "process_completed" in line)
    return json.dumps(json.loads(done.removeprefix("data:")), ensure_ascii=False)


START: list[object] = [texts.EV_SHIPPED, None, False, ["ours"], "全部", [], 2]


def test_reader_looks_and_cannot_act(browser: Browser, guarded: str) -> None:
    """Readers see results and a clear sentence; the server lets them neither start nor upload."""
    with session(guarded, "li") as evaluator, session(guarded, "wang") as reader:
        refused = reader.post("gradio_api/upload", files={"files": b"x"})
        assert refused.status_code == 403 and refused.json() == {"detail": texts.EV_READER}
        assert evaluator.post("gradio_api/upload", files={"files": b"x"}).status_code == 200
        assert texts.EV_READER in press(reader, "ev-start", START)
        assert texts.EV_READER in press(reader, "ev-stop", [])
        assert texts.EV_READER not in press(evaluator, "ev-start", START)
    page = enter(browser, guarded, "wang")
    page.get_by_role("tab", name=texts.TAB_EVALUATION).click()
    expect(page.get_by_text(texts.EV_READER)).to_be_visible()
    expect(page.locator("#ev-fields")).to_be_hidden()
    expect(page.locator("#ev-runs tbody tr")).to_have_count(1)  # the evaluator's
    row = page.locator("#ev-runs tbody tr").first
    expect(row).to_contain_text("li")
    page.locator("#ev-refresh").click()
    expect(row).to_contain_text("完成 · 2 题", timeout=30_000)
    for name in (texts.EV_DELETE, texts.EV_RESUME):
        assert row.get_by_role("button", name=name).count() == 0
    page.screenshot(path=ARTIFACTS / "evaluation-reader.png")
    row.get_by_role("button", name=texts.EV_VIEW).click()
    expect(page.locator("#conclusion")).to_be_visible()
    page.context.close()


def test_evaluator_acts(browser: Browser, guarded: str) -> None:
    """Evaluators start runs, and the list tells who did."""
    page = enter(browser, guarded, "li")
    open_evaluation(page)
    expect(page.get_by_text(texts.EV_READER)).to_be_hidden()
    evaluate(page, 2)
    expect(page.locator("#ev-runs tbody tr").first).to_contain_text("li")
    expect(page.locator("#ev-runs [data-act=delete]").first).to_be_visible()
    page.context.close()
