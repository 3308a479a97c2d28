# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A report made fit to be shared: with the redactor that bundles go through, slice by slice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unjam.app.tasks import in_slices
from unjam.diagnosis.bundle import redactor_of
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.redact import Redactor

SLICE = 20
"""Facts or lines between two turns of the main loop."""


@dataclass(frozen=True, slots=True)
class Shareable:
    """A text in two forms: with names but no password, and without either."""

    named: str
    nameless: str
    changed: int
    """How many lines differ."""


async def shareable(
    text: str, facts: Facts, env: Env, known: Iterable[tuple[str, str]] = ()
) -> Shareable:
    """Hide in `text` what identifies a person or opens a door, consistently.

    `known` is what the window knows besides the facts, with its kind: of a look that was stopped
    there are none.
    """
    lines = text.splitlines()
    bare, knowing = Redactor(), redactor_of(env)
    for kind, word in known:
        knowing.learn(kind, word)
    await in_slices(facts, lambda fact: knowing.learn_facts(Facts([fact])), SLICE)
    await in_slices(lines, knowing.learn_text, SLICE)
    named = await in_slices(lines, bare.text, SLICE)
    nameless = await in_slices(lines, knowing.text, SLICE)
    changed = sum(one != other for one, other in zip(named, nameless, strict=True))
    return Shareable("\n".join(named) + "\n", "\n".join(nameless) + "\n", changed)
