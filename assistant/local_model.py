"""A chat model over a transformers model: a folder or a hub id, with streaming."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from assistant.gguf import as_chunk
from assistant.streams import Put, pumped

_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class TransformersChat(BaseChatModel):
    """One request at a time; others wait for their turn.

    Attributes:
        source: Folder or hub id of a causal language model with a tokenizer.
        max_tokens: Longest answer.
    """

    model_config = ConfigDict(protected_namespaces=())

    source: str
    max_tokens: int = 600
    _loaded: tuple[Any, Any] | None = PrivateAttr(default=None)
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "transformers"

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
        for piece in pumped(lambda put: self._write(messages, stop, put)):
            yield as_chunk(piece)

    def _write(self, messages: list[BaseMessage], stop: list[str] | None, put: Put) -> None:
        from transformers import StoppingCriteria, StoppingCriteriaList, TextStreamer

        class Pieces(TextStreamer):
            is_left = False

            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                self.is_left |= put(text)

        class UntilLeft(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                import torch

                return torch.full((len(input_ids),), streamer.is_left, device=input_ids.device)

        with self._lock:
            if put(""):
                return
            model, tokenizer = self._load()
            streamer = Pieces(tokenizer, skip_prompt=True, skip_special_tokens=True)
            model.generate(
                **tokenizer(_prompt(tokenizer, messages), return_tensors="pt").to(model.device),
                max_new_tokens=self.max_tokens,
                do_sample=False,
                streamer=streamer,
                stopping_criteria=StoppingCriteriaList([UntilLeft()]),
                **({"stop_strings": stop, "tokenizer": tokenizer} if stop else {}),
            )

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            from transformers import AutoModelForCausalLM, AutoTokenizer

            options = {"trust_remote_code": False}
            model = AutoModelForCausalLM.from_pretrained(
                self.source, use_safetensors=True, **options
            )
            model.eval()  # type: ignore[no-untyped-call]
            self._loaded = model, AutoTokenizer.from_pretrained(self.source, **options)
        return self._loaded


def _prompt(tokenizer: Any, messages: list[BaseMessage]) -> str:
    """The messages in the model's own form, or plainly when it has none."""
    if tokenizer.chat_template:
        turns = [{"role": _ROLES[m.type], "content": str(m.content)} for m in messages]
        return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
    return "\n\n".join(str(m.content) for m in messages) + "\n\n"
