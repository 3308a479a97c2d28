# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about queues: what cupsd says of each of them, and of all together."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact

IDLE, PROCESSING, STOPPED = 3, 4, 5
"""The values of printer-state (RFC 8011, 5.4.11)."""


@dataclass(frozen=True, slots=True)
class QueueState(Fact):
    """One queue or class, as CUPS-Get-Printers tells it. Scope: (queue,).

    Times are seconds since 1970. What the server did not say is empty, 0 or False; `accepting` and
    the like are what it said.
    """

    name: str
    state: int = IDLE
    reasons: tuple[str, ...] = ()
    """printer-state-reasons, without "none"."""
    message: str = ""
    changed: float = 0.0
    """printer-state-change-time, in the server's clock."""
    accepting: bool = True
    shared: bool = False
    device_uri: str = ""
    make_and_model: str = ""
    info: str = ""
    location: str = ""
    uuid: str = ""
    is_class: bool = False
    members: tuple[str, ...] = ()
    temporary: bool = False
    error_policy: str = ""
    op_policy: str = ""
    queued_jobs: int = 0
    """queued-job-count: jobs that are not completed."""
    auth_info_required: tuple[str, ...] = ()
    allowed_users: tuple[str, ...] = ()
    denied_users: tuple[str, ...] = ()
    quota_period: int = 0
    k_limit: int = 0
    page_limit: int = 0
    media_default: str = ""
    media_source: str = ""
    """The source in media-col-default, as "main"."""
    media_ready: tuple[str, ...] = ()
    printer_uri: str = ""
    reconfigured: float = 0.0
    """When its address, driver or options were last changed (printer-config-change-time)."""

    @property
    def stopped(self) -> bool:
        """Whether nothing is printed until somebody resumes it."""
        return self.state == STOPPED

    @property
    def raw(self) -> bool:
        """Whether documents go to the device as they are."""
        return "Raw Printer" in self.make_and_model or "System V" in self.make_and_model

    @property
    def scheme(self) -> str:
        """The device URI's scheme: the name of the backend."""
        return self.device_uri.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Queues(Fact):
    """All queues of the server by name, whether looked at or not. Scope: ()."""

    names: tuple[str, ...]
    classes: tuple[str, ...] = ()
    default: str = ""
    """The server's default destination, or empty."""
    idle: tuple[str, ...] = ()
    """Those that print nothing: stopped, or refusing jobs."""
    version: str = ""
    """The server's cups-version, if there is a queue to tell it."""


@dataclass(frozen=True, slots=True)
class QueueDevices(Fact):
    """What all queues lead to, and which are shared. Scope: ()."""

    uris: tuple[tuple[str, str], ...] = ()
    """Names and device URIs of all queues that are neither classes nor temporary."""
    shared: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """The names under which those that are shared are announced (before "@ host"), in order."""
