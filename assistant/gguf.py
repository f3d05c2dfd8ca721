"""A chat model over a local GGUF file, run in process by llama.cpp through xllamacpp."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import PrivateAttr

from assistant.local_chat import LocalChat, turns
from assistant.streams import Put

CONTEXT_TOKENS = 4096


class GgufError(Exception):
    """The file cannot be loaded, or the model failed while writing."""


def make_server(model_file: Path, threads: int, *, port: int = 0, parallel: int = 1) -> Any:
    """Load a GGUF file into a llama.cpp server that listens on loopback.

    Args:
        model_file: The file.
        threads: Threads for reading and writing.
        port: Port on 127.0.0.1; 0 for any that is free.
        parallel: Requests that are worked on at once; each gets `CONTEXT_TOKENS`.

    Raises:
        GgufError: xllamacpp is not installed or cannot load the file.
    """
    try:
        import xllamacpp
    except ImportError as error:
        raise GgufError(f"xllamacpp: {error}") from error
    if not model_file.is_file():
        raise GgufError(str(model_file))
    params = xllamacpp.CommonParams()
    params.model.path = str(model_file)
    params.n_ctx = CONTEXT_TOKENS * parallel
    params.n_parallel = parallel
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.warmup = False
    params.verbosity = -1
    params.ui = False
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    try:
        return xllamacpp.Server(params)
    except Exception as error:  # whatever llama.cpp says of a file that is no model
        raise GgufError(str(error)) from error


class GgufChat(LocalChat):
    """A GGUF file.

    Attributes:
        model_file: The file, loaded at the first request.
        threads: Threads for reading and writing.
    """

    model_file: Path
    threads: int
    _server: Any = PrivateAttr(default=None)

    @property
    def _llm_type(self) -> str:
        return "gguf"

    def _write(
        self, messages: list[BaseMessage], stop: list[str] | None, put: Put, options: dict[str, Any]
    ) -> None:
        problems = []

        def take(chunks: Any) -> bool:
            """Return whether to stop writing."""
            is_left = False
            for chunk in chunks if isinstance(chunks, list) else [chunks]:
                if "error" in chunk:
                    problems.append(str(chunk["error"]))
                for choice in chunk.get("choices", ()):
                    is_left |= put(choice.get("delta", {}).get("content") or "")
            return is_left

        request = {
            "messages": turns(messages),
            "max_tokens": self.max_tokens,
            "temperature": 0,
            "stream": True,
            **({"stop": stop} if stop else {}),
            **options,
        }
        if self._server is None:
            self._server = make_server(self.model_file, self.threads)
        self._server.handle_chat_completions(request, take)
        if problems:
            raise GgufError(problems[0])
