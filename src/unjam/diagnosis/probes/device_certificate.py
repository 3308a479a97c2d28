# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is stored of a device's certificate, beside what it shows today."""

from __future__ import annotations

import hashlib
import ssl

from unjam.cups.certificate import Certificate
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.device import DeviceAddress, ShownCertificate
from unjam.diagnosis.facts.server import CupsFiles

BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


async def compare(
    env: Env, device: DeviceAddress, shown: Certificate, files: CupsFiles | None
) -> ShownCertificate:
    """Put the certificate shown beside the stored one, if there is one."""
    path, stored = await _stored(env, device.host, files)
    return ShownCertificate(
        device.scope,
        device.host,
        device.port,
        shown.fingerprint,
        shown.subject,
        shown.names,
        shown.not_before.isoformat(),
        shown.not_after.isoformat(),
        tuple(shown.problems),
        stored,
        path,
    )


async def _stored(env: Env, host: str, files: CupsFiles | None) -> tuple[str, str]:
    """Find the stored certificate where CUPS' programs keep it (http_default_path in tls-gnutls.c).

    The ipp backend, which does not run as root, has it below its HOME: the server's TempDir.
    """
    places = [f"{files.temp}/.cups/ssl", files.keychain] if files else []
    places += [f"{env.home}/.cups/ssl"] if env.home else []
    for place in places:
        path = f"{place}/{host.lower()}.crt"
        try:
            text = (await env.read_file(path)).decode("ascii", "replace")
        except OSError:
            continue
        if BEGIN in text and END in text:
            return path, _fingerprint(text)
    return "", ""


def _fingerprint(text: str) -> str:
    """Return the fingerprint of the first certificate of a PEM file, as the binding writes it."""
    first = text[text.index(BEGIN) : text.index(END) + len(END)]
    try:
        return "sha256:" + hashlib.sha256(ssl.PEM_cert_to_DER_cert(first)).hexdigest()
    except ValueError:
        return ""
