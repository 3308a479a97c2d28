# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Nothing that identifies a person or opens a door stays in; what belongs together still does."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.diagnosis.cases import files, job, jobs, queue, queues, reach

from unjam.diagnosis.facts import Facts
from unjam.diagnosis.facts.client import ClientDefaults, DefaultSetting
from unjam.diagnosis.facts.codec import from_json, to_json
from unjam.diagnosis.facts.device import ShownCertificate
from unjam.diagnosis.facts.discovery import Announced, SharedQueue
from unjam.diagnosis.facts.jobs import HELD
from unjam.diagnosis.facts.queue import STOPPED
from unjam.diagnosis.facts.server import Attempt, ServerReach
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import queue_scope
from unjam.diagnosis.redact import Redactor
from unjam.diagnosis.sensitive import COMMON

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


OPTIONS = (
    "job-originating-user-name=jd job-originating-host-name=ws7 "
    "document-name-supplied=my\\ notice\\ to\\ quit.odt time-at-creation=1795387066"
)
LOGGED = [
    ('Queued on "Office" by "jdoe".', ("jdoe",)),
    ('File of type text/plain queued by "jd".', ("jd",)),
    ('[Job 3] argv[2]="jd"', ("jd",)),
    ('[Job 3] argv[3]="Salaries "2026", final.ods"', ("Salaries", "final")),
    (
        '[Job 3] argv[5]="' + OPTIONS + '"',
        ("jd", "ws7", "notice", "quit"),
    ),
    (r"document-name=a\(Smith\)b", ("Smith",)),
    ('[Job 3] envp[9]="PRINTER_LOCATION=Cellar, left"', ("Cellar",)),
    ("[Client 5] Authorized as jd using Basic.", ("jd",)),
    ('[Job 3] Canceled by "jd".', ("jd",)),
    ('Job canceled by "jd"', ("jd",)),
    ('Released by "jd".', ("jd",)),
    ('Printer "Office" stopped by "jd".', ("jd",)),
    ('Printer "Office" now accepting jobs ("jd").', ("jd",)),
    ('Class "Lab" now holding pending/new jobs ("jd").', ("jd",)),
    ('Default destination set to "Office" by "jd".', ("jd",)),
    ('All jobs on "Office" were canceled by "jd".', ("jd",)),
    ('cupsdCheckGroup(username="jd", user=0x1, groupname="hr")', ("jd", "hr")),
    ('[CGI] envp[3]="REMOTE_HOST=ws7"', ("ws7",)),
    ('[CGI] envp[4]="REMOTE_USER=jd"', ("jd",)),
    ("AUTH_USERNAME=jd", ("jd",)),
    ("Possible DoS attack - more than 100 clients connecting from ws7.", ("ws7",)),
    ("Name lookup failed - closing connection from ws7!", ("ws7",)),
    ("[Client 5] Accepted from ws7:51234 (IPv4)", ("ws7",)),
    ("Returning IPP successful-ok for Create-Job (ipp://localhost/printers/x) from ws7.", ("ws7",)),
    ('Request from "ws7" using invalid Host: field "prn:631".', ("ws7", "prn")),
    ("pam_unix(cups:auth): authentication failure; ruser=jd rhost=ws7  user=jd", ("jd", "ws7")),
    ("job-uuid=urn:uuid:b87e08e4-7d0b-38f0-4a0f-6daada82ba6d", ("b87e08e4", "6daada82ba6d")),
    ('dbPassword="x y"', ("x", "y")),
    ("Default principal: jd@REALM", ("jd@",)),
    ('password="correct horse battery"', ("correct", "horse", "battery")),
    ("passphrase: 'correct horse'", ("correct", "horse")),
    ('password "correct horse"', ("correct", "horse")),
    ("AuthInfo password=hunter,2;now", ("hunter", "now")),
    ("authorization: basic YWxpY2U6c2VjcmV0", ("YWxpY2U6c2VjcmV0",)),
    ("sent basic YWxpY2U6c2VjcmV0 again", ("YWxpY2U6c2VjcmV0",)),
    ("Authorization: Bearer abcdefghij", ("abcdefghij",)),
    ("DeviceURI ipp://prn:631/ipp/print", ("prn",)),
    ("DeviceURI socket://pr", ("//pr",)),
    ("usb://HP/LaserJet?serial=X1", ("X1",)),
    ("hp:/net/LaserJet?hostname=prn", ("prn",)),
    ("Listen prn:631", ("prn",)),
    ("ServerAlias prn print.corp.example", ("prn", "corp")),
    ("  Require user jd @hr", ("jd", "hr")),
    ("Allow from ws7", ("ws7",)),
    ("CUPS_SERVER=prn:631", ("prn",)),
    ("HP @ anna-laptop", ("anna",)),
    ("printer-info: Ms Smith's own", ("Smith",)),
]


