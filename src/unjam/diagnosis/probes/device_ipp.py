# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking the device itself, in IPP: what it is, how it feels, what it has loaded."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import monotonic

from unjam.cups import Encryption, errors
from unjam.cups.certificate import Certificate
from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.device import (
    Answer,
    DeviceAddress,
    DeviceAnswer,
    DeviceReach,
    DeviceState,
    Reach,
    ShownCertificate,
)
from unjam.diagnosis.facts.server import CupsFiles
from unjam.diagnosis.probes.device_certificate import compare
from unjam.diagnosis.reading.attributes import Attributes
from unjam.diagnosis.reading.device_attributes import ASKED, read_state
from unjam.diagnosis.reading.device_uri import IPP_SCHEMES, address_uri
from unjam.diagnosis.wording import N_

PATIENCE = 6.0
"""Seconds for one answer."""

USUAL_RESOURCES = ("/ipp/print", "/ipp/printer", "/ipp", "/ipp/port1", "/")
"""Where printers keep their IPP service, most usual first (PWG 5100.14 asks for /ipp/print)."""

Found = DeviceAnswer | DeviceState | ShownCertificate


@probe(
    title=N_("Asking the printer how it is"),
    deadline=20.0,
    produces=(DeviceAnswer, DeviceState, ShownCertificate),
)
async def device_ipp(
    env: Env, reach: DeviceReach, device: DeviceAddress, files: CupsFiles | None
) -> list[Found] | None:
    """Ask for the device's attributes, at the queue's resource, encrypted as the URI says."""
    if not device.is_ipp or reach.best.reach is not Reach.CONNECTED:
        return None
    asking = _Asking(env, device)
    key = ("ipp", device.host, device.port, device.resource, device.encrypted)
    answer, record, certificate = await env.together(key, asking.ask_well)
    found: list[Found] = [replace(answer, scope=device.scope, uri=device.uri)]
    if record is not None:
        found.append(read_state(device.scope, device.uri, record))
    if certificate is not None:
        found.append(await compare(env, device, certificate, files))
    return found


class _Asking:
    """The questions to one device. It hears no secret, so any certificate is good enough to ask.

    The certificate that it showed is kept, to be judged by rules.
    """

    def __init__(self, env: Env, device: DeviceAddress) -> None:
        self._env = env
        self._device = device
        self._host = f"[{device.host}]" if ":" in device.host else device.host
        self.certificate: Certificate | None = None

    async def ask_well(self) -> tuple[DeviceAnswer, Attributes | None, Certificate | None]:
        """Ask, and where that fails, find out what would have been right."""
        device, started = self._device, monotonic()
        try:
            record = await self._ask(device.resource)
        except errors.CupsError as error:
            seconds = monotonic() - started
            answer = await self._second_look(classify(error, encrypted=device.encrypted))
            elsewhere = await self._elsewhere() if answer is Answer.NOT_FOUND else ()
            if answer is Answer.NOT_FOUND and error.status is None and not elsewhere:
                answer = Answer.NOT_IPP  # a mere HTTP 404, and no printer anywhere
            said = (error.message, error.status, seconds, elsewhere)
            told = DeviceAnswer(device.scope, device.uri, answer, *said)
            return told, None, self.certificate
        taken = monotonic() - started
        told = DeviceAnswer(device.scope, device.uri, Answer.ATTRIBUTES, "", 0, taken)
        return told, record, self.certificate

    async def _ask(self, resource: str, encryption: Encryption | None = None) -> Attributes:
        device = self._device
        if encryption is None:
            encryption = Encryption.ALWAYS if device.encrypted else Encryption.IF_REQUESTED
        scheme = "ipps" if encryption is Encryption.ALWAYS else "ipp"
        server = f"{self._host}:{device.port}"
        connection = self._env.connect(server, encryption=encryption, trust=lambda _shown: True)
        async with connection:
            record = await connection.get_printer_attributes(
                uri=f"{scheme}://{server}{resource}", requested_attributes=ASKED, timeout=PATIENCE
            )
            self.certificate = connection.certificate or self.certificate
            return record

    async def _second_look(self, answer: Answer) -> Answer:
        """Where TLS fails or hangs, see whether the device does answer without."""
        suspicious = answer in (Answer.TLS_FAILED, Answer.SILENT) and self._device.encrypted
        if suspicious and await self._answers(self._device.resource, Encryption.NEVER):
            return Answer.NO_TLS
        return answer

    async def _elsewhere(self) -> tuple[str, ...]:
        """Find the usual resources of this device that do answer as a printer."""
        others = [path for path in USUAL_RESOURCES if path != self._device.resource]
        answers = await asyncio.gather(*(self._answers(path) for path in others))
        found = [path for path, yes in zip(others, answers, strict=True) if yes]
        return tuple(map(self._uri_of, found))

    def _uri_of(self, resource: str) -> str:
        """Return a device URI; where the queue's own names a service (`dnssd:`), one for IPP."""
        device = self._device
        plain = "ipps" if device.encrypted else "ipp"
        scheme = device.scheme if device.scheme in IPP_SCHEMES else plain
        return address_uri(scheme, device.host, device.port, resource)

    async def _answers(self, resource: str, encryption: Encryption | None = None) -> bool:
        try:
            await self._ask(resource, encryption)
        except errors.CupsError:
            return False
        return True


def classify(error: errors.CupsError, *, encrypted: bool) -> Answer:
    """Sort an error by what it says about the device.

    A plain connection on which TLS fails is one for which the device demanded TLS (status 426).
    """
    if isinstance(error, errors.TlsFailed) and not encrypted:
        return Answer.NEEDS_TLS
    return next((kind for types, kind in _KINDS if isinstance(error, types)), Answer.IPP_ERROR)


_KINDS: tuple[tuple[tuple[type[BaseException], ...], Answer], ...] = (
    ((errors.NotFound,), Answer.NOT_FOUND),
    ((errors.NotAuthenticated, errors.AuthenticationCancelled), Answer.NEEDS_AUTH),
    ((errors.CredentialsError,), Answer.FORBIDDEN),
    ((errors.UpgradeRequired,), Answer.NEEDS_TLS),
    ((errors.TlsFailed,), Answer.TLS_FAILED),
    ((errors.CertificateError,), Answer.CERTIFICATE),
    ((errors.ProtocolError, errors.ConnectionLost), Answer.NOT_IPP),
    ((errors.DeadlineExceeded,), Answer.SILENT),
    ((errors.ServerBusy, errors.ServiceUnavailable), Answer.BUSY),
    ((errors.NetworkError,), Answer.FAILED),
)
