# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about the person's own side: which server and which default printer their programs use."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.server import Attempt


@dataclass(frozen=True, slots=True)
class ClientServer(Fact):
    """Where it is set that programs talk to this server; `source` is a path or a variable's name.

    `default_attempt` is how connecting to this machine's own server went.
    """

    value: str
    source: str
    line: str = ""
    """The line of the file, verbatim."""
    default_attempt: Attempt | None = None


@dataclass(frozen=True, slots=True)
class DefaultSetting:
    """A default printer as somebody set it; `queue` is without the instance ("Office/draft")."""

    queue: str
    source: str
    """A variable's name, or the path of an lpoptions file."""


@dataclass(frozen=True, slots=True)
class ClientDefaults(Fact):
    """The person's default printers, the strongest first."""

    settings: tuple[DefaultSetting, ...] = ()
    unlisted: tuple[str, ...] = ()
    """Defaults that are queues which the server does not list for this person."""


@dataclass(frozen=True, slots=True)
class Destinations(Fact):
    """What programs offer besides the queues: printers found on the network. Scope: ().

    They are looked for only when the default names no queue.
    """

    destinations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedOptions:
    """What an lpoptions file sets for one destination (perhaps of an instance)."""

    path: str
    queue: str
    instance: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClientOptions(Fact):
    """The person's saved options of all destinations."""

    saved: tuple[SavedOptions, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedChoice:
    """One saved option, and the values that the destination offers; empty: it does not tell."""

    path: str
    destination: str
    option: str
    value: str
    supported: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedChoices(Fact):
    """The person's saved options of one queue against what it offers. Scope: (queue,)."""

    choices: tuple[SavedChoice, ...]
