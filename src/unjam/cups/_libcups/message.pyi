# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from unjam.cups._libcups.body import Body

_Attributes: TypeAlias = Iterable[tuple[str, int, Sequence[Any]]]
_Options: TypeAlias = Mapping[str, str | tuple[str, ...]]

def encode(
    operation: int, request_id: int, groups: Iterable[tuple[int, _Attributes, _Options]]
) -> Body: ...
