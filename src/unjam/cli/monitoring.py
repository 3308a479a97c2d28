# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""For monitoring systems: a plug-in's line for Nagios and its kin, a textfile for Prometheus.

The plug-in speaks as the Monitoring Plugins Development Guidelines ask: one line with performance
data after the bar, details below, and 0/1/2/3 for OK, WARNING, CRITICAL, UNKNOWN.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from unjam.cli.contract import not_checked
from unjam.cli.render import one_line
from unjam.diagnosis.model import Diagnosis, Severity, Verdict

OK, WARNING, CRITICAL, UNKNOWN = range(4)
Sample = tuple[dict[str, object], float]
Samples = Callable[[Diagnosis], Iterable[Sample]]
WORDS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")


def nagios(diagnoses: Sequence[Diagnosis]) -> tuple[int, str]:
    """Return the plug-in's status and its text."""
    status = _worst([_status(diagnosis) for diagnosis in diagnoses])
    problems = [(d, f) for d in diagnoses for f in d.problems]
    head = f"UNJAM {WORDS[status]} - {_headline(diagnoses, len(problems))}"
    details = [
        f"{f.severity}: {d.server}: {f.id} {f.subject.name}: {f.summary}" for d, f in problems
    ]
    lines = [_harmless(head) + " | " + _performance(diagnoses), *map(_harmless, details)]
    return status, "\n".join(lines)


def _status(diagnosis: Diagnosis) -> int:
    severities = {finding.severity for finding in diagnosis.findings}
    if Severity.ERROR in severities:
        return CRITICAL
    if Severity.WARNING in severities:
        return WARNING
    return UNKNOWN if diagnosis.verdict is Verdict.INCOMPLETE else OK


def _worst(statuses: Sequence[int]) -> int:
    """CRITICAL is worse than WARNING, and either than not knowing."""
    return max(statuses, key=(OK, UNKNOWN, WARNING, CRITICAL).index, default=UNKNOWN)


def _headline(diagnoses: Sequence[Diagnosis], problems: int) -> str:
    names = [d.server for d in diagnoses if d.problems] or [d.server for d in diagnoses]
    where = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    if problems:
        return f"{problems} problem{'s' * (problems != 1)} on {where}"
    if any(diagnosis.verdict is Verdict.INCOMPLETE for diagnosis in diagnoses):
        return f"not everything could be checked on {where}"
    return f"nothing is wrong on {where}"


def _performance(diagnoses: Sequence[Diagnosis]) -> str:
    count = dict.fromkeys(Severity, 0)
    for diagnosis in diagnoses:
        for finding in diagnosis.findings:
            count[finding.severity] += 1
    seconds = max((diagnosis.duration_seconds for diagnosis in diagnoses), default=0.0)
    errors, warnings, notes = (count[severity] for severity in Severity)
    return (
        f"errors={errors};;0;0 warnings={warnings};0;;0 notes={notes};;;0 time={seconds:.3f}s;;;0"
    )


def _harmless(text: str) -> str:
    """One line without the bar, which begins the performance data."""
    return one_line(text).replace("|", "¦")


def prometheus(diagnoses: Sequence[Diagnosis], now: float | None = None) -> str:
    """Return the text exposition format, for node_exporter's textfile collector."""
    stamp = round(time.time() if now is None else now, 3)
    families: tuple[tuple[str, str, Samples], ...] = (
        ("finding", "A finding of the doctor; 1 while it is there.", _findings),
        ("findings", "How many findings there are, by severity.", _numbers),
        ("verdict", "1 for the verdict that holds: healthy, problems, incomplete.", _verdicts),
        ("not_checked", "How many checks could not be made.", _not_checked),
        ("duration_seconds", "How long the diagnosis took.", _durations),
        ("timestamp_seconds", "When the diagnosis was made.", lambda _d: [({}, stamp)]),
    )
    return "".join(
        line
        for name, about, samples in families
        for line in _family(f"unjam_{name}", about, samples, diagnoses)
    )


def _findings(diagnosis: Diagnosis) -> Iterator[Sample]:
    for finding in diagnosis.findings:
        subject = {"kind": finding.subject.kind, "subject": finding.subject.name}
        yield {"id": finding.id, "severity": finding.severity, **subject}, 1


def _numbers(diagnosis: Diagnosis) -> Iterator[Sample]:
    for severity in Severity:
        number = sum(finding.severity is severity for finding in diagnosis.findings)
        yield {"severity": severity}, number


def _verdicts(diagnosis: Diagnosis) -> Iterator[Sample]:
    for verdict in Verdict:
        yield {"verdict": verdict}, int(diagnosis.verdict is verdict)


def _not_checked(diagnosis: Diagnosis) -> Iterator[Sample]:
    yield {}, len(not_checked(diagnosis))


def _durations(diagnosis: Diagnosis) -> Iterator[Sample]:
    yield {}, round(diagnosis.duration_seconds, 3)


def _family(
    name: str,
    about: str,
    samples: Samples,
    diagnoses: Sequence[Diagnosis],
) -> Iterator[str]:
    """One metric for all servers; the format forbids the same sample twice."""
    yield f"# HELP {name} {about}\n# TYPE {name} gauge\n"
    lines = [
        _sample(name, {"server": diagnosis.server, **labels}, value)
        for diagnosis in diagnoses
        for labels, value in samples(diagnosis)
    ]
    yield from dict.fromkeys(lines)


def _sample(name: str, labels: Mapping[str, object], value: float) -> str:
    pairs = ",".join(f'{key}="{_escaped(str(label))}"' for key, label in labels.items())
    return f"{name}{{{pairs}}} {value}\n"


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
