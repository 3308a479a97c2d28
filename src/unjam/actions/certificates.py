# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The certificate that CUPS remembers of a printer: replaced by the one that a person compared.

The printer is asked once more, and what it shows is stored only if its fingerprint is the one that
the person has seen. Nothing is ever trusted unseen.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from pathlib import Path

from unjam.actions.action import Action, Registry, look
from unjam.actions.errors import ActionError, Overtaken
from unjam.actions.files import read, replace
from unjam.actions.model import Check, Preview
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.diagnosis.remedies import AcceptCertificate, Remedy, RestoreFile

SECONDS = 10.0


def fingerprint(pem: str) -> str:
    """SHA-256 of a certificate, in lower-case hexadecimal."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def spelled(digits: str) -> str:
    """Return a fingerprint as devices show it, as AB:CD."""
    digits = digits.replace(":", "").upper()
    return ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))


class Accept(Action[AcceptCertificate]):
    """Store what is shown, if it is what was compared; undone by the former file."""

    def preview(self, remedy: AcceptCertificate) -> Preview:
        said = Preview(
            _("Accept the new certificate of {host}"),
            _("New certificate of {host} accepted"),
            (
                _("The fingerprint of this certificate (SHA-256) is {digits}.").format(
                    digits=spelled(remedy.fingerprint)
                ),
                _("Compare it with the one that the printer shows in its own menu or web page."),
            ),
        )
        return said.about(host=remedy.host)

    async def apply(self, remedy: AcceptCertificate, world: World) -> Remedy:
        path = Path(remedy.path)
        before = await read(path)
        shown = await self._shown(remedy)
        if fingerprint(shown) != remedy.fingerprint.replace(":", "").lower():
            message = _("{host} shows another certificate now, so nothing was stored.")
            raise Overtaken(message.format(host=remedy.host))
        world.begin()
        await replace(path, before, shown.encode())
        return RestoreFile(remedy.path, before, shown.encode())

    @staticmethod
    async def _shown(remedy: AcceptCertificate) -> str:
        address = (remedy.host, remedy.port)
        try:
            return await asyncio.to_thread(ssl.get_server_certificate, address, timeout=SECONDS)
        except (OSError, ValueError) as problem:
            message = _("{host} shows no certificate: {why}.")
            raise ActionError(message.format(host=remedy.host, why=problem)) from problem

    async def check(self, remedy: AcceptCertificate, world: World) -> Check:
        del world
        stored = (await read(Path(remedy.path)) or b"").decode("ascii", "replace")
        try:
            digits = fingerprint(stored[stored.index("-----BEGIN") :])
        except ValueError:
            digits = ""
        holds = digits == remedy.fingerprint.replace(":", "").lower()
        return Check(holds, (look(remedy.path, "SHA-256", spelled(digits) or "(none)"),))


ACTIONS: Registry = {AcceptCertificate: Accept()}
