"""A chat model over a transformers model: a folder or a hub id, with streaming."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import PrivateAttr

from assistant.local_chat import LocalChat, turns
from assistant.streams import Put


class TransformersChat(LocalChat):
    """A causal language model.

    Attributes:
        source: Folder or hub id of the model with its tokenizer; loaded at the first request.
    """

    source: str
    _loaded: tuple[Any, Any] | None = PrivateAttr(default=None)

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def _write(
        self, messages: list[BaseMessage], stop: list[str] | None, put: Put, options: dict[str, Any]
    ) -> None:
        from transformers import StoppingCriteria, StoppingCriteriaList, TextStreamer

        class Pieces(TextStreamer):
            is_left = False

            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                self.is_left |= put(text)

        class UntilLeft(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                import torch

                return torch.full((len(input_ids),), streamer.is_left, device=input_ids.device)

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
        return str(
            tokenizer.apply_chat_template(
                turns(messages), tokenize=False, add_generation_prompt=True
            )
        )
    return "\n\n".join(str(m.content) for m in messages) + "\n\n"
