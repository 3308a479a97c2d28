# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Device URIs of every kind that cupsd stores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unjam.diagnosis.reading.device_uri import parse_device_uri


@pytest.mark.parametrize(
    ("uri", "scheme", "host", "port", "resource"),
    [
        ("ipp://printer.example/ipp/print", "ipp", "printer.example", 631, "/ipp/print"),
        ("ipps://printer.example:8443/", "ipps", "printer.example", 8443, "/"),
        ("ipp://192.0.2.7", "ipp", "192.0.2.7", 631, "/"),
        ("http://u:p@printer.example:631/ipp", "http", "printer.example", 631, "/ipp"),
        ("https://printer.example/x", "https", "printer.example", 443, "/x"),
        ("socket://192.0.2.7:9101/?waiteof=false", "socket", "192.0.2.7", 9101, "/"),
        ("lpd://printer.example/queue", "lpd", "printer.example", 515, "/queue"),
        ("ipp://[2001:db8::1]:99/x", "ipp", "2001:db8::1", 99, "/x"),
        ("ipp://[v1.fe80::1+eth0]/x", "ipp", "fe80::1%eth0", 631, "/x"),
        ("hp:/net/Some_Model?ip=192.0.2.9", "hp", "192.0.2.9", 9100, "/net/Some_Model"),
        ("usb://HP/LaserJet%20P1005?serial=A1", "usb", "HP", 0, "/LaserJet P1005"),
        ("dnssd://A%20B._ipp._tcp.local/?uuid=1", "dnssd", "A B._ipp._tcp.local", 0, "/"),
        ("implicitclass://Office/", "implicitclass", "Office", 0, "/"),
        ("file:///dev/null", "file", "", 0, "/dev/null"),
        ("ipp://host:notaport/", "ipp", "", 0, ""),
        ("nonsense", "", "", 0, "nonsense"),
    ],
)
def test_each_kind(uri: str, scheme: str, host: str, port: int, resource: str) -> None:
    parsed = parse_device_uri(uri)
    assert (parsed.scheme, parsed.host, parsed.port, parsed.resource) == (
        scheme,
        host,
        port,
        resource,
    )


def test_tls_is_seen_in_the_scheme_and_in_the_port() -> None:
    assert parse_device_uri("ipps://h/").encrypted
    assert parse_device_uri("ipp://h:443/").encrypted
    assert not parse_device_uri("ipp://h/").encrypted


def test_a_multicast_name_is_one_that_ends_in_local() -> None:
    assert parse_device_uri("ipp://Brother.LOCAL./").local_name
    assert not parse_device_uri("ipp://local.example/").local_name


def test_options_are_found_in_any_case() -> None:
    assert parse_device_uri("usb://A/B?SERIAL=x%20y").option("serial") == "x y"


@given(st.text())
def test_nothing_that_a_server_can_send_raises(uri: str) -> None:
    assert parse_device_uri(uri).uri == uri
