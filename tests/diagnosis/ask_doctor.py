# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Diagnose the print server of the environment and print what was found, one JSON line.

A program of its own, so that it can look from inside a sandbox's network.
"""

from __future__ import annotations

import asyncio
import json
import os

from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.live import LiveEnv


async def main() -> None:
    env = await LiveEnv.open(cups_files=os.environ["UNJAM_CUPS_FILES"])
    told = await diagnose(env)
    found = [[f.id, f.severity, f.subject.name, list(f.consequences)] for f in told.findings]
    skipped = [[s.id, s.reason, s.foreseen] for s in told.not_checked]
    print(json.dumps({"found": found, "skipped": skipped, "verdict": told.verdict}))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
