# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam doctor --fix`: offer each remedy, ask, apply, verify; look again; until nothing is left.

Without consent nothing is changed. Consent is a person's yes to one remedy, or --yes, which counts
for safe and reversible remedies of problems only: what is merely worth knowing may be meant so. No
remedy is tried twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from rich.console import Console
from rich.text import Text

from unjam.actions import ActionError, Executor, World
from unjam.actions.places import places_of
from unjam.auth import Asker, AsyncAuthenticator, TerminalPrompt
from unjam.cli import asking
from unjam.cli.doctor_view import show_verdict, weight
from unjam.cli.examination import Examination
from unjam.cli.render import plain, prose, shell, unicode_capable
from unjam.cli.words import _
from unjam.cups.errors import CupsError
from unjam.diagnosis.model import Diagnosis, Finding, Severity
from unjam.diagnosis.remedies import Remedy

ROUNDS = 5
"""How often it looks again: a remedy may bring to light what it covered."""


class Result(StrEnum):
    """What became of one remedy."""

    DONE = "done"
    WITHOUT_EFFECT = "without-effect"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_ALLOWED = "not-allowed"


@dataclass(frozen=True, slots=True)
class Repair:
    """One remedy, for which finding, and what became of it."""

    finding: Finding
    remedy: Remedy
    result: Result
    detail: str = ""


class Consent:
    """Whether this remedy may be carried out."""

    def __init__(self, *, yes: bool) -> None:
        self.yes = yes
        self.asks = asking.somebody() and not yes
        self.stopped = False

    async def given(self, finding: Finding, remedy: Remedy) -> bool:
        """Decide, asking the person if there is one."""
        if self.yes:
            return is_problem(finding) and remedy.safe and remedy.reversible
        if not self.asks or self.stopped:
            return False
        answer = await asking.line(_("    Do it now? [y/N/q]"))
        self.stopped = answer is None or answer.lower() in (_("q"), "q")
        return (answer or "").lower() in ("y", "yes", _("y"), _("yes"))


def is_problem(finding: Finding) -> bool:
    """Whether something is wrong for certain; a hint may be just what its owner wants."""
    return finding.severity is not Severity.INFO


@dataclass(slots=True)
class Mender:
    """One session of repairs on one server."""

    executor: Executor
    consent: Consent
    target: Console
    look_again: Callable[[], Awaitable[Diagnosis]]
    repairs: list[Repair] = field(default_factory=list)
    _offered: set[Remedy] = field(default_factory=set)

    async def mend(self, diagnosis: Diagnosis) -> Diagnosis:
        """Repair what may be repaired. Returns the last diagnosis."""
        for _round in range(ROUNDS):
            findings = sorted(diagnosis.findings, key=weight)
            done = [await self._mend_finding(finding) for finding in findings]
            if not any(done):
                break
            diagnosis = await self.look_again()
        return diagnosis

    async def _mend_finding(self, finding: Finding) -> bool:
        """Offer a finding's remedies in turn until one is carried out."""
        remedies = [r for r in finding.remedies if r.automatic and r not in self._offered]
        if not remedies:
            return False
        prose(self.target, Text(plain(finding.summary), style="bold"))
        for remedy in remedies:
            self._offered.add(remedy)
            if await self._offer(finding, remedy):
                return True
        return False

    async def _offer(self, finding: Finding, remedy: Remedy) -> bool:
        try:
            preview = self.executor.preview(remedy)
        except ActionError as problem:
            self._note(finding, remedy, Result.FAILED, str(problem))
            return False
        prose(
            self.target, "→ " if unicode_capable(self.target) else "> ", preview.summary, indent=2
        )
        for sentence in preview.sentences:
            prose(self.target, Text(plain(sentence), style="dim"), indent=4)
        if preview.command:
            prose(self.target, Text("$ " + plain(shell(preview.command)), style="dim"), indent=4)
        if not await self.consent.given(finding, remedy):
            self._note(finding, remedy, Result.NOT_ALLOWED, self._why_not(finding, remedy))
            return False
        return await self._apply(finding, remedy)

    def _why_not(self, finding: Finding, remedy: Remedy) -> str:
        if self.consent.asks:
            return _("Left as it is.")
        if self.consent.yes and not is_problem(finding):
            return _("Not done: this may be intended; somebody has to say that it is not.")
        if self.consent.yes and not remedy.reversible:
            return _("Not done: it cannot be undone, so somebody has to agree to it.")
        if self.consent.yes:
            return _("Not done: somebody has to look at it and agree.")
        return _("Not done: nobody was asked. --yes does what is safe and can be undone.")

    async def _apply(self, finding: Finding, remedy: Remedy) -> bool:
        try:
            await self.executor.apply(remedy)
            check = await self.executor.verify(remedy)
        except (ActionError, CupsError) as problem:
            settled = not any(entry.remedy == remedy for entry in self.executor.unsettled)
            result = Result.FAILED if settled else Result.UNKNOWN
            self._note(finding, remedy, result, self._failure(problem))
            return result is Result.UNKNOWN
        if check.holds:
            self._note(finding, remedy, Result.DONE, _("Done, and checked."))
        else:
            seen = "; ".join(f"{e.asked}: {e.answer}" for e in check.evidence)
            text = _("Done, but without effect: {seen}").format(seen=seen)
            self._note(finding, remedy, Result.WITHOUT_EFFECT, text)
        return True

    @staticmethod
    def _failure(problem: ActionError | CupsError) -> str:
        command = getattr(problem, "command", ())
        by_hand = _(" By hand: {command}").format(command=shell(command)) if command else ""
        return f"{problem}{by_hand}"

    def _note(self, finding: Finding, remedy: Remedy, result: Result, detail: str) -> None:
        self.repairs.append(Repair(finding, remedy, result, detail))
        style = {Result.DONE: "green", Result.NOT_ALLOWED: "dim"}.get(result, "yellow")
        prose(self.target, Text(plain(detail), style=style), indent=4)

    def tell_unsettled(self) -> None:
        """Name what was begun and whose outcome nobody knows."""
        for entry in self.executor.unsettled:
            what = self.executor.preview(entry.remedy).summary
            text = _("Stopped in the middle: “{what}”. Whether it was done is not known.")
            prose(self.target, Text(plain(text.format(what=what)), style="bold yellow"))


async def mend(
    examination: Examination,
    look_again: Callable[[], Awaitable[Diagnosis]],
    *,
    yes: bool,
    target: Console,
) -> tuple[Diagnosis, list[Repair]]:
    """Repair what was found, on consent; say what was done and how it stands now."""
    server, environ = examination.env.server, examination.env.environ
    async with examination.env.connect() as connection:
        asker = Asker(TerminalPrompt()) if asking.somebody() else None
        world = World(connection, AsyncAuthenticator(server, asker), asking.values, environ)
        world.places = await places_of(examination.env)
        mender = Mender(Executor(world), Consent(yes=yes), target, look_again)
        try:
            diagnosis = await mender.mend(examination.diagnosis)
        finally:
            mender.tell_unsettled()
    if diagnosis is not examination.diagnosis:
        show_verdict(target, diagnosis)
    return diagnosis, mender.repairs
