# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at one print server or at several at once, and what came of each."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from unjam.cli.failure import WrongUsageError, unknown_queues
from unjam.cli.words import _
from unjam.diagnosis.engine import examine
from unjam.diagnosis.events import Observer
from unjam.diagnosis.facts.queue import Queues, QueueState
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.live.together import Together
from unjam.diagnosis.model import Diagnosis, queue_scope
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
    """Refuse names that the server, as far as it answered, does not have.

    A queue that is closed to this person is not listed, but known by its name.
    """
    listed = facts.get(Queues)
    if isinstance(listed, Queues):
        missing = [name for name in wanted if facts.find(QueueState, queue_scope(name)) is None]
        unknown_queues(missing, listed.names, server)


async def open_envs(servers: Sequence[str | None], order: Order) -> list[LiveEnv]:
    """Open them all, each once, to look at them at the same time. Raises `WrongUsageError`."""
    machine, order = Together(), order if len(servers) == 1 else _for_several(order)
    opened = [await open_env(server, order, machine) for server in servers]
    return list({env.server: env for env in opened}.values())


def _for_several(order: Order) -> Order:
    """Leave the environment's cups-files.conf out: it describes one of them at most."""
    environ = dict(os.environ if order.environ is None else order.environ)
    environ.pop("UNJAM_CUPS_FILES", None)
    return replace(order, environ=environ)


async def examine_servers(
    envs: Sequence[LiveEnv], order: Order, told: Callable[[Diagnosis], object]
) -> list[Examination]:
    """Look at all of them at once; none waits for another. `told` hears of each as it is known."""

    async def look(env: LiveEnv) -> Examination:
        diagnosis, facts = await examine(env, deadline=order.timeout)
        told(diagnosis)
        return Examination(env, diagnosis, facts)

    return await asyncio.gather(*map(look, envs))
