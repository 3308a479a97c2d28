# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Healthy systems of every kind give no alarm; several faults at once are all found."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import sleep
from typing import Any

import pytest
from tests.diagnosis.boxes import environment, examine_box, ids
from tests.diagnosis.test_real_driver_and_device import ask_doctor

from unjam.cups import AsyncConnection
from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.env import BusCall, BusRefusal, Completed
from unjam.diagnosis.facts.server import CupsFiles
from unjam.diagnosis.live import LiveEnv, network
from unjam.diagnosis.model import Diagnosis, Severity, Verdict
from unjam.sandbox import FAULTS, Queue, Sandbox

Factory = Callable[..., Sandbox]


def assert_well(diagnosis: Diagnosis) -> None:
    assert ids(diagnosis) == []
    assert diagnosis.verdict is Verdict.HEALTHY, (diagnosis.not_checked, diagnosis.unknown)


async def test_no_queues_and_no_default(sandbox: Factory) -> None:
    assert_well(await examine_box(sandbox(())))


async def test_a_thousand_queues(sandbox: Factory) -> None:
    names = [f"q{number}" for number in range(1000)]
    box = sandbox([Queue(name, device_uri="file:///dev/null", driver="raw") for name in names])
    assert_well(await examine_box(box, deadline=None))


async def test_ten_thousand_finished_jobs(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    remember_jobs(box, 10_000)
    async with AsyncConnection(box.server) as connection:
        jobs = await connection.get_jobs(which_jobs="completed", requested_attributes=["job-id"])
    assert len(jobs) == 10_000
    assert_well(await examine_box(box, deadline=None))


def remember_jobs(box: Sandbox, number: int) -> None:
    """Let cupsd start with a history: one real job, so many times over."""
    box.cups.await_job(box.cups.print("Office"))
    box.stop_scheduler()
    layout = box.scheduler.layout
    control = (layout.spool / "c00001").read_bytes()
    cache = layout.base / "cache" / "job.cache"
    (job,) = re.findall(r"<Job 1>\n(.*?)</Job>\n", cache.read_text(), re.DOTALL)
    known = [f"NextJobId {number + 1}\n"]
    for each in range(1, number + 1):
        (layout.spool / f"c{each:05}").write_bytes(control)
        known.append(f"<Job {each}>\n{job}</Job>\n")
    cache.write_text("".join(known))
    box.scheduler.settings.extra.append("MaxJobs 0")
    box.start_scheduler()


@pytest.mark.rights_matter
async def test_a_home_that_cannot_be_written_nor_read(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    for mode in (0o500, 0o000):
        box.home.chmod(mode)
        try:
            assert_well(await examine_box(box))
        finally:
            box.home.chmod(0o700)


@pytest.mark.rights_matter
async def test_who_has_no_rights_is_told_what_could_not_be_checked(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    closed = [box.base / "log", box.base / "spool", box.base / "root" / "cupsd.conf"]
    modes = [path.stat().st_mode for path in closed]
    for path in closed:
        path.chmod(0)
    try:
        diagnosis = await examine_box(box)
    finally:
        for path, mode in zip(closed, modes, strict=True):
            path.chmod(mode)
    assert_well(diagnosis)
    assert {"SPOOL_PERMISSIONS", "TOO_MANY_JOBS"} <= {each.id for each in diagnosis.not_checked}


async def test_a_remote_server_is_judged_by_what_it_says(
    healthy_box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "is_own_address", lambda _address: False)
    environ = {**healthy_box.variables(), "UNJAM_CUPS_FILES": ""}
    env = await LiveEnv.open(healthy_box.server, environ=environ, home=healthy_box.home)
    diagnosis = await diagnose(env)
    assert_well(diagnosis)
    skipped = {s.id: s for s in diagnosis.not_checked}
    assert "another machine" in skipped["SPOOL_FULL"].reason
    assert "another machine" in skipped["DEVICE_REFUSES"].reason


@pytest.mark.parametrize("language", ["de_DE.UTF-8", "ja_JP.UTF-8", "C", "xx"])
async def test_other_languages(healthy_box: Sandbox, language: str) -> None:
    env = await environment(healthy_box, LANG=language, LC_ALL="", LANGUAGE=language[:2])
    assert_well(await diagnose(env))


async def test_no_home_and_an_empty_environment(healthy_box: Sandbox) -> None:
    environ = {"UNJAM_CUPS_FILES": str(healthy_box.cups_files)}
    env = await LiveEnv.open(healthy_box.server, environ=environ)
    assert env.home is None
    assert_well(await diagnose(env))


def test_ipv6_only(sandbox: Factory) -> None:
    """Server, printer and names; there is no IPv4 in the sandbox's network any more."""
    box = sandbox(("Office",), isolated=True)
    server = f"[::1]:{box.scheduler.settings.port}"
    box.scheduler.settings.extra += (f"Listen {server}",)
    box.scheduler.restart()
    box.cups.point_at("Office", box.printers[0].uri_at("[::1]"))
    (box.base / "etc" / "hosts").write_text("::1 localhost\n")
    box.processes.run("sh", "-c", "ip -4 address flush dev lo")
    box.client_variables["CUPS_SERVER"] = server
    told = ask_doctor(box)
    assert [found for found in told["found"] if found[1] != "info"] == []
    assert told["verdict"] == "healthy"


@pytest.fixture
def standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sandbox's print server pass for the system's own."""
    find = LiveEnv.cups_files

    async def cups_files(self: LiveEnv) -> CupsFiles:
        return replace(await find(self), standard=True)

    monkeypatch.setattr(LiveEnv, "cups_files", cups_files)


@pytest.mark.usefixtures("standard")
async def test_no_systemd(healthy_box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    run = LiveEnv.run

    async def without(self: LiveEnv, argv: Sequence[str], **options: Any) -> Completed:
        if argv[0] in ("systemctl", "journalctl"):
            raise FileNotFoundError(2, "No such file or directory", argv[0])
        return await run(self, argv, **options)

    monkeypatch.setattr(LiveEnv, "run", without)
    diagnosis = await examine_box(healthy_box)
    assert_well(diagnosis)
    skipped = {s.id: s for s in diagnosis.not_checked}
    assert "systemd" in skipped["SCHEDULER_CRASHING"].reason


async def test_no_message_bus(healthy_box: Sandbox) -> None:
    nowhere = f"unix:path={healthy_box.base}/no-bus"
    env = await environment(healthy_box, DBUS_SYSTEM_BUS_ADDRESS=nowhere)
    diagnosis = await diagnose(env)
    assert_well(diagnosis)
    skipped = {s.id: s for s in diagnosis.not_checked}
    assert "no system bus" in skipped["TOO_MANY_DISCOVERED"].reason


async def test_no_avahi(healthy_box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(_self: LiveEnv, asked: BusCall, **_options: Any) -> tuple[object, ...]:
        raise BusRefusal("org.freedesktop.DBus.Error.ServiceUnknown", f"{asked.service}: nobody")

    monkeypatch.setattr(LiveEnv, "call_bus", nobody)
    assert_well(await examine_box(healthy_box))


async def test_a_slow_name_service(healthy_box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    real = socket.getaddrinfo

    def slow(*args: Any, **options: Any) -> object:
        sleep(0.3)
        return real(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    env = await environment(healthy_box, healthy_box.server.replace("127.0.0.1", "localhost"))
    assert_well(await diagnose(env))


async def test_names_beyond_ascii_and_with_signs_that_addresses_use(sandbox: Factory) -> None:
    box = sandbox(("Bü&ro", "100%"))
    box.cups.add_class("Alle-Büros", "Bü&ro")
    for name in box.queues:
        box.cups.await_job(box.cups.print(name))
    assert_well(await examine_box(box))


async def test_a_class_and_a_finished_history(sandbox: Factory) -> None:
    box = sandbox(("Office", "Lab"))
    box.cups.add_class("Both", "Office", "Lab")
    for _number in range(3):
        box.cups.await_job(box.cups.print("Office"))
    box.cups.cancel(box.cups.print("Lab"))
    assert_well(await examine_box(box))


async def test_files_that_this_person_may_not_read_are_foreseen(
    sandbox: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = sandbox(("Office",))
    read = LiveEnv.read_file

    async def refuse(self: LiveEnv, path: str, **options: Any) -> bytes:
        if str(path).endswith(("cupsd.conf", "error_log")):
            raise PermissionError(13, "Permission denied", str(path))
        return await read(self, path, **options)

    monkeypatch.setattr(LiveEnv, "read_file", refuse)
    diagnosis = await examine_box(box)
    assert_well(diagnosis)
    skipped = {s.id: s for s in diagnosis.not_checked}
    assert "Permission denied" in skipped["TOO_MANY_JOBS"].reason


SPREAD = {
    "queue-stopped": "A", "queue-rejecting": "B", "queue-holds-new-jobs": "C", "job-held": "D",
    "job-aborted": "E", "filter-missing": "F", "backend-missing": "G", "media-empty": "H",
    "cover-open": "I", "job-held-for-auth": "J", "default-missing": "A",
}  # fmt: skip


async def test_many_independent_faults_are_all_found_and_nothing_else(sandbox: Factory) -> None:
    box = sandbox(tuple("ABCDEFGHIJ"))
    for fault, queue in SPREAD.items():
        box.inject(fault, queue=queue)
    diagnosis = await examine_box(box)
    assert sorted(ids(diagnosis)) == sorted(FAULTS[fault].finding for fault in SPREAD)


TOGETHER = ("queue-stopped", "queue-rejecting", "job-held", "filter-missing", "media-empty")


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(TOGETHER, 2)))
async def test_two_faults_of_one_queue(one: str, other: str, sandbox: Factory) -> None:
    box = sandbox(("Office",))
    order = sorted(
        (one, other), key=lambda name: name == "queue-rejecting" or name == "queue-stopped"
    )
    for fault in order:
        box.inject(fault, queue="Office")
    diagnosis = await examine_box(box)
    assert set(ids(diagnosis)) == {FAULTS[one].finding, FAULTS[other].finding}
    assert all(f.severity is not Severity.INFO for f in diagnosis.findings)
