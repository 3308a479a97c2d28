# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""pyipp: pure Python on asyncio, and everything converted."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable

from pyipp import IPP
from pyipp.enums import IppOperation

from benchmarks.harness import main


def case(operation: IppOperation) -> Callable[[str, int], Callable[[], object]]:
    def connected(host: str, port: int) -> Callable[[], object]:
        loop = asyncio.new_event_loop()

        async def ask() -> object:
            message = {"operation-attributes-tag": {"requested-attributes": ["all"]}}
            return await client.execute(operation, message)

        async def make() -> IPP:
            return IPP(host=host, port=port, base_path="/", request_timeout=120)

        client = loop.run_until_complete(make())
        atexit.register(lambda: loop.run_until_complete(client.close()))
        return lambda: loop.run_until_complete(ask())

    return connected


if __name__ == "__main__":
    main(
        {
            "jobs": case(IppOperation.GET_JOBS),
            "jobs-all": case(IppOperation.GET_JOBS),
            "printers": case(IppOperation.CUPS_GET_PRINTERS),
            "printer": case(IppOperation.GET_PRINTER_ATTRIBUTES),
        }
    )
