from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import cli
from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.batch import BatchError, run_batch
from assistant.failures import LOG_NAME
from assistant.settings import PROJECT, Settings


@pytest.fixture(scope="module")
def environment(assistant: Assistant, settings: Settings) -> dict[str, str]:
    """Environment in which the program finds the index that the tests have built."""
    return os.environ | {
        "ASSISTANT_LLM": "off",
        "ASSISTANT_INDEX_FOLDER": str(settings.index_folder),
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }


def run(
    environment: dict[str, str], *arguments: str, **changes: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        cwd=PROJECT,
        env=environment | changes,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_ask_prints_answer_and_source(environment: dict[str, str]) -> None:
    """A question on the command line gets its statement, its label and the article's title."""
    done = run(environment, "ask", "晋城机场什么时候能通航?")
    assert done.returncode == 0
    assert "力争到“十四五”末建成通航。[第33条]" in done.stdout
    assert "构筑现代综合立体交通运输体系" in done.stdout


def test_ask_json_is_one_answer_object(environment: dict[str, str], assistant: Assistant) -> None:
    """--json prints one line that is the answer object, with quotes that stand in the plan."""
    done = run(environment, "ask", "飞机场啥时候能坐上", "--json")
    answer = Answer.model_validate_json(done.stdout)
    assert done.stdout.count("\n") == 1 and done.stderr == ""
    assert answer.citations[0].label == "第33条"
    assert all(assistant.plan.text[c.start : c.end] == c.quote for c in answer.citations)


@pytest.mark.parametrize("question", ["", "😀🎉", "\x01\x02\x03", "a" * 50_000])
def test_unusable_questions_end_well(environment: dict[str, str], question: str) -> None:
    """Empty, wordless and overlong questions get a sentence and no traceback."""
    done = run(environment, "ask", question)
    assert done.returncode == 0 and "无法处理" in done.stdout


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("33", "【第33条】"),
        ("第三十三条", "【第33条】"),
        ("第七部分", "【第29条】"),
        ("营商环境", "【第28条】"),
        ("序言", "【序言】"),
    ],
)
def test_show(environment: dict[str, str], target: str, expected: str) -> None:
    """`show` finds units by number, part, name and words of the title."""
    assert expected in run(environment, "show", target).stdout


def test_show_outline_has_all_articles(environment: dict[str, str]) -> None:
    """The outline lists 16 parts and 70 articles."""
    lines = run(environment, "show", "--outline").stdout.splitlines()
    assert sum("部分 " in line for line in lines) == 16
    assert sum(line.startswith("  第") and "条 " in line for line in lines) == 70


def test_show_unknown_target(environment: dict[str, str]) -> None:
    """What does not exist is answered with what does."""
    done = run(environment, "show", "第99条")
    assert done.returncode == 1 and "第1条至第70条" in done.stderr


def test_show_says_what_is_lacking(environment: dict[str, str]) -> None:
    """Of several units those that exist are shown, and the others named."""
    done = run(environment, "show", "第七十一条、第72条和第3条")
    assert done.returncode == 0 and "【第3条】" in done.stdout
    assert "没有第71条、第72条" in done.stderr


def test_parse_prints_units_or_a_reason(environment: dict[str, str], tmp_path: Path) -> None:
    """`parse` lists any plan's units, and refuses other files with one line and status 2."""
    done = run(environment, "parse", "data/plan.txt", "--json")
    units = json.loads(done.stdout)["units"]
    assert [u["article"] for u in units if u["article"]] == list(range(1, 71))
    regulation = tmp_path / "regulation.txt"
    regulation.write_text(
        "某市条例\n\n第一条 为了规范管理,制定本条例。\n第二条 本条例自公布之日起施行。\n"
    )
    assert "第2条" in run(environment, "parse", str(regulation)).stdout
    prose = tmp_path / "prose.txt"
    prose.write_text("只有一句话。\n")
    refused = run(environment, "parse", str(prose))
    assert refused.returncode == 2 and len(refused.stderr.strip().splitlines()) == 1


def test_missing_plan_file(environment: dict[str, str], tmp_path: Path) -> None:
    """A missing plan is one Chinese sentence that names the file."""
    missing = str(tmp_path / "no-plan.txt")
    done = run(environment, "ask", "机场", ASSISTANT_PLAN_FILE=missing)
    assert done.returncode == 1 and "找不到规划文件" in done.stderr and "no-plan" in done.stderr


def test_bad_setting(environment: dict[str, str]) -> None:
    """A setting with an unusable value is named."""
    done = run(environment, "ask", "机场", ASSISTANT_PORT="eighty")
    assert done.returncode == 1 and "port" in done.stderr


def test_wrong_usage(environment: dict[str, str]) -> None:
    """Unknown commands and missing arguments are explained, with status 2."""
    both = ["ask", "机场", "--batch", "x.jsonl", "--out", "y.jsonl"]
    no_batch = ["ask", "机场", "--out", "y.jsonl"]
    for arguments in (["fly"], ["ask"], ["ask", "--batch", "x.jsonl"], both, no_batch):
        done = run(environment, *arguments)
        assert done.returncode == 2 and "命令有误" in done.stderr


