# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Thousands of calls of each kind: memory, descriptors and threads stay what they were.

`UNJAM_LEAKS=100000` makes it the long run.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hostile.conftest import CannedFactory

from unjam.cups import Connection, Credentials
from unjam.cups.cancel import CancelToken, current_token
from unjam.cups.errors import AuthenticationCancelled, Cancelled, CupsError, NotFound, Refused
from unjam.operations import Operation

COUNT = int(os.environ.get("UNJAM_LEAKS", "2000"))
WARM = 300
ALLOWED_KIB = 1500
"""Growth that an allocator's own habits explain; a leak of a kilobyte a call is far above."""


def resident() -> int:
    gc.collect()
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise LookupError("VmRSS")


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def assert_flat(call: Callable[[], object]) -> None:
    for _ in range(WARM):
        call()
    before = resident(), descriptors(), threading.active_count()
    for _ in range(COUNT):
        call()
    assert resident() - before[0] < ALLOWED_KIB
    assert descriptors() <= before[1] + 1
    assert threading.active_count() <= before[2] + 1


def failing(error: type[CupsError], call: Callable[[], object]) -> Callable[[], None]:
    def attempt() -> None:
        with pytest.raises(error):
            call()

    return attempt


def test_success_on_one_connection(canned: CannedFactory) -> None:
    with Connection(f"127.0.0.1:{canned('Office')}", user="ann") as connection:
        assert_flat(lambda: connection.get_printer_attributes("x").to_dict())


def test_success_with_a_connection_each(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office')}"

    def call() -> None:
        with Connection(server, user="ann") as connection:
            connection.get_printer_attributes("x")

    assert_flat(call)


def test_success_with_a_login_each_and_no_close(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office', '--login')}"

    def call() -> None:
        connection = Connection(
            server, user="ann", password=lambda _request: Credentials("ann", "pw-ann")
        )
        connection.get_printer_attributes("x")

    assert_flat(call)


def test_errors_of_the_server(canned: CannedFactory) -> None:
    with Connection(f"127.0.0.1:{canned('Office')}", user="ann") as connection:
        assert_flat(failing(NotFound, lambda: connection.get_job_attributes(1)))


def test_errors_of_the_network() -> None:
    connection = Connection("127.0.0.1:1", user="ann")
    assert_flat(failing(Refused, connection.get_printers))


def test_declined_passwords(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office', '--login')}"

    def call() -> None:
        with Connection(server, user="ann", password=lambda _request: None) as connection:
            connection.get_printer_attributes("x")

    assert_flat(failing(AuthenticationCancelled, call))


def test_cancels_while_waiting(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office', '--delay', '20')}"
    connection = Connection(server, user="ann")

    def call() -> None:
        operation = Operation(connection.get_printer_attributes, "x")
        time.sleep(0.001)
        operation.cancel()
        assert isinstance(operation.exception(), Cancelled | None)  # None: it was quicker
        assert operation.join(30)

    assert_flat(call)


def test_cancels_before_the_beginning(canned: CannedFactory) -> None:
    connection = Connection(f"127.0.0.1:{canned('Office')}", user="ann")
    token = CancelToken()
    token.cancel()

    def call() -> None:
        before = current_token.set(token)
        try:
            connection.get_printer_attributes("x")
        finally:
            current_token.reset(before)

    assert_flat(failing(Cancelled, call))
