# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The service that a `dnssd:` URI names: instance, type and domain (RFC 6763, 4.1)."""

from __future__ import annotations

import re
from typing import NamedTuple

_SERVICE = re.compile(r"^(?P<name>.+?)\.(?P<type>_[a-z0-9-]+\._(?:tcp|udp))\.?(?P<domain>.*?)\.?$")
IPP_TYPES = {"_ipp._tcp": False, "_ipps._tcp": True}
"""The types of printers that are asked in IPP, and whether with TLS from the start."""


class Service(NamedTuple):
    """One announced service, as `Brother MFC`, `_ipp._tcp`, `local`."""

    name: str
    type: str
    domain: str


def read_service(full_name: str) -> Service | None:
    """Split a service's full name; None for an ordinary host name."""
    match = _SERVICE.match(full_name)
    if match is None:
        return None
    return Service(match["name"], match["type"], match["domain"] or "local")


def read_resource(texts: list[bytes]) -> str:
    """Return the path in a service's TXT record (`rp`, Bonjour Printing 1.2.1, 9.2.1)."""
    for text in texts:
        key, _equals, value = text.partition(b"=")
        if key.lower() == b"rp":
            return "/" + value.decode("utf-8", "replace").lstrip("/")
    return "/"
