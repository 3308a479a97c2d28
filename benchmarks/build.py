# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the bench needs besides the binding: built and installed below `benchmarks/build`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.replies import CUPS_GET_PRINTERS, GET_JOBS, GET_PRINTER_ATTRIBUTES, write_all

HERE = Path(__file__).parent
BUILD = HERE / "build"
PEERS = ("pycups==2.0.4", "pyipp==0.17.2")
PROGRAMS = {
    "canned": ("-lpthread",),
    "client": ("-lcups",),
    "receive": (),
    "slow_resolver.so": ("-shared", "-fPIC"),
}


def build() -> None:
    """Build whatever is missing or older than its source."""
    BUILD.mkdir(exist_ok=True)
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise SystemExit("The bench needs a C compiler.")
    for name, options in PROGRAMS.items():
        source, target = HERE / "c" / f"{name.partition('.')[0]}.c", BUILD / name
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            command = [compiler, "-O2", "-Wall", "-o", str(target), str(source), *options]
            subprocess.run(command, check=True)


def peers_python() -> Path | None:
    """Return the interpreter that has pycups and pyipp; None where they cannot be had."""
    python = BUILD / "peers" / "bin" / "python"
    wanted = "import cups, pyipp"
    if python.exists():
        tried = subprocess.run([python, "-c", wanted], capture_output=True, check=False)
        if tried.returncode == 0:
            return python
    venv.create(BUILD / "peers", with_pip=True, clear=True)
    install = [str(python), "-m", "pip", "install", "-q", *PEERS]
    made = subprocess.run(install, stderr=subprocess.PIPE, check=False)
    if made.returncode:
        sys.stderr.write(made.stderr.decode())
        return None
    return python


def replies(jobs: int, printers: int) -> dict[str, Path]:
    """Return the canned replies and requests by name."""
    return dict(write_all(BUILD, jobs, printers))


def canned_arguments(files: dict[str, Path]) -> list[str]:
    operations = {
        "jobs": GET_JOBS,
        "printers": CUPS_GET_PRINTERS,
        "printer": GET_PRINTER_ATTRIBUTES,
    }
    return [f"{operation:x}={files[name]}" for name, operation in operations.items()]
