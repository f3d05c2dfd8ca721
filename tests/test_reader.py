from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.reader import READ, Blend, Reader, load_reader_model, open_reader
from assistant.settings import Settings
from tests.test_judge import read

ABSENT = READ.index("absent")


@pytest.fixture(scope="module")
def reader(settings: Settings) -> Reader:
    opened = open_reader(load_reader_model().encoder, settings.index_folder)
    assert opened is not None
    return opened


@pytest.mark.parametrize(
    ("open_detail", "stated"),
    [
        ("民用机场的停车场一小时收几块钱?", "民用机场什么时候能建成通航?"),
        ("大数据产业园里的食堂几点开饭?", "大数据产业园建起来要做什么?"),
        ("评上工匠的人照片挂在哪面墙上?", "技能人才占从业人员要到多少?"),
    ],
)
def test_open_details_are_told_from_what_plans_state(
    reader: Reader, open_detail: str, stated: str
) -> None:
    """Of two questions on one subject the one for a detail is more likely left open."""
    assert reader.read(open_detail)[ABSENT] > reader.read(stated)[ABSENT]


def test_odds_are_those_of_the_network(reader: Reader) -> None:
    """One text has finite odds of each verdict, the same each time."""
    odds = reader.read("营商环境怎么改善?")
    assert odds.shape == (len(READ),) and np.isfinite(odds).all()
    assert np.array_equal(odds, reader.read("营商环境怎么改善?"))


def test_only_the_encoder_it_is_made_of_has_a_reader(tmp_path: Path) -> None:
    """For another encoder there is none, and no file is written."""
    assert open_reader("other-1", tmp_path) is None
    assert not list(tmp_path.iterdir())


def test_long_questions_are_read_at_their_end(reader: Reader) -> None:
    """What stands before the question is what is left out of a long text."""
    question = "民用机场的停车场一小时收几块钱?"
    said = "村里去年修了一条路," * 20
    assert np.array_equal(reader.read(said + question), reader.read("路," + said + question))
    assert not np.array_equal(reader.read(said + question), reader.read(said))


def test_without_a_place_for_its_file_the_verdicts_are_passed_alone(
    settings: Settings, tmp_path: Path, assistant: Assistant
) -> None:
    """Where the file cannot be written, that is said in Chinese and questions are answered."""
    index = tmp_path / "index"
    shutil.copytree(settings.index_folder, index)
    shutil.rmtree(index / "reader", ignore_errors=True)
    (index / "reader").write_text("")
    said: list[str] = []
    opened = Assistant.open(settings.model_copy(update={"index_folder": index}), notify=said.append)
    assert any("读题模型" in sentence for sentence in said)
    assert opened.ask("机场什么时候建成通航?").status == "answered"


def test_models_survive_storage(reader: Reader, tmp_path: Path) -> None:
    """What is written is read back and reads alike."""
    reader.model.save(tmp_path / "model.npz")
    again = load_reader_model(tmp_path / "model.npz")
    assert again.blends == reader.model.blends
    assert again.changes.fingerprint == reader.model.changes.fingerprint
    vectors = np.eye(2, again.hidden.shape[1] - 1, dtype=np.float32)
    assert np.allclose(again.odds(vectors), reader.model.odds(vectors))


def test_a_blend_weighs_both() -> None:
    """The margin grows with either odds by its weight, and is zero at the threshold."""
    blend = Blend(verdict=2.0, reader=0.5, bias=1.0, least=3.0)
    assert blend.margin(0.0, 4.0) == 0.0
    assert blend.margin(1.0, 4.0) == 2.0


def test_the_judge_listens_to_the_reader(assistant: Assistant) -> None:
    """With the reader the margin is the blend's, without it the verdict's own."""
    judge = assistant.judge
    assert judge.model is not None
    reading = read(assistant, "民用机场的停车场一小时收几块钱?")
    blend = load_reader_model().blends["absent"]
    expected = blend.margin(judge.model.absent.odds(reading), reading.read[ABSENT])
    assert judge.absence(reading) == pytest.approx(expected)
    alone = judge.without_reader()
    assert alone.absence(replace(reading)) == pytest.approx(judge.model.absent.margin(reading))
