"""What the tabs and the server share while the page is served."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.version import VERSION
from assistant.web.accounts import Accounts
from assistant.web.audit import Audit
from assistant.web.feedback import FeedbackStore
from assistant.web.limits import RateLimit
from assistant.web.metrics import Metrics

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True)
class Services:
    """The services of one server.

    Attributes:
        accounts: Who may use the page; None when anybody who reaches it may.
        questions: How many questions a user may ask.
        audit: Who asked what.
        feedback: What readers say of answers.
        metrics: Figures for Prometheus.
    """

    accounts: Accounts | None
    questions: RateLimit
    audit: Audit
    feedback: FeedbackStore
    metrics: Metrics


def open_services(settings: Settings, plan_sha256: str) -> Services:
    """Open the services that the settings ask for.

    Raises:
        AssistantError: The data folder cannot be used.
    """
    folder = settings.data_folder
    return Services(
        accounts=open_accounts(settings) if settings.login else None,
        questions=RateLimit(settings.questions_per_minute),
        audit=Audit(
            folder / "audit.jsonl" if settings.audit else None,
            max_bytes=settings.audit_max_mb * 1_000_000,
            files=settings.audit_files,
        ),
        feedback=FeedbackStore(folder / "feedback.sqlite", VERSION, plan_sha256),
        metrics=Metrics(),
    )


def open_accounts(settings: Settings) -> Accounts:
    """Open the accounts, whether they are asked for at the door or not."""
    return Accounts(
        settings.data_folder / "accounts.sqlite",
        attempts=settings.login_attempts,
        lockout=settings.lockout_minutes * 60,
        session=settings.session_hours * 3600,
    )


def user_of(request: gr.Request) -> str:
    """Whom a request counts for: the user, or without log-in the machine it comes from."""
    return str(request.username or (request.client.host if request.client else ""))
