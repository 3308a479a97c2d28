# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Files that the command line writes: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from unjam.cli.failure import CommandError
from unjam.cli.render import errors, prose
from unjam.cli.words import _


def save(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write the file beside its place, then put it there. Raises `CommandError`."""
    try:
        _save(path, text, mode)
    except OSError as problem:
        message = _("{path} could not be written: {why}.")
        raise CommandError(message.format(path=path, why=problem.strerror)) from problem


def say_replaced(replaced: Mapping[str, int]) -> None:
    """Say what was hidden in a file, by kind and number."""
    hidden = ", ".join(f"{kind} ({number})" for kind, number in sorted(replaced.items()))
    text = _("Replaced everywhere, consistently: {kinds}.").format(kinds=hidden or _("nothing"))
    prose(errors(), text)


def _save(path: Path, text: str, mode: int) -> None:
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")  # a device or a pipe takes it as it comes
        return
    place = path.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(text)
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
