# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from typing import Any

from unjam.cups._libcups.body import Body

def decode(body: Body) -> tuple[list[tuple[int, dict[str, Any]]], bytes] | None: ...
