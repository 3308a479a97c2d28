# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Virtual printers: real `ippeveprinter` processes whose paper, toner and cover obey.

Levels of paper and toner are set through the printer's own web forms. Everything else
(`printer-state-reasons` in general) an ippeveprinter takes only from its print command, on standard
error, so that a change is carried in by a job of its own, sent to the printer itself and not kept.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unjam.sandbox import ask, wire
from unjam.sandbox.errors import SandboxError
from unjam.sandbox.layout import program
from unjam.sandbox.processes import wait_until
from unjam.sandbox.server import Server

if TYPE_CHECKING:
    from unjam.sandbox.processes import Processes

RESOURCE: Final = "/ipp/print"
FORMATS: Final = ("application/pdf", "image/urf", "image/pwg-raster", "image/jpeg")
FULL: Final = 250
PRINTING: Final = 4
"""`printer-state` processing (RFC 8011, 5.4.11)."""
ATTEMPTS: Final = 5
ERRAND: Final = "unjam-sandbox-errand"
"""The format of jobs that only carry a change of state into the printer."""

COMMAND: Final = """\
#!/bin/sh
# The print command of a virtual printer: says what it was told to say, keeps the document.
cd {directory} || exit 1
while [ -e hold ]; do sleep 0.1; done
[ ! -e say ] || cat say >&2
case $(head -c {errand_length} "$1") in {errand}) exit 0 ;; esac
number=$(ls received | wc -l)
cp "$1" "received/.$number" && mv "received/.$number" "received/$(printf %05d "$number")"
"""


