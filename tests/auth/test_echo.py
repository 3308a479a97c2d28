# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A terminal never stays without echo, however the program ends."""

from __future__ import annotations

import sys

import pexpect
from tests.conditions import SOON, eventually

LEAVES_WHILE_A_THREAD_ASKS = """
import termios, threading
from unjam.auth import PromptRequest, TerminalPrompt
request = PromptRequest("Resume the printer", "print.lan", "ann")
threading.Thread(target=TerminalPrompt().ask, args=(request,), daemon=True).start()
while termios.tcgetattr(0)[3] & termios.ECHO:
    threading.Event().wait(0.01)
print("silent", flush=True)
"""


def test_the_echo_is_back_where_a_thread_still_asks() -> None:
    child = pexpect.spawn(
        sys.executable, ["-c", LEAVES_WHILE_A_THREAD_ASKS], encoding="utf-8", timeout=SOON
    )
    try:
        child.expect("User.*:")
        child.sendline("")
        child.expect("silent")
        child.expect(pexpect.EOF)
        assert eventually(child.getecho)
    finally:
        child.close(force=True)
