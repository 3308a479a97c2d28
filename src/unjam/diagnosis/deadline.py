# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How long a probe may wait for an answer when the person gave the whole diagnosis little time."""

from __future__ import annotations

from contextvars import ContextVar
from time import monotonic

ends_at: ContextVar[float | None] = ContextVar("unjam_diagnosis_ends_at", default=None)
"""When the running diagnosis ends, in the clock of `time.monotonic`; None: open."""

SHARE = 0.7
"""Of the time left, so that there is some for telling of the silence."""


def patience(most: float, least: float = 1.0) -> float:
    """Return the seconds to wait for one answer: no more than `most`, less where time is short.

    Never less than `least` (or `most`): a shorter silence proves nothing.
    """
    end = ends_at.get()
    if end is None:
        return most
    return min(most, max(least, SHARE * (end - monotonic())))
