# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Tests that need files to be closed to them, also where root runs the suite.

Root may open and write everything. A test marked `rights_matter` is therefore run once more by a
child of its own that has given up the two capabilities that allow it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

OVERRIDES = (1 << 1) | (1 << 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capabilities(7))."""


def opens_everything() -> bool:
    """Whether this process may pass by the modes of files."""
    status = Path("/proc/self/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) & OVERRIDES)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run the test in a child without these rights, if this process has them."""
    if pyfuncitem.get_closest_marker("rights_matter") is None or not opens_everything():
        return None
    dropping = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    pytest_once = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*dropping, *pytest_once, pyfuncitem.nodeid],
        cwd=pyfuncitem.config.rootpath,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return True
