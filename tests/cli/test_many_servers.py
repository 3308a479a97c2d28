# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A hundred print servers in one call: who answers is told at once, nobody waits for the hung."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from benchmarks.fleet import ports
from tests.cli.program import ARGV, environment
from tests.conftest import SandboxFactory

from unjam.sandbox import Sandbox
from unjam.sandbox.processes import wait_until

OF_EACH = 33
TOLD = re.compile(r" ?[✓✗?+x] +(?P<server>127\.0\.0\.1:\d+) +(?P<words>.+)")


@pytest.fixture
def healthy(sandbox: SandboxFactory) -> list[int]:
    """One cupsd that listens at many ports stands for many print servers."""
    box: Sandbox = sandbox(())
    listening, conf = ports(OF_EACH), box.cups_files.with_name("cupsd.conf")
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
    with ExitStack() as stack:
        servers = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(OF_EACH)
        ]
        yield [server.getsockname()[1] for server in servers]


def told(file: Path) -> list[tuple[str, str]]:
    """Each server with its words, in the order in which they were told."""
    argv = [*ARGV, "doctor", "--servers", str(file), "--timeout", "20"]
    env = environment() | {"HOME": str(file.parent)}
    done = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=120, check=False)
    lines = (TOLD.match(line) for line in done.stdout.splitlines())
    return [(line["server"], line["words"]) for line in lines if line]


def names(some: Sequence[int]) -> set[str]:
    return {f"127.0.0.1:{port}" for port in some}


def test_whoever_answers_is_told_before_whoever_hangs(
    healthy: list[int], hung: list[int], tmp_path: Path
) -> None:
    refusing = ports(OF_EACH + 1)
    file = tmp_path / "servers"
    everybody = [*hung, *refusing, *healthy]
    file.write_text("".join(f"127.0.0.1:{port}\n" for port in everybody))
    lines = told(file)
    assert {server for server, _ in lines} == names(everybody)
    assert len(lines) == len(everybody) == 100
    by_words = {
        "Nothing is wrong": names(healthy),
        "SCHEDULER_NOT_RUNNING": names(refusing),
        "SCHEDULER_NOT_ANSWERING": names(hung),
    }
    for words, servers in by_words.items():
        assert {server for server, said in lines if words in said} == servers
    last = [server for server, _ in lines[-OF_EACH:]]
    assert set(last) == names(hung), "the hung ones come last"
