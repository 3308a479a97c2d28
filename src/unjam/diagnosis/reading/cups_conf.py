# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading cupsd.conf(5), cups-files.conf(5) and client.conf(5) as CUPS does (file.c, conf.c)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unjam.diagnosis.facts.server import ConfigError

_PREFIX = re.compile(r"^[A-Za-z] \[[^]]*\] ")
_COMPLAINTS = (
    re.compile(r"^.* on line (?P<line>\d+) of (?P<path>/.*?)\.?$"),
    re.compile(r"^Unexpected end-of-file at line (?P<line>\d+) while reading .*$"),
    re.compile(r"^Bad Listen address .* at line (?P<line>\d+)\.?$"),
    re.compile(r"^Default policy .* not found\.$"),
)
_HARMLESS = ("is deprecated", "will become an error in a future release")


@dataclass(frozen=True, slots=True)
class Directive:
    """One line: its number, the directive, its value, and the sections it stands in."""

    line: int
    name: str
    value: str
    sections: tuple[str, ...] = ()


def read_directives(text: str) -> Iterator[Directive]:
    r"""Yield the directives; "\#" is a literal number sign, "#" begins a comment."""
    sections: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        content = _without_comment(line).strip()
        if content.startswith("</"):
            if sections:
                sections.pop()
        elif content.startswith("<"):
            sections.append(content.strip("<> "))
        elif content:
            name, *value = content.split(None, 1)
            yield Directive(number, name, "".join(value), tuple(sections))


def top_level(text: str) -> dict[str, str]:
    """Return the directives outside all sections by lower-case name; the last one counts."""
    return {d.name.lower(): d.value for d in read_directives(text) if not d.sections}


def all_values(text: str, *names: str) -> list[str]:
    """Return the values of directives that may be repeated (Listen, Port…)."""
    wanted = {name.lower() for name in names}
    return [d.value for d in read_directives(text) if d.name.lower() in wanted and not d.sections]


def absolute(path: str, root: str) -> str:
    """Return a path as cupsd takes it: relative ones are under ServerRoot."""
    return path if path.startswith("/") else str(Path(root) / path)


def _without_comment(line: str) -> str:
    if "#" not in line and "\\" not in line:
        return line
    kept, escaped = [], False
    for character in line:
        if character == "#" and not escaped:
            break
        if escaped and character != "#":
            kept.append("\\")
        if escaped or character != "\\":
            kept.append(character)
        escaped = character == "\\" and not escaped
    return "".join(kept)


def config_errors(output: str, default_path: str) -> Iterator[ConfigError]:
    """Yield what `cupsd -t` complains about, without what it merely advises against.

    Its exit status does not tell: with `FatalErrors` set it is 0 whatever the file says. Lines
    come bare, or (once the log level is known) as the error log writes them; some name no file
    (it is cupsd.conf then: `default_path`), some no line (0).
    """
    for raw in output.splitlines():
        line = _PREFIX.sub("", raw.strip())
        match = next(filter(None, (complaint.match(line) for complaint in _COMPLAINTS)), None)
        if match and not any(words in line for words in _HARMLESS):
            found = match.groupdict()
            path = found.get("path") or default_path
            yield ConfigError(line.rstrip("."), path, int(found.get("line") or 0))
