# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Remedies as data: what would put a finding right. `unjam.actions` carries them out.

A remedy is `automatic` when a program may do it, on consent; otherwise it is an instruction to a
person. It is `reversible` when carrying it out yields an undo that brings everything back. It is
`safe` when it may be done under a blanket yes, without showing it to a person first. No remedy
lowers security.

Queues are bare names, jobs are job-ids, and everything is plain data, so that a remedy can be
stored, compared and shown. Ids are permanent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Remedy:
    """The root of all remedies; its subclasses carry the operands."""

    id: ClassVar[str] = ""
    automatic: ClassVar[bool] = True
    reversible: ClassVar[bool] = True
    safe: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ResumeQueue(Remedy):
    """Resume-Printer (RFC 8011, 4.2.8): let a stopped queue print again."""

    id: ClassVar[str] = "resume-queue"
    queue: str


@dataclass(frozen=True, slots=True)
class AcceptJobs(Remedy):
    """CUPS-Accept-Jobs: let a queue take new jobs again."""

    id: ClassVar[str] = "accept-jobs"
    queue: str


@dataclass(frozen=True, slots=True)
class Instruction(Remedy):
    """Something that only a person can do, in words, and perhaps the command to run."""

    id: ClassVar[str] = "instruction"
    automatic: ClassVar[bool] = False
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    text: str
    command: tuple[str, ...] = ()


# --- queues -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PauseQueue(Remedy):
    """Pause-Printer (RFC 8011, 4.2.7): the undo of `ResumeQueue`."""

    id: ClassVar[str] = "pause-queue"
    queue: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class RejectJobs(Remedy):
    """CUPS-Reject-Jobs: the undo of `AcceptJobs`."""

    id: ClassVar[str] = "reject-jobs"
    queue: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHeldNewJobs(Remedy):
    """Release-Held-New-Jobs (RFC 3998): print the jobs that the queue holds back.

    Its undo holds new jobs again; nobody takes back what was printed meanwhile.
    """

    id: ClassVar[str] = "release-held-new-jobs"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    queue: str


@dataclass(frozen=True, slots=True)
class HoldNewJobs(Remedy):
    """Hold-New-Jobs (RFC 3998): the undo of `ReleaseHeldNewJobs`."""

    id: ClassVar[str] = "hold-new-jobs"
    queue: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class RepointQueue(Remedy):
    """CUPS-Add-Modify-Printer: give a queue the address where its printer really is."""

    id: ClassVar[str] = "repoint-queue"
    queue: str
    device_uri: str


@dataclass(frozen=True, slots=True)
class RepointToOther(RepointQueue):
    """The same, where the address may be another machine's: a person has to know it."""

    id: ClassVar[str] = "repoint-to-other"
    safe: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class UseDriverless(Remedy):
    """CUPS-Add-Modify-Printer with `everywhere`: drive the printer without a vendor's driver.

    The undo gives the queue its old PPD back. `device_uri` is an IPP address, or empty for the
    one that the queue has.
    """

    id: ClassVar[str] = "use-driverless"
    safe: ClassVar[bool] = False
    queue: str
    device_uri: str = ""


@dataclass(frozen=True, slots=True)
class RestorePpd(Remedy):
    """CUPS-Add-Modify-Printer with a PPD file: the undo of `UseDriverless`."""

    id: ClassVar[str] = "restore-ppd"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    queue: str
    device_uri: str
    ppd: bytes


@dataclass(frozen=True, slots=True)
class SetErrorPolicy(Remedy):
    """CUPS-Add-Modify-Printer: what the queue does after a failed job, as `retry-job`.

    It holds for everybody who prints there, and for all failures to come.
    """

    id: ClassVar[str] = "set-error-policy"
    safe: ClassVar[bool] = False
    queue: str
    policy: str


@dataclass(frozen=True, slots=True)
class SetQueueDefault(Remedy):
    """CUPS-Add-Modify-Printer: one default of a queue, as `media-default` = `iso_a4_210x297mm`."""

    id: ClassVar[str] = "set-queue-default"
    queue: str
    attribute: str
    value: str