class VirtualPrinter(Server):
    """One ippeveprinter: `name`, `uri`, `port`, and what it can be made to do."""

    def __init__(
        self,
        processes: Processes,
        name: str,
        *,
        formats: Sequence[str] = FORMATS,
        authenticate: bool = False,
        host: str = "localhost",
    ) -> None:
        super().__init__(processes, name)
        self.formats = tuple(formats)
        self.authenticate = authenticate
        self.host = host
        self.port = processes.free_port()
        self.keys = "ssl"
        self._reasons: set[str] = set()
        self.directory = processes.base / "printers" / name
        self._prepare()

    @property
    def uri(self) -> str:
        """Where a queue finds this printer."""
        return self.uri_at("127.0.0.1")

    def uri_at(self, host: str) -> str:
        """Return the same, with its host called otherwise."""
        return f"ipp://{host}:{self.port}{RESOURCE}"

    # --- power -----------------------------------------------------------------------------------

    def launch(self) -> None:
        """Start the program without waiting for it."""
        self._process = self._processes.spawn(*self._argv(), log=self.directory / "log")

    def await_ready(self) -> None:
        """Wait until it listens; on another port when somebody was quicker on this one."""
        for attempt in range(ATTEMPTS):
            try:
                self.await_listening()
            except SandboxError:
                if attempt == ATTEMPTS - 1:
                    raise
                self.stop()
                self.port = self._processes.free_port()
                self.launch()
            else:
                return

    def await_listening(self) -> None:
        """Wait until the port accepts connections."""
        self._connect().close()

    def stop(self) -> None:
        """Switch it off: its port refuses; once on again, its paper and toner are full."""
        self._reasons.clear()
        (self.directory / "say").unlink(missing_ok=True)
        super().stop()

    # --- what it has got, and what it says -------------------------------------------------------

    def pages(self) -> list[Path]:
        """Return the documents that came out, oldest first."""
        return sorted(path for path in (self.directory / "received").glob("[0-9]*"))

    def await_pages(self, count: int = 1, *, timeout: float = 20.0) -> list[Path]:
        """Wait until `count` documents came out."""
        wait_until(
            lambda: len(self.pages()) >= count,
            what=f"{count} documents at {self.name}",
            timeout=timeout,
        )
        return self.pages()

    def attributes(self) -> dict[str, wire.Value | tuple[wire.Value, ...]]:
        """Return what the printer itself answers to Get-Printer-Attributes."""
        return self._get_attributes().records(wire.PRINTER)[0]

    def raw_attributes(self) -> dict[str, wire.Attribute]:
        """Return the same with the syntax of each, for a fake that is to say it too."""
        groups = self._get_attributes().groups
        return next(group.attributes for group in groups if group.tag == wire.PRINTER)

    def state_reasons(self) -> tuple[str, ...]:
        """Its `printer-state-reasons`."""
        return wire.texts(self.attributes().get("printer-state-reasons"))

    def set_media(
        self, *, level: int = FULL, size: str = "na_letter_8.5x11in", kind: str = "stationery"
    ) -> None:
        """Load the main tray: sheets (0 empty, 5 low, 250 full), PWG size name, media type."""
        self._form("media", size1=size, type1=kind, level1=level, size3="na_number-10_4.125x9.5in",
                   type3="envelope", level3=-2)  # fmt: skip

    def set_supplies(self, *, black: int = 75, waste: int = 25) -> None:
        """Fill the black toner and the waste tank, in percent."""
        self._form("supplies", supply0=waste, supply1=black)

    def set_state(self, *reasons: str) -> None:
        """Make exactly these `printer-state-reasons` true (besides those of paper and toner)."""
        wanted = set(reasons)
        gone, new = self._reasons - wanted, wanted - self._reasons
        lines = [
            f"STATE: {sign}{reason}" for sign, some in (("-", gone), ("+", new)) for reason in some
        ]
        self._reasons = wanted
        self.say(*lines)
        self.say(*(f"STATE: +{reason}" for reason in sorted(wanted)), now=False)

    def say(self, *lines: str, now: bool = True) -> None:
        """Have the print command write these lines (`STATE:`, `ATTR:`) with every job from now on.

        With `now` a first job is sent at once, so that they take effect.
        """
        path = self.directory / "say"
        path.write_text("".join(line + "\n" for line in lines))
        if now and lines:
            self._run_errand()

    def hold_back(self) -> None:
        """Let jobs go on and on, until `let_go`."""
        (self.directory / "hold").touch()

    def let_go(self) -> None:
        """Let held-back jobs come to their end."""
        (self.directory / "hold").unlink(missing_ok=True)

    def await_job(self) -> None:
        """Wait until it has begun to print."""
        wait_until(
            lambda: self.attributes()["printer-state"] == PRINTING, what=f"{self.name} prints"
        )

    def print_directly(self, document: bytes = b"%PDF-1.4\n") -> int:
        """Send a job to the printer itself, as another computer would; its id there."""
        message = wire.request(
            ask.PRINT_JOB,
            self.uri,
            data=document,
            requesting_user_name=wire.attribute(wire.NAME, "somebody"),
            job_name=wire.attribute(wire.NAME, "A job from elsewhere"),
            document_format=wire.attribute(wire.MIME, self.formats[0]),
        )
        reply = ask.ask(self._connect(), RESOURCE, message)
        return int(str(reply.records(wire.JOB)[0]["job-id"]))

    # --- inside ----------------------------------------------------------------------------------

    def _prepare(self) -> None:
        for name in ("spool", "received"):
            (self.directory / name).mkdir(parents=True)
        command = self.directory / "command"
        command.write_text(
            COMMAND.format(directory=self.directory, errand=ERRAND, errand_length=len(ERRAND))
        )
        command.chmod(0o755)

    def _argv(self) -> list[str]:
        options = ["-p", str(self.port), "-d", str(self.directory / "spool"), "-r", "off"]
        options += ["-K", str(self.directory / self.keys), "-f", ",".join(self.formats)]
        options += ["-c", str(self.directory / "command")]
        options += ["-n", self.host] if self.host else []
        options += ["-A", "--pam-service", "cups"] if self.authenticate else []
        return [program("ippeveprinter"), *options, self.name]

    def _connect(self) -> ask.Socket:
        return self._processes.connect(("127.0.0.1", self.port), server=self._running())

    def _get_attributes(self) -> wire.Message:
        message = wire.request(ask.GET_PRINTER_ATTRIBUTES, self.uri)
        return ask.ask(self._connect(), RESOURCE, message)

    def _form(self, name: str, **fields: str | int) -> None:
        ask.get(self._connect(), f"/{name}?{urllib.parse.urlencode(fields)}")

    def _run_errand(self) -> None:
        job_id = self.print_directly(ERRAND.encode())
        wait_until(lambda: self._job_is_over(job_id), what=f"the errand at {self.name}")

    def _job_is_over(self, job_id: int) -> bool:
        message = wire.request(
            ask.GET_JOB_ATTRIBUTES, self.uri, job_id=wire.attribute(wire.INTEGER, job_id)
        )
        state = ask.ask(self._connect(), RESOURCE, message).records(wire.JOB)[0]["job-state"]
        return int(str(state)) >= ask.JOB_CANCELED
