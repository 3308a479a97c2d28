# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""cupsd killed, frozen and started again in the middle of everything: no call hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tests.conftest import SandboxFactory

from unjam.cups import AsyncConnection, Connection
from unjam.cups.errors import CupsError

SOON = 20.0
ROUNDS = 4


class Asking(threading.Thread):
    """Asks without end, notes what came, and never stays away for long."""

    def __init__(self, server: str) -> None:
        super().__init__(daemon=True)
        self._connection = Connection(server, user="ann", timeout=5.0)
        self.answers = 0
        self.errors: set[type] = set()
        self.longest = 0.0
        self.failure: BaseException | None = None
        self.over = threading.Event()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                self._once()
        except BaseException as error:  # noqa: BLE001 - looked at by the test
            self.failure = error

    def _once(self) -> None:
        begun = time.monotonic()
        try:
            assert len(self._connection.get_printers()) == 1
            self.answers += 1
        except CupsError as error:
            self.errors.add(type(error))
        self.longest = max(self.longest, time.monotonic() - begun)


def eventually(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def all_answered_again(asking: list[Asking]) -> bool:
    before = [one.answers for one in asking]
    return eventually(
        lambda: all(one.answers > count for one, count in zip(asking, before, strict=True))
    )


def test_killed_and_started_again(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), printers=1)
    asking = [Asking(server) for server in (box.server, str(box.socket)) for _ in range(4)]
    for one in asking:
        one.start()
    assert all_answered_again(asking)
    for _ in range(ROUNDS):
        box.scheduler.kill()
        assert eventually(lambda: all(one.errors for one in asking))
        box.scheduler.start()
        assert all_answered_again(asking)
        for one in asking:
            one.errors.clear()
    for one in asking:
        one.over.set()
    for one in asking:
        one.join(SOON)
        assert not one.is_alive()
        assert one.failure is None
        assert one.longest < 10


def test_frozen_and_thawed(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), printers=1)
    connection = Connection(box.server, user="ann")
    assert len(connection.get_printers()) == 1
    box.scheduler.freeze()
    begun = time.monotonic()
    try:
        connection.get_printers(timeout=0.3)
    except CupsError as error:
        assert isinstance(error, TimeoutError)
    assert time.monotonic() - begun < 5
    box.scheduler.thaw()
    assert len(connection.get_printers()) == 1


async def test_the_asyncio_face_after_a_restart(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), printers=1)
    async with AsyncConnection(box.server, user="ann") as connection:
        for _ in range(ROUNDS):
            assert len(await connection.get_printers()) == 1
            box.scheduler.restart()
