# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How the window reaches a print server: as the person's other programs do."""

from __future__ import annotations

import pytest

from unjam.app.session import usual
from unjam.cups import Encryption, errors


def test_the_persons_encryption_is_for_every_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_ENCRYPTION", "Required")
    assert usual("other")().encryption is Encryption.REQUIRED
    assert usual(None)().encryption is Encryption.REQUIRED


def test_a_default_that_is_no_server_harms_only_who_takes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "no server:x")
    assert usual("other")().server == "other:631"
    with pytest.raises(errors.InvalidServer):
        usual(None)
