# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Listening to what the local network announces, through Avahi on the system bus."""

from __future__ import annotations

from time import monotonic
from typing import cast

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import BusCall, BusRefusal, Env
from unjam.diagnosis.facts.device import DeviceAddress, DeviceName
from unjam.diagnosis.facts.discovery import (
    Announced,
    Avahi,
    AvahiAnswer,
    Firewall,
    FirewallZone,
    LostName,
    SharedQueue,
    UnicastTwin,
)
from unjam.diagnosis.facts.queue import QueueDevices
from unjam.diagnosis.facts.server import ServerReach
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.probes.device_reach import AVAHI, REMOTE
from unjam.diagnosis.reading.dnssd_uri import read_service
from unjam.diagnosis.wording import N_, _

NO_BUS = N_("There is no system bus here, so nobody could be asked about announced printers.")
REFUSED = N_("The service {service} does not answer: {text}")

BROWSER = "org.freedesktop.Avahi.ServiceBrowser"
FIREWALLD = ("org.fedoraproject.FirewallD1", "/org/fedoraproject/FirewallD1")
ZONES = "org.fedoraproject.FirewallD1.zone"
MDNS_PORT = 5353
"""RFC 6762, 3."""
ANY = -1
"""AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC."""

LISTENING = 2.0
"""Seconds to listen at most; Avahi says when it has told all that it knows."""


@probe(title=N_("Asking whether printers can be discovered"))
async def avahi(env: Env, reach: ServerReach) -> Avahi:
    """Ask Avahi for its version; it is not started for that."""
    if not reach.local:
        raise Unavailable(_(REMOTE))
    try:
        (version,) = await env.call_bus(BusCall(*AVAHI, "GetVersionString"))
    except BusRefusal as refusal:
        if refusal.absent:
            return Avahi((), "")
        raise _unavailable("Avahi", refusal) from None
    return Avahi((), str(version))


@probe(title=N_("Asking the network for the printer's name"), deadline=8.0)
async def avahi_answer(
    env: Env, device: DeviceAddress, name: DeviceName, avahi: Avahi | Unknown
) -> list[LostName | AvahiAnswer] | None:
    """Ask Avahi for a `.local` name that the name service does not know."""
    if not device.local_name or name.addresses:
        return None
    if isinstance(avahi, Unknown):
        raise Unavailable(avahi.why, foreseen=avahi.foreseen)
    lost = LostName(device.scope, name.host, avahi.running)
    if not avahi.running or read_service(name.host):
        return [lost]
    asked = BusCall(*AVAHI, "ResolveHostName", "iisiu", (ANY, ANY, name.host, ANY, 0))
    try:
        found = await env.call_bus(asked, timeout=7)
    except BusRefusal as refusal:
        return [lost, AvahiAnswer(device.scope, name.host, "", refusal.text or refusal.name)]
    return [lost, AvahiAnswer(device.scope, name.host, str(found[4]))]


@probe(title=N_("Looking for the printer's name elsewhere"), deadline=10.0)
async def unicast_twin(env: Env, device: DeviceAddress, name: DeviceName) -> UnicastTwin | None:
    """Ask the ordinary name service for the name without `.local`, and knock there."""
    if not device.local_name or name.addresses or read_service(name.host):
        return None
    host = name.host.rstrip(".")[: -len(".local")]
    found = await env.resolve(host, timeout=4.0)
    if not found.addresses:
        return UnicastTwin(device.scope, host, ())
    knocked = await env.tcp_connect(found.addresses[0], device.port)
    return UnicastTwin(device.scope, host, found.addresses, knocked.ok)


@probe(title=N_("Asking the firewall about announcements"))
async def firewall(env: Env, reach: ServerReach) -> Firewall | None:
    """Ask firewalld which active zones let mDNS in; without firewalld there is nothing to ask."""
    if not reach.local:
        raise Unavailable(_(REMOTE))
    try:
        (active,) = await env.call_bus(BusCall(*FIREWALLD, ZONES, "getActiveZones"))
        zones = active.items() if isinstance(active, dict) else ()
        return Firewall((), tuple([await _zone(env, str(n), members) for n, members in zones]))
    except BusRefusal as refusal:
        if refusal.absent or refusal.no_bus:
            return None
        raise _unavailable("firewalld", refusal) from None


@probe(title=N_("Listening for printers on the network"))
async def announced(
    env: Env, avahi: Avahi, queues: QueueDevices | Unknown | None
) -> Announced | None:
    """Collect the names of all IPP services that Avahi knows of, beside those that are shared."""
    if not avahi.running:
        return None
    shared = _shared(queues) if isinstance(queues, QueueDevices) else ()
    asked = BusCall(*AVAHI, "ServiceBrowserNew", "iissu", (ANY, ANY, "_ipp._tcp", "", 0))
    started = monotonic()
    last = frozenset({"AllForNow", "Failure"})
    signals = await env.listen_bus(asked, BROWSER, last, timeout=LISTENING)
    if failed := [str(part) for s in signals if s.member == "Failure" for part in s.body]:
        raise Unavailable(_(REFUSED).format(service="Avahi", text=", ".join(failed)))
    names = [str(signal.body[2]) for signal in signals if signal.member == "ItemNew"]
    return Announced((), tuple(dict.fromkeys(names)), monotonic() - started, shared)


def _shared(queues: QueueDevices) -> tuple[SharedQueue, ...]:
    return tuple(map(SharedQueue, queues.shared, queues.labels))


async def _zone(env: Env, name: str, members: object) -> FirewallZone:
    interfaces = members.get("interfaces", ()) if isinstance(members, dict) else ()
    allows = await _accepts_all(env, name) or await _lets_mdns_in(env, name)
    return FirewallZone(name, tuple(map(str, interfaces)), allows)


async def _accepts_all(env: Env, zone: str) -> bool:
    """Whether a zone lets in whatever it does not refuse; firewalld before 0.9 does not tell."""
    try:
        (settings,) = await env.call_bus(_of_zone("getZoneSettings2", zone))
    except BusRefusal as refusal:
        if refusal.name.endswith(".UnknownMethod"):
            return zone == "trusted"
        raise
    target = settings.get("target") if isinstance(settings, dict) else None
    return getattr(target, "value", target) == "ACCEPT"


async def _lets_mdns_in(env: Env, zone: str) -> bool:
    """Whether a zone has the service mdns, or its port in a range."""
    (service,) = await env.call_bus(_of_zone("queryService", zone, "mdns"))
    if service:
        return True
    (ports,) = await env.call_bus(_of_zone("getPorts", zone))
    return any(_has_mdns(*map(str, entry)) for entry in cast("list[list[object]]", ports))


def _of_zone(member: str, *arguments: str) -> BusCall:
    return BusCall(*FIREWALLD, ZONES, member, "s" * len(arguments), arguments)


def _has_mdns(ports: str, protocol: str) -> bool:
    """Whether a range as firewalld writes it, `1025-65535` of udp, has the port of mDNS."""
    first, _dash, last = ports.partition("-")
    return protocol == "udp" and int(first) <= MDNS_PORT <= int(last or first)


def _unavailable(service: str, refusal: BusRefusal) -> Unavailable:
    if refusal.no_bus:
        return Unavailable(_(NO_BUS))
    return Unavailable(_(REFUSED).format(service=service, text=refusal.text or refusal.name))
