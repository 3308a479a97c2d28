# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A private cupsd with virtual printers, and real faults to inject."""

from unjam.sandbox.box import Sandbox, describe
from unjam.sandbox.errors import SandboxError, SandboxTimeoutError, SandboxUnavailableError
from unjam.sandbox.faults import FAULTS, Fault
from unjam.sandbox.printer import VirtualPrinter
from unjam.sandbox.queues import Queue

__all__ = [
    "FAULTS",
    "Fault",
    "Queue",
    "Sandbox",
    "SandboxError",
    "SandboxTimeoutError",
    "SandboxUnavailableError",
    "VirtualPrinter",
    "describe",
]
