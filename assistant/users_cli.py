"""``python -m assistant users``: who may log in to the page."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.console import Console

from assistant.settings import load_settings
from assistant.web import texts
from assistant.web.accounts import ROLES, AccountError, Accounts, Role

users_app = typer.Typer(help="网页的用户:添加、列出、删除、改密码。")
out = Console(highlight=False, soft_wrap=True, markup=False)

Name = Annotated[str, typer.Argument(help="用户名")]


@users_app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=f"角色:{'、'.join(ROLES)}")] = "reader",
) -> None:
    """添加用户;密码从键盘输入,或取自环境变量 ASSISTANT_NEW_PASSWORD。"""
    if role not in ROLES:
        raise AccountError(texts.ROLE_UNKNOWN.format(role=role, roles="、".join(ROLES)))
    chosen: Role = ROLES[ROLES.index(role)]
    _accounts().add(name, chosen, _password())
    out.print(texts.USER_ADDED.format(name=name, role=role))


@users_app.command("list")
def list_users() -> None:
    """列出全部用户。"""
    for user in _accounts().users():
        out.print(f"{user.name}\t{user.role}")


@users_app.command()
def remove(name: Name) -> None:
    """删除用户,并结束其登录。"""
    _accounts().remove(name)
    out.print(texts.USER_REMOVED.format(name=name))


@users_app.command()
def password(name: Name) -> None:
    """修改密码,并结束该用户已有的登录、解除锁定。"""
    _accounts().set_password(name, _password())
    out.print(texts.PASSWORD_CHANGED.format(name=name))


def _accounts() -> Accounts:
    from assistant.web.services import open_accounts

    return open_accounts(load_settings())


def _password() -> str:
    given = os.environ.get("ASSISTANT_NEW_PASSWORD")
    if given is not None:
        return given
    return str(typer.prompt("密码", hide_input=True, confirmation_prompt="再输入一次"))
