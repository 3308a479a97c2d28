# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""From probes to facts: every probe starts as soon as what it takes is there.

The laws: probes run side by side, each with a deadline of its own; what fails becomes an
`Unknown`; whoever needed it becomes unknown too, for the same reason; when the task is cancelled
or the time is over, every probe is stopped before this returns.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from unjam.diagnosis.deadline import ends_at
from unjam.diagnosis.declare import Parameter, Unavailable
from unjam.diagnosis.events import Observer, Outcome, ProbeFinished, ProbeStarted
from unjam.diagnosis.facts.base import Fact, Wanted
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.inputs import Absent, Ready, Waiting, Withheld, look_up
from unjam.diagnosis.model import Scope, Unknown
from unjam.diagnosis.plan import AnyProbe, Plan
from unjam.diagnosis.questions import Nobody, Questions
from unjam.diagnosis.wording import N_, _

if TYPE_CHECKING:
    from unjam.diagnosis.env import Env

SIDE_BY_SIDE = 128
"""How many probes look at the same time; the others wait for their turn."""
GRACE = 1.0
"""Seconds that cancelled probes get to clean up."""

TOO_SLOW = N_("“{title}” gave no answer within {seconds:g} seconds.")
OUT_OF_TIME = N_("The time for the whole diagnosis ({seconds:g} seconds) was over before this.")
FAILED = N_("“{title}” failed: {error}")

Items = list[Fact | Unknown]
Progress = Callable[[Facts, Callable[[type[Fact]], bool]], None]


async def gather(
    env: Env,
    wanted: Wanted,
    probes: Iterable[AnyProbe] | None = None,
    *,
    observer: Observer | None = None,
    progress: Progress | None = None,
    questions: Questions | None = None,
    deadline: float | None = None,
    known: Iterable[Fact] = (),
) -> Facts:
    """Run the probes (by default the catalogue's) and return all facts.

    `known` facts count from the start, as if probes had brought them.

    `progress` is called with the facts so far, and with what tells complete kinds of facts, each
    time that probes have ended. `deadline` (seconds) stops whatever still looks by then.
    """
    if probes is None:
        from unjam.diagnosis.catalogue import all_probes

        probes = all_probes()
    gathering = _Gathering(env, Plan(probes), observer, questions or Nobody())
    return await gathering.run((wanted, *known), progress, deadline)


@dataclass(slots=True)
class _Work:
    """What is still to do for one probe, and what is being done."""

    pending: dict[Scope, None] = field(default_factory=dict)
    seen: set[Scope] = field(default_factory=set)
    running: int = 0
    done: bool = False


