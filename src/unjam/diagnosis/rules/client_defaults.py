# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The default printer: whether what the person's programs use by default is there."""

from __future__ import annotations

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import missing
from unjam.diagnosis.facts.client import ClientDefaults, DefaultSetting, Destinations
from unjam.diagnosis.facts.queue import Queues
from unjam.diagnosis.messages import client as messages
from unjam.diagnosis.model import Evidence, Severity, Subject, SubjectKind, Unknown
from unjam.diagnosis.remedies import Instruction, Remedy, ResetUserDefault, SetUserDefault
from unjam.diagnosis.wording import _, finding


@rule("DEFAULT_PRINTER_MISSING")
def default_printer_missing(
    defaults: ClientDefaults, queues: Queues, others: Destinations | Unknown | None
) -> Verdict:
    """Find a default that counts (the strongest) and names no queue and no other destination."""
    setting = next(iter(defaults.settings), None)
    if setting is None or setting.queue.lower() in _here(defaults, queues, others):
        return None
    if unknown := missing(others):
        return unknown
    listed = ", ".join(queues.names) or "(none)"
    return finding(
        "DEFAULT_PRINTER_MISSING",
        Severity.ERROR,
        Subject(SubjectKind.CLIENT, setting.queue),
        messages.DEFAULT_PRINTER_MISSING,
        evidence=(
            Evidence(setting.source, "the default printer", setting.queue),
            Evidence("CUPS-Get-Printers", "printer-name", listed),
        ),
        remedies=_remedies(setting, queues),
        queue=setting.queue,
        source=source_name(setting),
    )


@rule("DEFAULT_PRINTER_UNEXPECTED")
def default_printer_unexpected(
    defaults: ClientDefaults, queues: Queues, others: Destinations | Unknown | None
) -> Verdict:
    """Find a personal default that is not the print server's: a hint, for it may be meant."""
    setting = next(iter(defaults.settings), None)
    if setting is None or queues.default.lower() in ("", setting.queue.lower()):
        return None
    if setting.queue.lower() not in _here(defaults, queues, others):
        return missing(others)
    remove = (ResetUserDefault(setting.source),) if setting.source.startswith("/") else ()
    return finding(
        "DEFAULT_PRINTER_UNEXPECTED",
        Severity.INFO,
        Subject(SubjectKind.CLIENT, setting.queue),
        messages.DEFAULT_PRINTER_UNEXPECTED,
        evidence=(
            Evidence(setting.source, "the default printer", setting.queue),
            Evidence("CUPS-Get-Default", "printer-name", queues.default),
        ),
        remedies=remove,
        queue=setting.queue,
        other=queues.default,
        source=source_name(setting),
    )


def _here(
    defaults: ClientDefaults, queues: Queues, others: Destinations | Unknown | None
) -> set[str]:
    """Return what may be printed to, in lower case: case does not count."""
    found = others.destinations if isinstance(others, Destinations) else ()
    return {name.lower() for name in (*queues.names, *defaults.unlisted, *found)}


def source_name(setting: DefaultSetting) -> str:
    """Say where a default is set."""
    if setting.source.startswith("/"):
        return setting.source
    return _(messages.THE_VARIABLE).format(name=setting.source)


def _remedies(setting: DefaultSetting, queues: Queues) -> tuple[Remedy, ...]:
    if not setting.source.startswith("/"):
        return (Instruction(_(messages.UNSET_VARIABLE).format(name=setting.source)),)
    choice = queues.default or next(iter(queues.names), "")
    choose = (SetUserDefault(choice, setting.source),) if choice else ()
    return (ResetUserDefault(setting.source), *choose)
