# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Many print servers in one `unjam doctor`: a third well, a third refusing, a third hung.

python -m benchmarks.fleet [NUMBER…]     by default 3, 30 and 99 servers

For each number: when the last healthy server was told and when the call was over, the processor's
time and the largest memory of the program. One cupsd that listens at many ports stands for the
healthy ones, so its own time counts too. And in the end: how soon a sandbox of one queue is ready.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from unjam.sandbox import Sandbox
from unjam.sandbox.ports import listens, refuser
from unjam.sandbox.processes import wait_until

DEADLINE = 10


@contextmanager
def fleet(number: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the ports of the healthy servers, and those of all."""
    each = number // 3
    with Sandbox(()) as box, ExitStack() as stack:
        well = [box.processes.free_port() for _ in range(each)]
        conf = box.cups_files.with_name("cupsd.conf")
        conf.write_text(conf.read_text() + "".join(f"Listen 127.0.0.1:{p}\n" for p in well))
        os.kill(box.pid, signal.SIGHUP)
        wait_until(lambda: all(map(listens, well)), what="cupsd listens anew", timeout=20)
        hung = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(each)]
        refusing = [stack.enter_context(refuser()) for _ in range(number - 2 * each)]
        ill = [each.getsockname()[1] for each in (*hung, *refusing)]
        yield well, [*ill, *well]


def look(everybody: Sequence[int], well: Sequence[int]) -> tuple[float, float, float, float]:
    """Return when the last of the healthy was told, the end, seconds of processor, and MiB."""
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "servers"
        file.write_text("".join(f"127.0.0.1:{port}\n" for port in everybody))
        argv = [sys.executable, "-m", "unjam.cli.main", "doctor", "--servers", str(file)]
        argv += ["--timeout", str(DEADLINE)]
        env = {k: v for k, v in os.environ.items() if not k.startswith(("CUPS_", "UNJAM_"))}
        started, last = time.monotonic(), 0.0
        program = subprocess.Popen(
            argv, stdout=subprocess.PIPE, text=True, env=env | {"HOME": home}
        )
        assert program.stdout
        waiting = {f"127.0.0.1:{port}" for port in well}
        for line in program.stdout:
            server = next(iter(line.split()[1:]), "")
            if server in waiting:
                waiting.discard(server)
                last = time.monotonic() - started
        _pid, _status, used = os.wait4(program.pid, 0)
        over = time.monotonic() - started
    return last, over, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def ready() -> float:
    """Return the seconds until a sandbox of one queue answers, the best of ten."""

    def once() -> float:
        started = time.monotonic()
        with Sandbox(("Office",)) as box:
            box.cups.attributes("Office")
            return time.monotonic() - started

    return min(once() for _ in range(10))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__)
    parser.add_argument("numbers", metavar="NUMBER", type=int, nargs="*", default=[3, 30, 99])
    numbers = parser.parse_args().numbers
    print("servers   healthy told   all over   processor    memory")
    for number in numbers:
        with fleet(number) as (well, everybody):
            last, over, used, memory = look(everybody, well)
        print(f"{number:7} {last:12.2f} s {over:8.2f} s {used:9.2f} s {memory:6.0f} MiB")
    print(f"a sandbox of one queue is ready after {ready():.2f} s")


if __name__ == "__main__":
    main()
