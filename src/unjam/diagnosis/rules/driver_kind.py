# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Whether this kind of driver suits this queue, this printer and this document."""

from __future__ import annotations

from dataclasses import replace

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import known, missing
from unjam.diagnosis.facts.device import DeviceAddress, DeviceState
from unjam.diagnosis.facts.driver import QueueFormats, QueuePpd, QueueRuns
from unjam.diagnosis.facts.jobs import CANCELED, COMPLETED, QueueJobs
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.server import CupsFiles, ServerReach
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.messages import device_answer
from unjam.diagnosis.messages import driver_more as messages
from unjam.diagnosis.messages.discovery import START_BROWSED
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.packages import package_of
from unjam.diagnosis.remedies import Instruction, Remedy, StartUnit
from unjam.diagnosis.rules.device_reach import device_of
from unjam.diagnosis.rules.driver_programs import FAILURES, driverless
from unjam.diagnosis.rules.driver_runs import runs_of, said_last
from unjam.diagnosis.rules.server import is_standard
from unjam.diagnosis.wording import _, finding

FORMAT_REASONS = frozenset(
    {"document-format-error", "document-unprintable-error", "unsupported-document-format"}
)
FORMAT_WORDS = (
    "Unable to add document to print job",
    "Unable to convert file",
    "No filter to convert",
)
"""What the ipp backend and cupsd say when nothing can print the document."""

USUAL = frozenset({"application/pdf", "application/postscript", "image/jpeg", "text/plain"})
"""A queue that prints none of these prints nothing that programs send."""

DRIVERLESS_FORMATS = frozenset(
    {"application/pdf", "application/PCLm", "image/pwg-raster", "image/urf"}
)
"""One of these is what CUPS needs to print without a driver (_ppdCreateFromIPP)."""


@rule("DRIVER_DEPRECATED_RAW")
def driver_deprecated_raw(queue: QueueState, device: DeviceAddress | None) -> Finding | None:
    """Find a raw queue. It is a hint: what prints, prints."""
    if not queue.raw or queue.is_class or queue.scheme in ("", "implicitclass"):
        return None
    choose = Instruction(_(messages.CHOOSE_DRIVER).format(queue=queue.name))
    return finding(
        "DRIVER_DEPRECATED_RAW",
        Severity.INFO,
        queue.scope[0],
        messages.DRIVER_DEPRECATED_RAW,
        evidence=(
            Evidence("Get-Printer-Attributes", "printer-make-and-model", queue.make_and_model),
        ),
        remedies=driverless(queue.name, device) or (choose,),
        queue=queue.name,
    )


@rule("FORMAT_UNSUPPORTED", supersedes=(*FAILURES, "JOB_COMPLETED_UNPRINTED", "BACKEND_FAILED"))
def format_unsupported(
    formats: QueueFormats,
    ppd: QueuePpd | Unknown | None,
    jobs: QueueJobs | Unknown | None,
    runs: QueueRuns | Unknown | None,
    device: DeviceAddress | None,
    system: Distribution | None,
    state: QueueState | None,
) -> Verdict:
    """Find a queue for which nothing converts usual documents, or that failed to convert one.

    What came of a job before the queue was changed (its driver, say) is history.
    """
    queue = formats.scope[0].name
    odd = bool(formats.formats) and not USUAL & set(formats.formats)
    barren = odd and known(ppd) is not None
    since = state.reconfigured if state else 0.0
    telling = _refused(known(jobs), runs, since) or (_offered(formats) if barren else ())
    if not telling:
        return missing(jobs, runs, ppd if odd else None)
    return finding(
        "FORMAT_UNSUPPORTED",
        Severity.ERROR,
        formats.scope[0],
        messages.FORMATS_MISSING if barren else messages.FORMAT_UNSUPPORTED,
        evidence=telling,
        remedies=(
            _converters(system) if barren else Instruction(_(messages.PRINT_AS_PDF)),
            *driverless(queue, device, None if barren else known(ppd)),
        ),
        queue=queue,
    )


def _converters(system: Distribution | None) -> Remedy:
    """The package with what turns a PDF into anything, whatever else is missing."""
    return package_of("filter/texttopdf", system) or Instruction(_(messages.INSTALL_CONVERTERS))


def _refused(
    jobs: QueueJobs | None, runs: QueueRuns | Unknown | None, since: float
) -> tuple[Evidence, ...]:
    last = _since(jobs, since)
    return (*_refused_documents(last), *_refused_in_log(runs, jobs, last))


def _offered(formats: QueueFormats) -> tuple[Evidence, ...]:
    some = ", ".join(formats.formats[:10])
    return (Evidence("Get-Printer-Attributes", "document-format-supported", some),)


def _refused_documents(jobs: QueueJobs | None) -> tuple[Evidence, ...]:
    """Quote what the last jobs say, up to one that came out well."""
    if jobs is None:
        return ()
    found: list[Evidence] = []
    for job in (*jobs.active, *jobs.ended):
        said = [*job.reasons, job.message] if job.state != CANCELED else []
        telling = [text for text in said if text in FORMAT_REASONS or _about_format(text)]
        if job.state == COMPLETED and not telling:
            break
        found += (Evidence("Get-Jobs", f"job {job.id}", text) for text in telling)
    return tuple(found)


