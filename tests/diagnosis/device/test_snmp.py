# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""State and supplies in SNMP: the Printer MIB, read from a scripted agent on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.diagnosis.judged import OFFICE, found, network_device, office

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.facts.device import Answer, DeviceAnswer, DeviceReach, Knock, Reach
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.probes import device_snmp as module
from unjam.diagnosis.probes.device_snmp import device_snmp
from unjam.diagnosis.reading.printer_mib import ERRORS, read_mib, reasons
from unjam.diagnosis.rules.device_state import media_empty, supply_empty

proto = pytest.importorskip("pysnmp.proto.api.v1")

RAW = network_device(scheme="socket", uri="socket://127.0.0.1/", host="127.0.0.1", is_ipp=False)
KNOCK = Knock("127.0.0.1:9100", Reach.CONNECTED)
REACH = DeviceReach(OFFICE, "127.0.0.1", KNOCK, (KNOCK,))
LASER: dict[str, int | bytes] = {
    "1.3.6.1.2.1.25.3.2.1.3.1": b"Maker Laser 12",
    "1.3.6.1.2.1.25.3.5.1.1.1": 3,
    "1.3.6.1.2.1.25.3.5.1.2.1": b"\x50\x00",
    "1.3.6.1.2.1.43.11.1.1.4.1.1": 3,
    "1.3.6.1.2.1.43.11.1.1.4.1.2": 4,
    "1.3.6.1.2.1.43.11.1.1.5.1.1": 3,
    "1.3.6.1.2.1.43.11.1.1.5.1.2": 4,
    "1.3.6.1.2.1.43.11.1.1.6.1.1": b"Black Toner\0",
    "1.3.6.1.2.1.43.11.1.1.6.1.2": b"Waste",
    "1.3.6.1.2.1.43.11.1.1.8.1.1": 2000,
    "1.3.6.1.2.1.43.11.1.1.8.1.2": 100,
    "1.3.6.1.2.1.43.11.1.1.9.1.1": 0,
    "1.3.6.1.2.1.43.11.1.1.9.1.2": 30,
}


class Agent(asyncio.DatagramProtocol):
    """Answers GetNext in SNMPv1, from one table."""

    def __init__(self, table: dict[str, int | bytes]) -> None:
        self._table = sorted((tuple(map(int, k.split("."))), v) for k, v in table.items())

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        from pyasn1.codec.ber import decoder, encoder  # type: ignore[import-untyped,unused-ignore]

        asked, _rest = decoder.decode(data, asn1Spec=proto.Message())
        answer = proto.apiMessage.get_response(asked)
        pdu = proto.apiMessage.get_pdu(answer)
        asked_pdu = proto.apiMessage.get_pdu(asked)
        (name, _value) = proto.apiPDU.get_varbinds(asked_pdu)[0]
        after = next(((oid, v) for oid, v in self._table if oid > tuple(name)), None)
        if after is None:
            proto.apiPDU.set_error_status(pdu, 2)
            proto.apiPDU.set_varbinds(pdu, [(name, proto.Null(""))])
        else:
            oid, value = after
            syntax = proto.Integer if isinstance(value, int) else proto.OctetString
            proto.apiPDU.set_varbinds(pdu, [(oid, syntax(value))])
        self._transport.sendto(encoder.encode(answer), addr)


@asynccontextmanager
async def agent(table: dict[str, int | bytes]) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    transport, _protocol = await loop.create_datagram_endpoint(
        lambda: Agent(table), local_addr=("127.0.0.1", 0)
    )
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


async def test_a_printers_state_is_told_in_ipps_words(monkeypatch: pytest.MonkeyPatch) -> None:
    env = await LiveEnv.open("localhost:1")
    async with agent(LASER) as port:
        monkeypatch.setattr(module, "PORT", port)
        state = await device_snmp(env, REACH, RAW, None)
    assert state is not None
    assert (state.make_and_model, state.uri) == ("Maker Laser 12", "snmp://127.0.0.1")
    assert [(s.name, s.type, s.level) for s in state.supplies] == [
        ("Black Toner", "toner", 0),
        ("Waste", "waste-toner", 70),
    ]
    assert found(media_empty, state, office()) is not None
    finding = found(supply_empty, state, office())
    assert finding is not None and "Black Toner" in finding.explanation


async def test_silence_is_no_good_news(monkeypatch: pytest.MonkeyPatch) -> None:
    env = await LiveEnv.open("localhost:1")
    monkeypatch.setattr(module, "PORT", 9)
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    with pytest.raises(Unavailable) as caught:
        await device_snmp(env, REACH, RAW, None)
    assert caught.value.foreseen


async def test_a_device_that_tells_its_state_in_ipp_is_not_asked_again() -> None:
    env = await LiveEnv.open("localhost:1")
    well = DeviceAnswer(OFFICE, "ipp://127.0.0.1/", Answer.ATTRIBUTES)
    assert await device_snmp(env, REACH, network_device(), well) is None


@pytest.mark.parametrize("answer", [None, DeviceAnswer(OFFICE, "ipp://x/", Answer.SILENT)])
async def test_a_device_that_fails_in_ipp_may_tell_its_state_in_snmp(
    answer: DeviceAnswer | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = await LiveEnv.open("localhost:1")
    async with agent(LASER) as port:
        monkeypatch.setattr(module, "PORT", port)
        state = await device_snmp(env, REACH, network_device(), answer)
    assert state is not None and state.make_and_model == "Maker Laser 12"


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (b"\x40", ("media-empty-warning",)),
        (b"\x0c\x08", ("door-open-report", "media-jam-warning", "output-area-full-warning")),
        (b"", ()),
        (0x80, ("media-low-report",)),
    ],
)
def test_the_bits(bits: int | bytes, expected: tuple[str, ...]) -> None:
    assert reasons(bits) == expected


def test_what_is_no_printer() -> None:
    assert read_mib(OFFICE, "snmp://x", {}) is None
    assert read_mib(OFFICE, "snmp://x", {ERRORS: b"\x40"}) is None
