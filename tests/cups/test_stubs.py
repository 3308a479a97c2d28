# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The stubs of the compiled modules say what is in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECK = (
    *("-m", "mypy.stubtest", "--concise", "--mypy-config-file", "pyproject.toml"),
    *("--ignore-missing-stub", "--ignore-disjoint-bases"),  # what Cython adds, and all its classes
)


def test_what_a_stub_says_is_there_and_is_called_so() -> None:
    checked = subprocess.run(
        [sys.executable, *CHECK, "unjam.cups._libcups"],
        env=os.environ | {"MYPYPATH": "src"}, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_compiled_module_has_a_stub() -> None:
    modules = (ROOT / "src" / "unjam" / "cups" / "_libcups").glob("*.pyx")
    assert [path.name for path in modules if not path.with_suffix(".pyi").exists()] == []
