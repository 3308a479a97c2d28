# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""cupsd killed, frozen and started again in the middle of everything: no call hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from tests.auth.locked import LockedServer
from tests.conditions import SOON, eventually
from tests.conftest import SandboxFactory

from unjam.cups import AsyncConnection, Connection, Credentials
from unjam.cups.errors import CupsError, DeadlineExceeded
from unjam.sandbox import Sandbox, SandboxUnavailableError

ROUNDS = 4
SLOW_BACKEND = """#!/bin/sh
echo 'network slow://first "Unknown" "The first"'
sleep 0.2
echo 'network slow://second "Unknown" "The second"'
"""


class Asking(threading.Thread):
    """Asks without end, and notes what came."""

    def __init__(self, ask: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._ask = ask
        self.answers = 0
        self.errors: set[type] = set()
        self.failure: BaseException | None = None
        self.over = threading.Event()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                self._once()
        except BaseException as error:  # noqa: BLE001 - looked at by the test
            self.failure = error

    def _once(self) -> None:
        try:
            self._ask()
            self.answers += 1
        except CupsError as error:
            self.errors.add(type(error))


@contextmanager
def asking(*questions: Callable[[], object]) -> Iterator[list[Asking]]:
    """Ask all of it side by side; at the end, nobody hangs and nothing came that should not."""
    threads = [Asking(question) for question in questions]
    for one in threads:
        one.start()
    yield threads
    for one in threads:
        one.over.set()
    for one in threads:
        one.join(SOON)
        assert not one.is_alive()
        assert one.failure is None


def all_answered_again(threads: list[Asking]) -> bool:
    before = [one.answers for one in threads]
    return eventually(
        lambda: all(one.answers > count for one, count in zip(threads, before, strict=True))
    )


def survive(threads: list[Asking], kill: Callable[[], object], start: Callable[[], object]) -> None:
    """Kill the server under them and start it again, several times."""
    assert all_answered_again(threads)
    for _ in range(ROUNDS):
        kill()
        assert eventually(lambda: all(one.errors for one in threads))
        start()
        assert all_answered_again(threads)
        for one in threads:
            one.errors.clear()


def looking(server: str) -> Callable[[], object]:
    cups = Connection(server, user="ann", timeout=5.0)

    def look() -> None:
        assert len(cups.get_printers()) == 1

    return look


def uploading(server: str) -> Callable[[], object]:
    cups = Connection(server, user="ann", timeout=5.0)

    def upload() -> None:
        blocks = (bytes(65536) for _ in range(20))
        job = cups.print_job("Office", blocks, title="x", options={"job-hold-until": "indefinite"})
        assert len(cups.get_document(job)) == 20 * 65536
        cups.cancel_job(job, purge=True)

    return upload


def searching(server: str) -> Callable[[], object]:
    cups = Connection(server, user="ann")

    def search() -> None:
        found = cups.iter_devices(include_schemes=["slow"], search_timeout=2, timeout=5.0)
        assert [each.device_uri for each in found] == ["slow://first", "slow://second"]

    return search


def listening(server: str) -> Callable[[], object]:
    cups, operator = (Connection(server, user="ann", timeout=5.0) for _ in range(2))

    def make_it_happen() -> None:
        operator.resume_printer("Office")
        operator.pause_printer("Office")

    def listen() -> None:
        events = cups.events(events=["printer-stopped"], poll=0.05, subscribed=make_it_happen)
        assert next(events).notify_subscribed_event == "printer-stopped"

    return listen


def logging_in(server: str) -> Callable[[], object]:
    right = Credentials("ann", "pw-ann")

    def log_in() -> None:
        with Connection(server, user="ann", password=lambda _: right, timeout=5.0) as cups:
            cups.pause_printer("Office")

    return log_in


def with_slow_backend(box: Sandbox) -> Sandbox:
    backend = box.layout.backends / "slow"
    backend.write_text(SLOW_BACKEND, encoding="ascii")
    backend.chmod(0o755)
    return box


def test_killed_and_started_again(sandbox: SandboxFactory) -> None:
    box = with_slow_backend(sandbox(("Office",), printers=1))
    servers = (box.server, str(box.socket))
    kinds = (looking, looking, uploading, searching, listening)
    with asking(*(kind(server) for kind in kinds for server in servers)) as threads:
        survive(threads, box.scheduler.kill, box.scheduler.start)


def test_killed_and_started_again_while_people_log_in() -> None:
    with ExitStack() as stack:
        try:
            locked = stack.enter_context(LockedServer())
        except SandboxUnavailableError as error:
            pytest.skip(f"no such cupsd here: {error}")

        def start() -> None:
            assert locked.start()

        with asking(*[logging_in(locked.server)] * 4) as threads:
            survive(threads, locked.kill, start)


def test_frozen_and_thawed(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), printers=1)
    connection = Connection(box.server, user="ann")
    assert len(connection.get_printers()) == 1
    box.scheduler.freeze()
    with pytest.raises(DeadlineExceeded):
        connection.get_printers(timeout=0.3)
    box.scheduler.thaw()
    assert len(connection.get_printers()) == 1


async def test_the_asyncio_face_after_a_restart(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), printers=1)
    async with AsyncConnection(box.server, user="ann") as connection:
        for _ in range(ROUNDS):
            assert len(await connection.get_printers()) == 1
            box.scheduler.restart()
