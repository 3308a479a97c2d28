# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The exit statuses, the same for every command."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """What the shell gets to know."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    INCOMPLETE = 3
    CANCELLED = 130
    READER_GONE = 141
