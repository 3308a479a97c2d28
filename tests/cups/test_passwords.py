# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Passwords: who is asked what, how often, and what comes of every answer."""

from __future__ import annotations

import base64
import os
import pwd
import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import SandboxFactory
from tests.cups.phases import PRINTERS

from unjam.cups import AsyncConnection, Connection, Credentials, PasswordRequest, errors
from unjam.cups.password import ATTEMPTS
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.hostile import HostileServer

LOCKED = """
  <Limit Pause-Printer>
    AuthType Default
    Require user {user}
    Order deny,allow
  </Limit>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
"""


class Person:
    """Answers in turn, and remembers the questions."""

    def __init__(self, *answers: Credentials | str | None) -> None:
        self.answers = list(answers)
        self.questions: list[PasswordRequest] = []

    def __call__(self, question: PasswordRequest) -> Credentials | str | None:
        self.questions.append(question)
        return self.answers.pop(0) if self.answers else None


def test_the_right_password_is_asked_for_once_and_kept() -> None:
    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        person = Person("secret")
        with Connection(server.address, user="ann", password=person) as connection:
            assert len(connection.get_printers()) == 1
            assert len(connection.get_printers()) == 1
    (question,) = person.questions
    assert (question.user, question.attempt) == ("ann", 1)
    assert question.operation == "CUPS-Get-Printers"
    assert question.resource == "/"
    assert (question.server, question.port) == ("127.0.0.1", server.port)
    assert "ann" in question.prompt


def test_wrong_then_right_are_two_attempts() -> None:
    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        person = Person("wrong", "secret")
        Connection(server.address, user="ann", password=person).get_printers()
    assert [question.attempt for question in person.questions] == [1, 2]


def test_always_wrong_ends_after_a_few_attempts() -> None:
    with HostileServer(acts.challenge_forever()) as server:
        person = Person(*["wrong"] * 100)
        with pytest.raises(errors.NotAuthenticated) as raised:
            Connection(server.address, password=person).get_printers()
        assert len(person.questions) == ATTEMPTS
        assert isinstance(raised.value, PermissionError)


def test_none_is_a_cancelled_login() -> None:
    with HostileServer(acts.challenge_forever()) as server:
        with pytest.raises(errors.AuthenticationCancelled):
            Connection(server.address, password=Person(None)).get_printers()
        assert len(server.requests) == 1


def test_nobody_to_ask() -> None:
    with (
        HostileServer(acts.challenge_forever()) as server,
        pytest.raises(errors.NotAuthenticated),
    ):
        Connection(server.address).get_printers()


def test_another_user_in_the_answer() -> None:
    with HostileServer(acts.challenge("ben", "s:cret", PRINTERS)) as server:
        person = Person(Credentials("ben", "s:cret"))
        Connection(server.address, user="ann", password=person).get_printers()


def test_a_password_longer_than_libcups_buffers() -> None:
    password = "ü" * 500
    with HostileServer(acts.challenge("ann", password, PRINTERS)) as server:
        Connection(server.address, user="ann", password=Person(password)).get_printers()
    expected = base64.b64encode(f"ann:{password}".encode()).decode()
    assert server.requests[-1].headers["authorization"] == f"Basic {expected}"


def test_what_the_callback_raises_comes_out_unchanged() -> None:
    class Stop(Exception):  # noqa: N818 - somebody's own
        pass

    def refuse(question: PasswordRequest) -> str:
        raise Stop

    with HostileServer(acts.challenge("ann", "x", PRINTERS)) as server:
        connection = Connection(server.address, password=refuse)
        for _ in range(3):
            with pytest.raises(Stop):
                connection.get_printers()


@pytest.mark.parametrize("answer", [7, b"bytes", ("user", "password"), object()])
def test_a_wrong_type_is_a_type_error(answer: Any) -> None:
    with HostileServer(acts.challenge_forever()) as server:
        connection = Connection(server.address, password=lambda _: answer)
        with pytest.raises(TypeError, match="password callback"):
            connection.get_printers()


