"""The product with the language model that the settings choose."""

from __future__ import annotations

from assistant.answering import Assistant
from assistant.llm import LlmError
from assistant.settings import Settings


def open_system(settings: Settings) -> Assistant:
    """Open the assistant with its writer.

    Raises:
        LlmError: The settings choose no language model.
    """
    assistant = Assistant.open(settings)
    if assistant.writer is None:
        raise LlmError("没有选用语言模型。请运行 make llm,或设置 ASSISTANT_LLM_BASE_URL。")
    return assistant