@pytest.mark.parametrize(("text", "seeds"), LOGGED, ids=[text[:30] for text, _seeds in LOGGED])
def test_what_a_real_log_or_configuration_names_is_gone(text: str, seeds: tuple[str, ...]) -> None:
    redactor = Redactor()
    redactor.learn_text(text)
    left = redactor.text(text)
    assert not [seed for seed in seeds if re.search(rf"\b{re.escape(seed)}", left)]


def test_a_person_with_a_short_name_is_the_same_word_wherever_that_is_proved() -> None:
    redactor = Redactor()
    redactor.learn_text('Queued on "Office" by "jd".')
    assert redactor.text('user="jd" title=jd-ups; a jd b') == 'user="user1" title=jd-ups; a jd b'


def test_a_word_of_cups_stays_one_where_a_person_is_called_the_same() -> None:
    redactor = Redactor()
    redactor.learn("user", "stopped", "ipp", "empty")
    ill = queue(reasons=("media-empty", "stopped"), device_uri="ipp://ipp/stopped", info="stopped")
    left = redactor.value(ill)
    assert left.reasons == ill.reasons
    assert left.device_uri == "ipp://user1/stopped"


def test_neighbours_and_lost_defaults_and_certificates_name_nobody() -> None:
    scope = queue_scope("Office")
    facts = Facts(
        [
            queues("Office"),
            queue(info="Front desk", make_and_model="Brother HL-L2350DW"),
            Announced(
                (),
                ("HP @ anna-laptop", "Front desk @ here", "Bob's own", "Brother HL-L2350DW",
                 "Front desk of Eve"),
                0.1,
                (SharedQueue("Office", "Front desk"),),
            ),
            ClientDefaults((), (DefaultSetting("Annas_room", "PRINTER"),), ("Bobs_room",)),
            ShownCertificate(
                scope, "pr", 631, "ab", "CN=ws7,O=Smith & Sons", ("ws7", "pr.smith.example"),
                "2026-01-01", "2027-01-01", (),
            ),
            reach(server="prn:631", attempts=(Attempt("pr:631", "ECONNREFUSED", "refused", 0.1),)),
        ]
    )  # fmt: skip
    left = hidden(facts)
    text = str(to_json(left))
    seeds = ("anna", "Bob", "Eve", "Smith", "ws7", "prn", "'pr:", "smith", "Front desk")
    assert not [seed for seed in seeds if seed.lower() in text.lower()]
    (announced,) = left.of(Announced)
    assert announced.names[1].startswith(announced.shared[0].label)
    assert announced.names[3] == "Brother HL-L2350DW", "a model is nobody's name"
    (server,) = left.of(ServerReach)
    assert server.server.endswith(":631")
    assert server.attempts[0].target.endswith(":631")


@pytest.mark.parametrize(
    "text",
    [
        "Listen 127.0.0.1:631", "Listen [::1]:631", "http://localhost/", "auth-info-required=none",
        "usb://HP/LaserJet", "Order allow,deny", "user root", "version 2.4.2", "12:30:45",
        "Listen 0.0.0.0:631", "Listen *:631", "Listen 631", "Listen /run/cups/cups.sock",
        "Basic authentication is used", "AuthType Basic\nRequire valid-user", "Allow from @LOCAL",
        "The owner of the file may read it", "PassEnv DBUS_SYSTEM_BUS_ADDRESS",
        '*InputSlot ByPassTray: "<</MediaPosition 4>>setpagedevice"',
    ],
)  # fmt: skip
def test_what_tells_nothing_of_anybody_stays(text: str) -> None:
    redactor = Redactor()
    redactor.learn_text(text)
    assert redactor.text(text) == text


LETTERS = st.text(st.characters(categories=["L"]), min_size=3)


@given(st.text(), st.text(), LETTERS.filter(lambda word: word.lower() not in COMMON))
@example("", "", "user1")
@example("", "", "\u0130\u017f\u017f")
def test_whatever_is_learnt_is_gone(before: str, after: str, word: str) -> None:
    redactor = Redactor()
    redactor.learn("user", word)
    left = redactor.text(f"{before} {word} {after}")
    assert word not in re.split(r"[\W_]", left)
