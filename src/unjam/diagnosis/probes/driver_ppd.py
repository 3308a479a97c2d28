# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at a queue's PPD, as the server hands it out, with CUPS' own parser."""

from __future__ import annotations

from unjam.cups import errors
from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.driver import PpdCheck, QueuePpd
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.reading.ppd import filter_programs, nickname
from unjam.diagnosis.wording import N_, _

NO_CHECKER = N_("cupstestppd is not installed (it comes with the CUPS command line programs).")
CANNOT_OPEN = 3
"""cupstestppd's exit status when libcups cannot parse the file at all (cupstestppd(1))."""

CUT_OFF = "Missing CloseUI"
"""What the strict parser says when the file ends in the middle of an option (ppd.c)."""


@probe(title=N_("Reading the printer description"), produces=(QueuePpd, PpdCheck))
async def queue_ppd(env: Env, queue: QueueState) -> list[QueuePpd | PpdCheck] | None:
    """Fetch the PPD and have it checked; a raw queue and a class have none."""
    if queue.raw or queue.is_class:
        return None
    try:
        async with env.connect() as connection:
            content = await connection.get_ppd(queue.name)
    except errors.NotFound:
        return None
    text = content.decode("utf-8", "replace")
    ppd = QueuePpd(queue.scope, len(content), nickname(text), filter_programs(text))
    return [ppd, await _check(env, ppd, content)]


async def _check(env: Env, ppd: QueuePpd, content: bytes) -> PpdCheck:
    """Parse as the scheduler does, relaxed; then strictly, to see whether the end is missing.

    Other breaches of the specification do not matter: half of all working PPDs have some.
    """
    for strictness, telling in ((("-r",), ""), ((), CUT_OFF)):
        complaint = await _complaint(env, strictness, content)
        if complaint and telling in complaint:
            return PpdCheck(ppd.scope, readable=False, complaint=complaint)
    return PpdCheck(ppd.scope, readable=True)


async def _complaint(env: Env, strictness: tuple[str, ...], content: bytes) -> str:
    """Return why libcups cannot parse the PPD, without cupstestppd's decoration; or nothing."""
    try:
        tested = await env.run(["cupstestppd", *strictness, "-"], input=content)
    except FileNotFoundError:
        raise Unavailable(_(NO_CHECKER)) from None
    if tested.returncode != CANNOT_OPEN:
        return ""
    lines = [line.strip() for line in tested.stdout.splitlines() if "**FAIL**" in line]
    return lines[0].replace("**FAIL**", "").strip() if lines else tested.stdout.strip()
