# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from collections.abc import Callable

from unjam.cups._libcups.call import Call

def enumerate_destinations(
    server: bytes,
    user: bytes,
    encryption: int,
    seconds: float,
    printer_type: int,
    mask: int,
    call: Call,
    found: Callable[[str, str | None, bool, dict[str, str], bool], object],
) -> None: ...
