# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam demo` without a terminal: it shows what it would do, and with --yes it does it."""

from __future__ import annotations

from tests.cli.program import unjam

from unjam.sandbox import Sandbox


def test_without_consent_it_shows_what_it_would_do() -> None:
    ran = unjam("demo", "--sandbox")
    assert ran.status == 0, ran.err
    for expected in ("DEVICE_PATH_WRONG", "Evidence", "Not done: nobody was asked", "--yes"):
        assert expected in ran.out
    assert "came out" not in ran.out


def test_a_show_that_was_asked_for_says_nothing_of_this_computer(healthy_box: Sandbox) -> None:
    ran = unjam("demo", "--sandbox", box=healthy_box)
    assert ran.status == 0, ran.err
    assert "A print server made for the show" in ran.out
    assert "No print server" not in ran.out


def test_with_yes_the_page_comes_out() -> None:
    ran = unjam("demo", "--sandbox", "--yes")
    assert ran.status == 0, ran.err
    assert "It came out at the virtual printer" in ran.out
    assert "bytes" in ran.out


def test_a_print_server_that_answers_is_looked_at_and_left_alone(healthy_box: Sandbox) -> None:
    ran = unjam("demo", box=healthy_box)
    assert ran.status == 0, ran.err
    assert "This computer's print server" in ran.out
    assert "Nothing is wrong" in ran.out


def test_any_fault_can_be_shown() -> None:
    ran = unjam("demo", "--fault", "queue-rejecting", "--yes")
    assert ran.status == 0, ran.err
    assert "QUEUE_REJECTING" in ran.out
