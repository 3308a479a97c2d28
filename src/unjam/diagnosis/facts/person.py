# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about the person who asks, and the surroundings of their programs."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class Person(Fact):
    """Who asks, as the print server sees it.

    `groups` are those on this machine; everybody has one, so none means that they are not known.
    """

    user: str
    uid: int
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppSandbox(Fact):
    """The program runs confined: in a Flatpak or a snap. `permissions` is what it says of that."""

    kind: str
    name: str
    permissions: str
    may_print: bool


@dataclass(frozen=True, slots=True)
class KerberosTicket(Fact):
    """Whether this person has a valid Kerberos ticket; asked only where a queue wants one."""

    valid: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Locale(Fact):
    """The paper that the person's locale stands for, and the variable that says so."""

    variable: str
    value: str
    paper: str
    """iso_a4_210x297mm or na_letter_8.5x11in."""
