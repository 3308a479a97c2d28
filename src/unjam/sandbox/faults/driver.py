# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of the driver: backends, filters, PPDs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unjam.sandbox.faults.table import fault, repairs
from unjam.sandbox.queues import STOPPED
from unjam.sandbox.ready_ppd import READY_PPD

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

SCHEME_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+.")
FILTER: Final = "pdftovendor"
"""The vendor's filter that is broken in various ways: each queue has one of its own."""

WORKING: Final = (
    '#!/bin/sh\n# A filter that works: the document passes as it is.\nexec cat ${6:+"$6"}\n'
)
FAILING: Final = """\
#!/bin/sh
echo "DEBUG: vendor filter 1.0 starts" >&2
echo "ERROR: cannot open the colour profile /usr/share/vendor/profile.icc" >&2
exit 1
"""
CRASHING: Final = "#!/bin/sh\necho 'DEBUG: vendor filter 1.0 starts' >&2\nkill -SEGV $$\n"

BACKEND: Final = """\
#!/bin/sh
# A vendor's backend: speaks IPP to the printer behind it.
[ $# -gt 0 ] || exit 0
export DEVICE_URI={uri}
exec {ipp} "$@"
"""


def write_program(path: Path, text: str, *, mode: int = 0o755) -> None:
    """Return a program of the sandbox's own, in the place of whatever link was there."""
    path.unlink(missing_ok=True)
    path.write_text(text)
    path.chmod(mode)


def ppd_with_filter(name: str) -> bytes:
    """Return the ready PPD, sending everything through one filter of a vendor."""
    kept = [line for line in READY_PPD.splitlines() if not line.startswith(b"*cupsFilter2")]
    line = f'*cupsFilter2: "application/vnd.cups-pdf application/pdf 10 {name}"'.encode()
    kept.insert(kept.index(b"*cupsVersion: 2.4") + 1, line)
    return b"\n".join(kept) + b"\n"


def filter_of(box: Sandbox, queue: str) -> Path:
    """Return the place of the queue's own filter."""
    return box.layout.filters / f"{FILTER}-{_plain(queue)}"


def backend_of(box: Sandbox, queue: str) -> Path:
    """Return the place of the queue's own backend; its name is the scheme of the device URI."""
    return box.layout.backends / f"vendor-{_plain(queue)}"


def _plain(queue: str) -> str:
    """Return a queue's name with the letters that a URI's scheme may have (RFC 3986, 3.1)."""
    return "".join(letter if letter in SCHEME_LETTERS else "-" for letter in queue.lower())


def _use_filter(box: Sandbox, queue: str, text: str) -> None:
    write_program(filter_of(box, queue), text)
    _name_filter(box, queue)


def _name_filter(box: Sandbox, queue: str) -> None:
    box.cups.set_ppd(queue, ppd_with_filter(filter_of(box, queue).name))


# --- backends -----------------------------------------------------------------------------------


@fault("backend-missing", "BACKEND_MISSING", "the program that speaks to the printer was removed")
def backend_missing(box: Sandbox, queue: str) -> None:
    """Point the queue at a vendor's backend, and remove that."""
    use_vendor_backend(box, queue)
    backend_of(box, queue).unlink()


@repairs("backend-missing")
def install_backend(box: Sandbox, queue: str) -> None:
    """Install the vendor's package again."""
    printer = box.printer_of(queue)
    text = BACKEND.format(uri=printer.uri, ipp=box.layout.backends / "ipp")
    write_program(backend_of(box, queue), text)


def use_vendor_backend(box: Sandbox, queue: str) -> None:
    """Let the queue go through a backend of its own to its printer."""
    install_backend(box, queue)
    box.cups.point_at(queue, f"{backend_of(box, queue).name}://printer/1")


# --- filters ------------------------------------------------------------------------------------


@fault("filter-missing", "FILTER_MISSING", "the driver names a program that is not installed")
def filter_missing(box: Sandbox, queue: str) -> None:
    """Give the queue a PPD whose filter does not exist."""
    _name_filter(box, queue)


@repairs("filter-missing")
def install_filter(box: Sandbox, queue: str) -> None:
    """Install the driver's package; like a real one it registers its PPD anew."""
    _use_filter(box, queue, WORKING)


@fault("filter-failed", "FILTER_FAILED", "a filter ends with an error, and the job stops")
def filter_failed(box: Sandbox, queue: str) -> None:
    """Print through a filter that says why and exits 1."""
    _use_filter(box, queue, FAILING)
    box.cups.await_job(box.cups.print(queue), 6)


