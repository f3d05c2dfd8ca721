"""A trainer over the shipped plan, made once."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.study.session import Trainer


@pytest.fixture(scope="session")
def trainer(assistant: Assistant) -> Trainer:
    """Makes sessions on the shipped plan."""
    return Trainer(assistant)
