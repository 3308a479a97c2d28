# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Changes that want a password: asked at a terminal without echo, refused clearly without one."""

from __future__ import annotations

import pytest
from tests.auth.conftest import LockedServer, _locked_server, locked_server
from tests.cli.program import unjam
from tests.cli.terminal import ended, terminal

from unjam.cups import Connection, Credentials

__all__ = ["_locked_server", "locked_server"]


@pytest.fixture(autouse=True)
def _printing_again(locked_server: LockedServer) -> None:
    if locked_server.is_stopped():
        root = Credentials("root", "pw-root")
        with Connection(locked_server.server, user="root", password=lambda _ask: root) as server:
            server.resume_printer("Office")


def test_a_wrong_password_is_asked_again_and_the_right_one_does_it(
    locked_server: LockedServer,
) -> None:
    with terminal("printers", "pause", "Office", "--server", locked_server.server) as child:
        child.expect("Stop the printer Office")
        child.expect("User.*:")
        child.sendline("ann")
        child.expect("Password:")
        child.sendline("wrong")
        child.expect("may be incorrect")
        child.expect("User.*:")
        child.sendline("ann")
        child.expect("Password:")
        child.sendline("pw-ann")
        status, text = ended(child)
    assert (status, "Printer Office stopped." in text) == (0, True)
    assert "pw-ann" not in text
    assert locked_server.is_stopped()


def test_ctrl_c_at_the_password_changes_nothing_and_leaves_the_echo_on(
    locked_server: LockedServer,
) -> None:
    with terminal("printers", "pause", "Office", "--server", locked_server.server) as child:
        child.expect("User.*:")
        child.sendline("ann")
        child.expect("Password:")
        child.waitnoecho()
        child.sendintr()
        status, _text = ended(child)
        assert child.getecho()
    assert status == 130
    assert not locked_server.is_stopped()
    assert not any(login.startswith("ann") for login in locked_server.logins())


def test_declining_is_not_a_failure_of_the_server(locked_server: LockedServer) -> None:
    with terminal("printers", "pause", "Office", "--server", locked_server.server) as child:
        child.expect("User.*:")
        child.sendline("ann")
        child.expect("Password:")
        child.sendline("")
        status, text = ended(child)
    assert status == 3
    assert "Nothing was changed" in text
    assert not locked_server.is_stopped()


def test_without_a_terminal_it_is_refused_clearly(locked_server: LockedServer) -> None:
    ran = unjam("printers", "pause", "Office", "--server", locked_server.server)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("unjam: ")
    assert not locked_server.is_stopped()
