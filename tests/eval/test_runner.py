from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.llm import LlmError
from assistant.settings import Settings
from eval import metrics
from eval.dataset import DatasetError, Item
from eval.neutral import measure, open_paragraphs, read_squad
from eval.runner import Run, describe_run, load_run, run
from eval.systems import SYSTEMS, find_system
from tests.llm_endpoint import Call, reply, serve


def without_times(result: Run) -> list[str]:
    return [answer.model_dump_json(exclude={"timings_ms"}) for _, answer in result.pairs]


def test_second_run_gives_the_same_answers(
    assistant: Assistant, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """Answers do not depend on the run, nor on how many questions are worked on at once."""
    info = describe_run("ours", assistant, settings, items[::16])
    first = run(assistant, info, tmp_path / "1")
    second = run(Assistant.open(settings), info, tmp_path / "2", workers=4)
    assert without_times(first) == without_times(second)


def test_interrupted_run_goes_on(
    assistant: Assistant, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """What was answered before an interrupt is kept; a line cut in two is answered again."""
    info = describe_run("ours", assistant, settings, items[:4])
    whole = without_times(run(assistant, info, tmp_path))
    path = tmp_path / "answers.jsonl"
    path.write_bytes(path.read_bytes()[:-100])
    done: list[int] = []
    again = run(assistant, info, tmp_path, on_progress=lambda n, _: done.append(n))
    assert done == [4] and without_times(again) == whole


def test_folder_of_another_run_is_left_alone(
    assistant: Assistant, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """A folder that holds another run is refused, and what it holds stays."""
    run(assistant, describe_run("ours", assistant, settings, items[:1]), tmp_path)
    with pytest.raises(DatasetError, match="另一次运行"):
        run(assistant, describe_run("ours", assistant, settings, items[:2]), tmp_path)
    assert len(load_run(tmp_path).answers) == 1
    with pytest.raises(DatasetError, match="不是评测结果目录"):
        load_run(tmp_path / "nothing")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in SYSTEMS if name != "written"])
def test_every_system_answers(
    name: str, settings: Settings, items: list[Item], tmp_path: Path
) -> None:
    """Each system to compare with ranks units for every question and cites for some."""
    opened = find_system(name, settings).open()
    chosen = [item for item in items if item.type == "fact"][:3]
    result = run(opened, describe_run(name, opened, settings, chosen), tmp_path)
    assert all(len(answer.retrieved) >= 10 for _, answer in result.pairs)
    assert any(answer.citations for _, answer in result.pairs)


def test_settings_file_is_a_system(settings: Settings, tmp_path: Path) -> None:
    """A YAML file names a system by the settings in which it differs."""
    path = tmp_path / "long.yaml"
    path.write_text("name: long\nsettings: {retrieved_units: 30}\n", encoding="utf-8")
    candidate = find_system(str(path), settings)
    assert (candidate.name, candidate.base) == ("long", "ours")
    assert candidate.settings.retrieved_units == 30
    for text, words in (
        ("name: x\nbase: none", "base"),
        ("base: ours", "name"),
        ("name: x\nsettings: {retrieved_units: 1}", "retrieved_units"),
        ("name: x\nsettings: {colour: red}", "colour"),
        ("name: [", "YAML"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DatasetError, match=words):
            find_system(str(path), settings)
    with pytest.raises(DatasetError, match="没有名为 mine 的系统"):
        find_system("mine", settings)


def test_neutral_check(settings: Settings, tmp_path: Path) -> None:
    """Paragraphs in SQuAD form are indexed as a document and asked; figures come with intervals."""
    texts = ["苹果产于烟台。它在秋天成熟。", "长江长约6300公里。它流入东海。", "唐朝建立于618年。"]
    asked = [
        ("长江有多长?", 1, "6300公里"),
        ("苹果什么时候成熟?", 0, "秋天"),
        ("唐朝哪年建立?", 2, "618年"),
    ]
    data = [
        {
            "context": text,
            "qas": [{"question": q, "answers": [{"text": a}]} for q, n, a in asked if n == number],
        }
        for number, text in enumerate(texts)
    ]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"paragraphs": data}]}), encoding="utf-8")
    paragraphs, queries = read_squad(path)
    rates = measure(open_paragraphs(paragraphs, settings, tmp_path), queries)
    assert rates["recall_at_1"].value == 1.0 and rates["rr"].n == 3
    assert rates["best_sentence"].value == 1.0
    for text in ("[]", "{", '{"data": []}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DatasetError):
            read_squad(path)


def test_only_the_written_system_writes(settings: Settings, items: list[Item]) -> None:
    """A language model that is set up changes no other system; without one `written` says so."""

    def copied(call: Call) -> None:
        call.say(reply(*((text, [label]) for label, text in call.sentences.items())))

    with serve(copied) as endpoint:
        changes = {"llm": "openai", "llm_base_url": endpoint.url, "llm_model": "test"}
        ready = settings.model_copy(update=changes)
        question = "晋城机场什么时候能通航?"
        written = find_system("written", ready).open().ask_turns([question])
        assert written.engine == "llm" and metrics.statements_kept(written) == 1.0
        ours = find_system("ours", ready).open().ask_turns([question])
        assert ours.engine == "evidence" and metrics.statements_kept(ours) is None
        assert len(endpoint.requests) == 1
    with pytest.raises(LlmError, match="make llm"):
        find_system("written", settings).open()
