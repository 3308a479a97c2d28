# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Nothing that identifies a person or opens a door stays in; what belongs together still does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.diagnosis.cases import files, job, jobs, queue, queues, reach

from unjam.diagnosis.facts import Facts
from unjam.diagnosis.facts.codec import from_json, to_json
from unjam.diagnosis.facts.jobs import HELD
from unjam.diagnosis.facts.queue import STOPPED
from unjam.diagnosis.judge import judge
from unjam.diagnosis.redact import Redactor

URI = "smb://alice:s3cr%21t@fileserver.corp.example/Laser?serial=VNB3K12345"
SEEDS = ("alice", "s3cr", "fileserver", "VNB3K12345", "salaries", "10.1.2.3", "ws-042", "Smith")


def ill() -> Facts:
    held = job(
        state=HELD, user="alice", title="salaries 2026.ods", host="ws-042.corp.example",
        hold_until="indefinite", message="waiting for alice at 10.1.2.3",
    )  # fmt: skip
    return Facts(
        [
            reach(), files(), queues("Office"), held, jobs(held),
            queue(
                state=STOPPED, device_uri=URI, info="Room of Ms Smith", location="Smith, 2nd floor",
                uuid="urn:uuid:8d2c5a14-92f1-4d7e-9f63-0d6b7a3f1c22", denied_users=("alice", "bob"),
            ),
        ]
    )  # fmt: skip


def hidden(facts: Facts) -> Facts:
    redactor = Redactor()
    redactor.learn_facts(facts)
    return redactor.facts(facts)


def test_seeded_secrets_are_gone_from_the_facts() -> None:
    text = str(to_json(hidden(ill())))
    assert not [seed for seed in SEEDS if seed in text]
    assert "8d2c5a14" not in text


def test_the_same_findings_are_made_of_what_is_left() -> None:
    before, after = judge(ill()), judge(hidden(ill()))
    assert [f.id for f in before.findings] == [f.id for f in after.findings]
    assert [s.id for s in before.skipped] == [s.id for s in after.skipped]
    assert from_json(to_json(hidden(ill()))) == hidden(ill())


def test_the_same_person_is_the_same_word_everywhere() -> None:
    redactor = Redactor()
    redactor.learn("user", "alice", "bob")
    assert redactor.text("Alice asked bob; alice's page, malice") == (
        "user1 asked user2; user1's page, malice"
    )


@pytest.mark.parametrize(
    ("text", "seeds"),
    [
        ("DeviceURI ipp://bob:hunter2@10.9.8.7/ipp", ("bob", "hunter2", "10.9.8.7")),
        ("Authorization: Basic YWxpY2U6c2VjcmV0", ("YWxpY2U6c2VjcmV0",)),
        ("AuthInfo password=hunter2&x=1", ("hunter2",)),
        ('"token": "eyJhbGciOi.J9", next', ("eyJhbGciOi",)),
        ("API_KEY=abcd1234", ("abcd1234",)),
        ("mail to alice.smith@corp.example now", ("alice.smith", "corp")),
        ("from 2001:db8:1::17 and fe80::1", ("2001:db8:1::17", "fe80::1")),
        ("ethernet 3c:52:82:aa:bb:cc", ("3c:52:82",)),
        ("open /home/alice/x.pdf", ("alice",)),
        ("*cupsSerial: serial=XYZ98765", ("XYZ98765",)),
        ("requesting-user-name=jdoe job", ("jdoe",)),
        (
            "dnssd://HP%20LaserJet%20%5BA1B2C3%5D._ipp._tcp.local/?uuid=12ab34cd",
            ("A1B2C3", "12ab34cd"),
        ),
    ],
)
def test_seeded_secrets_are_gone_from_free_text(text: str, seeds: tuple[str, ...]) -> None:
    redactor = Redactor()
    redactor.learn_text(text)
    left = redactor.text(text)
    assert not [seed for seed in seeds if seed in left]


@pytest.mark.parametrize(
    "text",
    [
        "Listen 127.0.0.1:631", "Listen [::1]:631", "http://localhost/", "auth-info-required=none",
        "usb://HP/LaserJet", "Order allow,deny", "user root", "version 2.4.2", "12:30:45",
    ],
)  # fmt: skip
def test_what_tells_nothing_of_anybody_stays(text: str) -> None:
    redactor = Redactor()
    redactor.learn_text(text)
    assert redactor.text(text) == text


@given(st.text(), st.text(min_size=3))
def test_whatever_is_learnt_is_gone(text: str, word: str) -> None:
    redactor = Redactor()
    redactor.learn("user", word)
    redactor.learn_text(text)
    redactor.text(text)
