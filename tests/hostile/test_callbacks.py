# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Password callbacks: each its own connection's, however many threads; and those that misbehave."""

from __future__ import annotations

import os
import threading
import traceback
import urllib.request
import weakref
from collections.abc import Callable
from contextlib import suppress

import pytest
from tests.conditions import SOON, descriptors, nothing_left
from tests.hostile.conftest import CannedFactory

from unjam.cups import Connection, Credentials, PasswordRequest
from unjam.cups.errors import (
    AuthenticationCancelled,
    Cancelled,
    CredentialsError,
    CupsError,
    NotAuthenticated,
)
from unjam.operations import Operation, sleep
from unjam.sandbox.hostile import HostileServer
from unjam.sandbox.hostile_acts import challenge_forever

CALLS = int(os.environ.get("UNJAM_CALLS", "10000"))
THREADS = 64


def mixed_up(port: int) -> tuple[int, int]:
    """Return how many requests the server answered, and how many carried another's password."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=SOON) as answer:
        requests, wrong = answer.read().split()
    return int(requests), int(wrong)


class Person:
    """One user of one server: knows what it must be asked, and answers with its own password."""

    def __init__(self, port: int, printer: str, name: str) -> None:
        self._port = port
        self._printer = printer
        self._name = name
        self.asked = 0
        self.wrong: list[str] = []
        self.connection = self._connect()

    def _connect(self) -> Connection:
        server = f"127.0.0.1:{self._port}"
        return Connection(server, user=self._name, password=self._answer, timeout=SOON)

    def _answer(self, request: PasswordRequest) -> Credentials:
        self.asked += 1
        seen = (request.user, request.server, request.port, request.attempt)
        if seen != (self._name, "127.0.0.1", self._port, 1) or self._name not in request.prompt:
            self.wrong.append(f"{self._name} was asked {request}")
        return Credentials(self._name, f"pw-{self._name}")

    def call(self) -> None:
        record = self.connection.get_printer_attributes("x")
        if record["printer-name"] != self._printer:
            self.wrong.append(f"{self._name} got {record['printer-name']} of {self._printer}")

    def reconnect(self) -> None:
        self.connection.close()
        self.connection = self._connect()

    def visit(self, calls: int, often: int) -> None:
        """Call so many times, each so often on a new connection."""
        for turn in range(1, calls + 1):
            self.call()
            if turn % often == 0:
                self.reconnect()


def test_every_callback_sees_its_own_connection_on_64_threads(canned: CannedFactory) -> None:
    ports = {name: canned(name, "--login") for name in ("Office", "Lab")}
    pairs = [
        [Person(port, printer, f"user-{number}-{printer}") for printer, port in ports.items()]
        for number in range(THREADS)
    ]
    rounds = CALLS // THREADS // 2 // 8 + 1

    def work(pair: list[Person]) -> None:
        for turn in range(rounds):
            for person in pair if turn % 2 else reversed(pair):
                person.visit(8, often=4)

    operations = [Operation(work, pair) for pair in pairs]
    for operation in operations:
        operation.result()
    everybody = [person for pair in pairs for person in pair]
    assert [text for person in everybody for text in person.wrong] == []
    assert {person.asked for person in everybody} == {rounds * 2}
    counts = [mixed_up(port) for port in ports.values()]
    assert sum(requests for requests, _ in counts) >= CALLS
    assert [wrong for _, wrong in counts] == [0, 0]
    for person in everybody:
        person.connection.close()


def test_one_connection_shared_by_threads_takes_turns(canned: CannedFactory) -> None:
    person = Person(canned("Office", "--login"), "Office", "ann")
    threads = [
        threading.Thread(target=person.visit, args=(50,), kwargs={"often": 51}) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in threads)
    assert not person.wrong


# Callbacks that misbehave


class OutOfPatienceError(Exception):
    """Of our own."""


def ask(port: int, password: Callable[[PasswordRequest], object]) -> object:
    connection = Connection(
        f"127.0.0.1:{port}",
        user="ann",
        password=password,  # type: ignore[arg-type]
        timeout=SOON,
    )
    with connection:
        return connection.get_printer_attributes("x")["printer-name"]


def right(_request: PasswordRequest) -> Credentials:
    return Credentials("ann", "pw-ann")


@pytest.fixture
def port(canned: CannedFactory) -> int:
    return canned("Office", "--login")


@pytest.mark.parametrize("error", [OutOfPatienceError("no"), KeyboardInterrupt(), SystemExit(3)])
def test_what_it_raises_comes_out_of_the_call(port: int, error: BaseException) -> None:
    def password(_request: PasswordRequest) -> Credentials:
        raise error

    with pytest.raises(type(error)) as caught:
        ask(port, password)
    assert caught.value is error
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert "password" in names
    assert ask(port, right) == "Office"


def test_none_is_a_cancellation(port: int) -> None:
    with pytest.raises(AuthenticationCancelled):
        ask(port, lambda _request: None)


@pytest.mark.parametrize("answer", [7, b"bytes", ("ann", "pw-ann"), object(), True])
def test_a_wrong_type_is_a_type_error(port: int, answer: object) -> None:
    with pytest.raises(TypeError):
        ask(port, lambda _request: answer)
    assert ask(port, right) == "Office"


@pytest.mark.parametrize("answer", ["", "p\0w", Credentials("a:b", "x"), "ü" * 4000])
def test_odd_answers_do_no_harm(port: int, answer: object) -> None:
    with suppress(ValueError, CupsError):
        ask(port, lambda _request: answer)
    assert ask(port, right) == "Office"


def test_no_callback_is_not_authenticated(port: int) -> None:
    connection = Connection(f"127.0.0.1:{port}", user="ann")
    with connection, pytest.raises(NotAuthenticated):
        connection.get_printer_attributes("x")


def test_the_attempts_are_capped() -> None:
    attempts: list[int] = []

    def password(request: PasswordRequest) -> str:
        attempts.append(request.attempt)
        return f"wrong-{request.attempt}"

    with HostileServer(challenge_forever()) as server, pytest.raises(CredentialsError):
        ask(server.port, password)
    assert attempts == [1, 2, 3]


def test_one_that_blocks_until_it_is_cancelled(port: int) -> None:
    asked, woken = threading.Event(), threading.Event()

    def password(_request: PasswordRequest) -> None:
        asked.set()
        try:
            sleep(3600)
        finally:
            woken.set()

    operation = Operation(ask, port, password)
    assert asked.wait(SOON)
    operation.cancel()
    with pytest.raises(Cancelled):
        operation.result()
    assert woken.wait(SOON)
    assert operation.join(SOON)
    assert ask(port, right) == "Office"


def test_one_that_calls_another_operation_on_another_connection(
    canned: CannedFactory, port: int
) -> None:
    other = canned("Lab", "--login")

    def password(request: PasswordRequest) -> Credentials:
        assert ask(other, right) == "Lab"
        return right(request)

    assert ask(port, password) == "Office"


def test_one_that_calls_its_own_connection_is_refused_at_once(port: int) -> None:
    refused: list[BaseException] = []

    def password(request: PasswordRequest) -> Credentials:
        try:
            connection.get_printer_attributes("x", timeout=5.0)
        except (CupsError, RuntimeError) as error:
            refused.append(error)
        return right(request)

    connection = Connection(f"127.0.0.1:{port}", user="ann", password=password, timeout=SOON)
    with connection:
        assert connection.get_printer_attributes("x")["printer-name"] == "Office"
    assert len(refused) == 1
    assert not isinstance(refused[0], TimeoutError), "it waited for itself"


def test_one_that_closes_its_own_connection(port: int) -> None:
    def password(request: PasswordRequest) -> Credentials:
        connection.close()
        return right(request)

    connection = Connection(f"127.0.0.1:{port}", user="ann", password=password, timeout=SOON)
    with pytest.raises(CupsError):
        connection.get_printer_attributes("x")
    assert connection.closed


def test_nothing_of_them_is_left(port: int) -> None:
    class Marker:
        pass

    alive: list[weakref.ref[Marker]] = []

    def misbehave() -> None:
        marker = Marker()
        alive.append(weakref.ref(marker))

        def password(_request: PasswordRequest) -> None:
            assert marker
            raise OutOfPatienceError

        with pytest.raises(OutOfPatienceError):
            ask(port, password)

    files, threads = descriptors(), threading.active_count()
    for _ in range(50):
        misbehave()
    assert nothing_left(files, threads)
    assert [ref for ref in alive if ref() is not None] == []
