# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What comes bit by bit: devices and destinations, and iterations that are given up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from tests.conditions import SOON, comes_true
from tests.cups.phases import CHUNKED, PRINTERS, Call, Phase, is_cancelled, silence

from unjam.cups import AsyncConnection, AsyncPool, Connection, Encryption, errors
from unjam.cups.plain import PlainRecord
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.certificates import Certificate, make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer


def device(uri: str) -> bytes:
    group = wire.Group(
        wire.PRINTER,
        {
            "device-class": wire.attribute(wire.KEYWORD, "network"),
            "device-uri": wire.attribute(wire.URI, uri),
        },
    )
    return wire.encode(wire.Message(0, 1, [group]))[8:-1]


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


class Searching:
    """A server that finds a device whenever it is told to."""

    def __init__(self, status: int = 0) -> None:
        self.find = threading.Semaphore(0)
        self.begun = threading.Event()
        self.status = status

    def __call__(self, exchange: Exchange) -> None:
        request = exchange.read_request()
        opening = wire.Message(self.status, request.ipp.request_id, [wire.operation_group()])
        exchange.send(CHUNKED + chunk(wire.encode(opening)[:-1]))
        self.begun.set()
        for number in range(3):
            while not self.find.acquire(timeout=0.01):
                exchange.pause(0)
            exchange.send(chunk(device(f"socket://printer-{number}")))
        exchange.send(chunk(b"\x03") + b"0\r\n\r\n")
        acts.answer(PRINTERS)(exchange)


def test_each_device_comes_as_it_is_found() -> None:
    searching = Searching()
    with HostileServer(searching) as server, Connection(server.address) as cups:
        devices = cups.iter_devices()
        for number in range(3):
            searching.find.release()
            assert next(devices).device_uri == f"socket://printer-{number}"
        assert list(devices) == []
        assert len(cups.get_printers()) == 1, "the connection goes on"
        assert server.connections == 1


def test_a_late_device_is_not_lost() -> None:
    searching = Searching()
    with HostileServer(searching) as server, Connection(server.address, timeout=0.2) as cups:
        devices = cups.iter_devices()
        searching.find.release(2)
        assert next(devices).device_class == "network"
        assert next(devices).device_uri == "socket://printer-1"
        threading.Timer(0.7, searching.find.release).start()
        assert next(devices).device_uri == "socket://printer-2"


def test_devices_read_by_libcups_come_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    searching = Searching()
    monkeypatch.setenv("UNJAM_IPP_DECODER", "libcups")
    with HostileServer(searching) as server, Connection(server.address) as cups:
        searching.find.release(3)
        found = list(cups.iter_devices())
        assert [device.device_uri for device in found] == [
            f"socket://printer-{n}" for n in range(3)
        ]
        assert all(isinstance(device, PlainRecord) for device in found)
        assert len(cups.get_printers()) == 1
        assert server.connections == 1


async def test_devices_on_the_asyncio_face() -> None:
    searching = Searching()
    with HostileServer(searching) as server:
        async with AsyncConnection(server.address) as cups:
            found = []
            searching.find.release()
            async for device in cups.iter_devices():
                found.append(device.device_uri)
                searching.find.release()
            assert len(found) == 3
            assert len(await cups.get_printers()) == 1


def test_an_abandoned_search_frees_the_connection() -> None:
    searching = Searching()
    with HostileServer(searching, acts.answer(PRINTERS)) as server:
        cups = Connection(server.address)
        devices = cups.iter_devices()
        searching.find.release()
        next(devices)
        devices.close()  # type: ignore[attr-defined]
        assert len(cups.get_printers()) == 1


async def test_leaving_an_asynchronous_search_frees_the_connection() -> None:
    searching = Searching()
    with HostileServer(searching, acts.answer(PRINTERS)) as server:
        async with AsyncConnection(server.address) as cups:
            searching.find.release()
            devices = cups.iter_devices()
            assert (await anext(devices)).device_class == "network"
            await devices.aclose()  # type: ignore[attr-defined]
            assert len(await cups.get_printers()) == 1


def test_a_search_is_cancelled() -> None:
    searching = Searching()
    with HostileServer(searching) as server:
        cups = Connection(server.address)
        call = Call(lambda: next(cups.iter_devices()))
        assert searching.begun.wait(SOON)
        call.cancel()
        with pytest.raises(errors.Cancelled):
            call.result()


async def test_a_cancelled_asynchronous_search_is_free() -> None:
    async def search(cups: AsyncConnection) -> None:
        async for _ in cups.iter_devices():
            pass

    searching = Searching()
    with HostileServer(searching) as server:
        async with AsyncConnection(server.address) as cups:
            task = asyncio.create_task(search(cups))
            assert await comes_true(searching.begun.is_set)
            assert await is_cancelled(task)


