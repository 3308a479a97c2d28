# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking for refusals of AppArmor and SELinux in the journal, or in the audit log."""

from __future__ import annotations

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.confinement import Confinement, Refusal
from unjam.diagnosis.facts.server import CupsFiles, ServerReach
from unjam.diagnosis.probes.device_reach import REMOTE
from unjam.diagnosis.probes.journal import JOURNAL, unreadable
from unjam.diagnosis.reading.audit import Denied, read_denials
from unjam.diagnosis.wording import N_, _

LSM = "/sys/kernel/security/lsm"
DAY = 24 * 3600.0
AUDIT_LOG = "/var/log/audit/audit.log"
DENIED = ("journalctl", "--no-pager", "-o", "cat", "-b", "--since", "-1day", "-g", "denied",
          "_TRANSPORT=kernel", "+", "_TRANSPORT=audit")  # fmt: skip
NOT_READABLE = N_("Neither the audit log nor the kernel's messages can be read by this user.")


@probe(title=N_("Looking for what the system's guards refused"), deadline=8.0)
async def guards(env: Env, reach: ServerReach, files: CupsFiles) -> Confinement | None:
    """Read the last day's refusals, where one of the two guards is on.

    A private print server (another configuration than the system's) has no profile.
    """
    if not reach.local:
        raise Unavailable(_(REMOTE))
    if not files.standard or not await _guarded(env):
        return None
    source, text = await _records(env)
    since = env.now().timestamp() - DAY
    denials = read_denials(text.splitlines(), since=since)
    return Confinement((), source, tuple(map(_refusal, denials)))


async def _guarded(env: Env) -> bool:
    try:
        active = (await env.read_file(LSM, limit=4096)).decode("ascii", "replace").split(",")
    except OSError:
        return False
    return bool({"apparmor", "selinux"} & set(active))


async def _records(env: Env) -> tuple[str, str]:
    try:
        return AUDIT_LOG, (await env.read_file(AUDIT_LOG, tail=True)).decode("utf-8", "replace")
    except OSError:
        pass  # not installed, or not for this user: the journal may tell
    try:
        done = await env.run(DENIED, timeout=6.0)
    except (OSError, TimeoutError):
        raise Unavailable(_(NOT_READABLE)) from None
    if unreadable(done):
        raise Unavailable(_(NOT_READABLE))
    return JOURNAL, done.stdout


def _refusal(denied: Denied) -> Refusal:
    return Refusal(denied.system, denied.program, denied.operation, denied.target, denied.record)
