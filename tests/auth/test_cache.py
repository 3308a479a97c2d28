# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What was entered is found again, for its server only, until it is refused."""

from __future__ import annotations

from unjam.auth import CredentialsCache
from unjam.cups import Credentials

ANN, BEN = Credentials("ann", "a-secret"), Credentials("ben", "b-secret")


def test_by_server_port_and_user() -> None:
    cache = CredentialsCache()
    cache.put("office", 631, ANN)
    cache.put("office", 631, BEN)
    assert cache.find("office", 631) == BEN
    assert cache.find("office", 631, user="ann") == ANN
    assert cache.find("office", 631, user="nobody") == BEN
    assert cache.find("office", 632) is None
    assert cache.find("lab", 631) is None
    assert cache.find("office", 631, user="ann", without=[ANN]) == BEN


def test_refused_ones_are_forgotten_newer_ones_are_not() -> None:
    cache = CredentialsCache()
    cache.put("office", 631, ANN)
    newer = Credentials("ann", "newer")
    cache.put("office", 631, newer)
    cache.forget("office", 631, ANN)
    assert cache.find("office", 631) == newer
    cache.forget("office", 631, newer)
    cache.forget("office", 631, newer)
    assert cache.find("office", 631) is None
    cache.put("office", 631, BEN)
    cache.clear()
    assert len(cache) == 0


def test_no_secret_is_shown() -> None:
    cache = CredentialsCache()
    cache.put("office", 631, ANN)
    assert "secret" not in repr(cache) + repr(ANN) + str(ANN)
