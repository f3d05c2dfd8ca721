from __future__ import annotations

from threadpoolctl import threadpool_info

from assistant.answering import Assistant


def test_vectors_are_multiplied_in_one_thread(assistant: Assistant) -> None:
    """Once an assistant is open, numpy's multiplications start no threads of their own."""
    assert len(assistant.retriever.passages) > 0
    libraries = [each for each in threadpool_info() if "numpy" in each["filepath"]]
    threads = {each["num_threads"] for each in libraries if each["user_api"] == "blas"}
    assert threads <= {1}  # some platforms multiply without such a library
