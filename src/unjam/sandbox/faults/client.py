# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of a person's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unjam.sandbox.faults.table import fault, repairs

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

GONE: Final = "Gone"
"""A queue that no sandbox has."""


@fault(
    "default-missing",
    "DEFAULT_PRINTER_MISSING",
    "the person's default printer (lpoptions) was deleted",
    on_queue=False,
)
def default_missing(box: Sandbox, _queue: str) -> None:
    """Let `~/.cups/lpoptions` name a queue that does not exist."""
    (box.home / ".cups" / "lpoptions").write_text(f"Default {GONE}\n")


@fault(
    "default-missing-in-environment",
    "DEFAULT_PRINTER_MISSING",
    "the variable PRINTER names a printer that does not exist",
    on_queue=False,
)
def default_missing_in_environment(box: Sandbox, _queue: str) -> None:
    """Set `PRINTER` for every program that is run against the sandbox."""
    box.client_variables["PRINTER"] = GONE


@repairs("default-missing-in-environment")
def unset_printer(box: Sandbox, _queue: str) -> None:
    """Log in anew, without the variable."""
    box.client_variables.pop("PRINTER", None)
