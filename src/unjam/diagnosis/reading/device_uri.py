# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A queue's device URI taken apart: which backend, which host, which port, which resource.

Default ports are those of httpSeparateURI in libcups, which is what the backends use. Nothing is
looked up, and a URI that makes no sense gives a `DeviceUri` without a host.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

DEFAULT_PORTS = {"ipp": 631, "ipps": 631, "http": 80, "https": 443, "socket": 9100, "lpd": 515}
"""The schemes that name a host and a TCP port, and the port that CUPS takes when none is given."""

IPP_SCHEMES = frozenset({"ipp", "ipps", "http", "https"})
"""The schemes of the ipp backend: the device there is asked in IPP."""

TLS_SCHEMES = frozenset({"ipps", "https"})

BUILT_IN = frozenset({"file"})
"""Schemes that cupsd serves itself, without a backend program."""


@dataclass(frozen=True, slots=True)
class DeviceUri:
    """The parts of one device URI. `host` is empty where the scheme names no host.

    `options` holds the query in order; `query_host` is the address that HPLIP's `hp:` URIs and
    others keep there (`hp:/net/Model?ip=192.0.2.1`).
    """

    uri: str
    scheme: str
    host: str = ""
    port: int = 0
    resource: str = ""
    options: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_ipp(self) -> bool:
        """Whether the device can be asked in IPP at this address."""
        return self.scheme in IPP_SCHEMES and bool(self.host)

    @property
    def encrypted(self) -> bool:
        """Whether CUPS speaks TLS from the first byte here (port 443 does so in plain `ipp:`)."""
        return self.scheme in TLS_SCHEMES or (self.scheme in IPP_SCHEMES and self.port == 443)

    @property
    def local_name(self) -> bool:
        """Whether the host is a name of multicast DNS (RFC 6762, 3)."""
        return self.host.rstrip(".").lower().endswith(".local")

    @property
    def address(self) -> str:
        """Host and port as people write them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def option(self, name: str) -> str:
        """Return the query's value of that name, or nothing."""
        return next((v for k, v in self.options if k.lower() == name.lower()), "")


def address_uri(scheme: str, host: str, port: int, resource: str) -> str:
    """Put an address together, without the default port, an IPv6 zone written as CUPS does."""
    if ":" in host:
        host = f"[v1.{host.replace('%', '+')}]" if "%" in host else f"[{host}]"
    place = host if port == DEFAULT_PORTS.get(scheme) else f"{host}:{port}"
    return f"{scheme}://{place}{resource}"


def at_other_host(uri: str, host: str) -> str:
    """Return the same address at another host, with its user, port, path and options."""
    parts = urlsplit(uri)
    user, at, place = parts.netloc.rpartition("@")
    _name, colon, port = place.rpartition(":") if parts.port else (place, "", "")
    return parts._replace(netloc=f"{user}{at}{host}{colon}{port}").geturl()


def parse_device_uri(uri: str) -> DeviceUri:
    """Take `uri` apart; never raises."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return DeviceUri(uri, uri.partition(":")[0].lower())
    scheme = parts.scheme.lower()
    options = tuple(parse_qsl(parts.query, keep_blank_values=True))
    if scheme in DEFAULT_PORTS:
        host = _host(parts)
        return DeviceUri(
            uri, scheme, host, port or DEFAULT_PORTS[scheme], _resource(parts), options
        )
    if scheme == "hp" and (address := dict(options).get("ip", "")):
        return DeviceUri(uri, scheme, address, DEFAULT_PORTS["socket"], parts.path, options)
    return DeviceUri(uri, scheme, unquote(parts.netloc), 0, unquote(parts.path), options)


def _host(parts: SplitResult) -> str:
    """Return the host without brackets; `v1.` and `+` are CUPS' way to write an IPv6 zone."""
    host = unquote(parts.hostname or "")
    if host.startswith("v1."):
        host = host[3:].replace("+", "%")
    return host


def _resource(parts: SplitResult) -> str:
    return parts.path or "/"
