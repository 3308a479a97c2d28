# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging the paper that a queue asks for."""

from __future__ import annotations

import pytest
from tests.diagnosis.cases import found, queue

from unjam.diagnosis.facts.device import DeviceState, LoadedMedia
from unjam.diagnosis.facts.person import Locale
from unjam.diagnosis.facts.wishes import MediaWish
from unjam.diagnosis.model import job_scope, queue_scope
from unjam.diagnosis.remedies import Instruction, SetQueueDefault
from unjam.diagnosis.rules.media import (
    media_mismatch,
    media_not_usual_here,
    size_of,
    wrong_tray,
)

A4, LETTER = "iso_a4_210x297mm", "na_letter_8.5x11in"
SHEETS = {A4: (21000, 29700), LETTER: (21590, 27940)}


def device(*ready: str, **sources: str) -> DeviceState:
    loaded = tuple(LoadedMedia(*SHEETS[size], source) for source, size in sources.items())
    return DeviceState(
        queue_scope("Office"), "ipp://p/", "", 3, (), media_ready=ready, media_col_ready=loaded
    )


def test_another_size_is_in_the_printer() -> None:
    finding = found(media_mismatch, queue(media_default=LETTER), device(A4))
    assert finding
    assert "US Letter" in finding.summary
    assert "holds A4" in finding.summary
    assert finding.remedies[0] == SetQueueDefault("Office", "media-default", A4)


ENVELOPE, LABEL = "iso_dl_110x220mm", "om_label_50x30mm"


def test_no_queue_is_set_to_envelopes_for_all_that_it_prints() -> None:
    both = found(media_mismatch, queue(media_default=LETTER), device(ENVELOPE, A4))
    assert both
    assert both.remedies[0] == SetQueueDefault("Office", "media-default", A4)
    for default, ready in ((LETTER, ENVELOPE), (LABEL, A4)):
        finding = found(media_mismatch, queue(media_default=default), device(ready))
        assert finding
        assert [type(remedy) for remedy in finding.remedies] == [Instruction]


@pytest.mark.parametrize(
    ("default", "ready"),
    [(A4, (LETTER, A4)), ("custom_x_209.9x297mm", (A4,)), ("", (A4,)), (A4, ()), (A4, ("odd",))],
)
def test_no_contradiction(default: str, ready: tuple[str, ...]) -> None:
    assert not found(media_mismatch, queue(media_default=default), device(*ready))


def test_the_size_lies_in_another_tray() -> None:
    asks = MediaWish(queue_scope("Office"), "Office", A4, "tray-1")
    finding = found(wrong_tray, asks, device(**{"tray-1": LETTER, "tray-2": A4}))
    assert finding
    assert "“tray-2”" in finding.explanation
    assert not found(wrong_tray, asks, device(**{"tray-1": A4, "tray-2": LETTER}))
    assert not found(wrong_tray, asks, device(**{"tray-1": LETTER}))
    automatic = MediaWish(queue_scope("Office"), "Office", A4, "auto")
    assert not found(wrong_tray, automatic, device(**{"tray-1": LETTER, "tray-2": A4}))


def test_a_job_names_the_tray_as_the_ppd_does() -> None:
    job = MediaWish(job_scope("Office", 7), "Office", A4, "ByPassTray")
    finding = found(wrong_tray, job, device(**{"by-pass-tray": LETTER, "main": A4}))
    assert finding
    assert finding.subject.name == "Office-7"
    assert isinstance(finding.remedies[0], Instruction)


def test_another_queue_knows_nothing_of_its_paper() -> None:
    remote = DeviceState(
        queue_scope("Office"), "ipp://x/printers/y", "", 3, (), media_ready=(LETTER,)
    )
    assert not found(media_mismatch, queue(media_default=A4), remote)


def test_paper_that_is_not_usual_here_is_a_hint_unless_it_is_loaded() -> None:
    german = Locale((), "LANG", "de_DE.UTF-8", A4)
    assert found(media_not_usual_here, queue(media_default=LETTER), german)
    assert not found(media_not_usual_here, queue(media_default=LETTER), german, device(LETTER))
    assert not found(media_not_usual_here, queue(media_default=A4), german)
    assert not found(media_not_usual_here, queue(media_default="om_label_50x30mm"), german)


def test_names_of_sizes() -> None:
    assert size_of(A4) == SHEETS[A4]
    assert size_of(LETTER) == SHEETS[LETTER]
    assert size_of("nonsense") is None
