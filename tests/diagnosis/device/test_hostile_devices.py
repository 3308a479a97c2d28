# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Devices that do not answer as a printer should, played by a scripted server on loopback."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.diagnosis.judged import OFFICE, network_device, office

from unjam.cups.errors import CupsError
from unjam.diagnosis.catalogue import all_rules
from unjam.diagnosis.facts import Facts
from unjam.diagnosis.facts.device import (
    Answer,
    DeviceAddress,
    DeviceAnswer,
    DeviceReach,
    DeviceState,
    Knock,
    Reach,
)
from unjam.diagnosis.judge import judge
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Finding, Severity
from unjam.diagnosis.probes import device_ipp as module
from unjam.diagnosis.probes.device_ipp import device_ipp
from unjam.diagnosis.reading.device_uri import parse_device_uri
from unjam.sandbox import hostile_acts as act
from unjam.sandbox import wire
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Behaviour, HostileServer

KEYWORD, ENUM, NAME = wire.KEYWORD, wire.ENUM, wire.NAME
PRINTER = {
    "printer-state": wire.attribute(ENUM, 3),
    "printer-state-reasons": wire.attribute(KEYWORD, "none"),
    "marker-names": wire.attribute(NAME, "Black", "Cyan"),
    "marker-levels": wire.attribute(wire.INTEGER, 80, 55),
}


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """How busy this machine is decides about no answer that comes, and none is called slow."""
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    monkeypatch.setattr("unjam.diagnosis.rules.device_answer.SLOW", 60.0)


def device_at(server: HostileServer, scheme: str = "ipp") -> DeviceAddress:
    uri = parse_device_uri(server.uri(scheme=scheme))
    return network_device(
        uri=uri.uri, scheme=scheme, host=uri.host, port=uri.port, encrypted=uri.encrypted
    )


async def look(
    server: HostileServer, scheme: str = "ipp", home: Path | None = None
) -> tuple[Facts, list[Finding]]:
    """Ask the device as the probe does, and judge what came back."""
    device = device_at(server, scheme)
    knock = Knock(f"{device.host}:{device.port}", Reach.CONNECTED)
    reach = DeviceReach(OFFICE, device.host, knock, (knock,))
    env = await LiveEnv.open("localhost:1", home=home)
    told = await device_ipp(env, reach, device, None)
    facts = Facts([office(queued_jobs=1), device, reach, *(told or ())])
    return facts, [f for f in judge(facts, all_rules()).findings if f.severity != Severity.INFO]


