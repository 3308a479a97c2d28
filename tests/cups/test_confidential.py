# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is secret crosses no network in clear.

The loopback is no network; so this goes to another address of this machine, in a network namespace
of the test's own that holds nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.layout import program

SOON = 60.0
ROOT = Path(__file__).parents[2]
HERE = "10.97.0.7"
APART = f'ip link set lo up; ip address add {HERE}/32 dev lo; exec "$@"'
ELSEWHERE = """
import sys
from pathlib import Path
from tests.cups.test_trust import UPGRADED
from unjam.cups import Connection, Encryption, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.certificates import Certificate
from unjam.sandbox.hostile import HostileServer

host, encryption, folder = sys.argv[1], Encryption[sys.argv[2]], Path(sys.argv[3])
context = Certificate(folder / "certificate.pem", folder / "key.pem").context()
nothing = acts.ipp_reply()

def behave(exchange):
    while True:
        request = exchange.read_request()
        if "upgrade" in request.headers:
            break
        print("in clear", b"s3cret" in request.body)
        exchange.send(nothing(request))
    exchange.send(UPGRADED)
    exchange.start_tls(context)
    exchange.send(acts.http_reply())
    request = exchange.read_request()
    print("encrypted", b"s3cret" in request.body)
    exchange.send(nothing(request))

with HostileServer(behave, host=host) as server:
    cups = Connection(server.address, user="ann", encryption=encryption, trust=lambda _: True)
    try:
        cups.get_jobs(timeout=30)
        cups.authenticate_job(1, ["ann", "s3cret"], timeout=30)
    except errors.UpgradeRequired as error:
        print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("host", "encryption", "said"),
    [
        (HERE, "IF_REQUESTED", ["in clear False", "encrypted True"]),
        (HERE, "NEVER", ["in clear False", "UpgradeRequired"]),
        ("127.0.0.1", "NEVER", ["in clear False", "in clear True"]),
    ],
)
def test_a_devices_password(host: str, encryption: str, said: list[str], tmp_path: Path) -> None:
    make_certificate(tmp_path)
    words = [sys.executable, "-c", ELSEWHERE, host, encryption, str(tmp_path)]
    ended = subprocess.run(
        [program("unshare"), "-rn", "sh", "-c", APART, "sh", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=SOON,
    )  # fmt: skip
    assert ended.stdout.splitlines() == said, ended.stderr
