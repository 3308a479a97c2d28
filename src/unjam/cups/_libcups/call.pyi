# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from typing import Self

CANCELLED: int
OUT_OF_TIME: int
CLOSED: int

class Call:
    def __new__(cls, deadline: float | None = None, attentive: bool = False) -> Self: ...
    def stop(self, reason: int) -> bool: ...
    @property
    def reason(self) -> int: ...
    @property
    def remaining(self) -> float | None: ...
