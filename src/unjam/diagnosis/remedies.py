# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Remedies as data: what would put a finding right. `unjam.actions` carries them out.

A remedy is `automatic` when a program may do it, on consent; otherwise it is an instruction to a
person. It is `reversible` when carrying it out yields an undo. No remedy lowers security.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Remedy:
    """The root of all remedies; its subclasses carry the operands."""

    id: ClassVar[str] = ""
    automatic: ClassVar[bool] = True
    reversible: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ResumeQueue(Remedy):
    """Resume-Printer (RFC 8011, 4.2.8): let a stopped queue print again."""

    id: ClassVar[str] = "resume-queue"
    queue: str


@dataclass(frozen=True, slots=True)
class AcceptJobs(Remedy):
    """CUPS-Accept-Jobs: let a queue take new jobs again."""

    id: ClassVar[str] = "accept-jobs"
    queue: str


@dataclass(frozen=True, slots=True)
class Instruction(Remedy):
    """Something that only a person can do, in words, and perhaps the command to run."""

    id: ClassVar[str] = "instruction"
    automatic: ClassVar[bool] = False
    reversible: ClassVar[bool] = False
    text: str
    command: tuple[str, ...] = ()
