# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which probe feeds which: the graph that the annotations draw. It must have no cycle."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import TopologicalSorter
from typing import Any

from unjam.diagnosis.declare import Probe
from unjam.diagnosis.facts.base import Fact

AnyProbe = Probe[..., Any]


class Plan:
    """The probes in an order in which each comes after those that feed it."""

    def __init__(self, probes: Iterable[AnyProbe]) -> None:
        """Raise `graphlib.CycleError` for probes that wait for each other."""
        probes = tuple(probes)
        self.producers: dict[type[Fact], list[AnyProbe]] = {}
        for probe in probes:
            for kind in probe.produces:
                self.producers.setdefault(kind, []).append(probe)
        feeders = {
            probe: [feeder for p in probe.parameters for feeder in self.producers.get(p.fact, ())]
            for probe in probes
        }
        self.probes = tuple(TopologicalSorter(feeders).static_order())

    def needed_for(self, kinds: Iterable[type[Fact]]) -> Plan:
        """Only what is needed to have these kinds of facts."""
        needed: dict[AnyProbe, None] = {}
        queue = list(kinds)
        while queue:
            for probe in self.producers.get(queue.pop(), ()):
                if probe not in needed:
                    needed[probe] = None
                    queue += [parameter.fact for parameter in probe.parameters]
        return Plan(needed)
