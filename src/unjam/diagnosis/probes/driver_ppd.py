# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at a queue's PPD with CUPS' own parser."""

from __future__ import annotations

from unjam.cups import errors
from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.driver import PpdCheck, QueuePpd
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.server import CupsFiles
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.reading.ppd import filter_programs, input_slot, is_balanced, nickname
from unjam.diagnosis.wording import N_, _

NO_CHECKER = N_("The program that checks printer descriptions (cupstestppd) is not installed.")
CANNOT_OPEN = 3
"""cupstestppd's exit status when libcups cannot parse the file at all (cupstestppd(1))."""

CUT_OFF = "Missing CloseUI"
"""What the strict parser says when the file ends in the middle of an option (ppd.c)."""


@probe(title=N_("Reading the printer description"), deadline=20.0, produces=(QueuePpd, PpdCheck))
async def queue_ppd(
    env: Env, queue: QueueState, files: CupsFiles | None
) -> list[QueuePpd | PpdCheck | Unknown] | None:
    """Read the PPD and have it checked; a raw queue and a class have none."""
    content = None if queue.is_class else await _content(env, queue, files)
    if content is None:
        return None
    text = content.decode("utf-8", "replace")
    programs = filter_programs(text)
    ppd = QueuePpd(queue.scope, len(content), nickname(text), programs, input_slot(text))
    try:
        complaint = await env.together(("ppd", content), lambda: _complaints(env, content, text))
    except FileNotFoundError:
        why = _(NO_CHECKER)
        return [ppd, Unknown(PpdCheck.__name__, queue.scope, why, foreseen=True)]
    return [ppd, PpdCheck(queue.scope, readable=not complaint, complaint=complaint)]


async def _content(env: Env, queue: QueueState, files: CupsFiles | None) -> bytes | None:
    """Read the file where it is; where it is out of reach, have the server hand it out."""
    if files is not None:
        try:
            return await env.read_file(f"{files.ppd_dir}/{queue.name}.ppd")
        except FileNotFoundError:
            return None
        except OSError:
            pass  # the file is closed to this user; the server gives it to everybody
    try:
        async with env.connect() as connection:
            return await connection.get_ppd(queue.name)
    except errors.NotFound:
        return None


async def _complaints(env: Env, content: bytes, text: str) -> str:
    """Parse as the scheduler does, relaxed; strictly only where the end seems to be missing.

    Other breaches of the specification do not matter: half of all working PPDs have some.
    """
    complaint = await _complaint(env, ("-r",), content)
    if complaint or is_balanced(text):
        return complaint
    strictly = await _complaint(env, (), content)
    return strictly if CUT_OFF in strictly else ""


async def _complaint(env: Env, strictness: tuple[str, ...], content: bytes) -> str:
    """Return why libcups cannot parse the PPD, or nothing. Raises FileNotFoundError."""
    tested = await env.run(["cupstestppd", *strictness, "-"], input=content, timeout=15.0)
    if tested.returncode != CANNOT_OPEN:
        return ""
    lines = [line.strip() for line in tested.stdout.splitlines() if "**FAIL**" in line]
    return lines[0].replace("**FAIL**", "").strip() if lines else tested.stdout.strip()
