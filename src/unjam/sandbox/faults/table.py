# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a fault is, and how one enters the table."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from unjam.sandbox.errors import SandboxError, SandboxUnavailableError

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

Act = Callable[["Sandbox", str], None]
"""Does something to a sandbox, at the queue of that name."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break printing.

    `finding` is the id that a doctor must report for it. `on_queue`: it concerns one queue (and
    not the scheduler or the person's settings). `needs_namespace`: only in an isolated sandbox;
    `needs_root`: only as root; `spares_root`: not as root, who does not suffer from it.
    """

    name: str
    summary: str
    finding: str
    inject: Act = field(repr=False)
    repair: Act | None = field(default=None, repr=False)
    on_queue: bool = True
    needs_root: bool = False
    needs_namespace: bool = False
    spares_root: bool = False


@dataclass(frozen=True, slots=True)
class Injection:
    """A fault at a queue."""

    fault: Fault
    queue: str

    def carry_out(self, box: Sandbox) -> None:
        """Break it. Raises `SandboxUnavailableError` where this user cannot have that fault."""
        self._insist_on_user()
        if self.fault.needs_namespace and not box.isolated:
            raise SandboxError(f"{self.fault.name} needs Sandbox(isolated=True)")
        self.fault.inject(box, self.queue)

    def _insist_on_user(self) -> None:
        root = os.geteuid() == 0
        if self.fault.needs_root and not root:
            raise SandboxUnavailableError(f"{self.fault.name} can only be made by root")
        if self.fault.spares_root and root:
            raise SandboxUnavailableError(f"{self.fault.name} means nothing to root")


REGISTRY: Final[dict[str, Fault]] = {}


def fault(
    name: str,
    finding: str,
    summary: str,
    *,
    on_queue: bool = True,
    needs_root: bool = False,
    needs_namespace: bool = False,
    spares_root: bool = False,
) -> Callable[[Act], Act]:
    """Enter the decorated function into the table: it injects the fault."""

    def register(inject: Act) -> Act:
        if name in REGISTRY:
            raise ValueError(f"two faults are called {name}")
        REGISTRY[name] = Fault(
            name, summary, finding, inject,
            on_queue=on_queue, needs_root=needs_root, needs_namespace=needs_namespace,
            spares_root=spares_root,
        )  # fmt: skip
        return inject

    return register


def repairs(*names: str) -> Callable[[Act], Act]:
    """Let the decorated function put these faults' physical world right."""

    def register(repair: Act) -> Act:
        for name in names:
            REGISTRY[name] = replace(REGISTRY[name], repair=repair)
        return repair

    return register
