# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`Sandbox`: a private print server with virtual printers, for as long as a `with` block lasts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from unjam.sandbox.errors import SandboxError
from unjam.sandbox.layout import Layout, program
from unjam.sandbox.network import prepare_network
from unjam.sandbox.printer import VirtualPrinter
from unjam.sandbox.processes import Processes
from unjam.sandbox.queues import Queue, Queues
from unjam.sandbox.scheduler import Scheduler

if TYPE_CHECKING:
    from unjam.sandbox.faults import Injection

BUS_CONF: Final = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
"""
FOREIGN: Final = (
    "CUPS_",
    "IPP_PORT",
    "PRINTER",
    "LPDEST",
    "DBUS_SYSTEM_BUS_ADDRESS",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)
"""Beginnings of the variables that a program run against the sandbox must not inherit."""


class Sandbox:
    """A private cupsd with real (virtual) printers and, if wanted, real faults.

    `queues` are names, `Queue`s, or a number; each gets a printer of its own unless `printers`
    says how many there are (then they are shared in turn) or the queue has its own `device_uri`.
    `faults` are names of the table `unjam.sandbox.faults.FAULTS`, optionally `name@queue`; those
    without a queue go to one queue each, in turn. With `isolated` (by itself where a fault needs
    it) it has a network of its own, in which `run` starts programs; `server` is then an address
    of that network, and only `socket` can be reached from outside.

    Blocking; every wait has a deadline. Nothing outlives the block, however the program ends.
    """

    def __init__(
        self,
        queues: int | Sequence[str | Queue] = ("Office",),
        *,
        printers: int | None = None,
        faults: Sequence[str] = (),
        isolated: bool | None = None,
    ) -> None:
        from unjam.sandbox.faults import parse_injections  # the table imports this module

        self._specs = _queue_specs(queues)
        self._printer_count = printers
        names = [spec.name for spec in self._specs]
        self.injections: list[Injection] = parse_injections(faults, names)
        needed = any(injection.fault.needs_namespace for injection in self.injections)
        self.isolated = needed if isolated is None else isolated
        self._processes: Processes | None = None
        self.printers: tuple[VirtualPrinter, ...] = ()
        self.client_variables: dict[str, str] = {}
        """What a fault changes in the environment of programs that are run against the sandbox."""
        self.resources = ExitStack()
        """What else is to be closed with the sandbox."""

    # --- life -----------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Start everything and inject the faults; whatever fails, nothing remains.

        Raises `SandboxError` when that fails, or when it is open already.
        """
        if self._processes is not None:
            raise SandboxError("the sandbox is open already")
        self._processes = Processes(isolated=self.isolated)
        try:
            self._build()
            for injection in self.injections:
                injection.carry_out(self)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End everything and remove every file. Idempotent."""
        self.resources.close()
        processes, self._processes = self._processes, None
        if processes is not None:
            processes.close()

    def _build(self) -> None:
        self.layout = Layout(self.base)
        self.layout.make()
        if self.isolated:
            prepare_network(self)
        self.scheduler = Scheduler(self.processes, self.layout)
        self.cups = Queues(self.scheduler)
        if self._wanted_printers():
            self._start_bus()
        self.processes.environment |= self._service_environment()
        self.scheduler.launch()
        self.printers = tuple(
            VirtualPrinter(self.processes, f"Printer{number}", host=self._printer_host())
            for number in range(1, self._wanted_printers() + 1)
        )
        for printer in self.printers:
            printer.launch()
        for printer in self.printers:
            printer.await_ready()
        self.scheduler.await_ready()
        self._add_queues()

    def _wanted_printers(self) -> int:
        if self._printer_count is not None:
            return self._printer_count
        return sum(not spec.device_uri for spec in self._specs)

    def _printer_host(self) -> str:
        return "" if self.isolated else "localhost"  # empty: at every address of its network

    def _add_queues(self) -> None:
        turn = 0
        for spec in self._specs:
            uri = spec.device_uri
            if not uri:
                uri = (
                    self.printers[turn % len(self.printers)].uri
                    if self.printers
                    else "file:///dev/null"
                )
                turn += 1
            self.cups.add(Queue(spec.name, uri, spec.driver))

    def _start_bus(self) -> None:
        conf, bus = self.base / "bus.conf", self.base / "state" / "bus"
        conf.write_text(BUS_CONF.format(socket=bus))
        process = self.processes.spawn(
            program("dbus-daemon"), f"--config-file={conf}", "--nofork", "--nopidfile",
            log=self.base / "log" / "bus",
        )  # fmt: skip
        self.processes.connect(bus, server=process).close()

    def _service_environment(self) -> dict[str, str]:
        return {
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.base}/state/bus",
            "HOME": str(self.layout.home),
            "TMPDIR": str(self.base / "tmp"),
            "LC_ALL": "C.UTF-8",
        }

    # --- where everything is --------------------------------------------------------------------

    @property
    def processes(self) -> Processes:
        """The programs of this sandbox; raises `SandboxError` when it is not open."""
        if self._processes is None:
            raise SandboxError("the sandbox is not open")
        return self._processes

    @property
    def base(self) -> Path:
        """The directory that holds everything, and is gone afterwards."""
        return self.processes.base

    @property
    def server(self) -> str:
        """`127.0.0.1:PORT`, as for `CUPS_SERVER`; inside its own network when `isolated`."""
        return f"127.0.0.1:{self.scheduler.settings.port}"

    @property
    def socket(self) -> Path:
        """The scheduler's UNIX socket."""
        return self.layout.socket

    @property
    def cups_files(self) -> Path:
        """The `cups-files.conf`."""
        return self.layout.cups_files

    @property
    def home(self) -> Path:
        """The home directory of programs run against the sandbox (`.cups/lpoptions`)."""
        return self.layout.home

    @property
    def pid(self) -> int:
        """The process-id of cupsd."""
        return self.scheduler.pid

    @property
    def queues(self) -> tuple[str, ...]:
        """The names of the queues that the sandbox was made with."""
        return tuple(spec.name for spec in self._specs)

    def printer_of(self, queue: str) -> VirtualPrinter:
        """Return the virtual printer that was given to a queue in the beginning.

        Raises `SandboxError` for a queue that was given none.
        """
        own = [spec.name for spec in self._specs if not spec.device_uri]
        if queue not in own or not self.printers:
            raise SandboxError(f"the queue {queue!r} has no virtual printer")
        return self.printers[own.index(queue) % len(self.printers)]

    # --- the scheduler, for short ---------------------------------------------------------------

    def stop_scheduler(self) -> None:
        """End cupsd as an administrator does."""
        self.scheduler.stop()

    def start_scheduler(self) -> None:
        """Start cupsd again, where it was."""
        self.scheduler.start()

    def freeze(self) -> None:
        """Let cupsd accept connections and say nothing."""
        self.scheduler.freeze()

    def thaw(self) -> None:
        """Let cupsd go on after `freeze`."""
        self.scheduler.thaw()

    # --- faults ---------------------------------------------------------------------------------

    def inject(self, fault: str, *, queue: str | None = None) -> None:
        """Break something: a name of `FAULTS`, on the first queue unless told."""
        from unjam.sandbox.faults import Injection, find_fault

        injection = Injection(find_fault(fault), queue or next(iter(self.queues), ""))
        injection.carry_out(self)
        self.injections.append(injection)

    def repair_world(self, fault: str, *, queue: str | None = None) -> None:
        """Do what a person's hands would: close the cover, fill the tray, plug the cable in.

        For faults that a program mends nothing is done here: that is the remedy's part.
        """
        from unjam.sandbox.faults import find_fault

        found = find_fault(fault)
        if found.repair is not None:
            found.repair(self, queue or self.queues[0])

    # --- other programs -------------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """Return the environment in which any program takes this sandbox for the system's CUPS."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)
        }
        ours = self.variables()
        return {
            name: value for name, value in (inherited | ours).items() if value or name not in ours
        }

    def variables(self) -> dict[str, str]:
        """Return what `environment` sets."""
        return {
            "CUPS_SERVER": self.server,
            "CUPS_SERVERROOT": str(self.layout.client_root),
            "UNJAM_CUPS_FILES": str(self.cups_files),
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.base}/state/bus",
            "HOME": str(self.home),
            **self.client_variables,
        }

    def command(self, argv: Sequence[str | Path]) -> list[str]:
        """Return the words that start a program inside the sandbox's network, if it has its own."""
        return [*self.processes.entering(), *map(str, argv)]

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        timeout: float = 60.0,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program against the sandbox, in its network, and catch what it says."""
        return subprocess.run(
            self.command(argv), env=self.environment() | dict(env or {}), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip


def _queue_specs(queues: int | Sequence[str | Queue]) -> tuple[Queue, ...]:
    if isinstance(queues, int):
        return tuple(Queue(f"Queue{number}") for number in range(1, queues + 1))
    return tuple(Queue(queue) if isinstance(queue, str) else queue for queue in queues)


def describe(box: Sandbox) -> dict[str, Any]:
    """Everything needed to use a sandbox from outside, as plain data."""
    return {
        "server": box.server,
        "socket": str(box.socket),
        "cups_files": str(box.cups_files),
        "base": str(box.base),
        "isolated": box.isolated,
        "enter": list(box.processes.entering()),
        "queues": list(box.queues),
        "printers": [{"name": printer.name, "uri": printer.uri} for printer in box.printers],
        "faults": [
            {"name": each.fault.name, "queue": each.queue, "finding": each.fault.finding}
            for each in box.injections
        ],
        "environment": box.variables(),
    }
