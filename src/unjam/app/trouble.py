# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Trouble told honestly: what is wrong in plain words, and the next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unjam.app.i18n import _
from unjam.cups import errors


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the person can do about it."""

    label: str
    take: Callable[[], object]
    suggested: bool = False
    destructive: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A state of a page that is neither content nor waiting."""

    icon: str
    title: str
    text: str
    steps: tuple[Step, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All that can be read of it."""
        return (self.title, self.text, *(step.label for step in self.steps))


def describe(error: BaseException) -> str:
    """An exception in plain words; where there are none, what the server said."""
    for kind, words in known():
        if isinstance(error, kind):
            return words
    message = getattr(error, "message", "") or str(error)
    return message or type(error).__name__


def known() -> tuple[tuple[type[BaseException], str], ...]:
    """Words for the kinds of error that a person can do something about; special ones first."""
    return (
        (errors.SocketMissing, _("The printing service (CUPS) is not running on this computer.")),
        (errors.Refused, _("The printing service (CUPS) is not running there.")),
        (errors.NameNotResolved, _("There is no computer of that name on the network.")),
        (errors.Unreachable, _("The computer cannot be reached over the network.")),
        (errors.DeadlineExceeded, _("There was no answer in time.")),
        (errors.AuthenticationCancelled, _("No password was given.")),
        (errors.NotAuthenticated, _("The user name or the password is not right.")),
        (errors.CredentialsError, _("You are not allowed to do this on this print server.")),
        (errors.CertificateError, _("The server's certificate is not the one that is trusted.")),
        (errors.NetworkError, _("The connection broke.")),
    )
