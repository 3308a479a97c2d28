# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from collections.abc import Callable, Iterable

from unjam.cups._libcups.http import Http

LOCAL_SCHEMES: tuple[bytes, ...]

def authenticate(
    http: Http,
    user: bytes,
    method: str,
    resource: bytes,
    refused: bytes | None,
    ask: Callable[[str], Iterable[bytes] | None],
) -> bytes | None: ...
