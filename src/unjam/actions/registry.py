# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which action carries out which remedy, and what a remedy says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from unjam.actions import (
    certificates,
    defaults,
    files,
    firewall,
    jobs,
    packages,
    permissions,
    queues,
    removal,
    setup,
    units,
)
from unjam.actions.action import Action, Registry
from unjam.actions.errors import NotAutomatic
from unjam.actions.model import Preview
from unjam.actions.words import _
from unjam.diagnosis.remedies import Instruction, PublishShared, Remedy

TOPICS = (
    queues,
    setup,
    removal,
    jobs,
    defaults,
    files,
    units,
    packages,
    firewall,
    permissions,
    certificates,
)
ACTIONS: Registry = {kind: action for topic in TOPICS for kind, action in topic.ACTIONS.items()}

CUPS_TOOLS = (
    *("cupsenable", "cupsdisable", "cupsaccept", "cupsreject", "cupsctl"),
    *("lp", "lpadmin", "lpmove", "cancel"),
)


def action_for(remedy: Remedy) -> Action[Any]:
    """Return what carries this remedy out. Raises `NotAutomatic` where a person has to."""
    action = ACTIONS.get(type(remedy))
    if action is None:
        raise NotAutomatic(_("This is for a person to do, not for a program."))
    return action


def describe(remedy: Remedy, server: str | None = None) -> Preview:
    """Say what a remedy would do; `server` goes into the command, where it is not the usual one."""
    if isinstance(remedy, Instruction):
        return Preview(remedy.text, "", (), remedy.command)
    if isinstance(remedy, PublishShared):
        return _publish(remedy)
    preview = action_for(remedy).preview(remedy)
    if server is None or not preview.command or preview.command[0] not in CUPS_TOOLS:
        return preview
    tool, *rest = preview.command
    return replace(preview, command=(tool, "-h", server, *rest))


def _publish(remedy: PublishShared) -> Preview:
    """Say what an administrator does to have shared queues announced, or not."""
    if not remedy.on:
        return Preview(
            _("No longer announce shared printers"),
            _("Shared printers no longer announced"),
            (),
            ("cupsctl", "--no-share-printers"),
        )
    return Preview(
        _("Announce shared printers in the network"),
        _("Shared printers announced in the network"),
        (_("The print server then listens to the network, for the printers marked as shared."),),
        ("cupsctl", "--share-printers"),
    )
