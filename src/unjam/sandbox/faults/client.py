# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of a person's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unjam.sandbox.errors import SandboxError
from unjam.sandbox.faults.table import fault, repairs

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

OLD_SERVER: Final = "oldserver.unjam.invalid"
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


@fault(
    "client-server-dead",
    "CLIENT_SERVER_UNREACHABLE",
    "the variable CUPS_SERVER names a server that does not exist",
    on_queue=False,
    needs_namespace=True,
)
def client_server_dead(box: Sandbox, _queue: str) -> None:
    """Set `CUPS_SERVER` to a host that does not resolve; nothing points to the right files."""
    box.client_variables |= {"CUPS_SERVER": OLD_SERVER, "UNJAM_CUPS_FILES": ""}


@repairs("client-server-dead")
def correct_server(box: Sandbox, _queue: str) -> None:
    """Log in anew, with the right variable."""
    box.client_variables.clear()


@fault(
    "client-conf-dead",
    "CLIENT_SERVER_UNREACHABLE",
    "the person's client.conf names a server that does not exist",
    on_queue=False,
    needs_namespace=True,
)
def client_conf_dead(box: Sandbox, _queue: str) -> None:
    """Name a host that does not resolve in `~/.cups/client.conf`; the system's is right."""
    (box.layout.client_root / "client.conf").write_text(f"ServerName {box.server}\n")
    (box.home / ".cups" / "client.conf").write_text(f"ServerName {OLD_SERVER}\n")
    box.client_variables |= {"CUPS_SERVER": "", "UNJAM_CUPS_FILES": ""}


@fault(
    "default-unexpected",
    "DEFAULT_PRINTER_UNEXPECTED",
    "the person's default printer is not the server's",
    on_queue=False,
)
def default_unexpected(box: Sandbox, queue: str) -> None:
    """Let the server's default and the one in lpoptions differ."""
    others = [name for name in box.queues if name != queue]
    if not others:
        raise SandboxError("default-unexpected needs two queues")
    box.cups.set_default(queue)
    (box.home / ".cups" / "lpoptions").write_text(f"Default {others[0]}\n")


@fault("user-options-stale", "STALE_USER_OPTIONS", "saved options that the printer does not have")
def user_options_stale(box: Sandbox, queue: str) -> None:
    """Save a size and a side in lpoptions that this printer never had."""
    (box.home / ".cups" / "lpoptions").write_text(
        f"Dest {queue} media=iso_a0_841x1189mm sides=two-sided-long-edge\n"
    )
