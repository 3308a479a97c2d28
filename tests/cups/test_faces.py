# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Both faces are one: the same names, signatures, docstrings."""

from __future__ import annotations

import inspect
import typing

import pytest

from unjam.cups import AsyncConnection, Connection
from unjam.cups.calls import jobs, operators, queues, system

BLOCKING = {name for name in vars(Connection) if not name.startswith("_")}
WAITING = {name for name in vars(AsyncConnection) if not name.startswith("_")}
LIFE = {"connect", "close", "run"}
STREAMS = {"iter_devices", "iter_destinations", "events"}


def test_the_same_names() -> None:
    assert BLOCKING == WAITING


@pytest.mark.parametrize("name", sorted(BLOCKING))
def test_the_same_docstring(name: str) -> None:
    ours, theirs = getattr(Connection, name), getattr(AsyncConnection, name)
    assert ours.__doc__ == theirs.__doc__
    assert ours.__doc__


@pytest.mark.parametrize("name", sorted(BLOCKING - LIFE))
def test_the_same_signature(name: str) -> None:
    ours, theirs = getattr(Connection, name), getattr(AsyncConnection, name)
    if isinstance(ours, property):
        assert isinstance(theirs, property)
        return
    assert inspect.signature(ours) == inspect.signature(theirs)
    assert inspect.iscoroutinefunction(theirs) == (name not in STREAMS)
    assert not inspect.iscoroutinefunction(ours)


@pytest.mark.parametrize("module", [jobs, operators, queues, system])
def test_every_plan_is_a_method(module: typing.Any) -> None:
    for name, call in vars(module).items():
        own = inspect.isgeneratorfunction(call) and call.__module__ == module.__name__
        if own and not name.startswith("_"):
            assert name in BLOCKING
            assert "timeout" in inspect.signature(call).parameters


def test_constructors_agree() -> None:
    ours = inspect.signature(Connection).parameters
    theirs = inspect.signature(AsyncConnection).parameters
    assert list(ours) == list(theirs)
    assert [each.default for each in ours.values()] == [each.default for each in theirs.values()]
