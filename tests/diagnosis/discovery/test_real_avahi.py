# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A real Avahi in a network of its own: what it announces, and who knows of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
from tests.conftest import SandboxFactory
from tests.diagnosis.test_real_driver_and_device import ask_doctor, problems

from unjam.sandbox import Sandbox, network
from unjam.sandbox.faults.driver import write_program

HOST = "unjamlab"
CONF = f"""[server]
host-name={HOST}
allow-interfaces=lo
use-ipv6=no
[publish]
publish-workstation=no
"""
SERVICE = """<?xml version="1.0" standalone="no"?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group><name>{name}</name>
<service><type>_ipp._tcp</type><port>{port}</port><txt-record>rp=ipp/print</txt-record></service>
</service-group>
"""
PREPARE = """
mkdir -p /run/avahi-daemon && mount -t tmpfs tmpfs /run/avahi-daemon &&
mount --bind "$1" /etc/avahi/services &&
ip link set lo multicast on && ip route add 224.0.0.0/4 dev lo
"""
ASK = """
import asyncio
from unjam.diagnosis.env import BusCall
from unjam.diagnosis.live import LiveEnv
async def main():
    env = await LiveEnv.open()
    asked = BusCall("org.freedesktop.Avahi", "/", "org.freedesktop.Avahi.Server", "GetState")
    print(*await env.call_bus(asked))
asyncio.run(main())
"""
RUNNING = "2"
"""AVAHI_SERVER_RUNNING."""

pytestmark = pytest.mark.skipif(
    shutil.which("avahi-daemon") is None, reason="avahi-daemon is not installed"
)


@contextmanager
def avahi(box: Sandbox, *names: str) -> Iterator[None]:
    """Let Avahi run in the sandbox's network, with an IPP service of each of these names."""
    conf, services = box.base / "avahi.conf", box.base / "services"
    conf.write_text(CONF)
    services.mkdir()
    for number, name in enumerate(names):
        text = SERVICE.format(name=name, port=box.printers[0].port)
        (services / f"{number}.service").write_text(text)
    prepared = box.run(["sh", "-c", PREPARE, "sh", str(services)])
    if prepared.returncode:
        pytest.skip(f"no multicast here: {prepared.stderr}")
    argv = ["avahi-daemon", "-f", str(conf), "--no-drop-root", "--no-chroot", "--no-rlimits"]
    with subprocess.Popen(
        box.command(argv),
        env=box.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            await_running(box)
            yield
        finally:
            process.terminate()
            process.wait(10)


def await_running(box: Sandbox) -> None:
    end = monotonic() + 20
    while box.run([sys.executable, "-c", ASK]).stdout.strip() != RUNNING:
        if monotonic() > end:
            pytest.skip("avahi-daemon does not come up here")
        sleep(0.1)


def test_avahi_knows_a_name_that_the_name_service_does_not(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    with avahi(box):
        box.cups.point_at("Office", box.printers[0].uri_at(f"{HOST}.local"))
        assert problems(box) == ["MDNS_NAME_SERVICE_MISSING"]
        network.add_name(box, f"{HOST}.local", "127.0.0.1")
        assert not problems(box)


def test_a_printer_in_another_part_of_the_network(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    with avahi(box):
        box.cups.point_at("Office", box.printers[0].uri_at("far-away.local"))
        network.add_name(box, "far-away", "127.0.0.1")
        assert problems(box) == ["PRINTER_ON_OTHER_SUBNET"]


def test_an_announced_printer_is_asked_where_it_is(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    write_program(box.layout.backends / "dnssd", "#!/bin/sh\nexit 0\n")
    with avahi(box, "Lab printer"):
        network.add_name(box, f"{HOST}.local", "127.0.0.1")
        box.cups.point_at("Office", "dnssd://Lab%20printer._ipp._tcp.local/?uuid=1")
        assert not problems(box)
        box.printers[0].set_state("cover-open")
        assert problems(box) == ["COVER_OPEN"]


def test_more_printers_than_a_dialog_can_bear(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    with avahi(box, *(f"Printer {number}" for number in range(210))):
        told = ask_doctor(box)
    assert [found[:2] for found in told["found"]] == [["TOO_MANY_DISCOVERED", "info"]]
