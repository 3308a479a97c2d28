# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A hundred print servers in one call: who answers is told at once, nobody waits for the hung."""

from __future__ import annotations

import itertools
import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from tests.cli.program import ARGV, FOR_EVER, PATIENT_ARGV, environment
from tests.conftest import SandboxFactory
from tests.programs import running

from unjam.sandbox import Sandbox
from unjam.sandbox.ports import refuser
from unjam.sandbox.processes import wait_until

OF_EACH = 33
TOLD = re.compile(r" ?[✓✗?+x] +(?P<server>127\.0\.0\.1:\d+) +(?P<words>.+)")


@pytest.fixture
def healthy(sandbox: SandboxFactory) -> list[int]:
    """One cupsd that listens at many ports stands for many print servers."""
    box: Sandbox = sandbox(())
    listening = [box.processes.free_port() for _ in range(OF_EACH)]
    conf = box.cups_files.with_name("cupsd.conf")
    conf.write_text(conf.read_text() + "".join(f"Listen 127.0.0.1:{p}\n" for p in listening))
    os.kill(box.pid, signal.SIGHUP)
    wait_until(lambda: all(map(answers, listening)), what="cupsd did not listen", timeout=20)
    return listening


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def hung() -> Iterator[list[int]]:
    """They take connections, and never say a word."""
    with held(lambda: socket.create_server(("127.0.0.1", 0)), OF_EACH) as ports:
        yield ports


@pytest.fixture
def refusing() -> Iterator[list[int]]:
    """Nobody listens there, and nobody else comes to."""
    with held(refuser, OF_EACH + 1) as ports:
        yield ports


@contextmanager
def held(make: Callable[[], socket.socket], number: int) -> Iterator[list[int]]:
    """The ports of so many sockets."""
    with ExitStack() as stack:
        yield [stack.enter_context(make()).getsockname()[1] for _ in range(number)]


@contextmanager
def asked(argv: Sequence[str], ports: Sequence[int], home: Path) -> Iterator[subprocess.Popen[str]]:
    """`unjam doctor` looks at all of them."""
    file = home / "servers"
    file.write_text("".join(f"127.0.0.1:{port}\n" for port in ports))
    words = [*argv, "doctor", "--servers", str(file), *FOR_EVER]
    with running(words, env=environment() | {"HOME": str(home)}) as program:
        yield program


def told(program: subprocess.Popen[str], number: int) -> dict[str, str]:
    """The next so many servers, and what is said of them."""
    assert program.stdout is not None
    found = {}
    for line in itertools.islice(program.stdout, number):
        heard = TOLD.match(line)
        assert heard, line
        found[heard["server"]] = heard["words"]
    return found


def names(some: Sequence[int]) -> set[str]:
    return {f"127.0.0.1:{port}" for port in some}


def test_whoever_answers_is_told_before_whoever_hangs(
    healthy: list[int], hung: list[int], refusing: list[int], tmp_path: Path
) -> None:
    """The doctor would wait for the hung ones for ever; the others are told all the same."""
    with asked(PATIENT_ARGV, [*hung, *refusing, *healthy], tmp_path) as program:
        found = told(program, len(refusing) + len(healthy))
        program.send_signal(signal.SIGINT)
        assert program.wait(60) == 130
    by_words = {"Nothing is wrong": names(healthy), "SCHEDULER_NOT_RUNNING": names(refusing)}
    for words, servers in by_words.items():
        assert {server for server, said in found.items() if words in said} == servers


def test_whoever_hangs_is_told_in_the_end(hung: list[int], tmp_path: Path) -> None:
    with asked(ARGV, hung, tmp_path) as program:
        found = told(program, len(hung))
        program.communicate(timeout=60)
    assert found.keys() == names(hung)
    assert all("SCHEDULER_NOT_ANSWERING" in words for words in found.values())
