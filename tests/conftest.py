# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Fixtures for everybody: private print servers with virtual printers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from unjam.sandbox import Queue, Sandbox, SandboxUnavailableError

pytest_plugins = ["tests.rights"]
settings.register_profile(
    "busy", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy")  # how fast a machine is, is not what the tests are about


class SandboxFactory(Protocol):
    """Opens sandboxes that are closed at the end of the test."""

    def __call__(
        self,
        queues: int | Sequence[str | Queue] = ...,
        *,
        printers: int | None = ...,
        faults: Sequence[str] = ...,
        isolated: bool | None = ...,
    ) -> Sandbox: ...


@pytest.fixture
def sandbox() -> Iterator[SandboxFactory]:
    """`sandbox(("Office",), faults=("queue-stopped",))`: an open sandbox of this test's own."""
    with ExitStack() as stack:

        def open_one(
            queues: int | Sequence[str | Queue] = ("Office",),
            *,
            printers: int | None = None,
            faults: Sequence[str] = (),
            isolated: bool | None = None,
        ) -> Sandbox:
            box = Sandbox(queues, printers=printers, faults=faults, isolated=isolated)
            try:
                return stack.enter_context(box)
            except SandboxUnavailableError as error:
                pytest.skip(f"no such sandbox here: {error}")

        yield open_one


@pytest.fixture(scope="session")
def _healthy_box() -> Iterator[Sandbox]:
    with Sandbox(("Office", "Lab")) as box:
        yield box


@pytest.fixture
def healthy_box(_healthy_box: Sandbox) -> Sandbox:
    """One healthy sandbox for the whole run, queues Office and Lab: for tests that only look."""
    return _healthy_box
