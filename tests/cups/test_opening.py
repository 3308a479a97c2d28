# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Connections that are opened aside: on threads that are used again, and that nobody notices."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.conditions import SOON, eventually
from tests.cups.phases import PRINTERS, Call, Phase, hello

from unjam.cups import Connection, Encryption, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.certificates import Certificate, make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer

IDLE = 4
"""Threads that stay for a while, at most."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def encrypted(server: HostileServer, timeout: float = SOON) -> Connection:
    return Connection(
        server.address, encryption=Encryption.ALWAYS, trust=lambda _shown: True, timeout=timeout
    )


def tasks() -> set[str]:
    """Every thread of this process, those without Python too."""
    return {path.name for path in Path("/proc/self/task").iterdir()}


def test_openings_that_hang_hold_up_no_other(certificate: Certificate) -> None:
    phases = [Phase(hello) for _ in range(IDLE + 4)]
    good = acts.over_tls(certificate.context(), acts.answer(PRINTERS))
    with HostileServer(*phases, good) as server:
        hanging = []
        for phase in phases:
            hanging.append(Call(encrypted(server).get_printers))
            assert phase.reached.wait(SOON)
        with encrypted(server) as cups:
            assert len(cups.get_printers()) == 1
        for call in hanging:
            call.cancel()
            with pytest.raises(errors.Cancelled):
                call.result()


def test_few_threads_stay_of_many(certificate: Certificate) -> None:
    before = tasks()
    phases = [Phase(hello) for _ in range(IDLE + 20)]
    with HostileServer(*phases) as server:
        calls = []
        for phase in phases:
            calls.append(Call(encrypted(server).get_printers))
            assert phase.reached.wait(SOON)
        assert len(tasks() - before) >= len(phases)
        for call in calls:
            call.cancel()
    assert eventually(lambda: len(tasks() - before) <= IDLE)


def test_a_thread_remembers_no_error_of_an_earlier_opening() -> None:
    def refuse(exchange: Exchange) -> None:
        exchange.peek()
        exchange.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with HostileServer(refuse) as server:
        with pytest.raises(errors.TlsFailed):
            encrypted(server).get_printers()
        address = server.address
    with pytest.raises(errors.Refused):
        Connection(address, encryption=Encryption.ALWAYS).get_printers()
    with pytest.raises(errors.NameNotResolved):
        Connection("no-such-host.invalid").get_printers()
    with pytest.raises(errors.Refused):
        Connection(address, encryption=Encryption.ALWAYS).get_printers()


def test_a_child_of_fork_opens_with_threads_of_its_own(certificate: Certificate) -> None:
    with HostileServer(acts.over_tls(certificate.context(), acts.answer(PRINTERS))) as server:
        with encrypted(server) as cups:
            cups.get_printers()  # from here on a thread is idle
        child = os.fork()
        if child == 0:
            try:
                os._exit(len(encrypted(server).get_printers()))
            finally:
                os._exit(99)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
