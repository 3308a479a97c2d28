# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading os-release(5): assignments as a shell would read them, without expansions."""

from __future__ import annotations

import shlex
from contextlib import suppress


def read_os_release(text: str) -> dict[str, str]:
    """Return the variables; a line that is none is passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and name.isidentifier():
            with suppress(ValueError):
                found[name] = "".join(shlex.split(value, comments=True))
    return found
