# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""PORT COUNT: cancel so many requests while other threads go about their business.

Harmed is a bystander whose request failed, or a cancelled connection that is of no use afterwards.
"""

from __future__ import annotations

import json
import random
import sys
import threading

from benchmarks.harness import Heartbeat
from unjam.cups import Connection
from unjam.cups.errors import Cancelled, CupsError
from unjam.operations import Operation, sleep

BYSTANDERS, CANCELLERS = 4, 6


class Harm:
    def __init__(self, port: int, count: int) -> None:
        self._server = f"127.0.0.1:{port}"
        self._left = count
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.cancelled = self.too_late = self.bystanders = 0
        self.harmed: list[str] = []

    def _ask(self, connection: Connection) -> None:
        record = connection.get_printer_attributes("bench")
        if record["printer-name"] != "queue-001":
            raise LookupError(f"a stranger's answer: {record!r:.80}")

    def stand_by(self) -> None:
        with Connection(self._server, user="bystander") as connection:
            while not self._over.is_set():
                try:
                    self._ask(connection)
                except (CupsError, LookupError) as error:
                    self.harmed.append(f"bystander: {error!r}")
                with self._lock:
                    self.bystanders += 1

    def _take(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left >= 0

    def cancel_many(self, seed: int) -> None:
        rng = random.Random(seed)
        connection = Connection(self._server, user="victim")
        while self._take():
            operation = Operation(self._ask, connection)
            sleep(rng.random() * 0.004)
            operation.cancel()
            outcome = operation.exception()
            with self._lock:
                self.cancelled += isinstance(outcome, Cancelled)
                self.too_late += outcome is None
            if outcome is not None and not isinstance(outcome, Cancelled):
                self.harmed.append(f"victim: {outcome!r}")
            if rng.random() < 0.2:
                try:
                    self._ask(connection)
                except (CupsError, LookupError) as error:
                    self.harmed.append(f"afterwards: {error!r}")
        connection.close()

    def run(self) -> None:
        bystanders = [threading.Thread(target=self.stand_by) for _ in range(BYSTANDERS)]
        cancellers = [
            threading.Thread(target=self.cancel_many, args=(seed,)) for seed in range(CANCELLERS)
        ]
        for thread in [*bystanders, *cancellers]:
            thread.start()
        for thread in cancellers:
            thread.join()
        self._over.set()
        for thread in bystanders:
            thread.join()


def main() -> None:
    harm = Harm(int(sys.argv[1]), int(sys.argv[2]))
    with Heartbeat() as heart:
        harm.run()
    print(
        json.dumps(
            {
                "cancelled": harm.cancelled,
                "too_late": harm.too_late,
                "bystanders": harm.bystanders,
                "harmed": len(harm.harmed),
                "examples": harm.harmed[:5],
                "p99": heart.p99,
            }
        )
    )


if __name__ == "__main__":
    main()
