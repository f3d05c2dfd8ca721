"""The real thing: a GGUF model in process and over HTTP, a transformers model, and the doctor."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.doctor import examine
from assistant.llm import LlmError, kind_of, open_backend
from assistant.model_files import MODELS
from assistant.settings import PROJECT, Settings
from eval.metrics import number_accuracy, quotes_verbatim
from tests.conftest import skip_or_fail
from tests.llm_endpoint import serve, with_settings
from tests.web.conftest import free_port

QUESTION = "晋城机场什么时候能通航?"
MESSAGES = [SystemMessage("你是助手。"), HumanMessage("用一句话说说晋城。")]


@pytest.fixture(scope="module")
def gguf() -> Path:
    """The small model, which `make test` installs; without it the tests are skipped, on CI fail."""
    file = PROJECT / ".cache" / "llm-test" / MODELS["0.5b"].file
    if not file.exists():
        skip_or_fail("run `make test` once: it installs the small model")
    return file


@pytest.fixture(scope="module")
def served(gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `llm serve` in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "llm", "serve", "--port", str(free_port())],
        cwd=PROJECT,
        env=os.environ | {"ASSISTANT_LLM_MODEL": str(gguf), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout
    match = re.search(r"http://127\.0\.0\.1:\d+/v1", process.stdout.readline())
    assert match
    yield match.group()
    process.terminate()
    process.wait(timeout=30)
    process.stdout.close()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformers model whose weights are made here; it can write, but nothing of sense."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    letters = sorted(set('你是助手用一句话说晋城。{}":,[]SstatementxlbcopldW1234567890 \n'))
    vocabulary = {letter: number for number, letter in enumerate([*letters, "<unk>", "<eos>"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="<unk>", eos_token="<eos>"
    ).save_pretrained(folder)
    sizes = {"n_layer": 1, "n_head": 2, "n_embd": 16, "n_positions": 2048}
    GPT2LMHeadModel(GPT2Config(vocab_size=len(vocabulary), **sizes)).save_pretrained(folder)
    return folder


def holds(answer: Answer, evidence: Answer, assistant: Assistant) -> None:
    """Whatever a small model writes: the evidence is there, and nothing else is claimed."""
    assert answer.status == evidence.status
    assert set(answer.citations) == set(evidence.citations)
    assert quotes_verbatim(answer, assistant.plan)
    assert number_accuracy(answer, assistant.plan) in (None, 1.0)
    assert answer.checks.written > 0 or answer.checks.notes


@pytest.mark.slow
def test_a_gguf_model_writes_in_process(assistant: Assistant, gguf: Path) -> None:
    """The whole way with a real model: read, write, check, cite."""
    written = with_settings(assistant, llm="gguf", llm_model=str(gguf), llm_max_tokens=200)
    holds(written.ask(QUESTION), assistant.ask(QUESTION), assistant)


@pytest.mark.slow
def test_a_gguf_model_stops_when_it_is_left(assistant: Assistant, gguf: Path) -> None:
    """The next request does not wait for the end of one that nobody reads any more."""
    settings = assistant.settings.model_copy(update={"llm": "gguf", "llm_model": str(gguf)})
    backend = open_backend(settings)
    assert backend
    stream = backend.model.stream("从一数到一千。")
    pieces = [next(stream).text for _ in range(4)]
    stream.close()
    assert any(pieces)
    assert backend.model.invoke(MESSAGES, max_tokens=5).text


@pytest.mark.slow
def test_a_served_model_writes_over_http(
    assistant: Assistant, served: str, settings: Settings
) -> None:
    """`llm serve` is an endpoint like any other, and the doctor sees it."""
    changes = {"llm": "openai", "llm_base_url": served, "llm_model": "local"}
    written = with_settings(assistant, **changes, llm_max_tokens=200)
    holds(written.ask(QUESTION), assistant.ask(QUESTION), assistant)
    found = {f.subject: f.state for f in examine(settings.model_copy(update=changes))}
    assert found["语言模型接口"] == found["书面回答"] == "ok"


@pytest.mark.slow
def test_a_transformers_model_writes(assistant: Assistant, tiny: Path) -> None:
    """A model without sense is asked, streams, and costs nothing but its prose."""
    changes = {"llm": "transformers", "llm_model": str(tiny), "llm_max_tokens": 60}
    written = with_settings(assistant, **changes)
    assert written.writer
    pieces = [chunk.text for chunk in written.writer.backend.model.stream(MESSAGES)]
    assert len(list(filter(None, pieces))) > 1
    assert "".join(pieces) == written.writer.backend.model.invoke(MESSAGES).text
    answer, evidence = written.ask(QUESTION), assistant.ask(QUESTION)
    assert answer.answer == evidence.answer and answer.engine == "evidence"


def test_a_transformers_model_that_is_not_there_costs_only_the_prose(
    assistant: Assistant, tmp_path: Path
) -> None:
    """A folder without a model ends in a note under the evidence."""
    written = with_settings(assistant, llm="transformers", llm_model=str(tmp_path))
    answer = written.ask(QUESTION)
    assert answer.answer == assistant.ask(QUESTION).answer and answer.checks.notes


def test_a_file_that_is_no_model_costs_only_the_prose(assistant: Assistant, tmp_path: Path) -> None:
    """A broken GGUF file ends in a note under the evidence."""
    (tmp_path / "bad.gguf").write_bytes(b"not a model")
    written = with_settings(assistant, llm="gguf", llm_model=str(tmp_path / "bad.gguf"))
    answer = written.ask(QUESTION)
    assert answer.answer == assistant.ask(QUESTION).answer and answer.checks.notes


def test_auto_takes_what_is_there(settings: Settings, tmp_path: Path) -> None:
    """An endpoint that is set comes first, then an installed file; otherwise nothing writes."""
    auto = settings.model_copy(update={"llm": "auto", "llm_folder": tmp_path})
    assert kind_of(auto) is None and open_backend(auto) is None
    (tmp_path / "m.gguf").touch()
    assert kind_of(auto) == "gguf"
    assert kind_of(auto.model_copy(update={"llm_base_url": "http://127.0.0.1:1/v1"})) == "openai"
    assert kind_of(auto.model_copy(update={"llm": "off"})) is None


@pytest.mark.parametrize("kind", ["openai", "gguf", "transformers"])
def test_incomplete_settings_are_told(settings: Settings, tmp_path: Path, kind: str) -> None:
    """A backend that is asked for and cannot be had is an error with advice, and the doctor's."""
    chosen = settings.model_copy(update={"llm": kind, "llm_folder": tmp_path})
    with pytest.raises(LlmError, match="ASSISTANT_LLM_"):
        open_backend(chosen)
    assert any(finding.state == "bad" for finding in examine(chosen))


def test_the_doctor_does_not_fail_for_a_silent_endpoint(settings: Settings) -> None:
    """An endpoint that does not answer is reported, and everything else still works."""
    with serve() as endpoint:
        pass
    changes = {"llm": "openai", "llm_base_url": endpoint.url, "llm_model": "m"}
    found = {f.subject: f for f in examine(settings.model_copy(update=changes))}
    assert found["语言模型接口"].state == "off" and found["语言模型接口"].advice


def test_the_key_is_never_printed() -> None:
    """A secret stays out of everything that shows settings."""
    settings = Settings(_env_file=None, llm_api_key="sk-secret")  # type: ignore[call-arg]
    assert "sk-secret" not in f"{settings} {settings.model_dump()} {settings.model_dump_json()}"
