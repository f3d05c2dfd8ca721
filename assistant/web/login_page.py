"""The page at which users log in: plain HTML without a script."""

from __future__ import annotations

from html import escape

from assistant.web import texts

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: #8a94a3; --none: #9f1239; }}
@media (prefers-color-scheme: dark) {{ :root {{ --none: #fda4af; }} }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; line-height: 1.6;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }}
main {{ width: min(340px, 90vw); }}
h1 {{ font-size: 1.3rem; }}
label {{ display: block; margin: 14px 0 4px; }}
input {{ width: 100%; box-sizing: border-box; padding: 8px; border: 1px solid var(--line);
  border-radius: 6px; font: inherit; }}
button {{ width: 100%; margin-top: 20px; padding: 8px; border: 0; border-radius: 6px;
  background: #1d4ed8; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }}
:focus-visible {{ outline: 2px solid #3b82f6; outline-offset: 2px; }}
[role=alert] {{ color: var(--none); font-weight: 600; }}
</style></head><body><main><h1>{title}</h1>{problem}
<form method="post" action="login">
<label for="name">{name}</label>
<input id="name" name="name" autocomplete="username" maxlength="40" required autofocus>
<label for="password">{password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>{send}</button></form></main></body></html>"""


def render_login(problem: str = "") -> str:
    """Return the page, with a sentence about what went wrong when something did."""
    return _PAGE.format(
        title=escape(f"{texts.APP_NAME} · {texts.LOGIN}"),
        problem=f"<p role='alert'>{escape(problem)}</p>" if problem else "",
        name=escape(texts.LOGIN_NAME),
        password=escape(texts.LOGIN_PASSWORD),
        send=escape(texts.LOGIN),
    )
