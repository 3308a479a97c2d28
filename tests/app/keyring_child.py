# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One start of the application, in a session of the caller's: pause a queue, answer if asked.

python -m tests.app.keyring_child SERVER PASSWORD

Prints what happened as JSON. The person, ann, always wants her password remembered.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass

from tests.app.driver import Driver, GtkLoop

from unjam.app.widgets.password_dialog import PasswordDialog
from unjam.diagnosis.remedies import PauseQueue


@dataclass
class Story:
    """What the person saw."""

    asked: int = 0
    offered: bool = False
    ended: bool = False


def answer(shown: PasswordDialog, password: str, story: Story) -> None:
    """Enter the password, once the right and then nothing more."""
    story.asked += 1
    if story.asked > 1:
        shown.response("cancel")
        return
    remember = shown._remember
    story.offered = remember.get_mapped()
    remember.set_active(story.offered)
    shown.rows["username"].set_text("ann")
    shown.rows["password"].set_text(password)
    shown.response("ok")


async def tell(driver: Driver, server: str, password: str, story: Story) -> None:
    """Pause the queue Office, however often it takes a password."""
    window, prompts = driver.open(server), driver.application.prompts

    def end() -> None:
        story.ended = True

    def look() -> bool:
        if (dialog := prompts.dialog) is not None and dialog.get_mapped():
            answer(dialog, password, story)
        return story.ended

    window.carry_out(PauseQueue("Office"), end)
    await driver.until(look, "the end", 50)
    await driver.until(lambda: not prompts.keyring.pending, "what is to be stored or forgotten")


def main() -> None:
    """Run once."""
    server, password = sys.argv[1:]
    driver, story = Driver(GtkLoop()), Story()
    driver.run(tell(driver, server, password, story), 60)
    driver.finish()
    sys.stdout.write(json.dumps(asdict(story)) + "\n")


if __name__ == "__main__":
    main()
