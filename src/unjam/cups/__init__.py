# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""libcups for Python: blocking and asyncio connections that can be cancelled."""

from unjam.cups import errors, model
from unjam.cups._libcups.records import Record, Records, Reply
from unjam.cups.aio import AsyncConnection
from unjam.cups.certificate import Certificate, Trust, TrustCallback
from unjam.cups.connection import Connection
from unjam.cups.model import Encryption
from unjam.cups.password import Credentials, PasswordCallback, PasswordRequest
from unjam.cups.pool import AsyncPool
from unjam.cups.streams import Destination

__all__ = [
    "AsyncConnection",
    "AsyncPool",
    "Certificate",
    "Connection",
    "Credentials",
    "Destination",
    "Encryption",
    "PasswordCallback",
    "PasswordRequest",
    "Record",
    "Records",
    "Reply",
    "Trust",
    "TrustCallback",
    "errors",
    "model",
]
