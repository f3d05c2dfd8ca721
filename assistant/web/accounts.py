"""Users, their passwords and sessions, in SQLite; repeated failures lock a name for a while."""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import AssistantError
from assistant.web import texts

Role = Literal["reader", "evaluator", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
EVALUATORS: frozenset[Role] = frozenset({"evaluator", "admin"})
SHORTEST_PASSWORD = 10  # characters
_LONGEST_PASSWORD = 200
_NAME = re.compile(r"[\w.@-]{1,40}")
_WAIT_SECONDS = 5
_HASHES_AT_ONCE = 2  # each takes 64 MB for a moment
_SCHEMA = """
create table if not exists users (name text primary key, role text not null, hash text not null);
create table if not exists sessions (
    token_sha256 text primary key, name text not null references users on delete cascade,
    expires real not null);
create table if not exists failures (name_sha256 text primary key, count integer not null,
    last real not null);
"""


class AccountError(AssistantError):
    """An account cannot be made, changed or read."""


@dataclass(frozen=True, slots=True)
class User:
    """Who uses the page, and what for."""

    name: str
    role: Role

    @property
    def may_evaluate(self) -> bool:
        """Whether evaluations may be started, uploaded and deleted."""
        return self.role in EVALUATORS


class Accounts:
    """The accounts of one server; safe to use from several threads and processes."""

    def __init__(
        self, file: Path, *, attempts: int = 5, lockout: float = 900, session: float = 43_200
    ) -> None:
        """Use a file, which is made when missing.

        Args:
            file: The database.
            attempts: Failures after which a name is locked.
            lockout: Seconds for which it stays so after the last failure.
            session: Seconds after which a session ends.

        Raises:
            AccountError: The file cannot be used.
        """
        self._file = file
        self._attempts = attempts
        self._lockout = lockout
        self._session = session
        self._hasher = PasswordHasher()
        self._few = threading.Semaphore(_HASHES_AT_ONCE)
        # Compared with for unknown names, so that they take as long as known ones.
        self._nobody = self._hasher.hash(secrets.token_hex())
        with self._connected() as connection:
            connection.executescript(_SCHEMA)

    def add(self, name: str, role: Role, password: str) -> None:
        """Make a user.

        Raises:
            AccountError: The name is taken or unusable, or the password too short.
        """
        if not _NAME.fullmatch(name):
            raise AccountError(texts.USER_NAME_UNUSABLE)
        row = (name, role, self._hashed(password))
        with self._connected() as connection:
            made = connection.execute("insert or ignore into users values (?, ?, ?)", row)
            if not made.rowcount:
                raise AccountError(texts.USER_EXISTS.format(name=name))

    def set_password(self, name: str, password: str) -> None:
        """Change a password; sessions end, and the name is unlocked.

        Raises:
            AccountError: There is no such user, or the password is too short.
        """
        with self._connected() as connection:
            row = (self._hashed(password), name)
            changed = connection.execute("update users set hash = ? where name = ?", row)
            if not changed.rowcount:
                raise AccountError(texts.USER_MISSING.format(name=name))
            connection.execute("delete from sessions where name = ?", (name,))
            connection.execute("delete from failures where name_sha256 = ?", (_digest(name),))

    def remove(self, name: str) -> None:
        """Remove a user and end the sessions.

        Raises:
            AccountError: There is no such user.
        """
        with self._connected() as connection:
            if not connection.execute("delete from users where name = ?", (name,)).rowcount:
                raise AccountError(texts.USER_MISSING.format(name=name))

    def users(self) -> list[User]:
        """All users by name."""
        with self._connected() as connection:
            rows = connection.execute("select name, role from users order by name")
            return [User(name, role) for name, role in rows]

    def find(self, name: str) -> User | None:
        """The user of a name."""
        with self._connected() as connection:
            row = connection.execute(
                "select name, role from users where name = ?", (name,)
            ).fetchone()
        return User(*row) if row else None

    def log_in(self, name: str, password: str) -> str | None:
        """Return the token of a new session; None when name and password do not fit, or locked."""
        now = time.time()
        if not self._may_try(name, now):
            return None
        with self._connected() as connection:
            known = connection.execute("select hash from users where name = ?", (name,)).fetchone()
        fits = self._fits(known[0] if known else self._nobody, password)
        if not known or not fits:
            return None
        token = secrets.token_urlsafe(32)
        with self._connected() as connection:
            connection.execute("delete from failures where name_sha256 = ?", (_digest(name),))
            connection.execute("delete from sessions where expires < ?", (now,))
            row = (_digest(token), name, now + self._session)
            connection.execute("insert into sessions values (?, ?, ?)", row)
        return token

    def user_of(self, token: str | None) -> User | None:
        """Whose session a token is; None when it is none, or over."""
        if not token:
            return None
        with self._connected() as connection:
            row = connection.execute(
                "select users.name, role from sessions join users on users.name = sessions.name "
                "where token_sha256 = ? and expires > ?",
                (_digest(token), time.time()),
            ).fetchone()
        return User(*row) if row else None

    def log_out(self, token: str | None) -> None:
        """End a session."""
        with self._connected() as connection:
            connection.execute(
                "delete from sessions where token_sha256 = ?", (_digest(token or ""),)
            )

    def _may_try(self, name: str, now: float) -> bool:
        """Count an attempt before it is looked at, so that many at once do not slip through.

        A locked name is not counted further: nobody can keep it locked for ever.
        """
        key = _digest(name)
        with self._connected() as connection:
            connection.execute("begin immediate")
            connection.execute("delete from failures where last <= ?", (now - self._lockout,))
            counted = connection.execute(
                "insert into failures values (?, 1, ?) on conflict (name_sha256) "
                "do update set count = count + 1, last = excluded.last where count < ?",
                (key, now, self._attempts),
            )
            return counted.rowcount > 0

    def _hashed(self, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
            raise AccountError(texts.PASSWORD_SHORT.format(least=SHORTEST_PASSWORD))
        return self._hasher.hash(password)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            with self._few:
                return self._hasher.verify(hashed, password[:_LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=_WAIT_SECONDS)) as connection:
                self._file.chmod(0o600)
                connection.execute("pragma foreign_keys = on")
                with connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise AccountError(texts.ACCOUNTS_UNUSABLE) from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
