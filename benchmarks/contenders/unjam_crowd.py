# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The binding of this house, in a crowd."""

from __future__ import annotations

from benchmarks.crowd import main
from unjam.cups import Connection, Credentials, PasswordRequest


class Client:
    def __init__(self, port: int, user: str) -> None:
        self._user = user
        self._connection = Connection(f"127.0.0.1:{port}", user=user, password=self._password)

    def _password(self, request: PasswordRequest) -> Credentials:
        return Credentials(request.user, f"pw-{self._user}")

    def call(self) -> str:
        return str(self._connection.get_printer_attributes("bench")["printer-name"])

    def close(self) -> None:
        self._connection.close()


if __name__ == "__main__":
    main(Client)