def test_doctor(environment: dict[str, str], tmp_path: Path) -> None:
    """`doctor` finds nothing wrong here, and names a missing plan as what is wrong."""
    done = run(environment, "doctor")
    assert done.returncode == 0 and "有问题" not in done.stdout
    done = run(environment, "doctor", ASSISTANT_PLAN_FILE=str(tmp_path / "none.txt"))
    assert done.returncode == 1 and "有问题" in done.stdout


@pytest.mark.parametrize("damage", ["delete", "truncate"])
def test_damaged_index_is_rebuilt(environment: dict[str, str], tmp_path: Path, damage: str) -> None:
    """A deleted or truncated index is built again with a message, and the answer comes."""
    folder = tmp_path / "index"
    changed = {"ASSISTANT_INDEX_FOLDER": str(folder)}
    assert run(environment, "index", **changed).returncode == 0
    for file in folder.rglob("index.faiss"):
        file.unlink() if damage == "delete" else os.truncate(file, 100)
    done = run(environment, "ask", "晋城机场什么时候能通航?", **changed)
    assert done.returncode == 0 and "第33条" in done.stdout and "索引" in done.stderr


def test_failure_of_the_program_is_told_and_written_down(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`ask` and `show` that break end with a sentence that names the file with the traceback."""
    monkeypatch.setenv("ASSISTANT_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_INDEX_FOLDER", str(settings.index_folder))
    monkeypatch.setenv("ASSISTANT_LLM", "off")
    monkeypatch.setattr(Assistant, "ask", _fails)
    monkeypatch.setattr(cli, "load_plan", _fails)
    log = tmp_path / LOG_NAME
    for number, arguments in enumerate((["ask", "机场"], ["show", "33"]), 1):
        monkeypatch.setattr(sys, "argv", ["assistant", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = "".join(capsys.readouterr())
        assert ended.value.code == 1
        assert "内部错误" in said and str(log) in said and "Traceback" not in said
        assert log.read_text("utf-8").count("RuntimeError: broken on purpose") == number
    assert "Traceback" in log.read_text("utf-8") and log.stat().st_mode & 0o077 == 0


# --- Batches ---


def write(path: Path, *rows: object) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def answers(path: Path) -> list[Answer]:
    return [Answer.model_validate_json(row) for row in path.read_text("utf-8").splitlines()]


def test_batch_answers_questions_and_conversations(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Every usable line gets an answer under its id; unusable lines are named by number."""
    source = write(
        tmp_path / "in.jsonl",
        {"id": "a", "question": "煤层气产量目标是多少"},
        "not json",
        {"id": "b", "turns": ["营商环境怎么改善", "晋城机场什么时候通航"]},
        {"id": "c"},
    )
    out = tmp_path / "out.jsonl"
    done = run(environment, "ask", "--batch", str(source), "--out", str(out))
    assert [a.id for a in answers(out)] == ["a", "b"]
    assert done.returncode == 1 and "第 2 行" in done.stderr and "第 4 行" in done.stderr


def test_batch_resumes(assistant: Assistant, tmp_path: Path) -> None:
    """A broken-off batch goes on where it stopped; a half-written line is answered again."""
    rows = [{"id": str(i), "question": f"第{i}条"} for i in range(1, 6)]
    source, out = write(tmp_path / "in.jsonl", *rows), tmp_path / "out.jsonl"
    run_batch(assistant, source, out)
    whole = out.read_text("utf-8")
    first_two = "".join(whole.splitlines(keepends=True)[:2])
    out.write_text(first_two + whole.splitlines()[2][:40], encoding="utf-8")
    result = run_batch(assistant, source, out)
    assert (result.answered, result.skipped) == (3, 2)
    assert [a.id for a in answers(out)] == ["1", "2", "3", "4", "5"]


def test_batch_ids_may_be_numbers(assistant: Assistant, tmp_path: Path) -> None:
    """A number as id is taken as it is written."""
    source, out = write(tmp_path / "in.jsonl", {"id": 7, "question": "第1条"}), tmp_path / "out"
    assert run_batch(assistant, source, out).problems == ()
    assert [a.id for a in answers(out)] == ["7"]


def test_batch_answers_as_many_as_there_are(assistant: Assistant, tmp_path: Path) -> None:
    """Conversations that end alike under one id are both answered, also after a break."""
    talks = [["第33条", "标题是什么"], ["第34条", "标题是什么"], ["第34条", "标题是什么"]]
    source = write(tmp_path / "in.jsonl", *[{"id": "a", "turns": turns} for turns in talks])
    out = tmp_path / "out.jsonl"
    run_batch(assistant, source, out)
    whole = out.read_text("utf-8")
    out.write_text(whole.splitlines(keepends=True)[0], encoding="utf-8")
    result = run_batch(assistant, source, out)
    assert (result.answered, result.skipped) == (2, 1)
    assert out.read_text("utf-8").count("\n") == len(talks)


def test_batch_does_not_spoil_foreign_files(assistant: Assistant, tmp_path: Path) -> None:
    """An output file that is not ours is left as it is."""
    source = write(tmp_path / "in.jsonl", {"id": "1", "question": "机场"})
    foreign = write(tmp_path / "out.jsonl", {"important": True})
    before = foreign.read_bytes()
    with pytest.raises(BatchError):
        run_batch(assistant, source, foreign)
    assert foreign.read_bytes() == before


def test_batch_goes_on_after_a_failure(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When one question breaks the program, the others are answered and it is written down."""
    real = Assistant.ask
    settings = assistant.settings.model_copy(update={"data_folder": tmp_path / "data"})
    monkeypatch.setattr(assistant, "settings", settings)

    def broken(self: Assistant, question: str, *args: object, **more: object) -> Answer:
        if question == "坏":
            raise RuntimeError("broken on purpose")
        return real(self, question, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Assistant, "ask", broken)
    rows = [{"id": "1", "question": "坏"}, {"id": "2", "question": "第33条"}]
    out = tmp_path / "out.jsonl"
    source = write(tmp_path / "in.jsonl", *rows)
    result = run_batch(assistant, source, out)
    assert result.failed == ("1",)
    assert [a.status for a in answers(out)] == ["refused", "answered"]
    log = tmp_path / "data" / LOG_NAME
    assert str(log) in answers(out)[0].answer and "broken on purpose" in log.read_text("utf-8")


def test_batch_asks_failed_questions_again(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run answers what failed, and its answer takes the place of the failure."""
    rows = [{"id": "1", "question": "第1条"}, {"id": "2", "question": "第33条"}]
    source, out = write(tmp_path / "in.jsonl", *rows), tmp_path / "out.jsonl"
    settings = assistant.settings.model_copy(update={"data_folder": tmp_path})
    with monkeypatch.context() as patched:
        patched.setattr(assistant, "settings", settings)
        patched.setattr(Assistant, "ask", _fails)
        assert run_batch(assistant, source, out).failed == ("1", "2")
    result = run_batch(assistant, source, out)
    assert (result.answered, result.skipped, result.failed) == (2, 0, ())
    assert [a.engine for a in answers(out)] == ["evidence", "evidence"]


def _fails(*_: object, **__: object) -> Answer:
    raise RuntimeError("broken on purpose")


def test_interrupt_keeps_finished_lines(environment: dict[str, str], tmp_path: Path) -> None:
    """Ctrl-C leaves whole lines in the output file and says how to go on."""
    rows = [{"id": str(i), "question": f"第{i % 70 + 1}条里怎么说发展"} for i in range(3000)]
    source, out = write(tmp_path / "in.jsonl", *rows), tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "assistant", "ask"]
    command += ["--batch", str(source), "--out", str(out)]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        limit = time.monotonic() + 60
        while not (out.exists() and out.read_text("utf-8").count("\n") > 3):
            assert time.monotonic() < limit and process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        message = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert "已中断" in message and "Traceback" not in message
    assert 3 < len(answers(out)) < 3000


def converse(environment: dict[str, str], typed: bytes, *options: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", *options],
        cwd=PROJECT,
        env=environment,
        input=typed,
        capture_output=True,
        timeout=120,
        check=True,
    )
    said, notes = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in said + notes
    return said, notes


def test_chat_answers_follow_ups_until_a_new_topic(environment: dict[str, str]) -> None:
    """A follow-up is asked with the turn before it; “新话题” forgets that, “退出” ends the talk."""
    typed = "高铁什么时候开工?\n那机场呢?\n\n新话题\n那另一个呢?\n退出\n煤层气产量目标是多少?\n"
    said, notes = converse(environment, typed.encode(), "--json")
    answers = [Answer.model_validate_json(line) for line in said.splitlines()]
    assert [a.question for a in answers] == ["高铁什么时候开工?", "那机场呢?", "那另一个呢?"]
    assert answers[1].standalone_question.startswith("高铁什么时候开工?")
    assert "建成通航" in answers[1].answer
    assert answers[2].status == "not_in_plan"
    assert "新话题" in notes


def test_chat_says_how_a_follow_up_was_understood(environment: dict[str, str]) -> None:
    """The stand-alone form of a follow-up is printed before its answer."""
    said, _ = converse(environment, "晋城机场什么时候能通航?\n原文给我看看\n".encode())
    assert "理解为:第33条原文" in said and said.count("[第33条]") > 1


def test_chat_survives_bytes_that_are_no_text(environment: dict[str, str]) -> None:
    """A line in another encoding gets an answer object like every other, and the talk goes on."""
    said, _ = converse(environment, b"\xff\xfe\n\xb0\xae?\n" + "第1条\n".encode(), "--json")
    answers = [Answer.model_validate_json(line) for line in said.splitlines()]
    assert [a.status for a in answers] == ["refused", "refused", "answered"]
