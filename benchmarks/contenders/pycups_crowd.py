# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""pycups, in a crowd."""

from __future__ import annotations

import cups  # type: ignore[import-not-found]
from benchmarks.crowd import main


class Client:
    def __init__(self, port: int, user: str) -> None:
        self._user = user
        cups.setUser(user)
        cups.setPasswordCB2(self._password)
        self._connection = cups.Connection(host="127.0.0.1", port=port)

    def _password(self, *_: object) -> str:
        return f"pw-{self._user}"

    def call(self) -> str:
        return str(self._connection.getPrinterAttributes("bench")["printer-name"])

    def close(self) -> None:
        del self._connection


if __name__ == "__main__":
    main(Client)
