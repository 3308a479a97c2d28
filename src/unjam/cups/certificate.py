# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A server's certificate: its facts, and whether it is to be trusted.

libcups 2.4 encrypts and verifies nothing. Here a connection is given up unless somebody vouches for
its certificate: the caller, by a stored fingerprint or by a callback that sees the facts; or, where
the caller says nothing, this system's certificate authorities.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from unjam.cups import der, errors
from unjam.cups.address import Address

LONGEST: Final = 10.0
"""Seconds in which a server must show its certificate once more."""
LONGEST_HEAD: Final = 4096
_UPGRADE: Final = (
    b"OPTIONS * HTTP/1.1\r\nHost: %s\r\nConnection: upgrade\r\nUpgrade: TLS/1.2\r\n\r\n"
)

Problem = Literal[
    "expired", "not-yet-valid", "name-mismatch", "self-signed", "changed", "untrusted"
]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server shows of itself in the TLS handshake."""

    fingerprint: str
    """"sha256:" and 64 hexadecimal digits, of the whole certificate."""
    subject: str
    issuer: str
    names: tuple[str, ...]
    """Whom it was made out to: alternative names, or the common name where there are none."""
    not_before: datetime
    not_after: datetime
    self_signed: bool
    problems: tuple[Problem, ...]
    """Why it would not be trusted unseen; empty where this system's authorities vouch for it."""
    encoded: bytes
    """The certificate itself, DER."""


TrustCallback = Callable[[Certificate], bool]
Trust = TrustCallback | str | None
"""A callback that decides, a stored fingerprint, or None for the system's authorities."""


def examine(encoded: bytes, *, valid_name: bool) -> Certificate:
    """The facts of a certificate; `valid_name` is libcups' word on whether the name is right.

    Raises `ValueError` for what is no certificate.
    """
    read = der.certificate(encoded)
    now = datetime.now(UTC)
    problems: list[Problem] = []
    if now > read.not_after:
        problems.append("expired")
    if now < read.not_before:
        problems.append("not-yet-valid")
    if not valid_name:
        problems.append("name-mismatch")
    self_signed = read.raw_subject == read.raw_issuer
    if self_signed:
        problems.append("self-signed")
    return Certificate(
        fingerprint=f"sha256:{hashlib.sha256(encoded).hexdigest()}",
        subject=read.subject,
        issuer=read.issuer,
        names=read.names,
        not_before=read.not_before,
        not_after=read.not_after,
        self_signed=self_signed,
        problems=tuple(problems),
        encoded=encoded,
    )


def open_question(certificate: Certificate, trust: Trust) -> bool:
    """Whether it depends on this system's authorities if the certificate is to be trusted.

    It does not where a fingerprint decides, nor where something is wrong whoever vouches. Who signs
    for himself may be known all the same, which matters where the authorities alone decide.
    """
    if isinstance(trust, str):
        return False
    return certificate.problems in ((), ("self-signed",) if trust is None else ())


def vouched(
    address: Address, encoded: bytes, patience: float | None, *, upgrade: bool = False
) -> bool:
    """Whether this system's authorities vouch for the certificate that the server shows now.

    Asks the server once more, with Python's own TLS: libcups has no verification to offer. With
    `upgrade` TLS begins as libcups begins it there, on request within HTTP (RFC 2817). An answer
    that is not had within `patience` seconds, 10 at most, is a no.
    """
    limit = time.monotonic() + min(LONGEST, LONGEST if patience is None else patience)
    context = ssl.create_default_context()
    try:
        with socket.create_connection((address.host, address.port), _left(limit)) as plain:
            if upgrade and not _upgraded(plain, address, limit):
                return False
            plain.settimeout(_left(limit))
            with context.wrap_socket(plain, server_hostname=address.host) as secure:
                return secure.getpeercert(binary_form=True) == encoded
    except (OSError, ValueError):  # ValueError: a host that can be in no certificate
        return False


def _upgraded(plain: socket.socket, address: Address, limit: float) -> bool:
    """Ask for TLS on a connection that has begun without."""
    plain.settimeout(_left(limit))
    plain.sendall(_UPGRADE % str(address).encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        plain.settimeout(_left(limit))
        byte = plain.recv(1)  # and not one more: the rest is for TLS
        if not byte or len(head) > LONGEST_HEAD:
            return False
        head += byte
    return head.startswith(b"HTTP/1.1 101")


def _left(limit: float) -> float:
    """Seconds to a point of time; raises `TimeoutError` when it has passed."""
    left = limit - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def judge(certificate: Certificate, trust: Trust, operation: str) -> errors.CertificateError | None:
    """The caller's decision: None, or the error that says what is the matter."""
    if isinstance(trust, str):
        if normal(trust) == certificate.fingerprint:
            return None
        return _error(errors.CertificateChanged, certificate, operation, "it is another one")
    if trust is not None:
        return None if trust(certificate) else _untrusted(certificate, operation)
    return _untrusted(certificate, operation) if certificate.problems else None


def normal(fingerprint: str) -> str:
    """A fingerprint as `Certificate` has it, from any usual way of writing it."""
    digits = fingerprint.lower().removeprefix("sha256:").replace(":", "").replace(" ", "")
    return f"sha256:{digits}"


_REASONS: Final[dict[Problem, tuple[type[errors.CertificateError], str]]] = {
    "expired": (errors.CertificateExpired, "it has expired"),
    "not-yet-valid": (errors.CertificateExpired, "it is not valid yet"),
    "name-mismatch": (errors.CertificateNameMismatch, "it is made out to another name"),
    "self-signed": (errors.CertificateUntrusted, "it is signed by nobody but itself"),
    "untrusted": (errors.CertificateUntrusted, "no authority that is known here vouches for it"),
}


def _untrusted(certificate: Certificate, operation: str) -> errors.CertificateError:
    problem: Problem = certificate.problems[0] if certificate.problems else "untrusted"
    kind, words = _REASONS[problem]
    return _error(kind, certificate, operation, words)


def _error(
    kind: type[errors.CertificateError], certificate: Certificate, operation: str, words: str
) -> errors.CertificateError:
    message = f"the server's certificate is not trusted: {words} ({certificate.fingerprint})"
    error = kind(operation, None, message)
    error.certificate = certificate
    return error