class _Gathering:
    """One run of the probes. Single use; lives on the event loop."""

    def __init__(
        self, env: Env, plan: Plan, observer: Observer | None, questions: Questions
    ) -> None:
        self._env = env
        self._plan = plan
        self._observer = observer
        self._questions = questions
        self._facts = Facts()
        self._work: Mapping[AnyProbe, _Work] = {probe: _Work() for probe in plan.probes}
        self._unfinished = dict(self._work)
        self._tasks: dict[asyncio.Task[Items], tuple[AnyProbe, Scope]] = {}
        self._turns = asyncio.Semaphore(SIDE_BY_SIDE)

    async def run(
        self, known: Iterable[Fact], progress: Progress | None, deadline: float | None
    ) -> Facts:
        for fact in known:
            self._facts.add(fact)
        end = None if deadline is None else monotonic() + deadline
        restore = ends_at.set(end)
        try:
            self._advance()
            while self._tasks:
                left = None if end is None else max(0.0, end - monotonic())
                done, _rest = await asyncio.wait(
                    self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED
                )
                if not done:
                    self._give_up(deadline or 0.0)
                    break
                self._collect(done)
                self._advance()
                if progress:
                    progress(self._facts, self.settled)
        finally:
            await self._stop()
            ends_at.reset(restore)
        return self._facts

    def settled(self, kind: type[Fact]) -> bool:
        """Whether no probe can still bring a fact of this kind."""
        return all(self._work[probe].done for probe in self._plan.producers.get(kind, ()))

    def _advance(self) -> None:
        """Start what can start. One pass suffices: the plan's order puts feeders first."""
        for probe, work in list(self._unfinished.items()):
            self._notice_scopes(probe, work)
            for scope in list(work.pending):
                self._try(probe, work, scope)
            if not (work.pending or work.running):
                work.done = all(self.settled(p.fact) for p in probe.parameters)
            if work.done:
                del self._unfinished[probe]

    def _notice_scopes(self, probe: AnyProbe, work: _Work) -> None:
        first: Parameter | None = next(iter(probe.parameters), None)
        for scope in self._facts.scopes(first.fact) if first else [()]:
            if scope not in work.seen:
                work.seen.add(scope)
                work.pending[scope] = None

    def _try(self, probe: AnyProbe, work: _Work, scope: Scope) -> None:
        inputs = look_up(probe.parameters, scope, self._facts, self.settled)
        if isinstance(inputs, Waiting):
            return
        del work.pending[scope]
        if isinstance(inputs, Withheld):
            self._add(_unknown(probe, scope, inputs.by.why, foreseen=inputs.by.foreseen))
        elif isinstance(inputs, Ready):
            work.running += 1
            coroutine = self._look(probe, scope, inputs.arguments)
            self._tasks[asyncio.create_task(coroutine, name=probe.name)] = (probe, scope)
        else:
            assert isinstance(inputs, Absent)  # noqa: S101 - for the type checker

    async def _look(self, probe: AnyProbe, scope: Scope, arguments: Mapping[str, object]) -> Items:
        """Call one probe; whatever happens becomes facts or `Unknown`s."""
        async with self._turns:
            if not self._observer:
                return await self._bounded(probe, scope, arguments)
            title, started = _(probe.title), monotonic()
            self._observer(ProbeStarted(probe.name, title, scope))
            items = await self._bounded(probe, scope, arguments)
            seconds = monotonic() - started
            self._observer(ProbeFinished(probe.name, title, scope, _outcome(items), seconds))
            return items

    async def _bounded(
        self, probe: AnyProbe, scope: Scope, arguments: Mapping[str, object]
    ) -> Items:
        limit = asyncio.timeout(probe.deadline)
        try:
            async with limit:
                return _checked(probe, await probe.function(**self._extras(probe), **arguments))
        except Unavailable as answer:
            return _unknown(probe, scope, answer.why, foreseen=answer.foreseen)
        except Exception as error:  # noqa: BLE001 - the engine's boundary: it becomes a value
            title = _(probe.title)
            if limit.expired():
                why = _(TOO_SLOW).format(title=title, seconds=probe.deadline)
                return _unknown(probe, scope, why, foreseen=False)
            why = _(FAILED).format(title=title, error=_said(error))
            return _unknown(probe, scope, why, foreseen=isinstance(error, PermissionError))

    def _extras(self, probe: AnyProbe) -> dict[str, object]:
        return {
            name: self._questions if annotation is Questions else self._env
            for name, annotation in probe.extras
        }

    def _collect(self, done: Iterable[asyncio.Task[Items]]) -> None:
        for task in done:
            probe, _scope = self._tasks.pop(task)
            self._work[probe].running -= 1
            self._add(task.result())

    def _add(self, items: Items) -> None:
        for item in items:
            self._facts.add(item)

    def _give_up(self, deadline: float) -> None:
        """Time is over: what is still being looked at, or waits for it, is unknown."""
        why = _(OUT_OF_TIME).format(seconds=deadline)
        open_ = list(self._tasks.values())
        open_ += [(probe, scope) for probe, work in self._work.items() for scope in work.pending]
        for probe, scope in open_:
            self._add(_unknown(probe, scope, why, foreseen=False))
        for probe, work in self._work.items():
            if not work.done and not work.seen:
                self._add(_unknown(probe, (), why, foreseen=False))

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)


def _unknown(probe: AnyProbe, scope: Scope, why: str, *, foreseen: bool) -> Items:
    return [Unknown(kind.__name__, scope, why, foreseen) for kind in probe.produces]


def _checked(probe: AnyProbe, result: object) -> Items:
    items = [] if result is None else [result] if not isinstance(result, list | tuple) else result
    names = {kind.__name__ for kind in probe.produces}
    for item in items:
        kind = item.fact if isinstance(item, Unknown) else type(item).__name__
        if kind not in names:
            raise TypeError(f"{probe.name} returned {kind}, which it does not produce")
    return list(items)


def _outcome(items: Items) -> Outcome:
    if not items:
        return Outcome.NOTHING
    found = any(isinstance(item, Fact) for item in items)
    return Outcome.FOUND if found else Outcome.UNKNOWN


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__
