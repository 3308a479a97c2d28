# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

CANCELLED: int
OUT_OF_TIME: int
CLOSED: int

class Call:
    def __init__(self, deadline: float | None = None, attentive: bool = False) -> None: ...
    def stop(self, reason: int) -> bool: ...
    @property
    def reason(self) -> int: ...
    @property
    def remaining(self) -> float | None: ...
