# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking the device itself, in IPP: what it is, how it feels, what it has loaded."""

from __future__ import annotations

import asyncio
from itertools import zip_longest
from time import monotonic

from unjam.cups import errors
from unjam.cups.model import OutOfBand
from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.device import (
    Answer,
    DeviceAddress,
    DeviceAnswer,
    DeviceReach,
    DeviceState,
    Reach,
    Supply,
)
from unjam.diagnosis.reading.attributes import Attributes, flag, keywords, number, text, texts
from unjam.diagnosis.wording import N_

PATIENCE = 6.0
"""Seconds for one answer."""

USUAL_RESOURCES = ("/ipp/print", "/ipp/printer", "/ipp", "/ipp/port1", "/")
"""Where printers keep their IPP service, most usual first (PWG 5100.14 asks for /ipp/print)."""

ASKED = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-make-and-model",
    "printer-is-accepting-jobs",
    "queued-job-count",
    "media-default",
    "media-ready",
    "media-supported",
    "document-format-supported",
    "marker-names",
    "marker-types",
    "marker-levels",
    "marker-low-levels",
    "printer-uuid",
    "auth-info-required",
    "ipp-versions-supported",
    "operations-supported",
    "pwg-raster-document-resolution-supported",
    "pwg-raster-document-type-supported",
    "urf-supported",
)


@probe(
    title=N_("Asking the printer how it is"), deadline=15.0, produces=(DeviceAnswer, DeviceState)
)
async def device_ipp(
    env: Env, reach: DeviceReach, device: DeviceAddress
) -> list[DeviceAnswer | DeviceState] | None:
    """Ask for the device's attributes, at the queue's resource, encrypted as the URI says."""
    if not device.is_ipp or reach.best.reach is not Reach.CONNECTED:
        return None
    started = monotonic()
    try:
        record = await _ask(env, device, device.resource)
    except errors.CupsError as error:
        return [await _judged(env, device, error, monotonic() - started)]
    answer = DeviceAnswer(device.scope, device.uri, Answer.ATTRIBUTES, "", 0, monotonic() - started)
    return [answer, read_state(device, record)]


async def _ask(env: Env, device: DeviceAddress, resource: str) -> Attributes:
    from unjam.cups import Encryption

    host = f"[{device.host}]" if ":" in device.host else device.host
    encryption = Encryption.ALWAYS if device.encrypted else Encryption.IF_REQUESTED
    scheme = "ipps" if device.encrypted else "ipp"
    uri = f"{scheme}://{host}:{device.port}{resource}"
    async with env.connect(f"{host}:{device.port}", encryption=encryption) as connection:
        return await connection.get_printer_attributes(
            uri=uri, requested_attributes=ASKED, timeout=PATIENCE
        )


async def _judged(
    env: Env, device: DeviceAddress, error: errors.CupsError, seconds: float
) -> DeviceAnswer:
    """Say what kind of answer the error is; where nothing is there, look at the usual places."""
    answer = classify(error)
    found = await _elsewhere(env, device) if answer is Answer.NOT_FOUND else ()
    return DeviceAnswer(
        device.scope, device.uri, answer, error.message, error.status, seconds, found
    )


def classify(error: errors.CupsError) -> Answer:
    """Sort an error by what it says about the device."""
    return next((kind for types, kind in _KINDS if isinstance(error, types)), Answer.IPP_ERROR)


_KINDS: tuple[tuple[tuple[type[BaseException], ...], Answer], ...] = (
    ((errors.NotFound,), Answer.NOT_FOUND),
    ((errors.NotAuthenticated, errors.AuthenticationCancelled), Answer.NEEDS_AUTH),
    ((errors.CredentialsError,), Answer.FORBIDDEN),
    ((errors.UpgradeRequired,), Answer.NEEDS_TLS),
    ((errors.TlsFailed,), Answer.TLS_FAILED),
    ((errors.CertificateError,), Answer.CERTIFICATE),
    ((errors.ProtocolError,), Answer.NOT_IPP),
    ((errors.DeadlineExceeded,), Answer.SILENT),
    ((errors.ServerBusy, errors.ServiceUnavailable), Answer.BUSY),
    ((errors.NetworkError,), Answer.FAILED),
)


async def _elsewhere(env: Env, device: DeviceAddress) -> tuple[str, ...]:
    """Find the usual resources of this device that do answer as a printer."""
    others = [path for path in USUAL_RESOURCES if path != device.resource]
    answers = await asyncio.gather(*(_answers(env, device, path) for path in others))
    scheme, _colon, _rest = device.uri.partition(":")
    host = f"[{device.host}]" if ":" in device.host else device.host
    base = f"{scheme}://{host}:{device.port}"
    return tuple(base + path for path, yes in zip(others, answers, strict=True) if yes)


async def _answers(env: Env, device: DeviceAddress, resource: str) -> bool:
    try:
        await _ask(env, device, resource)
    except errors.CupsError:
        return False
    return True


def read_state(device: DeviceAddress, record: Attributes) -> DeviceState:
    """Take the device's attributes over into a fact."""
    return DeviceState(
        device.scope,
        device.uri,
        text(record, "printer-make-and-model"),
        number(record, "printer-state"),
        keywords(record, "printer-state-reasons"),
        text(record, "printer-state-message"),
        flag(record, "printer-is-accepting-jobs", default=True),
        number(record, "queued-job-count"),
        text(record, "media-default"),
        texts(record, "media-ready"),
        texts(record, "document-format-supported"),
        _supplies(record),
        text(record, "printer-uuid"),
    )


def _supplies(record: Attributes) -> tuple[Supply, ...]:
    """Join the marker-* columns (PWG 5100.13's and CUPS'), however long each of them is."""
    columns = zip_longest(
        texts(record, "marker-names"),
        texts(record, "marker-types"),
        _numbers(record.get("marker-levels")),
        _numbers(record.get("marker-low-levels")),
    )
    return tuple(
        Supply(name, type_ or "", -1 if level is None else level, -1 if low is None else low)
        for name, type_, level, low in columns
        if name
    )


def _numbers(value: object) -> tuple[int, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(
        int(v) if isinstance(v, int) and not isinstance(v, OutOfBand) else -1 for v in values
    )
