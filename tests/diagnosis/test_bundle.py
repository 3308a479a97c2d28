# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A bundle of a real server: secrets in every place, none in it, and the same findings later."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.diagnosis.boxes import environment

from unjam.diagnosis.bundle import Bundle, BundleError, make_bundle
from unjam.diagnosis.engine import examine
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


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"unjam_bundle": 2}', '{"unjam_bundle": 1}'])
def test_what_is_no_bundle_is_refused(text: str) -> None:
    with pytest.raises(BundleError):
        Bundle.from_text(text)
