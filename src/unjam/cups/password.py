# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking for a password: the question, and the answer that is never shown by accident."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
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


def encoded(answer: object, user: str) -> tuple[bytes, bytes] | None:
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
    pair = (answer.user or user).encode(), answer.password.encode()
    if b"\0" in pair[0] + pair[1] or b":" in pair[0]:
        raise ValueError("neither user nor password can hold a NUL, nor the user a colon")
    return pair
