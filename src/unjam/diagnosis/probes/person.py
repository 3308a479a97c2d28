# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Who asks, and in what surroundings."""

from __future__ import annotations

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.person import AppSandbox, KerberosTicket, Locale, Person
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.reading.cups_conf import top_level
from unjam.diagnosis.wording import N_, _

LETTER_COUNTRIES = frozenset(
    {"US", "CA", "MX", "PH", "CL", "CO", "VE", "PR", "GT", "CR", "SV", "NI", "PA", "DO", "BO"}
)
"""Where the C library's locales give US Letter as the paper (LC_PAPER)."""
NO_KLIST = N_(
    "The program that tells whether you have a Kerberos ticket, the proof that you are logged in "
    "(klist), is not installed."
)


@probe(title=N_("Looking who asks"))
async def person(env: Env) -> Person:
    """Ask for the user and the groups."""
    try:
        asked = await env.run(["id", "-nG", env.user])
    except FileNotFoundError:
        return Person((), env.user, env.uid)
    return Person((), env.user, env.uid, tuple(asked.stdout.split()))


@probe(title=N_("Looking whether this program runs confined"))
async def app_sandbox(env: Env) -> AppSandbox | None:
    """Read what Flatpak and snap tell their programs of themselves."""
    if await env.stat("/.flatpak-info"):
        text = (await env.read_file("/.flatpak-info", limit=65536)).decode(errors="replace")
        sockets = _flatpak_sockets(text)
        name = env.environ.get("FLATPAK_ID", "")
        return AppSandbox((), "Flatpak", name, sockets, may_print="cups" in sockets.split(";"))
    if snap := env.environ.get("SNAP_NAME"):
        return AppSandbox((), "snap", snap, "", may_print=False)
    return None


@probe(title=N_("Looking for a Kerberos ticket"))
async def kerberos_ticket(env: Env, queue: QueueState) -> KerberosTicket | None:
    """Ask klist, where the queue wants to negotiate."""
    if "negotiate" not in queue.auth_info_required:
        return None
    try:
        asked = await env.run(["klist", "-s"])
    except FileNotFoundError:
        raise Unavailable(_(NO_KLIST)) from None
    told = await env.run(["klist"])
    answer = (told.stdout or told.stderr).strip()
    return KerberosTicket(queue.scope, valid=asked.returncode == 0, answer=answer[:500])


@probe(title=N_("Looking which paper is usual here"))
async def locale(env: Env) -> Locale | None:
    """Take the territory of the locale that counts for paper."""
    for variable in ("LC_ALL", "LC_PAPER", "LANG"):
        if value := env.environ.get(variable):
            country = value.partition(".")[0].partition("_")[2]
            if not country:
                return None
            letter = country in LETTER_COUNTRIES
            return Locale(
                (), variable, value, "na_letter_8.5x11in" if letter else "iso_a4_210x297mm"
            )
    return None


def _flatpak_sockets(text: str) -> str:
    """Return the list of sockets that the sandbox lets through ([Context], sockets=…)."""
    lines = "\n".join(line.replace("=", " ", 1) for line in text.splitlines() if "=" in line)
    return top_level(lines).get("sockets", "")
