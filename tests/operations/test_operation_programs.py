# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Programs started inside an operation: their whole group ends with it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.conditions import SOON, descriptors, eventually

from unjam.cups.errors import Cancelled
from unjam.operations import Operation, program, run_program


def gone(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] in "ZX"


def pids_in(path: Path) -> list[int]:
    return [int(word) for word in path.read_text(encoding="ascii").split()] if path.exists() else []


def test_output_errors_status_and_input() -> None:
    finished = run_program(["sh", "-c", "cat; echo bad >&2; exit 3"], data=b"in")
    assert (finished.output, finished.errors, finished.status) == (b"in", b"bad\n", 3)


def test_more_than_the_pipes_hold_in_both_directions() -> None:
    data = os.urandom(3_000_000)
    assert run_program(["cat"], data=data).output == data


def test_a_program_that_does_not_read_its_input() -> None:
    finished = run_program(["sh", "-c", "exec 0<&-; echo done"], data=b"x" * 1_000_000)
    assert (finished.output, finished.status) == (b"done\n", 0)


def test_environment_and_directory(tmp_path: Path) -> None:
    finished = run_program(
        ["sh", "-c", 'echo "$WORD"; pwd'], environment={"WORD": "hi"}, directory=tmp_path
    )
    assert finished.output.decode().split() == ["hi", str(tmp_path.resolve())]


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        run_program(["/no/such/program"])


def test_cancel_kills_the_group_with_grandchildren(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    script = f"trap '' TERM; sleep 3600 & echo $$ $! > {note}.new; mv {note}.new {note}; wait"
    operation = Operation(run_program, ["sh", "-c", script])
    assert eventually(note.exists)
    pids = pids_in(note)
    assert len(pids) == 2
    operation.cancel()
    with pytest.raises(Cancelled):
        operation.result()
    assert operation.join(SOON)
    assert eventually(lambda: all(gone(pid) for pid in pids))


def test_a_stopped_program_is_killed_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"

    def work() -> None:
        with program(["sleep", "3600"]) as running:
            os.kill(running.pid, signal.SIGSTOP)
            note.write_text(str(running.pid), encoding="ascii")
            running.wait()

    operation = Operation(work)
    assert eventually(lambda: bool(pids_in(note)))
    operation.cancel()
    assert operation.join(SOON)
    assert gone(pids_in(note)[0])


def test_a_timeout_kills(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(TimeoutError):
        run_program(["sh", "-c", f"echo $$ > {note}; exec sleep 3600"], timeout=0.3)
    assert all(gone(pid) for pid in pids_in(note))


def test_what_a_program_leaves_behind_is_killed_and_not_waited_for(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    finished = run_program(["sh", "-c", f"sleep 3600 & echo $! > {note}; echo out"])
    assert finished.output == b"out\n"
    assert eventually(lambda: gone(pids_in(note)[0]))


def test_leaving_the_block_kills(tmp_path: Path) -> None:
    with program(["sleep", "3600"], stdout=subprocess.DEVNULL) as running:
        assert not running.wait(0.01)
    assert running.status == -signal.SIGKILL
    assert gone(running.pid)
    running.kill()  # too late, and harmless


def test_a_cancelled_operation_starts_no_program(tmp_path: Path) -> None:
    proof = tmp_path / "started"

    def work() -> None:
        cancelled.wait(SOON)
        run_program(["touch", str(proof)])

    cancelled = threading.Event()
    operation = Operation(work)
    operation.cancel()
    cancelled.set()
    assert operation.join(SOON)
    assert not proof.exists()


def test_a_program_that_cannot_be_watched_is_not_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[int] = []

    def no_room(pid: int, flags: int = 0) -> int:
        started.append(pid)
        raise OSError(errno.EMFILE, "Too many open files")

    before = descriptors()
    monkeypatch.setattr(os, "pidfd_open", no_room)
    with pytest.raises(OSError, match="Too many"):
        run_program(["sleep", "3600"])
    assert [Path(f"/proc/{pid}").exists() for pid in started] == [False], "killed and reaped"
    assert descriptors() == before


HANGING = """
import socket, threading, time
from unjam.operations import Operation, run_program, sleep
silent = socket.socketpair()
blocked = [
    Operation(silent[0].recv, 1),
    Operation(sleep, 3600, deadline=3600),
    Operation(run_program, ["sh", "-c", "trap '' TERM; sleep 3600 & echo $$ $! > NOTE; wait"]),
    Operation(lambda: Operation(threading.Lock().acquire).result()),
]
import pathlib
while not pathlib.Path("NOTE").exists() or not pathlib.Path("NOTE").read_text().endswith("\\n"):
    time.sleep(0.005)
END
"""


@pytest.mark.parametrize(
    ("ending", "status"), [("pass", 0), ("raise SystemExit(4)", 4), ("1/0", 1)]
)
def test_the_program_exits_quickly_while_operations_hang(
    tmp_path: Path, ending: str, status: int
) -> None:
    note = tmp_path / "pids"
    code = HANGING.replace("NOTE", str(note)).replace("END", f"BEGUN = time.monotonic()\n{ending}")
    begun = time.monotonic()
    finished = subprocess.run([sys.executable, "-c", code], timeout=60, capture_output=True)
    assert finished.returncode == status, finished.stderr.decode()
    assert time.monotonic() - begun < SOON
    assert eventually(lambda: all(gone(pid) for pid in pids_in(note)))
    if status == 0:
        assert finished.stderr == b""


AFTERWARDS = """
import atexit
def at_exit():
    running.__exit__(None, None, None)
    try:
        program(["sleep", "3600"]).__enter__()
    except BaseException as error:
        print(type(error).__name__)
atexit.register(at_exit)  # before that of unjam.operations, and so called after it
from unjam.operations import program
running = program(["sleep", "3600"])
running.__enter__()
"""


def test_a_program_whose_block_ends_after_the_exit_began() -> None:
    """The exit's own work may leave blocks, and starts nothing any more."""
    finished = subprocess.run(
        [sys.executable, "-c", AFTERWARDS], timeout=SOON, capture_output=True, text=True
    )
    assert (finished.stdout, finished.returncode) == ("Cancelled\n", 0), finished.stderr


INTERRUPTED = """
import signal, sys
from unjam.operations import Operation, sleep
operation = Operation(sleep, 3600)
try:
    print("waiting", flush=True)
    operation.{wait}()
except KeyboardInterrupt:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    operation.cancel()
    sys.exit(130 if operation.join(10) else 1)
"""


@pytest.mark.parametrize("wait", ["run", "result"])
def test_control_c_ends_the_wait(wait: str) -> None:
    def ended() -> bool:
        """Whether it has; a signal may have come before the wait had begun, and been lost."""
        child.send_signal(signal.SIGINT)
        return eventually(lambda: child.poll() is not None, 1.0)

    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED.format(wait=wait)], stdout=subprocess.PIPE
    )
    with child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == b"waiting\n"
            assert eventually(ended)
        finally:
            child.kill()
    assert child.returncode == 130
