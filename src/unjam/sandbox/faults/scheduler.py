# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of the scheduler itself: gone, killed, silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.faults.table import fault, repairs
from unjam.sandbox.layout import OPEN_ACCESS
from unjam.sandbox.network import HERE, add_name

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

SERVER_NAME: Final = "prints.unjam.invalid"


@fault(
    "scheduler-stopped",
    "SCHEDULER_NOT_RUNNING",
    "the print server is not running",
    on_queue=False,
)
def scheduler_stopped(box: Sandbox, _queue: str) -> None:
    """End cupsd: the port refuses, the socket is gone."""
    box.scheduler.stop()


@fault(
    "scheduler-killed",
    "SCHEDULER_NOT_RUNNING",
    "the print server was killed and left its socket behind",
    on_queue=False,
)
def scheduler_killed(box: Sandbox, _queue: str) -> None:
    """Kill cupsd: the port refuses, and so does the stale socket."""
    box.scheduler.kill()


@repairs("scheduler-stopped", "scheduler-killed")
def start_scheduler(box: Sandbox, _queue: str) -> None:
    """Start cupsd again: there is no unit of systemd that a remedy could start."""
    box.scheduler.start()


@fault(
    "scheduler-frozen",
    "SCHEDULER_NOT_ANSWERING",
    "the print server accepts connections and says nothing",
    on_queue=False,
)
def scheduler_frozen(box: Sandbox, _queue: str) -> None:
    """Stop cupsd in its tracks (SIGSTOP); the kernel goes on accepting for it."""
    box.scheduler.freeze()


@repairs("scheduler-frozen")
def thaw_scheduler(box: Sandbox, _queue: str) -> None:
    """Let it go on."""
    box.scheduler.thaw()


# --- its configuration --------------------------------------------------------------------------


@fault(
    "configuration-unknown-directive",
    "SCHEDULER_CONFIG_ERROR",
    "cupsd.conf has a directive that does not exist",
    on_queue=False,
)
def configuration_unknown_directive(box: Sandbox, _queue: str) -> None:
    """Misspell a directive; cupsd starts all the same."""
    box.scheduler.settings.extra.append("BrowseLocalProtocolls dnssd")
    box.scheduler.restart()


@repairs("configuration-unknown-directive")
def correct_configuration(box: Sandbox, _queue: str) -> None:
    """Take the misspelt line out."""
    box.scheduler.settings.extra.clear()
    box.scheduler.restart()


@fault(
    "scheduler-refuses-host",
    "SCHEDULER_REFUSES_HOST",
    "the print server does not know itself by the name it is called",
    on_queue=False,
    needs_namespace=True,
)
def scheduler_refuses_host(box: Sandbox, _queue: str) -> None:
    """Call the server by a name that it has no `ServerAlias` for: HTTP status 400."""
    add_name(box, SERVER_NAME, HERE)
    _listen_here(box)
    box.scheduler.settings.alias = ""
    box.scheduler.restart()
    box.client_variables["CUPS_SERVER"] = f"{SERVER_NAME}:{box.scheduler.settings.port}"


@repairs("scheduler-refuses-host")
def add_alias(box: Sandbox, _queue: str) -> None:
    """Add the `ServerAlias`."""
    box.scheduler.settings.alias = "ServerAlias *"
    box.scheduler.restart()


@fault(
    "scheduler-forbids-client",
    "SCHEDULER_FORBIDS_CLIENT",
    "the print server forbids this computer's address",
    on_queue=False,
    needs_namespace=True,
)
def scheduler_forbids_client(box: Sandbox, _queue: str) -> None:
    """Ask from an address that `<Location />` does not allow: HTTP status 403."""
    _listen_here(box)
    box.scheduler.settings.access = "  Order allow,deny\n  Allow from 192.0.2.1"
    box.scheduler.restart()
    box.client_variables["CUPS_SERVER"] = f"{HERE}:{box.scheduler.settings.port}"


@repairs("scheduler-forbids-client")
def allow_client(box: Sandbox, _queue: str) -> None:
    """Allow the address."""
    box.scheduler.settings.access = OPEN_ACCESS
    box.scheduler.restart()


@fault(
    "scheduler-requires-encryption",
    "SCHEDULER_REQUIRES_ENCRYPTION",
    "the print server wants encryption, and has no certificate for it",
    on_queue=False,
    needs_namespace=True,
)
def scheduler_requires_encryption(box: Sandbox, _queue: str) -> None:
    """Answer 426 to everything, and have no key with which to shake hands."""
    add_name(box, SERVER_NAME, HERE)
    _listen_here(box)
    box.scheduler.settings.access = OPEN_ACCESS + "\n  Encryption Required"
    box.scheduler.settings.files_extra.append("CreateSelfSignedCerts no")
    box.scheduler.restart()
    box.client_variables["CUPS_SERVER"] = f"{SERVER_NAME}:{box.scheduler.settings.port}"


@repairs("scheduler-requires-encryption")
def make_key(box: Sandbox, _queue: str) -> None:
    """Give the server a certificate in its name, and make that known to the person's computer."""
    made = make_certificate(box.base / "certificate", name=SERVER_NAME, address="")
    for end, file in {"crt": made.certificate, "key": made.key}.items():
        (box.base / "root" / "ssl" / f"{SERVER_NAME}.{end}").write_bytes(file.read_bytes())
    box.scheduler.settings.extra.append(f"ServerName {SERVER_NAME}")
    box.scheduler.restart()
    box.client_variables["SSL_CERT_FILE"] = str(made.certificate)


def _listen_here(box: Sandbox) -> None:
    """Listen at an address that is not loopback, to which no exceptions apply."""
    box.scheduler.settings.extra.append(f"Listen {HERE}:{box.scheduler.settings.port}")