@pytest.mark.parametrize("answer", ["nul\0", Credentials("a:b", "x")])
def test_what_no_header_can_carry_is_a_value_error(answer: Credentials | str) -> None:
    with HostileServer(acts.challenge_forever()) as server:
        connection = Connection(server.address, password=lambda _: answer)
        with pytest.raises(ValueError, match="NUL"):
            connection.get_printers()


def test_a_callback_may_use_another_connection() -> None:
    with (
        HostileServer(acts.challenge("ann", "Office", PRINTERS)) as server,
        HostileServer(acts.answer(PRINTERS)) as other,
    ):
        inner = Connection(other.address)

        def look_it_up(question: PasswordRequest) -> str:
            return str(inner.get_printers()[0].printer_name)

        outer = Connection(server.address, user="ann", password=look_it_up)
        assert len(outer.get_printers()) == 1


def test_credentials_do_not_show_their_password() -> None:
    assert "secret" not in repr(Credentials("ann", "secret"))


async def test_an_async_callback() -> None:
    async def ask(question: PasswordRequest) -> str:
        return "secret"

    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        async with AsyncConnection(server.address, user="ann", password=ask) as connection:
            assert len(await connection.get_printers()) == 1


async def test_what_an_async_callback_raises_comes_out_unchanged() -> None:
    async def ask(question: PasswordRequest) -> str:
        raise LookupError("nowhere")

    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        async with AsyncConnection(server.address, password=ask) as connection:
            with pytest.raises(LookupError, match="nowhere"):
                await connection.get_printers()


def test_many_threads_two_servers_no_mix_up() -> None:
    """Every callback sees its own connection's question and answers with its own password."""
    calls, threads = 40, 16
    problems: list[BaseException] = []

    def asking(user: str, port: int) -> Callable[[PasswordRequest], str]:
        def ask(question: PasswordRequest) -> str:
            assert (question.user, question.port) == (user, port)
            assert user in question.prompt
            return f"pw-{user}"

        return ask

    def use(user: str, server: HostileServer) -> None:
        try:
            for _ in range(calls):
                with Connection(
                    server.address, user=user, password=asking(user, server.port)
                ) as connection:
                    assert len(connection.get_printers()) == 1
        except BaseException as error:  # noqa: BLE001 - looked at below
            problems.append(error)

    with (
        HostileServer(acts.challenge("ann", "pw-ann", PRINTERS)) as ann,
        HostileServer(acts.challenge("ben", "pw-ben", PRINTERS)) as ben,
    ):
        workers = [
            threading.Thread(target=use, args=("ann", ann) if number % 2 else ("ben", ben))
            for number in range(threads)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert not problems


# --- the real cupsd -------------------------------------------------------------------------------


def _account() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def test_over_the_socket_the_kernel_vouches_for_the_user(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    box.scheduler.settings.limits = LOCKED.format(user=_account())
    box.scheduler.restart()
    person = Person("never asked")
    with Connection(str(box.socket), user=_account(), password=person) as connection:
        connection.pause_printer("Office")
        assert connection.get_printer_attributes("Office").printer_state == 5
    assert not person.questions


def test_over_the_socket_somebody_else_is_refused(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    box.scheduler.settings.limits = LOCKED.format(user="somebody-else")
    box.scheduler.restart()
    person = Person("never asked")
    with Connection(str(box.socket), user=_account(), password=person) as connection:
        with pytest.raises(errors.CredentialsError):
            connection.pause_printer("Office")
        assert len(connection.get_printers()) == 1


def test_over_tcp_a_password_is_asked_for(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    box.scheduler.settings.limits = LOCKED.format(user="nobody-at-all")
    box.scheduler.restart()
    person = Person(None)
    with (
        Connection(box.server, user="nobody-at-all", password=person) as connection,
        pytest.raises(errors.AuthenticationCancelled),
    ):
        connection.pause_printer("Office")
    assert person.questions[0].operation == "Pause-Printer"
