# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A private message bus, and services on it that behave as systemd, PackageKit and firewalld do."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from dbus_fast import BusType, DBusError, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

CONF = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:dir={place}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
"""


@contextmanager
def private_bus(place: Path) -> Iterator[str]:
    """Run a dbus-daemon; yields its address."""
    conf = place / "bus.conf"
    conf.write_text(CONF.format(place=place))
    argv = ["dbus-daemon", f"--config-file={conf}", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()
            daemon.wait(5)


class Service:
    """Answers method calls by the method `on_member_in_snake_case`, and sends signals."""

    name = ""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[Any]]] = []
        self._bus: MessageBus | None = None

    @asynccontextmanager
    async def on(self, address: str) -> AsyncIterator[None]:
        """Serve while the block runs."""
        self._bus = bus = await MessageBus(address, bus_type=BusType.SYSTEM).connect()
        bus.add_message_handler(self._take)
        await bus.request_name(self.name)
        try:
            yield
        finally:
            bus.disconnect()

    def _take(self, message: Message) -> Message | None:
        member = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", message.member or "").lower()
        handler = getattr(self, f"on_{member}", None)
        if message.message_type is not MessageType.METHOD_CALL or handler is None:
            return None
        self.calls.append((message.member or "", list(message.body)))
        try:
            signature, *body = handler(message, *message.body)
        except DBusError as problem:
            return Message.new_error(message, problem.type, problem.text)
        return Message.new_method_return(message, signature, body)

    def signal(self, path: str, interface: str, member: str, signature: str, *body: Any) -> None:
        """Send a signal a moment later, when the reply is out."""
        message = Message.new_signal(path, interface, member, signature, list(body))
        assert self._bus is not None
        asyncio.get_running_loop().call_soon(self._bus.send, message)


class Systemd(Service):
    """Starts and stops units of paper."""

    name = "org.freedesktop.systemd1"
    manager = "org.freedesktop.systemd1.Manager"

    def __init__(self, result: str = "done", refusal: DBusError | None = None) -> None:
        super().__init__()
        self.active: dict[str, str] = {}
        self.result = result
        self.refusal = refusal

    def on_subscribe(self, _call: Message) -> tuple[Any, ...]:
        return ("",)

    def on_load_unit(self, _call: Message, unit: str) -> tuple[Any, ...]:
        return "o", "/unit/" + unit.encode().hex()

    def on_get(self, call: Message, _interface: str, _name: str) -> tuple[Any, ...]:
        unit = bytes.fromhex((call.path or "").rpartition("/")[2]).decode()
        return "v", Variant("s", self.active.get(unit, "inactive"))

    def on_start_unit(self, _call: Message, unit: str, _mode: str) -> tuple[Any, ...]:
        return self._job(unit, "active")

    def on_restart_unit(self, _call: Message, unit: str, _mode: str) -> tuple[Any, ...]:
        return self._job(unit, "active")

    def on_stop_unit(self, _call: Message, unit: str, _mode: str) -> tuple[Any, ...]:
        return self._job(unit, "inactive")

    def _job(self, unit: str, state: str) -> tuple[Any, ...]:
        if self.refusal:
            raise self.refusal
        if self.result == "done":
            self.active[unit] = state
        path, manager = "/org/freedesktop/systemd1", self.manager
        self.signal(path, manager, "JobRemoved", "uoss", 6, "/job/6", "other.service", "failed")
        self.signal(path, manager, "JobRemoved", "uoss", 7, "/job/7", unit, self.result)
        return "o", "/job/7"


class PackageKit(Service):
    """Has some packages, installs others."""

    name = "org.freedesktop.PackageKit"
    interface = "org.freedesktop.PackageKit.Transaction"

    def __init__(self, *offered: str, problem: str = "") -> None:
        super().__init__()
        self.offered = set(offered)
        self.installed: set[str] = set()
        self.problem = problem
        self.number = 0

    def on_create_transaction(self, _call: Message) -> tuple[Any, ...]:
        self.number += 1
        return "o", f"/{self.number}_transaction"

    def on_resolve(self, call: Message, _filter: int, names: list[str]) -> tuple[Any, ...]:
        for name in names:
            if name in self.installed | self.offered:
                info = 1 if name in self.installed else 2
                self._say(call, "Package", "uss", info, f"{name};1.0;amd64;debian", "A package")
        self._say(call, "Finished", "uu", 1, 3)
        return ("",)

    def on_install_packages(self, call: Message, flags: int, ids: list[str]) -> tuple[Any, ...]:
        assert flags == 2, "only trusted packages"
        if self.problem:
            self._say(call, "ErrorCode", "us", 4, self.problem)
            self._say(call, "Finished", "uu", 2, 3)
        else:
            self.installed |= {package.partition(";")[0] for package in ids}
            self._say(call, "Finished", "uu", 1, 3)
        return ("",)

    def _say(self, call: Message, member: str, signature: str, *body: Any) -> None:
        self.signal(call.path or "/", self.interface, member, signature, *body)


class Firewalld(Service):
    """One zone, with and without mDNS."""

    name = "org.fedoraproject.FirewallD1"

    def __init__(self, permanent: DBusError | None = None) -> None:
        super().__init__()
        self.now: set[str] = set()
        self.saved: set[str] = set()
        self.permanent = permanent

    def on_get_zone_by_name(self, _call: Message, _zone: str) -> tuple[Any, ...]:
        return "o", "/zone/1"

    def on_add_service(self, call: Message, *body: Any) -> tuple[Any, ...]:
        if call.path == "/zone/1":
            if self.permanent:
                raise self.permanent
            self._insist_on_absent(body[0], self.saved)
            self.saved.add(body[0])
            return ("",)
        self._insist_on_absent(body[1], self.now)
        self.now.add(body[1])
        return "s", body[0]

    @staticmethod
    def _insist_on_absent(service: str, among: set[str]) -> None:
        if service in among:
            name = "org.fedoraproject.FirewallD1.Exception"
            raise DBusError(name, f"ALREADY_ENABLED: {service}")

    def on_remove_service(self, call: Message, *body: Any) -> tuple[Any, ...]:
        (self.saved if call.path == "/zone/1" else self.now).discard(body[-1])
        return ("",) if call.path == "/zone/1" else ("s", body[0])

    def on_query_service(self, _call: Message, _zone: str, service: str) -> tuple[Any, ...]:
        return "b", service in self.now
