# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Jobs: looking at them, making them, and what their owners and operators do with them."""

# ruff: noqa: ARG001 - `timeout` belongs to every signature; the faces read it

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from unjam.cups._libcups.records import Record, Records
from unjam.cups.calls.parts import (
    ADMIN,
    JOBS,
    SYSTEM,
    ask,
    job_target,
    owed,
    printer_target,
    queue_path,
    queue_uri,
    requested,
)
from unjam.cups.document import Document, DocumentSource
from unjam.cups.model import Group, Operation, ValueTag
from unjam.cups.request import (
    AUTH_INFO,
    CONNECTION_TIMEOUT,
    Attribute,
    Plan,
    Progress,
    Section,
    Timeout,
    boolean,
    described,
    integer,
    keywords,
    named,
    uri,
)
from unjam.cups.testpage import test_page

WhichJobs = Literal[
    "not-completed", "completed", "all", "aborted", "canceled", "pending", "pending-held",
    "processing", "processing-stopped",
]  # fmt: skip


def get_jobs(
    queue: str | None = None,
    *,
    which_jobs: WhichJobs | str = "not-completed",
    my_jobs: bool = False,
    limit: int | None = None,
    first_job_id: int | None = None,
    requested_attributes: Sequence[str] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Records]:
    """The jobs of a queue, or of the whole server (Get-Jobs, RFC 8011 section 4.2.6).

    `my_jobs`: only those of the connection's user. Without `requested_attributes` the server sends
    job-id and job-uri only: name what you want, or "all".
    """
    reply = yield ask(
        Operation.GET_JOBS,
        "/" if queue is None else queue_path(queue),
        printer_target(SYSTEM if queue is None else queue_uri(queue)),
        keywords("which-jobs", (which_jobs,)),
        boolean("my-jobs", value=True) if my_jobs else None,
        None if limit is None else integer("limit", limit),
        None if first_job_id is None else integer("first-job-id", first_job_id),
        requested(requested_attributes),
    )
    return reply.records(Group.JOB)


def get_job_attributes(
    job_id: int,
    *,
    requested_attributes: Sequence[str] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Record]:
    """What the server knows of one job (Get-Job-Attributes)."""
    reply = yield ask(
        Operation.GET_JOB_ATTRIBUTES, JOBS, job_target(job_id), requested(requested_attributes)
    )
    return reply.first(Group.JOB)


# --- printing -------------------------------------------------------------------------------------


