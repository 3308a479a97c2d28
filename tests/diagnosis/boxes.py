# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Diagnosing a sandbox from within the test: the real probes on a real print server."""

from __future__ import annotations

from typing import Any

from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Diagnosis, Severity
from unjam.sandbox import Sandbox


async def environment(box: Sandbox, server: str | None = None, **variables: str) -> LiveEnv:
    """The person's own side of the box: its home, its variables."""
    environ = {**box.variables(), **variables}
    return await LiveEnv.open(server, environ=environ, home=box.home)


async def examine_box(box: Sandbox, **options: Any) -> Diagnosis:
    return await diagnose(await environment(box), **options)


def ids(diagnosis: Diagnosis, *, hints: bool = False) -> list[str]:
    """The findings' ids; informative ones only on demand."""
    return [f.id for f in diagnosis.findings if hints or f.severity is not Severity.INFO]