@dataclass(frozen=True, slots=True)
class ShareQueue(Remedy):
    """CUPS-Add-Modify-Printer: offer the queue on the network, or (`shared` false) no longer."""

    id: ClassVar[str] = "share-queue"
    safe: ClassVar[bool] = False
    queue: str
    shared: bool = True


@dataclass(frozen=True, slots=True)
class PublishShared(Remedy):
    """Let the print server announce the shared queues, or (`on` false) no longer.

    It makes the server listen to the network, which is for its administrator to decide and to do.
    """

    id: ClassVar[str] = "publish-shared"
    automatic: ClassVar[bool] = False
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    on: bool = True


@dataclass(frozen=True, slots=True)
class DeleteQueue(Remedy):
    """CUPS-Delete-Printer: for a queue that has a twin. What waits in it is lost for good."""

    id: ClassVar[str] = "delete-queue"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    queue: str


@dataclass(frozen=True, slots=True)
class RestoreQueue(Remedy):
    """CUPS-Add-Modify-Printer: the queue that `DeleteQueue` removed, as it was.

    `ppd` is empty for a queue without a driver; `described` has its other attributes, as text,
    several values on lines of their own.
    """

    id: ClassVar[str] = "restore-queue"
    safe: ClassVar[bool] = False
    queue: str
    device_uri: str
    ppd: bytes = b""
    described: tuple[tuple[str, str], ...] = ()
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class CreateQueue(Remedy):
    """CUPS-Add-Modify-Printer: a queue for a printer that has none, driverless unless `model`."""

    id: ClassVar[str] = "create-queue"
    safe: ClassVar[bool] = False
    queue: str
    device_uri: str
    model: str = "everywhere"
    info: str = ""
    location: str = ""


# --- jobs ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReleaseJob(Remedy):
    """Release-Job (RFC 8011, 4.3.6): let a held job print.

    Its undo holds the job again, if that comes in time: nobody takes back what was printed.
    """

    id: ClassVar[str] = "release-job"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    job_id: int


@dataclass(frozen=True, slots=True)
class HoldJob(Remedy):
    """Hold-Job (RFC 8011, 4.3.5): the undo of `ReleaseJob`."""

    id: ClassVar[str] = "hold-job"
    job_id: int
    until: str = "indefinite"


@dataclass(frozen=True, slots=True)
class RestartJob(Remedy):
    """Restart-Job (RFC 8011, 4.3.7): print a job again whose document is still there."""

    id: ClassVar[str] = "restart-job"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    job_id: int


@dataclass(frozen=True, slots=True)
class CancelJob(Remedy):
    """Cancel-Job (RFC 8011, 4.3.3): what is not printed yet is lost."""

    id: ClassVar[str] = "cancel-job"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    job_id: int


@dataclass(frozen=True, slots=True)
class MoveJob(Remedy):
    """CUPS-Move-Job: print a waiting job on another queue. `from_queue` is for the undo."""

    id: ClassVar[str] = "move-job"
    safe: ClassVar[bool] = False
    job_id: int
    queue: str
    from_queue: str = ""


@dataclass(frozen=True, slots=True)
class AuthenticateJob(Remedy):
    """CUPS-Authenticate-Job: hand the job the user name and password that its printer wants.

    `fields` is the queue's `auth-info-required`; a person is asked for each.
    """

    id: ClassVar[str] = "authenticate-job"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    job_id: int
    queue: str = ""
    fields: tuple[str, ...] = ("username", "password")


@dataclass(frozen=True, slots=True)
class PurgeJobs(Remedy):
    """Cancel-Job with `purge-job`: remove jobs and their documents, to make room.

    Empty `job_ids`: all jobs that are over, on all queues.
    """

    id: ClassVar[str] = "purge-jobs"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    job_ids: tuple[int, ...] = ()


# --- defaults and personal settings ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetDefault(Remedy):
    """CUPS-Set-Default: the server's default queue, for everybody."""

    id: ClassVar[str] = "set-default"
    safe: ClassVar[bool] = False
    queue: str


