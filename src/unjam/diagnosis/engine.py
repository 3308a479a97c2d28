# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The whole diagnosis: gather and judge, telling whoever watches what is known so far."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, ParamSpec

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.events import Event, Judged, Observer, ProbeFinished, ProbeStarted
from unjam.diagnosis.facts.base import Fact, Wanted
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.gather import gather
from unjam.diagnosis.judge import Judgement, judge
from unjam.diagnosis.model import Diagnosis
from unjam.diagnosis.plan import AnyProbe
from unjam.diagnosis.questions import Questions

if TYPE_CHECKING:
    from unjam.diagnosis.env import Env

__all__ = ["Event", "Judged", "Judgement", "Observer", "ProbeFinished", "ProbeStarted"]
__all__ += ["conclude", "diagnose", "examine", "gather", "judge"]

P = ParamSpec("P")
Examiner = Callable[P, Coroutine[Any, Any, Diagnosis]]

LEAST_PAUSE = 0.05
"""Seconds between two provisional judgements, so that many queues do not cost many judgements."""
SHARE = 10
"""And at least that many times what the last one took."""


async def examine(
    env: Env,
    *,
    queues: Sequence[str] | None = None,
    observer: Observer | None = None,
    deadline: float | None = 30.0,
    questions: Questions | None = None,
    probes: Iterable[AnyProbe] | None = None,
    rules: Iterable[Rule[Any]] | None = None,
    known: Iterable[Fact] = (),
) -> tuple[Diagnosis, Facts]:
    """Look at everything (or at these queues); say what is wrong, and on what facts that rests.

    `known` are facts that are there already, as what a person saw of a test page.
    `deadline` is in seconds for the whole; what is not known by then is reported as not checked.
    Cancelling the task stops all probes. Raises nothing for a world in disorder.
    """
    if rules is None:
        from unjam.diagnosis.catalogue import all_rules

        rules = all_rules()
    rules = tuple(rules)
    started = monotonic()
    wanted = Wanted((), None if queues is None else tuple(queues))
    progress = _Provisional(rules, observer) if observer else None
    facts = await gather(
        env,
        wanted,
        probes,
        observer=observer,
        progress=progress,
        questions=questions,
        deadline=deadline,
        known=known,
    )
    diagnosis = conclude(env.server, facts, monotonic() - started, rules)
    if observer:
        observer(Judged(diagnosis.findings, diagnosis.not_checked, provisional=False))
    return diagnosis, facts


def _alone(look: Callable[P, Awaitable[tuple[Diagnosis, Facts]]]) -> Examiner[P]:
    """Make what returns only the diagnosis of what also returns the facts."""

    @wraps(look)
    async def diagnose(*args: P.args, **kwargs: P.kwargs) -> Diagnosis:
        diagnosis, _facts = await look(*args, **kwargs)
        return diagnosis

    return diagnose


diagnose = _alone(examine)
"""`examine`, for whoever wants no facts."""


def conclude(
    server: str, facts: Facts, seconds: float = 0.0, rules: Iterable[Rule[Any]] | None = None
) -> Diagnosis:
    """Judge facts, live or from a bundle, once and for all."""
    judgement = judge(facts, rules)
    return Diagnosis(server, seconds, judgement.findings, judgement.skipped, facts.unknown)


class _Provisional:
    """Judges what is known so far, but not more often than it is worth."""

    def __init__(self, rules: tuple[Rule[Any], ...], observer: Observer) -> None:
        self._rules = rules
        self._observer = observer
        self._next = 0.0
        self._last: Judgement | None = None

    def __call__(self, facts: Facts, settled: Callable[[type[Fact]], bool]) -> None:
        started = monotonic()
        if started < self._next:
            return
        judgement = judge(facts, self._rules, settled)
        ended = monotonic()
        self._next = ended + max(LEAST_PAUSE, SHARE * (ended - started))
        if judgement != self._last:
            self._last = judgement
            self._observer(Judged(judgement.findings, judgement.skipped, provisional=True))
