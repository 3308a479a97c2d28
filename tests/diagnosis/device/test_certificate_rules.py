# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A device's certificate, shown and stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.diagnosis.judged import OFFICE, found, is_skipped, lacks, office

from unjam.diagnosis.facts.device import ShownCertificate
from unjam.diagnosis.model import Severity
from unjam.diagnosis.remedies import AcceptCertificate
from unjam.diagnosis.rules.device_certificate import (
    device_certificate_changed,
    device_certificate_invalid,
)

SHOWN = ShownCertificate(
    OFFICE,
    "printer.example",
    631,
    "sha256:aa",
    "CN=printer",
    ("printer.example",),
    "2026-01-01T00:00:00+00:00",
    "2036-01-01T00:00:00+00:00",
    ("self-signed",),
    "sha256:aa",
    "/var/spool/cups/tmp/.cups/ssl/printer.example.crt",
)


def test_another_certificate_than_the_stored_one_shows_both_fingerprints() -> None:
    finding = found(device_certificate_changed, office(), replace(SHOWN, fingerprint="sha256:bb"))
    assert finding is not None
    assert [e.answer for e in finding.evidence] == ["sha256:aa", "sha256:bb"]
    accept = finding.remedies[1]
    assert accept == AcceptCertificate(SHOWN.stored_path, "printer.example", 631, "bb")
    assert not accept.safe, "a person compares it first"


def test_the_same_certificate_or_none_stored() -> None:
    assert found(device_certificate_changed, office(), SHOWN) is None
    assert found(device_certificate_changed, office(), replace(SHOWN, stored="")) is None
    assert lacks(device_certificate_changed, ShownCertificate, office())


@pytest.mark.parametrize("reason", ["cups-pki-changed", "cups-pki-changed-warning"])
def test_what_cups_noticed_counts_where_the_stored_one_cannot_be_seen(reason: str) -> None:
    noticed = office(reasons=(reason,))
    finding = found(device_certificate_changed, noticed)
    unseen = found(device_certificate_changed, noticed, replace(SHOWN, stored=""))
    assert finding is not None and unseen is not None
    assert reason in finding.evidence[0].answer
    assert "sha256:aa" in unseen.evidence[1].answer
    assert "Find out which it is" in finding.explanation, "it names the next step"
    assert not any(remedy.automatic for remedy in (*finding.remedies, *unseen.remedies))
    assert found(device_certificate_changed, noticed, SHOWN) is None, "it is the stored one again"


@pytest.mark.parametrize(
    ("problems", "severity"),
    [
        (("expired",), Severity.WARNING),
        (("not-yet-valid", "self-signed"), Severity.WARNING),
        (("name-mismatch", "self-signed"), Severity.INFO),
    ],
)
def test_a_certificate_that_is_not_in_order(problems: tuple[str, ...], severity: Severity) -> None:
    finding = found(device_certificate_invalid, replace(SHOWN, problems=problems), office())
    assert finding is not None and finding.severity is severity


def test_a_wrong_name_is_grave_when_cups_minds() -> None:
    wrong = replace(SHOWN, problems=("name-mismatch",))
    finding = found(device_certificate_invalid, wrong, office(reasons=("cups-pki-invalid",)))
    assert finding is not None and finding.severity is Severity.WARNING


def test_a_printers_own_certificate_is_usual() -> None:
    assert found(device_certificate_invalid, SHOWN, office()) is None
    assert is_skipped(device_certificate_invalid, ShownCertificate, office())
