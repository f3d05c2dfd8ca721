from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.settings import PROJECT
from assistant.web.accounts import AccountError, Accounts, User

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    """Accounts with one reader, locked after three failures."""
    accounts = Accounts(tmp_path / "a.sqlite", attempts=3)
    accounts.add("王芳", "reader", PASSWORD)
    return accounts


def test_log_in_and_out(accounts: Accounts) -> None:
    """The right password opens a session, which names its user until it is ended."""
    token = accounts.log_in("王芳", PASSWORD)
    assert token and accounts.user_of(token) == User("王芳", "reader")
    accounts.log_out(token)
    assert accounts.user_of(token) is None
    assert accounts.user_of(None) is None and accounts.user_of("x") is None


@pytest.mark.parametrize(("name", "password"), [("王芳", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_wrong_log_in_opens_nothing(accounts: Accounts, name: str, password: str) -> None:
    """A wrong password and an unknown name look the same."""
    assert accounts.log_in(name, password) is None


def test_repeated_failures_lock_a_name(accounts: Accounts, tmp_path: Path) -> None:
    """After three failures even the right password is refused, also after a restart."""
    for _ in range(3):
        assert accounts.log_in("王芳", "wrong") is None
    assert accounts.log_in("王芳", PASSWORD) is None
    again = Accounts(tmp_path / "a.sqlite", attempts=3)
    assert again.log_in("王芳", PASSWORD) is None
    assert Accounts(tmp_path / "a.sqlite", attempts=3, lockout=0).log_in("王芳", PASSWORD)


def test_guesses_at_once_are_counted(accounts: Accounts) -> None:
    """Of many guesses at the same time no more are looked at than one after another."""
    guesses = ["wrong"] * 11 + [PASSWORD]
    with ThreadPoolExecutor(12) as pool:
        tokens = list(pool.map(lambda guess: accounts.log_in("王芳", guess), guesses))
    assert sum(token is not None for token in tokens) <= 1
    for _ in range(3):
        accounts.log_in("王芳", "wrong")
    assert accounts.log_in("王芳", PASSWORD) is None


def test_success_forgets_failures(accounts: Accounts) -> None:
    """Two failures, a success and two failures lock nobody out."""
    for _ in range(2):
        assert not accounts.log_in("王芳", "wrong") and not accounts.log_in("王芳", "wrong")
        assert accounts.log_in("王芳", PASSWORD)


def test_sessions_end(accounts: Accounts, tmp_path: Path) -> None:
    """A session ends with its time, with a new password, and with its user."""
    short = Accounts(tmp_path / "a.sqlite", session=0)
    assert accounts.user_of(short.log_in("王芳", PASSWORD)) is None
    token = accounts.log_in("王芳", PASSWORD)
    accounts.set_password("王芳", "another password")
    assert accounts.user_of(token) is None and accounts.log_in("王芳", PASSWORD) is None
    token = accounts.log_in("王芳", "another password")
    accounts.remove("王芳")
    assert accounts.user_of(token) is None and accounts.users() == []


def test_file_holds_no_secret(accounts: Accounts, tmp_path: Path) -> None:
    """Neither passwords nor tokens can be read from the file, and only its owner may open it."""
    token = accounts.log_in("王芳", PASSWORD)
    data = (tmp_path / "a.sqlite").read_bytes()
    assert token and token.encode() not in data and PASSWORD.encode() not in data
    assert stat.S_IMODE((tmp_path / "a.sqlite").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [("王芳", PASSWORD, "已存在"), ("x", "short", "密码"), ("a b", PASSWORD, "用户名")],
)
def test_unusable_accounts_are_explained(
    accounts: Accounts, name: str, password: str, words: str
) -> None:
    """Taken and unusable names and short passwords are refused with the reason."""
    with pytest.raises(AccountError, match=words):
        accounts.add(name, "reader", password)


def test_users_are_managed_on_the_command_line(tmp_path: Path) -> None:
    """Users are added, listed and removed; mistakes are told in a sentence."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assistant", "users", *arguments],
            cwd=PROJECT,
            env=os.environ | {
                "ASSISTANT_DATA_FOLDER": str(tmp_path), "ASSISTANT_NEW_PASSWORD": PASSWORD,
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert run("add", "li", "--role", "admin").returncode == 0
    assert run("list").stdout.split() == ["li", "admin"]
    twice = run("add", "li")
    assert twice.returncode and "已存在" in twice.stderr and "Traceback" not in twice.stderr
    assert "角色" in run("add", "zhao", "--role", "king").stderr
    assert run("remove", "li").returncode == 0 and run("list").stdout == ""
