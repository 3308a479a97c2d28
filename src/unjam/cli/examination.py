# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at one print server or at several at once, and what came of each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from unjam.cli.failure import WrongUsageError, unknown_queues
from unjam.cli.words import _
from unjam.diagnosis.engine import examine
from unjam.diagnosis.events import Observer
from unjam.diagnosis.facts.queue import Queues
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.live.together import Together
from unjam.diagnosis.model import Diagnosis
from unjam.diagnosis.questions import Questions


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be looked at, and how long that may take."""

    queues: tuple[str, ...] = ()
    cups_files: Path | None = None
    timeout: float = 30.0
    environ: Mapping[str, str] | None = None
    """The person's environment, where it is not this process's."""


@dataclass(frozen=True, slots=True)
class Examination:
    """A diagnosis, and the facts that it rests on."""

    env: LiveEnv
    diagnosis: Diagnosis
    facts: Facts


async def examine_server(
    server: str | None,
    order: Order,
    *,
    observer: Observer | None = None,
    questions: Questions | None = None,
) -> Examination:
    """Look at one server. Raises `WrongUsageError` for a bad address or an unknown queue."""
    env = await open_env(server, order)
    diagnosis, facts = await examine(
        env,
        queues=order.queues or None,
        observer=observer,
        deadline=order.timeout,
        questions=questions,
    )
    insist_on_known(order.queues, facts, env.server)
    return Examination(env, diagnosis, facts)


async def open_env(server: str | None, order: Order, machine: Together | None = None) -> LiveEnv:
    """Find the server and its files. Raises `WrongUsageError` for a bad address."""
    try:
        return await LiveEnv.open(
            server, cups_files=order.cups_files, environ=order.environ, machine=machine
        )
    except ValueError as problem:
        hint = _("Write it as HOST, HOST:PORT or the path of a socket.")
        raise WrongUsageError(str(problem), hint) from problem


def insist_on_known(wanted: Sequence[str], facts: Facts, server: str) -> None:
    """Refuse names that the server, as far as it answered, does not have."""
    found = facts.get(Queues)
    if isinstance(found, Queues):
        known = {*found.names, *found.classes}
        unknown_queues([name for name in wanted if name not in known], known, server)


async def open_envs(servers: Iterable[str], order: Order) -> list[LiveEnv]:
    """Open them all, to look at them at the same time. Raises `WrongUsageError`."""
    machine = Together()
    return [await open_env(server, order, machine) for server in servers]


async def examine_servers(
    envs: Sequence[LiveEnv], order: Order, told: Callable[[Diagnosis], object]
) -> list[Examination]:
    """Look at all of them at once; none waits for another. `told` hears of each as it is known."""

    async def look(env: LiveEnv) -> Examination:
        diagnosis, facts = await examine(env, deadline=order.timeout)
        told(diagnosis)
        return Examination(env, diagnosis, facts)

    return await asyncio.gather(*map(look, envs))
