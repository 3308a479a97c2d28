# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Running the command line as a person does: as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from unjam.sandbox import Sandbox

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
ARGV = (sys.executable, "-m", "unjam.cli.main")
PATIENT = """
import sys
from unjam.diagnosis.probes import server
server.PATIENCE = 3600.0
object.__setattr__(server.server_reach, "deadline", 3600.0)
from unjam.cli.main import main
sys.exit(main())
"""
PATIENT_ARGV = (sys.executable, "-c", PATIENT)
"""The program, but as a doctor it waits for a silent server until somebody stops it."""
FOR_EVER = ("--timeout", "3600")
NOT_WANTED = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "LANGUAGE")
SERVER = ("CUPS_SERVER", "UNJAM_CUPS_FILES")


@dataclass(frozen=True, slots=True)
class Ran:
    """How it ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON on standard output."""
        return json.loads(self.out)

    @property
    def ids(self) -> list[str]:
        """The findings that are errors or warnings."""
        return [f["id"] for f in self.document["findings"] if f["severity"] != "info"]


def environment(box: Sandbox | None = None, **more: str) -> dict[str, str]:
    """The environment of a program that takes the sandbox for the system's CUPS."""
    base = dict(os.environ) if box is None else box.environment()
    unwanted = NOT_WANTED if box else (*NOT_WANTED, *SERVER)
    return {name: value for name, value in base.items() if name not in unwanted} | more


def unjam(
    *args: str | Path,
    box: Sandbox | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> Ran:
    """Run `unjam ARGS` to its end, without a terminal; no traceback is ever good."""
    argv: Sequence[str | Path] = [*ARGV, *args]
    done = subprocess.run(
        argv if box is None else box.command(argv),
        env=environment(box) | dict(env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        start_new_session=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


@cache
def validator(command: str = "doctor") -> Draft202012Validator:
    """The contract of a command's --json, as a judge."""
    schema = json.loads((SCHEMAS / f"{command}-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def in_json(command: str, *args: str | Path, box: Sandbox | None = None) -> Ran:
    """Run `unjam COMMAND --json ARGS`, and hold what it says against the contract."""
    ran = unjam(command, "--json", *args, box=box)
    validator(command).validate(ran.document)
    return ran


def doctor(*args: str | Path, box: Sandbox | None = None) -> Ran:
    """Run `unjam doctor --json ARGS`."""
    return in_json("doctor", *args, box=box)
