# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""GIO's asynchronous functions, awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any


async def finished(
    begin: Callable[[Callable[..., None]], object], finish: Callable[[Any], Any]
) -> Any:  # noqa: ANN401 - whatever GIO returns
    """Await an asynchronous function of GIO's kind. Raises what `finish` raises."""
    result: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def done(_source: object, answer: object, *_data: object) -> None:
        if not result.done():
            result.set_result(answer)

    begin(done)
    return finish(await result)