@fault("filter-crashed", "FILTER_CRASHED", "a filter dies by a signal, and the job stops")
def filter_crashed(box: Sandbox, queue: str) -> None:
    """Print through a filter that kills itself with SIGSEGV."""
    _use_filter(box, queue, CRASHING)
    box.cups.await_job(box.cups.print(queue), 6)


@repairs("filter-failed", "filter-crashed")
def mend_filter(box: Sandbox, queue: str) -> None:
    """Update the driver's package."""
    _use_filter(box, queue, WORKING)


# --- PPDs ---------------------------------------------------------------------------------------


@fault("ppd-invalid", "PPD_INVALID", "the queue's PPD file is cut off in the middle")
def ppd_invalid(box: Sandbox, queue: str) -> None:
    """Cut the PPD inside an option, and restart the scheduler."""
    _damage_ppd(box, queue, READY_PPD[: READY_PPD.index(b"*CloseUI: *PageSize") - 30])


@fault("ppd-garbage", "PPD_INVALID", "the queue's PPD file holds something else")
def ppd_garbage(box: Sandbox, queue: str) -> None:
    """Overwrite the PPD with bytes that are none, and restart the scheduler."""
    _damage_ppd(box, queue, bytes(range(256)) * 8)


def _damage_ppd(box: Sandbox, queue: str, content: bytes) -> None:
    (box.layout.ppds / f"{queue}.ppd").write_bytes(content)
    (box.layout.base / "cache" / f"{queue}.data").unlink(missing_ok=True)
    box.scheduler.restart()


# --- rights and kinds of programs -----------------------------------------------------------------


@fault("backend-not-executable", "BACKEND_PERMISSIONS", "the backend may not be executed")
def backend_not_executable(box: Sandbox, queue: str) -> None:
    """Take all `x` bits from the backend."""
    use_vendor_backend(box, queue)
    backend_of(box, queue).chmod(0o644)


@fault(
    "backend-insecure", "BACKEND_PERMISSIONS", "everybody may change the backend", needs_root=True
)
def backend_insecure(box: Sandbox, queue: str) -> None:
    """Let everybody write the backend: cupsd (as root) refuses to run it."""
    use_vendor_backend(box, queue)
    backend_of(box, queue).chmod(0o777)


@fault("backend-failed", "BACKEND_FAILED", "the backend ends with an error, and the queue stops")
def backend_failed(box: Sandbox, queue: str) -> None:
    """Print through a backend that says why and exits 1."""
    print_through(box, queue, "echo 'ERROR: the license server does not answer' >&2; exit 1")
    box.cups.await_state(queue, STOPPED)


@fault("backend-stops-queue", "BACKEND_FAILED", "the backend asks for the queue to be stopped")
def backend_stops_queue(box: Sandbox, queue: str) -> None:
    """Print through a backend that exits 4 (CUPS_BACKEND_STOP)."""
    print_through(box, queue, "echo 'ERROR: the printer is locked' >&2; exit 4")
    box.cups.await_state(queue, STOPPED)


@fault("backend-holds-job", "BACKEND_FAILED", "the backend asks for the job to be held")
def backend_holds_job(box: Sandbox, queue: str) -> None:
    """Print through a backend that exits 3 (CUPS_BACKEND_HOLD)."""
    job_id = print_through(box, queue, "echo 'ERROR: this page needs blue paper' >&2; exit 3")
    box.cups.await_job(job_id, 4)


@fault("backend-crashed", "BACKEND_FAILED", "the backend dies by a signal, and the queue stops")
def backend_crashed(box: Sandbox, queue: str) -> None:
    """Print through a backend that kills itself with SIGSEGV."""
    print_through(box, queue, "kill -SEGV $$")
    box.cups.await_state(queue, STOPPED)


@repairs("backend-failed", "backend-stops-queue", "backend-holds-job", "backend-crashed")
def mend_backend(box: Sandbox, queue: str) -> None:
    """Update the vendor's package."""
    install_backend(box, queue)


def print_through(box: Sandbox, queue: str, script: str) -> int:
    """Print through a vendor's backend that does this with every job."""
    use_vendor_backend(box, queue)
    text = f"#!/bin/sh\n[ $# -gt 0 ] || exit 0\n{script}\n"
    write_program(backend_of(box, queue), text)
    return box.cups.print(queue)


