# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking for a password: the question, and the answer that is never shown by accident."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class PasswordRequest:
    """What the callback is asked. `attempt` counts from 1 within one call."""

    prompt: str
    """libcups' own words, in the user's language."""
    user: str
    server: str
    port: int
    resource: str
    operation: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Credentials:
    """An answer with another user than the connection's; an empty user keeps that one."""

    user: str
    password: str = field(repr=False)


Answer = Credentials | str | None
PasswordCallback = Callable[[PasswordRequest], Answer]
AsyncPasswordCallback = Callable[[PasswordRequest], Answer | Awaitable[Answer]]

ATTEMPTS: Final = 3
"""How often one call asks; libcups itself would ask for ever."""


class Pair:
    """User and password as libcups takes them; no traceback with its locals shows the password."""

    __slots__ = ("_password", "_user")

    def __init__(self, user: bytes, password: bytes) -> None:
        self._user = user
        self._password = password

    def __iter__(self) -> Iterator[bytes]:
        """Unpack: user, password."""
        yield self._user
        yield self._password


def encoded(answer: object, user: str) -> Pair | None:
    """User and password as libcups takes them; None for the answer None.

    Raises `TypeError` for anything but `Credentials`, `str` and None, `ValueError` for a NUL.
    """
    if answer is None:
        return None
    if isinstance(answer, str):
        answer = Credentials(user, answer)
    if not isinstance(answer, Credentials):
        kind = type(answer).__name__
        raise TypeError(f"a password callback returns Credentials, str or None, not {kind}")
    name = answer.user or user
    if "\0" in name + answer.password or ":" in name:
        raise ValueError("neither user nor password can hold a NUL, nor the user a colon")
    return Pair(name.encode(), answer.password.encode())