def _since(jobs: QueueJobs | None, time: float) -> QueueJobs | None:
    """The jobs without those that ended before a time."""
    return jobs and replace(jobs, ended=tuple(job for job in jobs.ended if job.ended >= time))


def _refused_in_log(
    runs: QueueRuns | Unknown | None, jobs: QueueJobs | None, last: QueueJobs | None
) -> tuple[Evidence, ...]:
    recent = {job.id for job in (last.ended if last else ())}
    old = {job.id for job in (jobs.ended if jobs else ())} - recent
    recently = [run for run in runs_of(runs) if run.job not in old]
    said = ((run, word) for run in recently for word in run.last_words if _about_format(word))
    return tuple(Evidence(run.source, f"[Job {run.job}]", word) for run, word in said)


def _about_format(text: str) -> bool:
    return any(words in text for words in FORMAT_WORDS)


@rule("DRIVERLESS_NOT_SUPPORTED", supersedes=("DRIVER_DEPRECATED_RAW",))
def driverless_not_supported(
    device: DeviceState, queue: QueueState, ppd: QueuePpd | Unknown | None
) -> Verdict:
    """Find a queue that is meant to be driverless, at a printer that lacks what this takes."""
    if not device.formats or DRIVERLESS_FORMATS & set(device.formats):
        return None
    wants = queue.raw or "everywhere" in queue.make_and_model.lower()
    if not wants and not (isinstance(ppd, QueuePpd) and "driverless" in ppd.nickname.lower()):
        return missing(ppd)
    return finding(
        "DRIVERLESS_NOT_SUPPORTED",
        Severity.INFO if queue.raw else Severity.WARNING,
        device_of(device.scope),
        messages.DRIVERLESS_NOT_SUPPORTED,
        evidence=(Evidence(device.uri, "document-format-supported", ", ".join(device.formats)),),
        remedies=(Instruction(_(messages.INSTALL_DRIVER)),),
        queue=queue.name,
        missing=", ".join(sorted(DRIVERLESS_FORMATS)),
    )


FORGOTTEN = frozenset({"cups-ipp-conformance-failure", "cups-ipp-missing-job-history"})
"""What the ipp backend notes when a printer no longer knows the job that it prints (ipp.c)."""


@rule("IPP_CONFORMANCE")
def ipp_conformance(queue: QueueState) -> Finding | None:
    """Find the notes that CUPS' ipp backend makes about a printer that breaks the protocol.

    That a job's history is missing is also what a printer shows that was switched off meanwhile.
    """
    prefixes = ("cups-ipp-conformance-failure", "cups-ipp-missing-", "cups-ipp-wrong-")
    notes = [reason for reason in queue.reasons if reason.startswith(prefixes)]
    if not notes:
        return None
    return finding(
        "IPP_CONFORMANCE",
        Severity.INFO,
        device_of(queue.scope),
        messages.IPP_CONFORMANCE,
        evidence=(Evidence("Get-Printer-Attributes", "printer-state-reasons", ", ".join(notes)),),
        remedies=(Instruction(_(device_answer.UPDATE_FIRMWARE)),),
        own_cause=not {note.removesuffix("-report") for note in notes} <= FORGOTTEN,
        queue=queue.name,
        reasons=", ".join(notes),
    )


@rule("PLUGIN_MISSING", supersedes=(*FAILURES, "FILTER_FAILED", "BACKEND_FAILED"))
def plugin_missing(queue: QueueState) -> Finding | None:
    """Find HPLIP's note that the printer's plug-in is not installed."""
    notes = [reason for reason in queue.reasons if "plugin" in reason]
    if not notes:
        return None
    return finding(
        "PLUGIN_MISSING",
        Severity.ERROR,
        queue.scope[0],
        messages.PLUGIN_MISSING,
        evidence=(Evidence("Get-Printer-Attributes", "printer-state-reasons", ", ".join(notes)),),
        remedies=(Instruction(_(messages.INSTALL_PLUGIN), ("hp-plugin",)),),
        queue=queue.name,
    )


@rule("IMPLICITCLASS_WITHOUT_HOST", supersedes=(*FAILURES, "BACKEND_FAILED"))
def implicitclass_without_host(
    queue: QueueState,
    runs: QueueRuns | Unknown | None,
    reach: ServerReach | None,
    files: CupsFiles | None,
) -> Verdict:
    """Find a queue of cups-browsed for which cups-browsed names no printer."""
    if queue.scheme != "implicitclass":
        return None
    said = [queue.message, *said_last(runs)]
    telling = [text for text in said if "No destination host name supplied" in text]
    if not telling:
        return missing(runs)
    return finding(
        "IMPLICITCLASS_WITHOUT_HOST",
        Severity.ERROR,
        queue.scope[0],
        messages.IMPLICITCLASS_WITHOUT_HOST,
        evidence=tuple(Evidence("implicitclass", queue.device_uri, text) for text in telling),
        remedies=(_look_for_printers(reach, files),),
        queue=queue.name,
    )


def _look_for_printers(reach: ServerReach | None, files: CupsFiles | None) -> Remedy:
    """Start cups-browsed where it is this machine's; its queues live on its own server only."""
    if reach is not None and is_standard(reach, files):
        return StartUnit("cups-browsed.service")
    return Instruction(_(START_BROWSED))
