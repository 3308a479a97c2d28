# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging what a person set, and where their program runs."""

from __future__ import annotations

from tests.diagnosis.cases import absent, found, queues, reach
from tests.diagnosis.test_rules_client import FILE, defaults

from unjam.diagnosis.facts.client import (
    ClientServer,
    DefaultSetting,
    SavedChoice,
    SavedChoices,
)
from unjam.diagnosis.facts.person import AppSandbox, KerberosTicket
from unjam.diagnosis.facts.server import Attempt
from unjam.diagnosis.model import Severity, queue_scope
from unjam.diagnosis.remedies import (
    DisableDirective,
    Instruction,
    RemoveUserOption,
    ResetUserDefault,
)
from unjam.diagnosis.rules.client_defaults import default_printer_unexpected
from unjam.diagnosis.rules.client_settings import (
    client_server_unreachable,
    kerberos_ticket_missing,
    sandbox_no_cups,
    stale_user_options,
)

OWN = Attempt("/run/cups/cups.sock", "", "", 0.0)
NOT_OWN = Attempt("/run/cups/cups.sock", "ENOENT", "", 0.0)
REMOTE = absent("EAI_NONAME", "Name or service not known", local=False)
CONF = "/home/alice/.cups/client.conf"


def test_a_setting_that_leads_nowhere() -> None:
    client = ClientServer((), "old.example", CONF, " ServerName old.example", NOT_OWN)
    finding = found(client_server_unreachable, client, REMOTE)
    assert finding
    assert finding.remedies == (DisableDirective(CONF, " ServerName old.example"),)
    by_variable = ClientServer((), "old.example", "CUPS_SERVER", "", NOT_OWN)
    finding = found(client_server_unreachable, by_variable, REMOTE)
    assert finding
    assert isinstance(finding.remedies[0], Instruction)
    assert "SCHEDULER_NOT_RUNNING" in client_server_unreachable.supersedes


def test_a_setting_that_means_this_machine_is_not_at_fault_when_nothing_runs_here() -> None:
    client = ClientServer((), "localhost", CONF, "", NOT_OWN)
    here = absent("ECONNREFUSED", "")
    assert not found(client_server_unreachable, client, here)
    wrong_port = ClientServer((), "localhost:8631", CONF, "", OWN)
    assert found(client_server_unreachable, wrong_port, here)
    assert not found(client_server_unreachable, wrong_port, reach())


def test_saved_options_that_the_printer_lost() -> None:
    good = SavedChoice(FILE, "Office", "sides", "one-sided", ("one-sided",))
    silent = SavedChoice(FILE, "Office", "Vendor", "x", ())
    stale = SavedChoice(FILE, "Office/draft", "sides", "two-sided-long-edge", ("one-sided",))
    scope = queue_scope("Office")
    finding = found(stale_user_options, SavedChoices(scope, (good, silent, stale)))
    assert finding
    assert finding.remedies == (RemoveUserOption("Office/draft", "sides", FILE),)
    assert not found(stale_user_options, SavedChoices(scope, (good, silent)))


def test_a_default_of_ones_own_is_a_hint() -> None:
    own = defaults(DefaultSetting("Lab", FILE))
    finding = found(default_printer_unexpected, own, queues("Office", "Lab", default="Office"))
    assert finding
    assert finding.severity is Severity.INFO
    assert finding.remedies == (ResetUserDefault(FILE),)
    assert not found(default_printer_unexpected, own, queues("Office", "Lab", default="lab"))
    assert not found(default_printer_unexpected, own, queues("Office", default="Office"))
    assert not found(default_printer_unexpected, defaults(), queues("Office", default="Office"))


def test_confined_without_the_right_to_print() -> None:
    flatpak = AppSandbox((), "Flatpak", "org.example.App", "x11;wayland;", may_print=False)
    finding = found(sandbox_no_cups, flatpak, absent("ENOENT", ""))
    assert finding
    remedy = finding.remedies[0]
    assert isinstance(remedy, Instruction)
    assert remedy.command[:2] == ("flatpak", "override")
    snap = AppSandbox((), "snap", "app", "", may_print=False)
    finding = found(sandbox_no_cups, snap, absent("EACCES", ""))
    assert finding
    remedy = finding.remedies[0]
    assert isinstance(remedy, Instruction)
    assert remedy.command[0] == "snap"
    allowed = AppSandbox((), "Flatpak", "org.example.App", "cups;", may_print=True)
    assert not found(sandbox_no_cups, allowed, absent("ENOENT", ""))
    assert not found(sandbox_no_cups, flatpak, reach())


def test_no_ticket() -> None:
    scope = queue_scope("Office")
    finding = found(kerberos_ticket_missing, KerberosTicket(scope, valid=False, answer="none"))
    assert finding
    assert finding.evidence[0].answer == "none"
    assert not found(kerberos_ticket_missing, KerberosTicket(scope, valid=True, answer=""))