@dataclass(frozen=True, slots=True)
class SetUserDefault(Remedy):
    """The person's own default in `lpoptions`.

    `path` is the file, or empty for the one that this person's CUPS programs read. Which printer
    that is to be, only the person knows.
    """

    id: ClassVar[str] = "set-user-default"
    safe: ClassVar[bool] = False
    queue: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class ResetUserDefault(Remedy):
    """Remove the person's own default from `lpoptions`, so that the server's counts."""

    id: ClassVar[str] = "reset-user-default"
    path: str = ""


@dataclass(frozen=True, slots=True)
class RemoveUserOption(Remedy):
    """Remove one saved option of one destination from `lpoptions`."""

    id: ClassVar[str] = "remove-user-option"
    destination: str
    option: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class RemoveUserDestination(Remedy):
    """Remove all saved options of a destination that is gone from `lpoptions`."""

    id: ClassVar[str] = "remove-user-destination"
    destination: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class DisableDirective(Remedy):
    """Put a `#` before one line of the person's or the system's `client.conf`.

    `line` is the line's text as it was seen: where it is no longer there, nothing is changed. Only
    ServerName is ever taken out, and a person has to say that the server is gone for good.
    """

    id: ClassVar[str] = "disable-directive"
    safe: ClassVar[bool] = False
    path: str
    line: str


@dataclass(frozen=True, slots=True)
class RestoreFile(Remedy):
    """Give a small file its former content back (None: it did not exist). Only ever an undo."""

    id: ClassVar[str] = "restore-file"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    path: str
    content: bytes | None
    expected: bytes | None


# --- the machine around CUPS ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartScheduler(Remedy):
    """Start the print server's unit (systemd, over D-Bus)."""

    id: ClassVar[str] = "start-scheduler"
    unit: str = "cups.service"


@dataclass(frozen=True, slots=True)
class RestartScheduler(Remedy):
    """Restart the print server's unit: whatever prints at this moment starts anew."""

    id: ClassVar[str] = "restart-scheduler"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    unit: str = "cups.service"


@dataclass(frozen=True, slots=True)
class StartUnit(Remedy):
    """Start a unit that printing needs, as `avahi-daemon.service`.

    It may talk to the network, and somebody may have stopped it on purpose.
    """

    id: ClassVar[str] = "start-unit"
    safe: ClassVar[bool] = False
    unit: str


@dataclass(frozen=True, slots=True)
class StopUnit(Remedy):
    """Stop a unit: the undo of `StartUnit`."""

    id: ClassVar[str] = "stop-unit"
    safe: ClassVar[bool] = False
    unit: str


@dataclass(frozen=True, slots=True)
class RestartUnit(Remedy):
    """Restart a unit that is stuck, as `ipp-usb.service`."""

    id: ClassVar[str] = "restart-unit"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    unit: str


@dataclass(frozen=True, slots=True)
class InstallPackages(Remedy):
    """Install packages of the distribution (PackageKit), as `printer-driver-gutenprint`.

    `family` says whose names these are: debian, fedora, suse, arch; empty for whoever has them.
    """

    id: ClassVar[str] = "install-packages"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    packages: tuple[str, ...]
    family: str = ""


@dataclass(frozen=True, slots=True)
class AllowMdns(Remedy):
    """Let printer announcements (mDNS) through one zone of firewalld; (`allow` false) not so."""

    id: ClassVar[str] = "allow-mdns"
    safe: ClassVar[bool] = False
    zone: str
    allow: bool = True


@dataclass(frozen=True, slots=True)
class RestorePermissions(Remedy):
    """Give a program or directory of CUPS the owner and mode that CUPS asks for.

    `mode` never lets others write and never sets special bits, except `+t` on a directory. There
    is no undo: what CUPS found too open is not opened again.
    """

    id: ClassVar[str] = "restore-permissions"
    reversible: ClassVar[bool] = False
    safe: ClassVar[bool] = False
    path: str
    mode: int
    owner: str = "root"
    group: str = "root"


@dataclass(frozen=True, slots=True)
class AcceptCertificate(Remedy):
    """Store the certificate that a printer shows today in place of the one it showed before.

    A person has compared the fingerprint (SHA-256, hexadecimal) first; if the printer shows
    another one meanwhile, nothing is changed. `path` is the stored file.
    """

    id: ClassVar[str] = "accept-certificate"
    safe: ClassVar[bool] = False
    path: str
    host: str
    port: int
    fingerprint: str