@fault("filter-not-executable", "FILTER_PERMISSIONS", "the filter may not be executed")
def filter_not_executable(box: Sandbox, queue: str) -> None:
    """Take all `x` bits from the filter."""
    _use_filter(box, queue, WORKING)
    filter_of(box, queue).chmod(0o644)


@fault("filter-insecure", "FILTER_PERMISSIONS", "everybody may change the filter", needs_root=True)
def filter_insecure(box: Sandbox, queue: str) -> None:
    """Let everybody write the filter: cupsd (as root) warns, and refuses to run it."""
    write_program(filter_of(box, queue), WORKING, mode=0o777)
    _name_filter(box, queue)


@fault(
    "filter-of-other-architecture",
    "FILTER_WRONG_ARCHITECTURE",
    "the filter was built for another kind of computer",
)
def filter_of_other_architecture(box: Sandbox, queue: str) -> None:
    """Use a real program whose loader (ELF interpreter) is not on this system."""
    place = filter_of(box, queue)
    _use_filter(box, queue, WORKING)
    program = Path("/bin/cat").resolve().read_bytes()
    begin = program.index(b"/lib")
    end = program.index(b"\0", begin)
    loader = b"/lib/ld-foreign.so.9".ljust(end - begin, b"\0")[: end - begin]
    place.write_bytes(program[:begin] + loader + program[end:])
    _name_filter(box, queue)


@repairs("filter-of-other-architecture")
def rebuild_filter(box: Sandbox, queue: str) -> None:
    """Install the driver that was built for this computer."""
    _use_filter(box, queue, WORKING)


@fault("format-unsupported", "FORMAT_UNSUPPORTED", "nothing converts documents for this queue")
def format_unsupported(box: Sandbox, queue: str) -> None:
    """Give the queue a driver that wants a format which no filter makes."""
    text = ppd_with_filter(filter_of(box, queue).name)
    text = text.replace(b"application/vnd.cups-pdf", b"application/x-blueprint")
    write_program(filter_of(box, queue), WORKING)
    box.cups.set_ppd(queue, text)


@fault("tray-wrong", "WRONG_TRAY", "the driver takes letter from the tray that holds envelopes")
def tray_wrong(box: Sandbox, queue: str) -> None:
    """Let the driver's default be the by-pass tray."""
    box.cups.set_ppd(queue, READY_PPD.replace(b"InputSlot: Main", b"InputSlot: ByPassTray"))


@repairs("format-unsupported", "tray-wrong")
def use_ready_ppd(box: Sandbox, queue: str) -> None:
    """Take another driver."""
    box.cups.set_ppd(queue, READY_PPD)


@fault("device-breaks-protocol", "IPP_CONFORMANCE", "the printer does not keep to the IPP standard")
def device_breaks_protocol(box: Sandbox, queue: str) -> None:
    """Print through a backend that reports what CUPS' own does at such a printer."""
    job_id = print_through(box, queue, "echo 'STATE: +cups-ipp-missing-cancel-job' >&2")
    box.cups.await_job(job_id)


@repairs("device-breaks-protocol")
def update_firmware(box: Sandbox, queue: str) -> None:
    """Update the printer, and print once more."""
    job_id = print_through(box, queue, "echo 'STATE: -cups-ipp-missing-cancel-job' >&2")
    box.cups.await_job(job_id)
    install_backend(box, queue)


@fault("job-needs-release", "JOB_NEEDS_RELEASE", "a job waits at the printer for its owner")
def job_needs_release(box: Sandbox, queue: str) -> None:
    """Print through a backend that reports `job-release-wait`, and waits."""
    print_through(box, queue, "echo 'STATE: +job-release-wait' >&2; exec sleep 3600")
    box.cups.await_reason(queue, "job-release-wait")


@repairs("job-needs-release")
def give_job_up(box: Sandbox, queue: str) -> None:
    """Cancel the job at the printer."""
    for job_id in box.cups.waiting_jobs(queue):
        box.cups.cancel(job_id)
        box.cups.await_job(job_id)
    mend_backend(box, queue)


@repairs("backend-not-executable", "filter-not-executable")
def have_rights_restored(box: Sandbox, queue: str) -> None:
    """Let an administrator run the command; where root is the person, that is the remedy's part."""
    if os.geteuid() != 0:
        for path in (backend_of(box, queue), filter_of(box, queue)):
            if path.exists():
                path.chmod(0o755)