async def ids(server: HostileServer, scheme: str = "ipp") -> list[str]:
    return [finding.id for finding in (await look(server, scheme))[1]]


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (
            act.answer(act.http_reply(b"<html>hi</html>", content_type="text/html")),
            "DEVICE_NOT_IPP",
        ),
        (act.status(404), "DEVICE_NOT_IPP"),
        (act.garbage(), "DEVICE_NOT_IPP"),
        (act.greet(b"220 mail.example ESMTP\r\n"), "DEVICE_NOT_IPP"),
        (act.hang_up(), "DEVICE_NOT_IPP"),
        (act.redirect("http://elsewhere.example/"), "DEVICE_NOT_IPP"),
        (act.challenge_forever(), "DEVICE_NEEDS_AUTH"),
        (act.status(403), "DEVICE_NEEDS_AUTH"),
        (act.status(426), "DEVICE_NEEDS_TLS"),
        (act.status(500), "DEVICE_ANSWERS_ERROR"),
        (act.answer(act.ipp_reply(status=0x0406, message="gone")), "DEVICE_PATH_WRONG"),
        (act.answer(act.ipp_reply(status=0x0500)), "DEVICE_ANSWERS_ERROR"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
async def test_what_it_is_called(behaviour: Behaviour, expected: str) -> None:
    with HostileServer(behaviour) as server:
        assert await ids(server) == [expected]


async def test_a_device_in_use_is_no_problem() -> None:
    with HostileServer(act.answer(act.ipp_reply(status=0x0507))) as server:
        assert await ids(server) == []


async def test_silence_ends_within_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    with HostileServer(act.silence_after_request()) as server:
        assert await ids(server) == ["DEVICE_SLOW"]


async def test_a_slow_answer_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unjam.diagnosis.rules.device_answer.SLOW", 0.3)
    with HostileServer(act.slowly(act.printer_reply(PRINTER), delay=0.4)) as server:
        assert await ids(server) == ["DEVICE_SLOW"]


async def test_where_an_announced_printer_answers_is_told_as_an_address() -> None:
    with HostileServer(act.fake_printer(PRINTER)) as server:
        announced = "dnssd://Brother._ipp._tcp.local/"
        device = replace(
            device_at(server), uri=announced, scheme="dnssd", resource="/wrong", local_name=True
        )
        knock = Knock(f"{device.host}:{device.port}", Reach.CONNECTED)
        env = await LiveEnv.open("localhost:1")
        told = await device_ipp(env, DeviceReach(OFFICE, device.host, knock, ()), device, None)
    assert told is not None
    (answer,) = told
    assert isinstance(answer, DeviceAnswer)
    assert answer.elsewhere == (f"ipp://{device.host}:{device.port}/ipp/print",)


async def test_a_good_answer_becomes_a_state() -> None:
    with HostileServer(act.fake_printer(PRINTER)) as server:
        facts, findings = await look(server)
    state = facts.get(DeviceState, OFFICE)
    assert isinstance(state, DeviceState)
    assert [(s.name, s.level) for s in state.supplies] == [("Black", 80), ("Cyan", 55)]
    assert not findings


def without_tls(handshake: Behaviour) -> Behaviour:
    """Be a printer to who speaks plainly, and behave like this towards a TLS handshake."""
    printer = act.fake_printer(PRINTER)
    return lambda exchange: (handshake if exchange.peek() == act.HANDSHAKE else printer)(exchange)


async def test_encryption_that_the_device_does_not_have() -> None:
    with HostileServer(without_tls(act.hang_up())) as server:
        assert await ids(server, "ipps") == ["DEVICE_NEEDS_TLS"]


async def test_a_handshake_that_is_never_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The patience is short with the first question only, to which no answer comes."""
    really = module.classify

    def classify(error: CupsError, *, encrypted: bool) -> Answer:
        monkeypatch.setattr(module, "PATIENCE", 60.0)
        return really(error, encrypted=encrypted)

    monkeypatch.setattr(module, "PATIENCE", 0.5)
    monkeypatch.setattr(module, "classify", classify)
    with HostileServer(without_tls(act.silence())) as server:
        assert await ids(server, "ipps") == ["DEVICE_NEEDS_TLS"]


async def test_a_handshake_that_fails_on_both_ways() -> None:
    with HostileServer(act.hang_up()) as server:
        assert await ids(server, "ipps") == ["DEVICE_TLS_FAILED"]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [("20210101000000Z", ["DEVICE_CERTIFICATE_INVALID"]), ("20491231235959Z", [])],
)
async def test_a_certificate_out_of_its_time(
    tmp_path: Path, ends: str, expected: list[str]
) -> None:
    context = make_certificate(tmp_path, ends=ends).context()
    context.num_tickets = 0  # libcups 2.4 with GnuTLS reconnects for ever over OpenSSL's tickets
    with HostileServer(act.over_tls(context, act.fake_printer(PRINTER))) as server:
        assert await ids(server, "ipps") == expected


async def test_a_certificate_that_is_not_the_stored_one(tmp_path: Path) -> None:
    stored = make_certificate(tmp_path / "old")
    home = tmp_path / "home"
    (home / ".cups" / "ssl").mkdir(parents=True)
    (home / ".cups" / "ssl" / "127.0.0.1.crt").write_bytes(stored.certificate.read_bytes())
    context = make_certificate(tmp_path / "new").context()
    context.num_tickets = 0
    with HostileServer(act.over_tls(context, act.fake_printer(PRINTER))) as server:
        _facts, findings = await look(server, "ipps", home)
    assert [finding.id for finding in findings] == ["DEVICE_CERTIFICATE_CHANGED"]
    assert stored.fingerprint in findings[0].evidence[0].answer.replace(":", "").lower()
