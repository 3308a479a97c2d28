# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A real Avahi in a network of its own: what it announces, and who knows of it."""

from __future__ import annotations

import pytest
from tests.conftest import SandboxFactory
from tests.diagnosis.test_real_driver_and_device import ask_doctor, problems

from unjam.sandbox import Sandbox, SandboxUnavailableError, network
from unjam.sandbox.avahi import ESTABLISHED, RUN, start_avahi
from unjam.sandbox.faults.driver import write_program
from unjam.sandbox.processes import wait_until

HOST = "unjamlab"
SERVICE = """<?xml version="1.0" standalone="no"?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group><name>{name}</name>
<service><type>_ipp._tcp</type><port>{port}</port><txt-record>rp=ipp/print</txt-record></service>
</service-group>
"""


def avahi(box: Sandbox, *announced: str) -> None:
    """Let Avahi run in the sandbox's network until it is closed; all of these are announced."""
    try:
        start_avahi(box, host=HOST, announced=announced)
    except SandboxUnavailableError as error:
        pytest.skip(str(error))


def announce(box: Sandbox, name: str, port: int) -> None:
    """Announce one more printer, and wait until nobody on the network objects."""
    log = box.base / "log" / "avahi"
    before = log.read_text().count(ESTABLISHED)
    service = box.base / "avahi" / "services" / "one-more.service"
    service.write_text(SERVICE.format(name=name, port=port))
    box.processes.run("sh", "-c", f"kill -HUP $(cat {RUN}/pid)")
    wait_until(
        lambda: log.read_text().count(ESTABLISHED) > before, what="the announcement", timeout=60
    )


def test_avahi_knows_a_name_that_the_name_service_does_not(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    avahi(box)
    box.cups.point_at("Office", box.printers[0].uri_at(f"{HOST}.local"))
    assert problems(box) == ["MDNS_NAME_SERVICE_MISSING"]
    network.add_name(box, f"{HOST}.local", "127.0.0.1")
    assert not problems(box)


def test_a_printer_in_another_part_of_the_network(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    avahi(box)
    box.cups.point_at("Office", box.printers[0].uri_at("far-away.local"))
    network.add_name(box, "far-away", "127.0.0.1")
    assert problems(box) == ["PRINTER_ON_OTHER_SUBNET"]


def test_an_announced_printer_is_asked_where_it_is(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    write_program(box.layout.backends / "dnssd", "#!/bin/sh\nexit 0\n")
    avahi(box)
    announce(box, "Lab printer", box.printers[0].port)
    network.add_name(box, f"{HOST}.local", "127.0.0.1")
    box.cups.point_at("Office", "dnssd://Lab%20printer._ipp._tcp.local/?uuid=1")
    assert not problems(box)
    box.printers[0].set_state("cover-open")
    assert problems(box) == ["COVER_OPEN"]


def test_more_printers_than_a_dialog_can_bear(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    avahi(box, *(f"Printer {number}" for number in range(210)))
    told = ask_doctor(box)
    assert [found[:2] for found in told["found"]] == [["TOO_MANY_DISCOVERED", "info"]]
