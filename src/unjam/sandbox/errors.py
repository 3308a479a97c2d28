# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What can go wrong with a sandbox itself (its injected faults are no errors)."""

from __future__ import annotations


class SandboxError(RuntimeError):
    """The sandbox could not do what was asked."""


class SandboxTimeoutError(SandboxError, TimeoutError):
    """Something in the sandbox did not happen in time."""


class SandboxUnavailableError(SandboxError):
    """A program or a right is missing here that such a sandbox needs."""
