"""What chat models that run on this machine share: one writes at a time, and streams."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from assistant.streams import Put, pumped

_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class LocalChat(BaseChatModel):
    """One request at a time; others wait for their turn, and may leave while they do.

    Attributes:
        max_tokens: Longest answer.
    """

    model_config = ConfigDict(protected_namespaces=())

    max_tokens: int = 600
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @abstractmethod
    def _write(
        self, messages: list[BaseMessage], stop: list[str] | None, put: Put, options: dict[str, Any]
    ) -> None:
        """Write an answer piece by piece, until ``put`` returns True."""

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        def work(put: Put) -> None:
            with self._lock:
                if not put(""):
                    self._write(messages, stop, put, kwargs)

        for piece in pumped(work):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))


def turns(messages: Sequence[BaseMessage]) -> list[dict[str, str]]:
    """The messages as chat templates and OpenAI-compatible servers take them."""
    return [{"role": _ROLES[m.type], "content": str(m.content)} for m in messages]
