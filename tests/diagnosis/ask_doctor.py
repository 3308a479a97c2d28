# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Diagnose the print server of the environment and print what was found, one JSON line.

A program of its own, so that it can look from inside a sandbox's network.
"""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Diagnosis


def as_data(told: Diagnosis) -> dict[str, Any]:
    """Return what the tests look at, as JSON would have it."""
    found = [[f.id, f.severity.value, f.subject.name, list(f.consequences)] for f in told.findings]
    skipped = [[s.id, s.reason, s.foreseen] for s in told.not_checked]
    return {"found": found, "skipped": skipped, "verdict": told.verdict.value}


async def main() -> None:
    env = await LiveEnv.open(cups_files=os.environ.get("UNJAM_CUPS_FILES"))
    print(json.dumps(as_data(await diagnose(env))))  # noqa: T201 - for the test that started it


if __name__ == "__main__":
    asyncio.run(main())
