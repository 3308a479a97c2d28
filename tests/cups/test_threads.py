# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Threads of our own: a signal just when one begins."""

from __future__ import annotations

import threading

import pytest
from tests.conditions import SOON

from unjam.cups import threads


def test_a_signal_while_a_thread_begins_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a busy machine: the signal is there before the thread is."""
    begin = threading.Thread.start
    go, late = threading.Event(), list[threading.Thread]()

    def interrupted(thread: threading.Thread) -> None:
        monkeypatch.undo()
        later = threading.Timer(0.2, begin, (thread,))
        late.extend((thread, later))
        later.start()
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        threads.start(lambda: go.wait(SOON), "late")
    assert late[0].is_alive()
    go.set()
    for thread in late:
        thread.join(SOON)


def test_no_more_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    with pytest.raises(RuntimeError, match="new thread"):
        threads.start(lambda: None, "refused")
