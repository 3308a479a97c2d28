# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A bundle of a real server: secrets in every place, none in it, and the same findings later."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.diagnosis.boxes import environment

from unjam.diagnosis.bundle import Bundle, BundleError, make_bundle
from unjam.diagnosis.engine import examine
from unjam.diagnosis.live import LiveEnv
from unjam.sandbox import Sandbox

FAULTS = (
    "queue-stopped", "queue-stopped-by-failure", "queue-rejecting", "queue-holds-new-jobs",
    "job-held", "job-held-for-auth", "job-aborted", "default-missing", "scheduler-stopped",
    "filter-missing", "filter-failed", "backend-missing", "ppd-invalid", "cover-open",
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
async def test_offline_the_findings_are_the_same(
    fault: str, sandbox: Callable[..., Sandbox]
) -> None:
    box = sandbox(("Office",))
    box.inject(fault, queue="Office")
    env = await environment(box)
    live, facts = await examine(env)
    bundle = Bundle.from_text((await make_bundle(env, facts)).to_text())
    offline = bundle.judge()
    assert [(f.id, f.severity) for f in offline.findings] == [
        (f.id, f.severity) for f in live.findings
    ]
    assert [s.id for s in offline.not_checked] == [s.id for s in live.not_checked]
    assert offline.verdict is live.verdict


async def test_an_empty_class_is_not_asked_for_a_driver(sandbox: Callable[..., Sandbox]) -> None:
    box = sandbox(("Office",))
    box.inject("class-empty")
    (box.home / ".cups" / "lpoptions").write_text("Dest Everybody sides=one-sided\n")
    env = await environment(box)
    live, facts = await examine(env)
    bundle = await make_bundle(env, facts)
    assert [finding.id for finding in live.findings] == ["CLASS_EMPTY"]
    assert "PPD of Everybody" not in bundle.texts
    assert box.cups.attributes("Everybody", kind="classes")["printer-state"], "cupsd has survived"


async def test_seeded_secrets_in_every_place(sandbox: Callable[..., Sandbox]) -> None:
    box = sandbox(("Office",))
    box.cups.point_at("Office", "ipp://spy:hunter2@printer.secret.example:9100/?serial=SER12345")
    with box.layout.error_log.open("a") as log:
        log.write("E [22/Nov/2026:22:00:00 +0000] Authorization: Basic aHVudGVyMjpodW50ZXIy\n")
        log.write("E [22/Nov/2026:22:00:00 +0000] jdoe@mail.secret.example from 10.11.12.13\n")
    conf = box.cups_files.parent / "cupsd.conf"
    conf.write_text(conf.read_text() + "# password=hunter2 ServerAdmin root@secret.example\n")
    env = await environment(box)
    _diagnosis, facts = await examine(env)
    text = (await make_bundle(env, facts)).to_text()
    seeds = ("spy", "hunter2", "secret.example", "SER12345", "aHVudGVy", "jdoe", "10.11.12.13")
    assert not [seed for seed in seeds if seed in text]
    document = json.loads(text)
    assert {"error_log", "cupsd.conf", "attributes of Office", "PPD of Office"} <= set(
        document["texts"]
    )
    assert document["versions"]["unjam"]
    assert document["replaced"]["host"] >= 1


LOG = Path(__file__).parent / "driver" / "logs" / "loglevel-debug.log"
SEEDS = (
    "zoe", "qx", "Dismissal", "Zimmermann", "ws-0815", "printsrv", "hunter2", "correct", "horse",
    "Cellar", "ZQ1234567", "c3VwZXI6", "Zoes_room", "annex", "notebook",
)  # fmt: skip


def as_it_is_in_offices(log: str) -> str:
    """A real log at LogLevel debug, of two people, from other computers, with a title."""
    title = "Dismissal of Zimmermann, final.odt"
    escaped = title.replace(" ", "\\ ")
    users = (("[Job 1]", "zoe"), ("[Job 2]", "qx"), ("[Job 3]", "zoe"))
    lines = []
    for line in log.splitlines(keepends=True):
        user = next((name for job, name in users if job in line), "zoe")
        said = line.replace('by "root"', f'by "{user}"').replace(
            'argv[2]="root"', f'argv[2]="{user}"'
        )
        said = said.replace('argv[3]="t.txt"', f'argv[3]="{title}"')
        said = said.replace("document-name-supplied=t.txt", f"document-name-supplied={escaped}")
        lines.append(said.replace("host-name=localhost", f"host-name=ws-0815 user-name={user}"))
    return "".join(lines)


MORE_LOG = """\
D [22/Nov/2026:22:37:50 +0000] [Client 9] Accepted from ws-0815:51000 (IPv4)
D [22/Nov/2026:22:37:50 +0000] [Client 9] Authorized as qx using Basic.
D [22/Nov/2026:22:37:50 +0000] [Job 9] envp[9]="PRINTER_LOCATION=Cellar, left"
D [22/Nov/2026:22:37:50 +0000] [Job 9] password="correct horse battery"
D [22/Nov/2026:22:37:50 +0000] authorization: basic c3VwZXI6c2VjcmV0
"""


async def test_what_a_real_debug_log_tells_of_people_is_not_in_the_bundle(
    sandbox: Callable[..., Sandbox],
) -> None:
    box = sandbox(("Office",), faults=("queue-stopped-by-failure",))
    with box.layout.error_log.open("a", encoding="utf-8") as log:
        log.write(as_it_is_in_offices(LOG.read_text(encoding="utf-8")) + MORE_LOG)
    conf = box.cups_files.parent / "cupsd.conf"
    conf.write_text(conf.read_text() + "ServerAlias annex\n#BrowsePoll annex:631\n")
    ppd = box.cups_files.parent / "ppd" / "Office.ppd"
    described = '*% password: hunter2\n*APDeviceURI: "ipp://printsrv/ipp?serial=ZQ1234567"\n'
    ppd.write_text(ppd.read_text().replace("*FormatVersion", f"{described}*FormatVersion", 1))
    env = await environment(box, PRINTER="Zoes_room", HOSTNAME="notebook")
    live, facts = await examine(env)
    bundle = await make_bundle(env, facts)
    text = bundle.to_text()
    found = [seed for seed in SEEDS if re.search(rf"(?<![^\W_]){re.escape(seed)}", text)]
    assert not found
    assert "hunter2" in ppd.read_text()
    assert "PPD of Office" in bundle.texts
    assert "FormatVersion" in bundle.texts["PPD of Office"]
    offline = Bundle.from_text(text).judge()
    assert "DEFAULT_PRINTER_MISSING" in [f.id for f in live.findings]
    assert [(f.id, f.severity) for f in offline.findings] == [
        (f.id, f.severity) for f in live.findings
    ]
    assert [s.id for s in offline.not_checked] == [s.id for s in live.not_checked]


@pytest.mark.parametrize("server", ["printsrv", "px:6310", "printsrv.invalid"])
async def test_the_server_of_the_environment_is_not_named(server: str) -> None:
    env = await LiveEnv.open(
        None, environ={"CUPS_SERVER": server}, home=Path("/home/qx"), user="qx"
    )
    live, facts = await examine(env, deadline=20.0)
    bundle = await make_bundle(env, facts)
    text = bundle.to_text()
    assert not [seed for seed in ("printsrv", "px", "qx") if re.search(rf"\b{seed}\b", text)]
    assert [f.id for f in bundle.judge().findings] == [f.id for f in live.findings]
    assert live.findings


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"unjam_bundle": 2}', '{"unjam_bundle": 1}'])
def test_what_is_no_bundle_is_refused(text: str) -> None:
    with pytest.raises(BundleError):
        Bundle.from_text(text)
