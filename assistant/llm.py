"""Which language model writes, if any: one seam over endpoints, GGUF files and transformers."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import AssistantError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Kind = Literal["openai", "gguf", "transformers"]

_CONNECT_SECONDS = 5.0


class LlmError(AssistantError):
    """The settings of the language model cannot be used."""


@dataclass(frozen=True)
class Backend:
    """A chat model and what it can do.

    Attributes:
        kind: How it is reached.
        model: The chat model; nothing is loaded or asked before its first request.
        takes_schema: Whether it can be held to a JSON schema.
    """

    kind: Kind
    model: BaseChatModel
    takes_schema: bool

    def held_to(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The options of a request that hold the model to a JSON schema, as OpenAI spells it."""
        strict = {"name": "answer", "strict": True, "schema": schema}
        option = {"response_format": {"type": "json_schema", "json_schema": strict}}
        # As an option of its own it would make the client rebuild and validate the whole reply.
        return {"extra_body": option} if self.kind == "openai" else option


def kind_of(settings: Settings) -> Kind | None:
    """Say which backend the settings choose; ``auto`` takes what is configured or installed."""
    if settings.llm == "off":
        return None
    if settings.llm != "auto":
        return settings.llm
    if settings.llm_base_url:
        return "openai"
    if find_gguf(settings) and util.find_spec("xllamacpp"):
        return "gguf"
    return None


def find_gguf(settings: Settings) -> Path | None:
    """The GGUF file to use: the one the settings name, else the first in the model folder."""
    if settings.llm_model:
        file = Path(settings.llm_model)
        return file if file.suffix == ".gguf" and file.is_file() else None
    found = sorted(settings.llm_folder.glob("*.gguf"))
    return found[0] if found else None


def open_backend(settings: Settings) -> Backend | None:
    """Prepare the chat model that the settings choose; None without one.

    Raises:
        LlmError: Something it needs is not set or not installed.
    """
    kind = kind_of(settings)
    if kind == "openai":
        return _endpoint(settings)
    if kind == "gguf":
        return _gguf(settings)
    if kind == "transformers":
        return _transformers(settings)
    return None


def _endpoint(settings: Settings) -> Backend:
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    if not settings.llm_base_url or not settings.llm_model:
        raise LlmError(
            "使用接口方式的语言模型需要设置 ASSISTANT_LLM_BASE_URL 和 ASSISTANT_LLM_MODEL。"
        )
    model = ChatOpenAI(
        base_url=settings.llm_base_url,
        model=settings.llm_model,
        api_key=settings.llm_api_key or SecretStr("none"),
        temperature=0,
        max_completion_tokens=settings.llm_max_tokens,
        timeout=httpx.Timeout(settings.llm_timeout, connect=_CONNECT_SECONDS),
        max_retries=settings.llm_retries,
    )
    return Backend("openai", model, takes_schema=True)


def _gguf(settings: Settings) -> Backend:
    from assistant.gguf import GgufChat

    file = find_gguf(settings)
    if file is None or not util.find_spec("xllamacpp"):
        raise LlmError(
            "没有可用的本地模型。请运行 make llm,或用 ASSISTANT_LLM_MODEL 指定 GGUF 文件。"
        )
    model = GgufChat(model_file=file, threads=threads(settings), max_tokens=settings.llm_max_tokens)
    return Backend("gguf", model, takes_schema=True)


def _transformers(settings: Settings) -> Backend:
    from assistant.local_model import TransformersChat

    if not settings.llm_model:
        raise LlmError("使用 transformers 模型需要用 ASSISTANT_LLM_MODEL 指定目录或模型名。")
    model = TransformersChat(source=settings.llm_model, max_tokens=settings.llm_max_tokens)
    return Backend("transformers", model, takes_schema=False)


def threads(settings: Settings) -> int:
    """Threads of a local model: as set, else one for each core that this process may use."""
    if settings.llm_threads:
        return settings.llm_threads
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
