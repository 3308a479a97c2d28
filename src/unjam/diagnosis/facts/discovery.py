# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How printers announce themselves on the local network (DNS-SD), and who hears it."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class Avahi(Fact):
    """The DNS-SD service of this machine. Scope: (). `version` is empty when it does not run."""

    version: str

    @property
    def running(self) -> bool:
        """Whether anybody on the bus answers to Avahi's name."""
        return bool(self.version)


@dataclass(frozen=True, slots=True)
class LostName(Fact):
    """A `.local` name that the name service does not know, and whether Avahi runs. (queue,)."""

    host: str
    avahi_running: bool


@dataclass(frozen=True, slots=True)
class AvahiAnswer(Fact):
    """What Avahi makes of a device's name that the name service does not know. Scope: (queue,)."""

    host: str
    address: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class UnicastTwin(Fact):
    """The same host name without `.local`, asked of the ordinary name service. Scope: (queue,)."""

    host: str
    addresses: tuple[str, ...]
    reachable: bool = False


@dataclass(frozen=True, slots=True)
class FirewallZone:
    """One active zone of firewalld."""

    name: str
    interfaces: tuple[str, ...]
    allows_mdns: bool


@dataclass(frozen=True, slots=True)
class Firewall(Fact):
    """The active zones of firewalld. Scope: ()."""

    zones: tuple[FirewallZone, ...]


ADDED = (" @ ", " #", " (")
"""What cupsd and the services of discovery put between a label and what they add."""
NEARLY_FULL = 60
"""Octets of a name that was cut off: 63, or less where the last character did not fit."""


@dataclass(frozen=True, slots=True)
class SharedQueue:
    """A queue that is to be announced, and the name that it has then (before "@ host")."""

    name: str
    label: str

    def is_announced_as(self, name: str) -> bool:
        """Whether this is its name on the network, with its host or with a number to tell it apart.

        A name has room for 63 octets (RFC 6763, 4.1.1); of a longer one the beginning is left.
        """
        if name == self.label or name.startswith(tuple(self.label + end for end in ADDED)):
            return True
        return len(name.encode()) >= NEARLY_FULL and f"{self.label} @ ".startswith(name)


@dataclass(frozen=True, slots=True)
class Announced(Fact):
    """The names under which IPP printers and queues announce themselves just now. Scope: ()."""

    names: tuple[str, ...]
    seconds: float
    shared: tuple[SharedQueue, ...] = ()
    """The queues of this server that are marked as shared."""
