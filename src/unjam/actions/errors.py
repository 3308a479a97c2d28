# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Why a remedy could not be carried out. The message is a sentence for people."""

from __future__ import annotations

from collections.abc import Sequence


class ActionError(Exception):
    """The root: nothing was changed, unless a subclass says otherwise."""


class NotAutomatic(ActionError):
    """The remedy is an instruction to a person, not something that a program does."""


class LowersSecurity(ActionError):
    """Refused: what this would do makes the system less safe."""


class Overtaken(ActionError):
    """What the remedy was made for is no longer as it was seen, so it was left alone."""


class NotPossibleHere(ActionError):
    """The system lacks what it takes (no systemd, no PackageKit…). `command` does it by hand."""

    def __init__(self, message: str, command: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.command = tuple(command)


class NotPermitted(ActionError, PermissionError):
    """The rights are missing, or the person did not grant them. `command` does it by hand."""

    def __init__(self, message: str, command: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.command = tuple(command)


class ServiceFailed(ActionError):
    """The service that was asked (systemd, PackageKit…) tried and failed."""


class PartlyApplied(ActionError):
    """Some of it was done, some was not; the message says what."""


class OutcomeUnknown(ActionError):
    """It was asked for and the answer never came: it may or may not have happened."""


__all__ = [
    "ActionError",
    "LowersSecurity",
    "NotAutomatic",
    "NotPermitted",
    "NotPossibleHere",
    "OutcomeUnknown",
    "Overtaken",
    "PartlyApplied",
    "ServiceFailed",
]
