"""The web server: the page, log-in, health and figures, behind one set of limits and headers."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

import gradio as gr
import uvicorn
from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
)
from gradio.routes import App
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web import texts, theme
from assistant.web.accounts import Accounts, User
from assistant.web.evaluation_upload import max_upload_bytes
from assistant.web.headers import SafeHeaders
from assistant.web.limits import BodyLimit
from assistant.web.login_page import render_login
from assistant.web.metrics import CountRequests
from assistant.web.services import Services

_COOKIE = "assistant_session"
_OPEN_TO_ALL = frozenset({"/healthz", "/readyz", "/login", "/metrics"})
_UPLOAD = "/gradio_api/upload"
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_MAX_SESSIONS = 1000


def build_server(
    blocks: gr.Blocks, assistant: Assistant, settings: Settings, services: Services
) -> FastAPI:
    """Put the page and everything around it into one application."""
    middleware = [
        Middleware(SafeHeaders),
        Middleware(CountRequests, metrics=services.metrics),
        Middleware(BodyLimit, max_bytes=settings.max_request_kb * 1024),
    ]
    accounts = services.accounts
    if accounts:
        middleware.append(Middleware(_Door, accounts=accounts))
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware)
    _add_operation(server, assistant, services)
    if accounts:
        _add_login(server, accounts, services, settings)
    blocks.state_session_capacity = _MAX_SESSIONS
    may_enter = _user_name(accounts) if accounts else None
    gr.mount_gradio_app(server, blocks, "/", auth_dependency=may_enter, **_page_options(settings))
    return server


def run_server(server: FastAPI, settings: Settings, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted; requests under way may end first.

    Args:
        server: What to serve.
        settings: Where.
        on_ready: Called with the page's address as soon as it can be opened.

    Raises:
        KeyboardInterrupt: The program was told to stop, by Ctrl+C or by SIGTERM.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    config = uvicorn.Config(
        server,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    _Server(config, lambda: on_ready(f"http://{host}:{settings.port}/")).run()


def _page_options(settings: Settings) -> dict[str, Any]:
    """Options of the page: private, without any outside service."""
    return {
        "theme": theme.make_theme(),
        "css": theme.css(),
        "head": theme.head(),
        "app_kwargs": {"docs_url": None, "redoc_url": None, "openapi_url": None},
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "pwa": False,
        "ssr_mode": False,
        "show_error": False,
        "max_file_size": max_upload_bytes(settings),
    }


class _Server(uvicorn.Server):
    """Tells when it is ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        """End the streams that open pages hold, which would use up the time for shutting down."""
        for route in getattr(self.config.app, "routes", ()):
            if isinstance(route, Mount) and isinstance(route.app, App):
                route.app.stop_event.set()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Start listening."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


class _Door:
    """ASGI middleware that lets only users in, except for logging in and being watched."""

    def __init__(self, app: ASGIApp, accounts: Accounts) -> None:
        self._app = app
        self._accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a user's request on; send strangers to the log-in page."""
        if scope["type"] in ("http", "websocket") and scope["path"] not in _OPEN_TO_ALL:
            token = Request(scope).cookies.get(_COOKIE) if scope["type"] == "http" else None
            user = self._accounts.user_of(token)
            if user and scope["path"].startswith(_UPLOAD) and not user.may_evaluate:
                answer: Response = JSONResponse({"detail": texts.EV_READER}, 403)
                await answer(scope, receive, send)
                return
            if user is None:
                is_page = scope["type"] == "http" and scope["path"] == "/"
                answer = (
                    RedirectResponse("/login", 303)
                    if is_page
                    else JSONResponse({"detail": texts.LOGIN_NEEDED}, 401)
                )
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _user_name(accounts: Accounts) -> Callable[[Request], str | None]:
    def name(request: Request) -> str | None:
        user = _user(accounts, request)
        return user.name if user else None

    return name


def _user(accounts: Accounts, request: Request) -> User | None:
    return accounts.user_of(request.cookies.get(_COOKIE))


def _add_operation(server: FastAPI, assistant: Assistant, services: Services) -> None:
    @server.get("/healthz")
    def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @server.get("/readyz")
    def readyz() -> JSONResponse:
        """Whether a question would be answered."""
        try:
            next(assistant.ask_stream(assistant.plan.title or texts.APP_NAME))
        except Exception as error:
            return JSONResponse({"ready": False, "reason": type(error).__name__}, 503)
        return JSONResponse({"ready": True})

    @server.get("/metrics")
    def metrics(request: Request) -> Response:
        user = _user(services.accounts, request) if services.accounts else None
        is_near = request.client is not None and request.client.host in _THIS_MACHINE
        if not is_near and not (user and user.role == "admin"):
            return PlainTextResponse(texts.ADMIN_ONLY, 403)
        return Response(services.metrics.text(), media_type="text/plain; version=0.0.4")

    @server.get("/whoami")
    def whoami(request: Request) -> JSONResponse:
        user = _user(services.accounts, request) if services.accounts else None
        return JSONResponse({"user": user.name if user else ""})


def _add_login(server: FastAPI, accounts: Accounts, services: Services, settings: Settings) -> None:
    @server.get("/login")
    def login_page() -> HTMLResponse:
        return HTMLResponse(render_login())

    @server.post("/login")
    def log_in(
        request: Request,
        name: Annotated[str, Form(max_length=200)] = "",
        password: Annotated[str, Form(max_length=1000)] = "",
    ) -> Response:
        if not _is_own(request):
            return PlainTextResponse(texts.FOREIGN_FORM, 403)
        try:
            token = accounts.log_in(name.strip(), password)
        except AssistantError as error:
            return HTMLResponse(render_login(str(error)), 503)
        if token is None:
            services.metrics.failed_logins.inc()
            return HTMLResponse(render_login(texts.LOGIN_FAILED), 401)
        response = RedirectResponse("/", 303)
        response.set_cookie(
            _COOKIE, token, max_age=int(settings.session_hours * 3600), httponly=True,
            samesite="strict", secure=settings.https,
        )  # fmt: skip
        return response

    @server.post("/logout")
    def log_out(request: Request) -> Response:
        if not _is_own(request):
            return PlainTextResponse(texts.FOREIGN_FORM, 403)
        accounts.log_out(request.cookies.get(_COOKIE))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(_COOKIE)
        return response


def _is_own(request: Request) -> bool:
    """Whether a form was sent from this server's own page, as far as the browser says."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