def test_a_search_has_a_deadline_of_its_own() -> None:
    with HostileServer(Searching()) as server:
        search = Call(lambda: list(Connection(server.address).iter_devices(timeout=0.3)))
        with pytest.raises(errors.DeadlineExceeded):
            search.result()


@pytest.mark.parametrize(
    ("status", "kind"), [(0x0500, errors.ServerInternalError), (0x0403, errors.NotAuthorized)]
)
def test_a_search_that_the_server_refuses(status: int, kind: type[errors.CupsError]) -> None:
    searching = Searching(status)
    searching.find.release(3)
    with HostileServer(searching) as server, pytest.raises(kind):
        list(Connection(server.address).iter_devices())


def test_a_search_that_breaks_off() -> None:
    def break_off(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(CHUNKED + chunk(bytes((2, 0, 0, 0, 0, 0, 0, 1, 4))) + b"5\r\nab")

    with HostileServer(break_off) as server, pytest.raises(errors.ConnectionLost):
        list(Connection(server.address).iter_devices())


def test_a_search_that_answers_nonsense() -> None:
    def nonsense(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(acts.http_reply(bytes((2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0))))

    with HostileServer(nonsense) as server, pytest.raises(errors.ProtocolError):
        list(Connection(server.address).iter_devices())


# --- destinations ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def destinations(server: str, **kwargs: Any) -> list[str]:
    with Connection(server, user="ann", **kwargs) as cups:
        return [found.name for found in cups.iter_destinations(search_timeout=0.3)]


def test_destinations_of_a_server_that_is_trusted(certificate: Certificate) -> None:
    with HostileServer(acts.over_tls(certificate.context(), acts.answer(PRINTERS))) as server:
        trusting: dict[str, Any] = {"encryption": Encryption.ALWAYS, "trust": lambda _shown: True}
        assert destinations(server.address, **trusting) == ["Office"]


def test_a_server_that_is_not_trusted_is_not_asked_for_destinations(
    certificate: Certificate,
) -> None:
    with HostileServer(acts.over_tls(certificate.context(), acts.answer(PRINTERS))) as server:
        with pytest.raises(errors.CertificateUntrusted):
            destinations(server.address, encryption=Encryption.ALWAYS)
        assert not server.requests


def test_a_server_that_is_not_there_has_no_destinations() -> None:
    with HostileServer(acts.answer(PRINTERS)) as server:
        gone = server.address
    for encryption in Encryption:
        assert destinations(gone, encryption=encryption) == []


@pytest.mark.parametrize("scheme", ['Basic realm="x"', "Negotiate"])
def test_nobody_is_told_a_password_for_destinations(scheme: str) -> None:
    asked: list[object] = []

    def refuse(exchange: Exchange) -> None:
        while True:
            exchange.read_request()
            challenge = f"WWW-Authenticate: {scheme}\r\nContent-Length: 0"
            exchange.send(f"HTTP/1.1 401 Unauthorized\r\n{challenge}\r\n\r\n".encode())

    with HostileServer(refuse) as server:
        assert destinations(server.address, password=asked.append) == []
        assert server.requests
        assert not any("authorization" in request.headers for request in server.requests)
    assert not asked


@pytest.mark.parametrize("way", [errors.Closed, errors.Cancelled])
def test_a_search_for_destinations_that_hangs_is_ended(way: type[errors.CupsError]) -> None:
    phase = Phase(silence)
    with HostileServer(phase) as server, Connection(server.address, user="ann") as cups:
        search = Call(lambda: list(cups.iter_destinations(search_timeout=SOON)))
        assert phase.reached.wait(SOON)
        if way is errors.Closed:
            cups.close()
        else:
            search.cancel()
        with pytest.raises(way):
            search.result()


ITERATIONS: dict[str, Callable[[AsyncConnection], AsyncIterator[object]]] = {
    "devices": lambda cups: cups.iter_devices(),
    "destinations": lambda cups: cups.iter_destinations(search_timeout=0.3),
    "events": lambda cups: cups.events(),
}


@pytest.mark.parametrize("kind", [AsyncConnection, AsyncPool])
@pytest.mark.parametrize("name", ITERATIONS)
async def test_nothing_is_iterated_over_on_a_closed_connection(
    kind: type[AsyncConnection], name: str
) -> None:
    with HostileServer(acts.answer(PRINTERS)) as server:
        cups = kind(server.address, user="ann")
        await cups.close()
        with pytest.raises(errors.Closed):
            await anext(ITERATIONS[name](cups))
        assert not server.requests
