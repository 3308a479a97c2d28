# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Long-running work off the main loop, which can be cancelled if necessary.

    operation = Operation(connection.get_jobs, "Office", deadline=30)
    jobs = operation.run()        # a GLib main loop on this thread keeps turning meanwhile
    jobs = await operation        # asyncio
    jobs = operation.result()     # a plain blocking caller

Inside the work, `report` tells how far it is, `check` and `sleep` give a cancel its chance, and
`run_program` starts programs that die with the operation.
"""

from unjam.operations.inside import check, pause_until, report, sleep
from unjam.operations.operation import Operation
from unjam.operations.programs import Finished, Program, program, run_program
from unjam.operations.waiting import Sleeper, Waiter, waiter

__all__ = [
    "Finished",
    "Operation",
    "Program",
    "Sleeper",
    "Waiter",
    "check",
    "pause_until",
    "program",
    "report",
    "run_program",
    "sleep",
    "waiter",
]
