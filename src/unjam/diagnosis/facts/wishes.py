# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about what is asked of a printer: by a queue's defaults, or by one job."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class MediaWish(Fact):
    """The paper asked for, and from where. Scope: (queue,) its defaults, (queue, job) a job's."""

    queue: str
    media: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One option of a job, and the values that the queue offers for it."""

    option: str
    value: str
    supported: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobWishes(Fact):
    """The options of an active job that a queue can offer or not. Scope: (queue, job)."""

    wishes: tuple[Wish, ...]
