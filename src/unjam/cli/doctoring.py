# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What `unjam doctor` does, from the request to the exit status."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unjam.cli.checklist import watching
from unjam.cli.contract import document, repair
from unjam.cli.doctor_view import show_diagnosis
from unjam.cli.examination import (
    Examination,
    Order,
    examine_server,
    examine_servers,
    open_envs,
)
from unjam.cli.failure import WrongUsageError
from unjam.cli.loans import settle_loans
from unjam.cli.mending import Repair, mend
from unjam.cli.render import console, errors
from unjam.cli.report import insist_on_kind, redactor_for, write_report
from unjam.cli.saving import save, say_replaced
from unjam.cli.servers import Roll, distinct, from_file
from unjam.cli.status import Status
from unjam.cli.words import _
from unjam.diagnosis.model import Diagnosis, Verdict
from unjam.diagnosis.redact import Redactor


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The command line, as it was typed."""

    queues: tuple[str, ...] = ()
    server: tuple[str, ...] = ()
    servers: Path | None = None
    cups_files: Path | None = None
    timeout: float = 30.0
    fix: bool = False
    yes: bool = False
    verbose: bool = False
    format: str | None = None
    output: Path | None = None
    report: Path | None = None
    names: bool = False
    bundle: Path | None = None
    offline: Path | None = None

    @property
    def all_servers(self) -> list[str]:
        """The servers that were named; empty: the usual one."""
        listed = from_file(self.servers) if self.servers else []
        return distinct([*self.server, *listed])

    @property
    def order(self) -> Order:
        """What to look at."""
        return Order(self.queues, self.cups_files, self.timeout)


async def doctor(request: Request) -> int:
    """Look, say, repair on consent. Raises `CommandError`."""
    if request.report:
        insist_on_kind(request.report)
    if request.offline:
        from unjam.cli.bundles import judge_file

        return _publish(request, [judge_file(request.offline)], [])
    servers = request.all_servers
    await settle_loans()
    if len(servers) > 1:
        return await _several(request, servers)
    return await _one(request, servers[0] if servers else None)


async def _several(request: Request, servers: Sequence[str]) -> int:
    if request.queues or request.fix or request.bundle:
        message = _("QUEUE, --fix and --bundle want a single server.")
        raise WrongUsageError(message)
    envs = await open_envs(servers, request.order)
    if request.format:
        looks = await examine_servers(envs, request.order, lambda _known: None)
        return _publish(request, [look.diagnosis for look in looks], looks)
    roll = Roll(console(), [env.server for env in envs], verbose=request.verbose)
    looks = await examine_servers(envs, request.order, roll.tell)
    diagnoses = [look.diagnosis for look in looks]
    roll.sum_up(diagnoses)
    return _publish(request, diagnoses, looks, shown=True)


async def _one(request: Request, server: str | None) -> int:
    with watching() as observer:
        examination = await examine_server(server, request.order, observer=observer)
    if request.bundle:
        from unjam.cli.bundles import offer_bundle

        await offer_bundle(examination.env, examination.facts, request.bundle, yes=request.yes)
    if not request.fix:
        return _publish(request, [examination.diagnosis], [examination])
    if not request.format:
        show_diagnosis(console(), examination.diagnosis, verbose=request.verbose)
        console().print()
    diagnosis, repairs = await _mend(request, examination, server)
    return _publish(request, [diagnosis], [examination], repairs, shown=True)


async def _mend(
    request: Request, examination: Examination, server: str | None
) -> tuple[Diagnosis, list[Repair]]:
    """Repair, on consent. The text goes to standard error where data goes to standard output."""

    async def look_again() -> Diagnosis:
        return (await examine_server(server, request.order)).diagnosis

    target = errors() if request.format else console()
    return await mend(examination, look_again, yes=request.yes, target=target)


def _publish(
    request: Request,
    diagnoses: Sequence[Diagnosis],
    looks: Sequence[Examination],
    repairs: Sequence[Repair] | None = None,
    *,
    shown: bool = False,
) -> int:
    """Say it in the wanted form, write the report, and return the status."""
    if request.report:
        redactor = Redactor() if request.names else redactor_for(looks)
        write_report(request.report, diagnoses, redactor)
        say_replaced(redactor.replaced)
    status, text = _formatted(request, diagnoses, repairs)
    if text is None:
        if not shown:
            live = request.offline is None
            show_diagnosis(console(), diagnoses[0], verbose=request.verbose, live=live)
    elif request.output:
        save(request.output, text)
    else:
        print(text, end="")  # noqa: T201 - data, not words
    return status


def _formatted(
    request: Request, diagnoses: Sequence[Diagnosis], repairs: Sequence[Repair] | None
) -> tuple[int, str | None]:
    """Return the status and the text of a machine's format; None where a person reads."""
    if request.format == "json":
        return status_of(diagnoses), _json(diagnoses, repairs)
    if request.format == "nagios":
        from unjam.cli.monitoring import nagios

        status, text = nagios(diagnoses)
        return status, text + "\n"
    if request.format == "prometheus":
        from unjam.cli.monitoring import prometheus

        return status_of(diagnoses), prometheus(diagnoses)
    return status_of(diagnoses), None


def _json(diagnoses: Sequence[Diagnosis], repairs: Sequence[Repair] | None) -> str:
    """Version 1 of the contract: one document, or an array of them for several servers."""
    found: list[dict[str, Any]] = [document(diagnosis) for diagnosis in diagnoses]
    if repairs is not None:
        found[0]["repairs"] = [repair(each) for each in repairs]
    return json.dumps(found if len(found) > 1 else found[0], ensure_ascii=False, indent=2) + "\n"


def status_of(diagnoses: Sequence[Diagnosis]) -> Status:
    """Return the worst of them: problems, then incompleteness."""
    verdicts = {diagnosis.verdict for diagnosis in diagnoses}
    if Verdict.PROBLEMS in verdicts:
        return Status.PROBLEMS
    return Status.INCOMPLETE if Verdict.INCOMPLETE in verdicts else Status.OK