def create_job(
    queue: str,
    *,
    title: str,
    options: Mapping[str, Any] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[int]:
    """Make a job without a document (Create-Job), and return its id.

    `options` are job template attributes ("copies", "media", "sides", …): plain values, or strings
    as `lp -o` takes them. If the call is cancelled the job may exist: the server then aborts it
    when no document comes (MultipleOperationTimeout).
    """
    reply = yield ask(
        Operation.CREATE_JOB,
        queue_path(queue),
        printer_target(queue_uri(queue)),
        named("job-name", title),
        more=_template(options),
    )
    return owed(reply, Operation.CREATE_JOB, Group.JOB, "job-id")


def _template(options: Mapping[str, Any] | None) -> list[Section]:
    return [described(Group.JOB, options)] if options else []


def send_document(
    queue: str,
    job_id: int,
    document: DocumentSource,
    *,
    format: str = "application/octet-stream",
    name: str | None = None,
    last: bool = True,
    progress: Progress | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Record]:
    """Send a document for a job (Send-Document); returns the job's attributes.

    `document` is a path, bytes, an open binary file or an iterable of bytes (on the asyncio face
    an asynchronous one too). `progress(sent, total)` is called as it goes out. The job prints once
    the `last` document is there.
    """
    reply = yield ask(
        Operation.SEND_DOCUMENT,
        queue_path(queue),
        printer_target(queue_uri(queue)),
        integer("job-id", job_id),
        None if name is None else named("document-name", name),
        Attribute("document-format", ValueTag.MIME_TYPE, (format,)),
        boolean("last-document", last),
        document=Document(document, progress),
    )
    return reply.first(Group.JOB)


def print_job(
    queue: str,
    document: DocumentSource,
    *,
    title: str,
    options: Mapping[str, Any] | None = None,
    format: str = "application/octet-stream",
    progress: Progress | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[int]:
    """Print one document (Print-Job), and return the job's id.

    `application/octet-stream` lets the server find out the format. See `send_document` for what a
    document can be. A job whose upload is cancelled does not print.
    """
    reply = yield ask(
        Operation.PRINT_JOB,
        queue_path(queue),
        printer_target(queue_uri(queue)),
        named("job-name", title),
        Attribute("document-format", ValueTag.MIME_TYPE, (format,)),
        more=_template(options),
        document=Document(document, progress),
    )
    return owed(reply, Operation.PRINT_JOB, Group.JOB, "job-id")


def print_test_page(
    queue: str, *, title: str = "Test page", timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[int]:
    """Print one page that shows whether the queue works, and return the job's id."""
    page = test_page(title)
    return (yield from print_job(queue, page, title=title, format="application/pdf"))


# --- what is done with jobs -----------------------------------------------------------------------


def cancel_job(
    job_id: int, *, purge: bool = False, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Cancel a job (Cancel-Job); `purge` deletes it and its files too."""
    purged = boolean("purge-job", value=True) if purge else None
    yield ask(Operation.CANCEL_JOB, JOBS, job_target(job_id), purged)


def cancel_jobs(
    queue: str, *, purge: bool = False, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Cancel all jobs of a queue, whoever owns them (Cancel-Jobs).

    `purge` deletes them and their files too, and those that are finished already (Purge-Jobs).
    """
    operation = Operation.PURGE_JOBS if purge else Operation.CANCEL_JOBS
    yield ask(operation, ADMIN, printer_target(queue_uri(queue)))


def hold_job(
    job_id: int, *, until: str = "indefinite", timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Hold a job (Hold-Job), until released or a time: "indefinite", "night", "18:30", …."""
    yield ask(Operation.HOLD_JOB, JOBS, job_target(job_id), keywords("job-hold-until", (until,)))


def release_job(job_id: int, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Let a held job print (Release-Job)."""
    yield ask(Operation.RELEASE_JOB, JOBS, job_target(job_id))


def restart_job(job_id: int, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Print a finished job again, if the server kept its document (Restart-Job)."""
    yield ask(Operation.RESTART_JOB, JOBS, job_target(job_id))


def move_job(job_id: int, queue: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Move a job to another queue (CUPS-Move-Job)."""
    moved = Section(Group.JOB, (uri("job-printer-uri", queue_uri(queue)),))
    yield ask(Operation.CUPS_MOVE_JOB, JOBS, job_target(job_id), more=(moved,))


def set_job_attributes(
    job_id: int, attributes: Mapping[str, Any], *, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Change a job that does not print yet (Set-Job-Attributes, RFC 3380 section 4.2)."""
    changed = described(Group.JOB, attributes)
    yield ask(Operation.SET_JOB_ATTRIBUTES, JOBS, job_target(job_id), more=(changed,))


def authenticate_job(
    job_id: int, auth_info: Sequence[str] | None = None, *, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Give a job that is held for authentication what its device asks for (CUPS-Authenticate-Job).

    `auth_info` are the values for the queue's auth-info-required, in its order. They travel over a
    socket, the loopback or TLS: a plain connection to elsewhere is encrypted before, and
    `UpgradeRequired` is raised where `encryption` is NEVER.
    """
    secret = Attribute(AUTH_INFO, ValueTag.TEXT, tuple(auth_info)) if auth_info else None
    del auth_info  # it stays out of tracebacks
    yield ask(Operation.CUPS_AUTHENTICATE_JOB, JOBS, job_target(job_id), secret)


def get_document(
    job_id: int, number: int = 1, *, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[bytes]:
    """A document of a job, from the server's spool (CUPS-Get-Document)."""
    reply = yield ask(
        Operation.CUPS_GET_DOCUMENT, JOBS, job_target(job_id), integer("document-number", number)
    )
    return bytes(reply.data)
