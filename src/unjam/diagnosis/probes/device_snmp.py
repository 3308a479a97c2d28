# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking a device that is not reached in IPP how it is, in SNMP."""

from __future__ import annotations

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.device import (
    Answer,
    DeviceAddress,
    DeviceAnswer,
    DeviceReach,
    DeviceState,
    Reach,
)
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.reading.printer_mib import TABLES, read_mib
from unjam.diagnosis.wording import N_, _

NOT_INSTALLED = N_(
    "The printer does not tell its state in the printing protocol (IPP), and what it takes to ask "
    "it in another way (SNMP, the library pysnmp) is not installed."
)
SILENT = N_("The printer tells its state in neither of the ways of asking it (IPP and SNMP).")

PORT = 161
PATIENCE = 6.0


@probe(title=N_("Asking the printer for its supplies"), deadline=10.0)
async def device_snmp(
    env: Env, reach: DeviceReach, device: DeviceAddress, answer: DeviceAnswer | Unknown | None
) -> DeviceState | None:
    """Read the printer's MIB, where there is a host that does not tell its state in IPP."""
    if isinstance(answer, DeviceAnswer) and answer.answer is Answer.ATTRIBUTES:
        return None
    if reach.best.reach not in (Reach.CONNECTED, Reach.REFUSED):
        return None
    host = reach.best.target.rpartition(":")[0].strip("[]")
    try:
        values = await env.snmp(host, TABLES, port=PORT, timeout=PATIENCE)
    except ImportError:
        raise Unavailable(_(NOT_INSTALLED)) from None
    except (TimeoutError, OSError):
        raise Unavailable(_(SILENT)) from None
    state = read_mib(device.scope, f"snmp://{host}", values)
    if state is None:
        raise Unavailable(_(SILENT))
    return state
