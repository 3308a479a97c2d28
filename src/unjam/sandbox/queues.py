# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The queues and jobs of a sandbox, made and asked over IPP at its own scheduler."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from unjam.sandbox import ask, wire
from unjam.sandbox.documents import one_page
from unjam.sandbox.processes import wait_until
from unjam.sandbox.ready_ppd import READY_PPD

if TYPE_CHECKING:
    from unjam.sandbox.scheduler import Scheduler

Driver = Literal["ready", "everywhere", "raw"]
Facts = dict[str, wire.Value | tuple[wire.Value, ...]]

IDLE: Final = 3
STOPPED: Final = 5
PURGE: Final = True


@dataclass(frozen=True, slots=True)
class Queue:
    """What a queue is made from. An empty `device_uri` stands for a virtual printer's.

    `driver`: "ready", a PPD that cupsd once made for such a printer; "everywhere", cupsd makes it
    now, from the printer itself; "raw", none.
    """

    name: str
    device_uri: str = ""
    driver: Driver = "ready"


class Queues:
    """Administration and jobs at one scheduler. Everything raises `SandboxError` on failure."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler

    # --- queues ----------------------------------------------------------------------------------

    def add(self, queue: Queue) -> None:
        """Make a queue that is enabled and accepts jobs, and wait until its driver is there."""
        attributes = {
            "device-uri": wire.attribute(wire.URI, queue.device_uri),
            "printer-state": wire.attribute(wire.ENUM, IDLE),
            "printer-is-accepting-jobs": wire.attribute(wire.BOOLEAN, True),  # noqa: FBT003 - a value
            "printer-info": wire.attribute(wire.TEXT, queue.name),
        }
        if queue.driver == "everywhere":
            attributes["ppd-name"] = wire.attribute(wire.NAME, "everywhere")
        self.modify(queue.name, attributes, ppd=READY_PPD if queue.driver == "ready" else b"")
        if queue.driver == "everywhere":
            self._await_driver(queue.name)

    def modify(
        self, name: str, attributes: Mapping[str, wire.Attribute], *, ppd: bytes = b""
    ) -> None:
        """CUPS-Add-Modify-Printer with these printer attributes and this PPD."""
        group = wire.Group(wire.PRINTER, dict(attributes))
        self._administer(ask.CUPS_ADD_MODIFY_PRINTER, name, group, data=ppd)

    def point_at(self, name: str, device_uri: str) -> None:
        """Give a queue another device."""
        self.modify(name, {"device-uri": wire.attribute(wire.URI, device_uri)})

    def set_ppd(self, name: str, ppd: bytes) -> None:
        """Give a queue another driver."""
        self.modify(name, {}, ppd=ppd)

    def add_class(self, name: str, *members: str) -> None:
        """Make a class of these queues."""
        uris = wire.attribute(wire.URI, *(queue_uri(member) for member in members))
        group = wire.Group(wire.PRINTER, {
            "member-uris": uris,
            "printer-state": wire.attribute(wire.ENUM, IDLE),
            "printer-is-accepting-jobs": wire.attribute(wire.BOOLEAN, True),  # noqa: FBT003 - a value
        })  # fmt: skip
        self._send("/admin/", ask.CUPS_ADD_MODIFY_CLASS, queue_uri(name, "classes"), group)

    def delete(self, name: str) -> None:
        """Delete a queue."""
        self._administer(ask.CUPS_DELETE_PRINTER, name)

    def stop(self, name: str, message: str = "") -> None:
        """Stop a queue by hand, with a person's message."""
        self._administer(ask.PAUSE_PRINTER, name, data=b"", **_message(message))

    def resume(self, name: str) -> None:
        """Let a stopped queue print again."""
        self._administer(ask.RESUME_PRINTER, name)

    def accept(self, name: str) -> None:
        """Let a queue take jobs."""
        self._administer(ask.CUPS_ACCEPT_JOBS, name)

    def reject(self, name: str, message: str = "") -> None:
        """Let a queue take no jobs, with a person's message."""
        self._administer(ask.CUPS_REJECT_JOBS, name, data=b"", **_message(message))

    def hold_new_jobs(self, name: str) -> None:
        """Let a queue hold what comes in."""
        self._administer(ask.HOLD_NEW_JOBS, name)

    def set_default(self, name: str) -> None:
        """Make a queue the server's default."""
        self._administer(ask.CUPS_SET_DEFAULT, name)

    def attributes(self, name: str, *, kind: str = "printers") -> Facts:
        """Get-Printer-Attributes."""
        uri, resource = queue_uri(name, kind), _resource(name, kind)
        reply = self._send(resource, ask.GET_PRINTER_ATTRIBUTES, uri)
        return reply.records(wire.PRINTER)[0]

    def state_reasons(self, name: str) -> tuple[str, ...]:
        """Return the queue's `printer-state-reasons`."""
        return wire.texts(self.attributes(name).get("printer-state-reasons"))

    def await_state(self, name: str, state: int, *, timeout: float = 20.0) -> None:
        """Wait for a `printer-state`."""
        wait_until(
            lambda: self.attributes(name)["printer-state"] == state,
            what=f"the queue {name} in state {state}", timeout=timeout,
        )  # fmt: skip

    def await_message(self, name: str, part: str = "", *, timeout: float = 20.0) -> None:
        """Wait until a queue's backend or filter has said something (with this in it)."""

        def said() -> bool:
            message = str(self.attributes(name)["printer-state-message"])
            return bool(message) and part in message

        wait_until(
            said,
            what=f"a message of the queue {name}",
            timeout=timeout,
        )

    def await_reason(self, name: str, reason: str, *, timeout: float = 20.0) -> None:
        """Wait for one of the queue's `printer-state-reasons`."""
        wait_until(
            lambda: reason in self.state_reasons(name),
            what=f"{reason} at the queue {name}",
            timeout=timeout,
        )

    # --- jobs ------------------------------------------------------------------------------------

    def print(
        self,
        name: str,
        document: bytes | None = None,
        *,
        title: str = "A page",
        format: str = "application/octet-stream",
        user: str = "",
        options: Mapping[str, wire.Attribute] | None = None,
    ) -> int:
        """Print-Job: the job-id. Without a document, a page of PDF."""
        reply = self._send(
            _resource(name), ask.PRINT_JOB, queue_uri(name),
            wire.Group(wire.JOB, dict(options or {})),
            data=one_page(title) if document is None else document,
            requesting_user_name=wire.attribute(wire.NAME, user or _user()),
            job_name=wire.attribute(wire.NAME, title),
            document_format=wire.attribute(wire.MIME, format),
        )  # fmt: skip
        return int(str(reply.records(wire.JOB)[0]["job-id"]))

    def create_job(self, name: str, *, title: str = "A page") -> int:
        """Create-Job: a job that still has no document."""
        reply = self._send(
            _resource(name), ask.CREATE_JOB, queue_uri(name),
            requesting_user_name=wire.attribute(wire.NAME, _user()),
            job_name=wire.attribute(wire.NAME, title),
        )  # fmt: skip
        return int(str(reply.records(wire.JOB)[0]["job-id"]))

    def job(self, job_id: int) -> Facts:
        """Get-Job-Attributes."""
        reply = self._send_job(ask.GET_JOB_ATTRIBUTES, job_id)
        return reply.records(wire.JOB)[0]

    def waiting_jobs(self, name: str) -> list[int]:
        """Return the ids of the jobs that are not over (Get-Jobs)."""
        return self._job_ids(name, "not-completed")

    def finished_jobs(self, name: str) -> list[int]:
        """Return the ids of the jobs that are over (Get-Jobs)."""
        return self._job_ids(name, "completed")

    def purge(self, job_id: int) -> None:
        """Remove a job with its history (Cancel-Job with `purge-job`)."""
        self._send_job(ask.CANCEL_JOB, job_id, purge_job=wire.attribute(wire.BOOLEAN, PURGE))

    def hold(self, job_id: int) -> None:
        """Hold a job indefinitely."""
        self._send_job(ask.HOLD_JOB, job_id)

    def release(self, job_id: int) -> None:
        """Release a held job."""
        self._send_job(ask.RELEASE_JOB, job_id)

    def cancel(self, job_id: int) -> None:
        """Cancel a job."""
        self._send_job(ask.CANCEL_JOB, job_id)

    def await_job(self, job_id: int, *states: int, timeout: float = 30.0) -> Facts:
        """Wait until a job is in one of these states; default: over (7, 8 or 9)."""
        wanted = states or (7, 8, 9)
        wait_until(
            lambda: self.job(job_id)["job-state"] in wanted,
            what=f"job {job_id} in state {wanted}", timeout=timeout,
        )  # fmt: skip
        return self.job(job_id)

    # --- inside ----------------------------------------------------------------------------------

    def _await_driver(self, name: str) -> None:
        """Wait till cupsd's thread that makes the driver has ended.

        cupsd 2.4.2 locks nothing against it: asked for something while the thread works on the
        queue, it may crash. The thread's last words are in the log.
        """
        self._scheduler.await_log(f'Printer "{name}" is now available.')

    def _administer(
        self,
        operation: int,
        name: str,
        *groups: wire.Group,
        data: bytes = b"",
        **attributes: wire.Attribute,
    ) -> None:
        self._send("/admin/", operation, queue_uri(name), *groups, data=data, **attributes)

    def _send(
        self,
        resource: str,
        operation: int,
        uri: str,
        *groups: wire.Group,
        data: bytes = b"",
        **attributes: wire.Attribute,
    ) -> wire.Message:
        attributes.setdefault("requesting_user_name", wire.attribute(wire.NAME, _user()))
        message = wire.request(operation, uri, *groups, data=data, **attributes)
        return self._scheduler.ask(resource, message)

    def _job_ids(self, name: str, which: str) -> list[int]:
        wanted = wire.attribute(wire.KEYWORD, which)
        reply = self._send(_resource(name), ask.GET_JOBS, queue_uri(name), which_jobs=wanted)
        return [int(str(job["job-id"])) for job in reply.records(wire.JOB)]

    def _send_job(self, operation: int, job_id: int, **attributes: wire.Attribute) -> wire.Message:
        opening = wire.operation_group(
            job_uri=wire.attribute(wire.URI, f"ipp://localhost/jobs/{job_id}"),
            requesting_user_name=wire.attribute(wire.NAME, _user()),
            **attributes,
        )
        return self._scheduler.ask("/jobs/", wire.Message(operation, groups=[opening]))


def queue_uri(name: str, kind: str = "printers") -> str:
    """Return the `printer-uri` of a queue (or one of the `classes`) at its own scheduler."""
    return f"ipp://localhost{_resource(name, kind)}"


def _resource(name: str, kind: str = "printers") -> str:
    return f"/{kind}/{quote(name, safe='')}"


def _message(text: str) -> dict[str, wire.Attribute]:
    return {"printer_message_from_operator": wire.attribute(wire.TEXT, text)} if text else {}


def _user() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name
