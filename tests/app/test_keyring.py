# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Remembered passwords, in a real Secret Service: across starts, refused, locked, and without one.

Each start of the application is a process of its own, in a session bus and a home of the test's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.app.display import SESSION
from tests.auth.conftest import LockedServer, _locked_server, locked_server  # noqa: F401
from tests.programs import running

from unjam.app.keyring import SCHEMA
from unjam.cups import Connection, Credentials

pytestmark = [
    pytest.mark.gtk,
    pytest.mark.skipif(
        not all(map(shutil.which, ("gnome-keyring-daemon", "secret-tool", "dbus-send"))),
        reason="gnome-keyring, secret-tool or dbus-send is not installed",
    ),
]
ROOT = Path(__file__).parents[2]
NOTHING_TO_ACTIVATE = SESSION.replace("<standard_session_servicedirs/>", "")


@dataclass
class PersonsSession:
    """A session bus and a home, perhaps with a keyring."""

    environ: dict[str, str]

    def start(self, server: str, password: str = "pw-ann") -> dict[str, Any]:  # noqa: S107
        """Start the application once; what the person saw."""
        argv = [sys.executable, "-m", "tests.app.keyring_child", server, password]
        done = subprocess.run(
            argv, env=self.environ, cwd=ROOT, capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, done.stderr
        story: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        assert story["ended"]
        return story

    def stored(self, server: str) -> list[str]:
        """The users whose passwords the keyring has for this server."""
        found = self._run("secret-tool", "search", "--all", "server", server)
        lines = (found.stdout + found.stderr).splitlines()
        return sorted(line.split(" = ")[1] for line in lines if line.startswith("attribute.user"))

    def store(self, server: str, user: str, password: str) -> None:
        """Put a password there, as another program would."""
        attributes = ("xdg:schema", SCHEMA, "server", server, "user", user)
        done = self._run("secret-tool", "store", "--label=x", *attributes, said=password)
        assert done.returncode == 0, done.stderr

    def lock(self) -> None:
        """Lock every keyring."""
        collection = "/org/freedesktop/secrets/collection/login"
        done = self._run(
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
            f"array:objpath:{collection}",
        )  # fmt: skip
        assert collection in done.stdout, done.stderr

    def _run(self, *argv: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv, env=self.environ, input=said, capture_output=True, text=True, timeout=30
        )


Session = Callable[..., PersonsSession]


@contextmanager
def opened(home: Path, *, keyring: bool) -> Iterator[PersonsSession]:
    """A session of its own, till the block ends."""
    for name in ("runtime", "config", "data", "cache", "keyring"):
        (home / name).mkdir(mode=0o700)
    config = home / "session.conf"
    config.write_text(NOTHING_TO_ACTIVATE.format(directory=home))
    environ = os.environ | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "runtime"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "USER": "ann",
    }
    bus_argv = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    with ExitStack() as stack:
        bus = stack.enter_context(running(bus_argv, env=environ))
        stack.callback(bus.terminate)
        assert bus.stdout is not None
        environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        if keyring:
            stack.enter_context(unlocked_keyring(home, environ))
        yield PersonsSession(environ)


@contextmanager
def unlocked_keyring(home: Path, environ: dict[str, str]) -> Iterator[None]:
    """gnome-keyring, with a new keyring that a test's password has opened."""
    argv = [
        "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets",
        f"--control-directory={home / 'keyring'}",
    ]  # fmt: skip
    with subprocess.Popen(
        argv, env=environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as daemon:  # fmt: skip
        assert daemon.stdin is not None
        daemon.stdin.write(b"a test's password")
        daemon.stdin.close()
        waiting = ["gdbus", "wait", "--session", "--timeout=20", "org.freedesktop.secrets"]
        try:
            subprocess.run(waiting, env=environ, check=True, timeout=30)
            yield
        finally:
            daemon.terminate()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with ExitStack() as stack:
        yield lambda *, keyring: stack.enter_context(opened(tmp_path, keyring=keyring))


def let_go(server: LockedServer) -> None:
    """Have the queue run again, for the next start."""
    with Connection(server.server, user="root", password=lambda _asked: ROOTS) as connection:
        connection.resume_printer("Office")


ROOTS = Credentials("root", "pw-root")


def test_a_remembered_password_is_not_asked_for_at_the_next_start(
    session: Session,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    person = session(keyring=True)
    first = person.start(locked_server.server)
    assert (first["asked"], first["offered"]) == (1, True)
    assert locked_server.is_stopped()
    assert person.stored(locked_server.server) == ["ann"]
    let_go(locked_server)
    second = person.start(locked_server.server)
    assert second["asked"] == 0
    assert locked_server.is_stopped()
    let_go(locked_server)


def test_a_remembered_password_that_is_refused_is_forgotten_and_asked_for(
    session: Session,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    person = session(keyring=True)
    person.store(locked_server.server, "ben", "what it was last year")
    person.store("another.server:631", "ben", "untouched")
    story = person.start(locked_server.server)
    assert story["asked"] == 1
    assert locked_server.is_stopped()
    assert person.stored(locked_server.server) == ["ann"]
    assert person.stored("another.server:631") == ["ben"]
    let_go(locked_server)


def test_a_wrong_password_is_not_kept(
    session: Session,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    person = session(keyring=True)
    story = person.start(locked_server.server, "wrong")
    assert story["asked"] == 2
    assert person.stored(locked_server.server) == []
    assert not locked_server.is_stopped()


def test_without_a_secret_service_nothing_is_offered_and_all_works(
    session: Session,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    person = session(keyring=False)
    story = person.start(locked_server.server)
    assert (story["asked"], story["offered"]) == (1, False)
    assert locked_server.is_stopped()
    let_go(locked_server)


def test_a_locked_keyring_that_stays_locked_leaves_the_dialog(
    session: Session,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    person = session(keyring=True)
    person.store(locked_server.server, "ann", "pw-ann")
    person.lock()  # and no program is there that could ask for its password
    story = person.start(locked_server.server)
    assert story["asked"] == 1
    assert locked_server.is_stopped()
    let_go(locked_server)
