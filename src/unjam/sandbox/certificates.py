# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Throwaway certificates for servers of the sandbox, made with the `openssl` program."""

from __future__ import annotations

import hashlib
import secrets
import ssl
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from unjam.sandbox.errors import SandboxError
from unjam.sandbox.layout import program

CA_CONF: Final = """\
[ca]
default_ca = it
[it]
database = {directory}/index
serial = {directory}/serial
new_certs_dir = {directory}
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = {names}
"""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate with its key, in PEM files."""

    certificate: Path
    key: Path

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in lower-case hexadecimal digits."""
        der = ssl.PEM_cert_to_DER_cert(self.certificate.read_text())
        return hashlib.sha256(der).hexdigest()

    def context(
        self,
        *,
        newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED,
        ciphers: str | None = None,
    ) -> ssl.SSLContext:
        """Return a server's TLS settings with this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # old versions are wanted here
            context.maximum_version = newest
        context.num_tickets = 0  # libcups 2.4 takes a ticket of TLS 1.3 for a broken answer
        if ciphers is not None:
            context.set_ciphers(ciphers)
        return context


def make_certificate(
    directory: Path,
    *,
    name: str = "localhost",
    address: str = "127.0.0.1",
    begins: str = "20200101000000Z",
    ends: str = "20491231235959Z",
) -> Certificate:
    """Make one in an empty or new directory; `begins` and `ends` as in openssl-ca(1)."""
    directory.mkdir(parents=True, exist_ok=True)
    made = Certificate(directory / "certificate.pem", directory / "key.pem")
    names = f"DNS:{name}" + (f",IP:{address}" if address else "")
    (directory / "ca.conf").write_text(CA_CONF.format(directory=directory, names=names))
    (directory / "index").write_text("")
    (directory / "serial").write_text(secrets.token_hex(8).upper())
    request = directory / "request.pem"
    _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", made.key, "-subj", f"/CN={name}", "-out", request)  # fmt: skip
    _openssl("ca", "-batch", "-selfsign", "-config", directory / "ca.conf", "-in", request,
             "-keyfile", made.key, "-startdate", begins, "-enddate", ends, "-notext",
             "-out", made.certificate)  # fmt: skip
    return made


def _openssl(*words: str | Path) -> None:
    done = subprocess.run(
        [program("openssl"), *map(str, words)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SandboxError(f"openssl {words[0]}: {done.stderr.strip()[-500:]}")
