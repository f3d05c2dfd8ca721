from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.prompting import FOLDER, VARIABLES, PromptError, load_prompts


def test_shipped_prompts_are_filled_in() -> None:
    """Every prompt is there, and braces in what is filled in stay text."""
    prompts = load_prompts()
    assert prompts.keys() == VARIABLES.keys()
    for name, prompt in prompts.items():
        values = {variable: f"<{variable}> {{x}}" for variable in VARIABLES[name]}
        text = "".join(str(message.content) for message in prompt.messages(**values))
        assert all(value in text for value in values.values())
        assert prompt.version >= 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{question}", "{query}", "未知的变量:query"),
        ("问题:{question}", "", "缺少变量:question"),
        ("version: 1\n", "", "说明有误"),
        ("## human", "## person", "两节"),
        ("问题:{question}", "问题:{question", "花括号"),
        ("---\npurpose", "purpose", "开头"),
    ],
)
def test_a_wrong_prompt_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A prompt that cannot be used is refused at the start, with its file's name and the reason."""
    for file in FOLDER.glob("*.md"):
        shutil.copy(file, tmp_path)
    file = tmp_path / "answer.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PromptError, match=f"answer.md.*{message}"):
        load_prompts(tmp_path)


def test_a_missing_prompt_is_named(tmp_path: Path) -> None:
    """A folder without the files is refused."""
    with pytest.raises(PromptError, match=r"answer\.md"):
        load_prompts(tmp_path)
