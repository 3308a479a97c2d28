# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One cupsd that asks for passwords, for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.auth.locked import LockedServer

from unjam.sandbox import SandboxUnavailableError

__all__ = ["LockedServer"]


@pytest.fixture(scope="session")
def _locked_server() -> Iterator[LockedServer]:
    try:
        with LockedServer() as server:
            yield server
    except SandboxUnavailableError as error:
        pytest.skip(f"no such cupsd here: {error}")


@pytest.fixture
def locked_server(_locked_server: LockedServer) -> LockedServer:
    """The server, with nobody noted."""
    _locked_server.forget_logins()
    return _locked_server
